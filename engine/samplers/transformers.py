"""Samples with Hugging Face transformers in a process of its own: no server, any device, the same text in any company.

Why not `generate` on padded batches: it reads a prompt once per sample, and what a row's neighbours are changes the shapes
it is computed in. Here each prompt is read once, its keys and values are copied into one slot per sample, and every step has
a fixed shape (slots.py). Measured with SmolLM2-135M in bfloat16 on a CPU, one and two threads: logits are equal bit for bit
in any row, in any company, over stale slots, and in steps of 8, 16, 32 and 64 rows, which is tried anew for each policy
loaded; where it does not hold, only full steps are used. float32 products of 1, 2, 3 or 7 rows differ. Not covered: another
machine, device, dtype, thread count, library version or `batch_size` may give other text.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import ClassVar, Literal

from engine.children import Child
from engine.parts import PartFailed, Workplace
from engine.values import Completion, Policy, Prompt


@dataclass
class TransformersSampler:
    """`batch_size` sequences at a time. The same weights, prompt, seed and settings give the same text on one machine."""

    needs: ClassVar = ("torch", "transformers")  # in its process, not in this one
    workplace: Workplace
    batch_size: int = 64
    dtype: Literal["bfloat16", "float32", "float16"] = "bfloat16"
    device: str = "auto"
    threads: int | None = None
    max_prompt_tokens: int = 2048
    _child: Child | None = field(default=None, init=False, repr=False)
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.dtype not in ("bfloat16", "float32", "float16"):
            raise ValueError(f"dtype = {self.dtype!r}: known are 'bfloat16', 'float32' and 'float16'")
        for name in ("batch_size", "max_prompt_tokens"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} = {getattr(self, name)}: must be at least 1")
        if self.threads is not None and self.threads < 1:
            raise ValueError(f"threads = {self.threads}: must be at least 1; leave it out to use every core")

    async def sample(self, policy: Policy, prompt: Prompt, seeds: Sequence[int]) -> Sequence[Completion]:
        child = await self._running()
        request = {
            "policy": policy.id,
            "weights": str(policy.weights.absolute()),
            "prompt": asdict(prompt),
            "seeds": list(seeds),
        }
        return [Completion(**completion) for completion in await child.ask(request)]

    async def aclose(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            await child.aclose()

    async def _running(self) -> Child:
        async with self._starting:
            if self._child is None or not self._child.alive:
                await self.aclose()
                self._child = await self._start()
            return self._child

    async def _start(self) -> Child:
        config = {
            "batch_size": self.batch_size,
            "dtype": self.dtype,
            "device": self.device,
            "threads": self.threads,
            "max_prompt_tokens": self.max_prompt_tokens,
            "relief": f"the sampler ran out of memory: {self._relief}",
        }
        child = Child(
            module="engine.samplers.transformers_worker",
            arguments=(json.dumps(config),),
            name="the transformers sampler",
            log=self.workplace.logs / "sampler.log",
            relief=self._relief,
        )
        try:
            await child.start()
        except OSError as error:
            raise PartFailed(f"the sampler's process could not be started: {error}") from error
        return child

    @property
    def _relief(self) -> str:
        return f"lower sampler.batch_size (now {self.batch_size}) or sampling.max_tokens"
