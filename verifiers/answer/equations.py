"""Equations, and values that are given as one."""

from __future__ import annotations

import re
from dataclasses import replace

from verifiers.answer.equality import same_value
from verifiers.answer.inequalities import ORDERS, proportion
from verifiers.answer.kinds import kind_of
from verifiers.answer.matching import Context, Match, equal, max_of, of, tri, unequal, unsure
from verifiers.answer.names import is_function, is_name, overlap
from verifiers.answer.question import in_prompt
from verifiers.answer.signs import both as both_signs
from verifiers.answer.signs import count_of_signs
from verifiers.answer.tree import (
    EXPRESSIONS,
    MINUS_ONE,
    Add,
    Expr,
    Form,
    Mul,
    Quantity,
    Relation,
    Sym,
    replaced,
    symbols,
)


def compare_equation(context: Context, expected: Form, given: Form) -> Match:
    if not isinstance(expected, Relation):
        return unsure("is not compared", "form", given)
    sides = expected.sides
    if count_of_signs(expected) == 1 and isinstance(given, Relation) and not is_name(given.sides[0]):
        return compare_sides(expected, given)
    if len(sides) == 2 and is_name(sides[0]) and not overlap(sides[0], sides[1]):
        return compare_assignment(context, sides[0], sides[1], given)
    if len(sides) == 2 and is_name(sides[1]) and not overlap(sides[0], sides[1]):
        return compare_assignment(context, sides[1], sides[0], given)
    return compare_sides(expected, given)


def compare_assignment(context: Context, name: Form, value: Form, given: Form) -> Match:
    """The reference is `x = value` or `f(x) = value`: so may the answer be, or the value alone."""
    inner = replace(context, reference=replace(context.reference, form=value, kind=kind_of(value)))
    if isinstance(given, Relation) and set(given.orders) == {"="} and len(given.sides) >= 2:
        left, right = given.sides[0], given.sides[-1]
        if isinstance(left, Mul) and isinstance(name, Sym) and is_function(left) and left.factors[0] == name:
            left = name  # y(x) for y
        if len(given.sides) == 2 and is_name(right) and not is_name(left):
            left, right = right, left
        if (
            left == name
            and isinstance(name, Mul)
            and is_function(name)
            and isinstance(value, EXPRESSIONS)
            and isinstance(right, EXPRESSIONS)
        ):
            right = with_its_constant(value, right, name.factors[1], context.prompt)
        if left == name or (isinstance(name, Sym) and isinstance(left, Sym) and left.name.lower() == name.name.lower()):
            return replace(context.compare(inner, right), given=given)
        if isinstance(value, EXPRESSIONS) and symbols(value):
            if isinstance(name, Mul) and isinstance(left, Mul) and is_function(name) and is_function(left):
                return of_function(inner, name, value, left, right, given)
            if is_name(left) and not overlap(left, right) and is_function(name) != is_function(left):
                return replace(context.compare(inner, right), given=given)
        if (
            isinstance(name, Sym)
            and isinstance(left, EXPRESSIONS)
            and isinstance(right, EXPRESSIONS)
            and name.name in symbols(Add((left, right)))
        ):
            sides = compare_sides(Relation((name, value), ("=",)), given)
            if sides.equal and not symbols(value) and not CURVE.search(context.prompt):
                return unsure("is an equation that was not solved", "form", given)
            return sides
        return unsure("gives a value to another name", "names", given)
    if isinstance(given, Relation):
        return unequal("form", given, "is an inequality where an equation is wanted")
    return replace(context.compare(inner, given), given=given)


CURVE = re.compile(r"\b(?:lines?|locus|asymptotes?|axis|planes?|curve)\b|by an equation", re.IGNORECASE)


def of_function(context: Context, name: Mul, value: Expr, left: Mul, right: Form, given: Form) -> Match:
    """`f(t) = 2t` for `f(x) = 2x`: the bound variable may have another name."""
    assert isinstance(name, Mul)
    if name.factors[0] != left.factors[0]:
        return unsure("is another function", "names", given)
    mine, theirs = name.factors[1], left.factors[1]
    if not (isinstance(mine, Sym) and isinstance(theirs, Sym) and isinstance(right, EXPRESSIONS)):
        return unsure("is another function", "names", given)
    if theirs.name != mine.name and mine.name in symbols(right):
        return unequal("names", given)
    right = with_its_constant(value, replaced(right, theirs.name, mine), mine, context.prompt)
    return of(same_value(value, right, context.solve), given)


def with_its_constant(value: Expr, right: Expr, bound: Form, prompt: str) -> Expr:
    """`x + a` as `x + c`, where neither letter is the problem's: an arbitrary constant may have any name."""
    if not prompt:
        return right
    mine, theirs = (
        {name for name in symbols(side) if Sym(name) != bound and not in_prompt(Sym(name), prompt)}
        for side in (value, right)
    )
    if len(mine) == len(theirs) == 1 and not symbols(right) & mine and not symbols(value) & theirs:
        return replaced(right, theirs.pop(), Sym(mine.pop()))
    return right


def compare_sides(expected: Relation, given: Form) -> Match:
    """Equations up to a factor that is a number."""
    if not isinstance(given, Relation):
        return (
            unequal("form", given, "is no equation")
            if isinstance(given, (*EXPRESSIONS, Quantity))
            else unsure("is no equation", "form", given)
        )
    if given.orders != ("=",):
        return (
            unequal("form", given, "is no equation")
            if set(given.orders) & set(ORDERS)
            else unsure("is not compared", "form", given)
        )
    if len(expected.sides) != 2:
        return unsure("is not compared", "form", given)
    if 1 in (count_of_signs(expected), count_of_signs(given)):
        wanted, found = both_signs(expected), both_signs(given)
        table = [
            [compare_sides(mine, theirs).equal for theirs in found] for mine in wanted if isinstance(mine, Relation)
        ]
        each = [max_of(row) for row in table] + [max_of([row[at] for row in table]) for at in range(len(found))]
        return tri(False if False in each else None if None in each else True, "equations up to factors")
    zero = []
    for relation in (expected, given):
        left, right = relation.sides
        if not (isinstance(left, EXPRESSIONS) and isinstance(right, EXPRESSIONS)):
            return unsure("is not compared", "form", given)
        zero.append(Add((left, Mul((MINUS_ONE, right)))))
    factor = proportion(zero[0], zero[1])
    if factor is None:
        return unsure("the sides are not settled", "normal form", given)
    if factor:
        return equal("equation up to a factor", given)
    return unequal("equation up to a factor", given)
