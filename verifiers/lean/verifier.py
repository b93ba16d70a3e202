"""Accepts an attempt only when a kernel that never met it says that it proves the trusted statement from allowed axioms.

The attempt is elaborated in one process and replayed, as plain data, in another (see docs/lean.md). Does not protect against a
bug of the kernel that is not published, nor against a statement that does not say what was meant.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from problems.problem import Problem
from verifiers.base import Trust
from verifiers.code.extract import code_of
from verifiers.lean import bugs, program
from verifiers.lean.confinement import Choice, Confinement, confinement
from verifiers.lean.construct import Sizes
from verifiers.lean.crew import BadImports, CannotStart, Crew
from verifiers.lean.decisions import Elaborated, decision, elaborated, stopped_verdict
from verifiers.lean.paranoid import second_opinion
from verifiers.lean.policy import constructs
from verifiers.lean.process import Bounds, Process, Stopped
from verifiers.lean.program import Role
from verifiers.lean.task import NoTask, Task, task_of, without_imports
from verifiers.lean.toolchain import NoToolchain, Toolchain, find
from verifiers.source import source_hash
from verifiers.verdict import Verdict

VERSION = "lean-1"
AXIOMS = ("propext", "Quot.sound", "Classical.choice")
MOST_IMPORTS = 2  # lists of imports whose processes are kept, with one of each role for every worker


class LeanVerifier:
    """Kind "lean" (see docs/lean.md).

    `project` is a Lake project's folder, `lean` a program or "npm"; without either, the Lean that is found. `mode`: "strict", or
    "paranoid" for a second opinion on every acceptance. `axioms` may be used; `allow` names constructs or groups that the source
    policy lets pass. `workers` checks run at a time, each within `seconds` of wall clock and of processor time and with
    `memory_mb` of resident memory for a process; a process is replaced after `recycle_after` checks. `confinement`: what the
    processes run in. Raises ValueError for a value that cannot be, OSError when a confinement that was named cannot be had.
    Without a usable Lean, every verdict is ERRORED and says what to do.
    """

    def __init__(
        self,
        project: Path | None = None,
        lean: str = "",
        mode: Literal["strict", "paranoid"] = "strict",
        axioms: tuple[str, ...] = AXIOMS,
        allow: tuple[str, ...] = (),
        workers: int = 1,
        seconds: float = 60.0,
        memory_mb: int = 4096,
        recycle_after: int = 1000,
        spares: int = 1,
        confinement: Choice = "auto",
        max_attempt: int = 400_000,
    ) -> None:
        if workers < 1 or seconds <= 0 or memory_mb < 512 or recycle_after < 1 or spares < 0 or max_attempt < 1:
            raise ValueError(
                "workers, recycle_after and max_attempt should be 1 or more, spares 0 or more, seconds above 0, memory_mb 512 "
                "or more"
            )
        self.mode, self.axioms, self.allow = mode, axioms, frozenset(allow)
        self.sizes = Sizes(characters=max_attempt)
        self.bounds = Bounds(seconds, seconds, memory_mb)
        self.toolchain: Toolchain | NoToolchain
        try:
            self.toolchain = find(project, lean)
        except NoToolchain as error:
            self.toolchain = error
        self.place = chosen_confinement(confinement)
        self.threads = ThreadPoolExecutor(workers, thread_name_prefix="lean")
        self.helpers = ThreadPoolExecutor(1, thread_name_prefix="lean-spare")
        self.crew = Crew(self.open_process, self.helpers, recycle_after, 2 * workers * MOST_IMPORTS, spares)

    @property
    def trust(self) -> Trust:
        return Trust.KERNEL

    @property
    def fingerprint(self) -> str:
        toolchain = self.toolchain.fingerprint if isinstance(self.toolchain, Toolchain) else "none"
        said = (VERSION, source_hash(Path(__file__).parent), program.fingerprint(), toolchain, self.mode, self.axioms)
        named = f"{said} {sorted(self.allow)} {self.bounds} {self.sizes}"
        return hashlib.sha256(named.encode()).hexdigest()

    @property
    def unavailable(self) -> str:
        """Why nothing can be judged here, "" when it can."""
        return "" if isinstance(self.toolchain, Toolchain) else str(self.toolchain)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a user should know before relying on it."""
        said = []
        if isinstance(self.toolchain, Toolchain) and (kernel := bugs.warning(self.toolchain.version)):
            said.append(kernel)
        if self.place.name == "none":
            said.append(f"Lean runs without a sandbox ({self.place.why}): attempts may read this machine's files.")
        return tuple(said)

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        task = task_of(problem.checks)
        if isinstance(task, NoTask):
            return Verdict.abstain("invalid_problem", task.reason)
        if len(attempt) > self.sizes.characters:
            return Verdict.reject(
                "policy", f"the attempt has {len(attempt)} characters; at most {self.sizes.characters} are read"
            )
        source = Source.of(attempt, task)
        if not source.text.strip():
            return Verdict.reject("missing_declaration", "the attempt holds no Lean")
        allowed: list[str] = []
        for found in constructs(source.text, header=task.header, statement=task.statement, sizes=self.sizes):
            if self.allow.isdisjoint({found.name, found.group}):
                return refused(found.group, found.name, found.line + source.offset, found.why)
            allowed.append(found.name)
        if self.unavailable:
            return Verdict.errored("toolchain_unavailable", self.unavailable)
        cancelled = threading.Event()
        work = asyncio.get_running_loop().run_in_executor(
            self.threads, self.check, task, source, tuple(dict.fromkeys(allowed)), cancelled
        )
        try:
            return await work
        except asyncio.CancelledError:
            cancelled.set()
            raise

    async def aclose(self) -> None:
        await asyncio.to_thread(self.crew.close)
        self.threads.shutdown(wait=False, cancel_futures=True)
        self.helpers.shutdown(wait=False, cancel_futures=True)

    def check(self, task: Task, source: Source, allowed: tuple[str, ...], cancelled: threading.Event) -> Verdict:
        """Blocks. What was elaborated is decided on by another process."""
        try:
            answer = self.asked(
                task,
                "elaborate",
                {"source": source.text, "name": task.parts, "body": task.body},
                cancelled,
                doubt=bool(allowed),
            )
            found = elaborated(answer, task, source.offset) if isinstance(answer, Mapping) else answer
            if isinstance(found, Verdict):
                return found
            verdict = self.replayed(task, found, cancelled)
            if verdict.code == "proved" and self.mode == "paranoid":
                verdict = self.doubted(task, source, found, verdict, cancelled)
            return verdict_with(verdict, allowed, self.mode) if verdict.code == "proved" else verdict
        except CannotStart as error:
            return Verdict.errored("toolchain_unavailable", f"{error}; `veriloop doctor` shows what is there")
        except BadImports as error:
            return Verdict.abstain("invalid_problem", f"Lean cannot read the problem's imports: {error}")
        except Stopped as stopped:  # only when it was cancelled
            return Verdict.errored("cancelled", stopped.detail)

    def replayed(self, task: Task, found: Elaborated, cancelled: threading.Event) -> Verdict:
        answer = self.asked(task, "replay", self.replay_question(task, found), cancelled)
        return decision(answer, task) if isinstance(answer, Mapping) else answer

    def replay_question(self, task: Task, found: Elaborated) -> dict[str, Any]:
        about = {"body": task.body, "statement": task.statement, "name": task.parts, "allowed": list(self.axioms)}
        return {**about, "root": found.root, "entries": found.entries}

    def asked(
        self, task: Task, role: Role, question: Mapping[str, Any], cancelled: threading.Event, *, doubt: bool = False
    ) -> Mapping[str, Any] | Verdict:
        """The answer, or the verdict when there is none. A process that dies is doubted once: the question goes to a new one."""
        deaths: list[Stopped] = []
        while True:
            process = self.crew.take(task.opening, role, cancelled, fresh=bool(deaths))
            try:
                answer = process.ask(question, self.bounds, cancelled)
            except Stopped as stopped:
                self.crew.lose(task.opening, role)
                if stopped.code == "cancelled":
                    raise
                deaths.append(stopped)
                if stopped.code != "died" or len(deaths) == 2:
                    return stopped_verdict(role, stopped)
                continue
            self.crew.give_back(task.opening, role, process, doubt=doubt)
            return {**answer, "memory_mb": round(process.peak_mb)}

    def doubted(
        self, task: Task, source: Source, found: Elaborated, verdict: Verdict, cancelled: threading.Event
    ) -> Verdict:
        """The verdict, once a process that has checked nothing before, and what else is installed, agree."""
        process = self.crew.open(task.opening, "replay", cancelled)
        try:
            again = decision(process.ask(self.replay_question(task, found), self.bounds, cancelled), task)
        except Stopped as stopped:
            return stopped_verdict("replay", stopped)
        finally:
            process.close()
        if again.code != "proved":
            return again
        assert isinstance(self.toolchain, Toolchain)
        return second_opinion(self.toolchain, self.place, self.bounds, self.axioms, task, source.text, verdict)

    def open_process(self, role: Role) -> Process:
        """Raises OSError."""
        assert isinstance(self.toolchain, Toolchain)
        folder = program.folder()
        command = (*self.toolchain.command, str(folder / f"{role}.lean"))
        folders = (*self.toolchain.folders, folder)
        environment = self.toolchain.environment
        started = self.place.command(command, environment, folders, self.bounds.memory_mb)
        return Process(started, self.place.environment(environment), Path("/"))


@dataclass(frozen=True, slots=True)
class Source:
    """The Lean of an attempt, and how many lines of the attempt come before it."""

    text: str
    offset: int

    @classmethod
    def of(cls, attempt: str, task: Task) -> Source:
        attempt = attempt.replace("\r\n", "\n")
        code = code_of(attempt)
        before = attempt.rpartition(code)[0] if code not in ("", attempt) else ""
        return cls(without_imports(code, task.modules), before.count("\n"))


def chosen_confinement(choice: Choice) -> Confinement:
    if os.name != "posix":
        return Confinement("none", "it needs Linux")
    return confinement(choice)


def refused(group: str, name: str, line: int, why: str) -> Verdict:
    code = "sorry" if group == "sorry" else "policy"
    return Verdict.reject(code, f"line {line}: {why.partition(': ')[2]}", construct=name, group=group, line=line)


def verdict_with(verdict: Verdict, allowed: Sequence[str], mode: str) -> Verdict:
    evidence = {**verdict.evidence, "mode": mode} | ({"allowed": list(allowed)} if allowed else {})
    return Verdict.accept(verdict.code, verdict.reason, **evidence)
