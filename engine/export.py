"""The ledger as Parquet and JSON lines, a file a table, for other tools. Memory is bounded whatever the run's size."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.ledger import Ledger
from engine.runs import reading

FORMATS = ("parquet", "jsonl")
BATCH = 10_000
TYPES = {"TEXT": pa.string(), "INTEGER": pa.int64(), "REAL": pa.float64()}
TABLES = ("problems", "pool", "prompts", "policies", "attempts", "verdicts", "lessons", "lesson_examples", "evaluations", "scores",
    "admissions", "admitted", "timings")  # fmt: skip
JSON_COLUMNS = frozenset({"checks", "evidence", "metrics", "stop", "left_out"})


def export(
    run: Path,
    to: Path,
    formats: tuple[str, ...],
    track: Callable[[Sequence[str], str], Iterable[str]] = lambda names, _: names,
) -> dict[str, int]:
    """Writes `to`/TABLE.parquet and .jsonl, each whole or not at all. Gives the rows of each table.

    In Parquet, columns that hold JSON (checks, evidence, ...) are JSON text; in JSON lines they are plain data.
    """
    with reading(run) as ledger:
        to.mkdir(parents=True, exist_ok=True)
        ledger.db.execute("BEGIN")  # one moment of a run that may be going on
        return {table: export_table(ledger, table, to, formats) for table in track(TABLES, "exporting")}


def export_table(ledger: Ledger, table: str, to: Path, formats: tuple[str, ...]) -> int:
    columns = {row["name"]: TYPES[row["type"]] for row in ledger.db.execute(f"PRAGMA table_info({table})")}
    schema = pa.schema(columns.items())
    if "parquet" in formats:
        draft = to / f".{table}.parquet.draft"
        with pq.ParquetWriter(draft, schema, compression="zstd") as writer:
            for batch in batches(ledger, table):
                writer.write_table(pa.Table.from_pylist(batch, schema))
        draft.replace(to / f"{table}.parquet")
    if "jsonl" in formats:
        draft = to / f".{table}.jsonl.draft"
        with draft.open("w", encoding="utf-8") as file:
            for batch in batches(ledger, table):
                file.writelines(line(row) for row in batch)
        draft.replace(to / f"{table}.jsonl")
    return int(ledger.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own names


def batches(ledger: Ledger, table: str) -> Iterator[list[dict[str, Any]]]:
    cursor = ledger.db.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
    while rows := cursor.fetchmany(BATCH):
        yield [dict(row) for row in rows]


def line(row: dict[str, Any]) -> str:
    text = json.dumps(opened(row), ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # evidence may quote half a character; escaped, it can be written
        text = json.dumps(opened(row))
    return text + "\n"


def opened(row: dict[str, Any]) -> dict[str, Any]:
    return {key: json.loads(value) if key in JSON_COLUMNS else value for key, value in row.items()}
