"""Killed at any moment and run again, a run ends as if it had never been killed."""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.progress import Advance, Quiet

KILLS = 60  # in the middle of the run's own work; those at its start and end come on top
PHASES = ("starting", "model", "practising", "learning", "evaluating", "between", "done")


class Marker(Quiet):
    """Tells the killer, through shared memory, what the run is doing."""

    def __init__(self, phase: Synchronized[int]) -> None:
        self.phase = phase

    @contextmanager
    def stage(self, what: str, total: int | None = None) -> Iterator[Advance]:
        self.phase.value = next((i for i, name in enumerate(PHASES) if name in what), 1)
        yield lambda: None
        self.phase.value = PHASES.index("between")


def work(recipe: str, folder: str, phase: Synchronized[int]) -> None:
    """The whole run in this process, as `veriloop run` does it."""
    import asyncio

    from engine.assemble import assemble, resolve
    from engine.loop import Loop
    from engine.recipe import read_recipe
    from engine.runs import RunFolder, opened

    resolved = resolve(read_recipe(Path(recipe)), recipe)
    place = RunFolder(Path(folder), resolved.recipe.seed)

    async def rounds() -> None:
        with opened(place, resolved.recipe.to_json()) as ledger:
            await Loop(resolved.recipe, assemble(resolved, place), ledger, Marker(phase)).run()

    asyncio.run(rounds())
    phase.value = PHASES.index("done")


def test_a_run_killed_at_sixty_and_more_random_moments_ends_like_an_unbroken_one(
    tmp_path: Path, scripted_runs: SimpleNamespace
) -> None:
    context: Any = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["engine.assemble", "engine.loop", "engine.runs", "problems.arithmetic"])
    recipe = str(scripted_runs.write_recipe(tmp_path))
    phase = context.Value("i", 0)

    def start(run: Path) -> Any:
        phase.value = 0
        process = context.Process(target=work, args=(recipe, str(run), phase))
        process.start()
        return process

    begun = time.perf_counter()
    whole = start(tmp_path / "whole")
    whole.join()
    unbroken = time.perf_counter() - begun
    assert whole.exitcode == 0
    wanted, wanted_policies = scripted_runs.content(tmp_path / "whole"), scripted_runs.policies(tmp_path / "whole")
    rng, killed, runs = random.Random(11), Counter[str](), 0
    while sum(count for name, count in killed.items() if name not in ("starting", "done")) < KILLS:
        run = tmp_path / f"broken-{runs}"
        runs += 1
        while True:
            process = start(run)
            # Mostly early, so that one run is killed many times before it gets to its end.
            process.join(timeout=rng.uniform(0.0, unbroken) * rng.choice([0.2, 0.5, 1.0]))
            if process.exitcode is not None:
                break
            process.kill()
            process.join()
            killed[PHASES[phase.value]] += 1
        assert process.exitcode == 0
        assert scripted_runs.content(run) == wanted
        assert scripted_runs.policies(run) == wanted_policies
    print(f"{killed.total()} kills in {runs} runs: {dict(killed)}")
    assert {"practising", "learning", "evaluating"} <= killed.keys(), killed


def test_the_command_line_killed_in_the_middle_goes_on_with_resume(
    tmp_path: Path, scripted_runs: SimpleNamespace, program: str
) -> None:
    recipe = str(scripted_runs.write_recipe(tmp_path, sampling=0.02, learning=0.3))

    def first(name: str) -> list[str]:
        return [program, "run", recipe, "--runs", str(tmp_path), "--name", name, "--quiet"]

    assert subprocess.run(first("whole"), stdout=subprocess.DEVNULL).returncode == 0
    run, kills = tmp_path / "broken", 0
    process = subprocess.Popen(first("broken"), stdout=subprocess.DEVNULL)
    while process.returncode != 0:
        try:
            process.wait(timeout=1.0 + 0.2 * kills)
            assert process.returncode == 0
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
            begun = (run / "recipe.toml").exists()
            again = [program, "resume", str(run), "--quiet"] if begun else first("broken")
            process = subprocess.Popen(again, stdout=subprocess.DEVNULL)
    assert kills >= 1
    assert scripted_runs.content(run) == scripted_runs.content(tmp_path / "whole")
    assert scripted_runs.policies(run) == scripted_runs.policies(tmp_path / "whole")


TINY = ["rounds=2", "problems_per_round=12", "samples_per_problem=4", "evaluation.problems=20", "evaluation.samples=0",
    "learner.epochs=1", "harder.threshold=0.01", "harder.min_decided=4"]  # fmt: skip


@pytest.mark.model
def test_a_real_model_killed_while_it_samples_and_learns_ends_with_the_same_texts_and_weights(
    tmp_path: Path, scripted_runs: SimpleNamespace, program: str, smollm2: Path
) -> None:
    settings = [word for setting in TINY for word in ("--set", setting)]

    def start(name: str) -> subprocess.Popen[bytes]:
        command = [program, "run", "quickstart", "--runs", str(tmp_path), "--name", name, "--quiet", *settings]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL)

    begun = time.perf_counter()
    assert start("whole").wait() == 0
    unbroken, kills, rng = time.perf_counter() - begun, 0, random.Random(3)
    process = start("broken")
    while process.returncode != 0:
        try:
            process.wait(timeout=rng.uniform(0.2, 0.6) * unbroken if kills < 3 else None)
            assert process.returncode == 0
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
            process = start("broken")
    assert kills >= 1

    def weights(run: Path) -> dict[str, bytes]:
        found = sorted((run / "policies").rglob("*.safetensors"))
        return {str(path.relative_to(run)): hashlib.sha256(path.read_bytes()).digest() for path in found}

    assert scripted_runs.content(tmp_path / "broken") == scripted_runs.content(tmp_path / "whole")
    assert weights(tmp_path / "broken") == weights(tmp_path / "whole")
    assert len(weights(tmp_path / "whole")) == 2
