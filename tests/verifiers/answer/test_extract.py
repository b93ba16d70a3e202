"""Where the one committed answer is found, and why there may be none."""

import pytest

from verifiers.answer.extract import commitment
from verifiers.answer.found import Committed, Refusal


@pytest.mark.parametrize(
    ("attempt", "text", "rule"),
    [
        pytest.param(r"So $\boxed{46}$.", "46", "box", id="box"),
        pytest.param(r"So \fbox{46}", "46", "box", id="fbox"),
        pytest.param(r"\boxed{\frac{4}{6}}", r"\frac{4}{6}", "box", id="box with braces"),
        pytest.param("<answer> 46 </answer>", " 46 ", "tag", id="tag"),
        pytest.param("<ANSWER>46</ANSWER>", "46", "tag", id="tag in capitals"),
        pytest.param("steps\n#### 46", "46", "####", id="hashes"),
        pytest.param("The answer is 46.", "46", "phrase", id="phrase"),
        pytest.param("THE ANSWER IS 46", "46", "phrase", id="phrase in capitals"),
        pytest.param("The final answer is: 46", "46", "phrase", id="phrase with a colon"),
        pytest.param("Answer: 46", "46", "phrase", id="label"),
        pytest.param("**Answer:** 46", "46", "phrase", id="bold label"),
        pytest.param("**Final Answer**\n\n46", "46", "phrase", id="heading"),
        pytest.param("Answer:\n46", "46", "phrase", id="label above"),
        pytest.param("The answer is 46, because 12 + 34 = 46.", "46", "phrase", id="reason after a comma"),
        pytest.param(
            "Final Answer: The final answer is $46$. I hope it is correct.", "$46$", "phrase", id="Minerva's form"
        ),
        pytest.param("the sum is\n**46**", "**46**", "last line", id="bold last line"),
        pytest.param(" 46", "46", "last line", id="bare"),
        pytest.param("46.", "46.", "last line", id="bare with a full stop"),
        pytest.param("12 + 34 = 46", "12 + 34 = 46", "last line", id="equation"),
        pytest.param("So the sum is 46.", "46.", "last line", id="the sum is"),
        pytest.param("<think>maybe 45</think>46", "46", "last line", id="after the thoughts"),
        pytest.param(r"Put it in \boxed{}. So \boxed{46}", "46", "box", id="box after a quoted instruction"),
        pytest.param("#### Step 1\nadd\n#### 46", "46", "####", id="hashes after a heading"),
        pytest.param("The answer is easy to see here.\nAnswer: 46", "46", "phrase", id="prose is not an answer"),
        pytest.param(
            r"First \boxed{45}, which is wrong. The corrected answer is \boxed{46}", "46", "box", id="corrected"
        ),
        pytest.param(r"\boxed{46} and again \boxed{46.0}", "46.0", "box", id="the same value twice"),
    ],
)
def test_the_committed_answer_is_found_with_its_place(attempt, text, rule):
    found = commitment(attempt)
    assert isinstance(found, Committed)
    assert (found.text, found.rule) == (text, rule)
    assert attempt[found.start : found.end] == text


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        pytest.param("", "no_answer", id="empty"),
        pytest.param("<think>46", "no_answer", id="thoughts without an end"),
        pytest.param("I cannot solve this.", "no_answer", id="sentence"),
        pytest.param("She went there in 46 steps today.", "no_answer", id="sentence with a number"),
        pytest.param(r"\boxed{45} \boxed{46}", "several_answers", id="two boxes"),
        pytest.param("45\n46", "several_answers", id="two bare lines"),
        pytest.param(r"It is not \boxed{46}", "negated", id="denied"),
        pytest.param(r"Maybe \boxed{46}", "hedged", id="hedged"),
        pytest.param(r"\boxed{46}. I was wrong.", "retracted", id="taken back"),
    ],
)
def test_no_single_answer_is_refused_with_the_reason(attempt, code):
    found = commitment(attempt)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert found.certain
