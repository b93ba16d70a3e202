"""verify, soundness: verdicts without a run, a model or torch."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console
from rich.progress import Progress

from engine.assemble import built, named_sandbox, resolve, runs_code, shipped_verifiers, warn
from engine.attempts import NamedVerifier
from engine.commands.recipes import find_recipe
from engine.progress import track
from engine.recipe import RecipeError, read_recipe
from engine.values import Judgement, text_sha256
from problems.jsonl import rows
from problems.load import problem_from_row
from problems.problem import Problem, plain
from verifiers.judge import judge
from verifiers.registry import Chosen, explain
from verifiers.soundness.corpus import read_corpus
from verifiers.soundness.measure import measure
from verifiers.soundness.report import Report
from verifiers.soundness.table import report_table
from verifiers.verdict import Outcome


class AttemptRow(BaseModel):
    """Other keys (an id, a note) are allowed and ignored: attempts often come from other tools' outputs."""

    model_config = ConfigDict(strict=True)
    problem: dict[str, Any]
    attempt: str


def judges(recipe: str | None, verifier: str | None, problems: Iterable[Problem]) -> Mapping[str, Chosen]:
    """Those of the recipe, else `verifier` for every kind, else the shipped one of each kind."""
    if recipe and verifier:
        raise RecipeError("--recipe and --verifier both say who judges; give one of them")
    if recipe:
        path = find_recipe(recipe)
        chosen = resolve(read_recipe(path), str(path), path.parent).verifiers
    else:
        chosen = shipped_verifiers(verifier, problems)
    if missing := {problem.kind for problem in problems} - chosen.keys():
        advice = f"add [verifiers.{min(missing)}] to it" if recipe else "name one with --verifier or --recipe"
        raise RecipeError(f"no verifier is there for problems of kind {min(missing)!r}: {advice}")
    return chosen


@asynccontextmanager
async def ready(chosen: Mapping[str, Chosen], sandbox: str | None) -> AsyncIterator[dict[str, NamedVerifier]]:
    """The judges, with the named sandbox (else the one that is there) for those that need one; it is closed at the end."""
    say = partial(Console(stderr=True, markup=False, soft_wrap=True).print)
    needed = sandbox is not None or any(map(runs_code, chosen.values()))
    place = named_sandbox(sandbox or "auto", "--sandbox", say) if needed else None
    named = built(chosen, place)
    warn(named, say)
    try:
        yield named
    finally:
        for each in named.values():
            await each.aclose()
        if place is not None:
            await place.aclose()


def verify(
    path: Path, *, recipe: str | None, verifier: str | None, sandbox: str | None = None, concurrency: int = 64
) -> bool:
    """Prints a verdict row for each attempt, in order. Whether every attempt could be judged."""
    attempts = list(read_attempts(path))
    chosen = judges(recipe, verifier, [problem for problem, _ in attempts])

    async def judge_all() -> bool:
        whole = True
        async with ready(chosen, sandbox) as named:
            for start in track(range(0, len(attempts), concurrency), "judging"):
                batch = attempts[start : start + concurrency]
                verdicts = await asyncio.gather(*(judge(named[p.kind].verifier, p, text) for p, text in batch))
                for (problem, text), verdict in zip(batch, verdicts, strict=True):
                    whole = whole and verdict.outcome is not Outcome.ERRORED
                    by = named[problem.kind]
                    said = Judgement(problem.id, text_sha256(text), by.fingerprint, by.name, verdict)
                    print(json.dumps(verdict_row(said)))
        return whole

    return asyncio.run(judge_all())


def verdict_row(said: Judgement) -> dict[str, Any]:
    """A verdict as DESIGN's format has it, plain data."""
    verdict = said.verdict
    about = {"problem_id": said.problem_id, "attempt_sha256": said.attempt_sha256}
    what = {
        "outcome": verdict.outcome.value,
        "code": verdict.code,
        "reason": verdict.reason,
        "evidence": plain(verdict.evidence),
    }
    return {**about, **what, "seconds": verdict.seconds, "verifier": said.verifier, "fingerprint": said.fingerprint}


def read_attempts(path: Path) -> Iterator[tuple[Problem, str]]:
    for number, row in rows(path):
        where = f"{path}, line {number}"
        try:
            checked = AttemptRow.model_validate(row)
        except ValidationError as error:
            raise RecipeError(explain(error, where)) from error
        yield problem_from_row(checked.problem, where), checked.attempt


def soundness(
    path: Path,
    *,
    recipe: str | None,
    verifier: str | None,
    sandbox: str | None = None,
    json_file: Path | None,
    max_false_accepts: int | None,
    max_false_rejects: int | None,
    skip_dangerous: bool,
) -> bool:
    """Prints how often the judge was wrong, by class. Whether it kept to the bounds."""
    corpus = read_corpus(path)
    chosen = judges(recipe, verifier, [row.problem for row in corpus])
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("judging", total=len(corpus))

        async def judge_all() -> Report:
            async with ready(chosen, sandbox) as named:
                verifiers = {kind: each.verifier for kind, each in named.items()}
                show = partial(bar.update, task)
                return await measure(
                    corpus, verifiers, skip_dangerous=skip_dangerous, progress=lambda n, of: show(completed=n, total=of)
                )

        found = asyncio.run(judge_all())
    Console().print(report_table(found))
    if json_file:
        json_file.write_text(json.dumps(found.to_json(), indent=2) + "\n", "utf-8")
    too_many = [
        f"{count} {what}, at most {bound} are allowed"
        for what, count, bound in (
            ("false accepts", found.total.false_accepts, max_false_accepts),
            ("false rejects", found.total.false_rejects, max_false_rejects),
        )
        if bound is not None and count > bound
    ]
    for sentence in too_many:
        Console(stderr=True).print(sentence, style="red")
    return not too_many
