"""Where a parser stands in its tokens, and how letters are read: what all of its layers share."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from verifiers.answer.tokens import Token, Unreadable
from verifiers.answer.tree import EXPRESSIONS, PI, Expr, Form, Mul, Num, Pow, Quantity
from verifiers.answer.words import vocabulary

MAX_DEPTH = 60
MAX_DIGITS = 4000
MAX_EXPONENT = 4000  # of a number in scientific notation
FIELD_NAMES = vocabulary(
    "sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan arccot arcsec arccsc ln log lg exp max min gcd lcm "
    "det sgn sign floor ceil abs Re Im arg mod"
)
NAMED = {name: name for name in FIELD_NAMES} | {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "sgn": "sign", "arcsinh": "arcsinh", "arccosh": "arccosh",
    "arctanh": "arctanh", "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh", "argsinh": "arcsinh",
}  # fmt: skip
PLAIN_FUNCTIONS = frozenset(NAMED) | {"sqrt", "cbrt", "binom", "frac"}
GREEK = vocabulary(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar nabla partial angle triangle"
)
NAME = re.compile(r"[A-Z][a-z]{2}")
LETTER_RUN = re.compile(r"[A-Za-z]{1,3}")
ENGLISH = vocabulary(
    "a an and or the of in on at to is no yes if for not all any by so do be it we he per sq cu the are was has had "
    "one two six ten cm mm km kg mg ml mph kph hr min sec lb lbs oz ft yd mi in gal deg rad day won dog cat men man "
    "car pen egg odd set sum old new big low top end red tie win loss his her she boy girl him its our out off too who why how "
    "now nor yet per mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec hot wet dry fox cow pig hen bee "
    "bus van hat cup tea sky sea ice oil gas air art law tax job age arm leg eye ear lip map key box bag bed toy ink"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is to be read. `letters`: the symbols that runs of letters are made of (None: any short run may be);
    `units`: letters behind a value are its unit; `tight`: `a/bc` is a/(bc); `separators`: `1,234` is one number."""

    letters: frozenset[str] | None = None
    units: bool = False
    tight: bool = False
    separators: bool = True


@dataclass
class Cursor(ABC):
    """A parser over tokens; the layers above it say what is read."""

    tokens: list[Token]
    read_as: Style
    styled: bool = False  # whether the style made a difference, or could have made one
    at: int = 0
    depth: int = 0
    bars: int = 0  # |...| that are open
    signs: int = 0
    slashes: int = field(default=0)  # how many times `a/bc` was read
    inside_function: int = 0

    @abstractmethod
    def listed(self) -> Form:
        """Items with commas or words between them."""

    @abstractmethod
    def related(self) -> Form:
        """A value, or an equation or an inequality."""

    @abstractmethod
    def union(self) -> Form:
        """A value, or sets that are united."""

    @abstractmethod
    def atom(self) -> Form:
        """A number, a symbol, a command with its arguments, or something in brackets."""

    @abstractmethod
    def numeral(self, token: Token) -> Form:
        """What digits that were just taken stand for, with what belongs to them."""

    @abstractmethod
    def argument(self) -> Expr:
        """What a command takes: a group in braces, or one sign."""

    @abstractmethod
    def symbol(self, name: str, *, last: bool = True) -> Expr:
        """A letter with what is written below it."""

    @property
    def style(self) -> Style:
        self.styled = True
        return self.read_as

    def peek(self, ahead: int = 0) -> Token | None:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else None

    def ahead(self, kind: str, *texts: str) -> bool:
        if self.at >= len(self.tokens):
            return False
        token = self.tokens[self.at]
        return token.kind == kind and (not texts or token.text in texts)

    def take(self, kind: str, *texts: str) -> Token | None:
        if self.at >= len(self.tokens):
            return None
        token = self.tokens[self.at]
        if token.kind != kind or (texts and token.text not in texts):
            return None
        self.at += 1
        return token

    def need(self, kind: str, text: str) -> None:
        if not self.take(kind, text):
            token = self.peek()
            raise Unreadable(f"{text} is missing before {token.text!a}" if token else f"{text} is missing at the end")

    def deeper(self, part: Callable[[], Form]) -> Form:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("the answer is nested too deeply", certain=True)
        try:
            return part()
        finally:
            self.depth -= 1

    def set_follows(self) -> bool:
        after = self.peek(1)
        return after is not None and after.text == "\\{"

    def unread(self, what: str) -> Form:
        raise Unreadable(f"{what[:40]!a} is not understood there")

    def degree_sign(self) -> bool:
        """Whether `^\\circ` or `^{\\circ}` stands here."""
        after = self.peek(1)
        if after is None:
            return False
        if after.text == "circ":
            return True
        inner, close = self.peek(2), self.peek(3)
        return (
            after.text == "{" and inner is not None and inner.text == "circ" and close is not None and close.text == "}"
        )

    def number_here(self) -> bool:
        return self.ahead("num")

    def is_symbolic(self, token: Token) -> bool:
        """Whether a run of letters is made of symbols, and no unit or noun."""
        word = token.text
        if word in PLAIN_FUNCTIONS or word in ("pi", "e", "i", "infinity", "infty"):
            return True
        if self.style.units:
            return False
        return bool(self.letters_of(word))

    def letters_of(self, word: str) -> str:
        """The symbols of a run of letters, such as x y for xy; "" if it is a word."""
        if self.style.units and self.style.letters is not None and not set(word) <= self.style.letters:
            return ""
        if len(word) == 1:
            return word
        if self.style.letters is not None:
            known = self.style.letters | {"e", "i"}
            return word if set(word) <= known and len(word) <= 20 and word.lower() not in ("e", "i") else ""
        return word if LETTER_RUN.fullmatch(word) and word.lower() not in ENGLISH and not NAME.fullmatch(word) else ""

    def product_of(self, factors: Iterable[Expr]) -> Expr:
        found = tuple(factors)
        return found[0] if len(found) == 1 else Mul(found)


def expression(form: Form) -> Expr:
    """Raises Unreadable for what has no value."""
    if isinstance(form, EXPRESSIONS):
        return form
    if isinstance(form, Quantity) and not form.money and not form.percent and form.unit == "°":
        return Mul((form.value, PI, Num(Fraction(1, 180))))
    raise Unreadable("a value is expected where something else stands")


def rational(expr: Expr) -> Fraction | None:
    """The value of a fraction of whole numbers."""
    match expr:
        case Num(value):
            return value
        case Mul((Num(above), Pow(Num(below), Num(exponent)))) if exponent == -1 and below:
            return above / below
    return None


def number(text: str) -> Num:
    """The exact value of digits with a point and an exponent. Raises Unreadable beyond the caps."""
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > MAX_DIGITS or len(exponent) > 6 or abs(int(exponent or "0")) > MAX_EXPONENT:
        raise Unreadable(f"a number with more than {MAX_DIGITS} digits", certain=True)
    whole, _, part = mantissa.partition(".")
    scale = int(exponent or "0") - len(part)
    value = Fraction(int(whole + part)) * (Fraction(10**scale) if scale >= 0 else Fraction(1, 10**-scale))
    return Num(value, "scientific" if exponent else "decimal" if "." in mantissa else "integer")
