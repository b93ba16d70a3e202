"""Whether two values are equal: proved, disproved, or not settled; and by which rule.

In this order: written alike; exact rational values; one normal form (`normal`); algebraic numbers by a separation bound, other
numbers and functions by balls that exclude zero (`balls`); and only then the computer algebra system, in a process that can be
killed (`symbolic`).
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from verifiers.answer.balls import PRECISIONS, NoBall, algebraic_zero, ball, excludes_zero
from verifiers.answer.exact import TooLarge, Undefined, rational_value
from verifiers.answer.normal import NoNormalForm, one_form
from verifiers.answer.tree import (
    IMAGINARY,
    INFINITY,
    MINUS_ONE,
    Add,
    Const,
    Expr,
    Fn,
    Mul,
    Num,
    PlusMinus,
    Pow,
    Sym,
    symbols,
)

# Where two functions are compared: nothing about these points is special. The last ones have negative coordinates.
POINTS = (
    tuple(Fraction(37 + 11 * at, 29) for at in range(12)),
    tuple(Fraction(5 + 3 * at, 31) for at in range(12)),
    tuple(Fraction(-17 - 7 * at, 19) for at in range(12)),
    tuple(Fraction((-1) ** at * (23 + 5 * at), 13) for at in range(12)),
)
MAX_SYMBOLS = 12
LOGARITHMS = (None, Fraction(10))  # what "log" may be to


@dataclass(frozen=True, slots=True)
class Settled:
    """`equal`: None when it is not known; `rule`: what settled it."""

    equal: bool | None
    rule: str


Solver = Callable[[Expr], bool | None]  # whether a difference is zero


def unsolved(_: Expr) -> bool | None:
    return None


def same_value(left: Expr, right: Expr, solve: Solver = unsolved) -> Settled:
    """Never raises."""
    if left == right:
        return Settled(True, "the same form")
    try:
        exact = rational_value(left), rational_value(right)
    except Undefined:
        return Settled(None, "a division by zero")
    except TooLarge:
        exact = None, None
    if exact[0] is not None and exact[1] is not None:
        return Settled(exact[0] == exact[1], "exact value")
    difference = Add((left, Mul((MINUS_ONE, right))))
    leaves = leaves_of(difference)
    if INFINITY in leaves:
        return infinite(left, right)
    if any(isinstance(each, PlusMinus) for each in leaves):
        return Settled(None, "a sign is left open")
    names = sorted(each.name for each in leaves if isinstance(each, Sym))
    if not names:
        zero = algebraic_zero(difference)
        if zero is not None:
            return Settled(zero, "algebraic number")
    real = IMAGINARY not in leaves
    apart_somewhere = differs_somewhere(left, right, names, real=real) if names else apart(difference, {})
    if apart_somewhere:
        return Settled(False, "values at a point" if names else "balls")
    # A normal form is believed where the values could be compared, too, and were not different.
    if apart_somewhere is not None:
        try:
            readings = [(with_logarithm(left, base), with_logarithm(right, base)) for base in LOGARITHMS]
            unstated = readings[0][0] is not left or readings[0][1] is not right
            if one_form(left, right) or (unstated and all(one_form(*reading) for reading in readings)):
                return Settled(True, "normal form")
        except (TooLarge, NoNormalForm, Undefined, ValueError, OverflowError, ZeroDivisionError):
            pass
    solved = solve(difference)
    return Settled(solved, "computer algebra" if solved is not None else "nothing")


def leaves_of(expr: Expr) -> frozenset[Sym | Const | PlusMinus]:
    """The symbols and constants of a tree, and its open signs."""
    found: set[Sym | Const | PlusMinus] = set()
    waiting: list[Expr] = [expr]
    while waiting:
        match waiting.pop():
            case Num():
                pass
            case Add(several) | Mul(several) | Fn(_, several):
                waiting += several
            case Pow(base, exponent):
                waiting += base, exponent
            case PlusMinus(left, right) as each:
                found.add(each)
                waiting += left, right
            case leaf:
                found.add(leaf)
    return frozenset(found)


def infinite(left: Expr, right: Expr) -> Settled:
    signs = sign_of_infinity(left), sign_of_infinity(right)
    if None in signs:
        return Settled(
            False if signs != (None, None) and finite(left if signs[0] is None else right) else None, "infinity"
        )
    return Settled(signs[0] == signs[1], "infinity")


def sign_of_infinity(expr: Expr) -> int | None:
    match expr:
        case Const("infinity"):
            return 1
        case Mul((Num(value), inner)) if value:
            sign = sign_of_infinity(inner)
            return None if sign is None else sign if value > 0 else -sign
    return None


def finite(expr: Expr) -> bool:
    try:
        return INFINITY not in leaves_of(expr) and bool(
            ball(expr, PRECISIONS[0], dict.fromkeys(symbols(expr), Fraction(37, 29))).is_finite()
        )
    except NoBall:
        return False


def differs_somewhere(left: Expr, right: Expr, names: list[str], *, real: bool) -> bool | None:
    """Whether both are defined at one of a few points, with different values; None when they are at none of them.

    `real`: only points at which both have real values count."""
    if len(names) > MAX_SYMBOLS:
        return None
    difference = Add((left, Mul((MINUS_ONE, right))))
    found: bool | None = None
    for point in POINTS:
        at = dict(zip(names, point, strict=False))
        if real and not (real_at(left, at) and real_at(right, at)):
            continue
        here = apart(difference, at)
        if here:
            return True
        found = found if here is None else False
    return found


def real_at(expr: Expr, at: dict[str, Fraction]) -> bool:
    """Whether a function has a real value there, as far as a ball tells; a logarithm of a negative number has none."""
    try:
        return bool(ball(expr, PRECISIONS[0], at).imag.contains(0))
    except NoBall:
        return False


def apart(difference: Expr, at: dict[str, Fraction]) -> bool | None:
    """Whether a ball of the difference excludes zero; None when there is no ball. A logarithm of an unstated base is tried with
    two of them."""
    natural = with_logarithm(difference, None)
    if natural is difference:
        return one_apart(difference, at)
    found = [one_apart(each, at) for each in (natural, with_logarithm(difference, Fraction(10)))]
    return None if None in found else all(found)


def one_apart(difference: Expr, at: dict[str, Fraction]) -> bool | None:
    for precision in PRECISIONS:
        try:
            if excludes_zero(ball(difference, precision, at)):
                return True
        except NoBall:
            return None
    return False


def with_logarithm(expr: Expr, base: Fraction | None) -> Expr:
    """With "log" to this base, None for e; the tree itself when it has none."""
    match expr:
        case Fn("log", (argument,)):
            natural = Fn("ln", (with_logarithm(argument, base),))
            return natural if base is None else Mul((natural, Pow(Fn("ln", (Num(base),)), MINUS_ONE)))
        case Add(several) | Mul(several) | Fn(_, several):
            made = tuple(with_logarithm(each, base) for each in several)
            if all(map(operator.is_, made, several)):
                return expr
            return Fn(expr.name, made) if isinstance(expr, Fn) else type(expr)(made)
        case Pow(below, above, radical):
            inner = with_logarithm(below, base), with_logarithm(above, base)
            return expr if inner[0] is below and inner[1] is above else Pow(*inner, radical)
    return expr


def less(left: Expr, right: Expr) -> bool | None:
    """Whether one constant is below another; None when it is not known or they may be equal."""
    for side, sign in ((left, -1), (right, 1)):
        if (infinity := sign_of_infinity(side)) is not None:
            other = right if side is left else left
            return None if sign_of_infinity(other) == infinity else infinity == sign
    for precision in PRECISIONS:
        try:
            found = ball(Add((right, Mul((MINUS_ONE, left)))), precision)
        except NoBall:
            return None
        if found.imag == 0 and found.real > 0:
            return True
        if found.imag == 0 and found.real < 0:
            return False
    return None
