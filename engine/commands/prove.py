"""prove: the verdict on one attempt at one theorem, with its evidence."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Literal

from rich.console import Console

from engine.commands.judging import ready
from problems.errors import VeriloopError
from problems.lean_problem import lean_problem
from problems.lean_text import last_theorem
from problems.problem import Problem, plain
from verifiers.judge import judge
from verifiers.registry import choose
from verifiers.verdict import Outcome, Verdict

STATUS = {Outcome.ACCEPTED: 0, Outcome.REJECTED: 1}  # the others are nobody's failure to prove
COLOURS = {Outcome.ACCEPTED: "green", Outcome.REJECTED: "red", Outcome.ABSTAINED: "yellow", Outcome.ERRORED: "yellow"}


class CannotRead(VeriloopError):
    """A file that is not there, or no text."""

    status = 2


def prove(
    statement: Path,
    attempt: Path,
    *,
    project: Path | None,
    lean: str,
    mode: Literal["strict", "paranoid"],
    allow: list[str],
    as_json: bool,
) -> int:
    """The exit status: 0 proved, 1 not, 3 not judged."""
    problem = theorem(statement)
    arguments: dict[str, Any] = {"lean": lean, "mode": mode, "allow": allow}
    if project is not None:
        arguments["project"] = str(project)
    chosen = choose("verifiers", "lean", arguments, "prove")
    text = read(attempt)

    async def verdict() -> Verdict:
        async with ready({"lean": chosen}, None) as judges:
            return await judge(judges["lean"].verifier, problem, text)

    found = asyncio.run(verdict())
    show(found, as_json=as_json)
    return STATUS.get(found.outcome, 3)


def theorem(path: Path) -> Problem:
    """The last theorem of a Lean file; what comes before it is the header, and a proof of it is left out."""
    found = last_theorem(read(path), str(path))
    return lean_problem(found.header, found.statement, str(path), "prove")


def read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRead(f"{path} cannot be read: {error}") from error


def show(verdict: Verdict, *, as_json: bool) -> None:
    evidence = plain(verdict.evidence)
    if as_json:
        said = {"outcome": verdict.outcome.value, "code": verdict.code, "reason": verdict.reason, "evidence": evidence}
        print(json.dumps({**said, "seconds": verdict.seconds}))
        return
    console = Console(highlight=False, soft_wrap=True)
    console.print(verdict.outcome.value, style=f"bold {COLOURS[verdict.outcome]}", end="")
    console.print(f" ({verdict.code}), {verdict.seconds:.1f} s", markup=False)
    console.print(verdict.reason, markup=False)
    for message in evidence.pop("messages", []):
        where = f"{message['severity']}, line {message['line']}, column {message['column']}"
        console.print(f"\n{where}:\n{message['text']}", markup=False)
    for key, value in evidence.items():
        console.print(f"{key}: {value if isinstance(value, str) else json.dumps(value)}", markup=False)
