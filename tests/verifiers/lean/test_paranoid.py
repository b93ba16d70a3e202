"""The second opinion: who is asked, and that one no is enough. Other checkers than our own are small scripts."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from problems.problem import Problem, plain
from verifiers.lean import LeanVerifier
from verifiers.lean.confinement import confinement
from verifiers.lean.paranoid import FRESH, second_opinion
from verifiers.lean.process import Bounds
from verifiers.lean.task import Task, task_of
from verifiers.lean.toolchain import Toolchain
from verifiers.verdict import Outcome, Verdict

BOUNDS = Bounds(20, 20, 1000)
YES = Verdict.accept("proved", "the kernel accepts it", declarations=1)
ATTEMPT = "theorem t : two = 2 := rfl"
COPY = 'if [ "$1" = -o ]; then cp "$3" "$2"; fi'  # a `lean` whose compiled module is the source


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def task() -> Task:
    made = task_of({"header": "import Mine\n\ndef two := 2", "statement": "theorem t : two = 2"})
    assert isinstance(made, Task)
    return made


@pytest.fixture
def toolchain(tmp_path: Path) -> Toolchain:
    """A full toolchain that has no checker of its own."""
    prefix = tmp_path / "toolchain"
    lean = script(prefix / "bin" / "lean", COPY)
    environment = {"LEAN_PATH": str(prefix / "lib")}
    return Toolchain("lean", (str(lean), "--run"), environment, (prefix,), "4.30.0", "fake", prefix)


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that are found before others."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'programs'}:{os.environ['PATH']}")
    return tmp_path / "programs"


def opinion(toolchain: Toolchain) -> Verdict:
    return second_opinion(toolchain, confinement("none"), BOUNDS, ("propext",), task(), ATTEMPT, YES)


def test_without_another_checker_a_fresh_process_is_all(toolchain):
    verdict = opinion(toolchain)
    assert verdict.outcome is Outcome.ACCEPTED
    assert plain(verdict.evidence) == {"declarations": 1, "second_opinions": [FRESH]}


def test_leanchecker_replays_the_compiled_attempt_with_all_below_it(toolchain, tmp_path):
    script(
        toolchain.prefix / "bin" / "leanchecker",
        f'echo "$@" > {tmp_path}/asked; cat "${{LEAN_PATH##*:}}/$2.olean" > {tmp_path}/seen',
    )
    verdict = opinion(toolchain)
    assert plain(verdict.evidence)["second_opinions"] == [FRESH, "leanchecker --fresh"]
    assert (tmp_path / "asked").read_text() == "--fresh VeriloopAttempt\n"
    assert (tmp_path / "seen").read_text() == f"import Mine\ndef two := 2\n\n{ATTEMPT}\n"


def test_the_no_of_leanchecker_is_enough(toolchain):
    script(toolchain.prefix / "bin" / "leanchecker", "echo declaration type mismatch >&2; exit 1")
    verdict = opinion(toolchain)
    assert (verdict.code, verdict.outcome) == ("kernel_rejected", Outcome.REJECTED)
    assert "declaration type mismatch" in verdict.reason


def test_an_attempt_that_does_not_compile_by_itself_is_rejected(toolchain, tmp_path):
    script(toolchain.prefix / "bin" / "leanchecker", f"touch {tmp_path}/asked")
    script(toolchain.prefix / "bin" / "lean", "echo unknown identifier; exit 1")
    verdict = opinion(toolchain)
    assert (verdict.code, verdict.outcome) == ("kernel_rejected", Outcome.REJECTED)
    assert "unknown identifier" in verdict.reason
    assert not (tmp_path / "asked").exists()


def test_comparator_gets_statement_and_attempt_apart(toolchain, on_path, tmp_path):
    project = replace(toolchain, kind="project", project=tmp_path)
    script(on_path / "comparator", f'cp "$1" {tmp_path}/config.json; cp "$(dirname "$1")"/*.lean {tmp_path}')
    script(toolchain.prefix / "bin" / "leanchecker", f"touch {tmp_path}/asked")
    verdict = opinion(project)
    assert plain(verdict.evidence)["second_opinions"] == [FRESH, "comparator"]
    config = json.loads((tmp_path / "config.json").read_text())
    assert config.pop("enable_nanoda") in (True, False)
    assert config == {
        "challenge_module": "Challenge", "solution_module": "Solution", "theorem_names": ["t"], "permitted_axioms": ["propext"],
    }  # fmt: skip
    header = "import Mine\ndef two := 2\n\n"
    assert (tmp_path / "Challenge.lean").read_text() == f"{header}theorem t : two = 2 := by\n  sorry\n"
    assert (tmp_path / "Solution.lean").read_text() == f"{header}{ATTEMPT}\n"


def test_the_no_of_comparator_is_enough(toolchain, on_path, tmp_path):
    script(on_path / "comparator", "echo theorem t does not match; exit 1")
    verdict = opinion(replace(toolchain, kind="project", project=tmp_path))
    assert (verdict.code, verdict.outcome) == ("kernel_rejected", Outcome.REJECTED)
    assert "theorem t does not match" in verdict.reason


def test_comparator_is_for_projects(toolchain, on_path, tmp_path):
    script(on_path / "comparator", f"touch {tmp_path}/asked")
    assert plain(opinion(toolchain).evidence)["second_opinions"] == [FRESH]
    assert not (tmp_path / "asked").exists()


def test_a_tool_that_cannot_be_started_is_nobodys_failure(toolchain):
    (toolchain.prefix / "bin" / "leanchecker").write_text("no program")
    verdict = opinion(toolchain)
    assert (verdict.code, verdict.outcome) == ("second_opinion_failed", Outcome.ERRORED)


def test_a_tool_that_is_killed_is_nobodys_failure(toolchain):
    script(toolchain.prefix / "bin" / "leanchecker", "kill -9 $$")
    verdict = opinion(toolchain)
    assert (verdict.code, verdict.outcome) == ("second_opinion_failed", Outcome.ERRORED)


@pytest.mark.lean
def test_the_real_lean_is_asked_again_in_a_fresh_process():
    verifier = LeanVerifier(mode="paranoid", seconds=40)
    if verifier.unavailable:
        pytest.skip(verifier.unavailable)

    async def both() -> tuple[Verdict, Verdict]:
        problem = Problem("lean", "", {"statement": "theorem t : 1 + 1 = 2"})
        try:
            right = await verifier.verify(problem, "theorem t : 1 + 1 = 2 := rfl")
            return right, await verifier.verify(problem, "theorem t : 1 + 1 = 3 := rfl")
        finally:
            await verifier.aclose()

    right, wrong = asyncio.run(both())
    assert (right.code, right.evidence["mode"]) == ("proved", "paranoid")
    assert FRESH in right.evidence["second_opinions"]
    assert wrong.outcome is Outcome.REJECTED
