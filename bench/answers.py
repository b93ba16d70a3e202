"""How right and how fast verdicts on short answers are: ours beside what others do, on the same rows, in one run.

    python bench/answers.py [CORPUS ...] [--laps 3] [--peers NAME,NAME] [--seconds-per-check 10] [--quick] [--json FILE]

Corpora are files of labelled rows (docs/soundness.md); without any, tests/corpora/answer.jsonl and
$VERILOOP_DATA/soundness_answer_dev.jsonl, those that are there. Each judge is one process, warm, with one check at a time
(bench/peers/answer_worker.py says how each is called). They take turns, some rows each, so that whatever else the machine
does hits all alike. Time is taken in the judge's process, around extraction, parsing and comparison.

Peers run their own code, in environments under FOLDER that are made from the package index when they are missing, and within
bubblewrap where it is there, since several of them evaluate the text of an attempt; without it they are not given dangerous
rows. math-verify has its own time-outs on (5 s for each parse and comparison), as they are by default. References go to
math-verify, lighteval and trl between dollar signs, as these expect, to the others as they are.

A check that takes longer than the seconds per check is killed, counts with these seconds, and its judge is started again.
Counts are of the first lap: what is not accepted, for whatever reason, is a false reject where it should have been. Rows that
are "dangerous", or whose class is "dos", are hostile: judged once, after the laps, in a table of their own. "lap 1" is
checks/s while every row was new, "checks/s" that of all laps: some judges remember what they parsed. "error": exceptions, and
ends of the process. "MiB": the most that the largest process of the judge had resident; none can have more than 4 GiB.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import itertools
import json
import os
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peers import meters
from rich.console import Console
from rich.table import Table

from problems.problem import plain
from verifiers.soundness import Row, read_corpus
from verifiers.soundness.report import percentile

WIDTH = 170
HERE = Path(__file__).parent
WORKER = HERE / "peers" / "answer_worker.py"
OURS, BEST = "veriloop", "math-verify"
PATIENCE = 120.0  # seconds to start in
MEMORY = 4096  # MiB that a judge can have
TURN = 25  # rows
GOALS = {"times": 40.0, "p50_ms": 0.2, "p99_ms": 5.0}
# By environment, what is asked of pip in each call. The packages ask for training stacks that their judges do not use.
ENVIRONMENTS = {
    "math-verify": (("math-verify==0.9.0", "latex2sympy2_extended"),),
    # sympy's own parser of LaTeX, which verl's prime_math uses, wants this antlr; math-verify takes it as well.
    "rewards": (
        ("math-verify==0.9.0", "antlr4-python3-runtime==4.11.0", "numpy", "packaging", "pylatexenc"),
        ("--no-deps", "verl", "trl", "tinker_cookbook"),
    ),
    "lighteval": (
        ("latex2sympy2_extended==1.0.6", "antlr4-python3-runtime==4.13.2", "numpy", "packaging"),
        ("--no-deps", "lighteval"),
    ),
}
PEERS = {
    BEST: "math-verify", "lighteval": "lighteval", "trl": "rewards", "tinker": "rewards", "verl-prime_math": "rewards",
    "verl-math_dapo": "rewards", "verl-math_reward": "rewards", "verl-math_verify": "rewards",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    outcome: str  # of a verdict; "killed" when it took too long
    seconds: float
    error: str = ""


@dataclass
class Judge:
    """A process that judges one attempt at a time, started again when it was killed or ended."""

    name: str
    python: str
    seconds_per_check: float
    confined: bool  # in bubblewrap
    version: str = ""
    most: float = 0.0  # MiB
    process: subprocess.Popen[bytes] | None = None
    unread: bytes = b""

    def start(self) -> None:
        """Raises OSError when it cannot run here."""
        command = [self.python, str(WORKER), self.name, str(MEMORY)]
        with tempfile.TemporaryFile() as said:
            self.process = subprocess.Popen(
                [*bubblewrap(self.python), *command] if self.confined else command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                start_new_session=True,
            )
            self.unread = b""
            line = self.line(PATIENCE)
            if not line:
                self.kill()
                said.seek(0)
                lines = said.read().decode("utf-8", "replace").strip().splitlines()
                raise OSError(lines[-1][:200] if lines else f"did not start in {PATIENCE:g} s")
        self.version = json.loads(line)["version"]

    def judge(self, rows: Sequence[Row]) -> list[Found]:
        found: list[Found] = []
        while len(found) < len(rows):
            left = rows[len(found) :]
            self.send(left)
            for _ in left:
                start = time.perf_counter()
                line = self.line(self.seconds_per_check)
                if line:
                    found.append(Found(**json.loads(line)))
                    continue
                seconds = time.perf_counter() - start
                late = line is None
                found.append(Found("killed", self.seconds_per_check) if late else Found("errored", seconds, "it ended"))
                self.kill()
                self.start()
                break
        return found

    def send(self, rows: Sequence[Row]) -> None:
        """All in one line, which the process reads to its end before it judges: writing never waits for a verdict."""
        assert self.process is not None
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it ended; no answer will say so
            self.process.stdin.write(json.dumps([asked(row) for row in rows]).encode() + b"\n")
            self.process.stdin.flush()

    def line(self, patience: float) -> bytes | None:
        """None when it did not come in time, empty when the process has ended."""
        assert self.process is not None
        assert self.process.stdout is not None
        pipe, end = self.process.stdout.fileno(), time.perf_counter() + patience
        while b"\n" not in self.unread:
            if not select.select([pipe], [], [], max(0.0, end - time.perf_counter()))[0]:
                return None
            more = os.read(pipe, 65536)
            if not more:
                return b""
            self.unread += more
        line, _, self.unread = self.unread.partition(b"\n")
        return line

    def peak(self) -> float:
        if self.process is not None:
            self.most = max([self.most, *(meters.peak(pid) for pid in meters.tree(self.process.pid))])
        return self.most

    def kill(self) -> None:
        if self.process is None:
            return
        self.peak()
        with contextlib.suppress(ProcessLookupError):  # its children are in its session
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()
        self.process = None


def asked(row: Row) -> dict[str, Any]:
    problem = row.problem
    return {
        "problem": {"kind": problem.kind, "prompt": problem.prompt, "checks": plain(problem.checks)},
        "attempt": row.attempt,
    }


def bubblewrap(python: str) -> list[str]:
    """Everything can be read, nothing written, no network, processes of its own (bwrap(1))."""
    seen = dict.fromkeys(str(path) for path in (HERE.parent, Path(python).parent.parent))  # may be in /tmp
    binds = [part for path in seen for part in ("--ro-bind", path, path)]
    return ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--ro-bind", "/", "/", "--dev", "/dev", "--proc",
            "/proc", "--tmpfs", "/tmp", *binds, "--"]  # fmt: skip


@functools.cache
def can_confine() -> bool:
    if not shutil.which("bwrap"):
        return False
    return subprocess.run([*bubblewrap(sys.executable), "true"], capture_output=True).returncode == 0


def environment(folder: Path, name: str) -> str:
    """The interpreter of a peers' environment, made when it is missing or has not all packages. Raises OSError when that
    cannot be done."""
    python, done = folder / name / "bin" / "python", folder / name / "ready"
    wanted = ENVIRONMENTS[name]
    if not (done.exists() and done.read_text("utf-8") == repr(wanted)):
        venv.create(folder / name, with_pip=True, clear=True)
        for packages in wanted:
            command = [str(python), "-m", "pip", "install", "--quiet", *packages]
            made = subprocess.run(command, capture_output=True, text=True)
            if made.returncode:
                raise OSError(f"not installed: {made.stderr.strip()[-200:]}")
        done.write_text(repr(wanted), "utf-8")
    return str(python)


# ---- measuring ----------------------------------------------------------------------------------------------------


@dataclass
class Measured:
    judge: Judge
    start: float
    laps: list[list[tuple[Row, Found]]] = field(default_factory=list)
    hostile: list[tuple[Row, Found]] = field(default_factory=list)
    mib: float = 0.0
    hostile_mib: float = 0.0

    def figures(self) -> dict[str, Any]:
        first = self.laps[0]
        seconds = sorted(found.seconds for lap in self.laps for _, found in lap)
        return {
            "judge": self.judge.name, "version": self.judge.version, "rows": len(first), **counts(first),
            "checks": len(seconds), "per_s": len(seconds) / sum(seconds),
            "per_s_lap_1": len(first) / sum(found.seconds for _, found in first),
            "p50_ms": statistics.median(seconds) * 1000, "p99_ms": percentile(seconds, 99) * 1000,
            "worst_ms": seconds[-1] * 1000, "start_s": self.start, "mib": self.mib, "hostile": self.hostile_figures(),
        }  # fmt: skip

    def rate(self, chosen: Sequence[bool]) -> float:
        """Checks a second, on the chosen ones of the rows."""
        seconds = [found.seconds for lap in self.laps for _, found in itertools.compress(lap, chosen)]
        return len(seconds) / sum(seconds)

    def hostile_figures(self) -> dict[str, Any] | None:
        if not self.hostile:
            return None
        seconds = [found.seconds for _, found in self.hostile]
        return {
            "rows": len(seconds), "over_1_s": sum(each >= 1 for each in seconds), "over_5_s": sum(each >= 5 for each in seconds),
            "worst_ms": max(seconds) * 1000, "mib": self.hostile_mib, **counts(self.hostile),
        }  # fmt: skip


def counts(judged: Sequence[tuple[Row, Found]]) -> dict[str, Any]:
    outcomes = [found.outcome for _, found in judged]
    errors = dict.fromkeys(f"{row.id}: {found.error}" for row, found in judged if found.outcome == "errored")
    return {
        "to_reject": sum(not row.accept for row, _ in judged),
        "to_accept": sum(row.accept for row, _ in judged),
        "false_accepts": [row.id for row, found in judged if found.outcome == "accepted" and not row.accept],
        "false_rejects": [row.id for row, found in judged if found.outcome != "accepted" and row.accept],
        **{name: outcomes.count(name) for name in ("abstained", "errored", "killed")},
        "errors": list(errors),
    }


def measure(
    judges: Sequence[Judge], rows: Sequence[Row], hostile: Sequence[Row], laps: int
) -> tuple[list[Measured], dict[str, str]]:
    """What each did, and why some did nothing."""
    every: list[Measured] = []
    absent: dict[str, str] = {}
    try:
        for judge in judges:
            try:
                start = time.perf_counter()
                judge.start()
                every.append(Measured(judge, time.perf_counter() - start))
            except OSError as error:
                if judge.name == OURS:
                    raise
                absent[judge.name] = str(error)
        for _ in range(laps):
            for one in every:
                one.laps.append([])
            for turn in range(0, len(rows), TURN):
                some = rows[turn : turn + TURN]
                for one in every:
                    one.laps[-1] += zip(some, one.judge.judge(some), strict=True)
        for one in every:
            one.mib = one.judge.peak()
            some = [row for row in hostile if not row.dangerous or one.judge.confined or one.judge.name == OURS]
            one.hostile = list(zip(some, one.judge.judge(some), strict=True))
            one.hostile_mib = one.judge.peak()
    finally:
        for judge in judges:
            judge.kill()
    return every, absent


# ---- the tables ---------------------------------------------------------------------------------------------------


def table_of(figures: Sequence[dict[str, Any]], absent: dict[str, str]) -> Table:
    heads = ("judge", "version", "rows", "false accepts", "false rejects", "abst.", "error", "killed", "checks/s", "lap 1",
             "p50 ms", "p99 ms", "worst ms", "MiB", "start s")  # fmt: skip
    table = Table(*heads, title="Verdicts on answers", title_justify="left")
    for each in figures:
        table.add_row(
            each["judge"], each["version"], str(each["rows"]), share(each["false_accepts"], each["to_reject"]),
            share(each["false_rejects"], each["to_accept"]), str(each["abstained"]), str(each["errored"]), str(each["killed"]),
            f"{each['per_s']:.0f}", f"{each['per_s_lap_1']:.0f}", f"{each['p50_ms']:.3f}", f"{each['p99_ms']:.2f}",
            f"{each['worst_ms']:.1f}", f"{each['mib']:.0f}", f"{each['start_s']:.1f}",
        )  # fmt: skip
    for name in absent:
        table.add_row(name, "absent")
    return table


def share(wrong: Sequence[str], of: int) -> str:
    return f"{len(wrong)} ({len(wrong) / of:.1%})" if of else "none to judge"


def hostile_table(figures: Sequence[dict[str, Any]]) -> Table:
    heads = (
        "judge",
        "rows",
        "over 1 s",
        "over 5 s",
        "killed",
        "worst ms",
        "false accepts",
        "false rejects",
        "error",
        "MiB",
    )
    table = Table(*heads, title="Hostile rows", title_justify="left")
    for each in figures:
        if found := each["hostile"]:
            table.add_row(
                each["judge"], str(found["rows"]), str(found["over_1_s"]), str(found["over_5_s"]), str(found["killed"]),
                f"{found['worst_ms']:.1f}", share(found["false_accepts"], found["to_reject"]),
                share(found["false_rejects"], found["to_accept"]), str(found["errored"]), f"{found['mib']:.0f}",
            )  # fmt: skip
    return table


@dataclass(frozen=True)
class Goal:
    text: str
    found: str
    reached: bool | None  # None: not measured

    @property
    def said(self) -> str:
        return {True: "yes", False: "NO", None: "not measured"}[self.reached]


def goals(every: Sequence[Measured]) -> list[Goal]:
    """Against math-verify also on the rows that ours decides: to abstain is soon done."""
    of = {one.judge.name: one for one in every}
    decided = [found.outcome in ("accepted", "rejected") for _, found in of[OURS].laps[0]]
    ours = of[OURS].figures()
    return [
        times(f"at least {GOALS['times']:g} times {BEST}'s checks/s", of, [True] * len(decided)),
        times("the same on the rows that ours decides", of, decided),
        Goal(f"median under {GOALS['p50_ms']:g} ms", f"{ours['p50_ms']:.3f} ms", ours["p50_ms"] < GOALS["p50_ms"]),
        Goal(f"p99 under {GOALS['p99_ms']:g} ms", f"{ours['p99_ms']:.2f} ms", ours["p99_ms"] < GOALS["p99_ms"]),
    ]


def times(text: str, of: dict[str, Measured], chosen: Sequence[bool]) -> Goal:
    if BEST not in of or not any(chosen):
        return Goal(text, "", None)
    found = of[OURS].rate(chosen) / of[BEST].rate(chosen)
    return Goal(text, f"{found:.1f} times", found >= GOALS["times"])


def goals_table(found: Sequence[Goal]) -> Table:
    table = Table("goal", "found", "reached", title="Goals", title_justify="left")
    for each in found:
        table.add_row(each.text, each.found, each.said)
    return table


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpora", type=Path, nargs="*", metavar="CORPUS", help="files of labelled rows")
    arguments.add_argument("--laps", type=int, default=3, help="times that each judge judges all rows")
    arguments.add_argument("--peers", help=f'"" for none (default: {",".join(PEERS)}; with --quick {BEST})')
    folder = Path(tempfile.gettempdir()) / "veriloop-answer-peers"
    arguments.add_argument("--environments", type=Path, default=folder, metavar="FOLDER", help="where theirs are")
    arguments.add_argument("--seconds-per-check", type=float, default=10.0, metavar="S", help="then it is killed")
    arguments.add_argument("--quick", action="store_true", help="a few rows, one lap: does it run?")
    arguments.add_argument("--json", type=Path, help="also write the figures to this file")
    wanted = arguments.parse_args()
    chosen = wanted.peers if wanted.peers is not None else BEST if wanted.quick else ",".join(PEERS)
    names = [name for name in chosen.split(",") if name]
    if unknown := [name for name in names if name not in PEERS]:
        arguments.error(f"--peers: {unknown[0]!r} is not among {', '.join(PEERS)}")
    if wanted.laps < 1 or wanted.seconds_per_check <= 0:
        arguments.error("--laps and --seconds-per-check: should be above 0")
    corpora = wanted.corpora or default_corpora()
    if not corpora:
        arguments.error("no corpus: name a file of labelled rows, or set VERILOOP_DATA")
    console = Console()
    console.width = max(console.width, WIDTH)
    ordinary, hostile = rows_of(corpora)
    if wanted.quick:
        ordinary, hostile = some_of(ordinary, 24), some_of(hostile, 2)
    if not ordinary:
        arguments.error("no rows of kind 'answer' that are not hostile")
    begun = os.getloadavg()
    judges, missing = prepared(names, wanted)
    every, absent = measure(judges, ordinary, hostile, 1 if wanted.quick else wanted.laps)
    absent = missing | absent
    figures = [one.figures() for one in every]
    reached = goals(every)
    console.print(table_of(figures, absent))
    for name, why in absent.items():
        console.print(f"{name}: {why}", highlight=False, markup=False)
    if hostile:
        console.print(hostile_table(figures))
    console.print(goals_table(reached))
    loads = {"begin": begun, "end": os.getloadavg()}
    for each in figures:
        if each["judge"] == OURS:
            for kind in ("false_accepts", "false_rejects", "errors"):
                found = each[kind] + (each["hostile"] or {kind: []})[kind]
                console.print(
                    f"{OURS}: {kind.replace('_', ' ')}: {', '.join(found) or 'none'}", highlight=False, markup=False
                )
    console.print(f"peers {'in' if can_confine() else 'without'} bubblewrap; load averages: {loads}", highlight=False)
    if wanted.json:
        written = {
            "corpora": [str(path) for path in corpora], "rows": len(ordinary), "hostile_rows": len(hostile),
            "laps": 1 if wanted.quick else wanted.laps, "seconds_per_check": wanted.seconds_per_check, "load": loads,
            "judges": figures, "absent": absent,
            "goals": [{"goal": each.text, "found": each.found, "reached": each.reached} for each in reached],
        }  # fmt: skip
        wanted.json.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", "utf-8")


def default_corpora() -> list[Path]:
    found = [HERE.parent / "tests" / "corpora" / "answer.jsonl"]
    if data := os.environ.get("VERILOOP_DATA"):
        found.append(Path(data) / "soundness_answer_dev.jsonl")
    return [path for path in found if path.exists()]


def rows_of(corpora: Sequence[Path]) -> tuple[list[Row], list[Row]]:
    """Ordinary and hostile ones."""
    found: tuple[list[Row], list[Row]] = [], []
    for row in (row for path in corpora for row in read_corpus(path)):
        if row.problem.kind == "answer":
            found[row.dangerous or row.group.split("/")[0] == "dos"].append(row)
    return found


def some_of(rows: Sequence[Row], number: int) -> list[Row]:
    """As many at most, from all over."""
    return list(rows[:: -(-len(rows) // number)]) if rows else []


def prepared(names: Sequence[str], wanted: argparse.Namespace) -> tuple[list[Judge], dict[str, str]]:
    judges, absent = [Judge(OURS, sys.executable, wanted.seconds_per_check, confined=False)], {}
    made: dict[str, str | OSError] = {}
    for name in names:
        kind = PEERS[name]
        if kind not in made:
            try:
                made[kind] = environment(wanted.environments, kind)
            except (OSError, subprocess.SubprocessError) as error:
                made[kind] = OSError(str(error))
        python = made[kind]
        if isinstance(python, str):
            judges.append(Judge(name, python, wanted.seconds_per_check, confined=can_confine()))
        else:
            absent[name] = str(python)
    return judges, absent


if __name__ == "__main__":
    main()
