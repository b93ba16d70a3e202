"""What a reviewer found who wanted wrong answers accepted, or the checker stopped: each is one of a class."""

from __future__ import annotations

import pytest

from problems.problem import Problem
from verifiers.answer import AnswerVerifier
from verifiers.verdict import Outcome


def outcome(attempt: str, reference: str, prompt: str = "Compute the answer.") -> Outcome:
    return AnswerVerifier().judge(Problem("answer", prompt, {"reference": reference}), attempt).outcome


WRONG_VALUES = [
    ("one name for two roots", r"e^{\pi}", r"e^{\sqrt{\pi}}"),
    ("one name for two roots, in a sine", r"\sin(\sqrt2)", r"\sin(\sqrt[3]{2})"),
    ("one name for two roots, in a power", r"2^{\sqrt2}", r"2^{\sqrt[3]{2}}"),
    ("one name for two roots, in a logarithm", r"\ln(1+\sqrt2)", r"\ln(1+\sqrt[3]{2})"),
    ("one name for two powers of pi", r"\arctan(\sqrt\pi)", r"\arctan(\pi)"),
    ("one name inside a root", r"\sqrt{1+\sqrt\pi}", r"\sqrt{1+\pi}"),
    ("one name where no ball is", r"\binom{n}{x}+\ln x", r"\binom{n}{x}+\ln\sqrt x"),
    ("a square root and a cube root", r"\sqrt{\pi+1}", r"(\sqrt[3]{\pi+1})^3"),
    ("nought by nought", "5", r"5\cdot\frac{\sqrt{3+2\sqrt2}-1-\sqrt2}{\sqrt{3+2\sqrt2}-1-\sqrt2}"),
    ("an inequality divided by a variable", "x<y", r"\frac{x}{y}<1"),
    ("an inequality multiplied by a variable", "xy>1", r"y>\frac1x"),
    ("an inequality turned over", "x+y<1", r"\frac1{x+y}>1"),
    ("an equation divided by itself", "y=2x", r"\frac{y-2x}{y-2x}=0"),
    ("an equation without its points", "x^2+y^2=0", r"\frac{x^2+y^2}{xy}=0"),
    ("a set of doubles", r"(3,\infty)", r"\{2x \mid x>3\}"),
    ("a set of integers", r"(3,\infty)", r"\{x\in\mathbb{Z} \mid x>3\}"),
    ("a set of sums", r"\{1,2\}", r"\{x+1 : x\in\{1,2\}\}"),
    ("minus-plus", r"\pm3", r"\pm1\mp2"),
    ("minus-plus in a tuple", r"(\pm1,\pm2)", r"(\pm1,\mp2)"),
    ("two signs, and one for both", r"\pm\sqrt2\pm\sqrt3", r"\pm(\sqrt2+\sqrt3)"),
    ("a double factorial", "6", "3!!"),
    ("a member past the hundredth", r"\{1\}", r"\{" + "1," * 100 + r"2\}"),
    ("values without their names", "x=2,y=3", "3,2"),
    ("a member too few times", "3,3,5", "3,5"),
    ("members other numbers of times", "2,2,3", "2,3,3"),
    ("an interval for a matrix", r"\begin{pmatrix}1&2\end{pmatrix}", "[1,2)"),
    ("a ratio of nothing", "1:2", "0:0"),
    ("two ratios", "1:2", "1:3 = 1:2"),
    ("a denied option", "B", "B is wrong"),
    ("an option with an arrow", "C", "C->D"),
    ("an article", "A", "A triangle"),
    ("a decimal point in words", "the team won by 3.5 points overall", "the team won by 35 points overall"),
    ("another direction", "5 meters east", "5 meters west"),
    ("another container", "5 apples", "5 boxes of apples"),
]


@pytest.mark.parametrize(("reference", "answer"), [pytest.param(*row[1:], id=row[0]) for row in WRONG_VALUES])
def test_a_wrong_value_is_not_accepted(reference, answer):
    assert outcome(rf"\boxed{{{answer}}}", reference) is not Outcome.ACCEPTED


OF_SOMETHING_ELSE = [
    ("an equation of the problem", "If x - 3 = 2, what is x?", "5", "x - 3 = 5"),
    ("a multiple", "If 2x = 10, find x.", "5", "2x = 5"),
    ("a square", "If x^2=25 and x>0 find x.", "5", "x^2 = 5"),
    ("another argument", "If f(2) = 3, find f(4).", "7", "f(2) = 7"),
    ("another letter", "Find x.", "5", "y = 5"),
    ("another segment", "Find BC.", "5", "AB=5"),
    ("a part", "Find the area.", "5", r"\text{half the area} = 5"),
    ("what is called wrong", "Find the value.", "5", r"\text{the wrong value} = 5"),
    ("names turned round", "Find the ordered pair (x,y).", "(6,1)", "(y,x)=(6,1)"),
    ("names in the alphabet's order", "Find the ordered pair (n,m).", "(1,2)", "m=1, n=2"),
    ("an order that was asked for", "List from least to greatest.", "1,2,3", "3,2,1"),
    ("two questions", "How many apples and how many pears?", "3, 5", "5, 3"),
    ("other people", "There are 3 girls, 7 boys. How many boys are left?", "5", r"5\text{ girls}"),
]


@pytest.mark.parametrize(
    ("prompt", "reference", "answer"), [pytest.param(*row[1:], id=row[0]) for row in OF_SOMETHING_ELSE]
)
def test_the_value_of_something_else_is_not_accepted(prompt, reference, answer):
    assert outcome(rf"\boxed{{{answer}}}", reference, prompt) is not Outcome.ACCEPTED


GAMES = [
    r"\boxed{72}.5", r"\boxed{72}!", r"\boxed{72}{3}", r"\boxed{72}\,3", r"\boxed{72}x", r"twice \boxed{72}",
    r"the square root of \boxed{72}",
    r"approximately \boxed{72}", r"\boxed{72}: no", r"\boxed{72} is one too low", r"\boxed{72} with probability 0.5",
    r"\boxed{72} would be a mistake; it is seventy-three", r"If it were 8*9 the answer would be \boxed{72}",
    "\\boxed{72}\n\nHmm, actually the true value is 73.", "\\boxed{72}\n\nSo x = 73", r"\boxed{72} is a lie",
    r"Wrong answer: \boxed{72}",
    r"An incorrect result would be \boxed{72}", r"It is impossible to get \boxed{72}", r"Nope: \boxed{72}",
    r"My friend wrongly got \boxed{72}",
    r"For a different problem the answer is \boxed{72}", r"Format: \boxed{72}", r"at most \boxed{72}",
    r"one more than \boxed{72}",
    r"\boxed{72❌}", r"\boxed{❌72}", r"\boxed{72✗}", r"\boxed{72}?", r"\boxed{72} ±1",
    "\\boxed{72}\n\nThe above is only an example of the format.",
]  # fmt: skip


@pytest.mark.parametrize("attempt", GAMES)
def test_a_game_with_words_is_not_accepted(attempt):
    assert outcome(attempt, "72", "What is 6*12?") is not Outcome.ACCEPTED


@pytest.mark.parametrize(
    "attempt",
    [
        r"The answer is not $\boxed{3}$ and $\boxed{8}$.", r"\boxed{3}, \boxed{8}. Scratch that, I was wrong.",
        r"Maybe \boxed{3}, \boxed{8}",
        r"<!-- \boxed{3}, \boxed{8} -->", r"\boxed{3}, \boxed{8}, 9", r"\boxed{3} and \boxed{8} or 9", r"-\boxed{3}, \boxed{8}",
        r"2\boxed{3}, \boxed{8}^2", r"Wrong: \boxed{3}, \boxed{8}", r"\boxed{3} or \boxed{8}",
    ],
)  # fmt: skip
def test_boxes_that_are_members_of_one_answer_are_doubted_like_one(attempt):
    assert outcome(r"The roots are $\boxed{3}$ and $\boxed{8}$.", "3, 8") is Outcome.ACCEPTED
    assert outcome(attempt, "3, 8") is not Outcome.ACCEPTED


DEAR = [
    ("7", r"\sin(1+" * 5 + "1" + ")" * 5), ("7", r"\sin(1+" * 25 + "1" + ")" * 25), (r"\binom{n}{2}",
    r"\sin(1+" * 12 + "x" + ")" * 12),
    ("3", r"\sqrt{1+" * 20 + "1" + "}" * 20), (r"\pi", r"\sqrt{\pi+" * 12 + r"\pi" + "}" * 12),
    (r"\pi", r"\sqrt[3]{\pi+" * 20 + r"\pi" + "}" * 20),
    (r"\pi", r"\binom{1+" * 10 + r"\pi" + "}{3}" * 10), ("1,2,3", "2" + "^2" * 500), (r"2\pm\sqrt3", "1" + r"\pm1" * 700),
    ("5", "10^{10^{10}}"), ("5", "9**9**9**9"), ("5", "200000!"), ("5", "((((9!)!)!)!)!"), ("5", r"\binom{10^9}{5\cdot10^8}"),
    (r"\{1,2\}", ",".join(rf"\sqrt{{{n}}}+\sqrt[3]{{{n}}}+\pi" for n in range(60))), ("x", "(a+b+c)^{250}"),
    ("x", r"\prod" * 400),
    ("5", r"\lfloor" * 50 + "1" + r"\rfloor" * 50), ("5", r"\sqrt[99999]{2}"), ("5", r"\sin(10^{99999})"), ("5", "x_" * 900),
    ("5", "1/" * 900 + "1"),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "answer"), DEAR, ids=range(len(DEAR)))
def test_a_dear_answer_is_judged_soon(reference, answer, frugal):
    with frugal():
        for text, other in ((rf"\boxed{{{answer}}}", reference), (rf"\boxed{{{reference}}}", answer)):
            assert outcome(text, other) is not Outcome.ACCEPTED


@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param(r"\boxed{all" + "~" * 390 + "x}", id="blanks between words"),
        pytest.param(r"\boxed{x~=~1, " + "~" * 300 + "y}", id="blanks in a label"),
        pytest.param((r"\boxed{5" + "," * 3900 + "}\n") * 99, id="commas at the end"),
    ],
)
def test_signs_that_say_nothing_are_passed_over_soon(attempt, frugal):
    with frugal():
        outcome(attempt, "5, 6")


def test_a_problem_of_unclosed_formulas_is_read_soon(frugal):
    with frugal():
        outcome(r"\boxed{x^2+k}", "x^2+C", "\\(" * 20_000 + " integral?")


def test_what_one_reference_taught_about_a_text_does_not_decide_for_another():
    text = r"\boxed{1,234}"
    found = [outcome(text, reference) for reference in ("1234", r"\{1, 234\}", "1234", r"\{1, 234\}")]
    assert found[:2] == found[2:]
    assert outcome(r"\boxed{5}", "5") is Outcome.ACCEPTED
    assert outcome(r"\boxed{5}", "6") is Outcome.REJECTED


@pytest.mark.parametrize(
    "piece", ["x=1\n", " ", "\n or ", ". or ", "it is ", "answer is 5. ", "{", "$5$ ", r"\boxed{5} and "]
)
def test_ten_megabytes_behind_a_box_are_judged_soon(piece, frugal):
    with frugal():
        outcome(r"\boxed{5}. " + piece * (10_000_000 // len(piece)), "5")


@pytest.mark.parametrize(
    ("reference", "attempt"),
    [
        pytest.param("120", r"\boxed{5!=120}", id="a factorial before an equality"),
        pytest.param(
            r"\begin{pmatrix}1\\2\end{pmatrix}",
            r"\boxed{\begin{pmatrix}1\\[4pt]2\end{pmatrix}}",
            id="space between rows",
        ),
        pytest.param("(2,12)", r"\boxed{(2,12)}", id="commas in brackets"),
        pytest.param("5", r"There are $\boxed{5}$ divisors of 16 that are at least 1.", id="a sentence that goes on"),
        pytest.param("54", r"The area is $\boxed{54}\text{ cm}^2.$", id="a unit behind the box"),
        pytest.param("3", r"so the sum is $\equiv \boxed{3} \pmod{7}$", id="a residue"),
    ],
)
def test_a_right_answer_is_accepted(reference, attempt):
    assert outcome(attempt, reference, "") is Outcome.ACCEPTED
