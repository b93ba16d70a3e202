"""The checker processes of a verifier: opened when they are needed, kept warm, replaced when they break or grow old.

Every method may block and is called from threads that last as long as the crew: a process that was started by a thread may
end with it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any

from verifiers.lean.process import Bounds, Process, Stopped
from verifiers.lean.program import Role

START = Bounds(seconds=600, cpu_seconds=600, memory_mb=1 << 20)  # of loading a header's imports, slow from a cold disk
Key = tuple[str, Role]  # a header and a role


class CannotStart(Exception):
    """No checker process can be had: says what the toolchain said. `advice` is for whoever runs it."""


class BadHeader(Exception):
    """The problem's own header is refused by Lean: says how."""


@dataclass
class Crew:
    """`open_process(role)` starts one. At most `most` processes wait idle. A header's first replaying process is started beside its
    first elaborating one; `spares` elaborating ones are started ahead once one was lost, so that a stream of hostile
    attempts does not wait for each start."""

    open_process: Callable[[Role], Process]
    helpers: Executor
    recycle_after: int
    most: int
    spares: int
    idle: dict[Key, list[Process]] = field(default_factory=dict)
    used: dict[Key, float] = field(default_factory=dict)
    ahead: dict[Key, list[Future[Process]]] = field(default_factory=dict)
    known: set[Key] = field(default_factory=set)  # once opened or ordered
    lost: set[str] = field(default_factory=set)  # headers
    lock: threading.Lock = field(default_factory=threading.Lock)
    ended: threading.Event = field(default_factory=threading.Event)

    def take(self, header: str, body: str, role: Role, cancelled: threading.Event) -> Process:
        """A process that has loaded the header. Raises CannotStart, BadHeader, or Stopped when it was cancelled."""
        key = (header, role)
        if role == "elaborate":
            if (header, "replay") not in self.known:
                self.start_ahead(header, body, "replay", 1)
            if header in self.lost:
                self.start_ahead(header, body, "elaborate", self.spares)
        with self.lock:
            self.known.add(key)
            self.used[key] = time.monotonic()
            waiting = self.idle.get(key, [])
            while waiting:
                if (process := waiting.pop()).alive:
                    return process
                process.close()
            coming = self.ahead.get(key, [])
            future = coming.pop(0) if coming else None
        if future is not None:
            return future.result()
        return self.open(header, body, role, cancelled)

    def give_back(self, header: str, role: Role, process: Process, *, doubt: bool = False) -> None:
        """Keeps a process for the next check, unless it is old or in doubt."""
        if doubt or process.questions > self.recycle_after or self.ended.is_set():
            process.close()
            return
        with self.lock:
            self.idle.setdefault((header, role), []).append(process)
        self.trim()

    def lose(self, header: str, body: str, role: Role) -> None:
        """A process of the header is gone; from now on a spare stands by."""
        if role == "elaborate":
            self.lost.add(header)
            self.start_ahead(header, body, role, self.spares)

    def start_ahead(self, header: str, body: str, role: Role, count: int) -> None:
        """Orders a process unless `count` of them are idle or on their way."""
        key: Key = (header, role)
        with self.lock:
            coming = self.ahead.setdefault(key, [])
            if self.ended.is_set() or len(coming) + len(self.idle.get(key, [])) >= count:
                return
            self.known.add(key)
            coming.append(self.helpers.submit(self.open, header, body, role, self.ended))

    def open(self, header: str, body: str, role: Role, cancelled: threading.Event) -> Process:
        try:
            process = self.open_process(role)
        except OSError as error:
            raise CannotStart(str(error)) from error
        try:
            hello = process.ask({"header": header, "body": body}, START, cancelled)
        except Stopped as stopped:
            if stopped.code == "cancelled":
                raise
            raise CannotStart(f"the checker did not start ({stopped.code}): {stopped.detail}") from stopped
        if "unloadable" in hello:
            process.close()
            raise CannotStart(f"the header's imports cannot be loaded: {hello['unloadable']}")
        if hello.get("errors"):
            process.close()
            raise BadHeader(said(hello))
        return process

    def trim(self) -> None:
        """Closes idle processes of the headers that were not used for longest."""
        surplus: list[Process] = []
        with self.lock:
            while sum(map(len, self.idle.values())) > self.most:
                oldest = min((key for key, waiting in self.idle.items() if waiting), key=lambda key: self.used[key])
                surplus.append(self.idle[oldest].pop(0))
        for process in surplus:
            process.close()

    def close(self) -> None:
        with self.lock:
            self.ended.set()
            waiting = [process for each in self.idle.values() for process in each]
            coming = [future for each in self.ahead.values() for future in each]
            self.idle, self.ahead = {}, {}
        for future in coming:
            future.cancel()
            future.add_done_callback(close_result)
        for process in waiting:
            process.close()


def close_result(future: Future[Process]) -> None:
    if not future.cancelled() and future.exception() is None:
        future.result().close()


def said(answer: Mapping[str, Any]) -> str:
    """The first error among a checker's messages."""
    for message in answer.get("messages", []):
        if message.get("severity") == "error":
            return f"line {message.get('line')}: {message.get('text')}"
    return "no message"
