"""GSM8K from a folder, and what is said when it cannot be had."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from problems.gsm8k import Gsm8k
from problems.source import ProblemError


@pytest.fixture
def folder(write_rows, tmp_path):
    """Writes both files and returns their folder."""

    def write(train, test):
        for name, rows in (("train", train), ("test", test)):
            write_rows([{"question": q, "answer": a} for q, a in rows], f"gsm8k/{name}.jsonl")
        return tmp_path / "gsm8k"

    return write


def test_the_reference_is_the_number_after_the_mark(folder):
    both = Gsm8k(folder([(" How many? \n", "16 - 3 = 13\n#### 13")], [("And now?", "#### 7")])).problems()
    assert [(p.kind, p.prompt, dict(p.checks), p.source) for p in both.train] == [
        ("answer", "How many?", {"reference": "13"}, "gsm8k")
    ]
    assert [p.prompt for p in both.held_out] == ["And now?"]


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        pytest.param("#### 1,234,567", "1234567", id="thousands separators"),
        pytest.param("#### -5", "-5", id="below zero"),
        pytest.param("####18 ", "18", id="without a space"),
        pytest.param("#### 1\n#### 2", "2", id="the last mark counts"),
        pytest.param("#### 2.50", "2.50", id="a decimal"),
    ],
)
def test_references_are_plain_numbers(folder, answer, reference):
    assert (
        Gsm8k(folder([("How many?", answer)], [("And?", "#### 7")])).problems().train[0].checks["reference"]
        == reference
    )


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        pytest.param("13", "has no '####' before the final answer: '13'", id="no mark"),
        pytest.param("#### ", "'' after '####' is not a number", id="nothing after the mark"),
        pytest.param("#### 13 ducks", "'13 ducks' after '####' is not a number", id="words after the mark"),
        pytest.param("#### 1,2", "'1,2' after '####' is not a number", id="two numbers"),
    ],
)
def test_a_row_without_a_final_number_is_named_with_its_file_and_line(folder, answer, complaint):
    path = folder([("One?", "#### 1"), ("How many?", answer)], [("And?", "#### 7")])
    with pytest.raises(ProblemError, match=re.escape(complaint)) as caught:
        Gsm8k(path).problems()
    assert str(caught.value).startswith(f"{path}/train.jsonl, line 2, field 'answer': ")


def test_a_row_with_other_fields_is_named(write_rows, folder):
    path = folder([], [("And?", "#### 7")])
    write_rows([{"prompt": "How many?", "answer": "#### 1"}], "gsm8k/train.jsonl")
    with pytest.raises(
        ProblemError, match=r"train\.jsonl, line 1: unknown field 'prompt'. Known fields: question, answer"
    ):
        Gsm8k(path).problems()


def test_a_training_question_that_occurs_in_the_test_is_left_out(folder):
    path = folder([("Sum of 1 and 2?", "#### 3"), ("Three?", "#### 3")], [("sum of 2 and 1 ?", "#### 3")])
    assert [p.prompt for p in Gsm8k(path).problems().train] == ["Three?"]


def test_limits_keep_the_first_of_each_side_and_all_of_the_test_is_kept_out_of_training(folder):
    path = folder([("b?", "#### 1"), ("x?", "#### 2"), ("y?", "#### 3")], [("a?", "#### 4"), ("b?", "#### 1")])
    both = Gsm8k(path, limit=1, held_out_limit=1).problems()
    assert [p.prompt for p in both.train] == ["x?"]
    assert [p.prompt for p in both.held_out] == ["a?"]


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"held_out_limit": -1}])
def test_a_limit_below_one_is_an_error(wrong):
    with pytest.raises(ProblemError, match=next(iter(wrong))):
        Gsm8k(**wrong)


def test_a_missing_file_says_what_is_expected_and_where_to_get_it(tmp_path):
    (tmp_path / "train.jsonl").touch()
    with pytest.raises(ProblemError, match=r"test\.jsonl not found\. .*grade-school-math; without path"):
        Gsm8k(tmp_path).problems()


def run(program: str, **environment: str) -> str:
    """What the program prints, in a process of its own."""
    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=os.environ | environment
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_a_missing_package_names_the_extra_that_brings_it():
    said = run(
        "import sys; sys.modules['datasets'] = None\n"
        "from problems.gsm8k import Gsm8k, ProblemError\n"
        "try: Gsm8k().problems()\n"
        "except ProblemError as error: print(error)"
    )
    assert "pip install 'veriloop[train]'" in said


def test_the_package_is_not_imported_for_a_folder(folder):
    path = folder([("How many?", "#### 1")], [("And?", "#### 7")])
    said = run(
        f"import sys\nfrom problems.gsm8k import Gsm8k\nGsm8k({str(path)!r}).problems()\nprint('datasets' in sys.modules)"
    )
    assert said == "False\n"


def test_without_a_network_the_advice_is_to_give_a_folder(tmp_path):
    pytest.importorskip("datasets", reason="needs the `train` extra")
    said = run(
        "from problems.gsm8k import Gsm8k, ProblemError\n"
        "try: Gsm8k().problems()\n"
        "except ProblemError as error: print(error)",
        HF_HUB_OFFLINE="1",
        HF_HOME=str(tmp_path),
        HF_DATASETS_CACHE=str(tmp_path / "datasets"),
    )
    assert "openai/gsm8k cannot be loaded from the Hub" in said
    assert "Offline? Give the folder" in said


def test_the_real_data_set_is_read_whole(data_folder):
    both = Gsm8k(data_folder / "gsm8k").problems()
    assert (len(both.train), len(both.held_out)) == (7473, 1319)
    assert both.held_out[2].checks["reference"] == "70000"
