"""How Lean source is cut into tokens; and that nothing Lean would read as code is taken for a comment or a string."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from verifiers.lean.lexer import Kind, lex
from verifiers.lean.policy import constructs


def cut(source):
    return [(token.kind.value, token.text) for token in lex(source) if token.kind is not Kind.SPACE]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("h' x₁ a!b? αβ ℕ 𝓝", ["h'", "x₁", "a!b?", "αβ", "ℕ", "𝓝"], id="primes, subscripts and letters"),
        pytest.param("λx Πy Σz", ["λ", "x", "Π", "y", "Σ", "z"], id="three Greek letters are symbols"),
        pytest.param("a.b.«c d».e", ["a.b.«c d».e"], id="a dotted name is one token"),
        pytest.param("a .b c. d", ["a", ".", "b", "c", ".", "d"], id="a dot beside white space is a symbol"),
        pytest.param("h.1.2.foo", ["h", ".", "1", ".", "2", ".", "foo"], id="fields by number"),
        pytest.param("1.5e-3 0xfF 0b1 1_0 1.foo", ["1.5e-3", "0xfF", "0b1", "1_0", "1", ".", "foo"], id="numbers"),
        pytest.param("'a' '\\'' '\"' '\\x41'", ["'a'", "'\\''", "'\"'", "'\\x41'"], id="characters"),
        pytest.param("('\\u0041', '«')", ["(", "'\\u0041'", ",", "'«'", ")"], id="characters in brackets"),
        pytest.param("f '' s ⁻¹' t ∑' n", ["f", "''", "s", "⁻", "¹", "'", "t", "∑", "'", "n"], id="quotes that end symbols"),
        pytest.param("xs[0]'h", ["xs", "[", "0", "]", "'", "h"], id="an index with its proof"),
        pytest.param("a'\"b\"", ["a'", '"b"'], id="a prime and then a string"),
        pytest.param('"\\"" "a\\\n  b"', ['"\\""', '"a\\\n  b"'], id="escapes and gaps"),
        pytest.param('r"\\" r#"a"b"# ar"x"', ['r"\\"', 'r#"a"b"#', "ar", '"x"'], id="raw strings begin a token"),
        pytest.param('s!"a{x}b{y}c" z', ["s!", '"a{', "x", "}b{", "y", '}c"', "z"], id="code within a string"),
        pytest.param('s!"{ {a := "}"} }"', ["s!", '"{', "{", "a", ":=", '"}"', "}", '}"'], id="braces within the braces"),
        pytest.param('s!"\\{x}"', ["s!", '"\\{x}"'], id="an escaped brace"),
        pytest.param('s!"{s!"{x}"}"', ["s!", '"{', "s!", '"{', "x", '}"', '}"'], id="a string within the braces"),
        pytest.param('"{x}"', ['"{x}"'], id="a plain string has no code"),
        pytest.param("a -- b \"\nc", ["a", '-- b "', "c"], id="a line comment ends with its line"),
        pytest.param("/- a /- b -/ -- c -/ d", ["/- a /- b -/ -- c -/", "d"], id="comments nest"),
        pytest.param("/-- a -/ b /---/ c /-! -/", ["/-- a -/", "b", "/---/", "c", "/-! -/"], id="comments for documentation"),
        pytest.param("a--b\nc/-d-/e", ["a", "--b", "c", "/-d-/", "e"], id="comments need no space after a name"),
        pytest.param("x <-- y", ["x", "<-", "-", "y"], id="an arrow and a minus"),
        pytest.param("`a ``b.c", ["`", "a", "`", "`", "b.c"], id="quoted names"),
        pytest.param("@[simp] @f", ["@[", "simp", "]", "@", "f"], id="attributes"),
        pytest.param("«--» «a\"b» «/-»", ["«--»", '«a"b»', "«/-»"], id="anything goes in guillemets"),
        pytest.param("é1 sorryé", ["é", "1", "sorry", "é"], id="letters of newer versions stand alone"),
    ],
)  # fmt: skip
def test_source_is_cut_as_lean_cuts_it(source, expected):
    assert [text for _, text in cut(source)] == expected
    assert not any(token.kind is Kind.ERROR for token in lex(source))


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("a 1 'b' \"c\" + -- d", ["ident", "number", "char", "string", "symbol", "comment"]),
        ("/- x", ["error"]),
        ('x "y', ["ident", "error"]),
        ("«x", ["error"]),
        ("'xy", ["error", "ident"]),
    ],
)
def test_a_token_has_a_kind(source, kinds):
    assert [kind for kind, _ in cut(source)] == kinds


def test_a_token_knows_its_place():
    places = [(token.text, token.line, token.column) for token in lex("a\n  «b\nc» 𝓝\r\nd") if token.kind is Kind.IDENT]
    assert places == [("a", 1, 0), ("«b\nc»", 2, 2), ("𝓝", 3, 3), ("d", 4, 0)]


def test_the_parts_of_a_name_have_no_guillemets():
    (token,) = lex("«sorryAx».a.«b.c»")
    assert (token.parts, token.word) == (("sorryAx", "a", "b.c"), "")
    assert [token.word for token in lex("macro«macro»")] == ["macro", ""]


CHARACTERS = "\"'«»{}()[]`\\#.-/ \nrs!x1e_·→⁻¹é∑:=<>|"
STRETCHES = ["--", "/-", "-/", "/--", 'r"', 'r#"', '"#', 's!"', " sorry ", "sorry", "''", "\\x41", "⁻¹'", "]'", "'a'"]
TRICKY = [*CHARACTERS, *STRETCHES]
TEXT = st.lists(st.sampled_from(TRICKY), max_size=14).map("".join)


@given(st.one_of(TEXT, st.text(max_size=30)))
def test_the_tokens_are_the_source_again(source):
    assert "".join(token.text for token in lex(source)) == source


# What follows is Lean's own algorithm, written down once more as it stands in src/Lean/Parser/Basic.lean, character by character,
# with tokens of Lean and Mathlib that end or begin in ways that matter here.
SYMBOLS = tuple(
    """
( ) [ ] { } ⟨ ⟩ , ; : := => -> <- → ← <-> <| |> |>. $ . .. ... · ` `( + - * / // % ^ = == != < > <= >= | || ! ? _ @ @[ @& # #[
#eval \\ \\/ /\\ ~ & && ∑ ∑' ∏' ⁻¹ ⁻¹' '' ×' ]' →r ≃r [MOD =O[ -/ /-- /-! <;> ∃! .{ s! sorry ⁻ ¹
""".split()  # noqa: SIM905
)
FIRST = {*"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_αβ"}
REST = FIRST | {*"0123456789'!?₁"}


class ParseError(Exception):
    pass


def lean_reads(text: str, accents: bool) -> list[str]:
    """The tokens that Lean sees; ParseError when it sees an error. `accents`: a version that takes é as a letter."""
    first, rest = (FIRST | {"é"}, REST | {"é"}) if accents else (FIRST, REST)
    text += "\0"

    def comment(at: int) -> int:
        depth = 1
        while depth:
            if at >= len(text) - 1:
                raise ParseError
            pair = text[at : at + 2]
            depth += {"-/": -1, "/-": 1}.get(pair, 0)
            at += 2 if pair in {"-/", "/-"} else 1
        return at

    def white(at: int) -> int:
        while True:
            if text[at] in " \n":
                at += 1
            elif text.startswith("--", at):
                while text[at] not in "\n\0":
                    at += 1
            elif text.startswith("/-", at) and text[at + 2] not in "-!":
                at = comment(at + 3)
            else:
                return at

    def escape(at: int, more: str = "") -> int:
        if text[at] in "\\\"'rnt" + more:
            return at + 1
        digits = {"x": 2, "u": 4}.get(text[at], 0)
        if digits and all(each in "0123456789abcdefABCDEF" for each in text[at + 1 : at + 1 + digits]):
            return at + 1 + digits
        if text[at] == "\n":
            at += 1
            while text[at] == " ":
                at += 1
            if text[at] != "\n":
                return at
        raise ParseError

    def string(at: int) -> int:
        while text[at] != '"':
            if text[at] == "\0":
                raise ParseError
            at = escape(at + 1) if text[at] == "\\" else at + 1
        return at + 1

    def interpolated(at: int, out: list[str]) -> int:
        while text[at] != '"':
            if text[at] == "\0":
                raise ParseError
            if text[at] == "{":
                depth, at = 0, white(at + 1)
                while depth or text[at] != "}":
                    at, token = one(at, out)
                    depth += {"{": 1, "}": -1}.get(token, 0)
                at += 1
            else:
                at = escape(at + 1, "{") if text[at] == "\\" else at + 1
        return at + 1

    def one(at: int, out: list[str]) -> tuple[int, str]:
        start, c = at, text[at]
        hashes = at + 1
        while text[min(hashes, len(text) - 1)] == "#":
            hashes += 1
        if c == "\0":
            raise ParseError
        if c == '"':
            at = interpolated(at + 1, out) if out and out[-1] == "s!" else string(at + 1)
        elif c == "'" and text[at + 1] != "'":
            at = escape(at + 2) if text[at + 1] == "\\" else at + 2
            if at >= len(text) or text[at] != "'":
                raise ParseError
            at += 1
        elif c.isdigit() and c.isascii():
            if text[at + 1] in "xXbBoO_":
                raise ParseError
            while text[at] in "0123456789_":
                at += 1
            if text[at] == "." and not (len(out) > 1 and out[-1] == "."):
                at += 1
                while text[at] in "0123456789":
                    at += 1
            if text[at] in "eE_":
                raise ParseError
        elif c == "r" and text[hashes] == '"':
            close = text.find('"' + "#" * (hashes - at - 1), hashes + 1)
            if close < 0:
                raise ParseError
            at = close + hashes - at
        else:
            symbol = max((each for each in SYMBOLS if text.startswith(each, at)), key=len, default="")
            while text[at] == "«" or text[at] in first:
                if text[at] == "«":
                    at = text.find("»", at) + 1
                    if not at:
                        raise ParseError
                else:
                    while text[at] in rest:
                        at += 1
                if text[at] == "." and (text[at + 1] == "«" or text[at + 1] in first):
                    at += 1
                else:
                    break
            if len(symbol) >= at - start:
                at = start + len(symbol)
            if at == start:
                raise ParseError
        token = text[start:at]
        out.append(token)
        if token in {"/--", "/-!"}:
            at = comment(at)
        return white(at), token

    out: list[str] = []
    at = white(0)
    while text[at] != "\0" or at < len(text) - 1:
        at, _ = one(at, out)
    return out


@pytest.mark.parametrize("accents", [False, True])
@settings(max_examples=2000, deadline=None)
@given(source=TEXT)
@example(source="/-/- -/ sorry -/")
@example(source='ér"\\"" sorry --"')
@example(source="→r'\"' sorry \"")
@example(source='é s!"{" sorry "}"')
@example(source="[MODsorry")
@example(source="⁻¹''a'sorry")
@example(source="⁻¹'1'a'sorry")
def test_what_lean_reads_as_sorry_is_refused(source, accents):
    try:
        read = lean_reads(source, accents)
    except ParseError:
        return
    if "sorry" in read:
        assert constructs(source) != (), read
