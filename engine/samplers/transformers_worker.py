"""The process behind `TransformersSampler`: takes requests in any number, keeps one policy in memory, answers in any order."""

from __future__ import annotations

import json
import queue
import random
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from engine.breakage import BROKEN, is_memory_short
from engine.children import Wire
from engine.rendering import end_id, prompt_ids
from engine.samplers.batch import Batch, Sample
from engine.samplers.drawing import NotFiniteError
from engine.samplers.slots import Slots, context, unsupported

PREFILL_TOKENS = {"cpu": 256, "cuda": 4096}  # prompt tokens read in one pass, always: a part-filled pass costs as much


@dataclass
class Request:
    """`left` counts the samples that are not finished; `results` fills in any order."""

    number: int
    prompt: dict[str, Any]
    seeds: list[int]
    results: list[dict[str, Any] | None]
    left: int


class Policy:
    """Loaded weights with their tokenizer, and what is being written with them."""

    def __init__(self, folder: str, config: dict[str, Any], requests: dict[int, Request]) -> None:
        device = config["device"]
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=getattr(torch, config["dtype"]))
        if reason := unsupported(model.config):
            raise ValueError(f"this sampler cannot run it: {reason}; use another sampler")
        model.to(device).eval()
        self.context = context(model.config)
        slots = Slots(model, config["batch_size"], PREFILL_TOKENS.get(model.device.type, 4096))
        slots.sizes = slots.try_smaller_steps()
        decode = partial(self.tokenizer.decode, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        self.batch = Batch(slots, self.ends(model), decode, requests.__contains__)
        log(f"loaded {folder} on {device}; steps of {slots.sizes} rows")

    def ends(self, model: Any) -> set[int]:
        told = model.generation_config.eos_token_id
        known = {self.tokenizer.eos_token_id, *([told] if isinstance(told, int) else told or ())} - {None}
        return known | {end_id(self.tokenizer, chat=True)} if self.tokenizer.chat_template else known


class Worker:
    """Requests wait by policy until theirs is loaded; those of different policies are never mixed."""

    def __init__(self, wire: Wire, config: dict[str, Any]) -> None:
        self.wire, self.config = wire, config
        self.inbox: dict[tuple[str, str], list[Request]] = {}
        self.requests: dict[int, Request] = {}  # of the loaded policy
        self.policy: Policy | None = None
        self.key = ("", "")  # id and folder of the loaded policy

    def serve(self) -> None:
        while True:
            self.listen(wait=not self.inbox)
            if not self.inbox:
                continue
            key = self.key if self.key in self.inbox else next(iter(self.inbox))
            try:
                self.work(key)
            except NotFiniteError:
                self.fail(
                    f"the policy {key[0]} ({key[1]}) gives NaN or infinite logits: its weights are broken, or "
                    f"{self.config['dtype']} is too coarse for it. Go back to an earlier policy and lower learner.lr, or set "
                    f"sampler.dtype = 'float32'"
                )
            except BROKEN as error:
                self.fail(explained(error, key, self.config["relief"]))

    def listen(self, wait: bool) -> None:
        """Takes every message that has come, after waiting for the first one if `wait`."""
        while True:
            try:
                message = self.wire.requests.get(block=wait)
            except queue.Empty:
                return
            wait = False
            if message.get("forget"):
                self.forget(message["id"])
                continue
            count = len(message["seeds"])
            request = Request(message["id"], message["prompt"], message["seeds"], [None] * count, count)
            self.inbox.setdefault((message["policy"], message["weights"]), []).append(request)

    def forget(self, number: int) -> None:
        self.requests.pop(number, None)
        kept = {key: [each for each in requests if each.number != number] for key, requests in self.inbox.items()}
        self.inbox = {key: requests for key, requests in kept.items() if requests}

    def work(self, key: tuple[str, str]) -> None:
        """Answers every request of this policy; new ones join on the way."""
        if self.policy is None or key != self.key:
            self.policy, self.key = None, key  # the old one gives its memory back first
            self.requests.update({request.number: request for request in self.inbox[key]})
            self.policy = Policy(key[1], self.config, self.requests)
        self.admit(self.policy)
        for finished in self.policy.batch.write():
            for sample, completion in finished:
                self.deliver(sample, completion)
            self.listen(wait=False)
            self.admit(self.policy)

    def admit(self, policy: Policy) -> None:
        known: dict[str, tuple[int, ...]] = {}  # many requests ask the same prompt
        for request in self.inbox.pop(self.key, ()):
            self.requests[request.number] = request
            name = json.dumps(request.prompt)
            try:
                known[name] = known.get(name) or tuple(prompt_ids(policy.tokenizer, request.prompt))
                check_length(known[name], request.prompt, self.config["max_prompt_tokens"], policy.context)
            except ValueError as error:
                self.refuse(request, str(error))
                continue
            if not request.seeds:
                self.answer(request)
            for index, seed in enumerate(request.seeds):
                policy.batch.add(sample_of(request, index, known[name], seed))

    def deliver(self, sample: Sample, completion: dict[str, Any]) -> None:
        request = self.requests.get(sample.request)
        if request is None:
            return
        request.results[sample.index] = completion
        request.left -= 1
        if request.left == 0:
            self.answer(request)

    def answer(self, request: Request) -> None:
        self.requests.pop(request.number, None)
        self.wire.result(request.number, request.results)

    def refuse(self, request: Request, reason: str) -> None:
        self.requests.pop(request.number, None)
        self.wire.error(request.number, reason)

    def fail(self, reason: str) -> None:
        """Everything that waits for this policy fails with this sentence; the next request loads it afresh."""
        for request in [*self.requests.values(), *self.inbox.pop(self.key, ())]:
            self.refuse(request, reason)
        self.policy = None
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def sample_of(request: Request, index: int, ids: tuple[int, ...], seed: int) -> Sample:
    decoding = request.prompt["decoding"]
    return Sample(
        request=request.number,
        index=index,
        ids=ids,
        uniforms=random.Random(seed),
        temperature=decoding["temperature"],
        top_p=decoding["top_p"],
        max_tokens=decoding["max_tokens"],
        stop=tuple(stop for stop in decoding["stop"] if stop),
    )


def check_length(ids: tuple[int, ...], prompt: dict[str, Any], longest: int, context: int) -> None:
    """Raises ValueError: a prompt is never cut silently."""
    wanted = prompt["decoding"]["max_tokens"]
    if not ids:
        raise ValueError("a prompt is empty; there is nothing to continue")
    if len(ids) > longest:
        start = prompt["user"][:80]
        raise ValueError(f"a prompt has {len(ids)} tokens, over sampler.max_prompt_tokens = {longest}: {start!r}")
    if len(ids) + wanted > context:
        raise ValueError(
            f"a prompt of {len(ids)} tokens and sampling.max_tokens = {wanted} do not fit into the model's context of "
            f"{context} tokens: lower max_tokens, or leave out such problems"
        )


def explained(error: BaseException, key: tuple[str, str], relief: str) -> str:
    if is_memory_short(error):
        return relief
    if not Path(key[1]).is_dir():
        return f"the weights of policy {key[0]} are gone: there is no folder {key[1]}"
    return f"the policy {key[0]} ({key[1]}) could not be run: {type(error).__name__}: {error}"


def log(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the log is this process's stderr


def main(wire: Wire, arguments: list[str]) -> None:
    config = json.loads(arguments[0])
    if config["threads"]:
        torch.set_num_threads(config["threads"])
    torch.set_grad_enabled(False)
    Worker(wire, config).serve()
