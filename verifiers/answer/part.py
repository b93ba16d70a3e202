"""Whether a box is only a part of what is written around it."""

from __future__ import annotations

import re

from verifiers.answer.found import quoted
from verifiers.answer.marks import Mark
from verifiers.answer.words import NEVER_A_UNIT, vocabulary, words

PART_OF = vocabulary(
    "half twice double triple thrice times plus minus third quarter squared cubed root reciprocal negative opposite"
)
CLAUSE_END = re.compile(
    r"[.;!?\n]|,\s|:|\b(?:so|hence|therefore|thus|then|but|because|answer is|we (?:get|have|find))\b", re.IGNORECASE
)
# After an answer these say how it was found, not how much it is.
HARMLESS = vocabulary("and or from by but if to for without exactly only about i e between one")
CLOSERS = re.compile(r"(?:\$+|\\[)\]]|\*+|[_`\"'}])*")
GLUED = re.compile(
    r"(?!</answer>|\*\*(?:\W|\Z))\s*(?:\\?%|°|\^|!|[-+*/=<>≤≥≠^_\d]|\\(?!(?:end|square|blacksquare|qed|Box)(?![A-Za-z]))[A-Za-z]+|\\[,;!]\s*\\[A-Za-z]+)"
)
PLAIN_BEFORE = re.compile(
    r"(?:^|[\s:=,.;~(>*_]|\$|\\\(|\\\[|\\(?:displaystyle|quad|qquad|Rightarrow|implies|therefore)\s*|=\s*\{)$"
)
OPERATOR_BEFORE = re.compile(r"(?:[-+/^<>≤≥≈×÷·]|(?<!\*)\*|\\[A-Za-z]+|!=)\s*$")
HARMLESS_COMMANDS = re.compile(r"\\(?:displaystyle|quad|qquad|Rightarrow|implies|therefore|text|to)\s*$")
MODULUS_AFTER = re.compile(r"\s*\(?\s*\\?[bp]?mod\b|\s*\\pmod", re.IGNORECASE)
SCALE_AFTER = re.compile(r"[\s\\,~]*([A-Za-z]+(?:-[A-Za-z]+)*)")


def of_something_else(attempt: str, start: int, mark: Mark) -> str:
    """ "half of the answer = 36", "twice that is \\boxed{36}"."""
    before = attempt[max(start, mark.outer - 120) : mark.outer]
    said = set(words(CLAUSE_END.split(before)[-1])) & PART_OF
    return f"{quoted(mark)} is given as the value of something else" if said else ""


def part_of_more(attempt: str, start: int, mark: Mark) -> str:
    r"""Why a box is only a part of what is written: `-\boxed{5}`, `\frac{\boxed{5}}{2}`, `$\boxed{5}^2$`, `\boxed{5} thousand`."""
    before = attempt[max(start, mark.outer - 120) : mark.outer]
    before = before.removesuffix("<answer>")
    stripped = before.rstrip(" ")
    if stripped and OPERATOR_BEFORE.search(stripped) and not HARMLESS_COMMANDS.search(stripped):
        return f"{quoted(mark)} is a part of a larger expression"
    if (
        stripped
        and not PLAIN_BEFORE.search(before)
        and not stripped.endswith(("\\$", "}", "]", "**"))
        and not stripped[-1].isspace()
    ):
        return f"{quoted(mark)} is a part of a larger expression"
    if stripped.endswith("}") or touches_digit(before) or re.search(r"(?<!text)\{\s*$", stripped):
        return f"{quoted(mark)} is a part of a larger expression"
    if GLUED.match(attempt, mark.after, mark.after + 40) or re.match(
        r"\$?\s*\\?%", attempt[mark.after : mark.after + 10]
    ):
        return f"what follows {quoted(mark)} changes its value"
    closed = CLOSERS.match(attempt, mark.after)
    after = closed.end() if closed else mark.after
    if MODULUS_AFTER.match(attempt, after, after + 40):
        return f"{quoted(mark)} is given up to a modulus"
    word = SCALE_AFTER.match(attempt, after)
    if word and scales(word[1]):
        return f"{word[1][:40]!a} after {quoted(mark)} changes its value"
    return ""


def touches_digit(before: str) -> bool:
    r"""Whether a digit stands before the box, as in `1\boxed{5}` or `$3 \boxed{5}$`; "case 3 \boxed{5}" is prose."""
    line = before.rsplit("\n", 1)[-1]
    in_formula = (
        line.count("$") % 2 == 1 or line.rfind("\\(") > line.rfind("\\)") or line.rfind("\\[") > line.rfind("\\]")
    )
    return before[-1:].isdigit() or (in_formula and line.rstrip(" $").endswith(tuple("0123456789")))


def scales(word: str) -> bool:
    return bool(set(word.lower().split("-")) & (NEVER_A_UNIT - HARMLESS))
