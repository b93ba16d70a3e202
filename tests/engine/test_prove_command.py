"""veriloop prove: the verdict on one file against another, and its exit status."""

from __future__ import annotations

import json
import os

import pytest

from verifiers.lean import LeanVerifier

STATEMENT = "theorem sum_comm (a b : Nat) : a + b = b + a := by\n  sorry\n"
PROOF = "theorem sum_comm (a b : Nat) : a + b = b + a := by\n  omega\n"


@pytest.fixture
def files(tmp_path):
    def write(statement, attempt):
        (tmp_path / "Statement.lean").write_text(statement)
        (tmp_path / "Attempt.lean").write_text(attempt)
        return tmp_path / "Statement.lean", tmp_path / "Attempt.lean"

    return write


@pytest.fixture(scope="module")
def lean():
    """The program of this machine, if there is one."""
    if why := LeanVerifier().unavailable:
        pytest.skip(why)


@pytest.mark.lean
def test_a_proof_ends_with_0_and_a_rejection_with_1(veriloop, files, lean):
    done = veriloop("prove", *files(STATEMENT, PROOF))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("accepted (proved), ")
    assert "the kernel accepts 'sum_comm'" in done.stdout
    done = veriloop("prove", *files(STATEMENT, PROOF.replace("omega", "rfl")))
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("rejected (elaboration_error), ")
    assert "error, line 2, column 2:\n" in done.stdout


@pytest.mark.lean
def test_a_verdict_as_json_has_its_evidence(veriloop, files, lean):
    header = "/-- Twice. -/\ndef twice (n : Nat) := n + n\n\n"
    statement = "theorem t (n : Nat) : twice n = 2 * n"
    done = veriloop(
        "prove", *files(f"{header}{statement} := by sorry", f"{statement} := by unfold twice; omega"), "--json"
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["outcome"], said["code"], said["evidence"]["mode"]) == ("accepted", "proved", "strict")
    assert said["seconds"] > 0


def test_a_construct_that_is_governed_needs_no_lean_to_be_refused(veriloop, files):
    done = veriloop("prove", *files(STATEMENT, PROOF.replace("omega", "sorry")), "--json", "--lean", "/not/there")
    assert done.returncode == 1, done.stderr
    said = json.loads(done.stdout)
    assert (said["outcome"], said["code"], said["evidence"]["line"]) == ("rejected", "sorry", 2)


def test_without_lean_nothing_is_judged(veriloop, files):
    done = veriloop("prove", *files(STATEMENT, PROOF), "--lean", "/not/there")
    assert done.returncode == 3, done.stderr
    assert done.stdout.startswith("errored (toolchain_unavailable), ")
    assert "veriloop doctor" in done.stdout


@pytest.mark.parametrize("missing", ["Statement.lean", "Attempt.lean"])
def test_a_file_that_is_not_there_ends_with_2(veriloop, files, missing):
    paths = files(STATEMENT, PROOF)
    next(path for path in paths if path.name == missing).unlink()
    done = veriloop("prove", *paths)
    assert done.returncode == 2
    assert missing in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("example : 1 + 1 = 2 := by sorry", id="an example"),
        pytest.param("def a := 1", id="a definition"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_file_without_a_theorem_is_an_error_of_the_user(veriloop, files, statement):
    done = veriloop("prove", *files(statement, PROOF))
    assert done.returncode == 2, done.stdout
    assert "Statement.lean" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_no_text_is_an_error_of_the_user(veriloop, files):
    statement, attempt = files(STATEMENT, PROOF)
    attempt.write_bytes(b"\xff\xfe\x00")
    done = veriloop("prove", statement, attempt)
    assert done.returncode == 2
    assert "Attempt.lean cannot be read" in done.stderr


def test_a_run_without_lean_ends_before_anything_is_sampled(veriloop, tmp_path):
    recipe = tmp_path / "proofs.toml"
    recipe.write_text(
        'rounds = 1\n[model]\nweights = "none"\n[sampler]\nuse = "scripted"\nscript = "script.json"\n'
        '[[problems]]\nuse = "lean_core"\ntrain = 2\nheld_out = 1\n'
        '[verifiers.lean]\nuse = "lean"\nlean = "/not/there"\n[learner]\nuse = "scripted"\n'
    )
    (tmp_path / "script.json").write_text('{"*": ["theorem t : True := trivial"]}')
    done = veriloop("run", recipe, "--name", "first")
    assert done.returncode == 2, done.stderr
    assert "[verifiers.lean]: /not/there" in done.stderr
    assert "veriloop doctor" in done.stderr
    ledger = tmp_path / "runs" / "first" / "ledger.sqlite"
    assert not ledger.exists() or b"theorem t" not in ledger.read_bytes()


def test_the_npm_build_that_is_not_set_up_is_named_with_what_to_run(veriloop, files, tmp_path):
    env = {"VERILOOP_CACHE": str(tmp_path / "cache"), "PATH": os.environ["PATH"]}
    done = veriloop("prove", *files(STATEMENT, PROOF), "--lean", "npm", env=env)
    assert done.returncode == 3
    assert "veriloop lean setup --npm" in done.stdout
