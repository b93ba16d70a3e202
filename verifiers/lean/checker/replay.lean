/-! ## Reading an export -/

structure Reader where
  names : IO.Ref (Array Name)
  levels : IO.Ref (Array Level)
  exprs : IO.Ref (Array Expr)
  declarations : IO.Ref (Array Declaration)
  axioms : IO.Ref (List Name)
  unsafes : IO.Ref (List String)

def Reader.new : IO Reader := do
  let names ← IO.mkRef #[Name.anonymous]
  let levels ← IO.mkRef #[Level.zero]
  let exprs ← IO.mkRef #[]
  let declarations ← IO.mkRef #[]
  let axioms ← IO.mkRef []
  let unsafes ← IO.mkRef []
  return { names, levels, exprs, declarations, axioms, unsafes }

def malformed {α : Type} : IO α := throw (IO.userError "malformed")

def at' (entry : Array Json) (i : Nat) : IO Nat :=
  if i < entry.size then
    match natural entry[i]! with
    | some n => pure n
    | none => malformed
  else malformed

def Reader.name (r : Reader) (entry : Array Json) (i : Nat) : IO Name := do
  let k ← at' entry i
  let known ← r.names.get
  if k < known.size then return known[k]! else malformed

def Reader.level (r : Reader) (entry : Array Json) (i : Nat) : IO Level := do
  let k ← at' entry i
  let known ← r.levels.get
  if k < known.size then return known[k]! else malformed

def Reader.expr (r : Reader) (entry : Array Json) (i : Nat) : IO Expr := do
  let k ← at' entry i
  let known ← r.exprs.get
  if k < known.size then return known[k]! else malformed

partial def Reader.levelsFrom (r : Reader) (entry : Array Json) (i : Nat) : IO (List Level) := do
  if i < entry.size then
    let u ← r.level entry i
    let rest ← r.levelsFrom entry (i + 1)
    return u :: rest
  else return []

partial def Reader.namesFrom (r : Reader) (entry : Array Json) (i : Nat) : IO (List Name) := do
  if i < entry.size then
    let n ← r.name entry i
    let rest ← r.namesFrom entry (i + 1)
    return n :: rest
  else return []

def binderOf (k : Nat) : BinderInfo :=
  match k with
  | 1 => .implicit
  | 2 => .strictImplicit
  | 3 => .instImplicit
  | _ => .default

/-- A whole term of a declaration. -/
def Reader.closed (r : Reader) (entry : Array Json) (i : Nat) : IO Expr := do
  let e ← r.expr entry i
  if e.hasLooseBVars then malformed else return e

partial def Reader.ctors (r : Reader) (all : Array Json) (i : Nat) : IO (List Constructor) := do
  if i < all.size then
    let entry := items all[i]!
    let name ← r.name entry 0
    let type ← r.closed entry 1
    let rest ← r.ctors all (i + 1)
    return { name, type } :: rest
  else return []

partial def Reader.types (r : Reader) (all : Array Json) (i : Nat) : IO (List InductiveType) := do
  if i < all.size then
    let entry := items all[i]!
    let name ← r.name entry 0
    let type ← r.closed entry 1
    let ctors ← r.ctors (items (entry.getD 2 .null)) 0
    let rest ← r.types all (i + 1)
    return { name, type, ctors } :: rest
  else return []

def hintOf (j : Json) : ReducibilityHints :=
  match j with
  | .str "abbrev" => .abbrev
  | .num _ => match natural j with
    | some k => .regular (UInt32.ofNat k)
    | none => .opaque
  | _ => .opaque

def Reader.declaration (r : Reader) (entry : Array Json) (tag : Nat) : IO Unit := do
  let name ← r.name entry 1
  let levelParams ← r.namesFrom (items (entry.getD 2 .null)) 0
  let type ← r.closed entry 3
  let value ← r.closed entry 4
  let made : Declaration := match tag with
    | 16 => .thmDecl { name, levelParams, type, value, all := [name] }
    | 17 => .defnDecl { name, levelParams, type, value, hints := hintOf (entry.getD 5 .null), safety := .safe, all := [name] }
    | _ => .opaqueDecl { name, levelParams, type, value, isUnsafe := false, all := [name] }
  r.declarations.modify fun a => a.push made

/-- The kernel's own names while it takes nested types apart, and ours. Some kernels do not notice when a declaration uses them
(lean4#14616). -/
def reserved (s : String) : Bool :=
  s.startsWith "_nested" || s.startsWith "_ind_fresh" || s.startsWith "_kernel_fresh" || s.startsWith "_veriloop"

def Reader.entry (r : Reader) (entry : Array Json) : IO Unit := do
  let tag ← at' entry 0
  match tag with
  | 0 => do
    let p ← r.name entry 1
    let s := textOf (entry.getD 2 .null)
    match p with
    | .anonymous => if reserved s then malformed
    | _ => pure ()
    r.names.modify fun a => a.push (.str p s)
  | 1 => do
    let p ← r.name entry 1
    let k ← at' entry 2
    r.names.modify fun a => a.push (.num p k)
  | 2 => do
    let u ← r.level entry 1
    r.levels.modify fun a => a.push (.succ u)
  | 3 => do
    let u ← r.level entry 1
    let v ← r.level entry 2
    r.levels.modify fun a => a.push (.max u v)
  | 4 => do
    let u ← r.level entry 1
    let v ← r.level entry 2
    r.levels.modify fun a => a.push (.imax u v)
  | 5 => do
    let n ← r.name entry 1
    r.levels.modify fun a => a.push (.param n)
  | 6 => do
    let i ← at' entry 1
    if i > 100000 then malformed
    r.exprs.modify fun a => a.push (.bvar i)
  | 7 => do
    let u ← r.level entry 1
    r.exprs.modify fun a => a.push (.sort u)
  | 8 => do
    let n ← r.name entry 1
    let us ← r.levelsFrom entry 2
    r.exprs.modify fun a => a.push (.const n us)
  | 9 => do
    let f ← r.expr entry 1
    let x ← r.expr entry 2
    r.exprs.modify fun a => a.push (.app f x)
  | 10 => do
    let n ← r.name entry 1
    let t ← r.expr entry 2
    let b ← r.expr entry 3
    let i ← at' entry 4
    r.exprs.modify fun a => a.push (.lam n t b (binderOf i))
  | 11 => do
    let n ← r.name entry 1
    let t ← r.expr entry 2
    let b ← r.expr entry 3
    let i ← at' entry 4
    r.exprs.modify fun a => a.push (.forallE n t b (binderOf i))
  | 12 => do
    let n ← r.name entry 1
    let t ← r.expr entry 2
    let v ← r.expr entry 3
    let b ← r.expr entry 4
    let d ← at' entry 5
    r.exprs.modify fun a => a.push (.letE n t v b (d == 1))
  | 13 => match (textOf (entry.getD 1 .null)).toNat? with
    | some k => r.exprs.modify fun a => a.push (.lit (.natVal k))
    | none => malformed
  | 14 => r.exprs.modify fun a => a.push (.lit (.strVal (textOf (entry.getD 1 .null))))
  | 15 => do
    let n ← r.name entry 1
    let i ← at' entry 2
    let e ← r.expr entry 3
    if i > 100000 then malformed
    r.exprs.modify fun a => a.push (.proj n i e)
  | 16 => r.declaration entry 16
  | 17 => r.declaration entry 17
  | 18 => r.declaration entry 18
  | 19 => do
    let params ← r.namesFrom (items (entry.getD 1 .null)) 0
    let count ← at' entry 2
    let types ← r.types (items (entry.getD 3 .null)) 0
    match types with
    | [] => malformed
    | _ => r.declarations.modify fun a => a.push (.inductDecl params count types false)
  | 20 => do
    let n ← r.name entry 1
    r.axioms.modify fun l => n :: l
  | 21 => do
    let n ← r.name entry 1
    r.unsafes.modify fun l => (dotted n ++ " is " ++ textOf (entry.getD 2 .null)) :: l
  | _ => malformed

partial def Reader.all (r : Reader) (entries : Array Json) (i : Nat) : IO Unit := do
  if i < entries.size then
    r.entry (items entries[i]!)
    r.all entries (i + 1)
  else return ()

def texts (a : Array Json) (i : Nat) (found : List String) : List String :=
  match i with
  | 0 => found
  | i + 1 => texts a i (textOf a[i]! :: found)

/-! ## Replaying -/

def kernel (env : Environment) (d : Declaration) : Except String Environment :=
  match env.addDeclCore 0 d none with
  | .ok env => .ok env
  | .error e => .error (why e)
where
  why (e : Kernel.Exception) : String :=
    match e with
    | .unknownConstant _ n => "unknown constant " ++ dotted n
    | .alreadyDeclared _ n => dotted n ++ " is already declared"
    | .declTypeMismatch .. => "the value does not have the type that is declared"
    | .declHasMVars .. => "metavariables"
    | .declHasFVars .. => "free variables"
    | .funExpected .. => "a function is expected"
    | .typeExpected .. => "a type is expected"
    | .letTypeMismatch .. => "the value of a let does not have its type"
    | .exprTypeMismatch .. => "a term does not have its type"
    | .appTypeMismatch .. => "an argument does not have the type that the function takes"
    | .invalidProj .. => "an invalid projection"
    | .thmTypeIsNotProp .. => "the type of a theorem is not a proposition"
    | .other m => m
    | .deterministicTimeout => "the kernel's step limit"
    | .excessiveMemory => "too much memory"
    | .deepRecursion => "too deep a recursion"
    | .interrupted => "interrupted"

def resultLevel (e : Expr) : Option Level :=
  match e with
  | .forallE _ _ b _ => resultLevel b
  | .sort u => some u
  | _ => none

/-- `Prop` itself, or never a proposition. Kernels before 4.34 misjudge what is a proposition only after computing (lean4#14613,
#14807), so such inductive types are not let in. -/
def plain (type : Expr) : Bool :=
  match resultLevel type with
  | some .zero => true
  | some u => u.isNeverZero
  | none => false

def scratch : Name := .str (.str .anonymous "_veriloop") "check"

/-- Kernels before 4.32.2 leave out some arguments of nested occurrences (lean4#14576): each constructor's type is checked again, as
the domain of a function. -/
def recheck (env : Environment) (params : List Name) (ctors : List Constructor) : Except String Unit :=
  match ctors with
  | [] => .ok ()
  | c :: rest =>
    let truth := Expr.const ``True []
    let type := Expr.forallE `h c.type truth .default
    let value := Expr.lam `h c.type (.const ``True.intro []) .default
    match kernel env (.thmDecl { name := scratch, levelParams := params, type, value, all := [scratch] }) with
    | .ok _ => recheck env params rest
    | .error why => .error ("the type of the constructor " ++ dotted c.name ++ ": " ++ why)

def recheckAll (env : Environment) (params : List Name) (types : List InductiveType) : Except String Unit :=
  match types with
  | [] => .ok ()
  | t :: rest => match recheck env params t.ctors with
    | .ok _ => recheckAll env params rest
    | .error why => .error why

/-! Kernels before 4.34 can be made to derive a recursor that is wrong (lean4#14806), and do not type what they derive (#14808). So each
computation rule is stated as an equation, whose sides the kernel must find to have one type:
`∀ params motives minors fields, rec params motives minors indices (ctor fields) = right-hand side`. -/

def given (e : Expr) (arguments : List Expr) : Option Expr :=
  match arguments with
  | [] => some e
  | a :: rest => match e with
    | .forallE _ _ b _ => given (b.instantiate1 a) rest
    | _ => none

/-- `count` variables, the one bound farthest out first, of which the last is `.bvar low`. -/
def variables (count low : Nat) : List Expr :=
  match count with
  | 0 => []
  | k + 1 => .bvar (low + k) :: variables k low

def applied (f : Expr) (arguments : List Expr) : Expr :=
  match arguments with
  | [] => f
  | a :: rest => applied (.app f a) rest

def arguments (e : Expr) (to : List Expr) : List Expr :=
  match e with
  | .app f a => arguments f (a :: to)
  | _ => to

def headOf (e : Expr) : Expr :=
  match e with
  | .app f _ => headOf f
  | _ => e

def firstOf (n : Nat) (l : List Expr) : List Expr :=
  match n, l with
  | n + 1, x :: rest => x :: firstOf n rest
  | _, _ => []

def afterFirst (n : Nat) (l : List Expr) : List Expr :=
  match n, l with
  | n + 1, _ :: rest => afterFirst n rest
  | _, l => l

def joined (a b : List Expr) : List Expr :=
  match a with
  | [] => b
  | x :: rest => x :: joined rest b

def levelsOf (ps : List Name) : List Level :=
  match ps with
  | [] => []
  | p :: rest => .param p :: levelsOf rest

/-- The binders of `count` lambdas around what `inner` makes of the body. -/
def underBinders (count : Nat) (e : Expr) (inner : Expr → Option Expr) : Option Expr :=
  match count, e with
  | 0, _ => inner e
  | k + 1, .lam n t b i => match underBinders k b inner with
    | some made => some (.forallE n t made i)
    | none => none
  | _, _ => none

def indexed (count : Nat) (e : Expr) : Option Expr :=
  match count, e with
  | 0, .forallE _ t _ _ => some t
  | k + 1, .forallE _ _ b _ => indexed k b
  | _, _ => none

/-- The equation of one rule, under the variables that its right-hand side binds. -/
def equation (env : Environment) (v : RecursorVal) (rule : RecursorRule) (body : Expr) : Option Expr :=
  let fixed := variables (v.numParams + v.numMotives + v.numMinors) rule.nfields
  let self := Expr.const v.name (levelsOf v.levelParams)
  match given v.type fixed with
  | none => none
  | some rest => match indexed v.numIndices rest with
    | none => none
    | some major => match headOf major, env.find? rule.ctor with
      | .const _ us, some (.ctorInfo ctor) =>
        let taken := listLowered (firstOf ctor.numParams (arguments major [])) v.numIndices
        let fields := variables rule.nfields 0
        match given (ctor.type.instantiateLevelParams ctor.levelParams us) (joined taken fields) with
        | none => none
        | some made =>
          let indices := afterFirst ctor.numParams (arguments made [])
          let built := applied (.const rule.ctor us) (joined taken fields)
          match given rest (joined indices [built]) with
          | none => none
          | some type =>
            let left := applied self (joined fixed (joined indices [built]))
            some (mkApp3 (.const ``Eq [sort]) type left body)
      | _, _ => none
where
  sort : Level :=
    match env.find? v.getMajorInduct with
    | some (.inductInfo i) =>
      if longer v.levelParams i.levelParams then (match v.levelParams with | u :: _ => .param u | [] => .zero) else .zero
    | _ => .zero
  longer (a b : List Name) : Bool :=
    match a, b with
    | _ :: xs, _ :: ys => longer xs ys
    | _ :: _, [] => true
    | _, _ => false
  listLowered (l : List Expr) (k : Nat) : List Expr :=
    match l with
    | [] => []
    | x :: rest => x.lowerLooseBVars k k :: listLowered rest k

def checkRules (env : Environment) (v : RecursorVal) (rules : List RecursorRule) : Except String Unit :=
  match rules with
  | [] => .ok ()
  | rule :: rest =>
    let count := v.numParams + v.numMotives + v.numMinors + rule.nfields
    match underBinders count rule.rhs (fun body => equation env v rule body) with
    | none => .error ("the rule of " ++ dotted v.name ++ " for " ++ dotted rule.ctor ++ " has another form")
    | some equation =>
      let value : DefinitionVal := {
        name := scratch, levelParams := v.levelParams, type := .sort .zero, value := equation, hints := .opaque, safety := .safe,
        all := [scratch] }
      match kernel env (.defnDecl value) with
      | .ok _ => checkRules env v rest
      | .error why => .error ("the rule of " ++ dotted v.name ++ " for " ++ dotted rule.ctor ++ ": " ++ why)

/-- The recursors of a block: one for each type, and `rec_1` and on for nested occurrences. -/
partial def checkRecursors (env : Environment) (types : List InductiveType) : Except String Unit :=
  match types with
  | [] => .ok ()
  | t :: rest => match env.find? (.str t.name "rec") with
    | some (.recInfo v) => match checkRules env v v.rules with
      | .error why => .error why
      | .ok _ => match nested t.name 1 with
        | .error why => .error why
        | .ok _ => checkRecursors env rest
    | _ => .error (dotted t.name ++ " has no recursor")
where
  nested (name : Name) (k : Nat) : Except String Unit :=
    match env.find? (.str name ("rec_" ++ Nat.repr k)) with
    | some (.recInfo v) => match checkRules env v v.rules with
      | .error why => .error why
      | .ok _ => nested name (k + 1)
    | _ => .ok ()

def plainAll (types : List InductiveType) : Except String Unit :=
  match types with
  | [] => .ok ()
  | t :: rest =>
    if plain t.type then plainAll rest
    else .error (dotted t.name ++ " is in a universe that is a proposition only after computing; kernels had bugs there")

/-- The type of field `k` of a constructor, under the parameters and the fields before it. -/
def fieldType (type : Expr) (k : Nat) : Option Expr :=
  match type, k with
  | .forallE _ t _ _, 0 => some t
  | .forallE n t b i, k + 1 => match fieldType b k with
    | some inner => some (.forallE n t inner i)
    | none => none
  | _, _ => none

/-- A projection out of a proposition may only give a proof; kernels before 4.34 can be made to miss that (lean4#14613, #14807), and to
truncate the index (#12746). Here the kernel is asked for the field's sort itself. -/
def soundProjection (env : Environment) (structure' : Name) (index : Nat) : Bool :=
  match env.find? structure' with
  | some (.inductInfo v) => match v.ctors with
    | [c] => match env.find? c with
      | some (.ctorInfo ctor) =>
        if index < ctor.numFields then
          match resultLevel v.type with
          | some .zero => match fieldType ctor.type (ctor.numParams + index) with
            | some type =>
              let value : DefinitionVal := {
                name := scratch, levelParams := ctor.levelParams, type := .sort .zero, value := type, hints := .opaque,
                safety := .safe, all := [scratch] }
              match kernel env (.defnDecl value) with
              | .ok _ => true
              | .error _ => false
            | none => false
          | some u => u.isNeverZero
          | none => false
        else false
      | _ => false
    | _ => false
  | _ => false

def unsoundIn (env : Environment) (e : Expr) : Bool :=
  match e with
  | .proj s i _ => !soundProjection env s i
  | _ => false

def projections (env : Environment) (e : Expr) : Except String Unit :=
  match Expr.find? (fun x => unsoundIn env x) e with
  | some _ => .error "a projection that takes data out of a proof, or no field at all"
  | none => .ok ()

def addOne (env : Environment) (d : Declaration) : Except String Environment :=
  match d with
  | .inductDecl params _ types _ => match plainAll types with
    | .error why => .error why
    | .ok _ => match kernel env d with
      | .error why => .error why
      | .ok env => match recheckAll env params types with
        | .error why => .error why
        | .ok _ => match checkRecursors env types with
          | .error why => .error why
          | .ok _ => .ok env
  | .thmDecl v => valued v.type v.value
  | .defnDecl v => valued v.type v.value
  | .opaqueDecl v => valued v.type v.value
  | _ => .error "a declaration of another kind"
where
  valued (type value : Expr) : Except String Environment :=
    match projections env type with
    | .error why => .error why
    | .ok _ => match projections env value with
      | .error why => .error why
      | .ok _ => kernel env d

def nameOf (d : Declaration) : Name :=
  match d with
  | .thmDecl v => v.name
  | .defnDecl v => v.name
  | .opaqueDecl v => v.name
  | .inductDecl _ _ (t :: _) _ => t.name
  | _ => .anonymous

partial def addEach (env : Environment) (all : Array Declaration) (i : Nat) : Except String Environment :=
  if i < all.size then
    match addOne env all[i]! with
    | .ok env => addEach env all (i + 1)
    | .error why => .error (dotted (nameOf all[i]!) ++ ": " ++ why)
  else .ok env

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

/-- Library constants whose bodies this build does not load look like axioms; the library is trusted, what it calls an axiom is not. -/
def isAxiom (env : Environment) (n : Name) : Bool :=
  match getOriginalConstKind? env n with
  | some .axiom => true
  | some _ => false
  | none => true

/-- Axioms outside `allowed` that base constants in `todo` rest on. `seen` grows by what was walked. -/
partial def bad (env : Environment) (allowed : List Name) (todo : List Name) (clean seen : NameSet) (found : List Name) :
    List Name × NameSet :=
  match todo with
  | [] => (found, seen)
  | n :: rest =>
    if clean.contains n || seen.contains n then bad env allowed rest clean seen found
    else
      let seen := seen.insert n
      if oneOf n [``Lean.reduceBool, ``Lean.reduceNat] && !oneOf ``Lean.ofReduceBool allowed then
        -- The kernel runs compiled code for these without an axiom.
        bad env allowed rest clean seen (n :: found)
      else match env.find? n with
      | none => bad env allowed rest clean seen found
      | some (.axiomInfo v) =>
        if isAxiom env n && !oneOf n allowed then bad env allowed rest clean seen (n :: found)
        else bad env allowed (uses v.type rest) clean seen found
      | some info => bad env allowed (push (usedBy env info) rest) clean seen found
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
    let (found, seen) := bad ctx.base allowed (allUses declarations 0 []) clean {} []
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

def replay (ctx : Context) (cache : IO.Ref (List (String × Statement))) (request : Json) : IO Json := do
  let key := textOf (field request "statement")
  match known key (← cache.get) with
  | some wanted => decide ctx wanted request
  | none =>
    match ← statement ctx request with
    | .error answer => return answer
    | .ok wanted =>
      cache.modify fun l => (key, wanted) :: first 63 l
      decide ctx wanted request
where
  first (n : Nat) (l : List (String × Statement)) : List (String × Statement) :=
    match n, l with
    | n + 1, x :: rest => x :: first n rest
    | _, _ => []
  known (key : String) (l : List (String × Statement)) : Option Statement :=
    match l with
    | [] => none
    | (k, s) :: rest => if k == key then some s else known key rest

end VeriloopChecker

public def main : IO Unit := VeriloopChecker.run fun ctx => do
  let cache ← IO.mkRef []
  return VeriloopChecker.replay ctx cache
