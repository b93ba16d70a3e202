"""Harder problems from the sources themselves: the next level of a family that has levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from problems.problem import Problem
from problems.source import Leveled, ProblemSource


@dataclass(frozen=True)
class NextLevel:
    """Asks each source for the family's problems at the next level. A family without levels has none."""

    sources: tuple[ProblemSource, ...] = ()

    def propose(self, family: str, level: int, solved: Sequence[Problem]) -> tuple[Problem, ...]:  # noqa: ARG002
        leveled = (source for source in self.sources if isinstance(source, Leveled))
        return tuple(problem for source in leveled for problem in source.at_level(family, level))
