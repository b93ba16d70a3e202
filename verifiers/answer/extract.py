r"""The one answer an attempt commits to, and where it stands.

Order: what follows the last `</think>` (an unclosed `<think>` holds no answer); in it, the last of `\boxed{}` or `\fbox{}`,
`<answer>`, `#### x` and "the answer is x" or "Answer: x"; without any of these, the last line, if it is nothing but a value,
`**value**`, `... = value` or "The total is value". Earlier marked answers must have the same value, unless the text between says
that they were wrong. Does not protect against a right answer for a wrong reason: only the commitment is judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifiers.answer.marks import Mark, TooManyMarksError, explicit_marks
from verifiers.answer.parse import MAX_TEXT, Number
from verifiers.answer.reading import Reading, Unread, read
from verifiers.answer.words import ALTERNATIVE, CORRECTION, DOUBT, HEDGES, NEGATIONS, RETRACTION, SPELT_NUMBERS, words

MAX_TAIL = 20_000  # characters around the answer that are searched for a correction or a retraction
MAX_LINES = 300  # lines before the last that are searched for other bare answers

THINKING = re.compile(r"</?think(?:ing)?>", re.IGNORECASE)
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
SCALE_AFTER = re.compile(r"[\s\\,~]*([A-Za-z]+(?:-[A-Za-z]+)*)")
LABEL = re.compile(
    r"(?:(?:so|thus|therefore|hence|then|and),?\s+)?(?:the\s+|our\s+)?(?:final\s+|total\s+)?"
    r"(?:total|sum|result|difference|product|quotient|value|solution|output)(?:\s+(?:is|equals)\s*:?|\s*:)\s*",
    re.IGNORECASE,
)
VALUE_LINE = re.compile(r"[\s*$]{0,9}[-+−]?[\d.,/]{1,40}[\s*$.]{0,9}")
EQUATION_LINE = re.compile(r"([^=\n]{1,200})=\s*([-+]?[\d.,/]{1,40})\s*")


@dataclass(frozen=True, slots=True)
class Committed:
    """The answer as written (`attempt[start:end]`), the rule that found it, and what it says.

    `doubt` is a sentence when something besides it was marked that cannot be compared: then it may not be accepted.
    """

    text: str
    start: int
    end: int
    rule: str
    reading: Reading
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an attempt commits to no answer, or to more than one; `certain` as for `Unread`."""

    code: str
    reason: str
    start: int
    end: int
    certain: bool = True


def commitment(attempt: str) -> Committed | Refusal:
    """Linear in the attempt; never raises."""
    start = 0
    thinking = ""
    for tag in THINKING.finditer(attempt):
        start, thinking = tag.end(), tag[0]
    if thinking and not thinking.startswith("</"):
        return Refusal("no_answer", "the text ends inside <think>; nothing after it was answered", start, len(attempt))
    try:
        marks = explicit_marks(attempt, start)
    except TooManyMarksError as error:
        return Refusal("several_answers", str(error), start, len(attempt))
    stated = [(mark, read(mark.text)) for mark in marks]
    last_mark = stated[-1] if stated else None
    stated = [pair for pair in stated if pair is last_mark or not says_nothing(*pair)]
    while stated and stated[-1][0].rule == "phrase" and says_nothing(*stated[-1]):
        stated.pop()
    if not stated:
        return last_line(attempt, start)
    after = afterthought(attempt, stated[-1][0].after)
    return settled(attempt, start, [*stated, after] if after else stated)


def says_nothing(mark: Mark, reading: Reading) -> bool:
    """ "The answer is clear from the table", "put the answer in \\boxed{}": a mark, but no answer and no denial of one."""
    if isinstance(reading, Number) or reading.code in ("negated", "hedged", "several_answers", "invisible_characters"):
        return False
    if reading.code == "placeholder":
        return True
    prose = not any(char.isdigit() or char == "\\" for char in mark.text) and not SPELT_NUMBERS.search(mark.text)
    return mark.rule == "phrase" and prose and len(words(mark.text)) > 2


def settled(attempt: str, start: int, stated: list[tuple[Mark, Reading]]) -> Committed | Refusal:
    """The last of the marked answers, unless the text around it or an earlier one contradicts it."""
    final, reading = stated[-1]
    if wrong := around(attempt, start, final, reading):
        return wrong
    corrected = last_correction(attempt, max(start, final.outer - MAX_TAIL), final.outer)
    doubt = ""
    for mark, other in stated[:-1]:
        if mark.after <= corrected or agree(mark, other, final, reading):
            continue
        if isinstance(other, Number) and (isinstance(reading, Number) or reading.certain):
            sentence = f"{quoted(mark)} and then {quoted(final)} are both given as the answer; exactly one is wanted"
            return Refusal("several_answers", sentence, mark.start, final.end)
        if (
            isinstance(other, Unread)
            and other.code == "negated"
            and mark.text.removeprefix("not ").strip(" $.") in final.text
        ):
            return Refusal("negated", f"{quoted(final)} is given as the answer and denied", mark.start, final.end)
        if isinstance(other, Number) or not other.certain:
            doubt = f"{quoted(mark)} is also given as the answer, and cannot be compared with {quoted(final)}"
    return Committed(attempt[final.start : final.end], final.start, final.end, final.rule, reading, doubt)


def agree(mark: Mark, other: Reading, final: Mark, reading: Reading) -> bool:
    if isinstance(other, Number) and isinstance(reading, Number):
        return (other.value, other.percent) == (reading.value, reading.percent)
    return mark.text.strip() == final.text.strip()


def last_correction(attempt: str, start: int, end: int) -> int:
    return max((match.end() for match in CORRECTION.finditer(attempt, start, end)), default=-1)


def around(attempt: str, start: int, mark: Mark, reading: Reading) -> Refusal | None:
    """What the words before and after the last marked answer say about it."""
    before = attempt[max(start, mark.outer - 120) : mark.outer]
    clause = CLAUSE_END.split(before)[-1]
    if mark.rule in ("box", "tag"):
        said = set(words(clause))
        if UNEQUAL_BEFORE.search(before) or said & NEGATIONS or re.search(r"\bnot,\s*[^.;\n]*$", before):
            return Refusal("negated", f"{quoted(mark)} is what the answer is not", mark.start, mark.end)
        if said & HEDGES:
            return Refusal("hedged", f"the words before {quoted(mark)} do not commit to it", mark.start, mark.end)
        if re.search(r"\d\W*\bor\b", clause):
            return Refusal("several_answers", f"{quoted(mark)} is one of several answers", mark.start, mark.end)
    closed = CLOSERS.match(attempt, mark.after)
    after = closed.end() if closed else mark.after
    if mark.rule == "box" and (part := part_of_more(attempt, before, mark)):
        return Refusal("unsupported_answer", part, mark.start, mark.end, certain=False)
    if mark.rule in ("box", "tag") and MORE_AFTER.match(attempt, after, after + 60):
        return Refusal("several_answers", f"{quoted(mark)} is followed by another answer", mark.start, mark.end)
    tail = attempt[mark.after : mark.after + MAX_TAIL]
    if match := RETRACTION.search(tail):
        return Refusal("retracted", f"{quoted(mark)} is taken back: {match[0]!a}", mark.start, mark.end)
    if match := ALTERNATIVE.search(tail):
        return Refusal("hedged", f"{quoted(mark)} is followed by an alternative: {match[0]!a}", mark.start, mark.end)
    if match := DOUBT.search(tail):
        reason = f"{quoted(mark)} is doubted after it was given: {match[0]!a}"
        return Refusal("retracted", reason, mark.start, mark.end, certain=isinstance(reading, Unread))
    return None


def part_of_more(attempt: str, before: str, mark: Mark) -> str:
    r"""Why a box is only a part of what is written: `-\boxed{5}`, `\frac{\boxed{5}}{2}`, `$\boxed{5}^2$`, `\boxed{5} thousand`."""
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
    if stripped.endswith("}") or re.search(r"\d\s*(?:\$|\\\()?$", stripped) or re.search(r"(?<!text)\{\s*$", stripped):
        return f"{quoted(mark)} is a part of a larger expression"
    if GLUED.match(attempt, mark.after, mark.after + 40) or re.match(
        r"\$?\s*\\?%", attempt[mark.after : mark.after + 10]
    ):
        return f"what follows {quoted(mark)} changes its value"
    closed = CLOSERS.match(attempt, mark.after)
    word = SCALE_AFTER.match(attempt, closed.end() if closed else mark.after)
    if word and scales(word[1]):
        return f"{word[1][:40]!a} after {quoted(mark)} changes its value"
    return ""


def scales(word: str) -> bool:
    from verifiers.answer.words import NEVER_A_UNIT

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


def afterthought(attempt: str, after: int) -> tuple[Mark, Reading] | None:
    """A bare number on the last line counts as an answer beside the marked ones before it."""
    start, end = last_line_span(attempt, after)
    newline = attempt.find("\n", after, start + 1)
    text = attempt[start:end]
    if newline < 0 or end - start > 60 or not VALUE_LINE.fullmatch(text):
        return None
    reading = read(text)
    return (Mark(text, start, end, start, end, "last line"), reading) if isinstance(reading, Number) else None


def last_line_span(attempt: str, start: int) -> tuple[int, int]:
    end = len(attempt)
    while end > start and attempt[end - 1].isspace():
        end -= 1
    begin = max(start, attempt.rfind("\n", start, end) + 1)
    while begin < end and attempt[begin].isspace():
        begin += 1
    return begin, end


def last_line(attempt: str, start: int) -> Committed | Refusal:
    """Nothing was marked: the last line is the answer if it is a value and nothing else, and no other line is one too."""
    begin, end = last_line_span(attempt, start)
    text = attempt[begin : min(end, begin + MAX_TEXT + 1)]
    label = LABEL.match(text)
    begin += label.end() if label else 0
    text = text[label.end() :] if label else text
    if not text:
        return Refusal("no_answer", "the text ends without an answer", begin, end)
    reading = read(text)
    if isinstance(reading, Unread) and reading.code == "wrong_answer" or says_more(text, reading):
        return Refusal("no_answer", f"no answer is marked, and the last line {text[:80]!a} is not a value", begin, end)
    if text.startswith("- ") and isinstance(reading, Number):
        reason = f"{text[:80]!a} may be a list item or a negative number"
        return Refusal("unsupported_answer", reason, begin, end, certain=False)
    if other := other_value(attempt, start, begin, text, reading):
        return Refusal("several_answers", f"{other[:80]!a} and {text[:80]!a} stand on lines of their own", begin, end)
    return Committed(text, begin, begin + len(text), "last line", reading)


def says_more(text: str, reading: Reading) -> bool:
    """A sentence: it has words besides a value. `18 dollars` and `Total = 18` are values."""
    return (
        isinstance(reading, Unread)
        and reading.code == "unsupported_answer"
        and len(words(text)) > 2
        and "\\" not in text
    )


def other_value(attempt: str, start: int, begin: int, text: str, reading: Reading) -> str:
    """Another line that could as well be the answer: a bare number, or the same left side with another value."""
    if not isinstance(reading, Number):
        return ""
    mine = EQUATION_LINE.fullmatch(text)
    for line in attempt[max(start, begin - MAX_TAIL) : begin].split("\n")[-MAX_LINES:-1]:
        if VALUE_LINE.fullmatch(line) and isinstance(other := read(line), Number) and other.value != reading.value:
            return line
        theirs = EQUATION_LINE.fullmatch(line) if mine else None
        if mine and theirs and theirs[1].split() == mine[1].split() and theirs[2] != mine[2]:
            return line
    return ""


def quoted(mark: Mark) -> str:
    return ascii(mark.text if len(mark.text) <= 60 else mark.text[:57] + "...")
