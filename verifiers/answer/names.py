"""Parts of an answer that only name a value, and the values that they name."""

from __future__ import annotations

from collections.abc import Sequence

from verifiers.answer.phrasing import CHANGING
from verifiers.answer.signs import both as both_signs
from verifiers.answer.signs import count_of_signs, expanded
from verifiers.answer.tree import (
    EXPRESSIONS,
    Add,
    Bracketed,
    Fn,
    Form,
    Listed,
    Mul,
    Num,
    PlusMinus,
    Pow,
    Quantity,
    Relation,
    SetOf,
    Sym,
    Union,
    Words,
    symbols,
)
from verifiers.answer.words import HEDGES, NEGATIONS, vocabulary

NOT_NAMES = (
    HEDGES | NEGATIONS | CHANGING | vocabulary("square rejected refuse estimate lower upper bound log sum digits")
)
ANGLES = ("angle", "m")
FUNCTIONS = vocabulary("f g h p q F G H P Q T S N V A C E L")


def is_name(form: Form) -> bool:
    """`x`, `x_1`, `f(x)`, `P(X=3)`, "area", `|AB|`, `m \\angle ABC`: what a value is given a name by."""
    match form:
        case Sym():
            return True
        case Words(text):
            return not set(text.split()) & NOT_NAMES
        case Mul((Pow(Sym(name), Num(exponent)), Sym())) if exponent == -1:
            return name in FUNCTIONS
        case Pow(Sym("sigma"), Num(exponent)):
            return exponent == 2  # a variance
        case Mul((Sym(name), *rest)) if rest:
            # a segment such as AB, or a function of a number or a symbol
            segment = all(
                isinstance(each, Sym) and (each.name.isupper() or each.name in ANGLES) for each in form.factors
            )
            return segment or (name.rstrip("'") in FUNCTIONS and len(rest) == 1 and isinstance(rest[0], (Sym, Num)))
        case Quantity(Sym(), unit):
            return len(unit) > 2
        case Fn("abs", (inner,)):
            return is_name(inner) and all(name.isupper() for name in symbols(inner))
        case Fn(("det" | "arg" | "Re" | "Im"), arguments):
            return bool(frozenset().union(*map(symbols, arguments)))
        case Bracketed(_, items, _):
            return bool(items) and all(isinstance(item, Sym) for item in items)
    return False


def members(form: Form) -> tuple[Form, ...]:
    return form.items if isinstance(form, (Listed, SetOf)) else (form,)


def items_of(form: Form) -> tuple[Form, ...]:
    """The members of a list or a set, plus-minus signs written out, `x = 3` as 3."""
    match form:
        case Listed(items) | SetOf(items):
            return tuple(each for item in items for each in items_of(item))
        case PlusMinus() | Add() | Mul() | Pow() | Fn():
            return tuple(each for each in expanded(form))
        case Relation(sides, orders) if set(orders) == {"="} and is_name(sides[0]):
            return items_of(sides[-1])
        case Relation((Sym() | Bracketed(), inner), ("in",)):
            return items_of(inner)
        case Bracketed() | Relation():
            return tuple(both_signs(form))
        case Union(parts_) if all(isinstance(part, SetOf) for part in parts_):
            return tuple(each for part in parts_ for each in items_of(part))
    return (form,)


def doubled(items: Sequence[Form]) -> bool:
    return len(set(items)) < len(items)


def is_relation(form: Form) -> bool:
    return isinstance(form, Relation)


def named_values(form: Form) -> dict[Form, Form]:
    """The values of different letters, if that is what a list gives."""
    match form:
        case Relation((Bracketed(_, names, _), Bracketed(_, values, _)), ("=",)) if len(names) == len(values):
            return dict(zip(names, values, strict=True)) if all(isinstance(name, Sym) for name in names) else {}
    if not isinstance(form, Listed):
        return {}
    pairs = [
        (item.sides[0], item.sides[1])
        for item in form.items
        if isinstance(item, Relation) and item.orders == ("=",) and isinstance(item.sides[0], Sym)
    ]
    letters = {name.name.partition("_")[0] for name, _ in pairs}
    return dict(pairs) if len(pairs) == len(form.items) == len(letters) else {}


def several_signs(form: Form) -> bool:
    """Whether more than one sign of one expression is left open: together or each by itself."""
    return isinstance(form, EXPRESSIONS) and count_of_signs(form) > 1


def unnamed(form: Form) -> Form:
    """`(x, y) = (6, 1)`, `P = (6, 1)` and `P(6, 1)` without the name."""
    match form:
        case Relation(sides, orders) if set(orders) == {"="} and (is_name(sides[0]) or isinstance(sides[0], Mul)):
            return sides[-1]
        case Relation((Sym() | Bracketed(), inner), ("in",)):
            return inner
        case SetOf((Bracketed() as inner,)):
            return inner
    return form


def overlap(name: Form, value: Form) -> bool:
    """Whether what looks like a name also stands in the value: `x = x^2` is an equation; `f(x) = x^2` names it."""
    if isinstance(name, Sym):
        return name.name in symbols(value)
    head = name.factors[0] if isinstance(name, Mul) else None
    head = head.base if isinstance(head, Pow) else head
    return not (isinstance(head, Sym) and head.name not in symbols(value)) if head is not None else False


def is_function(form: Form) -> bool:
    """`f(x)`, `f^{-1}(x)`."""
    if not isinstance(form, Mul) or len(form.factors) != 2 or not isinstance(form.factors[1], Sym):
        return False
    head = form.factors[0]
    return isinstance(head, Sym) or (isinstance(head, Pow) and is_name(form))
