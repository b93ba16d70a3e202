"""What stands around an answer: never accepted where it is not understood, never rejected where it is only doubtful."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from problems.problem import Problem
from verifiers.answer import AnswerVerifier
from verifiers.verdict import Outcome

CLIPS = "Natalia sold 48 clips in April and half as many in May. How many clips did she sell in total?"


def verdict(attempt, reference="72", prompt=CLIPS, **checks):
    return AnswerVerifier().judge(Problem("answer", prompt, {"reference": reference, **checks}), attempt)


def named(table):
    return [pytest.param(text, id=name) for name, text in table.items()]


NOT_CLEAR = {
    "about": "Answer: ~72",
    "about, bare": "~72",
    "about, boxed": r"\boxed{~72}",
    "about, full width": r"\boxed{～72}",
    "struck out with tildes": "Answer: ~~72~~",
    "a box struck out with tildes": r"~~\boxed{72}~~",
    "struck out in HTML": "<del>\nAnswer: 72\n</del>",
    "struck out in LaTeX": r"\sout{so \boxed{72}}",
    "a phantom": r"\phantom{x \boxed{72}}",
    "in an HTML comment": "She sold 71 clips.\n<!--\nAnswer: 72\n-->",
    "in a LaTeX comment": r"71 % \boxed{72}",
    "a tag with a space after it": "<answer>72</answer><answer >71</answer>",
    "a tag with a space before it": "<answer >71</answer><answer>72</answer>",
    "two labels on a line": "Answer: 71 / Answer: 72",
    "answer again in the phrase": "The answer is 71, my final answer. The answer is 72",
    "as well as": "The answer is 72 as well as 71",
    "so": "The answer is 72 so 71",
    "when": "The answer is 72 when x=1, 71 when x=2",
    "given under a condition first": "If a, the answer is 71; the answer is 72",
    "supposed first": "If the answer is 71, fine. The answer is 72",
    "plus or minus after the box": r"\boxed{72} ±1",
    "in brackets after the box": r"\boxed{72} (71)",
    "versus after the box": r"\boxed{72} vs 71",
    "maybe after the box": r"\boxed{72}. Maybe 71.",
    "maybe another after the box": r"\boxed{72}. Maybe not.",
    "otherwise after the box": r"\boxed{72}. Otherwise 71.",
    "or in a sentence of its own": "The answer is 72. Or 71.",
    "or, spelt out": "The answer is 72. Or seventy-one.",
    "a result after the box": "\\boxed{72}\nThe result is 71",
    "a value with its unit after the hashes": "#### 72\n71 clips",
    "no knowledge after the box": "\\boxed{72}\n\nI do not know the answer.",
    "a cross after the box": r"\boxed{72} ✗",
    "doubled after the box": r"\boxed{72} doubled",
    "a guess before the box": r"I guess: \boxed{72}",
    "a guess on the line before": "I guess:\n\n\\boxed{72}",
    "given up before the box": r"I cannot solve this. \boxed{72}",
    "given up before a bare line": "I do not know.\n72",
    "another before the box": r"It is 71 \boxed{72}",
    "another and a comma before the box": r"71, \boxed{72}",
    "another and a slash before the box": r"71 / \boxed{72}",
    "another and or before the box": r"71 clips or \boxed{72}",
    "another on a line before the box": "71\n\\boxed{72}",
    "values with units on lines": "70 clips\n71 clips\n72 clips",
    "labelled values on lines": "Result: 70\nResult: 71\nResult: 72",
    "numbered values on lines": "1. 70\n2. 71\n72",
    "an equation twice in formulas": "$x=71$\n$x=72$",
    "or before so": r"71 or so \boxed{72}",
    "a result on the same line": r"Result: 71. \boxed{72}",
    "an arrow before the hashes": "71 -> #### 72",
    "no before the box": r"71, no, \boxed{72}",
    "a row of values": "70 71 72\n72",
    "names with values on lines": "A = 70\nB = 71\nC = 72",
    "a correction of something else": "The answer is 71. The fixed price is low. The answer is 72",
    "a wrong answer that is not ours": "The answer is 71. Some say 70, which is wrong. The answer is 72",
    "several and then one": "The answer is 71 or 72. The answer is 72.",
    "hedged and then given": "The answer might be 71. The answer is 72.",
    "a wrong answer": "A wrong answer is 72.",
    "another's answer": "The answer of Bob, who guessed, is 72.",
    "doubled": "72 doubled",
    "halved": "72 halved",
    "tripled": "72 tripled",
}


@pytest.mark.parametrize("attempt", named(NOT_CLEAR))
def test_what_is_not_understood_is_not_accepted(attempt):
    assert (
        verdict(attempt, prompt=CLIPS + " The number was doubled, halved and tripled.").outcome is not Outcome.ACCEPTED
    )


@pytest.mark.parametrize("bullet", ["-", "–", "—", "−", "‐", "•", "*", "+"], ids=ascii)
def test_a_bullet_is_no_sign(bullet):
    assert verdict(f"{bullet} 5", "-5", "").outcome is not Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("attempt", "reference", "prompt"),
    [
        pytest.param("5 x", "5", "Solve for x: 2x + 1 = 11", id="the unknown"),
        pytest.param(r"\boxed{5\text{x}}", "5", "Solve for x", id="the unknown in a box"),
        pytest.param("3 eighths", "3", "What is 5 eighths minus 2 eighths?", id="eighths"),
        pytest.param("5 grand", "5", "She has 5 grand. How many grand are left?", id="grand"),
        pytest.param("72 in", "72", "The board is 10 feet long. How many boards fit in 720?", id="in"),
        pytest.param("72 doubles", "72", "The number 5 doubles every day.", id="doubles"),
    ],
)
def test_a_word_of_the_problem_is_not_its_unit_for_that(attempt, reference, prompt):
    assert verdict(attempt, reference, prompt).outcome is Outcome.ABSTAINED


@pytest.mark.parametrize(
    ("attempt", "reference", "prompt", "type_"),
    [
        pytest.param("144/2", "72", "What is 144 divided by 2?", "", id="division in words"),
        pytest.param(r"\frac{144}{2}", "72", "144 / 2", "", id="division as a fraction"),
        pytest.param("x = 6/4", "3/2", "Reduce 6/4", "", id="fraction with a name"),
        pytest.param("+6/4", "3/2", "Reduce 6/4", "", id="fraction with a sign"),
        pytest.param("06/4", "3/2", "Reduce 6/4", "", id="fraction with a zero"),
        pytest.param(r"\frac{6}{4}", "3/2", "Reduce 6/4", "", id="fraction in LaTeX"),
        pytest.param("12/8", "3/2", "Reduce 6/4", "", id="fraction made worse"),
        pytest.param("10^5", "100000", "10 to the power of 5", "", id="power in words"),
        pytest.param("240/8", "30", "", "", id="division for a whole number"),
        pytest.param("240/8", "30", "", "integer", id="division for an integer"),
        pytest.param("3/2", "1.5", "Write three halves as a decimal", "", id="fraction in words"),
        pytest.param("2 1/2", "5/2", r"Write $2\frac12$ as an improper fraction", "", id="mixed number"),
        pytest.param("50/8", "6.25", "", "", id="unreduced for a decimal"),
    ],
)
def test_a_computation_that_was_left_standing_is_not_accepted(attempt, reference, prompt, type_):
    checks = {"type": type_} if type_ else {}
    found = verdict(rf"\boxed{{{attempt}}}", reference, prompt, **checks)
    assert found.outcome is not Outcome.ACCEPTED
    assert found.code in ("restated", "unfinished")


ONLY_DOUBTFUL = {
    "not in a clause": r"The number of students who did not pass is \boxed{72}.",
    "could in a clause": r"The most clips she could have sold is \boxed{72}.",
    "around in a clause": r"He ran around the track \boxed{72} times.",
    "around in an equation": "Distance around the track = 72",
    "and some of those": r"\boxed{72} and 48 of those were in April",
    "of which": r"\boxed{72}, 24 of which in May",
    "of which in a phrase": "The answer is 72, 24 of which in May.",
    "no other solution": r"\boxed{72}. There is no other possible solution.",
    "others are wrong": r"\boxed{72}. Many students write 70, which is wrong.",
    "not another": "The answer is 72 (not 70).",
    "not another after a comma": "The answer is 72, not 70.",
    "a common answer": "A common answer is 96. The answer is 72.",
    "a condition that does not hold": "If it was 3, then the answer is 71. But no, the answer is 72.",
    "an answer for the first": "The first answer is 24.\nThe answer is 72.",
    "than not": "There are 48 + 24 = 72 more clips than not\n#### 72",
    "denied a digit of it": "The answer is not 7. The answer is 72.",
    "after headings": "#### Step\nadd\n" * 200 + "#### 72",
    "a guess named in the work": "It was a guess of hers.\n#### 72",
}


@pytest.mark.parametrize("attempt", named(ONLY_DOUBTFUL))
def test_a_right_answer_is_not_rejected_for_a_doubt(attempt):
    assert verdict(attempt).outcome is not Outcome.REJECTED


@pytest.mark.parametrize(
    ("attempt", "reference"),
    [
        pytest.param(r"\boxed{3.14} to 2 decimal places", "3.14", id="decimal places"),
        pytest.param(r"\boxed{0.5} or 1/2", "0.5", id="the same in another form"),
        pytest.param("1.5 hours = 90 minutes", "90", id="the same in another unit"),
        pytest.param("The answer is 71. No, 72.", "72", id="corrected without a mark"),
    ],
)
def test_another_right_answer_is_not_rejected_for_a_doubt(attempt, reference):
    assert verdict(attempt, reference, "").outcome is not Outcome.REJECTED


PLAIN = {
    "a unit": "The answer is 72 clips.",
    "a unit after the box": r"So she sold \boxed{72} clips in total.",
    "a reason": "The answer is 72 clips because 48 + 24 = 72.",
    "a bold sentence": r"**The answer is \boxed{72}**",
    "bold": "**Answer: 72**",
    "a sum before the box": r"The answer is 48 + 24 = \boxed{72}",
    "said twice": r"Natalia sold 48 + 24 = 72 clips. The answer is $\boxed{72}$ clips.",
    "a labelled step": "The difference is 24.\nAnswer: 72",
    "two lines": "She sold 48/2 = 24 clips in May.\n48 + 24 = 72",
    "a tag on lines": "<answer>\n72\n</answer>",
    "a box in a tag": r"<answer>\boxed{72}</answer>",
    "an aligned formula": "$$\\begin{align*}\n48+24 &= \\boxed{72}\n\\end{align*}$$",
    "a condition in the work": r"If she sold 48 in April, she sold 24 in May, so the total is \boxed{72}.",
    "called wrong and corrected": "The answer is 71. Wait, that is wrong. The answer is 72.",
    "another one denied": "The answer is not 70. The answer is 72.",
    "headings": "#### Step one\nadd\n#### 72",
    "is the answer": r"Hence $\boxed{72}$ is the answer.",
    "Minerva's form": "Final Answer: The final answer is $72$. I hope it is correct.",
    "a tie before the unit": r"\boxed{72~\text{clips}}",
}


@pytest.mark.parametrize("attempt", named(PLAIN))
def test_a_plain_answer_is_accepted(attempt):
    assert verdict(attempt).outcome is Outcome.ACCEPTED


COMMITMENTS = [r"\boxed{%s}", r"So $\boxed{%s}$.", "The answer is %s.", "Answer: %s", "#### %s", "<answer>%s</answer>"]
JOINTS = [
    " ",
    ". ",
    "\n",
    "\n\n",
    ", ",
    " or ",
    " and ",
    " / ",
    " vs ",
    "; ",
    ". Or ",
    ". Otherwise ",
    " (",
    " ± ",
    " so ",
    " | ",
]
SECONDS = [
    "{}",
    "{} clips",
    "it is {}",
    "the result is {}",
    "maybe {}",
    "**{}**",
    "${}$",
    "x = {}",
    "1. {}",
    "Result: {}",
]
PREFIXES = [
    "It is {}, ",
    "Either {} or ",
    "{} or ",
    "{} / ",
    "{}\n",
    "{} clips\n",
    "Answer: {}\n",
    "The answer is {}. ",
    "x = {} or ",
]


@given(
    st.sampled_from(COMMITMENTS),
    st.sampled_from(JOINTS),
    st.sampled_from(SECONDS),
    st.integers(0, 10**6).filter(lambda value: value != 72),
)
@example("The answer is %s.", " so ", "{}", 71)
def test_another_number_after_the_commitment_never_leads_to_acceptance(commitment, joint, second, other):
    assert verdict(commitment % "72" + joint + second.format(other)).outcome is not Outcome.ACCEPTED


@given(
    st.sampled_from(PREFIXES),
    st.sampled_from([commitment.removeprefix("So ") for commitment in COMMITMENTS]),  # "so" makes the first a step
    st.sampled_from(["", ".", " clips", "\n", " is the answer"]),
    st.integers(0, 10**6).filter(lambda value: value != 72),
)
def test_another_answer_before_the_commitment_never_leads_to_acceptance(prefix, commitment, suffix, other):
    assert verdict(prefix.format(other) + commitment % "72" + suffix).outcome is not Outcome.ACCEPTED


@given(st.sampled_from(COMMITMENTS), st.sampled_from(["", ".", "\n", " clips"]), st.integers(73, 10**6))
def test_a_wrong_answer_is_rejected_whatever_plain_words_follow(commitment, suffix, other):
    assert verdict(commitment % other + suffix).outcome is Outcome.REJECTED
