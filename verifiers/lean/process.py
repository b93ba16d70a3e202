"""One checker process: questions and answers of one line each, and limits that are kept from outside.

What it prints that does not begin with the question's nonce is dropped. It does not protect the files and the network of this
machine: for that the command begins with a sandbox's (see confinement.py).
"""

from __future__ import annotations

import json
import os
import queue
import secrets
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

LINE = 32 << 20  # bytes of one answer; an export of a large proof takes a few million
NOISE = 64 << 20  # bytes that are no answer to the question; more end the process
NOTHING = b"\n@@"  # no line begins like that
GRACE = 3  # seconds
TICK = 0.05  # seconds between two looks at what a process uses
PAGE = os.sysconf("SC_PAGE_SIZE")
CLOCK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one question: wall clock, processor time, and resident memory of the process with its children."""

    seconds: float
    cpu_seconds: float
    memory_mb: int


class Stopped(Exception):
    """The process is gone without an answer: `code` is timeout, memory, output, cancelled, or died (by itself)."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


class Process:
    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        """Raises OSError when it cannot be started."""
        self.child = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
        )
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        assert self.child.stderr is not None
        os.set_blocking(self.child.stdin.fileno(), False)
        self.questions = 0
        self.peak_mb = 0.0
        self.mark = NOTHING  # what the answer to the present question begins with
        self.lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.errors = bytearray()
        self.flooded = False
        for read, stream in ((self.read_answers, self.child.stdout), (self.read_errors, self.child.stderr)):
            threading.Thread(target=read, args=(stream,), daemon=True).start()

    def ask(self, question: Mapping[str, Any], bounds: Bounds, cancelled: threading.Event) -> dict[str, Any]:
        """The answer's data, untrusted. Raises Stopped; the process is then gone."""
        self.questions += 1
        nonce = secrets.token_hex(16)
        begun, cpu = time.monotonic(), usage(self.child.pid)[0]
        mark = self.mark = f"@@{nonce} ".encode()
        try:
            self.send(json.dumps({"id": nonce, **question}).encode() + b"\n", begun + bounds.seconds)
            answer = json.loads(self.answer(begun, cpu, bounds, cancelled)[len(mark) :])
            if not isinstance(answer, dict):
                raise ValueError(f"a {type(answer).__name__}")
            return answer
        except (ValueError, RecursionError) as error:
            self.close()
            raise Stopped("output", f"what came is no answer: {error}") from error
        except Stopped:
            self.close()
            raise

    def send(self, data: bytes, end: float) -> None:
        assert self.child.stdin
        fd = self.child.stdin.fileno()
        with selectors.DefaultSelector() as ready:
            ready.register(fd, selectors.EVENT_WRITE)
            while data:
                if not ready.select(max(0.0, end - time.monotonic())):
                    raise Stopped("timeout", "the question was not read in time")
                try:
                    data = data[os.write(fd, data[: 1 << 16]) :]
                except BlockingIOError:
                    continue
                except OSError as error:
                    raise Stopped("died", self.last_words()) from error

    def answer(self, begun: float, cpu: float, bounds: Bounds, cancelled: threading.Event) -> bytes:
        while True:
            try:
                line = self.lines.get(timeout=TICK)
            except queue.Empty:
                pass
            else:
                if line is None:
                    raise Stopped("output" if self.flooded else "died", self.last_words())
                return line
            if cancelled.is_set():
                raise Stopped("cancelled", "nobody waits for the answer any more")
            used, memory = usage(self.child.pid)
            self.peak_mb = max(self.peak_mb, memory)
            if memory > bounds.memory_mb:
                raise Stopped("memory", f"{memory:.0f} MiB in use; {bounds.memory_mb} allowed")
            if used - cpu > bounds.cpu_seconds:
                raise Stopped("timeout", f"{bounds.cpu_seconds:g} s of processor time used")
            if time.monotonic() - begun > bounds.seconds:
                raise Stopped("timeout", f"no end after {bounds.seconds:g} s")

    def read_answers(self, stream: IO[bytes]) -> None:
        """Keeps lines that begin with the nonce, and drops the others."""
        noise = 0
        while line := stream.readline(LINE):
            if line.startswith(self.mark) and line.endswith(b"\n"):
                self.mark = NOTHING  # one answer to a question; what else claims to be one is noise
                self.lines.put(line)
                continue
            noise += len(line)
            if noise > NOISE or len(line) >= LINE:
                self.flooded = True
                self.end()
                break
        self.lines.put(None)
        stream.close()

    def read_errors(self, stream: IO[bytes]) -> None:
        while data := stream.read1(1 << 16):  # type: ignore[attr-defined]  # a BufferedReader
            self.errors = (self.errors + data)[-8000:]
        stream.close()

    def last_words(self) -> str:
        """Why it ended by itself, as far as it said."""
        try:
            status: int | None = self.child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            status = None
        lines = self.errors.decode("utf-8", "replace").splitlines()
        said = " ".join(" ".join(line for line in lines if not line.startswith("[DEBUG:")).split())
        return f"status {status}: {said[-1000:]}" if said else f"status {status}"

    @property
    def alive(self) -> bool:
        return self.child.poll() is None

    def close(self) -> None:
        """Ends the process and its group, and with its namespace everything it started; harmless when it is gone.

        What it wrote is read to its end by threads of their own: a process that got away could keep that open.
        """
        if self.child.poll() is None:
            self.child.terminate()  # one that holds a container gives it back
            with suppress(subprocess.TimeoutExpired):
                self.child.wait(timeout=GRACE)
            self.end()
        self.child.wait()
        if self.child.stdin:
            try:
                self.child.stdin.close()
            except (OSError, ValueError):
                return  # it went away with something unread in it

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)


def usage(pid: int) -> tuple[float, float]:
    """Processor seconds and resident MiB of a process and its descendants."""
    cpu = memory = 0.0
    waiting = [pid]
    while waiting:
        each = waiting.pop()
        try:
            fields = Path(f"/proc/{each}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
            waiting += map(int, Path(f"/proc/{each}/task/{each}/children").read_text("ascii").split())
        except OSError:
            continue
        cpu += sum(map(int, fields[11:15])) / CLOCK
        memory += int(fields[21]) * PAGE / (1 << 20)
    return cpu, memory
