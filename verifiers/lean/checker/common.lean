/-!
The checker program, the part that both of its roles share; the parts of one role follow it in one file (`program.py`).

* `elaborate` is untrusted: it elaborates an attempt on a fork of the header's environment, and exports what the theorem needs.
* `replay` never sees an attempt. It elaborates the trusted statement, reads exported declarations as plain data, and gives
  each to the kernel on a fork of its own clean environment. Its word is the verdict.

One JSON object a line each way; an answer begins with `@@`, the request's nonce and a space. The format of an export is said
in `writing.lean`.

Written so that the interpreter of builds without private library code runs it: recursion in place of `for`, tables of our
own in place of `Std.HashMap`.
-/

open Lean Elab

set_option compiler.small 0
set_option linter.all false

namespace VeriloopChecker

/-! ## JSON -/

def field (j : Json) (key : String) : Json :=
  match j.getObjVal? key with
  | .ok value => value
  | .error _ => .null

def textOf (j : Json) : String :=
  match j with
  | .str s => s
  | _ => ""

def items (j : Json) : Array Json :=
  match j with
  | .arr a => a
  | _ => #[]

def natural (j : Json) : Option Nat :=
  match j with
  | .num n => if n.exponent == 0 then (match n.mantissa with | .ofNat k => some k | _ => none) else none
  | _ => none

def num (n : Nat) : Json := .num ⟨Int.ofNat n, 0⟩

/-! ## Names and constants -/

partial def dotted (n : Name) : String :=
  match n with
  | .anonymous => "[anonymous]"
  | .str .anonymous s => s
  | .num .anonymous k => Nat.repr k
  | .str p s => dotted p ++ "." ++ s
  | .num p k => dotted p ++ "." ++ Nat.repr k

/-- A name by its parts; a text would have to be read again, with its guillemets. -/
partial def nameOfParts (parts : Array Json) (i : Nat) (to : Name) : Name :=
  if i < parts.size then nameOfParts parts (i + 1) (.str to (textOf parts[i]!)) else to

def oneOf (n : Name) (l : List Name) : Bool :=
  match l with
  | [] => false
  | x :: rest => if Name.beq x n then true else oneOf n rest

partial def addAll (a : Array Name) (i : Nat) (to : List Name) : List Name :=
  if i < a.size then addAll a (i + 1) (a[i]! :: to) else to

def uses (e : Expr) (to : List Name) : List Name := addAll e.getUsedConstants 0 to

def ctorUses (env : Environment) (ctors : List Name) (to : List Name) : List Name :=
  match ctors with
  | [] => to
  | c :: rest => match env.find? c with
    | some info => ctorUses env rest (uses info.type to)
    | none => ctorUses env rest to

def blockUses (env : Environment) (types : List Name) (to : List Name) : List Name :=
  match types with
  | [] => to
  | t :: rest => match env.find? t with
    | some (.inductInfo v) => blockUses env rest (uses v.type (ctorUses env v.ctors to))
    | _ => blockUses env rest to

/-- What a constant refers to, with the whole block for a member of an inductive one. -/
def usedBy (env : Environment) (info : ConstantInfo) : List Name :=
  match info with
  | .defnInfo v => uses v.type (uses v.value [])
  | .thmInfo v => uses v.type (uses v.value [])
  | .opaqueInfo v => uses v.type (uses v.value [])
  | .axiomInfo v => uses v.type []
  | .inductInfo v => blockUses env v.all []
  | .ctorInfo v => [v.induct]
  | .recInfo v => v.all
  | .quotInfo v => uses v.type []

/-! ## A header and what is elaborated after it -/

def context (source : String) : Parser.InputContext := by
  first
  | exact { inputString := source, fileName := "attempt", fileMap := source.toFileMap }
  | exact { input := source, fileName := "attempt", fileMap := source.toFileMap }

def commands (source : String) (state : Command.State) : IO Command.State := do
  let done ← IO.processCommands (context source) {} { state with messages := {} }
  return done.commandState

def severity (s : MessageSeverity) : String :=
  match s with
  | .error => "error"
  | .warning => "warning"
  | .information => "information"

def shorten (s : String) (most : Nat) : String :=
  if s.length > most then (s.take most).toString ++ " [...]" else s

/-- At most `count` messages, errors first. -/
partial def shown (all : List Message) (errors : Bool) (count : Nat) (to : Array Json) : IO (Array Json) :=
  match all with
  | [] => pure to
  | m :: rest => do
    let isError := match m.severity with | .error => true | _ => false
    if to.size < count && isError == errors then
      let said ← m.data.toString
      shown rest errors count (to.push (.mkObj [
        ("severity", .str (severity m.severity)), ("line", num m.pos.line), ("column", num m.pos.column),
        ("text", .str (shorten said 2000))]))
    else shown rest errors count to

def messages (log : MessageLog) : IO Json := do
  let all := log.toList
  let to ← shown all true 16 #[]
  let to ← shown all false 24 to
  return .arr to

/-- The constant of that name, as written at the top level after the header; else a private one. -/
def declared (state : Command.State) (env : Environment) (name : Name) : Option ConstantInfo :=
  let space := match state.scopes with
    | [] => Name.anonymous
    | scope :: _ => scope.currNamespace
  let full := space ++ name
  match env.find? full with
  | some info => some info
  | none => match env.find? (mkPrivateName env full) with
    | some info => some info
    | none => env.find? name

def kind (info : ConstantInfo) : String :=
  match info with
  | .thmInfo _ => "theorem"
  | .defnInfo _ => "definition"
  | .opaqueInfo _ => "opaque constant"
  | .axiomInfo _ => "axiom"
  | .inductInfo _ => "inductive type"
  | .ctorInfo _ => "constructor"
  | .recInfo _ => "recursor"
  | .quotInfo _ => "quotient primitive"

/-- A problem's header, elaborated after the imports that the process has loaded. -/
structure Context where
  base : Environment
  state : Command.State
  /-- Whether this build lacks the bodies of its library, which is then believed. -/
  believing : Bool
  /-- Base constants that were found to rest on allowed axioms alone. -/
  clean : IO.Ref NameSet

/-! ## The loop -/

def answer (out : IO.FS.Stream) (nonce : String) (j : Json) : IO Unit := do
  out.putStr ("@@" ++ nonce ++ " " ++ j.compress ++ "\n")
  out.flush

def hasBodies (env : Environment) : Bool :=
  match env.find? ``Nat.add_comm with
  | some (.thmInfo _) => true
  | _ => false

/-- What cannot be compiled is no error: a proof needs no code, and some builds lack the library's private code. -/
def uncompiled (state : Command.State) : Command.State :=
  match state.scopes with
  | [] => state
  | scope :: rest => { state with scopes := { scope with isNoncomputable := true } :: rest }

structure Loaded where
  initial : Command.State
  contexts : IO.Ref (List (String × Context))

def known {α : Type} (key : String) (l : List (String × α)) : Option α :=
  match l with
  | [] => none
  | (k, value) :: rest => if k == key then some value else known key rest

def firsts {α : Type} (n : Nat) (l : List (String × α)) : List (String × α) :=
  match n, l with
  | n + 1, x :: rest => x :: firsts n rest
  | _, _ => []

/-- The header's state; what Lean says of a header that is none. -/
def Loaded.context (loaded : Loaded) (body : String) : IO (Except Json Context) := do
  match known body (← loaded.contexts.get) with
  | some ctx => return .ok ctx
  | none =>
    let state ← commands body loaded.initial
    if state.messages.hasErrors then
      let said ← messages state.messages
      return .error (.mkObj [("code", .str "header_invalid"), ("messages", said)])
    let clean ← IO.mkRef {}
    let ctx := { base := state.env, state, believing := !hasBodies state.env, clean }
    loaded.contexts.modify fun l => (body, ctx) :: firsts 7 l
    return .ok ctx

def start (out : IO.FS.Stream) (request : Json) : IO (Option Loaded) := do
  let nonce := textOf (field request "id")
  try
    let (imports, _, log) ← parseImports (textOf (field request "imports"))
    let env ← importModules imports {} (trustLevel := 0) (loadExts := true)
    let options : Options := (({} : Options).setBool `linter.all false).setBool `Elab.async false
    let contexts ← IO.mkRef []
    answer out nonce (.mkObj [("version", .str versionString), ("errors", .bool log.hasErrors)])
    return some { initial := uncompiled (Command.mkState env {} options), contexts }
  catch error =>
    answer out nonce (.mkObj [("version", .str versionString), ("unloadable", .str (shorten (toString error) 2000))])
    return none

partial def serve (out inp : IO.FS.Stream) (loaded : Loaded) (act : Context → Json → IO Json) : IO Unit := do
  let line ← inp.getLine
  if line.isEmpty then return ()
  match Json.parse line with
  | .error _ => return ()
  | .ok request =>
    let reply ← try
      match ← loaded.context (textOf (field request "body")) with
      | .error said => pure said
      | .ok ctx => act ctx request
    catch error => pure (.mkObj [("failed", .str (shorten (toString error) 2000))])
    answer out (textOf (field request "id")) reply
    serve out inp loaded act

def run (act : IO (Context → Json → IO Json)) : IO Unit := do
  let out ← IO.getStdout
  let inp ← IO.getStdin
  match Json.parse (← inp.getLine) with
  | .error why => throw (IO.userError why)
  | .ok request =>
    match ← start out request with
    | none => return ()
    | some loaded => do
      let act ← act
      serve out inp loaded act
