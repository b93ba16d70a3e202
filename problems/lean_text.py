"""Lean source as text: where a theorem's statement ends, and what comes before it. Nothing here is elaborated or run.

It knows brackets, nested comments, strings, characters and quoted names. Not covered: notation that opens a bracket and
closes another, quotes within the braces of an interpolated string, and `:=` of a `let` without a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from problems.fields import shown
from problems.source import ProblemError

NAME = r"(?:«[^»\n]*»|[^\W\d][\w'!?]*)"
LEXEME = re.compile(
    rf"""(?P<space>\s+|--[^\n]*)
    |(?P<comment>/-)
    |(?P<text>r(?P<hashes>\#*)".*?"(?P=hashes)|"(?:\\.|[^"\\])*"|'(?:\\(?:x..|u\{{?\w+\}}?|.)|[^'\\])')
    |(?P<name>{NAME}(?:\.{NAME})*)
    |(?P<number>\d\w*)
    |(?P<symbol>:=|=>|.)""",
    re.DOTALL | re.VERBOSE,
)
FENCE, BRACKET = re.compile(r"/-|-/"), re.compile(r"[\[\]]")
FARTHEST = 20_000  # characters back that a comment or an attribute may begin
OPENING, CLOSING = frozenset("([{⦃⟨⟦⟪⌊⌈‹"), frozenset(")]}⦄⟩⟧⟫⌋⌉›")
BINDS = frozenset({"let", "have", "letI", "haveI"})
ALTERNATIVES = frozenset({"match", "fun", "λ"})
DECLARES = frozenset({"theorem", "lemma"})
MODIFIERS = frozenset(
    {"private", "protected", "noncomputable", "nonrec", "unsafe", "partial", "public", "local", "scoped"}
)
SCOPED = re.compile(r"\s*(?:set_option|open|omit|include|variable)\b.*\bin\s*\Z")


@dataclass(frozen=True, slots=True)
class Theorem:
    """`header` is what comes before; `statement` goes up to, not including, `:=`; `proof` follows, `by` included.

    A proof by cases (`| 0 => ...`) or by fields (`where ...`) begins with its `|` or `where`; it is empty for a stub.
    """

    header: str
    statement: str
    proof: str

    @property
    def attempt(self) -> str:
        """The statement with its proof, as a model is to answer."""
        return attempt(self.statement, self.proof)


@dataclass(frozen=True, slots=True)
class Lexeme:
    kind: str
    text: str
    start: int
    depth: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def attempt(statement: str, proof: str) -> str:
    """The text of a theorem with its proof; one by cases or by fields needs no `:=`."""
    return f"{statement}\n{proof}" if proof.startswith(("|", "where")) else f"{statement} := {proof}"


def last_theorem(text: str, where: str, keywords: frozenset[str] = DECLARES) -> Theorem:
    """The last theorem of a file's text, without attributes, modifiers and its own comment. Raises ProblemError."""
    code = [lexeme for lexeme in lexemes(text, where) if lexeme.kind != "space"]
    starts = [number for number, lexeme in enumerate(code) if lexeme.text in keywords and not lexeme.depth]
    if not starts:
        raise ProblemError(f"{where}: has no {' or '.join(sorted(keywords))}: {shown(text.strip())}")
    statement, proof = split_proof(text[code[starts[-1]].start :], where)
    return Theorem(before(text[: code[starts[-1]].start]), statement, proof)


def split_proof(text: str, where: str) -> tuple[str, str]:
    """A theorem's statement and its proof, empty for `sorry` and for none. Raises ProblemError for a bracket left open."""
    values, cases, last = 0, False, ""
    for lexeme in lexemes(text, where):
        if lexeme.kind == "space" or lexeme.depth:
            continue
        cases = cases or lexeme.text == "match" or (lexeme.text == "|" and last in ALTERNATIVES)
        if lexeme.text in BINDS:
            values += 1
        elif lexeme.text == ":=" and values:
            values -= 1
        elif lexeme.text == ":=":
            return text[: lexeme.start].strip(), finished(text[lexeme.end :], where)
        elif lexeme.text == "where" or (lexeme.text == "|" and not cases and first_case(text, lexeme.start)):
            return text[: lexeme.start].strip(), finished(text[lexeme.start :], where)
        last = lexeme.text
    return text.strip(), ""


def first_case(text: str, start: int) -> bool:
    """Whether the bar begins a line with an alternative, rather than an absolute value."""
    line = text[start:].partition("\n")[0]
    return not text[:start].rpartition("\n")[2].strip() and "=>" in line and "fun" not in line.partition("=>")[0]


def finished(proof: str, where: str) -> str:
    """The proof, without white space around it; nothing when it is missing or has a `sorry` in it."""
    words = {lexeme.text for lexeme in lexemes(proof, where, strict=False) if lexeme.kind not in ("space", "comment")}
    return "" if words <= {"by"} or words & {"sorry", "admit"} else proof.strip()


def signature(text: str, where: str) -> tuple[str, str]:
    """A declaration before the colon of its type, and the type. Raises ProblemError when it has none."""
    for lexeme in lexemes(text, where):
        if lexeme.text == ":" and not lexeme.depth:
            return text[: lexeme.start].strip(), text[lexeme.end :].strip()
    raise ProblemError(f"{where}: has no type after a colon: {shown(text)}")


def before(text: str) -> str:
    """What comes before a theorem, without what belongs to it alone: its comment, attributes and modifiers.

    `open X in` and the like before it becomes `open X`: the theorem is the last thing that is elaborated, so a wider
    scope reaches nothing else.
    """
    while (shorter := cut(text.rstrip())) != text:
        text = shorter
    lines = text.splitlines()
    for number in range(len(lines) - 1, -1, -1):
        if not SCOPED.match(lines[number]):
            break
        lines[number] = lines[number].rstrip().removesuffix("in").rstrip()
    return "\n".join(lines)


def cut(text: str) -> str:
    """The text without one comment, attribute or modifier at its end; comments of a module stay."""
    last_line = text.rpartition("\n")[2]
    if last_line.lstrip().startswith("--"):
        return text[: -len(last_line)]
    if text.endswith("-/"):
        start = opening(text, FENCE, "-/")
        return text if start is None or text.startswith("/-!", start) else text[:start]
    if text.endswith("]"):
        start = opening(text, BRACKET, "]")
        return text[: start - 1] if start and text[start - 1] == "@" else text
    word = text.rpartition("\n")[2].rpartition(" ")[2]
    return text[: -len(word)] if word in MODIFIERS else text


def opening(text: str, mark: re.Pattern[str], closing: str) -> int | None:
    """Where what ends the text was opened."""
    depth = 0
    for found in reversed(list(mark.finditer(text, max(0, len(text) - FARTHEST)))):
        depth += 1 if found[0] == closing else -1
        if not depth:
            return found.start()
    return None


def lexemes(text: str, where: str, strict: bool = True) -> Iterator[Lexeme]:
    """All of the text, in order. `depth` counts the brackets around a lexeme; brackets stand outside of themselves.

    Raises ProblemError for a comment left open and, if `strict`, for brackets that do not match.
    """
    at = depth = 0
    while at < len(text):
        found = LEXEME.match(text, at)
        assert found is not None  # the last alternative takes any character
        kind, taken = found.lastgroup or "", found[0]
        if kind == "comment":
            taken = text[at : end_of_comment(text, at, where)]
            kind = "comment" if taken.startswith(("/--", "/-!")) else "space"
        depth -= taken in CLOSING
        if depth < 0 and not strict:
            depth = 0
        if depth < 0:
            raise ProblemError(
                f"{where}: closes {taken!r}, which was not opened, near {shown(text[max(0, at - 40) :])}"
            )
        yield Lexeme(kind, taken, at, depth)
        depth += taken in OPENING
        at += len(taken)
    if depth and strict:
        raise ProblemError(f"{where}: leaves {depth} brackets open: {shown(text.strip())}")


def end_of_comment(text: str, start: int, where: str) -> int:
    depth = 0
    for mark in FENCE.finditer(text, start):
        depth += 1 if mark[0] == "/-" else -1
        if not depth:
            return mark.end()
    raise ProblemError(f"{where}: a comment is not closed: {shown(text[start:])}")
