"""Names: what the statement says is bound to something else, or the theorem is not the one that it is called."""

from __future__ import annotations

from lean_rows.rows import DEFS, META, cheat

FALSE = "theorem t : False"
FIVE = "theorem t : 2 + 2 = 5"
LESS = "theorem t (a b : Nat) : a < b"
MATCH = "theorem t (n : Nat) : (match n with | 0 => 1 | k + 1 => k) = 7"
SMALL = "theorem t (n : Nat) : double n = 0"

ROWS = [
    # shadowed
    cheat(
        "shadow",
        "False defined in the name space of the theorem",
        "theorem Mine.t : False",
        """
namespace Mine
def False : Prop := True
theorem t : False := trivial
end Mine
""",
    ),
    cheat(
        "shadow",
        "Nat replaced in a name space",
        "theorem Mine.t (a b : Nat) : a = b",
        """
namespace Mine
inductive Nat | one
theorem t (a b : Nat) : a = b := by cases a; cases b; rfl
end Mine
""",
    ),
    cheat(
        "shadow",
        "HAdd replaced in a name space",
        "theorem Mine.t : 2 + 2 = 5",
        """
namespace Mine
class HAdd' (α β : Type) (γ : outParam Type) where
  hAdd : α → β → γ
def HAdd.hAdd (_ _ : Nat) : Nat := 5
theorem t : HAdd.hAdd 2 2 = 5 := rfl
end Mine
""",
    ),
    cheat(
        "shadow",
        "Not replaced",
        "theorem Mine.t (p : Prop) : Not p",
        """
namespace Mine
def Not (_ : Prop) : Prop := True
theorem t (p : Prop) : Not p := trivial
end Mine
""",
    ),
    cheat(
        "shadow",
        "Eq replaced and the symbol rebound locally",
        FIVE,
        """
namespace Mine
inductive Eq' (a b : Nat) : Prop | intro
end Mine
open Mine
local infix:50 (priority := high) " = " => Eq'
theorem t : 2 + 2 = 5 := .intro
""",
    ),
    cheat(
        "shadow",
        "open of a name space with another List",
        "theorem t (xs : List Nat) : xs.length = 0",
        """
namespace Mine
def List (_ : Type) := Unit
def List.length (_ : List Nat) : Nat := 0
end Mine
open Mine (List)
theorem t (xs : Mine.List Nat) : Mine.List.length xs = 0 := rfl
""",
    ),
    cheat(
        "shadow",
        "export over the header's name",
        "theorem t (n : Nat) : Shop.Even n",
        """
namespace Mine
def Even (_ : Nat) : Prop := True
end Mine
export Mine (Even)
theorem t (n : Nat) : Mine.Even n := trivial
""",
        DEFS,
    ),
    cheat(
        "shadow",
        "the header's definition shadowed in the root",
        SMALL,
        """
def double (_ : Nat) : Nat := 0
theorem t (n : Nat) : _root_.double n = 0 := rfl
""",
        DEFS,
    ),
    cheat(
        "shadow",
        "the header's definition shadowed in an inner name space",
        SMALL,
        """
namespace Inner
def double (_ : Nat) : Nat := 0
theorem _root_.t (n : Nat) : double n = 0 := rfl
end Inner
""",
        DEFS,
    ),
    cheat(
        "shadow",
        "protected name in the type's own name space",
        "theorem t (c : Coin) : c.value = 0",
        """
namespace Shop.Coin.Other
def value (_ : Coin) : Nat := 0
end Shop.Coin.Other
open Shop.Coin.Other
theorem t (c : Coin) : Shop.Coin.Other.value c = 0 := rfl
""",
        DEFS,
    ),
    cheat(
        "shadow", "an implicit Prop shadows the constant", FALSE, "theorem t {False : Prop} (h : False) : False := h"
    ),
    cheat(
        "shadow",
        "a bound variable named like the function",
        SMALL,
        "theorem t (double : Nat → Nat) (h : ∀ n, double n = 0) (n : Nat) : double n = 0 := h n",
        DEFS,
    ),
    cheat("shadow", "a let in the statement", FALSE, "theorem t : let False := True; False := trivial"),
    cheat(
        "shadow",
        "a local abbreviation for the whole type",
        FALSE,
        """
abbrev Goal : Prop := True
theorem t : Goal := trivial
""",
    ),
    # auxiliary constants
    cheat(
        "auxiliary",
        "t.match_1 of the attempt's own",
        MATCH,
        """
def t.match_1 (motive : Nat → Sort u) (n : Nat) (h1 : Unit → motive 0) (h2 : (k : Nat) → motive k.succ) : motive n :=
  Nat.casesOn n (h1 ()) h2
theorem t (n : Nat) : (match n with | 0 => 7 | _ + 1 => 7) = 7 := by cases n <;> rfl
""",
    ),
    cheat(
        "auxiliary",
        "t.match_1 as the whole statement",
        MATCH,
        """
def t.match_1 (_ : Nat) : Nat := 7
theorem t (n : Nat) : t.match_1 n = 7 := rfl
""",
    ),
    cheat(
        "auxiliary",
        "a matcher by another definition first",
        MATCH,
        """
def same (n : Nat) : Nat := match n with | 0 => 1 | k + 1 => k
theorem t (n : Nat) : (match n with | 0 => 7 | k + 1 => 7) = 7 := by cases n <;> rfl
""",
    ),
    cheat(
        "auxiliary",
        "t._proof_1 of the attempt's own",
        "theorem t : (⟨1, by decide⟩ : Fin 2) = 0",
        """
theorem t._proof_1 : 0 < 2 := by decide
theorem t : (⟨0, t._proof_1⟩ : Fin 2) = 0 := rfl
""",
    ),
    cheat(
        "auxiliary",
        "the recursor's name taken",
        "theorem t (n : Nat) : double n = n",
        """
def t.rec (n : Nat) : Nat := n
theorem t (n : Nat) : t.rec n = n := rfl
""",
        DEFS,
    ),
    cheat(
        "auxiliary",
        "an instance with the name that Lean would choose",
        "theorem t (a b : Nat) : a ≤ b",
        """
def instLENat' : LE Nat := ⟨fun _ _ => True⟩
attribute [local instance 100000] instLENat'
theorem t (a b : Nat) : a ≤ b := trivial
""",
    ),
    cheat(
        "auxiliary",
        "an equation lemma of the attempt's own",
        SMALL,
        """
theorem Shop.double.eq_1' (n : Nat) : n + n = 0 → double n = 0 := id
theorem t (n : Nat) : double n = 0 := by simp [Shop.double.eq_1']
""",
        DEFS,
    ),
    cheat(
        "auxiliary",
        "sizeOf as the hidden function",
        SMALL,
        """
instance (priority := high) : SizeOf Nat := ⟨fun _ => 0⟩
theorem t (n : Nat) : sizeOf n = 0 := rfl
""",
        DEFS,
    ),
    # private, twice, elsewhere
    cheat(
        "elsewhere",
        "the theorem in another name space",
        FALSE,
        """
namespace Safe
theorem t : True := trivial
end Safe
""",
    ),
    cheat(
        "elsewhere",
        "two theorems t in two name spaces",
        FIVE,
        """
namespace A
theorem t : 2 + 2 = 4 := rfl
end A
namespace B
theorem t : 5 = 5 := rfl
end B
open A B
""",
    ),
    cheat("elsewhere", "private theorem with another statement", FIVE, "private theorem t : 2 + 2 = 4 := rfl"),
    cheat(
        "elsewhere",
        "a private duplicate of a failing one",
        FIVE,
        """
private theorem t : 2 + 2 = 4 := rfl
namespace Out
theorem t : 2 + 2 = 4 := _root_.t
end Out
""",
    ),
    cheat(
        "elsewhere",
        "protected in a name space and opened",
        FALSE,
        """
namespace N
protected theorem t : True := trivial
end N
open N
""",
    ),
    cheat(
        "elsewhere",
        "the end of a name space that the header did not open",
        FALSE,
        """
end Shop
theorem t : True := trivial
""",
        DEFS,
    ),
    cheat(
        "elsewhere",
        "a section closed twice",
        FALSE,
        """
section
end
end
theorem t : True := trivial
""",
    ),
    cheat(
        "elsewhere",
        "an alias by export",
        FALSE,
        """
namespace N
theorem t : True := trivial
end N
export N (t)
""",
    ),
    cheat("elsewhere", "an example", FIVE, "example : 2 + 2 = 4 := rfl"),
    cheat(
        "elsewhere",
        "an instance without a name",
        FALSE,
        """
class C : Prop where
  c : True
instance : C := ⟨trivial⟩
""",
    ),
    cheat("elsewhere", "a definition in place of a theorem", FALSE, "def t : True := trivial"),
    cheat(
        "elsewhere",
        "an inductive type called t",
        FALSE,
        """
inductive t : Prop
  | intro
""",
    ),
    cheat(
        "elsewhere",
        "a constructor called t",
        "theorem T.t : False",
        """
inductive T : Prop
  | t : T
""",
    ),
    cheat(
        "elsewhere",
        "a structure field called t",
        "theorem T.t : 2 + 2 = 5",
        """
structure T where
  t : 2 + 2 = 5
""",
    ),
    cheat(
        "elsewhere",
        "a theorem about the theorem",
        FIVE,
        """
def t' : Prop := 2 + 2 = 5
theorem t.true : t' = t' := rfl
""",
    ),
    # look-alikes
    cheat("look_alike", "guillemets around another name", FIVE, "theorem «t » : 2 + 2 = 4 := rfl"),
    cheat("look_alike", "guillemets around the name, another statement", FIVE, "theorem «t» : 2 + 2 = 4 := rfl"),
    cheat("look_alike", "a subscript", FIVE, "theorem t₁ : 2 + 2 = 4 := rfl"),
    cheat("look_alike", "a mathematical letter t", FIVE, "theorem 𝓽 : 2 + 2 = 4 := rfl"),
    cheat("look_alike", "Greek tau", FIVE, "theorem τ : 2 + 2 = 4 := rfl"),
    cheat("look_alike", "a full-width letter", FIVE, "theorem «ｔ» : 2 + 2 = 4 := rfl"),
    cheat(
        "look_alike",
        "full-width digits in guillemets for numbers",
        FIVE,
        """
def «５» : Nat := 4
theorem t : 2 + 2 = «５» := rfl
""",
    ),
    cheat(
        "look_alike",
        "a Cyrillic letter in False",
        "theorem t (p : Prop) : p → False",
        """
def «F\u0430lse» : Prop := True
theorem t (p : Prop) : p → «F\u0430lse» := fun _ => trivial
""",
    ),
    cheat("look_alike", "a dotted name in guillemets", "theorem A.t : False", "theorem «A.t» : True := trivial"),
    # notations
    cheat(
        "notation",
        "a notation for False",
        FALSE,
        """
local notation (priority := 2000) "False" => True
theorem t : False := trivial
""",
    ),
    cheat(
        "notation",
        "a notation for the number",
        FIVE,
        """
local notation "5" => 4
theorem t : 2 + 2 = 5 := rfl
""",
    ),
    cheat(
        "notation",
        "infix < is true",
        LESS,
        """
local infix:50 (priority := 9999) " < " => fun (_ _ : Nat) => True
theorem t (a b : Nat) : a < b := trivial
""",
    ),
    cheat(
        "notation",
        "a notation over several tokens",
        FIVE,
        """
notation:50 (priority := high) a:65 " + " b:65 " = " c:66 => a = a ∧ b = b ∧ c = c
theorem t : 2 + 2 = 5 := ⟨rfl, rfl, rfl⟩
""",
    ),
    cheat(
        "notation",
        "prefix minus",
        "theorem t (a : Int) : -a = a",
        """
local prefix:max (priority := high) "-" => fun (x : Int) => x
theorem t (a : Int) : -a = a := rfl
""",
    ),
    cheat(
        "notation",
        "a scoped notation opened",
        "theorem t (p q : Prop) : p ∧ q",
        """
namespace N
scoped notation:35 (priority := high) a " ∧ " b => (a → a) → (b → b)
end N
open N
theorem t (p q : Prop) : p ∧ q := fun _ => id
""",
    ),
    cheat(
        "notation",
        "∀ read as ∃",
        "theorem t : ∀ n : Nat, n = 0",
        """
open Lean in
macro_rules
  | `(∀ $x:ident : $ty, $b) => `(∃ $x:ident : $ty, $b)
theorem t : ∀ n : Nat, n = 0 := ⟨0, rfl⟩
""",
        META,
    ),
    cheat(
        "notation",
        "a binder predicate",
        "theorem t : ∀ n > 5, n = 6",
        """
binder_predicate (priority := high) x " > " y:term => `($x = 6 ∧ $y = $y)
theorem t : ∀ n > 5, n = 6 := fun _ h => h.1
""",
    ),
]
