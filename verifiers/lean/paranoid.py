"""A second opinion on an acceptance, by whatever else the toolchain has: comparator, else leanchecker.

comparator (github.com/leanprover/comparator) compiles statement and attempt apart, compares them, and can ask a second kernel
(nanoda). leanchecker comes with Lean from 4.28 on; `--fresh` replays a module and everything below it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from verifiers.lean.confinement import Confinement
from verifiers.lean.process import Bounds
from verifiers.lean.task import Task
from verifiers.lean.toolchain import Toolchain
from verifiers.verdict import Verdict

FRESH = "a fresh replaying process"


def second_opinion(
    toolchain: Toolchain,
    place: Confinement,
    bounds: Bounds,
    axioms: Sequence[str],
    task: Task,
    source: str,
    verdict: Verdict,
) -> Verdict:
    """The accepting verdict with who agreed, or a rejection; ERRORED when a tool cannot run."""
    agreed = [FRESH]
    if toolchain.prefix is None:
        return with_opinions(verdict, agreed)
    failed: Verdict | None
    comparator = shutil.which("comparator")
    checker = toolchain.prefix / "bin" / "leanchecker"
    with tempfile.TemporaryDirectory(prefix="veriloop-lean-") as name:
        folder = Path(name)
        if comparator and toolchain.project:
            failed = compared(comparator, toolchain, bounds, axioms, task, source, folder)
            agreed.append("comparator")
        elif checker.is_file():
            failed = rechecked(checker, toolchain, place, bounds, task, source, folder)
            agreed.append("leanchecker --fresh")
        else:
            return with_opinions(verdict, agreed)
    return with_opinions(verdict, agreed) if failed is None else failed


def with_opinions(verdict: Verdict, agreed: Sequence[str]) -> Verdict:
    return Verdict.accept(verdict.code, verdict.reason, **verdict.evidence, second_opinions=list(agreed))


def rechecked(
    checker: Path, toolchain: Toolchain, place: Confinement, bounds: Bounds, task: Task, source: str, folder: Path
) -> Verdict | None:
    """Compiles the attempt to a module and has leanchecker replay it with all that it imports."""
    assert toolchain.prefix is not None
    (folder / "VeriloopAttempt.lean").write_text(module(task, source), "utf-8")
    search = {"LEAN_PATH": f"{toolchain.environment['LEAN_PATH']}:{folder}"}
    folders = (*toolchain.folders, folder)

    def confined(command: Sequence[str]) -> bytes | Verdict:
        return ran(place.command(command, search, folders, bounds.memory_mb), place.environment(search), bounds)

    # The attempt's code may run here: it writes to a folder in memory, and what it made comes out as bytes.
    made = "/box/VeriloopAttempt.olean" if place.name != "none" else str(folder / "made.olean")
    script = 'lean=$1 source=$2 made=$3; "$lean" -o "$made" "$source" >&2 && cat "$made"'
    arguments = [str(toolchain.prefix / "bin" / "lean"), str(folder / "VeriloopAttempt.lean"), made]
    compiled = confined(["/bin/sh", "-c", script, "sh", *arguments])
    if isinstance(compiled, Verdict):
        return compiled
    (folder / "VeriloopAttempt.olean").write_bytes(compiled)
    checked = confined([str(checker), "--fresh", "VeriloopAttempt"])
    return checked if isinstance(checked, Verdict) else None


def compared(
    comparator: str, toolchain: Toolchain, bounds: Bounds, axioms: Sequence[str], task: Task, source: str, folder: Path
) -> Verdict | None:
    """Gives comparator the statement and the attempt as two modules of the project. It brings a sandbox of its own."""
    (folder / "Challenge.lean").write_text(module(task, f"{task.statement} := by\n  sorry"), "utf-8")
    (folder / "Solution.lean").write_text(module(task, source), "utf-8")
    config = {
        "challenge_module": "Challenge",
        "solution_module": "Solution",
        "theorem_names": [task.name],
        "permitted_axioms": list(axioms),
        "enable_nanoda": shutil.which("nanoda_bin") is not None,
    }
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    assert toolchain.project is not None
    own = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    search = {**own, "LEAN_PATH": f"{toolchain.environment['LEAN_PATH']}:{folder}"}
    compared = ran([comparator, str(folder / "config.json")], search, bounds, toolchain.project)
    return compared if isinstance(compared, Verdict) else None


def module(task: Task, text: str) -> str:
    """A file of its own with the problem's imports and header."""
    return f"{task.opening}\n{task.body.strip()}\n\n{text}\n"


def ran(
    command: Sequence[str], environment: Mapping[str, str], bounds: Bounds, folder: Path = Path("/")
) -> bytes | Verdict:
    """What a tool printed, or the verdict that it makes. It says no by the exit status 1; any other is its own failure."""
    seconds = max(600.0, 10 * bounds.seconds)
    try:
        done = subprocess.run(
            list(command), env=dict(environment), cwd=folder, capture_output=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Verdict.errored("second_opinion_failed", f"paranoid: {error}")
    if done.returncode == 0:
        return done.stdout
    said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
    why = said[-500:] or f"status {done.returncode}"
    if done.returncode != 1 or said.startswith("bwrap:"):
        return Verdict.errored("second_opinion_failed", f"paranoid: {command[0]} failed ({done.returncode}): {why}")
    return Verdict.reject("kernel_rejected", f"paranoid: the second opinion is no: {why}")
