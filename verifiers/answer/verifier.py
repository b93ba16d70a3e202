"""Judges problems of kind "answer" by their reference: one committed answer, parsed, compared exactly.

So far for integers, fractions, decimals, percentages and amounts of money; it abstains from every other type of reference. Does
not protect against a wrong reference, nor against a right answer that was guessed or reached by wrong steps.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from problems.checks import validate_checks
from problems.problem import Problem
from problems.source import ProblemError
from verifiers.answer.compare import Tolerance, decide, restates
from verifiers.answer.extract import commitment
from verifiers.answer.found import Committed
from verifiers.answer.parse import Number, parse_number
from verifiers.answer.reading import Unread
from verifiers.base import Trust
from verifiers.verdict import Outcome, Verdict

VERSION = "answer-1"
TYPES = ("integer", "rational", "fraction", "decimal", "number", "mixed", "percent", "currency")
MAX_SHOWN = 200


@dataclass(frozen=True)
class AnswerVerifier:
    """Accepts an attempt whose one committed answer equals `checks["reference"]`; abstains where it cannot tell.

    `max_attempt` characters of attempt are read; a longer one is rejected. Nothing the model wrote is ever evaluated.
    """

    max_attempt: int = 20_000_000

    def __post_init__(self) -> None:
        if self.max_attempt < 1:
            raise ValueError(f"max_attempt = {self.max_attempt!r}: should be 1 or more")

    @property
    def trust(self) -> Trust:
        return Trust.REFERENCE

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"{VERSION} {source_hash()} {self.max_attempt}".encode()).hexdigest()

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        return self.judge(problem, attempt)

    def judge(self, problem: Problem, attempt: str) -> Verdict:
        """The verdict, without a coroutine: nothing here waits."""
        try:
            validate_checks("answer", problem.checks)
        except ProblemError as error:
            return Verdict.abstain("bad_checks", f"the problem's checks cannot be used: {error}")
        reference, kind = problem.checks["reference"], problem.checks.get("type", "")
        expected = parse_number(reference) if kind in ("", *TYPES) else None
        if expected is None or expected.words:
            wanted = f"of type {kind!a}" if kind else "of this type"
            return Verdict.abstain(
                "unsupported_reference", f"the reference {reference[:80]!a}, {wanted}, cannot be read as a number"
            )
        if kind == "integer" and expected.value.denominator != 1:
            return Verdict.abstain(
                "bad_checks", f"the reference {reference[:80]!a} is not an integer, as its type says"
            )
        if len(attempt) > self.max_attempt:
            return Verdict.reject("too_long", f"the attempt has {len(attempt)} characters; {self.max_attempt} are read")
        return judged(problem, expected, attempt)


def judged(problem: Problem, expected: Number, attempt: str) -> Verdict:
    found = commitment(attempt)
    evidence: dict[str, Any] = {
        "answer": attempt[found.start : found.end][:MAX_SHOWN],
        "span": [found.start, found.end],
        "reference": written(expected),
    }
    if not isinstance(found, Committed):
        outcome = Outcome.REJECTED if found.certain else Outcome.ABSTAINED
        return Verdict(outcome, found.code, found.reason, {**evidence, "settled_by": "extraction"})
    evidence["found_by"] = found.rule
    reading = found.reading
    if isinstance(reading, Unread):
        outcome = Outcome.REJECTED if reading.certain else Outcome.ABSTAINED
        return Verdict(outcome, reading.code, reading.reason, {**evidence, "settled_by": "reading"})
    evidence["parsed"] = written(reading)
    decision = decide(expected, reading, tolerance(problem.checks.get("tolerance")), problem.prompt)
    if decision.outcome is not Outcome.REJECTED:
        if restates(problem.prompt, found.text, reading, problem.checks["reference"]):
            reason = f"{found.text[:80]!a} is the question again, not its answer"
            return Verdict.reject("restated", reason, **evidence, settled_by="restatement")
        if reading.form == "sum" and expected.form != "mixed":
            reason = f"{found.text[:80]!a} is a sum that was not worked out"
            return Verdict.abstain("unsupported_answer", reason, **evidence, settled_by="form")
        if found.doubt:
            return Verdict.abstain("unsupported_answer", found.doubt, **evidence, settled_by="extraction")
    return Verdict(decision.outcome, decision.code, decision.reason, {**evidence, "settled_by": decision.settled_by})


def tolerance(value: Any) -> Tolerance | None:
    # The shortest decimal of a float is what was written: 0.01, not its binary neighbour.
    return None if value is None else Tolerance(*(Fraction(repr(value.get(name, 0))) for name in ("abs", "rel")))


def written(number: Number) -> dict[str, Any]:
    return {
        "value": str(number),
        "form": number.form,
        "money": number.money,
        "percent": number.percent,
        "words": list(number.words),
    }


@cache
def source_hash() -> str:
    """SHA-256 of this package's own source: any change to it may change a verdict."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
