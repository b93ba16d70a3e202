"""Where the checker processes run: namespaces without network, in which nothing of this machine can be written.

Does not protect against a hole in the kernel of this machine, and filters no system calls.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sandboxes.local import LAUNCHERS
from verifiers.lean import container

Choice = Literal["auto", "bwrap", "namespaces", "docker", "none"]
SCRATCH_MB = 64


@dataclass(frozen=True, slots=True)
class Confinement:
    """`name` is bwrap, namespaces, docker or none; `why`, for none, is what failed."""

    name: str
    why: str = ""

    def command(
        self, command: Sequence[str], environment: Mapping[str, str], folders: Sequence[Path], memory_mb: int
    ) -> list[str]:
        """What starts the command with these folders readable and this environment, and nothing else.

        Only a container has a memory limit of its own; else whoever watches the process keeps one.
        """
        if self.name == "none":
            return list(command)
        alone = ["/usr/bin/env", "-i", *(f"{key}={value}" for key, value in environment.items()), *command]
        if self.name == "docker":
            return container.command(alone, folders, memory_mb, SCRATCH_MB)
        return [*LAUNCHERS[self.name](tuple(folders), SCRATCH_MB, False), *alone]

    def environment(self, inside: Mapping[str, str]) -> dict[str, str]:
        """Of the process that starts it: who makes a container must find the engine."""
        if self.name != "docker":
            return dict(inside)
        return {key: value for key, value in os.environ.items() if key.startswith("DOCKER_") or key == "HOME"}


def confinement(choice: Choice) -> Confinement:
    """Raises OSError when the one that was named cannot be had; "auto" falls back to none."""
    failures = []
    for name in ("bwrap", "namespaces") if choice == "auto" else (choice,):
        if name == "none":
            return Confinement("none", "it was asked for")
        if why := failure(name):
            failures.append(f"{name}: {why}")
        else:
            return Confinement(name)
    if choice != "auto":
        raise OSError(f"confinement = {choice!r} cannot be had here: {'; '.join(failures)}")
    return Confinement("none", "; ".join(failures))


def failure(name: str) -> str:
    """Why a launcher does not work here, "" when it does."""
    if name == "docker":
        return container.failure()
    if name == "bwrap" and not shutil.which("bwrap"):
        return "bubblewrap is not installed (apt-get install bubblewrap)"
    command = [*LAUNCHERS[name]((), 1, False), "/usr/bin/env", "true"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, env={}, cwd="/", check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if done.returncode == 0 else done.stderr.strip()[-300:] or f"status {done.returncode}"
