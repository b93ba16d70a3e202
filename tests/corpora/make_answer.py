"""Writes `answer.jsonl`, the labelled corpus of the answer verifier.

    python tests/corpora/make_answer.py

The labels come from arithmetic on the values that the forms are built with, and from the way an attempt is put together; no
verifier is asked. `veriloop soundness tests/corpora/answer.jsonl` does that.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from answer_rows import adversarial, expressions, numbers, structures, words
from answer_rows.rows import Form, Question, Row
from answer_rows.texts import attempt

OUT = Path(__file__).parent / "answer.jsonl"
SEED = 20261120


def main() -> None:
    rng = Random(SEED)
    parts = (numbers, expressions, structures, words)
    rows = [row for part in parts for question in part.questions() for row in asked(question, rng)]
    rows += adversarial.rows(rng)
    check(rows)
    OUT.write_text("".join(json.dumps(each) + "\n" for each in numbered(rows)), "ascii")
    sys.stdout.write(summary(rows))


def asked(question: Question, rng: Random) -> list[Row]:
    """One row for each form of the question."""
    return [
        Row(
            question.kind,
            f"{'equivalent-form' if accept else 'near-miss'}/{question.kind}",
            prompt(question, form, rng),
            {"reference": question.reference} | question.checks,
            attempt(question, form, rng),
            accept,
            f"{'the same as' if accept else 'not'} {question.reference}: {form.tex}",
        )
        for accept, forms in ((True, question.right), (False, question.wrong))
        for form in forms
    ]


def prompt(question: Question, form: Form, rng: Random) -> str:
    if form.prompted is not None:
        return question.prompt if form.prompted else ""
    return question.prompt if rng.random() < 0.74 else ""


def check(rows: list[Row]) -> None:
    """Raises AssertionError where two rows are the same, or where two contradict each other."""
    labels: dict[tuple[str, str, str], bool] = {}
    for row in rows:
        key = (row.prompt, json.dumps(row.checks), row.attempt)
        assert key not in labels, f"twice: {key}"
        labels[key] = row.accept


def numbered(rows: list[Row]) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    made = []
    for row in rows:
        seen[row.kind] += 1
        made.append(
            {
                "id": f"a-{row.kind}-{seen[row.kind]}",
                "problem": {"kind": "answer", "prompt": row.prompt, "checks": row.checks},
                "attempt": row.attempt,
                "accept": row.accept,
                "class": row.group,
                "dangerous": False,
                "note": row.note,
            }
        )
    return made


def summary(rows: list[Row]) -> str:
    asked_for = sum(bool(row.prompt) for row in rows)
    lines = [f"{OUT.name}: {len(rows)} rows, {sum(row.accept for row in rows)} to accept, {asked_for} with a prompt"]
    for accept, label in ((True, "accept"), (False, "reject")):
        groups = Counter(row.group for row in rows if row.accept is accept)
        lines.append(f"{label}: " + ", ".join(f"{name} {count}" for name, count in sorted(groups.items())))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
