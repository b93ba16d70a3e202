"""The one place that calls a verifier, and that turns its failure into `ERRORED`."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Mapping
from dataclasses import replace

from problems.problem import Problem, canonical_json
from verifiers.base import Verifier
from verifiers.verdict import Outcome, Verdict


async def judge(verifier: Verifier, problem: Problem, attempt: str, deadline: float = 600.0) -> Verdict:
    """The verifier's verdict, timed; `ERRORED` when it raises, returns something else or takes over `deadline` seconds.

    A verifier enforces its own limits on the attempt (those are rejections); `deadline` only bounds a judge that waits for
    ever. It cannot end one that computes without awaiting: such work belongs in a process of the verifier's own.
    """
    start = time.perf_counter()
    task = asyncio.create_task(verdict_of(verifier, problem, attempt))
    try:
        # Not asyncio.timeout: it would wait for a verifier that swallows its cancellation.
        done, _ = await asyncio.wait({task}, timeout=deadline)
    finally:
        task.cancel()
    if done:
        verdict = task.result()
    else:
        verdict = Verdict.errored(
            "verifier_timeout", f"{type(verifier).__name__} gave no verdict within {deadline:g} s"
        )
    return replace(verdict, seconds=time.perf_counter() - start)


async def verdict_of(verifier: Verifier, problem: Problem, attempt: str) -> Verdict:
    try:
        verdict = await verifier.verify(problem, attempt)
        check(verdict)
    # A broken judge must neither teach the model nor stop the run, also when it calls sys.exit or cancels itself.
    except BaseException as error:  # noqa: BLE001
        reason = "".join(traceback.format_exception_only(error)).strip()
        return Verdict.errored("verifier_failed", reason.encode("utf-8", "replace").decode())
    return verdict


def check(verdict: object) -> None:
    """Raises TypeError or ValueError when a plugin returned something that is not a storable verdict."""
    if not isinstance(verdict, Verdict):
        raise TypeError(f"the verifier returned {type(verdict).__name__}, not a Verdict")
    if not isinstance(verdict.outcome, Outcome):
        raise TypeError(f"the verdict's outcome is {verdict.outcome!r}, not an Outcome")
    if not isinstance(verdict.evidence, Mapping):
        raise TypeError(f"the verdict's evidence is {type(verdict.evidence).__name__}, not a mapping")
    for name in ("code", "reason"):
        if not isinstance(text := getattr(verdict, name), str):
            raise TypeError(f"the verdict's {name} is {type(text).__name__}, not str")
        text.encode()  # a lone surrogate, half a character, cannot be stored
    canonical_json(verdict.evidence)
