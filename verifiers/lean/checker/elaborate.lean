/-! ## Elaborating -/

def elaborate (ctx : Context) (request : Json) : IO Json := do
  let state ← commands (textOf (field request "source")) ctx.state
  let log ← messages state.messages
  let name := nameOfParts (items (field request "name")) 0 .anonymous
  if state.messages.hasErrors then return .mkObj [("messages", log)]
  match declared ctx.state state.env name with
  | none => return .mkObj [("messages", log), ("kind", .str "nothing")]
  | some info =>
    let w ← Writer.new
    let seen ← IO.mkRef {}
    let root ← w.name info.name
    try
      emit w ctx.base state.env seen [info.name]
      let entries ← w.entries.get
      return .mkObj [("messages", log), ("kind", .str (kind info)), ("root", num root), ("entries", .arr entries)]
    catch error =>
      return .mkObj [("messages", log), ("kind", .str (kind info)), ("unreadable", .str (toString error))]

end VeriloopChecker

public def main : IO Unit := VeriloopChecker.run (pure VeriloopChecker.elaborate)
