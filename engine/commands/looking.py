"""show, export: what a run holds. Neither changes it, and both work while it goes on."""

from __future__ import annotations

import json
from pathlib import Path

from engine.export import FORMATS, export
from engine.progress import track
from engine.recipe import RecipeError
from engine.report import print_report, report


def show(run: Path, *, as_json: bool) -> None:
    found = report(run)
    if as_json:
        print(json.dumps(found.to_json(), indent=2))
        return
    print_report(found)
    if not found.finished:
        print(f"Not finished. Go on with: veriloop resume {run}")


def export_run(run: Path, to: Path, formats: tuple[str, ...], *, as_json: bool) -> None:
    if wrong := [each for each in formats if each not in FORMATS]:
        raise RecipeError(f"--formats {wrong[0]!r}: known are {', '.join(FORMATS)}")
    counts = export(run, to, formats, track)
    if as_json:
        print(json.dumps({"folder": str(to), "rows": counts}, indent=2))
        return
    print(f"{sum(counts.values())} rows of {len(counts)} tables written to {to}")
