"""What a judge says: one of four outcomes, why, and on what evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NoReturn


class Outcome(StrEnum):
    """`ACCEPTED` and `REJECTED` are about the attempt; the other two are about the judge and teach nothing."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ABSTAINED = "abstained"  # this verifier cannot judge this problem; asking again will not help
    ERRORED = "errored"  # the judge or its sandbox broke; nothing was learned; ask again

    @property
    def decided(self) -> bool:
        """Whether the attempt itself was judged."""
        return self in (Outcome.ACCEPTED, Outcome.REJECTED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`code` is a stable machine word ("wrong_answer", "timeout"); `reason` one sentence a person can check by hand.

    `evidence` is plain JSON data; `seconds` is wall time spent judging.
    """

    outcome: Outcome
    code: str
    reason: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a Verdict has no truth value: a rejected verdict would be a truthy object. "
            "Compare: verdict.outcome is Outcome.ACCEPTED"
        )

    @classmethod
    def accept(cls, code: str, reason: str, **evidence: Any) -> Verdict:
        return cls(Outcome.ACCEPTED, code, reason, evidence)

    @classmethod
    def reject(cls, code: str, reason: str, **evidence: Any) -> Verdict:
        return cls(Outcome.REJECTED, code, reason, evidence)

    @classmethod
    def abstain(cls, code: str, reason: str, **evidence: Any) -> Verdict:
        return cls(Outcome.ABSTAINED, code, reason, evidence)

    @classmethod
    def errored(cls, code: str, reason: str, **evidence: Any) -> Verdict:
        return cls(Outcome.ERRORED, code, reason, evidence)
