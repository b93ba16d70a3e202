"""Puts every labelled attempt before its judge."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence

from problems.fields import did_you_mean
from problems.source import ProblemError
from verifiers.base import Verifier
from verifiers.judge import judge
from verifiers.soundness.corpus import Row
from verifiers.soundness.report import Judgement, Report


async def measure(
    rows: Sequence[Row],
    verifiers: Mapping[str, Verifier],
    *,
    skip_dangerous: bool = False,
    concurrency: int = 8,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Judges each row by the verifier of its problem's kind, `concurrency` at a time; the report does not depend on timing.

    `progress` is told (done, all) after each row. Raises ProblemError, before anything is judged, when a kind has no verifier.
    """
    if concurrency < 1:
        raise ValueError(f"concurrency = {concurrency}: should be 1 or more")
    chosen = [row for row in rows if not (skip_dangerous and row.dangerous)]
    for row in chosen:
        if row.problem.kind not in verifiers:
            raise ProblemError(no_verifier(row, verifiers))
    judged: list[Judgement | None] = [None] * len(chosen)
    waiting = iter(enumerate(chosen))
    done = 0

    async def work(tasks: Iterator[tuple[int, Row]]) -> None:
        nonlocal done
        for place, row in tasks:
            judged[place] = Judgement(row, await judge(verifiers[row.problem.kind], row.problem, row.attempt))
            done += 1
            if progress:
                progress(done, len(chosen))

    async with asyncio.TaskGroup() as group:
        for _ in range(min(concurrency, len(chosen))):
            group.create_task(work(waiting))
    return Report.of([one for one in judged if one is not None], skipped=len(rows) - len(chosen))


def no_verifier(row: Row, verifiers: Mapping[str, Verifier]) -> str:
    kind = row.problem.kind
    known = f"{did_you_mean(kind, verifiers)}Kinds with a verifier: {', '.join(sorted(verifiers)) or 'none'}"
    return f"row {row.id!r}: no verifier judges problems of kind {kind!r}. {known}"
