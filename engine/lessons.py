"""What a policy learns from in a round: a pure function of what the ledger holds and what the recipe says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.recipe import LessonTable, Recipe, RecipeError
from engine.values import Example, Judged, Lesson, seed_for
from problems.jsonl import rows
from verifiers.registry import explain


def select(
    round_number: int, judged: Sequence[Judged], table: LessonTable, real: Sequence[Example], seed: int
) -> Lesson:
    """Unique traces, at most k per problem (the oldest first, so that a lesson only ever grows), and a share of real data."""
    examples: list[Example] = []
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
            examples.append(example(each))
            taken[each.problem.id] += 1
        seen.add(key)
    if table.take == "shuffled":
        examples = shuffled(examples, seed)
    return Lesson(round_number, (*examples, *share(real, len(examples), table.real_share, seed)), dict(left_out))


def example(judged: Judged) -> Example:
    done = judged.attempt.completion
    prompt = judged.attempt.planned.prompt
    return Example(prompt, done.text, judged.problem.id, judged.attempt.id, ended=done.finish == "stop")


def shuffled(examples: Sequence[Example], seed: int) -> list[Example]:
    """Every example with the completion of another, in a seeded order: the same texts, none of the skill."""
    order = list(range(len(examples)))
    random.Random(seed_for(seed, "shuffled lesson")).shuffle(order)
    swapped = list(examples)
    for here, there in zip(order, order[1:] + order[:1], strict=True):
        other = examples[there]
        swapped[here] = replace(examples[here], completion=other.completion, ended=other.ended)
    return swapped


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


def read_real(path: Path | None, recipe: Recipe) -> tuple[Example, ...]:
    """Real data as examples, shown in the recipe's words. Raises RecipeError or ProblemError naming file, line and field."""
    if path is None:
        return ()
    examples = []
    for number, row in rows(path):
        try:
            checked = RealRow.model_validate(row)
        except ValidationError as error:
            raise RecipeError(explain(error, f"{path}, line {number}")) from error
        examples.append(Example(recipe.show(checked.prompt), checked.completion))
    return tuple(examples)
