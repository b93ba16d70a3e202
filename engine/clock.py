"""Where the time of a round goes: wall time during which at least one piece of each activity was under way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Activities overlap, so their seconds may add up to more than the wall time. `driver` is this process's own CPU time."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._under_way: dict[str, int] = {}
        self._since: dict[str, float] = {}

    @contextmanager
    def during(self, activity: str) -> Iterator[None]:
        if not self._under_way.get(activity):
            self._since[activity] = time.perf_counter()
        self._under_way[activity] = self._under_way.get(activity, 0) + 1
        try:
            yield
        finally:
            self._under_way[activity] -= 1
            if not self._under_way[activity]:
                self._add(activity, time.perf_counter() - self._since[activity])

    @contextmanager
    def round(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self._add("wall", time.perf_counter() - wall)
            self._add("driver", time.process_time() - cpu)

    def take(self) -> dict[str, float]:
        """The seconds since the last take, by activity."""
        taken, self.seconds = self.seconds, {}
        return taken

    def _add(self, activity: str, seconds: float) -> None:
        self.seconds[activity] = self.seconds.get(activity, 0.0) + seconds
