"""Whether a committed text is the reference: read as the reference's kind wants it, then compared part by part.

Where a text has two usual readings (`1/2x`, `1,234` in brackets, `5 m`) and they lead to different decisions, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from verifiers.answer.calendar import read_date, read_time, same_date, same_time
from verifiers.answer.cursor import Style
from verifiers.answer.equality import Solver, unsolved
from verifiers.answer.equations import compare_equation
from verifiers.answer.families import family_of, same_family
from verifiers.answer.grammar import parse
from verifiers.answer.inequalities import compare_region
from verifiers.answer.kinds import EVERYTHING, Reference, nothing_of, reference_of, undressed
from verifiers.answer.matching import UNKNOWN, Context, Match, Tolerance, equal, tri, unequal, unsure
from verifiers.answer.members import compare_matrix, compare_set, compare_tuple, same_item
from verifiers.answer.phrasing import cores, flattened
from verifiers.answer.question import MAX_ASKED, SPACES, named_in, packed
from verifiers.answer.tokens import Unreadable
from verifiers.answer.tree import BaseNumeral, Form, Listed, Num, Quantity, Relation, Sym, Words
from verifiers.answer.values import compare_value, of_words
from verifiers.answer.wordings import QUALIFIERS, of_boolean, of_choice, of_ratio, of_text
from verifiers.answer.words import words


def context_of(reference: Reference, prompt: str, tolerance: Tolerance | None, solve: Solver) -> Context:
    return Context(reference, prompt, tolerance, solve, match, compare)


def match(context: Context, text: str) -> Match:
    """As it stands, and where that settles nothing without the words around the value. Never raises."""
    found = as_it_stands(context, text)
    if found.equal is not None and found.rule != "words":
        return found
    if (by_label := under_labels(context, text)) is not None:
        return by_label
    without = [as_it_stands(context, core) for core in cores(text, context.prompt)]
    if right := next((each for each in without if each.equal), None):
        return right
    if without and context.reference.kind == "value" and all(each.equal is False for each in without):
        return without[0]
    return found


LABELLED = re.compile(r"\s*([^,;=:]{1,60}?|[^,;=:]{1,30}\([^()]{1,30}\)\s*)\s*(?:=|:|\bis\b)\s*([^,;=:]+)")


def under_labels(context: Context, text: str) -> Match | None:
    """ "Quotient: x + 2, Remainder: 7" against x + 2, 7: in this order, whatever they are called. None for anything else."""
    expected = context.reference.form
    if not isinstance(expected, Listed) or any(isinstance(item, Relation) for item in expected.items):
        return None
    parts_ = re.split(r"[,;]|\band\b", flattened(text))
    labelled = [LABELLED.fullmatch(part) for part in parts_]
    if len(parts_) != len(expected.items) or not all(labelled):
        return None
    asked = packed(context.prompt[-MAX_ASKED:])[0]
    labels = [SPACES.sub("", label[1]).lower() for label in labelled if label]
    places = [asked.find(label) if len(label) > 2 else -1 for label in labels]
    if -1 in places or places != sorted(set(places)):
        return None
    found = []
    for item, match_ in zip(expected.items, labelled, strict=True):
        assert match_
        try:
            found.append(same_item(context, item, parse(match_[2], styles(context.reference, match_[2])[0])))
        except Unreadable:
            return None
    return equal("in order") if all(each.equal for each in found) else None


def as_it_stands(context: Context, text: str) -> Match:
    reference = context.reference
    match reference.kind:
        case "choice":
            return of_choice(context, text)
        case "boolean":
            return of_boolean(reference, text, context.prompt)
        case "none":
            said = nothing_of(text)
            if said and context.prompt and QUALIFIERS & (set(words(text)) - set(words(context.prompt))):
                return unsure("may leave other solutions", "words")
            if said:
                return equal("words") if said == reference.words else unequal("words")
            return (
                unequal("words", why="is a value where the reference has none")
                if is_value(text)
                else unsure("other words", "words")
            )
        case "time":
            time = read_time(undressed(text))
            if time is None or reference.time is None:
                return unsure("is no time of day that is understood", "time")
            return tri(same_time(reference.time, time), "time")
        case "date":
            date = read_date(undressed(text))
            if date is None or reference.date is None:
                return unsure("is no date that is understood", "date")
            return tri(same_date(reference.date, date), "date")
        case "ratio":
            return of_ratio(context, text)
        case "text":
            return of_text(context, text)
    return of_form(context, text)


def is_value(text: str) -> bool:
    try:
        return not isinstance(parse(text, Style()), Words)
    except Unreadable:
        return False


def of_form(context: Context, text: str) -> Match:
    """Every usual reading of the text is compared; they have to agree."""
    found: list[Match] = []
    rounded = context.tolerance is not None or context.reference.about is not None
    bare = bare_of(context.reference, text, rounded=rounded, prompt=context.prompt)
    for style in styles(context.reference, bare):
        try:
            form = parse(bare, style)
        except Unreadable as error:
            found.append(
                Match(
                    False if error.certain else None,
                    "unreadable_answer",
                    str(error),
                    UNKNOWN if error.notation else "reading",
                )
            )
            continue
        compared = compare(context, form)
        compared = compared if compared.given is not None else replace(compared, given=form)
        found.append(compared)
    return best(found)


def best(found: Sequence[Match]) -> Match:
    readable = [each for each in found if each.code != "unreadable_answer"]
    if not readable:
        return found[0]
    if len({each.equal for each in readable}) == 1 or len(readable) == 1:
        return readable[0]
    return unsure("it can be read in two ways, and only one of them is equal", "reading", readable[0].given)


def bare_of(reference: Reference, text: str, *, rounded: bool, prompt: str = "") -> str:
    if EVERYTHING.fullmatch(undressed(text)) and reference.kind in ("region", "tuple"):
        return "(-\\infty,\\infty)"
    name, equals, rest = text.rpartition("=")
    if equals and named_in(name, prompt):
        return rest
    if rounded and (about := re.match(r"[\s$]*(?:\\approx|≈|\\sim|~|about|approximately|approx\.?)\s*", text)):
        return text[about.end() :]
    return text


SLASH = re.compile(r"/\s*[\w\\({]")
GLUED = re.compile(r"\d,\d{3}(?!\d)")


def styles(reference: Reference, text: str) -> list[Style]:
    """The readings that are tried. A letter is a symbol when the reference has it, and else a unit."""
    usual = {"x", "y", "z", "n", "t"} | ({"a", "b", "c", "k", "C"} if reference.kind == "equation" else set())
    letters = reference.letters | usual if reference.letters else reference.letters
    with_symbols = reference.kind in ("equation", "region", "set", "tuple", "matrix") or bool(reference.letters)
    first = Style(letters=letters or None, units=not with_symbols)
    found = [first]
    if reference.kind == "set" and GLUED.search(text) and not GLUED.search(reference.text):
        found = [replace(first, separators=False)]
    if "/" in text and SLASH.search(text):
        tight = replace(found[0], tight=True)
        try:
            if parse(text, tight) != parse(text, found[0]):
                found.append(tight)
        except Unreadable:
            pass
    return found


def compare(context: Context, given: Form) -> Match:
    reference = context.reference
    expected = reference.form
    if expected is None:
        return unsure("is not compared", "form", given)
    given = without_domains(given)
    if family := family_of(expected):
        theirs = family_of(given)
        positive = POSITIVE.search(context.prompt) is not None
        same = same_family(family, theirs, context.solve, positive=positive) if theirs else None
        return replace(tri(same, "family"), given=given)
    if isinstance(given, Words):
        return of_words(context, given)
    match reference.kind:
        case "value":
            return compare_value(context, expected, given)
        case "set":
            return compare_set(context, expected, given)
        case "equation":
            return compare_equation(context, expected, given)
        case "region":
            return compare_region(context, expected, given)
        case "tuple":
            return compare_tuple(context, expected, given)
        case "matrix":
            return compare_matrix(context, expected, given)
        case "base":
            return compare_base(context, expected, given)
    return unsure("is not compared", "kind")


POSITIVE = re.compile(r"\bpositive integers?\b|\bnatural numbers?\b", re.IGNORECASE)


def without_domains(given: Form) -> Form:
    """`f(x) = x^2 + C, C \\in \\mathbb{R}` without what says where letters come from."""
    if not isinstance(given, Listed):
        return given
    kept = [item for item in given.items if not says_where(item)]
    return kept[0] if len(kept) == 1 and len(given.items) == 2 else given


def says_where(form: Form) -> bool:
    match form:
        case Relation((Sym(), Sym("R")), ("in",)):
            return True
    return False


def compare_base(context: Context, expected: Form, given: Form) -> Match:
    if not isinstance(expected, BaseNumeral):
        return unsure("is not compared", "form", given)
    if isinstance(given, Relation) and set(given.orders) == {"="}:
        given = given.sides[-1]
    if isinstance(given, BaseNumeral):
        same = given.digits.lstrip("0").lower() == expected.digits.lstrip("0").lower()
        if given.base == expected.base:
            return equal("digits", given) if same else unequal("digits", given)
        return unequal("base", given, f"is written in base {given.base}")
    if isinstance(given, Quantity) and re.fullmatch(r"base \w+", given.unit):
        return unsure("names its base in words", "base", given)
    if isinstance(given, Num) and given.written == "integer":
        same = str(given.value) == expected.digits.lstrip("0")
        if same and "base" in context.prompt.lower():
            return equal("digits", given)
        return unsure("does not say its base", "base", given) if same else unequal("digits", given)
    return unsure("is no numeral", "form", given)


def agreement(one: str, other: str, prompt: str = "") -> bool | None:
    """Whether two answers of one attempt are the same."""
    if one.strip() == other.strip():
        return True
    results: list[bool | None] = []
    for first, second in ((one, other), (other, one)):
        made = reference_of(first)
        if isinstance(made, str):
            results.append(None)
            continue
        results.append(match(context_of(made, prompt, None, unsolved), second).equal)
        if results[-1]:
            return True
    return False if results == [False, False] else None
