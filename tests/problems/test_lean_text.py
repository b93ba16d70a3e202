"""Where a theorem's statement ends, and what comes before it."""

from __future__ import annotations

import pytest

from problems.lean_text import last_theorem, signature, split_proof
from problems.source import ProblemError


@pytest.mark.parametrize(
    ("text", "statement", "proof"),
    [
        pytest.param("theorem t : 1 = 1 := rfl", "theorem t : 1 = 1", "rfl", id="a term"),
        pytest.param("theorem t : 1 = 1 :=\nby\n  rfl\n", "theorem t : 1 = 1", "by\n  rfl", id="tactics"),
        pytest.param("theorem t : 1 = 1 := by sorry", "theorem t : 1 = 1", "", id="a stub"),
        pytest.param("theorem t : 1 = 1 := by\n  -- to do\n  sorry", "theorem t : 1 = 1", "", id="a stub with a comment"),
        pytest.param("theorem t : 1 = 1 := by\n", "theorem t : 1 = 1", "", id="by, and nothing"),
        pytest.param("theorem t : 1 = 1 :=", "theorem t : 1 = 1", "", id="no proof"),
        pytest.param("theorem t : 1 = 1", "theorem t : 1 = 1", "", id="the statement alone"),
        pytest.param("theorem t : p := by\n  have : q := sorry\n  exact r", "theorem t : p", "", id="half a proof"),
        pytest.param(
            "theorem t (h : x = 1 := by simp) : x ≤ 1 := h", "theorem t (h : x = 1 := by simp) : x ≤ 1", "h", id="default"
        ),
        pytest.param("theorem t [i : A := a] {j : B := b} ⦃k : C := c⦄ : p := q",
                     "theorem t [i : A := a] {j : B := b} ⦃k : C := c⦄ : p", "q", id="every bracket"),
        pytest.param("theorem t : let x := 3; x = 3 := rfl", "theorem t : let x := 3; x = 3", "rfl", id="let"),
        pytest.param("theorem t : let x := 3\n  let y := x\n  y = 3 := rfl",
                     "theorem t : let x := 3\n  let y := x\n  y = 3", "rfl", id="two lets"),
        pytest.param("theorem t : have h : a := b; c h := d", "theorem t : have h : a := b; c h", "d", id="have"),
        pytest.param("theorem t : { x := 1, y := 2 : P } = p := q", "theorem t : { x := 1, y := 2 : P } = p", "q", id="fields"),
        pytest.param("theorem t /- := /- := -/ := -/ : p := q", "theorem t /- := /- := -/ := -/ : p", "q", id="nested comment"),
        pytest.param("theorem t -- := q (\n  : p := q", "theorem t -- := q (\n  : p", "q", id="a line of comment"),
        pytest.param('theorem t : f "a := \\" ( b" = c := d', 'theorem t : f "a := \\" ( b" = c', "d", id="a string"),
        pytest.param('theorem t : f r#"a " := ("# = c := d', 'theorem t : f r#"a " := ("# = c', "d", id="a raw string"),
        pytest.param("theorem t : f '(' = '\\'' := d", "theorem t : f '(' = '\\''", "d", id="characters"),
        pytest.param("theorem t' (x' : a') : f'' x' := d'", "theorem t' (x' : a') : f'' x'", "d'", id="primes"),
        pytest.param("theorem «a := b» : p := q", "theorem «a := b» : p", "q", id="a quoted name"),
        pytest.param("theorem t : a ∧ b where\n  left := x\n  right := y", "theorem t : a ∧ b",
                     "where\n  left := x\n  right := y", id="where"),
        pytest.param("theorem t : ∀ n, p n\n  | 0 => a\n  | n + 1 => b", "theorem t : ∀ n, p n",
                     "| 0 => a\n  | n + 1 => b", id="by cases"),
        pytest.param("theorem t : |x - y|\n  ≤ |x| := h", "theorem t : |x - y|\n  ≤ |x|", "h", id="absolute values"),
        pytest.param("theorem t : match x with\n  | some y => y > 0\n  | none => True := h",
                     "theorem t : match x with\n  | some y => y > 0\n  | none => True", "h", id="match"),
        pytest.param("theorem t (f⁻¹' {0}) : f '' s = {x : ℝ | |x| < 1} := h",
                     "theorem t (f⁻¹' {0}) : f '' s = {x : ℝ | |x| < 1}", "h", id="images"),
    ],
)  # fmt: skip
def test_a_statement_ends_where_its_proof_begins(text, statement, proof):
    assert split_proof(text, "here") == (statement, proof)


@pytest.mark.parametrize(
    ("ahead", "header"),
    [
        pytest.param("import A\n\nopen B\n\n", "import A\n\nopen B", id="imports and opens"),
        pytest.param("import A\n\n/-- Says `theorem x := (`. -/\n", "import A", id="its comment"),
        pytest.param(
            "import A\n\n@[simp, to_additive (attr := simp)]\nprotected nonrec ", "import A", id="attribute, modifiers"
        ),
        pytest.param("import A\n\nopen B C in\n", "import A\n\nopen B C", id="open in"),
        pytest.param(
            "set_option x 0 in\nopen B in\n/-- It. -/\n@[simp] ", "set_option x 0\nopen B", id="two scopes and the rest"
        ),
        pytest.param("/-! About (this). -/\n", "/-! About (this). -/", id="the comment of the module"),
        pytest.param(
            "theorem a : p := by\n  rw [b]\n\n", "theorem a : p := by\n  rw [b]", id="a proof that ends in a bracket"
        ),
        pytest.param("def f := 1\n-- why\n", "def f := 1", id="a line of comment"),
    ],
)
def test_what_comes_before_is_the_header(ahead, header):
    theorem = last_theorem(f"{ahead}theorem t : p := q", "here")
    assert (theorem.header, theorem.statement, theorem.proof) == (header, "theorem t : p", "q")


def test_the_last_theorem_counts_and_words_in_comments_and_strings_do_not():
    text = 'theorem a : p := q\n\nlemma b : p := by\n  exact f "theorem c : p := q"\n-- theorem d : p := q\n'
    assert last_theorem(text, "here").statement == "lemma b : p"


@pytest.mark.parametrize("proof", ["by rfl", "| 0 => rfl", "where\n  left := x"])
def test_an_attempt_is_read_as_the_same_theorem(proof):
    theorem = last_theorem("theorem t : p\n" + (proof if proof[0] in "|w" else f":= {proof}"), "here")
    assert last_theorem(theorem.attempt, "there") == theorem


def test_a_signature_is_cut_at_the_colon_of_the_type():
    assert signature("def f (x : A) {y : B} : C x", "here") == ("def f (x : A) {y : B}", "C x")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("def f := 1", "here: has no lemma or theorem", id="no theorem"),
        pytest.param("theorem t (x : p := q", "here: leaves 1 brackets open", id="an open bracket"),
        pytest.param("theorem t x) : p := q", r"here: closes '\)', which was not opened", id="a closing bracket"),
        pytest.param("theorem t /- /- -/ : p := q", "here: a comment is not closed", id="an open comment"),
    ],
)
def test_what_is_not_a_theorem_is_named(text, complaint):
    with pytest.raises(ProblemError, match=complaint):
        last_theorem(text, "here")
