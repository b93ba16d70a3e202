"""Word problems: short stories with one step, then two, then a product, about people and things they have."""

# ruff: noqa: ARG005 -- every template answers from a, b and c, whether or not its story uses all of them
from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

NAMES = ("Anna", "Ben", "Carla", "David", "Emma", "Felix", "Grace", "Hugo", "Ida", "Jonas", "Lena", "Omar")
THINGS = ("apples", "books", "buttons", "cards", "coins", "marbles", "pencils", "shells", "stamps", "stickers")


@dataclass(frozen=True)
class Template:
    """A story about the numbers a, b and c, or the first two; they make no sense in it when the answer is negative."""

    text: str
    answer: Callable[[int, int, int], int]


ONE_STEP = (
    Template(
        "{name} has {a} {things}. {other} gives {name} {b} more. How many {things} does {name} have now?",
        lambda a, b, c: a + b,
    ),
    Template(
        "{name} has {a} {things} and gives {b} of them to {other}. How many {things} does {name} have left?",
        lambda a, b, c: a - b,
    ),
    Template(
        "{name} has {a} {things} and {other} has {b} {things}. How many {things} do they have together?",
        lambda a, b, c: a + b,
    ),
    Template(
        "{name} has {a} {things}. {other} has {b} more than {name}. How many {things} does {other} have?",
        lambda a, b, c: a + b,
    ),
    Template(
        "There are {a} {things} in a box. {name} takes out {b} of them. How many {things} are left in the box?",
        lambda a, b, c: a - b,
    ),
)

TWO_STEPS = (
    Template(
        "{name} has {a} {things}, buys {b} more and then gives {c} to {other}. How many {things} does {name} have now?",
        lambda a, b, c: a + b - c,
    ),
    Template(
        "There are {a} {things} in a box. {name} takes out {b} and {other} takes out {c}. "
        "How many {things} are left in the box?",
        lambda a, b, c: a - b - c,
    ),
    Template(
        "{name} has {a} {things}. {other} has {b} more than {name}. How many {things} do they have together?",
        lambda a, b, c: a + a + b,
    ),
    Template(
        "{name} finds {a} {things} on Monday, {b} on Tuesday and {c} on Wednesday. "
        "How many {things} does {name} find in all?",
        lambda a, b, c: a + b + c,
    ),
)

WITH_PRODUCT = (
    Template(
        "{name} has {c} {things} and buys {a} boxes with {b} {things} in each. How many {things} does {name} have now?",
        lambda a, b, c: a * b + c,
    ),
    Template(
        "{name} has {a} boxes with {b} {things} in each and gives {c} {things} to {other}. "
        "How many {things} does {name} have left?",
        lambda a, b, c: a * b - c,
    ),
    Template(
        "{name} collects {b} {things} a day for {a} days. {other} has {c} {things}. "
        "How many {things} do they have together?",
        lambda a, b, c: a * b + c,
    ),
    Template(
        "{name} packs {a} bags with {b} {things} in each, and {c} {things} are left over. "
        "How many {things} did {name} have before packing?",
        lambda a, b, c: a * b + c,
    ),
)


def story(level: int, rng: random.Random) -> tuple[str, int]:
    """A story and its answer, never negative: one step at level 1, then two steps and a product by turns."""
    growth = 10 ** max(0, (level - 2) // 2)
    product = level > 1 and level % 2 == 1
    template = rng.choice(ONE_STEP if level == 1 else WITH_PRODUCT if product else TWO_STEPS)
    while True:
        a = rng.randint(2, 9) if product else rng.randint(10 * growth, 99 * growth)
        b = rng.randint(2 * growth, 9 * growth) if product else rng.randint(10 * growth, 99 * growth)
        c = rng.randint(10 * growth, 99 * growth)
        # Nobody gives away what they do not have.
        if (answer := template.answer(a, b, c)) >= 0:
            break
    name, other = rng.sample(NAMES, 2)
    text = template.text.format(name=name, other=other, things=rng.choice(THINGS), a=a, b=b, c=c)
    return text, answer
