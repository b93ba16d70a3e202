"""Verina, Lean 4 programs with their specifications, to be proved right (Ye et al. 2025, arXiv 2505.23135)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from problems.checks import Text
from problems.fields import Fields, validated
from problems.humaneval import check_limits
from problems.lean_problem import benchmark, check_share, lean_problem
from problems.lean_text import finished, last_theorem
from problems.minif2f import found, located_rows
from problems.problem import Problem
from problems.source import ProblemSet

FILES = ("verina.jsonl",)
MARK = re.compile(r"^[ \t]*-- !benchmark @(?:start|end)\b[^\n]*\n?", re.MULTILINE)
# Lemmas that the authors' proof uses: a part of the proof, and no part of the task.
LEMMAS = re.compile(
    r"^[ \t]*-- !benchmark @start proof_aux\b[^\n]*\n(?P<code>.*?)^[ \t]*-- !benchmark @end proof_aux\b",
    re.MULTILINE | re.DOTALL,
)
BLANK = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Verina:
    """The 189 programs, for kind "lean": that each meets its specification; all held out, since this is a benchmark.

    `path` is a .jsonl file with a task a row (`id`, `imports`, `task_lean`, `description`), or a folder with
    verina.jsonl. The header of a problem is the task's file up to the theorem `..._spec_satisfied`: imports, conditions
    and the given program, without the lemmas of the authors' proof. `core_only` leaves out the tasks that import
    anything (28, most of them Mathlib). With a `held_out_share` below 1 the rest is to train on, drawn by content.
    `limit` and `held_out_limit` keep the first ones of each side.
    """

    path: Path
    core_only: bool = False
    informal: bool = True
    held_out_share: float = 1.0
    limit: int | None = None
    held_out_limit: int | None = None

    def __post_init__(self) -> None:
        check_share(self.held_out_share)
        check_limits(limit=self.limit, held_out_limit=self.held_out_limit)

    def problems(self) -> ProblemSet:
        both = benchmark((problem for problem, _ in self._solved()), self.held_out_share)
        return ProblemSet(both.train[: self.limit], both.held_out[: self.held_out_limit])

    def references(self) -> Mapping[str, str]:
        """The authors' proof where there is one (46 of 189), with its lemmas before it, by the problem's id."""
        return {problem.id: proof for problem, proof in self._solved() if proof}

    def _solved(self) -> Iterator[tuple[Problem, str]]:
        for where, row in located_rows(found(Path(self.path), FILES)):
            fields = validated(Row, row, where)
            if not (self.core_only and fields.imports):
                yield problem_from(fields, where, self.informal)


class Row(Fields):
    """`imports` names the modules; the rest of the task's files is not needed here."""

    id: Text
    imports: list[str]
    task_lean: Text
    description: str = ""
    task: Any = None
    tests: Any = None
    reject_inputs: Any = None


def problem_from(row: Row, where: str, informal: bool) -> tuple[Problem, str]:
    """The problem, and the authors' proof as an attempt, or nothing."""
    lemmas = "\n".join(unmarked(part["code"]) for part in LEMMAS.finditer(row.task_lean)).strip()
    theorem = last_theorem(unmarked(LEMMAS.sub("", row.task_lean)), where)
    problem = lean_problem(theorem.header, theorem.statement, where, "verina", row.description if informal else "")
    proved = theorem.proof and (not lemmas or finished(lemmas, where))
    return problem, f"{lemmas}\n\n{theorem.attempt}".strip() if proved else ""


def unmarked(code: str) -> str:
    """Without the comments that mark the parts of a task."""
    return BLANK.sub("\n\n", MARK.sub("", code))
