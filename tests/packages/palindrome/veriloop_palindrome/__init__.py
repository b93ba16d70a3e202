"""Fifteen lines of a third party: no trust, no fingerprint, nothing of ours but the two values."""

from dataclasses import dataclass

from problems.problem import Problem
from verifiers.verdict import Verdict


@dataclass(frozen=True)
class Palindrome:
    """Accepts a word that reads the same both ways."""

    min_length: int = 3

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        word = attempt.strip().lower()
        if len(word) < self.min_length:
            return Verdict.reject("too_short", f"{word!r} has {len(word)} letters; {self.min_length} are needed")
        if word != word[::-1]:
            return Verdict.reject("not_a_palindrome", f"{word!r} reversed is {word[::-1]!r}")
        return Verdict.accept("palindrome", f"{word!r} reads the same both ways")
