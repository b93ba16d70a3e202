"""Many Lean attempts, a quarter hostile: is every verdict right, and is anything left behind?

    python bench/lean_soak.py [--checks 2000] [--workers 1] [--seconds 4] [--lean FILE] [--quick] [--json FILE]

Two verifiers: "strict" as it is shipped, and "free" whose source policy lets everything pass, with a few seconds for an attempt, so
that loops, memory bombs, crashes, floods, forged answers and exits really run. Each of these costs a process or two, and a new one
takes 10 to 14 CPU-seconds with the npm build. One attempt in 32 is such a one, so 2,000 checks take some 20 minutes on 2 free
cores; the rest of the hostile quarter is refused by the policy or does little harm.

After each twentieth of the checks, at rest: the checker processes and their memory (RSS), memory and open files of this process.
Ends with status 1 when a verdict was wrong, something grew, or a process or file was left; interrupted, it says what it has and
ends with 130. How much each kept process grew for a thousand of its checks is shown: `recycle_after` bounds it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from peers import meters
from peers.lean_hostile import Trial, trials
from rich.console import Console
from rich.table import Table
from soak import is_zombie, open_files

from verifiers.lean.policy import GROUPS
from verifiers.lean.process import usage
from verifiers.lean.verifier import LeanVerifier
from verifiers.verdict import Outcome

SAMPLES = 20
MEMORY_MB = 2560  # of a free process; it takes half of that when it starts
PROCESS_MIB = 1700
GRACE = 60.0  # seconds that a process which was being started may take to end
MARK = "veriloop-left"
FOLDERS = tuple(map(Path, ("/tmp", "/", "/dev/shm", str(Path.home()), str(Path.cwd()))))


@dataclass(frozen=True)
class Sample:
    """The state at rest after `done` checks; memory in MiB."""

    done: int
    seconds: float
    strict_processes: int
    strict_mib: float
    free_processes: int
    free_mib: float
    living: int  # all processes of both, the sandboxes' own included
    own_mib: float
    open_files: int
    load: float


@dataclass(frozen=True)
class Kept:
    """A checker process that was idle: its memory after so many questions."""

    pid: int
    role: str
    questions: int
    mib: float


@dataclass
class Soak:
    samples: list[Sample] = field(default_factory=list)
    codes: dict[str, dict[str, int]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    closing: float = 0.0
    interrupted: bool = False


@dataclass(frozen=True)
class Pair:
    strict: LeanVerifier
    free: LeanVerifier

    def of(self, trial: Trial) -> LeanVerifier:
        return self.free if trial.free else self.strict

    async def aclose(self) -> None:
        await self.strict.aclose()
        await self.free.aclose()


def soak(number: int, samples: int, workers: int, seconds: float, lean: str, console: Console) -> Soak:
    """Raises OSError when there is no Lean."""
    found, known = Soak(), frozenset(meters.children())
    remove_marks()
    verifiers = Pair(
        LeanVerifier(lean=lean, workers=workers),
        LeanVerifier(lean=lean, workers=workers, allow=tuple(GROUPS), seconds=seconds, memory_mb=MEMORY_MB),
    )
    if verifiers.strict.unavailable:
        raise OSError(verifiers.strict.unavailable)
    files, start, everything = open_files(), time.perf_counter(), trials(number)
    with asyncio.Runner() as runner:
        try:
            for turn in range(samples):
                some = [next(everything) for _ in range(number * turn // samples, number * (turn + 1) // samples)]
                runner.run(judged(verifiers, some, workers, found))
                found.samples.append(
                    sample(number * (turn + 1) // samples, time.perf_counter() - start, verifiers, known)
                )
                found.kept += kept(verifiers.strict) + kept(verifiers.free)
                last = found.samples[-1]
                console.print(
                    f"{last.done} of {number}, {last.seconds:.0f} s, load {last.load:.1f}, {len(found.wrong)} wrong",
                    style="dim",
                )
        except KeyboardInterrupt:
            found.interrupted = True
        finally:
            begun = time.perf_counter()
            runner.run(verifiers.aclose())
    outliving = left(known)
    found.closing = time.perf_counter() - begun
    found.leaks = [*grown(found.samples), *outliving, *marks()]
    if (now := open_files()) > files:
        found.leaks.append(f"{now} open files, {files} before")
    return found


async def judged(verifiers: Pair, some: Sequence[Trial], workers: int, found: Soak) -> None:
    waiting = iter(some)

    async def work() -> None:
        for trial in waiting:
            start = time.perf_counter()
            verdict = await verifiers.of(trial).verify(trial.attempt.problem(), trial.attempt.source)
            found.seconds.setdefault(trial.kind, []).append(time.perf_counter() - start)
            codes = found.codes.setdefault(trial.kind, {})
            codes[verdict.code] = codes.get(verdict.code, 0) + 1
            if verdict.outcome is not (Outcome.ACCEPTED if trial.attempt.right else Outcome.REJECTED):
                why = " ".join(verdict.reason.split())[:200]
                found.wrong.append(
                    f"{trial.kind}: {verdict.outcome} ({verdict.code}: {why}): {trial.attempt.source[:80]!r}"
                )

    await asyncio.gather(*(work() for _ in range(workers)))


# ---- what is there ------------------------------------------------------------------------------------------------


def sample(done: int, seconds: float, verifiers: Pair, known: frozenset[int]) -> Sample:
    strict, free = kept(verifiers.strict), kept(verifiers.free)
    trees = (pid for root in meters.children() if root not in known for pid in meters.tree(root))
    living = [pid for pid in trees if not is_zombie(pid)]  # whom this program adopted when their parent was ended
    return Sample(
        done, seconds, len(strict), sum(each.mib for each in strict), len(free), sum(each.mib for each in free), len(living),
        meters.shared_out(os.getpid()) / 1024, open_files(), os.getloadavg()[0],
    )  # fmt: skip


def kept(verifier: LeanVerifier) -> list[Kept]:
    return [
        Kept(process.child.pid, role, process.questions, usage(process.child.pid)[1])
        for (_, role), waiting in list(verifier.crew.idle.items())
        for process in list(waiting)
    ]


@dataclass(frozen=True)
class Growth:
    role: str
    questions: int
    first_mib: float
    last_mib: float

    @property
    def mib_per_thousand(self) -> float:
        return (self.last_mib - self.first_mib) / self.questions * 1000


def growth(every: Sequence[Kept]) -> list[Growth]:
    """Of each process that was seen twice at least, between the first time and the last."""
    found = []
    for pid in dict.fromkeys(each.pid for each in every):
        seen = [each for each in every if each.pid == pid]
        if (more := seen[-1].questions - seen[0].questions) > 0:
            found.append(Growth(seen[0].role, more, seen[0].mib, seen[-1].mib))
    return found


# ---- what must not be ---------------------------------------------------------------------------------------------


def grown(samples: Sequence[Sample]) -> list[str]:
    """What is more at the end than it was in the middle; processes come and go, so a little is allowed."""
    if len(samples) < 4:
        return []
    middle, end = samples[len(samples) // 2], samples[-1]
    found = []
    # A checker process has what its dearest attempt took, and may be missing or new at the time of a sample.
    missing = {
        "strict_mib": end.strict_processes - middle.strict_processes,
        "free_mib": end.free_processes - middle.free_processes,
    }
    for name, slack in (("strict_mib", 600), ("free_mib", 600), ("own_mib", 10), ("living", 6), ("open_files", 8)):
        was, now = getattr(middle, name), getattr(end, name)
        if now > was * 1.1 + slack + PROCESS_MIB * max(0, missing.get(name, 0)):
            found.append(f"{name} grew from {was:.0f} in the middle to {now:.0f}")
    return found


def left(known: frozenset[int]) -> list[str]:
    """Processes that outlive the verifiers."""
    end = time.monotonic() + GRACE
    while True:
        processes = [pid for pid in meters.children() if pid not in known and not is_zombie(pid)]
        if not processes:
            return []
        if time.monotonic() > end:
            return [f"processes: {[(pid, meters.name_of(pid)) for pid in processes[:5]]}"]
        time.sleep(0.2)


def marks() -> list[str]:
    return [f"file {folder / MARK}" for folder in FOLDERS if (folder / MARK).exists()]


def remove_marks() -> None:
    for folder in FOLDERS:
        (folder / MARK).unlink(missing_ok=True)


# ---- the tables ---------------------------------------------------------------------------------------------------


def tables(found: Soak) -> list[Table]:
    kinds = Table("kind", "n", "p50 s", "longest s", "codes", title="Verdicts", title_justify="left")
    for kind, codes in sorted(found.codes.items()):
        seconds = found.seconds[kind]
        text = ", ".join(f"{code} {count}" for code, count in sorted(codes.items(), key=lambda item: -item[1]))
        kinds.add_row(kind, str(len(seconds)), f"{statistics.median(seconds):.3f}", f"{max(seconds):.2f}", text)
    heads = [each.name.replace("_", " ") for each in fields(Sample)]
    state = Table(*heads, title="At rest", title_justify="left")
    last = len(found.samples) - 1
    for index in sorted({0, last // 2, last}) if found.samples else ():
        state.add_row(*(f"{value:.0f}" for value in asdict(found.samples[index]).values()))
    processes = Table("process", "checks", "MiB first", "MiB last", "MiB per 1000 checks", title="Kept processes",
                      title_justify="left")  # fmt: skip
    for each in growth(found.kept):
        processes.add_row(
            each.role,
            str(each.questions),
            f"{each.first_mib:.0f}",
            f"{each.last_mib:.0f}",
            f"{each.mib_per_thousand:.0f}",
        )
    return [kinds, state, processes]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--checks", type=int, default=2000)
    arguments.add_argument("--workers", type=int, default=1)
    arguments.add_argument("--seconds", type=float, default=4.0, help="that the free verifier gives an attempt")
    arguments.add_argument("--lean", default="", help='a program or "npm" (default: the Lean that is found)')
    arguments.add_argument("--quick", action="store_true", help="forty checks: does it run?")
    arguments.add_argument("--json", type=Path, help="also write the figures to this file")
    wanted = arguments.parse_args()
    number, samples = (40, 2) if wanted.quick else (wanted.checks, SAMPLES)
    console = Console()
    console.width = max(console.width, 150)
    meters.adopt()
    try:
        found = soak(number, samples, wanted.workers, wanted.seconds, wanted.lean, console)
    except OSError as error:
        console.print(f"no soak here: {error}", markup=False)
        sys.exit(1)
    for table in tables(found):
        console.print(table)
    judged_ones = sum(map(len, found.seconds.values()))
    took = found.samples[-1].seconds if found.samples else 0.0
    console.print(
        f"{len(found.wrong)} wrong verdicts of {judged_ones} in {took:.0f} s, closed in {found.closing:.1f} s; "
        f"{'; '.join(found.leaks) or 'flat, nothing left'}"
    )
    for text in found.wrong[:20]:
        console.print("  " + text, markup=False, highlight=False)
    if wanted.json:
        figures = {**asdict(found), "growth": [asdict(each) for each in growth(found.kept)]}
        wanted.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if found.interrupted:
        sys.exit(130)
    sys.exit(1 if found.wrong or found.leaks else 0)


if __name__ == "__main__":
    main()
