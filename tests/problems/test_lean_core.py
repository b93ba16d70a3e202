"""Theorems of core Lean: true where Python can tell, the same everywhere, and nothing held out in training.

Lean itself is not asked here. Lean 4.28 accepted the proofs of 32 theorems of each family and level when they were written.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import re
from collections import Counter

import pytest

from problems.checks import validate_checks
from problems.harder.next_level import NextLevel
from problems.lean_core import FAMILIES, SOURCE, LeanCore, renamed
from problems.lean_text import last_theorem
from problems.problem import plain
from problems.source import ProblemError
from problems.split import twin_key

LEVELS = range(1, 9)


def theorems(family: str, level: int, count: int = 60) -> list[tuple[str, str]]:
    rng = random.Random(f"{family}/{level}")
    return [FAMILIES[family](level, rng) for _ in range(count)]


def as_python(proposition: str) -> str:
    text = proposition.replace("≤", "<=").replace("≠", "!=")
    text = re.sub(r"(?<![<>!=])=(?!=)", "==", text)
    return re.sub(r"^(\d+) ∣ (.+)$", r"(\2) % \1 == 0", text)


def of_numbers(stated: str) -> tuple[list[str], str, list[str], str]:
    """The variables, Nat or Int, the conditions and the goal, as Python reads them."""
    binders, goal = re.fullmatch(r"((?:\([^()]*(?:\([^()]*\)[^()]*)*\) ?)*): (.+)", stated).groups()
    groups = re.findall(r"\((\w[\w ]*) : ([^()]*(?:\([^()]*\)[^()]*)*)\)", binders)
    names, kind = (groups[0][0].split(), groups[0][1]) if groups else ([], "Nat")
    return names, kind, [as_python(condition) for _, condition in groups[1:]], as_python(goal)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("family", ["equations", "inequalities", "remainders"])
def test_no_numbers_contradict_a_theorem_about_them(family, level):
    held = 0
    for stated, _ in theorems(family, level):
        names, kind, conditions, goal = of_numbers(stated)
        values = range(13) if kind == "Nat" else range(-6, 7)
        points = list(itertools.product(values, repeat=len(names)))
        for point in random.Random(0).sample(points, min(len(points), 100)):
            known = dict(zip(names, point, strict=True))
            if all(eval(condition, {}, known) for condition in conditions):
                held += 1
                assert eval(goal, {}, known), (stated, known)
    assert held >= 50


@pytest.mark.parametrize("level", LEVELS)
def test_inequalities_do_not_follow_from_a_contradiction(level):
    for stated, _ in theorems("inequalities", level, 8):
        names, _, conditions, _ = of_numbers(stated)
        points = itertools.product(range(13), repeat=len(names))
        assert any(all(eval(c, {}, dict(zip(names, p, strict=True))) for c in conditions) for p in points), stated


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_theorem_is_read_back_with_its_proof(family, level):
    for stated, proof in theorems(family, level, 30):
        theorem = last_theorem(f"theorem t {stated} := {proof}", "here")
        assert (theorem.header, theorem.statement, theorem.proof) == ("", f"theorem t {stated}", proof)
        assert proof.startswith("by")


@pytest.mark.parametrize("family", FAMILIES)
def test_every_level_has_hundreds_of_theorems(family):
    for level in LEVELS:
        assert len({renamed(stated) for stated, _ in theorems(family, level, 400)}) > 250, level


def test_all_default_problems_are_the_same_on_every_machine():
    both = LeanCore().problems()
    assert (len(both.train), len(both.held_out)) == (2048, 1200)
    digest = hashlib.sha256("".join(p.id for p in both.train + both.held_out).encode()).hexdigest()
    assert digest == "64a73e1cbb43c0ed3b729d1e1940ba31adb5de93fd20118597d05fa4b0d209b8"


def test_a_problem_asks_for_the_theorem_and_is_judged_by_its_statement():
    problem = LeanCore(families=("equations",)).problems().train[0]
    statement = problem.checks["statement"]
    assert plain(problem.checks) == {"statement": statement}
    assert (problem.kind, problem.source, problem.level) == ("lean", "lean_core/equations", 1)
    assert problem.prompt.startswith("Prove the theorem in Lean 4")
    assert problem.prompt.endswith(f"\n\n```lean\n{statement} := by\n  sorry\n```")
    validate_checks("lean", problem.checks)


def test_a_statement_is_shown_bare_to_a_model_that_continues_text():
    tasks = LeanCore(("lists",), train=20).problems().train
    bare = LeanCore(("lists",), train=20, phrasing="statement").problems().train
    assert [problem.prompt for problem in bare] == [f"{problem.checks['statement']} := by" for problem in tasks]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_problem_at_every_level_has_a_proof_of_its_own(family):
    source = LeanCore((family,), (1, 8), train=20, held_out=10, examples=2)
    references = source.references()
    problems = [p for level in LEVELS for p in source.at_level(SOURCE + family, level)]
    for problem in (*problems, *source.problems().held_out):
        assert references[problem.id].startswith(f"{problem.checks['statement']} := by")
        assert references[problem.id] not in problem.prompt


@pytest.mark.parametrize("family", FAMILIES)
def test_examples_are_other_theorems_that_are_never_problems(family):
    source = LeanCore((family,), (1, 8), train=60, held_out=30, examples=4)
    held_out = source.problems().held_out
    statements = {p.checks["statement"] for p in held_out}
    statements |= {p.checks["statement"] for level in LEVELS for p in source.at_level(SOURCE + family, level)}
    for problem in held_out:
        blocks = re.findall(r"```lean\n(.*?)\n```", problem.prompt, re.DOTALL)
        assert len(blocks) == 5
        shown = [last_theorem(block, "here") for block in blocks]
        assert all(theorem.proof for theorem in shown[:4])
        assert not statements & {theorem.statement for theorem in shown[:4]}
        assert (shown[4].statement, shown[4].proof) == (problem.checks["statement"], "")


def test_examples_change_the_prompts_and_not_the_theorems():
    plain_, shown = LeanCore(train=30, held_out=20).problems(), LeanCore(train=30, held_out=20, examples=3).problems()
    for one, other in zip(plain_.train + plain_.held_out, shown.train + shown.held_out, strict=True):
        assert one.checks == other.checks


def test_training_begins_at_the_first_level_and_every_level_is_held_out():
    both = LeanCore(levels=(2, 4), train=30, held_out=20).problems()
    assert Counter((p.source, p.level) for p in both.train) == {(SOURCE + name, 2): 30 for name in FAMILIES}
    assert Counter((p.source, p.level) for p in both.held_out) == {
        (SOURCE + name, level): 20 for name in FAMILIES for level in (2, 3, 4)
    }


def test_nothing_held_out_is_in_training_at_any_level_or_with_another_seed_or_in_other_letters():
    held_out = LeanCore(levels=(1, 8), train=1).problems().held_out
    keys = {twin_key(p.prompt) for p in held_out}
    statements = {renamed(p.checks["statement"]) for p in held_out}
    for seed in (0, 1):
        source = LeanCore(levels=(1, 8), train=100, seed=seed)
        for name in FAMILIES:
            for level in LEVELS:
                train = source.at_level(SOURCE + name, level)
                assert not keys & {twin_key(p.prompt) for p in train}
                assert not statements & {renamed(p.checks["statement"]) for p in train}


def test_the_next_level_is_proposed_without_what_is_held_out():
    source = LeanCore(("propositions", "remainders"), (1, 3), train=40, held_out=30)
    held_out = {twin_key(p.prompt) for p in source.problems().held_out}
    hardener = NextLevel((source,))
    proposed = hardener.propose("lean_core/propositions", 2, source.problems().train)
    assert {(p.source, p.level) for p in proposed} == {("lean_core/propositions", 2)}
    assert not held_out & {twin_key(p.prompt) for p in proposed}
    assert hardener.propose("lean_core/propositions", 4, proposed) == ()
    assert hardener.propose("lean_core/lists", 2, proposed) == ()


def test_a_level_is_the_same_asked_for_alone_or_with_the_rest():
    source = LeanCore(families=["lists", "functions"], levels=[1, 2])
    assert source.problems().train == tuple(
        problem for name in ("lists", "functions") for problem in source.at_level(SOURCE + name, 1)
    )


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        pytest.param({"families": ["list"]}, "called 'list'. Did you mean 'lists'?", id="a misspelt family"),
        pytest.param({"families": []}, "name one or more of equations", id="no family"),
        pytest.param({"families": ["lists", "lists"]}, "'lists' is named 2 times", id="a family twice"),
        pytest.param({"levels": [3, 1]}, r"levels = \[3, 1\]: two numbers", id="levels reversed"),
        pytest.param({"levels": [1, 9]}, "from 1 to 8", id="past the last level"),
        pytest.param({"train": 0}, "train = 0: should be 1 or more", id="no training problems"),
        pytest.param({"examples": 9}, "examples = 9: should be from 0", id="too many examples"),
        pytest.param({"examples": 1, "phrasing": "statement"}, "has no place for them", id="examples of bare theorems"),
        pytest.param({"phrasing": "question"}, "known are 'task' and 'statement'", id="another phrasing"),
    ],
)
def test_a_wrong_argument_is_named_with_its_value(arguments, complaint):
    with pytest.raises(ProblemError, match=complaint):
        LeanCore(**arguments)
