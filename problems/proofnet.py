"""ProofNet, exercises of undergraduate textbooks stated in Lean 4 with Mathlib (Azerbayev et al. 2023, arXiv 2302.12433)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from problems.fields import validated
from problems.humaneval import check_limits
from problems.lean_problem import lean_problem
from problems.lean_text import DECLARES, last_theorem, signature
from problems.minif2f import Row, both_sides, found, located_rows
from problems.problem import Problem
from problems.source import ProblemSet

FILES = ("proofnet.jsonl",)


@dataclass(frozen=True)
class ProofNet:
    """The exercises for validation to train on, those of the test held out, for kind "lean"; they need Mathlib.

    `path` is a .jsonl file with a theorem a row as DeepSeek-Prover publishes them (`name`, `split`, `header`,
    `formal_statement`), or a folder with proofnet.jsonl. An exercise that asks for an object (`def`, 14 of 371) becomes
    the theorem that there is one: `Nonempty` of its type. Rows that state the same occur once, and on the side of the
    test. Limits and `informal` are those of miniF2F.
    """

    path: Path
    informal: bool = True
    limit: int | None = None
    held_out_limit: int | None = None

    def __post_init__(self) -> None:
        check_limits(limit=self.limit, held_out_limit=self.held_out_limit)

    def problems(self) -> ProblemSet:
        return both_sides(tuple(self._stated()), self.limit, self.held_out_limit)

    def _stated(self) -> Iterator[tuple[str, Problem]]:
        for where, row in located_rows(found(Path(self.path), FILES)):
            fields = validated(Row, row, where)
            theorem = last_theorem(f"{fields.header}\n{fields.formal_statement}", where, DECLARES | {"def"})
            statement = theorem.statement
            if statement.startswith("def"):
                binders, kind = signature(statement, where)
                statement = f"theorem{binders.removeprefix('def')} : Nonempty ({kind})"
            words = fields.informal_prefix if self.informal else ""
            yield fields.split, lean_problem(theorem.header, statement, where, "proofnet", words)
