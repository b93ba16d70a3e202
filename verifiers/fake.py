"""A judge that a test or a benchmark scripts. Looks at the last word only, so it protects against nothing."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from problems.problem import Problem
from verifiers.base import Trust
from verifiers.verdict import Verdict


@dataclass(frozen=True)
class ScriptedVerifier:
    """Accepts an attempt whose last word is `str(problem.checks[accept_when])`; `script`, if given, decides instead.

    `seconds` is waited before each verdict, as a slow judge would.
    """

    accept_when: str = "reference"
    seconds: float = 0.0
    script: Callable[[Problem, str], Verdict] | None = None

    def __post_init__(self) -> None:
        if not self.seconds >= 0:
            raise ValueError(f"seconds = {self.seconds!r}: should be 0 or more")

    @property
    def trust(self) -> Trust:
        return Trust.PROXY

    @property
    def fingerprint(self) -> str:
        script = f"{self.script.__module__}.{self.script.__qualname__}" if self.script else ""
        return hashlib.sha256(f"scripted-1 {self.accept_when!r} {self.seconds!r} {script}".encode()).hexdigest()

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        if self.seconds:
            await asyncio.sleep(self.seconds)
        if self.script:
            return self.script(problem, attempt)
        if self.accept_when not in problem.checks:
            return Verdict.abstain("bad_checks", f"the problem's checks have no {self.accept_when!r}")
        wanted = str(problem.checks[self.accept_when])
        last = (attempt.split() or [""])[-1]
        if last == wanted:
            return Verdict.accept("equal", f"the last word is {wanted!a}", answer=last)
        return Verdict.reject("wrong_answer", f"the last word is {last[:80]!a}, not {wanted!a}", answer=last[:80])
