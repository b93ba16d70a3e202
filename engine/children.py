"""A child process that answers requests, one JSON object a line; its death is a sentence, never a hang.

The child's half is `Wire`. Requests: `{"id", ...}`. Answers: `{"id", "note"}` any number of times, then `{"id", "result"}` or
`{"id", "error"}`. A child dies with its parent, however the parent ends. Not for untrusted code: a child may do what we may do.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import queue
import signal
import sys
import threading
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.parts import PartFailed

LONGEST_LINE = 256 * 1024 * 1024  # of an answer, in bytes
LAST_LINES = 12  # of the log, in an error

Note = Callable[[Mapping[str, Any]], None]


@dataclass
class Child:
    """Runs `main(wire, arguments)` of `module` in a process. `name`, and `relief` (what takes less memory), go into errors.

    Everything the child or its libraries print goes to `log`.
    """

    module: str
    name: str
    log: Path
    relief: str
    arguments: tuple[str, ...] = ()
    _process: Process | None = field(default=None, init=False)
    _reader: asyncio.Task[None] | None = field(default=None, init=False)
    _waiting: dict[int, tuple[asyncio.Future[Any], Note | None]] = field(default_factory=dict, init=False)
    _asked: int = field(default=0, init=False)
    _log_start: int = field(default=0, init=False)

    @property
    def alive(self) -> bool:
        return self._process is not None and self._reader is not None and not self._reader.done()

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    async def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._log_start = log.tell()
            self._process = await asyncio.create_subprocess_exec(
                *command(self.module, *self.arguments),
                stdin=PIPE,
                stdout=PIPE,
                stderr=log,
                env=environment(),
                limit=LONGEST_LINE,
                # Ctrl-C is for the parent; without this the terminal would also interrupt the child, which prints a traceback.
                start_new_session=True,
            )
        self._reader = asyncio.create_task(self._read(self._process))

    async def ask(self, request: Mapping[str, Any], note: Note | None = None) -> Any:
        """The result of one request. Raises PartFailed with the child's sentence, or with how it died."""
        if not self.alive or self._process is None or self._process.stdin is None:
            raise PartFailed(f"{self.name} is not running")
        self._asked += 1
        number = self._asked
        outcome: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = (outcome, note)
        try:
            self._process.stdin.write(json.dumps({**request, "id": number}).encode() + b"\n")
            # A child that died meanwhile is reported by the reader, with its log.
            with contextlib.suppress(ConnectionError):
                await self._process.stdin.drain()
            return await outcome
        except asyncio.CancelledError:
            self._forget(number)
            raise
        finally:
            self._waiting.pop(number, None)

    async def aclose(self) -> None:
        """Ends the child now, whatever it is doing. Harmless when it is gone."""
        process, reader = self._process, self._reader
        if process is None or reader is None:
            return
        kill(process)
        try:
            await reader
        finally:
            await process.wait()

    async def _read(self, process: Process) -> None:
        assert process.stdout is not None
        try:
            while line := await process.stdout.readline():
                self._deliver(json.loads(line))
        except ValueError as error:  # not JSON, or a line past the limit: what follows cannot be trusted either
            self._fail(f"{self.name} spoke nonsense on its pipe ({error}){self._last_words()}")
        finally:
            kill(process)
            status = await process.wait()
            if process.stdin is not None:
                process.stdin.close()
            self._fail(self._epitaph(status))

    def _deliver(self, message: Mapping[str, Any]) -> None:
        outcome, note = self._waiting.get(message["id"], (None, None))
        if outcome is None or outcome.done():
            return
        if "note" in message:
            if note is not None:
                note(message["note"])
        elif "error" in message:
            outcome.set_exception(PartFailed(message["error"]))
        else:
            outcome.set_result(message["result"])

    def _forget(self, number: int) -> None:
        """Tells the child that nobody waits for this answer any more."""
        if self.alive and self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(json.dumps({"id": number, "forget": True}).encode() + b"\n")

    def _fail(self, reason: str) -> None:
        for outcome, _ in self._waiting.values():
            if not outcome.done():
                outcome.set_exception(PartFailed(reason))

    def _epitaph(self, status: int) -> str:
        if status == -signal.SIGKILL:
            return (
                f"{self.name} was killed, most likely because the machine ran out of memory: {self.relief}. "
                f"Running again goes on from what is finished{self._last_words()}"
            )
        cause = f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with exit status {status}"
        return f"{self.name} {cause}. Running again goes on from what is finished{self._last_words()}"

    def _last_words(self) -> str:
        lines = last_lines(self.log, self._log_start)
        return f".\nLast lines of {self.log}:\n{lines}" if lines else f" (its log, {self.log}, is empty)"


def command(module: str, *arguments: str) -> list[str]:
    # -P: a file called torch.py in the folder the user stands in must not be imported instead of the library.
    return [sys.executable, "-P", "-m", "engine.worker", module, *arguments]


def environment() -> dict[str, str]:
    defaults = {
        # Without it cuBLAS may give different bits from run to run.
        "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
        # A thread that waits must not spin: with the cores shared, steps took 6 to 8 times as long.
        "OMP_WAIT_POLICY": "PASSIVE",
    }
    return {**defaults, **os.environ, "TOKENIZERS_PARALLELISM": "false"}


def kill(process: Process) -> None:
    """The whole session that `start` made, so that no grandchild keeps the pipe open."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def last_lines(log: Path, start: int = 0) -> str:
    with log.open("rb") as file:
        file.seek(max(start, file.seek(0, os.SEEK_END) - 8000))
        # A progress bar rewrites its line with carriage returns; only what it showed last is worth keeping.
        lines = [line.rsplit("\r", 1)[-1] for line in file.read().decode(errors="replace").split("\n")]
    return "\n".join([line for line in lines if line.strip()][-LAST_LINES:])


class Wire:
    """The child's end of the pipe. From when it is made, a print goes to the log: libraries are imported after it."""

    def __init__(self) -> None:
        sys.stdout.flush()
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self.requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def result(self, number: int, result: Any) -> None:
        self.say({"id": number, "result": result})

    def error(self, number: int, reason: str) -> None:
        self.say({"id": number, "error": reason})

    def note(self, number: int, note: Mapping[str, Any]) -> None:
        self.say({"id": number, "note": note})

    def say(self, message: Mapping[str, Any]) -> None:
        with self._lock:
            self._out.write(json.dumps(message) + "\n")
            self._out.flush()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.requests.put(json.loads(line))
        # End of file: the parent is gone, even if by SIGKILL. Nobody waits for what is being computed.
        os._exit(0)
