"""Where the time of a round goes, and what judging costs on top of sampling. Prints two tables.

    python bench/loop.py [--json FILE]

The first: one round of the quick start's task (real weights), by activity; the driver's share is its CPU time over the
wall time. The second: the same sampling requests given to the sampler directly, through the loop with a verifier that
answers at once, and through the loop with one that takes 50 ms an attempt; in turn, three times, the medians compared.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from engine.assemble import assemble, resolve
from engine.attempts import NamedVerifier, together
from engine.ledger import Ledger
from engine.loop import Loop, Parts
from engine.recipe import Recipe, read_recipe
from engine.report import report, time_table
from engine.runs import RunFolder, opened
from verifiers.fake import ScriptedVerifier

RECIPE = Path(__file__).parent.parent / "recipes" / "quickstart.toml"
ROUND = (
    "rounds=1",
    "problems_per_round=64",
    "evaluation.problems=64",
    "evaluation.sampled_problems=16",
    "harder.threshold=0.05",
)
TRIALS = 3


async def whole_round(folder: Path) -> dict[str, float]:
    """Seconds by activity of the start and one round."""
    resolved = resolve(read_recipe(RECIPE, ROUND), str(RECIPE))
    place = RunFolder(folder)
    with opened(place, resolved.recipe.to_json()) as ledger:
        parts = assemble(resolved, place)
        try:
            await Loop(resolved.recipe, parts, ledger).run()
        finally:
            await parts.aclose()
    return {name: sum(each.seconds.get(name, 0.0) for each in report(folder).rounds) for name in ("driver", "wall")}


async def judging_cost(folder: Path) -> dict[str, list[float]]:
    """Seconds of the same attempts, sampled alone and with judging, for each trial."""
    resolved = resolve(read_recipe(RECIPE, ROUND), str(RECIPE))
    place = RunFolder(folder)
    seconds: dict[str, list[float]] = {"sampling alone": [], "verifier at once": [], "verifier of 50 ms": []}
    with opened(place, resolved.recipe.to_json()) as ledger:
        parts = assemble(resolved, place)
        try:
            policy = await ledger.once("policy/0", parts.base)
            loop = Loop(resolved.recipe, parts, ledger)
            plans = loop.planned(1, policy, parts.problems.train[: resolved.recipe.problems_per_round])
            await parts.sampler.sample(policy, plans[0][1].prompt, [0])  # loads the weights
            for trial in range(TRIALS):
                start = time.perf_counter()
                await together(parts.sampler.sample(policy, plan.prompt, [plan.seed]) for _, plan in plans)
                seconds["sampling alone"].append(time.perf_counter() - start)
                for name, delay in (("verifier at once", 0.0), ("verifier of 50 ms", 0.05)):
                    judged = with_delay(parts, delay)
                    seconds[name].append(
                        await through_the_loop(resolved.recipe, judged, folder / f"{trial}-{delay}", policy, plans)
                    )
        finally:
            await parts.aclose()
    return seconds


def with_delay(parts: Parts, seconds: float) -> Parts:
    return replace(parts, verifiers={"answer": NamedVerifier("scripted", ScriptedVerifier(seconds=seconds))})


async def through_the_loop(recipe: Recipe, parts: Parts, folder: Path, policy: Any, plans: Any) -> float:
    folder.mkdir()
    ledger = Ledger(folder / "ledger.sqlite")
    start = time.perf_counter()
    await Loop(recipe, parts, ledger).attempt("practising", policy, plans)
    seconds = time.perf_counter() - start
    ledger.close()
    return seconds


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", type=Path, help="also write the figures to this file")
    wanted = arguments.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory() as scratch:
        total = asyncio.run(whole_round(Path(scratch) / "round"))
        console.print(time_table(report(Path(scratch) / "round")))
        share = total["driver"] / total["wall"]
        console.print(f"driver's share of the wall time: {share:.2%} (at most 3 %)")
        seconds = asyncio.run(judging_cost(Path(scratch) / "cost"))
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    alone = medians["sampling alone"]
    table = Table(
        "512 attempts", "median s", "against sampling alone", title=f"Judging, {TRIALS} trials", title_justify="left"
    )
    for name, value in medians.items():
        table.add_row(name, f"{value:.2f}", f"{value / alone:.3f}")
    console.print(table)
    if wanted.json:
        ratio = medians["verifier of 50 ms"] / alone
        figures = {"driver_share": share, "judging_ratio": ratio, "seconds": seconds, "round": total}
        wanted.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
