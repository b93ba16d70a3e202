"""A problem is in the pool once, whoever offers it: a resumed run, which knows problems by id, must see the same pool."""

from __future__ import annotations

from dataclasses import dataclass

from engine import curriculum
from engine.history import Rate
from engine.recipe import Harder
from engine.values import Admission
from problems.problem import Problem
from problems.source import ProblemSet


def problem(name: str, source: str = "a", level: int = 1, parent: str | None = None) -> Problem:
    return Problem("answer", f"What about {name}?", {"reference": name}, level, parent, source)


@dataclass(frozen=True)
class Proposes:
    problems: tuple[Problem, ...]

    def propose(self, family: str, level: int, solved: object) -> tuple[Problem, ...]:
        return self.problems


def test_what_is_proposed_twice_from_two_parents_is_admitted_once():
    pool = ProblemSet((problem("one"), problem("two")))
    hardener = Proposes((problem("hard", level=2, parent="one"), problem("hard", level=2, parent="two")))
    (decided,) = curriculum.admissions(pool, [Rate("a", 1, 9, 9, 9)], Harder(min_decided=1), hardener)
    assert decided.admitted == (problem("hard", level=2, parent="one"),)


def test_what_two_families_admit_in_one_round_joins_the_pool_once():
    def admitted(family: str) -> Admission:
        return Admission(family, 2, 1.0, 9, 1, (problem("hard", family, 2),), "")

    grown = curriculum.grown(ProblemSet((problem("one"),)), [admitted("a"), admitted("b")])
    assert grown.train == (problem("one"), problem("hard", "a", 2))
