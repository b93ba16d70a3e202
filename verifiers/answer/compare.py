"""Whether a committed number is the reference. Exact, unless the reference says how far off an answer may be."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verifiers.answer.parse import Number
from verifiers.answer.units import changes_the_value, not_a_unit
from verifiers.answer.words import OTHER_MONEY, singular, words
from verifiers.verdict import Outcome


@dataclass(frozen=True, slots=True)
class Tolerance:
    """An answer may be `absolute` off, or `relative` times the reference, whichever is more."""

    absolute: Fraction = Fraction(0)
    relative: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Outcome
    code: str
    reason: str
    settled_by: str


def decide(expected: Number, given: Number, tolerance: Tolerance | None, prompt: str) -> Decision:
    """Rejected when no reading of the units makes them equal, abstained when only some do, accepted when all do."""
    shown = f"{given} against the reference {expected}"
    exact = "exact value" if tolerance is None else "value within the tolerance"
    equal = close(expected.value, given.value, tolerance)
    if expected.percent != given.percent:
        near = (
            equal
            or close(expected.value, given.value * 100, tolerance)
            or close(expected.value * 100, given.value, tolerance)
        )
        return unsure(shown, "only one of them is a percentage", "percent") if near else unequal(shown, exact)
    if expected.money and given.money and expected.money != given.money:
        return unequal(f"{shown}: another currency", "currency")
    reason = unit_doubt(expected, given, prompt)
    if not reason:
        return accepted(shown, exact) if equal else unequal(shown, exact)
    # With the unit unsettled, a hundredfold (cents) or a unit's factor could still make them equal.
    known = {singular(word) for word in words(prompt)}
    harmless = all(singular(word) in known and not changes_the_value(word) for word in given.words)
    return unsure(shown, reason, "unit") if equal or not harmless or given.money else unequal(shown, exact)


def close(expected: Fraction, given: Fraction, tolerance: Tolerance | None) -> bool:
    if tolerance is None:
        return expected == given
    return abs(expected - given) <= max(tolerance.absolute, tolerance.relative * abs(expected))


def unit_doubt(expected: Number, given: Number, prompt: str) -> str:
    """Why the words or the currency sign behind a number may change its meaning; "" if they cannot."""
    # Where dollars are spoken of, pounds are a weight.
    other_money = OTHER_MONEY.search(prompt.replace("pound", "") if "$" in prompt else prompt)
    if given.money == "$" and not expected.money and other_money:
        return "the problem speaks of another currency or of cents"
    if given.money not in ("", "$") and given.money != expected.money and given.money not in prompt:
        return f"the problem does not speak of {given.money}"
    return not_a_unit(given.words, prompt)


def accepted(shown: str, settled_by: str) -> Decision:
    return Decision(Outcome.ACCEPTED, "equal", f"equal: {shown}", settled_by)


def unequal(shown: str, settled_by: str) -> Decision:
    return Decision(Outcome.REJECTED, "wrong_answer", f"not equal: {shown}", settled_by)


def unsure(shown: str, why: str, settled_by: str) -> Decision:
    return Decision(Outcome.ABSTAINED, "unsupported_answer", f"cannot tell whether equal: {shown}; {why}", settled_by)
