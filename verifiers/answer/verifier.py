"""Judges problems of kind "answer" by their reference: one committed answer, read as what the reference is, compared exactly.

Does not protect against a wrong reference, nor against a right answer that was guessed or reached by wrong steps.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib.metadata
import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import flint

from problems.checks import validate_checks
from problems.problem import Problem
from problems.source import ProblemError
from verifiers.answer.algebra import Algebra
from verifiers.answer.equality import Solver, unsolved
from verifiers.answer.extract import commitment
from verifiers.answer.families import family_of
from verifiers.answer.finish import unfinished
from verifiers.answer.found import Committed, Refusal
from verifiers.answer.grammar import MAX_REMEMBERED
from verifiers.answer.kinds import Reference, reference_of, words_of
from verifiers.answer.match import context_of, match
from verifiers.answer.matching import UNKNOWN, Context, Match, Tolerance
from verifiers.answer.phrasing import cores, over_numbers
from verifiers.answer.reading import Unread, Value, number_of
from verifiers.answer.show import shown
from verifiers.base import Trust
from verifiers.source import source_hash
from verifiers.verdict import Outcome, Verdict

VERSION = "answer-3"
UNSETTLED = ("nothing", UNKNOWN)  # rules that leave open what another opinion may settle; a doubt is not among them
IN_WORDS = ("choice", "text", "boolean", "none", "region", "tuple")  # kinds of which "not" may be said within an answer
MAX_SHOWN = 200
MAX_LINE = 1000  # characters of a last line that may be a reference in words
MAX_SOLUTION = 100_000  # characters of a worked solution that is given as a reference
MAX_MEANT = 20_000  # characters at the end of an attempt in which the reference is looked for
DIGITS = re.compile(r"-?\d[\d,]{0,60}(?:\.\d{1,60})?")


BRACKETED_UNIT = re.compile(r"\\(?:text|mathrm)\s*\{\s*\(([A-Za-z ]{1,40})\)\s*\}")
FALLBACKS = ("", "math-verify")


@dataclass(frozen=True)
class AnswerVerifier:
    """Accepts an attempt whose one committed answer equals `checks["reference"]`; abstains where it cannot tell.

    `max_attempt` characters of attempt are read; a longer one is rejected. `algebra_seconds`: for how long a computer algebra
    process may think about what nothing else settles; 0 for no such process. `fallback`: "math-verify" may accept what nothing
    here could read or settle, when both answers are of one type; it is not asked where there is a doubt, and never rejects.
    Nothing the model wrote is ever evaluated here; math-verify parses it in a process of its own. Raises ValueError for a value
    that cannot be, or a fallback that is missing.
    """

    max_attempt: int = 20_000_000
    algebra_seconds: float = 2.0
    fallback: str = ""
    algebra: Algebra = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.max_attempt < 1:
            raise ValueError(f"max_attempt = {self.max_attempt!r}: should be 1 or more")
        if not 0 <= self.algebra_seconds <= 600:
            raise ValueError(f"algebra_seconds = {self.algebra_seconds!r}: should be 0 to 600")
        if self.fallback not in FALLBACKS:
            raise ValueError(f'fallback = {self.fallback!r}: should be "math-verify", or left out')
        if self.fallback and importlib.util.find_spec("math_verify") is None:
            raise ValueError('fallback = "math-verify": it is not installed; pip install math-verify[antlr4_13_2]')
        object.__setattr__(self, "algebra", Algebra(self.algebra_seconds))

    @property
    def trust(self) -> Trust:
        return Trust.REFERENCE

    @property
    def fingerprint(self) -> str:
        used = flint.__version__, sympy_version(), fallback_version(self.fallback)
        parts = VERSION, source_hash(Path(__file__).parent), *used, str(self.max_attempt), str(self.algebra_seconds)
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        found = self.judge(problem, attempt)
        if found.outcome is Outcome.ABSTAINED and found.code == "unsupported_answer" and self.algebra_seconds:
            found = await asyncio.to_thread(self.judge, problem, attempt, self.algebra.zero)
        if self.fallback and found.outcome is Outcome.ABSTAINED and found.evidence.get("settled_by") in UNSETTLED:
            return await asyncio.to_thread(self.second_opinion, problem, attempt, found)
        return found

    async def aclose(self) -> None:
        self.algebra.close()

    def judge(self, problem: Problem, attempt: str, solve: Solver = unsolved) -> Verdict:
        """The verdict, without a coroutine and, as long as `solve` does not, without waiting."""
        asked = understood(problem)
        if isinstance(asked, Verdict):
            return asked
        if len(attempt) > self.max_attempt:
            return Verdict.reject("too_long", f"the attempt has {len(attempt)} characters; {self.max_attempt} are read")
        return judged(asked, attempt, solve)

    def second_opinion(self, problem: Problem, attempt: str, found: Verdict) -> Verdict:
        """An acceptance when math-verify finds both equal, else the verdict as it was; blocks while it thinks."""
        start, end = found.evidence["span"]
        answer, reference = attempt[start:end], problem.checks["reference"]
        if not self.algebra.agree(reference, answer):
            return found
        reason = f"math-verify finds {answer[:80]!a} equal to {reference[:80]!a}; {found.reason}"
        return Verdict.accept("equal", reason, **{**found.evidence, "settled_by": "math-verify"})


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A problem that can be judged. `shown`: its reference as evidence has it. Itself a key: there is one for each problem."""

    prompt: str
    reference: Reference
    tolerance: Tolerance | None
    shown: str


@lru_cache(4096)
def understood(problem: Problem) -> Asked | Verdict:
    """What is asked for, or why nothing can be compared with it; the same problem is judged many times."""
    try:
        validate_checks("answer", problem.checks)
    except ProblemError as error:
        return Verdict.abstain("bad_checks", f"the problem's checks cannot be used: {error}")
    expected = expected_of(problem.checks["reference"], problem.checks.get("type", ""), problem.prompt[-20_000:])
    if isinstance(expected, str):
        return Verdict.abstain("unsupported_reference", expected)
    reference = shown(expected.form) if expected.form is not None else expected.words or expected.text
    return Asked(problem.prompt, expected, tolerance(problem.checks.get("tolerance")), reference)


def expected_of(reference: str, type_: str, prompt: str) -> Reference | str:
    """The reference; of a worked solution that is given as one, the answer that it commits to."""
    reference = BRACKETED_UNIT.sub(r"\\text{ \1}", reference)
    made = reference_of(reference, type_, prompt)
    read = [reference_of(core, type_, prompt) for core in cores(reference, prompt)]
    known = [each for each in read if isinstance(each, Reference) and each.form is not None]
    family = next((each for each in known if each.form is not None and family_of(each.form)), None)
    if family or (known and (isinstance(made, str) or over_numbers(reference))):
        made = family or known[0]
    if isinstance(made, str) and len(reference) < MAX_SOLUTION:
        found = commitment(reference, prompt)
        if isinstance(found, Committed) and found.rule != "last line" and isinstance(found.reading, Value):
            again = reference_of(found.reading.text, type_, prompt)
            return made if isinstance(again, str) else again
    return made


def sympy_version() -> str:
    return importlib.metadata.version("sympy")


def fallback_version(name: str) -> str:
    return importlib.metadata.version(name) if name else ""


def judged(asked: Asked, attempt: str, solve: Solver) -> Verdict:
    expected = asked.reference
    found = commitment(attempt, asked.prompt)
    evidence: dict[str, Any] = {
        "answer": attempt[found.start : found.end][:MAX_SHOWN],
        "span": [found.start, found.end],
        "reference": asked.shown,
        "kind": expected.kind,
    }
    context = context_of(expected, asked.prompt, asked.tolerance, solve)
    if isinstance(found, Refusal):
        line = attempt.rstrip().rpartition("\n")[2]
        if (
            found.code == "no_answer"
            and expected.kind == "text"
            and len(line) < MAX_LINE
            and words_of(line) == expected.words
        ):
            return Verdict.accept("equal", "the last line says the same words", **evidence, settled_by="words")
        if found.together and expected.kind == "set":
            compared = match(context, " , ".join(found.together))
            return verdict_of(compared, {**evidence, "found_by": "boxes"}, expected, ", ".join(found.together))
        outcome = Outcome.REJECTED if found.certain else Outcome.ABSTAINED
        return Verdict(outcome, found.code, found.reason, {**evidence, "settled_by": "extraction"})
    evidence["found_by"] = found.rule
    reading = found.reading
    if isinstance(reading, Unread) and reading.text and expected.kind in IN_WORDS:
        reading = Value(reading.text)  # "(D) none of these", "not enough information": words that may be the answer
    if isinstance(reading, Unread):
        outcome = Outcome.REJECTED if reading.certain else Outcome.ABSTAINED
        return Verdict(outcome, reading.code, reading.reason, {**evidence, "settled_by": "reading"})
    alone = solve is unsolved and len(reading.text) <= MAX_REMEMBERED
    compared = remembered(asked, reading.text) if alone else match(context, reading.text)
    return decided(attempt, context, found, reading, compared, evidence)


@lru_cache(4096)
def remembered(asked: Asked, text: str) -> Match:
    """Many attempts at one problem give the same answer."""
    return match(context_of(asked.reference, asked.prompt, asked.tolerance, unsolved), text)


def decided(
    attempt: str, context: Context, found: Committed, reading: Value, compared: Match, evidence: Mapping[str, Any]
) -> Verdict:
    if compared.equal:
        if left := unfinished(context.prompt, reading.text, compared.given, context.reference.form):
            outcome, why = left
            code = "restated" if outcome is Outcome.REJECTED else "unfinished"
            return Verdict(outcome, code, f"{found.text[:80]!a} {why}", {**evidence, "settled_by": "form"})
        if found.doubt:
            return Verdict.abstain("unclear", found.doubt, **evidence, settled_by="extraction")
    elif found.doubt and (compared.equal is None or may_be_meant(context.reference, attempt[-MAX_MEANT:])):
        return Verdict.abstain("unclear", found.doubt, **evidence, settled_by="extraction")
    return verdict_of(compared, evidence, context.reference, reading.text)


def may_be_meant(expected: Reference, text: str) -> bool:
    """Whether the reference is among the numbers of a text; other references are not looked for."""
    number = Value(expected.text).number
    if number is None or number.denominator != 1:
        return True
    return any(number_of(match[0]) == number for match in DIGITS.finditer(text))


def verdict_of(compared: Match, evidence: Mapping[str, Any], expected: Reference, text: str) -> Verdict:
    given = {"parsed": shown(compared.given)} if compared.given is not None else {}
    outcome = {True: Outcome.ACCEPTED, False: Outcome.REJECTED, None: Outcome.ABSTAINED}[compared.equal]
    sentence = f"{text[:80]!a} against the reference {expected.text[:80]!a}: {compared.reason}"
    return Verdict(outcome, compared.code, sentence, {**evidence, **given, "settled_by": compared.rule})


def tolerance(value: Any) -> Tolerance | None:
    # The shortest decimal of a float is what was written: 0.01, not its binary neighbour.
    return None if value is None else Tolerance(*(Fraction(repr(value.get(name, 0))) for name in ("abs", "rel")))
