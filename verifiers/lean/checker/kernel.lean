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
