r"""Where an attempt marks an answer: `\boxed{}`, `<answer>`, `####`, "the answer is". Positions only; linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifiers.answer.reading import Value, read
from verifiers.answer.tokens import MAX_TEXT

MAX_MARKS = 100  # of each sort; more is no answer, and each one costs a parse
MAX_MENTIONS = 20_000
WINDOW = 300  # characters looked at around a phrase

ANSWER_IS = re.compile(
    r"""answers?[*_"'”’\ }]{0,4}
    (?:\([^()\n]{0,60}\)\s?|(?:to|for|of|in|after|rounded)\ [^\n.:=\\{]{0,90}?)?
    [*_"'\ ,]{0,3}
    (?:(?:therefore|then|thus|hence|indeed|clearly),?\ )?
    (?P<verb>is(?:n't|n’t|\ not|\ definitely\ not)?|are|was|would\ be|should\ be|must\ be|will\ be|equals|comes\ to|becomes
       |(?:can|could|might|may)(?:not|n't)?\ be|:|=|：)
    (?![A-Za-z])[ \t]{0,4}:?[*_}]{0,3}:?[ \t]{0,4}""",
    re.VERBOSE,
)
HEADING = re.compile(r"final answer[*_:\s}]{0,8}\n\s{0,8}")
SENTENCE_END = re.compile(
    r"\$\$(?=\s)|\\end\{(?:align|aligned|equation|gather|gathered)\*?\}|[.](?=[*_\"'”)}$\]\\]{0,4}(?:\s|$))|\n|\\\]|[?!](?=\s|$)"
)
# An answer that begins on a line of its own, or in a formula of its own.
SHOWN = r"\\\[|\$\$|\\begin\{(?:align|aligned|equation|gather|gathered|displaymath|split)\*?\}"
OPENED = re.compile(rf"[ \t*_:]*(?:\n|{SHOWN})(?:\s|[*_:&]|{SHOWN})*")
FORMULA_END = re.compile(r"\\\]|\$\$|\\end\{(?:align|aligned|equation|gather|gathered|displaymath|split)\*?\}")
LEADS_UP = re.compile(r"[\s\S]*(?:=|\\approx|\\equiv|≈)[\s$*({\\\[]*")
# Where the value of a sentence may end; what follows is read as what is said after it.
AND_SO_ON = re.compile(
    r"\s\(|,?\s(?:because|since|as|which|where|so|with|assuming|given that|after|when|i hope|i believe|as required|as desired)\b",
    re.IGNORECASE,
)
SUPPOSED = re.compile(
    r"\b(?:if|whether|suppose|supposing|assume|assuming|imagine|unless|says?|said|claims?|claimed|key|hint)\b"
)
BRACE = re.compile(r"\\[\s\S]|[{}]")
# Four signs are also a heading of the fourth level: "#### Step 2".
HASHES = re.compile(r"(?<![^\n ])####(?!#)[^\S\n]*+(?![A-Za-z]{2})")
LEAD = re.compile(
    r"(?:^|[.,;:!?\n(>*_])[\s*_\"'`#$({]*$|[-–—]\s+$|\b(?:the|final|my|our|correct|right|exact|simplified|required|desired|"
    r"requested|overall|numerical|corrected|so|and|therefore|hence|thus|then|short|is)[\s*_\"'({]+$"
)
# The words of: the answer to part a is; the answer of the first problem, so the next answer is.
PART = re.compile(
    r"answer|\b(?:first|second|third|fourth|next|previous|last|other|another|different|each|part|step|check|wrong|not|who|if|guess\w*)\b"
)
OF_THE_ANSWER = re.compile(
    r"\b(?:of|after|before|than|to|from|with|minus|plus|times|twice|half|double|check|checking|verify|"
    r"verifying)[ \t]+(?:the|my|our|this|that)[ \t]+(?:final[ \t]+|correct[ \t]+)?$"
)
INSTEAD = re.compile(
    r"(?:[^A-Za-z\n]|\\[a-z]+){1,40}(?:,? but |[,;] (?:it|the answer)(?: is|'s) )(?:rather )?(?!not\b)"
)
NOT_BUT = re.compile(r"answers?(?:\s+\w+)?\s+is(?:n't| not)\b[^\n]{0,80}? but ")
OTHER_MARK = re.compile(r"\\boxed|\\fbox|<answer>|####|answers?\W{0,6}(?:is|are|:|=)")


@dataclass(frozen=True, slots=True)
class Mark:
    """`text` is attempt[start:end], what is marked; `outer` and `after` are where the mark begins and ends."""

    text: str
    start: int
    end: int
    outer: int
    after: int
    rule: str  # "box", "tag", "####", "phrase", "last line"; "supposed" is never a commitment
    doubt: str = ""  # why the mark may not mean the answer to the problem: "a common answer is"


class TooManyMarksError(Exception):
    """More marks than anyone who means one answer would make."""


def explicit_marks(text: str, start: int) -> list[Mark]:
    """All marks from `start` on, in order. Raises TooManyMarksError."""
    lower = text.replace("İ", "i").lower()  # the one letter whose lower case has another length
    found = [*boxes(text, start), *tags(text, lower, start), *hashes(text, start), *phrases(text, lower, start)]
    return sorted(found, key=lambda mark: (mark.outer, -mark.after))


def boxes(text: str, start: int) -> Iterator[Mark]:
    for name in ("\\boxed", "\\fbox"):
        count, at = 0, text.find(name, start)
        while at >= 0:
            opening = at + len(name)
            while text[opening : opening + 1].isspace() and opening < at + WINDOW:
                opening += 1
            end = closing_brace(text, opening)
            if end is None:
                # Cut off, too long or without braces: something is marked, but not readable.
                braced = text[opening : opening + 1] == "{"
                begin, rule = (opening + 1, "cut off") if braced else (at, "broken box")
                stop = min(len(text), opening + (MAX_TEXT + 2 if braced else 20))
                yield Mark(text[begin:stop], begin, stop, at, opening, rule)
                at = text.find(name, opening)
            else:
                yield Mark(text[opening + 1 : end], opening + 1, end, at, end + 1, "box")
                at = text.find(name, end)
            count = counted(count)


def closing_brace(text: str, opening: int) -> int | None:
    """Where the group that opens at `opening` closes, within the length an answer may have."""
    if text[opening : opening + 1] != "{":
        return None
    depth = 0
    for match in BRACE.finditer(text, opening, opening + MAX_TEXT + 2):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.start()
    return None


def tags(text: str, lower: str, start: int) -> Iterator[Mark]:
    count, at = 0, lower.find("<answer>", start)
    while at >= 0:
        begin = at + len("<answer>")
        end = lower.find("</answer>", begin, begin + MAX_TEXT + 10)
        inner = lower.find("<answer>", begin, end if end >= 0 else begin + MAX_TEXT)
        stop = inner if inner >= 0 else end if end >= 0 else min(len(text), begin + MAX_TEXT + 1)
        rule = "broken tag" if inner >= 0 else "tag" if end >= 0 else "cut off"
        yield Mark(text[begin:stop], begin, stop, at, stop + 9 if rule == "tag" else begin, rule)
        at = lower.find("<answer>", begin)
        count = counted(count)


def hashes(text: str, start: int) -> Iterator[Mark]:
    count = 0
    for sign in HASHES.finditer(text, start):
        begin = sign.end()
        newline = text.find("\n", begin)
        end = len(text) if newline < 0 else newline
        content = text[begin : min(end, begin + MAX_TEXT + 1)]
        yield Mark(content, begin, begin + len(content), sign.start(), end, "####")
        count = counted(count)


def phrases(text: str, lower: str, start: int) -> Iterator[Mark]:
    count, mentions, at = 0, 0, lower.find("answer", start)
    while at >= 0:
        match = ANSWER_IS.match(lower, at, at + WINDOW)
        heading = HEADING.match(lower, at - 6, at + WINDOW) if lower.startswith("final ", at - 6) else None
        if match and not lower[at - 1 : at].isalpha() and not lower.startswith("</", at - 2):
            yield from phrase(text, lower, at, match.end(), match["verb"])
            count = counted(count)
        elif heading:
            yield from phrase(text, lower, at, heading.end(), ":")
            count = counted(count)
        mentions += 1
        if mentions > MAX_MENTIONS:
            raise TooManyMarksError(f"the word answer occurs more than {MAX_MENTIONS} times")
        at = lower.find("answer", at + 6)


def phrase(text: str, lower: str, at: int, begin: int, verb: str) -> Iterator[Mark]:
    within = begin
    if opened := OPENED.match(lower, begin, begin + WINDOW):
        within = begin = opened.end()
        if closed := FORMULA_END.search(lower, begin, begin + MAX_TEXT) if re.search(SHOWN, opened[0]) else None:
            within = closed.start()
    elif lower[begin : begin + 1] == "$":
        within = max(begin, lower.find("$", begin + 1, begin + MAX_TEXT))
    ends = SENTENCE_END.search(lower, within, begin + MAX_TEXT + 1)
    end = min(len(text), begin + MAX_TEXT + 1) if ends is None else ends.end() if ends[0] in "?!" else ends.start()
    if "not" in verb and (but := INSTEAD.match(lower, begin, end)):
        return (yield from phrase(text, lower, at, but.end(), "is"))  # "is not 9 but 10", "is not 9, it is 10"
    other = OTHER_MARK.search(lower, begin, end)
    if other:
        # "The answer is 48 + 24 = \boxed{72}" leads up to the box; "Answer: 71 / Answer: 72" is an answer of its own.
        end = other.start()
        if not any(char.isnumeric() for char in text[begin:end]) or LEADS_UP.fullmatch(text, begin, end):
            return
    if (cut := AND_SO_ON.search(lower, begin, end)) and is_value(text[begin : cut.start()]):
        end = cut.start()
    lead = lower[max(0, at - 80) : at]
    supposed = SUPPOSED.search(re.split(r"[.,;:!?\n]|\b(?:so|then|hence|thus|therefore)\b", lead)[-1])
    other_answer = (
        (PART.search(lower, at + 6, begin) and not NOT_BUT.match(lower, at))
        or not LEAD.search(lead)
        or OF_THE_ANSWER.search(lead)
    )
    doubt = "" if not other_answer else f"{text[max(0, at - 20) : begin]!a} may not be about the answer to the problem"
    rule = "supposed" if supposed else "phrase"
    said = "not " if "not" in verb or "n't" in verb or "n’t" in verb else ""
    said = said or ("maybe " if verb.startswith(("can", "could", "might", "may")) else "")
    yield Mark(said + text[begin:end], begin, end, at, end, rule, doubt)


def is_value(text: str) -> bool:
    reading = read(text)
    return isinstance(reading, Value) and not reading.in_words


def counted(count: int) -> int:
    if count >= MAX_MARKS:
        raise TooManyMarksError(f"more than {MAX_MARKS} answers are marked")
    return count + 1
