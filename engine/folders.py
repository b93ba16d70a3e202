"""Folders that are either whole or absent: written beside, forced to disk, then renamed."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def published(target: Path) -> Iterator[Path]:
    """Gives an empty folder beside `target`; when the block ends well, it becomes `target`, else it is removed.

    A target that appeared meanwhile is kept: whoever came first wrote the same content. A process killed inside the
    block leaves only the hidden folder, which `sweep` removes.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.parent / f".{target.name}.{uuid.uuid4().hex}.draft"
    draft.mkdir()
    try:
        yield draft
        sync(draft)
        if target.exists():
            return
        draft.rename(target)
        sync_folder(target.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def sweep(parent: Path) -> None:
    """Removes the drafts that killed processes left in `parent`. Only for folders that one process owns at a time."""
    for draft in parent.glob(".*.draft"):
        shutil.rmtree(draft, ignore_errors=True)


def sync(folder: Path) -> None:
    """Forces every file below `folder` to disk, so that the rename cannot outlive the content in a power failure."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
