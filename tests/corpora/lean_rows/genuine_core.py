"""Genuine proofs of statements that need core Lean alone: terms, tactics, helpers of every kind."""

from __future__ import annotations

from lean_rows.rows import genuine

COMM = "theorem t (a b : Nat) : a + b = b + a"
AND = "theorem t (p q : Prop) : p ∧ q → q ∧ p"
OR = "theorem t (p q r : Prop) : p ∨ q → (p → r) → (q → r) → r"
APPEND = "theorem t (α : Type) (xs ys : List α) : (xs ++ ys).length = ys.length + xs.length"
SUM = "theorem t (n : Nat) : 2 * (List.range (n + 1)).sum = n * (n + 1)"
IF = "theorem t (a b : Nat) : (if a ≤ b then b else a) ≥ a"
MATCH = "theorem t (n : Nat) : (match n with | 0 => 1 | k + 1 => k + 2) > 0"
OPT = "theorem t (o : Option Nat) : (match o with | none => 0 | some x => x + 1) = (o.map (· + 1)).getD 0"

ROWS = [
    # terms
    genuine("term", "a lemma applied", COMM, ":= Nat.add_comm a b"),
    genuine("term", "lambda and anonymous constructor", AND, ":= fun ⟨hp, hq⟩ => ⟨hq, hp⟩"),
    genuine("term", "Or.elim", OR, ":= fun h f g => h.elim f g"),
    genuine("term", "rfl by computation", "theorem t : 37 * 43 = 1591", ":= rfl"),
    genuine(
        "term",
        "show, from and have",
        "theorem t (p q : Prop) (hp : p) (h : p → q) : q",
        """
:= have hq : q := h hp
  show q from hq
""",
    ),
    genuine("term", "an arrow chain with ▸", "theorem t (a b c : Nat) (h : a = b) (k : b = c) : a = c", ":= k ▸ h"),
    genuine("term", "absurd", "theorem t (p q : Prop) (hp : p) (hn : ¬p) : q", ":= absurd hp hn"),
    genuine("term", "nomatch", "theorem t (h : (1 : Nat) = 2) : False", ":= nomatch h"),
    genuine(
        "term", "pattern-matching lambda", "theorem t : ∀ b : Bool, (!(!b)) = b", ":= fun | true => rfl | false => rfl"
    ),
    genuine("term", "a witness", "theorem t : ∃ n : Nat, n * n = 144", ":= ⟨12, rfl⟩"),
    genuine(
        "term",
        "Exists.intro and projections",
        "theorem t (p : Nat → Prop) (h : ∃ n, p n ∧ n > 3) : ∃ n, p n",
        ":= h.elim fun n hn => ⟨n, hn.1⟩",
    ),
    genuine(
        "term",
        "Subtype made by an anonymous constructor",
        "theorem t (s : {n : Nat // n > 2}) : ∃ r : {n : Nat // n > 1}, r.1 = s.1",
        ":= ⟨⟨s.1, Nat.lt_of_succ_lt s.2⟩, rfl⟩",
    ),
    # theorem by pattern matching
    genuine(
        "patterns",
        "equations with recursion",
        "theorem t : ∀ n : Nat, 0 + n = n",
        "  | 0 => rfl\n  | n + 1 => congrArg Nat.succ (t n)".replace("  | 0", "| 0", 1),
    ),
    genuine(
        "patterns",
        "two arguments",
        "theorem t : ∀ a b : Bool, (a && b) = (b && a)",
        """
| true, true => rfl
  | true, false => rfl
  | false, true => rfl
  | false, false => rfl
""",
    ),
    genuine(
        "patterns",
        "a list, with a structural recursion",
        "theorem t {α : Type} : ∀ xs : List α, xs ++ [] = xs",
        """
| [] => rfl
  | x :: xs => congrArg (x :: ·) (t xs)
""",
    ),
    genuine(
        "patterns",
        "well-founded, decreasing_by",
        "theorem t : ∀ n : Nat, n < n + 1",
        """
| 0 => Nat.zero_lt_one
  | n + 1 => by
    have h := t n
    omega
termination_by n => n
decreasing_by omega
""",
    ),
    # tactics
    genuine("tactic", "omega", "theorem t (a b c : Int) (h : a < b) (k : b < c) : a + 2 ≤ c", ":= by omega"),
    genuine("tactic", "simp", "theorem t (xs : List Nat) : (xs ++ []).reverse.reverse = xs", ":= by simp"),
    genuine("tactic", "simp_all", "theorem t (a b : Nat) (h : a = 3) (k : b = a) : b = 3", ":= by simp_all"),
    genuine("tactic", "decide", "theorem t : ∀ a b : Fin 5, a + b = b + a", ":= by decide"),
    genuine("tactic", "ac_rfl", "theorem t (a b c d : Nat) : a + b + (c + d) = d + (b + c) + a", ":= by ac_rfl"),
    genuine(
        "tactic",
        "grind",
        "theorem t (f : Nat → Nat) (a b : Nat) (h : f a = b) (k : f b = a) : f (f a) = a",
        ":= by grind",
    ),
    genuine(
        "tactic",
        "split",
        IF,
        """
:= by
  split
  · assumption
  · exact Nat.le_refl a
""",
    ),
    genuine(
        "tactic",
        "constructor and cases",
        "theorem t (p q : Prop) : p ∨ q ↔ q ∨ p",
        """
:= by
  constructor
  · intro h
    cases h with
    | inl h => exact Or.inr h
    | inr h => exact Or.inl h
  · rintro (h | h)
    · exact .inr h
    · exact .inl h
""",
    ),
    genuine(
        "tactic",
        "rcases and obtain",
        "theorem t (p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r)",
        """
:= by
  obtain ⟨hp, hqr⟩ := h
  rcases hqr with hq | hr
  · exact .inl ⟨hp, hq⟩
  · exact .inr ⟨hp, hr⟩
""",
    ),
    genuine(
        "tactic",
        "induction with structured cases",
        APPEND,
        """
:= by
  induction xs with
  | nil => simp
  | cons x xs ih => simp only [List.cons_append, List.length_cons, ih]; omega
""",
    ),
    genuine(
        "tactic",
        "induction generalizing",
        "theorem t (xs : List Nat) (n : Nat) : xs.foldl (· + ·) n = n + xs.foldl (· + ·) 0",
        """
:= by
  induction xs generalizing n with
  | nil => rfl
  | cons x xs ih => rw [List.foldl_cons, List.foldl_cons, ih (n + x), ih (0 + x)]; omega
""",
    ),
    genuine(
        "tactic",
        "rw and exact",
        "theorem t (a b c : Nat) (h : a = b * c) : a = c * b",
        """
:= by
  rw [h]
  exact Nat.mul_comm b c
""",
    ),
    genuine(
        "tactic",
        "exists",
        "theorem t : ∃ a b : Nat, a * b = 91 ∧ 1 < a ∧ a < b",
        """
:= by
  exists 7, 13
""",
    ),
    genuine(
        "tactic",
        "refine with holes",
        "theorem t (p q : Prop) (hp : p) (hq : q) : p ∧ q ∧ p",
        """
:= by
  refine ⟨?_, ?_, ?_⟩
  all_goals assumption
""",
    ),
    genuine(
        "tactic",
        "by_cases and contradiction",
        "theorem t (p : Prop) (h : ¬¬p) : p",
        """
:= by
  by_cases hp : p
  · exact hp
  · contradiction
""",
    ),
    genuine(
        "tactic",
        "Classical",
        "theorem t (p q : Prop) : (p → q) ↔ (¬p ∨ q)",
        """
:= by
  constructor
  · intro h
    rcases Classical.em p with hp | hp
    · exact .inr (h hp)
    · exact .inl hp
  · rintro (h | h) hp
    · exact absurd hp h
    · exact h
""",
    ),
    genuine(
        "tactic",
        "funext and ext",
        "theorem t (f : Nat → Nat) : (fun x => f x + 0) = f",
        """
:= by
  funext x
  rfl
""",
    ),
    genuine(
        "tactic",
        "exfalso, false hypotheses",
        "theorem t (n : Nat) (h : n < 0) : n = 17",
        """
:= by
  exfalso
  exact Nat.not_lt_zero n h
""",
    ),
    genuine(
        "tactic",
        "first, try, repeat, <;>",
        "theorem t (a b c : Bool) : (a && (b || c)) = ((a && b) || (a && c))",
        """
:= by
  cases a <;> cases b <;> cases c <;> first | rfl | simp
""",
    ),
    genuine(
        "tactic",
        "suffices and specialize",
        "theorem t (p : Nat → Prop) (h : ∀ n, p n → p (n + 1)) (h0 : p 0) : p 2",
        """
:= by
  suffices h1 : p 1 by exact h 1 h1
  specialize h 0
  exact h h0
""",
    ),
    genuine(
        "tactic",
        "nested by and let",
        "theorem t (x y : Nat) (h : x = y) : y + 0 = x",
        """
:= by
  have k : y = x := by
    let z := x
    exact h.symm
  simpa using k
""",
    ),
    genuine("tactic", "bv and Fin arithmetic by decide", "theorem t : (255 : BitVec 8) + 1 = 0", ":= by decide"),
    genuine("tactic", "strings and characters", 'theorem t : "ab" ++ "c" = "abc" ∧ \'a\' ≠ \'b\'', ":= by decide"),
    genuine(
        "tactic",
        "simp arith at hypotheses",
        "theorem t (a b : Nat) (h : 2 * a + 2 = 2 * b) : a + 1 = b",
        """
:= by
  simp only [Nat.mul_comm] at h
  omega
""",
    ),
    genuine(
        "tactic",
        "subst and injection",
        "theorem t (a b : Nat) (h : some a = some b) (k : b = 4) : a = 4",
        """
:= by
  subst k
  injection h
""",
    ),
    genuine(
        "tactic",
        "unhygienic names and next",
        "theorem t (n : Nat) : n = 0 ∨ ∃ m, n = m + 1",
        """
:= by
  cases n
  · left; rfl
  next m => right; exact ⟨m, rfl⟩
""",
    ),
    genuine(
        "tactic",
        "case tags and rename_i",
        "theorem t (h : ∃ n : Nat, n > 5) : ∃ n : Nat, n > 4",
        """
:= by
  cases h
  rename_i n hn
  exact ⟨n, Nat.lt_of_succ_lt hn⟩
""",
    ),
    genuine(
        "tactic",
        "show_term free calc and exact?-less",
        "theorem t (a b : Nat) (h : a ≤ b) : ∃ c, b = a + c",
        """
:= by
  exact ⟨b - a, by omega⟩
""",
    ),
    # calc and conv
    genuine(
        "calc",
        "equalities",
        "theorem t (a b c d : Nat) (h : a = b) (k : b = c) (l : c = d) : a = d",
        """
:= by
  calc
    a = b := h
    _ = c := k
    _ = d := l
""",
    ),
    genuine(
        "calc",
        "mixed relations, as a term",
        "theorem t (a b c : Nat) (h : a < b) (k : b ≤ c) : a < c",
        """
:=
  calc a < b := h
    _ ≤ c := k
""",
    ),
    genuine(
        "calc",
        "conv",
        "theorem t (a b : Nat) (f : Nat → Nat) : f (a + b) = f (b + a)",
        """
:= by
  conv =>
    lhs
    arg 1
    rw [Nat.add_comm]
""",
    ),
    genuine(
        "calc",
        "conv at one occurrence",
        "theorem t (a b c : Nat) : a * b + c = c + b * a",
        """
:= by
  conv => lhs; rw [Nat.add_comm]
  conv => lhs; arg 2; rw [Nat.mul_comm]
""",
    ),
    # helpers
    genuine(
        "helper",
        "a lemma before",
        SUM,
        """
theorem sum_append (xs ys : List Nat) : (xs ++ ys).sum = xs.sum + ys.sum := by
  induction xs with
  | nil => simp
  | cons x xs ih => simp only [List.cons_append, List.sum_cons, ih]; omega

THEOREM := by
  induction n with
  | zero => rfl
  | succ n ih =>
    rw [List.range_succ, sum_append, Nat.mul_add, ih]
    simp only [List.sum_cons, List.sum_nil]
    rw [Nat.add_zero, ← Nat.add_mul, Nat.mul_comm]
""",
    ),
    genuine(
        "helper",
        "private lemma",
        COMM,
        """
private theorem swap (x y : Nat) : x + y = y + x := Nat.add_comm x y

THEOREM := swap a b
""",
    ),
    genuine(
        "helper",
        "@[simp] lemma and a definition",
        "theorem t (n : Nat) : n + n + n = 3 * n",
        """
def triple (n : Nat) : Nat := 3 * n

@[simp] theorem triple_eq (n : Nat) : triple n = n + n + n := by unfold triple; omega

THEOREM := by
  rw [← triple_eq]
  rfl
""",
    ),
    genuine(
        "helper",
        "where clause",
        COMM,
        """
:= go a b
where
  go (x y : Nat) : x + y = y + x := by omega
""",
    ),
    genuine(
        "helper",
        "let rec",
        "theorem t (n : Nat) : 0 * n = 0",
        """
:= by
  let rec go : ∀ k : Nat, 0 * k = 0
    | 0 => rfl
    | k + 1 => by rw [Nat.mul_succ, go k]
  exact go n
""",
    ),
    genuine(
        "helper",
        "mutual definitions",
        "theorem t : ∃ f : Nat → Bool, f 10 = true ∧ ∀ n, f (n + 2) = f n",
        """
mutual
def isEven : Nat → Bool
  | 0 => true
  | n + 1 => isOdd n
def isOdd : Nat → Bool
  | 0 => false
  | n + 1 => isEven n
end

THEOREM := ⟨isEven, by simp [isEven, isOdd], fun n => by simp [isEven, isOdd]⟩
""",
    ),
    genuine(
        "helper",
        "well-founded recursion",
        "theorem t : ∃ f : Nat → Nat, f 0 = 0 ∧ ∀ n, 0 < n → f n = f (n / 2) + 1",
        """
def bits (n : Nat) : Nat :=
  if h : n = 0 then 0 else bits (n / 2) + 1
termination_by n
decreasing_by omega

THEOREM := by
  refine ⟨bits, by rw [bits]; simp, fun n h => ?_⟩
  conv => lhs; rw [bits]
  simp [Nat.pos_iff_ne_zero.mp h]
""",
    ),
    genuine(
        "helper",
        "structure and projections",
        AND,
        """
structure Both (p q : Prop) : Prop where
  left : p
  right : q

theorem Both.swap {p q : Prop} (h : Both p q) : Both q p := ⟨h.right, h.left⟩

THEOREM := fun h =>
  let b := Both.swap ⟨h.1, h.2⟩
  ⟨b.left, b.right⟩
""",
    ),
    genuine(
        "helper",
        "class and instance of the attempt",
        "theorem t (n : Nat) : n + 0 = n ∧ (0 : Int) + 0 = 0",
        """
class HasZeroLaw (α : Type) [Add α] [OfNat α 0] : Prop where
  law : ∀ x : α, x + 0 = x

instance : HasZeroLaw Nat := ⟨Nat.add_zero⟩
instance : HasZeroLaw Int := ⟨Int.add_zero⟩

THEOREM := ⟨HasZeroLaw.law n, HasZeroLaw.law 0⟩
""",
    ),
    genuine(
        "helper",
        "inductive predicate of the attempt",
        "theorem t (n : Nat) : ∃ k, n + n = 2 * k",
        """
inductive Dbl : Nat → Prop
  | zero : Dbl 0
  | step {n : Nat} : Dbl n → Dbl (n + 2)

theorem Dbl.half {n : Nat} (h : Dbl n) : ∃ k, n = 2 * k := by
  induction h with
  | zero => exact ⟨0, rfl⟩
  | step _ ih => obtain ⟨k, hk⟩ := ih; exact ⟨k + 1, by omega⟩

theorem dbl (n : Nat) : Dbl (n + n) := by
  induction n with
  | zero => exact .zero
  | succ n ih => have h := ih.step; rwa [show n + n + 2 = n + 1 + (n + 1) by omega] at h

THEOREM := (dbl n).half
""",
    ),
    genuine(
        "helper",
        "deriving",
        "theorem t : ∃ (α : Type) (_ : DecidableEq α) (a b : α), a ≠ b",
        """
inductive Light where
  | red
  | green
  deriving DecidableEq, Repr, BEq, Inhabited

THEOREM := ⟨Light, inferInstance, .red, .green, by decide⟩
""",
    ),
    genuine(
        "helper",
        "nested inductive type",
        "theorem t : ∃ (α : Type) (f : α → Nat), ∀ n, ∃ a, f a = n",
        """
inductive Rose where
  | node : List Rose → Rose

def Rose.arity : Rose → Nat
  | .node xs => xs.length

THEOREM :=
  ⟨Rose, Rose.arity, fun n => ⟨.node (List.replicate n (.node [])), List.length_replicate⟩⟩
""",
    ),
    genuine(
        "helper",
        "a quotient",
        "theorem t : ∃ α : Type, ∃ f : Nat → α, f 0 = f 1",
        """
def same : Nat → Nat → Prop := fun _ _ => True

THEOREM := ⟨Quot same, Quot.mk same, Quot.sound trivial⟩
""",
    ),
    genuine(
        "helper",
        "noncomputable and Classical.choice",
        "theorem t (α : Type) (h : Nonempty α) : ∃ f : Unit → α, f () = f ()",
        """
noncomputable def pick {α : Type} (h : Nonempty α) : α := Classical.choice h

THEOREM := ⟨fun _ => pick h, rfl⟩
""",
    ),
    genuine(
        "helper",
        "abbrev and macro-free notation",
        "theorem t (a b c : Nat) : (a + b) + c = a + (b + c)",
        """
local infixl:65 " ⊹ " => Nat.add

theorem assoc' (a b c : Nat) : (a ⊹ b) ⊹ c = a ⊹ (b ⊹ c) := Nat.add_assoc a b c

THEOREM := assoc' a b c
""",
    ),
    genuine(
        "helper",
        "a notation with a new symbol",
        "theorem t (a b : Nat) (h : a ∣ b) : a ∣ b * b",
        """
notation:50 a " ⋈ " b => Dvd.dvd a b

theorem up (a b : Nat) (h : a ⋈ b) : a ⋈ (b * b) := Nat.dvd_mul_left_of_dvd h b

THEOREM := up a b h
""",
    ),
    genuine(
        "helper",
        "irreducible definition, unfolded",
        "theorem t : ∃ n : Nat, n = 5 ∧ n < 6",
        """
@[irreducible] def five : Nat := 5

theorem five_eq : five = 5 := by unfold five; rfl

THEOREM := ⟨five, five_eq, by rw [five_eq]; decide⟩
""",
    ),
    genuine(
        "helper",
        "examples and checks around it",
        COMM,
        """
example : 1 + 1 = 2 := rfl
#check Nat.add_comm
THEOREM := Nat.add_comm a b
#print axioms t
""",
    ),
    # inductive types of every kind
    genuine(
        "inductive",
        "mutual types",
        "theorem t : ∃ α : Type, Nonempty α",
        """
mutual
inductive Even' : Nat → Prop
  | zero : Even' 0
  | step {n : Nat} : Odd' n → Even' (n + 1)
inductive Odd' : Nat → Prop
  | step {n : Nat} : Even' n → Odd' (n + 1)
end

THEOREM := ⟨{n : Nat // Even' n}, ⟨2, .step (.step .zero)⟩⟩
""",
    ),
    genuine(
        "inductive",
        "mutual data",
        "theorem t : ∃ α : Type, ∃ a b : α, a ≠ b",
        """
mutual
inductive Forest
  | nil
  | cons (head : Bush) (tail : Forest)
inductive Bush
  | node (label : Nat) (children : Forest)
end

THEOREM := ⟨Bush, .node 0 .nil, .node 1 .nil, fun h => by injection h; contradiction⟩
""",
    ),
    genuine(
        "inductive",
        "a reflexive type",
        "theorem t : ∃ α : Type, Nonempty α",
        """
inductive Wide (β : Type)
  | leaf
  | node (f : β → Wide β)

def Wide.firsts {β : Type} (d : β) : Wide β → Nat
  | .leaf => 0
  | .node f => (f d).firsts d + 1

THEOREM := ⟨Wide Nat, ⟨.node fun _ => .leaf⟩⟩
""",
    ),
    genuine(
        "inductive",
        "an indexed family",
        "theorem t (n : Nat) : ∃ α : Nat → Type, Nonempty (α n)",
        """
inductive Vec (α : Type) : Nat → Type
  | nil : Vec α 0
  | cons {n : Nat} (a : α) (v : Vec α n) : Vec α (n + 1)

def Vec.const {α : Type} (a : α) : (n : Nat) → Vec α n
  | 0 => .nil
  | n + 1 => .cons a (const a n)

THEOREM := ⟨Vec Nat, ⟨Vec.const 0 n⟩⟩
""",
    ),
    genuine(
        "inductive",
        "nested in an array and an option",
        "theorem t : ∃ α : Type, ∃ f : α → α, ∀ a, f a ≠ a",
        """
inductive Doc
  | text (s : String)
  | many (xs : Array Doc)
  | maybe (x : Option Doc)

THEOREM := ⟨Doc, fun d => match d with | .text _ => .maybe none | _ => .text "", fun a => by cases a <;> simp⟩
""",
    ),
    genuine(
        "inductive",
        "nested in a structure with a proof",
        "theorem t : ∃ α : Type, Nonempty α",
        """
structure Pair (α : Type) (n : Nat) where
  left : α
  right : α
  small : n < 5

inductive Both
  | leaf
  | pair (p : Pair Both 3)

THEOREM := ⟨Both, ⟨.pair ⟨.leaf, .leaf, by decide⟩⟩⟩
""",
    ),
    genuine(
        "inductive",
        "a proposition that eliminates into data",
        "theorem t (n : Nat) (h : n = 3) : n + 1 = 4",
        """
inductive Same {α : Type} (a : α) : α → Prop
  | refl : Same a a

def Same.move {α : Type} {P : α → Type} {a b : α} (h : Same a b) (p : P a) : P b := by
  cases h
  exact p

theorem same {n m : Nat} (h : n = m) : Same n m := by subst h; exact .refl

THEOREM := by
  have := (same h).move (P := fun k => {j : Nat // j = k + 1}) ⟨n + 1, rfl⟩
  cases same h
  rfl
""",
    ),
    genuine(
        "inductive",
        "a structure in Prop with dependent proofs",
        "theorem t (n : Nat) (h : 3 < n) : 2 < n",
        """
structure Big (n : Nat) : Prop where
  two : 2 < n
  more : ∀ m, m ≤ 2 → m < n

THEOREM :=
  have b : Big n := ⟨by omega, fun m hm => by omega⟩
  b.more 2 (Nat.le_refl 2)
""",
    ),
    genuine(
        "inductive",
        "classes that extend classes",
        "theorem t (a b : Nat) : max a b = max b a",
        """
class Magma (α : Type) where
  op : α → α → α
class Symmetric (α : Type) extends Magma α where
  comm : ∀ a b : α, op a b = op b a

instance : Symmetric Nat where
  op := max
  comm := Nat.max_comm

THEOREM := Symmetric.comm (α := Nat) a b
""",
    ),
    genuine(
        "inductive",
        "a type over universes",
        "theorem t.{u, v} (α : Type u) (β : Type v) (a : α) : ∃ γ : Type (max u v), Nonempty γ",
        """
inductive Either.{u, v} (α : Type u) (β : Type v) : Type (max u v)
  | left (a : α)
  | right (b : β)

THEOREM := ⟨Either α β, ⟨.left a⟩⟩
""",
    ),
    genuine(
        "inductive",
        "accessibility by hand",
        "theorem t (n : Nat) : Acc (· < ·) n",
        """
inductive Reach (r : Nat → Nat → Prop) : Nat → Prop
  | intro (n : Nat) (h : ∀ m, r m n → Reach r m) : Reach r n

theorem Reach.acc {r : Nat → Nat → Prop} {n : Nat} (h : Reach r n) : Acc r n := by
  induction h with
  | intro n _ ih => exact .intro n ih

theorem reach (n : Nat) : Reach (· < ·) n := by
  induction n using Nat.strongRecOn with
  | ind n ih => exact .intro n ih

THEOREM := (reach n).acc
""",
    ),
    # sections, variables, universes, names
    genuine(
        "scope",
        "section with variables for the helpers",
        AND,
        """
section
variable (p q : Prop)
theorem swap (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩
end

THEOREM := swap p q
""",
    ),
    genuine(
        "scope",
        "namespace for the helpers",
        COMM,
        """
namespace Mine
theorem add (x y : Nat) : x + y = y + x := by omega
end Mine

open Mine in
THEOREM := add a b
""",
    ),
    genuine(
        "scope",
        "open ... in",
        COMM,
        """
open Nat in
THEOREM := by
  have h := succ_le_of_lt (lt_succ_self (a + b))
  omega
""",
    ),
    genuine(
        "scope",
        "universe variables",
        "theorem t.{u, v} (α : Type u) (β : Type v) (a : α) (b : β) : (a, b).1 = a",
        ":= rfl",
    ),
    genuine(
        "scope", "Sort u", "theorem t.{u} (α : Sort u) (p : α → Prop) (h : ∀ x, p x) (a : α) : ∃ x, p x", ":= ⟨a, h a⟩"
    ),
    genuine("scope", "Type _ in the statement", "theorem t {α : Type _} (a b : α) (h : a = b) : b = a", ":= h.symm"),
    genuine(
        "scope",
        "autoImplicit left as it is in the helper",
        COMM,
        """
set_option autoImplicit true in
theorem sym' {x y : α} (h : x = y) : y = x := h.symm

THEOREM := sym' (Nat.add_comm b a)
""",
    ),
    genuine(
        "scope",
        "set_option maxRecDepth in",
        "theorem t : (List.range 300).length = 300",
        """
set_option maxRecDepth 10000 in
THEOREM := by decide
""",
    ),
    genuine(
        "scope",
        "set_option maxHeartbeats in",
        COMM,
        """
set_option maxHeartbeats 400000 in
/-- documented -/
THEOREM := by omega
""",
    ),
    genuine(
        "scope",
        "unicode names",
        "theorem t (α : Type) (x₁ x₂ : α) (h : x₁ = x₂) : x₂ = x₁",
        "theorem λemma' {β : Type} {ξ ζ : β} (η : ξ = ζ) : ζ = ξ := η.symm\n\nTHEOREM := λemma' h".replace(
            "λemma'", "σemma'"
        ),
    ),
    genuine("scope", "a dotted theorem name", "theorem Deep.Inside.t (n : Nat) : n ≤ n + 1", ":= Nat.le_succ n"),
    genuine(
        "scope",
        "stated in its namespace by the attempt",
        "theorem Deep.t (n : Nat) : n ≤ n + 1",
        """
namespace Deep
theorem t (n : Nat) : n ≤ n + 1 := Nat.le_succ n
end Deep
""",
    ),
    genuine(
        "scope",
        "attributes on the theorem itself",
        "theorem t (n : Nat) : n * 0 = 0",
        "@[simp] THEOREM := Nat.mul_zero n",
    ),
    genuine("scope", "names that were words elsewhere", "theorem t (stop : Nat) : stop + 0 = stop", ":= rfl"),
    # statements with auxiliary constants
    genuine(
        "statement",
        "match in the statement",
        MATCH,
        """
:= by
  cases n with
  | zero => decide
  | succ k => exact Nat.succ_pos _
""",
    ),
    genuine(
        "statement",
        "match on an option",
        OPT,
        """
:= by
  cases o <;> rfl
""",
    ),
    genuine(
        "statement",
        "if in the statement",
        "theorem t (n : Nat) : (if n % 2 = 0 then 0 else 1) = n % 2",
        """
:= by
  split <;> omega
""",
    ),
    genuine(
        "statement",
        "the same match in a helper first",
        MATCH,
        """
theorem before (n : Nat) : (match n with | 0 => 1 | k + 1 => k + 2) = n + 1 := by cases n <;> rfl

THEOREM := by
  rw [before]
  exact Nat.succ_pos n
""",
    ),
    genuine(
        "statement",
        "let in the statement",
        "theorem t (a : Nat) : let b := a + 1; b > a",
        """
:= by
  intro b
  exact Nat.lt_succ_self a
""",
    ),
    genuine(
        "statement",
        "have in the statement",
        "theorem t (a : Nat) : have b := a + 1; b * 1 = a + 1",
        ":= Nat.mul_one (a + 1)",
    ),
    genuine(
        "statement",
        "let with a tuple pattern",
        "theorem t (p : Nat × Nat) : let (a, b) := p; a + b = b + a",
        """
:= by
  obtain ⟨a, b⟩ := p
  exact Nat.add_comm a b
""",
    ),
    genuine("statement", "a proof by tactics inside", "theorem t : (⟨2, by decide⟩ : Fin 3).val = 2", ":= rfl"),
    genuine(
        "statement",
        "a Subtype with a proof inside",
        "theorem t (n : Nat) : (⟨n + 1, by omega⟩ : {k : Nat // k > 0}).val = n + 1",
        ":= rfl",
    ),
    genuine(
        "statement",
        "an index with a proof by tactics",
        "theorem t (xs : List Nat) (h : xs.length = 3) : xs[1]'(by omega) ∈ xs",
        ":= List.getElem_mem _",
    ),
    genuine(
        "statement",
        "get_elem_tactic and a hypothesis",
        "theorem t (a : Array Nat) (i : Nat) (h : i < a.size) : a[i] = a[i]!",
        """
:= by
  simp [h]
""",
    ),
    genuine("statement", "fun and composition", "theorem t (f g : Nat → Nat) : (fun x => g (f x)) = g ∘ f", ":= rfl"),
    genuine(
        "statement", "default and auto parameters", "theorem t (n : Nat := 3) (h : n = n := by rfl) : n = n", ":= h"
    ),
    genuine(
        "statement",
        "instance argument",
        "theorem t {α : Type} [DecidableEq α] (a b : α) (h : (a == b) = true) : a = b",
        """
:= by
  simpa using h
""",
    ),
    genuine(
        "statement",
        "big operators by fold and where in the helper",
        "theorem t (xs : List Nat) : xs.foldr (fun x s => x + s) 0 = xs.sum",
        ":= rfl",
    ),
    genuine(
        "statement",
        "dependent pair",
        "theorem t (p : Σ n : Nat, Fin (n + 1)) : p.2.val ≤ p.1",
        ":= Nat.le_of_lt_succ p.2.isLt",
    ),
    genuine(
        "statement",
        "nested match and if",
        (
            "theorem t (a b : Option Nat) : (match a, b with | some x, some y => if x ≤ y then x else y | _, "
            "_ => 0) ≤ a.getD 0"
        ),
        """
:= by
  cases a <;> cases b <;> simp
  split <;> omega
""",
    ),
    genuine(
        "statement",
        "do notation",
        "theorem t : (do let x ← some 2; let y ← some 3; pure (x * y) : Option Nat) = some 6",
        ":= rfl",
    ),
    genuine("statement", "a name in guillemets", "theorem «two plus two» : 2 + 2 = 4", ":= rfl"),
]
