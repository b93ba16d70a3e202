"""What the source of a Lean attempt may not contain, read from its tokens alone.

A first line of defence: it keeps code from running and text from changing its meaning before a clean kernel replays the proof.
It proves nothing by itself, and it does not protect against an attempt whose parse errors are overlooked: after an error Lean
goes on at a place that these rules do not follow. It takes the source without the imports that its problem permits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from verifiers.lean.clauses import Clauses, clauses
from verifiers.lean.construct import CLOSERS, Construct, Sizes, construct, odd_characters, too_large
from verifiers.lean.lexer import ARROWS, Kind, Token, lex
from verifiers.lean.notation import Trusted, judge_notation
from verifiers.lean.words import (
    ACTS,
    ATTRIBUTES,
    BEGINS_COMMAND,
    COMMANDS,
    CONSTANTS,
    EFFECTS,
    HARMFUL_OPTIONS,
    HARMLESS_ATTRIBUTES,
    HARMLESS_HASH,
    HARMLESS_OPTION_SPACES,
    HARMLESS_OPTIONS,
    HASH_COMMANDS,
    META_SPACES,
    NOTATIONS,
    words,
)
from verifiers.lean.words import GROUPS as GROUPS  # group: one sentence for the documentation

GOES_ON = words(": := < ≤ = + - * / > ≥ ^ ∈ ≠ ∣ %")  # no tactic begins with these
ENDS_A_TERM = words(", ) ] } ⟩")  # `stop` is always followed by a tactic

ACT = {word: group for group, every in ACTS.items() for word in every}
COMMAND = {word: group for group, every in COMMANDS.items() for word in every}
CONSTANT = {word: group for group, every in CONSTANTS.items() for word in every}
ATTRIBUTE = {word: group for group, every in ATTRIBUTES.items() for word in every}

WHY = {
    "sorry": "leaves the goal unproved",
    "axiom": "assumes what is to be proved",
    "meta": "runs code while the proof is checked",
    "native": "takes the word of compiled code for a fact",
    "unsafe": "leaves the checked language",
    "notation": "changes how the source is read",
    "module": "changes what the file is built on",
}


def refusal(
    source: str,
    allow: frozenset[str] = frozenset(),
    *,
    header: str = "",
    statement: str = "",
    sizes: Sizes | None = None,
) -> Construct | None:
    """The first governed use whose name and group are both not in `allow`."""
    for found in constructs(source, header=header, statement=statement, sizes=sizes):
        if allow.isdisjoint({found.name, found.group}):
            return found
    return None


def constructs(
    source: str, *, header: str = "", statement: str = "", sizes: Sizes | None = None
) -> tuple[Construct, ...]:
    """Every governed use, in the order of the text.

    `header` and `statement` are the trusted text of the problem: a notation may not touch their tokens, and what the header
    opens and the statement names is no offence in the attempt.
    """
    most = sizes or Sizes()
    if len(source) > most.characters:
        return (
            construct(
                "characters", "size", 1, 0, f"the source has {len(source)} characters; {most.characters} are allowed"
            ),
        )
    code = without_space(lex(source))
    found = [*odd_characters(source), *too_large(source, code, most), *Reading.of(code, header, statement).all()]
    return tuple(sorted(set(found), key=lambda each: (each.line, each.column, each.name)))


@dataclass(slots=True)
class Reading:
    """One pass over the tokens of an attempt."""

    code: list[Token]
    trusted: Trusted
    opened: set[str]  # by the header
    named: set[str]  # in the statement
    clauses: Clauses

    @classmethod
    def of(cls, code: list[Token], header: str, statement: str) -> Reading:
        above = without_space(lex(header))
        opens = [at for at, token in enumerate(above) if token.word == "open"]
        opened = {above[each].text for at in opens for each in names(above, at + 1)}
        named = {token.text for token in lex(statement) if token.kind is Kind.IDENT}
        return cls(code, Trusted.of(header, statement), opened, named, clauses(code))

    def all(self) -> Iterator[Construct]:
        for at, token in enumerate(self.code):
            if token.kind is Kind.ERROR:
                yield construct(
                    shown(token.text), "text", token.line, token.column, f"'{shown(token.text)}' {token.problem}"
                )
            elif token.kind is Kind.IDENT:
                yield from self.identifier(at, token)
            elif token.text == "#":
                yield from self.hash_command(at, token)

    def use(self, name: str, group: str, token: Token, what: str = "") -> Construct:
        return construct(name, group, token.line, token.column, f"'{name}' {what or WHY[group]}")

    def word(self, at: int) -> str:
        return self.code[at].word if 0 <= at < len(self.code) else ""

    def text(self, at: int) -> str:
        return self.code[at].text if 0 <= at < len(self.code) else ""

    def glued(self, at: int) -> bool:
        """Whether nothing stands between a token and the one before."""
        if not 0 < at < len(self.code):
            return False
        last, token = self.code[at - 1], self.code[at]
        return last.line == token.line and last.column + len(last.text) == token.column

    def identifier(self, at: int, token: Token) -> Iterator[Construct]:
        for part in token.parts:
            if group := CONSTANT.get(part):
                yield self.use(part, group, token)
        yield from self.name_space(token)
        word = token.word
        if at and self.glued(at) and self.code[at - 1].kind is Kind.SYMBOL:
            yield from self.after_symbol(self.code[at - 1].text, token)
        if token.parts == ("native",) and (self.text(at - 1) == "+" or self.text(at + 1) == ":="):
            yield self.use("native", "native", token)
        if at in self.clauses.heads:
            yield from self.attribute(token)
        elif at in self.clauses.within and (group := ATTRIBUTE.get(token.text)):
            yield self.use(f"@[{token.text}]", group, token)
        elif word:
            yield from self.keyword(at, token, word)

    def after_symbol(self, symbol: str, token: Token) -> Iterator[Construct]:
        """Mathlib has symbols that end in letters, and no space is needed after them: `→rsorry` is `→r` and then `sorry`."""
        name = ".".join(token.parts)
        rest = name[1:] if symbol in ARROWS else name.lstrip(ascii_uppercase)
        if rest != name and (group := ACT.get(rest) or COMMAND.get(rest) or CONSTANT.get(rest)):
            yield self.use(rest, group, token)

    def keyword(self, at: int, token: Token, word: str) -> Iterator[Construct]:
        aesop = at in self.clauses.aesop or self.clauses.within.get(at) == "aesop"  # where `unsafe` is a kind of rule
        if ((group := ACT.get(word)) and not self.is_name(at, word)) or (
            (group := COMMAND.get(word))
            and not (self.is_field(at) and group not in {"axiom", "module"})
            and not (word == "unsafe" and aesop)
        ):
            yield self.use(word, group, token)
        elif word in NOTATIONS and not self.is_field(at):
            if what := judge_notation(self.code, at, self.trusted):
                yield self.use(word, "notation", token, what)
        else:
            yield from self.by_what_follows(at, token)

    def name_space(self, token: Token) -> Iterator[Construct]:
        parts = token.parts[1:] if token.parts[0] == "_root_" else token.parts
        if token.text in self.opened or token.text in self.named or not parts:
            return
        if parts[0] in EFFECTS:
            yield self.use(parts[0], "meta", token, "reaches for the world outside the proof")
        elif parts[0] == "Lean" and len(parts) > 1 and parts[1] in META_SPACES:
            yield self.use(f"Lean.{parts[1]}", "meta", token, "reaches into the code that checks proofs")

    def by_what_follows(self, at: int, token: Token) -> Iterator[Construct]:
        """Words that are governed for what stands after them."""
        word, follows = token.word, self.text(at + 1)
        alone = token.column == 0 and (at + 1 == len(self.code) or self.code[at + 1].line > token.line)
        if word in {"open", "namespace", "export"} and not self.is_field(at):
            for each in names(self.code, at + (2 if self.word(at + 1) == "scoped" else 1)):
                parts = [part for part in self.code[each].parts if part != "_root_"]
                if parts[:1] == ["Lean"] and self.code[each].text not in self.opened:
                    yield self.use("Lean", "meta", self.code[each], "reaches into the code that checks proofs")
        elif word == "set_option":
            yield from self.option(at, token)
        elif word == "decide" and [self.text(at + each) for each in (1, 2, 3)] == ["(", "config", ":="]:
            if self.text(at + 4) != "{":
                yield self.use("native", "native", token, "is given settings that could ask for compiled code")
        elif (word == "eval" and follows == "%" and self.glued(at + 1)) or (
            word in {"trace", "trace_goal", "aesop_trace"} and follows == "[" and self.glued(at + 1)
        ):
            yield self.use(f"{word}{follows}", "meta", token)
        elif word == "meta" and self.code[at + 1 : at + 2] and self.word(at + 1) in BEGINS_COMMAND:
            yield self.use("meta", "meta", token)
        elif word in {"module", "prelude"} and alone:
            yield self.use(word, "module", token)

    def is_field(self, at: int) -> bool:
        """Whether a word is a name after the dot of a term, as in `(f x).prefix` or `h.1.prefix`."""
        before = at - 1
        if not (self.glued(at) and self.text(before) in {".", "|>."}):
            return False
        if self.text(before) == "|>.":
            return True
        while self.glued(before) and self.code[before - 1].kind is Kind.NUMBER and self.text(before - 2) == ".":
            if not self.glued(before - 1):
                return False
            before -= 2  # `1.` alone is a number in Lean, and what follows it is a word of its own
        last = self.code[before - 1]
        return self.glued(before) and (last.kind is Kind.IDENT or last.text in CLOSERS)

    def is_name(self, at: int, word: str) -> bool:
        """`stop` and `admit` are no reserved words: a variable may have that name, where no tactic could go on like this."""
        follows = self.text(at + 1)
        return (word in {"stop", "admit"} and follows in GOES_ON) or (word == "stop" and follows in ENDS_A_TERM)

    def option(self, at: int, token: Token) -> Iterator[Construct]:
        follows = self.code[at + 1] if at + 1 < len(self.code) else None
        if follows is None or follows.kind is not Kind.IDENT:
            yield self.use("set_option", "option", token, "is followed by no option that can be read")
            return
        name = ".".join(follows.parts)
        harmless = name in HARMLESS_OPTIONS or (len(follows.parts) > 1 and follows.parts[0] in HARMLESS_OPTION_SPACES)
        if not harmless or name in HARMFUL_OPTIONS:
            yield self.use(name, "option", token, "is no option that is known to be harmless")

    def hash_command(self, at: int, token: Token) -> Iterator[Construct]:
        text = self.text(at + 1) if self.glued(at + 1) and self.code[at + 1].kind is Kind.IDENT else ""
        if not text or text in HARMLESS_HASH:
            return
        # A token that begins with a symbol needs no space after it: `#evalx` is `#eval` and then `x`.
        known = max((each for each in HASH_COMMANDS | HARMLESS_HASH if text.startswith(each)), key=len, default="")
        # `#s` is also how Mathlib writes the number of elements of a set, within a term and so never at the margin.
        if known or token.column == 0:
            yield self.use(f"#{known or text}", "meta", token)

    def attribute(self, token: Token) -> Iterator[Construct]:
        name = ".".join(token.parts)
        if name not in HARMLESS_ATTRIBUTES:
            group = ATTRIBUTE.get(name, "meta")
            what = WHY[group] if name in ATTRIBUTE else "is no attribute that is known to be harmless"
            yield self.use(f"@[{name}]", group, token, what)


def names(code: list[Token], at: int) -> Iterator[int]:
    """The indices of the names that `open`, `namespace` or `export` is followed by."""
    while at < len(code) and code[at].kind is Kind.IDENT and code[at].word not in BEGINS_COMMAND:
        yield at
        at += 1


def without_space(tokens: tuple[Token, ...]) -> list[Token]:
    return [token for token in tokens if token.kind not in {Kind.SPACE, Kind.COMMENT}]


def shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
