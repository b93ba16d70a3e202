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
