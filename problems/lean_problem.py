"""A theorem as a problem of kind "lean": what the model is asked, and what the verifier is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from problems.checks import validate_checks
from problems.problem import Problem, once_each
from problems.source import ProblemError, ProblemSet
from problems.split import split, twin_key

INSTRUCTION = (
    "Prove the theorem in Lean 4: put a proof in place of `sorry`. Answer with the whole theorem in one ```lean block, "
    "its statement unchanged."
)
GIVEN = " What comes before the theorem is given: do not repeat it."
NAME = re.compile(r"^(\w+)\s+[^\s:({\[⦃]+")


def lean_problem(
    header: str,
    statement: str,
    where: str,
    source: str,
    informal: str = "",
    examples: Sequence[str] = (),
    level: int = 0,
    lines: int | None = None,
) -> Problem:
    """`informal` says in words what the theorem states; `examples` are other theorems, proved.

    A prompt shows the last `lines` of the header, or all of it. Raises ProblemError.
    """
    header, statement = header.strip(), statement.strip()
    checks = {"statement": statement} | ({"header": header} if header else {})
    validate_checks("lean", checks, where)
    return Problem(
        "lean", asked(shortened(header, lines), statement, informal, examples), checks, level=level, source=source
    )


def asked(header: str, statement: str, informal: str = "", examples: Sequence[str] = ()) -> str:
    """The instruction, worked examples, and the header and the theorem with `sorry` for a proof."""
    parts = [INSTRUCTION + (GIVEN if header else "")]
    if examples:
        parts += ["Examples:", *map(fenced, examples), "The theorem to prove:"]
    context = (header, comment(informal) + f"{statement} := by\n  sorry")
    return "\n\n".join([*parts, fenced("\n\n".join(part for part in context if part))])


def fenced(code: str) -> str:
    return f"```lean\n{code}\n```"


def shortened(header: str, most: int | None) -> str:
    lines = header.splitlines()
    if most is None or len(lines) <= most:
        return header
    return "\n".join([f"-- {len(lines) - most} lines before these are not shown", *lines[len(lines) - most :]])


def comment(informal: str) -> str:
    """The words as a comment of the theorem. What would end the comment is broken up."""
    text = informal.strip().removeprefix("/--").removesuffix("-/").strip()
    return f"/-- {text.replace('-/', '- /').replace('/-', '/ -')} -/\n" if text else ""


def nameless(statement: str) -> str:
    """The statement without the theorem's name, as it counts for twins: `theorem : 1 + 1 = 2`."""
    return NAME.sub(r"\1", statement)


def without_twins(train: Iterable[Problem], held_out: Iterable[Problem]) -> tuple[Problem, ...]:
    """The training problems whose statement, apart from its name, has no twin among the held-out ones."""
    keys = {twin_key(nameless(problem.checks["statement"])) for problem in held_out}
    return tuple(problem for problem in train if twin_key(nameless(problem.checks["statement"])) not in keys)


def benchmark(problems: Iterable[Problem], held_out_share: float) -> ProblemSet:
    """Each once, the share held out by content; with a share of 1, all of them."""
    both = split(once_each(problems), held_out_share)
    return ProblemSet(without_twins(both.train, both.held_out), both.held_out)


def check_share(held_out_share: float) -> None:
    if not 0 <= held_out_share <= 1:
        raise ProblemError(f"held_out_share = {held_out_share!r}: should be between 0 (none) and 1 (all)")
