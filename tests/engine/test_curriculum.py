"""Which problems are practised, and when harder ones join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.curriculum import admissions, choose, grown
from engine.history import Rate
from engine.recipe import Harder
from problems.problem import Problem
from problems.source import ProblemSet


def problem(number: int, level: int = 1, source: str = "family") -> Problem:
    return Problem("answer", f"{source} level {level} number {number}", {"reference": str(number)}, level, None, source)


@dataclass(frozen=True)
class Shelf:
    """A hardener that proposes what it was given."""

    problems: tuple[Problem, ...]

    def propose(self, family: str, level: int, solved: Sequence[Problem]) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if (p.source, p.level) == (family, level))


POOL = ProblemSet(tuple(problem(n) for n in range(10)))
HARDER = Harder(threshold=0.5, min_decided=10, admit=3)


def decide(rate: Rate, offered: tuple[Problem, ...] = (), pool: ProblemSet = POOL):
    (decision,) = admissions(pool, [rate], HARDER, Shelf(offered))
    return decision


def test_the_same_seed_chooses_the_same_problems_in_the_same_order():
    assert choose(POOL.train, 4, {}, 7) == choose(POOL.train, 4, {}, 7)
    assert choose(POOL.train, 4, {}, 7) != choose(POOL.train, 4, {}, 8)


def test_the_choice_does_not_depend_on_the_order_of_the_pool():
    assert choose(POOL.train, 4, {}, 7) == choose(POOL.train[::-1], 4, {}, 7)


def test_the_least_tried_come_first():
    tried = {p.id: 8 for p in POOL.train[:8]}
    assert set(choose(POOL.train, 2, tried, 0)) == set(POOL.train[8:])


def test_families_and_levels_are_practised_evenly_and_the_newest_level_gets_the_remainder():
    pool = [problem(n, level) for level in (1, 2) for n in range(10)]
    assert sorted(p.level for p in choose(pool, 5, {}, 0)) == [1, 1, 2, 2, 2]


def test_a_small_family_leaves_its_room_to_the_others():
    pool = [problem(0, 1), *(problem(n, 2) for n in range(10))]
    assert len(choose(pool, 8, {}, 0)) == 8


def test_a_pool_smaller_than_the_round_is_practised_whole():
    assert len(choose(POOL.train, 100, {}, 0)) == 10


def test_a_level_over_the_threshold_admits_the_next_within_the_bound():
    offered = tuple(problem(n, 2) for n in range(5))
    decision = decide(Rate("family", 1, 20, 20, 10), offered)
    assert decision.admitted == offered[:3]
    assert (decision.level, decision.proposed, decision.solve_rate) == (2, 5, 0.5)
    assert decision.reason == "level 1 is solved at 0.50; left out: 2 over the bound"
    assert len(grown(POOL, [decision]).train) == 13


def test_a_level_under_the_threshold_admits_nothing_and_says_so():
    decision = decide(Rate("family", 1, 20, 20, 9), (problem(0, 2),))
    assert decision.admitted == ()
    assert decision.reason == "level 1 is solved at 0.45, under the threshold of 0.50"


def test_too_few_decided_attempts_decide_nothing():
    assert "9 decided attempts; 10 are needed" in decide(Rate("family", 1, 20, 9, 9), (problem(0, 2),)).reason


def test_a_family_without_a_next_level_says_so():
    assert decide(Rate("family", 1, 20, 20, 20)).reason == "level 1 is solved at 1.00, and there is no harder level"


def test_only_the_newest_level_of_a_family_is_up_for_a_decision():
    pool = grown(POOL, [decide(Rate("family", 1, 20, 20, 20), (problem(0, 2),))])
    rates = [Rate("family", 1, 20, 20, 20), Rate("family", 2, 20, 20, 0), Rate("other", 1, 20, 20, 20)]
    assert [(d.family, d.level) for d in admissions(pool, rates, HARDER, Shelf(()))] == [("family", 3)]


def test_a_proposed_problem_that_is_held_out_or_known_is_not_admitted():
    held_out = problem(1, 2)
    pool = ProblemSet((*POOL.train, problem(2, 2, "elsewhere")), (held_out,))
    known = Problem("answer", POOL.train[0].prompt, POOL.train[0].checks, 2, None, "family")
    decision = decide(Rate("family", 1, 20, 20, 20), (held_out, known, problem(3, 2)), pool)
    assert [p.prompt for p in decision.admitted] == ["family level 2 number 3"]
    assert decision.reason.endswith("left out: 1 known, 1 held out")
