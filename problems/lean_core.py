"""Theorems without end for Lean 4 alone, without Mathlib: seeded, offline, with a proof of each, harder with each level."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from problems.arithmetic import HELD_OUT_SHARE, check_families
from problems.lean_problem import lean_problem
from problems.lean_text import attempt
from problems.problem import Problem, once_each
from problems.source import ProblemError, ProblemSet
from problems.split import held_out as is_held_out
from problems.theorems.data import lists
from problems.theorems.functions import functions
from problems.theorems.logic import existence, propositions
from problems.theorems.numbers import equations, extremes, inequalities, remainders
from problems.theorems.terms import Stated

SOURCE = "lean_core/"
HIGHEST_LEVEL = 8
# Of what is not held out; fixed like that, so that no example is ever a problem, whatever the counts and the seed.
EXAMPLES_SHARE = 0.1
MOST_EXAMPLES = 8
FAMILIES: dict[str, Callable[[int, random.Random], Stated]] = {
    "equations": equations,
    "inequalities": inequalities,
    "remainders": remainders,
    "extremes": extremes,
    "propositions": propositions,
    "existence": existence,
    "lists": lists,
    "functions": functions,
}
DIGIT, PROPOSITIONAL = re.compile(r"\d"), re.compile(r"\b(?:Prop|Bool)\b")
LETTER = re.compile(r"(?<![^\W\d_])[^\W\d_](?![^\W\d_])")


@dataclass(frozen=True)
class LeanCore:
    """Theorems such as `theorem t (a b : Nat) : a + 12 + b = b + (a + 12)`, for kind "lean", in families of 8 levels.

    `levels` are the first and the last one. `train` and `held_out` count problems per family and level, at most. Two
    theorems that differ in the names of variables alone are one, and what they have in words and numbers (see
    problems/split.py; a variable counts as one, whatever its name) decides their side: no held-out theorem, nor a twin
    of one, is a training problem at any level, of any family or with any seed. A family has more than 5000 theorems at
    each level (counted up to there), but for remainders at 6 (4600), propositions at 1 (3100) and functions at 5 and 8
    (2500 each); 22 to 42 % of them are held out.

    Every prompt can show `examples`: other theorems of its family and level with their proofs, the same for the whole
    level. They are drawn from a share of the theorems that are never problems. With `phrasing = "statement"` a prompt
    is the theorem up to `:= by`, for base models that continue text.
    """

    families: tuple[str, ...] = tuple(FAMILIES)
    levels: tuple[int, int] = (1, 3)
    train: int = 256
    held_out: int = 50
    seed: int = 0
    examples: int = 0
    phrasing: Literal["task", "statement"] = "task"

    def __post_init__(self) -> None:
        # Recipes and JSON have lists only; a part that can be compared and hashed has tuples.
        object.__setattr__(self, "families", tuple(self.families))
        object.__setattr__(self, "levels", tuple(self.levels))
        check_families(self.families, FAMILIES)
        check_levels(self.levels)
        for name, count in (("train", self.train), ("held_out", self.held_out)):
            if count < 1:
                raise ProblemError(f"{name} = {count!r}: should be 1 or more problems per family and level")
        if not 0 <= self.examples <= MOST_EXAMPLES:
            raise ProblemError(f"examples = {self.examples!r}: should be from 0 (none) to {MOST_EXAMPLES}")
        if self.phrasing not in ("task", "statement"):
            raise ProblemError(f"phrasing = {self.phrasing!r}: known are 'task' and 'statement'")
        if self.examples and self.phrasing == "statement":
            raise ProblemError(
                f"examples = {self.examples} with phrasing = 'statement': a bare theorem has no place for them; write "
                "them in the recipe's prompt.template, before {prompt}"
            )

    def problems(self) -> ProblemSet:
        """The training problems of the first level and the held-out problems of every level."""
        first, last = self.levels
        drawn = [self._draw(family, level) for family in self.families for level in range(first, last + 1)]
        train = (problem for one in drawn for problem in one.train if problem.level == first)
        held = (problem for one in drawn for problem in one.held_out)
        return ProblemSet(once_each(train), once_each(held))

    def at_level(self, family: str, level: int) -> tuple[Problem, ...]:
        name = family.removeprefix(SOURCE)
        first, last = self.levels
        if not family.startswith(SOURCE) or name not in self.families or not first <= level <= last:
            return ()
        return tuple(self._draw(name, level).train)

    def references(self) -> Mapping[str, str]:
        """A proof of every problem at every level, by the problem's id, as an attempt."""
        first, last = self.levels
        drawn = [self._draw(family, level) for family in self.families for level in range(first, last + 1)]
        return {problem.id: text for one in drawn for problem, text in (one.train | one.held_out).items()}

    def _draw(self, family: str, level: int) -> Drawn:
        """Draws until there are enough, or nothing new has come up for so long that the level must be exhausted."""
        rng = random.Random(f"{self.seed}/{family}/{level}")
        sides: tuple[list[Stated], ...] = ([], [], [])
        room = (self.train, self.held_out, self.examples)
        seen: set[str] = set()
        since_new = 0
        while any(len(side) < most for side, most in zip(sides, room, strict=True)):
            since_new += 1
            if since_new > 20 * (len(seen) + 50):
                break
            text, proof = FAMILIES[family](level, rng)
            text = text if DIGIT.search(text) else renamed(text)
            if (key := renamed(text)) in seen:
                continue
            seen.add(key)
            since_new = 0
            number = side_of(text)
            if len(sides[number]) < room[number]:
                sides[number].append((statement(text), proof))
        train, held, spare = sides
        if not train:
            raise ProblemError(f"{SOURCE}{family} has no training problems at level {level}; choose another level")
        shown = [attempt(*each) for each in spare[: self.examples]]
        return Drawn(
            *({self._problem(family, level, each[0], shown): attempt(*each) for each in side} for side in (train, held))
        )

    def _problem(self, family: str, level: int, statement: str, shown: list[str]) -> Problem:
        problem = lean_problem("", statement, "", SOURCE + family, examples=shown, level=level)
        return replace(problem, prompt=f"{statement} := by") if self.phrasing == "statement" else problem


@dataclass(frozen=True, slots=True)
class Drawn:
    """The problems of a family and level, each with an attempt that proves it."""

    train: dict[Problem, str]
    held_out: dict[Problem, str]


def statement(stated: str) -> str:
    """`theorem t : 1 + 1 = 2` or `theorem t (a : Nat) : a = a`."""
    return f"theorem t {stated}"


def side_of(text: str) -> int:
    """0 for training, 1 for held out, 2 for examples: by words, numbers and how many variables there are.

    A theorem without numbers would have too few of those; its variables, named by their order, count by name.
    """
    words = LETTER.sub("v", text) if DIGIT.search(text) else renamed(text)
    kind = Problem("lean", words, {})
    if is_held_out(kind, HELD_OUT_SHARE):
        return 1
    return 2 if is_held_out(kind, EXAMPLES_SHARE, salt="examples") else 0


def renamed(text: str) -> str:
    """The theorem with its variables called by the order in which they occur."""
    order: dict[str, str] = {}
    free = iter("pqrsuvwxyzabcd" if PROPOSITIONAL.search(text) else "abcdkmnuvwxyz")
    return LETTER.sub(lambda letter: order.get(letter[0]) or order.setdefault(letter[0], next(free)), text)


def check_levels(levels: tuple[int, ...]) -> None:
    if len(levels) != 2 or not 1 <= levels[0] <= levels[1] <= HIGHEST_LEVEL:
        wanted = f"two numbers are wanted, the first and the last level, from 1 to {HIGHEST_LEVEL}"
        raise ProblemError(f"levels = {list(levels)}: {wanted}")
