"""The computer algebra process: what it settles, and that its limits are enforced from outside."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from problems.problem import Problem
from verifiers.answer import AnswerVerifier
from verifiers.answer.algebra import Algebra
from verifiers.answer.cursor import Style, expression
from verifiers.answer.grammar import parse
from verifiers.answer.tree import Add, Expr, negated
from verifiers.verdict import Outcome


def difference(left: str, right: str) -> Expr:
    return Add((expression(parse(left, Style())), negated(expression(parse(right, Style())))))


@pytest.fixture
def algebra():
    made = Algebra(seconds=5)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("left", "right"),
    [(r"\arcsin\frac12", r"\frac\pi6"), (r"\sqrt{x^2}", "|x|"), (r"\frac{\sin 4x}{4\sin x}", r"\cos x\cos 2x"), ("x", "x")],
)  # fmt: skip
def test_it_proves_what_is_equal(algebra, left, right):
    assert algebra.zero(difference(left, right)) is True


@pytest.mark.parametrize(("left", "right"), [("5", "6"), (r"\sqrt{x^2}", "x"), (r"\ln(x^2)", r"2\ln x"), ("x", "y")])
def test_it_never_claims_what_is_not(algebra, left, right):
    assert algebra.zero(difference(left, right)) is None


def test_what_takes_too_long_is_ended_and_the_next_is_judged():
    algebra = Algebra(seconds=0.5)
    assert algebra.zero(difference("1", "1")) is True
    first = algebra.child.pid
    assert algebra.zero(difference("10^{10^{10}}", "5")) is None
    assert not Path(f"/proc/{first}").exists()
    assert algebra.zero(difference("x", "x")) is True
    algebra.close()


def test_what_takes_too_much_memory_settles_nothing():
    algebra = Algebra(seconds=20, memory_mb=400)
    assert algebra.zero(difference("(a+b+c+d+f+g+h+k)^{200}", "5")) is None
    algebra.close()


def test_a_killed_process_is_replaced(algebra):
    assert algebra.zero(difference("x", "x")) is True
    os.kill(algebra.child.pid, signal.SIGKILL)
    time.sleep(0.1)
    assert algebra.zero(difference("x", "x")) is True


def test_threads_take_turns(algebra):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda at: algebra.zero(difference("x", "x" if at % 2 else "x+1")), range(20)))
    assert found == [None, True] * 10


def test_nothing_is_left_when_nobody_holds_it():
    algebra = Algebra()
    algebra.zero(difference("x", "x"))
    pid = algebra.child.pid
    del algebra
    gc.collect()
    assert not Path(f"/proc/{pid}").exists()


def verdicts(verifier: AnswerVerifier, reference: str, answer: str):
    async def judged():
        try:
            return await verifier.verify(Problem("answer", "", {"reference": reference}), rf"\boxed{{{answer}}}")
        finally:
            await verifier.aclose()

    return asyncio.run(judged())


def test_the_verifier_asks_it_last():
    found = verdicts(AnswerVerifier(), r"\frac{\pi}{6}", r"\arcsin\frac12")
    assert (found.outcome, found.evidence["settled_by"]) == (Outcome.ACCEPTED, "computer algebra")
    found = verdicts(AnswerVerifier(algebra_seconds=0), r"\frac{\pi}{6}", r"\arcsin\frac12")
    assert found.outcome is Outcome.ABSTAINED


def test_no_thread_and_no_process_is_started_for_what_is_settled_without_it():
    verifier, threads = AnswerVerifier(), threading.active_count()
    for _ in range(50):
        verifier.judge(Problem("answer", "", {"reference": "5"}), r"\boxed{6}")
    assert verifier.algebra.child is None
    assert threading.active_count() == threads


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [({"max_attempt": 0}, "max_attempt"), ({"algebra_seconds": -1}, "algebra_seconds"), ({"fallback": "sympy"}, "math-verify")],
)  # fmt: skip
def test_a_wrong_argument_is_named(arguments, complaint):
    with pytest.raises(ValueError, match=complaint):
        AnswerVerifier(**arguments)


def test_the_fallback_is_asked_where_nothing_else_can_tell():
    found = verdicts(AnswerVerifier(fallback="math-verify"), "6", r"\sum_{k=1}^{3} k")
    assert (found.outcome, found.evidence["settled_by"]) == (Outcome.ACCEPTED, "math-verify")
    found = verdicts(AnswerVerifier(fallback="math-verify"), "6", "7")
    assert found.evidence["settled_by"] == "exact value"
    assert verdicts(AnswerVerifier(), "6", r"\sum_{k=1}^{3} k").outcome is Outcome.ABSTAINED


@pytest.mark.parametrize(
    ("reference", "attempt"),
    [
        pytest.param("5", r"so it is $-\boxed{5}$", id="a part of more"),
        pytest.param("18", r"\boxed{18\text{ dozen}}", id="a word that changes the value"),
        pytest.param("72", r"\boxed{~72}", id="about"),
        pytest.param("72", r"\boxed{72❌}", id="a sign that is not understood"),
        pytest.param("6", r"\boxed{\sum_{k=1}^{3} k} or 7", id="a second answer behind it"),
        pytest.param("11/2", r"\boxed{1\text{1/2}}", id="digits that touch digits"),
        pytest.param("1", r"\boxed{1" + r"+\sum_{k=1}^{1}0" * 40 + "+1}", id="what a shortened text would hide"),
    ],
)
def test_the_fallback_is_not_asked_about_a_doubt(reference, attempt):
    async def judged():
        verifier = AnswerVerifier(fallback="math-verify")
        try:
            return await verifier.verify(Problem("answer", "", {"reference": reference}), attempt)
        finally:
            await verifier.aclose()

    assert asyncio.run(judged()).outcome is not Outcome.ACCEPTED


def test_the_fallback_runs_nothing_that_a_model_wrote(tmp_path):
    canary = tmp_path / "canary"
    code = f"__import__('os').system('touch {canary}')"
    for text in (rf"\sum_{{k}} {code}", rf"\int {code}", rf"\lim {{{code}}}"):
        assert verdicts(AnswerVerifier(fallback="math-verify"), "5", text).outcome is not Outcome.ACCEPTED
    assert not canary.exists()
