"""Problems from JSON objects and files, and how a wrong field is named."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from problems.load import Jsonl, problem_from_row, problem_to_row, read_problems, rows
from problems.problem import Problem
from problems.source import ProblemError
from problems.split import twin_key

ROW = {"kind": "answer", "prompt": "What is 12 + 34?", "checks": {"reference": "46"}}


def question(number: int, **fields: object) -> dict[str, object]:
    return {"kind": "answer", "prompt": f"What is {number}?", "checks": {"reference": str(number)}} | fields


def test_a_row_needs_kind_prompt_and_checks_only():
    assert problem_from_row(ROW, "") == Problem("answer", "What is 12 + 34?", {"reference": "46"})


def test_every_field_of_a_row_is_kept():
    problem = problem_from_row(ROW | {"level": 2, "parent": "p", "source": "mine"}, "")
    assert (problem.level, problem.parent, problem.source) == (2, "p", "mine")


def test_the_row_of_a_problem_has_every_field_and_its_id():
    problem = Problem("answer", "What is 12 + 34?", {"reference": "46"}, level=1, source="mine")
    assert problem_to_row(problem) == ROW | {"id": problem.id, "level": 1, "parent": None, "source": "mine"}


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
PROBLEMS = st.builds(
    Problem,
    kind=st.just("third_party"),
    prompt=st.text(),
    checks=st.dictionaries(st.text(), JSON_VALUES, max_size=4),
    level=st.integers(0, 9),
    parent=st.none() | st.text(),
    source=st.text(),
)


@settings(deadline=None)
@given(st.lists(PROBLEMS, min_size=1, max_size=5, unique_by=lambda problem: problem.id))
def test_problems_written_as_jsonl_are_read_back_unchanged(tmp_path_factory, problems):
    path = tmp_path_factory.mktemp("round_trip") / "problems.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(problem_to_row(p)) + "\n" for p in problems).encode(), 1))
    assert read_problems(path) == tuple(problems)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        pytest.param([1, 2], r"should be a JSON object, but is \[1, 2\]", id="a list"),
        pytest.param("text", "should be a JSON object, but is 'text'", id="a string"),
        pytest.param({**ROW, "promt": ""}, "unknown field 'promt'. Did you mean 'prompt'?", id="a misspelt field"),
        pytest.param({**ROW, "zzz": ""}, "unknown field 'zzz'. Known fields: id, kind, prompt", id="a strange field"),
        pytest.param({"kind": "answer", "prompt": ""}, "field 'checks': is missing", id="no checks"),
        pytest.param({**ROW, "prompt": None}, "'prompt': should be a valid string, but is None", id="prompt null"),
        pytest.param({**ROW, "kind": ""}, "field 'kind': .* but is ''", id="kind empty"),
        pytest.param(
            {**ROW, "level": "2"}, "field 'level': should be a valid integer, but is '2'", id="level a string"
        ),
        pytest.param({**ROW, "level": True}, "field 'level': should be a valid integer, but is True", id="level true"),
        pytest.param(
            {**ROW, "level": -1}, "field 'level': .*greater than or equal to 0, but is -1", id="level below 0"
        ),
        pytest.param({**ROW, "checks": []}, r"field 'checks': .*dictionary, but is \[\]", id="checks a list"),
        pytest.param({**ROW, "id": "abc"}, "field 'id': is 'abc', but the id of .* leave the id out", id="a wrong id"),
        pytest.param({**ROW, "id": ""}, "field 'id': is ''", id="an empty id"),
        pytest.param(
            {**ROW, "checks": {"reference": 46}},
            "field 'checks.reference': should be a valid string, but is 46; write it in quotes: \"46\"",
            id="a number as the reference",
        ),
        pytest.param(
            {**ROW, "checks": {"refrence": "46"}},
            "field 'checks': unknown field 'refrence'. Did you mean 'reference'?",
            id="a misspelt check",
        ),
        pytest.param({**ROW, "kind": "mine", "checks": {"x": float("nan")}}, "JSON", id="NaN in somebody's checks"),
    ],
)
def test_a_wrong_row_is_named_with_its_place_and_field(row, complaint):
    with pytest.raises(ProblemError, match=complaint) as caught:
        problem_from_row(row, "rows.jsonl, line 7")
    assert str(caught.value).startswith("rows.jsonl, line 7")


@pytest.mark.parametrize("depth", [150, 400, 480, 1000, 5000])
def test_checks_nested_very_deep_are_taken_or_refused_but_never_crash(depth):
    deep: object = 1
    for _ in range(depth):
        deep = [deep]
    said = refusal({"kind": "mine", "prompt": "", "checks": {"x": deep}})
    assert said is None or "recursion" in said


def refusal(row: object) -> str | None:
    try:
        problem_from_row(row, "")
    except ProblemError as error:
        return str(error)
    return None


def test_a_right_id_is_accepted():
    assert problem_from_row(ROW | {"id": problem_from_row(ROW, "").id}, "").prompt == "What is 12 + 34?"


def test_an_error_in_a_file_names_file_line_and_field(write_rows):
    path = write_rows([ROW, {**ROW, "level": 1.5}])
    with pytest.raises(ProblemError) as caught:
        read_problems(path)
    assert str(caught.value) == f"{path}, line 2, field 'level': should be a valid integer, but is 1.5"


def test_a_long_wrong_value_is_shortened_in_the_message():
    with pytest.raises(ProblemError) as caught:
        problem_from_row(ROW | {"level": "x" * 10_000}, "")
    assert len(str(caught.value)) < 300


def test_a_problem_that_occurs_twice_is_kept_once_where_it_came_first(write_rows):
    problems = read_problems(write_rows([question(1), question(2), question(1, level=3), question(3)]))
    assert [(p.prompt, p.level) for p in problems] == [("What is 1?", 0), ("What is 2?", 0), ("What is 3?", 0)]


def test_a_file_without_problems_is_an_error(tmp_path):
    path = tmp_path / "empty.jsonl"
    path.write_text("\n \n")
    with pytest.raises(ProblemError, match=r"empty\.jsonl: is empty"):
        read_problems(path)


def test_a_share_of_the_file_is_held_out_and_all_is_kept_in_order(write_rows):
    path = write_rows([question(number) for number in range(500)])
    both = Jsonl(path).problems()
    assert 60 < len(both.held_out) < 140
    everything = read_problems(path)
    assert both.train == tuple(p for p in everything if p not in both.held_out)
    assert both.held_out == tuple(p for p in everything if p not in both.train)


def test_a_held_out_file_is_held_out_whole_and_its_twins_leave_the_training_side(write_rows):
    path = write_rows([ROW, question(1), question(2)])
    twin = {"kind": "answer", "prompt": "What is 34 + 12 ?", "checks": {"reference": "46"}}
    both = Jsonl(path, held_out_path=write_rows([twin, question(9)], "held_out.jsonl")).problems()
    assert [p.prompt for p in both.held_out] == ["What is 34 + 12 ?", "What is 9?"]
    assert [p.prompt for p in both.train] == ["What is 1?", "What is 2?"]


def test_the_limit_keeps_the_first_training_problems_and_leaves_the_held_out_ones(write_rows):
    path = write_rows([question(number) for number in range(100)])
    whole, limited = Jsonl(path).problems(), Jsonl(path, limit=5).problems()
    assert limited.train == whole.train[:5]
    assert limited.held_out == whole.held_out


def test_a_share_of_zero_holds_nothing_out_and_a_share_of_one_everything(write_rows):
    path = write_rows([question(number) for number in range(10)])
    assert len(Jsonl(path, held_out_share=0).problems().train) == 10
    assert len(Jsonl(path, held_out_share=1).problems().held_out) == 10


def test_nothing_left_to_train_on_is_an_error_that_says_why(write_rows):
    path = write_rows([ROW])
    with pytest.raises(ProblemError, match="all 1 problems, or twins of them, are held out"):
        Jsonl(path, held_out_path=path).problems()
    with pytest.raises(ProblemError, match="all 1 problems fall to the held-out side; lower held_out_share"):
        Jsonl(path, held_out_share=0.999999).problems()


@pytest.mark.parametrize("wrong", [{"held_out_share": 1.2}, {"held_out_share": -0.1}, {"limit": 0}])
def test_a_wrong_argument_is_named_before_the_file_is_read(wrong):
    with pytest.raises(ProblemError, match=next(iter(wrong))):
        Jsonl("nowhere.jsonl", **wrong)


def test_no_problem_of_a_split_file_has_a_twin_across(write_rows):
    both = Jsonl(write_rows([question(number) for number in range(200)])).problems()
    assert not {twin_key(p.prompt) for p in both.train} & {twin_key(p.prompt) for p in both.held_out}


@pytest.mark.parametrize("name", ["answer", "code", "lean"])
def test_every_problem_of_the_labelled_corpora_is_read(data_folder, name):
    path = data_folder / f"soundness_{name}_dev.jsonl"
    problems = [problem_from_row(row["problem"], f"{path}, line {number}") for number, row in rows(path)]
    assert {problem.kind for problem in problems} == {name}
