"""No cheat is accepted and no genuine proof refused: our own corpus, also without the policy, and the sample in VERILOOP_DATA."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from verifiers.judge import judge
from verifiers.lean import LeanVerifier
from verifiers.lean.policy import GROUPS
from verifiers.soundness.corpus import Row, read_corpus
from verifiers.soundness.measure import measure
from verifiers.verdict import Outcome, Verdict

pytestmark = pytest.mark.lean

OWN = Path(__file__).parents[2] / "corpora" / "lean.jsonl"
SECONDS = 12.0  # for one question; the rows that use it up are few
WORKERS = 2


@pytest.fixture(scope="module")
def lean(kept: Callable[[LeanVerifier], LeanVerifier]) -> Iterator[LeanVerifier]:
    """As it is by default."""
    verifier = LeanVerifier(workers=WORKERS, seconds=SECONDS)
    if verifier.unavailable:
        pytest.skip(verifier.unavailable)
    yield kept(verifier)
    asyncio.run(verifier.aclose())


@pytest.fixture(scope="module")
def without_policy(lean: LeanVerifier) -> LeanVerifier:
    """Lets every construct pass, with the processes of the other."""
    verifier = LeanVerifier(workers=WORKERS, seconds=SECONDS, allow=tuple(GROUPS))
    verifier.crew = lean.crew
    return verifier


@pytest.fixture(scope="module")
def verdicts(lean: LeanVerifier) -> dict[str, Verdict]:
    """Of our own corpus, by row."""
    rows = read_corpus(OWN)
    return dict(zip([row.id for row in rows], judge_all(lean, rows), strict=True))


def judge_all(verifier: LeanVerifier, rows: Sequence[Row]) -> list[Verdict]:
    async def together() -> list[Verdict]:
        return await asyncio.gather(*(judge(verifier, row.problem, row.attempt) for row in rows))

    return asyncio.run(together())


def test_our_corpus_is_wide_enough() -> None:
    rows = read_corpus(OWN)
    assert sum(not row.accept for row in rows) >= 300
    assert sum(row.accept for row in rows) >= 100
    assert len({row.group for row in rows if not row.accept}) >= 25
    assert len({row.problem.checks.get("header") for row in rows}) == 3  # each costs the start of two processes


def test_every_row_is_judged_as_labelled(verdicts: dict[str, Verdict]) -> None:
    wanted = {row.id: Outcome.ACCEPTED if row.accept else Outcome.REJECTED for row in read_corpus(OWN)}
    assert {name: (one.outcome, one.reason) for name, one in verdicts.items() if one.outcome != wanted[name]} == {}


def test_the_sample_is_judged_as_labelled(lean: LeanVerifier, data: Path) -> None:
    report = asyncio.run(measure(read_corpus(data / "soundness_lean_dev.jsonl"), {"lean": lean}))
    found = report.to_json()
    assert (found["wrong"], found["false_accepts"], found["false_rejects"], found["errored"]) == ([], 0, 0, 0)


def test_what_the_policy_refuses_is_not_accepted_without_it(
    verdicts: dict[str, Verdict], without_policy: LeanVerifier
) -> None:
    """The processes decide alone; what the policy lets pass they have judged already."""
    refused = [row for row in read_corpus(OWN) if verdicts[row.id].evidence.get("construct") and not row.dangerous]
    assert len(refused) >= 100
    judged = zip(refused, judge_all(without_policy, refused), strict=True)
    assert {row.id: one.reason for row, one in judged if one.outcome is not Outcome.REJECTED} == {}
