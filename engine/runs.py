"""The run folder: the resolved recipe, the ledger, the policies and the logs of one run; one process at a time works in it."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from engine.ledger import Ledger, LedgerError
from engine.recipe import RecipeError, differences
from problems.errors import VeriloopError
from problems.folders import sweep


class RunBusy(VeriloopError):
    """Another process is working in the run folder."""


@dataclass(frozen=True)
class RunFolder:
    """The Workplace that parts are given."""

    path: Path
    seed: int = 0

    @property
    def policies(self) -> Path:
        return self.path / "policies"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def ledger(self) -> Path:
        return self.path / "ledger.sqlite"


@contextmanager
def opened(folder: RunFolder, resolved: Mapping[str, Any]) -> Iterator[Ledger]:
    """The run's ledger, for this process alone, after the resolved recipe was found to be the run's own.

    Raises RunBusy when another process has the run; RecipeError, with the differences, when the recipe changed in more
    than added rounds; LedgerError when the folder or the ledger cannot be used.
    """
    try:
        for each in (folder.path, folder.policies, folder.logs):
            each.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(f"{folder.path} cannot be made: {error}. Choose another place with --runs.") from error
    with locked(folder.path):
        sweep(folder.policies)
        with ledger_at(folder.ledger) as ledger:
            agree(folder, ledger, resolved)
            yield ledger


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """The lock goes with the process that holds it, however that ends."""
    with (path / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            who = file.read().strip() or "unknown"
            raise RunBusy(
                f"{path} is in use by process {who}. Wait for it, stop it, or choose another --name."
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def agree(folder: RunFolder, ledger: Ledger, resolved: Mapping[str, Any]) -> None:
    known = ledger.meta("recipe")
    changed = differences(json.loads(known), resolved) if known is not None else []
    if changed and not ledger.begun:
        ledger.start_over()  # the first tries of a recipe may fail before they have done anything
    elif changed:
        raise RecipeError(
            f"{folder.path} was started with another recipe:\n  "
            + "\n  ".join(changed)
            + "\nOnly `rounds` may grow in an "
            "existing run. Change it back, or start a new run with --name."
        )
    if known != (text := json.dumps(resolved, sort_keys=True)):
        ledger.set_meta("recipe", text)
    draft = folder.path / "recipe.toml.draft"
    draft.write_text(tomli_w.dumps(dict(resolved)), "utf-8")
    draft.replace(folder.path / "recipe.toml")


def recorded_recipe(folder: Path) -> dict[str, Any]:
    """The resolved recipe of an existing run. Raises LedgerError when it is not one."""
    with reading(folder) as ledger:
        return recipe_in(ledger, folder)


def recipe_in(ledger: Ledger, folder: Path) -> dict[str, Any]:
    text = ledger.meta("recipe")
    if text is None:
        raise LedgerError(
            f"{folder} has a ledger without a recipe: its run was stopped before it began. Run its recipe again."
        )
    recipe: dict[str, Any] = json.loads(text)
    return recipe


@contextmanager
def reading(folder: Path) -> Iterator[Ledger]:
    """The ledger of an existing run, to read, also while the run goes on."""
    path = RunFolder(folder).ledger
    if not path.exists():
        raise LedgerError(f"{folder} is not a run folder: it has no ledger.sqlite.{others(folder)}")
    with ledger_at(path, read_only=True) as ledger:
        yield ledger


@contextmanager
def ledger_at(path: Path, *, read_only: bool = False) -> Iterator[Ledger]:
    ledger = Ledger(path, read_only=read_only)
    try:
        yield ledger
    except sqlite3.DatabaseError as error:
        raise LedgerError(
            f"{path} cannot be used: {error}. Free disk space or repair the place; if the file itself is damaged, restore it "
            "from a copy, or start a new run."
        ) from error
    finally:
        ledger.close()


def others(folder: Path) -> str:
    runs = sorted(path.parent.name for path in folder.parent.glob("*/ledger.sqlite")) if folder.parent.is_dir() else []
    return f" Runs in {folder.parent}: {', '.join(runs)}." if runs else ""
