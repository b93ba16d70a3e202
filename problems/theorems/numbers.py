"""Theorems about natural numbers and integers: equations, inequalities, remainders, and the larger of two numbers."""

from __future__ import annotations

import math
import random
from itertools import product

from problems.theorems.terms import Polynomial, Stated, linear, multiplied, names, plus, shuffled, term, written

EXPANDED = 5  # the level from which equations hold products of variables


def equations(level: int, rng: random.Random) -> Stated:
    """A sum in another order; then coefficients, brackets and minus; then products of two and of three sums."""
    if level == 1:
        return reordered(rng)
    kind = "Int" if level in (4, 6, 7, 8) else "Nat"
    used = sorted(names(2 if level in (2, 5, 6) else 3, rng))
    if level < EXPANDED:
        sides = [bracketed(used, level, rng) for _ in range(max(3, level))]
        left = " + ".join(text for text, _ in sides)
        total: Polynomial = {}
        for _, value in sides:
            total = plus(total, value)
        return f"({' '.join(used)} : {kind}) : {left} = {written(total, rng)}", "by omega"
    factors = [summand(used, kind, rng) for _ in range(2 if level < 7 else 3)]
    left, total = " * ".join(f"({written(each, rng)})" for each in factors), linear({}, 1)
    for each in factors:
        total = multiplied(total, each)
    if level == 8:
        less = [summand(used, kind, rng) for _ in range(2)]
        left += " - " + " * ".join(f"({written(each, rng)})" for each in less)
        total = plus(total, multiplied(*less), -1)
    return f"({' '.join(used)} : {kind}) : {left} = {written(total, rng)}", "by grind"


def reordered(rng: random.Random) -> Stated:
    """`a + 12 + b = b + (a + 12)`, or `a + 3 + 4 = 7 + a`."""
    a, b = names(2, rng)
    one, two = rng.randint(1, 99), rng.randint(1, 99)
    items = rng.choice(([a, b], [a, b, str(one)], [a, str(one), str(two)]))
    left, right = items, shuffled(items, rng)
    if len(items) == 3 and b not in items and rng.random() < 0.7:
        right = shuffled([a, str(one + two)], rng)
    elif left == right:
        right = right[::-1]
    used = [name for name in (a, b) if name in items]
    return f"({' '.join(used)} : Nat) : {added(left, rng)} = {added(right, rng)}", "by omega"


def added(items: list[str], rng: random.Random) -> str:
    if len(items) == 3 and rng.random() < 0.3:
        return f"{items[0]} + ({items[1]} + {items[2]})"
    return " + ".join(items)


def bracketed(used: list[str], level: int, rng: random.Random) -> tuple[str, Polynomial]:
    """`3 * a` at level 2, else `3 * (a + 4)` or, with integers, `3 * (a - b + 4)`."""
    coefficient = rng.randint(2, 9)
    if level == 2:
        name = rng.choice(used)
        return term((name,), coefficient), linear({name: coefficient})
    one, two = rng.sample(used, 2)
    inner = linear({one: 1, two: rng.choice((1, -1)) if level == 4 else 1}, rng.randint(0, 20))
    return f"{coefficient} * ({written(inner, rng)})", multiplied(linear({}, coefficient), inner)


def summand(used: list[str], kind: str, rng: random.Random) -> Polynomial:
    """A sum such as `2 * a + b + 5`, with minus for integers."""
    chosen = rng.sample(used, rng.randint(1, 2))
    signs = (1,) if kind == "Nat" else (1, -1)
    return linear(
        {name: rng.randint(1, 4) * rng.choice(signs) for name in chosen}, rng.randint(1, 9) * rng.choice(signs)
    )


def inequalities(level: int, rng: random.Random) -> Stated:
    """A consequence of one linear inequality, of two, ... of five, with more variables and larger coefficients.

    What is given is true of some natural numbers, so that nothing follows from a contradiction.
    """
    kind = rng.choice(("Nat", "Int"))
    used = sorted(names(2 + level // 3, rng))
    point = {name: rng.randint(0, 12) for name in used}
    while True:
        bounds, total = [], linear({}, -rng.randint(0, 5))
        for number in range(1 + level // 2):
            one, two = rng.sample(used, 2)
            slope = linear({one: rng.randint(1, level), two: -rng.randint(1, level)})
            gap = plus(slope, linear({}, -valued(slope, point) - rng.randint(0, 9)))
            bounds.append(f"(h{number + 1} : {at_most(gap, rng)})")
            total = plus(total, gap, rng.randint(1, 1 + level // 3))
        if any(monomial and value > 0 for monomial, value in total.items()):
            break
    return f"({' '.join(used)} : {kind}) {' '.join(bounds)} : {at_most(total, rng)}", "by omega"


def at_most(gap: Polynomial, rng: random.Random) -> str:
    """`gap <= 0`, with the positive terms on the left and the negative ones on the right; `<` when one side has room."""
    left = {monomial: value for monomial, value in gap.items() if value > 0}
    right = {monomial: -value for monomial, value in gap.items() if value < 0}
    if left.get((), 0) >= 1 and rng.random() < 0.5:
        return f"{written(left | {(): left[()] - 1}, rng)} < {written(right, rng)}"
    return f"{written(left, rng)} ≤ {written(right, rng)}"


def remainders(level: int, rng: random.Random) -> Stated:
    """`37 % 5 = 2`; then multiples, divisors, sums and squares; then what no value of a polynomial leaves."""
    a, b = names(2, rng)
    m = rng.randint(2, 12 if level > 5 else 20)
    if level == 1:
        n = rng.randint(10, 300)
        return (f": {n} % {m} = {n % m}" if rng.random() < 0.7 else f": {m} ∣ {m * (n // m + 1)}"), "by decide"
    if level == 2:
        k = m * rng.randint(1, 12)
        total = written(linear({a: 1, b: k}, m * rng.randint(0, 9)), rng)
        return f"({a} {b} : Nat) : ({total}) % {m} = {a} % {m}", "by omega"
    if level == 3:
        k, c = rng.randint(2, 20), rng.randint(1, 9)
        return f"({a} : Nat) (h : {m * k} ∣ {a}) : {m} ∣ {term((a,), c)} + {m * rng.randint(1, 30)}", "by omega"
    if level in (4, 5):
        r, s = rng.randrange(m), rng.randrange(m)
        x, y, z = (rng.randint(1, 9), rng.randint(1, 9), rng.randint(1, 30)) if level == 5 else (1, 1, 0)
        total = written(linear({a: x, b: y}, z), rng)
        left = (x * r + y * s + z) % m
        return f"({a} {b} : Nat) (h : {a} % {m} = {r}) (g : {b} % {m} = {s}) : ({total}) % {m} = {left}", "by omega"
    if level == 6:
        r, power, c = rng.randrange(m), rng.randint(2, 3), rng.randint(1, 30)
        left = (r**power + c) % m
        goal = f"({' * '.join([a] * power)} + {c}) % {m} = {left}"
        return f"({a} : Nat) (h : {a} % {m} = {r}) : {goal}", "by simp [Nat.add_mod, Nat.mul_mod, h]"
    return never_left([a, b][: level - 6], rng)


def never_left(used: list[str], rng: random.Random) -> Stated:
    """`(3 * a * a + 2) % 4 ≠ 1`, proved by trying all remainders of each variable."""
    while True:
        m = rng.randint(3, 8 if len(used) == 1 else 5)
        values = linear({}, rng.randint(1, 20))
        for name in used:
            values = plus(values, {(name,) * rng.randint(2, 3): rng.randint(1, 9)})
        found = {
            valued(values, dict(zip(used, point, strict=True))) % m for point in product(range(m), repeat=len(used))
        }
        if missing := sorted(set(range(m)) - found):
            break
    lines = ["by"]
    for number, name in enumerate(used):
        cases = " ∨ ".join(f"{name} % {m} = {rest}" for rest in range(m))
        lines.append(f"  have h{number} : {cases} := by omega")
    tried = " <;> ".join(f"rcases h{number} with {' | '.join([f'h{number}'] * m)}" for number in range(len(used)))
    known = ", ".join(f"h{number}" for number in range(len(used)))
    lines.append(f"  {tried} <;> simp [Nat.add_mod, Nat.mul_mod, {known}]")
    goal = f"({written(values, rng)}) % {m} ≠ {rng.choice(missing)}"
    return f"({' '.join(used)} : Nat) : {goal}", "\n".join(lines)


def valued(polynomial: Polynomial, point: dict[str, int]) -> int:
    return sum(factor * math.prod(point[name] for name in monomial) for monomial, factor in polynomial.items())


# {f} is {c} + {e}.
EXTREMES = (
    (
        "min ({a} + {e}) ({a} + {f}) = {a} + {e}",
        "max ({a} + {f}) ({a} + {e}) = {a} + {f}",
        "{a} + {f} - {c} = {a} + {e}",
        "{a} - {c} ≤ {a} + {e}",
    ),
    (
        "min {a} {b} + {f} = min ({a} + {e}) ({b} + {e}) + {c}",
        "max ({a} + {c}) ({b} + {c}) + {e} = max {b} {a} + {f}",
        "min ({a} + {e}) {b} ≤ {a} + {f}",
    ),
    ("min {a} {b} + max {a} {b} = {a} + {b}", "min {a} {b} ≤ max {b} {a} + {c}", "{a} - {b} + {b} = max {a} {b}"),
    (
        "max {a} {b} - {b} = {a} - {b}",
        "min {a} {b} = {a} - ({a} - {b})",
        "min ({a} - {c}) ({b} - {c}) = min {a} {b} - {c}",
    ),
    (
        "min {a} (max {b} {d}) = max (min {a} {b}) (min {a} {d})",
        "max {a} (min {b} {d}) = min (max {b} {a}) (max {d} {a})",
    ),
    (
        "min (max {a} {b}) (max {a} {d}) ≤ max (min {b} {d}) {a} + {c}",
        "max {a} (max {b} {d}) - {b} = max ({a} - {b}) ({d} - {b})",
    ),
)


def extremes(level: int, rng: random.Random) -> Stated:
    """Laws of min, max and the difference that stops at 0: of two numbers, then of three, then of sums."""
    used = sorted(names(3, rng))
    schema = rng.choice(EXTREMES[min(level, len(EXTREMES)) - 1])
    size = 0 if level < 3 else (level - 1) // 2
    a, b, d = (piece(name, used, size, rng) for name in used)
    c, e = rng.randint(1, 50), rng.randint(1, 50)
    goal = schema.format(a=a, b=b, c=c, d=d, e=e, f=c + e)
    present = [name for name in used if name in goal.replace("min", "").replace("max", "")]
    return f"({' '.join(present)} : Nat) : {goal}", "by omega"


def piece(name: str, used: list[str], size: int, rng: random.Random) -> str:
    """The name itself, or a sum such as `(2 * a + b + 7)`."""
    if not size:
        return name
    coefficients = (
        {name: rng.randint(1, 1 + size)} | {rng.choice(used): rng.randint(1, size)} if size > 1 else {name: 1}
    )
    return f"({written(linear(coefficients, rng.randint(1, 20)), rng)})"
