"""What the Lean verifier says of each kind of attempt, with the real Lean."""

from __future__ import annotations

import asyncio
import time

import pytest

from problems.problem import Problem, plain
from verifiers.base import Trust
from verifiers.lean import LeanVerifier
from verifiers.verdict import Outcome

pytestmark = pytest.mark.lean

COMM = "theorem t (a b : Nat) : a + b = b + a"
TWO = "theorem t : 1 + 1 = 2"


def problem(statement):
    return Problem("lean", "", {"statement": statement})


DEFINITIONS = """
open Nat

namespace Mine

/-- Twice. -/
def twice (n : Nat) : Nat := n + n

theorem known (n : Nat) : twice n = n + n := rfl

variable (m : Nat)
"""


@pytest.mark.parametrize(
    ("statement", "attempt"),
    [
        pytest.param(TWO, f"{TWO} := rfl", id="by computation"),
        pytest.param(COMM, f"{COMM} := by\n  omega", id="by a tactic"),
        pytest.param(COMM, "theorem t (x y : Nat) : x + y = y + x := Nat.add_comm x y", id="with other names of variables"),
        pytest.param(COMM, "theorem t : ∀ a b : Nat, a + b = b + a := Nat.add_comm", id="with a quantifier in place of binders"),
        pytest.param(COMM, f"theorem helper (n : Nat) : n = n := rfl\n\n{COMM} := Nat.add_comm a b", id="after a lemma"),
        pytest.param(COMM, f"{COMM} := Nat.add_comm a b\n\ntheorem after : True := trivial", id="before another theorem"),
        pytest.param(COMM, f"import Init\n{COMM} := Nat.add_comm a b", id="with an import of what is always there"),
        pytest.param(COMM, f"Sure.\n\n```lean\n{COMM} := Nat.add_comm a b\n```\nDone.", id="in a fence after prose"),
        pytest.param(COMM, f"```lean4\r\n{COMM} := Nat.add_comm a b\r\n```\r\n", id="with line ends of Windows"),
        pytest.param(
            "theorem t (l : List Nat) : l.reverse.reverse = l",
            "theorem t (l : List Nat) : l.reverse.reverse = l := by simp", id="that simp proves",
        ),
        pytest.param(
            "theorem t (p : Prop) : ¬¬p → p", "theorem t (p : Prop) : ¬¬p → p := Classical.byContradiction", id="by an axiom"
        ),
        pytest.param(
            "theorem t.{u} (α : Type u) (a : α) : a = a", "theorem t.{u} (α : Type u) (a : α) : a = a := rfl", id="in any universe"
        ),
        pytest.param(
            "theorem t (a : α) : a = a", "theorem t (a : α) : a = a := rfl", id="of a type that is bound by itself"
        ),
        pytest.param(
            "theorem t : (match (3 : Nat) with | 0 => 1 | n + 1 => n) = 2",
            "theorem t : (match (3 : Nat) with | 0 => 1 | n + 1 => n) = 2 := rfl", id="with a match in the statement",
        ),
        pytest.param(
            "theorem t : (let x := 2; x + x) = 4", "theorem t : (let x := 2; x + x) = 4 := rfl", id="with a let in the statement"
        ),
        pytest.param(
            "theorem t : (have x := 2; x + x) = 4", "theorem t : (have x := 2; x + x) = 4 := rfl", id="with a have in the statement"
        ),
        pytest.param(
            "theorem t (l : List Nat) (h : 0 < l.length) : l[0] = l.head (by intro e; simp [e] at h)",
            "theorem t (l : List Nat) (h : 0 < l.length) : l[0] = l.head (by intro e; simp [e] at h) := by\n"
            "  cases l with\n  | nil => simp at h\n  | cons a l => rfl", id="with a proof in the statement",
        ),
        pytest.param("theorem «a b» : 2 + 2 = 4", "theorem «a b» : 2 + 2 = 4 := rfl", id="with a space in its name"),
        pytest.param("theorem «a.b».c : 2 + 2 = 4", "theorem «a.b».c : 2 + 2 = 4 := rfl", id="with a dot in its name"),
        pytest.param("theorem a.b.c : 2 + 2 = 4", "namespace a.b\ntheorem c : 2 + 2 = 4 := rfl\nend a.b", id="in a namespace"),
        pytest.param("theorem Nat.t : 2 + 2 = 4", "theorem Nat.t : 2 + 2 = 4 := rfl", id="in a namespace of the library"),
        pytest.param(
            TWO,
            "inductive Tree | leaf | node (l r : Tree)\ndef Tree.size : Tree → Nat | leaf => 1 | node l r => l.size + r.size\n"
            "theorem s : (Tree.node .leaf .leaf).size = 2 := rfl\ntheorem t : 1 + 1 = 2 := s", id="through an inductive type",
        ),
        pytest.param(
            TWO, "private theorem secret : 1 + 1 = 2 := rfl\ntheorem t : 1 + 1 = 2 := secret", id="through a private lemma"
        ),
        pytest.param(
            "theorem t (n : Nat) : n < n + 1",
            "def f : Nat → Nat | 0 => 0 | n + 1 => f (n / 2)\ntermination_by n => n\n"
            "theorem t (n : Nat) : n < n + 1 := Nat.lt_succ_self n", id="beside a function by well-founded recursion",
        ),
    ],
)  # fmt: skip
def test_a_proof_is_accepted(judged, statement, attempt):
    verdict = judged(statement, attempt)
    assert (verdict.code, verdict.outcome) == ("proved", Outcome.ACCEPTED), verdict
    assert verdict.evidence["mode"] == "strict"
    assert "allowed" not in verdict.evidence


def test_a_header_of_definitions_is_what_statement_and_attempt_stand_on(judged):
    statement = "theorem t : twice m = 2 * m"
    proof = f"{statement} := by\n  rw [known]; omega"
    assert judged(statement, proof, DEFINITIONS).code == "proved"
    assert judged(statement, f"{statement} := rfl", DEFINITIONS).code == "elaboration_error"
    assert judged(statement, f"end Mine\n{proof}", DEFINITIONS).code == "elaboration_error"
    redefined = f"def twice (n : Nat) : Nat := 2 * n\n{statement} := rfl"
    assert judged(statement, redefined, DEFINITIONS).code == "elaboration_error"
    another = "end Mine\nnamespace Other\ndef twice (n : Nat) := 2 * n\ntheorem t (m : Nat) : twice m = 2 * m := rfl"
    assert judged(statement, another, DEFINITIONS).outcome is Outcome.REJECTED


@pytest.mark.parametrize(
    ("attempt", "line", "column", "said"),
    [
        pytest.param(f"{TWO} := by\n  decid", 2, None, "", id="a tactic that is none"),
        pytest.param(f"theorem l : True := trivial\n{TWO} :=\n  nothing_of_this_name", 3, 2, "nothing_of_this_name", id="a name"),
        pytest.param(f"First.\n\n```lean\n{TWO} := by\n  nothing_of_this_name\n```\n", 5, None, "", id="in a fence after prose"),
        pytest.param(f"One\r\ntwo\r\n```lean\r\n{TWO} :=\r\n  nothing_of_this_name\r\n```", 5, 2, "", id="after line ends"),
        pytest.param(f"import Init\n{TWO} :=\n  nothing_of_this_name", 3, 2, "", id="after an import"),
        pytest.param("theorem t : 1 + 1 = 3 := rfl", 1, None, "", id="a false theorem"),
        pytest.param(f"{TWO} := rfl\n)", 2, None, "", id="something after the proof"),
        pytest.param("I do not know.", 1, 0, "", id="prose"),
    ],
)  # fmt: skip
def test_an_error_of_lean_is_shown_where_the_attempt_has_it(judged, attempt, line, column, said):
    verdict = judged(TWO, attempt)
    assert (verdict.code, verdict.outcome) == ("elaboration_error", Outcome.REJECTED)
    first = verdict.evidence["messages"][0]
    assert first["severity"] == "error"
    assert first["line"] == line
    assert column in (None, first["column"])
    assert said in first["text"]
    assert verdict.reason.startswith(f"line {line}, column {first['column']}: ")


@pytest.mark.parametrize(
    ("attempt", "proved", "trusted"),
    [
        pytest.param("theorem t (a b : Nat) : a + b = a + b := rfl", "a + b = a + b", "a + b = b + a", id="another claim"),
        pytest.param("theorem t (a b : Nat) (h : a = b) : a + b = b + a := by omega", "a = b →", "a + b = b + a", id="a premise"),
        pytest.param("theorem t (a b : Int) : a + b = b + a := by omega", "Int", "Nat", id="of other numbers"),
        pytest.param("theorem t (a : Nat) : a + 1 = 1 + a := by omega", "1 + a", "b + a", id="a special case"),
        pytest.param("theorem t (b a : Nat) : a + b = b + a := by omega", "(b a : Nat)", "(a b : Nat)", id="in another order"),
        pytest.param("theorem t : True := trivial", "True", "b + a", id="nothing at all"),
        pytest.param(
            "local instance : HAdd Nat Nat Nat := ⟨fun _ _ => 0⟩\ntheorem t (a b : Nat) : a + b = b + a := rfl",
            "a + b = b + a", "a + b = b + a", id="that prints alike",
        ),
    ],
)  # fmt: skip
def test_another_statement_is_shown_beside_the_wanted_one(judged, attempt, proved, trusted):
    verdict = judged(COMM, attempt)
    assert (verdict.code, verdict.outcome) == ("statement_changed", Outcome.REJECTED), verdict
    assert proved in verdict.evidence["proved"]
    assert trusted in verdict.evidence["trusted"]
    assert f"proved: {verdict.evidence['proved']}; wanted: {verdict.evidence['trusted']}" in verdict.reason
    assert ("print alike" in verdict.reason) == (verdict.evidence["proved"] == verdict.evidence["trusted"])


def test_a_theorem_for_one_universe_is_none_for_all(judged):
    verdict = judged("theorem t.{u} (α : Type u) (a : α) : a = a", "theorem t (α : Type) (a : α) : a = a := rfl")
    assert verdict.code == "statement_changed"
    assert (verdict.evidence["trusted_universes"], verdict.evidence["proved_universes"]) == (["u"], [])


@pytest.mark.parametrize(
    ("attempt", "line"),
    [
        pytest.param(f"{TWO} := sorry", 1, id="a term"),
        pytest.param(f"theorem l : False := by\n  sorry\n{TWO} := l.elim", 2, id="in a lemma"),
        pytest.param(f"{TWO} :=\n\n sorryAx _ false", 3, id="its axiom"),
        pytest.param(f"{TWO} := by\n  admit", 2, id="another name of it"),
    ],
)
def test_an_attempt_that_leaves_something_open_is_rejected_as_such(judged, attempt, line):
    verdict = judged(TWO, attempt)
    assert (verdict.code, verdict.outcome, verdict.evidence["line"]) == ("sorry", Outcome.REJECTED, line)


@pytest.mark.parametrize(
    ("attempt", "construct", "line"),
    [
        pytest.param(f"axiom cheat : False\n{TWO} := cheat.elim", "axiom", 1, id="an axiom"),
        pytest.param(f"{TWO} := by\n  native_decide", "native_decide", 2, id="compiled code"),
        pytest.param(f"open Nat in\n#eval 1\n{TWO} := rfl", "#eval", 2, id="a command that computes"),
        pytest.param(f'a\n```\nmacro "x" : term => `(1)\n{TWO} := rfl\n```', "macro", 3, id="a macro in a fence"),
        pytest.param(f"import Lean\n{TWO} := rfl", "import", 1, id="an import that the problem does not have"),
        pytest.param(f"{TWO} := by\n  run_tac pure ()", "run_tac", 2, id="code"),
        pytest.param(f"set_option debug.skipKernelTC true\n{TWO} := rfl", "debug.skipKernelTC", 1, id="an option"),
    ],
)
def test_a_construct_that_the_policy_governs_is_named_with_its_line(judged, attempt, construct, line):
    verdict = judged(TWO, attempt)
    assert (verdict.code, verdict.outcome) == ("policy", Outcome.REJECTED)
    assert (verdict.evidence["construct"], verdict.evidence["line"]) == (construct, line)
    assert verdict.reason.startswith(f"line {line}: '{construct}' ")


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        pytest.param("theorem s : 1 + 1 = 2 := rfl", "declares no 't'", id="another name"),
        pytest.param("namespace N\ntheorem t : 1 + 1 = 2 := rfl\nend N", "declares no 't'", id="in a namespace"),
        pytest.param("example : 1 + 1 = 2 := rfl", "declares no 't'", id="without a name"),
        pytest.param("def t : 1 + 1 = 2 := rfl", "a definition", id="as a definition"),
        pytest.param("inductive t : Prop | intro", "an inductive type", id="as a type"),
        pytest.param("", "holds no Lean", id="nothing"),
        pytest.param("```lean\n```", "holds no Lean", id="an empty fence"),
        pytest.param("import Init", "holds no Lean", id="imports alone"),
    ],
)
def test_an_attempt_without_the_theorem_is_rejected_as_such(judged, attempt, said):
    verdict = judged(TWO, attempt)
    assert (verdict.code, verdict.outcome) == ("missing_declaration", Outcome.REJECTED), verdict
    assert said in verdict.reason


@pytest.mark.parametrize(
    ("statement", "header", "said"),
    [
        pytest.param("theorem t : Nothing.ofThisName = 2", "", "Nothing.ofThisName", id="a statement with an unknown name"),
        pytest.param("theorem t : 1 +", "", "statement", id="a statement that ends too early"),
        pytest.param("theorem t : Nat", "", "statement", id="a statement that is no proposition"),
        pytest.param("theorem t : nothing = 2", "def nothing : Nat := \"two\"", "header", id="a header with a wrong type"),
        pytest.param(TWO, "def (", "header", id="a header that is no Lean"),
        pytest.param("example : 1 + 1 = 2", "", "example", id="a statement without a name"),
    ],
)  # fmt: skip
def test_a_problem_that_lean_refuses_is_nobodys_failure(judged, statement, header, said):
    verdict = judged(statement, f"{TWO} := rfl", header)
    assert (verdict.code, verdict.outcome) == ("invalid_problem", Outcome.ABSTAINED), verdict
    assert said in verdict.reason


def test_checks_that_are_no_theorem_are_nobodys_failure(lean_verifier):
    verdict = asyncio.run(lean_verifier.verify(Problem("lean", "?", {"reference": "4"}), "4"))
    assert (verdict.code, verdict.outcome) == ("invalid_problem", Outcome.ABSTAINED)


def test_an_import_that_is_not_installed_is_no_failure_of_the_attempt(judged):
    verdict = judged(TWO, f"{TWO} := rfl", "import Not.Installed")
    assert (verdict.code, verdict.outcome) == ("toolchain_unavailable", Outcome.ERRORED)
    assert "unknown module prefix 'Not'" in verdict.reason
    assert "veriloop doctor" in verdict.reason


def test_its_word_is_the_kernels(lean_verifier):
    assert lean_verifier.trust is Trust.KERNEL


def test_a_hundred_checks_take_no_time_once_lean_is_there(judged):
    judged(COMM, f"{COMM} := Nat.add_comm a b")
    began = time.monotonic()
    for number in range(10):
        assert judged(COMM, f"{COMM} := by omega -- {number}").code == "proved"
    assert time.monotonic() - began < 20


def test_what_one_attempt_declares_is_not_there_for_the_next(judged):
    assert judged(TWO, f"theorem lemma_of_one : 1 + 1 = 2 := rfl\n{TWO} := lemma_of_one").code == "proved"
    assert judged(TWO, f"{TWO} := lemma_of_one").code == "elaboration_error"
    assert judged(TWO, f"instance : Inhabited Nat := ⟨7⟩\n{TWO} := rfl").code == "proved"
    statement = "theorem t : (default : Nat) = 7"
    assert judged(statement, f"{statement} := rfl").code == "elaboration_error"


@pytest.fixture(scope="module")
def strictest():
    """No axiom is allowed."""
    verifier = LeanVerifier(axioms=(), seconds=40)
    if verifier.unavailable:
        pytest.skip(verifier.unavailable)
    yield verifier
    asyncio.run(verifier.aclose())


@pytest.mark.parametrize(
    ("statement", "proof", "axiom"),
    [
        ("theorem t (p q : Prop) (h : p ↔ q) : p = q", "propext h", "propext"),
        ("theorem t (r : Nat → Nat → Prop) (h : r 1 2) : Quot.mk r 1 = Quot.mk r 2", "Quot.sound h", "Quot.sound"),
        ("theorem t (h : Nonempty Nat) : ∃ n : Nat, n = n", "⟨Classical.choice h, rfl⟩", "Classical.choice"),
    ],
    ids=["propext", "Quot.sound", "Classical.choice"],
)
def test_an_axiom_that_was_not_configured_is_refused(strictest, statement, proof, axiom):
    verdict = asyncio.run(strictest.verify(problem(statement), f"{statement} := {proof}"))
    assert (verdict.code, verdict.evidence["axioms"]) == ("forbidden_axiom", [axiom])
    assert axiom in verdict.reason


def test_what_needs_no_axiom_is_proved_without(strictest):
    assert asyncio.run(strictest.verify(problem(TWO), f"{TWO} := rfl")).code == "proved"


def test_an_axiom_below_a_theorem_of_the_library_is_refused_or_the_user_is_warned(strictest):
    statement = "theorem t (f g : Nat → Nat) (h : ∀ x, f x = g x) : f = g"
    verdict = asyncio.run(strictest.verify(problem(statement), f"{statement} := funext h"))
    assert verdict.code == "forbidden_axiom" or any("axiom" in each for each in strictest.warnings)


def test_an_axiom_that_the_policy_let_pass_is_named(judged_without_policy):
    verdict = judged_without_policy(
        TWO, f"axiom cheat : False\naxiom other : 1 = 1\n{TWO} := have _ := other; cheat.elim"
    )
    assert (verdict.code, verdict.outcome) == ("forbidden_axiom", Outcome.REJECTED)
    assert {"cheat", "other"} == {*verdict.evidence["axioms"]}
    assert "cheat" in verdict.reason


def test_sorry_that_the_policy_let_pass_is_found_in_the_proof(judged_without_policy):
    for attempt in (f"{TWO} := sorry", f"theorem l : False := by sorry\n{TWO} := l.elim"):
        verdict = judged_without_policy(TWO, attempt)
        assert (verdict.code, verdict.outcome, verdict.evidence["axioms"]) == ("sorry", Outcome.REJECTED, ["sorryAx"])


def test_a_construct_that_was_allowed_is_in_the_evidence(judged_without_policy):
    attempt = f'macro "done_by_macro" : tactic => `(tactic| rfl)\n{TWO} := by done_by_macro'
    verdict = judged_without_policy(TWO, attempt, "import Lean")
    assert (verdict.code, plain(verdict.evidence)["allowed"]) == ("proved", ["macro"])


def test_compiled_code_rests_on_an_axiom_of_its_own(judged_without_policy):
    verdict = judged_without_policy(TWO, f"{TWO} := by native_decide")
    assert verdict.outcome is Outcome.REJECTED
    assert verdict.code in ("forbidden_axiom", "elaboration_error"), verdict


ACT = """
open Lean Elab Meta in
elab "act" : term => do
{}
  return .const `True.intro []
theorem u : True := act
theorem t : 1 + 1 = 2 := rfl
"""


def test_a_declaration_that_the_elaborator_did_not_check_is_refused_by_the_kernel(judged_without_policy):
    unchecked = f"""open Lean Elab Meta in
elab "cheat" : term => do
  let wrong : Declaration :=
    .thmDecl {{ name := `wrong, levelParams := [], type := .const ``False [], value := .const ``True.intro [] }}
  match (← getEnv).addDeclCore 0 wrong none (doCheck := false) with
  | .ok env => setEnv env; return .const `wrong []
  | .error _ => return .const ``True.intro []
{TWO} := (cheat : False).elim
"""
    verdict = judged_without_policy(TWO, unchecked, "import Lean")
    assert (verdict.code, verdict.outcome) == ("kernel_rejected", Outcome.REJECTED), verdict
    assert "wrong: the value does not have the type" in verdict.reason


def test_an_attempt_that_takes_too_long_is_stopped(judged_without_policy):
    verdict = judged_without_policy(TWO, ACT.format("  IO.sleep 600000"), "import Lean")
    assert (verdict.code, verdict.outcome) == ("timeout", Outcome.REJECTED), verdict
    assert verdict.reason == "elaborating: no end after 10 s"


def test_an_attempt_that_takes_too_much_memory_is_stopped(judged_without_policy):
    grow = "partial def grow (s : String) (n : Nat) : String := if n == 0 then s else grow (s ++ s) (n - 1)\n"
    act = ACT.format('  if (grow "abc" 33).length == 7 then throwError "odd"')
    verdict = judged_without_policy(TWO, f"{grow}{act}", "import Lean")
    assert (verdict.code, verdict.outcome) == ("memory", Outcome.REJECTED), verdict
    assert "memory" in verdict.reason or "MiB" in verdict.reason


def test_without_lean_every_verdict_says_what_to_do():
    verifier = LeanVerifier(lean="/nonexistent")
    assert "/nonexistent" in verifier.unavailable
    assert "veriloop doctor" in verifier.unavailable
    verdict = asyncio.run(verifier.verify(Problem("lean", "", {"statement": TWO}), f"{TWO} := rfl"))
    assert (verdict.code, verdict.outcome) == ("toolchain_unavailable", Outcome.ERRORED)
    assert verdict.reason == verifier.unavailable
    asyncio.run(verifier.aclose())
