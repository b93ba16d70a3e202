"""Single values: what an answer gives as one, and whether it is the reference."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import permutations

from flint import arb, fmpq

from verifiers.answer.balls import PRECISIONS, NoBall, ball, known
from verifiers.answer.equality import Settled, same_value
from verifiers.answer.kinds import nothing_of
from verifiers.answer.matching import Context, Match, equal, unequal, unsure
from verifiers.answer.measures import alternatives
from verifiers.answer.names import is_name, items_of
from verifiers.answer.nouns import not_a_unit
from verifiers.answer.phrasing import is_asked_for
from verifiers.answer.quantities import same_quantity
from verifiers.answer.question import WHICH, in_prompt, other_name, side_asked_for
from verifiers.answer.spelt import ORDINAL_ENDINGS, spelt_number, spelt_ordinal
from verifiers.answer.tree import (
    EXPRESSIONS,
    MINUS_ONE,
    Add,
    BaseNumeral,
    Bracketed,
    Expr,
    Form,
    Listed,
    Mul,
    Num,
    Order,
    PlusMinus,
    Quantity,
    Relation,
    SetOf,
    Sym,
    Words,
    negated,
    parts,
    replaced,
    symbols,
)
from verifiers.answer.words import SPELT_NUMBERS


def counted_in_words(text: str, prompt: str) -> Num | None:
    """Ten for "ten" and, where the problem has teams, for "ten teams"."""
    said = text.split()
    for count in range(len(said), 0, -1):
        if (number := spelt_number(" ".join(said[:count]))) is not None:
            rest = said[count:]
            return None if rest and (not_a_unit(rest, prompt) or "per" in rest) else number
    return None


EXACTLY = re.compile(r"^(?:exactly|only|just) ")


def of_words(context: Context, given: Words) -> Match:
    if isinstance(expected := context.reference.form, Quantity) and expected.unit in ORDINAL_ENDINGS:
        place = spelt_ordinal(given.text)
        return (
            equal("words", given)
            if place is not None and place == expected.value
            else unsure("other words", "words", given)
        )
    number = counted_in_words(EXACTLY.sub("", given.text), context.prompt)
    if number is not None and context.reference.kind == "value":
        return compare_value(context, context.reference.form or Num(Fraction(0)), number)
    if nothing_of(given.text):
        return unequal("words", given, "says that there is no value")
    if SPELT_NUMBERS.search(given.text):
        return unsure("may name a number", "words", given)
    return unequal("words", given, "is words where the reference is mathematics")


def compare_value(context: Context, expected: Form, given: Form) -> Match:
    given, why = value_of(context, given)
    if why is not None:
        return why
    if isinstance(given, (Listed, SetOf, PlusMinus)):
        items = items_of(given)
        if len(items) == 1:
            return compare_value(context, expected, items[0])
        if not all(isinstance(item, EXPRESSIONS) for item in items):
            return unsure("says more than one value", "form", given)
        return unequal("form", given, "gives several answers where one is wanted", "several_answers")
    if isinstance(given, BaseNumeral):
        if given.base != 10:
            return unsure(f"is written in base {given.base}", "base", given)
        given = Num(Fraction(int(given.digits))) if given.digits.isdecimal() else given
    if isinstance(given, Bracketed) and len(given.items) == 1 and given.opening + given.closing == "[]":
        given = given.items[0]
    if not isinstance(given, (*EXPRESSIONS, Quantity)):
        return unequal("form", given, "is no single value")
    if isinstance(given, PlusMinus):
        return unequal("form", given, "gives several answers where one is wanted", "several_answers")
    given = with_constants(expected, given, context.prompt)
    if is_product(expected) and is_product(given) and sorted_factors(expected) != sorted_factors(given):
        return unsure("is another product", "form", given)
    same: Callable[[Expr, Expr], Settled] = partial(close, context)
    outcome, rule, reason = same_quantity(expected, given, context.prompt, same)
    if outcome is None:
        return unsure(reason, rule, given)
    return equal(rule, given) if outcome else unequal(rule, given, reason or "not equal")


def is_product(form: Form) -> bool:
    """`3 \\times 7`: a reference that is not worked out may mean its factors."""
    return isinstance(form, Mul) and all(isinstance(each, Num) and each.value > 0 for each in form.factors)


def sorted_factors(form: Form) -> list[Fraction]:
    return sorted(each.value for each in parts(form) if isinstance(each, Num))


CONSTANT = re.compile(r"[A-HKckab](?:_\w)?")  # what arbitrary constants are called
MAX_CONSTANTS = 3
INTEGRATED = re.compile(
    r"\\int\b|integral|integrate|antiderivative|primitive|differential|general solution", re.IGNORECASE
)


def with_constants(expected: Form, given: Form, prompt: str) -> Form:
    """The answer with its constants of integration called as the reference calls its own, where that makes them equal."""
    if not INTEGRATED.search(prompt) or not isinstance(expected, EXPRESSIONS) or not isinstance(given, EXPRESSIONS):
        return given
    mine, theirs = (sorted(name for name in symbols(form) if CONSTANT.fullmatch(name)) for form in (expected, given))
    if (
        len(mine) != len(theirs)
        or not 0 < len(mine) <= MAX_CONSTANTS
        or any(in_prompt(Sym(name), prompt) for name in (*mine, *theirs))
    ):
        return given
    for order in permutations(mine):
        renamed: Expr = given
        for at, name in enumerate(theirs):
            renamed = replaced(renamed, name, Sym(f"constant {at}"))
        for at, name in enumerate(order):
            renamed = replaced(renamed, f"constant {at}", Sym(name))
        if same_value(expected, renamed).equal or (len(mine) == 1 and up_to_a_constant(expected, renamed, mine[0])):
            return expected
    return given


def up_to_a_constant(expected: Expr, given: Expr, constant: str) -> bool:
    """Whether two antiderivatives with `+ C` differ by a rational number, which C takes up."""
    without = [
        Add(tuple(term for term in each.terms if term != Sym(constant)))
        for each in (expected, given)
        if isinstance(each, Add) and Sym(constant) in each.terms
    ]
    if len(without) != 2 or any(constant in symbols(each) for each in without):
        return False
    apart = Add((without[0], Mul((MINUS_ONE, without[1]))))
    try:
        found = ball(apart, PRECISIONS[0], dict.fromkeys(symbols(apart), Fraction(37, 29)))
    except NoBall:
        return False
    guess = Fraction(float(found.real.mid())).limit_denominator(1000)
    return bool(same_value(without[0], Add((without[1], Num(guess)))).equal)


def close(context: Context, expected: Expr, given: Expr) -> Settled:
    """Equality, or nearness where the problem or the reference allows it."""
    allowed = context.tolerance
    about = context.reference.about
    if allowed is None and about is None:
        return same_value(expected, given, context.solve)
    exact = same_value(expected, given)
    if exact.equal:
        return exact
    difference = Add((given, negated(expected)))
    try:
        off = ball(difference, PRECISIONS[0])
        centre = ball(expected, PRECISIONS[0])
    except NoBall:
        return Settled(None, "tolerance")
    value, near = known(expected), known(difference)
    if value is not None and near is not None:
        limit = max(
            about or Fraction(0), allowed.absolute if allowed else 0, allowed.relative * abs(value) if allowed else 0
        )
        return Settled(abs(near) <= limit, "within the tolerance")
    bound = arb_of(about or Fraction(0))
    if allowed is not None:
        bound = bound.max(arb_of(allowed.absolute)).max(arb_of(allowed.relative) * centre.abs_lower())
    if off.abs_upper() <= bound:
        return Settled(True, "within the tolerance")
    return Settled(False if off.abs_lower() > bound else None, "within the tolerance")


def arb_of(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))


def value_of(context: Context, given: Form) -> tuple[Form, Match | None]:
    """What `x = 5`, `12 + 34 = 46`, `x \\in \\{5\\}`, `√2 ≈ 1.41` commit to; or why they commit to nothing."""
    while isinstance(given, Relation):
        sides = given.sides
        orders: tuple[Order, ...] = given.orders
        if "~" in orders:
            at = orders.index("~")
            left = sides[at]
            if is_name(left) or context.reference.about is not None or context.tolerance is not None:
                given = sides[-1]
                if context.reference.about is None and context.tolerance is None:
                    return given, unequal("form", given, "is given as an approximation only")
                continue
            given = Relation(sides[: at + 1], orders[:at]) if at else left
            continue
        if orders == ("in",):
            given = sides[1]
            continue
        if set(orders) != {"="} and WHICH.search(context.prompt):
            if (side := side_asked_for(sides, orders, context.prompt)) is not None:
                return side, None
            return given, unsure("compares where a value is wanted", "form", given)
        if set(orders) != {"="}:
            return given, unequal("form", given, "is an inequality where a value is wanted")
        return chain(context, sides)
    return given, None


def chain(context: Context, sides: tuple[Form, ...]) -> tuple[Form, Match | None]:
    if len(sides) == 2 and not is_name(sides[0]) and is_name(sides[1]):
        sides = (sides[1], sides[0])
    value = sides[-1]
    equals: list[Order] = ["="] * (len(sides) - 1)
    whole = Relation(sides, tuple(equals))
    if is_name(value) and all(is_name(side) for side in sides) and not symbols(context.reference.form or value):
        return value, unequal("form", whole, "names no value", "no_answer")
    for side in sides[:-1]:
        if is_name(side):
            if isinstance(side, Words) and context.prompt and not is_asked_for(side.text.split(), context.prompt):
                return value, unsure("gives the value of something else", "names", whole)
            if other_name(side, context.prompt):
                return value, unsure("gives the value of something else", "names", whole)
            continue
        if isinstance(side, Quantity) and len(side.unit) == 1 and not alternatives(side.unit):
            return value, unsure(f"{side.unit!a} may be a symbol", "form", whole)  # 5x = 5
        if isinstance(side, Quantity) and (isinstance(value, Quantity) or side.value == value):
            continue  # 1.5 hours = 90 minutes
        if isinstance(side, Quantity) and not is_number(side.value) and len(side.unit) > 2:
            continue  # x meters = 5
        if isinstance(side, Quantity):
            return value, unsure("gives the value of something else", "form", whole)
        if isinstance(side, EXPRESSIONS) and isinstance(value, EXPRESSIONS):
            settled = same_value(side, value)
            if settled.equal is False and not (symbols(side) - symbols(value)):
                return value, unequal("form", whole, "equates different values", "several_answers")
            if symbols(side) - symbols(value):
                return value, unsure("gives the value of something else", "form", whole)
            continue
        if not isinstance(side, (Quantity, *EXPRESSIONS)):
            return value, unsure("gives the value of something else", "form", whole)
    return value, None


def is_number(expr: Expr) -> bool:
    return known(expr) is not None
