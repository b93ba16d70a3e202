"""Labelled attempts from a JSONL file: what a sound judge must accept, and what it must not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, create_model

from problems.fields import Fields, located, shown, validated
from problems.jsonl import rows
from problems.load import problem_from_row
from problems.problem import Problem
from problems.source import ProblemError


@dataclass(frozen=True, slots=True)
class Row:
    """An attempt with its label. `group` is the file's "class"; a `dangerous` attempt may only be judged under limits."""

    id: str
    problem: Problem
    attempt: str
    accept: bool
    group: str
    dangerous: bool = False
    note: str = ""


Text = Annotated[str, Field(pattern=r"\S")]
# Made by a call because "class" cannot be the name of an attribute, and errors should name the field of the file.
CLASS: dict[str, Any] = {"class": (Text, ...)}
LabelledRow = create_model(
    "LabelledRow",
    __base__=Fields,
    id=(Text, ...),
    problem=(dict[str, Any], ...),
    attempt=(str, ...),
    accept=(bool, ...),
    dangerous=(bool, False),
    note=(str, ""),
    **CLASS,
)


def read_corpus(path: Path | str) -> tuple[Row, ...]:
    """The rows of a .jsonl or .jsonl.gz file, in its order.

    Raises ProblemError, naming file, line and field, at the first line that is wrong, for an id that occurs twice, and for a
    file without rows.
    """
    lines: dict[str, int] = {}
    found = []
    for number, value in rows(path):
        where = f"{path}, line {number}"
        row = row_from(value, where)
        if row.id in lines:
            wrong = f"{shown(row.id)} is also the id of line {lines[row.id]}; give each row an id of its own"
            raise ProblemError(located(where, "id", wrong))
        lines[row.id] = number
        found.append(row)
    if not found:
        raise ProblemError(f"{path}: is empty; one labelled row a line is expected, as JSON")
    return tuple(found)


def row_from(value: object, where: str) -> Row:
    fields = validated(LabelledRow, value, where).model_dump()
    problem = problem_from_row(fields.pop("problem"), f"{where}, field 'problem'")
    return Row(problem=problem, group=fields.pop("class"), **fields)
