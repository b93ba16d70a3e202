"""The process behind `RejectionLearner`: one request, one training run with TRL's SFTTrainer, one folder of weights."""

from __future__ import annotations

import json
import math
import random
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from torch.utils.data import SequentialSampler
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback, set_seed
from trl import SFTConfig, SFTTrainer

from engine.breakage import BROKEN, is_memory_short
from engine.children import Wire
from engine.rendering import completion_ids, prompt_ids

IGNORED = -100  # the label of a token that the loss leaves out
LOGITS_AT_ONCE = 50_000_000  # 200 MB of float32, and as much again for their gradient


class LessonTrainer(SFTTrainer):  # type: ignore[misc]  # trl is untyped here
    """Goes through the rows as they come: their order was drawn, epoch by epoch, when they were written."""

    def _get_train_sampler(self, train_dataset: Any = None) -> Any:
        return SequentialSampler(train_dataset if train_dataset is not None else self.train_dataset)

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        """TRL's loss; on a CPU and for short completions the same sum from fewer products.

        There, TRL's fused head scores every position, the masked ones too, which took half the time of a step.
        """
        labels = inputs["labels"][:, 1:]
        scored = torch.nonzero((labels != IGNORED).any(dim=0))[:, 0]
        logits = labels.shape[0] * len(scored) * model.config.get_text_config().vocab_size
        if labels.device.type != "cpu" or return_outputs or logits > LOGITS_AT_ONCE:
            return super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
        kept = {key: value for key, value in inputs.items() if key != "labels"}
        out = model(**kept, use_cache=False, logits_to_keep=scored)
        wanted = labels[:, scored].flatten()
        total = torch.nn.functional.cross_entropy(
            out.logits.float().flatten(0, 1), wanted, ignore_index=IGNORED, reduction="sum"
        )
        return total / ((wanted != IGNORED).sum() if num_items_in_batch is None else num_items_in_batch)


class Steps(TrainerCallback):  # type: ignore[misc]  # transformers is untyped here
    """Tells the driver how far training is, and ends it when there is nothing left to learn from."""

    def __init__(self, wire: Wire, number: int) -> None:
        self.wire, self.number = wire, number

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002 - its contract
        self.wire.note(self.number, {"step": state.global_step, "steps": state.max_steps})

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:  # noqa: ARG002 - its contract
        if not math.isfinite((logs or {}).get("loss", 0.0)):
            raise ValueError(
                f"the loss became {logs['loss']} in step {state.global_step}: lower learner.lr, or go back to an earlier policy"
            )


def train(wire: Wire, request: dict[str, Any]) -> None:
    """Trains and writes weights, tokenizer and policy.json into the draft folder. Raises ValueError for a lesson of no use."""
    settings, draft, start = request["settings"], Path(request["draft"]), time.perf_counter()
    if request["threads"]:
        torch.set_num_threads(request["threads"])
    # Equal weights and lesson, equal bits: a resumed run must train what an unbroken one does.
    torch.use_deterministic_algorithms(True, warn_only=True)
    set_seed(request["seed"] % 2**32)
    tokenizer = AutoTokenizer.from_pretrained(request["weights"])
    model = AutoModelForCausalLM.from_pretrained(request["weights"], dtype=getattr(torch, settings["dtype"]))
    rows, too_long = tokenized(tokenizer, Path(request["examples"]), settings["max_length"])
    Path(request["examples"]).unlink()
    if not rows:
        raise ValueError(
            f"all {too_long} examples have more than learner.max_length = {settings['max_length']} tokens; raise it"
        )
    trainer = LessonTrainer(
        model=model,
        args=arguments(settings, draft / "trainer", request["seed"]),
        train_dataset=Dataset.from_list(in_order(rows, settings["epochs"], request["seed"])),
        processing_class=tokenizer,
        peft_config=lora(settings["lora"]),
        callbacks=[Steps(wire, request["id"])],
    )
    trainer.train()
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    save(trainer, tokenizer, draft)
    metrics = {
        "loss_first": losses[0],
        "loss_last": losses[-1],
        "steps": float(trainer.state.global_step),
        "examples": float(len(rows)),
        "too_long": float(too_long),
    }
    libraries = {name: version(name) for name in ("torch", "transformers", "trl", "peft", "accelerate")}
    about = {"metrics": metrics, "losses": losses, "seconds": time.perf_counter() - start, "libraries": libraries}
    (draft / "policy.json").write_text(
        json.dumps({**request["about"], **about, "settings": settings}, indent=2), "utf-8"
    )


def arguments(settings: dict[str, Any], scratch: Path, seed: int) -> SFTConfig:
    return SFTConfig(
        output_dir=str(scratch),
        num_train_epochs=1,  # the rows are repeated, each epoch in an order of its own
        per_device_train_batch_size=settings["batch_size"],
        gradient_accumulation_steps=settings["gradient_accumulation"],
        learning_rate=settings["lr"],
        lr_scheduler_type=settings["schedule"],
        warmup_steps=settings["warmup_steps"],
        weight_decay=settings["weight_decay"],
        max_grad_norm=1.0,
        use_cpu=not torch.cuda.is_available(),
        bf16=True,
        gradient_checkpointing=settings["gradient_checkpointing"],
        max_length=None,
        dataset_kwargs={"skip_prepare_dataset": True},
        eval_strategy="no",
        save_strategy="no",
        logging_steps=1,
        logging_nan_inf_filter=False,
        report_to="none",
        disable_tqdm=True,
        dataloader_num_workers=0,
        dataloader_pin_memory=torch.cuda.is_available(),
        seed=seed % 2**32,
        data_seed=seed % 2**32,
    )


def lora(settings: dict[str, Any] | None) -> Any:
    if settings is None:
        return None
    from peft import LoraConfig

    modules = settings["target_modules"]
    return LoraConfig(
        task_type="CAUSAL_LM",
        r=settings["r"],
        lora_alpha=settings["alpha"],
        lora_dropout=settings["dropout"],
        target_modules=modules if isinstance(modules, str) else list(modules),
    )


def tokenized(tokenizer: Any, examples: Path, max_length: int) -> tuple[list[dict[str, list[int]]], int]:
    """Token ids, with labels that leave the prompt out of the loss; and how many examples were too long."""
    rows, too_long = [], 0
    with examples.open(encoding="utf-8") as lines:
        for line in lines:
            example = json.loads(line)
            prompt = prompt_ids(tokenizer, example["prompt"])
            completion = completion_ids(tokenizer, example["prompt"], example["completion"], example["ended"])
            if len(prompt) + len(completion) > max_length:
                too_long += 1
            elif completion:
                rows.append({"input_ids": prompt + completion, "labels": [IGNORED] * len(prompt) + completion})
    return rows, too_long


def in_order(rows: list[dict[str, list[int]]], epochs: int, seed: int) -> list[dict[str, list[int]]]:
    """Every epoch's rows, one epoch after another, each shuffled by the seed."""
    ordered = []
    for epoch in range(epochs):
        order = list(range(len(rows)))
        random.Random(f"{seed}/{epoch}").shuffle(order)
        ordered += [rows[index] for index in order]
    return ordered


def save(trainer: Any, tokenizer: Any, draft: Path) -> None:
    """Full weights in the Hugging Face layout: adapters are merged first."""
    model = trainer.accelerator.unwrap_model(trainer.model)
    if hasattr(model, "merge_and_unload"):
        model = model.merge_and_unload()
    model.config.use_cache = True
    model.save_pretrained(draft)
    tokenizer.save_pretrained(draft)
    scratch = draft / "trainer"
    if scratch.is_dir():
        scratch.rmdir()


def main(wire: Wire, _: list[str]) -> None:
    request = wire.requests.get()
    try:
        train(wire, request)
    except BROKEN as error:
        short = f"the learner ran out of memory: {request['relief']}"
        failed = f"training failed: {type(error).__name__}: {error}"
        wire.error(request["id"], short if is_memory_short(error) else failed)
    else:
        wire.result(request["id"], "done")
