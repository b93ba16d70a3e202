"""Verina from a file: the given program goes into the header, the specification is to be proved."""

from __future__ import annotations

import pytest

from problems.checks import validate_checks
from problems.lean_text import last_theorem
from problems.problem import plain
from problems.source import ProblemError
from problems.verina import Verina

TASK = """-- !benchmark @start import type=solution
import Std.Data.HashMap
-- !benchmark @end import

-- !benchmark @start precond_aux

-- !benchmark @end precond_aux

@[reducible]
def double_precond (x : Nat) : Prop :=
  -- !benchmark @start precond
  True
  -- !benchmark @end precond

def double (x : Nat) (h : double_precond x) : Nat :=
  -- !benchmark @start code
  let y := x; y + x
  -- !benchmark @end code

-- !benchmark @start proof_aux
theorem twice (x : Nat) : x + x = 2 * x := by omega
-- !benchmark @end proof_aux

theorem double_spec_satisfied (x : Nat) (h : double_precond x) :
    double x h = 2 * x := by
  -- !benchmark @start proof
  exact twice x
  -- !benchmark @end proof
"""
ROW = {"id": "verina_1", "imports": ["Std.Data.HashMap"], "task_lean": TASK, "description": "Twice.", "tests": []}
STATEMENT = "theorem double_spec_satisfied (x : Nat) (h : double_precond x) :\n    double x h = 2 * x"


def test_the_header_is_the_given_program_and_not_the_lemmas_of_the_proof(write_rows):
    (problem,) = Verina(write_rows([ROW])).problems().held_out
    assert plain(problem.checks) == {
        "header": "import Std.Data.HashMap\n\n@[reducible]\ndef double_precond (x : Nat) : Prop :=\n  True\n\n"
        "def double (x : Nat) (h : double_precond x) : Nat :=\n  let y := x; y + x",
        "statement": STATEMENT,
    }
    assert "twice" not in problem.prompt
    assert "/-- Twice. -/\ntheorem double_spec" in problem.prompt
    assert (problem.kind, problem.source) == ("lean", "verina")


def test_the_reference_is_the_authors_proof_after_its_lemmas(write_rows):
    source = Verina(write_rows([ROW]))
    (problem,) = source.problems().held_out
    assert source.references() == {
        problem.id: "theorem twice (x : Nat) : x + x = 2 * x := by omega\n\n" + STATEMENT + " := by\n  exact twice x"
    }


@pytest.mark.parametrize("stub", ["  sorry", "  intro\n  sorry"])
def test_an_unfinished_proof_is_no_reference(write_rows, stub):
    source = Verina(write_rows([ROW | {"task_lean": TASK.replace("  exact twice x", stub)}]))
    assert source.references() == {}
    assert len(source.problems().held_out) == 1


def test_an_unfinished_lemma_makes_no_reference(write_rows):
    source = Verina(write_rows([ROW | {"task_lean": TASK.replace("by omega", "by sorry")}]))
    assert source.references() == {}


def test_tasks_that_import_something_can_be_left_out(write_rows):
    rows = [ROW, ROW | {"imports": [], "task_lean": TASK.replace("import Std.Data.HashMap\n", "")}]
    (problem,) = Verina(write_rows(rows), core_only=True).problems().held_out
    assert "import" not in problem.checks["header"]


def test_a_wrong_row_is_named_with_its_file_and_line(write_rows):
    path = write_rows([ROW, ROW | {"task_lean": "def f := 1"}])
    with pytest.raises(ProblemError, match="line 2: has no lemma or theorem"):
        Verina(path).problems()
    with pytest.raises(ProblemError, match="held_out_share"):
        Verina(path, held_out_share=-1)


@pytest.mark.parametrize(("core_only", "tasks", "proofs"), [(False, 189, 46), (True, 161, 34)])
def test_the_real_data_set_is_read_whole(data, core_only, tasks, proofs):
    source = Verina(data / "verina", core_only=core_only)
    both = source.problems()
    assert (len(both.train), len(both.held_out)) == (0, tasks)
    references = source.references()
    assert len(references) == proofs
    for problem in both.held_out:
        validate_checks("lean", plain(problem.checks))
        assert "_spec_satisfied" in problem.checks["statement"]
        assert "!benchmark" not in problem.checks["header"] + problem.checks["statement"]
        assert "sorry" not in problem.checks["header"]
        if problem.id in references:
            assert last_theorem(references[problem.id], "").statement == problem.checks["statement"]
