"""The recipe that learns to prove: a small model's attempts, and the real Lean's verdicts on them."""

from __future__ import annotations

import importlib.util
import json
import sqlite3

import pytest

from verifiers.lean import LeanVerifier

SETTINGS = [
    "rounds=1",
    "problems_per_round=8",
    "samples_per_problem=4",
    'problems.0.families=["equations", "inequalities", "extremes", "lists"]',
    "problems.0.levels=[1, 1]",
    "problems.0.train=2",
    "problems.0.held_out=1",
    "learner.epochs=1",
    "learner.batch_size=4",
    "evaluation.problems=4",
    "evaluation.samples=0",
]


@pytest.mark.lean
@pytest.mark.model
def test_a_small_round_finds_a_proof_that_the_kernel_accepts(veriloop, tmp_path):
    if importlib.util.find_spec("trl") is None:
        pytest.skip("trl is not installed: pip install 'veriloop[train]'")
    if why := LeanVerifier().unavailable:
        pytest.skip(why)
    settings = [word for setting in SETTINGS for word in ("--set", setting)]
    done = veriloop("run", "lean", "--name", "small", "--json", "--quiet", *settings, timeout=420)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["finished"]
    outcomes = report["rounds"][-1]["outcomes"]
    assert sum(outcomes.values()) == 32
    assert {outcome for outcome, count in outcomes.items() if count} <= {"accepted", "rejected"}
    db = sqlite3.connect(tmp_path / "runs" / "small" / "ledger.sqlite")
    found = db.execute("SELECT outcome, code, fingerprint FROM verdicts").fetchall()
    db.close()
    accepted = [code for outcome, code, _ in found if outcome == "accepted"]
    assert accepted
    assert set(accepted) == {"proved"}
    assert len({fingerprint for _, _, fingerprint in found}) == 1
