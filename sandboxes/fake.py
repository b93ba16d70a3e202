"""A sandbox in which a test says how each job ends. Runs nothing, so it protects against nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sandboxes.base import Ended, Finished, Job, SandboxUnavailable


def completes(_job: Job) -> Finished:
    """Every job completes and prints nothing."""
    return Finished(Ended.COMPLETED)


@dataclass
class FakeSandbox:
    """`ends` maps a job to how it ends, or raises SandboxUnavailable. `jobs` records what was asked, in order."""

    ends: Callable[[Job], Finished] = completes
    fingerprint: str = "fake-sandbox-1"
    jobs: list[Job] = field(default_factory=list)
    closed: bool = False

    async def run(self, job: Job) -> Finished:
        if self.closed:
            raise SandboxUnavailable("this sandbox was closed; make a new one")
        self.jobs.append(job)
        return self.ends(job)

    async def aclose(self) -> None:
        self.closed = True
