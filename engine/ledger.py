"""The run's one file of record. What is in it has happened; what is not has not. Running again goes on from there.

Does not protect against a file system that loses what it has acknowledged. In a power failure (not a kill) the last
few steps may be missing; they are done again, with the same result.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from engine import schema
from engine.records import BY_KIND, RECORDS, Store, policy_from
from engine.values import Policy
from problems.errors import VeriloopError

T = TypeVar("T")


class LedgerError(VeriloopError):
    """The ledger cannot be used as it is: says why and what to do. Nothing in it was changed."""


class Ledger:
    """One SQLite file in WAL mode. Written by one process, the driver; others may read at any time."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Opens, and unless `read_only` creates, the ledger. Raises LedgerError for a missing, foreign or newer file."""
        if read_only and not path.exists():
            raise LedgerError(f"there is no ledger at {path}. A run folder has one from its first second on.")
        self.path = path
        self.db = connect(path, read_only)
        self.store = Store(self.db, path.parent.resolve())
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        try:
            self._check_version(read_only)
            if not read_only:
                # A killed process loses nothing that was committed; only a power failure can take back the last steps.
                self.db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.DatabaseError as error:
            self.db.close()
            raise LedgerError(
                f"{path} cannot be read as a ledger: {error}. Restore it from a copy, or start a new run."
            ) from error
        except LedgerError:
            self.db.close()
            raise

    async def once(
        self, key: str, do: Callable[[], Awaitable[T]], *, settled: Callable[[T], bool] = lambda _: True
    ) -> T:
        """What is recorded under `key`, else do it, record it, return it. Resuming = running again.

        Callers of one key at the same time do it once. A recorded value that is not `settled` is done again and replaced.
        `T` is one of the types in records.py. Raises what `do` raises, and then records nothing.
        """
        lock = self._locks.setdefault(key, asyncio.Lock())
        just_done = lock.locked()  # by another caller, whose answer is as fresh as one of our own would be
        async with lock:
            known: T | None = self.find(key)
            if known is not None and (just_done or settled(known)):
                return known
            value = await do()
            self._record(key, value)
            return value

    def find(self, key: str) -> Any:
        """What is recorded under `key`, or None."""
        row = self.db.execute("SELECT kind FROM steps WHERE key = ?", (key,)).fetchone()
        return None if row is None else BY_KIND[row["kind"]].read(self.store, key)

    @property
    def begun(self) -> bool:
        """Whether anything was sampled."""
        return self.db.execute("SELECT 1 FROM attempts LIMIT 1").fetchone() is not None

    def start_over(self) -> None:
        """Forgets the steps of a run in which nothing was sampled yet."""
        assert not self.begun
        with self.transaction():
            for table in ("steps", "problems", "pool", "policies", "timings"):
                self.db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def policies(self) -> list[Policy]:
        """Every policy of the run, oldest first."""
        rows = self.db.execute("SELECT * FROM policies ORDER BY round").fetchall()
        return [policy_from(self.store, row) for row in rows]

    def meta(self, key: str) -> str | None:
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row["value"])

    def set_meta(self, key: str, value: str) -> None:
        with self.transaction():
            self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def add_seconds(self, round_number: int, activity: str, seconds: float) -> None:
        """Adds to what a round has spent on an activity, over all the processes that worked on it."""
        with self.transaction():
            self.db.execute(
                "INSERT INTO timings VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds",
                (round_number, activity, seconds),
            )

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. The driver has one thread, so transactions never overlap."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
            yield
            self.db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise LedgerError(
                f"{self.path} cannot be written: {error}. What was recorded before is safe. Free disk space or repair the "
                "place, then resume the run."
            ) from error
        finally:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    def _record(self, key: str, value: object) -> None:
        record = RECORDS[type(value)]
        with self.transaction():
            self.db.execute("INSERT OR REPLACE INTO steps VALUES (?, ?, ?)", (key, record.kind, time.time()))
            record.write(self.store, key, value)

    def _check_version(self, read_only: bool) -> None:
        (version,) = self.db.execute("PRAGMA user_version").fetchone()
        (tables,) = self.db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version == schema.VERSION:
            return
        if version == 0 and tables == 0 and not read_only:
            create(self.db)
            return
        what = f"schema version {version}" if version else "no veriloop schema"
        raise LedgerError(
            f"{self.path} has {what}; this veriloop reads version {schema.VERSION}. "
            "Use the veriloop that wrote it, or start a new run with another name."
        )


def connect(path: Path, read_only: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rwc"
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=30)
    except (sqlite3.OperationalError, UnicodeError) as error:
        raise LedgerError(f"{path} cannot be opened: {error}. Is the folder there and writable?") from error
    db.row_factory = sqlite3.Row
    return db


def create(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    # executescript would commit table by table; a kill in between must leave an empty file, not half a schema.
    db.execute("BEGIN IMMEDIATE")
    for statement in schema.TABLES.split(";"):
        if statement.strip():
            db.execute(statement)
    db.execute(f"PRAGMA user_version = {schema.VERSION}")
    db.execute("COMMIT")
