"""What every verifier promises, checked on each one that is shipped."""

import asyncio

import pytest

from problems.problem import Problem, canonical_json
from verifiers.answer import AnswerVerifier
from verifiers.base import Trust, Verifier
from verifiers.fake import ScriptedVerifier
from verifiers.judge import judge
from verifiers.verdict import Outcome, Verdict

PROBLEM = Problem("answer", "What is 2 + 2?", {"reference": "4"})
SHIPPED = {
    # name: one configuration, another one, a right attempt, a wrong attempt
    "answer": (AnswerVerifier(), AnswerVerifier(max_attempt=1000), "The answer is\n#### 4", "#### 5"),
    "scripted": (ScriptedVerifier(), ScriptedVerifier(accept_when="other"), "The answer is 4", "It is 5"),
}
HOSTILE = {
    "nothing": "",
    "a null": "\0",
    "lone surrogates": "\ud800\udfff",
    "right to left": "\u202e4",
    "open braces": r"\boxed{" * 1000,
    "deep brackets": "(" * 100_000,
    "a long number": "9" * 100_000,
    "a power tower": r"\boxed{9^{9^{9^{9}}}}",
    "code": "__import__('os').abort()",
    "format fields": "{0.__class__} %s %n",
    "markup": "[bold]4[/bold] <b>4</b>",
}


@pytest.fixture(params=SHIPPED.values(), ids=SHIPPED.keys())
def shipped(request):
    return request.param


def test_it_is_a_verifier(shipped):
    assert isinstance(shipped[0], Verifier)
    assert isinstance(shipped[0].trust, Trust)


def test_the_right_attempt_is_accepted(shipped):
    verifier, _, right, _ = shipped
    assert asyncio.run(verifier.verify(PROBLEM, right)).outcome is Outcome.ACCEPTED


def test_the_gold_answer_is_accepted(shipped):
    assert asyncio.run(shipped[0].verify(PROBLEM, PROBLEM.checks["reference"])).outcome is Outcome.ACCEPTED


def test_the_wrong_attempt_is_rejected(shipped):
    verifier, _, _, wrong = shipped
    assert asyncio.run(verifier.verify(PROBLEM, wrong)).outcome is Outcome.REJECTED


def test_the_fingerprint_is_the_same_for_the_same_configuration(shipped):
    verifier = shipped[0]
    assert verifier.fingerprint == type(verifier)().fingerprint


def test_the_fingerprint_changes_with_the_configuration(shipped):
    assert shipped[0].fingerprint != shipped[1].fingerprint


@pytest.mark.parametrize("attempt", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_attempt_is_not_accepted_and_breaks_nothing(shipped, attempt):
    verdict = asyncio.run(shipped[0].verify(PROBLEM, attempt))
    assert isinstance(verdict, Verdict)
    assert verdict.outcome in (Outcome.REJECTED, Outcome.ABSTAINED)


@pytest.mark.parametrize("attempt", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_verdict_can_be_stored(shipped, attempt):
    verdict = asyncio.run(shipped[0].verify(PROBLEM, attempt))
    assert canonical_json(verdict.evidence)
    assert (verdict.code + verdict.reason).encode()


def test_checks_without_a_reference_break_nothing(shipped):
    verdict = asyncio.run(judge(shipped[0], Problem("answer", "", {}), "4"))
    assert verdict.outcome is Outcome.ABSTAINED


def test_many_attempts_at_once_get_the_verdicts_they_get_alone(shipped):
    verifier, _, right, wrong = shipped

    async def together():
        return await asyncio.gather(*(verifier.verify(PROBLEM, attempt) for attempt in [right, wrong] * 50))

    outcomes = [verdict.outcome for verdict in asyncio.run(together())]
    assert outcomes == [Outcome.ACCEPTED, Outcome.REJECTED] * 50
