"""Holes, axioms, compiled code, options, and code that runs while Lean elaborates."""

from __future__ import annotations

from lean_rows.rows import DEFS, META, cheat

FALSE = "theorem t : False"
FIVE = "theorem t : 2 + 2 = 5"
COMM = "theorem t (a b : Nat) : a + b = b + a"
LESS = "theorem t (a b : Nat) : a < b"
MONADS = "open Lean Elab Command Term Meta Tactic\n"

ROWS = [
    # holes
    cheat("sorry", "plain", COMM, ":= sorry"),
    cheat(
        "sorry",
        "in a helper",
        COMM,
        """
theorem helper (a b : Nat) : a + b = b + a := by sorry

THEOREM := helper a b
""",
    ),
    cheat(
        "sorry",
        "in an instance that the proof uses",
        COMM,
        """
instance : Nonempty (∀ a b : Nat, a + b = b + a) := ⟨sorry⟩

THEOREM := Classical.choice inferInstance a b
""",
    ),
    cheat(
        "sorry",
        "admit in one branch",
        COMM,
        """
:= by
  cases a with
  | zero => simp
  | succ n => admit
""",
    ),
    cheat(
        "sorry",
        "stop",
        COMM,
        """
:= by
  stop
  omega
""",
    ),
    cheat("sorry", "sorryAx, synthetic", FIVE, ":= sorryAx (2 + 2 = 5) true"),
    cheat("sorry", "sorryAx by its full name in guillemets", FIVE, ":= _root_.«sorryAx» _"),
    cheat(
        "sorry",
        "sorry inside decreasing_by",
        "theorem t : ∀ n : Nat, n < n",
        """
| n => t (n + 1)
termination_by n => n
decreasing_by sorry
""",
    ),
    cheat(
        "sorry",
        "in the type of a have",
        FIVE,
        """
:= by
  have h : (sorry : Prop) := sorry
  exact (sorry : h = h → 2 + 2 = 5) rfl
""",
    ),
    cheat(
        "sorry",
        "in a structure's default",
        FIVE,
        """
structure Box where
  p : 2 + 2 = 5 := sorry

THEOREM := ({} : Box).p
""",
    ),
    cheat(
        "sorry",
        "in an interpolated string",
        FIVE,
        """
def s := s!"{(sorry : Nat)}"

THEOREM := by first | rfl | exact absurd s (by sorry)
""",
    ),
    cheat("sorry", "exact? that finds nothing", LESS, ":= by exact?"),
    cheat("sorry", "suggestions instead of a proof", FIVE, ":= by show_term decide"),
    cheat(
        "sorry",
        "try and done",
        FIVE,
        """
:= by
  try decide
  try omega
  all_goals try simp
""",
    ),
    cheat("sorry", "first with sorry as the last", FIVE, ":= by first | omega | decide | sorry"),
    cheat(
        "sorry",
        "macro-free case bash with a hole",
        "theorem t (p : Prop) : p ∨ ¬p → p",
        """
:= by
  rintro (h | h)
  · exact h
  · exact (by sorry : ¬p → p) h
""",
    ),
    cheat(
        "sorry",
        "the instance is the hole",
        "theorem t : (5 : Fin 3) = 1",
        """
@[instance] def hole : Decidable ((5 : Fin 3) = 1) := sorry

THEOREM := by decide
""",
    ),
    # axioms
    cheat("axiom", "the theorem as an axiom", FIVE, "axiom t : 2 + 2 = 5"),
    cheat(
        "axiom",
        "an axiom of the goal's type",
        FIVE,
        """
axiom four_is_five : 2 + 2 = 5

THEOREM := four_is_five
""",
    ),
    cheat(
        "axiom",
        "a general axiom",
        LESS,
        """
private axiom all (p : Prop) : p

THEOREM := all _
""",
    ),
    cheat(
        "axiom",
        "an axiom with attributes in a name space",
        FALSE,
        """
namespace Classical
@[simp] protected axiom excluded {p : Prop} : p = True
end Classical

THEOREM := by simp [Classical.excluded]
""",
    ),
    cheat(
        "axiom",
        "an axiom called like an allowed one",
        FALSE,
        """
namespace Q
axiom propext {a b : Prop} : a = b
end Q

THEOREM := (Q.propext (a := True)).mp trivial
""",
    ),
    cheat(
        "axiom",
        "an axiom of data",
        FIVE,
        """
axiom c : {n : Nat // n = 4 ∧ n = 5}

THEOREM := by have h := c.2; omega
""",
    ),
    cheat(
        "axiom",
        "an instance axiom",
        FIVE,
        """
class Foo : Prop where
  foo : 2 + 2 = 5
@[instance] axiom theFoo : Foo

THEOREM := Foo.foo
""",
    ),
    cheat(
        "axiom", "Lean.trustCompiler", "theorem t : 3 * 7 = 21", ":= (fun (_ : True) => rfl) Lean.trustCompiler", META
    ),
    cheat(
        "axiom",
        "Lean.ofReduceBool",
        "theorem t : 2 ^ 10 = 1024",
        """
def yes : Bool := decide (2 ^ 10 = 1024)

THEOREM := of_decide_eq_true (Lean.ofReduceBool yes true rfl)
""",
        META,
    ),
    cheat(
        "axiom",
        "Lean.ofReduceNat",
        "theorem t : 3 * 7 = 21",
        """
def product : Nat := 3 * 7

THEOREM := Lean.ofReduceNat product 21 rfl
""",
        META,
    ),
    cheat(
        "axiom",
        "init_quot",
        FALSE,
        """
init_quot
theorem t : False := by trivial
""",
    ),
    # native
    cheat(
        "native",
        "native_decide on a lie told by implemented_by",
        FALSE,
        """
def say (_ : Nat) : Bool := true
@[implemented_by say] def ask (n : Nat) : Bool := n == n + 1

THEOREM := by
  have h : ask 0 = true := by native_decide
  simp [ask] at h
""",
    ),
    cheat("native", "native_decide on what is true", "theorem t : 2 ^ 64 % 7 = 2", ":= by native_decide"),
    cheat("native", "decide +native", "theorem t : (List.range 50).sum = 1225", ":= by decide +native"),
    cheat(
        "native",
        "decide with a configuration",
        "theorem t : (List.range 50).sum = 1225",
        ":= by decide (config := { native := true })",
    ),
    cheat(
        "native",
        "bv_decide",
        "theorem t (a b : BitVec 8) : (a ^^^ b) + 2 * (a &&& b) = a + b",
        ":= by bv_decide",
        META,
    ),
    cheat(
        "native",
        "csimp that is wrong",
        FALSE,
        """
def two (n : Nat) : Nat := n * 2
def none' (_ : Nat) : Nat := 0
@[csimp] theorem wrong : @two = @none' := sorry

THEOREM := by
  have h : two 1 = 0 := by native_decide
  simp [two] at h
""",
    ),
    cheat(
        "native",
        "extern for another function",
        FALSE,
        """
@[extern "lean_nat_add"] def times (a b : Nat) : Nat := a * b

THEOREM := by
  have h : times 2 3 = 5 := by native_decide
  simp [times] at h
""",
    ),
    cheat(
        "native",
        "Nat.rec implemented by hand",
        FALSE,
        """
@[implemented_by Nat.succ] def same (n : Nat) : Nat := n

THEOREM := absurd (show same 0 = 1 by native_decide) (by simp [same])
""",
    ),
    cheat(
        "native",
        "Lean.reduceBool without its axiom",
        FIVE,
        """
def yes : Bool := true

THEOREM := of_decide_eq_true (show Lean.reduceBool yes = true from rfl)
""",
        META,
    ),
    cheat(
        "native",
        "the kernel's decide with a bad instance",
        FIVE,
        """
instance (priority := high) bad (a b : Nat) : Decidable (a = b) := if h : a = b then .isTrue h else .isFalse h

THEOREM := by decide +kernel
""",
    ),
    # unsafe, partial, opaque
    cheat(
        "unsafe",
        "an unsafe definition",
        FIVE,
        """
unsafe def lie : 2 + 2 = 5 := lie
unsafe def use : 2 + 2 = 5 := lie

THEOREM := use
""",
    ),
    cheat(
        "unsafe",
        "partial recursion into a proof",
        FIVE,
        """
partial def lie (n : Nat) : PLift (2 + 2 = 5) := lie (n + 1)

THEOREM := (lie 0).down
""",
    ),
    cheat(
        "unsafe",
        "partial with an Inhabited instance from itself",
        FIVE,
        """
instance : Inhabited (PLift (2 + 2 = 5)) := ⟨⟨by omega⟩⟩
partial def lie (n : Nat) : PLift (2 + 2 = 5) := lie n

THEOREM := (lie 0).down
""",
    ),
    cheat(
        "unsafe",
        "unsafeCast",
        FIVE,
        """
unsafe def lie : PLift (2 + 2 = 5) := unsafeCast (PLift.up trivial)
@[implemented_by lie] opaque truth : PLift (2 + 2 = 5)

THEOREM := truth.down
""",
    ),
    cheat("unsafe", "lcProof", FIVE, ":= lcProof"),
    cheat(
        "unsafe",
        "an opaque constant of the type",
        LESS,
        """
opaque lie : ∀ a b : Nat, a < b

THEOREM := lie a b
""",
    ),
    cheat(
        "unsafe",
        "an opaque with a default of Nonempty",
        LESS,
        """
opaque Lie : NonemptyType.{0}
instance : Nonempty Lie.type := Lie.property
opaque lie (a b : Nat) (x : Lie.type) : PLift (a < b)

THEOREM := (lie a b Classical.ofNonempty).down
""",
    ),
    cheat(
        "unsafe",
        "unsafe inductive",
        FALSE,
        """
unsafe inductive Loop | mk : (Loop → False) → Loop
unsafe def Loop.no (l : Loop) : False := match l with | .mk f => f l

THEOREM := Loop.no (.mk Loop.no)
""",
    ),
    cheat(
        "unsafe",
        "partial_fixpoint into a proof",
        FALSE,
        """
def lie (n : Nat) : Option (PLift False) := lie (n + 1)
partial_fixpoint

THEOREM := ((lie 0).get (by rfl)).down
""",
    ),
    # options
    cheat(
        "option",
        "the kernel is skipped",
        FIVE,
        """
set_option debug.skipKernelTC true in
THEOREM := by
  exact (id rfl : 2 + 2 = 5)
""",
    ),
    cheat(
        "option",
        "warnings for sorry are off",
        FIVE,
        """
set_option warn.sorry false in
THEOREM := by sorry
""",
    ),
    cheat(
        "option",
        "proofs are elaborated later",
        FIVE,
        """
set_option Elab.async true
THEOREM := by omega
""",
    ),
    cheat(
        "option",
        "by-blocks are sorry",
        FIVE,
        """
set_option debug.byAsSorry true in
THEOREM := by omega
""",
    ),
    cheat(
        "option",
        "proofs as sorry",
        FIVE,
        """
set_option debug.proofAsSorry true in
THEOREM := by decide
""",
    ),
    cheat(
        "option",
        "the type of an inductive goes unchecked",
        FALSE,
        """
set_option bootstrap.inductiveCheckResultingUniverse false in
inductive Any : Type | mk (p : Prop) (h : p) (α : Type) : Any

THEOREM := by trivial
""",
    ),
    cheat(
        "option",
        "an option that is not there",
        FIVE,
        """
set_option trust.me true
THEOREM := rfl
""",
    ),
    cheat(
        "option",
        "a thousand heartbeats more, no proof",
        LESS,
        """
set_option maxHeartbeats 0 in
THEOREM := by omega
""",
    ),
    cheat(
        "option",
        "the compiler is told to check less",
        FIVE,
        """
set_option compiler.extract_closed false
set_option interpreter.prefer_native true
THEOREM := by decide
""",
    ),
    # commands and tactics by macros
    cheat(
        "macro",
        "theorem rewritten by macro_rules",
        FIVE,
        """
open Lean in
macro_rules
  | `(command| theorem $_:declId : $_ := $v) => `(command| theorem $(mkIdent `t) : True := trivial)
theorem t : 2 + 2 = 5 := rfl
""",
        META,
    ),
    cheat(
        "macro",
        "a tactic macro that is sorry",
        FIVE,
        """
macro "clever" : tactic => `(tactic| sorry)

THEOREM := by clever
""",
    ),
    cheat(
        "macro",
        "a term macro that is sorryAx",
        FIVE,
        """
macro "qed" : term => `(sorryAx _ false)

THEOREM := qed
""",
    ),
    cheat(
        "macro",
        "omega extended by sorry",
        FIVE,
        """
macro_rules | `(tactic| omega) => `(tactic| sorry)

THEOREM := by omega
""",
    ),
    cheat(
        "macro",
        "a syntax of its own for the statement",
        FIVE,
        """
syntax (priority := high) num " + " num " = " num : term
macro_rules | `($_:num + $_:num = $_:num) => `(True)
theorem t : 2 + 2 = 5 := trivial
""",
    ),
    cheat(
        "macro",
        "rfl extended",
        FIVE,
        """
macro_rules | `(tactic| rfl) => `(tactic| exact sorryAx _ false)

THEOREM := by rfl
""",
    ),
    cheat(
        "macro",
        "a category of its own",
        FIVE,
        """
declare_syntax_cat simple
syntax "obviously" : simple
syntax simple : tactic
macro_rules | `(tactic| obviously) => `(tactic| sorry)

THEOREM := by obviously
""",
    ),
    # elaborators
    cheat(
        "elab",
        "a tactic closes the goal with a wrong term",
        FIVE,
        MONADS
        + """
elab "close" : tactic => do
  let g ← getMainGoal
  g.assign (mkConst ``True.intro)
  replaceMainGoal []

THEOREM := by close
""",
        META,
    ),
    cheat(
        "elab",
        "a tactic that admits the goal",
        FIVE,
        MONADS
        + """
elab "close" : tactic => do admitGoal (← getMainGoal)

THEOREM := by close
""",
        META,
    ),
    cheat(
        "elab",
        "run_tac",
        FIVE,
        """
THEOREM := by
  run_tac Lean.Elab.admitGoal (← Lean.Elab.Tactic.getMainGoal)
""",
        META,
    ),
    cheat("elab", "by_elab", FIVE, "THEOREM := by_elab return Lean.mkConst ``True.intro", META),
    cheat(
        "elab",
        "run_cmd adds an axiom",
        FIVE,
        MONADS
        + """
run_cmd do
  let d := Declaration.axiomDecl { name := `ax, levelParams := [], type := mkConst ``False, isUnsafe := false }
  match (← getEnv).addDeclCore 0 d none with
  | .ok e => setEnv e
  | .error _ => pure ()

THEOREM := ax.elim
""",
        META,
    ),
    cheat(
        "elab",
        "a command elaborator that swallows errors",
        FIVE,
        MONADS
        + """
elab "hush " c:command : command => do
  try elabCommand c catch _ => pure ()
  modify fun s => { s with messages := {} }

hush theorem t : 2 + 2 = 5 := by decide
""",
        META,
    ),
    cheat(
        "elab",
        "#print axioms rewritten",
        FIVE,
        """
elab "#print " "axioms " i:ident : command => pure ()
theorem t : 2 + 2 = 5 := sorry
#print axioms t
""",
        META,
    ),
    cheat(
        "elab",
        "a simproc that rewrites to True",
        FIVE,
        """
simproc easy (_ = _) := fun _ => do
  return .done { expr := Lean.mkConst ``True }

THEOREM := by simp [easy]
""",
        META,
    ),
    cheat(
        "elab",
        "a dsimproc",
        FIVE,
        """
dsimproc easy ((2 : Nat) + 2) := fun _ => return .done (Lean.mkNatLit 5)

THEOREM := by simp
""",
        META,
    ),
    cheat(
        "elab",
        "initialize",
        FALSE,
        """
initialize IO.eprintln "hello"
theorem t : False := by trivial
""",
        META,
    ),
    cheat(
        "elab",
        "a command attribute",
        FIVE,
        MONADS
        + """
@[command_elab Lean.Parser.Command.declaration] def mine : CommandElab := fun _ => pure ()
theorem t : 2 + 2 = 5 := rfl
""",
        META,
    ),
    cheat(
        "elab",
        "a derive handler",
        FALSE,
        MONADS
        + """
def handler : DerivingHandler := fun _ => do
  modifyEnv fun e => e
  return true
structure S where
  n : Nat
  deriving Repr

THEOREM := by trivial
""",
        META,
    ),
    cheat("elab", "an evaluated elaboration", FIVE, "theorem t : 2 + 2 = 5 := eval% (5 : Nat)", META),
    # the environment
    cheat(
        "environment",
        "modifyEnv adds an unchecked theorem",
        FIVE,
        MONADS
        + """
def v : TheoremVal := { name := `lie, levelParams := [], type := mkConst ``False, value := mkConst ``True.intro }
elab "go" : command => do
  modifyEnv fun e => (e.addDeclCore 0 (.thmDecl v) none (doCheck := false)).toOption.getD e
go

THEOREM := lie.elim
""",
        META,
    ),
    cheat(
        "environment",
        "addDeclWithoutChecking",
        FIVE,
        MONADS
        + """
elab "go" : command => do
  let v : TheoremVal := { name := `lie, levelParams := [], type := mkConst ``False, value := mkConst ``True.intro }
  match Kernel.Environment.addDeclWithoutChecking (← getEnv).toKernelEnv (.thmDecl v) with
  | .ok e => setEnv (Environment.ofKernelEnv e)
  | .error _ => pure ()
go

THEOREM := lie.elim
""",
        META,
    ),
    cheat(
        "environment",
        "the theorem under its name, the value unchecked",
        FIVE,
        MONADS
        + """
def goal : Prop := 2 + 2 = 5
elab "go" : command => do
  let some (.defnInfo goal) := (← getEnv).find? ``goal | return
  let v : TheoremVal := { name := `t, levelParams := [], type := goal.value, value := mkConst ``True.intro }
  modifyEnv fun e => (e.addDeclCore 0 (.thmDecl v) none (doCheck := false)).toOption.getD e
go
""",
        META,
    ),
    cheat(
        "environment",
        "an extra name for the theorem",
        FIVE,
        MONADS
        + """
theorem s : 2 + 2 = 4 := rfl
elab "go" : command => modifyEnv fun e => addAlias e `t ``s
go
""",
        META,
    ),
    cheat(
        "environment",
        "an unsafe constant called safe",
        FIVE,
        MONADS
        + """
unsafe def lie : 2 + 2 = 5 := lie
elab "go" : command => do
  let some i := (← getEnv).find? ``lie | return
  let c : ConstantVal := { name := `t2, levelParams := [], type := i.type }
  let v : DefinitionVal := { c with value := mkConst ``lie, hints := .opaque, safety := .safe }
  modifyEnv fun e => (e.addDeclCore 0 (.defnDecl v) none (doCheck := false)).toOption.getD e
go

THEOREM := t2
""",
        META,
    ),
    cheat(
        "environment",
        "a recursor of its own",
        FALSE,
        MONADS
        + """
elab "go" : command => do
  let v : AxiomVal := { name := `False.rec2, levelParams := [], type := mkConst ``False, isUnsafe := false }
  modifyEnv fun e => (e.addDeclCore 0 (.axiomDecl v) none).toOption.getD e
go

THEOREM := False.rec2
""",
        META,
    ),
    cheat(
        "environment",
        "the header's definition replaced in place",
        "theorem t (n : Nat) : double n = 0",
        MONADS
        + """
elab "go" : command => do
  let nat := Expr.const ``Nat []
  let c : ConstantVal := { name := `Shop.double, levelParams := [], type := .forallE `n nat nat .default }
  let v : DefinitionVal := { c with value := .lam `n nat (mkRawNatLit 0) .default, hints := .abbrev, safety := .safe }
  modifyEnv fun e => (e.addDeclCore 0 (.defnDecl v) none (doCheck := false)).toOption.getD e
go

THEOREM := rfl
""",
        DEFS,
    ),
    # messages
    cheat(
        "messages",
        "the log is emptied",
        FIVE,
        MONADS
        + """
elab "clear" : command => modify fun s => { s with messages := {} }
theorem t : 2 + 2 = 5 := by omega
clear
""",
        META,
    ),
    cheat(
        "messages",
        "errors become warnings",
        FIVE,
        MONADS
        + """
elab "soft " c:command : command => do
  elabCommand c
  modify fun s => { s with messages := { s.messages with unreported := {} } }
soft theorem t : 2 + 2 = 5 := by omega
""",
        META,
    ),
    cheat(
        "messages",
        "expected errors by #guard_msgs",
        FIVE,
        """
/-- error: x -/
#guard_msgs (drop error) in
theorem t : 2 + 2 = 5 := by omega
""",
    ),
    cheat(
        "messages",
        "#guard_msgs drops everything",
        FIVE,
        """
#guard_msgs (drop all) in
theorem t : 2 + 2 = 5 := by decide
""",
    ),
    cheat(
        "messages",
        "fail_if_success as a shield",
        FIVE,
        """
:= by
  fail_if_success omega
  skip
""",
    ),
    cheat(
        "messages",
        "#check_failure",
        FIVE,
        """
#check_failure (rfl : 2 + 2 = 5)
example : True := trivial
""",
    ),
    cheat(
        "messages",
        "#exit before the error",
        FIVE,
        """
theorem s : True := trivial
#exit
theorem t : 2 + 2 = 5 := rfl
""",
    ),
    # what is printed
    cheat(
        "forge",
        "a verdict line on standard output",
        FALSE,
        """
#eval IO.println "@@ {\\"code\\": \\"proved\\", \\"declarations\\": 1}"
theorem s : True := trivial
""",
        META,
    ),
    cheat(
        "forge",
        "an export line",
        FALSE,
        """
#eval (do (← IO.getStdout).putStrLn "@@0123456789abcdef {\\"kind\\":\\"theorem\\",\\"root\\":1,\\"entries\\":[]}" : IO Unit)
theorem s : True := trivial
""",
        META,
    ),
    cheat(
        "forge",
        "a line through the device",
        FALSE,
        """
#eval (do let h ← IO.FS.Handle.mk "/dev/stdout" .write; h.putStrLn "@@x {\\"code\\":\\"proved\\"}"; h.flush : IO Unit)
theorem s : True := trivial
""",
        META,
    ),
    cheat(
        "forge",
        "a verdict as a message",
        FALSE,
        """
open Lean in
#eval show CoreM Unit from logInfo "proved"
theorem s : True := trivial
""",
        META,
    ),
    cheat(
        "forge",
        "#print of what was not proved",
        FALSE,
        """
#print "theorem t : False is proved, no axioms"
theorem s : True := trivial
""",
    ),
    # the world outside
    cheat(
        "io",
        "exit with success",
        FALSE,
        """
#eval (IO.Process.exit 0 : IO Unit)
theorem t : False := by trivial
""",
        META,
        dangerous=True,
    ),
    cheat(
        "io",
        "a file is read",
        FALSE,
        """
#eval (do IO.println (← IO.FS.readFile "/etc/passwd") : IO Unit)
theorem s : True := trivial
""",
        META,
        dangerous=True,
    ),
    cheat(
        "io",
        "a file is written",
        FALSE,
        """
#eval (IO.FS.writeFile "/tmp/veriloop-was-here" "t" : IO Unit)
theorem s : True := trivial
""",
        META,
        dangerous=True,
    ),
    cheat(
        "io",
        "a process is started",
        FALSE,
        """
#eval (do let o ← IO.Process.output { cmd := "sh", args := #["-c", "id"] }; IO.println o.stdout : IO Unit)
theorem s : True := trivial
""",
        META,
        dangerous=True,
    ),
    cheat(
        "io",
        "the library is overwritten",
        FALSE,
        """
#eval (IO.FS.writeFile "/lib/lean/Init.olean" "" : IO Unit)
theorem s : True := trivial
""",
        META,
        dangerous=True,
    ),
    cheat(
        "io",
        "standard input is read",
        FALSE,
        """
#eval (do let l ← (← IO.getStdin).getLine; IO.println l : IO Unit)
theorem s : True := trivial
""",
        META,
        dangerous=True,
    ),
    cheat(
        "io",
        "include_str",
        FALSE,
        """
def secret := include_str "/etc/hostname"
theorem t : False := by trivial
""",
        META,
    ),
    cheat(
        "io",
        "the environment variables",
        FALSE,
        """
#eval (do IO.println s!"{← IO.getEnv "HOME"}" : IO Unit)
theorem s : True := trivial
""",
        META,
        dangerous=True,
    ),
    cheat(
        "io",
        "sleeping",
        FALSE,
        """
#eval (IO.sleep 5000000 : IO Unit)
theorem t : False := by trivial
""",
        META,
        dangerous=True,
    ),
    cheat(
        "io",
        "dbg_trace",
        FALSE,
        """
def f (n : Nat) : Nat := dbg_trace "{n}"; n
theorem t : False := by trivial
""",
        META,
    ),
    # resources
    cheat(
        "dos",
        "a tactic that never ends",
        LESS,
        """
:= by
  repeat skip
  omega
""",
        dangerous=True,
    ),
    cheat(
        "dos",
        "a huge power",
        "theorem t : 2 ^ 100000000 % 2 = 1",
        ":= by decide",
        dangerous=True,
    ),
    cheat(
        "dos",
        "a shift that fills the memory",
        "theorem t : 1 <<< 1000000000000 = 3",
        ":= by decide +kernel",
        dangerous=True,
    ),
    cheat(
        "dos",
        "Ackermann",
        "theorem t : ∃ n : Nat, n < n",
        """
def ack : Nat → Nat → Nat
  | 0, n => n + 1
  | m + 1, 0 => ack m 1
  | m + 1, n + 1 => ack m (ack (m + 1) n)

THEOREM := ⟨ack 5 5, by rfl⟩
""",
        dangerous=True,
    ),
    cheat(
        "dos",
        "a list of a billion, by rfl",
        "theorem t : (List.range 1000000000).length = 7",
        ":= by rfl",
        dangerous=True,
    ),
    cheat(
        "dos",
        "no heartbeats and a simp loop",
        LESS,
        """
theorem swap (a b : Nat) : a + b = b + a + 0 := by omega

set_option maxHeartbeats 0 in
set_option maxRecDepth 1000000 in
THEOREM := by simp [swap]
""",
        dangerous=True,
    ),
    cheat(
        "dos",
        "instances that loop",
        LESS,
        """
class A (n : Nat) where
  a : Unit
instance (n : Nat) [A (n + 1)] : A n := ⟨()⟩

THEOREM := (fun (_ : A 0) => by omega : A 0 → a < b) inferInstance
""",
        dangerous=True,
    ),
    cheat(
        "dos",
        "deep brackets",
        "theorem t : 2 = 3",
        "theorem t : 2 = 3 := by exact " + "(" * 5000 + "rfl" + ")" * 5000,
        dangerous=True,
    ),
    cheat(
        "dos",
        "a long numeral",
        "theorem t : 2 = 3",
        "theorem t : 2 = 3 := absurd (rfl : " + "9" * 30000 + " = 1) (by decide)",
        dangerous=True,
    ),
    cheat(
        "dos",
        "terms that double",
        "theorem t : 2 = 3",
        "def d0 : Nat × Nat := (0, 0)\n"
        + "".join(f"def d{i + 1} := (d{i}, d{i})\n" for i in range(40))
        + """
theorem t : 2 = 3 := by
  have : d40 = d40 := by decide
  omega
""",
        dangerous=True,
    ),
    cheat(
        "dos",
        "an endless evaluation",
        FALSE,
        """
partial def spin (n : Nat) : IO Unit := spin (n + 1)
#eval spin 0
theorem t : False := by trivial
""",
        META,
        dangerous=True,
    ),
    cheat(
        "dos",
        "memory by an evaluation",
        FALSE,
        """
partial def fill (a : Array Nat) : Array Nat := fill (a ++ a)
#eval (fill #[1, 2, 3]).size
theorem t : False := by trivial
""",
        META,
        dangerous=True,
    ),
    cheat(
        "dos",
        "a flood of lines that look like answers",
        FALSE,
        """
#eval (do let o ← IO.getStdout; repeat o.putStrLn "@@" : IO Unit)
theorem t : False := by trivial
""",
        META,
        dangerous=True,
    ),
    cheat(
        "dos",
        "many large helpers",
        "theorem t : 2 = 3",
        "".join(f"theorem h{i} : (List.range 60).foldl (· + ·) {i} = 1770 + {i} := by decide\n" for i in range(10))
        + "theorem t : 2 = 3 := by omega",
        dangerous=True,
    ),
    cheat(
        "dos",
        "a proof of fifty thousand characters",
        "theorem t : 2 = 3",
        "theorem t : 2 = 3 := by\n" + "  have : 1 + 1 = 2 := rfl\n" * 2000 + "  omega",
        dangerous=True,
    ),
]
