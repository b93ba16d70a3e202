"""The contract of a judge."""

from __future__ import annotations

from enum import IntEnum
from typing import Protocol, runtime_checkable

from problems.problem import Problem
from verifiers.verdict import Verdict


class Trust(IntEnum):
    """What an acceptance rests on, strongest first: a proof kernel, execution, a reference answer, a stand-in."""

    KERNEL = 4
    EXECUTION = 3
    REFERENCE = 2
    PROXY = 1


@runtime_checkable
class Verifier(Protocol):
    """Judges attempts at problems of one kind. Safe to call from many coroutines at once.

    `fingerprint` changes whenever the same attempt might be judged differently: code, configuration, image, toolchain.
    A plugin may leave out `trust` and `fingerprint`; the registry supplies `Trust.PROXY` and a hash of its distribution,
    version and arguments. Three more are looked for: `unavailable`, a sentence when nothing can be judged here (a run then does
    not start); `warnings`, sentences to show; `async def aclose()`, for a verifier with processes of its own.
    """

    @property
    def trust(self) -> Trust: ...

    @property
    def fingerprint(self) -> str: ...

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        """Wrong, hostile or endless is a rejection. An exception is the verifier's own failure and becomes `ERRORED`."""
        ...
