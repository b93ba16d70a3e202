"""A run folder belongs to one recipe, and to one process at a time."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from engine.ledger import Ledger, LedgerError
from engine.recipe import RecipeError
from engine.runs import RunBusy, RunFolder, opened, recorded_recipe
from engine.values import Attempt, Completion, Planned, Policy, Prompt, Purpose

RECIPE = {"rounds": 2, "sampler": {"use": "scripted"}, "problems": [{"use": "arithmetic", "levels": [1, 2]}]}
HOLDER = """
import sys
from pathlib import Path
from engine.runs import RunFolder, opened

with opened(RunFolder(Path(sys.argv[1])), {"rounds": 2}):
    print("here", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_who_has_the_run(tmp_path):
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "run")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "here\n"
        with (
            pytest.raises(RunBusy, match=f"in use by process {holder.pid}"),
            opened(RunFolder(tmp_path / "run"), RECIPE),
        ):
            pass
        holder.kill()
        holder.wait()
    with opened(RunFolder(tmp_path / "run"), {"rounds": 2}):
        pass  # the lock went with the process that was killed


def test_the_same_process_cannot_open_a_run_twice(tmp_path):
    folder = RunFolder(tmp_path / "run")
    with opened(folder, RECIPE), pytest.raises(RunBusy, match=f"process {os.getpid()}"), opened(folder, RECIPE):
        pass


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        pytest.param({"seed": 1}, "seed: not set -> 1", id="a key more"),
        pytest.param({"sampler": {"use": "vllm"}}, "sampler.use: scripted -> vllm", id="another part"),
        pytest.param({"rounds": 1}, "rounds: 2 -> 1", id="fewer rounds"),
        pytest.param(
            {"problems": [{"use": "arithmetic", "levels": [1, 3]}]},
            "problems.0.levels: [1, 2] -> [1, 3]",
            id="another level of problems",
        ),
        pytest.param(
            {"problems": [*RECIPE["problems"], {"use": "jsonl"}]},
            "problems.1.use: not set -> jsonl",
            id="another source",
        ),
        pytest.param({"rounds": 9, "seed": 4}, "seed: not set -> 4", id="more rounds and something else"),
    ],
)
def test_a_changed_recipe_is_refused_with_what_changed(tmp_path, changed, line):
    folder = RunFolder(tmp_path / "run")
    with opened(folder, RECIPE) as ledger:
        sample_something(ledger)
    with (
        pytest.raises(RecipeError, match="was started with another recipe") as refusal,
        opened(folder, RECIPE | changed),
    ):
        pass
    shown = str(refusal.value).splitlines()
    assert shown[1:-1] == [f"  {line}"]
    assert recorded_recipe(tmp_path / "run") == RECIPE


def sample_something(ledger: Ledger) -> None:
    planned = Planned(1, Purpose.PRACTICE, "problem", "policy", Prompt("?"), 0, 0)

    async def sample() -> Attempt:
        return Attempt(planned, Completion("!", 1))

    asyncio.run(ledger.once(f"attempt/{planned.id}", sample))


def test_a_run_that_has_sampled_nothing_yet_takes_another_recipe(tmp_path):
    folder = RunFolder(tmp_path / "run")

    async def base() -> Policy:
        return Policy("wrong", tmp_path)

    with opened(folder, RECIPE) as ledger:
        asyncio.run(ledger.once("policy/0", base))
    with opened(folder, RECIPE | {"seed": 1}) as ledger:
        assert ledger.find("policy/0") is None
    assert recorded_recipe(tmp_path / "run") == RECIPE | {"seed": 1}


def test_more_rounds_are_no_other_recipe(tmp_path):
    folder = RunFolder(tmp_path / "run")
    with opened(folder, RECIPE):
        pass
    with opened(folder, RECIPE | {"rounds": 5}):
        pass
    assert recorded_recipe(tmp_path / "run")["rounds"] == 5
    assert tomllib.loads((tmp_path / "run" / "recipe.toml").read_text())["rounds"] == 5


def test_a_run_that_is_given_more_rounds_ends_like_one_that_had_them_from_the_start(tmp_path, drive, scripted_runs):
    recipe = scripted_runs.write_recipe(tmp_path, rounds=3)
    drive(recipe, tmp_path / "whole")
    for rounds in (0, 1, 3):
        assert drive(recipe, tmp_path / "grown", f"rounds={rounds}").finished
    assert scripted_runs.content(tmp_path / "grown") == scripted_runs.content(tmp_path / "whole")
    assert scripted_runs.policies(tmp_path / "grown") == scripted_runs.policies(tmp_path / "whole")


def test_a_run_that_is_done_changes_nothing_when_it_is_run_again(tmp_path, drive, scripted_runs):
    recipe = scripted_runs.write_recipe(tmp_path, rounds=1)
    first = drive(recipe, tmp_path / "run")
    before = scripted_runs.content(tmp_path / "run")
    assert drive(recipe, tmp_path / "run").rounds[1].attempts == first.rounds[1].attempts
    assert scripted_runs.content(tmp_path / "run") == before


def test_drafts_of_killed_processes_are_swept_and_nothing_else(tmp_path):
    folder = RunFolder(tmp_path / "run")
    draft, policy = folder.policies / ".round-1.abc.draft", folder.policies / "round-1"
    for each in (draft, policy):
        each.mkdir(parents=True)
        (each / "model.safetensors").write_text("weights")
    with opened(folder, RECIPE):
        assert not draft.exists()
        assert (policy / "model.safetensors").exists()


def test_a_run_killed_before_its_recipe_was_written_is_begun_by_running_it_again(tmp_path, veriloop, scripted_runs):
    recipe = scripted_runs.write_recipe(tmp_path, rounds=1)
    run = tmp_path / "runs" / "scripted"
    run.mkdir(parents=True)
    Ledger(run / "ledger.sqlite").close()
    with pytest.raises(LedgerError, match="Run its recipe again"):
        recorded_recipe(run)
    for command in ("resume", "show"):
        refused = veriloop(command, run)
        assert (refused.returncode, "Run its recipe again" in refused.stderr) == (1, True)
    assert veriloop("run", recipe, "--quiet").returncode == 0
    assert veriloop("show", run).returncode == 0


def test_the_recipe_beside_the_ledger_is_the_one_that_was_resolved(tmp_path, drive, scripted_runs):
    drive(scripted_runs.write_recipe(tmp_path, rounds=0), tmp_path / "run")
    assert tomllib.loads((tmp_path / "run" / "recipe.toml").read_text()) == recorded_recipe(tmp_path / "run")


def test_a_place_where_nothing_can_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(LedgerError, match=r"cannot be made.*--runs"),
        opened(RunFolder(tmp_path / "file" / "run"), RECIPE),
    ):
        pass


def test_a_folder_without_a_ledger_is_no_run_and_the_runs_beside_it_are_named(tmp_path):
    with opened(RunFolder(tmp_path / "mine"), RECIPE):
        pass
    with pytest.raises(LedgerError, match=r"is not a run folder.*Runs in .*: mine\."):
        recorded_recipe(tmp_path / "yours")


def test_the_recorded_recipe_is_plain_json(tmp_path):
    with opened(RunFolder(tmp_path / "run"), RECIPE) as ledger:
        assert json.loads(ledger.meta("recipe") or "") == RECIPE
    assert not Path(tmp_path / "run" / "recipe.toml.draft").exists()


def test_policies_are_found_again_from_a_relative_runs_folder_and_from_elsewhere(veriloop, scripted_runs, tmp_path):
    recipe = scripted_runs.write_recipe(tmp_path, rounds=1)
    assert veriloop("run", recipe, "--runs", "runs", "--quiet").returncode == 0
    more = veriloop("run", recipe, "--runs", "runs", "--quiet", "--set", "rounds=2")  # samples the learned policy
    assert more.returncode == 0, more.stderr
    (tmp_path / "runs").rename(tmp_path / "moved")
    assert veriloop("run", recipe, "--runs", "moved", "--quiet", "--set", "rounds=3").returncode == 0
    measured = veriloop("eval", "moved/scripted", "--recipe", recipe, "--runs", "evals", "--quiet")
    latest = Ledger(tmp_path / "moved/scripted/ledger.sqlite", read_only=True).policies()[-1]
    # It was the one that was tried: what a scripted learner publishes is no model.
    assert f"{latest.weights} is not a model" in measured.stderr


def test_a_latest_policy_that_is_gone_is_not_replaced_by_an_older_one(veriloop, scripted_runs, tmp_path):
    recipe = scripted_runs.write_recipe(tmp_path, rounds=1)
    assert veriloop("run", recipe, "--quiet").returncode == 0
    shutil.rmtree(tmp_path / "runs/scripted/policies")
    done = veriloop("eval", "runs/scripted", "--recipe", recipe)
    assert done.returncode == 1
    assert "the latest policy of runs/scripted is gone" in done.stderr
