"""The checker processes of a verifier: opened when they are needed, kept warm, replaced when they break or grow old.

Every method may block and is called from threads that last as long as the crew: a process that was started by a thread may
end with it.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

from verifiers.lean.process import Bounds, Process, Stopped
from verifiers.lean.program import Role

START = Bounds(seconds=600, cpu_seconds=600, memory_mb=1 << 20)  # of loading a header's imports, slow from a cold disk
PATIENCE = 0.5  # seconds between two looks at whether anybody still waits
Key = tuple[str, Role]  # a header's imports and a role


class CannotStart(Exception):
    """No checker process can be had: says what the toolchain said."""


class BadImports(Exception):
    """What the problem's header begins with is no list of imports."""


@dataclass
class Crew:
    """`open_process(role)` starts one. At most `most` processes wait idle. The first replaying process is started beside the
    first elaborating one; once one was lost, `spares` elaborating ones are kept ready, so that a stream of hostile attempts
    does not wait for each start."""

    open_process: Callable[[Role], Process]
    helpers: Executor
    recycle_after: int
    most: int
    spares: int
    idle: dict[Key, list[Process]] = field(default_factory=dict)
    ordered: dict[Key, Future[None]] = field(default_factory=dict)
    used: dict[Key, float] = field(default_factory=dict)
    out: Counter[Key] = field(default_factory=Counter)  # how many are at work
    lost: set[str] = field(default_factory=set)  # imports
    changed: threading.Condition = field(default_factory=threading.Condition)
    ended: threading.Event = field(default_factory=threading.Event)

    def take(self, imports: str, role: Role, cancelled: threading.Event, *, fresh: bool = False) -> Process:
        """A process that has loaded the imports, and when it is to be `fresh`, was asked nothing else.

        Raises CannotStart, BadImports, or Stopped when it was cancelled.
        """
        key = (imports, role)
        if role == "elaborate":
            if (imports, "replay") not in self.used:
                self.order(imports, "replay", 1)
            if imports in self.lost:
                self.order(imports, "elaborate", self.spares)
        self.used[key] = time.monotonic()
        while True:
            with self.changed:
                process = self.waiting(key, fresh=fresh)
                if process is None and role == "replay" and self.out[key]:
                    # A replay is short beside a start: it goes on with whatever comes first.
                    self.start_ahead(key)
                coming = self.ordered.get(key)
                if process or coming is None:
                    self.out[key] += 1
                    break
                self.wait(key, coming, fresh=fresh)
            if cancelled.is_set():
                raise Stopped("cancelled", "nobody waits for it")
            if coming.done():
                coming.result()
        if process:
            return process
        try:
            return self.open(imports, role, cancelled)
        except BaseException:
            self.returned(key)
            raise

    def wait(self, key: Key, coming: Future[None], *, fresh: bool) -> None:
        """Until there may be a process, or for as long as patience lasts."""
        self.changed.wait_for(lambda: coming.done() or (not fresh and self.idle.get(key)), PATIENCE)

    def waiting(self, key: Key, *, fresh: bool) -> Process | None:
        """An idle one, which is idle no more."""
        idle = self.idle.get(key, [])
        for process in reversed(idle):
            if process.questions > 1 and fresh:
                continue
            idle.remove(process)
            if process.alive:
                return process
            process.close()
        return None

    def give_back(self, imports: str, role: Role, process: Process, *, doubt: bool = False) -> None:
        """Keeps a process for the next check, unless it is old or in doubt."""
        if doubt or process.questions > self.recycle_after or self.ended.is_set():
            process.close()
            self.lose(imports, role)
            return
        self.returned((imports, role))
        self.keep((imports, role), process)
        self.trim()

    def lose(self, imports: str, role: Role) -> None:
        """A process that was taken is gone; from now on a spare stands by."""
        self.returned((imports, role))
        if role == "elaborate":
            self.lost.add(imports)
            self.order(imports, role, self.spares)

    def order(self, imports: str, role: Role, count: int) -> None:
        """Has a process made ready unless `count` are idle, or one is on its way."""
        key = (imports, role)
        with self.changed:
            if len(self.idle.get(key, [])) < count:
                self.start_ahead(key)

    def start_ahead(self, key: Key) -> None:
        """Unless one is on its way, or the crew has ended."""
        with self.changed:
            if self.ended.is_set() or key in self.ordered:
                return
            self.used.setdefault(key, time.monotonic())
            coming = self.ordered[key] = self.helpers.submit(self.prepare, *key)
        coming.add_done_callback(self.tell)

    def prepare(self, imports: str, role: Role) -> None:
        key = (imports, role)
        try:
            process = self.open(imports, role, self.ended)
        except BaseException:
            with self.changed:
                del self.ordered[key]
            raise
        with self.changed:
            del self.ordered[key]
            self.keep(key, process)
        self.trim()

    def keep(self, key: Key, process: Process) -> None:
        with self.changed:
            self.idle.setdefault(key, []).append(process)
            self.changed.notify_all()

    def returned(self, key: Key) -> None:
        with self.changed:
            self.out[key] -= self.out[key] > 0

    def tell(self, _: object = None) -> None:
        with self.changed:
            self.changed.notify_all()

    def open(self, imports: str, role: Role, cancelled: threading.Event) -> Process:
        try:
            process = self.open_process(role)
        except OSError as error:
            raise CannotStart(str(error)) from error
        try:
            hello = process.ask({"imports": imports}, START, cancelled)
        except Stopped as stopped:
            if stopped.code == "cancelled":
                raise
            raise CannotStart(f"the checker did not start ({stopped.code}): {stopped.detail}") from stopped
        if "unloadable" in hello:
            process.close()
            raise CannotStart(f"the imports cannot be loaded: {hello['unloadable']}")
        if hello.get("errors"):
            process.close()
            raise BadImports(imports)
        return process

    def trim(self) -> None:
        """Closes idle processes of the imports that were not used for longest, and all once the crew has ended."""
        surplus: list[Process] = []
        with self.changed:
            most = 0 if self.ended.is_set() else self.most
            while sum(map(len, self.idle.values())) > most:
                oldest = min((key for key, idle in self.idle.items() if idle), key=lambda key: self.used[key])
                surplus.append(self.idle[oldest].pop(0))
        for process in surplus:
            process.close()

    def close(self) -> None:
        with self.changed:
            self.ended.set()
            coming = list(self.ordered.values())
        for future in coming:
            future.cancel()
        self.trim()
