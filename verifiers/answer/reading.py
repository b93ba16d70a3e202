"""What one committed text is before it is compared: a form that can be compared, or why it commits to nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from verifiers.answer.cursor import Style
from verifiers.answer.exact import TooLarge, Undefined, rational_value
from verifiers.answer.grammar import MAX_REMEMBERED, parse
from verifiers.answer.kinds import nothing_of, undressed
from verifiers.answer.tokens import MAX_TEXT, Unreadable
from verifiers.answer.tree import EXPRESSIONS, Form, Quantity, Words
from verifiers.answer.words import HEDGES, NEGATIONS, PLACEHOLDERS, SURE_HEDGES, words

FIRST_WORDS = re.compile(
    r"(?:(?:so|thus|therefore|hence|then|now|finally|we (?:have|get)|it is|equals|just|simply|exactly|precisely)\b,?\s*)+",
    re.IGNORECASE,
)
HTML = re.compile(r"</?(?:b|strong|i|em|p|br)\s*/?>", re.IGNORECASE)
FACTORIAL = re.compile(r"[\w)}!]!$")
DIGIT = re.compile(r"\d")
COMMANDS = re.compile(r"\\[A-Za-z]+")
LAYOUT = re.compile(r"\\\\|\\[\[\](),;:! ]|\\(?:quad|qquad|text|displaystyle|(?:begin|end)\{[a-z]*\*?\})(?![A-Za-z])")
DIGITS = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,400})(?:\.\d{1,400})?|[-+]?\.\d{1,400}")


@dataclass(frozen=True)
class Value:
    """`text` without what dresses it."""

    text: str

    @cached_property
    def form(self) -> Form | None:
        """As it is usually read; None when only the reference's kind can say how."""
        try:
            return parse(self.text, Style())
        except Unreadable:
            return None

    @property
    def in_words(self) -> bool:
        return self.form is None or isinstance(self.form, Words)

    @cached_property
    def number(self) -> Fraction | None:
        """Its value where that is a rational number."""
        form = self.form.value if isinstance(self.form, Quantity) else self.form
        if not isinstance(form, EXPRESSIONS):
            return None
        try:
            return rational_value(form)
        except (TooLarge, Undefined):
            return None


@dataclass(frozen=True, slots=True)
class Unread:
    """No commitment. `certain`: whatever it means, it commits to no one answer, so the attempt is rejected."""

    code: str
    reason: str
    certain: bool
    text: str = ""


Reading = Value | Unread


def read(text: str) -> Reading:
    """What `text` commits to. Never raises; linear in the text, which is refused beyond MAX_TEXT."""
    return remembered(text) if len(text) <= MAX_REMEMBERED else understood(text)


def understood(text: str) -> Reading:
    if len(text) > MAX_TEXT:
        return Unread(
            "too_long", f"the committed answer has {len(text)} characters; {MAX_TEXT} are allowed", certain=True
        )
    if hidden := next((char for char in text if unicodedata.category(char) == "Cf"), ""):
        reason = f"the answer holds the invisible character U+{ord(hidden):04X}: what is shown is not what is written"
        return Unread("invisible_characters", reason, certain=True)
    bare = HTML.sub(" ", text).strip()
    end = len(bare)
    while end and (bare[end - 1].isspace() or (bare[end - 1] in ".,;!" and not keeps(bare[max(0, end - 2) : end]))):
        end -= 1
    bare = bare[:end]
    if match := FIRST_WORDS.match(bare):
        bare = bare[match.end() :]
    if is_placeholder(bare):
        return Unread("placeholder", f"{shown(bare)} holds the place of an answer", certain=True)
    if not nothing_of(bare) and (refusal := uncommitted(bare)):
        return refusal
    return Value(bare)


def keeps(last: str) -> bool:
    """Whether the last sign of a text belongs to it: 5!, 0.333.., a space in LaTeX."""
    return last in ("..", "\\!", "\\,", "\\;") or bool(FACTORIAL.fullmatch(last))


remembered = lru_cache(4096)(understood)


def uncommitted(bare: str) -> Unread | None:
    """Denials and hedges in words. Behind a value these may be about something else: "72 (not 70)"."""
    plain = undressed(
        COMMANDS.sub(
            lambda match: match[0] if match[0] in ("\\text", "\\textbf", "\\mathrm", "\\textit", "\\mbox") else " ",
            bare,
        )
    )
    said, ahead = set(words(plain)), set(words(DIGIT.split(plain, maxsplit=1)[0]))
    if said & NEGATIONS:
        return Unread("negated", f"{shown(bare)} says what the answer is not", bool(ahead & NEGATIONS), bare)
    if said & HEDGES or plain.endswith("?"):
        return Unread(
            "hedged", f"{shown(bare)} does not commit to an answer", bool(ahead & SURE_HEDGES) or plain.endswith("?")
        )
    return None


def number_of(text: str) -> Fraction | None:
    """The value of plain digits."""
    text = text.strip().lstrip("$").rstrip("%")
    if not DIGITS.fullmatch(text):
        return None
    return Fraction(text.replace(",", "").removeprefix("+"))


def is_placeholder(plain: str) -> bool:
    bare = undressed(plain).replace("\\_", "").strip(" []<>{}()_'\"").lower()
    return bare in PLACEHOLDERS or not any(
        char.isalnum() or char in "∞∅π\\" for char in LAYOUT.sub("", plain).replace("\\_", "")
    )


def shown(plain: str) -> str:
    return ascii(plain if len(plain) <= 80 else plain[:77] + "...")
