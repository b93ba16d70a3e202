"""Whether a problem may enter a run: its own solution is accepted, and no trivial program is.

Does not protect against a suite that accepts wrong solutions of other kinds: mutants show those (`measure`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from problems.errors import VeriloopError
from problems.problem import Problem
from verifiers.code.strength.trivial import trivial_programs
from verifiers.verdict import Outcome, Verdict


class NotMeasured(VeriloopError):
    """The judge or its sandbox broke, so nothing was learned about the problem."""


class Judge(Protocol):
    """A Verifier, or anything else that gives its verdicts (from a ledger, for instance)."""

    async def verify(self, problem: Problem, attempt: str) -> Verdict: ...


async def fit(problem: Problem, reference: str | None, verifier: Judge) -> str | None:
    """Why the problem must not enter a run; None when it may. Trivial programs are tried on code problems alone.

    A reference that the verifier abstains from counts as refused. Raises NotMeasured when the verifier breaks.
    """
    if reference is not None:
        gold = await judged(verifier, problem, reference)
        if gold.outcome is not Outcome.ACCEPTED:
            return refused(gold)
    for name, program in trivial_programs(problem.checks).items() if problem.kind == "code" else ():
        verdict = await judged(verifier, problem, program)
        if verdict.outcome is Outcome.ACCEPTED:
            return too_weak((name,))
    return None


async def unfit_problems(
    problems: Sequence[Problem],
    references: Mapping[str, str],
    verifier: Judge,
    *,
    concurrency: int = 16,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, str]:
    """Why, by the problem's id, for those that must not enter a run, in their order. `references` are by id too.

    At most one run for the reference and one for each trivial program (about ten), `concurrency` problems at a time.
    `progress` is told (done, all). Raises NotMeasured.
    """
    found: dict[str, str | None] = dict.fromkeys(problem.id for problem in problems)
    done = 0

    async def one(problem: Problem) -> None:
        nonlocal done
        found[problem.id] = await fit(problem, references.get(problem.id), verifier)
        done += 1
        if progress:
            progress(done, len(problems))

    await in_turns(concurrency, (one(problem) for problem in problems))
    return {problem_id: why for problem_id, why in found.items() if why is not None}


async def judged(verifier: Judge, problem: Problem, attempt: str) -> Verdict:
    """Raises NotMeasured for an errored verdict."""
    verdict = await verifier.verify(problem, attempt)
    if verdict.outcome is Outcome.ERRORED:
        what = f"problem {problem.id[:12]} ({problem.source or 'no source'})"
        raise NotMeasured(
            f"{what} could not be measured, since its judge broke: {verdict.code}: {verdict.reason}. Try again."
        )
    return verdict


def refused(gold: Verdict) -> str:
    how = "cannot be judged" if gold.outcome is Outcome.ABSTAINED else "is rejected"
    return f"its own solution {how} ({gold.code}): {gold.reason}"


def too_weak(names: Sequence[str]) -> str:
    return f"its tests accept a program that only: {', '.join(names)}"


async def in_turns(concurrency: int, work: Iterable[Awaitable[None]]) -> None:
    """Runs all of the work, at most `concurrency` at a time. The first failure ends the rest, and is raised as it is."""
    waiting = iter(work)

    async def worker(tasks: Iterator[Awaitable[None]]) -> None:
        for task in tasks:
            await task

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(concurrency):
                group.create_task(worker(waiting))
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
