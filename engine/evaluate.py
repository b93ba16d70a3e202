"""How good a policy is at problems it never trained on: greedy accuracy and unbiased pass@k, with 95 % intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from engine.recipe import Recipe
from engine.values import Judged, Planned, Policy, Prompt, Purpose, Score, pass_at_k, seed_for
from problems.problem import Problem
from verifiers.soundness.intervals import wilson
from verifiers.verdict import Outcome


def plans(
    recipe: Recipe, round_number: int, policy: Policy, held_out: Sequence[Problem]
) -> Iterator[tuple[Problem, Planned]]:
    """Every attempt of an evaluation. The same problems and seeds in every round, so that rounds can be compared pairwise."""
    table = recipe.evaluation

    def planned(problem: Problem, purpose: Purpose, prompt: Prompt, index: int) -> tuple[Problem, Planned]:
        seed = seed_for(recipe.seed, purpose, problem.id, index)
        return problem, Planned(round_number, purpose, problem.id, policy.id, prompt, index, seed)

    for _, shelf in groupby(sorted(held_out, key=place), key=place):
        # By hash, so that which problems are evaluated does not depend on how many are asked for.
        problems = sorted(shelf, key=lambda p: seed_for("held out", p.id))[: table.problems]
        for problem in problems:
            yield planned(problem, Purpose.GREEDY, recipe.prompt_for(problem, temperature=0.0), 0)
        for problem in problems[: table.sampled_problems]:
            for index in range(table.samples):
                yield planned(problem, Purpose.SAMPLED, recipe.prompt_for(problem), index)


def place(problem: Problem) -> tuple[str, int]:
    return problem.source, problem.level


def scores(recipe: Recipe, judged: Sequence[Judged]) -> tuple[Score, ...]:
    """The figures of the whole, then of each family and level."""
    shelves: dict[tuple[str, int | None], list[Judged]] = defaultdict(list)
    for each in judged:
        shelves["", None].append(each)
        shelves[place(each.problem)].append(each)
    order = sorted(shelves, key=lambda name: (name[0], name[1] or 0))
    return tuple(score for name in order for score in scores_of(recipe, *name, shelves[name]))


def scores_of(recipe: Recipe, family: str, level: int | None, judged: Sequence[Judged]) -> Iterator[Score]:
    greedy, sampled = (by_problem(judged, purpose) for purpose in (Purpose.GREEDY, Purpose.SAMPLED))
    if greedy:
        yield score("greedy", family, level, greedy, 1)
    for k in recipe.evaluation.pass_at if sampled else ():
        yield score(f"pass@{k}", family, level, sampled, k)


def by_problem(judged: Sequence[Judged], purpose: Purpose) -> dict[str, list[Outcome]]:
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    for each in judged:
        if each.attempt.planned.purpose is purpose:
            outcomes[each.problem.id].append(each.verdict.outcome)
    return outcomes


def score(measure: str, family: str, level: int | None, tried: Mapping[str, Sequence[Outcome]], k: int) -> Score:
    """The mean over problems. Values lie in [0, 1], so their variance is at most a proportion's and Wilson's interval covers.

    What was not accepted is not solved, whatever the reason: a policy must not gain by answering in ways that nobody can
    judge, or that break the judge.
    """
    abstained, errored = (
        sum(outcome in outcomes for outcomes in tried.values()) for outcome in (Outcome.ABSTAINED, Outcome.ERRORED)
    )
    solved = sum(pass_at_k(len(outcomes), outcomes.count(Outcome.ACCEPTED), k) for outcomes in tried.values())
    doubt = sum(
        pass_at_k(len(outcomes), sum(o in (Outcome.ACCEPTED, Outcome.ERRORED) for o in outcomes), k)
        for outcomes in tried.values()
    )
    low, high = wilson(solved, len(tried))[0], wilson(doubt, len(tried))[1]
    return Score(measure, family, level, len(tried), abstained, errored, solved / len(tried), low, high)
