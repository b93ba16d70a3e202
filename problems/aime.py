"""AIME, the American Invitational Mathematics Examination: each answer is an integer from 0 to 999 (MAA)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from problems.checks import Text
from problems.fields import Fields, located, shown, validated
from problems.hub import Located, from_hub
from problems.humaneval import check_limits
from problems.lean_problem import check_share
from problems.math500 import known, located_rows, reference
from problems.problem import Problem, once_each
from problems.source import ProblemError, ProblemSet
from problems.split import split

HUB: Mapping[int, tuple[str, str, tuple[str, ...]]] = {
    2024: ("HuggingFaceH4/aime_2024", "default", ("train",)),
    2025: ("math-ai/aime25", "default", ("test",)),
}
YEAR = 2024
PATTERNS = ("aime*.jsonl", "test.jsonl")
INTEGER = re.compile(r"\$?\s*0*(\d{1,3})\s*(?:\^\{?\\circ\}?|°)?\s*\$?", re.ASCII)


@dataclass(frozen=True)
class Aime:
    r"""The 30 problems of a year, for kind "answer": all held out, since this is a benchmark.

    `path` is a .jsonl file, or a folder, of which each aime*.jsonl is read (test.jsonl where there is none); without it
    the problems of `year`, 2024 (as without it) or 2025, come from the Hub (needs the `train` extra; the `datasets`
    package keeps a copy). A row has `problem` or `question`, and `answer`, an integer or its digits: 25, "025" and
    "25^\circ" are the same. Without an answer it is what the last \boxed{} of `solution` holds. Names may have capital
    letters; other fields are not looked at.

    With a `held_out_share` below 1 the rest is to train on, drawn by content. `limit` and `held_out_limit` keep the
    first problems of each side.
    """

    path: Path | None = None
    year: int | None = None
    held_out_share: float = 1.0
    limit: int | None = None
    held_out_limit: int | None = None

    def __post_init__(self) -> None:
        check_share(self.held_out_share)
        check_limits(limit=self.limit, held_out_limit=self.held_out_limit)
        if self.year is not None and self.path is not None:
            raise ProblemError(f"year = {self.year!r}: says what comes from the Hub; leave it out, or leave out path")
        if self.year is not None and self.year not in HUB:
            years = " and ".join(map(str, HUB))
            raise ProblemError(f"year = {self.year!r}: those of the Hub are {years}; give another as a file, with path")

    def problems(self) -> ProblemSet:
        read = from_hub(*HUB[self.year or YEAR]) if self.path is None else from_disk(Path(self.path))
        both = split(once_each(problem_from(row, where) for where, row in read), self.held_out_share)
        return ProblemSet(both.train[: self.limit], both.held_out[: self.held_out_limit])


def from_disk(path: Path) -> Located:
    """The rows of the file, or of all files in the folder. Raises ProblemError when the folder has none."""
    if not path.is_dir():
        return located_rows([path])
    for pattern in PATTERNS:
        if there := sorted(path.glob(pattern)):
            return located_rows(there)
    raise ProblemError(
        f"{path}: {' or '.join(PATTERNS)} not found. Name the .jsonl file itself, or a folder that holds it; without "
        "path, AIME comes from the Hub"
    )


class Row(Fields):
    """A problem under either name; `answer` may be a number or a text."""

    problem: Text | None = None
    question: Text | None = None
    answer: Any = None
    solution: str = ""


def problem_from(row: object, where: str) -> Problem:
    fields = validated(Row, known(in_small_letters(row, where), Row.model_fields), where)
    text = fields.problem or fields.question
    if text is None:
        raise ProblemError(f"{where}: has no text of the problem; one of problem, question is expected")
    checks = {"reference": integer(fields, where), "type": "integer"}
    return Problem("answer", text.strip(), checks, source="aime")


def in_small_letters(row: object, where: str) -> object:
    """The row with the names of its fields in small letters. Raises ProblemError where two become the same."""
    if not isinstance(row, dict):
        return row
    names = [name.lower() for name in row]
    if twice := [name for name in Row.model_fields if names.count(name) > 1]:
        raise ProblemError(f"{where}: has the field {twice[0]!r} twice, but for capital letters; keep one of them")
    return dict(zip(names, row.values(), strict=True))


def integer(fields: Row, where: str) -> str:
    """The answer as plain digits. Raises ProblemError for what is not an integer from 0 to 999."""
    answer = fields.answer
    if isinstance(answer, int) and not isinstance(answer, bool):
        answer = str(answer)
    if answer is not None and not isinstance(answer, str):
        raise ProblemError(located(where, "answer", f"should be an integer or its digits, but is {shown(answer)}"))
    text = reference(answer, fields.solution, where)
    if not (match := INTEGER.fullmatch(text)):
        field = "solution" if answer is None else "answer"
        wrong = f"{shown(text)} is not an integer from 0 to 999"
        raise ProblemError(located(where, field, f"{wrong}, as every answer of AIME is; mend it, or leave the row out"))
    return match[1]
