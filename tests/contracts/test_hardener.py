"""What every shipped hardener promises."""

from __future__ import annotations

import pytest

from problems.arithmetic import Arithmetic
from problems.harder.next_level import NextLevel
from problems.problem import Problem
from problems.source import Hardener, ProblemSet, ProblemSource
from problems.split import twin_key

SOURCE = Arithmetic(families=("addition", "chain"), levels=(1, 3), train=40, held_out=30)
FAMILY = "arithmetic/addition"


class Fixed:
    """A source without levels."""

    def problems(self) -> ProblemSet:
        return ProblemSet((Problem("answer", "What is 1?", {"reference": "1"}, source="fixed"),))


def next_level(sources: tuple[ProblemSource, ...]) -> Hardener:
    return NextLevel(sources)


@pytest.fixture(params=[next_level], ids=lambda make: make.__name__)
def hardener(request) -> Hardener:
    return request.param((Fixed(), SOURCE))


def solved(level: int) -> tuple[Problem, ...]:
    return SOURCE.at_level(FAMILY, level)


def test_it_is_a_hardener(hardener):
    assert isinstance(hardener, Hardener)


def test_what_is_proposed_is_of_the_family_and_level_asked_for(hardener):
    proposed = hardener.propose(FAMILY, 2, solved(1))
    assert {(p.source, p.level) for p in proposed} == {(FAMILY, 2)}


def test_the_same_question_gets_the_same_proposals_in_the_same_order(hardener):
    assert hardener.propose(FAMILY, 2, solved(1)) == hardener.propose(FAMILY, 2, solved(1))


def test_no_proposal_occurs_twice_or_repeats_what_was_solved(hardener):
    proposed = hardener.propose(FAMILY, 2, solved(1))
    ids = [p.id for p in proposed]
    assert len(ids) == len(set(ids))
    assert not set(proposed) & set(solved(1))


def test_nothing_that_is_held_out_is_proposed(hardener):
    held_out = {twin_key(p.prompt) for p in SOURCE.problems().held_out}
    for level in (2, 3):
        assert not held_out & {twin_key(p.prompt) for p in hardener.propose(FAMILY, level, solved(level - 1))}


def test_there_is_nothing_past_the_last_level(hardener):
    assert hardener.propose(FAMILY, 4, solved(3)) == ()


def test_there_is_nothing_for_a_family_without_levels_or_of_nobody(hardener):
    assert hardener.propose("fixed", 1, Fixed().problems().train) == ()
    assert hardener.propose("nobody/nothing", 2, ()) == ()


def test_a_hardener_without_sources_proposes_nothing():
    assert NextLevel().propose(FAMILY, 2, solved(1)) == ()
