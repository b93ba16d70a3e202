"""Which prompts are twins, and that both sides of a split share none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from problems.problem import Problem
from problems.split import decontaminate, held_out, split, twin_key


def asks(prompt: str) -> Problem:
    return Problem("answer", prompt, {"reference": "1"})


QUESTIONS = [asks(f"What is {number} + 7?") for number in range(1000, 2000)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("What is 12 + 34?", "What is 34 + 12?", id="a sum"),
        pytest.param("What is 12 * 3?", "What is 3*12 ?", id="a product"),
        pytest.param("What is 1 + 2 - 3?", "What is 2 - 3 + 1?", id="a chain"),
        pytest.param("Anna has 3 pens, Ben has 14.", "Anna has 14 pens, Ben has 3.", id="a story with swapped numbers"),
        pytest.param("What is 12 + 34?", "  what IS\n12+34", id="case, white space and punctuation"),
        pytest.param("What is 12 + 34?", "What is １２ ＋ ３４？", id="full-width forms"),
        pytest.param("It costs $80,000.", "It costs $80000", id="thousands separators"),
        pytest.param("Janet’s ducks", "Janet's ducks", id="apostrophes"),
        pytest.param("Straße 5", "STRASSE 5", id="case folding"),
        pytest.param("Café", "Cafe\u0301", id="composed and decomposed letters"),
    ],
)
def test_twins_share_a_key(one, other):
    assert twin_key(one) == twin_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("What is 12 + 34?", "What is 12 + 35?", id="another number"),
        pytest.param("What is 12 + 34?", "What is 123 + 4?", id="the same digits"),
        pytest.param("What is 1 + 1 + 2?", "What is 1 + 2 + 2?", id="the same set, not the same multiset"),
        pytest.param("What is 1.5 + 2?", "What is 15 + 2?", id="a decimal point"),
        pytest.param("Name a bird.", "Name a fish.", id="another word"),
        pytest.param("???", "!!!", id="prompts without words"),
    ],
)
def test_others_do_not(one, other):
    assert twin_key(one) != twin_key(other)


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_a_chain_in_any_order_is_on_the_same_side(numbers, rng):
    shuffled = rng.sample(numbers, len(numbers))
    one, other = (asks(f"What is {' + '.join(map(str, order))}?") for order in (numbers, shuffled))
    assert held_out(one, 0.5) == held_out(other, 0.5)


@settings(deadline=None)
@given(st.text())
def test_every_text_has_a_key_and_white_space_around_it_does_not_matter(text):
    assert twin_key(text) == twin_key(f" {text}\n")


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_what_is_held_out_stays_so_at_a_larger_share(one, other):
    small, large = sorted((one, other))
    assert not any(held_out(q, small) and not held_out(q, large) for q in QUESTIONS[:20])


def test_the_side_is_the_same_on_every_machine():
    sides = [held_out(asks(f"What is {number} + 34?"), 0.5) for number in range(12, 24)]
    assert "".join("th"[side] for side in sides) == "tttttttthhth"


def test_about_the_share_is_held_out():
    assert 160 < len(split(QUESTIONS, 0.2).held_out) < 240


def test_a_share_of_zero_holds_out_nothing_and_of_one_everything():
    assert not split(QUESTIONS, 0).held_out
    assert not split(QUESTIONS, 1).train


def test_the_other_problems_do_not_matter():
    whole, part = split(QUESTIONS, 0.3), split(QUESTIONS[::3], 0.3)
    assert set(part.held_out) <= set(whole.held_out)
    assert set(part.train) <= set(whole.train)


def test_another_salt_draws_another_split():
    assert [held_out(q, 0.5) for q in QUESTIONS] != [held_out(q, 0.5, salt="again") for q in QUESTIONS]


def test_a_training_problem_with_a_held_out_twin_is_dropped_and_the_others_keep_their_order():
    train = [asks("What is 3 + 4?"), asks("What is 12 + 34?"), asks("What is 1 + 2?")]
    kept, dropped = decontaminate(train, [asks("what is 34+12")])
    assert kept == (train[0], train[2])
    assert dropped == (train[1],)


def test_a_hundred_thousand_problems_are_split_in_seconds(frugal):
    problems = QUESTIONS * 100
    with frugal():
        split(problems, 0.2)
