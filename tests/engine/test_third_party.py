"""A third party's checker, installed beside veriloop and named in a recipe, judges like one of ours."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.runs import recorded_recipe

PACKAGE = Path(__file__).parents[1] / "packages" / "palindrome"
RECIPE = """
rounds = 1
samples_per_problem = 6
[model]
weights = "none"
[sampler]
use = "scripted"
script = "script.json"
[[problems]]
use = "jsonl"
path = "words.jsonl"
held_out_share = 0.3
[verifiers.palindrome]
use = "palindrome"
min_length = {min_length}
[learner]
use = "scripted"
"""
WORDS = ["level", "aa", "lever", "Noon"]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as pip installs it, in a folder of its own; nothing is fetched."""
    site = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    copied = tmp_path_factory.mktemp("source") / "palindrome"
    copied.mkdir()
    for file in PACKAGE.rglob("*"):
        if file.is_file() and file.suffix in (".py", ".toml"):
            target = copied / file.relative_to(PACKAGE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    done = subprocess.run([*pip, "--target", site, copied], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy that a test may edit."""
    copied = tmp_path / "site"
    for file in built.rglob("*"):
        if file.is_file() and file.suffix != ".pyc":
            target = copied / file.relative_to(built)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    return copied


@pytest.fixture
def judged(tmp_path: Path, site: Path, veriloop) -> Callable[..., dict[str, tuple[str, str]]]:
    """Runs the recipe and gives {text: (outcome, fingerprint)} from the ledger."""
    rows = ({"kind": "palindrome", "prompt": f"A palindrome with {n} letters?", "checks": {}} for n in range(2, 12))
    (tmp_path / "words.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "script.json").write_text(json.dumps({"*": WORDS}))

    def run(name: str, min_length: int = 3) -> dict[str, tuple[str, str]]:
        recipe = tmp_path / "palindromes.toml"
        recipe.write_text(RECIPE.format(min_length=min_length))
        done = veriloop("run", recipe, "--name", name, "--quiet", env={"PYTHONPATH": str(site)})
        assert done.returncode == 0, done.stderr
        db = sqlite3.connect(tmp_path / "runs" / name / "ledger.sqlite")
        query = "SELECT a.text, v.outcome, v.fingerprint, v.verifier FROM attempts a JOIN verdicts v ON v.attempt_sha256 = a.sha256"
        found = db.execute(query).fetchall()
        db.close()
        assert {row[3] for row in found} == {"palindrome"}
        return {text: (outcome, fingerprint) for text, outcome, fingerprint, _ in found}

    return run


def test_it_is_found_by_name_and_its_verdicts_are_in_the_ledger(judged, tmp_path):
    found = judged("first")
    assert {text: outcome for text, (outcome, _) in found.items()} == {
        "level": "accepted", "aa": "rejected", "lever": "rejected", "Noon": "accepted",
    }  # fmt: skip
    assert recorded_recipe(tmp_path / "runs" / "first")["verifiers"] == {
        "palindrome": {"use": "palindrome", "min_length": 3}
    }


def test_its_fingerprint_changes_with_its_arguments_and_its_source(judged, site):
    def fingerprint(*arguments) -> str:
        (only,) = {fingerprint for _, fingerprint in judged(*arguments).values()}
        return only

    first = fingerprint("first")
    assert fingerprint("again") == first
    assert fingerprint("shorter", 2) != first
    source = site / "veriloop_palindrome" / "__init__.py"
    source.write_text(source.read_text().replace("reads the same both ways", "is the same both ways"))
    assert fingerprint("edited") != first


def test_it_has_the_trust_of_a_stand_in(site):
    program = (
        "from verifiers.base import Trust; from verifiers.registry import build_verifier, choose\n"
        "made = build_verifier(choose('verifiers', 'palindrome', {}, 'here'))\n"
        "assert made.trust is Trust.PROXY; print(made.fingerprint)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(site)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("palindrome-")


def test_it_judges_attempts_from_a_file(site, tmp_path, veriloop):
    problem = {"kind": "palindrome", "prompt": "?", "checks": {}}
    rows = [{"problem": problem, "attempt": word} for word in WORDS]
    (tmp_path / "attempts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = veriloop("verify", tmp_path / "attempts.jsonl", env={"PYTHONPATH": str(site)})
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == [
        "accepted", "rejected", "rejected", "accepted",
    ]  # fmt: skip


def test_without_it_the_recipe_says_what_is_missing(tmp_path, veriloop):
    (tmp_path / "words.jsonl").write_text('{"kind": "palindrome", "prompt": "?", "checks": {}}\n')
    (tmp_path / "script.json").write_text('{"*": ["level"]}')
    (tmp_path / "palindromes.toml").write_text(RECIPE.format(min_length=3))
    done = veriloop("run", tmp_path / "palindromes.toml")
    assert done.returncode == 2
    assert "palindromes.toml, [verifiers.palindrome]: no verifier is called 'palindrome'." in done.stderr
    assert not (tmp_path / "runs").exists()
