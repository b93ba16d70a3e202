"""Every type that the ledger keeps is read back as it was written."""

from __future__ import annotations

import asyncio
import math
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ledger import Ledger
from engine.records import BY_KIND, RECORDS, Store
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
from problems.problem import Problem
from problems.source import ProblemSet
from verifiers.verdict import Outcome, Verdict

NASTY = st.sampled_from(
    ["", "\0", "a\0b", "🙂👩‍👩‍👧", "\u202e4", "é" * 5000, "' OR 1=1 --", "\r\n\t", "\ufeff", "[bold]"]
)
WORDS = NASTY | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
INTS = st.integers(-(2**63), 2**63 - 1)
COUNTS = st.integers(0, 2**63 - 1)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
SECONDS = st.floats(0, 1e308) | st.sampled_from([0.0, 5e-324, math.ulp(1.0)])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | FLOATS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(WORDS, JSON, max_size=3)
NAMES = st.text("0123456789abcdef", min_size=8, max_size=8)

problems = st.builds(
    Problem, st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5), WORDS, OBJECTS, COUNTS,
    st.none() | NAMES, WORDS,
)  # fmt: skip
decodings = st.builds(Decoding, st.floats(0, 100), st.floats(0.01, 1), COUNTS, st.lists(WORDS, max_size=3).map(tuple))
prompts = st.builds(Prompt, WORDS, WORDS, WORDS, st.booleans(), decodings)
plans = st.builds(Planned, COUNTS, st.sampled_from(Purpose), NAMES, NAMES, prompts, COUNTS, INTS)
completions = st.builds(Completion, WORDS | st.text(max_size=10), COUNTS, st.sampled_from(["stop", "length"]), SECONDS)
verdicts = st.builds(Verdict, st.sampled_from(Outcome), WORDS, WORDS, OBJECTS, SECONDS)
examples = st.builds(Example, prompts, WORDS, NAMES | st.just(""), st.none() | NAMES, st.booleans())
scores = st.builds(Score, WORDS, WORDS, st.none() | COUNTS, COUNTS, COUNTS, COUNTS, FLOATS, FLOATS, FLOATS)


def unique(some: Any) -> Any:
    """A problem occurs once in a run's tables; the same content with another level is still the same problem."""
    return st.lists(some, max_size=4, unique_by=lambda p: p.id).map(tuple)


pools = unique(problems).flatmap(lambda p: st.integers(0, len(p)).map(lambda at: ProblemSet(p[:at], p[at:])))
decisions = unique(problems).flatmap(
    lambda p: st.tuples(
        *(
            st.builds(Admission, WORDS, COUNTS, st.none() | FLOATS, COUNTS, COUNTS, st.just((each,)), WORDS)
            for each in p
        )
    )
)
EVERY: dict[type, Any] = {
    ProblemSet: pools,
    Policy: st.builds(Policy, NAMES, st.just(Path("/elsewhere/weights")), COUNTS, st.dictionaries(WORDS, FLOATS, max_size=3)),
    Attempt: st.builds(Attempt, plans, completions),
    Judgement: st.builds(Judgement, NAMES, NAMES, NAMES, WORDS, verdicts),
    Lesson: st.builds(Lesson, COUNTS, st.lists(examples, max_size=3).map(tuple), st.dictionaries(WORDS, COUNTS, max_size=2)),
    Evaluation: st.builds(Evaluation, COUNTS, NAMES, st.lists(scores, max_size=3).map(tuple)),
    Admissions: st.builds(Admissions, st.just(3), decisions),
}  # fmt: skip


@contextmanager
def ledger() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder:
        opened = Ledger(Path(folder) / "ledger.sqlite")
        try:
            yield opened
        finally:
            opened.close()


def kept(value: Any, store: Store) -> Any:
    """The value as it comes out of the tables, which are left as they were."""
    record = RECORDS[type(value)]
    store.db.execute("BEGIN")
    try:
        record.write(store, "round/3/value", value)
        return record.read(store, "round/3/value")
    finally:
        store.db.execute("ROLLBACK")


def typed(value: Any) -> Any:
    """For a comparison in which 1 is neither True nor 1.0, and the order of keys does not count."""
    if is_dataclass(value):
        return type(value).__name__, [typed(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, Mapping):
        return "mapping", sorted((key, typed(inner)) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return "sequence", [typed(inner) for inner in value]
    return type(value).__name__, value


def test_every_recorded_type_is_tried_here():
    assert EVERY.keys() == RECORDS.keys()
    assert len(BY_KIND) == len(RECORDS)


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_what_was_recorded_is_read_back_field_by_field(kind):
    with ledger() as opened:

        @given(EVERY[kind])
        @settings(max_examples=60, deadline=None, database=None, derandomize=True)
        def read_back(value):
            found = kept(value, opened.store)
            assert found == value
            assert typed(found) == typed(value)

        read_back()


@pytest.mark.parametrize(
    "text", ["\ud800", "it is \udfff4", "\ud83d\ude42"], ids=["alone", "inside", "a pair that should be one character"]
)
def test_half_a_character_from_a_server_is_replaced_before_it_is_kept(text):
    done = Completion(text, 1)
    assert "?" in done.text
    attempt = Attempt(Planned(1, Purpose.PRACTICE, "p", "q", Prompt("?"), 0, 1), done)
    with ledger() as opened:
        assert kept(attempt, opened.store) == attempt


def test_a_policy_in_the_run_folder_moves_with_it():
    async def record() -> Policy:
        return Policy("next", opened.path.parent.resolve() / "policies" / "round-1", 1)

    with ledger() as opened:
        asyncio.run(opened.once("round/1/policy", record))
        moved = opened.path.parent / "moved"
        opened.close()
        moved.mkdir()
        opened.path.rename(moved / "ledger.sqlite")
        again = Ledger(moved / "ledger.sqlite")
        try:
            assert again.find("round/1/policy").weights == moved.resolve() / "policies" / "round-1"
        finally:
            again.close()
