"""Arithmetic: right references, levels that grow, the same problems everywhere, and nothing held out in training."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

import pytest

from problems.arithmetic import FAMILIES, SOURCE, Arithmetic
from problems.problem import Problem
from problems.source import ProblemError
from problems.split import twin_key

LAST = 7


@pytest.fixture(scope="module")
def by_level() -> dict[tuple[str, int], tuple[Problem, ...]]:
    """The training problems of each family and level."""
    source = Arithmetic(levels=(1, LAST), train=150)
    return {(name, level): source.at_level(SOURCE + name, level) for name in FAMILIES for level in range(1, LAST + 1)}


def numbers(prompt: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", prompt)]


# The stories again, told as what happens to a count: written apart from the templates, so that each checks the other.
STORIES = {
    r"(\w+) has (\d+) (\w+)\. (\w+) gives \1 (\d+) more\. How many \3 does \1 have now\?": "2+5",
    r"(\w+) has (\d+) (\w+) and gives (\d+) of them to \w+\. How many \3 does \1 have left\?": "2-4",
    r"(\w+) has (\d+) (\w+) and (\w+) has (\d+) \3\. How many \3 do they have together\?": "2+5",
    r"(\w+) has (\d+) (\w+)\. (\w+) has (\d+) more than \1\. How many \3 does \4 have\?": "2+5",
    r"There are (\d+) (\w+) in a box\. \w+ takes out (\d+) of them\. How many \2 are left in the box\?": "1-3",
    r"(\w+) has (\d+) (\w+), buys (\d+) more and then gives (\d+) to \w+\. How many \3 does \1 have now\?": "2+4-5",
    r"There are (\d+) (\w+) in a box\. \w+ takes out (\d+) and \w+ takes out (\d+)\."
    r" How many \2 are left in the box\?": "1-3-4",
    r"(\w+) has (\d+) (\w+)\. (\w+) has (\d+) more than \1\. How many \3 do they have together\?": "2+2+5",
    r"(\w+) finds (\d+) (\w+) on Monday, (\d+) on Tuesday and (\d+) on Wednesday\."
    r" How many \3 does \1 find in all\?": "2+4+5",
    r"(\w+) has (\d+) (\w+) and buys (\d+) boxes with (\d+) \3 in each\. How many \3 does \1 have now\?": "2+4*5",
    r"(\w+) has (\d+) boxes with (\d+) (\w+) in each and gives (\d+) \4 to \w+\."
    r" How many \4 does \1 have left\?": "2*3-5",
    r"(\w+) collects (\d+) (\w+) a day for (\d+) days\. (\w+) has (\d+) \3\."
    r" How many \3 do they have together\?": "2*4+6",
    r"(\w+) packs (\d+) bags with (\d+) (\w+) in each, and (\d+) \4 are left over\."
    r" How many \4 did \1 have before packing\?": "2*3+5",
}


def recomputed(prompt: str) -> int:
    if found := re.fullmatch(r"What is ([-+* \d]+)\?", prompt):
        return value(found[1])
    told = [(match, sums) for pattern, sums in STORIES.items() if (match := re.fullmatch(pattern, prompt))]
    assert len(told) == 1, prompt
    match, sums = told[0]
    return value(re.sub(r"\d", lambda group: match[int(group[0])], sums))


def value(formula: str) -> int:
    """The value of sums and products, by counting terms rather than with the operators of the generator."""
    total = 0
    for sign, product in re.findall(r"([-+]?)\s*(\d+(?:\s*\*\s*\d+)*)", formula):
        worth = 1
        for factor in product.split("*"):
            worth *= int(factor)
        total += -worth if sign == "-" else worth
    return total


def test_every_reference_is_right(by_level):
    held_out = Arithmetic(levels=(1, LAST), train=1).problems().held_out
    for problem in [*held_out, *(p for problems in by_level.values() for p in problems)]:
        assert problem.checks["reference"] == str(recomputed(problem.prompt)), problem.prompt


def test_every_story_is_told(by_level):
    prompts = [p.prompt for level in range(1, 4) for p in by_level["word", level]]
    assert all(any(re.fullmatch(pattern, prompt) for prompt in prompts) for pattern in STORIES)


def test_the_first_problems_are_the_same_on_every_machine():
    first = [Arithmetic(families=(name,)).problems().train[0].prompt for name in FAMILIES]
    assert first == [
        "What is 49 + 80?",
        "What is 53 - 18?",
        "What is 4 * 80?",
        "What is 2 - 3 + 8?",
        "There are 63 buttons in a box. Emma takes out 39 of them. How many buttons are left in the box?",
    ]


def test_all_default_problems_are_the_same_on_every_machine():
    both = Arithmetic().problems()
    digest = hashlib.sha256("".join(p.id for p in both.train + both.held_out).encode()).hexdigest()
    assert digest == "d424925d9cc4559bdd40ad1249ca96129beca8ea6e4040374d84c409c7c27901"


def test_addition_at_level_1_asks_for_two_numbers_of_two_digits(by_level):
    for problem in by_level["addition", 1]:
        a, b = numbers(problem.prompt)
        assert problem.prompt == f"What is {a} + {b}?"
        assert 10 <= a <= 99
        assert 10 <= b <= 99


@pytest.mark.parametrize(
    ("family", "digits"),
    [
        ("addition", [{2}, {2, 3}, {3}, {3, 4}, {4}, {4, 5}]),
        ("subtraction", [{2}, {2, 3}, {3}, {3, 4}, {4}, {4, 5}]),
        ("product", [{1, 2}, {1, 3}, {2}, {2, 3}, {3}, {3, 4}]),
    ],
)
def test_numbers_grow_by_a_digit_at_a_time(by_level, family, digits):
    for level, expected in enumerate(digits, start=1):
        assert {len(str(n)) for p in by_level[family, level] for n in numbers(p.prompt)} == expected


def test_chains_grow_longer_and_hold_both_signs(by_level):
    lengths = [{len(numbers(p.prompt)) for p in by_level["chain", level]} for level in range(1, LAST + 1)]
    assert lengths == [{3}, {3}, {4}, {4}, {5}, {5}, {6}]
    assert all("+" in p.prompt and "-" in p.prompt for p in by_level["chain", 1])


@pytest.mark.parametrize("family", ["addition", "subtraction", "product", "chain", "word"])
def test_no_answer_is_negative_at_the_first_two_levels(by_level, family):
    assert all(int(p.checks["reference"]) >= 0 for level in (1, 2) for p in by_level[family, level])


def test_subtraction_goes_below_zero_later(by_level):
    assert any(int(p.checks["reference"]) < 0 for p in by_level["subtraction", 3])


def test_no_product_is_times_0_or_1(by_level):
    assert min(n for p in by_level["product", 1] for n in numbers(p.prompt)) == 2


def test_a_problem_says_its_kind_source_and_level():
    problem = Arithmetic(families=("word",), levels=(2, 2)).problems().train[0]
    assert (problem.kind, problem.source, problem.level) == ("answer", "arithmetic/word", 2)
    assert problem.checks["type"] == "integer"


def test_training_begins_at_the_first_level_and_every_level_is_held_out():
    both = Arithmetic(levels=(2, 4), train=30, held_out=20).problems()
    assert Counter((p.source, p.level) for p in both.train) == {(SOURCE + name, 2): 30 for name in FAMILIES}
    assert Counter((p.source, p.level) for p in both.held_out) == {
        (SOURCE + name, level): 20 for name in FAMILIES for level in (2, 3, 4)
    }


def test_no_level_repeats_a_problem_of_another(by_level):
    ids = [p.id for problems in by_level.values() for p in problems]
    assert len(ids) == len(set(ids))


def test_no_two_training_problems_of_a_level_are_twins(by_level):
    for problems in by_level.values():
        assert len({twin_key(p.prompt) for p in problems}) == len(problems)


def test_nothing_held_out_is_in_training_at_any_level_or_with_another_seed():
    held_out = {twin_key(p.prompt) for p in Arithmetic(levels=(1, 4)).problems().held_out}
    for seed in (0, 1):
        source = Arithmetic(levels=(1, 4), seed=seed)
        for name in FAMILIES:
            for level in range(1, 5):
                assert not held_out & {twin_key(p.prompt) for p in source.at_level(SOURCE + name, level)}


def test_a_level_is_the_same_asked_for_alone_or_with_the_rest():
    source = Arithmetic(families=("chain", "product"))
    assert source.problems().train == source.at_level("arithmetic/chain", 1) + source.at_level("arithmetic/product", 1)


def test_asking_for_more_keeps_those_asked_for_before():
    few, many = Arithmetic(train=10, held_out=10).problems(), Arithmetic(train=50, held_out=10).problems()
    assert set(few.train) <= set(many.train)
    assert few.held_out == many.held_out


def test_a_level_with_fewer_problems_gives_what_there_is():
    both = Arithmetic(families=("product",), levels=(1, 1), train=5000, held_out=5000).problems()
    assert len(both.train) + len(both.held_out) == 720


def test_another_seed_draws_other_problems():
    assert Arithmetic(seed=1, train=20).problems().train != Arithmetic(seed=2, train=20).problems().train


@pytest.mark.parametrize(
    ("family", "level"),
    [
        pytest.param("arithmetic/addition", 4, id="past the last level"),
        pytest.param("arithmetic/addition", 0, id="before the first level"),
        pytest.param("arithmetic/word", 1, id="a family that was left out"),
        pytest.param("addition", 1, id="a family of another source with the same name"),
        pytest.param("gsm8k", 1, id="another source"),
    ],
)
def test_there_is_nothing_for_other_levels_and_families(family, level):
    assert Arithmetic(families=("addition",)).at_level(family, level) == ()


def test_lists_from_a_recipe_are_taken_as_they_are():
    assert Arithmetic(families=["chain"], levels=[1, 2]) == Arithmetic(families=("chain",), levels=(1, 2))


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        pytest.param({"families": ["aditon"]}, "called 'aditon'. Did you mean 'addition'?", id="a misspelt family"),
        pytest.param({"families": []}, "name one or more of addition", id="no family"),
        pytest.param({"families": ["word", "word"]}, "'word' is named 2 times", id="a family twice"),
        pytest.param({"levels": [3, 1]}, r"levels = \[3, 1\]: .* write \[1, 3\]", id="levels reversed"),
        pytest.param({"levels": [0, 2]}, "levels go from 1 to 100", id="level 0"),
        pytest.param({"levels": [1, 101]}, "levels go from 1 to 100", id="a level out of sight"),
        pytest.param({"levels": [1]}, "two numbers are wanted", id="one level"),
        pytest.param({"train": 0}, "train = 0: should be 1 or more", id="no training problems"),
        pytest.param({"held_out": -1}, "held_out = -1: should be 1 or more", id="held out below 1"),
    ],
)
def test_a_wrong_argument_is_named_with_its_value(arguments, complaint):
    with pytest.raises(ProblemError, match=complaint):
        Arithmetic(**arguments)


def test_the_highest_level_works():
    assert len(Arithmetic(levels=(100, 100), train=3, held_out=3).problems().train) == 15


def test_the_default_problems_take_little(frugal):
    with frugal():
        Arithmetic().problems()


def test_an_equation_is_the_same_problem_on_the_same_side_in_other_words() -> None:
    questions = Arithmetic(("addition", "word"), (1, 1), train=30, held_out=10).problems()
    equations = Arithmetic(("addition", "word"), (1, 1), train=30, held_out=10, phrasing="equation").problems()
    assert equations.train[0].prompt == questions.train[0].prompt.removeprefix("What is ").removesuffix("?") + " ="
    for asked, stated in zip(questions.train + questions.held_out, equations.train + equations.held_out, strict=True):
        assert asked.checks == stated.checks
        assert asked.source != "arithmetic/word" or asked == stated


def test_an_unknown_phrasing_is_refused() -> None:
    with pytest.raises(ProblemError, match="phrasing = 'sum': known are 'question' and 'equation'"):
        Arithmetic(phrasing="sum")  # type: ignore[arg-type]
