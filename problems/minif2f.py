"""miniF2F, olympiad and school mathematics stated in Lean 4 with Mathlib (Zheng et al. 2021, arXiv 2109.00110)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from problems.checks import Text
from problems.fields import Fields, validated
from problems.hub import Located
from problems.humaneval import check_limits
from problems.jsonl import rows
from problems.lean_problem import lean_problem, without_twins
from problems.lean_text import last_theorem
from problems.problem import Problem, once_each
from problems.source import ProblemError, ProblemSet
from problems.split import decontaminate

FILES = ("minif2f.jsonl", "minif2f_yangky11.jsonl")
Part = Literal["valid", "test", "Valid", "Test"]


@dataclass(frozen=True)
class MiniF2F:
    """The 244 theorems for validation to train on, the 244 of the test held out, for kind "lean"; they need Mathlib.

    `path` is a .jsonl file with a theorem a row, or a folder with minif2f.jsonl. A row has `name`, `split` and either
    `header` and `formal_statement`, as DeepSeek-Prover publishes them, or the whole text as `lean`. Theorems to train on
    that state the same as one of the test are left out; then `limit` and `held_out_limit` keep the first ones of each
    side. With `informal` a prompt also has the problem in words, where the row has them. Nobody's proofs come with it.
    """

    path: Path
    informal: bool = True
    limit: int | None = None
    held_out_limit: int | None = None

    def __post_init__(self) -> None:
        check_limits(limit=self.limit, held_out_limit=self.held_out_limit)

    def problems(self) -> ProblemSet:
        read = tuple(stated(found(Path(self.path), FILES), "minif2f", self.informal))
        return both_sides(read, self.limit, self.held_out_limit)


class Row(Fields):
    """A theorem without its proof, and the same in words."""

    name: Text
    split: Part
    formal_statement: Text
    header: str = ""
    informal_prefix: str = ""
    goal: str = ""


class WholeRow(Fields):
    name: Text
    split: Part
    lean: Annotated[str, Field(pattern=r"\b(theorem|lemma)\b")]


def found(path: Path, names: tuple[str, ...]) -> Path:
    """The file, or the one of that name in the folder. Raises ProblemError when the folder has none."""
    if not path.is_dir():
        return path
    there = [path / name for name in names if (path / name).is_file()]
    if not there:
        raise ProblemError(
            f"{path}: {' or '.join(names)} not found; name the .jsonl file itself, or a folder that holds it"
        )
    return there[0]


def located_rows(path: Path) -> Located:
    """The rows, each with its file and line. Raises ProblemError for an empty file."""
    number = 0
    for number, row in rows(path):
        yield f"{path}, line {number}", row
    if not number:
        raise ProblemError(f"{path}: is empty; one theorem a line is expected, as JSON")


def stated(path: Path, source: str, informal: bool) -> Iterator[tuple[str, Problem]]:
    """Which part each row belongs to, in small letters, and its problem."""
    for where, row in located_rows(path):
        if isinstance(row, dict) and "lean" in row:
            whole = validated(WholeRow, row, where)
            split, words, text = whole.split, "", whole.lean
        else:
            fields = validated(Row, row, where)
            split, words, text = fields.split, fields.informal_prefix, f"{fields.header}\n{fields.formal_statement}"
        theorem = last_theorem(text, where)
        words = words if informal else ""
        yield split.lower(), lean_problem(theorem.header, theorem.statement, where, source, words)


def both_sides(read: tuple[tuple[str, Problem], ...], limit: int | None, held_out_limit: int | None) -> ProblemSet:
    test = once_each(problem for part, problem in read if part == "test")
    train = without_twins(once_each(problem for part, problem in read if part == "valid"), test)
    kept, _ = decontaminate(train, test)
    return ProblemSet(kept[:limit], test[:held_out_limit])
