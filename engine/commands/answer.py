"""answer: the verdict on one response against one reference, with how it was decided."""

from __future__ import annotations

import asyncio
from typing import Any

from engine.commands.judging import ready
from engine.commands.prove import STATUS, show
from problems.checks import validate_checks
from problems.errors import VeriloopError
from problems.problem import Problem
from problems.source import ProblemError
from verifiers.judge import judge
from verifiers.registry import choose
from verifiers.verdict import Verdict


class BadReference(VeriloopError):
    """A reference, type or tolerance that cannot be."""

    status = 2


def answer(
    response: str,
    reference: str,
    *,
    prompt: str,
    type_: str,
    absolute: float | None,
    relative: float | None,
    fallback: str,
    as_json: bool,
) -> int:
    """The exit status: 0 accepted, 1 rejected, 3 not judged."""
    checks: dict[str, Any] = {"reference": reference}
    if type_:
        checks["type"] = type_
    if absolute is not None or relative is not None:
        checks["tolerance"] = {
            name: value for name, value in (("abs", absolute), ("rel", relative)) if value is not None
        }
    try:
        validate_checks("answer", checks)
    except ProblemError as error:
        raise BadReference(str(error)) from error
    arguments = {"fallback": fallback} if fallback else {}
    chosen = choose("verifiers", "answer", arguments, "answer")

    async def verdict() -> Verdict:
        async with ready({"answer": chosen}, None) as judges:
            return await judge(judges["answer"].verifier, Problem("answer", prompt, checks), response)

    found = asyncio.run(verdict())
    show(found, as_json=as_json)
    return STATUS.get(found.outcome, 3)
