"""The benchmarks start; what they measure is not asserted in tests."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from verifiers.lean.toolchain import NoToolchain, find

PROGRAMS = sorted((Path(__file__).parents[1] / "bench").glob("*.py"))


def no_lean() -> str:
    """Why there is no Lean here, "" when there is."""
    try:
        find()
    except NoToolchain as error:
        return str(error)
    return ""


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)
def test_a_benchmark_says_how_it_is_called(program: Path) -> None:
    done = subprocess.run([sys.executable, str(program), "--help"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "--json" in done.stdout


@pytest.mark.skipif(not shutil.which("bwrap"), reason="the quick runs need bubblewrap")
@pytest.mark.parametrize("name", ["code_verdicts", "soak"])
def test_the_quick_run_of_a_code_benchmark_ends_well_and_writes_its_figures(name: str, tmp_path: Path) -> None:
    assert quick(name, tmp_path)


@pytest.mark.lean
@pytest.mark.skipif(bool(no_lean()), reason=no_lean())
def test_the_quick_lean_benchmark_finds_no_wrong_verdict_of_ours(tmp_path: Path) -> None:
    ours, one_shot = quick("lean", tmp_path)["judges"]
    assert (ours["judge"], ours["wrong"]) == ("veriloop", {})
    assert one_shot["wrong"]  # it accepts what rests on sorry


@pytest.mark.lean
@pytest.mark.skipif(bool(no_lean()), reason=no_lean())
def test_the_quick_lean_soak_is_right_about_everything_and_leaves_nothing(tmp_path: Path) -> None:
    figures = quick("lean_soak", tmp_path)
    assert sum(map(len, figures["seconds"].values())) == 40
    assert any(kind.startswith("free: ") for kind in figures["codes"])
    assert figures["wrong"] == figures["leaks"] == []


def test_the_quick_answer_benchmark_counts_hostile_rows_apart(tmp_path: Path) -> None:
    corpus = tmp_path / "rows.jsonl"
    rows = [
        ("right", "7", True, "integer"),
        ("wrong", "8", False, "integer"),
        ("huge", "9" * 100_000, False, "dos/long"),
    ]
    corpus.write_text("".join(json.dumps(labelled(*row)) + "\n" for row in rows))
    figures = quick("answers", tmp_path, str(corpus), "--peers", "")
    (ours,) = figures["judges"]
    assert (ours["judge"], ours["rows"], ours["hostile"]["rows"]) == ("veriloop", 2, 1)
    assert ours["false_accepts"] == ours["false_rejects"] == ours["errors"] == []
    assert figures["goals"][0]["reached"] is None  # no peer to compare with


def labelled(name: str, answer: str, accept: bool, group: str) -> dict[str, Any]:
    problem = {"kind": "answer", "prompt": "3 + 4?", "checks": {"reference": "7"}}
    attempt = f"The answer is \\boxed{{{answer}}}."
    return {"id": name, "problem": problem, "attempt": attempt, "accept": accept, "class": group}


def quick(name: str, folder: Path, *more: str) -> Any:
    """The figures of a benchmark's quick run, which ended well."""
    program = Path(__file__).parents[1] / "bench" / f"{name}.py"
    command = [sys.executable, str(program), *more, "--quick", "--json", str(folder / "figures.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads((folder / "figures.json").read_text())
