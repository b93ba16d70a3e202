"""The report as tables for a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from verifiers.soundness.report import Counts, Report

MAX_WRONG = 20


def report_table(report: Report) -> Group:
    """Counts by class and in all; then the rates with 95 % Wilson intervals, the times and the rows that went wrong."""
    table = Table(title="Soundness", title_justify="left", box=box.SIMPLE, padding=(0, 1, 0, 0))
    # Eighty columns hold every number whole; a long class name goes on in the next line.
    table.add_column("class", overflow="fold")
    for heading in ("to\nreject", "false\naccepts", "to\naccept", "false\nrejects", "ab-\nstained", "errored"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, counts in report.by_class.items():
        table.add_row(*line(name, counts))
    table.add_section()
    table.add_row(*line("all", report.total), style="bold")
    return Group(table, *(Text(note) for note in notes(report)))


def line(name: str, counts: Counts) -> tuple[Text, ...]:
    errors = (counts.to_reject, counts.false_accepts, counts.to_accept, counts.false_rejects)
    # Class names come from a file: as Text, square brackets in them are not markup.
    return tuple(Text(str(cell)) for cell in (name, *errors, counts.abstained, counts.errored))


def rate(wrong: int, rows: int, interval: tuple[float, float]) -> str:
    low, high = interval
    share = f"{wrong / rows:.1%}" if rows else "none to judge"
    return f"{wrong} of {rows}, {share} ({low:.1%} to {high:.1%})"


def notes(report: Report) -> list[str]:
    total = report.total
    found = [
        f"False accepts: {rate(total.false_accepts, total.to_reject, total.false_accept_interval)}",
        f"False rejects: {rate(total.false_rejects, total.to_accept, total.false_reject_interval)}",
        "In brackets: 95 % Wilson intervals. Abstained and errored rows count as not accepted.",
        f"Seconds per judgement: {report.p50:.2g} median, {report.p99:.2g} p99",
    ]
    if report.skipped:
        found.append(f"Left out: {report.skipped} dangerous rows")
    if report.wrong:
        more = f" and {len(report.wrong) - MAX_WRONG} more" if len(report.wrong) > MAX_WRONG else ""
        found.append(f"Wrong: {', '.join(report.wrong[:MAX_WRONG])}{more}")
    return found
