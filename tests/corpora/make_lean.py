"""Writes `lean.jsonl`, the labelled corpus of the Lean verifier.

    python tests/corpora/make_lean.py

It judges nothing: `veriloop soundness tests/corpora/lean.jsonl` does.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from lean_rows import (
    attacks_code,
    attacks_kernel,
    attacks_names,
    attacks_statements,
    attacks_text,
    failures,
    genuine_core,
    genuine_texts,
)
from lean_rows.rows import Row

OUT = Path(__file__).parent / "lean.jsonl"
PARTS = (
    attacks_statements,
    attacks_names,
    attacks_text,
    attacks_code,
    attacks_kernel,
    failures,
    genuine_core,
    genuine_texts,
)


def main() -> None:
    rows = numbered([row for part in PARTS for row in part.ROWS])
    OUT.write_text("".join(json.dumps(written(name, row)) + "\n" for name, row in rows.items()), "ascii")
    sys.stdout.write(summary(list(rows.values())))


def numbered(rows: list[Row]) -> dict[str, Row]:
    """Each row under an id that says what it is, and stays when others are added elsewhere."""
    seen: Counter[str] = Counter()
    named = {}
    for row in rows:
        stem = (
            f"{'g' if row.accept else 'x'}-{row.group}-{re.sub(r'[^a-z0-9]+', '_', row.note.lower()).strip('_')[:40]}"
        )
        seen[stem] += 1
        named[stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"] = row
    return named


def written(name: str, row: Row) -> dict[str, Any]:
    header = f"{row.header.strip()}\n\n" if row.header else ""
    prompt = f"Prove this theorem in Lean 4. Repeat the statement, unchanged.\n\n{header}{row.statement} := by\n  sorry"
    checks = {"statement": row.statement} | ({"header": row.header} if row.header else {})
    return {
        "id": name,
        "problem": {"kind": "lean", "prompt": prompt, "checks": checks},
        "attempt": row.attempt,
        "accept": row.accept,
        "class": row.group,
        "dangerous": row.dangerous,
        "note": row.note,
    }


def summary(rows: list[Row]) -> str:
    lines = [f"{OUT.name}: {len(rows)} rows, {sum(row.dangerous for row in rows)} of them dangerous"]
    for accept, label in ((False, "cheats and failures"), (True, "genuine")):
        groups = Counter(row.group for row in rows if row.accept is accept)
        each = ", ".join(f"{name} {count}" for name, count in sorted(groups.items()))
        lines.append(f"{groups.total()} {label} in {len(groups)} classes: {each}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
