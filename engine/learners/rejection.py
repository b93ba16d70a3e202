"""Rejection-sampling fine-tuning: supervised training (TRL) on what the verifiers accepted, in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.children import Child
from engine.parts import PartFailed, Workplace
from engine.values import Example, Lesson, Policy, digest
from problems.folders import published


class Lora(BaseModel):
    """Low-rank adapters (peft), merged into full weights before these are written, so that any sampler can load them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    r: int = Field(16, ge=1)
    alpha: int = Field(32, ge=1)
    dropout: float = Field(0.0, ge=0.0, lt=1.0)
    target_modules: tuple[str, ...] | Literal["all-linear"] = "all-linear"


@dataclass(frozen=True)
class RejectionLearner:
    """Trains on the lesson's completions alone (prompts are masked), `epochs` times, in a seeded order.

    `batch_size` examples a step and device, times `gradient_accumulation`; `lr` is AdamW's peak learning rate, `schedule`
    one of transformers' scheduler names, `warmup_steps` below 1 a share of all steps. Weights and optimizer are `dtype`;
    with "float32" the products are in bfloat16 (autocast). Examples over `max_length` tokens are left out and counted.
    """

    needs: ClassVar = (
        "torch",
        "transformers",
        "trl",
        "peft",
        "datasets",
        "accelerate",
    )  # in its process, not in this one
    workplace: Workplace
    epochs: int = 2
    lr: float = 2e-5
    batch_size: int = 16
    gradient_accumulation: int = 1
    max_length: int = 1024
    warmup_steps: float = 0.0
    weight_decay: float = 0.0
    schedule: str = "constant"
    dtype: Literal["float32", "bfloat16"] = "float32"
    gradient_checkpointing: bool = False
    threads: int | None = None
    lora: Lora | None = None
    progress: Callable[[int, int], None] | None = None

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "gradient_accumulation", "max_length"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} = {getattr(self, name)}: must be at least 1")
        if not 0 < self.lr < 1:
            raise ValueError(f"lr = {self.lr}: must be over 0 and under 1")
        if self.warmup_steps < 0 or self.weight_decay < 0:
            raise ValueError("warmup_steps and weight_decay must not be negative")

    async def learn(self, policy: Policy, lesson: Lesson) -> Policy:
        if not lesson.examples:
            return policy
        name = digest(["rejection", policy.id, lesson.id, self.settings, self.workplace.seed])
        folder = self.workplace.policies / f"round-{policy.round + 1}-{name[:12]}"
        if not folder.exists():
            try:
                with published(folder) as draft:
                    await self._train(policy, lesson, draft)
            except OSError as error:
                raise PartFailed(
                    f"the policy {folder} could not be written: {error}. Free disk space, then resume"
                ) from error
        written = json.loads((folder / "policy.json").read_text("utf-8"))
        return Policy(name, folder, policy.round + 1, written["metrics"])

    @property
    def settings(self) -> dict[str, Any]:
        """What the result depends on. Library versions are not in it: an upgrade must not orphan a run; policy.json has them."""
        shown = {
            key: value for key, value in vars(self).items() if key not in ("workplace", "progress", "threads", "lora")
        }
        return shown | {"lora": self.lora.model_dump(mode="json") if self.lora else None}

    async def _train(self, policy: Policy, lesson: Lesson, draft: Path) -> None:
        examples = draft / "lesson.jsonl"
        examples.write_text("".join(json.dumps(row(example)) + "\n" for example in lesson.examples), "utf-8")
        relief = "lower learner.batch_size (and raise learner.gradient_accumulation), or use [learner.lora] or dtype = 'bfloat16'"
        child = Child(
            module="engine.learners.rejection_worker",
            name="the rejection learner",
            log=self.workplace.logs / "learner.log",
            relief=relief,
        )
        request = {
            "weights": str(policy.weights.absolute()),
            "examples": str(examples),
            "draft": str(draft.absolute()),
            "settings": self.settings,
            "threads": self.threads,
            "seed": self.workplace.seed,
            "about": {"parent": policy.id, "lesson": lesson.id, "round": policy.round + 1},
            "relief": relief,
        }
        await child.start()
        try:
            await child.ask(request, note=self._note)
        finally:
            await child.aclose()

    def _note(self, note: Mapping[str, Any]) -> None:
        if self.progress is not None:
            self.progress(note["step"], note["steps"])


def row(example: Example) -> dict[str, Any]:
    return {"prompt": asdict(example.prompt), "completion": example.completion, "ended": example.ended}
