r"""MATH and MATH-500 from files, in the forms they are shared in, and what is said when they cannot be had."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from problems.boxed import last_boxed
from problems.gsm8k import Gsm8k
from problems.math500 import Math500
from problems.problem import Problem
from problems.source import ProblemError
from verifiers.answer.kinds import reference_of
from verifiers.answer.verifier import AnswerVerifier
from verifiers.verdict import Outcome

ROW = {
    "problem": "What is $2 \\cdot 9$? ",
    "solution": "It is $\\boxed{18}$.",
    "answer": "18",
    "subject": "Prealgebra",
    "level": 3,
    "unique_id": "test/prealgebra/1.json",
}
# As hendrycks/competition_math has it: no answer, and the level and the subject in other words.
OLDER = {
    "problem": "What is half of 1?",
    "level": "Level 2",
    "type": "Prealgebra",
    "solution": "$\\boxed{\\frac{1}{2}}$",
}


def asked(number: int) -> dict[str, object]:
    return ROW | {"problem": f"Double {number}.", "answer": str(2 * number)}


def test_a_row_of_math500_is_held_out_with_its_answer_and_level(write_rows):
    both = Math500(write_rows([ROW])).problems()
    assert both.train == ()
    assert [(p.kind, p.prompt, dict(p.checks), p.level, p.source) for p in both.held_out] == [
        ("answer", "What is $2 \\cdot 9$?", {"reference": "18"}, 3, "math500")
    ]


def test_a_row_of_math_without_an_answer_has_it_in_its_solution(write_rows):
    (problem,) = Math500(write_rows([OLDER])).problems().held_out
    assert (dict(problem.checks), problem.level) == ({"reference": "\\frac{1}{2}"}, 2)


def test_the_answer_counts_where_the_solution_has_another_box(write_rows):
    (problem,) = Math500(write_rows([ROW | {"solution": "$\\boxed{9}$"}])).problems().held_out
    assert problem.checks["reference"] == "18"


def test_a_field_that_the_hub_filled_up_with_null_is_not_there(write_rows):
    (problem,) = Math500(write_rows([OLDER | {"answer": None, "unique_id": None}])).problems().held_out
    assert problem.checks["reference"] == "\\frac{1}{2}"


@pytest.mark.parametrize(
    ("solution", "answer"),
    [
        pytest.param("$\\boxed{3}$ and so $\\boxed{4}$", "4", id="the last of two"),
        pytest.param("$\\boxed{\\frac{1}{\\sqrt{2}}}$.", "\\frac{1}{\\sqrt{2}}", id="braces within"),
        pytest.param("$\\boxed{\\{1, 2\\}}$", "\\{1, 2\\}", id="braces of a set"),
        pytest.param(
            "$\\boxed{\\left\\{x : x > 0\\right.}$", "\\left\\{x : x > 0\\right.", id="a brace of a set alone"
        ),
        pytest.param("$\\boxed{ 18\n}$", "18", id="white space"),
        pytest.param("$\\boxed {18}$", "18", id="a space before the brace"),
        pytest.param("$\\boxed 9$.", "9", id="a bare number"),
        pytest.param("$\\boxed12$", "12", id="a bare number of two digits"),
        pytest.param("$\\fbox{18}$", "18", id="fbox"),
        pytest.param("$\\boxed{18}$ as in \\fbox{Figure 1}", "18", id="fbox beside boxed"),
        pytest.param("It is 18.", None, id="none"),
        pytest.param("$\\boxed{}$", None, id="an empty one"),
        pytest.param("$\\boxed{\\frac{1}{2}$", None, id="one that is never closed"),
        pytest.param("\\boxedanswer{18}", None, id="another command"),
    ],
)
def test_the_answer_of_a_solution_is_in_its_last_box(solution, answer):
    assert last_boxed(solution) == answer


@pytest.mark.parametrize(
    ("given", "level"),
    [
        pytest.param({"level": 5}, 5, id="a number"),
        pytest.param({"level": "Level 5"}, 5, id="in words"),
        pytest.param({"level": "Level ?"}, 0, id="not known"),
        pytest.param({"level": None}, 0, id="null"),
    ],
)
def test_the_level_is_that_of_the_data(write_rows, given, level):
    assert Math500(write_rows([ROW | given])).problems().held_out[0].level == level


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        pytest.param(
            {"level": 6}, "field 'level': should be 1 to 5, or 'Level 1' to 'Level 5', but is 6", id="level 6"
        ),
        pytest.param({"level": "hard"}, "but is 'hard'; leave it out if it is not known", id="a level in other words"),
        pytest.param({"level": True}, "field 'level'", id="a truth value as level"),
        pytest.param({"problem": " "}, "field 'problem'", id="a blank problem"),
        pytest.param({"problem": None}, "field 'problem': is missing", id="no problem"),
        pytest.param(
            {"answer": 18},
            "field 'answer': should be a valid string, but is 18; write it in quotes: \"18\"",
            id="a number",
        ),
        pytest.param({"answer": " "}, "field 'answer'", id="a blank answer"),
        pytest.param(
            {"answer": None, "solution": "It is 18."},
            "field 'solution': has no \\boxed{} with an answer in it: 'It is 18.'; add the field 'answer', or mend the solution",
            id="a solution without a box",
        ),
        pytest.param({"answer": None, "solution": ""}, "has no answer; give 'answer', or a 'solution'", id="neither"),
    ],
)
def test_a_wrong_row_is_named_with_its_file_and_line(write_rows, wrong, complaint):
    path = write_rows([OLDER, ROW | wrong])
    with pytest.raises(ProblemError, match=re.escape(complaint)) as caught:
        Math500(path).problems()
    assert str(caught.value).startswith(f"{path}, line 2")


def test_a_row_that_is_no_object_is_named(write_rows):
    with pytest.raises(ProblemError, match=r"line 1: should be a JSON object, but is \[18\]"):
        Math500(write_rows([[18]])).problems()


@pytest.mark.parametrize("name", ["math500.jsonl", "test.jsonl"])
def test_a_folder_has_the_benchmark_and_perhaps_problems_to_train_on(write_rows, name):
    folder = write_rows([asked(n) for n in range(10, 20)], f"math/{name}").parent
    assert Math500(folder).problems().train == ()
    write_rows([asked(n) for n in (5, 12, 6)], "math/train.jsonl")
    both = Math500(folder).problems()
    assert [p.prompt for p in both.train] == ["Double 5.", "Double 6."]
    assert len(both.held_out) == 10


def test_a_part_of_the_benchmark_can_be_trained_on(write_rows):
    path = write_rows([asked(n) for n in range(30)])
    both = Math500(path, held_out_share=0.5).problems()
    assert both.train
    assert both.held_out
    assert len(both.train) + len(both.held_out) == 30
    limited = Math500(path, held_out_share=0.5, limit=1, held_out_limit=2).problems()
    assert (limited.train, limited.held_out) == (both.train[:1], both.held_out[:2])


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"held_out_limit": -1}, {"held_out_share": 1.5}])
def test_an_argument_out_of_range_is_an_error(wrong):
    with pytest.raises(ProblemError, match=next(iter(wrong))):
        Math500(**wrong)


def test_a_folder_without_the_file_says_what_is_expected(tmp_path):
    with pytest.raises(ProblemError, match=r"math500\.jsonl or test\.jsonl not found\. .*; without path, MATH-500"):
        Math500(tmp_path).problems()


def test_an_empty_file_is_an_error(write_rows):
    with pytest.raises(ProblemError, match="is empty; one problem a line is expected"):
        Math500(write_rows([])).problems()


def test_a_missing_package_names_the_extra_that_brings_it():
    program = (
        "import sys; sys.modules['datasets'] = None\n"
        "from problems.math500 import Math500, ProblemError\n"
        "try: Math500().problems()\n"
        "except ProblemError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=os.environ)
    assert "HuggingFaceH4/MATH-500 from the Hub" in done.stdout, done.stderr
    assert "pip install 'veriloop[train]'" in done.stdout


@pytest.mark.parametrize("place", ["math500", "math500/math500.jsonl"])
def test_the_real_data_set_is_read_whole(data, place):
    both = Math500(data / place).problems()
    assert (len(both.train), len(both.held_out)) == (0, 500)
    assert {p.level for p in both.held_out} == {1, 2, 3, 4, 5}


def test_the_answers_of_math500_are_in_the_last_boxes_of_its_solutions(data):
    for line in (data / "math500" / "math500.jsonl").read_text().splitlines():
        row = json.loads(line)
        assert last_boxed(row["solution"]) == row["answer"]


def read(problem):
    return not isinstance(
        reference_of(problem.checks["reference"], problem.checks.get("type", ""), problem.prompt), str
    )


def equals_itself(problem):
    attempt = f"\\boxed{{{problem.checks['reference']}}}"
    return AnswerVerifier().judge(problem, attempt).outcome is Outcome.ACCEPTED


def test_every_reference_of_math500_can_be_read_and_equals_itself(data):
    problems = Math500(data / "math500").problems().held_out
    assert [p.checks["reference"] for p in problems if not read(p) or not equals_itself(p)] == []


# Of the worked solutions of MATH-500 those in which more than the box has to be understood.
UNCLEAR = {r"\text{(B)}", "2", "3", "44", "63"}


def test_the_worked_solutions_of_math500_are_accepted(data):
    unclear = set()
    for line in (data / "math500" / "math500.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found = AnswerVerifier().judge(Problem("answer", row["problem"], {"reference": row["answer"]}), row["solution"])
        assert found.outcome is not Outcome.REJECTED
        if found.outcome is not Outcome.ACCEPTED:
            unclear.add(row["answer"])
    assert unclear <= UNCLEAR


def test_every_reference_of_gsm8k_can_be_read_and_equals_itself(data):
    both = Gsm8k(data / "gsm8k").problems()
    problems = both.train + both.held_out
    assert len(problems) == 7473 + 1319
    assert [p.checks["reference"] for p in problems if not read(p) or not equals_itself(p)] == []
