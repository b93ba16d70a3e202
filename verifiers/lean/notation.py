"""Whether a notation leaves the statement, and Lean's own text, as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verifiers.lean.lexer import BEGINS_PART, PART, Kind, Token, lex
from verifiers.lean.words import ACTS, COMMANDS, NOTATIONS, OWN_SYMBOLS, OWN_WORDS

OWN = OWN_WORDS | OWN_SYMBOLS | NOTATIONS | frozenset().union(*ACTS.values(), *COMMANDS.values())
NEVER = frozenset(
    "\"'`\\«»#@-/()[]{}"
)  # in a token of its own, any of these could change where strings and comments begin
BETWEEN = frozenset(",;:|)]}")  # may stand after a token that is new
LONGEST = 200  # tokens before the arrow


@dataclass(frozen=True, slots=True)
class Trusted:
    """The text of the problem, and the names in it."""

    text: str
    names: frozenset[str]

    @classmethod
    def of(cls, *texts: str) -> Trusted:
        tokens = [token for text in texts for token in lex(text)]
        return cls("\n".join(texts), frozenset(name for token in tokens for name in (token.text, *token.parts)))


def judge_notation(code: Sequence[Token], at: int, trusted: Trusted) -> str:
    """What is wrong with the notation declared at `at`, as the rest of a sentence; "" when it is harmless."""
    declared, depth = list[str](), 0
    for token in code[at + 1 : at + 1 + LONGEST]:
        if token.text in {"(", "["}:
            depth += 1
        elif token.text in {")", "]"}:
            depth -= 1
        elif token.kind is Kind.STRING:
            declared.append(token.text)
        elif token.text == "=>" and not depth:
            break
    else:
        return "declares a notation that cannot be read"
    if not declared:
        return "declares a notation without a token"
    for number, text in enumerate(declared):
        own = text[1:-1].strip(" ")
        if number and own in BETWEEN:
            continue
        if text[0] != '"' or not own or not own.isprintable() or " " in own:
            return f"declares a notation with a token that cannot be read, {text}"
        if own in OWN or own[0].isdigit() or not NEVER.isdisjoint(own):
            return f"rebinds '{own}', which Lean's own text uses"
        if PART.fullmatch(own):
            if own in trusted.names:
                return f"rebinds '{own}', which the statement or its header uses"
        elif any(map(BEGINS_PART.match, own)):
            return f"declares a notation with a token that ends within a name, '{own}'"
        elif own in trusted.text:
            return f"rebinds '{own}', which the statement or its header uses"
    return ""
