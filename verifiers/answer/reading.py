"""What one committed text says: a number, or why it is not one and whether that settles the matter."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from verifiers.answer.parse import MAX_TEXT, Number, parse_number
from verifiers.answer.tidy import tidy
from verifiers.answer.words import HEDGES, NEGATIONS, NOT_A_NAME, PLACEHOLDERS, SPELT_NUMBERS, SURE_HEDGES, words

FIRST_WORDS = re.compile(
    r"(?:(?:so|thus|therefore|hence|then|now|finally|and|we (?:have|get)|it is|equals|just|simply)\b,?\s*)+",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r",\s|;|\||&|\\\\|\b(?:and|or|to|vs)\b", re.IGNORECASE)
ALTERNATIVES = re.compile(r"\\pm|±|\\mp|\bor\b|\\lor|∨")
RELATIONS = re.compile(r"<|>|≤|≥|\\(?:le|leq|ge|geq|lt|gt|leqslant|geqslant)(?![A-Za-z])")
UNEQUAL = re.compile(r"≠|\\neq?(?![A-Za-z])|\\not(?![A-Za-z])|!=|/=")
ABOUT = re.compile(r"≈|~|∼|≃|≅|\\(?:approx|sim|simeq)(?![A-Za-z])|\\doteq")
NAME = re.compile(r"\\?[A-Za-z]+'*(?:_(?:\{?\w+\}?))?(?:\([^()<>]*\))?")
ARITHMETIC = re.compile(r"(?:[\d.,\s+\-*/()^{}$%×÷·]|\\(?:times|cdot|div|frac|dfrac|tfrac|left|right|\$|%|,|;))+")
ONLY_NUMBERS = re.compile(r"(?:[\d\s.,;|&$+\-{}]|\\[\\;,]|\b(?:and|or)\b|\\pm|±)+", re.IGNORECASE)
PROSE = re.compile(r"[A-Za-z\s.,:;'’\"!()-]*")


@dataclass(frozen=True, slots=True)
class Unread:
    """Not a number. `certain`: whatever it means, it does not commit to one number, so the attempt is rejected."""

    code: str
    reason: str
    certain: bool


Reading = Number | Unread


def read(text: str) -> Reading:
    """The one number that `text` commits to. Never raises; linear in the text, which is refused beyond MAX_TEXT."""
    if len(text) > MAX_TEXT:
        return Unread(
            "too_long", f"the committed answer has {len(text)} characters; {MAX_TEXT} are allowed", certain=True
        )
    if hidden := next((char for char in text if unicodedata.category(char) == "Cf"), ""):
        reason = f"the answer holds the invisible character U+{ord(hidden):04X}: what is shown is not what is written"
        return Unread("invisible_characters", reason, certain=True)
    plain = tidy(text)
    if is_placeholder(plain):
        return Unread("placeholder", f"{plain!a} holds the place of an answer", certain=True)
    plain = plain[match.end() :] if (match := FIRST_WORDS.match(plain)) else plain
    if (number := parse_number(plain)) is not None and not set(number.words) & (HEDGES | NEGATIONS | {"or"}):
        return number
    return not_a_number(plain)


def not_a_number(plain: str) -> Reading:
    said, opening = set(words(plain)), re.split(r"\d", plain, maxsplit=1)[0]
    # Behind a number these words may be about another one: "72 (not 70)", "72, 24 of which in May".
    ahead = set(words(opening))
    if UNEQUAL.search(plain) or said & NEGATIONS:
        certain = bool(UNEQUAL.search(opening) or ahead & NEGATIONS)
        return Unread("negated", f"{shown(plain)} says what the answer is not", certain)
    if ALTERNATIVES.search(plain) or is_list(plain):
        certain = bool(ONLY_NUMBERS.fullmatch(plain))
        return Unread("several_answers", f"{shown(plain)} gives several answers; exactly one is wanted", certain)
    if said & HEDGES or plain.endswith("?"):
        certain = bool(ahead & SURE_HEDGES) or plain.endswith("?")
        return Unread("hedged", f"{shown(plain)} does not commit to an answer", certain)
    if RELATIONS.search(plain):
        certain = parse_number(RELATIONS.split(plain, maxsplit=1)[0]) is None
        return Unread("wrong_answer", f"{shown(plain)} is an inequality, not a number", certain)
    if ABOUT.search(plain):
        return Unread("unsupported_answer", f"{shown(plain)} gives an approximate value", certain=False)
    if "=" in plain:
        return last_of_chain(plain)
    if PROSE.fullmatch(plain) and not SPELT_NUMBERS.search(plain):
        return Unread("wrong_answer", f"{shown(plain)} is text, not a number", certain=True)
    return Unread("unsupported_answer", f"{shown(plain)} is not a number in a form that is understood", certain=False)


def is_list(plain: str) -> bool:
    """Several numbers with something between them. `1,23` may be one with a decimal comma, `P(1, 2) = 3` has one value."""
    text = plain.rsplit("=", 1)[-1] if "(" in plain.split("=", 1)[0] else plain
    spread = sum(any(char.isdigit() for char in part) for part in SEPARATOR.split(text)) > 1
    return spread or sum(any(char.isdigit() for char in part) for part in text.split(",")) > 2


def last_of_chain(plain: str) -> Reading:
    """`x = 5`, `12 + 34 = 46`, `46 = x`: the value at the end, if every other side can name it and none contradicts it."""
    sides = [side.strip() for side in split_at_equals(plain)]
    numbers = [parse_number(side) for side in sides]
    if len(sides) == 2 and numbers[0] is not None and NAME.fullmatch(sides[1]):
        return numbers[0]
    if (value := numbers[-1]) is None:
        return Unread("unsupported_answer", f"{shown(plain)} does not end with a number", certain=False)
    for side, number in zip(sides[:-1], numbers[:-1], strict=True):
        if number is not None and number.value != value.value:
            # "1.5 hours = 90 minutes" is no contradiction.
            bare = not (number.words or value.words or number.percent or value.percent or number.money or value.money)
            return Unread("several_answers", f"{shown(plain)} equates different numbers", certain=bare)
        if number is None and not can_name(side):
            return Unread("unsupported_answer", f"{shown(plain)} gives the value of something else", certain=False)
    return value


def split_at_equals(text: str) -> list[str]:
    """The sides of the equality signs outside brackets: the one in `P(X=3) = 1/8` does not count."""
    sides, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if char == "=" and depth == 0:
            sides.append(text[start:at])
            start = at + 1
    return [*sides, text[start:]]


def can_name(side: str) -> bool:
    """Whether a side of `... = 5` names the answer or computes it: `x`, `f(2)`, `Total cost`, `12 + 34`."""
    side = FIRST_WORDS.sub("", side, count=1) if FIRST_WORDS.match(side) else side
    if ARITHMETIC.fullmatch(side):
        return True
    said = words(side)
    if NAME.fullmatch(side):
        return not set(said[:1]) & NOT_A_NAME or len(side) == 1
    return bool(re.fullmatch(r"[A-Za-z' ]+", side)) and not set(said) & NOT_A_NAME and all(len(w) > 2 for w in said)


def is_placeholder(plain: str) -> bool:
    bare = plain.replace("\\_", "").strip(" []<>{}()_'\"").lower()
    return bare in PLACEHOLDERS or (not any(char.isalnum() or char in "∞∅π" for char in bare) and "\\" not in bare)


def shown(plain: str) -> str:
    return ascii(plain if len(plain) <= 80 else plain[:77] + "...")
