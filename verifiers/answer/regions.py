"""Sets of real numbers: intervals, unions of them, points left out, and the inequalities that describe them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cmp_to_key

from verifiers.answer.equality import Solver, less, same_value
from verifiers.answer.tree import (
    EXPRESSIONS,
    INFINITY,
    ZERO,
    Add,
    Bracketed,
    Expr,
    Fn,
    Form,
    Listed,
    Relation,
    SetOf,
    Sym,
    Union,
    Without,
    negated,
    symbols,
)

MAX_PIECES = 50


@dataclass(frozen=True, slots=True)
class Piece:
    low: Expr
    low_in: bool
    high: Expr
    high_in: bool


@dataclass(frozen=True, slots=True)
class Region:
    """Pieces that do not touch, from the left to the right; `name` is the variable of an inequality."""

    pieces: tuple[Piece, ...]
    name: str = ""


class NoRegion(Exception):
    """The form describes no set of reals that is understood."""


MINUS_INFINITY = negated(INFINITY)
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
EVERYTHING = Piece(MINUS_INFINITY, False, INFINITY, False)


def region_of(form: Form) -> Region:
    """Raises NoRegion."""
    match form:
        case Bracketed(opening, (low, high), closing) if isinstance(low, EXPRESSIONS) and isinstance(high, EXPRESSIONS):
            low_in = opening == "["
            high_in = closing == "]"
            if opening == "]":
                low_in = False
            if closing == "[":
                high_in = False
            return region([interval(low, low_in, high, high_in)])
        case Union(parts):
            return region([piece for part in parts for piece in region_of(part).pieces])
        case SetOf(items):
            return region([point(item) for item in items])
        case Without(whole, less_):
            return without(region_of(whole), region_of(less_))
        case Sym("R"):
            return region([EVERYTHING])
        case Relation(sides, ("in",)) if isinstance(sides[0], Sym):
            return Region(region_of(sides[1]).pieces, sides[0].name)
        case Relation(sides, orders):
            return of_relation(sides, orders)
        case Listed(items, joined):
            return of_list(items, joined)
    raise NoRegion


def of_list(items: tuple[Form, ...], joined: str) -> Region:
    regions = [region_of(item) for item in items]
    if len({each.name for each in regions}) != 1:
        raise NoRegion
    name = regions[0].name
    unequal = all(isinstance(item, Relation) and item.orders == ("!=",) for item in items)
    if joined == "or" and not unequal:
        return Region(region([piece for each in regions for piece in each.pieces]).pieces, name)
    found = regions[0]
    for each in regions[1:]:
        found = intersection(found, each)
    if joined == "," and not unequal and not found.pieces:
        # "x < 1, x > 3" can only mean one or the other.
        return Region(region([piece for each in regions for piece in each.pieces]).pieces, name)
    return Region(found.pieces, name)


def of_relation(sides: tuple[Form, ...], orders: tuple[str, ...]) -> Region:
    if len(sides) == 2 and isinstance(sides[0], Fn) and sides[0].name == "abs":
        return of_distance(sides[0].arguments[0], orders[0], sides[1])
    names = [at for at, side in enumerate(sides) if isinstance(side, Sym)]
    if len(names) != 1:
        raise NoRegion
    at = names[0]
    side = sides[at]
    assert isinstance(side, Sym)
    others = [each for place, each in enumerate(sides) if place != at]
    if not all(isinstance(each, EXPRESSIONS) and not symbols(each) for each in others):
        raise NoRegion
    if len(sides) == 2:
        order = orders[0] if at == 0 else FLIPPED.get(orders[0], orders[0])
        bound = others[0]
        assert isinstance(bound, EXPRESSIONS)
        return Region(half_line(order, bound).pieces, side.name)
    if len(sides) == 3 and at == 1:
        first, last = others
        assert isinstance(first, EXPRESSIONS)
        assert isinstance(last, EXPRESSIONS)
        left = half_line(FLIPPED.get(orders[0], orders[0]), first)
        return Region(intersection(left, half_line(orders[1], last)).pieces, side.name)
    raise NoRegion


def of_distance(inner: Expr, order: str, bound: Form) -> Region:
    """`|x| < 4` and `|x - 2| < 4`."""
    terms = inner.terms if isinstance(inner, Add) else (inner,)
    if (
        not isinstance(terms[0], Sym)
        or any(map(symbols, terms[1:]))
        or not isinstance(bound, EXPRESSIONS)
        or symbols(bound)
    ):
        raise NoRegion
    centre = negated(Add(terms[1:])) if terms[1:] else ZERO
    low, high = Add((centre, negated(bound))), Add((centre, bound))
    if order in ("<", "<="):
        return Region(region([interval(low, order == "<=", high, order == "<=")]).pieces, terms[0].name)
    if order in (">", ">="):
        outside = [interval(MINUS_INFINITY, False, low, order == ">="), interval(high, order == ">=", INFINITY, False)]
        return Region(region(outside).pieces, terms[0].name)
    raise NoRegion


def half_line(order: str, bound: Expr) -> Region:
    match order:
        case "<" | "<=":
            return region([interval(MINUS_INFINITY, False, bound, order == "<=")])
        case ">" | ">=":
            return region([interval(bound, order == ">=", INFINITY, False)])
        case "!=":
            return region([interval(MINUS_INFINITY, False, bound, False), interval(bound, False, INFINITY, False)])
        case "=":
            return region([point(bound)])
    raise NoRegion


def interval(low: Expr, low_in: bool, high: Expr, high_in: bool) -> Piece:
    if symbols(low) or symbols(high):
        raise NoRegion
    if low in (MINUS_INFINITY, INFINITY):
        low_in = False
    if high in (INFINITY, MINUS_INFINITY):
        high_in = False
    below = compare(low, high)
    if below > 0 or (below == 0 and not (low_in and high_in)):
        raise NoRegion
    return Piece(low, low_in, high, high_in)


def point(item: Form) -> Piece:
    if not isinstance(item, EXPRESSIONS) or symbols(item):
        raise NoRegion
    return Piece(item, True, item, True)


def compare(left: Expr, right: Expr) -> int:
    """Raises NoRegion when it is not known which is larger."""
    if left == right:
        return 0
    below = less(left, right)
    if below is not None:
        return -1 if below else 1
    if same_value(left, right).equal:
        return 0
    raise NoRegion


def region(pieces: Iterable[Piece]) -> Region:
    """Sorted, and joined where they touch."""

    def before(left: Piece, right: Piece) -> int:
        return compare(left.low, right.low) or right.low_in - left.low_in

    ordered = sorted(pieces, key=cmp_to_key(before))
    if len(ordered) > MAX_PIECES:
        raise NoRegion
    joined: list[Piece] = []
    for piece in ordered:
        if joined:
            last = joined[-1]
            side = compare(piece.low, last.high)
            if side < 0 or (side == 0 and (piece.low_in or last.high_in)):
                further = compare(piece.high, last.high)
                high, high_in = (piece.high, piece.high_in) if further > 0 else (last.high, last.high_in)
                if further == 0:
                    high_in = piece.high_in or last.high_in
                joined[-1] = Piece(last.low, last.low_in, high, high_in)
                continue
        joined.append(piece)
    return Region(tuple(joined))


def intersection(left: Region, right: Region) -> Region:
    found: list[Piece] = []
    for one in left.pieces:
        for other in right.pieces:
            low_side, high_side = compare(one.low, other.low), compare(one.high, other.high)
            low, low_in = (one.low, one.low_in) if low_side > 0 else (other.low, other.low_in)
            if low_side == 0:
                low_in = one.low_in and other.low_in
            high, high_in = (one.high, one.high_in) if high_side < 0 else (other.high, other.high_in)
            if high_side == 0:
                high_in = one.high_in and other.high_in
            side = compare(low, high)
            if side < 0 or (side == 0 and low_in and high_in):
                found.append(Piece(low, low_in, high, high_in))
    return region(found)


def without(whole: Region, less_: Region) -> Region:
    found = whole
    for piece in less_.pieces:
        outside = []
        if piece.low != MINUS_INFINITY:
            outside.append(Piece(MINUS_INFINITY, False, piece.low, not piece.low_in))
        if piece.high != INFINITY:
            outside.append(Piece(piece.high, not piece.high_in, INFINITY, False))
        found = intersection(found, Region(tuple(outside)))
    return found


def same_region(left: Region, right: Region, solve: Solver) -> bool | None:
    if len(left.pieces) != len(right.pieces):
        return False
    known: bool | None = True
    for one, other in zip(left.pieces, right.pieces, strict=True):
        if (one.low_in, one.high_in) != (other.low_in, other.high_in):
            return False
        for a, b in ((one.low, other.low), (one.high, other.high)):
            equal = same_value(a, b, solve).equal
            if equal is False:
                return False
            if equal is None:
                known = None
    return known
