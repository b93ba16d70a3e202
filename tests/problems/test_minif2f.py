"""miniF2F and ProofNet from files, in the forms they are shared in."""

from __future__ import annotations

import re

import pytest

from problems.checks import validate_checks
from problems.lean_text import split_proof
from problems.minif2f import MiniF2F
from problems.problem import plain
from problems.proofnet import ProofNet
from problems.source import ProblemError

HEADER = "import Mathlib\n\nopen Nat\n\n"
ROW = {
    "name": "double",
    "split": "test",
    "informal_prefix": "/-- Twice $x$ is $x + x$.-/\n",
    "formal_statement": "theorem double (x : ℕ) : 2 * x = x + x := by\n",
    "goal": "x : ℕ\n⊢ 2 * x = x + x",
    "header": HEADER,
}
WHOLE = {"name": "half", "split": "Valid", "lean": f"{HEADER}theorem half (x : ℕ) :\n  x / 2 ≤ x := by sorry"}


def test_a_row_becomes_a_header_and_a_statement(write_rows):
    (problem,) = MiniF2F(write_rows([ROW])).problems().held_out
    assert (problem.kind, problem.source) == ("lean", "minif2f")
    assert plain(problem.checks) == {
        "header": "import Mathlib\n\nopen Nat",
        "statement": "theorem double (x : ℕ) : 2 * x = x + x",
    }


def test_a_prompt_shows_the_header_the_words_and_the_theorem_to_complete(write_rows):
    (problem,) = MiniF2F(write_rows([ROW])).problems().held_out
    assert problem.prompt.startswith("Prove the theorem in Lean 4")
    assert problem.prompt.endswith(
        "\n\n```lean\nimport Mathlib\n\nopen Nat\n\n/-- Twice $x$ is $x + x$. -/\n"
        "theorem double (x : ℕ) : 2 * x = x + x := by\n  sorry\n```"
    )


def test_the_words_can_be_left_out(write_rows):
    (problem,) = MiniF2F(write_rows([ROW]), informal=False).problems().held_out
    assert "Twice" not in problem.prompt


def test_words_cannot_end_their_comment(write_rows):
    (problem,) = MiniF2F(write_rows([ROW | {"informal_prefix": "/-- a -/ axiom b /- c -/"}])).problems().held_out
    assert "/-- a - / axiom b / - c -/\ntheorem" in problem.prompt


def test_a_whole_text_is_read_too_and_what_is_for_validation_is_to_train_on(write_rows):
    both = MiniF2F(write_rows([ROW, WHOLE])).problems()
    (problem,) = both.train
    assert len(both.held_out) == 1
    assert plain(problem.checks) == {
        "header": "import Mathlib\n\nopen Nat",
        "statement": "theorem half (x : ℕ) :\n  x / 2 ≤ x",
    }


def test_what_states_the_same_as_a_test_theorem_is_not_trained_on(write_rows):
    again = ROW | {
        "name": "twice",
        "split": "valid",
        "formal_statement": ROW["formal_statement"].replace("double", "twice"),
    }
    both = MiniF2F(write_rows([again, ROW, WHOLE])).problems()
    assert [problem.checks["statement"].split()[1] for problem in both.train] == ["half"]


def test_limits_keep_the_first_of_each_side(write_rows):
    rows = [ROW | {"formal_statement": f"theorem a{n} : {n} = {n} :="} for n in range(3)]
    both = MiniF2F(write_rows([*rows, WHOLE]), limit=1, held_out_limit=2).problems()
    assert (len(both.train), len(both.held_out)) == (1, 2)


def test_an_object_to_be_made_becomes_the_theorem_that_there_is_one(write_rows):
    row = ROW | {"formal_statement": "noncomputable def e {A : Type*} (h : A = A) :\n    A ≃ A :="}
    (problem,) = ProofNet(write_rows([row])).problems().held_out
    assert problem.checks["statement"] == "theorem e {A : Type*} (h : A = A) : Nonempty (A ≃ A)"
    assert problem.checks["header"] == "import Mathlib\n\nopen Nat"
    assert problem.source == "proofnet"


@pytest.mark.parametrize("source", [MiniF2F, ProofNet])
@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        pytest.param({"split": "train"}, "field 'split'", id="another part"),
        pytest.param({"formal_statement": "example : 1 = 1 :="}, "has no ", id="no theorem"),
        pytest.param({"formal_statement": "theorem a (x : ℕ : x = x :="}, "leaves 1 brackets open", id="a bracket"),
        pytest.param({"header": None}, "field 'header'", id="no header"),
        pytest.param({"proof": "rfl"}, "unknown field 'proof'", id="another field"),
    ],
)
def test_a_wrong_row_is_named_with_its_file_and_line(write_rows, source, wrong, complaint):
    path = write_rows([ROW, ROW | wrong])
    with pytest.raises(ProblemError, match=re.escape(complaint)) as caught:
        source(path).problems()
    assert str(caught.value).startswith(f"{path}, line 2")


@pytest.mark.parametrize("source", [MiniF2F, ProofNet])
def test_what_cannot_be_read_is_an_error(tmp_path, source):
    with pytest.raises(ProblemError, match=r"\.jsonl not found"):
        source(tmp_path).problems()
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(ProblemError, match="is empty"):
        source(tmp_path / "empty.jsonl").problems()
    with pytest.raises(ProblemError, match="limit = 0"):
        source(tmp_path, limit=0)


@pytest.mark.parametrize(
    ("source", "file", "train", "test"),
    [
        pytest.param(MiniF2F, "minif2f.jsonl", 244, 244, id="miniF2F of DeepSeek"),
        pytest.param(MiniF2F, "minif2f_yangky11.jsonl", 244, 244, id="miniF2F of yangky11"),
        # Of 185 exercises for validation two state what one of the test does.
        pytest.param(ProofNet, "proofnet.jsonl", 183, 186, id="ProofNet"),
    ],
)
def test_the_real_data_set_is_read_whole(data, source, file, train, test):
    both = source(data / "minif2f_lean4" / file).problems()
    assert (len(both.train), len(both.held_out)) == (train, test)
    for problem in both.train + both.held_out:
        validate_checks("lean", plain(problem.checks))
        assert problem.checks["header"].startswith("import Mathlib")
        assert problem.checks["statement"].startswith("theorem ")
        assert split_proof(f"{problem.checks['statement']} := rfl", "") == (problem.checks["statement"], "rfl")
        assert problem.prompt.endswith(f"{problem.checks['statement']} := by\n  sorry\n```")


def test_the_two_forms_of_the_real_data_set_have_the_same_names(data):
    folder = data / "minif2f_lean4"
    sides = [MiniF2F(folder / name).problems() for name in ("minif2f.jsonl", "minif2f_yangky11.jsonl")]
    names = [{problem.checks["statement"].split()[1] for problem in both.held_out} for both in sides]
    assert len(names[0] & names[1]) > 220


def test_14_real_exercises_ask_for_an_object(data):
    both = ProofNet(data / "minif2f_lean4").problems()
    made = [p for p in both.train + both.held_out if re.search(r": Nonempty \(", p.checks["statement"])]
    assert len([p for p in made if p.checks["statement"].endswith(")")]) >= 14
