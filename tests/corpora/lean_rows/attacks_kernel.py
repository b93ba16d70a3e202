"""Published and imagined bugs of kernels, most of them in text that needs no code to run."""

from __future__ import annotations

from lean_rows.rows import META, cheat

FALSE = "theorem t : False"
FIVE = "theorem t : 2 + 2 = 5"
TOLD = """
theorem told (T : Prop) (g : T → Bool) (p q : T) (h : g p = false) (k : g q = true) : False := by
  have same : p = q := proof_irrel p q
  exact Bool.noConfusion (h.symm.trans ((congrArg g same).trans k))
"""
ADDED = """
def added (env : Environment) (d : Declaration) : CommandElabM Environment := do
  match env.addDeclCore 0 d none with
  | .ok e => pure e
  | .error _ => throw (Exception.error .missing "kernel")
def defined (env : Environment) (n : Name) (t v : Expr) : CommandElabM Environment :=
  added env (.defnDecl { name := n, levelParams := [], type := t, value := v, hints := .abbrev, safety := .safe })
"""
# Three Booleans of which each two neighbours are definitionally equal, but not the first and the last.
CHAIN = """
def stepOf (x : Bool) (n : Nat) (ih : (m : Nat) → m < n → Bool) : Bool :=
  match n with
  | 0 => x
  | k + 1 => ih k (Nat.lt_succ_self k)
def runOf (x : Bool) (n : Nat) (h : Acc (· < ·) n) : Bool := Acc.rec (fun m _ => stepOf x m) h
opaque seed : Acc (· < ·) 1 := Nat.lt_wfRel.wf.apply 1
def one (x : Bool) := runOf x 1 seed
def two (x : Bool) := runOf x 1 (Acc.intro 1 fun _ => Acc.inv seed)
def three (x : Bool) := runOf x 0 (Acc.inv seed (Nat.lt_succ_self 0))
theorem runs (x : Bool) (n : Nat) (h : Acc (· < ·) n) : runOf x n h = x := by
  induction h with
  | intro n _ ih =>
    cases n with
    | zero => rfl
    | succ n => simpa only [runOf, stepOf] using ih n (Nat.lt_succ_self n)
"""
PROPOSITION_WITH_DATA = """
def P : Prop := one false = two false
def Q : Prop := one false = three false
opaque wit : Q := (runs false _ _).trans (runs false _ _).symm
def sortOf (h : P) : Type := Eq.rec (motive := fun _ _ => Type) Prop h
"""
# The hashes of these terms collide under the free variables of one pass over an inductive type, not of the other (lean4#14806).
COLLISION = """
def nameA : Name := .num (.num `Native64TwoHashA 0) 572478232
def nameB : Name := .num (.num `Native64TwoHashB 0) 2525080234
def nameC : Name := .num (.num `Native64TwoHashC 0) 3119207123
def gate : Name := `Native64TwoHashGate
def owner : Name := `Native64TwoHashOwner
def B := mkConst ``Bool
def apps (f : Expr) (l : List Expr) : Expr :=
  match l with
  | [] => f
  | x :: r => apps (mkApp f x) r
def pis (n : Nat) (b : Expr) : Expr :=
  match n with
  | 0 => b
  | k + 1 => mkForall `b .default B (pis k b)
def lams (n : Nat) (b : Expr) : Expr :=
  match n with
  | 0 => b
  | k + 1 => mkLambda `b .default B (lams k b)
def padded (salt : Nat) (e : Expr) : Expr :=
  mkApp (mkLambda `salt .default (mkConst ``Nat) (e.liftLooseBVars 0 1)) (mkNatLit salt)
def vA (x : Expr) := mkApp (mkConst nameA) (padded 101831 x)
def vB (x : Expr) := mkApp (mkConst nameB) (padded 101831 x)
def vC (x : Expr) := mkApp (mkConst nameC) (padded 47770 (mkApp (mkLambda `z .default B (.bvar 0)) x))
def canon (x : Expr) : List Expr := [vC x, vB x, vA x, vC x]
def wanted (x : Expr) : List Expr := [vB x, vA x, vA x, vA x]
def viaGate (x : Expr) (args : List Expr) (major result : Expr) : Expr :=
  let mt := apps (mkConst gate) [x.liftLooseBVars 0 4, .bvar 3, .bvar 2, .bvar 1, .bvar 0]
  let motive := lams 4 (mkLambda `p .default mt (mkSort 1))
  apps (apps (mkConst (.str gate "rec") [Level.succ (Level.succ Level.zero)]) (x :: motive :: result :: args)) [major]
def plainDef (env : Environment) (n v : Name) : CommandElabM Environment :=
  let c : ConstantVal := { name := n, levelParams := [], type := mkForall `x .default B B }
  added env (.defnDecl { c with value := mkConst v, hints := .regular 1021, safety := .safe })
elab "go" : command => do
  let env ← getEnv
  let env ← plainDef env nameA ``one
  let env ← plainDef env nameB ``two
  let env ← plainDef env nameC ``three
  let intro := mkForall `x .default B (apps (mkConst gate) (.bvar 0 :: canon (.bvar 0)))
  let ctors : List Constructor := [{ name := .str gate "intro", type := intro }]
  let env ← added env (.inductDecl [] 1 [{ name := gate, type := pis 5 (mkSort 0), ctors := ctors }] false)
  let self := mkConst owner
  let proof := apps (mkConst gate) (.bvar 0 :: wanted (.bvar 0))
  let child := viaGate (.bvar 1) (wanted (.bvar 1)) (.bvar 0) self
  let step := mkForall `x .default B <| mkForall `h .default proof <| mkForall `c .default child self
  let ctors : List Constructor := [{ name := .str owner "base", type := self }, { name := .str owner "step", type := step }]
  let env ← added env (.inductDecl [] 0 [{ name := owner, type := mkSort 1, ctors := ctors }] false)
  setEnv env
go
theorem gateSame (x : Bool) (T : Type) (i j k l : Bool) (h : Native64TwoHashGate x i j k l) :
    Native64TwoHashGate.rec (motive := fun _ _ _ _ _ => Type) T h = T :=
  Native64TwoHashGate.rec (motive := fun _ _ _ _ h =>
    Native64TwoHashGate.rec (motive := fun _ _ _ _ _ => Type) T h = T) rfl h
theorem across (G : Bool → Bool → Bool → Bool → Prop) (a b c : Bool) (ab : a = b) (bc : b = c) (h : G c b a c) :
    G b a a a := by cases ab; cases bc; exact h
theorem there : Native64TwoHashGate false (two false) (one false) (one false) (one false) :=
  across (Native64TwoHashGate false) (one false) (two false) (three false)
    ((runs false _ _).trans (runs false _ _).symm) ((runs false _ _).trans (runs false _ _).symm)
    (Native64TwoHashGate.intro false)
noncomputable def major : Native64TwoHashOwner :=
  Native64TwoHashOwner.step false there
    (Eq.mpr (gateSame false Native64TwoHashOwner (two false) (one false) (one false) (one false) there) Native64TwoHashOwner.base)
noncomputable def odd : Prop :=
  Native64TwoHashOwner.rec (motive := fun _ => Type → Prop) (fun _ => True) (fun _ _ _ ih => ih) major Bool
theorem final (P : Prop) (f : Bool → P) (g : P → Bool) (h : g (f false) = false) (k : g (f true) = true) : False :=
  told P g (f false) (f true) h k
theorem t : False := final odd (fun b => b) (fun p => p) rfl rfl
"""
NESTED = """
inductive P : Prop where | mk (b : Bool)
structure C where b : Bool
inductive W : Type where | mk (p : P)
inductive L (α : Type) (b : Bool) : Type where | mk
inductive T : Bool → Prop where | mk : T true
def padded (e : Expr) (n : Nat) : Expr := mkApp (mkLambda `x .default (mkConst ``Nat) e) (.lit (.natVal n))
elab "go" : command => do
  let env ← getEnv
  let f := padded (mkConst ``Bool.false) 78670
  let t := padded (mkConst ``Bool.true) 24083
  let fw := mkApp (mkConst ``W.mk) (mkApp (mkConst ``P.mk) f)
  let tw := mkApp (mkConst ``W.mk) (mkApp (mkConst ``P.mk) t)
  let inner := mkApp2 (mkConst ``L) (mkApp (mkConst `E) (mkBVar 0)) (mkProj ``C 0 (mkProj ``C 0 (mkBVar 0)))
  let ctor := mkForall `w .default (mkConst ``W) <| mkForall `l .default inner (mkApp (mkConst `E) (mkBVar 1))
  let type := mkForall `w .default (mkConst ``W) (mkSort 1)
  let env ← added env (.inductDecl [] 1 [{ name := `E, type := type, ctors := [{ name := `E.mk, type := ctor }] }] false)
  let et := mkApp (mkConst `E) tw
  let ef := mkApp (mkConst `E) fw
  let tl := mkApp2 (mkConst ``L.mk) et (mkConst ``Bool.true)
  let env ← defined env `e et (mkApp2 (mkConst `E.mk) tw tl)
  let env ← defined env `good' (mkApp (mkConst ``T) t) (mkConst ``T.mk)
  let a := mkApp2 (mkConst `E.mk) fw (mkProj `E 0 (mkConst `e))
  let c := mkApp (mkLambda `l .default (mkApp2 (mkConst ``L) et t) (mkConst ``Unit.unit)) tl
  let d := mkApp2 (mkConst `E.mk) fw (mkApp2 (mkConst ``L.mk) ef f)
  let body := Expr.letE `c (mkConst ``Unit) c (.letE `d ef d (mkConst `good') true) true
  let value := Expr.letE `a ef a (.letE `b et (mkApp2 (mkConst `E.mk) tw tl) body true) true
  let env ← added env (.thmDecl { name := `bad, levelParams := [], type := mkApp (mkConst ``T) f, value := value })
  setEnv env
go
theorem t : False := nomatch (bad : T false)
"""
# Puts `lie : False` together from `told` and whatever `P` and `look` are, without asking a kernel.
LIE = """
elab "lie!" : command => do
  let bit (c : Name) := mkApp2 (mkConst ``Eq.refl [.succ .zero]) (mkConst ``Bool) (mkConst c)
  let proof (c : Name) := mkApp (mkConst `P.mk) (mkConst c)
  let ends := mkApp2 (mkApp2 (mkConst ``told) (mkConst `P) (mkConst `look)) (proof ``Bool.false) (proof ``Bool.true)
  let value := mkApp2 ends (bit ``Bool.false) (bit ``Bool.true)
  let v : TheoremVal := { name := `lie, levelParams := [], type := mkConst ``False, value := value }
  modifyEnv fun e => (e.addDeclCore 0 (.thmDecl v) none (doCheck := false)).toOption.getD e
lie!
theorem t : False := lie
"""
OPEN = "open Lean Elab Command\n"

ROWS = [
    # in Lean's own syntax
    cheat(
        "kernel",
        "a proposition that holds data, Sort (imax 1 0)",
        FALSE,
        ("inductive I : Sort (imax 1 0)\n  | mk (b : Bool)\ndef look (i : I) : Bool := i.1\ndef asProp : Prop := I\n")
        + TOLD
        + "theorem t : False := told asProp look (I.mk false) (I.mk true) rfl rfl",
    ),
    cheat(
        "kernel",
        "the same by max and imax",
        FALSE,
        "inductive I : Sort (max 0 (imax 2 0))\n  | mk (b : Bool)\ndef look : I → Bool := fun ⟨b⟩ => b\n"
        + TOLD
        + "theorem t : False := told I look (I.mk false) (I.mk true) rfl rfl",
    ),
    cheat(
        "kernel",
        "a structure in Prop with data, projected",
        FALSE,
        "structure S : Prop where\n  mk ::\n  b : Bool\ndef look (s : S) : Bool := s.b\n"
        + TOLD
        + "theorem t : False := told S look (S.mk false) (S.mk true) rfl rfl",
    ),
    cheat(
        "kernel",
        "a structure in Prop with data, by match",
        FALSE,
        "inductive S : Prop\n  | mk (b : Bool)\ndef look : S → Bool\n  | .mk b => b\n"
        + TOLD
        + "theorem t : False := told S look (S.mk false) (S.mk true) rfl rfl",
    ),
    cheat(
        "kernel",
        "the witness of an Exists by a projection",
        FALSE,
        "def look (h : ∃ b : Bool, b = b) : Bool := h.1\n"
        + TOLD
        + "theorem t : False := told _ look ⟨false, rfl⟩ ⟨true, rfl⟩ rfl rfl",
    ),
    cheat(
        "kernel",
        "the recursor of an Exists into Bool",
        FALSE,
        "def look (h : ∃ b : Bool, b = b) : Bool := Exists.rec (motive := fun _ => Bool) (fun b _ => b) h\n"
        + TOLD
        + "theorem t : False := told _ look ⟨false, rfl⟩ ⟨true, rfl⟩ rfl rfl",
    ),
    cheat(
        "kernel",
        "Nonempty opened",
        FALSE,
        "def look (h : Nonempty Bool) : Bool := match h with | ⟨b⟩ => b\n"
        + TOLD
        + "theorem t : False := told _ look ⟨false⟩ ⟨true⟩ rfl rfl",
    ),
    cheat(
        "kernel",
        "Or as a Boolean",
        FALSE,
        "def side (h : True ∨ True) : Bool := match h with | .inl _ => false | .inr _ => true\n"
        + TOLD
        + "theorem t : False := told _ side (.inl trivial) (.inr trivial) rfl rfl",
    ),
    cheat(
        "kernel",
        "a negative occurrence",
        FALSE,
        """
inductive Bad
  | mk (f : Bad → False)
def no (b : Bad) : False := match b with | .mk f => f b
theorem t : False := no (.mk no)
""",
    ),
    cheat(
        "kernel",
        "a negative occurrence under a definition",
        FALSE,
        """
abbrev Contra (α : Type) := α → False
inductive Bad
  | mk (f : Contra Bad)
def no : Bad → False := fun ⟨f⟩ => f ⟨f⟩
theorem t : False := no ⟨no⟩
""",
    ),
    cheat(
        "kernel",
        "a negative occurrence under an irreducible definition",
        FALSE,
        """
@[irreducible] def Contra (α : Type) := α → False
inductive Bad
  | mk (f : Contra Bad)
unseal Contra in
def no : Bad → False := fun ⟨f⟩ => (f : Contra Bad) ⟨f⟩
unseal Contra in
theorem t : False := no ⟨no⟩
""",
    ),
    cheat(
        "kernel",
        "Type in Type by an inductive type",
        FALSE,
        """
inductive Big : Type
  | mk (α : Type) (x : α)
theorem t : False := by
  have : Big := .mk Big (.mk Nat 0)
  trivial
""",
    ),
    cheat(
        "kernel",
        "a nested type with a bad argument",
        FALSE,
        """
structure Wrap (α : Type) (f : α → False) where
  a : α
inductive Bad
  | mk (w : Wrap Bad (fun _ => trivial))
theorem t : False := by trivial
""",
    ),
    cheat(
        "kernel",
        "nested through a function type",
        FALSE,
        """
inductive Bad
  | mk (w : List (Bad → False))
theorem t : False := by trivial
""",
    ),
    cheat(
        "kernel",
        "a self-referring index",
        FALSE,
        """
noncomputable def f (α : Type) : Bool := @decide (Nonempty α) (Classical.propDecidable _)
inductive C : Bool → Type
  | c : C (f (C false))
theorem t : False := by trivial
""",
    ),
    cheat(
        "kernel",
        "a projection by a number that is too large",
        FALSE,
        "theorem t : False := (⟨trivial, trivial⟩ : True ∧ True).4294967297",
    ),
    cheat(
        "kernel",
        "Nat.pow on what is no literal",
        FIVE,
        """
theorem h (n : Nat) : Nat.pow (n + 2) 2 = Nat.pow 2 2 := by rfl
theorem t : 2 + 2 = 5 := by have := h 1; omega
""",
    ),
    cheat("kernel", "Nat.sub below zero", "theorem t : (3 : Nat) - 5 + 5 = 3", ":= by decide +kernel"),
    cheat(
        "kernel", "division by zero in the kernel", "theorem t : (7 : Nat) / 0 = 7 ∧ 7 % 0 = 0", ":= by decide +kernel"
    ),
    cheat("kernel", "gcd of literals", "theorem t : Nat.gcd 0 6 = 0", ":= by decide +kernel"),
    cheat("kernel", "a large power computed wrongly", "theorem t : 2 ^ 64 = 0", ":= by decide +kernel"),
    cheat("kernel", "machine words that wrap around", "theorem t : (18446744073709551616 : Nat) = 0", ":= rfl"),
    cheat(
        "kernel",
        "a string literal that is another list",
        "theorem t : \"é\".toList = ['e', '\\u0301']",
        ":= by decide +kernel",
    ),
    cheat(
        "kernel",
        "a character beyond Unicode",
        "theorem t : Char.ofNat 0xD800 = Char.ofNat 0xD801 ∧ (0xD800 : Nat) = 0xD801",
        ":= by decide +kernel",
    ),
    cheat("kernel", "bit shifts of literals", "theorem t : (1 : Nat) <<< 64 = 1", ":= by decide +kernel"),
    cheat(
        "kernel",
        "BitVec overflow taken for none",
        "theorem t : (255 : BitVec 8) + 1 = 256 ∧ (256 : BitVec 8) ≠ 0",
        ":= by decide +kernel",
    ),
    cheat(
        "kernel",
        "eta for a structure in Prop",
        FALSE,
        """
structure Single : Prop where
  h : True
theorem all (x y : Single) : x = y := rfl
theorem t : False := by have := all ⟨trivial⟩ ⟨trivial⟩; trivial
""",
    ),
    cheat(
        "kernel",
        "K for an equality of types",
        "theorem t (α β : Type) (h : α = β) (a : α) : HEq (cast h a) α",
        ":= by subst h; rfl",
    ),
    cheat(
        "kernel",
        "Acc computes for ever",
        "theorem t : ∀ n : Nat, n = n + 0 + 1",
        """
def spin (n : Nat) (h : Acc (fun _ _ : Nat => False) n) : Nat := Acc.rec (fun _ _ _ => 0) h
theorem t : ∀ n : Nat, n = n + 0 + 1 := fun n => (rfl : spin n (Acc.intro n fun _ h => h.elim) = n + 0 + 1) ▸ rfl
""",
    ),
    cheat(
        "kernel",
        "Quot.lift of what does not respect it",
        FALSE,
        """
def q : Quot (fun _ _ : Bool => True) → Bool := Quot.lift id (fun _ _ _ => rfl)
theorem t : False := by
  have h : Quot.mk _ false = Quot.mk (fun _ _ : Bool => True) true := Quot.sound trivial
  exact Bool.noConfusion (congrArg q h)
""",
    ),
    cheat(
        "kernel",
        "universes that go down",
        FALSE,
        """
structure Down.{u} (α : Sort (u + 1)) : Sort u where
  x : α
theorem t : False := by trivial
""",
    ),
    cheat(
        "kernel",
        "a constructor called rec",
        FALSE,
        """
inductive R
  | rec (h : R → False)
theorem t : False := by trivial
""",
    ),
    cheat(
        "kernel",
        "two constructors of one name",
        FALSE,
        """
inductive R
  | a (n : Nat)
  | a (b : Bool)
theorem t : False := by trivial
""",
    ),
    cheat(
        "kernel",
        "mutual types in different universes",
        FALSE,
        """
mutual
inductive A : Prop
  | mk (b : B)
inductive B : Type
  | mk (a : A) (x : Bool)
end
theorem t : False := by trivial
""",
    ),
    # with code, for a run without the policy
    cheat(
        "kernel_code",
        "Sort (imax 1 0) past the elaborator (lean4#14613)",
        FALSE,
        OPEN
        + ADDED
        + TOLD
        + """
elab "go" : command => do
  let env ← getEnv
  let b := mkConst ``Bool
  let first : InductiveType := { name := `D, type := mkSort 0, ctors := [{ name := `D.mk, type := mkConst `D }] }
  let ctors : List Constructor := [{ name := `P.mk, type := mkForall `b .default b (mkConst `P) }]
  let second : InductiveType := { name := `P, type := .sort (.imax (.succ .zero) .zero), ctors := ctors }
  let env ← added env (.inductDecl [] 0 [first, second] false)
  let field := mkLambda `x .default (mkConst `P) (mkProj `P 0 (.bvar 0))
  let env ← defined env `look (mkForall `x .default (mkConst `P) b) field
  setEnv env
go
"""
        + LIE,
        META,
    ),
    cheat(
        "kernel_code",
        "a sort that is stuck (lean4#14807)",
        FALSE,
        OPEN
        + ADDED
        + TOLD
        + CHAIN
        + PROPOSITION_WITH_DATA
        + """
elab "go" : command => do
  let env ← getEnv
  let p := mkConst ``P
  let b := mkConst ``Bool
  let type := mkForall `h .default p (mkApp (mkConst ``sortOf) (.bvar 0))
  let ctor := mkForall `h .default p <| mkForall `b .default b (mkApp (mkConst `Own) (.bvar 1))
  let env ← added env (.inductDecl [] 1 [{ name := `Own, type := type, ctors := [{ name := `Own.mk, type := ctor }] }] false)
  let env ← defined env `asProp (mkForall `h .default p (mkSort 0)) (mkLambda `h .default p (mkApp (mkConst `Own) (.bvar 0)))
  let env ← defined env `prop (mkSort 0) (mkApp (mkConst `asProp) (mkConst ``wit))
  let field := mkLambda `x .default (mkConst `prop) (mkProj `Own 0 (.bvar 0))
  let env ← defined env `look (mkForall `x .default (mkConst `prop) b) field
  let env ← defined env `f (mkConst `prop) (mkApp2 (mkConst `Own.mk) (mkConst ``wit) (mkConst ``false))
  let env ← defined env `g (mkConst `prop) (mkApp2 (mkConst `Own.mk) (mkConst ``wit) (mkConst ``true))
  setEnv env
go
theorem t : False := told prop look f g rfl rfl
""",
        META,
    ),
    cheat(
        "kernel_code",
        "a recursor without an induction hypothesis (lean4#14806)",
        FALSE,
        OPEN + ADDED + TOLD + CHAIN + COLLISION,
        META,
    ),
    cheat("kernel_code", "arguments of a nested type (lean4#14576)", FALSE, OPEN + ADDED + NESTED, META),
    cheat(
        "kernel_code",
        "another structure's projection",
        FALSE,
        OPEN
        + ADDED
        + TOLD
        + """
inductive P : Prop | mk (b : Bool)
structure C where b : Bool
elab "go" : command => do
  let c : ConstantVal := { name := `look, levelParams := [], type := mkForall `p .default (mkConst `P) (mkConst ``Bool) }
  let value := mkLambda `p .default (mkConst `P) (mkProj `C 0 (.bvar 0))
  let v : DefinitionVal := { c with value := value, hints := .abbrev, safety := .safe }
  modifyEnv fun e => (e.addDeclCore 0 (.defnDecl v) none (doCheck := false)).toOption.getD e
go
"""
        + LIE,
        META,
    ),
    cheat(
        "kernel_code",
        "a projection of a field that is not there",
        FALSE,
        OPEN
        + ADDED
        + """
elab "go" : command => do
  let yes := mkConst ``True.intro
  let both := mkApp4 (mkConst ``And.intro) (mkConst ``True) (mkConst ``True) yes yes
  let v : TheoremVal := { name := `lie, levelParams := [], type := mkConst ``False, value := mkProj ``And 4294967296 both }
  modifyEnv fun e => (e.addDeclCore 0 (.thmDecl v) none (doCheck := false)).toOption.getD e
go
theorem t : False := lie
""",
        META,
    ),
    cheat(
        "kernel_code",
        "an opaque value with a free variable (lean4#14484)",
        FALSE,
        OPEN
        + ADDED
        + """
elab "go" : command => do
  let c : ConstantVal := { name := `lie, levelParams := [], type := mkConst ``False }
  let v : OpaqueVal := { c with value := .fvar ⟨`x⟩, isUnsafe := false, all := [`lie] }
  modifyEnv fun e => (e.addDeclCore 0 (.opaqueDecl v) none (doCheck := false)).toOption.getD e
go
theorem t : False := lie
""",
        META,
    ),
    cheat(
        "kernel_code",
        "a name that the kernel keeps for itself (lean4#14616)",
        FALSE,
        OPEN
        + ADDED
        + """
elab "go" : command => do
  let env ← getEnv
  let env ← defined env `_nested.Foo_1 (mkSort 1) (mkSort 0)
  let ctor := mkForall `x .default (mkConst `_nested.Foo_1) (mkConst `Foo)
  let env ← added env (.inductDecl [] 0 [{ name := `Foo, type := mkSort 1, ctors := [{ name := `Foo.mk, type := ctor }] }] false)
  let made := mkForall `a .default (mkSort 0) (mkConst `Foo)
  let value := mkApp (mkLambda `x .default made (mkConst ``True.intro)) (mkConst `Foo.mk)
  let v : TheoremVal := { name := `lie, levelParams := [], type := mkConst ``False, value := value }
  modifyEnv fun _ => (env.addDeclCore 0 (.thmDecl v) none (doCheck := false)).toOption.getD env
go
theorem t : False := lie
""",
        META,
    ),
    cheat(
        "kernel_code",
        "a theorem that proves itself",
        FALSE,
        OPEN
        + ADDED
        + """
elab "go" : command => do
  let v : TheoremVal := { name := `lie, levelParams := [], type := mkConst ``False, value := mkConst `lie }
  modifyEnv fun e => (e.addDeclCore 0 (.thmDecl v) none (doCheck := false)).toOption.getD e
go
theorem t : False := lie
""",
        META,
    ),
]
