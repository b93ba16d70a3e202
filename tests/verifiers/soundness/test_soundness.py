"""Labelled rows in, counts with intervals out."""

import asyncio
import io
import json
import os
from pathlib import Path

import pytest
from rich.console import Console

from problems.source import ProblemError
from verifiers.answer import AnswerVerifier
from verifiers.fake import ScriptedVerifier
from verifiers.soundness import measure, read_corpus, report_table, wilson
from verifiers.verdict import Verdict


def row(id, attempt, accept, group="made", **more):  # noqa: A002
    problem = {"kind": "answer", "prompt": "", "checks": {"reference": "5"}}
    return {"id": id, "problem": problem, "attempt": attempt, "accept": accept, "class": group, **more}


@pytest.fixture
def corpus(tmp_path):
    def write(*rows):
        file = tmp_path / "corpus.jsonl"
        file.write_text("".join(json.dumps(one) + "\n" for one in rows))
        return read_corpus(file)

    return write


def scripted(_problem, attempt):
    if attempt == "raise":
        raise RuntimeError("broken")
    return {"yes": Verdict.accept, "no": Verdict.reject, "abstain": Verdict.abstain}[attempt]("code", "reason")


def counts(*numbers):
    names = ("rows", "to_accept", "to_reject", "false_accepts", "false_rejects", "abstained", "errored")
    return dict(zip(names, numbers, strict=True))


def report(rows, **options):
    return asyncio.run(measure(rows, {"answer": ScriptedVerifier(script=scripted)}, **options))


def test_every_row_is_counted_by_its_class(corpus):
    rows = corpus(
        row("a", "yes", True),
        row("b", "yes", False),
        row("c", "no", True, "other"),
        row("d", "abstain", True, "other"),
        row("e", "abstain", False),
        row("f", "raise", True),
    )
    written = report(rows).to_json()
    assert written.pop("seconds").keys() == {"p50", "p99"}
    made = counts(4, 2, 2, 1, 1, 1, 1)
    other = counts(2, 2, 0, 0, 2, 1, 0)
    total = {name: made[name] + other[name] for name in made}
    assert written == {**total, "by_class": {"made": made, "other": other}, "wrong": ["b", "c", "d", "f"]}


def test_dangerous_rows_can_be_left_out(corpus):
    found = report(corpus(row("a", "yes", True), row("b", "yes", False, dangerous=True)), skip_dangerous=True)
    assert (found.total.rows, found.skipped) == (1, 1)


def test_progress_is_told_after_each_row(corpus):
    seen = []
    report(corpus(row("a", "yes", True), row("b", "no", False)), progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]


def test_a_kind_without_a_verifier_is_an_error_before_anything_is_judged(corpus):
    judged = []
    other = row("b", "18", True) | {"problem": {"kind": "anwser", "prompt": "", "checks": {}}}
    verifier = ScriptedVerifier(script=lambda *seen: judged.append(seen))
    with pytest.raises(ProblemError, match=r"row 'b'.*'anwser'.*Did you mean 'answer'"):
        asyncio.run(measure(corpus(row("a", "yes", True), other), {"answer": verifier}))
    assert judged == []


def test_an_id_that_occurs_twice_is_an_error(corpus):
    with pytest.raises(ProblemError, match=r"corpus\.jsonl, line 2, field 'id': 'a' is also the id of line 1"):
        corpus(row("a", "yes", True), row("a", "no", True))


def test_an_unknown_field_names_the_nearest(corpus):
    with pytest.raises(ProblemError, match=r"corpus\.jsonl, line 1: unknown field 'notes'. Did you mean 'note'"):
        corpus(row("a", "yes", True, notes=""))


def test_a_missing_class_is_named(corpus):
    bad = row("a", "yes", True)
    del bad["class"]
    with pytest.raises(ProblemError, match=r"line 1, field 'class': is missing"):
        corpus(bad)


def test_bad_checks_are_found_while_reading(corpus):
    bad = row("a", "yes", True)
    bad["problem"]["checks"] = {}
    with pytest.raises(ProblemError, match=r"line 1.*problem.*reference"):
        corpus(bad)


def test_an_empty_corpus_is_an_error(corpus):
    with pytest.raises(ProblemError, match="is empty"):
        corpus()


def test_the_table_shows_classes_rates_and_intervals(corpus):
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(report_table(report(corpus(row("a", "yes", False, "[bold]odd[/bold]"), row("b", "yes", True)))))
    text = console.export_text()
    assert "[bold]odd[/bold]" in text
    assert "1 of 1, 100.0% (20.7% to 100.0%)" in text


def test_the_wilson_interval_of_no_errors_is_not_empty():
    low, high = wilson(0, 142)
    assert low == 0
    assert high == pytest.approx(0.0263, abs=1e-4)


def test_the_development_corpus_is_judged_as_it_was_when_this_was_written():
    if "VERILOOP_DATA" not in os.environ:
        pytest.skip("VERILOOP_DATA does not name the folder with the labelled corpora")
    rows = read_corpus(Path(os.environ["VERILOOP_DATA"]) / "soundness_answer_dev.jsonl")
    found = asyncio.run(measure(rows, {"answer": AnswerVerifier()})).total
    assert (found.rows, found.to_accept, found.to_reject) == (256, 114, 142)
    assert found.false_accepts == 0
    assert (found.false_rejects, found.errored) == (0, 0)
    assert found.abstained < 20
