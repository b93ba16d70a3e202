"""Published kernel bugs by the Lean version that mends them (release notes and issues of leanprover/lean4, read 2026-11-20)."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KernelBug:
    """`guarded`: what the checker does about it itself, "" when nothing."""

    issue: int
    fixed: tuple[int, int, int]
    what: str
    guarded: str


TYPED = "each computation rule of a recursor is typed by the kernel"
KERNEL_BUGS = (
    KernelBug(8060, (4, 20, 0), "Nat.pow is computed from what is no literal", ""),
    KernelBug(
        14484, (4, 32, 1), "an opaque constant's value may hold free variables", "an export cannot say such a value"
    ),
    KernelBug(
        14576, (4, 32, 2), "arguments of nested occurrences go unchecked", "constructors' types are checked again"
    ),
    KernelBug(14613, (4, 34, 0), "`Sort (imax 1 0)` is not seen as Prop", "inductive types there are refused"),
    KernelBug(14616, (4, 34, 0), "declarations may use the kernel's own names", "such names are refused"),
    KernelBug(14806, (4, 34, 0), "colliding hashes make a recursor wrong", TYPED),
    KernelBug(
        14807, (4, 34, 0), "data may be projected out of some proofs", "each projected field's sort is asked for"
    ),
)


def kernel_bugs(version: str) -> tuple[KernelBug, ...]:
    """Those that a version has. A version that cannot be read is taken for an old one."""
    read = re.match(r"v?(\d+)\.(\d+)\.(\d+)", version)
    number = tuple(int(part) for part in read.groups()) if read else (0, 0, 0)
    return tuple(bug for bug in KERNEL_BUGS if number < bug.fixed)


def warning(version: str) -> str:
    """One sentence on the kernel bugs of a version; "" when none is known."""
    bugs = kernel_bugs(version)
    if not bugs:
        return ""
    open_ = [f"lean4#{bug.issue}" for bug in bugs if not bug.guarded]
    guarded = [f"lean4#{bug.issue}" for bug in bugs if bug.guarded]
    said = [f"{', '.join(guarded)} (guarded against by the checker)"] if guarded else []
    said += [f"{', '.join(open_)} (not guarded against)"] if open_ else []
    return f"Lean {version} has published kernel bugs: {'; '.join(said)}. A newer Lean is safer (see docs/lean.md)."
