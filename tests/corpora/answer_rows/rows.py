"""What a labelled row is made of: a question, forms of its answer, and the value that each form is known to have.

A value is built from numbers (`sympy.sqrt(2) * 3`), never read from the text of the form, so that the label of a form
does not rest on anybody's parser. Forms without a value of their own differ from the reference in notation only (right),
or in kind (wrong).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

import sympy


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an answer; `prompted` says whether it needs the prompt (True), must stand without (False) or neither."""

    tex: str
    value: Any = None
    plain: str | None = None
    prompted: bool | None = None


Some = str | tuple[str, Any] | Form


@dataclass(frozen=True, slots=True)
class Question:
    kind: str
    prompt: str
    reference: str
    value: Any
    right: tuple[Form, ...]
    wrong: tuple[Form, ...]
    work: str = ""
    checks: dict[str, Any] = field(default_factory=dict)
    prompted: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    group: str
    prompt: str
    checks: dict[str, Any]
    attempt: str
    accept: bool
    note: str


def question(
    kind: str,
    prompt: str,
    reference: str,
    value: Any,
    right: Iterable[Some],
    wrong: Iterable[Some],
    work: str = "",
    *,
    checks: dict[str, Any] | None = None,
    prompted: bool | None = None,
) -> Question:
    """The question, after every form that has a value was compared with the reference's.

    Raises AssertionError where a label would be false.
    """
    rights, wrongs = tuple(map(form, right)), tuple(map(form, wrong))
    for good in rights:
        assert good.value is None or same(good.value, value), f"{kind}: {good.tex} is not {reference}"
    for bad in wrongs:
        assert bad.value is None or not same(bad.value, value), f"{kind}: {bad.tex} is {reference}"
    texts = [one.tex for one in rights + wrongs]
    assert len(set(texts)) == len(texts), f"{kind}: a form of {reference} is there twice: {texts}"
    return Question(kind, prompt, reference, value, rights, wrongs, work, checks or {}, prompted)


def form(some: Some) -> Form:
    if isinstance(some, Form):
        return some
    return Form(some) if isinstance(some, str) else Form(*some)


@dataclass(frozen=True, slots=True)
class Equation:
    """The zero set of an expression that is equal to another up to a constant factor."""

    zero: Any


@dataclass(frozen=True, slots=True)
class Region:
    """A union of intervals, each (low, low is in, high, high is in)."""

    pieces: frozenset[tuple[Any, bool, Any, bool]]


@dataclass(frozen=True, slots=True)
class Bag:
    """Several values in no order."""

    members: tuple[Any, ...]


def region(*pieces: tuple[Any, bool, Any, bool]) -> Region:
    return Region(frozenset(pieces))


def bag(*members: Any) -> Bag:
    return Bag(members)


def same(one: Any, two: Any) -> bool:
    if isinstance(one, str | Region) or isinstance(two, str | Region):
        return bool(one == two)
    if isinstance(one, Bag) or isinstance(two, Bag):
        return (
            isinstance(one, Bag)
            and isinstance(two, Bag)
            and len(one.members) == len(two.members)
            and any(same(one.members, order) for order in permutations(two.members))
        )
    if isinstance(one, tuple) or isinstance(two, tuple):
        return isinstance(one, tuple) and isinstance(two, tuple) and len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, Equation) or isinstance(two, Equation):
        return isinstance(one, Equation) and isinstance(two, Equation) and proportional(one.zero, two.zero)
    return all(small(value) for value in sampled(sympy.sympify(one) - sympy.sympify(two)))


def proportional(one: Any, two: Any) -> bool:
    names = sorted(sympy.sympify(one).free_symbols | sympy.sympify(two).free_symbols, key=str)
    ratios = [at(one, names, turn) / at(two, names, turn) for turn in range(4)]
    return all(small(ratio - ratios[0]) for ratio in ratios) and not small(ratios[0])


def sampled(expression: Any) -> list[Any]:
    names = sorted(expression.free_symbols, key=str)
    return [at(expression, names, turn) for turn in range(4 if names else 1)]


def at(expression: Any, names: list[Any], turn: int) -> Any:
    """The expression where the variables have some positive rational values, another set of them each turn."""
    point = {name: sympy.Rational(17 + 12 * turn + 7 * place, 11 + turn) for place, name in enumerate(names)}
    return sympy.N(sympy.sympify(expression).subs(point), 60)


def small(value: Any) -> bool:
    return bool(abs(value) < sympy.Float("1e-40"))
