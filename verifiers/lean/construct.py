"""One use of something that the policy governs; and those that do not depend on how the text reads: its size and characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifiers.lean.lexer import Kind, Token

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN = frozenset("\u200b\u200c\u200d\u2028\u2029\u2060\ufeff\u00ad")
CLOSERS = {")": "(", "]": "[", "}": "{", "⟩": "⟨"}


@dataclass(frozen=True, slots=True)
class Construct:
    """One use of something that the policy governs. `why` is a sentence that begins with the line."""

    name: str  # "native_decide", "@[extern]", "#eval", "Lean.Elab", or an option's name
    group: str  # a key of GROUPS
    line: int  # from 1
    column: int  # from 0, in code points
    why: str


@dataclass(frozen=True, slots=True)
class Sizes:
    """The largest that an attempt may be. Far beyond genuine proofs; the time a proof takes is limited elsewhere."""

    characters: int = 400_000
    tokens: int = 100_000
    depth: int = 250  # of brackets
    line: int = 20_000  # characters
    digits: int = 5_000  # of one numeral


def construct(name: str, group: str, line: int, column: int, what: str) -> Construct:
    return Construct(name, group, line, column, f"line {line}: {what}")


def odd_characters(source: str) -> Iterator[Construct]:
    if source.isascii() and source.replace("\r\n", "\n").replace("\n", "").replace("\t", "").isprintable():
        return
    line, begins = 1, 0
    for at, character in enumerate(source):
        if character == "\n":
            line, begins = line + 1, at + 1
        elif character == "\t" or (character == "\r" and source[at + 1 : at + 2] == "\n"):
            continue
        elif character in BIDI or character in UNSEEN or unicodedata.category(character) in {"Cc", "Cs"}:
            name = f"U+{ord(character):04X}"
            said = unicodedata.name(character, "a control character")
            yield construct(name, "text", line, at - begins, f"{name} ({said}) makes text look other than it reads")


def too_large(source: str, code: Sequence[Token], most: Sizes) -> Iterator[Construct]:
    if len(code) > most.tokens:
        last = code[most.tokens]
        said = f"the source has {len(code)} tokens; {most.tokens} are allowed"
        yield construct("tokens", "size", last.line, last.column, said)
    for number, line in enumerate(source.split("\n"), 1):
        if len(line) > most.line:
            said = f"the line has {len(line)} characters; {most.line} are allowed"
            yield construct("line", "size", number, most.line, said)
    depth = 0
    for token in code:
        if token.kind is Kind.NUMBER and len(token.text) > most.digits:
            said = f"a numeral has {len(token.text)} digits; {most.digits} are allowed"
            yield construct("digits", "size", token.line, token.column, said)
        if token.kind is Kind.SYMBOL and token.text in {"@[", *CLOSERS.values()}:
            depth += 1
            if depth == most.depth + 1:
                said = f"brackets are nested {depth} deep; {most.depth} are allowed"
                yield construct("depth", "size", token.line, token.column, said)
        elif token.text in CLOSERS:
            depth = max(0, depth - 1)
