"""Trees with open signs: `1 ± √2` as the two values it stands for."""

from __future__ import annotations

from verifiers.answer.tree import Add, Bracketed, Expr, Fn, Form, Mul, PlusMinus, Pow, Relation, negated, parts


def signs_in(form: Form) -> bool:
    return isinstance(form, PlusMinus) or any(map(signs_in, parts(form)))


def count_of_signs(form: Form) -> int:
    return isinstance(form, PlusMinus) + sum(map(count_of_signs, parts(form)))


def expanded(expr: Expr) -> list[Expr]:
    """Both values of a plus-minus; all of them take the same sign."""
    return [signed(expr, plus=True), signed(expr, plus=False)] if signs_in(expr) else [expr]


def both(form: Form) -> list[Form]:
    """Both readings of a tuple or an equation with one open sign in it; with more of them, or none, the form itself."""
    if count_of_signs(form) != 1:
        return [form]
    match form:
        case Bracketed(opening, items, closing):
            return [Bracketed(opening, tuple(part(item, plus) for item in items), closing) for plus in (True, False)]
        case Relation(sides, orders):
            return [Relation(tuple(part(side, plus) for side in sides), orders) for plus in (True, False)]
    return [form]


def part(form: Form, plus: bool) -> Form:
    return signed(form, plus=plus) if isinstance(form, (PlusMinus, Add, Mul, Pow, Fn)) else form


def signed(expr: Expr, *, plus: bool) -> Expr:
    match expr:
        case PlusMinus(left, right):
            side = signed(right, plus=plus)
            return Add((signed(left, plus=plus), side if plus else negated(side)))
        case Add(terms):
            return Add(tuple(signed(each, plus=plus) for each in terms))
        case Mul(factors):
            return Mul(tuple(signed(each, plus=plus) for each in factors))
        case Pow(base, exponent, radical):
            return Pow(signed(base, plus=plus), signed(exponent, plus=plus), radical)
        case Fn(name, arguments):
            return Fn(name, tuple(signed(each, plus=plus) for each in arguments))
    return expr
