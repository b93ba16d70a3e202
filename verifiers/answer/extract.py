r"""The one answer an attempt commits to, and where it stands.

Order: what follows the last `</think>` (an unclosed `<think>` holds no answer); in it, the last of `\boxed{}` or `\fbox{}`,
`<answer>`, `#### x` and "the answer is x" or "Answer: x"; without any of these, the last line, if it is nothing but a value,
`**value**`, `... = value` or "The total is value". Earlier marked answers must have the same value, unless the text between says
that they were wrong. Does not protect against a right answer for a wrong reason: only the commitment is judged.
"""

from __future__ import annotations

import re

from verifiers.answer.context import MAX_TAIL, around, part_of_more
from verifiers.answer.found import Committed, Refusal, quoted
from verifiers.answer.last_line import afterthought, last_line
from verifiers.answer.marks import Mark, TooManyMarksError, explicit_marks
from verifiers.answer.parse import MAX_TEXT, Number
from verifiers.answer.reading import Reading, Unread, read
from verifiers.answer.words import CORRECTION, SPELT_NUMBERS, words

THINKING = re.compile(r"</?think(?:ing)?>", re.IGNORECASE)


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
    stated = [(mark, read_mark(mark)) for mark in marks]
    last_mark = stated[-1] if stated else None
    stated = [pair for pair in stated if pair is last_mark or not says_nothing(*pair)]
    while stated and stated[-1][0].rule == "phrase" and says_nothing(*stated[-1]):
        stated.pop()
    if not stated:
        return last_line(attempt, start)
    after = afterthought(attempt, stated[-1][0].after)
    return settled(attempt, start, [*stated, after] if after else stated)


def read_mark(mark: Mark) -> Reading:
    if mark.rule == "cut off" and len(mark.text) <= MAX_TEXT:
        return Unread("no_answer", "the text ends, or goes on, before the marked answer is closed", certain=True)
    return read(mark.text)


def says_nothing(mark: Mark, reading: Reading) -> bool:
    """ "The answer is clear from the table", "put the answer in \\boxed{}": a mark, but no answer and no denial of one."""
    if isinstance(reading, Number) or reading.code in ("negated", "hedged", "several_answers", "invisible_characters"):
        return False
    if reading.code == "placeholder":
        return True
    prose = not any(char.isdigit() or char == "\\" for char in mark.text) and not SPELT_NUMBERS.search(mark.text)
    return mark.rule in ("phrase", "broken tag") and prose and len(words(mark.text)) > 2


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
    if final.rule == "box" and (part := part_of_more(attempt, start, final)):
        return Refusal("unsupported_answer", part, final.start, final.end, certain=False)
    return Committed(attempt[final.start : final.end], final.start, final.end, final.rule, reading, doubt)


def agree(mark: Mark, other: Reading, final: Mark, reading: Reading) -> bool:
    if isinstance(other, Number) and isinstance(reading, Number):
        return (other.value, other.percent) == (reading.value, reading.percent)
    return mark.text.strip() == final.text.strip()


def last_correction(attempt: str, start: int, end: int) -> int:
    return max((match.end() for match in CORRECTION.finditer(attempt, start, end)), default=-1)
