"""What a verdict says: its code, its reason and its evidence; and that nothing but a whole, positive answer accepts."""

from __future__ import annotations

import asyncio
import collections
import json

import pytest

from problems.problem import Problem, plain
from sandboxes.base import Ended, Finished, Printed, Returned, SandboxUnavailable
from sandboxes.base import Tested as OneTest
from sandboxes.fake import FakeSandbox
from sandboxes.supervisor import wire
from verifiers.code import CodeVerifier
from verifiers.verdict import Outcome

DOUBLE = {"style": "function", "entry_point": "double", "cases": [{"args": [n], "expected": 2 * n} for n in (1, 2, 3)]}
ECHO = {"style": "stdio", "cases": [{"stdin": "a\n", "stdout": "a\n"}, {"stdin": "b\n", "stdout": "b\n"}]}
CHECK = {"style": "assert", "entry_point": "f", "check": "def check(candidate):\n    assert candidate(2) > 3\n"}
PYTEST = {"style": "pytest", "files": {"test_f.py": "from solution import f\n\ndef test_f():\n    assert f(2) == 4\n"}}


def verdict(checks, finished, attempt="x = 1"):
    def ends(_job):
        if isinstance(finished, Exception):
            raise finished
        return finished

    return asyncio.run(CodeVerifier(FakeSandbox(ends=ends)).verify(Problem("code", "p", checks), attempt))


def returned(*values):
    return tuple(Returned(json.dumps({"value": value})) for value in values)


@pytest.mark.parametrize(
    ("checks", "finished"),
    [
        pytest.param(DOUBLE, Finished(Ended.COMPLETED, returned(2, 4, 6), 3), id="calls"),
        pytest.param(ECHO, Finished(Ended.COMPLETED, (Printed("a\n", 0), Printed("b", 0)), 2), id="programs"),
        pytest.param(CHECK, Finished(Ended.COMPLETED, (OneTest("step 0", True),), 1), id="assertions"),
        pytest.param(PYTEST, Finished(Ended.COMPLETED, (OneTest("test_f.py::test_f", True),), 1), id="a suite"),
    ],
)
def test_all_of_it_right_is_accepted(checks, finished):
    found = verdict(checks, finished)
    assert (found.outcome, found.code) == (Outcome.ACCEPTED, "passed")


@pytest.mark.parametrize(
    "finished",
    [
        pytest.param(Finished(Ended.COMPLETED), id="completed, and nothing came"),
        pytest.param(Finished(Ended.COMPLETED, returned(2, 4), 3), id="one answer short"),
        pytest.param(Finished(Ended.COMPLETED, returned(2, 4), 2), id="fewer were expected than the problem has"),
        pytest.param(Finished(Ended.CRASHED, returned(2, 4, 6), 3), id="all right, but it crashed"),
        pytest.param(Finished(Ended.TIMEOUT, returned(2, 4, 6), 3), id="all right, but too late"),
        pytest.param(Finished(Ended.COMPLETED, returned(2, 4, 6, 8), 3), id="one answer too many"),
    ],
)
def test_nothing_less_is_accepted(finished):
    assert verdict(DOUBLE, finished).outcome is Outcome.REJECTED


def test_tests_that_were_not_reached_are_not_passed():
    assert verdict(CHECK, Finished(Ended.COMPLETED, (), 0)).outcome is Outcome.REJECTED
    assert verdict(PYTEST, Finished(Ended.COMPLETED, (), 1)).outcome is Outcome.REJECTED


@pytest.mark.parametrize(
    "ended", [each for each in Ended if each not in (Ended.COMPLETED, Ended.UNJUDGED, Ended.UNLOADABLE)]
)
def test_each_limit_is_a_rejection_with_its_own_code(ended):
    found = verdict(DOUBLE, Finished(ended, returned(2), 3, detail="it went too far"))
    assert (found.outcome, found.code) == (Outcome.REJECTED, ended.value)
    assert "it went too far" in found.reason
    assert found.evidence["done"] == 1


def test_the_first_failing_case_is_the_evidence():
    found = verdict(DOUBLE, Finished(Ended.COMPLETED, returned(2, 5, 7), 3, seconds=0.25, memory_mb=12.34))
    assert found.code == "wrong_answer"
    assert found.reason == "call 1 returned 5, expected 4"
    assert plain(found.evidence) == {
        "case": 1, "call": "double(2)", "expected": "4", "returned": "5", "seconds": 0.25, "memory_mb": 12.3
    }  # fmt: skip


def test_what_a_program_printed_is_the_evidence():
    found = verdict(ECHO, Finished(Ended.COMPLETED, (Printed("a", 0), Printed("c\n", 0, "hint")), 2))
    assert (found.code, found.evidence["stdin"], found.evidence["printed"]) == ("wrong_answer", "b\n", "c\n")
    assert found.evidence["stderr"] == "hint"


def test_right_output_with_a_wrong_exit_status_is_refused():
    assert verdict(ECHO, Finished(Ended.COMPLETED, (Printed("a", 0), Printed("b", 1)), 2)).code == "crashed"


@pytest.mark.parametrize(
    ("detail", "code"),
    [
        ("SyntaxError: invalid syntax", "syntax_error"),
        ("IndentationError: unexpected indent", "syntax_error"),
        ("NameError: the source defines no 'double'", "missing_entry_point"),
        ("ZeroDivisionError: division by zero", "load_error"),
        ("MemoryError: ", "memory"),
    ],
)
def test_a_source_that_does_not_load_says_why(detail, code):
    found = verdict(DOUBLE, Finished(Ended.UNLOADABLE, detail=detail))
    assert (found.outcome, found.code) == (Outcome.REJECTED, code)


def test_an_error_that_only_sounds_like_a_missing_entry_point_is_the_sources_own():
    found = verdict(DOUBLE, Finished(Ended.UNLOADABLE, detail="ValueError: the source defines no 'double'"))
    assert found.code == "load_error"


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (["ValueError", "no"], "exception"),
        (["MemoryError", ""], "memory"),
        (["OSError", "[errno 28] No space left on device"], "disk"),
        (["OSError", "[errno 24] Too many open files"], "open_files"),
        (["RuntimeError", "can't start new thread"], "processes"),
    ],
)
def test_an_exception_names_the_limit_that_caused_it(raised, code):
    result = Returned(json.dumps({"raised": raised}))
    assert verdict(DOUBLE, Finished(Ended.COMPLETED, (result,), 3)).code == code


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "5", '{"value"', "{}", '{"raised": 5}', '{"raised": []}', '{"value": ["i"]}',
     "[" * 100_000, '{"value": NaN}',
     '{"value": "\\ud800"}', '{"value": 1e999}', '{"value": ' + "9" * 5000 + "}"],
    ids=range(15),
)  # fmt: skip
def test_a_reply_that_is_no_value_is_a_rejection_that_can_be_stored(text):
    found = verdict(DOUBLE, Finished(Ended.COMPLETED, (Returned(text),), 3))
    assert found.outcome is Outcome.REJECTED
    json.dumps(plain(found.evidence), allow_nan=False).encode()
    found.reason.encode()


def test_a_reply_far_larger_than_the_expected_value_is_refused_unread(frugal):
    text = '{"value":["l"' + ",[]" * 8_000_000 + "]}"
    with frugal(megabytes=1):
        found = verdict(DOUBLE, Finished(Ended.COMPLETED, (Returned(text),), 3))
    assert found.code == "wrong_answer"
    assert found.reason == f"call 0 returned a value of {len(text)} characters, far larger than the expected one"


Wide = collections.namedtuple(
    "Wide", "a_name_that_is_rather_long_for_a_field another_name_that_is_rather_long_for_a_field"
)


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        pytest.param([1e308] * 2000, [int(1e308)] * 2000, id="floats as integers"),
        pytest.param([0.5] * 2000, [0.5] * 2000, id="floats"),
        pytest.param([{"$tuple": [1, 2]}] * 2000, [Wide(1, 2)] * 2000, id="named tuples"),
        pytest.param(["\U0001f600"] * 2000, ["\U0001f600"] * 2000, id="text outside of ASCII"),
        pytest.param([[]] * 20_000, [[]] * 20_000, id="empty lists"),
    ],
)
def test_a_right_value_is_never_too_large(expected, value):
    checks = {**DOUBLE, "cases": [{"args": [1], "expected": expected}]}
    text = json.dumps({"value": wire.encode(value)})
    assert verdict(checks, Finished(Ended.COMPLETED, (Returned(text),), 1)).code == "passed"


def test_large_replies_are_judged_beside_the_event_loop():
    """The loop ticks while a large answer is read."""
    checks = {**DOUBLE, "cases": [{"args": [1], "expected": [[0.5]] * 30_000}]}
    text = json.dumps({"value": wire.encode([[0.5]] * 30_000)})
    place = FakeSandbox(ends=lambda _job: Finished(Ended.COMPLETED, (Returned(text),), 1))
    problem = Problem("code", "p", checks)

    async def judged_and_ticks():
        await CodeVerifier(place).verify(problem, "x = 1")  # the plan is made
        judging, ticks = asyncio.create_task(CodeVerifier(place).verify(problem, "x = 1")), 0
        while not judging.done():
            await asyncio.sleep(0.001)
            ticks += 1
        return await judging, ticks

    found, ticks = asyncio.run(judged_and_ticks())
    assert found.code == "passed"
    assert ticks > 1  # judged on the loop itself, it would tick once


def test_a_place_that_failed_is_no_verdict_about_the_attempt():
    found = verdict(DOUBLE, SandboxUnavailable("the engine is gone"))
    assert (found.outcome, found.code) == (Outcome.ERRORED, "sandbox_unavailable")


@pytest.mark.parametrize(
    ("checks", "code"),
    [
        pytest.param(
            {**CHECK, "check": "def check(candidate):\n    assert eval(candidate(2)) == 4\n"},
            "evaluates_text",
            id="eval",
        ),
        pytest.param({**CHECK, "check": "def check(candidate:\n"}, "broken_suite", id="a suite that does not compile"),
        pytest.param({**PYTEST, "files": {"../x.py": ""}}, "bad_checks", id="a file outside the suite's folder"),
        pytest.param(
            {**DOUBLE, "cases": [{"args": [{"$x": 1}], "expected": 1}]}, "bad_checks", id="a tag that is not known"
        ),
        pytest.param({**DOUBLE, "cases": []}, "bad_checks", id="no cases"),
        pytest.param({"style": "rspec"}, "bad_checks", id="no such style"),
    ],
)
def test_a_problem_that_nobody_can_judge_is_abstained_from_before_anything_runs(checks, code):
    found = verdict(checks, AssertionError("nothing may be run"))
    assert (found.outcome, found.code) == (Outcome.ABSTAINED, code)


def test_what_the_sandbox_finds_wrong_with_a_suite_is_an_abstention():
    found = verdict(PYTEST, Finished(Ended.UNJUDGED, detail="the suite has no tests"))
    assert (found.outcome, found.code) == (Outcome.ABSTAINED, "unsupported_suite")


@pytest.mark.parametrize(
    ("attempt", "code"), [("", "no_code"), (" \n", "no_code"), ("```\n```", "no_code"), ("x" * 1_000_001, "too_long")]
)
def test_an_attempt_without_code_or_without_end_is_refused_unread(attempt, code):
    assert verdict(DOUBLE, AssertionError("nothing may be run"), attempt).code == code


def test_no_expected_value_goes_into_the_sandbox():
    place = FakeSandbox(ends=lambda _job: Finished(Ended.COMPLETED, returned(2, 4, 6), 3))
    problem = Problem("code", "p", {**DOUBLE, "cases": [{"args": [1], "expected": 987654321}]})
    asyncio.run(CodeVerifier(place).verify(problem, "x = 1"))
    assert "987654321" not in repr(place.jobs)


def test_the_fingerprint_changes_with_the_sandbox_and_the_arguments():
    prints = {
        CodeVerifier(FakeSandbox()).fingerprint,
        CodeVerifier(FakeSandbox(fingerprint="another")).fingerprint,
        CodeVerifier(FakeSandbox(), max_attempt=10).fingerprint,
    }
    assert len(prints) == 3
