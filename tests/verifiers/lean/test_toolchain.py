"""Which Lean is used, and what is said when there is none. The programs are small scripts."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from verifiers.lean.bugs import KERNEL_BUGS, kernel_bugs, warning
from verifiers.lean.toolchain import NoToolchain, Toolchain, find


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def lean(prefix: Path, version: str = "4.30.0") -> Path:
    """A full toolchain's folder with a `lean` that tells of itself."""
    (prefix / "lib" / "lean").mkdir(parents=True, exist_ok=True)
    said = f"Lean (version {version}, x86_64-unknown-linux-gnu, commit abc, Release)"
    return script(
        prefix / "bin" / "lean", f'case $1 in --print-prefix) echo "{prefix}";; --version) echo "{said}";; esac'
    )


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no Lean: an empty home and cache, and a path with the system's programs alone."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VERILOOP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'programs'}:/usr/bin:/bin")
    monkeypatch.delenv("LEAN", raising=False)
    return tmp_path


def put_on_path(place: Path, program: Path) -> None:
    (place / "programs").mkdir(exist_ok=True)
    (place / "programs" / program.name).symlink_to(program)


@pytest.fixture
def project(place: Path) -> Path:
    """A Lake project that builds one library and needs another; `lake` and `lean` are on the path."""
    lean(place / "toolchain")
    search = f"./.lake/packages/std/build:{place}/outside/lib:./.lake/build/lib"
    lake = script(
        place / "elan" / "lake",
        f'[ "$1" = env ] || exit 9\nexport LEAN_PATH="{search}"\nshift\n'
        f'[ "$1" = lean ] && shift && exec {place}/toolchain/bin/lean "$@"\n'
        'exec "$@"',
    )
    put_on_path(place, lake)
    folder = place / "project"
    folder.mkdir()
    (folder / "lakefile.toml").write_text('name = "mine"\n')
    (folder / "lean-toolchain").write_text("leanprover/lean4:v4.30.0\n")
    return folder


def test_without_any_lean_it_says_what_was_looked_for_and_what_to_do(place):
    with pytest.raises(NoToolchain) as caught:
        find()
    for word in ("`lean` on the path", "LEAN", "npm build", "veriloop lean setup", "veriloop doctor"):
        assert word in str(caught.value)


def test_the_npm_build_that_was_asked_for_must_be_there(place):
    with pytest.raises(NoToolchain, match=r"veriloop lean setup --npm.*veriloop doctor"):
        find(lean="npm")


def test_a_named_program_comes_before_the_variable_and_that_before_the_path(place, monkeypatch):
    named, by_variable, on_path = (
        lean(place / each, f"4.{n}.0") for n, each in enumerate(("named", "variable", "path"), 30)
    )
    put_on_path(place, on_path)
    assert find().version == "4.32.0"
    monkeypatch.setenv("LEAN", str(by_variable))
    assert find().version == "4.31.0"
    assert find(lean=str(named)).version == "4.30.0"


def test_a_lean_in_elans_folder_is_found(place):
    elans = place / "home" / ".elan" / "bin" / "lean"
    script(elans, f'exec {lean(place / "toolchain")} "$@"')
    found = find()
    assert (found.prefix, found.kind) == (place / "toolchain", "lean")


def test_a_toolchain_says_how_a_program_is_run_and_what_it_reads(place):
    found = find(lean=str(lean(place / "toolchain")))
    assert found.command == (str(place / "toolchain" / "bin" / "lean"), "--run")
    assert found.environment == {"LEAN_PATH": str(place / "toolchain" / "lib" / "lean")}
    assert found.folders == (place / "toolchain",)
    assert found.name == f"Lean 4.30.0 ({place / 'toolchain'})"


def test_another_version_has_another_fingerprint(place):
    first = find(lean=str(lean(place / "toolchain")))
    assert find(lean=str(lean(place / "toolchain"))).fingerprint == first.fingerprint
    assert find(lean=str(lean(place / "toolchain", "4.31.0"))).fingerprint != first.fingerprint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("exit 3", "ended with status 3", id="fails"),
        pytest.param("echo toolchain is not installed >&2; exit 1", "toolchain is not installed", id="says why"),
        pytest.param("echo /nowhere", "/nowhere/bin/lean", id="names a folder that is not there"),
    ],
)
def test_a_program_that_is_no_lean_is_an_error_with_advice(place, text, said):
    broken = script(place / "broken" / "lean", text)
    with pytest.raises(NoToolchain, match=said) as caught:
        find(lean=str(broken))
    assert "veriloop doctor" in str(caught.value)


def test_a_lean_without_a_version_is_an_error_with_what_it_said(place):
    script(place / "odd" / "bin" / "lean", f'[ "$1" = --print-prefix ] && echo {place}/odd || echo "I am a teapot"')
    with pytest.raises(NoToolchain, match=r"I am a teapot.*veriloop doctor"):
        find(lean=str(place / "odd" / "bin" / "lean"))


def test_a_program_that_is_not_there_is_an_error_with_advice(place):
    with pytest.raises(NoToolchain, match=r"/not/there.*veriloop doctor"):
        find(lean="/not/there")


def test_a_variable_that_names_nothing_is_an_error(place, monkeypatch):
    put_on_path(place, lean(place / "toolchain"))
    monkeypatch.setenv("LEAN", "/not/there")
    with pytest.raises(NoToolchain, match="/not/there"):
        find()


def test_a_folder_that_is_no_project_is_an_error(place):
    with pytest.raises(NoToolchain, match=r"no lakefile.lean or lakefile.toml"):
        find(place)


def test_a_project_needs_lake(place):
    (place / "lakefile.toml").touch()
    with pytest.raises(NoToolchain, match="needs `lake`: install elan"):
        find(place)


def test_a_project_has_its_toolchain_and_the_paths_of_its_packages(project, place):
    found = find(project)
    assert isinstance(found, Toolchain)
    assert (found.kind, found.version, found.prefix, found.project) == (
        "project",
        "4.30.0",
        place / "toolchain",
        project,
    )
    assert found.environment["LEAN_PATH"].split(":") == [
        str(place / "toolchain/lib/lean"),
        str(project / ".lake/packages/std/build"),
        str(place / "outside/lib"),
        str(project / ".lake/build/lib"),
    ]
    assert {place / "toolchain", project, place / "outside/lib"} <= set(found.folders)
    assert all(folder.is_absolute() for folder in found.folders)


def test_a_projects_fingerprint_changes_with_its_packages(project):
    before = find(project).fingerprint
    (project / "lake-manifest.json").write_text('{"packages": []}')
    changed = find(project).fingerprint
    assert changed != before
    (project / "lean-toolchain").write_text("leanprover/lean4:v4.31.0\n")
    assert find(project).fingerprint != changed


def test_a_project_whose_lake_fails_says_what_lake_said(project, place):
    (place / "programs" / "lake").unlink()
    put_on_path(place, script(place / "broken" / "lake", "echo error: no such toolchain >&2; exit 1"))
    with pytest.raises(NoToolchain, match=r"no such toolchain.*veriloop doctor"):
        find(project)


def test_a_kernel_with_published_bugs_is_warned_of():
    said = warning("4.28.0-pre")
    assert said.startswith("Lean 4.28.0-pre has published kernel bugs: ")
    assert "lean4#14576" in said
    assert "lean4#8060" not in said
    assert "lean4#8060 (not guarded against)" in warning("4.19.0")


def test_a_kernel_that_is_mended_is_not_warned_of():
    newest = max(bug.fixed for bug in KERNEL_BUGS)
    assert warning(".".join(map(str, newest))) == ""


def test_a_version_that_cannot_be_read_is_taken_for_an_old_one():
    assert kernel_bugs("nightly") == KERNEL_BUGS == kernel_bugs("")


def test_bugs_are_told_by_version():
    for bug in KERNEL_BUGS:
        major, minor, patch = bug.fixed
        before = f"{major}.{minor - 1}.99" if patch == 0 else f"{major}.{minor}.{patch - 1}"
        assert bug in kernel_bugs(before)
        assert bug not in kernel_bugs(f"v{major}.{minor}.{patch}")
