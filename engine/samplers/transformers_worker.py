"""The process behind `TransformersSampler`: gathers requests into batches, keeps one policy in memory, answers in any order."""

from __future__ import annotations

from engine.children import Wire

if __name__ == "__main__":
    WIRE = Wire()  # before the libraries below, which print

import json
import queue
import random
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from engine.rendering import end_id, prompt_ids
from engine.samplers.drawing import NotFiniteError, draw
from engine.samplers.slots import Slots, context, padded, room, unsupported

BROKEN = (RuntimeError, OSError, ValueError, KeyError, TypeError, AttributeError, ImportError, MemoryError)


@dataclass
class Request:
    """`left` counts the samples that are not finished; `results` fills in any order."""

    number: int
    prompt: dict[str, Any]
    results: list[dict[str, Any] | None]
    left: int


@dataclass
class Sample:
    """One sequence being written. `stop_window` is how many last tokens can hold the start of a stop string that just ended."""

    request: Request
    index: int
    ids: tuple[int, ...]
    uniforms: random.Random
    temperature: float
    top_p: float
    max_tokens: int
    stop: tuple[str, ...]
    stop_window: int
    tokens: list[int] = field(default_factory=list)
    started: float = 0.0


Lane = dict[int, dict[tuple[int, ...], deque[Sample]]]  # padded prompt length -> prompt -> samples of it


class Policy:
    """The loaded weights with their tokenizer."""

    def __init__(self, folder: str, config: dict[str, Any]) -> None:
        device = config["device"]
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModelForCausalLM.from_pretrained(folder, dtype=getattr(torch, config["dtype"]))
        if reason := unsupported(self.model.config):
            raise ValueError(f"this sampler cannot run it: {reason}; use another sampler")
        self.model.to(device).eval()
        self.context = context(self.model.config)
        told = self.model.generation_config.eos_token_id
        self.ends = {self.tokenizer.eos_token_id, *([told] if isinstance(told, int) else told or ())}
        if self.tokenizer.chat_template:
            self.ends.add(end_id(self.tokenizer, chat=True))
        self.slots = Slots(self.model, config["batch_size"], 256 if device == "cpu" else 4096)
        self.slots.sizes = self.slots.try_smaller_steps()
        say(f"loaded {folder} on {device}; steps of {self.slots.sizes} rows")


class Worker:
    """Requests wait by policy; those of the loaded one wait by room, padded length and prompt; some are in the slots."""

    def __init__(self, wire: Wire, config: dict[str, Any]) -> None:
        self.wire, self.config = wire, config
        self.inbox: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.requests: dict[int, Request] = {}
        self.policy: Policy | None = None
        self.policy_key = ("", "")
        self.lanes: dict[int, Lane] = {}
        self.rows: list[Sample | None] = [None] * config["batch_size"]
        self.read: dict[tuple[int, ...], tuple[torch.Tensor, torch.Tensor]] = {}
        self.logits: dict[int, torch.Tensor] = {}

    def serve(self) -> None:
        while True:
            self.listen(wait=not (self.inbox or self.requests))
            try:
                self.admit()
                self.work()
            except NotFiniteError:
                self.fail(
                    f"the policy {self.policy_key[0]} ({self.policy_key[1]}) gives NaN or infinite logits: its weights are "
                    f"broken. Go back to an earlier policy, and lower learner.lr, or use sampler.dtype = 'float32'"
                )
            except (torch.OutOfMemoryError, MemoryError):
                self.fail(self.config["relief"])
            except BROKEN as error:
                self.fail(explained(error, self.policy_key, self.config["relief"]))

    def listen(self, wait: bool) -> None:
        """Takes every message that has come, after waiting for the first one if `wait`."""
        while True:
            try:
                message = self.wire.requests.get(block=wait)
            except queue.Empty:
                return
            wait = False
            if message.get("forget"):
                self.requests.pop(message["id"], None)
                self.inbox = {
                    key: left
                    for key, all_ in self.inbox.items()
                    if (left := [m for m in all_ if m["id"] != message["id"]])
                }
                continue
            self.inbox.setdefault((message["policy"], message["weights"]), []).append(message)

    def admit(self) -> None:
        """Moves the requests of one policy into its lanes; another policy is loaded only when the present one is done."""
        busy = self.requests and self.policy is not None
        key = self.policy_key if busy or self.policy_key in self.inbox else next(iter(self.inbox), self.policy_key)
        messages = self.inbox.pop(key, [])
        for message in messages:
            count = len(message["seeds"])
            self.requests[message["id"]] = Request(message["id"], message["prompt"], [None] * count, count)
        if messages and (key != self.policy_key or self.policy is None):
            self.policy, self.policy_key = None, key  # gives its memory back first
            self.policy = Policy(key[1], self.config)
        known: dict[str, tuple[int, ...]] = {}
        for message in messages:
            self.enqueue(self.requests[message["id"]], message["seeds"], known)

    def enqueue(self, request: Request, seeds: list[int], known: dict[str, tuple[int, ...]]) -> None:
        assert self.policy is not None
        prompt, decoding = request.prompt, request.prompt["decoding"]
        name = json.dumps([prompt[key] for key in ("user", "system", "prefix", "chat")])
        try:
            ids = known.get(name) or tuple(prompt_ids(self.policy.tokenizer, prompt))
        except ValueError as error:
            return self.refuse(request, str(error))
        known[name] = ids
        limit, wanted = min(self.config["max_prompt_tokens"], self.policy.context), decoding["max_tokens"]
        if not ids:
            return self.refuse(request, "the prompt is empty; there is nothing to continue")
        if len(ids) > limit:
            which = "sampler.max_prompt_tokens" if limit < self.policy.context else "the model's context"
            return self.refuse(
                request, f"a prompt has {len(ids)} tokens, over {which} = {limit}: {prompt['user'][:80]!r}"
            )
        if len(ids) + wanted > self.policy.context:
            return self.refuse(
                request,
                f"a prompt of {len(ids)} tokens and sampling.max_tokens = {wanted} go over the model's context of "
                f"{self.policy.context} tokens: lower max_tokens",
            )
        if not seeds:
            return self.finish(request)
        lane = self.lanes.setdefault(room(len(ids) + wanted), {})
        line = lane.setdefault(padded(len(ids)), {}).setdefault(ids, deque())
        stop = tuple(text for text in decoding["stop"] if text)
        window = max((len(text.encode()) for text in stop), default=0) + 8
        for index, seed in enumerate(seeds):
            line.append(
                Sample(
                    request,
                    index,
                    ids,
                    random.Random(seed),
                    decoding["temperature"],
                    decoding["top_p"],
                    wanted,
                    stop,
                    window,
                )
            )
        return None

    def refuse(self, request: Request, reason: str) -> None:
        self.requests.pop(request.number, None)
        self.wire.error(request.number, reason)

    def finish(self, request: Request) -> None:
        self.requests.pop(request.number, None)
        self.wire.result(request.number, request.results)

    def work(self) -> None:
        """Writes until the lanes are empty; new requests of the same policy join on the way."""
        assert self.policy is not None or not self.lanes
        while self.lanes:
            length = next(iter(self.lanes))
            while self.fill(length):
                self.draw()
                self.advance()
                self.listen(wait=False)
                if self.policy_key in self.inbox:
                    self.admit()
            if not self.lanes[length]:
                del self.lanes[length]

    def fill(self, length: int) -> int:
        """Puts waiting samples into free slots, prompt by prompt; returns how many slots are in use."""
        assert self.policy is not None
        lane, slots = self.lanes[length], self.policy.slots
        free = [row for row, sample in enumerate(self.rows) if sample is None]
        while free and lane:
            width = next(iter(lane))
            ids = next(iter(lane[width]))
            line = lane[width][ids]
            taken: list[int] = []
            while line and len(taken) < len(free):
                sample = line.popleft()
                if sample.request.number in self.requests:
                    sample.started = time.perf_counter()
                    self.rows[free[len(taken)]] = sample
                    taken.append(free[len(taken)])
            if taken:
                kv, logits = self.reading(lane, width, ids)
                slots.open(length, kv)
                slots.place(taken, kv)
                self.logits.update(dict.fromkeys(taken, logits))
            free = free[len(taken) :]
            if not line:
                del lane[width][ids]
                self.read.pop(ids, None)
            if not lane[width]:
                del lane[width]
        return len(self.rows) - len(free)

    def reading(self, lane: Lane, width: int, ids: tuple[int, ...]) -> tuple[torch.Tensor, torch.Tensor]:
        """The prompt's keys, values and first logits. Every prompt is read once for all its samples, several at a time."""
        assert self.policy is not None
        if ids not in self.read:
            slots = self.policy.slots
            others = (other for other in lane[width] if other != ids and other not in self.read)
            prompts = [ids, *(other for other, _ in zip(others, range(slots.group(width) - 1), strict=False))]
            self.read.update(zip(prompts, slots.prefill(prompts), strict=True))
        return self.read[ids]

    def draw(self) -> None:
        """One more token for every slot in use; the finished leave."""
        used = [(row, sample) for row, sample in enumerate(self.rows) if sample is not None]
        drawn = draw(
            torch.stack([self.logits[row] for row, _ in used]),
            [sample.temperature for _, sample in used],
            [sample.top_p for _, sample in used],
            [sample.uniforms.random() for _, sample in used],
        )
        for (row, sample), token in zip(used, drawn, strict=True):
            sample.tokens.append(token)
            completion = self.completion(sample)
            if completion is not None or sample.request.number not in self.requests:
                self.rows[row] = None
            if completion is not None:
                sample.request.results[sample.index] = completion
                sample.request.left -= 1
                if sample.request.left == 0 and sample.request.number in self.requests:
                    self.finish(sample.request)

    def completion(self, sample: Sample) -> dict[str, Any] | None:
        """What the sample is as a completion, if it is finished."""
        assert self.policy is not None
        ended = sample.tokens[-1] in self.policy.ends
        text = self.text(sample.tokens[-sample.stop_window :]) if sample.stop else ""
        stopped = any(stop in text for stop in sample.stop)
        if not (ended or stopped or len(sample.tokens) >= sample.max_tokens):
            return None
        text = self.text(sample.tokens[:-1] if ended else sample.tokens)
        cuts = [at for stop in sample.stop if (at := text.find(stop)) >= 0]
        return {
            "text": text[: min(cuts)] if cuts else text,
            "tokens": len(sample.tokens),
            "finish": "stop" if ended or cuts else "length",
            "seconds": time.perf_counter() - sample.started,
        }

    def text(self, tokens: list[int]) -> str:
        assert self.policy is not None
        decoded = self.policy.tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        return str(decoded)

    def advance(self) -> None:
        """Feeds the drawn tokens; the slots in use are the first ones, so that the step can be a small one."""
        assert self.policy is not None
        used = [row for row, sample in enumerate(self.rows) if sample is not None]
        for target in range(len(used)):
            if self.rows[target] is None:
                source = used.pop()
                self.policy.slots.move(source, target)
                self.rows[target], self.rows[source] = self.rows[source], None
        samples = [sample for sample in self.rows if sample is not None]
        if samples:
            at = [len(sample.ids) + len(sample.tokens) - 1 for sample in samples]
            self.logits = dict(enumerate(self.policy.slots.step([sample.tokens[-1] for sample in samples], at)))

    def fail(self, reason: str) -> None:
        """Everything that waits for the loaded policy fails with this sentence; the next request starts afresh."""
        for request in list(self.requests.values()):
            self.refuse(request, reason)
        self.lanes, self.read, self.logits, self.policy = {}, {}, {}, None
        self.rows = [None] * len(self.rows)
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def explained(error: BaseException, key: tuple[str, str], relief: str) -> str:
    words = f"{type(error).__name__}: {error}"
    if any(
        sign in words.lower() for sign in ("out of memory", "not enough memory", "can't allocate", "cannot allocate")
    ):
        return relief
    if not Path(key[1]).is_dir():
        return f"the weights of policy {key[0]} are gone: there is no folder {key[1]}"
    return f"the policy {key[0]} ({key[1]}) could not be run: {words}"


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the log


def main(wire: Wire, config: dict[str, Any]) -> None:
    if config["threads"]:
        torch.set_num_threads(config["threads"])
    torch.set_grad_enabled(False)
    Worker(wire, config).serve()


if __name__ == "__main__":
    main(WIRE, json.loads(sys.argv[1]))
