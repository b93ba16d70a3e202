"""The sequences that are being written with one policy: which wait, which are in the slots, and which are finished."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch

from engine.samplers.drawing import draw
from engine.samplers.slots import Slots, padded, room


@dataclass
class Sample:
    """One sequence. `request` and `index` say whose it is; its random numbers come from its own seed alone."""

    request: int
    index: int
    ids: tuple[int, ...]
    uniforms: random.Random
    temperature: float
    top_p: float
    max_tokens: int
    stop: tuple[str, ...]
    tokens: list[int] = field(default_factory=list)
    started: float = 0.0

    @property
    def stop_window(self) -> int:
        """How many last tokens can hold a stop string that just ended; a token is at least one byte of it."""
        return max(len(stop.encode()) for stop in self.stop) + 8


Lane = dict[int, dict[tuple[int, ...], deque[Sample]]]  # padded prompt length -> prompt -> samples of it


class Batch:
    """Samples wait by room, padded length and prompt, so that samples of one prompt are read once and written together.

    `wanted(request)` says whether anybody still waits for a request.
    """

    def __init__(
        self, slots: Slots, ends: set[int], decode: Callable[[list[int]], str], wanted: Callable[[int], bool]
    ) -> None:
        self.slots, self.ends, self.decode, self.wanted = slots, ends, decode, wanted
        self.lanes: dict[int, Lane] = {}
        self.rows: list[Sample | None] = [None] * slots.rows
        self.read: dict[tuple[int, ...], tuple[torch.Tensor, torch.Tensor]] = {}
        self.logits: Mapping[int, torch.Tensor] = {}

    def add(self, sample: Sample) -> None:
        lane = self.lanes.setdefault(room(len(sample.ids) + sample.max_tokens), {})
        lane.setdefault(padded(len(sample.ids)), {}).setdefault(sample.ids, deque()).append(sample)

    def write(self) -> Iterator[list[tuple[Sample, dict[str, Any]]]]:
        """After every step, what it finished. Ends when nothing is left; samples may be added on the way."""
        while self.lanes:
            length = next(iter(self.lanes))
            while self.fill(length):
                yield self.draw()
                self.advance()
            if not self.lanes[length]:
                del self.lanes[length]

    def fill(self, length: int) -> int:
        """Puts waiting samples into free slots, prompt by prompt; returns how many slots are in use."""
        lane = self.lanes[length]
        free = deque(row for row, sample in enumerate(self.rows) if sample is None)
        fresh: dict[int, torch.Tensor] = {}
        while free and lane:
            width = next(iter(lane))
            ids = next(iter(lane[width]))
            line, taken = lane[width][ids], []
            while line and free:
                sample = line.popleft()
                if self.wanted(sample.request):
                    sample.started = time.perf_counter()
                    taken.append(free.popleft())
                    self.rows[taken[-1]] = sample
            if taken:
                kv, logits = self.reading(lane, width, ids)
                self.slots.open(length, kv)
                self.slots.place(taken, kv)
                fresh.update(dict.fromkeys(taken, logits))
            if not line:
                del lane[width][ids]
                self.read.pop(ids, None)
            if not lane[width]:
                del lane[width]
        self.logits = {**self.logits, **fresh}
        return len(self.rows) - len(free)

    def reading(self, lane: Lane, width: int, ids: tuple[int, ...]) -> tuple[torch.Tensor, torch.Tensor]:
        """The prompt's keys, values and first logits. Every prompt is read once for all its samples, several at a time."""
        if ids not in self.read:
            others = (other for other in lane[width] if other != ids and other not in self.read)
            prompts = [ids, *(other for other, _ in zip(others, range(self.slots.group(width) - 1), strict=False))]
            self.read.update(zip(prompts, self.slots.prefill(prompts), strict=True))
        return self.read[ids]

    def draw(self) -> list[tuple[Sample, dict[str, Any]]]:
        """One more token for every slot in use; the finished leave."""
        used = [(row, sample) for row, sample in enumerate(self.rows) if sample is not None]
        drawn = draw(
            torch.stack([self.logits[row] for row, _ in used]),
            [sample.temperature for _, sample in used],
            [sample.top_p for _, sample in used],
            [sample.uniforms.random() for _, sample in used],
        )
        finished = []
        for (row, sample), token in zip(used, drawn, strict=True):
            sample.tokens.append(token)
            completion = self.completion(sample)
            if completion is not None:
                finished.append((sample, completion))
            if completion is not None or not self.wanted(sample.request):
                self.rows[row] = None
        return finished

    def completion(self, sample: Sample) -> dict[str, Any] | None:
        """The fields of `engine.values.Completion`, if the sample is finished."""
        ended = sample.tokens[-1] in self.ends
        recent = self.decode(sample.tokens[-sample.stop_window :]) if sample.stop else ""
        stopped = any(stop in recent for stop in sample.stop)
        if not (ended or stopped or len(sample.tokens) >= sample.max_tokens):
            return None
        text = self.decode(sample.tokens[:-1] if ended else sample.tokens)
        cuts = [at for stop in sample.stop if (at := text.find(stop)) >= 0]
        return {
            "text": text[: min(cuts)] if cuts else text,
            "tokens": len(sample.tokens),
            "finish": "stop" if ended or cuts else "length",
            "seconds": time.perf_counter() - sample.started,
        }

    def advance(self) -> None:
        """Feeds the drawn tokens. The slots in use are moved to the front, so that the step can be a small one."""
        used = [row for row, sample in enumerate(self.rows) if sample is not None]
        for target in range(len(used)):
            if self.rows[target] is None:
                source = used.pop()
                self.slots.move(source, target)
                self.rows[target], self.rows[source] = self.rows[source], None
        samples = [sample for sample in self.rows if sample is not None]
        if samples:
            at = [len(sample.ids) + len(sample.tokens) - 1 for sample in samples]
            self.logits = dict(enumerate(self.slots.step([sample.tokens[-1] for sample in samples], at)))
