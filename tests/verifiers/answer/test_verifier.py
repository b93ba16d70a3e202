"""The answer verifier as a whole: what it accepts, when it abstains, what it shows, and that nothing stops it."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from problems.problem import Problem
from verifiers.answer import AnswerVerifier
from verifiers.verdict import Outcome


def verdict(attempt, reference="18", prompt="", **checks):
    return AnswerVerifier().judge(Problem("answer", prompt, {"reference": reference, **checks}), attempt)


@pytest.mark.parametrize(
    ("reference", "attempt", "prompt"),
    [
        pytest.param("18", "18.0", "", id="decimal for an integer"),
        pytest.param("18", "$18", "", id="dollar sign"),
        pytest.param("18", "18 dollars", "", id="dollars"),
        pytest.param("18", "18 eggs", "How many eggs are left?", id="noun of the problem"),
        pytest.param("18", "18 egg", "How many eggs are left?", id="noun in the singular"),
        pytest.param("540", "540 meters", "How many total meters does he run?", id="unit of the problem"),
        pytest.param("18", "x = 18", "", id="equation for a name"),
        pytest.param("18", "18 = x", "", id="equation turned round"),
        pytest.param("18", "9 + 9 = 18", "", id="computation and its result"),
        pytest.param("18", "Total = 18", "", id="words and a result"),
        pytest.param("1,200", "1200", "", id="separator in the reference"),
        pytest.param("3/2", r"1\frac12", "", id="mixed number"),
        pytest.param("3/2", "6/4", "", id="fraction in higher terms"),
        pytest.param(r"5\frac{2}{3}", r"5+\frac23", "", id="mixed number with a plus"),
        pytest.param(r"64\%", "64 percent", "", id="percent in words"),
        pytest.param(r"\$7.25", "7.25", "", id="amount without its sign"),
        pytest.param("1/2", "1/2", "What is 1/2 of 1?", id="the reference's own form in the question"),
        pytest.param("98765432109876543210", "98765432109876543210", "", id="long integer"),
    ],
)
def test_the_same_value_is_accepted(reference, attempt, prompt):
    found = verdict(rf"\boxed{{{attempt}}}", reference, prompt)
    assert (found.outcome, found.code) == (Outcome.ACCEPTED, "equal")


@pytest.mark.parametrize(
    "reference",
    [
        "x=-3", r"\sqrt{18}", "2^{80}", r"9\text{ kg}", "[2,5)", "C", r"\pm 5", "3, 8", "(6,1)", r"\text{Monday}", "Yes",
        r"\begin{pmatrix}0&1\\-1&0\end{pmatrix}", "342_5", "9:15\\text{ AM}", "March 5, 2021", "3:4", r"\infty", "no solution",
        "undefined", r"\emptyset", "x^2-x-12", "y=2x+1", "x+2y=4", r"x\ge -4", r"(-\infty,0)\cup(0,\infty)", "2-5i",
        r"\approx 3.14",
        "8^{8^{8^{8}}}", r"\{(1,2),(3,4)\}", r"\langle 1,2,3\rangle", r"\mathbb{R}", r"f(x)=x^2",
        "2\\text{ hours }30\\text{ minutes}",
    ],
)  # fmt: skip
def test_a_reference_is_equal_to_itself(reference):
    found = verdict(rf"\boxed{{{reference}}}", reference)
    assert (found.outcome, found.code) == (Outcome.ACCEPTED, "equal")


@pytest.mark.parametrize("reference", [r"\sum_{k=1}^{10} k", r"\int x\,dx", "???", r"\alpha\beta\gamma\qquad\&"])
def test_a_reference_that_cannot_be_read_is_not_judged(reference):
    found = verdict(rf"\boxed{{{reference}}}", reference)
    assert (found.outcome, found.code) == (Outcome.ABSTAINED, "unsupported_reference")


@pytest.mark.parametrize(
    ("answer", "code"),
    [("7*8", "unfinished"), ("112/2", "unfinished"), ("50+6", "unfinished"), (r"\sum_{k=1}^{7} 2k", "unreadable_answer"),
    ("LVI", "wrong_answer"),
     (r"\int_0^1 56\,dx", "unreadable_answer"), ("56\\%", "unsupported_answer")],
)  # fmt: skip
def test_an_answer_that_may_be_equal_is_not_accepted(answer, code):
    found = verdict(rf"\boxed{{{answer}}}", "56")
    assert found.outcome is not Outcome.ACCEPTED
    assert found.code == code


@pytest.mark.parametrize(
    "answer", [r"\sqrt{3136}", r"\frac{8!}{6!}", r"\binom{8}{3}", "fifty-six", "56.0", "0x", "111000_2"]
)
def test_a_number_is_equal_in_any_exact_form(answer):
    accepted = answer not in ("0x", "111000_2")  # another base is not what was asked for
    assert (verdict(rf"\boxed{{{answer}}}", "56").outcome is Outcome.ACCEPTED) is accepted


@pytest.mark.parametrize("answer", ["Monday", "57", "65 eggs", "x > 56", "n/a", "1, 56"])
def test_an_answer_that_cannot_be_equal_is_rejected(answer):
    assert verdict(rf"\boxed{{{answer}}}", "56", "eggs").outcome is Outcome.REJECTED


@pytest.mark.parametrize(
    "checks",
    [
        pytest.param({}, id="no reference"),
        pytest.param({"reference": 18}, id="a number"),
        pytest.param({"reference": "18", "tolerence": {}}, id="unknown key"),
        pytest.param({"reference": "18", "tolerance": {"abs": -1}}, id="negative tolerance"),
        pytest.param({"reference": "18", "tolerance": 1}, id="tolerance that is not an object"),
    ],
)
def test_bad_checks_are_not_judged(checks):
    found = AnswerVerifier().judge(Problem("answer", "", checks), "18")
    assert (found.outcome, found.code) == (Outcome.ABSTAINED, "bad_checks")


@pytest.mark.parametrize(
    ("attempt", "tolerance", "outcome"),
    [
        pytest.param("3.15", {"abs": 0.01}, Outcome.ACCEPTED, id="on the edge"),
        pytest.param("3.1501", {"abs": 0.01}, Outcome.REJECTED, id="past the edge"),
        pytest.param("3.11", {"rel": 0.01}, Outcome.ACCEPTED, id="relative"),
        pytest.param("3.1", {"rel": 0.01}, Outcome.REJECTED, id="past the relative edge"),
        pytest.param("3.140001", None, Outcome.REJECTED, id="exact without one"),
    ],
)
def test_tolerance_is_only_given_by_the_reference(attempt, tolerance, outcome):
    checks = {"tolerance": tolerance} if tolerance else {}
    assert verdict(attempt, "3.14", **checks).outcome is outcome


def test_the_evidence_shows_what_was_read_and_where():
    attempt = r"So it is $\boxed{18.0}$."
    found = verdict(attempt)
    start, end = found.evidence["span"]
    assert attempt[start:end] == found.evidence["answer"] == "18.0"
    assert found.evidence["found_by"] == "box"
    assert found.evidence["settled_by"] == "exact value"
    assert found.evidence["parsed"] == "18"
    assert found.evidence["reference"] == "18"
    assert found.evidence["kind"] == "value"


@pytest.mark.parametrize(
    ("reference", "type_", "said"),
    [("18.5", "integer", "not an integer"), ("18", "colour", "no type of answer is called"),
    ("18", "choice", "of type 'choice'")],
)  # fmt: skip
def test_a_type_that_the_reference_is_not_of_is_said(reference, type_, said):
    found = verdict("18", reference, type=type_)
    assert (found.outcome, found.code) == (Outcome.ABSTAINED, "unsupported_reference")
    assert said in found.reason


@given(st.text(), st.text())
def test_no_text_raises(reference, attempt):
    found = verdict(attempt, reference or "18")
    assert json.dumps(dict(found.evidence))
    found.reason.encode()


PIECES = [
    r"\boxed{",
    "}",
    "18",
    "17",
    " or ",
    "answer is ",
    "####",
    "<answer>",
    "</think>",
    "=",
    r"\frac",
    ",",
    "\n",
    "$",
    "-",
    "%",
    "\ud800",
    "½",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_arrangement_of_marks_raises(attempt):
    found = verdict(attempt)
    assert found.outcome is not Outcome.ERRORED
    found.reason.encode()


@given(st.integers(-(10**30), 10**30))
def test_an_integer_is_equal_to_itself_and_to_no_other(value):
    assert verdict(f"#### {value:,}", str(value)).outcome is Outcome.ACCEPTED
    assert verdict(f"#### {value + 1}", str(value)).outcome is Outcome.REJECTED


@given(st.fractions(max_denominator=10**6))
def test_a_fraction_is_equal_to_itself_in_other_terms(value):
    attempt = rf"\boxed{{\frac{{{value.numerator * 3}}}{{{value.denominator * 3}}}}}"
    # For a whole number it is a division that was not carried out.
    wanted = Outcome.ABSTAINED if value.denominator == 1 else Outcome.ACCEPTED
    assert verdict(attempt, str(value)).outcome is wanted


FLOODS = [
    "{",
    "}",
    r"\boxed{",
    r"\boxed{}",
    "$",
    "*",
    "####\n",
    "<answer>",
    "<think>",
    "</think>",
    "answer is ",
    "\n",
    "18\n",
    "1",
    "1,",
    "=",
    " ",
]


@pytest.mark.parametrize("piece", FLOODS, ids=ascii)
def test_ten_megabytes_of_one_thing_take_little_time(piece, frugal):
    attempt = piece * (10_000_000 // len(piece)) + "\n\\boxed{17}"
    with frugal():
        assert verdict(attempt).outcome is not Outcome.ACCEPTED


@pytest.mark.parametrize("inside", ["x=", "(a", "1 ", "9+9=18", "1/"], ids=ascii)
def test_many_long_answers_take_little_time(inside, frugal):
    attempt = (r"\boxed{" + inside * (1990 // len(inside)) + "}\n") * 400
    with frugal():
        assert verdict(attempt).outcome is not Outcome.ACCEPTED


def test_a_right_answer_after_half_a_megabyte_is_found():
    assert verdict("filler words 12 " * 30_000 + r"\boxed{18}").outcome is Outcome.ACCEPTED


def test_an_attempt_beyond_the_limit_is_rejected():
    found = AnswerVerifier(max_attempt=10).judge(Problem("answer", "", {"reference": "18"}), "18" + " " * 10)
    assert (found.outcome, found.code) == (Outcome.REJECTED, "too_long")


RENDERINGS = [
    "{}",
    "#### {}",
    r"So $\boxed{{{}}}$.",
    "The answer is {}.",
    "**Answer:** {}",
    "The final answer is ${}$. I hope it is correct.",
]


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_the_gold_answers_of_gsm8k_are_accepted(rendering):
    if "VERILOOP_DATA" not in os.environ:
        pytest.skip("VERILOOP_DATA does not name the folder with the benchmark data")
    lines = (Path(os.environ["VERILOOP_DATA"]) / "gsm8k" / "test.jsonl").read_text().splitlines()
    for row in map(json.loads, lines):
        reasoning, gold = row["answer"].rsplit("####", 1)
        attempt = reasoning + rendering.format(gold.strip())
        assert verdict(attempt, gold.strip(), row["question"]).outcome is Outcome.ACCEPTED, attempt
