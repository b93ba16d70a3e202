r"""What an answer says around its value: "The area is 5", "only n = 6", "x = k\pi, where k is any integer".

Tried only where the answer as it stands is not settled. Words are taken away when they are the problem's own, or name what is
asked for, or say over what a letter ranges; words that deny, hedge, scale or bound a value never are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifiers.answer.words import HEDGES, NEGATIONS, own_words, singular, vocabulary

MAX_PHRASE = 400  # characters; what is longer is no phrase around a value
WRAPPED = re.compile(r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|operatorname|emph)\s*\{([^{}]*)\}")
SPACING = re.compile(r"\\(?:quad|qquad)(?![A-Za-z])|\\[,;:! ]|~|\s+")
LEAD = re.compile(r"(?:(?:[A-Za-z][A-Za-z'’-]+|[Aa])(?:\s*[:,]\s*|\s+))+")
VALUE = re.compile(r"[-+]?[\d$\\({\[|.]|[A-Za-z](?![A-Za-z'’])")
GENERIC = vocabulary(
    "so thus hence therefore then the a an of to in for our is are was were be equals equal value values answer answers number "
    "numbers result results solution solutions required desired requested maximum minimum max min largest smallest greatest only "
    "such possible total final there it this these they we get have obtain find gives give has by that when which exactly "
    "simply just given pair pairs ordered triple triples set"
)
# With one of these the value is another one, a bound, or not committed to.
CHANGING = (
    HEDGES
    | NEGATIONS
    | vocabulary(
        "wrong incorrect false half twice double triple thrice third quarter root other opposite reciprocal negative inverse about "
        "nearly almost than between under over up below above most no none without excluding but or if unless remaining rest "
        "another previous next would should minus plus times squared cubed thousand million billion hundred dozen per"
    )
)
BOUNDS = re.compile(r"\bat (?:least|most)\b", re.IGNORECASE)
FUNCTIONS = vocabulary("sin cos tan cot sec csc ln log exp sqrt arcsin arccos arctan binom gcd lcm max min det")

NUMBERS = r"(?:numbers?|integers?|reals?|values?|constants?|rationals?)"
NAMED_SET = r"\\(?:mathbb|Bbb|mathbf)\s*\{?\s*(?P<set>[ZNQRC])\s*\}?|(?P<sign>[ℤℕℚℝℂ])"
SORT = r"(?P<sort>(?:(?:arbitrary|fixed|real|rational|complex|positive|non-?negative|natural|whole)\s+)*)"
LETTER = r"(?P<letter>\\?[A-Za-z]+(?:_\{?\w\}?)?)"
RIDERS = tuple(
    re.compile(rf"[\s,;:(]*(?:{pattern})[\s).,]*$")
    for pattern in (
        rf"(?:where|with|for|and)?\s*{LETTER}\s*(?:\\in|∈)\s*(?:{NAMED_SET})",
        rf"(?:\\forall|∀|for\s+(?:all|any|every|each))\s*{LETTER}(?:\s*(?:\\in|∈)\s*(?:{NAMED_SET}))?",
        rf"(?:where|with|for|and)\s+{LETTER}\s+(?:is|being|denotes)\s+(?:an?\s+|any\s+|some\s+)?{SORT}(?P<noun>{NUMBERS})",
        rf"for\s+(?:all|any|every|each|some)?\s*{SORT}(?P<noun>{NUMBERS})?\s*(?:of\s+)?{LETTER}?",
    )
)
SIGNS = {"ℤ": "Z", "ℕ": "N", "ℚ": "Q", "ℝ": "R", "ℂ": "C"}


def cores(text: str, prompt: str) -> Iterator[str]:
    """What is left without the words around it, the likelier reading first; nothing when there are none."""
    if len(text) > MAX_PHRASE or not any(map(str.isalpha, text)):
        return
    flat = flattened(text)
    bare = unled(flat, prompt)
    for left in dict.fromkeys((bare, flat)):
        without, over = unridden(left)
        if over:
            yield f"{without}, {over}"
        if without != left:
            yield without
    if bare != flat:
        yield bare


def flattened(text: str) -> str:
    for _ in range(3):
        text = WRAPPED.sub(r" \1 ", text)
    return SPACING.sub(" ", text.replace("$", " ").replace("\\(", " ").replace("\\)", " ").replace("**", " ")).strip(
        " ."
    )


def unled(flat: str, prompt: str) -> str:
    """Without the words before the value, if they are the problem's or name what is asked for."""
    lead = LEAD.match(flat)
    if lead is None or BOUNDS.search(lead[0]):
        return flat
    at, known = 0, own_words(prompt)
    for word in re.finditer(r"[A-Za-z][A-Za-z'’-]*", lead[0]):
        low = word[0].lower()
        if low in CHANGING or low in FUNCTIONS:
            return flat
        if low not in GENERIC and singular(low) not in known:
            return flat
        at = word.end()
    rest = flat[at:].lstrip(" :,=")
    return rest if VALUE.match(rest) else flat


def unridden(text: str) -> tuple[str, str]:
    """Without what says over which numbers a letter ranges; and that, if they are integers."""
    for rider in RIDERS:
        match = rider.search(text)
        if match is None or not match[0].strip(" ,;:().") or not text[: match.start()].strip():
            continue
        found = match.groupdict()
        sort = f"{found.get('sort') or ''} {found.get('noun') or ''}".lower()
        if "positive" in sort or "negative" in sort:
            continue
        rest, letter = text[: match.start()].rstrip(" ,;:("), found.get("letter") or ""
        if rest.count("(") > text.count(")", match.start()) + rest.count(")"):
            continue
        named = found.get("set") or SIGNS.get(found.get("sign") or "", "")
        if named in ("Z", "N") or "integer" in sort or "natural" in sort or "whole" in sort:
            kind = "N" if named == "N" or "natural" in sort or "whole" in sort else "Z"
            return rest, rf"{letter} \in \mathbb{{{kind}}}" if letter else ""
        return rest, ""
    return text, ""
