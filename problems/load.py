"""Problems from a JSONL file: an object a line, with "kind", "prompt", "checks" and, if need be, the other fields."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from problems.checks import validate_checks
from problems.fields import Fields, located, shown, validated
from problems.jsonl import rows
from problems.problem import Problem, plain
from problems.source import ProblemError, ProblemSet
from problems.split import decontaminate, split

__all__ = ["Jsonl", "problem_from_row", "problem_to_row", "read_problems", "rows"]


@dataclass(frozen=True)
class Jsonl:
    """Problems from `path`, in the order of the file.

    The held-out problems are those of `held_out_path`; without it, the share `held_out_share` of the file, drawn by
    content. A training problem that is, or is a twin of, a held-out one is left out. `limit` keeps the first training
    problems; it does not change what is held out.
    """

    path: Path
    held_out_path: Path | None = None
    held_out_share: float = 0.2
    limit: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.held_out_share <= 1:
            raise ProblemError(f"held_out_share = {self.held_out_share!r}: should be between 0 (none) and 1 (all)")
        if self.limit is not None and self.limit < 1:
            raise ProblemError(f"limit = {self.limit!r}: should be 1 or more; leave it out to use every problem")

    def problems(self) -> ProblemSet:
        if self.held_out_path is None:
            both = split(read_problems(self.path), self.held_out_share)
            if not both.train and self.held_out_share < 1:
                advice = "lower held_out_share, or name a file of held-out problems in held_out_path"
                raise ProblemError(
                    f"{self.path}: all {len(both.held_out)} problems fall to the held-out side; {advice}"
                )
        else:
            held_out = read_problems(self.held_out_path)
            train, dropped = decontaminate(read_problems(self.path), held_out)
            if not train:
                wrong = f"all {len(dropped)} problems, or twins of them, are held out in {self.held_out_path}"
                raise ProblemError(f"{self.path}: {wrong}; nothing is left to train on")
            both = ProblemSet(train, held_out)
        return ProblemSet(both.train[: self.limit], both.held_out)


def read_problems(path: Path | str) -> tuple[Problem, ...]:
    """The problems of a .jsonl or .jsonl.gz file, in its order; one that occurs again is kept once, as it came first.

    Raises ProblemError, naming file, line and field, at the first line that is wrong, and for a file without problems.
    """
    found: dict[str, Problem] = {}
    for number, row in rows(path):
        problem = problem_from_row(row, f"{path}, line {number}")
        found.setdefault(problem.id, problem)
    if not found:
        raise ProblemError(f"{path}: is empty; one problem a line is expected, as JSON")
    return tuple(found.values())


class Row(Fields):
    id: str = ""
    kind: Annotated[str, Field(pattern=r"\S")]
    prompt: str
    checks: dict[str, Any]
    level: Annotated[int, Field(ge=0)] = 0
    parent: str | None = None
    source: str = ""


def problem_from_row(row: object, where: str) -> Problem:
    """The problem that a JSON object describes. Raises ProblemError, beginning with `where`, when it describes none."""
    fields = validated(Row, row, where)
    validate_checks(fields.kind, fields.checks, where)
    try:
        problem = Problem(fields.kind, fields.prompt, fields.checks, fields.level, fields.parent, fields.source)
    except (ValueError, RecursionError) as error:
        raise ProblemError(f"{where}: {error}") from error
    if "id" in fields.model_fields_set and fields.id != problem.id:
        wrong = f"is {shown(fields.id)}, but the id of this kind, prompt and checks is {problem.id!r}"
        raise ProblemError(located(where, "id", f"{wrong}; leave the id out, or restore what was changed"))
    return problem


def problem_to_row(problem: Problem) -> dict[str, Any]:
    """The JSON object of a problem, with its id; `problem_from_row` reads it back."""
    return {
        "id": problem.id,
        "kind": problem.kind,
        "prompt": problem.prompt,
        "checks": plain(problem.checks),
        "level": problem.level,
        "parent": problem.parent,
        "source": problem.source,
    }
