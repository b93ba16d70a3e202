"""Stopped by a person or a batch system, a run says how to go on, leaves nothing behind and loses nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def slow(tmp_path: Path, scripted_runs) -> Path:
    """A recipe whose run takes some seconds."""
    return scripted_runs.write_recipe(tmp_path, rounds=2, sampling=0.2, judging=0.1, learning=0.3)


@pytest.fixture
def running(program: str, slow: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The command in a process group of its own, at work on tmp_path/run."""
    command = [program, "run", str(slow), "--runs", str(tmp_path), "--name", "run"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, start_new_session=True, preexec_fn=heed_interrupts, **pipes) as process:
        yield process
        process.kill()


def heed_interrupts() -> None:
    """A shell starts its background jobs with interrupts ignored, and children inherit that: the tests may run in one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for(run: Path, query: str, at_least: int) -> None:
    """Until the ledger has that many rows, from a connection of our own."""
    path, deadline = run / "ledger.sqlite", time.monotonic() + 30
    while time.monotonic() < deadline:
        if path.exists():
            db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            try:
                if db.execute(query).fetchone()[0] >= at_least:
                    return
            except sqlite3.OperationalError:
                pass  # the tables are not there yet
            finally:
                db.close()
        time.sleep(0.02)
    raise AssertionError(f"{query} did not reach {at_least}")


PRACTISED = "SELECT count(*) FROM attempts WHERE purpose = 'practice'"
MOMENTS = {
    "before the first attempt": ("SELECT count(*) FROM meta", 1),
    "while evaluating": ("SELECT count(*) FROM attempts", 3),
    "while practising": (PRACTISED, 5),
    "while learning": ("SELECT count(*) FROM lessons", 1),
}


@pytest.mark.parametrize(
    ("number", "moment"),
    [
        *(pytest.param(signal.SIGINT, moment, id=f"Ctrl-C {moment}") for moment in MOMENTS),
        pytest.param(signal.SIGTERM, "while practising", id="a kill while practising"),
        pytest.param(signal.SIGTERM, "while learning", id="a kill while learning"),
    ],
)
def test_a_stopped_run_says_how_to_go_on_and_ends_like_an_unbroken_one(
    running, program, slow, scripted_runs, drive, tmp_path, number, moment
):
    run = tmp_path / "run"
    wait_for(run, *MOMENTS[moment])
    running.send_signal(number)
    out, err = running.communicate(timeout=20)
    assert running.returncode == 130, err
    assert f"veriloop resume {run}" in err
    assert "Traceback" not in err
    assert out == ""
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)  # no child is left
    resumed = subprocess.run([program, "resume", str(run), "--quiet"], capture_output=True, text=True, timeout=60)
    assert resumed.returncode == 0, resumed.stderr
    drive(slow, tmp_path / "whole")
    assert scripted_runs.content(run) == scripted_runs.content(tmp_path / "whole")
    assert scripted_runs.policies(run) == scripted_runs.policies(tmp_path / "whole")


def test_a_run_in_progress_can_be_shown_and_exported(running, veriloop, tmp_path):
    run = tmp_path / "run"
    wait_for(run, PRACTISED, 5)
    shown = veriloop("show", run)
    assert shown.returncode == 0, shown.stderr
    assert f"Not finished. Go on with: veriloop resume {run}" in shown.stdout
    assert veriloop("export", run, "--to", tmp_path / "out").returncode == 0
    assert running.poll() is None


def test_a_second_process_is_refused_while_the_first_works(running, veriloop, slow, tmp_path):
    wait_for(tmp_path / "run", PRACTISED, 1)
    second = veriloop("run", slow, "--runs", tmp_path, "--name", "run")
    assert second.returncode == 1
    assert f"is in use by process {running.pid}" in second.stderr
    resumed = veriloop("resume", tmp_path / "run")
    assert (resumed.returncode, f"process {running.pid}" in resumed.stderr) == (1, True)


def test_judging_a_file_that_is_stopped_ends_with_the_status_of_a_stop(program, tmp_path):
    row = '{"problem": {"kind": "scripted", "prompt": "?", "checks": {"reference": "4"}}, "attempt": "4"}\n'
    (tmp_path / "attempts.jsonl").write_text(row)
    (tmp_path / "slow-1.0.dist-info").mkdir()
    (tmp_path / "slow-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: slow\nVersion: 1.0\n")
    (tmp_path / "slow-1.0.dist-info" / "entry_points.txt").write_text("[veriloop.verifiers]\nslow = slow_judge:Slow\n")
    (tmp_path / "slow_judge.py").write_text(
        "import asyncio, pathlib\n"
        "class Slow:\n"
        "    async def verify(self, problem, attempt):\n"
        "        pathlib.Path(__file__).with_name('begun').touch()\n"
        "        await asyncio.sleep(60)\n"
    )
    command = [program, "verify", str(tmp_path / "attempts.jsonl"), "--verifier", "slow"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=heed_interrupts,
    ) as process:
        while not (tmp_path / "begun").exists() and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err
