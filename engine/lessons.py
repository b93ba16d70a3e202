"""What a policy learns from in a round: a pure function of what the ledger holds and what the recipe says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.recipe import LessonTable, Recipe, RecipeError
from engine.values import Example, Judged, Lesson, seed_for
from problems.jsonl import rows
from problems.problem import Problem, canonical_json
from problems.split import twin_key
from verifiers.registry import explain


def select(
    round_number: int, judged: Sequence[Judged], table: LessonTable, real: Sequence[Example], seed: int
) -> Lesson:
    """Unique traces, at most k per problem (the oldest first, so that a lesson only ever grows), and a share of real data."""
    picked: list[Judged] = []
    left_out: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for each in judged:
        key = each.problem.id, each.attempt.text
        if key in seen:
            left_out["repeated"] += 1
        elif taken[each.problem.id] >= table.max_per_problem:
            left_out["over the limit per problem"] += 1
        else:
            picked.append(each)
            taken[each.problem.id] += 1
        seen.add(key)
    examples = shuffled(picked, seed) if table.take == "shuffled" else [example(each) for each in picked]
    return Lesson(round_number, (*examples, *share(real, len(examples), table.real_share, seed)), dict(left_out))


def example(judged: Judged) -> Example:
    done = judged.attempt.completion
    prompt = judged.attempt.planned.prompt
    return Example(prompt, done.text, judged.problem.id, judged.attempt.id, ended=done.finish == "stop")


def shuffled(judged: Sequence[Judged], seed: int) -> list[Example]:
    """Every example with the completion of one that has another answer, in a seeded order: the same texts, none of the skill.

    Examples for which there is no such other are left out. `attempt_id` is of the attempt that wrote the completion.
    """
    order = list(range(len(judged)))
    random.Random(seed_for(seed, "shuffled lesson")).shuffle(order)
    donors = dict(zip(order, order[1:] + order[:1], strict=True))
    for here in order:
        if not alike(judged[here], judged[donors[here]]):
            continue
        for there in order:
            swap = donors[there], donors[here]
            if not alike(judged[here], judged[swap[0]]) and not alike(judged[there], judged[swap[1]]):
                donors[here], donors[there] = swap
                break
    mixed = []
    for here, each in enumerate(judged):
        donor = judged[donors[here]]
        if not alike(each, donor):
            taken = example(donor)
            mixed.append(replace(taken, prompt=each.attempt.planned.prompt, problem_id=each.problem.id))
    return mixed


def alike(one: Judged, other: Judged) -> bool:
    """Whether the completion of one might be right for the other."""
    same_answer = canonical_json(one.problem.checks) == canonical_json(other.problem.checks)
    return same_answer or one.attempt.completion.text == other.attempt.completion.text


def share(real: Sequence[Example], written: int, wanted: float, seed: int) -> list[Example]:
    """As many real examples as make up the wanted share of the whole; all of them when there are fewer."""
    count = min(len(real), round(written * wanted / (1.0 - wanted)))
    order = sorted(range(len(real)), key=lambda index: seed_for(seed, "real data", index))
    return [
        real[index] for index in order[:count]
    ]  # the first of one fixed order: a bigger share keeps the smaller one


class RealRow(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    prompt: str
    completion: str


def read_real(
    path: Path | None, recipe: Recipe, held_out: Iterable[Problem], say: Callable[[str], None]
) -> tuple[Example, ...]:
    """Real data as examples, shown in the recipe's words. What is held out, or nearly so, is left out, and `say` tells.

    Raises RecipeError or ProblemError naming file, line and field.
    """
    if path is None:
        return ()
    forbidden = {twin_key(problem.prompt) for problem in held_out}
    examples, dropped = [], 0
    for number, row in rows(path):
        try:
            checked = RealRow.model_validate(row)
        except ValidationError as error:
            raise RecipeError(explain(error, f"{path}, line {number}")) from error
        if twin_key(checked.prompt) in forbidden:
            dropped += 1
        else:
            examples.append(Example(recipe.show(checked.prompt), checked.completion))
    if dropped:
        say(
            f"{path}: {dropped} rows are left out, because their prompts are held out or nearly the same as one that is"
        )
    return tuple(examples)
