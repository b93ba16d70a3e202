"""The last line of an attempt as its answer, where no answer is marked, or beside the marked ones."""

from __future__ import annotations

import re

from verifiers.answer.calendar import read_date, read_time
from verifiers.answer.found import Committed, Refusal
from verifiers.answer.kinds import nothing_of
from verifiers.answer.marks import Mark
from verifiers.answer.phrasing import SUPPOSING, statement
from verifiers.answer.reading import Reading, Value, read
from verifiers.answer.tokens import MAX_TEXT
from verifiers.answer.tree import Num, Quantity
from verifiers.answer.words import words

MAX_BEFORE = 20_000  # characters before the last line that are searched for other bare answers
MAX_LINES = 300  # lines before the last that are searched for other bare answers
LABEL = re.compile(
    r"(?:(?:so|thus|therefore|hence|then|and),?\s+)?(?:the\s+|our\s+)?(?:final\s+|total\s+)?"
    r"(?:total|sum|result|difference|product|quotient|value|solution|output)(?:\s+(?:is|equals)\s*:?|\s*:)\s*",
    re.IGNORECASE,
)
VALUE_LINE = re.compile(r"[\s*$]{0,9}[-+−]?[\d.,/]{1,40}[\s*$.]{0,9}")
RESULT = re.compile(r"result|solution|output|value|final", re.IGNORECASE)
MAX_SAME_LINE = 2000
# The first word of what a model goes on to say.
SPEAKS_ON = re.compile(
    r"(?:what|how|question|q|a|answer|explanation|solution|note|problem|example|step|so|the|now|therefore)\W*",
    re.IGNORECASE,
)
BULLET = re.compile(r"[-–—−‐‑•*+]\s")
ENUMERATED = re.compile(r"^\s*(?:[-–—•*+]\s+|\(?(?:\d{1,3}|[A-Za-z])[.):]\s+)")
STOPS = re.compile(r"[.;]\s+")
ROW = re.compile(r"[\s\d.,;|/$*]+")
COMPUTED = re.compile(r"\d\s*(?:[/*+÷·×]|\\(?:div|cdot|times)(?![A-Za-z]))|\\frac.*\\")
EQUATION_LINE = re.compile(r"([^=\n]{1,200})=\s*([-+]?[\d.,/]{1,40})\s*")


def afterthought(attempt: str, after: int) -> tuple[Mark, Reading] | None:
    """A bare number on the last line counts as an answer beside the marked ones before it."""
    start, end = last_line_span(attempt, after)
    newline = attempt.find("\n", after, start + 1)
    text = attempt[start:end]
    if newline < 0 or end - start > 60 or not VALUE_LINE.fullmatch(text):
        return None
    reading = read(text)
    return (Mark(text, start, end, start, end, "last line"), reading) if isinstance(reading, Value) else None


def last_line_span(attempt: str, start: int) -> tuple[int, int]:
    end = len(attempt)
    while end > start and attempt[end - 1].isspace():
        end -= 1
    begin = max(start, attempt.rfind("\n", start, end) + 1)
    while begin < end and attempt[begin].isspace():
        begin += 1
    return begin, end


def last_line(attempt: str, start: int, prompt: str = "") -> Committed | Refusal:
    """Nothing was marked: the last line is the answer if it is a value and nothing else, and no other line is one too."""
    begin, end = last_line_span(attempt, start)
    text = attempt[begin : min(end, begin + MAX_TEXT + 1)]
    if text in ("\\]", "$$") and (opened := attempt.rfind("\\[" if text == "\\]" else "$$", start, begin)) >= 0:
        begin, end = last_line_span(attempt[:begin], opened + 2)  # a formula in a display of its own
        text = attempt[begin : min(end, begin + MAX_TEXT + 1)]
    heading = re.match(r"#{1,6}\s+", text)
    begin += heading.end() if heading else 0
    text = text[heading.end() :] if heading else text
    label = LABEL.match(text)
    begin += label.end() if label else 0
    text = text[label.end() :] if label else text
    if not text:
        return Refusal("no_answer", "the text ends without an answer", begin, end)
    reading = read(text)
    if says_more(text, reading) and isinstance(stated := read(statement(text, prompt)), Value):
        before = lines_before(attempt, start, begin)
        if any(statement(line, prompt) for line in before) or (before and SUPPOSING.search(before[-1])):
            reason = f"{text[:80]!a} may not be what the attempt comes to"
            return Refusal("unclear", reason, begin, end, certain=False)
        reading = stated
    if says_more(text, reading):
        return Refusal("no_answer", f"no answer is marked, and the last line {text[:80]!a} is not a value", begin, end)
    if BULLET.match(text) and isinstance(reading, Value) and reading.number is not None:
        reason = f"{text[:80]!a} may be a list item or a negative number"
        return Refusal("unsupported_answer", reason, begin, end, certain=False)
    if isinstance(reading, Value) and (other := other_value(attempt, start, begin, text, reading)):
        certain = bool(VALUE_LINE.fullmatch(other) and VALUE_LINE.fullmatch(text)) or "=" in other
        reason = f"{other[:80]!a} and {text[:80]!a} stand on lines of their own"
        return Refusal("several_answers", reason, begin, end, certain)
    return Committed(text, begin, begin + len(text), "last line", reading)


def says_more(text: str, reading: Reading) -> bool:
    """A sentence: it has words besides a value, or no value. `18 dollars` and `Total = 18` are values, and so is `Tuesday`."""
    if isinstance(reading, Value):
        if reading.in_words and SPEAKS_ON.fullmatch(reading.text):
            return True
        if nothing_of(reading.text) or read_date(reading.text) or read_time(reading.text):
            return False
        return (reading.form is None and len(words(text)) > 2 and "\\" not in text) or (
            reading.in_words and len(words(text)) > 4
        )
    if reading.code in ("negated", "hedged"):
        return not any(map(str.isdigit, text))
    return False


def other_value(attempt: str, start: int, begin: int, text: str, reading: Value) -> str:
    """Another line that could as well be the answer: a value, several, or an equation for the same or for another name."""
    if other := other_line(attempt, start, begin, reading, bare=True):
        return other
    mine = EQUATION_LINE.fullmatch(undressed(text))
    for line in lines_before(attempt, start, begin) if mine else ():
        theirs = EQUATION_LINE.fullmatch(undressed(line)) if len(line) < MAX_TEXT else None
        if mine and theirs and theirs[2] != mine[2]:
            names = not any(map(str.isdigit, theirs[1] + mine[1]))
            if names or theirs[1].split() == mine[1].split():
                return line
    return ""


def other_line(attempt: str, start: int, begin: int, reading: Value, *, bare: bool = False) -> str:
    """An earlier line that is nothing but another value, whatever its bullet, number or label: `1. 70`, `Result: 70`, `70 71`.

    Before a bare last line any label counts; before a marked answer a sum or a difference is a step towards it.
    """
    lines = lines_before(attempt, start, begin)
    if not bare:
        # Before a marked answer only the nearest line: those further up belong to the work.
        lines = [line for line in lines if line.strip(" $*\\[]")][-1:]
        lines = [line for line in lines if "\\boxed" not in line and "answer" not in line.lower()]
        # "Result: 71. \\boxed{72}" has both on one line.
        same = attempt[max(start, begin - MAX_SAME_LINE) : begin].rsplit("\n", 1)[-1]
        lines += STOPS.split(ENUMERATED.sub("", same, count=1))
    for line in lines:
        if len(line) > 120 or not any(map(str.isdigit, line)) or "=" in line:
            continue
        if bare and ROW.fullmatch(line) and len(line.split()) > 1 and not ENUMERATED.match(line):
            return line
        item = ENUMERATED.sub("", line, count=1)
        if (label := LABEL.match(item)) and (bare or RESULT.search(label[0])):
            item = item[label.end() :]
        other = read(item) if label or len(words(item)) < 3 else None
        if not isinstance(other, Value) or other.number is None or other.number == reading.number:
            continue
        if bare or isinstance(other.form, (Num, Quantity)) or not COMPUTED.search(line):
            return line
    return ""


def undressed(line: str) -> str:
    return re.sub(r"[$*`.]+(?=\s|$)|^[\s$*`]+|\\[()\[\]]", "", line).strip()


def lines_before(attempt: str, start: int, begin: int) -> list[str]:
    return attempt[max(start, begin - MAX_BEFORE) : begin].split("\n")[-MAX_LINES:-1]
