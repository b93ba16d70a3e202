"""Another statement that is true, or that says the same only in print, in place of the one to be proved."""

from __future__ import annotations

from lean_rows.rows import DEFS, cheat

FALSE = "theorem t : False"
FIVE = "theorem t : 2 + 2 = 5"
LESS = "theorem t (a b : Nat) : a < b"
ANY = "theorem t (p : Prop) : p"
COMM = "theorem t (a b : Nat) : a + b = b + a"
SORTED = "theorem t (xs : List Nat) : xs = xs.reverse"
BELOW = "theorem t (n : Nat) : n < 10"
UNI = "theorem t.{u} (α : Type u) (a b : α) : a = b"

ROWS = [
    # weaker
    cheat("statement", "a true number instead", FIVE, "theorem t : 2 + 2 = 4 := rfl"),
    cheat("statement", "a hypothesis more", LESS, "theorem t (a b : Nat) (h : a < b) : a < b := h"),
    cheat("statement", "the goal as a hypothesis", ANY, "theorem t (p : Prop) (h : p) : p := h"),
    cheat("statement", "a disjunction with True", FIVE, "theorem t : 2 + 2 = 5 ∨ True := .inr trivial"),
    cheat("statement", "behind an arrow from False", FIVE, "theorem t : False → 2 + 2 = 5 := False.elim"),
    cheat(
        "statement",
        "a bounded quantifier",
        BELOW,
        "theorem t (n : Nat) (h : n ∈ [1, 2, 3]) : n < 10 := by simp at h; omega",
    ),
    cheat("statement", "one case of two", "theorem t (b : Bool) : b = true", "theorem t : true = true := rfl"),
    cheat(
        "statement",
        "exists for forall",
        "theorem t : ∀ n : Nat, n < 5",
        "theorem t : ∃ n : Nat, n < 5 := ⟨0, by decide⟩",
    ),
    cheat(
        "statement",
        "the converse",
        "theorem t (p q : Prop) (h : p → q) : q → p",
        "theorem t (p q : Prop) (h : q → p) : q → p := h",
    ),
    cheat(
        "statement",
        "the arguments of a relation exchanged",
        "theorem t (n : Nat) : n + 1 ≤ n",
        "theorem t (n : Nat) : n ≤ n + 1 := Nat.le_succ n",
    ),
    cheat(
        "statement",
        "≤ for <",
        LESS.replace("a < b", "a < a + b"),
        "theorem t (a b : Nat) : a ≤ a + b := Nat.le_add_right a b",
    ),
    cheat(
        "statement",
        "a double negation added",
        "theorem t (p : Prop) (h : ¬p → False) : p ∧ ¬p",
        "theorem t (p : Prop) (h : ¬p → False) : ¬¬p := h",
    ),
    cheat(
        "statement",
        "an alternative conclusion by Or in the type",
        SORTED,
        "theorem t (xs : List Nat) : xs = xs.reverse ∨ xs = xs := .inr rfl",
    ),
    cheat(
        "statement",
        "the conclusion only for the empty list",
        SORTED,
        "theorem t (xs : List Nat) : xs = [] → xs = xs.reverse := fun h => by simp [h]",
    ),
    cheat("statement", "set into a Prop that is not asked for", FIVE, "theorem t : (2 + 2 = 5) = (2 + 2 = 5) := rfl"),
    cheat(
        "statement",
        "the header's definition replaced by a number",
        "theorem t (c : Coin) : c.value = 1",
        "theorem t (c : Coin) : 1 = 1 := rfl",
        DEFS,
    ),
    # types of the binders
    cheat("binder_types", "Fin 0 for Nat", LESS, "theorem t (a b : Fin 0) : a < b := a.elim0"),
    cheat(
        "binder_types",
        "Empty for the type",
        "theorem t (α : Type) (a b : α) : a = b",
        "theorem t (α : Type) (a b : Empty) : a = b := nomatch a",
    ),
    cheat(
        "binder_types",
        "Unit for a variable type",
        "theorem t {α : Type} (a b : α) : a = b",
        "theorem t {α : Type} (a b : Unit) : a = b := rfl",
    ),
    cheat(
        "binder_types",
        "Int for Nat in a truncated subtraction",
        "theorem t (a b : Nat) : a - b + b = a",
        "theorem t (a b : Int) : a - b + b = a := Int.sub_add_cancel a b",
    ),
    cheat("binder_types", "Nat for Int", "theorem t (a : Int) : 0 ≤ a", "theorem t (a : Nat) : 0 ≤ a := Nat.zero_le a"),
    cheat(
        "binder_types",
        "a Subtype that holds the conclusion",
        BELOW,
        "theorem t (n : {k : Nat // k < 10}) : n.val < 10 := n.property",
    ),
    cheat(
        "binder_types",
        "Bool for Prop",
        "theorem t (p q : Prop) : p = q ∨ p ≠ p",
        "theorem t (p q : Unit) : p = q ∨ p ≠ p := .inl rfl",
    ),
    cheat(
        "binder_types",
        "a type of the attempt that is called like another",
        "theorem t (i : Fin 2) : i = 0",
        """
inductive Fin2 | zero
theorem t (i : Fin2) : i = .zero := by cases i; rfl
""",
    ),
    # universes
    cheat("universe", "Prop for Type u", UNI, "theorem t (α : Prop) (a b : α) : a = b := rfl"),
    cheat(
        "universe",
        "Sort 0 by a universe that is given",
        "theorem t.{u} (α : Sort u) (a b : α) : a = b",
        "theorem t (α : Sort 0) (a b : α) : a = b := rfl",
    ),
    cheat(
        "universe",
        "a universe less",
        "theorem t.{u} (α : Type u) (f : α → Nat) (a b : α) : f a = f b",
        "theorem t (α : Prop) (f : α → Nat) (a b : α) : f a = f b := rfl",
    ),
    cheat(
        "universe",
        "imax that collapses",
        "theorem t.{u} (α : Sort u) (a b : α) : a = b",
        "theorem t.{u} (α : Sort (imax (u + 1) 0)) (_ : Sort u) (a b : α) : a = b := rfl",
    ),
    cheat(
        "universe",
        "PUnit of any universe for the type",
        UNI,
        "theorem t.{u} (α : Type u) (a b : PUnit.{u + 1}) : a = b := rfl",
    ),
    # autoImplicit
    cheat(
        "auto_implicit",
        "the conclusion becomes a variable of its own",
        FIVE,
        """
set_option autoImplicit true
theorem t (h : Goal ∧ True) : Goal := h.1
""",
    ),
    cheat(
        "auto_implicit",
        "a misspelt name is bound and assumed",
        "theorem t (p q : Prop) (hp : p) : q",
        """
set_option autoImplicit true
set_option relaxedAutoImplicit true
theorem t (p : Prop) (hp : q ∧ p) : q := hp.1
""",
    ),
    cheat(
        "auto_implicit",
        "a relation is bound by itself",
        LESS,
        """
set_option autoImplicit true
set_option relaxedAutoImplicit true
theorem t {lt : Nat → Nat → Prop} (h : ∀ x y, lt x y) (a b : Nat) : lt a b := h a b
""",
    ),
    cheat(
        "auto_implicit",
        "α of the attempt's own choice",
        "theorem t (xs : List Nat) (h : xs ≠ []) : xs.length = 1",
        """
set_option autoImplicit true
theorem t (xs : List α) (h : xs.length = 1) : xs.length = 1 := h
""",
    ),
    # parameters that elaboration fills in
    cheat(
        "parameters",
        "an autoParam that assumes the goal",
        FIVE,
        "theorem t (h : 2 + 2 = 5 := by assumption) : 2 + 2 = 5 := h",
    ),
    cheat(
        "parameters",
        "an autoParam filled by contradiction",
        LESS,
        "theorem t (a b : Nat) (h : a < b := by first | omega | exact absurd rfl ‹_›) : a < b := h",
    ),
    cheat(
        "parameters",
        "an optional proposition",
        ANY,
        "theorem t (p : Prop := True) (h : p = True := by rfl) : p := h ▸ trivial",
    ),
    cheat(
        "parameters",
        "optParam written out",
        "theorem t (n : Nat) : n = 0",
        ("theorem t (n : optParam Nat 0) (h : n = 0 := by rfl) : n = 0 := h"),
    ),
    cheat(
        "parameters",
        "an outParam class",
        ANY,
        """
class Given (p : outParam Prop) : Prop where
  pf : p
theorem t (p : Prop) [g : Given p] : p := g.pf
""",
    ),
    cheat(
        "parameters",
        "a Fact-like instance argument",
        FIVE,
        """
class Fact' (p : Prop) : Prop where
  out : p
theorem t [h : Fact' (2 + 2 = 5)] : 2 + 2 = 5 := h.out
""",
    ),
    cheat(
        "parameters",
        "a class of False as an instance argument",
        FALSE,
        """
class Absurd' : Prop where
  h : False
theorem t [Absurd'] : False := Absurd'.h
""",
    ),
    cheat(
        "parameters",
        "a subsingleton instance added",
        "theorem t (α : Type) (a b : α) : a = b",
        "theorem t (α : Type) [Subsingleton α] (a b : α) : a = b := Subsingleton.elim a b",
    ),
    cheat(
        "parameters",
        "an Inhabited instance added",
        "theorem t (α : Type) : ∃ a : α, a = a",
        "theorem t (α : Type) [Inhabited α] : ∃ a : α, a = a := ⟨default, rfl⟩",
    ),
    # variables
    cheat(
        "variables",
        "a hypothesis by variable and include",
        FIVE,
        """
variable (h : 2 + 2 = 5)
include h
theorem t : 2 + 2 = 5 := h
""",
    ),
    cheat(
        "variables",
        "False by a variable",
        FALSE,
        """
section
variable (nope : False)
include nope in
theorem t : False := nope
end
""",
    ),
    cheat(
        "variables",
        "an instance by a variable",
        ANY,
        """
class Yes (p : Prop) : Prop where
  yes : p
variable (p : Prop) [Yes p]
theorem t : p := Yes.yes
""",
    ),
    cheat(
        "variables",
        "a variable shadows the relation",
        LESS,
        """
section
variable (a b : Nat) (h : a < b)
include h
theorem t : a < b := h
end
""",
    ),
    cheat(
        "variables",
        "a variable for the header's function",
        "theorem t (n : Nat) : double n = n",
        """
variable (double : Nat → Nat) (same : ∀ n, double n = n)
include same
theorem t (n : Nat) : double n = n := same n
""",
        DEFS,
    ),
    cheat(
        "variables",
        "omit what was needed",
        "theorem t {α : Type} [DecidableEq α] (a b : α) : a = b",
        """
section
variable {α : Type} [DecidableEq α] [s : Subsingleton α]
theorem t (a b : α) : a = b := s.elim a b
end
""",
    ),
    # coercions
    cheat(
        "coercion",
        "Nat is coerced to Prop that holds",
        "theorem t (n : Nat) (h : n = 0) : (n : Int) = 1",
        """
instance : NatCast Int := ⟨fun _ => 1⟩
theorem t (n : Nat) (h : n = 0) : (n : Int) = 1 := rfl
""",
    ),
    cheat(
        "coercion",
        "Bool is coerced to True",
        "theorem t (b : Bool) : b",
        """
instance (priority := high) : CoeSort Bool Prop := ⟨fun _ => True⟩
theorem t (b : Bool) : b := trivial
""",
    ),
    cheat(
        "coercion",
        "a dependent coercion to the right value",
        "theorem t (n : Nat) : (n : Int) = 3",
        """
instance (priority := high) (n : Nat) : CoeT Nat n Int := ⟨3⟩
set_option linter.all false
theorem t (n : Nat) : (n : Int) = 3 := rfl
""",
    ),
    cheat(
        "coercion",
        "a function coercion",
        "theorem t (c : Coin) : c.value = 7",
        """
structure Price where
  n : Nat
instance : CoeFun Price (fun _ => Coin → Nat) := ⟨fun _ _ => 7⟩
def Shop.Coin.value' : Price := ⟨0⟩
theorem t (c : Coin) : Coin.value' c = 7 := rfl
""",
        DEFS,
    ),
    # instances
    cheat(
        "instance",
        "5 means 4",
        FIVE,
        """
instance (priority := high) : OfNat Nat 5 := ⟨4⟩
theorem t : 2 + 2 = 5 := rfl
""",
    ),
    cheat(
        "instance",
        "+ adds one more",
        FIVE,
        """
local instance (priority := 10000) : Add Nat := ⟨fun a b => Nat.succ (Nat.add a b)⟩
theorem t : 2 + 2 = 5 := rfl
""",
    ),
    cheat(
        "instance",
        "an Add that is preferred",
        FIVE,
        """
@[instance, reducible] def plus : Add Nat := ⟨fun _ _ => 5⟩
attribute [instance 10000] plus
theorem t : 2 + 2 = 5 := rfl
""",
    ),
    cheat(
        "instance",
        "< that always holds",
        LESS,
        """
@[default_instance] instance (priority := 2000) always : LT Nat := ⟨fun _ _ => True⟩
theorem t (a b : Nat) : a < b := trivial
""",
    ),
    cheat(
        "instance",
        "== that always holds",
        "theorem t (a b : Nat) : (a == b) = true",
        """
instance (priority := high) : BEq Nat := ⟨fun _ _ => true⟩
theorem t (a b : Nat) : (a == b) = true := rfl
""",
    ),
    cheat(
        "instance",
        "membership that always holds",
        "theorem t (xs : List Nat) : 3 ∈ xs",
        """
instance (priority := high) : Membership Nat (List Nat) := ⟨fun _ _ => True⟩
theorem t (xs : List Nat) : 3 ∈ xs := trivial
""",
    ),
    cheat(
        "instance",
        "a Decidable that says yes",
        FIVE,
        """
instance (priority := high) yes : Decidable (2 + 2 = 5) := .isTrue (by decide)
theorem t : 2 + 2 = 5 := by decide
""",
    ),
    cheat(
        "instance",
        "a Decidable for ite",
        "theorem t (n : Nat) : (if n = 0 then 1 else 2) = 2",
        """
instance (priority := high) (n : Nat) : Decidable (n = 0) := if h : n = 0 then .isTrue h else .isFalse h
theorem t (n : Nat) : (if n = 0 then 1 else 2) = 2 := by split <;> simp_all
""",
    ),
    cheat(
        "instance",
        "an Inhabited default of choice",
        "theorem t : (default : Nat) = 9",
        """
instance (priority := high) : Inhabited Nat := ⟨9⟩
theorem t : (default : Nat) = 9 := rfl
""",
    ),
    cheat(
        "instance",
        "getElem of choice",
        "theorem t (xs : List Nat) (h : 0 < xs.length) : xs[0] = 1",
        """
instance (priority := high) : GetElem (List Nat) Nat Nat fun xs i => i < xs.length := ⟨fun _ _ _ => 1⟩
theorem t (xs : List Nat) (h : 0 < xs.length) : xs[0] = 1 := rfl
""",
    ),
    cheat(
        "instance",
        "a scoped instance opened in",
        LESS,
        """
namespace Odd
scoped instance (priority := high) : LT Nat := ⟨fun _ _ => True⟩
end Odd
open Odd in
theorem t (a b : Nat) : a < b := trivial
""",
    ),
    cheat(
        "instance",
        "attribute -instance and another",
        FIVE,
        """
attribute [-instance] instAddNat
instance : Add Nat := ⟨fun _ _ => 5⟩
theorem t : 2 + 2 = 5 := rfl
""",
    ),
    cheat(
        "instance",
        "the header's DecidableEq replaced",
        "theorem t : (Coin.penny == Coin.dime) = true",
        """
instance (priority := high) : BEq Coin := ⟨fun _ _ => true⟩
theorem t : (Coin.penny == Coin.dime) = true := rfl
""",
        DEFS,
    ),
]
