"""Answers of several members: sets and lists, tuples, matrices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from verifiers.answer.equations import compare_equation
from verifiers.answer.inequalities import of_regions
from verifiers.answer.matching import Context, Match, all_of, equal, max_of, of, unequal, unsure
from verifiers.answer.names import doubled, is_relation, items_of, members, named_values, several_signs, unnamed
from verifiers.answer.phrasing import question
from verifiers.answer.question import in_order, in_prompt, options_of
from verifiers.answer.regions import NoRegion
from verifiers.answer.tree import (
    EXPRESSIONS,
    Bracketed,
    Form,
    Listed,
    Matrix,
    Mul,
    Num,
    Quantity,
    Relation,
    SetOf,
    Sym,
    Union,
    Without,
    Words,
    symbols,
)
from verifiers.answer.values import close, compare_value

MAX_ITEMS = 100
MAX_PAIRS = 400  # of members that are no plain numbers


def compare_set(context: Context, expected: Form, given: Form) -> Match:
    """Members in any order; a list of assignments to different names by name."""
    if context.prompt and any(
        isinstance(each, Relation) and isinstance(each.sides[0], Words) for each in members(given)
    ):
        return unsure("gives its values under labels", "names", given)
    if named := by_name(context, expected, given):
        return named
    if expected != given and any(map(several_signs, (*members(expected), *members(given)))):
        return unsure("leaves several signs open", "set", given)
    wanted, found = items_of(expected), items_of(several_letters(context, expected, given))
    if not wanted and not found:
        return equal("set", given)
    if len(found) == 1 and isinstance(found[0], Relation):
        try:
            return of_regions(context, expected, given)
        except NoRegion:
            return unsure("is a relation where values are wanted", "form", given)
    if any(isinstance(each, Relation) for each in (*wanted, *found)):
        if all(isinstance(each, Relation) for each in (*wanted, *found)):
            return as_sets(context, wanted, found, given)
        return unsure("mixes relations and values", "form", given)
    if isinstance(expected, Listed) and (doubled(wanted) or doubled(found)) and not same_counts(context, wanted, found):
        return unsure("repeats a member another number of times", "set", given)
    if (
        ORDERED.search(context.prompt)
        and len(wanted) == len(found)
        and isinstance(expected, Listed)
        and isinstance(given, Listed)
    ):
        return all_of([same_item(context, a, b) for a, b in zip(wanted, found, strict=True)], given)
    return as_sets(context, wanted, found, given)


ORDERED = re.compile(
    r"\bin (?:(?:ascending|descending|increasing|decreasing|that|this|alphabetical|the) )?order\b|"
    r"\b(?:ascending|descending|increasing|decreasing)\b|"
    r"\b(?:least|smallest|lowest) to (?:greatest|largest|highest)\b|\b(?:greatest|largest|highest) to (?:least|smallest|lowest)\b|"
    r"\brespectively\b|\bhow (?:many|much)\b.{1,80}\band how (?:many|much)\b",
    re.IGNORECASE | re.DOTALL,
)


def several_letters(context: Context, expected: Form, given: Form) -> Form:
    """`BD` as B and D, where the reference has such members."""
    items = members(expected)
    letters = [each.name for each in items if isinstance(each, Sym)]
    if isinstance(given, Listed) and given.joined == "or":
        return given
    if len(letters) == len(items) > 1 and all(name in "ABCDEFGHIJ" for name in letters) and options_of(context.prompt):
        factors = given.factors if isinstance(given, Mul) else ()
        return Listed(factors, ",") if len(factors) > 1 and all(isinstance(each, Sym) for each in factors) else given
    return given


def by_name(context: Context, expected: Form, given: Form) -> Match | None:
    """`x = 1, y = 2` against `y = 2, x = 1`. None when neither has names; `x_1` and `x_2` are no names of their own."""
    mine, theirs = named_values(expected), named_values(given)
    if not mine and not theirs:
        return None
    if isinstance(given, Bracketed) and len(given.items) == len(mine) and in_order(list(mine), context.prompt):
        return all_of([same_item(context, a, b) for a, b in zip(mine.values(), given.items, strict=True)], given)
    if not mine and isinstance(expected, Listed) and len(expected.items) == len(theirs):
        return under_names(context, expected, theirs, given)
    if (
        isinstance(given, Listed)
        and not theirs
        and len(given.items) == len(mine)
        and not any(map(is_relation, given.items))
    ):
        ordered = all_of([same_item(context, a, b) for a, b in zip(mine.values(), given.items, strict=True)], given)
        return ordered if ordered.equal else unsure("gives values without names", "names", given)
    if mine.keys() != theirs.keys():
        return unsure("gives values to other names, or to none", "names", given)
    return all_of([same_item(context, value, theirs[name]) for name, value in mine.items()], given)


LONE_LETTER = re.compile(r"(?<![A-Za-z\\])[b-hj-zB-HJ-Z](?![A-Za-z])")


def under_names(context: Context, expected: Listed, theirs: Mapping[Form, Form], given: Form) -> Match:
    """`x = 12, y = 8` against 12 and 8: in this order, unless the problem has no such names."""
    wanted = [item for item in expected.items if not isinstance(item, Relation)]
    if len(wanted) != len(theirs):
        return unsure("gives values to other names, or to none", "names", given)
    known = [in_prompt(name, context.prompt) for name in theirs]
    unasked = not LONE_LETTER.search(question(context.prompt))
    if (not any(known) and unasked) or (all(known) and in_order(list(theirs), context.prompt)):
        ordered = all_of([same_item(context, a, b) for a, b in zip(wanted, theirs.values(), strict=True)], given)
        if ordered.equal or any(in_prompt(name, context.prompt) for name in theirs):
            return ordered if ordered.equal else unsure("gives values to names", "names", given)
        return as_sets(context, wanted, tuple(theirs.values()), given)
    return unsure("gives values to other names, or to none", "names", given)


def same_counts(context: Context, wanted: Sequence[Form], found: Sequence[Form]) -> bool:
    """Whether every member occurs as often in one list as in the other."""
    if len(wanted) != len(found) or len(wanted) > 12:
        return False
    return all(
        sum(same_item(context, item, other).equal is True for other in wanted)
        == sum(same_item(context, item, other).equal is True for other in found)
        for item in wanted
    )


def as_sets(context: Context, wanted: Sequence[Form], found: Sequence[Form], given: Form) -> Match:
    """Each member is one of the other's; doubles count once."""
    dear = not all(isinstance(each, Num) for each in (*wanted, *found))
    if max(len(wanted), len(found)) > MAX_ITEMS or (dear and len(wanted) * len(found) > MAX_PAIRS):
        return unsure("has too many members", "set", given)
    table = [[same_item(context, a, b).equal for b in found] for a in wanted]
    rows = [max_of(row) for row in table]
    columns = [max_of([row[at] for row in table]) for at in range(len(found))]
    if all(each is True for each in (*rows, *columns)):
        return equal("set", given)
    if any(each is False for each in (*rows, *columns)):
        return unequal("set", given)
    return unsure("a member is not settled", "set", given)


def same_item(context: Context, expected: Form, given: Form) -> Match:
    """Two members of a list, a tuple or a matrix."""
    if isinstance(expected, EXPRESSIONS) and isinstance(given, EXPRESSIONS):
        return of(close(context, expected, given), given)
    if isinstance(expected, (*EXPRESSIONS, Quantity)):
        return compare_value(context, expected, given)
    kinds = {
        Bracketed: compare_tuple,
        Matrix: compare_matrix,
        SetOf: compare_set,
        Listed: compare_set,
        Relation: compare_equation,
    }
    for kind, function in kinds.items():
        if isinstance(expected, kind):
            return function(context, expected, given)
    if isinstance(expected, Words) and isinstance(given, Words):
        return equal("words", given) if expected == given else unequal("words", given)
    return equal("form", given) if expected == given else unsure("is not compared", "form", given)


def compare_tuple(context: Context, expected: Form, given: Form) -> Match:
    if (
        isinstance(given, Relation)
        and isinstance(given.sides[0], Bracketed)
        and not in_order(given.sides[0].items, context.prompt)
    ):
        return unsure("has its names in another order", "names", given)
    given = unnamed(all_alike(given, expected, context.prompt))
    if not isinstance(expected, Bracketed):
        return unsure("is not compared", "form", given)
    if isinstance(given, Matrix) and (len(given.rows) == 1 or len(given.rows[0]) == 1):
        given = Bracketed(expected.opening, tuple(item for row in given.rows for item in row), expected.closing)
    if isinstance(given, Listed) and all(isinstance(item, Relation) and item.orders == ("=",) for item in given.items):
        names = [item.sides[0] for item in given.items if isinstance(item, Relation)]
        if all(isinstance(name, Sym) for name in names) and in_order(names, context.prompt):
            values = tuple(item.sides[1] for item in given.items if isinstance(item, Relation))
            given = Bracketed(expected.opening, values, expected.closing)
    if isinstance(given, Bracketed):
        if len(given.items) != len(expected.items):
            return unequal("length", given)
        brackets = expected.opening + expected.closing, given.opening + given.closing
        if brackets[0] != brackets[1] and not vectors(brackets, expected):
            return unequal("brackets", given, "has other brackets")
        return all_of([same_item(context, a, b) for a, b in zip(expected.items, given.items, strict=True)], given)
    if (
        isinstance(given, (Relation, Union, Without, SetOf))
        or given == Sym("R")
        or (isinstance(given, Listed) and any(isinstance(item, Relation) for item in given.items))
    ):
        try:
            return of_regions(context, expected, given)
        except NoRegion:
            pass
    if isinstance(given, Listed) and len(given.items) == len(expected.items) and given.joined == ",":
        return unsure("is a list without brackets", "brackets", given)
    return (
        unequal("form", given, "is no such tuple")
        if isinstance(given, (*EXPRESSIONS, Quantity)) and not symbols(given)
        else unsure("is no tuple", "form", given)
    )


def all_alike(given: Form, expected: Form, prompt: str) -> Form:
    """`x = y = z = 2` as (2, 2, 2)."""
    if not isinstance(given, Relation) or set(given.orders) != {"="} or not isinstance(expected, Bracketed):
        return given
    *names, value = given.sides
    if (
        len(names) != len(expected.items)
        or len(set(names)) != len(names)
        or not all(isinstance(name, Sym) for name in names)
    ):
        return given
    known = not prompt or all(in_prompt(name, prompt) for name in names)
    return (
        Bracketed(expected.opening, (value,) * len(names), expected.closing)
        if known and in_order(names, prompt)
        else given
    )


def vectors(brackets: tuple[str, str], expected: Bracketed) -> bool:
    """Whether two sorts of brackets may both hold a vector."""
    if set(brackets) <= {"()", "<>"}:
        return True
    return set(brackets) <= {"()", "<>", "[]"} and len(expected.items) != 2


def compare_matrix(context: Context, expected: Form, given: Form) -> Match:
    given = unnamed(given)
    if not isinstance(expected, Matrix):
        return unsure("is not compared", "form", given)
    if isinstance(given, Bracketed) and given.items and all(isinstance(item, Bracketed) for item in given.items):
        given = Matrix(tuple(item.items for item in given.items if isinstance(item, Bracketed)))
    vector = isinstance(given, Bracketed) and given.opening + given.closing in ("()", "[]", "<>")
    if vector and isinstance(given, Bracketed) and (len(expected.rows) == 1 or len(expected.rows[0]) == 1):
        column = len(expected.rows[0]) == 1
        given = Matrix(tuple((item,) for item in given.items) if column else (given.items,))
    if not isinstance(given, Matrix):
        return (
            unequal("form", given, "is no matrix")
            if isinstance(given, (*EXPRESSIONS, Quantity))
            else unsure("is no matrix", "form", given)
        )
    if (len(expected.rows), len(expected.rows[0])) != (len(given.rows), len(given.rows[0])):
        return unequal("size", given, "has another size")
    pairs = [
        (a, b)
        for mine, theirs in zip(expected.rows, given.rows, strict=True)
        for a, b in zip(mine, theirs, strict=True)
    ]
    return all_of([same_item(context, a, b) for a, b in pairs], given)
