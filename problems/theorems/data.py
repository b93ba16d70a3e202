"""Theorems about lists: computed ones, lists with a variable, then lengths, maps and sums by induction."""

from __future__ import annotations

import random
from collections.abc import Callable

from problems.theorems.terms import Stated, names, shuffled

INDUCTION = "by\n  induction xs{over} with\n  | nil => {nil}\n  | cons y xs ih => {cons}"


def lists(level: int, rng: random.Random) -> Stated:
    """One kind at each level, each harder than the one before."""
    return LISTS[level - 1](rng)


def by_induction(nil: str, cons: str, over: str = "") -> str:
    return INDUCTION.format(nil=nil, cons=cons, over=over)


def some_numbers(rng: random.Random, least: int = 1) -> list[int]:
    return [rng.randint(0, 99) for _ in range(rng.randint(least, 4))]


def constants(rng: random.Random, count: int = 3) -> list[int]:
    return [rng.randint(2, 30) for _ in range(count)]


def variable(rng: random.Random) -> str:
    """The name of what a function takes; `y` and `s` are in use."""
    return names(1, rng, "abcdkmnuvwxz")[0]


def computed(rng: random.Random) -> Stated:
    """`[3, 1] ++ [4] = [3, 1, 4]`."""
    items, more, x, c = some_numbers(rng), some_numbers(rng), variable(rng), rng.randint(1, 20)
    goals = (
        f"{items}.length = {len(items)}",
        f"{items} ++ {more} = {items + more}",
        f"{items}.reverse = {items[::-1]}",
        f"{items}.map (fun {x} => {x} + {c}) = {[item + c for item in items]}",
        f"({items} ++ {more}).length = {len(items + more)}",
    )
    return f": {rng.choice(goals)}", "by rfl"


def with_an_element(rng: random.Random) -> Stated:
    """`[3, n].length = 2` for any n."""
    n, (c, d, _) = variable(rng), constants(rng)
    items = shuffled([*map(str, some_numbers(rng)), n], rng)
    shown, size = f"[{', '.join(items)}]", len(items)
    goals = (f"{shown}.length = {size}", f"({shown} ++ [{c}, {d}]).length = {size + 2}", f"{n} ∈ {shown}")
    return f"({n} : Nat) : {rng.choice(goals)}", "by simp"


def with_a_rest(rng: random.Random) -> Stated:
    """`(xs ++ [3, 4]).length = xs.length + 2`."""
    items, x, (c, d, _) = some_numbers(rng, 2), variable(rng), constants(rng)
    goals = (
        f"(xs ++ {items}).length = xs.length + {len(items)}",
        f"({c} :: xs).map (fun {x} => {x} + {d}) = {c + d} :: xs.map (fun {x} => {x} + {d})",
        f"(xs.map (fun {x} => {d} * {x} + {c})).length = xs.length",
        f"({c} :: {d} :: xs).length = xs.length + 2",
    )
    return f"(xs : List Nat) : {rng.choice(goals)}", "by simp"


def lengths(rng: random.Random) -> Stated:
    """`(xs ++ ys).length + 7 = 3 + ys.length + xs.length + 4`."""
    c, d, _ = constants(rng)
    right = " + ".join(shuffled(["xs.length", "ys.length", str(c), str(d)], rng))
    goal = f"(xs ++ ys).length + {c + d} = {right}"
    fact = "(xs ++ ys).length = xs.length + ys.length"
    return f"(xs ys : List Nat) : {goal}", f"by\n  have h : {fact} := List.length_append\n  omega"


def maps(rng: random.Random) -> Stated:
    x, (c, d, e) = variable(rng), constants(rng)
    inner, outer, both = f"{x} + {c}", f"{d} * {x} + {e}", f"{d} * {x} + {c * d + e}"
    goal = f"(xs.map (fun {x} => {inner})).map (fun {x} => {outer}) = xs.map (fun {x} => {both})"
    return f"(xs : List Nat) : {goal}", by_induction("rfl", "simp only [List.map, ih]; grind")


def folds(rng: random.Random) -> Stated:
    x, (c, d, e) = variable(rng), constants(rng)
    step = f"List.foldr (fun {x} s => {c} * {x} + s)"
    goal = f"{step} {d} (xs ++ ys) + {e} = {step} 0 xs + ({step} {d} ys + {e})"
    return f"(xs ys : List Nat) : {goal}", by_induction("simp", "simp_all; omega")


def sums(rng: random.Random) -> Stated:
    x, (c, d, e) = variable(rng), constants(rng)
    right = " + ".join(shuffled([f"{c} * xs.sum", f"{d} * xs.length", str(e)], rng))
    goal = f"(xs.map (fun {x} => {c} * {x} + {d})).sum + {e} = {right}"
    return f"(xs : List Nat) : {goal}", by_induction("simp", "simp at ih ⊢; omega")


def running_sums(rng: random.Random) -> Stated:
    """Only true by induction for every start at once."""
    (x, n), (c, d, e) = names(2, rng, "abcdkmnuvwxz"), constants(rng)
    step = f"List.foldl (fun s {x} => s + {c} * {x} + {d})"
    right = " + ".join(shuffled([f"{c} * xs.sum", f"{d} * xs.length", f"{e} * {n}"], rng))
    goal = f"{step} ({e} * {n}) xs = {right}"
    general = by_induction("simp", "simp [ih]; omega", f" generalizing {n}").removeprefix("by\n").replace("\n", "\n  ")
    total = f"{c} * xs.sum + {d} * xs.length + {n}"
    proof = f"by\n  have h : ∀ {n}, {step} {n} xs = {total} := by\n    intro {n}\n  {general}\n  have g := h ({e} * {n})\n  omega"
    return f"({n} : Nat) (xs : List Nat) : {goal}", proof


LISTS: tuple[Callable[[random.Random], Stated], ...] = (
    computed,
    with_an_element,
    with_a_rest,
    lengths,
    maps,
    folds,
    sums,
    running_sums,
)
