"""The labelled answers: our own, and those of VERILOOP_DATA."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from problems.problem import Problem
from verifiers.answer import AnswerVerifier
from verifiers.verdict import Outcome

CORPORA = Path(__file__).parents[2] / "corpora"
OWN = CORPORA / "answer.jsonl"
ONLY_DOUBTFUL = {"a-integer-36", "a-adversarial-473"}  # a bullet or a sign; the same value twice with "or" between


def wrong(path: Path) -> tuple[list[str], list[str], Counter[bool]]:
    """The ids of false accepts and false rejects, and how many rows are to be accepted and not."""
    verifier, accepted, refused, count = AnswerVerifier(), list[str](), list[str](), Counter[bool]()
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        problem = Problem("answer", row["problem"]["prompt"], row["problem"]["checks"])
        found = verifier.judge(problem, row["attempt"])
        assert found.outcome is not Outcome.ERRORED
        count[row["accept"]] += 1
        if (found.outcome is Outcome.ACCEPTED) is not row["accept"]:
            (refused if row["accept"] else accepted).append(row["id"])
    return accepted, refused, count


def test_our_own_corpus_is_judged_as_it_is_labelled():
    accepted, refused, count = wrong(OWN)
    assert accepted == []
    assert set(refused) <= ONLY_DOUBTFUL
    assert min(count.values()) > 1000


def test_forms_and_tricks_that_were_written_without_knowing_the_verifier_are_judged_as_they_are_labelled():
    accepted, refused, count = wrong(CORPORA / "answer_forms.jsonl")
    assert accepted == []
    assert len(refused) <= 0.03 * count[True]


def test_answers_in_the_words_of_models_are_mostly_understood_and_never_accepted_wrongly():
    accepted, refused, count = wrong(CORPORA / "answer_real.jsonl")
    assert accepted == []
    assert len(refused) <= 0.2 * count[True]


def test_words_that_make_another_thing_of_a_value_are_not_accepted():
    assert wrong(CORPORA / "answer_words.jsonl")[0] == []


def test_the_development_corpus_is_judged_as_it_is_labelled(data):
    assert wrong(data / "soundness_answer_dev.jsonl")[:2] == ([], [])


@pytest.mark.parametrize("name", ["random", "tempfile"])
def test_nothing_of_an_answer_is_run(tmp_path, name):
    canary = tmp_path / "canary"
    code = f"__import__('os').system('touch {canary}')"
    for text in (code, f"{name}({code})", f"lambda: {code}", r"\text{" + code + "}", f"x={code}"):
        for reference in ("5", "x^2", r"\text{yes}", "(1,2)", "x=5"):
            attempt = rf"\boxed{{{text}}}"
            assert (
                AnswerVerifier().judge(Problem("answer", "", {"reference": reference}), attempt).outcome
                is not Outcome.ACCEPTED
            )
    assert not canary.exists()
