"""Traced theorems of a repository, from the repository and from the corpus; the trace is made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from problems.checks import validate_checks
from problems.leandojo import LeanDojo, module
from problems.problem import plain
from problems.source import ProblemError
from problems.split import twin_key

SOURCE = """import Mine.Basic
import Std.Data.HashMap

open Nat

namespace Mine.Deep

variable {α : Type} (é : α)

/-- Nothing changes. -/
@[simp]
protected theorem same : é = é := by
  rfl -- as ever

theorem two (x : ℕ) :
    x + x = 2 * x := by omega

lemma _root_.Mine.three : ∀ n : ℕ, n ≤ 3 * n
  | 0 => le_refl _
  | n + 1 => by omega

end Mine.Deep
"""
PATH = "Mine/Deep.lean"


def entry(name: str, start: list[int], end: list[int]) -> dict[str, Any]:
    tactic = {"tactic": "rfl", "annotated_tactic": ["rfl", []], "state_before": "⊢ a = a", "state_after": "no goals"}
    return {
        "url": "https://example.org/mine",
        "commit": "abc123",
        "file_path": PATH,
        "full_name": name,
        "start": start,
        "end": end,
        "traced_tactics": [tactic],
    }


SAME = entry("Mine.Deep.same", [12, 11], [13, 6])
TWO = entry("Mine.Deep.two", [15, 1], [16, 30])
THREE = entry("Mine.three", [18, 1], [20, 24])
PREMISES = [
    {
        "full_name": "Mine.Deep.same",
        "code": "@[simp]\nprotected theorem same : é = é",
        "start": [10, 1],
        "end": [13, 6],
        "kind": "commanddeclaration",
    },
    {
        "full_name": "Mine.Deep.two",
        "code": "theorem two (x : ℕ) :\n    x + x = 2 * x",
        "start": [15, 1],
        "end": [16, 30],
        "kind": "c",
    },
    {
        "full_name": "Mine.three",
        "code": "lemma _root_.Mine.three : ∀ n : ℕ, n ≤ 3 * n",
        "start": [18, 1],
        "end": [20, 24],
    },
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The split `random` of a benchmark, its corpus above it, and the repository beside it."""
    (tmp_path / "random").mkdir()
    (tmp_path / "random" / "train.json").write_text(json.dumps([SAME, TWO]))
    (tmp_path / "random" / "test.json").write_text(json.dumps([THREE]))
    imports = ["Mine/Basic.lean", ".lake/packages/std/Std/Data/HashMap.lean", ".lake/packages/lean4/src/lean/Init.lean"]
    corpus = {"path": PATH, "imports": imports, "premises": PREMISES}
    (tmp_path / "corpus.jsonl").write_text(json.dumps(corpus) + "\n")
    (tmp_path / "repository" / "Mine").mkdir(parents=True)
    (tmp_path / "repository" / PATH).write_text(SOURCE)
    return tmp_path


def with_repository(folder: Path, **more: Any) -> LeanDojo:
    return LeanDojo(folder / "random", repository=folder / "repository", **more)


def test_train_is_to_train_on_and_test_is_held_out(folder):
    for source in (with_repository(folder), LeanDojo(folder / "random")):
        both = source.problems()
        assert (len(both.train), len(both.held_out)) == (2, 1)
        assert {(p.kind, p.source) for p in both.train + both.held_out} == {("lean", "lean_dojo")}
        for problem in both.train + both.held_out:
            validate_checks("lean", plain(problem.checks))


def test_the_header_is_the_file_up_to_the_theorem(folder):
    same, two = with_repository(folder).problems().train
    assert same.checks["statement"] == "theorem same : é = é"
    assert same.checks["header"] == SOURCE.partition("/-- Nothing")[0].strip()
    assert two.checks["statement"] == "theorem two (x : ℕ) :\n    x + x = 2 * x"
    assert two.checks["header"] == SOURCE.partition("theorem two")[0].strip()


def test_a_prompt_shows_the_end_of_a_long_header(folder):
    _, two = with_repository(folder, lines=3).problems().train
    assert "-- 10 lines before these are not shown\n@[simp]\nprotected theorem same" in two.prompt
    assert "import" not in two.prompt
    assert "import" in two.checks["header"]


def test_no_proof_of_a_problem_is_in_its_prompt_or_header(folder):
    both = with_repository(folder).problems()
    for problem in both.train + both.held_out:
        assert problem.prompt.endswith(f"{problem.checks['statement']} := by\n  sorry\n```")
    assert "omega" not in both.train[1].prompt + both.train[1].checks["header"]


def test_the_proofs_of_the_repository_are_the_references(folder):
    source = with_repository(folder)
    both = source.problems()
    assert [source.references()[p.id] for p in both.train + both.held_out] == [
        "theorem same : é = é := by\n  rfl",
        "theorem two (x : ℕ) :\n    x + x = 2 * x := by omega",
        "lemma _root_.Mine.three : ∀ n : ℕ, n ≤ 3 * n\n| 0 => le_refl _\n  | n + 1 => by omega",
    ]


def test_the_corpus_gives_imports_namespace_and_statement(folder):
    source = LeanDojo(folder / "random")
    same, two = source.problems().train
    header = "import Mine.Basic\nimport Std.Data.HashMap\n\nnamespace Mine.Deep"
    assert plain(same.checks) == {"header": header, "statement": "theorem same : é = é"}
    assert plain(two.checks) == {"header": header, "statement": "theorem two (x : ℕ) :\n    x + x = 2 * x"}
    assert source.references() == {}


def test_a_full_name_needs_no_namespace(folder):
    (three,) = LeanDojo(folder / "random").problems().held_out
    assert three.checks["header"] == "import Mine.Basic\nimport Std.Data.HashMap"


def test_a_corpus_elsewhere_can_be_named(folder, tmp_path):
    (folder / "corpus.jsonl").rename(folder / "other.jsonl")
    with pytest.raises(ProblemError, match=r"no corpus\.jsonl is in it or above it"):
        LeanDojo(folder / "random").problems()
    assert len(LeanDojo(folder / "random", corpus=folder / "other.jsonl").problems().train) == 2


def test_a_single_file_is_divided_by_content(folder):
    names = [letter * 3 for letter in "abcdefghijklmnop"]
    code = "".join(f"theorem {name} : {name * 2} = {name * 2} := rfl\n" for name in names)
    (folder / "repository" / PATH).write_text(code)
    lines = code.splitlines()
    rows = [entry(name, [n, 1], [n, len(lines[n - 1]) + 1]) for n, name in enumerate(names, start=1)]
    (folder / "all.json").write_text(json.dumps(rows))
    both = LeanDojo(folder / "all.json", repository=folder / "repository", held_out_share=0.5).problems()
    assert both.train
    assert both.held_out
    assert len(both.train) + len(both.held_out) == 16
    assert not {twin_key(p.prompt) for p in both.train} & {twin_key(p.prompt) for p in both.held_out}


def test_what_states_the_same_as_a_test_theorem_is_not_trained_on(folder):
    (folder / "random" / "test.json").write_text(json.dumps([TWO, THREE]))
    both = with_repository(folder).problems()
    assert [p.checks["statement"] for p in both.train] == ["theorem same : é = é"]


def test_attributes_may_be_counted_in(folder):
    (folder / "random" / "train.json").write_text(json.dumps([SAME | {"start": [10, 1]}, TWO]))
    same, _ = with_repository(folder).problems().train
    assert same.checks["statement"] == "theorem same : é = é"
    assert same.checks["header"] == SOURCE.partition("/-- Nothing")[0].strip()


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        pytest.param(
            {"start": [12, 1], "end": [13, 6]}, "entry 2: Mine.Deep.two should begin in line 12", id="another place"
        ),
        pytest.param({"full_name": "Mine.Deep.tow"}, "check out the traced commit abc123", id="another theorem"),
        pytest.param({"file_path": "Gone.lean"}, "entry 2: .*Gone.lean cannot be read", id="a missing file"),
        pytest.param({"full_name": "Mine.Deep.outwo"}, "should begin in", id="a name that ends alike"),
        pytest.param({"start": [1]}, "entry 2, field 'start'", id="half a position"),
        pytest.param({"start": [0, 1]}, r"entry 2, field 'start\[0\]'", id="a line 0"),
        pytest.param({"tactics": []}, "entry 2: .*unknown field 'tactics'", id="another field"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file(folder, wrong, complaint):
    file = folder / "random" / "train.json"
    file.write_text(json.dumps([SAME, TWO | wrong]))
    with pytest.raises(ProblemError, match=complaint) as caught:
        with_repository(folder).problems()
    assert str(caught.value).startswith(f"{file}, entry 2")


def test_a_theorem_that_the_corpus_does_not_have_is_named(folder):
    (folder / "random" / "test.json").write_text(json.dumps([THREE | {"full_name": "Mine.four"}]))
    with pytest.raises(ProblemError, match=r"entry 1: .*corpus, but Mine\.four of Mine/Deep\.lean is not in it"):
        LeanDojo(folder / "random").problems()


def test_a_file_that_is_missing_or_no_list_is_an_error(folder):
    (folder / "random" / "test.json").unlink()
    with pytest.raises(ProblemError, match=r"test\.json: cannot be read"):
        with_repository(folder).problems()
    (folder / "random" / "test.json").write_text("{}")
    with pytest.raises(ProblemError, match="a JSON list of traced theorems is expected"):
        with_repository(folder).problems()
    with pytest.raises(ProblemError, match="lines = 0"):
        with_repository(folder, lines=0)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Mathlib/Logic/Basic.lean", "Mathlib.Logic.Basic"),
        (".lake/packages/batteries/Batteries/Data/List.lean", "Batteries.Data.List"),
        ("lake-packages/std/Std/Tactic.lean", "Std.Tactic"),
        (".lake/packages/lean4/src/lean/Init/Prelude.lean", "Init.Prelude"),
        ("src/lean/Lean/Expr.lean", "Lean.Expr"),
    ],
)
def test_a_module_is_named_by_its_path(path, name):
    assert module(path) == name
