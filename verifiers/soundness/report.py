"""The result of measuring a judge: counts, rates with intervals, and the JSON that others read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from verifiers.soundness.corpus import Row
from verifiers.soundness.intervals import wilson
from verifiers.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """A labelled row with the verdict on it."""

    row: Row
    verdict: Verdict

    @property
    def accepted(self) -> bool:
        return self.verdict.outcome is Outcome.ACCEPTED

    @property
    def wrong(self) -> bool:
        """An abstained or errored row counts as not accepted."""
        return self.accepted is not self.row.accept


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows, and how many of them went wrong. Abstained and errored rows are also counted apart."""

    rows: int
    to_accept: int
    to_reject: int
    false_accepts: int
    false_rejects: int
    abstained: int
    errored: int

    @property
    def false_accept_interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval of the rate among the rows to reject."""
        return wilson(self.false_accepts, self.to_reject)

    @property
    def false_reject_interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval of the rate among the rows to accept."""
        return wilson(self.false_rejects, self.to_accept)


@dataclass(frozen=True, slots=True)
class Report:
    """`wrong` holds the ids of the rows that went wrong, in order; `p50` and `p99` are seconds of one judgement."""

    total: Counts
    by_class: Mapping[str, Counts]
    p50: float
    p99: float
    wrong: tuple[str, ...]
    skipped: int = 0  # dangerous rows that were left out; not part of the counts
    judgements: tuple[Judgement, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, judgements: Sequence[Judgement], skipped: int = 0) -> Report:
        classes = dict.fromkeys(sorted(judgement.row.group for judgement in judgements))
        by_class = {name: counts(one for one in judgements if one.row.group == name) for name in classes}
        seconds = sorted(judgement.verdict.seconds for judgement in judgements)
        wrong = tuple(judgement.row.id for judgement in judgements if judgement.wrong)
        spread = (percentile(seconds, 50), percentile(seconds, 99))
        return cls(counts(judgements), by_class, *spread, wrong, skipped, tuple(judgements))

    def to_json(self) -> dict[str, Any]:
        """The object that `veriloop soundness --json` writes."""
        return {
            **asdict(self.total),
            "by_class": {name: asdict(one) for name, one in self.by_class.items()},
            "seconds": {"p50": self.p50, "p99": self.p99},
            "wrong": list(self.wrong),
        }


def counts(judgements: Iterable[Judgement]) -> Counts:
    every = list(judgements)
    to_accept = sum(one.row.accept for one in every)
    return Counts(
        rows=len(every),
        to_accept=to_accept,
        to_reject=len(every) - to_accept,
        false_accepts=sum(one.wrong and not one.row.accept for one in every),
        false_rejects=sum(one.wrong and one.row.accept for one in every),
        abstained=sum(one.verdict.outcome is Outcome.ABSTAINED for one in every),
        errored=sum(one.verdict.outcome is Outcome.ERRORED for one in every),
    )


def percentile(ordered: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile of sorted values; 0 without any."""
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else 0.0
