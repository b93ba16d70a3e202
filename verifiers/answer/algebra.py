"""Computer algebra in a process of its own, for what nothing else settles.

It is started when it is first asked, kept warm, and killed at its limits by this side. It gets trees of ours, never a text to
evaluate.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import selectors
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

from verifiers.answer.tree import Add, Const, Expr, Fn, Mul, Num, Pow, Sym

PROGRAM = Path(__file__).with_name("algebra_worker.py")
MAX_NODES = 400
START = 30.0  # seconds until a new process has loaded its library
MAX_ANSWER = 10_000  # bytes


class Algebra:
    """One process. Every call may block for `seconds` (for the first one also while it starts); calls from several threads take
    turns. `memory_mb` is of address space."""

    def __init__(self, seconds: float = 2.0, memory_mb: int = 1024) -> None:
        self.seconds, self.memory_mb = seconds, memory_mb
        self.lock = threading.Lock()
        self.child: subprocess.Popen[bytes] | None = None
        self.asked = 0
        self.end: Callable[[], object] = nothing

    def zero(self, expr: Expr) -> bool | None:
        """Whether a value is zero: True when that is proved, else None."""
        try:
            tree = plain(expr, [MAX_NODES])
        except ValueError:
            return None
        return self.ask({"zero": tree})

    def agree(self, gold: str, answer: str) -> bool | None:
        """What math-verify says about two texts of one type."""
        return self.ask({"gold": gold, "answer": answer})

    def ask(self, question: dict[str, Any]) -> bool | None:
        with self.lock:
            fresh = self.child is None or self.child.poll() is not None
            try:
                child = self.started() if fresh else self.child
                assert child is not None
                self.asked += 1
                found = self.answer(child, {"id": self.asked, **question}, START if fresh else self.seconds)
            except (OSError, ValueError):
                self.close()
                return None
            return found

    def started(self) -> subprocess.Popen[bytes]:
        self.close()
        child = subprocess.Popen(
            [sys.executable, "-I", str(PROGRAM)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
            env={"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent"},
        )  # fmt: skip
        limit = self.memory_mb << 20
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(child.pid, resource.RLIMIT_AS, (limit, limit))
            resource.prlimit(child.pid, resource.RLIMIT_NOFILE, (64, 64))
        self.child = child
        self.end = weakref.finalize(self, ended, child)
        return child

    def answer(self, child: subprocess.Popen[bytes], question: dict[str, Any], seconds: float) -> bool | None:
        """Raises OSError when the process is gone or too slow, ValueError when it says something else."""
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(question).encode() + b"\n")
        child.stdin.flush()
        deadline, said = time.monotonic() + seconds, b""
        with selectors.DefaultSelector() as ready:
            ready.register(child.stdout, selectors.EVENT_READ)
            while not said.endswith(b"\n"):
                left = deadline - time.monotonic()
                if left <= 0 or not ready.select(left):
                    raise TimeoutError("the process was too slow")
                part = os.read(child.stdout.fileno(), MAX_ANSWER)
                said += part
                if not part or len(said) > MAX_ANSWER:
                    raise OSError("the process ended")
        reply = json.loads(said)
        if (
            not isinstance(reply, dict)
            or reply.get("id") != question["id"]
            or reply.get("found") not in (True, False, None)
        ):
            raise ValueError("an answer to another question")
        found: bool | None = reply["found"]
        return found

    def close(self) -> None:
        self.end()
        self.child, self.end = None, nothing


def nothing() -> None:
    pass


def ended(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream:
            with contextlib.suppress(OSError):
                stream.close()


def plain(expr: Expr, left: list[int]) -> list[Any]:
    """A tree as JSON. Raises ValueError for one that is too large, or that the other side has no name for."""
    left[0] -= 1
    if left[0] < 0:
        raise ValueError("too large")
    match expr:
        case Num(value):
            if value.numerator.bit_length() + value.denominator.bit_length() > 4000:
                raise ValueError("too large")
            return ["num", str(value)]
        case Sym(name):
            return ["sym", name]
        case Const("pi" | "e" | "i" as name):
            return ["const", name]
        case Add(terms):
            return ["add", *(plain(term, left) for term in terms)]
        case Mul(factors):
            return ["mul", *(plain(factor, left) for factor in factors)]
        case Pow(base, exponent):
            return ["pow", plain(base, left), plain(exponent, left)]
        case Fn(name, arguments):
            return ["fn", name, *(plain(argument, left) for argument in arguments)]
    raise ValueError("no expression")
