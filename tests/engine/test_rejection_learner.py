"""The rejection learner: exactly the completions are learned, the same lesson gives the same bits, and nothing is half-written."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import signal
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.learners.rejection import Lora, RejectionLearner
from engine.parts import Learner, PartFailed
from engine.samplers.transformers import TransformersSampler
from engine.values import Decoding, Example, Lesson, Policy, Prompt

pytest.importorskip("trl")

LESSON = Lesson(
    1, tuple(Example(Prompt(f"say {word}", prefix="I say"), f" {word}") for word in ("a", "bc", "def", "g"))
)


@pytest.fixture
def policy(tiny_model: Path) -> Policy:
    return Policy("tiny", tiny_model)


def learner(workplace: SimpleNamespace, **settings: Any) -> RejectionLearner:
    return RejectionLearner(**{"workplace": workplace, "batch_size": 2, "lr": 1e-3, "threads": 1, **settings})


def weights_sha256(policy: Policy) -> str:
    return hashlib.sha256((policy.weights / "model.safetensors").read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def taught(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The tiny model after forty epochs of the lesson; `steps` is what was told on the way."""
    folder, steps = tmp_path_factory.mktemp("taught"), []
    place = SimpleNamespace(policies=folder / "policies", logs=folder / "logs", seed=0)
    made = learner(place, epochs=40, lr=5e-3, progress=lambda step, of: steps.append((step, of)))
    policy = asyncio.run(made.learn(Policy("tiny", tiny_model), LESSON))
    return SimpleNamespace(policy=policy, steps=steps, place=place, learner=made, before=Policy("tiny", tiny_model))


def test_it_keeps_the_contract_of_learners(workplace: SimpleNamespace) -> None:
    assert isinstance(learner(workplace), Learner)


def test_an_empty_lesson_changes_nothing(workplace: SimpleNamespace, policy: Policy) -> None:
    assert asyncio.run(learner(workplace).learn(policy, Lesson(1, ()))) is policy
    assert not workplace.policies.exists()


def test_what_was_taught_is_what_the_sampler_then_writes(taught: SimpleNamespace) -> None:
    """The loop's heart: learner and sampler agree on every token, the end token included."""

    async def written() -> list[str]:
        sampler = TransformersSampler(workplace=taught.place, batch_size=8, dtype="float32", threads=1)
        decoding = Decoding(temperature=0.0, max_tokens=20)
        got = [
            await sampler.sample(taught.policy, replace(example.prompt, decoding=decoding), [1])
            for example in LESSON.examples
        ]
        await sampler.aclose()
        assert all(completion.finish == "stop" for (completion,) in got)
        return [completion.text for (completion,) in got]

    assert asyncio.run(written()) == [example.completion for example in LESSON.examples]
    assert taught.policy.metrics["loss_last"] < 0.1 < taught.policy.metrics["loss_first"]


def test_every_step_is_told(taught: SimpleNamespace) -> None:
    assert taught.steps == [(step, 80) for step in range(1, 81)]


def test_the_folder_is_complete_and_says_where_it_comes_from(taught: SimpleNamespace) -> None:
    names = {path.name for path in taught.policy.weights.iterdir()}
    assert {"config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "policy.json"} <= names
    assert not names & {"lesson.jsonl", "trainer", "training_args.bin"}
    about = json.loads((taught.policy.weights / "policy.json").read_text())
    assert (about["parent"], about["lesson"], about["round"]) == ("tiny", LESSON.id, 1)
    assert about["libraries"]["trl"]
    assert [path.name for path in taught.place.policies.iterdir()] == [taught.policy.weights.name]


def test_a_policy_that_exists_is_not_trained_again(taught: SimpleNamespace) -> None:
    seen = len(taught.steps)
    again = asyncio.run(taught.learner.learn(taught.before, LESSON))
    assert again == taught.policy
    assert len(taught.steps) == seen


def test_equal_lessons_give_equal_bits_and_other_seeds_others(workplace: SimpleNamespace, policy: Policy) -> None:
    def trained(name: str, seed: int = 0) -> Policy:
        place = SimpleNamespace(policies=workplace.policies / name, logs=workplace.logs, seed=seed)
        return asyncio.run(learner(place).learn(policy, LESSON))

    one, two, other = trained("one"), trained("two"), trained("other", seed=1)
    assert one.id == two.id != other.id
    assert weights_sha256(one) == weights_sha256(two) != weights_sha256(other)


def test_the_loss_is_on_the_completion_and_its_end_token_alone(tiny_model: Path, tmp_path: Path) -> None:
    from datasets import Dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from engine.learners import rejection_worker as worker
    from engine.rendering import prompt_ids

    examples = [LESSON.examples[2], replace(LESSON.examples[1], ended=False)]
    rows = [{"prompt": asdict(e.prompt), "completion": e.completion, "ended": e.ended} for e in examples]
    (tmp_path / "lesson.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    tokenizer = AutoTokenizer.from_pretrained(tiny_model)
    tokenized, too_long = worker.tokenized(tokenizer, tmp_path / "lesson.jsonl", 1024)
    assert too_long == 0
    settings = {"batch_size": 2, "gradient_accumulation": 1, "lr": 1e-3, "schedule": "constant", "warmup_steps": 0.0}
    settings |= {"weight_decay": 0.0, "gradient_checkpointing": False}
    trainer = worker.LessonTrainer(
        model=AutoModelForCausalLM.from_pretrained(tiny_model),
        args=worker.arguments(settings, tmp_path / "trainer", 0),
        train_dataset=Dataset.from_list(tokenized),
        processing_class=tokenizer,
    )
    (batch,) = trainer.get_train_dataloader()
    for example, ids, labels in zip(examples, batch["input_ids"], batch["labels"], strict=True):
        learned = labels[labels != worker.IGNORED].tolist()
        assert tokenizer.decode(learned) == example.completion + ("<|im_end|>" if example.ended else "")
        start = len(prompt_ids(tokenizer, asdict(example.prompt)))
        assert labels[start : start + len(learned)].tolist() == learned
        assert ids[:start].tolist() == prompt_ids(tokenizer, asdict(example.prompt))
    short = trainer.compute_loss(trainer.model, dict(batch))
    whole = super(worker.LessonTrainer, trainer).compute_loss(trainer.model, dict(batch))
    assert short.item() == pytest.approx(whole.item(), rel=1e-3)


def test_examples_that_are_too_long_are_left_out_and_counted(workplace: SimpleNamespace, policy: Policy) -> None:
    long = Example(Prompt("say much"), "x" * 100)
    trained = asyncio.run(
        learner(workplace, max_length=90, epochs=1).learn(policy, Lesson(1, (*LESSON.examples, long)))
    )
    assert (trained.metrics["too_long"], trained.metrics["examples"]) == (1.0, 4.0)


def test_a_lesson_of_which_nothing_fits_fails_and_leaves_no_folder(workplace: SimpleNamespace, policy: Policy) -> None:
    with pytest.raises(PartFailed, match=r"all 4 examples have more than learner\.max_length = 8 tokens"):
        asyncio.run(learner(workplace, max_length=8).learn(policy, LESSON))
    assert list(workplace.policies.iterdir()) == []


def test_a_loss_that_is_no_number_ends_training_and_leaves_no_folder(
    workplace: SimpleNamespace, policy: Policy, tmp_path: Path
) -> None:
    from safetensors.torch import load_file, save_file

    broken = tmp_path / "broken"
    shutil.copytree(policy.weights, broken)
    tensors = load_file(broken / "model.safetensors")
    name = "model.layers.0.mlp.down_proj.weight"
    save_file(tensors | {name: tensors[name] * float("nan")}, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(PartFailed, match=r"the loss became nan in step 1: lower learner\.lr"):
        asyncio.run(learner(workplace, epochs=200).learn(Policy("broken", broken), LESSON))
    assert list(workplace.policies.iterdir()) == []


def test_killed_in_training_it_fails_at_once_leaves_no_folder_and_can_be_run_again(
    workplace: SimpleNamespace, policy: Policy
) -> None:
    def kill(step: int, of: int) -> None:
        (pid,) = [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat") if child_of(path, os.getpid())]
        os.kill(pid, signal.SIGKILL)

    with pytest.raises(PartFailed, match=r"was killed, most likely .* lower learner\.batch_size"):
        asyncio.run(learner(workplace, epochs=400, progress=kill).learn(policy, LESSON))
    assert list(workplace.policies.iterdir()) == []
    assert asyncio.run(learner(workplace, epochs=1).learn(policy, LESSON)).weights.is_dir()


def test_adapters_are_merged_so_that_any_sampler_can_load_the_folder(
    workplace: SimpleNamespace, policy: Policy
) -> None:
    trained = asyncio.run(learner(workplace, lora=Lora(r=4)).learn(policy, LESSON))
    names = {path.name for path in trained.weights.iterdir()}
    assert "model.safetensors" in names
    assert not any("adapter" in name for name in names)
    assert weights_sha256(trained) != weights_sha256(policy)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        pytest.param({"epochs": 0}, "epochs = 0", id="no epochs"),
        pytest.param({"lr": 5.0}, "lr = 5.0", id="a rate over one"),
        pytest.param({"warmup_steps": -1}, "negative", id="negative warm-up"),
    ],
)
def test_impossible_settings_are_refused_when_it_is_built(
    workplace: SimpleNamespace, settings: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        learner(workplace, **settings)


def child_of(stat: Path, parent: int) -> bool:
    try:
        fields = stat.read_text().rpartition(") ")[2].split()
        command = (stat.parent / "cmdline").read_text()
    except OSError:
        return False
    return int(fields[1]) == parent and "rejection_worker" in command
