"""The program of a computer algebra process: reads trees as JSON lines, says of each whether it is zero, ends with its input.

What it cannot do ends it, which settles nothing. `{"id", "zero": tree}` asks whether a tree is zero, and
`{"id", "gold", "answer"}` asks math-verify whether two texts agree; the answer to both is `{"id", "found": true | false | null}`.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from typing import Any

FUNCTIONS = {
    "sin": "sin", "cos": "cos", "tan": "tan", "cot": "cot", "sec": "sec", "csc": "csc", "sinh": "sinh", "cosh": "cosh",
    "tanh": "tanh", "coth": "coth", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arccot": "acot", "arcsinh": "asinh",
    "arccosh": "acosh", "arctanh": "atanh", "ln": "log", "abs": "Abs", "floor": "floor", "ceil": "ceiling", "sign": "sign",
    "factorial": "factorial", "factorial2": "factorial2", "binomial": "binomial", "Re": "re", "Im": "im",
}  # fmt: skip


def built(tree: list[Any]) -> Any:
    """The expression of a tree. Raises ValueError for a node that has none."""
    import sympy

    kind, *rest = tree
    if kind == "num":
        value = Fraction(rest[0])
        return sympy.Rational(value.numerator, value.denominator)
    if kind == "sym":
        return sympy.Symbol(rest[0], real=True)
    if kind == "const":
        return {"pi": sympy.pi, "e": sympy.E, "i": sympy.I}[rest[0]]
    parts = [built(part) for part in rest[1 if kind == "fn" else 0 :]]
    if kind == "add":
        return sympy.Add(*parts)
    if kind == "mul":
        return sympy.Mul(*parts)
    if kind == "pow":
        base, exponent = parts
        if exponent.is_Rational and exponent.q % 2 and exponent.q > 1 and base.is_negative:
            # Of a negative number the odd root that is real, as everywhere in this checker.
            return (-1) ** exponent.p * sympy.Pow(-base, exponent)
        return sympy.Pow(base, exponent)
    if kind == "fn" and rest[0] in FUNCTIONS:
        return getattr(sympy, FUNCTIONS[rest[0]])(*parts)
    raise ValueError(f"there is no {tree[:2]} here")


def is_zero(tree: list[Any]) -> bool | None:
    """True when it simplifies to zero; None for everything else: that something is not zero is proved elsewhere."""
    import sympy

    expression = built(tree)
    for simpler in (sympy.expand, sympy.trigsimp, sympy.simplify):
        expression = simpler(expression)
        if expression == 0:
            return True
    return None


def agree(gold: str, answer: str) -> bool | None:
    """What math-verify says, when both are of one type."""
    from math_verify import parse, verify

    wanted = parse(f"${gold}$", parsing_timeout=None)
    found = parse(f"${answer}$", parsing_timeout=None)
    if not wanted or not found or family(wanted[0]) != family(found[0]):
        return None
    return bool(verify(wanted, found, timeout_seconds=None))


def family(value: Any) -> str:
    import sympy

    families = (
        ("set", sympy.Set), ("relation", sympy.core.relational.Relational), ("matrix", sympy.MatrixBase),
        ("tuple", sympy.Tuple), ("value", sympy.Expr),
    )  # fmt: skip
    return next((name for name, kind in families if isinstance(value, kind)), type(value).__name__)


def main() -> None:
    for line in sys.stdin:
        question = json.loads(line)
        found = is_zero(question["zero"]) if "zero" in question else agree(question["gold"], question["answer"])
        sys.stdout.write(json.dumps({"id": question["id"], "found": found}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
