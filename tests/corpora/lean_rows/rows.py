"""What a labelled row is made of, and the short ways to write one."""

from __future__ import annotations

from dataclasses import dataclass

# Every header costs two processes of several seconds each, so there are few.
PLAIN = ""
META = "import Lean"
DEFS = """
import Lean

open Nat List

set_option autoImplicit false

namespace Shop

inductive Coin where
  | penny
  | nickel
  | dime
  deriving DecidableEq, Repr

inductive Tree (α : Type) where
  | leaf : Tree α
  | node : Tree α → α → Tree α → Tree α

structure Interval where
  low : Int
  high : Int
  ordered : low ≤ high

def Coin.value : Coin → Nat
  | .penny => 1
  | .nickel => 5
  | .dime => 10

def total : List Coin → Nat
  | [] => 0
  | c :: rest => c.value + total rest

def Tree.size {α : Type} : Tree α → Nat
  | .leaf => 0
  | .node l _ r => l.size + 1 + r.size

def Tree.mirror {α : Type} : Tree α → Tree α
  | .leaf => .leaf
  | .node l x r => .node r.mirror x l.mirror

def double (n : Nat) : Nat := n + n

def largest (a b : Int) : Int := if a ≥ b then a else b

@[reducible, simp]
def largest_pre (_a _b : Int) : Prop := True

@[reducible, simp]
def largest_post (a b result : Int) (_h : largest_pre a b) : Prop :=
  result ≥ a ∧ result ≥ b ∧ (result = a ∨ result = b)

def Even (n : Nat) : Prop := ∃ k, n = k + k

variable {β : Type}

end Shop

open Shop
""".lstrip()


@dataclass(frozen=True, slots=True)
class Row:
    statement: str
    header: str
    group: str
    note: str
    attempt: str
    accept: bool
    dangerous: bool = False


def genuine(group: str, note: str, statement: str, attempt: str, header: str = PLAIN) -> Row:
    return Row(statement, header, group, note, filled(statement, attempt), accept=True)


def cheat(group: str, note: str, statement: str, attempt: str, header: str = PLAIN, *, dangerous: bool = False) -> Row:
    return Row(statement, header, group, note, filled(statement, attempt), accept=False, dangerous=dangerous)


def filled(statement: str, attempt: str) -> str:
    """The attempt with `THEOREM` replaced by the statement; one that begins with `:=` or `|` goes on from it."""
    text = attempt.removeprefix("\n")
    if text.startswith(":="):
        return f"{statement} {text}"
    return f"{statement}\n  {text}" if text.startswith("|") else text.replace("THEOREM", statement)


def fenced(code: str, before: str = "", after: str = "", language: str = "lean") -> str:
    return f"{before}```{language}\n{code.strip()}\n```\n{after}"
