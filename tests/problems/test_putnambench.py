"""PutnamBench from files of its form; the rows are made up."""

from __future__ import annotations

import json

import pytest

from problems.checks import validate_checks
from problems.problem import plain
from problems.putnambench import PutnamBench
from problems.source import ProblemError

PLAIN = """import Mathlib

open Nat

/--
Show that twice $x$ is $x + x$.
-/
theorem putnam_1900_a1
  (x : ℕ)
  : 2 * x = x + x :=
sorry
"""
ANSWERED = """import Mathlib

open Nat

noncomputable abbrev putnam_1900_a2_solution : ℕ → ℕ := sorry
-- fun n ↦
--   2 * n
/--
Find $f$ with $f(n) = n + n$.
-/
theorem putnam_1900_a2 (n : ℕ) : putnam_1900_a2_solution n = n + n :=
sorry
"""
OPEN = ANSWERED.replace("-- fun n ↦\n--   2 * n\n", "").replace("a2", "a3")


@pytest.fixture
def folder(tmp_path):
    for number, text in enumerate((PLAIN, ANSWERED, OPEN), start=1):
        (tmp_path / f"putnam_1900_a{number}.lean").write_text(text)
    return tmp_path


def test_a_file_becomes_a_header_and_a_statement(folder):
    first, _ = PutnamBench(folder).problems().held_out
    assert plain(first.checks) == {
        "header": "import Mathlib\n\nopen Nat",
        "statement": "theorem putnam_1900_a1\n  (x : ℕ)\n  : 2 * x = x + x",
    }
    assert (first.kind, first.source) == ("lean", "putnambench")
    assert "/-- Show that twice $x$ is $x + x$. -/\ntheorem putnam_1900_a1" in first.prompt
    validate_checks("lean", first.checks)


def test_an_answer_from_the_comment_is_defined_in_the_header(folder):
    _, second = PutnamBench(folder).problems().held_out
    assert second.checks["header"] == (
        "import Mathlib\n\nopen Nat\n\nnoncomputable abbrev putnam_1900_a2_solution : ℕ → ℕ :=\n  fun n ↦\n    2 * n"
    )
    assert second.checks["statement"] == "theorem putnam_1900_a2 (n : ℕ) : putnam_1900_a2_solution n = n + n"
    assert "2 * n" in second.prompt


def test_only_open_answers_are_filled(tmp_path):
    given = "abbrev a_solution : ℕ := 5\n\n"
    (tmp_path / "a.lean").write_text(given + ANSWERED.partition("open Nat\n\n")[2])
    (problem,) = PutnamBench(tmp_path / "a.lean").problems().held_out
    assert problem.checks["header"].startswith(given + "noncomputable abbrev putnam_1900_a2_solution")
    assert problem.checks["header"].endswith(":=\n  fun n ↦\n    2 * n")


def test_a_theorem_whose_answer_is_told_nowhere_is_left_out_and_named(folder):
    source = PutnamBench(folder)
    assert len(source.problems().held_out) == 2
    assert list(source.left_out()) == [str(folder / "putnam_1900_a3.lean")]


def test_rows_are_read_with_their_words(write_rows):
    rows = [
        {"name": "putnam_1900_a1", "lean4_statement": PLAIN, "informal_statement": "Twice.", "tags": ["algebra"]},
        {"name": "putnam_1900_a2", "lean4_statement": ANSWERED, "informal_solution": "$2n$"},
    ]
    path = write_rows(rows)
    first, second = PutnamBench(path).problems().held_out
    assert "/-- Twice. -/" in first.prompt
    assert "Find $f$" in second.prompt
    assert all("/--" not in p.prompt for p in PutnamBench(path, informal=False).problems().held_out)


def test_all_is_held_out_unless_a_share_is_named(tmp_path):
    for letter in "abcdefghijklmnop":
        (tmp_path / f"{letter}.lean").write_text(f"theorem {letter * 3} : {letter * 2} = {letter * 2} := sorry\n")
    assert PutnamBench(tmp_path).problems().train == ()
    both = PutnamBench(tmp_path, held_out_share=0.5).problems()
    assert both.train
    assert both.held_out
    assert len(both.train) + len(both.held_out) == 16
    assert len(PutnamBench(tmp_path, held_out_limit=3).problems().held_out) == 3


def test_nothing_that_can_be_used_is_an_error(tmp_path):
    with pytest.raises(ProblemError, match=r"holds no \.lean file"):
        PutnamBench(tmp_path).problems()
    (tmp_path / "a.lean").write_text(OPEN)
    with pytest.raises(ProblemError, match=r"no theorem can be used; of the first: its answer"):
        PutnamBench(tmp_path).problems()
    with pytest.raises(ProblemError, match="cannot be read"):
        PutnamBench(tmp_path / "b.lean").problems()
    with pytest.raises(ProblemError, match=r"held_out_share = 2"):
        PutnamBench(tmp_path, held_out_share=2)


def test_a_wrong_row_is_named_with_its_file_and_line(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = [{"name": "a", "lean4_statement": PLAIN}, {"name": "b", "lean4_statement": "def b := 1"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    with pytest.raises(ProblemError, match="line 2: has no lemma or theorem"):
        PutnamBench(path).problems()
