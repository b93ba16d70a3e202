"""What the text around a marked answer does to it: denies it, doubts it, takes it back, or makes it a part of more.

Rejected is only what is certain (denied, hedged or taken back in so many words). What follows an answer must be understood:
closing marks, computations that end in the same value, and plain or the problem's own words; anything else is a doubt.
"""

from __future__ import annotations

import re

from verifiers.answer.found import Refusal, quoted
from verifiers.answer.marks import BRACE, SUPPOSED, Mark
from verifiers.answer.reading import Value, number_of
from verifiers.answer.words import (
    AFTERWARDS,
    DISCLAIMER,
    HEDGES,
    NEGATIONS,
    RETRACTED,
    SURE_HEDGES,
    own_words,
    singular,
    vocabulary,
    words,
)

MAX_LEAD = 300  # characters before an answer that may say something about it
MAX_TAIL = 2000  # characters after it; more is not read, and so not understood
DENIED = re.compile(
    r"(?:≠|\\neq?|(?<![\w)}])!=|=\\not|\\not\s*=|\b(?:not|isn't|aren't|wasn't|cannot be|can't be|anything but|"
    r"differs? from|different from|other than|rather than|instead of|"
    r"unequal to|far from|except(?: for)?|ignore|disregard|forget|discard|never|(?:rul(?:e|es|ed|ing)|throw|cross(?:ed)?) out|"
    r"(?:exclud|eliminat|discard|reject|refut|dismiss)(?:e|es|s|ed|ing)?))\Z"
)
HEDGED = re.compile(r"\b(?:maybe|perhaps|possibly|probably|might be|(?:i|my|we|a) guess|guessing)\Z")
OPENS = " \t,:$(*_\\["  # what may stand between such words and the answer
COPULAS = vocabulary(
    "is are was were be get got equals answer total result than has have had sold find found gives then so"
)
SENTENCE = re.compile(r"[.;!?](?=\s)|\n\s*\n")
SAID = re.compile(r"\b(?:says?|said|claims?|claimed|key|hint|suppose|supposing|assume|imagine)\b")
CONCLUDED = re.compile(r"\b(?:so|hence|therefore|thus|but)\b")
GOES_ON = re.compile(r"(?:[:=]|\b(?:is|not|be|are|get|maybe|perhaps|probably|or|and))[\s*_$]*\n\s*$")
DRESSING = re.compile(r"(?:[\s$*_\"'`({:]|\\[(\[]|\\(?:displaystyle|quad|qquad|text|Rightarrow|implies|therefore))+$")
LAST_NUMBER = re.compile(r"(?:\d[\d,]*+(?:\.\d++)?|\.\d++)(?:/\d++)?")
OR = re.compile(r"\d\W*\b(?:or|vs)\b|(?:\b(?:or|vs|versus|either|no|rather)|[/|±])\W*$|[\w})]\s*&\s*$")
THE_ANSWER = re.compile(r"(?:\b(?:the|my|our|final|correct)[\s*_]+)*answers?\b[^.\n]*$")
OPEN = re.compile(r"(?:\\([A-Za-z]+)\s*(?:\{[^{}]*\}\s*)?)?\{$")
HARMLESS_GROUPS = (
    "text",
    "textbf",
    "textit",
    "mathbf",
    "mathrm",
    "boldsymbol",
    "underline",
    "emph",
    "bm",
    "boxed",
    "fbox",
)
TAGS = re.compile(r"<[/!?]?[A-Za-z][\w-]*(?:\s+[\w-]+\s*=\s*[\"'][^\"'\n]{0,80}[\"']){0,5}\s*/?>")
COMMENT = re.compile(r"(?:^|[^\\\d}\s])\s*%|^\s*%")  # a per cent sign behind a number is one
PLAIN_TAG = re.compile(r"</?(?:answer|think|thinking|b|strong|i|em|p|br|br/|br /)>", re.IGNORECASE)
BLOCKS = re.compile(r"\\iffalse(?![A-Za-z])|\\begin\{comment\}|\\(?:def|newcommand|renewcommand)(?![A-Za-z])")
CLOSERS = re.compile(
    r"\\end\{[a-z]+\*?\}|\\(?:blacksquare|square|qed|Box)(?![A-Za-z])|\\[)\]]|</?(?:answer|b|strong|i|em|p|br)>|"
    r"i hope (?:this|it|that) (?:is correct|helps)|let me know if you (?:have|need|would like|want|'d like)[^.!?\n]{0,80}|"
    r"\bconfidence\s*[:=]\s*(?:\d{1,3}\s*%|0?\.\d+|high|medium|low)"
)
COMPUTATION = re.compile(
    r"(?<![\d.,/])(?:\$?\d[\d,.]*+%?)(?:\s*(?:[-+*/×÷·]|\\times|\\cdot)\s*\$?\d[\d,.]*+%?)++\s*=\s*\$?(\d[\d,]*+(?:\.\d++)?)"
)
NUMBER = re.compile(r"(?<![\d.,/])-?\$?((?:\d[\d,]*+(?:\.\d++)?|\.\d++)(?:/\d++)?)(?![\d/^])")
NEXT = re.compile(r"[.!?](?=[\s*_\"')\]$]|$)|\n\s*\n|\n|\\\]|\$\$")
TAKEN_BACK = re.compile(
    r"\b(?:scratch that|disregard (?:that|this|it|the above)|i retract|i was wrong|i made an? (?:mistake|error|slip)|"
    r"just kidding|actually|the true value|instead|example of the format|only an example|"
    r"(?:that|this|it|which|(?:the |my |this )?answer(?: above)?)(?:'s| is| was| must be| may be| might be| could be) "
    r"(?:all )?(?:wrong|incorrect|false|not right|not correct|an? (?:mistake|error|slip|guess))|"
    r"(?:that|this|it) (?:isn't|can't be|cannot be) (?:right|correct)|"
    r"(?:just|only) (?:a guess|guessing)|correction:|"
    r"not sure|unsure|"
    r"i(?:'m| am) (?:guessing|not certain)|could also be|might also be|"
    r"(?:another|an alternative|a second|the other) (?:possible |valid )?(?:answer|solution|value) |"
    r"or (?:it could be|maybe|perhaps))\b"
)
OTHERWISE = re.compile(
    r"(?:^|[.!?\n])\W*(?:maybe|perhaps|possibly|otherwise|alternatively|or)\b[^.\n]{0,40}?"
    r"(?:\d|\bnot\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\b)"
)
LAST_VALUE = re.compile(
    r"(?:(?:(?:it|this|that|(?:the )?(?:final |total )?(?:result|answer|total|value|output))(?: is|:| =)|"
    r"(?:(?:so|thus|hence),? )?\$*[a-z] ?=|"
    r"\d\.|maybe)\s*)?"
    r"[*$]{0,3}(-?\$?\d[\d,.]*\d|\d)[*$.]{0,3}"
    r"(?: [a-z]+){0,2}\.?"
)
WORD_BEFORE = re.compile(r"([a-z]+) $")
SO = re.compile(r"[\s,]*\bso\b[\s$]*$")
JOINTS = re.compile(r"(?:[^\w=]|\b(?:and|to|then)\b)+$")
UNDERSTOOD = re.compile(r"[\sA-Za-z'’.,;:!()$*_`\"”“}\]∎□■✅✓✔🎉😊]*")


def refused(attempt: str, start: int, mark: Mark) -> Refusal | None:
    """What the words right before and right after a marked answer certainly say about it."""
    said = straight(attempt[max(start, mark.outer - 120) : mark.outer]).rstrip(OPENS)[-20:]
    if mark.rule != "last line" and DENIED.search(said):
        return Refusal("negated", f"{quoted(mark)} is what the answer is not", mark.start, mark.end)
    if mark.rule != "last line" and HEDGED.search(said):
        return Refusal("hedged", f"the words before {quoted(mark)} do not commit to it", mark.start, mark.end)
    if match := RETRACTED.match(straight(attempt[mark.after : mark.after + 300])):
        return Refusal("retracted", f"{quoted(mark)} is taken back: {match[0].strip()!a}", mark.start, mark.end)
    return None


def doubt_about(attempt: str, start: int, mark: Mark, value: Value, prompt: str) -> str:
    """Why it is not clear that the attempt commits to this one number; "" if it is."""
    return (
        hidden(attempt, start, mark) or before_it(attempt, start, mark, value) or after_it(attempt, mark, value, prompt)
    )


def hidden(attempt: str, start: int, mark: Mark) -> str:
    """Comments, strokes and unknown markup: what is shown may not be what is written."""
    near = max(start, mark.outer - 20_000)
    if attempt.find("<!--", start) >= 0 or attempt.find("~~", start) >= 0:
        return "a part of the attempt may be hidden or struck out"
    if BLOCKS.search(attempt, near, mark.outer):
        return f"{quoted(mark)} may stand in a part that is not shown"
    for match in TAGS.finditer(attempt, near, mark.after + MAX_TAIL):
        if not PLAIN_TAG.fullmatch(match[0]):
            return f"the markup {match[0][:40]!a} is not understood"
    line = attempt[max(near, attempt.rfind("\n", start, mark.outer) + 1) : mark.outer]
    if COMMENT.search(line) and mark.rule != "last line":
        return f"{quoted(mark)} stands behind a per cent sign, which begins a comment in LaTeX"
    opened: list[int] = []
    window = attempt[max(near, mark.outer - MAX_TAIL) : mark.outer]
    for brace in BRACE.finditer(window):
        if brace[0] == "{":
            opened.append(brace.end())
        elif brace[0] == "}" and opened:
            opened.pop()
    for at in opened:
        group = OPEN.search(window[max(0, at - 40) : at])
        if group is None or group[1] not in HARMLESS_GROUPS:
            return f"{quoted(mark)} stands inside a group that is not understood"
    return ""


def before_it(attempt: str, start: int, mark: Mark, value: Value) -> str:
    before = straight(attempt[max(start, mark.outer - MAX_LEAD) : mark.outer])
    if match := DISCLAIMER.search(before):
        return f"{match[0]!a} stands before {quoted(mark)}"
    line = before.rfind("\n")
    if line >= 0 and not DRESSING.sub("", before[line:]).strip() and (breaks := GOES_ON.search(before[: line + 1])):
        line = before.rfind("\n", 0, breaks.start())
    sentence = SENTENCE.split(before[line + 1 :])[-1]
    if mark.rule == "phrase":
        sentence += straight(attempt[mark.outer : mark.start])
    clause = CONCLUDED.split(sentence)[-1]
    said = set(words(clause))
    if odd := (said & (HEDGES | NEGATIONS)) or set(words(sentence.rpartition(" but ")[2])) & SURE_HEDGES:
        return f"{min(odd)!a} stands before {quoted(mark)}"
    if match := SUPPOSED.search(clause):
        return f"{quoted(mark)} is given under a condition: {match[0]!a}"
    plain = SO.sub("", THE_ANSWER.sub("", sentence.rpartition(", but ")[2]))
    if OR.search(plain):
        return f"{quoted(mark)} is one of several answers"
    bare = DRESSING.sub("", THE_ANSWER.sub("", sentence))
    stem = JOINTS.sub("", bare)
    number = next((match for match in LAST_NUMBER.finditer(stem) if match.end() == len(stem)), None)
    if number is None or mark.rule == "last line" or same(number[0], value):
        return ""
    # "case 3 \boxed{5}" names the case; "It is 71 \boxed{72}" and "71, \boxed{72}" give another answer.
    names = WORD_BEFORE.search(stem[: number.start()])
    if stem != bare or names is None or names[1] in COPULAS:
        return f"another number stands before {quoted(mark)}: {number[0][:40]!a}"
    return ""


def after_it(attempt: str, mark: Mark, value: Value, prompt: str) -> str:
    """What follows: "The answer is 72 as well as 71" is not understood."""
    end = len(attempt)
    while end > mark.after and attempt[end - 1].isspace():
        end -= 1
    if end - mark.after > MAX_TAIL:
        return f"more than {MAX_TAIL} characters follow {quoted(mark)}"
    tail = CLOSERS.sub(" ", straight(attempt[mark.after : end]))
    tail = COMPUTATION.sub(lambda match: " " if same(match[1], value) else match[0], tail)
    tail = NUMBER.sub(lambda match: " " if same(match[1], value) and "-" not in match[0] else match[0], tail)
    known = UNDERSTOOD.match(tail)
    if known is None or known.end() < len(tail):
        rest = tail[known.end() if known else 0 :]
        return f"{rest[:40]!a} after {quoted(mark)} is not understood"
    own = own_words(prompt)
    for word in words(tail):
        if word not in AFTERWARDS and singular(word) not in own:
            return f"{word[:40]!a} after {quoted(mark)} is not understood"
    return ""


def same(written: str, value: Value) -> bool:
    number = number_of(written)
    return number is not None and number in (value.number, None if value.number is None else -value.number)


def straight(text: str) -> str:
    return text.lower().replace("’", "'")
