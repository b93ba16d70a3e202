/-! ## Writing an export

An export is an array of entries, each an array that begins with its tag. Names, levels and expressions are numbered apart,
in the order of their entries; name 0 is the anonymous one, level 0 is zero.
`0 p s` and `1 p k`: names. `2 l`, `3 l l`, `4 l l`, `5 n`: succ, max, imax, param.
`6 i`, `7 l`, `8 n l..`, `9 f a`, `10 n t b i`, `11 n t b i`, `12 n t v b d`, `13 digits`, `14 s`, `15 n i e`: bvar, sort, const, app, lambda,
forall, let, natural and string literal, projection. Metadata is left out.
`16 n [p] t v`, `17 n [p] t v h`, `18 n [p] t v`: theorem, definition, opaque. `19 [p] k [[n t [[c t]..]]..]`: an inductive block with
`k` parameters. `20 n`: an axiom. `21 n why`: what has no safe declaration. -/

def buckets : Nat := 4096

structure Writer where
  entries : IO.Ref (Array Json)
  names : IO.Ref (Array (List (Name × Nat)))
  levels : IO.Ref (List (Level × Nat))
  exprs : IO.Ref (Array (List (Expr × Nat)))
  nameCount : IO.Ref Nat
  levelCount : IO.Ref Nat
  exprCount : IO.Ref Nat

def Writer.new : IO Writer := do
  let entries ← IO.mkRef #[]
  let names ← IO.mkRef (Array.replicate buckets [])
  let levels ← IO.mkRef []
  let exprs ← IO.mkRef (Array.replicate buckets [])
  let nameCount ← IO.mkRef 1
  let levelCount ← IO.mkRef 1
  let exprCount ← IO.mkRef 0
  return { entries, names, levels, exprs, nameCount, levelCount, exprCount }

def slot (h : UInt64) : Nat := (h % 4096).toNat

def seenName (n : Name) (l : List (Name × Nat)) : Option Nat :=
  match l with
  | [] => none
  | (x, i) :: rest => if Name.beq x n then some i else seenName n rest

def seenLevel (u : Level) (l : List (Level × Nat)) : Option Nat :=
  match l with
  | [] => none
  | (x, i) :: rest => if x == u then some i else seenLevel u rest

def seenExpr (e : Expr) (l : List (Expr × Nat)) : Option Nat :=
  match l with
  | [] => none
  | (x, i) :: rest => if x.hash == e.hash then (if x.equal e then some i else seenExpr e rest) else seenExpr e rest

/-- More would not be read by the other side. -/
def most : Nat := 4000000

def Writer.put (w : Writer) (entry : Json) : IO Unit := do
  w.entries.modify fun a => a.push entry
  if (← w.entries.get).size > most then throw (IO.userError "too large")

def next (count : IO.Ref Nat) : IO Nat := do
  let i ← count.get
  count.set (i + 1)
  return i

partial def Writer.name (w : Writer) (n : Name) : IO Nat :=
  match n with
  | .anonymous => pure 0
  | _ => do
    let k := slot n.hash
    match seenName n ((← w.names.get)[k]!) with
    | some i => return i
    | none =>
      match n with
      | .str p s => do
        let p ← w.name p
        w.put (.arr #[num 0, num p, .str s])
      | .num p v => do
        let p ← w.name p
        w.put (.arr #[num 1, num p, num v])
      | .anonymous => pure ()
      let i ← next w.nameCount
      w.names.modify fun a => a.set! k ((n, i) :: a[k]!)
      return i

partial def Writer.level (w : Writer) (u : Level) : IO Nat :=
  match u with
  | .zero => pure 0
  | _ => do
    match seenLevel u (← w.levels.get) with
    | some i => return i
    | none =>
      match u with
      | .succ a => do
        let a ← w.level a
        w.put (.arr #[num 2, num a])
      | .max a b => do
        let a ← w.level a
        let b ← w.level b
        w.put (.arr #[num 3, num a, num b])
      | .imax a b => do
        let a ← w.level a
        let b ← w.level b
        w.put (.arr #[num 4, num a, num b])
      | .param n => do
        let n ← w.name n
        w.put (.arr #[num 5, num n])
      | _ => throw (IO.userError "a universe that was left open")
      let i ← next w.levelCount
      w.levels.modify fun l => (u, i) :: l
      return i

def Writer.levelList (w : Writer) (us : List Level) (to : Array Json) : IO (Array Json) :=
  match us with
  | [] => pure to
  | u :: rest => do
    let i ← w.level u
    w.levelList rest (to.push (num i))

def Writer.nameList (w : Writer) (ns : List Name) (to : Array Json) : IO (Array Json) :=
  match ns with
  | [] => pure to
  | n :: rest => do
    let i ← w.name n
    w.nameList rest (to.push (num i))

def binder (b : BinderInfo) : Nat :=
  match b with
  | .default => 0
  | .implicit => 1
  | .strictImplicit => 2
  | .instImplicit => 3

partial def Writer.expr (w : Writer) (e : Expr) : IO Nat :=
  match e with
  | .mdata _ inner => w.expr inner
  | _ => do
    let k := slot e.hash
    match seenExpr e ((← w.exprs.get)[k]!) with
    | some i => return i
    | none =>
      let entry ← match e with
        | .bvar i => pure #[num 6, num i]
        | .sort u => do
          let u ← w.level u
          pure #[num 7, num u]
        | .const n us => do
          let n ← w.name n
          w.levelList us #[num 8, num n]
        | .app f a => do
          let f ← w.expr f
          let a ← w.expr a
          pure #[num 9, num f, num a]
        | .lam n t b i => do
          let n ← w.name n
          let t ← w.expr t
          let b ← w.expr b
          pure #[num 10, num n, num t, num b, num (binder i)]
        | .forallE n t b i => do
          let n ← w.name n
          let t ← w.expr t
          let b ← w.expr b
          pure #[num 11, num n, num t, num b, num (binder i)]
        | .letE n t v b nondep => do
          let n ← w.name n
          let t ← w.expr t
          let v ← w.expr v
          let b ← w.expr b
          pure #[num 12, num n, num t, num v, num b, num (if nondep then 1 else 0)]
        | .lit (.natVal v) => pure #[num 13, .str (Nat.repr v)]
        | .lit (.strVal s) => pure #[num 14, .str s]
        | .proj n i s => do
          let n ← w.name n
          let s ← w.expr s
          pure #[num 15, num n, num i, num s]
        | _ => throw (IO.userError "a term that was left open")
      w.put (.arr entry)
      let i ← next w.exprCount
      w.exprs.modify fun a => a.set! k ((e, i) :: a[k]!)
      return i

def Writer.valued (w : Writer) (tag : Nat) (n : Name) (params : List Name) (type value : Expr) (more : List Json) : IO Unit := do
  let n ← w.name n
  let ps ← w.nameList params #[]
  let t ← w.expr type
  let v ← w.expr value
  let entry := #[num tag, num n, .arr ps, num t, num v]
  match more with
  | [] => w.put (.arr entry)
  | x :: _ => w.put (.arr (entry.push x))

def Writer.ctors (w : Writer) (env : Environment) (names : List Name) (to : Array Json) : IO (Array Json) :=
  match names with
  | [] => pure to
  | c :: rest => match env.find? c with
    | none => throw (IO.userError "a constructor that is not there")
    | some info => do
      let n ← w.name c
      let t ← w.expr info.type
      w.ctors env rest (to.push (.arr #[num n, num t]))

def Writer.types (w : Writer) (env : Environment) (names : List Name) (to : Array Json) : IO (Array Json) :=
  match names with
  | [] => pure to
  | t :: rest => match env.find? t with
    | some (.inductInfo v) => do
      let n ← w.name t
      let type ← w.expr v.type
      let cs ← w.ctors env v.ctors #[]
      w.types env rest (to.push (.arr #[num n, num type, .arr cs]))
    | _ => throw (IO.userError "an inductive type that is not there")

def hint (h : ReducibilityHints) : Json :=
  match h with
  | .opaque => .str "opaque"
  | .abbrev => .str "abbrev"
  | .regular k => num k.toNat

def Writer.constant (w : Writer) (env : Environment) (info : ConstantInfo) : IO Unit :=
  match info with
  | .thmInfo v => w.valued 16 v.name v.levelParams v.type v.value []
  | .defnInfo v => match v.safety with
    | .safe => w.valued 17 v.name v.levelParams v.type v.value [hint v.hints]
    | .unsafe => refuse v.name "unsafe"
    | .partial => refuse v.name "partial"
  | .opaqueInfo v =>
    if v.isUnsafe then refuse v.name "unsafe" else w.valued 18 v.name v.levelParams v.type v.value []
  | .axiomInfo v => do
    let n ← w.name v.name
    w.put (.arr #[num 20, num n])
  | .inductInfo v =>
    if v.isUnsafe then refuse v.name "unsafe" else do
      let ps ← w.nameList v.levelParams #[]
      let ts ← w.types env v.all #[]
      w.put (.arr #[num 19, .arr ps, num v.numParams, .arr ts])
  | .ctorInfo _ => pure ()
  | .recInfo _ => pure ()
  | .quotInfo v => refuse v.name "a quotient primitive"
where
  refuse (n : Name) (why : String) : IO Unit := do
    let n ← w.name n
    w.put (.arr #[num 21, num n, .str why])

/-- Writes the constants in `todo` that the base lacks, each after what it needs. -/
partial def emit (w : Writer) (base env : Environment) (seen : IO.Ref NameSet) (todo : List Name) : IO Unit :=
  match todo with
  | [] => pure ()
  | n :: rest => do
    if base.contains n || (← seen.get).contains n then emit w base env seen rest
    else
      seen.modify fun s => s.insert n
      match env.find? n with
      | none => throw (IO.userError ("a constant that is not there: " ++ dotted n))
      | some info =>
        match info with
        | .inductInfo v => mark v.all
        | _ => pure ()
        emit w base env seen (usedBy env info)
        w.constant env info
        emit w base env seen rest
where
  mark (names : List Name) : IO Unit :=
    match names with
    | [] => pure ()
    | x :: more => do
      seen.modify fun s => s.insert x
      mark more
