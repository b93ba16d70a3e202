"""The contracts of what the loop is given: who writes attempts, and who learns from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from engine.values import Completion, Lesson, Policy, Prompt
from problems.errors import VeriloopError


class PartFailed(VeriloopError):
    """A sampler, learner or model could not do its work (crash, memory, bad weights): says what happened and what to change.

    Nothing is lost: what was finished is in the ledger, and running again goes on from there.
    """


@runtime_checkable
class Sampler(Protocol):
    """Continues prompts. Safe to call from many coroutines at once; batches across them by itself."""

    async def sample(self, policy: Policy, prompt: Prompt, seeds: Sequence[int]) -> Sequence[Completion]:
        """One completion per seed, in order. The same policy, prompt and seed give the same text on the same machine,

        whatever else is being sampled at the time. Raises PartFailed; never hangs on a dead process.
        """
        ...

    async def aclose(self) -> None:
        """Ends its process and gives back its memory. Calling it twice is harmless; a later `sample` starts it again."""
        ...


@runtime_checkable
class Learner(Protocol):
    """Makes the next policy."""

    async def learn(self, policy: Policy, lesson: Lesson) -> Policy:
        """The policy after the lesson; the given one when the lesson is empty. Deterministic in (policy, lesson) on one machine.

        The result's weights folder is complete when this returns, and is never seen half-written. Raises PartFailed.
        """
        ...


class Workplace(Protocol):
    """What a run hands to parts that keep files: where policies and logs go, and the run's seed."""

    @property
    def policies(self) -> Path: ...

    @property
    def logs(self) -> Path: ...

    @property
    def seed(self) -> int: ...
