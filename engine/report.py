"""What a run has done so far, from its ledger alone: tables for a person, plain data for a program."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from engine.ledger import Ledger
from engine.runs import reading, recipe_in
from engine.values import Admission, Score

OUTCOMES = ("accepted", "rejected", "abstained", "errored")


@dataclass(frozen=True)
class RoundReport:
    """One round. `levels` is {"family level": [accepted, decided]} of its practice; `left_out` is why examples were not taken."""

    number: int
    attempts: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    unjudged: int = 0
    groups_left_out: int = 0
    levels: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    examples: int = 0
    real_examples: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    scores: tuple[Score, ...] = ()
    admissions: tuple[Admission, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    folder: Path
    recipe: Mapping[str, Any]
    rounds: tuple[RoundReport, ...]
    finished: bool

    def to_json(self) -> dict[str, Any]:
        # `asdict` copies what it does not know, and a problem's checks are read-only mappings, which cannot be copied.
        rounds = [
            asdict(replace(each, admissions=())) | {"admissions": [admission_row(a) for a in each.admissions]}
            for each in self.rounds
        ]
        return {"run": str(self.folder), "finished": self.finished, "recipe": dict(self.recipe), "rounds": rounds}


def admission_row(admission: Admission) -> dict[str, Any]:
    named = ("family", "level", "solve_rate", "decided", "proposed", "reason")
    return {key: getattr(admission, key) for key in named} | {"admitted": [p.id for p in admission.admitted]}


def report(folder: Path) -> Report:
    """Raises LedgerError when `folder` is not a run."""
    with reading(folder) as ledger:
        recipe = recipe_in(ledger, folder)
        rounds = tuple(round_report(ledger, number) for number in range(recipe["rounds"] + 1))
        last = f"round/{len(rounds) - 1}/" + ("harder" if len(rounds) > 1 else "evaluation")
        finished = ledger.find(last) is not None
    begun = tuple(each for each in rounds if each.attempts or each.scores or each.seconds)
    return Report(folder, recipe, begun, finished)


def round_report(ledger: Ledger, number: int) -> RoundReport:
    lesson = ledger.find(f"round/{number}/lesson")
    policy = ledger.find(f"round/{number}/policy")
    evaluation = ledger.find(f"round/{number}/evaluation")
    decided = ledger.find(f"round/{number}/harder")
    outcomes: Counter[str] = Counter()
    levels: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    broken: set[str] = set()
    for row in ledger.db.execute(PRACTICE, (number,)):
        outcomes[row["outcome"]] += row["count"]
        if row["outcome"] in ("accepted", "rejected"):
            place = levels[f"{row['source']} {row['level']}"]
            place[0] += row["count"] if row["outcome"] == "accepted" else 0
            place[1] += row["count"]
    for row in ledger.db.execute(BROKEN, (number,)):
        broken.add(row["problem_id"])
    timings = ledger.db.execute("SELECT activity, seconds FROM timings WHERE round = ?", (number,))
    examples = lesson.examples if lesson else ()
    return RoundReport(
        number=number,
        attempts=sum(outcomes.values()),
        outcomes={name: outcomes[name] for name in OUTCOMES},
        unjudged=outcomes["unjudged"],
        groups_left_out=len(broken) if lesson else 0,
        levels={place: (accepted, total) for place, (accepted, total) in sorted(levels.items())},
        examples=len(examples),
        real_examples=sum(example.attempt_id is None for example in examples),
        left_out=lesson.left_out if lesson else {},
        metrics=policy.metrics if policy else {},
        scores=evaluation.scores if evaluation else (),
        admissions=decided.decisions if decided else (),
        seconds={row["activity"]: row["seconds"] for row in timings},
    )


# An attempt's verdict is the newest one: after a change of judge there are several.
NEWEST = """(
    SELECT v.outcome FROM verdicts v JOIN steps s ON s.key = v.step
    WHERE v.problem_id = a.problem_id AND v.attempt_sha256 = a.sha256 ORDER BY s.at DESC LIMIT 1
)"""
PRACTICE = f"""
    SELECT q.source, q.level, coalesce({NEWEST}, 'unjudged') AS outcome, count(*) AS count
    FROM attempts a JOIN problems q ON q.id = a.problem_id WHERE a.purpose = 'practice' AND a.round = ? GROUP BY 1, 2, 3
"""  # noqa: S608 - no outside text in it
BROKEN = f"""
    SELECT DISTINCT a.problem_id FROM attempts a
    WHERE a.purpose = 'practice' AND a.round = ? AND coalesce({NEWEST}, 'errored') = 'errored'
"""  # noqa: S608 - no outside text in it


def print_report(found: Report) -> None:
    """To standard output. A pipe or file has no width; the tables then take what they need."""
    width = None if Console().is_terminal or "COLUMNS" in os.environ else 160
    console = Console(width=width, markup=False)
    for table in report_tables(found):
        console.print(table)


def report_tables(found: Report) -> list[Table]:
    """Practice, held-out, harder levels, time."""
    tables = [practice_table(found), held_out_table(found), harder_table(found), time_table(found)]
    return [table for table in tables if table.row_count]


def practice_table(found: Report) -> Table:
    table = Table(title="Practice", title_justify="left")
    for name in ("round", "attempts", *OUTCOMES, "groups left out", "solved by level", "lesson", "loss"):
        table.add_column(name, justify="left" if name == "solved by level" else "right")
    for each in found.rounds:
        if not each.attempts:
            continue
        solved = "\n".join(f"{place}: {a}/{n} = {a / n:.2f}" for place, (a, n) in each.levels.items())
        counts = [str(each.outcomes[name]) for name in OUTCOMES]
        loss = each.metrics.get("loss_last", each.metrics.get("loss"))
        taken = f"{each.examples}" + (f" ({each.real_examples} real)" if each.real_examples else "")
        numbers = [str(each.number), str(each.attempts), *counts, str(each.groups_left_out)]
        table.add_row(*numbers, solved, taken, f"{loss:.3f}" if loss is not None else "")
    return table


def held_out_table(found: Report) -> Table:
    table = Table(title="Held-out problems, with 95 % intervals", title_justify="left")
    for name in ("family", "level", "measure", "problems"):
        table.add_column(name, justify="left" if name in ("family", "measure") else "right")
    measured = [each for each in found.rounds if each.scores]
    for each in measured:
        table.add_column(f"round {each.number}" if each.number else "start", justify="right")
    keys = dict.fromkeys((s.family, s.level, s.measure) for each in measured for s in each.scores)
    for family, level, measure in keys:
        row = [
            next((s for s in each.scores if (s.family, s.level, s.measure) == (family, level, measure)), None)
            for each in measured
        ]
        problems = next(str(s.problems) for s in row if s is not None)
        cells = [f"{s.value:.3f} [{s.low:.2f}, {s.high:.2f}]" if s else "" for s in row]
        table.add_row(family or "all", "" if level is None else str(level), measure, problems, *cells)
    return table


def harder_table(found: Report) -> Table:
    table = Table(
        "after round", "family", "level", "proposed", "admitted", "why", title="Harder levels", title_justify="left"
    )
    for each in found.rounds:
        for a in each.admissions:
            table.add_row(str(each.number), a.family, str(a.level), str(a.proposed), str(len(a.admitted)), a.reason)
    return table


def time_table(found: Report) -> Table:
    names = ("sampling", "judging", "learning", "evaluating", "driver", "wall")
    table = Table(title="Seconds (activities overlap; driver is its own CPU time)", title_justify="left")
    for name in ("round", *names):
        table.add_column(name, justify="right")
    for each in found.rounds:
        table.add_row(str(each.number), *(f"{each.seconds.get(name, 0.0):.1f}" for name in names))
    return table
