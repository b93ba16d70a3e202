"""What an answer says, as a tree: numbers and symbols, what is done with them, and what is made of the results."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Constant = Literal["pi", "e", "i", "infinity"]
Order = Literal["=", "<", "<=", ">", ">=", "!=", "in", "~"]


@dataclass(frozen=True, slots=True)
class Num:
    """`written` is how: "integer", "decimal", "scientific" or "repeating"; two numbers are one when their values are."""

    value: Fraction
    written: str = "integer"


@dataclass(frozen=True, slots=True)
class Sym:
    name: str


@dataclass(frozen=True, slots=True)
class Const:
    name: Constant


@dataclass(frozen=True, slots=True)
class Add:
    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Mul:
    factors: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Pow:
    base: Expr
    exponent: Expr
    radical: bool = False  # written with a root sign: of a negative number the real one, if there is one


@dataclass(frozen=True, slots=True)
class Fn:
    """A function of the field's name: sin, ln, log (of an unstated base), abs, floor, factorial, binomial, ..."""

    name: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class PlusMinus:
    """`left` plus or minus `right`; two values."""

    left: Expr
    right: Expr


Expr = Num | Sym | Const | Add | Mul | Pow | Fn | PlusMinus


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and what is written behind it: a unit, a noun, "percent"."""

    value: Expr
    unit: str
    money: str = ""
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Bracketed:
    """Items in brackets: a tuple, a vector, an interval, by what the reference is."""

    opening: str
    items: tuple[Form, ...]
    closing: str


@dataclass(frozen=True, slots=True)
class SetOf:
    items: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Union:
    parts: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """A set less another."""

    whole: Form
    less: Form


@dataclass(frozen=True, slots=True)
class Listed:
    """Items with commas or words between them; `joined` is "," or "and" or "or"."""

    items: tuple[Form, ...]
    joined: str


@dataclass(frozen=True, slots=True)
class Relation:
    """sides[0] orders[0] sides[1] orders[1] ...: an equation, an inequality, a chain of them."""

    sides: tuple[Form, ...]
    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    rows: tuple[tuple[Form, ...], ...]


@dataclass(frozen=True, slots=True)
class BaseNumeral:
    """Digits and a base: 342 in base 5."""

    digits: str
    base: int


@dataclass(frozen=True, slots=True)
class Words:
    """Nothing but words, in lower case."""

    text: str


Form = Expr | Quantity | Bracketed | SetOf | Union | Without | Listed | Relation | Matrix | BaseNumeral | Words

EXPRESSIONS = (Num, Sym, Const, Add, Mul, Pow, Fn, PlusMinus)
ZERO, ONE = Num(Fraction(0)), Num(Fraction(1))
MINUS_ONE, HALF = Num(Fraction(-1)), Num(Fraction(1, 2))
PI, EULER, IMAGINARY, INFINITY = Const("pi"), Const("e"), Const("i"), Const("infinity")


def negated(expr: Expr) -> Expr:
    return Num(-expr.value, expr.written) if isinstance(expr, Num) else Mul((MINUS_ONE, expr))


def divided(above: Expr, below: Expr) -> Expr:
    return Mul((above, Pow(below, MINUS_ONE)))


def parts(form: Form) -> tuple[Form, ...]:
    """What a form is made of, directly."""
    match form:
        case Add(several) | Mul(several) | Fn(_, several):
            return several
        case Pow(base, exponent):
            return base, exponent
        case PlusMinus(left, right) | Without(left, right):
            return left, right
        case Quantity(value):
            return (value,)
        case Bracketed(items=items) | SetOf(items) | Union(items) | Listed(items=items) | Relation(sides=items):
            return items
        case Matrix(rows):
            return tuple(item for row in rows for item in row)
    return ()


def symbols(form: Form) -> frozenset[str]:
    """The names of the free symbols."""
    if isinstance(form, Sym):
        return frozenset({form.name})
    return frozenset().union(*map(symbols, parts(form)))


def replaced(expr: Expr, name: str, by: Expr) -> Expr:
    """With `by` in the place of a symbol."""
    match expr:
        case Sym(found):
            return by if found == name else expr
        case Add(terms):
            return Add(tuple(replaced(each, name, by) for each in terms))
        case Mul(factors):
            return Mul(tuple(replaced(each, name, by) for each in factors))
        case Pow(base, exponent, radical):
            return Pow(replaced(base, name, by), replaced(exponent, name, by), radical)
        case Fn(function, arguments):
            return Fn(function, tuple(replaced(each, name, by) for each in arguments))
        case PlusMinus(left, right):
            return PlusMinus(replaced(left, name, by), replaced(right, name, by))
    return expr
