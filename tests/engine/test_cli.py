"""The command line, as a person and as a program meet it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from engine.recipe import check_recipe
from engine.runs import reading

COMMANDS = ["run", "resume", "eval", "verify", "soundness", "show", "export", "problems", "recipes", "doctor"]
HEAVY = {"torch", "transformers", "trl", "datasets", "pyarrow", "httpx", "numpy", "sqlite3"}
VERDICT_KEYS = [
    "problem_id",
    "attempt_sha256",
    "outcome",
    "code",
    "reason",
    "evidence",
    "seconds",
    "verifier",
    "fingerprint",
]
CORPUS_KEYS = {
    "rows", "to_accept", "to_reject", "false_accepts", "false_rejects", "abstained", "errored", "by_class", "seconds", "wrong",
}  # fmt: skip


def problem(reference: str) -> dict[str, object]:
    return {"kind": "answer", "prompt": f"What is {reference} + 0?", "checks": {"reference": reference}}


def without_times(report: dict[str, Any]) -> dict[str, Any]:
    return report | {"rounds": [{key: each[key] for key in each if key != "seconds"} for each in report["rounds"]]}


def write_rows(path: Path, rows: list[object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def recipe(tmp_path, scripted_runs) -> Path:
    return scripted_runs.write_recipe(tmp_path, rounds=1, sampling=0.0, judging=0.0, learning=0.0)


@pytest.fixture
def run(tmp_path, recipe, drive) -> Path:
    """A run that is done."""
    drive(recipe, tmp_path / "done")
    return tmp_path / "done"


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments):
    program = (
        f"import sys; sys.argv = ['veriloop', *{arguments}]\n"
        "from engine.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not HEAVY & set(done.stderr.split())


def test_judging_a_file_never_loads_torch(tmp_path):
    attempts = write_rows(tmp_path / "attempts.jsonl", [{"problem": problem("4"), "attempt": "#### 4"}])
    program = (
        f"import sys; sys.argv = ['veriloop', 'verify', {str(attempts)!r}]\n"
        "from engine.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "assert not {'torch', 'transformers', 'trl', 'datasets'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(veriloop, command):
    done = veriloop(command, "--help")
    assert done.returncode == 0
    assert f"veriloop {command}" in done.stdout


def test_the_help_names_every_command(veriloop):
    shown = veriloop("--help").stdout
    assert [command for command in COMMANDS if f" {command} " not in shown] == []


def test_a_dry_run_prints_a_recipe_that_loads_and_makes_nothing(veriloop, recipe, tmp_path):
    before = sorted(tmp_path.iterdir())
    done = veriloop("run", recipe, "--dry-run", "--set", "rounds=2", "--seed", 7)
    assert done.returncode == 0, done.stderr
    printed = check_recipe(tomllib.loads(done.stdout), "printed")
    assert (printed.rounds, printed.seed) == (2, 7)
    as_json = veriloop("run", recipe, "--dry-run", "--set", "rounds=2", "--seed", 7, "--json")
    assert json.loads(as_json.stdout) == tomllib.loads(done.stdout)
    assert sorted(tmp_path.iterdir()) == before


def test_a_run_ends_with_what_it_found(veriloop, recipe, tmp_path):
    done = veriloop("run", recipe, "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert found["finished"] is True
    assert Path(found["run"]) == Path("runs") / "scripted"
    assert [each["number"] for each in found["rounds"]] == [0, 1]
    assert found["rounds"][1]["attempts"] == 40
    for command in ("resume", "show"):
        again = json.loads(veriloop(command, "runs/scripted", "--json").stdout)
        assert without_times(again) == without_times(found)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["recipes"], id="recipes"),
        pytest.param(["doctor"], id="doctor"),
        pytest.param(["show", "{run}"], id="show"),
        pytest.param(["export", "{run}"], id="export"),
        pytest.param(["eval", "none", "--recipe", "{recipe}", "--quiet"], id="eval"),
    ],
)
def test_json_is_json(veriloop, run, recipe, command):
    done = veriloop(*(word.format(run=run, recipe=recipe) for word in command), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)


def test_problems_as_json_are_rows_that_read_back(veriloop, recipe):
    from problems.load import problem_from_row

    rows = [json.loads(line) for line in veriloop("problems", recipe, "--json", "--limit", 5).stdout.splitlines()]
    assert [row.pop("side") for row in rows] == ["train"] * 5 + ["held out"] * 5
    assert all(problem_from_row(row, "printed").id == row["id"] for row in rows)


def test_problems_are_counted_and_shown(veriloop, recipe):
    shown = veriloop("problems", recipe).stdout
    assert "arithmetic/addition" in shown
    assert "shown to the model:" in shown


@pytest.mark.parametrize(
    "command", [["show", "{run}"], ["resume", "{run}"], ["problems", "{recipe}"], ["doctor"], ["recipes"]]
)
def test_what_goes_into_a_pipe_has_no_colours(veriloop, run, recipe, command):
    done = veriloop(*(word.format(run=run, recipe=recipe) for word in command))
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        pytest.param(["run"], 2, "Missing argument", id="nothing to run"),
        pytest.param(["rum"], 2, "No such command", id="an unknown command"),
        pytest.param(["run", "nowhere"], 2, "no such file, and no shipped recipe of that name", id="an unknown recipe"),
        pytest.param(["run", "dir/nowhere.toml"], 2, "no such file", id="a recipe file that is not there"),
        pytest.param(["run", "."], 2, "cannot be read as TOML", id="a folder for a recipe"),
        pytest.param(["run", "{recipe}", "--set", "rounds"], 2, "expected KEY=VALUE", id="a bad override"),
        pytest.param(
            ["run", "{recipe}", "--set", "learner.use=magic"], 2, "no learner is called 'magic'", id="a bad part"
        ),
        pytest.param(["run", "{recipe}", "--runs", "scripted.toml"], 1, "cannot be made", id="a file for the runs"),
        pytest.param(
            ["run", "{recipe}", "--runs", "/proc"], 1, "cannot be made", id="a place where nothing can be made"
        ),
        pytest.param(["resume", "runs/none"], 1, "is not a run folder", id="no run to go on with"),
        pytest.param(["show", "runs/none"], 1, "is not a run folder", id="no run to show"),
        pytest.param(["export", "runs/none"], 1, "is not a run folder", id="no run to export"),
        pytest.param(
            ["export", "{run}", "--formats", "xml"], 2, "--formats 'xml': known are parquet, jsonl", id="a format"
        ),
        pytest.param(
            ["eval", "nowhere/at/all", "--recipe", "{recipe}"], 1, "nowhere/at/all", id="weights that are not there"
        ),
        pytest.param(["verify", "none.jsonl"], 2, "none.jsonl", id="no attempts"),
        pytest.param(["soundness", "none.jsonl"], 2, "none.jsonl", id="no corpus"),
        pytest.param(["show", "{run}", "--jsn"], 2, "No such option", id="an unknown option"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_with_its_status(veriloop, run, recipe, command, status, said):
    done = veriloop(*(word.format(run=run, recipe=recipe) for word in command), env={"HF_HUB_OFFLINE": "1"})
    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_run_in_a_read_only_folder_is_refused(veriloop, recipe, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    done = veriloop("run", recipe, "--runs", tmp_path / "locked")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_weights_are_measured_without_training(veriloop, recipe, tmp_path):
    done = veriloop("eval", "none", "--recipe", recipe, "--name", "measured", "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    (only,) = json.loads(done.stdout)["rounds"]
    assert only["number"] == 0
    assert {score["measure"] for score in only["scores"]} == {"greedy", "pass@1", "pass@2"}
    with reading(tmp_path / "runs" / "measured") as ledger:
        assert ledger.db.execute("SELECT count(*) FROM lessons").fetchone()[0] == 0


def test_an_evaluation_takes_the_recipes_paths_from_beside_the_recipe(veriloop, tmp_path):
    place = tmp_path / "recipes"
    place.mkdir()
    write_rows(place / "mine.jsonl", [problem(str(number)) for number in range(20)])
    (place / "script.json").write_text('{"*": ["4"]}')
    (place / "mine.toml").write_text(
        '[model]\nweights = "none"\n[sampler]\nuse = "scripted"\nscript = "script.json"\n[[problems]]\nuse = "jsonl"\n'
        'path = "mine.jsonl"\n[verifiers.answer]\nuse = "answer"\n[learner]\nuse = "frozen"\n'
    )
    done = veriloop("eval", "none", "--recipe", "recipes/mine.toml", "--quiet", "--json")
    assert done.returncode == 0, done.stderr


def test_what_is_exported_agrees_with_the_ledger_in_both_formats(veriloop, run, tmp_path):
    done = veriloop("export", run, "--to", tmp_path / "out", "--json")
    counts = json.loads(done.stdout)["rows"]
    with reading(run) as ledger:
        for table, count in counts.items():
            kept = [dict(row) for row in ledger.db.execute(f"SELECT * FROM {table}")]
            assert len(kept) == count
            assert pq.read_table(tmp_path / "out" / f"{table}.parquet").to_pylist() == kept
            lines = [json.loads(line) for line in (tmp_path / "out" / f"{table}.jsonl").read_text("utf-8").splitlines()]
            assert [list(line) for line in lines] == [list(row) for row in kept]
            assert [line.get("text") for line in lines] == [row.get("text") for row in kept]
        assert counts["attempts"] > 40
    assert isinstance(json.loads((tmp_path / "out" / "problems.jsonl").read_text().splitlines()[0])["checks"], dict)
    assert not list((tmp_path / "out").glob(".*"))


def test_one_format_is_one_format(veriloop, run, tmp_path):
    assert veriloop("export", run, "--to", tmp_path / "out", "--formats", "jsonl").returncode == 0
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".jsonl"}


ATTEMPTS = [
    {"problem": problem("4"), "attempt": "#### 4", "id": "ignored"},
    {"problem": problem("4"), "attempt": "#### 5"},
    {"problem": problem("4"), "attempt": ""},
]


def test_attempts_get_a_verdict_row_each_in_order(veriloop, tmp_path):
    done = veriloop("verify", write_rows(tmp_path / "attempts.jsonl", ATTEMPTS))
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(row) for row in rows] == [VERDICT_KEYS] * 3
    assert [row["outcome"] for row in rows] == ["accepted", "rejected", "rejected"]
    assert {row["verifier"] for row in rows} == {"answer"}


@pytest.fixture
def failing(tmp_path: Path) -> dict[str, str]:
    """The environment of an installed verifier that breaks, and of one that wants a sandbox."""
    info = tmp_path / "site" / "judges-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: judges\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[veriloop.verifiers]\nbroken = judges:Broken\nrunner = judges:Runner\n")
    (tmp_path / "site" / "judges.py").write_text(
        "from dataclasses import dataclass\n"
        "from sandboxes.base import Program, Sandbox\n"
        "from verifiers.verdict import Verdict\n"
        "class Broken:\n"
        "    async def verify(self, problem, attempt):\n"
        "        raise ConnectionError('down')\n"
        "@dataclass\n"
        "class Runner:\n"
        "    sandbox: Sandbox\n"
        "    async def verify(self, problem, attempt):\n"
        "        finished = await self.sandbox.run(Program(attempt))\n"
        "        return Verdict.accept('ran', f'it {finished.ended} in {self.sandbox.fingerprint}')\n"
    )
    return {"PYTHONPATH": str(tmp_path / "site")}


def test_an_attempt_that_could_not_be_judged_fails_the_command(veriloop, tmp_path, failing):
    done = veriloop("verify", write_rows(tmp_path / "a.jsonl", ATTEMPTS), "--verifier", "broken", env=failing)
    assert done.returncode == 1
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(row["outcome"], row["code"]) for row in rows} == {("errored", "verifier_failed")}


@pytest.mark.parametrize("command", ["verify", "soundness"])
def test_a_verifier_that_wants_a_sandbox_is_handed_the_named_one(veriloop, tmp_path, failing, command):
    rows = [{"id": str(n), "accept": True, "class": "all", **row} for n, row in enumerate(ATTEMPTS) if row.pop("id", 1)]
    path = write_rows(tmp_path / "a.jsonl", rows if command == "soundness" else ATTEMPTS)
    done = veriloop(command, path, "--verifier", "runner", "--sandbox", "fake", env=failing)
    assert done.returncode == 0, done.stderr
    assert "it completed in fake-sandbox-1" in done.stdout or command == "soundness"


@pytest.mark.parametrize("command", ["verify", "soundness"])
def test_a_sandbox_that_is_not_there_is_named_before_anything_is_judged(veriloop, tmp_path, command):
    row = {"id": "1", "accept": True, "class": "all", "problem": problem("4"), "attempt": "4"}
    path = write_rows(tmp_path / "a.jsonl", [row])
    done = veriloop(command, path, "--sandbox", "fakr")
    assert done.returncode == 2
    assert "--sandbox: no sandbox is called 'fakr'. Did you mean 'fake'?" in done.stderr
    assert done.stdout == ""


def test_a_verifier_that_runs_code_gets_the_sandbox_that_is_there(veriloop, tmp_path, failing):
    done = veriloop("verify", write_rows(tmp_path / "a.jsonl", ATTEMPTS), "--verifier", "runner", env=failing)
    assert done.returncode == 0, done.stderr
    assert "Candidates run in the sandbox" in done.stderr


def test_without_any_sandbox_code_is_not_judged_and_the_reason_is_said(veriloop, tmp_path, failing):
    nothing = {**failing, "DOCKER_HOST": "unix:///nowhere", "PATH": "/nowhere"}
    row = {"problem": problem("4"), "attempt": "4"}
    done = veriloop(
        "verify", write_rows(tmp_path / "a.jsonl", [row]), "--verifier", "runner", "--sandbox", "docker", env=nothing
    )
    assert done.returncode == 2
    assert "no Docker Engine answers" in done.stderr
    assert "local" in done.stderr
    assert "Traceback" not in done.stderr


CORPUS = [
    {"id": "right", "problem": problem("4"), "attempt": "#### 4", "accept": True, "class": "plain"},
    {"id": "wrong", "problem": problem("4"), "attempt": "#### 5", "accept": False, "class": "plain"},
    {"id": "mislabelled", "problem": problem("4"), "attempt": "#### 4", "accept": False, "class": "odd [b]"},
    {"id": "too strict", "problem": problem("4"), "attempt": "", "accept": True, "class": "odd [b]", "dangerous": True},
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "corpus.jsonl", CORPUS)


def test_soundness_writes_its_figures(veriloop, corpus, tmp_path):
    done = veriloop("soundness", corpus, "--json", tmp_path / "figures.json")
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "figures.json").read_text())
    assert found.keys() == CORPUS_KEYS
    assert (found["false_accepts"], found["false_rejects"], found["rows"]) == (1, 1, 4)
    assert found["by_class"]["odd [b]"].keys() == CORPUS_KEYS - {"by_class", "seconds", "wrong"}
    assert found["seconds"].keys() == {"p50", "p99"}
    assert sorted(found["wrong"]) == ["mislabelled", "too strict"]
    assert "odd [b]" in done.stdout


@pytest.mark.parametrize(
    ("options", "status"),
    [
        pytest.param(["--max-false-accepts", "1"], 0, id="as many false accepts as allowed"),
        pytest.param(["--max-false-accepts", "0"], 1, id="a false accept too many"),
        pytest.param(["--max-false-rejects", "0"], 1, id="a false reject too many"),
        pytest.param(["--max-false-rejects", "0", "--skip-dangerous"], 0, id="the dangerous row left out"),
        pytest.param(["--verifier", "scripted", "--max-false-accepts", "1"], 0, id="another judge"),
        pytest.param(["--verifier", "answr"], 2, id="an unknown judge"),
        pytest.param(["--verifier", "answer", "--recipe", "x"], 2, id="two who say who judges"),
    ],
)
def test_the_bounds_set_the_exit_status(veriloop, corpus, options, status):
    done = veriloop("soundness", corpus, *options)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    if status == 1:
        assert "at most" in done.stderr


def test_a_recipe_says_who_judges(veriloop, corpus, recipe):
    done = veriloop("soundness", corpus, "--recipe", recipe)
    assert done.returncode == 0, done.stderr


def test_a_kind_without_a_judge_is_named(veriloop, tmp_path):
    row = {"problem": {"kind": "poem", "prompt": "?", "checks": {}}, "attempt": "x"}
    done = veriloop("verify", write_rows(tmp_path / "a.jsonl", [row]))
    assert done.returncode == 2
    assert "problems of kind 'poem'" in done.stderr


def test_the_doctor_names_our_verifiers(veriloop):
    findings = {each["what"]: each for each in json.loads(veriloop("doctor", "--json").stdout)}
    ours = findings["the package `verifiers`"]
    assert ours["state"] == "ok"
    assert ours["found"].startswith("ours, at ")
    assert {"ok", "missing", "wrong"} >= {each["state"] for each in findings.values()}
    assert all(each["advice"] for each in findings.values() if each["state"] != "ok")


@pytest.fixture
def foreign(tmp_path):
    """Another package that is called verifiers."""
    folder = tmp_path / "foreign" / "verifiers"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("class Rubric: ...\n")
    return folder


def test_the_doctor_finds_another_package_called_verifiers(veriloop, foreign):
    done = veriloop("doctor", "--json", env={"PYTHONPATH": str(foreign.parent)})
    found = {each["what"]: each for each in json.loads(done.stdout)}["the package `verifiers`"]
    assert (done.returncode, found["state"], found["found"]) == (1, "wrong", f"another one, at {foreign}/__init__.py")
    assert "pip uninstall verifiers" in found["advice"]


@pytest.mark.parametrize("command", [["verify", "a.jsonl"], ["run", "quickstart", "--dry-run"]], ids=" ".join)
def test_another_package_called_verifiers_is_reported(veriloop, foreign, command):
    done = veriloop(*command, env={"PYTHONPATH": str(foreign.parent)})
    assert done.returncode == 1
    assert f"{foreign}" in done.stderr.replace("\n", "")
    assert "pip uninstall verifiers" in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_shipped_recipes_are_listed_with_what_they_do(veriloop):
    found = json.loads(veriloop("recipes", "--json").stdout)
    assert found
    assert all(each["what"] and Path(each["path"]).is_file() for each in found)
