"""Where checker processes run: what they can read, write and reach there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from verifiers.lean import LeanVerifier
from verifiers.lean.confinement import Confinement, confinement


@pytest.fixture(params=["bwrap", "namespaces", pytest.param("docker", marks=pytest.mark.docker)])
def place(request: pytest.FixtureRequest) -> Confinement:
    try:
        return confinement(request.param)
    except OSError as error:
        pytest.skip(str(error))


def run(place: Confinement, script: str, *folders: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = place.command(["/bin/sh", "-c", script], environment, folders, 512)
    return subprocess.run(
        command, env=place.environment(environment), cwd="/", capture_output=True, text=True, timeout=60
    )


def test_a_process_has_the_variables_that_were_given_and_no_other(place):
    said = run(place, "env", LEAN_PATH="/a:/b").stdout
    assert "LEAN_PATH=/a:/b" in said
    assert "HOME=" not in said


def test_a_process_reads_its_folders_and_nothing_else_of_this_machine(place, tmp_path):
    (tmp_path / "seen").mkdir()
    (tmp_path / "seen" / "file").write_text("there")
    (tmp_path / "secret").write_text("gold")
    script = (
        f"cat {tmp_path}/seen/file; ls {tmp_path}; cat {tmp_path}/secret; cat {Path.home()}/.bashrc; cat /etc/shadow"
    )
    done = run(place, script, tmp_path / "seen")
    assert done.stdout.startswith("there")
    assert "gold" not in done.stdout
    assert "root:" not in done.stdout
    assert done.returncode != 0


def test_a_process_writes_only_to_memory(place, tmp_path):
    (tmp_path / "file").write_text("as it was")
    script = f"echo x > {tmp_path}/file; echo x > {tmp_path}/new; echo x > /tmp/veriloop-made; echo x > /box/made && cat /box/made"
    done = run(place, script, tmp_path)
    assert (tmp_path / "file").read_text() == "as it was"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    assert not Path("/tmp/veriloop-made").exists()
    assert not Path("/box").exists()
    assert done.stdout == "x\n"


def test_a_process_has_no_network(place):
    done = run(place, "cat /proc/net/dev")
    assert {line.partition(":")[0].strip() for line in done.stdout.splitlines() if ":" in line} <= {"lo"}


def test_a_process_sees_no_other(place):
    assert "veriloop" not in run(place, "cat /proc/[0-9]*/cmdline").stdout
    assert not run(place, f"kill -0 {os.getpid()} 2>/dev/null && echo found").stdout


def test_none_is_the_command_itself():
    asked = confinement("none")
    assert (asked.name, asked.why) == ("none", "it was asked for")
    assert asked.command(["lean", "x"], {"A": "b"}, [Path("/c")], 512) == ["lean", "x"]


def test_one_that_is_named_and_cannot_be_had_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("bwrap") is None
    with pytest.raises(OSError, match=r"confinement = 'bwrap' cannot be had here: .*bubblewrap is not installed"):
        confinement("bwrap")
    with pytest.raises(OSError, match="'bwrap'"):
        LeanVerifier(confinement="bwrap")


def test_without_bubblewrap_the_other_one_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    found = confinement("auto")
    assert found.name in ("namespaces", "none")
    assert found.name == "namespaces" or "bwrap: bubblewrap is not installed" in found.why


def test_who_runs_without_a_sandbox_is_warned():
    verifier = LeanVerifier(lean="/nonexistent", confinement="none")
    assert any("without a sandbox (it was asked for)" in each for each in verifier.warnings)


@pytest.mark.parametrize(
    "wrong",
    [
        {"workers": 0}, {"seconds": 0}, {"memory_mb": 100}, {"recycle_after": 0}, {"spares": -1}, {"max_attempt": 0},
    ],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_a_value_that_cannot_be_is_an_error(wrong):
    with pytest.raises(ValueError, match="should be"):
        LeanVerifier(lean="/nonexistent", **wrong)
