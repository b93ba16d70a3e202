"""How each value of the loop is written to the ledger's tables and read back: the same value, field by field."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.values import (
    Admission,
    Admissions,
    Attempt,
    Completion,
    Decoding,
    Evaluation,
    Example,
    Judgement,
    Lesson,
    Planned,
    Policy,
    Prompt,
    Purpose,
    Score,
)
from problems.problem import Problem, canonical_json
from problems.source import ProblemSet
from verifiers.verdict import Outcome, Verdict

Row = sqlite3.Row | Mapping[str, Any]


@dataclass(frozen=True)
class Store:
    """An open connection (rows by column name), and the run folder that stored paths are relative to."""

    db: sqlite3.Connection
    root: Path

    def insert(self, table: str, rows: Iterable[tuple[Any, ...]], on_conflict: str = "ABORT") -> None:
        listed = list(rows)
        if listed:
            marks = ", ".join("?" * len(listed[0]))
            self.db.executemany(f"INSERT OR {on_conflict} INTO {table} VALUES ({marks})", listed)  # noqa: S608 - our own names

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        return self.db.execute(query, values).fetchall()


@dataclass(frozen=True)
class Record:
    """How one type is kept: `write(store, step, value)` and `read(store, step) -> value`."""

    kind: str
    write: Callable[[Store, str, Any], None]
    read: Callable[[Store, str], Any]


def put_problems(store: Store, problems: Iterable[Problem]) -> None:
    rows = ((p.id, p.kind, p.prompt, canonical_json(p.checks), p.level, p.parent, p.source) for p in problems)
    store.insert("problems", rows, on_conflict="IGNORE")


def problem_from(row: Row) -> Problem:
    return Problem(row["kind"], row["prompt"], json.loads(row["checks"]), row["level"], row["parent"], row["source"])


def write_pool(store: Store, step: str, pool: ProblemSet) -> None:
    for side, problems in (("train", pool.train), ("held_out", pool.held_out)):
        put_problems(store, problems)
        store.insert("pool", ((step, side, position, p.id) for position, p in enumerate(problems)))


def read_pool(store: Store, step: str) -> ProblemSet:
    query = "SELECT p.* FROM pool JOIN problems p ON p.id = problem_id WHERE step = ? AND side = ? ORDER BY position"
    train, held_out = (tuple(map(problem_from, store.rows(query, step, side))) for side in ("train", "held_out"))
    return ProblemSet(train, held_out)


def write_policy(store: Store, step: str, policy: Policy) -> None:
    weights = policy.weights.resolve()
    if weights.is_relative_to(store.root):
        weights = weights.relative_to(store.root)  # a run folder that is moved keeps its policies
    store.insert("policies", [(step, policy.id, policy.round, str(weights), canonical_json(policy.metrics))])


def read_policy(store: Store, step: str) -> Policy:
    (row,) = store.rows("SELECT * FROM policies WHERE step = ?", step)
    return policy_from(store, row)


def policy_from(store: Store, row: sqlite3.Row) -> Policy:
    return Policy(row["id"], store.root / row["weights"], row["round"], json.loads(row["metrics"]))


def put_prompts(store: Store, prompts: Iterable[Prompt]) -> None:
    rows = (
        (p.id, p.user, p.system, p.prefix, p.chat, d.temperature, d.top_p, d.max_tokens, canonical_json(d.stop))
        for p in prompts
        for d in (p.decoding,)
    )
    store.insert("prompts", rows, on_conflict="IGNORE")


def prompt_from(row: sqlite3.Row) -> Prompt:
    stop = tuple(json.loads(row["stop"]))
    decoding = Decoding(row["temperature"], row["top_p"], row["max_tokens"], stop)
    return Prompt(row["user"], row["system"], row["prefix"], bool(row["chat"]), decoding)


def write_attempt(store: Store, step: str, attempt: Attempt) -> None:
    plan, done = attempt.planned, attempt.completion
    put_prompts(store, [plan.prompt])
    named = (step, attempt.id, plan.round, plan.purpose.value, plan.problem_id, plan.policy_id, plan.prompt.id)
    made = (plan.index, plan.seed, done.text, attempt.sha256, done.tokens, done.finish, done.seconds)
    store.insert("attempts", [named + made])


def read_attempt(store: Store, step: str) -> Attempt:
    query = "SELECT a.*, p.* FROM attempts a JOIN prompts p ON p.id = a.prompt_id WHERE a.step = ?"
    (row,) = store.rows(query, step)
    return attempt_from(row)


def attempt_from(row: sqlite3.Row) -> Attempt:
    """From a row that joins `attempts` with `prompts`."""
    purpose, prompt = Purpose(row["purpose"]), prompt_from(row)
    planned = Planned(row["round"], purpose, row["problem_id"], row["policy_id"], prompt, row["sample"], row["seed"])
    return Attempt(planned, Completion(row["text"], row["tokens"], row["finish"], row["seconds"]))


def write_judgement(store: Store, step: str, said: Judgement) -> None:
    verdict = said.verdict
    about = (step, said.problem_id, said.attempt_sha256, said.fingerprint, said.verifier)
    what = (verdict.outcome.value, verdict.code, verdict.reason, canonical_json(verdict.evidence), verdict.seconds)
    store.insert("verdicts", [about + what], on_conflict="REPLACE")  # only an errored verdict is ever asked for again


def read_judgement(store: Store, step: str) -> Judgement:
    (row,) = store.rows("SELECT * FROM verdicts WHERE step = ?", step)
    verdict = verdict_from(row)
    return Judgement(row["problem_id"], row["attempt_sha256"], row["fingerprint"], row["verifier"], verdict)


def verdict_from(row: Row) -> Verdict:
    evidence = json.loads(row["evidence"])
    return Verdict(Outcome(row["outcome"]), row["code"], row["reason"], evidence, row["seconds"])


def write_lesson(store: Store, step: str, lesson: Lesson) -> None:
    put_prompts(store, (example.prompt for example in lesson.examples))
    store.insert("lessons", [(step, lesson.id, lesson.round, canonical_json(lesson.left_out))])
    rows = (
        (step, position, e.prompt.id, e.completion, e.ended, e.problem_id, e.attempt_id)
        for position, e in enumerate(lesson.examples)
    )
    store.insert("lesson_examples", rows)


def read_lesson(store: Store, step: str) -> Lesson:
    (row,) = store.rows("SELECT * FROM lessons WHERE step = ?", step)
    query = "SELECT * FROM lesson_examples JOIN prompts ON prompts.id = prompt_id WHERE step = ? ORDER BY position"
    examples = (
        Example(prompt_from(e), e["completion"], e["problem_id"], e["attempt_id"], bool(e["ended"]))
        for e in store.rows(query, step)
    )
    return Lesson(row["round"], tuple(examples), json.loads(row["left_out"]))


def write_evaluation(store: Store, step: str, evaluation: Evaluation) -> None:
    store.insert("evaluations", [(step, evaluation.round, evaluation.policy_id)], on_conflict="REPLACE")
    store.db.execute("DELETE FROM scores WHERE step = ?", (step,))  # of an evaluation that a broken judge left open
    rows = (
        (step, position, s.measure, s.family, s.level, s.problems, s.abstained, s.errored, s.value, s.low, s.high)
        for position, s in enumerate(evaluation.scores)
    )
    store.insert("scores", rows)


def read_evaluation(store: Store, step: str) -> Evaluation:
    (row,) = store.rows("SELECT * FROM evaluations WHERE step = ?", step)
    scores = (Score(*tuple(s)[2:]) for s in store.rows("SELECT * FROM scores WHERE step = ? ORDER BY position", step))
    return Evaluation(row["round"], row["policy_id"], tuple(scores))


def write_admissions(store: Store, step: str, admissions: Admissions) -> None:
    for decision, a in enumerate(admissions.decisions):
        put_problems(store, a.admitted)
        about = (step, decision, admissions.round, a.family, a.level)
        store.insert("admissions", [(*about, a.solve_rate, a.decided, a.proposed, a.reason)])
        store.insert("admitted", ((step, decision, position, p.id) for position, p in enumerate(a.admitted)))


def read_admissions(store: Store, step: str) -> Admissions:
    query = "SELECT p.* FROM admitted JOIN problems p ON p.id = problem_id WHERE step = ? AND decision = ? ORDER BY position"

    def decision(row: sqlite3.Row) -> Admission:
        admitted = tuple(map(problem_from, store.rows(query, step, row["position"])))
        about = (row["family"], row["level"], row["solve_rate"], row["decided"], row["proposed"])
        return Admission(*about, admitted, row["reason"])

    rows = store.rows("SELECT * FROM admissions WHERE step = ? ORDER BY position", step)
    # The round is in the step's name too, for a round in which no family was up for a decision.
    return Admissions(int(step.split("/")[1]), tuple(map(decision, rows)))


RECORDS: dict[type, Record] = {
    ProblemSet: Record("pool", write_pool, read_pool),
    Policy: Record("policy", write_policy, read_policy),
    Attempt: Record("attempt", write_attempt, read_attempt),
    Judgement: Record("judgement", write_judgement, read_judgement),
    Lesson: Record("lesson", write_lesson, read_lesson),
    Evaluation: Record("evaluation", write_evaluation, read_evaluation),
    Admissions: Record("admissions", write_admissions, read_admissions),
}
BY_KIND = {record.kind: record for record in RECORDS.values()}
