"""Sums and polynomials as they are written in Lean, with names drawn at random."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping

# What follows `theorem t`, binders and goal; and the proof.
Stated = tuple[str, str]
# From a product of variables, sorted, to its coefficient; () is the constant.
Polynomial = Mapping[tuple[str, ...], int]
VARIABLES = "abcdkmnuvwxyz"


def names(count: int, rng: random.Random, pool: str = VARIABLES) -> list[str]:
    return rng.sample(pool, count)


def shuffled(items: Iterable[str], rng: random.Random) -> list[str]:
    mixed = list(items)
    rng.shuffle(mixed)
    return mixed


def linear(coefficients: Mapping[str, int], constant: int = 0) -> Polynomial:
    return {(name,): value for name, value in coefficients.items()} | {(): constant}


def plus(one: Polynomial, other: Polynomial, times: int = 1) -> Polynomial:
    total = Counter(dict(one))
    for monomial, value in other.items():
        total[monomial] += times * value
    return {monomial: value for monomial, value in total.items() if value}


def multiplied(one: Polynomial, other: Polynomial) -> Polynomial:
    product: Counter[tuple[str, ...]] = Counter()
    for left, a in one.items():
        for right, b in other.items():
            product[tuple(sorted(left + right))] += a * b
    return {monomial: value for monomial, value in product.items() if value}


def written(polynomial: Polynomial, rng: random.Random) -> str:
    """The terms in any order, a positive one first if there is one; `0` for none."""
    terms = [(term(monomial, abs(value)), value > 0) for monomial, value in polynomial.items() if value]
    rng.shuffle(terms)
    if not terms:
        return "0"
    leading = next((number for number, (_, positive) in enumerate(terms) if positive), 0)
    terms.insert(0, terms.pop(leading))
    first, positive = terms[0]
    rest = "".join(f" {'+' if plus_sign else '-'} {text}" for text, plus_sign in terms[1:])
    return f"{'' if positive else '-'}{first}{rest}"


def term(monomial: tuple[str, ...], coefficient: int) -> str:
    factors = [*([str(coefficient)] if coefficient != 1 or not monomial else []), *monomial]
    return " * ".join(factors)
