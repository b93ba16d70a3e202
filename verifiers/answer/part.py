"""Whether a box is only a part of what is written around it."""

from __future__ import annotations

import re

from verifiers.answer.found import quoted
from verifiers.answer.marks import Mark

MAX_LEAD = 120  # characters before a box that say what it is a part of
PART_OF = re.compile(
    r"\b(?:half|twice|double|triple|thrice|(?:third|quarter|square|cube|reciprocal|negative|opposite|root) of)\s+(?:of\s+)?"
    r"(?:(?:the|this|that|our|my)\s+)?(?:(?:final|correct)\s+)?(?:answer|that|it|this|result)\b"
)
CLAUSE_END = re.compile(
    r"[.;!?\n]|,\s|:|\b(?:so|hence|therefore|thus|then|but|because|answer is|we (?:get|have|find))\b"
)
CLOSERS = re.compile(r"(?:\$+|\\[)\]]|\*+|[_`\"'}])*")
GLUED = re.compile(
    r"(?!</answer>|\*\*(?:\W|\Z))\s*(?:\^(?!\s*\{?\s*\\circ)|!(?!\s|$)|[-+*/<>≤≥≠^_\d]|=(?!\s*[A-Za-z\\])|"
    r"\\(?!end|square|blacksquare|qed|Box|text|mathrm|mbox|textrm|pmod|mod|bmod|quad|qquad|implies|Rightarrow|%|\)|\]|,|;|\\)[A-Za-z]+)"
)
PLAIN_BEFORE = re.compile(
    r"(?:^|[\s:=,.;~(>*_&]|\\\$|\\(?:in|equiv|approx|cong|iff)\s*|\$|\\\(|\\\[|\\(?:displaystyle|quad|qquad|Rightarrow|implies|therefore)\s*|=\s*\{)$"
)
OPERATOR_BEFORE = re.compile(r"(?:[-+/^<>≤≥≈×÷·]|(?<!\*)\*|\\[A-Za-z]+|(?<![\w)}])!=)\s*$")
HARMLESS_COMMANDS = re.compile(
    r"\\(?:in|equiv|approx|cong|sim|iff|Leftrightarrow|rightarrow|Longrightarrow|longrightarrow|displaystyle|quad|qquad|Rightarrow|implies|therefore|text|to)\s*$"
)
OPENED = re.compile(r"(?<!text)\{\s*$")
CONGRUENT = re.compile(r"\\equiv|≡|\bcongruent\b")
MODULUS_AFTER = re.compile(r"\s*\(?\s*\\?[bp]?mod\b|\s*\\pmod", re.IGNORECASE)


def of_something_else(attempt: str, start: int, mark: Mark) -> str:
    """ "half of the answer = 36", "twice that is \\boxed{36}"."""
    before = attempt[max(start, mark.outer - MAX_LEAD) : mark.outer].lower()
    if not any(not CLAUSE_END.search(before, match.end()) for match in PART_OF.finditer(before)):
        return ""
    return f"{quoted(mark)} is given as the value of something else"


def part_of_more(attempt: str, start: int, mark: Mark) -> str:
    r"""Why a box is only a part of what is written: `-\boxed{5}`, `\frac{\boxed{5}}{2}`, `$\boxed{5}^2$`, `\boxed{5} thousand`."""
    before = attempt[max(start, mark.outer - MAX_LEAD) : mark.outer]
    before = before.removesuffix("<answer>")
    stripped = before.rstrip(" ")
    near = stripped[-40:]  # the patterns that end there are shorter
    if stripped and OPERATOR_BEFORE.search(near) and not HARMLESS_COMMANDS.search(near):
        return f"{quoted(mark)} is a part of a larger expression"
    if (
        stripped
        and not PLAIN_BEFORE.search(before[-40:])
        and not stripped.endswith(("\\$", "}", "]", "**"))
        and not stripped[-1].isspace()
    ):
        return f"{quoted(mark)} is a part of a larger expression"
    if stripped.endswith("}") or touches_digit(before) or OPENED.search(near):
        return f"{quoted(mark)} is a part of a larger expression"
    if GLUED.match(attempt, mark.after, mark.after + 40):
        return f"what follows {quoted(mark)} changes its value"
    closed = CLOSERS.match(attempt, mark.after)
    behind = closed.end() if closed else mark.after
    if MODULUS_AFTER.match(attempt, behind, behind + 40) and not CONGRUENT.search(before):
        return f"{quoted(mark)} is given up to a modulus"
    return ""


def touches_digit(before: str) -> bool:
    r"""Whether a digit stands before the box, as in `1\boxed{5}` or `$3 \boxed{5}$`; "case 3 \boxed{5}" is prose."""
    line = before.rsplit("\n", 1)[-1]
    in_formula = (
        line.count("$") % 2 == 1 or line.rfind("\\(") > line.rfind("\\)") or line.rfind("\\[") > line.rfind("\\]")
    )
    return before[-1:].isdigit() or (in_formula and line.rstrip(" $").endswith(tuple("0123456789")))
