"""AIME from files, in the forms that the Hub has, and what is said when it cannot be had."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from problems.aime import Aime
from problems.source import ProblemError
from verifiers.answer.verifier import AnswerVerifier
from verifiers.verdict import Outcome

ROW = {
    "id": 60,
    "problem": "Find the area. ",
    "solution": "It is $\\boxed{025}$.",
    "answer": "025",
    "url": "https://artofproblemsolving.com/wiki",
    "year": "2024",
}
FORMS = [
    pytest.param(ROW, id="as HuggingFaceH4 and AI-MO write it"),
    pytest.param(
        {"ID": "2024-I-5", "Problem": "Find the area.", "Solution": "", "Answer": 25}, id="as Maxwell-Jia does"
    ),
    pytest.param({"id": "0", "problem": "Find the area.", "answer": 25}, id="with few fields"),
    pytest.param({"question": "Find the area.", "answer": "25"}, id="as opencompass does"),
    pytest.param({"id": 60, "problem": "Find the area.", "solution": "\\boxed{25}", "url": ""}, id="without an answer"),
    pytest.param(
        {"ID": "1983-5", "Year": 1983, "Problem Number": 5, "Question": "Find the area.", "Answer": "25", "Part": None},
        id="as gneubig does",
    ),
    pytest.param(
        {"problem_idx": 5, "problem": "Find the area.", "answer": 25, "problem_type": ["Geometry"]},
        id="as MathArena does",
    ),
]


def asked(number: int) -> dict[str, object]:
    return ROW | {"problem": f"Find the area {number}."}


@pytest.mark.parametrize("row", FORMS)
def test_a_row_of_any_form_is_held_out_with_its_answer_as_plain_digits(write_rows, row):
    both = Aime(write_rows([row])).problems()
    assert both.train == ()
    assert [(p.kind, p.prompt, dict(p.checks), p.level, p.source) for p in both.held_out] == [
        ("answer", "Find the area.", {"reference": "25", "type": "integer"}, 0, "aime")
    ]


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        pytest.param(0, "0", id="zero"),
        pytest.param("000", "0", id="three zeros"),
        pytest.param("007", "7", id="zeros before it"),
        pytest.param(999, "999", id="the largest"),
        pytest.param(" 204 ", "204", id="white space"),
        pytest.param("336^\\circ", "336", id="degrees, as in a row of AIME 2025"),
        pytest.param("$104$", "104", id="dollar signs"),
    ],
)
def test_references_are_plain_digits(write_rows, answer, reference):
    assert Aime(write_rows([ROW | {"answer": answer}])).problems().held_out[0].checks["reference"] == reference


@pytest.mark.parametrize("attempt", ["\\boxed{25}", "\\boxed{025}", "The answer is 25."])
def test_the_answer_is_accepted_with_and_without_zeros_before_it(write_rows, attempt):
    (problem,) = Aime(write_rows([ROW])).problems().held_out
    assert AnswerVerifier().judge(problem, attempt).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        pytest.param({"answer": 1000}, "field 'answer': '1000' is not an integer from 0 to 999", id="too large"),
        pytest.param({"answer": -1}, "field 'answer': '-1' is not an integer from 0 to 999", id="below zero"),
        pytest.param({"answer": "m+n"}, "field 'answer': 'm+n' is not an integer", id="letters"),
        pytest.param({"answer": ""}, "field 'answer': '' is not an integer", id="blank"),
        pytest.param({"answer": "²"}, "field 'answer': '²' is not an integer", id="a superscript"),
        pytest.param({"answer": 25.0}, "field 'answer': should be an integer or its digits, but is 25.0", id="a float"),
        pytest.param(
            {"answer": True}, "field 'answer': should be an integer or its digits, but is True", id="a truth value"
        ),
        pytest.param(
            {"answer": None, "solution": "$\\boxed{m}$"},
            "field 'solution': 'm' is not an integer",
            id="letters in the box",
        ),
        pytest.param({"answer": None, "solution": "25"}, "field 'solution': has no \\boxed{}", id="no box"),
        pytest.param({"answer": None, "solution": ""}, "has no answer; give 'answer', or a 'solution'", id="no answer"),
        pytest.param(
            {"problem": None}, "has no text of the problem; one of problem, question is expected", id="no text"
        ),
        pytest.param({"problem": " "}, "field 'problem'", id="a blank problem"),
        pytest.param({"Answer": 26}, "has the field 'answer' twice, but for capital letters", id="two answers"),
    ],
)
def test_a_wrong_row_is_named_with_its_file_and_line(write_rows, wrong, complaint):
    path = write_rows([ROW, ROW | wrong])
    with pytest.raises(ProblemError, match=re.escape(complaint)) as caught:
        Aime(path).problems()
    assert str(caught.value).startswith(f"{path}, line 2")


def test_a_row_that_is_no_object_is_named(write_rows):
    with pytest.raises(ProblemError, match=r"line 1: should be a JSON object, but is \[25\]"):
        Aime(write_rows([[25]])).problems()


def test_every_aime_file_of_a_folder_is_read_and_a_problem_of_two_files_counts_once(write_rows):
    write_rows([asked(1), asked(2)], "aime/aime24.jsonl")
    write_rows([asked(9)], "aime/test.jsonl")
    folder = write_rows([asked(2), asked(3)], "aime/aime25.jsonl").parent
    assert [p.prompt for p in Aime(folder).problems().held_out] == [f"Find the area {n}." for n in (1, 2, 3)]


def test_a_folder_may_have_a_test_file_alone(write_rows):
    assert len(Aime(write_rows([ROW], "aime/test.jsonl").parent).problems().held_out) == 1


def test_a_part_can_be_held_out_so_that_the_rest_is_to_train_on(write_rows):
    path = write_rows([asked(number) for number in range(30)])
    both = Aime(path, held_out_share=0.5).problems()
    assert both.train
    assert both.held_out
    assert len(both.train) + len(both.held_out) == 30
    limited = Aime(path, held_out_share=0.5, limit=1, held_out_limit=2).problems()
    assert (limited.train, limited.held_out) == (both.train[:1], both.held_out[:2])


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"held_out_limit": -1}, {"held_out_share": 1.5}, {"year": 2019}])
def test_an_argument_out_of_range_is_an_error(wrong):
    with pytest.raises(ProblemError, match=next(iter(wrong))):
        Aime(**wrong)


def test_a_year_is_of_the_hub_not_of_a_file(tmp_path):
    with pytest.raises(
        ProblemError, match="year = 2024: says what comes from the Hub; leave it out, or leave out path"
    ):
        Aime(tmp_path, year=2024)


def test_a_folder_without_a_file_says_what_is_expected(tmp_path):
    with pytest.raises(ProblemError, match=r"aime\*\.jsonl or test\.jsonl not found\. .*; without path, AIME"):
        Aime(tmp_path).problems()


def test_an_empty_file_is_an_error(write_rows):
    with pytest.raises(ProblemError, match="is empty; one problem a line is expected"):
        Aime(write_rows([])).problems()


@pytest.mark.parametrize(("year", "name"), [("2024", "HuggingFaceH4/aime_2024"), ("2025", "math-ai/aime25")])
def test_a_missing_package_names_the_data_set_and_the_extra_that_brings_it(year, name):
    program = (
        "import sys; sys.modules['datasets'] = None\n"
        "from problems.aime import Aime, ProblemError\n"
        f"try: Aime(year={year}).problems()\n"
        "except ProblemError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=os.environ)
    assert f"{name} from the Hub" in done.stdout, done.stderr
    assert "pip install 'veriloop[train]'" in done.stdout
