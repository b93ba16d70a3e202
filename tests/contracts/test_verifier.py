"""What every verifier promises, checked on each one that is shipped."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from problems.problem import Problem, canonical_json
from verifiers.answer import AnswerVerifier
from verifiers.base import Trust, Verifier
from verifiers.fake import ScriptedVerifier
from verifiers.judge import judge
from verifiers.lean import LeanVerifier
from verifiers.verdict import Outcome, Verdict

PROBLEM = Problem("answer", "What is 2 + 2?", {"reference": "4"})
THEOREM = Problem("lean", "Prove it.", {"statement": "theorem t : 2 + 2 = 4"})


class Shipped(NamedTuple):
    """How a verifier is made, as it is by default and in another configuration; and what it should say."""

    make: Callable[..., Any]
    otherwise: dict[str, Any]
    right: str
    wrong: str
    problem: Problem = PROBLEM
    gold: str = "4"


SHIPPED = {
    "answer": Shipped(AnswerVerifier, {"max_attempt": 1000}, "The answer is\n#### 4", "#### 5"),
    "scripted": Shipped(ScriptedVerifier, {"accept_when": "other"}, "The answer is 4", "It is 5"),
    "lean": Shipped(
        LeanVerifier, {"axioms": ()}, "By computation:\n```lean\ntheorem t : 2 + 2 = 4 := rfl\n```",
        "theorem t : 2 + 2 = 4 := by\n  contradiction", THEOREM, "theorem t : 2 + 2 = 4 := rfl",
    ),
}  # fmt: skip
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


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=pytest.mark.lean if name == "lean" else ()) for name in SHIPPED],
)
def shipped(request) -> Iterator[tuple[Any, Shipped]]:
    """A verifier, and what is known of it."""
    case = SHIPPED[request.param]
    verifier = case.make()
    if why := getattr(verifier, "unavailable", ""):
        pytest.skip(why)
    yield verifier, case
    if close := getattr(verifier, "aclose", None):
        asyncio.run(close())


def verdict(shipped, attempt):
    verifier, case = shipped
    return asyncio.run(verifier.verify(case.problem, attempt))


def test_it_is_a_verifier(shipped):
    assert isinstance(shipped[0], Verifier)
    assert isinstance(shipped[0].trust, Trust)


def test_the_right_attempt_is_accepted(shipped):
    assert verdict(shipped, shipped[1].right).outcome is Outcome.ACCEPTED


def test_the_gold_answer_is_accepted(shipped):
    assert verdict(shipped, shipped[1].gold).outcome is Outcome.ACCEPTED


def test_the_wrong_attempt_is_rejected(shipped):
    assert verdict(shipped, shipped[1].wrong).outcome is Outcome.REJECTED


def test_the_fingerprint_is_the_same_for_the_same_configuration(shipped):
    verifier, case = shipped
    assert verifier.fingerprint == case.make().fingerprint


def test_the_fingerprint_changes_with_the_configuration(shipped):
    verifier, case = shipped
    assert verifier.fingerprint != case.make(**case.otherwise).fingerprint


@pytest.mark.parametrize("attempt", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_attempt_is_not_accepted_and_breaks_nothing(shipped, attempt):
    found = verdict(shipped, attempt)
    assert isinstance(found, Verdict)
    assert found.outcome in (Outcome.REJECTED, Outcome.ABSTAINED)


@pytest.mark.parametrize("attempt", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_verdict_can_be_stored(shipped, attempt):
    found = verdict(shipped, attempt)
    assert canonical_json(found.evidence)
    assert (found.code + found.reason).encode()


def test_checks_without_a_reference_break_nothing(shipped):
    verifier, case = shipped
    found = asyncio.run(judge(verifier, Problem(case.problem.kind, "", {}), "4"))
    assert found.outcome is Outcome.ABSTAINED


def test_many_attempts_at_once_get_the_verdicts_they_get_alone(shipped):
    verifier, case = shipped

    async def together():
        return await asyncio.gather(*(verifier.verify(case.problem, text) for text in [case.right, case.wrong] * 50))

    outcomes = [found.outcome for found in asyncio.run(together())]
    assert outcomes == [Outcome.ACCEPTED, Outcome.REJECTED] * 50
