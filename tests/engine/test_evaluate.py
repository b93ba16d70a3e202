"""The figures: unbiased, with intervals, and not to be raised by answers that nobody can judge."""

from __future__ import annotations

import itertools
import random

import pytest

from engine.evaluate import plans, scores
from engine.recipe import Recipe, check_recipe
from engine.values import Attempt, Completion, Judged, Policy, Purpose, pass_at_k
from problems.problem import Problem
from verifiers.soundness.intervals import wilson
from verifiers.verdict import Verdict

VERDICTS = {
    "+": Verdict.accept("equal", "equal"),
    "-": Verdict.reject("wrong_answer", "wrong"),
    "?": Verdict.abstain("unsupported", "cannot say"),
    "!": Verdict.errored("verifier_failed", "broken"),
}


def recipe(**evaluation: object) -> Recipe:
    part = {"use": "x"}
    parts = {"sampler": part, "problems": [part], "verifiers": {"answer": part}, "learner": part}
    return check_recipe({"model": {"weights": "none"}, **parts, "evaluation": evaluation}, "test")


def measured(table: Recipe, outcomes: dict[str, str], policy_round: int = 0):
    """`outcomes` maps a prompt to a sign for its greedy attempt and one for each sampled attempt."""
    problems = {prompt: Problem("answer", prompt, {"reference": "1"}, 1, None, "family") for prompt in outcomes}
    signs = {prompt: iter(signs) for prompt, signs in outcomes.items()}
    planned = plans(table, policy_round, Policy("p", None), tuple(problems.values()))  # type: ignore[arg-type]
    judged = [Judged(q, Attempt(p, Completion("", 1)), VERDICTS[next(signs[q.prompt])]) for q, p in planned]
    return {score.measure: score for score in scores(table, judged) if score.family == "family"}


def test_greedy_accuracy_is_the_share_of_solved_problems():
    found = measured(recipe(samples=0), {"a": "+", "b": "-", "c": "-", "d": "+"})
    assert (found["greedy"].value, found["greedy"].problems) == (0.5, 4)
    assert (found["greedy"].low, found["greedy"].high) == wilson(2, 4)


def test_an_abstained_attempt_counts_as_not_solved():
    found = measured(recipe(samples=0), {"a": "+", "b": "?"})
    assert (found["greedy"].value, found["greedy"].problems, found["greedy"].abstained) == (0.5, 2, 1)


def test_breaking_the_judge_does_not_raise_the_score_and_widens_the_interval():
    found = measured(recipe(samples=2, pass_at=[1, 2]), {"a": "++-", "b": "!+!"})
    assert (found["greedy"].value, found["greedy"].problems, found["greedy"].errored) == (0.5, 2, 1)
    assert found["greedy"].high == wilson(2, 2)[1]
    assert (found["pass@1"].value, found["pass@2"].value) == (0.5, 1.0)


@pytest.mark.parametrize(("samples", "correct", "k"), [(5, 2, 1), (6, 3, 2), (7, 1, 4), (4, 4, 2), (5, 0, 3)])
def test_pass_at_k_is_the_mean_over_all_choices_of_k_samples(samples, correct, k):
    right = [True] * correct + [False] * (samples - correct)
    choices = list(itertools.combinations(right, k))
    assert pass_at_k(samples, correct, k) == pytest.approx(sum(map(any, choices)) / len(choices))


def test_pass_at_k_of_more_samples_than_there_are_is_refused():
    with pytest.raises(ValueError, match="pass@3 of 1 correct among 2 samples"):
        pass_at_k(2, 1, 3)


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    rng = random.Random(0)
    draws = [sum(rng.random() < 0.1 for _ in range(50)) for _ in range(2000)]
    covered = [low <= 0.1 <= high for low, high in (wilson(hits, 50) for hits in draws)]
    assert 0.93 < sum(covered) / len(covered) < 0.99


def test_every_round_is_measured_on_the_same_problems_with_the_same_seeds():
    problems = [Problem("answer", str(n), {"reference": "1"}, 1, None, "family") for n in range(30)]
    table = recipe(problems=10, sampled_problems=3, samples=2, pass_at=[1])
    first, second = (
        [(p.problem_id, p.index, p.seed) for _, p in plans(table, number, Policy(f"p{number}", None), problems)]  # type: ignore[arg-type]
        for number in (0, 1)
    )
    assert first == second
    assert len(first) == 10 + 3 * 2


def test_the_first_evaluated_problems_stay_when_more_are_asked_for():
    problems = [Problem("answer", str(n), {"reference": "1"}, 1, None, "family") for n in range(30)]
    few, many = (
        {p.problem_id for _, p in plans(recipe(problems=count, samples=0), 0, Policy("p", None), problems)}  # type: ignore[arg-type]
        for count in (5, 20)
    )
    assert few < many


def test_greedy_attempts_are_greedy_and_sampled_ones_are_not():
    problems = [Problem("answer", "a", {"reference": "1"})]
    found = {p.purpose: p.prompt.decoding.temperature for _, p in plans(recipe(), 0, Policy("p", None), problems)}  # type: ignore[arg-type]
    assert found == {Purpose.GREEDY: 0.0, Purpose.SAMPLED: 1.0}
