"""Which tokens stand in a list of attributes, or in a clause of `aesop`, where words mean something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from verifiers.lean.lexer import Kind, Token

OPENS = {"(", "[", "{", "⟨", "@["}
CLOSES = {")", "]", "}", "⟩"}


@dataclass(frozen=True, slots=True)
class Clauses:
    heads: set[int] = field(default_factory=set)  # indices of tokens that name an attribute
    within: dict[int, str] = field(
        default_factory=dict
    )  # index of any token in such a list: the attribute it belongs to
    aesop: set[int] = field(default_factory=set)  # indices of tokens right within `aesop (add ...)`


def clauses(code: Sequence[Token]) -> Clauses:
    found = Clauses()
    open_brackets: list[str] = []
    closed_aesop = -1  # index of the bracket that closed the last clause of `aesop`
    lists, begins, name = list[int](), False, ""  # depths at which lists of attributes are open
    for at, token in enumerate(code):
        before = code[at - 1] if at else None
        if lists:
            found.within[at] = name
        if open_brackets and open_brackets[-1] == "aesop":
            found.aesop.add(at)
        if token.text in OPENS and token.kind is Kind.SYMBOL:
            follows = code[at + 1].word if at + 1 < len(code) else ""
            if token.text == "@[" or (token.text == "[" and before and before.word == "attribute"):
                open_brackets.append("attributes")
                lists.append(len(open_brackets))
                begins = True
                continue
            after_aesop = before is not None and (before.word in {"aesop", "aesop?"} or closed_aesop == at - 1)
            open_brackets.append("aesop" if token.text == "(" and follows == "add" and after_aesop else token.text)
        elif token.text in CLOSES and token.kind is Kind.SYMBOL and open_brackets:
            if lists and lists[-1] == len(open_brackets):
                lists.pop()
            if open_brackets.pop() == "aesop":
                closed_aesop = at
        elif lists and lists[-1] == len(open_brackets):
            if token.text == ",":
                begins = True
            elif begins and token.kind is Kind.IDENT and token.word not in {"local", "scoped"}:
                begins, name = False, ".".join(token.parts)
                found.heads.add(at)
                found.within[at] = name
    return found
