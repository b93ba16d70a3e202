"""Theorems about functions, Booleans and optional values."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product

from problems.theorems.terms import Stated, names

Truth = tuple[bool, ...]
BOOLEANS = "abcdpqrs"


def functions(level: int, rng: random.Random) -> Stated:
    """One kind at each level, each harder than the one before."""
    return FUNCTIONS[level - 1](rng)


def constants(rng: random.Random, count: int = 3) -> list[int]:
    return [rng.randint(2, 30) for _ in range(count)]


def computed(rng: random.Random) -> Stated:
    """`(some 3).map (fun x => x + 4) = some 7`."""
    x, (a, b, c) = names(1, rng)[0], constants(rng)
    goals = (
        f"(some {a}).map (fun {x} => {x} + {b}) = some {a + b}",
        f"(if {a} < {a + b} then {c} else {b}) = {c}",
        f"(fun {x} => {a} * {x} + {b}) {c} = {a * c + b}",
        f"(some {a}).getD {b} = {a}",
    )
    return f": {rng.choice(goals)}", "by rfl"


def composed(rng: random.Random) -> Stated:
    (x, n), (a, b, c) = names(2, rng), constants(rng)
    goals = (
        f"((fun {x} => {x} + {a}) ∘ (fun {x} => {b} * {x})) {n} = {b} * {n} + {a}",
        f"(fun {x} => {a} * {x} + {b}) ({n} + {c}) = {a} * ({n} + {c}) + {b}",
        f"(some {n}).map (fun {x} => {a} * {x} + {b}) = some ({a} * {n} + {b})",
    )
    return f"({n} : Nat) : {rng.choice(goals)}", "by rfl"


def booleans(rng: random.Random) -> Stated:
    return tautology(2, 2, rng)


def longer_booleans(rng: random.Random) -> Stated:
    return tautology(3, 3, rng)


def tautology(count: int, depth: int, rng: random.Random) -> Stated:
    """Two formulas in the same variables with the same table."""
    used = sorted(names(count, rng, BOOLEANS))
    rows = list(product((False, True), repeat=count))
    while True:
        left, table = formula(used, rows, depth, rng)
        found = (formula(used, rows, depth, rng) for _ in range(50))
        equal = [text for text, other in found if other == table and text != left]
        if equal and all(name in left + equal[0] for name in used):
            return f": ∀ {' '.join(used)} : Bool, {left} = {equal[0]}", "by decide"


def formula(used: list[str], rows: list[Truth], depth: int, rng: random.Random) -> tuple[str, Truth]:
    """A formula in brackets, with its value in each row."""
    if not depth or rng.random() < 0.2:
        place = rng.randrange(len(used))
        return used[place], tuple(row[place] for row in rows)
    left, one = formula(used, rows, depth - 1, rng)
    if rng.random() < 0.25:
        return f"(!{left})", tuple(not value for value in one)
    right, other = formula(used, rows, depth - 1, rng)
    if rng.random() < 0.5:
        return f"({left} && {right})", tuple(a and b for a, b in zip(one, other, strict=True))
    return f"({left} || {right})", tuple(a or b for a, b in zip(one, other, strict=True))


def optional(rng: random.Random) -> Stated:
    (x, o), (a, b, c) = names(2, rng), constants(rng)
    goals = (
        f"({o}.map (fun {x} => {x} + {a})).map (fun {x} => {b} * {x}) = {o}.map (fun {x} => {b} * {x} + {a * b})",
        f"({o}.bind (fun {x} => some ({x} + {a}))).map (fun {x} => {x} + {b}) = {o}.map (fun {x} => {x} + {a + b})",
        f"({o}.map (fun {x} => {x} + {a})).getD {a + c} = {o}.getD {c} + {a}",
    )
    return f"({o} : Option Nat) : {rng.choice(goals)}", f"by cases {o} <;> grind"


def given_by_a_rule(rng: random.Random) -> Stated:
    """What a function that is known at every point gives when it is applied twice."""
    (f, x, n), (a, b, c) = [*names(1, rng, "fgFGrs"), *names(2, rng)], constants(rng)
    rule = f"({f} : Nat → Nat) ({n} : Nat) (h : ∀ {x}, {f} {x} = {a} * {x} + {b})"
    goals = (
        (f": {f} ({f} {n}) = {a * a} * {n} + {a * b + b}", "by\n  rw [h, h]\n  omega"),
        (f": {f} ({n} + {c}) = {f} {n} + {a * c}", "by\n  rw [h, h]\n  omega"),
        (f": {f} ({c} * {n}) + {b * (c - 1)} = {c} * {f} {n}", "by\n  rw [h, h]\n  omega"),
    )
    goal, proof = rng.choice(goals)
    return f"{rule} {goal}", proof


def by_steps(rng: random.Random) -> Stated:
    """What a function that grows by `d` with every step of `c` gives after some steps."""
    (f, x, n), (c, d, e) = [*names(1, rng, "fgFGrs"), *names(2, rng)], constants(rng)
    steps = rng.randint(2, 4)
    facts = [f"  have h{k} := h ({n} + {k * c})" if k else f"  have h0 := h {n}" for k in range(steps)]
    rule = f"({f} : Nat → Nat) ({n} : Nat) (h : ∀ {x}, {f} ({x} + {c}) = {f} {x} + {d})"
    proof = "\n".join(["by", *facts, "  simp only [Nat.add_assoc, Nat.reduceAdd] at *", "  omega"])
    return f"{rule} : {f} ({n} + {steps * c}) + {e} = {f} {n} + {steps * d + e}", proof


def by_twice(rng: random.Random) -> Stated:
    """A function that applied twice adds `c` keeps steps of `c`."""
    (f, x, n), (c, e, _) = [*names(1, rng, "fgFGrs"), *names(2, rng)], constants(rng)
    steps = rng.randint(1, 3)
    rule = f"({f} : Nat → Nat) ({n} : Nat) (h : ∀ {x}, {f} ({f} {x}) = {x} + {c})"
    lines = ["by", f"  have step : ∀ {x}, {f} ({x} + {c}) = {f} {x} + {c} := fun {x} => by rw [← h {x}, h ({f} {x})]"]
    lines += [f"  have h{k} := step ({n} + {k * c})" if k else f"  have h0 := step {n}" for k in range(steps)]
    lines += ["  simp only [Nat.add_assoc, Nat.reduceAdd] at *", "  omega"]
    return f"{rule} : {f} ({n} + {steps * c}) + {e} = {f} {n} + {steps * c + e}", "\n".join(lines)


FUNCTIONS: tuple[Callable[[random.Random], Stated], ...] = (
    computed,
    composed,
    booleans,
    longer_booleans,
    optional,
    given_by_a_rule,
    by_steps,
    by_twice,
)
