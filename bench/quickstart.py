"""Does the quick start's gain come from what the verifier accepted? Three seeds, and two control arms beside the real one.

    python bench/quickstart.py [--runs FOLDER] [--seeds 0 1 2] [--arms ARM ...] [--jobs N] [--set KEY=VALUE] [--json FILE]

Arms: "accepted" is the recipe as it is. "rejected" trains in the same way on rejected answers, "shuffled" on the accepted
ones, each given to another problem. If a control gained as much, the gain would be format, not skill. Prints a table of
held-out accuracy (greedy, first level) before and after each round. Runs that are finished are not done again.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ARMS = ("accepted", "rejected", "shuffled")
VERILOOP = Path(sys.executable).with_name("veriloop")


def run(arm: str, seed: int, runs: Path, settings: list[str]) -> dict[str, Any]:
    """The report of one run."""
    options = ["--seed", str(seed), "--set", f"lesson.take={arm}", "--name", f"{arm}-{seed}", "--runs", str(runs)]
    options += [word for setting in settings for word in ("--set", setting)]
    command = [str(VERILOOP), "run", "quickstart", "--json", "--quiet", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def held_out(found: dict[str, Any], level: int) -> list[float]:
    """Greedy accuracy on a level at the start and after each round."""
    scores = (score for each in found["rounds"] for score in each["scores"])
    return [score["value"] for score in scores if score["measure"] == "greedy" and score["level"] == level]


def seconds(found: dict[str, Any]) -> float:
    return sum(float(each["seconds"].get("wall", 0)) for each in found["rounds"])


def table(reports: dict[tuple[str, int], dict[str, Any]]) -> Table:
    shown = Table(title="Held-out two-digit addition, greedy accuracy", title_justify="left")
    rounds = range(max(len(held_out(each, 1)) for each in reports.values()))
    for name in (
        "arm",
        "seed",
        *(f"round {n}" if n else "start" for n in rounds),
        "gain",
        "level 2: start",
        "end",
        "minutes",
    ):
        shown.add_column(name, justify="left" if name == "arm" else "right")
    for (arm, seed), found in reports.items():
        first, second = held_out(found, 1), held_out(found, 2)
        cells = [
            *(f"{value:.3f}" for value in first),
            f"{first[-1] - first[0]:+.3f}",
            f"{second[0]:.3f}",
            f"{second[-1]:.3f}",
        ]
        shown.add_row(arm, str(seed), *cells, f"{seconds(found) / 60:.1f}")
    return shown


def gains(reports: dict[tuple[str, int], dict[str, Any]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for (arm, _), each in reports.items():
        first = held_out(each, 1)
        found.setdefault(arm, []).append(first[-1] - first[0])
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=Path, default=Path("runs/bench-quickstart"))
    arguments.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    arguments.add_argument("--arms", nargs="+", choices=ARMS, default=ARMS)
    arguments.add_argument(
        "--jobs", type=int, default=1, help="runs at a time; more than one makes each of them slower"
    )
    arguments.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="for every run, as of veriloop run"
    )
    arguments.add_argument("--json", type=Path, help="also write the figures to this file")
    wanted = arguments.parse_args()
    pairs = [(arm, seed) for seed, arm in product(wanted.seeds, wanted.arms)]
    with ThreadPoolExecutor(wanted.jobs) as pool:
        reports = dict(
            zip(pairs, pool.map(lambda pair: run(pair[0], pair[1], wanted.runs, wanted.set), pairs), strict=True)
        )
    reports = {pair: reports[pair] for pair in sorted(reports)}
    console = Console(width=140)
    console.print(table(reports))
    for arm, values in gains(reports).items():
        console.print(f"{arm}: mean gain {statistics.mean(values):+.3f} over {len(values)} seeds")
    if wanted.json:
        figures = {f"{arm}-{seed}": held_out(found, 1) for (arm, seed), found in reports.items()}
        wanted.json.write_text(json.dumps({"gains": gains(reports), "held_out": figures}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
