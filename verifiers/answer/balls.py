"""Values as balls that certainly hold them (Arb, through python-flint), and when a small one proves zero.

Two values whose difference is a ball without zero are different. That an algebraic number is zero is proved by a bound that is
below every non-zero value of its expression: Burnikel, Funke, Mehlhorn, Schirra and Schmitt, "A separation bound for real
algebraic expressions", Algorithmica 55 (2009), in the form of Theorem 1 there with U and L as algebraic integers; roots of unity
are counted by the degree of their field.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import flint
from flint import acb, arb, fmpq

from verifiers.answer.exact import TooLarge, Undefined, rational_value
from verifiers.answer.tree import Add, Const, Expr, Fn, Mul, Num, PlusMinus, Pow, Sym

PRECISIONS = (64, 320)  # bits
MAX_PRECISION = 20_000
MAX_DEGREE = 4000
MAX_EXPONENT_BITS = 400
ZERO = acb(0)


class NoBall(Exception):
    """No finite ball can be had."""


def ball(expr: Expr, precision: int, at: Mapping[str, Fraction] | None = None) -> acb:
    """A ball with the value of a tree, symbols taken from `at`. Raises NoBall."""
    with flint.ctx.workprec(precision):
        found = Evaluation(at or {}).value(expr)
    if not found.is_finite():
        raise NoBall
    return found


def excludes_zero(found: acb) -> bool:
    return not found.contains(ZERO)


@dataclass(frozen=True)
class Evaluation:
    at: Mapping[str, Fraction]

    def value(self, expr: Expr) -> acb:
        match expr:
            case Num(number):
                return exact(number)
            case Sym(name):
                if name not in self.at:
                    raise NoBall
                return exact(self.at[name])
            case Const("pi"):
                return acb(arb.pi())
            case Const("e"):
                return acb(arb(1).exp())
            case Const("i"):
                return acb(0, 1)
            case Const() | PlusMinus():
                raise NoBall
            case Add(terms):
                total = acb(0)
                for term in terms:
                    total = total + self.value(term)
                return total
            case Mul(factors):
                product = acb(1)
                for factor in factors:
                    product = product * self.value(factor)
                return product
            case Pow(base, exponent):
                return self.power(base, exponent)
            case Fn(name, arguments):
                return self.function(name, [self.value(each) for each in arguments])
        raise NoBall

    def power(self, base: Expr, exponent: Expr) -> acb:
        try:
            known = rational_value(exponent)
        except (TooLarge, Undefined) as error:
            raise NoBall from error
        below = self.value(base)
        if known is not None and known.denominator == 1 and abs(known) < 1 << 20:
            times = int(known)
            if times < 0 and below.contains(ZERO):
                raise NoBall
            return acb(below**times)
        if known is not None and known.denominator % 2 and below.imag == 0 and below.real < 0:
            # Of a negative number the odd root that is real, as schools have it.
            found = self.real_power(acb(-below.real), exact(known))
            return acb(-found) if known.numerator % 2 else found
        above = exact(known) if known is not None else self.value(exponent)
        return self.real_power(below, above)

    def real_power(self, below: acb, above: acb) -> acb:
        if below.contains(ZERO):
            if not (below.imag == 0 and above.imag == 0 and above.real > 0 and below.real >= 0):
                raise NoBall
            return acb(below**above)
        size = above * below.log()
        if not size.is_finite() or size.abs_upper() > arb(2) ** MAX_EXPONENT_BITS:
            raise NoBall
        return acb(below**above)

    def function(self, name: str, values: list[acb]) -> acb:
        first = values[0]
        match name:
            case "sin" | "cos" | "tan" | "cot" | "sec" | "csc" | "sinh" | "cosh" | "tanh" | "coth" | "sech" | "csch":
                if first.abs_upper() > arb(2) ** 64:
                    raise NoBall
                return acb(getattr(first, name)())
            case "arcsin" | "arccos" | "arctan" | "arcsinh" | "arccosh" | "arctanh":
                return acb(getattr(first, name.replace("arc", "a"))())
            case "arccot":
                return acb(arb.pi()) / 2 - first.atan()
            case "arcsec":
                return (1 / first).acos()
            case "arccsc":
                return (1 / first).asin()
            case "ln":
                if first.contains(ZERO):
                    raise NoBall
                return first.log()
            case "abs":
                return acb(first.abs_lower().union(first.abs_upper()))
            case "sign":
                if first.contains(ZERO):
                    raise NoBall
                return first / acb(first.abs_lower().union(first.abs_upper()))
            case "floor" | "ceil":
                real = self.real(first)
                return acb(getattr(real, name)())
            case "factorial":
                if not first.abs_upper() < 10_000_000:
                    raise NoBall
                return (first + 1).gamma()
            case "binomial" if len(values) == 2:
                return (first + 1).gamma() * (values[1] + 1).rgamma() * (first - values[1] + 1).rgamma()
            case "max" | "min" if len(values) > 1:
                return self.extreme(name, [self.real(each) for each in values])
            case "Re":
                return acb(first.real)
            case "Im":
                return acb(first.imag)
        raise NoBall

    def extreme(self, name: str, values: list[arb]) -> acb:
        best = values[0]
        for each in values[1:]:
            best = best.max(each) if name == "max" else best.min(each)
        return acb(best)

    def real(self, value: acb) -> arb:
        if value.imag != 0:
            raise NoBall
        return value.real


def exact(value: Fraction) -> acb:
    return acb(arb(fmpq(value.numerator, value.denominator)))


# ---- algebraic numbers


class NotAlgebraic(Exception):
    """The tree has a part that is not seen to be an algebraic number."""


@dataclass
class Height:
    """Bounds for the conjugates of U and L in the value U / L, in bits; what the field is made of."""

    roots: dict[Expr, int] = field(default_factory=dict)
    unity: int = 1  # the order of a root of unity in the field

    def degree(self) -> int:
        return math.prod(self.roots.values()) * totient(self.unity)

    def bounds(self, expr: Expr) -> tuple[float, float]:
        match expr:
            case Num(value):
                return bits(value.numerator), bits(value.denominator)
            case Const("i"):
                self.unity = math.lcm(self.unity, 4)
                return 0.0, 0.0
            case Add(terms):
                return self.summed([self.bounds(term) for term in terms])
            case Mul(factors):
                pairs = [self.bounds(factor) for factor in factors]
                return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
            case Pow(base, exponent):
                return self.power(base, exponent)
            case Fn("sin" | "cos" | "tan" | "cot" | "sec" | "csc" as name, (argument,)):
                return self.trigonometric(name, argument)
            case Fn():
                exact_value = known(expr)
                if exact_value is not None:
                    return self.bounds(Num(exact_value))
        raise NotAlgebraic

    def summed(self, pairs: list[tuple[float, float]]) -> tuple[float, float]:
        above, below = pairs[0]
        for more, under in pairs[1:]:
            above, below = max(above + under, below + more) + 1, below + under
        return above, below

    def power(self, base: Expr, exponent: Expr) -> tuple[float, float]:
        value = known(exponent)
        if value is None or value.denominator > 64 or abs(value.numerator) > 10_000:
            raise NotAlgebraic
        above, below = self.bounds(base)
        degree, times = value.denominator, abs(value.numerator)
        if degree > 1:
            # The root is root(U * L**(k - 1)) / L.
            self.roots[Pow(base, Num(Fraction(1, degree)))] = degree
            above = (above + (degree - 1) * below) / degree
        above, below = above * times, below * times
        return (below, above) if value < 0 else (above, below)

    def trigonometric(self, name: str, argument: Expr) -> tuple[float, float]:
        turn = turn_of(argument)
        if turn is None:
            raise NotAlgebraic
        self.unity = math.lcm(self.unity, 4, 2 * turn.denominator)
        # cos = (z + 1/z) / 2, with z a root of unity; sin divides by the unit i, too.
        one = (1.0, 1.0)
        match name:
            case "sin" | "cos":
                return one
            case "tan" | "cot":
                return 2.0, 2.0
        return 1.0, 1.0


def turn_of(argument: Expr) -> Fraction | None:
    """How many times pi the argument is, when that is rational."""
    match argument:
        case Const("pi"):
            return Fraction(1)
        case Num(value) if value == 0:
            return Fraction(0)
        case Mul(factors):
            turn: Fraction | None = None
            scale = Fraction(1)
            for factor in factors:
                inner = known(factor)
                if inner is not None:
                    scale *= inner
                elif turn is None and (found := turn_of(factor)) is not None:
                    turn = found
                else:
                    return None
            return None if turn is None else turn * scale
        case Add(terms):
            turns = [turn_of(term) for term in terms]
            found_turns = [each for each in turns if each is not None]
            return sum(found_turns, Fraction(0)) if len(found_turns) == len(turns) else None
    return None


def known(expr: Expr) -> Fraction | None:
    try:
        return rational_value(expr)
    except (TooLarge, Undefined):
        return None


def bits(number: int) -> float:
    return float(max(0, abs(number).bit_length()))


def totient(number: int) -> int:
    return int(flint.fmpz(number).euler_phi())


def algebraic_zero(expr: Expr) -> bool | None:
    """Whether an algebraic number is zero; None when it is not seen to be one, or the proof needs too many digits."""
    height = Height()
    try:
        above, below = height.bounds(expr)
    except NotAlgebraic:
        return None
    degree = height.degree()
    if degree > MAX_DEGREE:
        return None
    needed = (degree - 1) * above + below + 16  # a value that is not zero is above 2**-needed
    for precision in (*PRECISIONS, int(needed + above + below) + 64):
        if precision > MAX_PRECISION:
            return None
        try:
            found = ball(expr, precision)
        except NoBall:
            return None
        if excludes_zero(found):
            return False
        with flint.ctx.workprec(64):
            if found.abs_upper() < arb(2) ** -(int(needed) + 1):
                return True
    return None
