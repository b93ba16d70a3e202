"""The scripted judge does what it was told."""

import asyncio

import pytest

from problems.problem import Problem
from verifiers.fake import ScriptedVerifier
from verifiers.verdict import Outcome, Verdict

SUM = Problem("answer", "2 + 2", {"reference": "4", "other": 5})


@pytest.mark.parametrize(
    ("attempt", "outcome"), [("it is 4", Outcome.ACCEPTED), ("4 or 5", Outcome.REJECTED), ("", Outcome.REJECTED)]
)
def test_the_last_word_decides(attempt, outcome):
    assert asyncio.run(ScriptedVerifier().verify(SUM, attempt)).outcome is outcome


def test_another_check_can_be_named():
    assert asyncio.run(ScriptedVerifier(accept_when="other").verify(SUM, "5")).outcome is Outcome.ACCEPTED


def test_a_check_that_is_not_there_cannot_be_judged():
    assert asyncio.run(ScriptedVerifier(accept_when="missing").verify(SUM, "5")).outcome is Outcome.ABSTAINED


def test_a_script_decides_instead():
    verifier = ScriptedVerifier(script=lambda problem, attempt: Verdict.reject("scripted", attempt))
    assert asyncio.run(verifier.verify(SUM, "4")).code == "scripted"
