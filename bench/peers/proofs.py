"""The attempts that the Lean benchmarks have judged: small theorems of core Lean, proofs of them, and what only looks like one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from problems.problem import Problem


@dataclass(frozen=True)
class Attempt:
    """`right`: it proves the statement, from the axioms that Lean comes with."""

    kind: str
    statement: str
    source: str
    right: bool

    def problem(self, header: str = "") -> Problem:
        return Problem(
            kind="lean", prompt="", checks={"statement": self.statement} | ({"header": header} if header else {})
        )

    @property
    def said(self) -> str:
        return f"{self.kind}: {' '.join(self.source.split())[:120]}"


def attempts() -> list[Attempt]:
    """In turn a proof and something else."""
    proofs = [
        Attempt(kind, statement, f"{BESIDE.get(kind, '')}{statement} := {proof}", right=True)
        for kind, statement, proof in PROOFS
    ]
    others = [Attempt(kind, statement, source, right=False) for kind, statement, source in OTHERS]
    return [each for each in chain(*zip_longest(proofs, others)) if each]


def repeated(some: Sequence[Attempt], number: int) -> list[Attempt]:
    return [some[index % len(some)] for index in range(number)]


PROOFS = (
    ("omega", "theorem swapped (x y : Nat) : x + y = y + x", "by omega"),
    ("omega", "theorem halves (n : Nat) : n / 2 + (n + 1) / 2 = n", "by omega"),
    ("omega", "theorem between (a b : Int) (h : 2 * a < b) (k : b < 2 * a + 2) : b = 2 * a + 1", "by omega"),
    ("simp", "theorem shorter (xs ys : List Nat) : (xs ++ ys).length = ys.length + xs.length",
     "by\n  simp [Nat.add_comm]"),
    ("simp", "theorem twice_reversed (xs : List α) : xs.reverse.reverse = xs", "by simp"),
    ("decide", "theorem small_squares : ∀ n : Fin 12, n.val * n.val < 144", "by decide"),
    ("decide", "theorem prime_like : ∀ d : Fin 15, 2 ≤ d.val → 17 % d.val ≠ 0", "by decide"),
    ("rfl", "theorem doubled : [1, 2, 3].map (2 * ·) = [2, 4, 6]", "rfl"),
    ("induction", "theorem powers (n : Nat) : n < 2 ^ n",
     "by\n  induction n with\n  | zero => simp\n  | succ n ih => rw [Nat.pow_succ]; omega"),
    ("induction", "theorem mapped (f : α → β) (xs : List α) : (xs.map f).length = xs.length",
     "by\n  induction xs with\n  | nil => rfl\n  | cons x xs ih => simp only [List.map, List.length, ih]"),
    ("recursion", "theorem zero_added : (n : Nat) → 0 + n = n", "fun\n  | 0 => rfl\n  | n + 1 => congrArg (· + 1) (zero_added n)"),
    ("calc", "theorem squared (a b : Nat) : (a + b) * (a + b) = a * a + 2 * (a * b) + b * b",
     "by\n  calc (a + b) * (a + b) = a * a + b * a + (a * b + b * b) := by rw [Nat.mul_add, Nat.add_mul, Nat.add_mul]\n"
     "    _ = a * a + 2 * (a * b) + b * b := by rw [Nat.mul_comm b a]; omega"),
    ("cases", "theorem either_way (p q : Prop) (h : p ∨ q) : q ∨ p",
     "by\n  cases h with\n  | inl hp => exact Or.inr hp\n  | inr hq => exact Or.inl hq"),
    ("rcases", "theorem witness (h : ∃ n : Nat, 3 < n ∧ n < 5) : ∃ n : Nat, n = 4",
     "by\n  obtain ⟨n, below, above⟩ := h\n  exact ⟨n, by omega⟩"),
    ("classical", "theorem not_all (p : Nat → Prop) (h : ¬∀ n, p n) : ∃ n, ¬p n",
     "Classical.byContradiction fun none => h fun n => Classical.byContradiction fun hn => none ⟨n, hn⟩"),
    ("term", "theorem composed (p q r : Prop) : (p → q) → (q → r) → p → r", "fun f g hp => g (f hp)"),
    ("grind", "theorem chained (a b c : Nat) (f : Nat → Nat) (h : a = b) (k : b = c) : f a = f c", "by grind"),
    ("ext", "theorem same_functions (f g : Nat → Nat) (h : ∀ n, f n = g n) : f = g", "by\n  funext n\n  exact h n"),
    ("lemma beside it", "theorem even_product (n : Nat) : ∃ k, n * (n + 1) = 2 * k",
     "⟨n * (n + 1) / 2, by have := even_product_aux n; omega⟩"),
    ("cases", "theorem bits (x y : Bool) : (x && y) = !(!x || !y)", "by\n  cases x <;> cases y <;> rfl"),
)  # fmt: skip

BESIDE = {
    "lemma beside it": "theorem even_product_aux (n : Nat) : n * (n + 1) % 2 = 0 := by\n"
    "  rcases Nat.mod_two_eq_zero_or_one n with h | h <;> simp [Nat.mul_mod, Nat.add_mod, h]\n\n"
}

FALSE = "theorem false_sum : 2 + 2 = 5"
OPEN = "theorem open_one (n : Nat) : n < 3"
# Each with the statement that was asked for.
OTHERS = (
    ("sorry", FALSE, f"{FALSE} := sorry"),
    ("sorry", OPEN, f"{OPEN} := by\n  induction n with\n  | zero => decide\n  | succ n ih => admit"),
    ("sorry in a lemma", FALSE, f"theorem helps : False := by sorry\n{FALSE} := helps.elim"),
    ("axiom", FALSE, f"axiom helps : False\n{FALSE} := helps.elim"),
    ("axiom", FALSE, "axiom false_sum : 2 + 2 = 5"),
    ("axiom as an instance", FALSE,
     f"class Helps where\n  it : False\n@[instance] axiom helps : Helps\n{FALSE} := Helps.it.elim"),
    ("other statement", FALSE, "theorem false_sum : 2 + 2 = 4 := rfl"),
    ("other statement", OPEN, "theorem open_one (n : Nat) (h : n < 3) : n < 3 := h"),
    ("other statement", OPEN, "theorem open_one (n : Fin 3) : n.val < 3 := n.isLt"),
    ("other numerals", FALSE, f"instance (priority := 9999) : OfNat Nat 5 := ⟨4⟩\n{FALSE} := rfl"),
    ("other operation", FALSE, f"local instance (priority := 9999) : Add Nat := ⟨fun _ _ => 5⟩\n{FALSE} := rfl"),
    ("nothing", FALSE, "theorem other_sum : 2 + 2 = 4 := rfl"),
    ("nothing after #exit", FALSE, f"#exit\n{FALSE} := rfl"),
    ("compiled code", FALSE,
     "def four (_ : Unit) : Nat := 4\n@[implemented_by four] def five (_ : Unit) : Nat := 5\n"
     "theorem same : five () = 4 := by native_decide\n" + f"{FALSE} := absurd same (by decide)"),
    ("compiled code", "theorem large : 2 ^ 61 % 61 = 2", "theorem large : 2 ^ 61 % 61 = 2 := by native_decide"),
    ("exit", FALSE, f"#eval (IO.Process.exit 0 : IO Unit)\n{FALSE} := rfl"),
    ("wrong proof", FALSE, f"{FALSE} := by decide"),
    ("wrong proof", OPEN, f"{OPEN} := by omega"),
    ("wrong proof", "theorem swapped (x y : Nat) : x + y = y + x",
     "theorem swapped (x y : Nat) : x + y = y + x := by simp [Nat.mul_comm]"),
    ("no Lean", "theorem composed (p q r : Prop) : (p → q) → (q → r) → p → r",
     "Let p, q and r be propositions. The claim is clear. ∎"),
)  # fmt: skip
