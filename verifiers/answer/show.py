"""A tree as one line of text, for evidence and for people; what is long is cut."""

from __future__ import annotations

from fractions import Fraction

from verifiers.answer.tree import (
    Add,
    BaseNumeral,
    Bracketed,
    Const,
    Fn,
    Form,
    Listed,
    Matrix,
    Mul,
    Num,
    PlusMinus,
    Pow,
    Quantity,
    Relation,
    SetOf,
    Sym,
    Union,
    Without,
    Words,
)

MAX_SHOWN = 300


def shown(form: Form) -> str:
    text = written(form)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + "..."


def written(form: Form) -> str:
    match form:
        case Num(value):
            return rational(value)
        case Sym(name) | Const(name):
            return name
        case Add(terms):
            return "(" + " + ".join(map(written, terms)) + ")"
        case Mul(factors):
            return "*".join(map(written, factors))
        case Pow(base, exponent):
            return f"({written(base)})^({written(exponent)})"
        case Fn(name, arguments):
            return f"{name}({', '.join(map(written, arguments))})"
        case PlusMinus(left, right):
            return f"({written(left)} ± {written(right)})"
        case Quantity(value, unit, money, percent):
            return f"{money}{written(value)}{'%' if percent else ''}{' ' + unit if unit else ''}"
        case Bracketed(opening, items, closing):
            return opening + ", ".join(map(written, items)) + closing
        case SetOf(items):
            return "{" + ", ".join(map(written, items)) + "}"
        case Union(parts):
            return " ∪ ".join(map(written, parts))
        case Without(whole, less):
            return f"{written(whole)} \\ {written(less)}"
        case Listed(items, joined):
            return (", " if joined == "," else f" {joined} ").join(map(written, items))
        case Relation(sides, orders):
            return written(sides[0]) + "".join(
                f" {order} {written(side)}" for order, side in zip(orders, sides[1:], strict=True)
            )
        case Matrix(rows):
            return "[" + "; ".join(", ".join(map(written, row)) for row in rows) + "]"
        case BaseNumeral(digits, base):
            return f"{digits} in base {base}"
        case Words(text):
            return text


def rational(value: Fraction) -> str:
    if value.denominator.bit_length() + value.numerator.bit_length() > 1000:
        return "a long number"
    return str(value)
