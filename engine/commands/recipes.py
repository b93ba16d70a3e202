"""recipes, problems: what can be run, and on what."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from engine.assemble import pooled, resolve
from engine.recipe import RecipeError, read_recipe
from problems.load import problem_to_row
from verifiers.registry import nearest


def shipped() -> list[Path]:
    """The recipes that come with veriloop: inside the installed package, or beside it in a checkout."""
    engine = Path(__file__).parent.parent
    folder = next((f for f in (engine / "shipped_recipes", engine.parent / "recipes") if f.is_dir()), None)
    return sorted(folder.glob("*.toml")) if folder else []


def find_recipe(name: str) -> Path:
    """The recipe file of that path, or the shipped recipe of that name."""
    path = Path(name)
    if path.exists() or (path.suffix == ".toml" and len(path.parts) > 1):
        return path
    known = {recipe.stem: recipe for recipe in shipped()}
    if path.stem in known:
        return known[path.stem]
    raise RecipeError(
        f"{name}: no such file, and no shipped recipe of that name.{nearest(path.stem, list(known))} Shipped: {', '.join(known)}."
    )


def list_recipes(*, as_json: bool) -> None:
    """Each shipped recipe with its first comment line."""
    found = [(path.stem, first_comment(path), str(path)) for path in shipped()]
    if as_json:
        print(json.dumps([{"name": name, "what": what, "path": path} for name, what, path in found], indent=2))
        return
    table = Table("recipe", "what it does")
    for name, what, _ in found:
        table.add_row(name, what)
    Console(markup=False).print(table, "Run one with: veriloop run NAME. See it with: veriloop run NAME --dry-run")


def first_comment(path: Path) -> str:
    tomllib.loads(path.read_text("utf-8"))
    first = path.read_text("utf-8").partition("\n")[0]
    return first.removeprefix("#").strip() if first.startswith("#") else ""


def preview(recipe_name: str, *, overrides: Sequence[str], limit: int, as_json: bool) -> None:
    """Counts the recipe's problems by family and level, and shows the first of each."""
    path = find_recipe(recipe_name)
    resolved = resolve(read_recipe(path, overrides), str(path), path.parent)
    problems = pooled(resolved.sources())
    sides = {"train": problems.train, "held out": problems.held_out}
    if as_json:
        for side, some in sides.items():
            for problem in some[:limit]:
                print(json.dumps({"side": side, **problem_to_row(problem)}, ensure_ascii=False))
        return
    console = Console(markup=False)  # a prompt may contain what rich takes for markup
    counts = Counter((side, p.source, p.level) for side, some in sides.items() for p in some)
    table = Table("side", "family", "level", "problems", "the first")
    for (side, source, level), count in sorted(counts.items()):
        first = next(p for p in sides[side] if (p.source, p.level) == (source, level))
        table.add_row(side, source, str(level), str(count), first.prompt)
    console.print(table)
    for problem in problems.train[:limit]:
        shown = resolved.recipe.prompt_for(problem)
        console.print(
            f"\nshown to the model: {shown.user!r}" + (f", answer begun with {shown.prefix!r}" if shown.prefix else ""),
        )
        console.print(f"checks ({problem.kind}): {dict(problem.checks)}")
