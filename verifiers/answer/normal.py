"""Whether two trees have one normal form: a quotient of polynomials over the rationals in symbols, roots, and what is left.

A tree is first written in generators. A symbol is one; so is each prime with a fractional exponent, pi, i, e to a monomial, the
logarithm of each prime, the cosine of each rational multiple of pi in the first quadrant, and every function of anything else, by
its argument's own normal form. What the generators satisfy (i*i = -1, sqrt(2)*sqrt(2) = 2, sin*sin = 1 - cos*cos) is divided out.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpz

from verifiers.answer.exact import TooLarge, Undefined, rational_value
from verifiers.answer.tree import Add, Const, Expr, Fn, Mul, Num, Pow, Sym

MAX_TERMS = 4000
MAX_EXPONENT = 400
MAX_GENERATORS = 40
MAX_FACTORED_BITS = 80


class NoNormalForm(Exception):
    """The tree has a part that has none."""


@dataclass(frozen=True, slots=True)
class Gen:
    """A generator to a rational power."""

    key: str
    exponent: Fraction = Fraction(1)


@dataclass
class Field:
    """The generators of one comparison: the smallest unit of each one's exponents, and what powers of some of them are."""

    roots: dict[str, int] = field(default_factory=dict)
    primes: dict[str, int] = field(default_factory=dict)
    squares: dict[str, Lowered] = field(default_factory=dict)

    def gen(self, key: str, exponent: Fraction = Fraction(1)) -> Gen:
        if exponent.denominator > 60:
            raise NoNormalForm
        self.roots[key] = math.lcm(self.roots.get(key, 1), exponent.denominator)
        if len(self.roots) > MAX_GENERATORS:
            raise TooLarge
        return Gen(key, exponent)


@dataclass(frozen=True, slots=True)
class Sum:
    terms: tuple[Lowered, ...]


@dataclass(frozen=True, slots=True)
class Product:
    factors: tuple[Lowered, ...]


@dataclass(frozen=True, slots=True)
class Power:
    base: Lowered
    exponent: int


Lowered = Num | Gen | Sum | Product | Power


def lower(expr: Expr, into: Field) -> Lowered:
    """Raises TooLarge, Undefined, NoNormalForm."""
    spend()
    match expr:
        case Num():
            return expr
        case Sym(name):
            return into.gen(f"x {name}")
        case Const("pi"):
            return into.gen("pi")
        case Const("e"):
            return into.gen("e^1")
        case Const("i"):
            return into.gen("i")
        case Const():
            raise NoNormalForm
        case Add(terms):
            return Sum(tuple(lower(each, into) for each in terms))
        case Mul(factors):
            return Product(tuple(lower(each, into) for each in factors))
        case Pow(base, exponent):
            return lowered_power(base, exponent, into)
        case Fn(name, arguments):
            if (value := rational_value(expr)) is not None:
                return Num(value)
            return lowered_function(name, arguments, into)
    raise NoNormalForm


def lowered_power(base: Expr, exponent: Expr, into: Field) -> Lowered:
    value = rational_value(exponent)
    if value is None:
        return symbolic_power(base, exponent, into)
    if value.denominator == 1:
        times = int(value)
        known = rational_value(base)
        if known is not None:
            if (number := rational_value(Pow(Num(known), Num(value)))) is not None:
                return Num(number)
            raise NoNormalForm
        if abs(times) > MAX_EXPONENT:
            raise TooLarge
        if isinstance(base, Const) and base.name == "e":
            return into.gen("e^1", value)
        if (
            isinstance(base, Pow)
            and (inner := rational_value(base.exponent)) is not None
            and isinstance(base.base, (Sym, Const))
        ):
            return lowered_power(base.base, Num(inner * value), into)
        return Power(lower(base, into), times)
    known = rational_value(base)
    if known is not None:
        return root_of_rational(known, value, into)
    if isinstance(base, Const) and base.name == "e":
        return into.gen("e^1", value)
    if isinstance(base, Sym):
        return into.gen(f"x {base.name}", value)
    if isinstance(base, Const) and base.name == "pi":
        return into.gen("pi", value)
    # The root of anything else: its rational content comes out.
    content = content_of(base)
    rest = Mul((Num(1 / content), base))
    name = f"{'root' if value.denominator == 2 else 'base'} {key_of(rest)}"
    outside = root_of_rational(content, value, into)
    if value.denominator == 2:
        square = into.squares.setdefault(name, lower(rest, into))
        return Product((outside, Power(square, value.numerator // 2), into.gen(name)))
    return Product((outside, into.gen(name, value)))


def root_of_rational(base: Fraction, exponent: Fraction, into: Field) -> Lowered:
    """A positive rational number as powers of primes; of a negative one the real root, or i times the square root."""
    if (whole := rational_value(Pow(Num(base), Num(exponent)))) is not None:
        return Num(whole)
    factors: list[Lowered] = []
    if base < 0:
        if exponent.denominator % 2:
            factors.append(Num(Fraction(-1 if exponent.numerator % 2 else 1)))
        elif exponent.denominator == 2:
            factors.append(Power(into.gen("i"), exponent.numerator))
        else:
            raise NoNormalForm
    for prime, times in primes_of(abs(base)):
        power = times * exponent
        whole_part = math.floor(power)
        if whole_part:
            factors.append(Num(Fraction(prime) ** whole_part))
        if power != whole_part:
            into.primes[f"p {prime}"] = prime
            factors.append(into.gen(f"p {prime}", power - whole_part))
    return Product(tuple(factors))


def primes_of(value: Fraction) -> list[tuple[int, int]]:
    """The primes of a positive rational number with their exponents. Raises TooLarge."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_FACTORED_BITS:
        raise TooLarge
    above = [(int(prime), int(times)) for prime, times in fmpz(value.numerator).factor()]
    return above + [(int(prime), -int(times)) for prime, times in fmpz(value.denominator).factor()]


def symbolic_power(base: Expr, exponent: Expr, into: Field) -> Lowered:
    known = rational_value(base)
    bases: list[tuple[str, int]]
    if isinstance(base, Const) and base.name == "e":
        bases = [("e", 1)]
    elif known is not None and known > 0:
        bases = [(f"b{prime}", times) for prime, times in primes_of(known)]
    else:
        return into.gen(f"pow {key_of(base)} to {key_of(exponent)}")
    factors: list[Lowered] = []
    for coefficient, monomial in monomials(exponent):
        for name, times in bases:
            scaled = coefficient * times
            if name == "e" and monomial == "i**1*pi**1":
                turned = Product((into.gen("i"), cosine_of_turn(Fraction(1, 2) - scaled, into)))
                factors.append(Sum((cosine_of_turn(scaled, into), turned)))
            elif name == "e":
                factors.append(into.gen(f"e^{monomial}", scaled))
            elif monomial == "1":
                factors.append(root_of_rational(Fraction(int(name[1:])), scaled, into))
            else:
                factors.append(into.gen(f"{name}^{monomial}", scaled))
    return Product(tuple(factors))


def monomials(expr: Expr) -> list[tuple[Fraction, str]]:
    """The terms of a polynomial with their coefficients, "1" for the constant. Raises NoNormalForm."""
    above, below, names = normal_form(expr)
    if not below.is_constant():
        raise NoNormalForm
    scale = Fraction(int(below.leading_coefficient().p), int(below.leading_coefficient().q))
    found = []
    for powers, coefficient in above.to_dict().items():
        name = monomial_of(powers, names) or "1"
        found.append((Fraction(int(coefficient.p), int(coefficient.q)) / scale, name))
    return sorted(found, key=lambda pair: pair[1])


def key_of(expr: Expr) -> str:
    """One text for each normal form."""
    above, below, names = normal_form(expr)
    return f"({written(above, names)})/({written(below, names)})"


def written(poly: fmpq_mpoly, names: Sequence[Root]) -> str:
    terms = [f"{monomial_of(powers, names)}:{coefficient}" for powers, coefficient in poly.to_dict().items()]
    return "+".join(sorted(terms))


def monomial_of(powers: tuple[int, ...], names: Sequence[Root]) -> str:
    """The generators with their true exponents: those of different fields are the same text only when they are the same."""
    pairs = zip(powers, names, strict=False)
    return "*".join(f"{name}**{Fraction(int(power), root)}" for power, (name, root) in pairs if power)


def content_of(base: Expr) -> Fraction:
    """The positive rational number that divides it, so that what is left has whole coefficients without a common divisor."""
    above, below, _ = normal_form(base)
    content = Fraction(1)
    for poly, sign in ((above, 1), (below, -1)):
        coefficients = [Fraction(int(each.p), int(each.q)) for each in poly.to_dict().values()] or [Fraction(1)]
        common = (
            math.gcd(*(each.numerator for each in coefficients)),
            math.lcm(*(each.denominator for each in coefficients)),
        )
        content *= Fraction(*common) ** sign
    return content


def normal_form(expr: Expr) -> tuple[fmpq_mpoly, fmpq_mpoly, list[Root]]:
    """Numerator, denominator (in lowest terms, leading coefficient 1) and the generators' names, in a field of its own."""
    own = Field()
    lowered = lower(expr, own)
    above, below, names = evaluated(lowered, own)
    if not above:
        return above, below, names
    common = above.gcd(below)
    if not common.is_constant():
        above, below = above / common, below / common
    lead = below.leading_coefficient()
    return above / lead, below / lead, names


Root = tuple[str, int]  # a generator, and into how many parts its exponents are divided
Polynomials = tuple[fmpq_mpoly, fmpq_mpoly]


def evaluated(lowered: Lowered, into: Field) -> tuple[fmpq_mpoly, fmpq_mpoly, list[Root]]:
    """The quotient, with the generators' relations divided out of both."""
    names = sorted(into.roots)
    context = fmpq_mpoly_ctx.get(tuple(f"g{at}" for at in range(len(names))) or ("g0",), Ordering.lex)
    gens = dict(zip(names, context.gens(), strict=False))
    one = context.constant(1)
    reducer = Reducer(into, names, gens, context)

    def value(node: Lowered) -> Polynomials:
        match node:
            case Num(number):
                return context.constant(fmpq(number.numerator, number.denominator)), one
            case Gen(key, exponent):
                times = int(exponent * into.roots[key])
                if abs(times) > MAX_EXPONENT * 60:
                    raise TooLarge
                return (gens[key] ** times, one) if times >= 0 else (one, gens[key] ** -times)
            case Sum(terms):
                above, below = context.constant(0), one
                for term in terms:
                    more, under = value(term)
                    if under == below:
                        above = above + more
                    else:
                        above, below = checked(above, under) + checked(more, below), checked(below, under)
                return reducer(above), reducer(below)
            case Product(factors):
                above, below = one, one
                for factor in factors:
                    more, under = value(factor)
                    above, below = reducer(checked(above, more)), reducer(checked(below, under))
                return above, below
            case Power(base, exponent):
                above, below = value(base)
                if exponent < 0:
                    above, below = below, above
                return powered(above, abs(exponent), reducer), powered(below, abs(exponent), reducer)

    above, below = value(lowered)
    above, below = reducer(above), reducer(below)
    if not below:
        raise Undefined
    return above, below, [(name, into.roots[name]) for name in names]


def checked(left: fmpq_mpoly, right: fmpq_mpoly) -> fmpq_mpoly:
    """The product. Raises TooLarge."""
    if len(left) * len(right) > MAX_TERMS * 10:
        raise TooLarge
    product = left * right
    if len(product) > MAX_TERMS:
        raise TooLarge
    return product


def powered(base: fmpq_mpoly, exponent: int, reducer: Callable[[fmpq_mpoly], fmpq_mpoly]) -> fmpq_mpoly:
    count = len(base)
    if count > 1 and math.comb(exponent + count - 1, count - 1) > MAX_TERMS:
        raise TooLarge
    if count == 1 and exponent > MAX_EXPONENT * 10:
        raise TooLarge
    return reducer(base**exponent)


@dataclass
class Reducer:
    """Divides out what the generators satisfy."""

    into: Field
    names: list[str]
    gens: Mapping[str, fmpq_mpoly]
    context: fmpq_mpoly_ctx

    def __post_init__(self) -> None:
        self.rules: list[tuple[int, int, fmpq_mpoly | None, str]] = []
        for at, name in enumerate(self.names):
            if name == "i":
                self.rules.append((at, 2, self.context.constant(-1), name))
            elif name in self.into.primes:
                self.rules.append((at, self.into.roots[name], self.context.constant(self.into.primes[name]), name))
            elif name in self.into.squares:
                self.rules.append((at, 2 * self.into.roots[name], None, name))
        self.known: dict[str, fmpq_mpoly | None] = {}

    def replacement(self, name: str, poly: fmpq_mpoly | None) -> fmpq_mpoly | None:
        if poly is not None:
            return poly
        if name not in self.known:
            self.known[name] = None
            above, below, _ = evaluated(self.into.squares[name], self.into)
            if below.is_constant():
                self.known[name] = above / below.leading_coefficient()
        return self.known[name]

    def __call__(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        for at, degree, rule, name in self.rules:
            if not poly:
                return poly
            degrees = poly.degrees()
            if degrees[at] < degree:
                continue
            target = self.replacement(name, rule)
            if target is None:
                continue
            poly = self.reduced(poly, at, degree, target)
        return poly

    def reduced(self, poly: fmpq_mpoly, at: int, degree: int, target: fmpq_mpoly) -> fmpq_mpoly:
        by_power: dict[int, dict[tuple[int, ...], fmpq]] = {}
        for powers, coefficient in poly.to_dict().items():
            times, rest = divmod(powers[at], degree)
            lowered = (*powers[:at], rest, *powers[at + 1 :])
            bucket = by_power.setdefault(times, {})
            bucket[lowered] = bucket.get(lowered, fmpq(0)) + coefficient
        total = self.context.constant(0)
        for times, terms in by_power.items():
            if times > MAX_EXPONENT and not target.is_constant():
                raise TooLarge
            part = self.context.from_dict(terms)
            total = total + (checked(part, target**times) if times else part)
        return total


# ---- functions


def lowered_function(name: str, arguments: tuple[Expr, ...], into: Field) -> Lowered:
    match name:
        case "sin" | "cos":
            return sine_or_cosine(name, arguments[0], into)
        case "tan":
            return Product(
                (sine_or_cosine("sin", arguments[0], into), Power(sine_or_cosine("cos", arguments[0], into), -1))
            )
        case "cot":
            return Product(
                (sine_or_cosine("cos", arguments[0], into), Power(sine_or_cosine("sin", arguments[0], into), -1))
            )
        case "sec":
            return Power(sine_or_cosine("cos", arguments[0], into), -1)
        case "csc":
            return Power(sine_or_cosine("sin", arguments[0], into), -1)
        case "ln" | "log":
            return logarithm(name, arguments[0], into)
        case "arccos" | "arccot":
            # Both are what the other one leaves of a right angle; so is the arc tangent of 1/x, for a positive x.
            other = Fn("arcsin" if name == "arccos" else "arctan", arguments)
            return lower(Add((Mul((Num(Fraction(1, 2)), Const("pi"))), Mul((Num(Fraction(-1)), other)))), into)
        case "arctan" if (value := rational_value(arguments[0])) is not None and (value < 0 or value > 1):
            if value < 0:
                return lower(Mul((Num(Fraction(-1)), Fn("arctan", (Num(-value),)))), into)
            return lower(
                Add(
                    (Mul((Num(Fraction(1, 2)), Const("pi"))), Mul((Num(Fraction(-1)), Fn("arctan", (Num(1 / value),)))))
                ),
                into,
            )
        case "arctan" if rational_value(arguments[0]) == 1:
            return lower(Mul((Num(Fraction(1, 4)), Const("pi"))), into)
        case "binomial" if (
            (small := rational_value(arguments[1])) is not None and small.denominator == 1 and 0 <= small <= 8
        ):
            top = [Add((arguments[0], Num(Fraction(-each)))) for each in range(int(small))]
            return lower(Mul((Num(Fraction(1, math.factorial(int(small)))), *top)), into)
        case "sinh" | "cosh":
            plus, minus = Pow(Const("e"), arguments[0]), Pow(Const("e"), Mul((Num(Fraction(-1)), arguments[0])))
            sign = Num(Fraction(1 if name == "cosh" else -1))
            return lower(Mul((Num(Fraction(1, 2)), Add((plus, Mul((sign, minus)))))), into)
        case "tanh":
            return lower(Mul((Fn("sinh", arguments), Pow(Fn("cosh", arguments), Num(Fraction(-1))))), into)
    return into.gen(f"{name} {' ; '.join(map(key_of, arguments))}")


def logarithm(name: str, argument: Expr, into: Field) -> Lowered:
    """The natural one, or the one whose base is not stated, in logarithms of primes."""
    terms: list[Lowered] = []
    for times, part in log_parts(argument):
        known = name == "ln" and part == "e"
        terms.append(Num(times) if known else Product((Num(times), into.gen(f"{name} {part}"))))
    return Sum(tuple(terms))


def log_parts(argument: Expr) -> list[tuple[Fraction, str]]:
    """The logarithm of a product of powers as a sum: coefficients and what each logarithm is taken of."""
    value = rational_value(argument)
    if value is not None:
        if value <= 0:
            raise NoNormalForm
        return [(Fraction(times), f"p {prime}") for prime, times in primes_of(value)]
    match argument:
        case Const("e"):
            return [(Fraction(1), "e")]
        case Pow(base, exponent) if (times := rational_value(exponent)) is not None and positive(base):
            return [(times * coefficient, part) for coefficient, part in log_parts(base)]
        case Mul(factors) if all(map(positive, factors)):
            return [pair for factor in factors for pair in log_parts(factor)]
    return [(Fraction(1), key_of(argument))]


def positive(expr: Expr) -> bool:
    """Whether it is seen to be a positive constant."""
    match expr:
        case Num(value):
            return value > 0
        case Const("pi" | "e"):
            return True
        case Pow(base, exponent):
            return positive(base) and rational_value(exponent) is not None
        case Mul(factors) | Add(factors):
            return all(map(positive, factors))
    return False


def sine_or_cosine(name: str, argument: Expr, into: Field) -> Lowered:
    terms = monomials(argument)
    if not terms:
        return Num(Fraction(name == "cos"))
    if len(terms) == 1 and terms[0][1] == "pi**1":
        turn = terms[0][0] if name == "cos" else Fraction(1, 2) - terms[0][0]
        return cosine_of_turn(turn, into)
    return of_sum(name, terms, into)


def of_sum(name: str, terms: list[tuple[Fraction, str]], into: Field) -> Lowered:
    """By the addition formulas, down to one monomial with the coefficient 1, or 1/n."""
    (coefficient, monomial), rest = terms[0], terms[1:]
    if rest:
        first = {each: of_sum(each, [terms[0]], into) for each in ("sin", "cos")}
        others = {each: of_sum(each, rest, into) for each in ("sin", "cos")}
        if name == "sin":
            return Sum((Product((first["sin"], others["cos"])), Product((first["cos"], others["sin"]))))
        return Sum((Product((first["cos"], others["cos"])), Product((Num(Fraction(-1)), first["sin"], others["sin"]))))
    if monomial == "pi**1":
        return cosine_of_turn(coefficient if name == "cos" else Fraction(1, 2) - coefficient, into)
    sign = Fraction(-1 if coefficient < 0 and name == "sin" else 1)
    times, unit = abs(coefficient.numerator), coefficient.denominator
    if times > 12:
        raise TooLarge
    cosine = into.gen(f"cos 1/{unit} {monomial}")
    sine = into.gen(f"sin 1/{unit} {monomial}")
    if f"sin 1/{unit} {monomial}" not in into.squares:
        into.squares[f"sin 1/{unit} {monomial}"] = Sum(
            (Num(Fraction(1)), Product((Num(Fraction(-1)), Power(cosine, 2))))
        )
    real, imaginary = multiple_angle(times, cosine, sine)
    return Product((Num(sign), imaginary if name == "sin" else real))


def multiple_angle(times: int, cosine: Gen, sine: Gen) -> tuple[Lowered, Lowered]:
    """Real and imaginary part of (cos + i sin) to a power."""
    real: list[Lowered] = []
    imaginary: list[Lowered] = []
    for power in range(times + 1):
        sign = Fraction((1, 1, -1, -1)[power % 4] * math.comb(times, power))
        term = Product((Num(sign), Power(cosine, times - power), Power(sine, power)))
        (imaginary if power % 2 else real).append(term)
    return Sum(tuple(real)), Sum(tuple(imaginary))


def cosine_of_turn(turn: Fraction, into: Field) -> Lowered:
    """The cosine of a rational multiple of pi."""
    turn = abs(turn) % 2
    turn = 2 - turn if turn > 1 else turn
    sign = Fraction(1)
    if turn > Fraction(1, 2):
        turn, sign = 1 - turn, Fraction(-1)
    known = COSINES.get(turn)
    if known is not None:
        return Product(
            (
                Num(sign),
                *(
                    Sum(
                        tuple(
                            Product((Num(part), root_of_rational(Fraction(under), Fraction(1, 2), into)))
                            for part, under in known
                        )
                    ),
                ),
            )
        )
    return Product((Num(sign), into.gen(f"cospi {turn}")))


COSINES: dict[Fraction, tuple[tuple[Fraction, int], ...]] = {
    Fraction(0): ((Fraction(1), 1),),
    Fraction(1, 2): ((Fraction(0), 1),),
    Fraction(1, 3): ((Fraction(1, 2), 1),),
    Fraction(1, 4): ((Fraction(1, 2), 2),),
    Fraction(1, 6): ((Fraction(1, 2), 3),),
    Fraction(1, 12): ((Fraction(1, 4), 6), (Fraction(1, 4), 2)),
    Fraction(5, 12): ((Fraction(1, 4), 6), (Fraction(-1, 4), 2)),
    Fraction(1, 5): ((Fraction(1, 4), 1), (Fraction(1, 4), 5)),
    Fraction(2, 5): ((Fraction(-1, 4), 1), (Fraction(1, 4), 5)),
}


BUDGET = threading.local()
MAX_STEPS = 3000  # of one comparison, in all the fields that it takes


def spend() -> None:
    """Raises TooLarge when one comparison has taken all its steps."""
    BUDGET.left = getattr(BUDGET, "left", MAX_STEPS) - 1
    if BUDGET.left < 0:
        raise TooLarge


def renew() -> None:
    """A new comparison begins in this thread."""
    BUDGET.left = MAX_STEPS


def one_form(left: Expr, right: Expr) -> bool:
    """Whether both have one normal form, and so one value; of others nothing is known.

    Raises TooLarge, Undefined, NoNormalForm.
    """
    renew()
    into = Field()
    lowered = Sum((lower(left, into), Product((Num(Fraction(-1)), lower(right, into)))))
    above, _, _ = evaluated(lowered, into)
    return not above
