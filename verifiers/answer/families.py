r"""Values that depend on an integer: `x = \frac{\pi}{3} + 2k\pi, k \in \mathbb{Z}`, `(2 + 5t, -1 - 3t)`, the odd integers.

A family is a number of arithmetic progressions, of numbers or of tuples, over all integers. Two of them are the same set when their
members are, up to multiples of a common step; how they are written, with which letter and from which member on does not matter.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from verifiers.answer.balls import PRECISIONS, NoBall, ball, excludes_zero, known
from verifiers.answer.equality import Solver, same_value
from verifiers.answer.signs import expanded
from verifiers.answer.tree import (
    EXPRESSIONS,
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Bracketed,
    Expr,
    Form,
    Listed,
    Mul,
    Num,
    Pow,
    Relation,
    SetOf,
    Sym,
    replaced,
    symbols,
)

MAX_PROGRESSIONS = 24
MAX_MEMBERS = 60  # of one common period
# Over which k: all integers, the natural or the positive ones; M: all members that are positive; Q: one that is not compared.
DOMAINS = ("Z", "N", "P", "M", "Q")
Vector = tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Progression:
    """start + k * step, component by component."""

    start: Vector
    step: Vector


@dataclass(frozen=True, slots=True)
class Family:
    """`domain`: over which k; `name`: what its members are the values of."""

    progressions: tuple[Progression, ...]
    domain: str
    name: str = ""


def family_of(form: Form) -> Family | None:
    """None for what is no family: no letter ranges over the integers, or the members are not linear in it."""
    if not isinstance(form, Listed):
        return None
    over = [item for item in form.items if is_domain(item)]
    rest = [item for item in form.items if not is_domain(item)]
    if len(over) != 1 or not rest:
        return None
    (item,) = over
    assert isinstance(item, Relation)
    letter, domain = item.sides
    assert isinstance(letter, Sym)
    assert isinstance(domain, Sym)
    found: list[Progression] = []
    for vector in vectors_of(rest):
        if (progression := linear(vector, letter)) is None or len(found) == MAX_PROGRESSIONS:
            return None
        found.append(progression)
    return Family(tuple(found), domain.name, name_of(rest)) if found else None


def is_domain(form: Form) -> bool:
    match form:
        case Relation((Sym(), Sym(name)), ("in",)):
            return name in DOMAINS
    return False


def vectors_of(items: Sequence[Form]) -> list[Vector]:
    """The members, each as a tuple of its components; none when one of them is not understood."""
    named = [item.sides[0] for item in items if isinstance(item, Relation) and item.orders == ("=",)]
    letters = [name.name for name in named if isinstance(name, Sym)]
    if len(items) > 1 and len(set(letters)) == len(items):
        values = {item.sides[0]: item.sides[1] for item in items if isinstance(item, Relation)}
        ordered = [values[Sym(name)] for name in sorted(letters)]
        return [tuple(value for value in ordered if isinstance(value, EXPRESSIONS))]
    found: list[Vector] = []
    for item in items:
        value: Form = item
        if isinstance(item, Relation):
            if set(item.orders) not in ({"="}, {"in"}) or len(item.sides) != 2 or not is_a_name(item.sides[0]):
                return []
            value = item.sides[1]
        if isinstance(value, (SetOf, Listed)):
            found += vectors_of(value.items)
        elif isinstance(value, Bracketed) and all(isinstance(each, EXPRESSIONS) for each in value.items):
            found.append(tuple(each for each in value.items if isinstance(each, EXPRESSIONS)))
        elif isinstance(value, EXPRESSIONS):
            found += [(each,) for each in expanded(value)]
        else:
            return []
    return found


def is_a_name(form: Form) -> bool:
    """`x`, `(x, y)`."""
    return isinstance(form, Sym) or (isinstance(form, Bracketed) and all(isinstance(each, Sym) for each in form.items))


def name_of(items: Sequence[Form]) -> str:
    """The letter that every member is given to; "" where there is none, or more than one."""
    names = {item.sides[0].name for item in items if isinstance(item, Relation) and isinstance(item.sides[0], Sym)}
    return names.pop() if len(names) == 1 else ""


def linear(vector: Vector, letter: Sym) -> Progression | None:
    if not any(letter.name in symbols(each) for each in vector):
        return None
    start = tuple(replaced(each, letter.name, ZERO) for each in vector)
    step = tuple(
        Add((replaced(each, letter.name, ONE), Mul((MINUS_ONE, low)))) for each, low in zip(vector, start, strict=True)
    )
    for each, low, by in zip(vector, start, step, strict=True):
        if not same_value(each, Add((low, Mul((by, letter))))).equal:
            return None
    return Progression(start, step)


def same_family(left: Family, right: Family, solve: Solver, *, positive: bool = False) -> bool | None:
    """Whether both have the same members, of which only the `positive` ones may count; None when that is not settled."""
    if positive:
        left, right = (replace(each, domain="M") if each.domain == "Z" else each for each in (left, right))
    if "M" in (left.domain, right.domain):
        left, right = positive_members(left), positive_members(right)
    if left.domain != right.domain or left.domain == "Q" or (left.name and right.name and left.name != right.name):
        return None
    every = (*left.progressions, *right.progressions)
    if len({len(each.start) for each in every}) != 1:
        return False
    base = every[0].step
    at = next((at for at, part in enumerate(base) if is_zero(part) is False), None)
    ratios = [ratio(each.step, base, at) for each in every] if at is not None else []
    rational = [abs(each) for each in ratios if each]
    if at is None or len(rational) < len(every):
        return None
    if left.domain in ("N", "P"):
        pairs = [
            ((*one.start, *one.step), (*other.start, *other.step))
            for one, other in zip(left.progressions, right.progressions, strict=False)
        ]
        same = len(left.progressions) == len(right.progressions) and all(
            same_value(a, b).equal for mine, theirs in pairs for a, b in zip(mine, theirs, strict=True)
        )
        return True if same else None
    period = Fraction(
        math.lcm(*(each.numerator for each in rational)), math.gcd(*(each.denominator for each in rational))
    )
    if sum(period / each for each in rational) > MAX_MEMBERS:
        return None
    whole = tuple(Mul((Num(period), part)) for part in base)
    counts = [int(period / each) for each in rational]
    members = [
        [shifted(each.start, each.step, Fraction(step)) for step in range(count)]
        for each, count in zip(every, counts, strict=True)
    ]
    mine = [member for group in members[: len(left.progressions)] for member in group]
    theirs = [member for group in members[len(left.progressions) :] for member in group]
    table = [[congruent(a, b, whole, at, solve) for b in theirs] for a in mine]
    found = [either(row) for row in table] + [either([row[to] for row in table]) for to in range(len(theirs))]
    return False if False in found else None if None in found else True


def positive_members(family: Family) -> Family:
    """The same with domain "M", where k from 1 on gives just the positive members."""
    if family.domain != "P" or any(len(each.start) != 1 for each in family.progressions):
        return family
    for progression in family.progressions:
        start, step = known(progression.start[0]), known(progression.step[0])
        if start is None or step is None or step <= 0:
            return family
        if not start <= 0 < start + step:
            return family
    return replace(family, domain="M")


def either(values: Sequence[bool | None]) -> bool | None:
    return True if True in values else None if None in values else False


def shifted(start: Vector, step: Vector, times: Fraction) -> Vector:
    return tuple(Add((low, Mul((Num(times), by)))) for low, by in zip(start, step, strict=True))


def is_zero(expr: Expr) -> bool | None:
    return same_value(expr, ZERO).equal


def ratio(step: Vector, base: Vector, at: int) -> Fraction | None:
    """The rational q with step = q * base; None when there is none, or none is found."""
    try:
        found = ball(Mul((step[at], Pow(base[at], MINUS_ONE))), PRECISIONS[0])
    except NoBall:
        return None
    if found.imag != 0:
        return None
    guess = Fraction(float(found.real.mid())).limit_denominator(1000)
    fits = all(same_value(mine, Mul((Num(guess), theirs))).equal for mine, theirs in zip(step, base, strict=True))
    return guess if fits else None


def congruent(one: Vector, other: Vector, period: Vector, at: int, solve: Solver) -> bool | None:
    """Whether two members differ by a whole number of periods."""
    apart = Add((one[at], Mul((MINUS_ONE, other[at]))))
    try:
        found = ball(Mul((apart, Pow(period[at], MINUS_ONE))), PRECISIONS[1])
    except NoBall:
        return None
    times = round(float(found.real.mid())) if found.is_finite() else 0
    if excludes_zero(found - times):
        return False
    settled = [
        same_value(a, Add((b, Mul((Num(Fraction(times)), by)))), solve).equal
        for a, b, by in zip(one, other, period, strict=True)
    ]
    return False if False in settled else None if None in settled else True
