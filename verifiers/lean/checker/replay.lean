/-! ## Axioms -/

def typeUses (types : List InductiveType) (to : List Name) : List Name :=
  match types with
  | [] => to
  | t :: rest => typeUses rest (uses t.type (of t.ctors to))
where
  of (ctors : List Constructor) (to : List Name) : List Name :=
    match ctors with
    | [] => to
    | c :: rest => of rest (uses c.type to)

def declarationUses (d : Declaration) (to : List Name) : List Name :=
  match d with
  | .thmDecl v => uses v.type (uses v.value to)
  | .defnDecl v => uses v.type (uses v.value to)
  | .opaqueDecl v => uses v.type (uses v.value to)
  | .inductDecl _ _ types _ => typeUses types to
  | _ => to

partial def allUses (all : Array Declaration) (i : Nat) (to : List Name) : List Name :=
  if i < all.size then allUses all (i + 1) (declarationUses all[i]! to) else to

/-- Library constants whose bodies are not loaded look like axioms. A build that has none is believed that they rest on the three
standard ones; never what it calls an axiom itself. -/
def isAxiom (env : Environment) (n : Name) : Bool :=
  match getOriginalConstKind? env n with
  | some .axiom => true
  | some _ => false
  | none => true

def standard (allowed : List Name) : Bool :=
  oneOf ``propext allowed && oneOf ``Quot.sound allowed && oneOf ``Classical.choice allowed

/-- Axioms outside `allowed` that base constants in `todo` rest on, and constants of which that cannot be known. `seen` grows by what
was walked. -/
partial def bad (env : Environment) (believing : Bool) (allowed : List Name) (todo : List Name) (clean seen : NameSet) (found : List Name) :
    List Name × NameSet :=
  match todo with
  | [] => (found, seen)
  | n :: rest =>
    if clean.contains n || seen.contains n then bad env believing allowed rest clean seen found
    else
      let seen := seen.insert n
      if oneOf n [``Lean.reduceBool, ``Lean.reduceNat] && !oneOf ``Lean.ofReduceBool allowed then
        -- The kernel runs compiled code for these without an axiom.
        bad env believing allowed rest clean seen (n :: found)
      else match env.find? n with
      | none => bad env believing allowed rest clean seen found
      | some (.axiomInfo v) =>
        if (isAxiom env n || !believing) && !oneOf n allowed then bad env believing allowed rest clean seen (n :: found)
        else bad env believing allowed (uses v.type rest) clean seen found
      | some info => bad env believing allowed (push (usedBy env info) rest) clean seen found
where
  push (more : List Name) (to : List Name) : List Name :=
    match more with
    | [] => to
    | x :: xs => push xs (x :: to)

partial def merge (l : List Name) (to : NameSet) : NameSet :=
  match l with
  | [] => to
  | x :: xs => merge xs (to.insert x)

/-! ## The verdict -/

def texts (a : Array Json) (i : Nat) (found : List String) : List String :=
  match i with
  | 0 => found
  | i + 1 => texts a i (textOf a[i]! :: found)

/-- Constants that the base lacks are replaced by their values, so that names which elaboration made up (`t.match_1`) neither hide a
change nor look like one. -/
partial def expand (base env : Environment) (e : Expr) : Expr :=
  e.replace fun x => match x with
    | .mdata _ inner => some (expand base env inner)
    | .const n us =>
      if base.contains n then none
      else match env.find? n with
        | some (.defnInfo v) => some (expand base env (v.value.instantiateLevelParams v.levelParams us))
        | some (.thmInfo v) => some (expand base env (v.value.instantiateLevelParams v.levelParams us))
        | _ => none
    | _ => none

def printed (env : Environment) (e : Expr) : IO String := do
  try
    let format ← PrettyPrinter.ppExprLegacy env {} {} {} e
    return shorten (toString format) 4000
  catch _ => return "a statement that cannot be printed"

def levels (ps : List Name) (to : Array Json) : Json :=
  match ps with
  | [] => .arr to
  | p :: rest => levels rest (to.push (.str (dotted p)))

def nameTexts (l : List Name) (to : Array Json) : Json :=
  match l with
  | [] => .arr to
  | n :: rest => if to.size < 20 then nameTexts rest (to.push (.str (dotted n))) else .arr to

def verdict (code : String) (more : List (String × Json)) : Json := .mkObj (("code", .str code) :: more)

structure Statement where
  name : Name
  levelParams : List Name
  type : Expr
  env : Environment

/-- The trusted statement alone, in the clean environment; what Lean says of it when it is no statement. -/
def statement (ctx : Context) (request : Json) : IO (Except Json Statement) := do
  -- On a line of its own: the statement may end with a comment.
  let source := textOf (field request "statement") ++ "\n:= sorry\n"
  let state ← commands source ctx.state
  if state.messages.hasErrors then
    let log ← messages state.messages
    return .error (verdict "statement_invalid" [("messages", log)])
  match declared ctx.state state.env (nameOfParts (items (field request "name")) 0 .anonymous) with
  | some (.thmInfo v) =>
    return .ok { name := v.name, levelParams := v.levelParams, type := expand ctx.base state.env v.type, env := state.env }
  | _ => return .error (verdict "statement_invalid" [("messages", .arr #[]), ("name", field request "name")])

def rootOf (all : Array Declaration) (root : Name) (i : Nat) : Option TheoremVal :=
  match i with
  | 0 => none
  | i + 1 => match all[i]! with
    | .thmDecl v => if Name.beq v.name root then some v else rootOf all root i
    | _ => rootOf all root i

def sameNames (a b : List Name) : Bool :=
  match a, b with
  | [], [] => true
  | x :: xs, y :: ys => if Name.beq x y then sameNames xs ys else false
  | _, _ => false

def decide (ctx : Context) (wanted : Statement) (request : Json) : IO Json := do
  let r ← Reader.new
  try
    r.all (items (field request "entries")) 0
  catch error =>
    return verdict "malformed" [("why", .str (toString error))]
  let declarations ← r.declarations.get
  match ← r.axioms.get with
  | [] => pure ()
  | axioms => return verdict "forbidden_axiom" [("axioms", nameTexts axioms #[])]
  match ← r.unsafes.get with
  | [] => pure ()
  | why :: _ => return verdict "kernel_rejected" [("why", .str why)]
  let known ← r.names.get
  let root := known.getD ((natural (field request "root")).getD 0) .anonymous
  match rootOf declarations root declarations.size with
  | none => return verdict "missing_declaration" []
  | some proof =>
    let allowed := allowedNames (texts (items (field request "allowed")) (items (field request "allowed")).size [])
    let clean ← ctx.clean.get
    let (found, seen) := bad ctx.base (ctx.believing && standard allowed) allowed (allUses declarations 0 []) clean {} []
    match found with
    | [] => ctx.clean.set (merge seen.toList clean)
    | axioms =>
      let code := if oneOf ``sorryAx axioms then "sorry" else "forbidden_axiom"
      return verdict code [("axioms", nameTexts axioms #[])]
    match addEach ctx.base declarations 0 with
    | .error why => return verdict "kernel_rejected" [("why", .str why)]
    | .ok env =>
      let type := expand ctx.base env proof.type
      let same := type == wanted.type && sameNames proof.levelParams wanted.levelParams
      if !same then
        let trusted ← printed ctx.base wanted.type
        let proved ← printed env proof.type
        return verdict "statement_changed" [
          ("trusted", .str trusted), ("proved", .str proved),
          ("trusted_universes", levels wanted.levelParams #[]), ("proved_universes", levels proof.levelParams #[])]
      -- The same once more in the kernel's words: what was proved is a proof of the trusted term.
      let value : TheoremVal := {
        name := scratch, levelParams := wanted.levelParams, type := wanted.type,
        value := .const proof.name (levelsOf wanted.levelParams), all := [scratch] }
      match kernel env (.thmDecl value) with
      | .ok _ => return verdict "proved" [("declarations", num declarations.size)]
      | .error why => return verdict "kernel_rejected" [("why", .str ("the trusted statement: " ++ why))]
where
  allowedNames (l : List String) : List Name :=
    match l with
    | [] => []
    | s :: rest => s.toName :: allowedNames rest

def replay (cache : IO.Ref (List (String × Statement))) (ctx : Context) (request : Json) : IO Json := do
  let key := textOf (field request "body") ++ "\x00" ++ textOf (field request "statement")
  match known key (← cache.get) with
  | some wanted => decide ctx wanted request
  | none =>
    match ← statement ctx request with
    | .error answer => return answer
    | .ok wanted =>
      cache.modify fun l => (key, wanted) :: firsts 63 l
      decide ctx wanted request

end VeriloopChecker

public def main : IO Unit := VeriloopChecker.run do
  let cache ← IO.mkRef []
  return VeriloopChecker.replay cache
