"""The exact rational value of a tree, where it has one that is small enough to write down."""

from __future__ import annotations

import math
from fractions import Fraction

from verifiers.answer.tree import Add, Expr, Fn, Mul, Num, PlusMinus, Pow

MAX_BITS = 40_000
MAX_FACTORIAL = 3000


class TooLarge(Exception):
    """A value or a form has more digits or terms than are worked out."""


class Undefined(Exception):
    """There is no value: a division by zero."""


def rational_value(expr: Expr) -> Fraction | None:
    """None when it is not rational, or not seen to be. Raises TooLarge and Undefined."""
    match expr:
        case Num(value):
            return value
        case Add(terms):
            total = Fraction(0)
            for term in terms:
                part = rational_value(term)
                if part is None:
                    return None
                total = small(total + part)
            return total
        case Mul(factors):
            product = Fraction(1)
            for factor in factors:
                part = rational_value(factor)
                if part is None:
                    return None
                product = small(product * part)
            return product
        case Pow(base, exponent):
            below, above = rational_value(base), rational_value(exponent)
            return None if below is None or above is None else power(below, above)
        case Fn(name, arguments):
            values = [rational_value(each) for each in arguments]
            known = [value for value in values if value is not None]
            return function(name, known) if len(known) == len(values) else None
        case PlusMinus():
            return None
    return None


def small(value: Fraction) -> Fraction:
    if value.numerator.bit_length() + value.denominator.bit_length() > MAX_BITS:
        raise TooLarge
    return value


def power(base: Fraction, exponent: Fraction) -> Fraction | None:
    if exponent.denominator != 1:
        return root(base, exponent)
    times = int(exponent)
    if base == 0 and times <= 0:
        raise Undefined
    if base in (0, 1):
        return base
    if base == -1:
        return base if times % 2 else -base
    if abs(times) * max(base.numerator.bit_length(), base.denominator.bit_length()) > MAX_BITS:
        raise TooLarge
    return base**times


def root(base: Fraction, exponent: Fraction) -> Fraction | None:
    """The rational power of a rational number, when it is rational and real."""
    degree = exponent.denominator
    if base < 0 and degree % 2 == 0:
        return None
    if degree > 64 or abs(exponent.numerator) > 64:
        return None
    if base == 0:
        if exponent < 0:
            raise Undefined
        return base
    above, below = nth_root(abs(base.numerator), degree), nth_root(base.denominator, degree)
    if above is None or below is None:
        return None
    return power(Fraction(above, below) * (-1 if base < 0 else 1), Fraction(exponent.numerator))


def nth_root(number: int, degree: int) -> int | None:
    """The whole root of a whole number, or None."""
    if degree == 2:
        found = math.isqrt(number)
    else:
        low, high = 0, 1 << (number.bit_length() // degree + 1)
        while low < high:
            middle = (low + high + 1) // 2
            if middle**degree <= number:
                low = middle
            else:
                high = middle - 1
        found = low
    return found if found**degree == number else None


def function(name: str, values: list[Fraction]) -> Fraction | None:
    whole = [int(value) for value in values if value.denominator == 1]
    match name:
        case "abs":
            return abs(values[0])
        case "floor":
            return Fraction(math.floor(values[0]))
        case "ceil":
            return Fraction(math.ceil(values[0]))
        case "sign":
            return Fraction((values[0] > 0) - (values[0] < 0))
        case "max":
            return max(values)
        case "min":
            return min(values)
        case "Re":
            return values[0]
        case "Im":
            return Fraction(0)
        case "factorial" | "factorial2" if whole and whole[0] >= 0:
            if whole[0] > MAX_FACTORIAL:
                raise TooLarge
            return Fraction(math.factorial(whole[0]) if name == "factorial" else math.prod(range(whole[0], 0, -2)))
        case "binomial" if len(whole) == 2 and min(whole) >= 0:
            if max(whole) > MAX_FACTORIAL:
                raise TooLarge
            return Fraction(math.comb(*whole))
        case "gcd" if len(whole) == len(values):
            return Fraction(math.gcd(*whole))
        case "lcm" if len(whole) == len(values):
            return small(Fraction(math.lcm(*whole)))
    return None
