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
        "term", "show, from and have", "theorem t (p q : Prop) (hp : p) (h : p → q) : q", ":= have hq : q := h hp\n  show q from hq"
    ),
    genuine("term", "an arrow chain with ▸", "theorem t (a b c : Nat) (h : a = b) (k : b = c) : a = c", ":= k ▸ h"),
    genuine("term", "absurd", "theorem t (p q : Prop) (hp : p) (hn : ¬p) : q", ":= absurd hp hn"),
    genuine("term", "nomatch", "theorem t (h : (1 : Nat) = 2) : False", ":= nomatch h"),
    genuine("term", "pattern-matching lambda", "theorem t : ∀ b : Bool, (!(!b)) = b", ":= fun | true => rfl | false => rfl"),
    genuine("term", "a witness", "theorem t : ∃ n : Nat, n * n = 144", ":= ⟨12, rfl⟩"),
    genuine("term", "Exists.intro and projections", "theorem t (p : Nat → Prop) (h : ∃ n, p n ∧ n > 3) : ∃ n, p n", ":= h.elim fun n hn => ⟨n, hn.1⟩"),
    genuine("term", "Subtype made by an anonymous constructor", "theorem t (s : {n : Nat // n > 2}) : ∃ r : {n : Nat // n > 1}, r.1 = s.1", ":= ⟨⟨s.1, Nat.lt_of_succ_lt s.2⟩, rfl⟩"),
    # theorem by pattern matching
    genuine("patterns", "equations with recursion", "theorem t : ∀ n : Nat, 0 + n = n", "  | 0 => rfl\n  | n + 1 => congrArg Nat.succ (t n)".replace("  | 0", "| 0", 1)),
    genuine("patterns", "two arguments", "theorem t : ∀ a b : Bool, (a && b) = (b && a)", "| true, true => rfl\n  | true, false => rfl\n  | false, true => rfl\n  | false, false => rfl"),
    genuine("patterns", "a list, with a structural recursion", "theorem t {α : Type} : ∀ xs : List α, xs ++ [] = xs", "| [] => rfl\n  | x :: xs => congrArg (x :: ·) (t xs)"),
    genuine("patterns", "well-founded, decreasing_by", "theorem t : ∀ n : Nat, n < n + 1", "| 0 => Nat.zero_lt_one\n  | n + 1 => by\n    have h := t n\n    omega\ntermination_by n => n\ndecreasing_by omega"),
    # tactics
    genuine("tactic", "omega", "theorem t (a b c : Int) (h : a < b) (k : b < c) : a + 2 ≤ c", ":= by omega"),
    genuine("tactic", "simp", "theorem t (xs : List Nat) : (xs ++ []).reverse.reverse = xs", ":= by simp"),
    genuine("tactic", "simp_all", "theorem t (a b : Nat) (h : a = 3) (k : b = a) : b = 3", ":= by simp_all"),
    genuine("tactic", "decide", "theorem t : ∀ a b : Fin 5, a + b = b + a", ":= by decide"),
    genuine("tactic", "ac_rfl", "theorem t (a b c d : Nat) : a + b + (c + d) = d + (b + c) + a", ":= by ac_rfl"),
    genuine("tactic", "grind", "theorem t (f : Nat → Nat) (a b : Nat) (h : f a = b) (k : f b = a) : f (f a) = a", ":= by grind"),
    genuine("tactic", "split", IF, ":= by\n  split\n  · assumption\n  · exact Nat.le_refl a"),
    genuine("tactic", "constructor and cases", "theorem t (p q : Prop) : p ∨ q ↔ q ∨ p", ":= by\n  constructor\n  · intro h\n    cases h with\n    | inl h => exact Or.inr h\n    | inr h => exact Or.inl h\n  · rintro (h | h)\n    · exact .inr h\n    · exact .inl h"),
    genuine("tactic", "rcases and obtain", "theorem t (p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r)", ":= by\n  obtain ⟨hp, hqr⟩ := h\n  rcases hqr with hq | hr\n  · exact .inl ⟨hp, hq⟩\n  · exact .inr ⟨hp, hr⟩"),
    genuine("tactic", "induction with structured cases", APPEND, ":= by\n  induction xs with\n  | nil => simp\n  | cons x xs ih => simp only [List.cons_append, List.length_cons, ih]; omega"),
    genuine("tactic", "induction generalizing", "theorem t (xs : List Nat) (n : Nat) : xs.foldl (· + ·) n = n + xs.foldl (· + ·) 0", ":= by\n  induction xs generalizing n with\n  | nil => rfl\n  | cons x xs ih => rw [List.foldl_cons, List.foldl_cons, ih (n + x), ih (0 + x)]; omega"),
    genuine("tactic", "rw and exact", "theorem t (a b c : Nat) (h : a = b * c) : a = c * b", ":= by\n  rw [h]\n  exact Nat.mul_comm b c"),
    genuine("tactic", "exists", "theorem t : ∃ a b : Nat, a * b = 91 ∧ 1 < a ∧ a < b", ":= by\n  exists 7, 13"),
    genuine("tactic", "refine with holes", "theorem t (p q : Prop) (hp : p) (hq : q) : p ∧ q ∧ p", ":= by\n  refine ⟨?_, ?_, ?_⟩\n  all_goals assumption"),
    genuine("tactic", "by_cases and contradiction", "theorem t (p : Prop) (h : ¬¬p) : p", ":= by\n  by_cases hp : p\n  · exact hp\n  · contradiction"),
    genuine("tactic", "Classical", "theorem t (p q : Prop) : (p → q) ↔ (¬p ∨ q)", ":= by\n  constructor\n  · intro h\n    rcases Classical.em p with hp | hp\n    · exact .inr (h hp)\n    · exact .inl hp\n  · rintro (h | h) hp\n    · exact absurd hp h\n    · exact h"),
    genuine("tactic", "funext and ext", "theorem t (f : Nat → Nat) : (fun x => f x + 0) = f", ":= by\n  funext x\n  rfl"),
    genuine("tactic", "exfalso, false hypotheses", "theorem t (n : Nat) (h : n < 0) : n = 17", ":= by\n  exfalso\n  exact Nat.not_lt_zero n h"),
    genuine("tactic", "first, try, repeat, <;>", "theorem t (a b c : Bool) : (a && (b || c)) = ((a && b) || (a && c))", ":= by\n  cases a <;> cases b <;> cases c <;> first | rfl | simp"),
    genuine("tactic", "suffices and specialize", "theorem t (p : Nat → Prop) (h : ∀ n, p n → p (n + 1)) (h0 : p 0) : p 2", ":= by\n  suffices h1 : p 1 by exact h 1 h1\n  specialize h 0\n  exact h h0"),
    genuine("tactic", "nested by and let", "theorem t (x y : Nat) (h : x = y) : y + 0 = x", ":= by\n  have k : y = x := by\n    let z := x\n    exact h.symm\n  simpa using k"),
    genuine("tactic", "bv and Fin arithmetic by decide", "theorem t : (255 : BitVec 8) + 1 = 0", ":= by decide"),
    genuine("tactic", "strings and characters", "theorem t : \"ab\" ++ \"c\" = \"abc\" ∧ 'a' ≠ 'b'", ":= by decide"),
    genuine("tactic", "simp arith at hypotheses", "theorem t (a b : Nat) (h : 2 * a + 2 = 2 * b) : a + 1 = b", ":= by\n  simp only [Nat.mul_comm] at h\n  omega"),
    genuine("tactic", "subst and injection", "theorem t (a b : Nat) (h : some a = some b) (k : b = 4) : a = 4", ":= by\n  subst k\n  injection h"),
    genuine("tactic", "unhygienic names and next", "theorem t (n : Nat) : n = 0 ∨ ∃ m, n = m + 1", ":= by\n  cases n\n  · left; rfl\n  next m => right; exact ⟨m, rfl⟩"),
    genuine("tactic", "case tags and rename_i", "theorem t (h : ∃ n : Nat, n > 5) : ∃ n : Nat, n > 4", ":= by\n  cases h\n  rename_i n hn\n  exact ⟨n, Nat.lt_of_succ_lt hn⟩"),
    genuine("tactic", "show_term free calc and exact?-less", "theorem t (a b : Nat) (h : a ≤ b) : ∃ c, b = a + c", ":= by\n  exact ⟨b - a, by omega⟩"),
    # calc and conv
    genuine("calc", "equalities", "theorem t (a b c d : Nat) (h : a = b) (k : b = c) (l : c = d) : a = d", ":= by\n  calc\n    a = b := h\n    _ = c := k\n    _ = d := l"),
    genuine("calc", "mixed relations, as a term", "theorem t (a b c : Nat) (h : a < b) (k : b ≤ c) : a < c", ":=\n  calc a < b := h\n    _ ≤ c := k"),
    genuine("calc", "conv", "theorem t (a b : Nat) (f : Nat → Nat) : f (a + b) = f (b + a)", ":= by\n  conv =>\n    lhs\n    arg 1\n    rw [Nat.add_comm]"),
    genuine("calc", "conv at one occurrence", "theorem t (a b c : Nat) : a * b + c = c + b * a", ":= by\n  conv => lhs; rw [Nat.add_comm]\n  conv => lhs; arg 2; rw [Nat.mul_comm]"),
    # helpers
    genuine("helper", "a lemma before", SUM, """
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
"""),
    genuine("helper", "private lemma", COMM, "private theorem swap (x y : Nat) : x + y = y + x := Nat.add_comm x y\n\nTHEOREM := swap a b"),
    genuine("helper", "@[simp] lemma and a definition", "theorem t (n : Nat) : n + n + n = 3 * n", "def triple (n : Nat) : Nat := 3 * n\n\n@[simp] theorem triple_eq (n : Nat) : triple n = n + n + n := by unfold triple; omega\n\nTHEOREM := by\n  rw [← triple_eq]\n  rfl"),
    genuine("helper", "where clause", COMM, ":= go a b\nwhere\n  go (x y : Nat) : x + y = y + x := by omega"),
    genuine("helper", "let rec", "theorem t (n : Nat) : 0 * n = 0", ":= by\n  let rec go : ∀ k : Nat, 0 * k = 0\n    | 0 => rfl\n    | k + 1 => by rw [Nat.mul_succ, go k]\n  exact go n"),
    genuine("helper", "mutual definitions", "theorem t : ∃ f : Nat → Bool, f 10 = true ∧ ∀ n, f (n + 2) = f n", """
mutual
def isEven : Nat → Bool
  | 0 => true
  | n + 1 => isOdd n
def isOdd : Nat → Bool
  | 0 => false
  | n + 1 => isEven n
end

THEOREM := ⟨isEven, by simp [isEven, isOdd], fun n => by simp [isEven, isOdd]⟩
"""),
    genuine("helper", "well-founded recursion", "theorem t : ∃ f : Nat → Nat, f 0 = 0 ∧ ∀ n, 0 < n → f n = f (n / 2) + 1", """
def bits (n : Nat) : Nat :=
  if h : n = 0 then 0 else bits (n / 2) + 1
termination_by n
decreasing_by omega

THEOREM := by
  refine ⟨bits, by rw [bits]; simp, fun n h => ?_⟩
  conv => lhs; rw [bits]
  simp [Nat.pos_iff_ne_zero.mp h]
"""),
    genuine("helper", "structure and projections", AND, "structure Both (p q : Prop) : Prop where\n  left : p\n  right : q\n\ntheorem Both.swap {p q : Prop} (h : Both p q) : Both q p := ⟨h.right, h.left⟩\n\nTHEOREM := fun h =>\n  let b := Both.swap ⟨h.1, h.2⟩\n  ⟨b.left, b.right⟩"),
    genuine("helper", "class and instance of the attempt", "theorem t (n : Nat) : n + 0 = n ∧ (0 : Int) + 0 = 0", "class HasZeroLaw (α : Type) [Add α] [OfNat α 0] : Prop where\n  law : ∀ x : α, x + 0 = x\n\ninstance : HasZeroLaw Nat := ⟨Nat.add_zero⟩\ninstance : HasZeroLaw Int := ⟨Int.add_zero⟩\n\nTHEOREM := ⟨HasZeroLaw.law n, HasZeroLaw.law 0⟩"),
    genuine("helper", "inductive predicate of the attempt", "theorem t (n : Nat) : ∃ k, n + n = 2 * k", "inductive Dbl : Nat → Prop\n  | zero : Dbl 0\n  | step {n : Nat} : Dbl n → Dbl (n + 2)\n\ntheorem Dbl.half {n : Nat} (h : Dbl n) : ∃ k, n = 2 * k := by\n  induction h with\n  | zero => exact ⟨0, rfl⟩\n  | step _ ih => obtain ⟨k, hk⟩ := ih; exact ⟨k + 1, by omega⟩\n\ntheorem dbl (n : Nat) : Dbl (n + n) := by\n  induction n with\n  | zero => exact .zero\n  | succ n ih => have h := ih.step; rwa [show n + n + 2 = n + 1 + (n + 1) by omega] at h\n\nTHEOREM := (dbl n).half"),
    genuine("helper", "deriving", "theorem t : ∃ (α : Type) (_ : DecidableEq α) (a b : α), a ≠ b", "inductive Light where\n  | red\n  | green\n  deriving DecidableEq, Repr, BEq, Inhabited\n\nTHEOREM := ⟨Light, inferInstance, .red, .green, by decide⟩"),
    genuine("helper", "nested inductive type", "theorem t : ∃ (α : Type) (f : α → Nat), ∀ n, ∃ a, f a = n", "inductive Rose where\n  | node : List Rose → Rose\n\ndef Rose.arity : Rose → Nat\n  | .node xs => xs.length\n\nTHEOREM :=\n  ⟨Rose, Rose.arity, fun n => ⟨.node (List.replicate n (.node [])), List.length_replicate⟩⟩"),
    genuine("helper", "a quotient", "theorem t : ∃ α : Type, ∃ f : Nat → α, f 0 = f 1", "def same : Nat → Nat → Prop := fun _ _ => True\n\nTHEOREM := ⟨Quot same, Quot.mk same, Quot.sound trivial⟩"),
    genuine("helper", "noncomputable and Classical.choice", "theorem t (α : Type) (h : Nonempty α) : ∃ f : Unit → α, f () = f ()", "noncomputable def pick {α : Type} (h : Nonempty α) : α := Classical.choice h\n\nTHEOREM := ⟨fun _ => pick h, rfl⟩"),
    genuine("helper", "abbrev and macro-free notation", "theorem t (a b c : Nat) : (a + b) + c = a + (b + c)", "local infixl:65 \" ⊹ \" => Nat.add\n\ntheorem assoc' (a b c : Nat) : (a ⊹ b) ⊹ c = a ⊹ (b ⊹ c) := Nat.add_assoc a b c\n\nTHEOREM := assoc' a b c"),
    genuine("helper", "a notation with a new symbol", "theorem t (a b : Nat) (h : a ∣ b) : a ∣ b * b", "notation:50 a \" ⋈ \" b => Dvd.dvd a b\n\ntheorem up (a b : Nat) (h : a ⋈ b) : a ⋈ (b * b) := Nat.dvd_mul_left_of_dvd h b\n\nTHEOREM := up a b h"),
    genuine("helper", "irreducible definition, unfolded", "theorem t : ∃ n : Nat, n = 5 ∧ n < 6", "@[irreducible] def five : Nat := 5\n\ntheorem five_eq : five = 5 := by unfold five; rfl\n\nTHEOREM := ⟨five, five_eq, by rw [five_eq]; decide⟩"),
    genuine("helper", "examples and checks around it", COMM, "example : 1 + 1 = 2 := rfl\n#check Nat.add_comm\nTHEOREM := Nat.add_comm a b\n#print axioms t"),
    # sections, variables, universes, names
    genuine("scope", "section with variables for the helpers", AND, "section\nvariable (p q : Prop)\ntheorem swap (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩\nend\n\nTHEOREM := swap p q"),
    genuine("scope", "namespace for the helpers", COMM, "namespace Mine\ntheorem add (x y : Nat) : x + y = y + x := by omega\nend Mine\n\nopen Mine in\nTHEOREM := add a b"),
    genuine("scope", "open ... in", COMM, "open Nat in\nTHEOREM := by\n  have h := succ_le_of_lt (lt_succ_self (a + b))\n  omega"),
    genuine("scope", "universe variables", "theorem t.{u, v} (α : Type u) (β : Type v) (a : α) (b : β) : (a, b).1 = a", ":= rfl"),
    genuine("scope", "Sort u", "theorem t.{u} (α : Sort u) (p : α → Prop) (h : ∀ x, p x) (a : α) : ∃ x, p x", ":= ⟨a, h a⟩"),
    genuine("scope", "Type _ in the statement", "theorem t {α : Type _} (a b : α) (h : a = b) : b = a", ":= h.symm"),
    genuine("scope", "autoImplicit left as it is in the helper", COMM, "set_option autoImplicit true in\ntheorem sym' {x y : α} (h : x = y) : y = x := h.symm\n\nTHEOREM := sym' (Nat.add_comm b a)"),
    genuine("scope", "set_option maxRecDepth in", "theorem t : (List.range 300).length = 300", "set_option maxRecDepth 10000 in\nTHEOREM := by decide"),
    genuine("scope", "set_option maxHeartbeats in", COMM, "set_option maxHeartbeats 400000 in\n/-- documented -/\nTHEOREM := by omega"),
    genuine("scope", "unicode names", "theorem t (α : Type) (x₁ x₂ : α) (h : x₁ = x₂) : x₂ = x₁", "theorem λemma' {β : Type} {ξ ζ : β} (η : ξ = ζ) : ζ = ξ := η.symm\n\nTHEOREM := λemma' h".replace("λemma'", "σemma'")),
    genuine("scope", "a dotted theorem name", "theorem Deep.Inside.t (n : Nat) : n ≤ n + 1", ":= Nat.le_succ n"),
    genuine("scope", "stated in its namespace by the attempt", "theorem Deep.t (n : Nat) : n ≤ n + 1", "namespace Deep\ntheorem t (n : Nat) : n ≤ n + 1 := Nat.le_succ n\nend Deep"),
    genuine("scope", "attributes on the theorem itself", "theorem t (n : Nat) : n * 0 = 0", "@[simp] THEOREM := Nat.mul_zero n"),
    genuine("scope", "names that were words elsewhere", "theorem t (stop : Nat) : stop + 0 = stop", ":= rfl"),
    # statements with auxiliary constants
    genuine("statement", "match in the statement", MATCH, ":= by\n  cases n with\n  | zero => decide\n  | succ k => exact Nat.succ_pos _"),
    genuine("statement", "match on an option", OPT, ":= by\n  cases o <;> rfl"),
    genuine("statement", "if in the statement", "theorem t (n : Nat) : (if n % 2 = 0 then 0 else 1) = n % 2", ":= by\n  split <;> omega"),
    genuine("statement", "the same match in a helper first", MATCH, "theorem before (n : Nat) : (match n with | 0 => 1 | k + 1 => k + 2) = n + 1 := by cases n <;> rfl\n\nTHEOREM := by\n  rw [before]\n  exact Nat.succ_pos n"),
    genuine("statement", "let in the statement", "theorem t (a : Nat) : let b := a + 1; b > a", ":= by\n  intro b\n  exact Nat.lt_succ_self a"),
    genuine("statement", "have in the statement", "theorem t (a : Nat) : have b := a + 1; b * 1 = a + 1", ":= Nat.mul_one (a + 1)"),
    genuine("statement", "let with a tuple pattern", "theorem t (p : Nat × Nat) : let (a, b) := p; a + b = b + a", ":= by\n  obtain ⟨a, b⟩ := p\n  exact Nat.add_comm a b"),
    genuine("statement", "a proof by tactics inside", "theorem t : (⟨2, by decide⟩ : Fin 3).val = 2", ":= rfl"),
    genuine("statement", "a Subtype with a proof inside", "theorem t (n : Nat) : (⟨n + 1, by omega⟩ : {k : Nat // k > 0}).val = n + 1", ":= rfl"),
    genuine("statement", "an index with a proof by tactics", "theorem t (xs : List Nat) (h : xs.length = 3) : xs[1]'(by omega) ∈ xs", ":= List.getElem_mem _"),
    genuine("statement", "get_elem_tactic and a hypothesis", "theorem t (a : Array Nat) (i : Nat) (h : i < a.size) : a[i] = a[i]!", ":= by\n  simp [h]"),
    genuine("statement", "fun and composition", "theorem t (f g : Nat → Nat) : (fun x => g (f x)) = g ∘ f", ":= rfl"),
    genuine("statement", "default and auto parameters", "theorem t (n : Nat := 3) (h : n = n := by rfl) : n = n", ":= h"),
    genuine("statement", "instance argument", "theorem t {α : Type} [DecidableEq α] (a b : α) (h : (a == b) = true) : a = b", ":= by\n  simpa using h"),
    genuine("statement", "big operators by fold and where in the helper", "theorem t (xs : List Nat) : xs.foldr (fun x s => x + s) 0 = xs.sum", ":= rfl"),
    genuine("statement", "dependent pair", "theorem t (p : Σ n : Nat, Fin (n + 1)) : p.2.val ≤ p.1", ":= Nat.le_of_lt_succ p.2.isLt"),
    genuine("statement", "nested match and if", "theorem t (a b : Option Nat) : (match a, b with | some x, some y => if x ≤ y then x else y | _, _ => 0) ≤ a.getD 0", ":= by\n  cases a <;> cases b <;> simp\n  split <;> omega"),
    genuine("statement", "do notation", "theorem t : (do let x ← some 2; let y ← some 3; pure (x * y) : Option Nat) = some 6", ":= rfl"),
    genuine("statement", "a name in guillemets", "theorem «two plus two» : 2 + 2 = 4", ":= rfl"),
]
