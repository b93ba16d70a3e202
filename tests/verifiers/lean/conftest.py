"""The Lean verifier with the real Lean of this machine, as it is by default and with the source policy off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from problems.problem import Problem
from verifiers.judge import judge
from verifiers.lean import LeanVerifier
from verifiers.lean.crew import Crew
from verifiers.lean.policy import GROUPS
from verifiers.lean.process import Process
from verifiers.lean.program import Role
from verifiers.verdict import Verdict

Judged = Callable[..., Verdict]


def problem(statement: str, header: str = "") -> Problem:
    return Problem("lean", "Prove it.", {"statement": statement, "header": header})


def judged_by(verifier: LeanVerifier) -> Judged:
    """judged(statement, attempt, header): the verdict, as the engine gets it."""

    def judged(statement: str, attempt: str, header: str = "") -> Verdict:
        return asyncio.run(judge(verifier, problem(statement, header), attempt))

    return judged


def or_skip(verifier: LeanVerifier) -> LeanVerifier:
    if verifier.unavailable:
        pytest.skip(verifier.unavailable)
    return verifier


class Keeping(Crew):
    """Goes on with elaborating processes in which an attempt's code has run, where the verifier takes a new one: a start takes
    seconds, and there are a hundred such attempts. The replaying processes, which decide, never meet that code."""

    def give_back(self, imports: str, role: Role, process: Process, *, doubt: bool = False) -> None:
        super().give_back(imports, role, process)


def keeping(verifier: LeanVerifier) -> LeanVerifier:
    crew = verifier.crew
    verifier.crew = Keeping(verifier.open_process, verifier.helpers, crew.recycle_after, crew.most, crew.spares)
    return verifier


@pytest.fixture(scope="session")
def kept() -> Callable[[LeanVerifier], LeanVerifier]:
    return keeping


@pytest.fixture(scope="session")
def lean_verifier() -> Iterator[LeanVerifier]:
    """As it is by default, with time enough for a machine that does other work too."""
    verifier = or_skip(LeanVerifier(seconds=40))
    yield verifier
    asyncio.run(verifier.aclose())


@pytest.fixture(scope="session")
def open_verifier() -> Iterator[LeanVerifier]:
    """It lets every construct pass, so that only the processes stand between an attempt and "proved"."""
    verifier = keeping(or_skip(LeanVerifier(allow=tuple(GROUPS), seconds=10, memory_mb=2600)))
    yield verifier
    asyncio.run(verifier.aclose())


@pytest.fixture
def judged(lean_verifier: LeanVerifier) -> Judged:
    return judged_by(lean_verifier)


@pytest.fixture
def judged_without_policy(open_verifier: LeanVerifier) -> Judged:
    return judged_by(open_verifier)
