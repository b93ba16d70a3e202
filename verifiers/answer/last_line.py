"""The last line of an attempt as its answer, where no answer is marked, or beside the marked ones."""

from __future__ import annotations

import re

from verifiers.answer.found import Committed, Refusal
from verifiers.answer.marks import Mark
from verifiers.answer.parse import MAX_TEXT, Number
from verifiers.answer.reading import Reading, Unread, read
from verifiers.answer.words import words

MAX_BEFORE = 20_000  # characters before the last line that are searched for other bare answers
MAX_LINES = 300  # lines before the last that are searched for other bare answers
LABEL = re.compile(
    r"(?:(?:so|thus|therefore|hence|then|and),?\s+)?(?:the\s+|our\s+)?(?:final\s+|total\s+)?"
    r"(?:total|sum|result|difference|product|quotient|value|solution|output)(?:\s+(?:is|equals)\s*:?|\s*:)\s*",
    re.IGNORECASE,
)
VALUE_LINE = re.compile(r"[\s*$]{0,9}[-+−]?[\d.,/]{1,40}[\s*$.]{0,9}")
EQUATION_LINE = re.compile(r"([^=\n]{1,200})=\s*([-+]?[\d.,/]{1,40})\s*")


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
    if (isinstance(reading, Unread) and reading.code == "wrong_answer") or says_more(text, reading):
        return Refusal("no_answer", f"no answer is marked, and the last line {text[:80]!a} is not a value", begin, end)
    if text.startswith("- ") and isinstance(reading, Number):
        reason = f"{text[:80]!a} may be a list item or a negative number"
        return Refusal("unsupported_answer", reason, begin, end, certain=False)
    if other := other_value(attempt, start, begin, text, reading):
        return Refusal("several_answers", f"{other[:80]!a} and {text[:80]!a} stand on lines of their own", begin, end)
    return Committed(text, begin, begin + len(text), "last line", reading)


def says_more(text: str, reading: Reading) -> bool:
    """A sentence: it has words besides a value, or no value at all. `18 dollars` and `Total = 18` are values."""
    if isinstance(reading, Number):
        return False
    if reading.code in ("negated", "hedged"):
        return not any(map(str.isdigit, text))
    return reading.code == "unsupported_answer" and len(words(text)) > 2 and "\\" not in text


def other_value(attempt: str, start: int, begin: int, text: str, reading: Reading) -> str:
    """Another line that could as well be the answer: a bare number, or the same left side with another value."""
    if not isinstance(reading, Number):
        return ""
    mine = EQUATION_LINE.fullmatch(text)
    for line in attempt[max(start, begin - MAX_BEFORE) : begin].split("\n")[-MAX_LINES:-1]:
        if VALUE_LINE.fullmatch(line) and isinstance(other := read(line), Number) and other.value != reading.value:
            return line
        theirs = EQUATION_LINE.fullmatch(line) if mine else None
        if mine and theirs and theirs[1].split() == mine[1].split() and theirs[2] != mine[2]:
            return line
    return ""
