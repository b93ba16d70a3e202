r"""What stands around a box, a tag or `####`, and whether it leaves a doubt that just this is the answer.

Such a mark commits more than words do: what else its sentence says ("there are $\boxed{9}$ divisors of 196") is not held against
it. Another value right beside it, a hedge or a denial in the words next to it, and what takes it back later are.
"""

from __future__ import annotations

import re

from verifiers.answer.context import (
    CLOSERS,
    COMPUTATION,
    COPULAS,
    LAST_VALUE,
    MAX_LEAD,
    MAX_TAIL,
    NUMBER,
    OTHERWISE,
    SAID,
    TAKEN_BACK,
    WORD_BEFORE,
    hidden,
    same,
    straight,
)
from verifiers.answer.found import quoted
from verifiers.answer.marks import Mark
from verifiers.answer.match import agreement
from verifiers.answer.measures import alternatives
from verifiers.answer.quantities import NO_UNITS
from verifiers.answer.reading import Value
from verifiers.answer.words import DISCLAIMER, HEDGES, NEGATIONS, SURE_HEDGES, vocabulary, words

MAX_AFTER = 200_000  # characters that may follow a marked answer; all of them are read
SENTENCE = re.compile(r"[.;!?](?=[\s$)\]*\"'}]*\s)|\n\s*\n")
CONCLUDED = re.compile(r"\b(?:so|hence|therefore|thus|but)\b")
OPENING = r"[\s$({*_\"'`]|\\[(\[]|\\(?:displaystyle|quad|qquad|text)\b"
GLUED = re.compile(r"[.]\d|[A-Za-z{\d!]|\\[,;:!]\s*\d|\^(?!\s*\{?\s*\\circ)")
CHANGED_BEFORE = re.compile(
    rf"(?:\b(?:twice|half|double|triple|thrice|approximately|about|roughly|nearly|almost|around|than|below|above|under|format|ain't|hardly)|"
    rf"\b(?:root|square|cube|half|double|third|quarter|reciprocal|negative|opposite|successor|predecessor) of|"
    rf"\b(?:would|could|might) (?:be|have been)|\bat (?:most|least))(?:{OPENING}|:)*$"
)
DENIED_BEFORE = re.compile(
    r"\b(?:wrong|wrongly|incorrect|incorrectly|false|impossible|ain't|nope|hardly|nobody|mistaken|mistakenly)\b|"
    r"\b(?:different|other|another|previous|next) (?:problem|question|exercise)\b|\b(?:format|example|sample)\b"
)
SPOILT = re.compile(
    r"\b(?:too (?:low|high|small|large|big|many|few)|would be|"
    r"with probability|is a lie|mistake|wrong|incorrect|is off|"
    r"(?:is|was|must be|can be|has to be) (?:ruled out|excluded|eliminated|discarded|rejected|extraneous|invalid|impossible))\b|"
    r"\bno\s*(?:$|[.,!])"
)
OR_BEFORE = re.compile(rf"\b(?:or|vs\.?|versus)\b(?:\s+so\b)?(?:,|{OPENING})*$")
BESIDE = re.compile(rf"(?:\b(?:either|no|rather)|[/|±])(?:{OPENING})*$|[\w)}}]\s*&\s*$")
NUMBER_BEFORE = re.compile(
    rf"(?P<number>\d[\d,]*(?:\.\d+)?(?:/\d+)?)(?P<between>[\s,;:.$*)\-–—>]*(?:\b(?:and|to|then|no)\b[\s,]*)?(?:{OPENING})*)$"
)
CHUNK = re.compile(r"\\boxed\{((?:[^{}]|\{[^{}]*\})*)\}[^\w]*$|\$([^$]+)\$[\s,]*$|([-\d.,/]+)\s*[A-Za-z]*[\s,]*$")
CLOSING = re.compile(
    r"(?:\s|[$*_`\"'”)}\]∎□■✅✓✔🎉😊]|\\[)\]]|\\end\{[a-z]+\*?\}|\\(?:blacksquare|square|qed|Box)(?![A-Za-z])|"
    r"</?(?:answer|b|strong|i|em|p|br)>|[。．！，；])*"
)
ANOTHER_NEXT = re.compile(
    r"(?:[\s,;/|($*_]|\.(?=[,;])|\b[a-z] ?=|\bresult:|\b(?:(?:the )?(?:result|answer|total|value)|or|and|vs\.?|versus|as well as|"
    r"also|plus|minus|times|but|rather|is|it|maybe|perhaps|so)\b|±|\\pm)*"
    r"(-?\$?\d[\d,]*(?:\.\d+)?(?:/\d+)?)(?![\d^])"
)
PLAIN_NEXT = re.compile(r"[\w.,;:!()\[\]\\$<>=—–*#&{\"'“-]|$")
CHANGERS = vocabulary(
    "doubled halved tripled squared cubed hundred thousand million billion trillion dozen dozens lakh crore times plus minus wrong "
    "false incorrect either neither otherwise modulo"
)
COMMANDS = re.compile(r"\\[a-z]+")
BREAKS = re.compile(r"\n|[.!?;]\s")
RELATION = re.compile(r"\\equiv|≡|\\approx|≈|[<>≤≥]|\\(?:ge|le|ne)q?(?![a-z])")
NEXT = re.compile(r"[.!?](?=[\s*_\"')\]$]|$)|\n|\\\]|\$\$")
UNIT_NEXT = re.compile(
    r"[\s$*]*(?:\\\)|\\\])?\s*(?P<unit>\\?%|\^\s*\{?\s*\\circ\s*\}?|°|\\(?:text|mathrm|mbox|textrm)\s*\{[^{}]{1,40}\}(?:\^\{?\d\}?)?|"
    r"[A-Za-z]+(?:[ /][A-Za-z]+){0,2})"
)


def doubt_around(attempt: str, start: int, mark: Mark, value: Value) -> str:
    """Why it is not clear that the attempt commits to this; "" if it is."""
    return hidden(attempt, start, mark) or before(attempt, start, mark, value) or after(attempt, mark, value)


def before(attempt: str, start: int, mark: Mark, value: Value) -> str:
    lead = straight(attempt[max(start, mark.outer - MAX_LEAD) : mark.outer])
    if match := DISCLAIMER.search(lead):
        return f"{match[0]!a} stands before {quoted(mark)}"
    sentence = SENTENCE.split(lead)[-1]
    line = lead.rpartition("\n")[2]
    if mark.rule == "####":
        sentence = line
    clause = CONCLUDED.split(sentence)[-1]
    if odd := set(words(clause)) & SURE_HEDGES:
        return f"{min(odd)!a} stands before {quoted(mark)}"
    if match := DENIED_BEFORE.search(clause):
        return f"{match[0]!a} stands before {quoted(mark)}"
    if match := CHANGED_BEFORE.search(clause):
        return f"{match[0].strip()!a} stands right before {quoted(mark)}"
    if match := SAID.search(clause):
        return f"{quoted(mark)} is given under a condition: {match[0]!a}"
    if match := OR_BEFORE.search(sentence):
        chunk = CHUNK.search(sentence[: match.start()])
        said = next(part for part in chunk.groups() if part is not None) if chunk else ""
        if not said or not (agreement(said.rpartition("=")[2], value.text) or agreement(said, value.text)):
            return f"{quoted(mark)} is one of several answers"
    elif BESIDE.search(line):
        return f"{quoted(mark)} is one of several answers"
    number = NUMBER_BEFORE.search(line) if value.number is not None else None
    if number and not same(number["number"], value):
        names = WORD_BEFORE.search(line[: number.start()])
        if names is None or names[1] in COPULAS or number["between"].strip(" $({*\\["):
            return f"another number stands before {quoted(mark)}: {number['number'][:40]!a}"
    return ""


def after(attempt: str, mark: Mark, value: Value) -> str:
    if len(attempt) - mark.after > MAX_AFTER:
        return f"more than {MAX_AFTER} characters follow {quoted(mark)}"
    rest = straight(attempt[mark.after :].rstrip())
    if mark.rule == "box" and GLUED.match(rest):
        return f"{rest[:20]!a} is joined to {quoted(mark)}"
    closed = CLOSING.match(rest)
    tail = rest[closed.end() if closed else 0 :]
    if tail.startswith("?") or not PLAIN_NEXT.match(tail):
        return f"{tail[:20]!a} after {quoted(mark)} is not understood"
    if (match := ANOTHER_NEXT.match(tail)) and not same(match[1], value):
        return f"{match[1][:40]!a} stands beside {quoted(mark)}"
    stop = NEXT.search(rest)
    sentence, later = (rest[: stop.start()], rest[stop.end() :]) if stop else (rest, "")
    near = set(words(COMMANDS.sub(" ", sentence))[:3])
    if odd := near & (HEDGES | NEGATIONS | CHANGERS):
        return f"{min(odd)!a} after {quoted(mark)} may change it"
    if match := SPOILT.search(sentence[:60]):
        return f"{match[0].strip()!a} after {quoted(mark)} may change it"
    if match := TAKEN_BACK.search(rest) or OTHERWISE.search(later) or DISCLAIMER.search(later[:MAX_TAIL]):
        return f"{match[0].strip()[:40]!a} after {quoted(mark)} may take it back"
    last = LAST_VALUE.fullmatch(BREAKS.split(rest)[-1].strip()) if stop else None
    if last and not same(last[1], value):
        return f"{last[0][:40]!a} stands on the last line"
    brief = (
        COMPUTATION.sub(" ", CLOSERS.sub(" ", later))
        if len(later) < 100 and len(later.split()) <= 6 and not RELATION.search(later)
        else ""
    )
    if other := next((number for number in NUMBER.finditer(brief) if not same(number[1], value)), None):
        return f"{other[0]!a} follows {quoted(mark)}, and little else"
    return ""


def unit_behind(attempt: str, mark: Mark) -> str:
    r"""The unit that stands behind a box: the "\text{ cm}" of `\boxed{54}\text{ cm}`, the degrees of `$\boxed{72}$ degrees`."""
    match = UNIT_NEXT.match(attempt, mark.after, mark.after + 120)
    if not match:
        return ""
    unit = match["unit"]
    if not unit[0].isalpha():
        return unit
    said = unit.replace("/", " / ").split()
    for count in range(len(said), 0, -1):
        name = " ".join(said[:count])
        if said[0].lower() not in NO_UNITS and (name.lower() in ("percent", "per cent") or alternatives(name)):
            return rf"\text{{ {name}}}"
    return ""
