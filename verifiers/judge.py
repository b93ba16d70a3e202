"""The one place that calls a verifier, and that turns its failure into `ERRORED`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace

from problems.problem import Problem, canonical_json
from verifiers.base import Verifier
from verifiers.verdict import Outcome, Verdict


async def judge(verifier: Verifier, problem: Problem, attempt: str, deadline: float = 600.0) -> Verdict:
    """The verifier's verdict, timed; `ERRORED` when it raises, returns something else or takes over `deadline` seconds.

    A verifier enforces its own limits on the attempt (those are rejections); `deadline` only bounds a judge that hangs.
    """
    start = time.perf_counter()
    try:
        async with asyncio.timeout(deadline):
            verdict = await verifier.verify(problem, attempt)
        check(verdict)
    except TimeoutError as error:
        name = type(verifier).__name__
        verdict = Verdict.errored("verifier_timeout", f"{name} gave no verdict within {deadline:g} s {error}".strip())
    # A broken judge must neither teach the model nor stop the run, also when it calls sys.exit.
    except (Exception, SystemExit) as error:  # noqa: BLE001
        verdict = Verdict.errored("verifier_failed", f"{type(error).__name__}: {error}")
    return replace(verdict, seconds=time.perf_counter() - start)


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
