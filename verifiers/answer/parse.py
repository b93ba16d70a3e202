r"""Text to an exact number: one small grammar, the whole input consumed, every size bounded before it is computed with.

Integers (`1,234`, `1{,}234`, `1 234`), decimals (`.5`, `5.`), fractions (`a/b`, `\frac{a}{b}`, `\frac12`, `½`), mixed
numbers (`1 1/2`, `1\frac12`), powers of ten (`3.2e5`, `3.2\times10^5`, `10^{-14}`), each with a sign, a currency sign,
a percent sign or words behind it. Nothing is evaluated: `7*8`, `2^3` and `\sqrt{4}` are not numbers here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from verifiers.answer.tidy import MAX_DEPTH, tidy
from verifiers.answer.words import DOLLARS

MAX_TEXT = 2000
MAX_DIGITS = 1000  # below Python's own limit for int(), whose cost is quadratic
MAX_EXPONENT = 400

TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<num>(?:[1-9]\d{0,2}(?:,\d{3})+(?!\d)|[1-9]\d{0,2}(?:[ \u2009]\d{3})+(?![\d]|[ \u2009]*[\d/\\])|\d+)(?:\.\d*)?|\.\d+)
       (?P<exp>[eE][+-]?\d+)?(?![A-Za-z\d])
    |(?P<frac>\\[dtc]?frac(?![A-Za-z]))
    |(?P<digits>\d+)
    |(?P<times>\\times(?![A-Za-z])|\\cdot(?![A-Za-z])|×|·|\*\*|\*)
    |(?P<percent>\\?%)
    |(?P<money>\\?\$|€|£|¥|₹)
    |(?P<word>[A-Za-z]+(?:['-][A-Za-z]+)*)
    |(?P<vulgar>[¼½¾⅐-⅞])
    |(?P<mark>[-+/^(){}])""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Number:
    """An exact value as it was written: `form` is the syntax, `money` a currency sign, `words` what stood behind the number.

    `terms` are the numbers it is written with, in order and without signs: (6, 4) for 6/4, (2, 10, 5) for 2*10^5.
    """

    value: Fraction
    form: str
    money: str = ""
    percent: bool = False
    words: tuple[str, ...] = ()
    terms: tuple[Fraction, ...] = ()

    def __str__(self) -> str:
        shown = (
            str(self.value)
            if self.value.denominator.bit_length() + self.value.numerator.bit_length() < 700
            else "a long number"
        )
        return f"{self.money}{shown}{'%' if self.percent else ''}{''.join(' ' + word for word in self.words)}"


def parse_number(text: str) -> Number | None:
    """The number that `text` is, all of it; None when it is anything else."""
    if len(text) > MAX_TEXT:
        return None
    tokens = tokenized(tidy(text))
    return Parser(tokens).whole() if tokens else None


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    spaced: bool  # whether white space stands before it


def tokenized(text: str) -> list[Token] | None:
    tokens, at, spaced = [], 0, False
    while at < len(text):
        if not (match := TOKEN.match(text, at)):
            return None
        at = match.end()
        if match.lastgroup == "space":
            spaced = True
            continue
        kind = "num" if match["num"] else match.lastgroup or ""
        tokens.append(Token(kind, match[0], spaced))
        spaced = False
    return tokens


class Parser:
    """Recursive descent over the tokens of one number; every method gives None when its part is not there."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at = tokens, 0

    def whole(self) -> Number | None:
        negative, money = self.prefix()
        if (core := self.core(depth=0)) is None:
            return None
        value, form = core
        written = terms(self.tokens[: self.at])
        money, percent, words = self.suffix(money)
        if self.at < len(self.tokens):
            return None
        return Number(-value if negative else value, form, money, percent, words, written)

    def prefix(self) -> tuple[bool, str]:
        """A sign and a currency sign, each at most once, in either order."""
        sign, money = "", ""
        while True:
            if not sign and (token := self.take("mark", "+-")):
                sign = token.text
            elif not money and (token := self.take("money")):
                money = token.text.removeprefix("\\")
            else:
                return sign == "-", money

    def suffix(self, money: str) -> tuple[str, bool, tuple[str, ...]]:
        if self.take("percent"):
            return money, True, ()
        if not money and (token := self.take("money")):
            return token.text.removeprefix("\\"), False, ()
        found: list[str] = []
        while token := self.take("word"):
            found.append(token.text.lower())
        if found in (["percent"], ["per", "cent"], ["pct"]):
            return money, True, ()
        if found and found[0] in DOLLARS and money in ("", "$"):
            return "$", False, tuple(found[1:])
        return money, False, tuple(found)

    def core(self, depth: int) -> tuple[Fraction, str] | None:
        for opening, closing in ("()", "{}"):
            if self.take("mark", opening):
                negative = self.sign()
                inner = self.core(depth + 1) if depth < MAX_DEPTH else None
                if inner is None or not self.take("mark", closing):
                    return None
                # A group may not be a part of more: (1)/2, {1}2.
                return (-inner[0] if negative else inner[0]), inner[1]
        if (fraction := self.fraction()) is not None:
            return fraction, "fraction"
        start = self.at
        if (token := self.take("num")) is None or (value := decimal(token.text)) is None:
            return None
        if self.take("mark", "/"):
            below = self.integer()
            return (value / below, "fraction") if below and self.plain(start) else None
        whole = self.plain(start)
        if whole and (mixed := self.mixed(value)) is not None:
            return mixed
        if ((times := self.take("times")) and times.text != "**") or self.alone("x"):
            power = self.power_of_ten()
            return None if power is None else (value * power, "scientific")
        if value == 10 and token.text == "10" and (power := self.power()) is not None:
            return power, "scientific"
        return value, "integer" if whole else "scientific" if "e" in token.text.lower() else "decimal"

    def mixed(self, whole: Fraction) -> tuple[Fraction, str] | None:
        start, form = self.at, "mixed"
        if self.take("mark", "+"):
            form = "sum"
        glued = form == "mixed" and self.at < len(self.tokens) and not self.tokens[self.at].spaced
        part = self.fraction()
        if (
            part is None
            and not glued
            and (above := self.natural())
            and self.take("mark", "/")
            and (below := self.natural())
        ):
            part = Fraction(above, below)
        if part is not None and 0 < part < 1:
            return whole + part, form
        self.at = start
        return None

    def fraction(self) -> Fraction | None:
        r"""`\frac` with two arguments, or a single character such as ½."""
        if token := self.take("vulgar"):
            parts = unicodedata.normalize("NFKC", token.text).split("\u2044")
            return Fraction(int(parts[0]), int(parts[1])) if len(parts) == 2 and all(parts) else None
        start = self.at
        if self.take("frac") and (pair := self.arguments()) and pair[1]:
            return Fraction(pair[0], pair[1])
        self.at = start
        return None

    def arguments(self) -> tuple[int, int] | None:
        r"""The two arguments of `\frac`: groups, or single digits as in `\frac12` and `\frac{1}2`."""
        token = self.take("num") or self.take("digits")
        if token and token.text.isdecimal() and len(token.text) == 2:
            return int(token.text[0]), int(token.text[1])
        above = int(token.text) if token and token.text.isdecimal() and len(token.text) == 1 else self.group()
        token = self.take("num") or self.take("digits") if above is not None else None
        below = int(token.text) if token and token.text.isdecimal() and len(token.text) == 1 else self.group()
        return None if above is None or below is None else (above, below)

    def group(self) -> int | None:
        if not self.take("mark", "{"):
            return None
        value = self.integer()
        return value if self.take("mark", "}") else None

    def power_of_ten(self) -> Fraction | None:
        token = self.take("num")
        return self.power() if token and token.text == "10" else None

    def power(self) -> Fraction | None:
        """What follows a ten: `^5`, `^{-5}`, `**5`."""
        if not self.take("mark", "^") and not self.taken_text("**"):
            return None
        exponent = self.group() if self.at < len(self.tokens) and self.tokens[self.at].text == "{" else self.integer()
        return None if exponent is None or abs(exponent) > MAX_EXPONENT else power_of_ten(exponent)

    def integer(self) -> int | None:
        negative = self.sign()
        value = self.natural()
        return -value if negative and value is not None else value

    def natural(self) -> int | None:
        token = self.take("num")
        value = decimal(token.text) if token and integral(token.text) else None
        return None if value is None else int(value)

    def sign(self) -> bool:
        token = self.take("mark", "+-")
        return token is not None and token.text == "-"

    def plain(self, start: int) -> bool:
        return integral(self.tokens[start].text)

    def alone(self, word: str) -> bool:
        """A word that is only taken when a number follows: the x of `3 x 10^5`."""
        ahead = self.tokens[self.at + 1 : self.at + 2]
        return bool(ahead) and ahead[0].kind == "num" and self.taken_text(word)

    def taken_text(self, text: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at].text == text:
            self.at += 1
            return True
        return False

    def take(self, kind: str, texts: str = "") -> Token | None:
        if (
            self.at < len(self.tokens)
            and self.tokens[self.at].kind == kind
            and (not texts or self.tokens[self.at].text in texts)
        ):
            self.at += 1
            return self.tokens[self.at - 1]
        return None


def terms(tokens: list[Token]) -> tuple[Fraction, ...]:
    found: list[Fraction | None] = []
    for at, token in enumerate(tokens):
        if token.kind == "vulgar":
            found += [Fraction(int(part)) for part in unicodedata.normalize("NFKC", token.text).split("\u2044") if part]
        elif token.kind in ("num", "digits"):
            packed = at > 0 and tokens[at - 1].kind == "frac"  # \frac12
            parts = list(token.text) if packed else token.text.lower().replace("+", "").replace("-", "").split("e")
            found += [decimal(part) for part in parts]
    return tuple(term for term in found if term is not None)


def integral(text: str) -> bool:
    return not set(text) & set(".eE")


def decimal(text: str) -> Fraction | None:
    """The exact value of digits with separators, a point and an exponent; None beyond the caps."""
    mantissa, _, exponent = text.lower().translate({ord(","): None, ord(" "): None, 0x2009: None}).partition("e")
    if len(mantissa) > MAX_DIGITS or len(exponent) > 6 or abs(int(exponent or "0")) > MAX_EXPONENT:
        return None
    whole, _, part = mantissa.partition(".")
    return Fraction(int(whole + part)) * power_of_ten(int(exponent or "0") - len(part))


def power_of_ten(exponent: int) -> Fraction:
    return Fraction(10**exponent) if exponent >= 0 else Fraction(1, 10**-exponent)
