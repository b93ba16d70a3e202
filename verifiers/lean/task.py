"""A Lean problem's checks, taken apart: the imports, what follows them, the statement and the theorem's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from problems.checks import validate_checks
from problems.source import ProblemError
from verifiers.lean.lexer import Kind, lex

SKIPPED = (Kind.SPACE, Kind.COMMENT)
IMPORTS = ("import", "public", "meta", "all", "prelude", "module")
THEOREMS = ("theorem", "lemma")


@dataclass(frozen=True, slots=True)
class Task:
    """`header` whole; `opening` its imports as they are written, and `modules` their names; `body` the rest, after as many blanks,
    so that positions stay."""

    header: str
    opening: str
    modules: tuple[str, ...]
    body: str
    statement: str
    parts: tuple[str, ...]  # of the theorem's name, without guillemets

    @property
    def name(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class NoTask:
    """Why the checks cannot be judged."""

    reason: str


def task_of(checks: Mapping[str, Any]) -> Task | NoTask:
    try:
        validate_checks("lean", checks)
    except ProblemError as error:
        return NoTask(str(error))
    statement, header = (str(checks.get(key, "")).replace("\r\n", "\n") for key in ("statement", "header"))
    parts = theorem_name(statement)
    if parts is None:
        return NoTask("the statement has no `theorem NAME` or `lemma NAME`; an `example` has no name to look for")
    modules, body = split_imports(header)
    opening = header[: len(header) - len(body.lstrip())].strip() if modules else ""
    if all(token.kind in SKIPPED for token in lex(body)):
        body = ""  # Lean takes nothing but white space for a broken file
    return Task(header, opening, modules, body.rstrip(), statement, parts)


def theorem_name(statement: str) -> tuple[str, ...] | None:
    """The name after the first `theorem` or `lemma`, without universe parameters."""
    code = [token for token in lex(statement) if token.kind not in SKIPPED]
    for keyword, name in pairwise(code):
        if keyword.word in THEOREMS:
            return name.parts if name.kind is Kind.IDENT else None
    return None


def split_imports(source: str) -> tuple[tuple[str, ...], str]:
    """The modules that a source imports at its start, and the source with those lines blanked out."""
    tokens = lex(source)
    modules: list[str] = []
    end, at, expected = 0, 0, False
    for token in tokens:
        at += len(token.text)
        if token.kind in SKIPPED:
            continue
        if expected and token.kind is Kind.IDENT and token.word not in IMPORTS:
            modules.append(".".join(token.parts))
            end, expected = at, False
        elif token.word in IMPORTS:
            expected = token.word in ("import", "all") or expected
            end = at
        else:
            break
    return tuple(modules), blank(source[:end]) + source[end:]


def blank(text: str) -> str:
    return "".join(character if character == "\n" else " " for character in text)


def without_imports(source: str, permitted: Sequence[str]) -> str:
    """The source with its imports blanked out when the problem's header has them all; else as it is.

    Init comes with every import, and a file may say so.
    """
    modules, rest = split_imports(source)
    return rest if modules and {*modules} <= {*permitted, "Init"} else source
