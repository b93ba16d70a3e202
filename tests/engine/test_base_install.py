"""The base install judges, reads and reports; only sampling and learning need the training stack, and they say so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace

import pytest

Command = Callable[..., CompletedProcess[str]]
TRAINING = ("torch", "transformers", "trl", "peft", "accelerate", "datasets", "gguf", "numpy", "vllm")


@pytest.fixture
def bare(tmp_path: Path, veriloop: Command) -> Command:
    """The command in an interpreter that has none of the training stack."""
    (tmp_path / "bare").mkdir()
    missing = f"import sys\nfor name in {TRAINING!r}:\n    sys.modules[name] = None\n"
    (tmp_path / "bare" / "sitecustomize.py").write_text(missing)
    return lambda *words: veriloop(*words, env={"PYTHONPATH": str(tmp_path / "bare")})


def test_a_run_that_needs_no_model_works_from_start_to_export(
    bare: Command, scripted_runs: SimpleNamespace, tmp_path: Path
) -> None:
    recipe = scripted_runs.write_recipe(tmp_path, rounds=1)
    for words in (["run", recipe], ["show", "runs/scripted"], ["export", "runs/scripted"], ["problems", recipe]):
        done = bare(*words)
        assert done.returncode == 0, (words, done.stderr)


def test_verdicts_and_their_soundness_need_no_training_stack(bare: Command, tmp_path: Path) -> None:
    problem = {"kind": "answer", "prompt": "What is 2 + 3?", "checks": {"reference": "5"}}
    (tmp_path / "attempts.jsonl").write_text(json.dumps({"problem": problem, "attempt": "It is 5."}) + "\n")
    labelled = {"id": "a", "problem": problem, "attempt": "The answer is 5.", "accept": True, "class": "plain"}
    (tmp_path / "corpus.jsonl").write_text(json.dumps({**labelled, "dangerous": False, "note": ""}) + "\n")
    assert json.loads(bare("verify", "attempts.jsonl").stdout)["verifier"] == "answer"
    done = bare("soundness", "corpus.jsonl", "--max-false-accepts", 0, "--max-false-rejects", 0)
    assert done.returncode == 0, done.stderr


def test_a_recipe_that_needs_the_training_stack_says_what_to_install_before_anything_starts(
    bare: Command, tmp_path: Path
) -> None:
    done = bare("run", "quickstart")
    assert done.returncode == 2
    assert "[sampler]: 'transformers' needs the module 'torch'" in done.stderr
    assert "pip install 'veriloop[train]'" in done.stderr
    assert not (tmp_path / "runs").exists()


def test_the_doctor_names_what_is_missing_and_is_content(bare: Command) -> None:
    done = bare("doctor", "--json")
    found = {finding["what"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == 0, done.stderr
    assert found["PyTorch"]["state"] == "missing"
    assert "pip install 'veriloop[train]'" in found["PyTorch"]["advice"]
