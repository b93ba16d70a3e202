"""Theorems of propositional logic, and about what exists."""

from __future__ import annotations

import random
from math import gcd

from problems.theorems.terms import Stated, linear, names, term, written

PROPOSITIONS = "pqrsuvwx"
EASY = (
    ("{P} → {P}", "fun h => h"),
    ("{P} ∧ {Q} → {Q} ∧ {P}", "fun h => ⟨h.2, h.1⟩"),
    ("{P} ∧ {Q} → {Q}", "fun h => h.2"),
    ("{P} → {P} ∨ {Q}", "fun h => Or.inl h"),
    ("{P} ∨ {Q} → {Q} ∨ {P}", "fun h => h.elim Or.inr Or.inl"),
    ("{P} → {Q} → {P}", "fun h _ => h"),
)
MIDDLE = (
    ("({P} → {Q}) → {P} → {Q}", "fun f h => f h"),
    ("({P} → {Q}) → ({Q} → {R}) → {P} → {R}", "fun f g h => g (f h)"),
    ("{P} ∧ ({Q} ∧ {R}) → ({P} ∧ {Q}) ∧ {R}", "fun h => ⟨⟨h.1, h.2.1⟩, h.2.2⟩"),
    ("{P} ∧ {Q} ↔ {Q} ∧ {P}", "⟨fun h => ⟨h.2, h.1⟩, fun h => ⟨h.2, h.1⟩⟩"),
    ("{P} → ¬¬{P}", "fun h k => k h"),
    ("{P} → ¬{P} → {Q}", "fun h k => absurd h k"),
)
HARD = (
    ("({P} → {Q}) → ¬{Q} → ¬{P}", "fun f k h => k (f h)"),
    (
        "{P} ∧ ({Q} ∨ {R}) → ({P} ∧ {Q}) ∨ ({P} ∧ {R})",
        "fun h => h.2.elim (fun q => Or.inl ⟨h.1, q⟩) (fun r => Or.inr ⟨h.1, r⟩)",
    ),
    ("({P} → {R}) → ({Q} → {R}) → {P} ∨ {Q} → {R}", "fun f g h => h.elim f g"),
    ("¬({P} ∨ {Q}) → ¬{P} ∧ ¬{Q}", "fun h => ⟨fun p => h (Or.inl p), fun q => h (Or.inr q)⟩"),
    ("({P} ∧ {Q} → {R}) ↔ ({P} → {Q} → {R})", "⟨fun f p q => f ⟨p, q⟩, fun f h => f h.1 h.2⟩"),
)
CLASSICAL = (
    ("¬¬{P} → {P}", "fun h => Classical.byContradiction h"),
    ("{P} ∨ ¬{P}", "Classical.em _"),
    ("(¬{Q} → ¬{P}) → {P} → {Q}", "fun f p => Classical.byContradiction fun q => f q p"),
    ("¬({P} ∧ {Q}) → ¬{P} ∨ ¬{Q}", "fun h => (Classical.em _).elim (fun p => Or.inr fun q => h ⟨p, q⟩) Or.inl"),
    ("({P} → {Q}) → ¬{P} ∨ {Q}", "fun f => (Classical.em _).elim (fun p => Or.inr (f p)) Or.inl"),
    ("(({P} → {Q}) → {P}) → {P}", "fun f => Classical.byContradiction fun k => k (f fun p => absurd p k)"),
)
LAWS = (EASY, MIDDLE, HARD, CLASSICAL)


def propositions(level: int, rng: random.Random) -> Stated:
    """A law of logic about formulas, which grow; from level 5 two laws at once, then three, then under assumptions."""
    used = sorted(names(2 + (level + 1) // 2, rng, PROPOSITIONS))
    depth = 1 if level < 4 else 2
    if level <= len(LAWS):
        goal, proof = law(LAWS[level - 1], used, depth, rng)
    else:
        laws = [law(rng.choice(LAWS[1:]), used, depth, rng) for _ in range(2 if level < 7 else 3)]
        goal, proof = " ∧ ".join(f"({each})" for each, _ in laws), f"⟨{', '.join(each for _, each in laws)}⟩"
        if level in (6, 8):
            goal, proof = f"{formula(used, depth, rng)} → {goal}", f"fun _ => {proof}"
    present = [name for name in used if name in goal]
    return f"({' '.join(present)} : Prop) : {goal}", f"by exact {proof}"


def law(laws: tuple[tuple[str, str], ...], used: list[str], depth: int, rng: random.Random) -> tuple[str, str]:
    goal, proof = rng.choice(laws)
    return goal.format(**{place: formula(used, depth, rng) for place in "PQR"}), proof


def formula(used: list[str], depth: int, rng: random.Random) -> str:
    """A letter, or a formula in brackets that is nested at most `depth` deep."""
    if not depth or rng.random() < 0.3:
        return rng.choice(used)
    left = formula(used, depth - 1, rng)
    if rng.random() < 0.25:
        return f"(¬{left})"
    return f"({left} {rng.choice('∧∨→')} {formula(used, depth - 1, rng)})"


def existence(level: int, rng: random.Random) -> Stated:
    """A solution to give; one that depends on a variable; one from another; and that there is none."""
    x, y, z, n, m = names(5, rng)
    a, b, c, d = (rng.randint(2, 99 if level in (1, 4) else 40) for _ in range(4))
    if level == 1:
        return f": ∃ {x} : Nat, {x} + {b} = {b + c}", f"by exact ⟨{c}, rfl⟩"
    if level == 2:
        left = rng.choice((f"{a} * {x} + {b}", f"{b} + {x} * {a}"))
        return f": ∃ {x} : Nat, {left} = {a * c + b}", f"by exact ⟨{c}, rfl⟩"
    if level == 3:
        return f": ∃ {x} {y} : Nat, {a} * {x} + {b} * {y} = {a * c + b * d}", f"by exact ⟨{c}, {d}, rfl⟩"
    if level == 4:
        goal = rng.choice((f"{a} * {n} + {b} < {x}", f"{x} = {a} * {n} + {b} + 1"))
        return f": ∀ {n} : Nat, ∃ {x}, {goal}", f"by\n  intro {n}\n  exact ⟨{a} * {n} + {b} + 1, by omega⟩"
    if level == 5:
        proof = f"by\n  intro {n}\n  exact ⟨{a} * ({n} + {b}), by omega, by omega⟩"
        return f": ∀ {n} : Nat, ∃ {x}, {n} + {b} ≤ {x} ∧ {a} ∣ {x} + {a * c}", proof
    if level == 6:
        given = f"(h : ∃ {x}, {n} = {a * b} * {x} + {a * c})"
        proof = f"by\n  obtain ⟨{x}, h⟩ := h\n  exact ⟨{b} * {x} + {c}, by omega⟩"
        return f"({n} : Nat) {given} : ∃ {y}, {n} = {a} * {y}", proof
    if level == 7:
        given = f"(h : ∃ {x}, {n} = {a} * {x} + {b}) (g : ∃ {y}, {m} = {a} * {y} + {c})"
        proof = f"by\n  obtain ⟨{x}, h⟩ := h\n  obtain ⟨{y}, g⟩ := g\n  exact ⟨{x} + {y}, by omega⟩"
        return f"({n} {m} : Nat) {given} : ∃ {z}, {n} + {m} = {a} * {z} + {b + c}", proof
    return unsolvable(x, y, rng)


def unsolvable(x: str, y: str, rng: random.Random) -> Stated:
    """An equation in integers whose coefficients have a common divisor that the right side does not have."""
    common = rng.randint(2, 9)
    while True:
        a, b, right = common * rng.randint(1, 9), -common * rng.randint(1, 9), rng.randint(1, 200)
        if right % gcd(a, b):
            break
    left = written(linear({x: a, y: b}), rng)
    return f": ¬ ∃ {x} {y} : Int, {left} = {term((), right)}", f"by\n  rintro ⟨{x}, {y}, h⟩\n  omega"
