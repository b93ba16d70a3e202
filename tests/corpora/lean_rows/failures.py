"""Honest attempts that prove nothing: wrong lemmas, open goals, type errors, another theorem."""

from __future__ import annotations

from lean_rows.rows import DEFS, cheat, fenced

COMM = "theorem t (a b : Nat) : a + b = b + a"
AND = "theorem t (p q : Prop) : p ∧ q → q ∧ p"
DIST = "theorem t (a b c : Nat) : a * (b + c) = a * b + a * c"

ROWS = [
    cheat(
        "failure",
        "unsolved goals",
        COMM,
        """
:= by
  induction a with
  | zero => simp
  | succ n ih => rw [ih]
""",
    ),
    cheat(
        "failure",
        "a goal left by constructor",
        AND,
        """
:= by
  intro h
  constructor
  · exact h.2
""",
    ),
    cheat("failure", "no such lemma", COMM, ":= Nat.add_commutative a b"),
    cheat("failure", "a lemma of Mathlib", DIST, ":= by ring"),
    cheat("failure", "a tactic of Mathlib", "theorem t (a b : Int) (h : a < b) : a + 1 ≤ b", ":= by linarith"),
    cheat("failure", "a type error", AND, ":= fun h => h"),
    cheat("failure", "arguments exchanged", COMM, ":= Nat.add_comm b a"),
    cheat("failure", "omega cannot multiply", DIST, ":= by omega"),
    cheat("failure", "decide on a free variable", COMM, ":= by decide"),
    cheat("failure", "rfl that does not compute", COMM, ":= rfl"),
    cheat("failure", "simp makes no progress", "theorem t (a b : Nat) (h : a = b) : b = a", ":= by simp"),
    cheat(
        "failure",
        "induction with the wrong names",
        COMM,
        """
:= by
  induction a with
  | nil => simp
  | cons x xs ih => simp
""",
    ),
    cheat(
        "failure",
        "Lean 3",
        COMM,
        """
theorem t (a b : ℕ) : a + b = b + a :=
begin
  exact nat.add_comm a b,
end
""",
    ),
    cheat(
        "failure",
        "a parse error",
        COMM,
        """
:= by
  exact (Nat.add_comm a b
""",
    ),
    cheat(
        "failure",
        "an error in a helper, the theorem is fine",
        COMM,
        """
theorem helper : 1 = 2 := by decide

THEOREM := Nat.add_comm a b
""",
    ),
    cheat("failure", "a false statement, tried", "theorem t (a b : Nat) : a - b + b = a", ":= by omega"),
    cheat("failure", "a recursion that does not end", "theorem t : ∀ n : Nat, n = n + 1", "| n => t n"),
    cheat(
        "failure",
        "a recursion on the same argument by a where",
        "theorem t (n : Nat) : n < n",
        """
:= go n
where
  go (k : Nat) : k < k := go k
""",
    ),
    cheat(
        "failure",
        "a loop through a mutual theorem",
        "theorem t (n : Nat) : n < n",
        """
mutual
theorem t (n : Nat) : n < n := s n
theorem s (n : Nat) : n < n := t n
end
""",
    ),
    cheat(
        "failure",
        "decreasing_by that does not hold",
        "theorem t : ∀ n : Nat, n < n",
        """
| n => t (n + 1)
termination_by n => n
decreasing_by omega
""",
    ),
    cheat(
        "failure", "another theorem of the same name", COMM, "theorem t (a b : Nat) : a * b = b * a := Nat.mul_comm a b"
    ),
    cheat(
        "failure",
        "the right proof under another name",
        COMM,
        "theorem add_comm' (a b : Nat) : a + b = b + a := Nat.add_comm a b",
    ),
    cheat(
        "failure",
        "declared twice",
        COMM,
        """
:= Nat.add_comm a b

theorem t (a b : Nat) : a + b = b + a := by omega
""",
    ),
    cheat(
        "failure",
        "truncated",
        DIST,
        """
:= by
  induction a with
  | zero => simp
  | succ n ih =>
    rw [Nat.succ_mul,
""",
    ),
    cheat(
        "failure",
        "the header's post-condition half proved",
        "theorem t (a b : Int) (h : largest_pre a b) : largest_post a b (largest a b) h",
        """
:= by
  unfold largest_post largest
  split
  · simp_all
""",
        DEFS,
    ),
    cheat(
        "failure",
        "the header's definition declared again",
        "theorem t (n : Nat) : double n = 2 * n",
        """
def Shop.double (n : Nat) : Nat := 2 * n

THEOREM := rfl
""",
        DEFS,
    ),
    cheat(
        "failure",
        "universe level mismatch",
        "theorem t.{u} (α : Type u) : ∃ β : Type u, β = α",
        ":= ⟨ULift.{u+1} α, rfl⟩",
    ),
    cheat("failure", "a placeholder", COMM, ":= _"),
    cheat("failure", "a hole by name", COMM, ":= by exact ?later"),
    cheat("failure", "prose in the block", COMM, fenced("We proceed by induction on a.\n\n" + COMM + " := by omega")),
    cheat(
        "failure",
        "a hypothesis that is not there",
        "theorem t (a b : Nat) (h : a < b) : a < b + 1",
        """
:= by
  exact Nat.lt_succ_of_lt h2
""",
    ),
    cheat("failure", "an ambiguous anonymous constructor", "theorem t : ∃ n : Nat, n > 3 ∧ n < 5", ":= ⟨5, by decide⟩"),
]
