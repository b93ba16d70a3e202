"""What a run shows while it works: bars with rates in a terminal, a line a stage elsewhere, nothing when asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import track as rich_track
from rich.text import Text

from engine.values import Admissions, Evaluation

Advance = Callable[[], None]
T = TypeVar("T")


class Watch(Protocol):
    """Is told what happens, in the order it happens."""

    def stage(self, what: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """A piece of work that begins now; the given function is called after each of its `total` parts."""
        ...

    def progress(self, done: int, total: int) -> None:
        """How far the stage under way is, from a part that counts by itself."""
        ...

    def say(self, sentence: str) -> None: ...

    def evaluated(self, evaluation: Evaluation) -> None: ...

    def admitted(self, admissions: Admissions) -> None: ...


class Quiet:
    """Shows nothing."""

    @contextmanager
    def stage(self, what: str, total: int | None = None) -> Iterator[Advance]:  # noqa: ARG002 - shows nothing
        yield lambda: None

    def progress(self, done: int, total: int) -> None: ...

    def say(self, sentence: str) -> None: ...

    def evaluated(self, evaluation: Evaluation) -> None:
        if score := evaluation.score("greedy"):
            name = f"round {evaluation.round}" if evaluation.round else "before training"
            self.say(f"{name}: held-out {score.value:.3f} [{score.low:.3f}, {score.high:.3f}] of {score.problems}")

    def admitted(self, admissions: Admissions) -> None:
        for decision in admissions.decisions:
            count = len(decision.admitted)
            what = (
                f"{count} problems of level {decision.level} admitted"
                if count
                else f"level {decision.level} not admitted"
            )
            self.say(f"round {admissions.round}: {decision.family}: {what} ({decision.reason})")


class Lines(Quiet):
    """A line when a stage that took longer than a second ends; for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self.console = console

    @contextmanager
    def stage(self, what: str, total: int | None = None) -> Iterator[Advance]:
        start, done = time.perf_counter(), 0

        def advance() -> None:
            nonlocal done
            done += 1

        yield advance
        seconds = time.perf_counter() - start
        if seconds >= 1:
            rate = f", {done / seconds:.1f}/s" if total else ""
            self.say(f"{what}: {f'{done} in ' if total else ''}{seconds:.0f} s{rate}")

    def say(self, sentence: str) -> None:
        self.console.print(sentence, markup=False, highlight=False, soft_wrap=True)


class Rate(ProgressColumn):
    """Parts per second of a stage that counts them."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed and task.total else "", style="progress.data.speed")


class Bars(Lines):
    """A live bar with count, rate and time left; what ended stays as a line."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._bar: Progress | None = None

    @contextmanager
    def stage(self, what: str, total: int | None = None) -> Iterator[Advance]:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate())
        with (
            super().stage(what, total) as counted,
            Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=self.console, transient=True) as bar,
        ):
            task = bar.add_task(what, total=total)
            self._bar = bar

            def advance() -> None:
                counted()
                bar.advance(task)

            try:
                yield advance
            finally:
                self._bar = None

    def progress(self, done: int, total: int) -> None:
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[-1], completed=done, total=total)


def watch(console: Console, *, quiet: bool) -> Watch:
    """The one that suits the console."""
    if quiet:
        return Quiet()
    return Bars(console) if console.is_terminal else Lines(console)


def track(parts: Sequence[T], what: str) -> Iterable[T]:
    """The parts, one after another, with a bar on standard error while they are worked on; without one when it is no terminal."""
    console = Console(stderr=True)
    return rich_track(parts, what, console=console, transient=True, disable=not console.is_terminal)
