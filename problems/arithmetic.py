"""Arithmetic without end: seeded, offline, exact, and harder with each level."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from problems.fields import did_you_mean
from problems.problem import Problem
from problems.source import ProblemError, ProblemSet
from problems.split import held_out, twin_key
from problems.stories import story

SOURCE = "arithmetic/"
HIGHEST_LEVEL = 100
# Fixed, so that what is held out stays so whatever the counts and the seed: no later run trains on it.
HELD_OUT_SHARE = 0.25


@dataclass(frozen=True)
class Arithmetic:
    """Questions like `What is 12 + 34?`, for kind "answer", in families; the source of one is "arithmetic/addition".

    With `phrasing = "equation"` the same problems read `12 + 34 =`, for base models that continue text; stories stay as
    they are.

    `levels` are the first and the last one. `train` and `held_out` count problems per family and level, at most: easy
    levels of some families have fewer (product has 720 at level 1). Of twins (see problems/split.py) one is kept. No
    held-out problem, nor a twin of one, is a training problem at any level, of any family or with any seed.
    """

    families: tuple[str, ...] = ("addition", "subtraction", "product", "chain", "word")
    levels: tuple[int, int] = (1, 3)
    train: int = 512
    held_out: int = 200
    seed: int = 0
    phrasing: Literal["question", "equation"] = "question"

    def __post_init__(self) -> None:
        # Recipes and JSON have lists only; a part that can be compared and hashed has tuples.
        object.__setattr__(self, "families", tuple(self.families))
        object.__setattr__(self, "levels", tuple(self.levels))
        check_families(self.families, FAMILIES)
        check_levels(self.levels)
        if self.phrasing not in ("question", "equation"):
            raise ProblemError(f"phrasing = {self.phrasing!r}: known are 'question' and 'equation'")
        for name, count in (("train", self.train), ("held_out", self.held_out)):
            if count < 1:
                raise ProblemError(f"{name} = {count!r}: should be 1 or more problems per family and level")

    def problems(self) -> ProblemSet:
        """The training problems of the first level and the held-out problems of every level."""
        first, last = self.levels
        drawn = [self._draw(family, level) for family in self.families for level in range(first, last + 1)]
        train = (problem for one in drawn for problem in one.train if problem.level == first)
        return ProblemSet(tuple(train), tuple(problem for one in drawn for problem in one.held_out))

    def at_level(self, family: str, level: int) -> tuple[Problem, ...]:
        name = family.removeprefix(SOURCE)
        first, last = self.levels
        if not family.startswith(SOURCE) or name not in self.families or not first <= level <= last:
            return ()
        return self._draw(name, level, held_out_too=False).train

    def _draw(self, family: str, level: int, held_out_too: bool = True) -> ProblemSet:
        """Draws until there are enough, or nothing new has come up for so long that the level must be exhausted."""
        rng = random.Random(f"{self.seed}/{family}/{level}")
        train: list[Problem] = []
        held: list[Problem] = []
        wanted = self.held_out if held_out_too else 0
        seen: set[str] = set()
        since_new = 0
        while (len(train) < self.train or len(held) < wanted) and since_new < 20 * (len(seen) + 50):
            since_new += 1
            prompt, answer = FAMILIES[family](level, rng)
            if (key := twin_key(prompt)) in seen:
                continue
            seen.add(key)
            since_new = 0
            checks = {"reference": str(answer), "type": "integer"}
            problem = Problem("answer", prompt, checks, level=level, source=SOURCE + family)
            # Decided on the question, so that a problem is on the same side in either phrasing.
            side, room = (held, wanted) if held_out(problem, HELD_OUT_SHARE) else (train, self.train)
            if len(side) < room:
                side.append(equation(problem) if self.phrasing == "equation" else problem)
        if not train:
            raise ProblemError(f"{SOURCE}{family} has no training problems at level {level}; choose another level")
        return ProblemSet(tuple(train), tuple(held))


def equation(problem: Problem) -> Problem:
    """`12 + 34 =` for `What is 12 + 34?`."""
    terms = problem.prompt.removeprefix("What is ").removesuffix("?")
    is_story = terms == problem.prompt.removesuffix("?")
    return problem if is_story else replace(problem, prompt=f"{terms} =")


def check_families(families: tuple[str, ...], known: Mapping[str, object]) -> None:
    if not families:
        raise ProblemError(f"families = []: name one or more of {', '.join(known)}")
    for name in families:
        if name not in known:
            advice = f"{did_you_mean(name, known)}Families: {', '.join(known)}"
            raise ProblemError(f"families: no family is called {name!r}. {advice}")
        if families.count(name) > 1:
            raise ProblemError(f"families: {name!r} is named {families.count(name)} times; name it once")


def check_levels(levels: tuple[int, ...]) -> None:
    if len(levels) != 2:
        raise ProblemError(f"levels = {list(levels)}: two numbers are wanted, the first and the last level")
    first, last = levels
    if first < 1 or last > HIGHEST_LEVEL:
        raise ProblemError(f"levels = {list(levels)}: levels go from 1 to {HIGHEST_LEVEL}")
    if first > last:
        raise ProblemError(f"levels = {list(levels)}: the first is above the last; write [{last}, {first}]")


def addition(level: int, rng: random.Random) -> tuple[str, int]:
    """Digits: 2 + 2, 3 + 2, 3 + 3, 4 + 3, ..., the longer number first or second."""
    a, b = number(2 + level // 2, rng), number(2 + (level - 1) // 2, rng)
    if rng.random() < 0.5:
        a, b = b, a
    return f"What is {a} + {b}?", a + b


def subtraction(level: int, rng: random.Random) -> tuple[str, int]:
    """Digits as in addition; the larger number first at levels 1 and 2, so that the answer is not negative."""
    a, b = number(2 + level // 2, rng), number(2 + (level - 1) // 2, rng)
    swap = a < b if level <= 2 else rng.random() < 0.5
    if swap:
        a, b = b, a
    return f"What is {a} - {b}?", a - b


def product(level: int, rng: random.Random) -> tuple[str, int]:
    """Digits: 2 x 1, 3 x 1, 2 x 2, 3 x 2, 3 x 3, 4 x 3, ..., the longer number first or second; never times 0 or 1."""
    long, short = (level + 1, 1) if level <= 2 else (2 + (level - 2) // 2, 2 + (level - 3) // 2)
    a, b = number(long, rng), rng.randint(2, 9) if short == 1 else number(short, rng)
    if rng.random() < 0.5:
        a, b = b, a
    return f"What is {a} * {b}?", a * b


def chain(level: int, rng: random.Random) -> tuple[str, int]:
    """Three numbers up to 20, three up to 99, then four of 2 and of 3 digits, five of 3 and of 4, ...

    Both + and - occur. The answer is not negative at levels 1 and 2.
    """
    while True:
        terms = [term(level, rng) for _ in range(3 if level <= 2 else 3 + (level - 1) // 2)]
        signs = [rng.choice("+-") for _ in terms[1:]]
        total = terms[0] + sum(t if sign == "+" else -t for sign, t in zip(signs, terms[1:], strict=True))
        if len(set(signs)) == 2 and (total >= 0 or level > 2):
            break
    rest = "".join(f" {sign} {t}" for sign, t in zip(signs, terms[1:], strict=True))
    return f"What is {terms[0]}{rest}?", total


def term(level: int, rng: random.Random) -> int:
    if level <= 2:
        return rng.randint(1, 20) if level == 1 else rng.randint(21, 99)
    return number(1 + level // 2, rng)


def number(digits: int, rng: random.Random) -> int:
    """A number of so many digits, all equally likely."""
    return rng.randint(10 ** (digits - 1), 10**digits - 1)


FAMILIES: dict[str, Callable[[int, random.Random], tuple[str, int]]] = {
    "addition": addition,
    "subtraction": subtraction,
    "product": product,
    "chain": chain,
    "word": story,
}
