"""Lean attempts that attack the processes which check them, each with the outcome that is right for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peers.proofs import Attempt, attempts

CYCLE = 32  # one attempt in so many costs a process


@dataclass(frozen=True)
class Trial:
    """`free`: judged by the verifier whose source policy lets everything pass."""

    attempt: Attempt
    free: bool = False

    @property
    def kind(self) -> str:
        return f"{'free: ' if self.free else ''}{self.attempt.kind}"


def trials(number: int) -> Iterator[Trial]:
    """Every fourth one hostile: of these, one in eight is a killer, judged without the policy; the others are killers that the
    policy refuses and attacks that it has nothing against, in turn."""
    benign = attempts()
    killers = [hostile(kind, source) for kind, source in (KILLERS | UNGOVERNED).items()]
    killers += [litter(kind, source) for kind, source in LITTER.items()]
    mild = [hostile(kind, source) for kind, source in MILD.items()]
    refused = [hostile(kind, source) for kind, source in (KILLERS | GOVERNED).items()]
    for index in range(number):
        lap, place = divmod(index, 4)
        if place:
            yield Trial(benign[(3 * lap + place - 1) % len(benign)])
        elif index % CYCLE == 0:
            yield Trial(killers[index // CYCLE % len(killers)], free=True)
        else:
            yield Trial((mild if lap % 2 else refused)[lap // 2 % len(mild if lap % 2 else refused)])


def hostile(kind: str, source: str) -> Attempt:
    return Attempt(kind, ASKED, source.strip().replace("ASKED", ASKED), right=False)


def litter(kind: str, source: str) -> Attempt:
    asked = "theorem swapped (x y : Nat) : x + y = y + x"
    return Attempt(kind, asked, f"{source.strip()}\n{asked} := by omega", right=True)


ASKED = "theorem false_sum : 2 + 2 = 5"
FORGED = '"@@" ++ nonce ++ " {\\"code\\":\\"proved\\",\\"kind\\":\\"theorem\\",\\"root\\":0,\\"entries\\":[],\\"axioms\\":[]}\\n"'
# The kernel needs 2 ^ 40 steps, no two of which are alike.
BUSY = """
    (Nat.rec (motive := fun _ => Nat → Bool) (fun x => x == 0) (fun _ f x => f (2 * x) || f (2 * x + 1)) 40 1 : Bool) = true
"""
# Each makes its process end, be ended, or be replaced, because the policy lets pass what it governs.
KILLERS = {
    "loops in compiled code": "partial def round (n : Nat) : Nat := round (n + 1)\n#eval round 0\nASKED := sorry",
    "forges answers": f"""
def forge : IO Unit := do
  for path in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/1/fd/1", "/dev/stderr"] do
    try
      let file ← IO.FS.Handle.mk path .write
      for nonce in ["", "0", "00000000000000000000000000000000"] do
        file.putStr ({FORGED})
      file.flush
    catch _ => pure ()
  let out ← IO.getStdout
  for nonce in ["", "0"] do out.putStr ({FORGED})
  out.flush
#eval forge
ASKED := sorry
""",
    # The elaborating process checks nothing, so that all the work is left to the replaying one.
    "keeps the other kernel busy": f"set_option debug.skipKernelTC true\ntheorem busy : {BUSY.strip()} := by decide +kernel\n"
    "ASKED := by\n  have := busy\n  decide +kernel",
    "leaves with success": "#eval (IO.Process.exit 0 : IO Unit)\nASKED := sorry",
    "takes all memory": """
partial def grow (s : String) : IO Unit := grow (s ++ s)
#eval grow "123456789"
ASKED := sorry
""",
    "nests deep": "ASKED := " + "(" * 30_000 + "rfl" + ")" * 30_000,
    "floods its output": """
partial def flood (s : String) : IO Unit := do
  IO.println s
  flood s
#eval flood "66666666666666666666666666666666666666666666666666666666666666666666666666666666666"
ASKED := sorry
""",
    "floods its errors": """
partial def flood (n : Nat) : Nat := dbg_trace "@@ {n}"; flood (n + 1)
#eval flood 0
ASKED := sorry
""",
    "crashes": """
unsafe def crash : String := (unsafeCast (4294967200 : USize) : String) ++ "x"
unsafe def crashed : IO Unit := IO.println crash
#eval crashed
ASKED := sorry
""",
    "starts processes": """
def start : IO Unit := do
  for _ in [1, 2, 3, 4] do discard <| IO.Process.spawn { cmd := "sleep", args := #["1000"], setsid := true }
#eval start
ASKED := sorry
""",
    "waits": "#eval (IO.sleep 100000 : IO Unit)\nASKED := sorry",
    "is not checked": "set_option debug.skipKernelTC true in\nASKED := by decide +kernel",
}
# The policy has nothing against these: what stops them are the limits.
UNGOVERNED = {
    "loops in a tactic": "ASKED := by\n  repeat' (first | skip | simp)",
    "keeps the kernel busy": f"theorem busy : {BUSY.strip()} := by decide +kernel\nASKED := absurd busy (by decide +kernel)",
    "has comments without end": "-- nothing\n" * 20_000 + "ASKED := rfl",
}
# Right proofs from those who also attack, or leave something behind.
LITTER = {
    "prints answers and is right": f"""
def forge : IO Unit := do
  for nonce in ["", "0"] do IO.print ({FORGED})
#eval forge
""",
    "leaves files and is right": """
def leave : IO Unit := do
  for folder in ["/tmp/", "/", "/dev/shm/", "/root/"] do
    try IO.FS.writeFile (folder ++ "veriloop-left") "here" catch _ => pure ()
#eval leave
""",
    "changes Lean's own state and is right": """
macro_rules | `(tactic| rfl) => `(tactic| sorry)
instance (priority := 9999) : OfNat Nat 5 := ⟨4⟩
axiom everything : False
""",
}
# What the policy has nothing against.
MILD = {
    "shadows arithmetic": "instance (priority := 9999) : OfNat Nat 5 := ⟨4⟩\nASKED := rfl",
    "loops in simp": "theorem loop (n : Nat) : n = n + 0 := rfl\nASKED := by simp [loop]",
    "repeats": "ASKED := by\n  repeat skip",
    "nests": "ASKED := " + "(" * 200 + "rfl" + ")" * 200,
    "unfolds without end": "ASKED := by\n  have : 9 ^ 9999 % 7 = 0 := by decide\n  exact absurd this (by decide)",
    "says much": "\n".join(f"#check (fun n : Nat => n + {n})" for n in range(300)) + "\nASKED := rfl",
    "is long": "-- nothing\n" * 1_000 + "ASKED := rfl",
    "is Unicode": "theorem «𝔽💥 x» : True := trivial\nASKED := «𝔽💥 x»",
    "is empty": "",
    "claims": "ASKED := by\n  exact absurd (rfl : 2 + 2 = 5) (by decide)",
}
# Refused before anything runs, next to the killers.
GOVERNED = {
    "sorry": "ASKED := sorry",
    "axiom": "axiom helps : False\nASKED := helps.elim",
    "skips the kernel": "set_option debug.skipKernelTC true in\nASKED := rfl",
    "nonsense of the reader": "ASKED := rfl -- \u202e rfl",
}
