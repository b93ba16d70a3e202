"""Questions to the ledger that the loop's decisions are pure functions of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.ledger import Ledger
from engine.records import attempt_from, problem_from, verdict_from
from engine.values import Attempt, Judged
from problems.problem import Problem

# The verdict of an attempt is the one by today's judge of its kind; `:judges` is JSON {kind: fingerprint}.
JUDGED = """
    FROM attempts a JOIN problems q ON q.id = a.problem_id
    LEFT JOIN verdicts v ON v.problem_id = a.problem_id AND v.attempt_sha256 = a.sha256
        AND v.fingerprint = (SELECT value FROM json_each(:judges) WHERE key = q.kind)
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """Counts of one family's level in one round. Abstained and errored attempts are in `attempts` alone."""

    family: str
    level: int
    attempts: int
    decided: int
    accepted: int

    @property
    def value(self) -> float | None:
        return self.accepted / self.decided if self.decided else None


def solve_rates(ledger: Ledger, round_number: int, fingerprints: Mapping[str, str]) -> list[Rate]:
    """Of the practice attempts of a round, by family and level."""
    query = f"""
        SELECT q.source, q.level, count(*), coalesce(sum(v.outcome IN ('accepted', 'rejected')), 0),
            coalesce(sum(v.outcome = 'accepted'), 0)
        {JUDGED} WHERE a.purpose = 'practice' AND a.round = :round GROUP BY q.source, q.level ORDER BY q.source, q.level
    """
    return [Rate(*row) for row in ask(ledger, query, fingerprints, round=round_number)]


def times_tried(ledger: Ledger, before_round: int) -> dict[str, int]:
    """How many practice attempts each problem has had in earlier rounds."""
    query = "SELECT problem_id, count(*) FROM attempts WHERE purpose = 'practice' AND round < ? GROUP BY problem_id"
    return {row[0]: row[1] for row in ledger.db.execute(query, (before_round,))}


def practised(ledger: Ledger, through: int, fingerprints: Mapping[str, str], outcome: str) -> list[Judged]:
    """The practice attempts of rounds 1 to `through` with that outcome, oldest first, in a stable order.

    Groups (a problem's attempts in one round) with an errored or missing verdict are left out whole: a verdict that
    may still turn out either way would make the rest a biased sample.
    """
    query = f"""
        SELECT p.*, q.kind, q.prompt AS shown, q.checks, q.level, q.parent, q.source, v.outcome, v.code, v.reason, v.evidence,
            v.seconds AS judging, a.*
        {JUDGED} JOIN prompts p ON p.id = a.prompt_id
        WHERE a.purpose = 'practice' AND a.round <= :through AND v.outcome = :outcome
            AND (a.round, a.problem_id) NOT IN ({LEFT_OUT})
        ORDER BY a.round, a.problem_id, a.sample
    """
    return [judged_from(row) for row in ask(ledger, query, fingerprints, through=through, outcome=outcome)]


LEFT_OUT = f"""
    SELECT a.round, a.problem_id {JUDGED}
    WHERE a.purpose = 'practice' AND coalesce(v.outcome, 'errored') = 'errored'
"""


def groups_left_out(ledger: Ledger, round_number: int, fingerprints: Mapping[str, str]) -> int:
    """How many groups of a round have an errored or missing verdict."""
    query = f"SELECT count(DISTINCT problem_id) FROM ({LEFT_OUT} AND a.round = :round)"  # noqa: S608 - no outside text in it
    return int(ask(ledger, query, fingerprints, round=round_number)[0][0])


def unjudged(
    ledger: Ledger, through: int, fingerprints: Mapping[str, str], *, errored_too: bool
) -> list[tuple[Problem, Attempt]]:
    """Practice attempts without a verdict of today's judges, after a change of judge; or also where the judge was broken."""
    outcomes = "('missing', 'errored')" if errored_too else "('missing')"
    query = f"""
        SELECT p.*, q.kind, q.prompt AS shown, q.checks, q.level, q.parent, q.source, a.*
        {JUDGED} JOIN prompts p ON p.id = a.prompt_id
        WHERE a.purpose = 'practice' AND a.round <= :through AND coalesce(v.outcome, 'missing') IN {outcomes}
        ORDER BY a.round, a.problem_id, a.sample
    """
    return [(problem_in(row), attempt_from(row)) for row in ask(ledger, query, fingerprints, through=through)]


def judged_from(row: Any) -> Judged:
    verdict = {"outcome": row["outcome"], "code": row["code"], "reason": row["reason"], "evidence": row["evidence"]}
    return Judged(problem_in(row), attempt_from(row), verdict_from({**verdict, "seconds": row["judging"]}))


def problem_in(row: Any) -> Problem:
    return problem_from(
        {**{key: row[key] for key in ("kind", "checks", "level", "parent", "source")}, "prompt": row["shown"]}
    )


def ask(ledger: Ledger, query: str, fingerprints: Mapping[str, str], **values: Any) -> list[Any]:
    return ledger.db.execute(query, {"judges": json.dumps(dict(fingerprints)), **values}).fetchall()
