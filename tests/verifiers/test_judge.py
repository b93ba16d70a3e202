"""Whatever a verifier does, what comes out is a verdict that can be kept; a broken judge decides nothing."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from problems.problem import Problem, canonical_json
from verifiers.base import Trust
from verifiers.judge import judge
from verifiers.verdict import Outcome, Verdict

PROBLEM = Problem("answer", "What is 2 + 2?", {"reference": "4"})
ACCEPT = Verdict.accept("equal", "4 is 4")


@dataclass(frozen=True)
class Told:
    """A verifier that says what it was told to say, or does what it was told to do."""

    says: Any
    trust: Trust = Trust.PROXY
    fingerprint: str = "told"

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        return self.says() if callable(self.says) else self.says


def raising(error: BaseException) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


def endless(deep: list[Any]) -> list[Any]:
    deep.append(deep)
    return deep


BROKEN = {
    "an exception": (raising(ZeroDivisionError("division by zero")), "ZeroDivisionError: division by zero"),
    "an exception without a word": (raising(AssertionError()), "AssertionError"),
    "a failed assertion": (raising(AssertionError("4 == 5")), "4 == 5"),
    "an endless recursion": (raising(RecursionError("too deep")), "RecursionError"),
    "memory run out": (raising(MemoryError("no memory")), "MemoryError"),
    "several exceptions": (raising(ExceptionGroup("two", [ValueError("a"), KeyError("b")])), "ExceptionGroup: two"),
    "a failed connection": (raising(ConnectionError("refused")), "ConnectionError: refused"),
    "an iteration that stopped": (raising(StopAsyncIteration()), "StopAsyncIteration"),
    "nothing": (None, "returned NoneType, not a Verdict"),
    "a truth value": (True, "returned bool, not a Verdict"),
    "a number": (1.0, "returned float, not a Verdict"),
    "an outcome": (Outcome.ACCEPTED, "returned Outcome, not a Verdict"),
    "a class": (lambda: Verdict, "returned type, not a Verdict"),
    "a word for an outcome": (Verdict("accepted", "equal", ""), "outcome is 'accepted', not an Outcome"),  # type: ignore[arg-type]
    "a truth value for an outcome": (Verdict(True, "equal", ""), "outcome is True, not an Outcome"),  # type: ignore[arg-type]
    "a code that is no word": (Verdict(Outcome.ACCEPTED, 7, ""), "code is int, not str"),  # type: ignore[arg-type]
    "a reason that is none": (Verdict(Outcome.ACCEPTED, "equal", None), "reason is NoneType, not str"),  # type: ignore[arg-type]
    "half a character in the reason": (Verdict.accept("equal", "\ud800 is 4"), "surrogates not allowed"),
    "evidence that is no mapping": (Verdict(Outcome.ACCEPTED, "equal", "", [1]), "evidence is list, not a mapping"),  # type: ignore[arg-type]
    "evidence that is none": (Verdict(Outcome.ACCEPTED, "equal", "", None), "evidence is NoneType"),  # type: ignore[arg-type]
    "evidence with an object": (Verdict.accept("equal", "", thing=object()), "cannot be written as JSON"),
    "evidence with not a number": (Verdict.accept("equal", "", value=math.nan), "cannot be written as JSON"),
    "evidence with infinity": (Verdict.accept("equal", "", value=-math.inf), "cannot be written as JSON"),
    "evidence with bytes": (Verdict.accept("equal", "", value=b"4"), "cannot be written as JSON"),
    "evidence with a set": (Verdict.accept("equal", "", value={4}), "cannot be written as JSON"),
    "evidence with a key that is no word": (Verdict.accept("equal", "", value={4: 4}), "the key 4 is not a string"),
    "evidence inside itself": (Verdict.accept("equal", "", value=endless([])), "cannot be written as JSON"),
}


@pytest.mark.parametrize(("says", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_judge_decides_nothing_and_says_why(says, reason):
    verdict = asyncio.run(judge(Told(says), PROBLEM, "4"))
    assert (verdict.outcome, verdict.code) == (Outcome.ERRORED, "verifier_failed")
    assert reason in verdict.reason
    assert canonical_json(verdict.evidence) == "{}"
    verdict.reason.encode()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(type("Sync", (), {"verify": lambda self, p, a: ACCEPT}), id="a verify that is not async"),
        pytest.param(type("Fewer", (), {"verify": lambda self, p: ACCEPT}), id="a verify of other arguments"),
        pytest.param(object, id="no verify at all"),
    ],
)
def test_what_is_no_verifier_decides_nothing(make):
    assert asyncio.run(judge(make(), PROBLEM, "4")).outcome is Outcome.ERRORED


class Hanging:
    trust, fingerprint = Trust.PROXY, "hanging"

    def __init__(self) -> None:
        self.ended = False

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        try:
            await asyncio.sleep(60)
        finally:
            self.ended = True
        return ACCEPT


def test_a_judge_that_hangs_is_ended_at_the_deadline_and_decides_nothing():
    hanging, start = Hanging(), time.perf_counter()
    verdict = asyncio.run(judge(hanging, PROBLEM, "4", deadline=0.05))
    assert (verdict.outcome, verdict.code) == (Outcome.ERRORED, "verifier_timeout")
    assert "Hanging gave no verdict within 0.05 s" in verdict.reason
    assert hanging.ended
    assert time.perf_counter() - start < 10


def test_a_timeout_of_the_judges_own_is_its_failure():
    verdict = asyncio.run(judge(Told(raising(TimeoutError("no worker was free"))), PROBLEM, "4"))
    assert verdict.outcome is Outcome.ERRORED
    assert "no worker was free" in verdict.reason


def test_a_caller_that_gives_up_is_not_answered():
    async def give_up() -> None:
        task = asyncio.create_task(judge(Hanging(), PROBLEM, "4"))
        await asyncio.sleep(0.01)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(give_up())


def test_a_verdict_is_passed_on_with_the_time_it_took():
    async def slow() -> Verdict:
        return await judge(Told(lambda: time.sleep(0.02) or ACCEPT), PROBLEM, "4")

    verdict = asyncio.run(slow())
    assert (verdict.outcome, verdict.code, verdict.reason) == (Outcome.ACCEPTED, "equal", "4 is 4")
    assert 0.02 <= verdict.seconds < 10


@pytest.mark.parametrize("outcome", Outcome)
def test_a_verdict_has_no_truth_value(outcome):
    verdict = Verdict(outcome, "code", "reason")
    with pytest.raises(TypeError, match="no truth value"):
        bool(verdict)
    with pytest.raises(TypeError, match=r"Compare: verdict.outcome is Outcome\.ACCEPTED"):
        assert verdict


def test_only_acceptance_and_rejection_are_decided():
    assert [outcome for outcome in Outcome if outcome.decided] == [Outcome.ACCEPTED, Outcome.REJECTED]


class Leaves(BaseException):
    """Not even an Exception."""


class Unprintable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(SystemExit(0), id="leaves the program"),
        pytest.param(KeyboardInterrupt(), id="pretends that the user stopped"),
        pytest.param(asyncio.CancelledError(), id="cancels itself"),
        pytest.param(Leaves(), id="raises what is no Exception"),
        pytest.param(Unprintable(), id="raises what cannot be printed"),
        pytest.param(ValueError("\ud800"), id="says half a character"),
    ],
)
def test_a_judge_that_breaks_in_any_way_is_errored_in_words_that_can_be_stored(error):
    class Breaks:
        trust, fingerprint = Trust.PROXY, "breaks"

        async def verify(self, problem: Problem, attempt: str) -> Verdict:
            raise error

    verdict = asyncio.run(judge(Breaks(), Problem("answer", "?", {}), "!"))
    assert (verdict.outcome, verdict.code) == (Outcome.ERRORED, "verifier_failed")
    verdict.reason.encode()


def test_a_judge_that_refuses_to_be_stopped_is_left_behind_at_the_deadline():
    class Stubborn:
        trust, fingerprint = Trust.PROXY, "stubborn"

        def __init__(self) -> None:
            self.end = asyncio.Event()

        async def verify(self, problem: Problem, attempt: str) -> Verdict:
            while not self.end.is_set():
                with contextlib.suppress(asyncio.CancelledError):
                    await self.end.wait()
            return Verdict.accept("late", "too late")

    async def judged() -> Verdict:
        stubborn = Stubborn()
        verdict = await judge(stubborn, Problem("answer", "?", {}), "!", deadline=0.05)
        stubborn.end.set()
        await asyncio.sleep(0.01)
        return verdict

    assert asyncio.run(judged()).code == "verifier_timeout"
