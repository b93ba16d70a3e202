r"""The one answer an attempt commits to, and where it stands.

Order: what follows the last `</think>` (an unclosed `<think>` holds no answer); in it, the last of `\boxed{}` or `\fbox{}`,
`<answer>`, `#### x` and "the answer is x" or "Answer: x"; without any of these, the last line, if it is nothing but a value,
`**value**`, `... = value` or "The total is value". Earlier marked answers must have the same value, unless the text between says
that they were wrong. Does not protect against a right answer for a wrong reason: only the commitment is judged.
"""

from __future__ import annotations

import re
from itertools import pairwise

from verifiers.answer.around import doubt_around, unit_behind
from verifiers.answer.context import MAX_LEAD, SENTENCE, doubt_about, refused, straight
from verifiers.answer.found import Committed, Refusal, quoted
from verifiers.answer.kinds import nothing_of
from verifiers.answer.last_line import afterthought, last_line, other_line
from verifiers.answer.marks import SUPPOSED, Mark, TooManyMarksError, explicit_marks
from verifiers.answer.match import agreement
from verifiers.answer.part import of_something_else, part_of_more
from verifiers.answer.reading import Reading, Unread, Value, read
from verifiers.answer.tokens import MAX_TEXT
from verifiers.answer.tree import Quantity, Words
from verifiers.answer.words import CORRECTED, words

WORKED = re.compile(r"<<[^<>\n]*>>")  # GSM8K's notes of a computation
TURN = re.compile(r"<\|(?:im_start|im_end|endoftext|end_of_text|eot_id|start_header_id)\|>")  # of a chat template
THINKING = re.compile(r"</?think(?:ing)?>", re.IGNORECASE)


def commitment(attempt: str, prompt: str = "") -> Committed | Refusal:
    """Linear in the attempt; never raises. The prompt says which words after a number are its unit."""
    start = 0
    thinking = ""
    for tag in THINKING.finditer(attempt):
        start, thinking = tag.end(), tag[0]
    if turn := TURN.search(attempt, start):
        attempt = attempt[: turn.start()]  # what follows is no longer the attempt
    if thinking and not thinking.startswith("</"):
        return Refusal("no_answer", "the text ends inside <think>; nothing after it was answered", start, len(attempt))
    try:
        marks = explicit_marks(attempt, start)
    except TooManyMarksError as error:
        return Refusal("unclear", str(error), start, len(attempt), certain=False)
    every = [(mark, read_mark(mark)) for mark in marks]
    stated = [pair for pair in every if pair[0].rule != "supposed"]
    if any(mark.rule in ("box", "tag", "####") for mark, _ in stated):
        # Beside such a mark, words that may be about something else are not another answer.
        stated = [pair for pair in stated if not (pair[0].rule == "phrase" and pair[0].doubt)]
    last_mark = stated[-1] if stated else None
    stated = [pair for pair in stated if pair is last_mark or not says_nothing(*pair)]
    while stated and stated[-1][0].rule == "phrase" and says_nothing(*stated[-1]):
        stated.pop()
    found = last_line(attempt, start, prompt) if not stated else ""
    if isinstance(found, Refusal):
        return found
    supposed = [pair for pair in every if pair[0].rule == "supposed" and not says_nothing(*pair)]
    if isinstance(found, Committed):
        mark = Mark(found.text, found.start, found.end, found.start, found.end, found.rule)
        stated = [*supposed, (mark, found.reading)]
    else:
        after = afterthought(attempt, stated[-1][0].after)
        last = after or stated[-1]
        stated = [*supposed, *(pair for pair in stated if pair is not last), last]
    return settled(attempt, start, stated, prompt)


def read_mark(mark: Mark) -> Reading:
    if mark.rule == "cut off" and len(mark.text) <= MAX_TEXT:
        return Unread("no_answer", "the text ends, or goes on, before the marked answer is closed", certain=True)
    return read(mark.text)


def says_nothing(mark: Mark, reading: Reading) -> bool:
    """ "The answer is clear from the table", "put the answer in \\boxed{}": a mark, but no answer and no denial of one."""
    if isinstance(reading, Unread):
        return reading.code == "placeholder"
    prose = (
        reading.in_words
        and not nothing_of(reading.text)
        and not any(char.isdigit() or char == "\\" for char in mark.text)
    )
    return mark.rule in ("phrase", "broken tag") and prose and len(words(mark.text)) > 4


def settled(attempt: str, start: int, stated: list[tuple[Mark, Reading]], prompt: str) -> Committed | Refusal:
    """The last of the marked answers, unless the text around it or an earlier one contradicts it."""
    final, reading = stated[-1]
    if wrong := refused(attempt, start, final):
        return wrong
    doubt = final.doubt
    several = ""
    unlike = ""
    for mark, other in stated[:-1]:
        agrees = agree(mark, other, reading, prompt)
        if agrees or corrected(attempt, mark, final):
            continue
        if isinstance(other, Unread) and other.code == "negated" and mark.text.startswith("not "):
            if agree(mark, read(mark.text.removeprefix("not ")), reading, prompt):
                return Refusal("negated", f"{quoted(final)} is given as the answer and denied", mark.start, final.end)
            if other.certain:
                continue
        doubtful = mark.doubt or final.doubt or mark.rule == "supposed" or conditional(attempt, start, mark)
        if agrees is False and not doubtful:
            several = (
                several
                or f"{quoted(mark)} and then {quoted(final)} are both given as the answer; exactly one is wanted"
            )
        doubt = doubt or f"{quoted(mark)} may also be meant, and is not known to agree with {quoted(final)}"
        if agrees is None and isinstance(other, Value) and isinstance(reading, Value):
            unlike = doubt
    if unlike and not several and (together := members_of_one(attempt, start, [mark for mark, _ in stated])):
        return Refusal("several_answers", unlike, stated[0][0].start, final.end, certain=False, together=together)
    if several:
        together = members_of_one(attempt, start, [mark for mark, _ in stated])
        return Refusal("several_answers", several, stated[0][0].start, final.end, together=together)
    part = of_something_else(attempt, start, final) if final.rule in ("box", "phrase") else ""
    if part or (final.rule == "box" and (part := part_of_more(attempt, start, final))):
        return Refusal("unsupported_answer", part, final.start, final.end, certain=False)
    if isinstance(reading, Value):
        if final.rule != "last line" and (line := other_line(attempt, start, final.outer, reading)):
            doubt = doubt or f"{line[:80]!a} stands on a line of its own"
        if final.rule in ("box", "tag", "####"):
            doubt = doubt or doubt_around(attempt, start, final, reading)
        else:
            doubt = doubt or doubt_about(attempt, start, final, reading, prompt)
        if final.rule == "box" and (unit := unit_behind(attempt, final)):
            reading = with_unit(reading, unit)
    return Committed(attempt[final.start : final.end], final.start, final.end, final.rule, reading, doubt)


def with_unit(reading: Value, unit: str) -> Value:
    """The value with a unit that stands behind its box, where it has none."""
    with_one = Value(reading.text + unit)
    bare = reading.form is not None and not isinstance(reading.form, (Quantity, Words))
    return with_one if bare and isinstance(with_one.form, Quantity) else reading


def agree(mark: Mark, other: Reading, reading: Reading, prompt: str) -> bool | None:
    """Whether an earlier marked answer is the final one; None when that is not known."""
    if isinstance(other, Value) and isinstance(reading, Value):
        if mark.rule == "phrase":
            # A computation counts as its result, as in: the final answer is 28 days / 7 days/week = 4 weeks.
            result = WORKED.sub("", other.text).rpartition("=")[2]
            return agreement(result, reading.text, prompt) or agreement(other.text, reading.text, prompt)
        return agreement(other.text, reading.text, prompt)
    if isinstance(other, Value) or isinstance(reading, Value):
        certain = (
            reading.certain
            if isinstance(reading, Unread)
            else isinstance(other, Unread) and other.code == "several_answers"
        )
        return False if certain else None
    return True if other == reading else None


JOINING = re.compile(
    r"(?:[\s$.:]|\\[()\[\]]|\\quad|\\qquad|,|;|\band\b|\bor\b|\\text\{\s*(?:and|or)\s*\})*", re.IGNORECASE
)


def members_of_one(attempt: str, start: int, marks: list[Mark]) -> tuple[str, ...]:
    """The texts of boxes that are the members of one answer; what stands around them must leave no doubt, as around one box."""
    first, last = marks[0], marks[-1]
    texts = tuple(mark.text for mark in marks)
    whole = Mark(" , ".join(texts), first.start, last.end, first.outer, last.after, "box")
    if (
        not beside_each_other(attempt, marks)
        or refused(attempt, start, whole)
        or of_something_else(attempt, start, whole)
    ):
        return ()
    return (
        () if part_of_more(attempt, start, whole) or doubt_around(attempt, start, whole, Value(whole.text)) else texts
    )


def beside_each_other(attempt: str, marks: list[Mark]) -> bool:
    """Boxes with nothing but commas and "and" between them: the members of one answer."""
    if len(marks) > 12 or any(mark.rule != "box" for mark in marks):
        return False
    between = (attempt[one.after : other.outer] for one, other in pairwise(marks))
    return all(len(text) < 40 and JOINING.fullmatch(text) and "or" not in text.lower().split() for text in between)


def corrected(attempt: str, mark: Mark, final: Mark) -> bool:
    """Whether an earlier answer is called wrong, and no other number stands between it and that word."""
    between = straight(attempt[mark.after : min(final.outer, mark.after + 300)])
    match = CORRECTED.search(between)
    return match is not None and not any(map(str.isnumeric, between[: match.start()]))


def conditional(attempt: str, start: int, mark: Mark) -> bool:
    """ "If it rains, then the answer is 71": what is given under a condition contradicts nothing for certain."""
    return bool(SUPPOSED.search(SENTENCE.split(straight(attempt[max(start, mark.outer - MAX_LEAD) : mark.outer]))[-1]))
