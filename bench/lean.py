"""How fast and how dear verdicts on Lean proofs are: ours beside what others do, on the same attempts, in one run.

    python bench/lean.py [--laps 10] [--header TEXT] [--lean FILE] [--quick] [--json FILE]

Half of the attempts (bench/peers/proofs.py) are proofs of core Lean, half only look like one or are wrong. With each lap every
judge has its turn, so that whatever else the machine does hits all alike: ours and LeanInteract judge all attempts in each lap,
those that start a process for each check judge every attempt once in all laps together. A first lap is not timed.

The others accept what Lean reports no error for, as most reward functions do:
- `lean FILE`: a new process for each check, on a file of header and attempt.
- LeanInteract (the package lean-interact): Lean's REPL kept open, the header elaborated once.
- lean-dojo's check_proof: the proof put in place of the one in a traced repository, Lake run on the file. It is given proofs of the
  trusted statement only, so attempts that do not begin with it are left out.
The last two need their package and a full toolchain (elan).

"wrong": attempts judged wrongly; "unwarned": those of them without a warning of a `sorry`. CPU time is that of everything
that works for a judge. Memory: the most that one process ever had resident, and that of all
processes of the judge together. "First verdict" is from nothing, with both of our processes.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from peers import meters
from peers.proofs import Attempt, attempts
from rich.console import Console
from rich.table import Table

from verifiers.lean.program import Role
from verifiers.lean.task import NoTask, task_of
from verifiers.lean.toolchain import NoToolchain, find
from verifiers.lean.verifier import LeanVerifier
from verifiers.verdict import Outcome

WIDTH = 170
PATIENCE = 120.0  # seconds for one attempt with a peer
NEEDS_ALL = "needs a full toolchain (elan)"
GOALS = {"start": 15.0, "p50": 40.0}


@dataclass(frozen=True)
class Found:
    seconds: float
    accepted: bool
    warned: bool = False  # of a sorry


@dataclass
class Judge(ABC):
    """`workers` attempts at a time. `once`: every attempt is judged once in all laps together."""

    name: str
    workers: int
    once: bool = False

    @abstractmethod
    def start(self) -> None:
        """Raises OSError when it cannot run here."""

    @abstractmethod
    def judge(self, some: Sequence[Attempt]) -> list[Found]: ...

    @abstractmethod
    def cpu(self) -> float:
        """CPU seconds so far of what works for it, without this process."""

    @abstractmethod
    def memory(self) -> list[float]:
        """The most MiB that each of its processes had resident."""

    def takes(self, attempt: Attempt) -> bool:
        """Whether it can be asked about this one."""
        return attempt is not None

    def settle(self) -> None:
        """Called when it is warm, before other judges start."""
        return

    def close(self) -> None:
        return


# ---- ours ---------------------------------------------------------------------------------------------------------


@dataclass
class Ours(Judge):
    lean: str = ""
    header: str = ""
    mine: tuple[int, ...] | None = None  # its processes, once all are there

    def start(self) -> None:
        self.before = set(meters.children())
        self.runner = asyncio.Runner()
        self.verifier = LeanVerifier(lean=self.lean, workers=self.workers, recycle_after=1_000_000)
        if self.verifier.unavailable:
            raise OSError(self.verifier.unavailable)

    def judge(self, some: Sequence[Attempt]) -> list[Found]:
        return self.runner.run(self.judged(some))

    async def judged(self, some: Sequence[Attempt]) -> list[Found]:
        found = [Found(0.0, accepted=False)] * len(some)
        waiting = iter(list(enumerate(some)))

        async def work() -> None:
            for index, attempt in waiting:
                problem = attempt.problem(self.header)
                start = time.perf_counter()
                verdict = await self.verifier.verify(problem, attempt.source)
                if not verdict.outcome.decided:
                    raise RuntimeError(f"{self.name} decided nothing: {verdict}")
                found[index] = Found(time.perf_counter() - start, verdict.outcome is Outcome.ACCEPTED)

        await asyncio.gather(*(work() for _ in range(self.workers)))
        return found

    def cpu(self) -> float:
        return meters.trees_ticks(self.roots())

    def memory(self) -> list[float]:
        each = [meters.peak(pid) for root in self.roots() for pid in meters.tree(root)]
        return [most for most in each if most > 16]  # the sandbox's own processes are small

    def settle(self) -> None:
        self.mine = tuple(self.roots())

    def roots(self) -> Sequence[int]:
        return self.mine or [pid for pid in meters.children() if pid not in self.before]

    def close(self) -> None:
        self.runner.run(self.verifier.aclose())
        self.runner.close()


# ---- others -------------------------------------------------------------------------------------------------------


@dataclass
class OneShot(Judge):
    """A process for each check, without a sandbox."""

    lean: str = ""
    header: str = ""
    spent: float = 0.0
    most: float = 0.0

    def start(self) -> None:
        toolchain = find(lean=self.lean)
        self.command = [part for part in toolchain.command if part != "--run"]
        self.environment = {**os.environ, **toolchain.environment}

    def judge(self, some: Sequence[Attempt]) -> list[Found]:
        return [self.one(attempt) for attempt in some]

    def one(self, attempt: Attempt) -> Found:
        with tempfile.TemporaryDirectory(prefix="lean-bench-") as folder:
            path = Path(folder) / "Attempt.lean"
            path.write_text(f"{self.header}\n\n{attempt.source}\n", "utf-8")
            start = time.perf_counter()
            with (Path(folder) / "said").open("w+b") as said:
                process = subprocess.Popen(
                    [*self.command, str(path)],
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    env=self.environment,
                    cwd=folder,
                )
                late = threading.Timer(PATIENCE, process.kill)
                late.start()
                _, status, used = os.wait4(process.pid, 0)
                late.cancel()
                process.returncode = os.waitstatus_to_exitcode(status)
                seconds = time.perf_counter() - start
                said.seek(0)
                text = said.read().decode("utf-8", "replace")
        self.spent += used.ru_utime + used.ru_stime
        self.most = max(self.most, used.ru_maxrss / 1024)
        accepted = process.returncode == 0 and ": error:" not in text and ": error(" not in text
        return Found(seconds, accepted, "declaration uses" in text and "sorry" in text)

    def cpu(self) -> float:
        return self.spent

    def memory(self) -> list[float]:
        return [self.most]


@dataclass
class LeanInteract(Judge):
    header: str = ""

    def start(self) -> None:
        needs("lean_interact")
        from lean_interact import Command, LeanREPLConfig, LeanServer
        from lean_interact.interface import CommandResponse

        self.ask, self.right = Command, CommandResponse
        self.before = set(meters.children())
        self.server = LeanServer(LeanREPLConfig())
        self.environment: int | None = None
        if self.header:
            self.environment = self.server.run(Command(cmd=self.header), timeout=PATIENCE).env

    def judge(self, some: Sequence[Attempt]) -> list[Found]:
        return [self.one(attempt) for attempt in some]

    def one(self, attempt: Attempt) -> Found:
        start = time.perf_counter()
        try:
            answer = self.server.run(self.ask(cmd=attempt.source, env=self.environment), timeout=PATIENCE)
            accepted = isinstance(answer, self.right) and answer.lean_code_is_valid()
            warned = accepted and not answer.lean_code_is_valid(allow_sorry=False)
        except (TimeoutError, ConnectionError, json.JSONDecodeError):  # the REPL is gone
            self.server.restart()
            accepted = warned = False
        return Found(time.perf_counter() - start, accepted, warned)

    def cpu(self) -> float:
        return meters.trees_ticks(self.roots())

    def memory(self) -> list[float]:
        return [max((meters.peak(pid) for root in self.roots() for pid in meters.tree(root)), default=0.0)]

    def roots(self) -> list[int]:
        return [pid for pid in meters.children() if pid not in self.before]

    def close(self) -> None:
        self.server.kill()


@dataclass
class LeanDojo(Judge):
    """All statements, unproved, as one repository that it traces; this takes minutes and is not timed."""

    header: str = ""

    def start(self) -> None:
        needs("lean_dojo")
        from lean_dojo import LeanGitRepo, Theorem, check_proof, trace

        self.check = check_proof
        self.folder = tempfile.TemporaryDirectory(prefix="lean-bench-")
        root = Path(self.folder.name) / "Work"
        root.mkdir()
        version = subprocess.run(["lean", "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
        (root / "lean-toolchain").write_text(f"leanprover/lean4:v{version.rstrip(',')}\n", "utf-8")
        (root / "lakefile.toml").write_text('name = "Work"\n[[lean_lib]]\nname = "Work"\n', "utf-8")
        statements = dict.fromkeys(each.statement for each in attempts())
        (root / "Work.lean").write_text(
            "\n\n".join([self.header, *(f"{each} := by\n  sorry" for each in statements)]), "utf-8"
        )
        for arguments in (
            ("init", "-q"),
            ("add", "."),
            ("-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x"),
        ):
            subprocess.run(["git", *arguments], cwd=root, check=True)
        repository = LeanGitRepo.from_path(root)
        trace(repository)
        self.theorems = {each: Theorem(repository, "Work.lean", each.split()[1]) for each in statements}

    def takes(self, attempt: Attempt) -> bool:
        return attempt.source.startswith(f"{attempt.statement} :=")

    def judge(self, some: Sequence[Attempt]) -> list[Found]:
        found = []
        for attempt in some:
            start = time.perf_counter()
            proof = attempt.source.removeprefix(f"{attempt.statement} :=")
            accepted = self.check(self.theorems[attempt.statement], proof)
            found.append(Found(time.perf_counter() - start, accepted))
        return found

    def cpu(self) -> float:
        ended = os.times()
        return ended.children_user + ended.children_system

    def memory(self) -> list[float]:
        return []

    def close(self) -> None:
        self.folder.cleanup()


def needs(package: str) -> None:
    """Raises OSError where a peer's package, or the full toolchain that it needs, is not there."""
    if importlib.util.find_spec(package) is None:
        raise OSError("not installed")
    if not shutil.which("lake"):
        raise OSError(NEEDS_ALL)


# ---- measuring ----------------------------------------------------------------------------------------------------


@dataclass
class Row:
    judge: Judge
    first: float  # wall and CPU seconds until the first verdict
    first_cpu: float
    kinds: list[bool] = field(default_factory=list)  # of those timed, whether it was a proof
    seconds: list[float] = field(default_factory=list)
    wall: float = 0.0
    cpu: float = 0.0
    judged: int = 0  # also those that were not timed
    wrong: dict[str, str] = field(default_factory=dict)  # attempt: what was found
    wrong_unwarned: int = 0
    mib: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        every = sorted(self.seconds)
        proofs = [each for each, proof in zip(self.seconds, self.kinds, strict=True) if proof]
        return {
            "judge": self.judge.name, "workers": self.judge.workers, "n": len(every), "per_s": len(every) / self.wall,
            "p50_ms": statistics.median(every) * 1000, "p95_ms": every[min(len(every) - 1, int(len(every) * 0.95))] * 1000,
            "p50_ms_proofs": statistics.median(proofs) * 1000 if proofs else None, "cpu_ms": self.cpu / len(every) * 1000,
            "first_s": self.first, "first_cpu_s": self.first_cpu, "mib_process": max(self.mib, default=None),
            "mib_together": sum(self.mib) * (self.judge.workers if self.judge.once else 1),
            "judged": self.judged, "wrong": self.wrong, "wrong_without_a_sorry_warning": self.wrong_unwarned,
        }  # fmt: skip


@dataclass(frozen=True)
class Start:
    """Of one of our processes, alone: until it has loaded the header."""

    role: str
    seconds: float
    cpu: float
    mib: float


def starts(lean: str, header: str) -> list[Start]:
    verifier, found = LeanVerifier(lean=lean), []
    if verifier.unavailable:
        raise OSError(verifier.unavailable)
    task = task_of({"statement": "theorem any : True", "header": header})
    if isinstance(task, NoTask):
        raise OSError(task.reason)
    roles: tuple[Role, ...] = ("elaborate", "replay")
    for role in roles:
        start = time.perf_counter()
        process = verifier.crew.open(task.opening, role, threading.Event())
        seconds, root = time.perf_counter() - start, process.child.pid
        most = max(meters.peak(pid) for pid in meters.tree(root))
        found.append(Start(role, seconds, meters.trees_ticks([root]), most))
        process.close()
    asyncio.run(verifier.aclose())
    return found


def started(judge: Judge, some: Sequence[Attempt], *, warm: bool) -> Row:
    """The judge after its first verdict and, to be warm, a lap of all. Raises OSError."""
    start = time.perf_counter()
    judge.start()
    found = judge.judge(some[:1])
    row = Row(judge, time.perf_counter() - start, judge.cpu())
    told(row, some[:1], found)
    if warm and not judge.once:
        told(row, some, judge.judge(some))
    judge.settle()
    return row


def measure(row: Row, some: Sequence[Attempt]) -> None:
    cpu, start = row.judge.cpu() + time.process_time(), time.perf_counter()
    found = row.judge.judge(some)
    row.wall += time.perf_counter() - start
    row.cpu += row.judge.cpu() + time.process_time() - cpu
    row.kinds += [attempt.right for attempt in some]
    row.seconds += [each.seconds for each in found]
    told(row, some, found)


def told(row: Row, some: Sequence[Attempt], found: Sequence[Found]) -> None:
    """Notes what was wrong, each attempt once."""
    row.judged += len(some)
    for attempt, each in zip(some, found, strict=True):
        if each.accepted is not attempt.right and attempt.said not in row.wrong:
            row.wrong[attempt.said] = "accepted" if each.accepted else "rejected"
            row.wrong_unwarned += not each.warned


# ---- the tables ---------------------------------------------------------------------------------------------------


def table_of(rows: Sequence[Row], absent: dict[str, str]) -> Table:
    heads = ("judge", "workers", "n", "per s", "p50 ms", "p95 ms", "p50 ms, proofs", "CPU ms", "MiB a process",
             "MiB together", "first s", "first CPU s", "wrong", "unwarned")  # fmt: skip
    table = Table(*heads, title="Verdicts on Lean proofs", title_justify="left")
    for row in rows:
        each = row.figures()
        table.add_row(
            each["judge"], str(each["workers"]), str(each["n"]), f"{each['per_s']:.2f}",
            f"{each['p50_ms']:.1f}", f"{each['p95_ms']:.0f}", f"{each['p50_ms_proofs'] or 0:.1f}",
            f"{each['cpu_ms']:.0f}", f"{each['mib_process'] or 0:.0f}",
            f"{each['mib_together']:.0f}", f"{each['first_s']:.1f}", f"{each['first_cpu_s']:.1f}", str(len(each["wrong"])),
            str(each["wrong_without_a_sorry_warning"]),
        )  # fmt: skip
    for name, why in absent.items():
        table.add_row(f"{name}: {why}")
    return table


def start_table(found: Sequence[Start], toolchain: str) -> Table:
    table = Table("process", "s", "CPU s", "peak MiB", title=f"Start-up, {toolchain}", title_justify="left")
    for each in found:
        table.add_row(each.role, f"{each.seconds:.1f}", f"{each.cpu:.1f}", f"{each.mib:.0f}")
    return table


def goals(rows: Sequence[Row], found: Sequence[Start]) -> Table:
    table = Table("goal", "workers", "found", "reached", title="Goals", title_justify="left")
    ours = [row for row in rows if isinstance(row.judge, Ours)]
    for each in found:
        table.add_row(
            f"{each.role}: started within {GOALS['start']:g} CPU-s", "", f"{each.cpu:.1f} s", reached(each.cpu, "start")
        )
    for row in ours:
        figures, workers = row.figures(), str(row.judge.workers)
        if row.judge.workers == 1:
            spent = figures["first_cpu_s"]
            table.add_row(
                f"first verdict within {GOALS['start']:g} CPU-s", workers, f"{spent:.1f} s", reached(spent, "start")
            )
        for text, key in (("of all", "p50_ms"), ("of proofs", "p50_ms_proofs")):
            if figures[key] is not None:
                found_ms = f"{figures[key]:.1f} ms"
                table.add_row(
                    f"median {text} within {GOALS['p50']:g} ms", workers, found_ms, reached(figures[key], "p50")
                )
        table.add_row("no wrong verdict", workers, str(len(row.wrong)), "NO" if row.wrong else "yes")
    return table


def reached(found: float, goal: str) -> str:
    return "yes" if found <= GOALS[goal] else "NO"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--laps", type=int, default=10, help="times that ours judges all attempts")
    arguments.add_argument(
        "--header", default="", help="what comes before each attempt, such as 'import Lean' (default: nothing)"
    )
    arguments.add_argument("--lean", default="", help='a program or "npm" (default: the Lean that is found)')
    arguments.add_argument("--quick", action="store_true", help="a few attempts, one worker: does it run?")
    arguments.add_argument("--json", type=Path, help="also write the figures to this file")
    wanted = arguments.parse_args()
    console = Console()
    console.width = max(console.width, WIDTH)
    try:
        toolchain = find(lean=wanted.lean)
    except NoToolchain as error:
        raise SystemExit(str(error)) from error
    work = attempts()[:4] if wanted.quick else attempts()
    laps = 1 if wanted.quick else wanted.laps
    begun = os.getloadavg()
    found = [] if wanted.quick else starts(wanted.lean, wanted.header)
    rows, absent = run(judges(wanted), work, laps)
    if found:
        console.print(start_table(found, toolchain.name))
    console.print(table_of(rows, absent))
    console.print(goals(rows, found))
    for row in rows:
        for attempt, outcome in row.wrong.items():
            console.print(f"{row.judge.name}: {outcome}: {attempt}", highlight=False, markup=False)
    loads = {"begin": begun, "end": os.getloadavg()}
    console.print(f"load averages: {loads}", highlight=False)
    if wanted.json:
        figures = {
            "toolchain": toolchain.name, "header": wanted.header, "attempts": len(work), "laps": laps, "load": loads,
            "starts": [asdict(each) for each in found], "judges": [row.figures() for row in rows], "absent": absent,
        }  # fmt: skip
        wanted.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", "utf-8")


def judges(wanted: argparse.Namespace) -> list[Callable[[], Judge]]:
    ours = functools.partial(Ours, "veriloop", lean=wanted.lean, header=wanted.header)
    every: list[Callable[[], Judge]] = [functools.partial(ours, workers=1)]
    every.append(
        functools.partial(OneShot, "lean FILE each", workers=1, once=True, lean=wanted.lean, header=wanted.header)
    )
    if not wanted.quick:
        every.append(functools.partial(ours, workers=2))
    every.append(functools.partial(LeanInteract, "LeanInteract", workers=1, header=wanted.header))
    every.append(functools.partial(LeanDojo, "lean-dojo check_proof", workers=1, once=True, header=wanted.header))
    return every


def run(made: Sequence[Callable[[], Judge]], work: Sequence[Attempt], laps: int) -> tuple[list[Row], dict[str, str]]:
    """What each did, and why some did nothing."""
    rows: list[Row] = []
    absent: dict[str, str] = {}
    try:
        for make in made:
            judge = make()
            try:
                rows.append(started(judge, work, warm=laps > 1))
            except (OSError, RuntimeError, subprocess.SubprocessError) as error:
                if isinstance(judge, Ours):
                    raise
                absent[judge.name] = str(error)
        for lap in range(laps):
            for row in rows:
                mine = [each for each in work if row.judge.takes(each)]
                # Right and wrong ones come in turn; a quick run takes some of both.
                some = mine[lap :: laps if laps > 1 else 3] if row.judge.once else mine
                if some:
                    measure(row, some)
        for row in rows:
            row.mib = row.judge.memory()
    finally:
        for row in rows:
            row.judge.close()
    return rows, absent


if __name__ == "__main__":
    main()
