"""Where untrusted code runs: what is asked of such a place, and what it says when a job has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable


class SandboxUnavailable(Exception):
    """The place itself failed, so nothing was learned about the job. Ask again later."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Enforced from outside by a parent that can kill. `seconds` is wall time; `memory_mb`, `disk_mb` are MiB, `output_kb` KiB."""

    seconds: float = 5.0
    memory_mb: int = 1024
    output_kb: int = 1024
    disk_mb: int = 64
    processes: int = 32


@dataclass(frozen=True, slots=True)
class Program:
    """Run `source` as a program that reads `stdin`."""

    source: str
    stdin: str = ""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Call:
    """One call; arguments are plain data (JSON plus the tags of the problem format)."""

    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Calls:
    """Call `entry_point`, defined by `source`, once per call. `prelude` is trusted code that the prompt showed."""

    source: str
    entry_point: str
    calls: tuple[Call, ...]
    prelude: str = ""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Suite:
    """Run the trusted `files` (test modules) against `source`, which they import as `module`."""

    source: str
    files: Mapping[str, str]
    module: str = "solution"
    limits: Limits = field(default_factory=Limits)


Job = Program | Calls | Suite


class Ended(StrEnum):
    """How a job ended. Everything but `COMPLETED` is a limit that was hit or a crash of the candidate."""

    COMPLETED = "completed"
    CRASHED = "crashed"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    OUTPUT = "output"
    DISK = "disk"
    PROCESSES = "processes"


@dataclass(frozen=True, slots=True)
class Result:
    """What one call or test gave: a value that crossed as plain data, or the name and text of the exception raised."""

    value: Any = None
    raised: str | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """How the job ended and what came out. `results` has one entry per call or test that was reached."""

    ended: Ended
    stdout: str = ""
    results: tuple[Result, ...] = ()
    detail: str = ""
    seconds: float = 0.0
    memory_mb: float = 0.0


@runtime_checkable
class Sandbox(Protocol):
    """Runs one job at a time per slot; safe to call from many coroutines at once."""

    @property
    def fingerprint(self) -> str:
        """Changes when the same job might end differently: image, interpreter, supervisor."""
        ...

    async def run(self, job: Job) -> Finished:
        """Raises SandboxUnavailable when the place itself failed, so nothing was learned about the job."""
        ...

    async def aclose(self) -> None:
        """Gives back what it holds. Calling it twice is harmless."""
        ...
