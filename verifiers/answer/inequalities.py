"""Regions and inequalities."""

from __future__ import annotations

from fractions import Fraction

from verifiers.answer.exact import TooLarge, Undefined
from verifiers.answer.matching import Context, Match, equal, unequal, unsure
from verifiers.answer.normal import Field, NoNormalForm, evaluated, lower, renew
from verifiers.answer.regions import NoRegion, region_of, same_region
from verifiers.answer.tree import EXPRESSIONS, MINUS_ONE, Add, Expr, Form, Mul, Num, Quantity, Relation


def of_regions(context: Context, expected: Form, given: Form) -> Match:
    """Raises NoRegion."""
    left, right = region_of(expected), region_of(given)
    if left.name and right.name and left.name != right.name:
        return unsure(f"is about {right.name}, not {left.name}", "names", given)
    outcome = same_region(left, right, context.solve)
    return (
        unsure("an end is not settled", "interval", given)
        if outcome is None
        else equal("interval", given)
        if outcome
        else unequal("interval", given)
    )


def compare_region(context: Context, expected: Form, given: Form) -> Match:
    try:
        region_of(expected)
    except NoRegion:
        return compare_inequality(expected, given)
    try:
        return of_regions(context, expected, given)
    except NoRegion:
        pass
    if isinstance(given, (*EXPRESSIONS, Quantity)):
        return unequal("form", given, "is a value where a set of numbers is wanted")
    if isinstance(given, Relation) and set(given.orders) == {"="}:
        return unequal("form", given, "is an equation where an inequality is wanted")
    return unsure("is no set of numbers that is understood", "form", given)


def compare_inequality(expected: Form, given: Form) -> Match:
    """Inequalities in several variables, up to a positive factor."""
    if not (
        isinstance(expected, Relation) and isinstance(given, Relation) and len(expected.sides) == len(given.sides) == 2
    ):
        return unsure("is not compared", "form", given)
    if expected.orders[0] not in ORDERS or given.orders[0] not in ORDERS:
        return unsure("is not compared", "form", given)
    left, right = directed(expected), directed(given)
    if left is None or right is None or left[1] != right[1]:
        return unsure("is another sort of inequality", "form", given)
    factor = proportion(left[0], right[0])
    if factor is None:
        return unsure("is not settled", "form", given)
    return equal("positive factor", given) if factor > 0 else unequal("factor", given)


ORDERS = {"<": (1, False), "<=": (1, True), ">": (-1, False), ">=": (-1, True)}


def directed(relation: Relation) -> tuple[Expr, bool] | None:
    """What is below zero, and whether it may be zero."""
    left, right = relation.sides
    if not (isinstance(left, EXPRESSIONS) and isinstance(right, EXPRESSIONS)):
        return None
    sign, closed = ORDERS[relation.orders[0]]
    return Mul((Num(Fraction(sign)), Add((left, Mul((MINUS_ONE, right)))))), closed


def proportion(left: Expr, right: Expr) -> Fraction | None:
    """The rational k with left = k * right; 0 when there is none; None when it is not known, as it is for quotients."""
    renew()
    into = Field()
    try:
        lowered = lower(left, into), lower(right, into)
        (first, under, _), (second, below, _) = evaluated(lowered[0], into), evaluated(lowered[1], into)
    except (TooLarge, Undefined, NoNormalForm, ValueError, OverflowError):
        return None
    if not first or not second:
        return Fraction(0)
    if not (under.is_constant() and below.is_constant()):
        return None
    first, second = first / under.leading_coefficient(), second / below.leading_coefficient()
    k = first.leading_coefficient() / second.leading_coefficient()
    return Fraction(int(k.p), int(k.q)) if first == second * k else Fraction(0)
