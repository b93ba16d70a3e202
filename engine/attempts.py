"""One attempt from plan to verdict, each part done once: sampled, then judged as soon as it is there."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.clock import Clock
from engine.ledger import Ledger
from engine.parts import PartFailed, Sampler
from engine.values import Attempt, Judged, Judgement, Planned, Policy, Purpose, text_sha256
from problems.problem import Problem
from verifiers.base import Verifier
from verifiers.judge import judge
from verifiers.verdict import Outcome, Verdict

T = TypeVar("T")


@dataclass(frozen=True)
class NamedVerifier:
    """A verifier with the name it has in the recipe."""

    name: str
    verifier: Verifier

    @property
    def fingerprint(self) -> str:
        return self.verifier.fingerprint

    async def aclose(self) -> None:
        """Ends the processes of a verifier that has some."""
        if close := getattr(self.verifier, "aclose", None):
            await close()


@dataclass(frozen=True)
class Attempts:
    """Samples and judges, through the ledger. `retries` and `pause` (seconds, doubled each time) are for a broken judge."""

    ledger: Ledger
    sampler: Sampler
    verifiers: Mapping[str, NamedVerifier]
    clock: Clock
    retries: int = 2
    pause: float = 1.0
    judge_seconds: float = 600.0

    @property
    def fingerprints(self) -> dict[str, str]:
        """Of the judge of each kind of problem."""
        return {kind: named.fingerprint for kind, named in self.verifiers.items()}

    async def make(self, policy: Policy, problem: Problem, planned: Planned) -> Judged:
        """The judged attempt: what the ledger has of it is kept, the rest is done. Raises PartFailed from the sampler."""
        evaluating = planned.purpose is not Purpose.PRACTICE

        async def sample() -> Attempt:
            with self.clock.during("evaluating" if evaluating else "sampling"):
                completions = await self.sampler.sample(policy, planned.prompt, [planned.seed])
            if len(completions) != 1:
                raise PartFailed(f"{type(self.sampler).__name__} gave {len(completions)} completions for one seed")
            return Attempt(planned, completions[0])

        attempt = await self.ledger.once(f"attempt/{planned.id}", sample)
        with self.clock.during("evaluating" if evaluating else "judging"):
            return Judged(problem, attempt, await self.judge(problem, attempt.text))

    async def judge(self, problem: Problem, text: str) -> Verdict:
        """The verdict from the ledger, or from the verifier; an errored one is asked for again, now and in a resumed run."""
        named, sha256 = self.judge_of(problem.kind), text_sha256(text)

        async def ask() -> Judgement:
            verdict = await judge(named.verifier, problem, text, self.judge_seconds)
            for retry in range(self.retries):
                if verdict.outcome is not Outcome.ERRORED:
                    break
                # Full jitter, so that many attempts at a judge that just came back do not arrive at the same moment.
                await asyncio.sleep(random.uniform(0.5, 1.0) * self.pause * 2**retry)
                verdict = await judge(named.verifier, problem, text, self.judge_seconds)
            return Judgement(problem.id, sha256, named.fingerprint, named.name, verdict)

        key = f"verdict/{problem.id}/{sha256}/{named.fingerprint}"
        judgement = await self.ledger.once(key, ask, settled=lambda j: j.verdict.outcome is not Outcome.ERRORED)
        return judgement.verdict

    def judge_of(self, kind: str) -> NamedVerifier:
        if kind not in self.verifiers:
            raise PartFailed(
                f"a problem of kind {kind!r} came up, and the recipe has no [verifiers.{kind}] to judge it"
            )
        return self.verifiers[kind]


async def together(work: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """The results in order. The first failure ends the others, and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each) for each in work]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]
