"""What the machine says a judge takes: CPU time and memory of process trees, containers, groups and the engine."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TICK = 1.0 / os.sysconf("SC_CLK_TCK")
GROUP = "veriloopbench.slice"  # a name that both of the engine's cgroup drivers take
ENGINE = ("dockerd", "containerd")  # and containerd-shim


def own_cpu() -> float:
    """CPU seconds of this process and of its ended children."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def adopt() -> None:
    """From here on, what loses its parent becomes a child of this process, so that its CPU time is not lost (prctl(2))."""
    subreaper = 36
    ctypes.CDLL(None).prctl(subreaper, 1, 0, 0, 0)


def reap(orphans: Iterable[int]) -> None:
    for pid in orphans:
        os.waitpid(pid, 0)


def children() -> list[int]:
    return children_of("self")


def children_of(pid: int | str) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):  # it ended meanwhile
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):  # a thread of its did
                found += map(int, (task / "children").read_text("ascii").split())
    return found


def machine_cpu() -> float:
    """CPU seconds that all processors were busy with anything, this bench's neighbours included."""
    fields = [int(each) for each in Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:]]
    return (sum(fields[:8]) - fields[3] - fields[4]) * TICK


def tree(pid: int) -> list[int]:
    """The process and all its living descendants."""
    return [pid, *(each for child in children_of(pid) for each in tree(child))]


def trees_cpu(roots: Iterable[int]) -> float:
    """CPU seconds of living trees and of what ended in them: nanoseconds of the living, whole ticks of the ended."""
    return sum(process_cpu(pid) for root in roots for pid in tree(root))


def process_cpu(pid: int) -> float:
    try:
        threads = [
            int((each / "schedstat").read_text("ascii").split()[0]) for each in Path(f"/proc/{pid}/task").iterdir()
        ]
        return sum(threads) / 1e9 + sum(ticks(pid)[2:])
    except OSError:
        return 0.0  # it ended meanwhile


def trees_ticks(roots: Iterable[int]) -> float:
    """CPU seconds of living trees in whole ticks, of ended threads and children too."""
    return sum(sum(ticks_so_far(pid)) for root in roots for pid in tree(root))


def ticks_so_far(pid: int) -> list[float]:
    try:
        return ticks(pid)
    except OSError:
        return []  # it ended meanwhile


def trees_memory(roots: Iterable[int]) -> float:
    """MiB that living trees take: what they share is counted once (PSS)."""
    return sum(shared_out(pid) for root in roots for pid in tree(root)) / 1024


def shared_out(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def peak(pid: int) -> float:
    """The most MiB that a process ever had resident."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def engine_cpu() -> dict[int, float]:
    """CPU seconds of each of Docker's own processes, in whole ticks: its threads come and go."""
    found = {}
    for pid in processes():
        if name_of(pid).startswith(ENGINE):
            with contextlib.suppress(OSError):
                found[pid] = sum(ticks(pid)[:2])
    return found


def engine_took(before: dict[int, float], after: dict[int, float]) -> float:
    """What those that are still there took; a shim that ended is not seen any more."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


def ticks(pid: int) -> list[float]:
    """CPU seconds: user, system, and both of ended children. Raises OSError when it ended."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return [int(each) * TICK for each in fields[11:15]]


def processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def container(api: Any, name: str) -> dict[str, float]:
    """As the engine reports them: "cpu" seconds so far, "memory" in MiB without page cache, the "most" that it ever was."""
    said = api.stats(name, stream=False, one_shot=True)
    memory = said["memory_stats"]
    kinds, usage = memory.get("stats", {}), memory.get("usage", 0)
    cache = kinds.get("total_inactive_file", kinds.get("inactive_file", 0))
    cpu = said["cpu_stats"]["cpu_usage"]["total_usage"] / 1e9
    return {"cpu": cpu, "memory": (usage - cache) / 2**20, "most": memory.get("max_usage", usage) / 2**20}


def group_cpu() -> float:
    """CPU seconds of all containers ever started in our group, gone or not; 0 where such a group cannot be read."""
    if text := first_of(f"cpuacct/{GROUP}/cpuacct.usage", f"cpu,cpuacct/{GROUP}/cpuacct.usage"):
        return int(text) / 1e9
    for line in first_of(f"{GROUP}/cpu.stat").splitlines():
        if line.startswith("usage_usec"):
            return int(line.split()[1]) / 1e6
    return 0.0


def group_memory() -> float:
    """The most MiB that the group ever took; 0 where that cannot be read."""
    return int(first_of(f"memory/{GROUP}/memory.max_usage_in_bytes", f"{GROUP}/memory.peak") or 0) / 2**20


def first_of(*paths: str) -> str:
    for path in paths:
        try:
            return (Path("/sys/fs/cgroup") / path).read_text("ascii")
        except OSError:
            continue
    return ""


def remove_group() -> None:
    """Empty by now; the kernel refuses otherwise."""
    for path in [*Path("/sys/fs/cgroup").glob(f"*/{GROUP}"), Path("/sys/fs/cgroup") / GROUP]:
        with contextlib.suppress(OSError):
            path.rmdir()
