"""Genuine proofs as models write them, with prose and fences around, and over a header with definitions of its own."""

from __future__ import annotations

from lean_rows.rows import DEFS, META, fenced, genuine

COMM = "theorem t (a b : Nat) : a + b = b + a"
PROOF = f"{COMM} := by\n  omega"
MAX_PRE = "theorem t (a b : Int) (h : largest_pre a b) : largest_post a b (largest a b) h"

ROWS = [
    # the text around
    genuine(
        "layout",
        "prose around one block",
        COMM,
        fenced(PROOF, "Addition commutes, and omega knows it.\n\n", "\nThis closes the goal.\n"),
    ),
    genuine(
        "layout",
        "the last of two blocks",
        COMM,
        fenced("theorem t : False := by simp", "First I tried\n\n")
        + fenced(PROOF, "\nwhich is nonsense. Instead:\n\n"),
    ),
    genuine("layout", "a block without a language", COMM, fenced(PROOF, language="")),
    genuine("layout", "lean4 as the language", COMM, fenced(PROOF, language="lean4")),
    genuine("layout", "a block that is never closed", COMM, f"```lean\n{PROOF}\n"),
    genuine("layout", "carriage returns", COMM, PROOF.replace("\n", "\r\n") + "\r\n"),
    genuine("layout", "carriage returns and a fence", COMM, fenced(PROOF, "So:\n").replace("\n", "\r\n")),
    genuine("layout", "trailing comments", COMM, f"{PROOF}\n-- the end\n/- of /- all -/ -/\n"),
    genuine(
        "layout",
        "comments within",
        COMM,
        f"/-- It says: theorem t : False := sorry -/\n{COMM} /- here -/ := by -- axiom\n  /- sorry -/\n  omega",
    ),
    genuine(
        "layout", "words of cheats in a string", 'theorem t : "sorry axiom native_decide".length = 25', ":= by decide"
    ),
    genuine(
        "layout",
        "reasoning in tags before the block",
        COMM,
        fenced(PROOF, "<think>\nCould I use sorry here? No: a proof is wanted.\n</think>\n\n"),
    ),
    genuine(
        "layout",
        "the statement on many lines",
        COMM,
        "theorem t\n    (a\n     b : Nat) :\n    a + b\n      = b + a :=\n  Nat.add_comm\n    a\n    b\n",
    ),
    genuine("layout", "no space where none is needed", COMM, "theorem t(a b:Nat):a+b=b+a:=by omega"),
    genuine(
        "layout",
        "ASCII for the arrows",
        "theorem t (p q : Prop) : p → (p → q) → q",
        "theorem t (p q : Prop) : p -> (p -> q) -> q := fun hp h => h hp",
    ),
    genuine(
        "layout",
        "other names for bound variables",
        "theorem t : ∀ n : Nat, ∃ m, m > n",
        "theorem t : ∀ k : Nat, ∃ j, j > k := fun n => ⟨n + 1, Nat.lt_succ_self n⟩",
    ),
    genuine(
        "layout",
        "parentheses that change nothing",
        COMM,
        "theorem t (a : Nat) (b : Nat) : ((a + b)) = (b + a) := Nat.add_comm a b",
    ),
    genuine("layout", "prose about Lean without a fence is none", COMM, f"/- I use omega. -/\n{PROOF}"),
    # the imports of the header
    genuine("imports", "the header's import is repeated", COMM, f"import Lean\n\n{PROOF}", META),
    genuine("imports", "Init is imported where nothing is", COMM, f"import Init\n{PROOF}"),
    genuine(
        "imports",
        "the import repeated within a fence",
        COMM,
        fenced(f"import Lean\n\nopen Nat\n\n{PROOF}", "Here:\n"),
        META,
    ),
    genuine(
        "imports",
        "a lemma of the imported library",
        "theorem t (xs : List Nat) (h : xs ≠ []) : 0 < xs.length",
        """
:= by
  exact List.length_pos_iff.mpr h
""",
        META,
    ),
    genuine(
        "imports",
        "grind with Lean imported",
        "theorem t (a b c : Nat) (h : a = b) (k : b = c) : [a] = [c]",
        ":= by grind",
        META,
    ),
    # a header with definitions
    genuine(
        "header",
        "a post-condition to unfold",
        MAX_PRE,
        """
:= by
  unfold largest_post largest
  split
  · refine ⟨Int.le_refl a, by assumption, .inl rfl⟩
  · refine ⟨by omega, Int.le_refl b, .inr rfl⟩
""",
        DEFS,
    ),
    genuine(
        "header",
        "a post-condition by simp and omega",
        MAX_PRE,
        """
:= by
  simp only [largest_post, largest]
  split <;> omega
""",
        DEFS,
    ),
    genuine(
        "header",
        "induction over the header's type",
        "theorem t (α : Type) (s : Tree α) : s.mirror.mirror = s",
        """
:= by
  induction s with
  | leaf => rfl
  | node l x r ihl ihr => simp [Tree.mirror, ihl, ihr]
""",
        DEFS,
    ),
    genuine(
        "header",
        "structural recursion over the header's type",
        "theorem t {α : Type} : ∀ s : Tree α, s.mirror.size = s.size",
        """
| .leaf => rfl
  | .node l x r => by
    simp only [Tree.mirror, Tree.size, t l, t r]
    omega
""",
        DEFS,
    ),
    genuine(
        "header", "cases over an enumeration", "theorem t (c : Coin) : 0 < c.value", ":= by cases c <;> decide", DEFS
    ),
    genuine(
        "header",
        "the header's decidable equality",
        "theorem t : ∀ c : Coin, c = .penny ∨ c = .nickel ∨ c = .dime",
        """
:= by
  intro c
  cases c <;> simp
""",
        DEFS,
    ),
    genuine(
        "header",
        "lists of the header's type",
        "theorem t (cs ds : List Coin) : total (cs ++ ds) = total cs + total ds",
        """
:= by
  induction cs with
  | nil => simp [total]
  | cons c cs ih => simp only [List.cons_append, total, ih]; omega
""",
        DEFS,
    ),
    genuine(
        "header",
        "a helper in the header's name space",
        "theorem t (n : Nat) : Shop.Even (double n)",
        """
theorem Shop.even_double (n : Nat) : Even (double n) := ⟨n, rfl⟩

THEOREM := even_double n
""",
        DEFS,
    ),
    genuine(
        "header",
        "a full name where the header opens it",
        "theorem t (n : Nat) : Shop.Even (n + n)",
        "theorem t (n : Nat) : Even (n + n) := ⟨n, rfl⟩".replace(": Even", ": Shop.Even"),
        DEFS,
    ),
    genuine(
        "header",
        "a structure with a proof in it",
        "theorem t (i : Interval) (h : i.low = 3) : 3 ≤ i.high",
        ":= h ▸ i.ordered",
        DEFS,
    ),
    genuine(
        "header",
        "an anonymous constructor in the statement",
        "theorem t : (⟨1, 4, by decide⟩ : Interval).high = 4",
        ":= rfl",
        DEFS,
    ),
    genuine(
        "header",
        "a structure instance in the statement",
        "theorem t (n : Nat) : ({ low := 0, high := n, ordered := by omega } : Interval).low = 0",
        ":= rfl",
        DEFS,
    ),
    genuine(
        "header",
        "a match on the header's type",
        "theorem t (c : Coin) : (match c with | .penny => 1 | _ => 5) ≤ c.value",
        """
:= by
  cases c <;> decide
""",
        DEFS,
    ),
    genuine(
        "header",
        "definitions of the attempt with names of its own",
        "theorem t : ∃ f : Coin → Coin, ∀ c, f (f c) = c",
        """
def flip' : Coin → Coin
  | .penny => .dime
  | .dime => .penny
  | .nickel => .nickel

THEOREM := ⟨flip', fun c => by cases c <;> rfl⟩
""",
        DEFS,
    ),
    genuine(
        "header",
        "the name space opened once more",
        "theorem t (n : Nat) : double n = 2 * n",
        """
section
open Shop
theorem twice (n : Nat) : double n = 2 * n := by unfold double; omega
end

THEOREM := twice n
""",
        DEFS,
    ),
    genuine(
        "header",
        "the name space entered for the helpers",
        "theorem t (α : Type) (s : Tree α) (h : s.size = 0) : s = .leaf",
        """
namespace Shop.Tree
variable {α : Type}
theorem of_size (s : Tree α) (h : s.size = 0) : s = .leaf := by
  cases s with
  | leaf => rfl
  | node l x r => simp [size] at h
end Shop.Tree

THEOREM := Tree.of_size s h
""",
        DEFS,
    ),
]
