"""What a comparison finds, and what it is told: the parts that every comparison shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifiers.answer.equality import Settled, Solver
from verifiers.answer.kinds import Reference
from verifiers.answer.tree import Form

UNKNOWN = "unknown notation"  # the rule of an answer in mathematics that is not read here


@dataclass(frozen=True, slots=True)
class Match:
    """`equal`: None when it is not settled. `code` is that of a verdict; `rule` says what settled it; `given` what was read."""

    equal: bool | None
    code: str
    reason: str
    rule: str
    given: Form | None = None


@dataclass(frozen=True, slots=True)
class Tolerance:
    """An answer may be `absolute` off, or `relative` times the reference, whichever is more."""

    absolute: Fraction = Fraction(0)
    relative: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Context:
    """What is compared with. `match` and `compare` are for an answer's parts: a text, or a form, against another reference."""

    reference: Reference
    prompt: str
    tolerance: Tolerance | None
    solve: Solver
    match: Callable[[Context, str], Match]
    compare: Callable[[Context, Form], Match]


def equal(rule: str, given: Form | None = None) -> Match:
    return Match(True, "equal", "equal", rule, given)


def unequal(rule: str, given: Form | None = None, why: str = "not equal", code: str = "wrong_answer") -> Match:
    return Match(False, code, why, rule, given)


def unsure(why: str, rule: str, given: Form | None = None) -> Match:
    return Match(None, "unsupported_answer", why, rule, given)


def of(settled: Settled, given: Form | None = None) -> Match:
    if settled.equal is None:
        return unsure("neither equality nor inequality could be proved", settled.rule, given)
    return equal(settled.rule, given) if settled.equal else unequal(settled.rule, given)


def tri(value: bool | None, rule: str) -> Match:
    if value is None:
        return unsure("it may mean something else", rule)
    return equal(rule) if value else unequal(rule)


def max_of(values: Sequence[bool | None]) -> bool | None:
    return True if True in values else None if None in values else False


def all_of(matches: Sequence[Match], given: Form | None) -> Match:
    if wrong := next((each for each in matches if each.equal is False), None):
        return unequal(wrong.rule, given, wrong.reason)
    if open_ := next((each for each in matches if each.equal is None), None):
        return unsure(open_.reason, open_.rule, given)
    return equal(matches[0].rule if matches else "form", given)
