"""Folders that are either whole or absent: written beside, forced to disk, then renamed. And where the cache is."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """Where what was fetched is kept: VERILOOP_CACHE, else the user's cache."""
    return Path(os.environ.get("VERILOOP_CACHE") or platformdirs.user_cache_dir("veriloop"))


@contextmanager
def locked(folder: Path, what: str, say: Callable[[str], None]) -> Iterator[None]:
    """One process at a time prepares `what`; the lock goes away with its holder, even a killed one."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another process is preparing {what}; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


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
        try:
            draft.rename(target)
        except OSError:
            if not target.exists():
                raise
            return
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


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
