"""What the text around a marked answer does to it: denies it, doubts it, takes it back, or makes it a part of more."""

from __future__ import annotations

import re

from verifiers.answer.found import Refusal, quoted
from verifiers.answer.marks import Mark
from verifiers.answer.reading import Reading, Unread
from verifiers.answer.words import ALTERNATIVE, DOUBT, HEDGES, NEGATIONS, NEVER_A_UNIT, RETRACTION, vocabulary, words

MAX_TAIL = 20_000  # characters around the answer that are searched for a correction or a retraction
PART_OF = vocabulary(
    "half twice double triple thrice times plus minus third quarter squared cubed root reciprocal negative opposite"
)
CLAUSE_END = re.compile(
    r"[.;!?\n]|,\s|:|\b(?:so|hence|therefore|thus|then|but|because|answer is|we (?:get|have|find))\b", re.IGNORECASE
)
CLOSERS = re.compile(r"(?:\$+|\\[)\]]|\*+|[_`\"'}])*")
GLUED = re.compile(r"\s*(?:\\?%|°|\^|!|[-+*/=<>≤≥≠^_\d]|\\[A-Za-z]+|\\[,;!]\s*\\[A-Za-z]+)")
PLAIN_BEFORE = re.compile(
    r"(?:^|[\s:=,.;~(>*_]|\$|\\\(|\\\[|\\(?:displaystyle|quad|qquad|Rightarrow|implies|therefore)\s*|=\s*\{)$"
)
OPERATOR_BEFORE = re.compile(r"(?:[-+/^<>≤≥≈×÷·]|(?<!\*)\*|\\[A-Za-z]+|!=)\s*$")
UNEQUAL_BEFORE = re.compile(r"(?:≠|\\neq?|!=|=\\not|\\not\s*=)\s*$")
HARMLESS_COMMANDS = re.compile(r"\\(?:displaystyle|quad|qquad|Rightarrow|implies|therefore|text|to)\s*$")
MORE_AFTER = re.compile(
    r"\s*(?:[,;/|&]|and|or|to)\s*(?:[$(*]*\\?[$(]?)\s*[-+]?[\d.]*\d|\s*\(?or\b(?! equivalently)|\s*,\s*or\b",
    re.IGNORECASE,
)
OR_AFTER = re.compile(r"[\s,;]*\(?or\b(?! equivalently)", re.IGNORECASE)
MODULUS_AFTER = re.compile(r"\s*\(?\s*\\?[bp]?mod\b|\s*\\pmod", re.IGNORECASE)
SCALE_AFTER = re.compile(r"[\s\\,~]*([A-Za-z]+(?:-[A-Za-z]+)*)")


def around(attempt: str, start: int, mark: Mark, reading: Reading) -> Refusal | None:
    """What the words before and after the last marked answer say about it."""
    before = attempt[max(start, mark.outer - 120) : mark.outer]
    clause = CLAUSE_END.split(before)[-1]
    if mark.rule in ("box", "tag", "phrase"):
        said = set(words(clause))
        if said & PART_OF and mark.rule != "tag":
            reason = f"{quoted(mark)} is given as the value of something else"
            return Refusal("unsupported_answer", reason, mark.start, mark.end, certain=False)
        if UNEQUAL_BEFORE.search(before) or said & NEGATIONS or re.search(r"\bnot,\s*[^.;\n]*$", before):
            return Refusal("negated", f"{quoted(mark)} is what the answer is not", mark.start, mark.end)
        if said & HEDGES:
            return Refusal("hedged", f"the words before {quoted(mark)} do not commit to it", mark.start, mark.end)
        if re.search(r"\d\W*\bor\b", clause):
            return Refusal("several_answers", f"{quoted(mark)} is one of several answers", mark.start, mark.end)
    closed = CLOSERS.match(attempt, mark.after)
    after = closed.end() if closed else mark.after
    if mark.rule in ("box", "tag") and MORE_AFTER.match(attempt, after, after + 60):
        return Refusal("several_answers", f"{quoted(mark)} is followed by another answer", mark.start, mark.end)
    if OR_AFTER.match(attempt, after, after + 60):
        return Refusal("several_answers", f"{quoted(mark)} is followed by an alternative", mark.start, mark.end)
    tail = attempt[mark.after : mark.after + MAX_TAIL]
    if match := RETRACTION.search(tail):
        return Refusal("retracted", f"{quoted(mark)} is taken back: {match[0]!a}", mark.start, mark.end)
    if match := ALTERNATIVE.search(tail):
        return Refusal("hedged", f"{quoted(mark)} is followed by an alternative: {match[0]!a}", mark.start, mark.end)
    if match := DOUBT.search(tail):
        reason = f"{quoted(mark)} is doubted after it was given: {match[0]!a}"
        return Refusal("retracted", reason, mark.start, mark.end, certain=isinstance(reading, Unread))
    return None


def part_of_more(attempt: str, start: int, mark: Mark) -> str:
    r"""Why a box is only a part of what is written: `-\boxed{5}`, `\frac{\boxed{5}}{2}`, `$\boxed{5}^2$`, `\boxed{5} thousand`."""
    before = attempt[max(start, mark.outer - 120) : mark.outer]
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
    harmless = {
        "and",
        "or",
        "from",
        "by",
        "but",
        "if",
        "to",
        "for",
        "without",
        "exactly",
        "only",
        "about",
        "i",
        "e",
        "between",
        "one",
    }
    return bool(set(word.lower().split("-")) & (NEVER_A_UNIT - harmless))
