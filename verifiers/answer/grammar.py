r"""Tokens to a tree, by recursive descent: the whole text is read or it is unreadable. Nothing is evaluated.

Where a text has more than one usual reading (`1/2x`, `1,234` in brackets, `5 m`), the caller says which one is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from verifiers.answer.measures import alternatives, same_kind
from verifiers.answer.tokens import Token, Unreadable, tokens
from verifiers.answer.tree import (
    EULER,
    EXPRESSIONS,
    HALF,
    IMAGINARY,
    INFINITY,
    ONE,
    PI,
    Add,
    BaseNumeral,
    Bracketed,
    Const,
    Expr,
    Fn,
    Form,
    Listed,
    Matrix,
    Mul,
    Num,
    Order,
    PlusMinus,
    Pow,
    Quantity,
    Relation,
    SetOf,
    Sym,
    Union,
    Without,
    Words,
    divided,
    negated,
    symbols,
)
from verifiers.answer.words import vocabulary

MAX_DEPTH = 60
MAX_SIGNS = 20
MAX_FACTORIALS = 6
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
INVERSES = {
    "sin": "arcsin", "cos": "arccos", "tan": "arctan", "cot": "arccot", "sec": "arcsec", "csc": "arccsc",
    "sinh": "arcsinh", "cosh": "arccosh", "tanh": "arctanh",
}  # fmt: skip
PLAIN_FUNCTIONS = frozenset(NAMED) | {"sqrt", "cbrt", "binom", "frac"}
GREEK = vocabulary(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar nabla partial angle triangle"
)
ORDERS: dict[str, Order] = {
    "=": "=", "<": "<", ">": ">", "le": "<=", "ge": ">=", "ne": "!=", "in": "in", "approx": "~", "sim": "~", "equiv": "=",
    "to": "=",
}  # fmt: skip
CONNECTIVES = {"and": "and", "or": "or", "xor": "or"}
CLOSING = {"(": ")", "[": "]", "{": "}", "\\{": "\\}"}
MONEY = ("\\$", "$", "€", "£", "¥", "₹", "¢")
MATRICES = vocabulary("pmatrix bmatrix matrix vmatrix Bmatrix Vmatrix smallmatrix array")
SHOWS = vocabulary("aligned align gathered equation gather split displaymath math")
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


DEFAULT = Style()
PLAIN_NUMBER = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?")
MAX_REMEMBERED = 160  # characters: a few thousand such forms are small


def parse(text: str, style: Style = DEFAULT) -> Form:
    """Raises Unreadable. Short texts are remembered: many attempts give the same answers."""
    read = remembered if len(text) <= MAX_REMEMBERED else tried
    try:
        form, styled = read(text, DEFAULT)
        if styled and style != DEFAULT:
            form, _ = read(text, style)
    except RecursionError as error:
        raise Unreadable("the answer is nested too deeply", certain=True) from error
    if isinstance(form, Unreadable):
        raise Unreadable(str(form), certain=form.certain, notation=form.notation)
    return form


def tried(text: str, style: Style) -> tuple[Form | Unreadable, bool]:
    """The form, or why there is none; and whether another style could have given another one."""
    if PLAIN_NUMBER.fullmatch(text):  # most answers: what the grammar makes of it, without the grammar
        return number(text), False
    separable = "," in text
    try:
        parser = Parser(tokens(text, separators=style.separators), style)
    except Unreadable as error:
        return error.with_traceback(None), separable
    try:
        return parser.whole(), parser.styled or separable
    except Unreadable as error:
        return error.with_traceback(None), parser.styled or separable


remembered = lru_cache(8192)(tried)


@dataclass
class Parser:
    tokens: list[Token]
    read_as: Style
    styled: bool = False  # whether the style made a difference, or could have made one
    at: int = 0
    depth: int = 0
    bars: int = 0  # |...| that are open
    signs: int = 0
    slashes: int = field(default=0)  # how many times `a/bc` was read

    @property
    def style(self) -> Style:
        self.styled = True
        return self.read_as

    # ---- the tokens

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

    # ---- the whole

    def whole(self) -> Form:
        self.skip_dressing()
        if not self.tokens[self.at :]:
            raise Unreadable("there is nothing in it", certain=True)
        form = self.listed()
        if token := self.peek():
            raise Unreadable(f"{token.text!a} is not understood there")
        return form

    def skip_dressing(self) -> None:
        """Emphasis around everything, full stops and commas at the end, a sign of conclusion at the beginning."""
        found = self.tokens
        while found and (
            found[-1].text in (".", ",", ";", ":", "**", "implies", "row")
            or (found[-1].text == "*" and found[0].text == "*")
        ):
            found.pop()
        while found and found[0].text in ("implies", "therefore", "because", ":", "**", "*", "=", "\\\\"):
            found.pop(0)
        for name in SHOWS:
            if (
                len(found) > 2
                and (found[0].kind, found[0].text) == ("begin", name)
                and (found[-1].kind, found[-1].text) == ("end", name)
            ):
                del found[0], found[-1]
                found[:] = lines_of([each for each in found if (each.kind, each.text) != ("mark", "&")])
        while len(found) > 2 and found[0].text == "{" and found[-1].text == "}" and matches(found):
            del found[0], found[-1]

    def deeper(self, part: Callable[[], Form]) -> Form:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("the answer is nested too deeply", certain=True)
        try:
            return part()
        finally:
            self.depth -= 1

    # ---- lists and relations

    def listed(self) -> Form:
        items = [self.related()]
        joined = ""
        while True:
            word = self.connective()
            if not word:
                break
            if not self.peek():
                break
            joined = word if word != "," or not joined else joined
            items.append(self.related())
        return items[0] if len(items) == 1 else Listed(tuple(items), joined)

    def connective(self) -> str:
        """What stands between two items: a comma, a semicolon, "and", "or", both."""
        found = ""
        while True:
            if self.take("mark", ",", ";"):
                found = found or ","
            elif (token := self.peek()) and token.kind in ("word", "said") and token.text.lower() in CONNECTIVES:
                self.at += 1
                found = CONNECTIVES[token.text.lower()]
            elif found and self.take("row"):
                continue
            else:
                return found

    def related(self) -> Form:
        sides, orders = [self.union()], list[Order]()
        while order := self.order():
            orders.append(order)
            sides.append(self.union())
        return Relation(tuple(sides), tuple(orders)) if orders else sides[0]

    def order(self) -> Order | None:
        token = self.peek()
        if token is None or token.kind not in ("mark", "command"):
            return None
        if token.text == "not" and (after := self.peek(1)) and after.text in ("=", "in"):
            self.at += 2
            if after.text == "in":
                raise Unreadable("what an answer is not in")
            return "!="
        if token.text in ORDERS:
            self.at += 1
            self.take("mark", "&")
            return ORDERS[token.text]
        if token.text == "&" and (after := self.peek(1)) and after.text in ORDERS:
            self.at += 2
            return ORDERS[after.text]
        return None

    def union(self) -> Form:
        parts = [self.piece()]
        while True:
            token = self.peek()
            if token and (
                token.text == "cup"
                or (token.kind == "word" and token.text == "U" and isinstance(parts[-1], (Bracketed, SetOf)))
            ):
                self.at += 1
                parts.append(self.piece())
            elif token and (
                token.text == "setminus"
                or (token.text == "-" and isinstance(parts[-1], Sym) and parts[-1].name == "R" and self.set_follows())
            ):
                self.at += 1
                parts[-1] = Without(parts[-1], self.piece())
            elif token and token.text == "cap":
                raise Unreadable("an intersection is not read")
            else:
                return parts[0] if len(parts) == 1 else Union(tuple(parts))

    def set_follows(self) -> bool:
        after = self.peek(1)
        return after is not None and after.text == "\\{"

    def piece(self) -> Form:
        """A value and what is said behind it; or nothing but words."""
        if words := self.only_words():
            return INFINITIES.get(words.text, words)
        money = ""
        sign = ""
        start = self.at
        while token := self.peek():
            if not money and token.text in MONEY:
                money = token.text.removeprefix("\\")
                self.at += 1
            elif (
                not sign
                and token.kind == "mark"
                and token.text in ("-", "+")
                and (after := self.peek(1))
                and after.text in MONEY
            ):
                sign = token.text
                self.at += 1
            else:
                break
        if not money:
            self.at = start
            sign = ""
        value = self.sum()
        if sign == "-":
            value = negated(expression(value))
        percent = False
        if not money and self.ahead("mark", *MONEY):
            money = self.tokens[self.at].text.removeprefix("\\")
            self.at += 1
        if self.take("mark", "%"):
            percent = True
        unit = self.said()
        if unit.lower().replace(" ", "") in ("percent", "percents", "pct"):
            percent, unit = True, ""
        if not (money or percent or unit):
            return value
        if not isinstance(value, EXPRESSIONS):
            if unit and not (money or percent):
                return value if unit.lower() in HARMLESS else self.unread(unit)
            raise Unreadable("a unit behind what is no value")
        quantity = Quantity(value, unit, money, percent)
        return self.compound(quantity) if unit and not percent else quantity

    def compound(self, first: Quantity) -> Form:
        """`2 hours 30 minutes`, `5 ft 10 in`: both in the first unit."""
        start = self.at
        if (token := self.peek()) and token.kind in ("said", "word") and token.text.lower() == "and":
            self.at += 1
        self.take("mark", ",")
        if self.ahead("num"):
            second = self.piece()
            if isinstance(second, Quantity) and not second.money:
                for one in alternatives(first.unit):
                    for other in alternatives(second.unit):
                        if same_kind(one, other) and other.scale < one.scale and not (one.offset or other.offset):
                            rest = Mul((second.value, Num(other.scale / one.scale)))
                            return Quantity(Add((first.value, rest)), first.unit, first.money)
        self.at = start
        return first

    def unread(self, what: str) -> Form:
        raise Unreadable(f"{what[:40]!a} is not understood there")

    def only_words(self) -> Words | None:
        start, found = self.at, list[str]()
        while (token := self.peek()) and (
            token.kind == "said"
            or (token.kind == "word" and (len(token.text) > 1 or found))
            or (found and token.text in ("-", ".", "'", "!", "&", "?"))
        ):
            if (
                token.kind in ("word", "said")
                and token.text.lower() in CONNECTIVES
                and self.style.letters is not None
                and found
            ):
                break
            if token.kind == "word" and (
                token.text in PLAIN_FUNCTIONS
                or token.text in ("pi", "infty", "infinity")
                or self.letters_of(token.text)
            ):
                self.at = start
                return None
            if token.kind in ("word", "said"):
                found.append(token.text.lower())
            self.at += 1
        if not found or not self.ends_here():
            self.at = start
            return None
        if len(found) == 1 and len(found[0]) == 1:
            self.at = start
            return None
        return Words(" ".join(found))

    def ends_here(self) -> bool:
        token = self.peek()
        return (
            token is None
            or token.text in (",", ";", ")", "]", "\\}", "}", "&", "\\\\")
            or token.text in ORDERS
            or token.text.lower() in CONNECTIVES
        )

    def said(self) -> str:
        """The unit or noun behind a value, as it is written, with its exponents and slashes."""
        found: list[str] = []
        while token := self.peek():
            unitlike = token.kind == "said" or (token.kind == "word" and not self.is_joining(token))
            if unitlike and token.text.lower() in CONNECTIVES:
                break
            if unitlike:
                found.append(" " + token.text if token.spaced or not found else token.text)
                self.at += 1
            elif found and token.text in ("^", "/", "-", "'", "*", "."):
                after = self.peek(1)
                if after is None or not (after.kind in ("said", "word", "num") or after.text in ("{", "-", "circ")):
                    break
                found.append(token.text)
                self.at += 1
                if token.text == "^":
                    found.append(self.raised())
            elif token.text == "circ" or (token.text == "^" and self.degree_sign()):
                self.take("mark", "^")
                braces = self.take("mark", "{")
                self.need("command", "circ")
                if braces:
                    self.need("mark", "}")
                found.append("°")
            elif not found and token.text == "/" and (after := self.peek(1)) and after.kind == "said":
                found.append("/")
                self.at += 1
            elif found and token.kind == "mark" and token.text == "(" and self.plural():
                continue
            elif token.text in ("Omega", "mu") and self.style.units:
                found.append({"Omega": "Ω", "mu": "µ"}[token.text])
                self.at += 1
            else:
                break
        return "".join(found).strip()

    def plural(self) -> bool:
        """The "(s)" of "apple(s)"."""
        after, close = self.peek(1), self.peek(2)
        if after and close and after.text in ("s", "es") and close.text == ")":
            self.at += 3
            return True
        return False

    def raised(self) -> str:
        """The exponent of a unit."""
        braces = self.take("mark", "{")
        sign = "-" if self.take("mark", "-") else ""
        number = self.take("num")
        if number is None or len(number.text) > 2:
            raise Unreadable("the exponent of a unit is no number")
        if braces:
            self.need("mark", "}")
        return sign + number.text

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

    def is_joining(self, token: Token) -> bool:
        return token.text.lower() in CONNECTIVES or token.text == "U"

    # ---- sums and products

    def sum(self) -> Form:
        above = self.deeper(self.sum_here)
        if self.take("command", "over"):
            return divided(expression(above), expression(self.deeper(self.sum_here)))
        if self.take("command", "choose"):
            return Fn("binomial", (expression(above), expression(self.deeper(self.sum_here))))
        return above

    def sum_here(self) -> Form:
        first = self.signed()
        if not isinstance(first, EXPRESSIONS):
            return first
        terms: list[Expr] = [first]
        while token := self.peek():
            if token.kind == "mark" and token.text in ("+", "-"):
                if token.text == "-" and isinstance(first, Sym) and first.name == "R" and self.set_follows():
                    break
                self.at += 1
                following = self.addend()
                terms.append(negated(following) if token.text == "-" else following)
            elif token.kind == "command" and token.text in ("pm", "mp"):
                self.at += 1
                right = expression(self.product())
                left = Add(tuple(terms)) if len(terms) > 1 else terms[0]
                terms = [self.two_signs(left, right if token.text == "pm" else negated(right))]
            else:
                break
        return terms[0] if len(terms) == 1 else Add(tuple(terms))

    def signed(self) -> Form:
        token = self.peek()
        if token and token.kind == "mark" and token.text in ("+", "-"):
            self.at += 1
            value = self.deeper(self.signed)
            return negated(expression(value)) if token.text == "-" else expression(value)
        if token and token.kind == "command" and token.text in ("pm", "mp"):
            self.at += 1
            right = expression(self.product())
            return self.two_signs(Num(Fraction(0)), right if token.text == "pm" else negated(right))
        return self.product()

    def addend(self) -> Expr:
        """What follows a plus or minus sign; it may have a sign of its own, as in 3 + -2."""
        if (token := self.peek()) and token.kind == "mark" and token.text in ("+", "-"):
            self.at += 1
            value = expression(self.product())
            return negated(value) if token.text == "-" else value
        return expression(self.product())

    def two_signs(self, left: Expr, right: Expr) -> Expr:
        """Raises Unreadable for more of them than anybody means."""
        self.signs += 1
        if self.signs > MAX_SIGNS:
            raise Unreadable(f"more than {MAX_SIGNS} plus-minus signs")
        return PlusMinus(left, right)

    def product(self) -> Form:
        first = self.power()
        if not isinstance(first, EXPRESSIONS):
            return first
        factors: list[Expr] = [first]
        plain = isinstance(first, Num)  # nothing but one number so far
        while token := self.peek():
            if (token.kind == "mark" and token.text == "*") or (token.kind == "command" and token.text == "*"):
                self.at += 1
                factors.append(self.factor())
            elif token.text == "/" and token.kind in ("mark", "command") and not self.unit_follows(1):
                self.at += 1
                below = [self.factor()]
                while self.starts_factor() and not self.number_here():
                    self.slashes += 1
                    if not self.style.tight:
                        break
                    below.append(expression(self.power()))
                factors.append(Pow(Mul(tuple(below)) if len(below) > 1 else below[0], Num(Fraction(-1))))
            elif token.kind == "word" and token.text == "x" and plain and self.ten_follows():
                self.at += 1
                factors.append(self.factor())
            elif plain and (part := self.mixed(factors[0])) is not None:
                factors = [part]
            elif self.starts_factor():
                before = self.tokens[self.at - 1].text
                ended = (isinstance(factors[-1], Fn) and before == "!") or (
                    isinstance(factors[-1], Pow) and before == "}"
                )
                if self.number_here() and not ended:
                    raise Unreadable("two numbers stand side by side")
                factors.append(expression(self.power()))
            else:
                break
            plain = False
        return factors[0] if len(factors) == 1 else Mul(tuple(factors))

    def factor(self) -> Expr:
        """What follows a sign of multiplication or division: a power, with its own sign."""
        if (token := self.peek()) and token.kind == "mark" and token.text in ("+", "-"):
            self.at += 1
            value = expression(self.deeper(self.factor))
            return negated(value) if token.text == "-" else value
        return expression(self.power())

    def ten_follows(self) -> bool:
        after, then = self.peek(1), self.peek(2)
        return after is not None and after.text == "10" and then is not None and then.text in ("^", "**")

    def number_here(self) -> bool:
        return self.ahead("num")

    def mixed(self, whole: Expr) -> Expr | None:
        r"""`5\frac23`, `5 2/3`: a whole number with a proper fraction behind it."""
        if not isinstance(whole, Num) or whole.written != "integer" or whole.value < 0:
            return None
        start = self.at
        marked = self.take("mark", "mixed")
        part: Expr | None = None
        if self.ahead("command", "frac"):
            part = expression(self.power())
        elif (
            (token := self.peek())
            and token.kind == "num"
            and token.spaced
            and (slash := self.peek(1))
            and slash.text == "/"
        ):
            above, below = token.text, self.peek(2)
            if (
                below
                and below.kind == "num"
                and below.text.isdecimal()
                and above.isdecimal()
                and len(below.text + above) < 100
            ):
                self.at += 3
                if int(below.text):
                    part = Num(Fraction(int(above), int(below.text)))
        value = rational(part) if part is not None else None
        if value is None or not 0 < value < 1 or self.ahead("mark", "^", "!"):
            self.at = start
            if marked:
                raise Unreadable("a fraction behind a number")
            return None
        return Num(whole.value + value, "mixed")

    def starts_factor(self) -> bool:
        token = self.peek()
        if token is None:
            return False
        if token.kind == "num":
            return True
        if token.kind == "word":
            return self.is_symbolic(token)
        if token.kind == "command":
            if token.text == "begin":
                return False
            return (
                token.text in PLAIN_FUNCTIONS
                or token.text in GREEK
                or token.text in ("pi", "infty", "lfloor", "lceil", "overline", "bar", "vec", "hat")
            )
        if token.kind == "begin":
            return False
        return token.kind == "mark" and (token.text in ("(", "[", "{") or (token.text == "|" and not self.bars))

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

    def unit_follows(self, ahead: int) -> bool:
        """Whether `/` begins a unit, as in `5 m/s` and `60 /\text{hour}`."""
        token = self.peek(ahead)
        return token is not None and (token.kind == "said" or (token.kind == "word" and not self.is_symbolic(token)))

    # ---- powers and what stands behind a value

    def power(self) -> Form:
        return self.deeper(self.power_here)

    def power_here(self) -> Form:
        base = self.behind(self.atom())
        token = self.peek()
        if token is None or not (token.text in ("^", "**") and token.kind == "mark"):
            return base
        if token.text == "**" and self.at + 1 == len(self.tokens):
            return base
        if token.text == "^" and self.degree_sign():
            return self.behind(base)
        self.at += 1
        value = expression(base)
        exponent = self.exponent()
        if exponent == Sym("T") or (isinstance(exponent, Sym) and exponent.name == "'"):
            raise Unreadable("a transpose is not read")
        return self.behind(Pow(value, exponent))

    def exponent(self) -> Expr:
        return expression(self.deeper(self.exponent_here))

    def exponent_here(self) -> Expr:
        if self.take("mark", "{"):
            inner = expression(self.sum())
            self.need("mark", "}")
            if self.ahead("mark", "^", "**"):
                self.at += 1
                return Pow(inner, self.exponent())
            return inner
        if (token := self.peek()) and token.kind == "mark" and token.text in ("+", "-"):
            self.at += 1
            inner = self.exponent()
            return negated(inner) if token.text == "-" else inner
        inner = expression(self.behind(self.atom()))
        if self.ahead("mark", "^", "**") and not self.degree_sign():
            self.at += 1
            return Pow(inner, self.exponent())
        return inner

    def behind(self, value: Form) -> Form:
        """Factorials and degree signs."""
        count = 0
        while token := self.peek():
            if token.kind == "mark" and token.text == "!" and isinstance(value, EXPRESSIONS):
                self.at += 1
                count += 1
                if count > MAX_FACTORIALS:
                    raise Unreadable("too many factorials")
                double = self.ahead("mark", "!") and not self.tokens[self.at].spaced
                self.at += double
                value = Fn("factorial2" if double else "factorial", (value,))
            elif (
                token.text == "^"
                and token.kind == "mark"
                and self.degree_sign()
                and isinstance(value, EXPRESSIONS)
                and self.inside_function
            ):
                self.at += 1
                braces = self.take("mark", "{")
                self.need("command", "circ")
                if braces:
                    self.need("mark", "}")
                value = Mul((value, PI, Num(Fraction(1, 180))))
            else:
                break
        return value

    inside_function: int = 0

    # ---- atoms

    def atom(self) -> Form:
        token = self.peek()
        if token is None:
            raise Unreadable("the answer ends in the middle")
        self.at += 1
        match token.kind:
            case "num":
                return self.numeral(token)
            case "word":
                return self.word(token)
            case "command":
                return self.command(token)
            case "begin":
                self.at -= 1
                return self.matrix()
            case "mark":
                return self.mark(token)
        self.at -= 1
        raise Unreadable(f"{token.text[:40]!a} is not understood there")

    def numeral(self, token: Token) -> Form:
        value = number(token.text)
        if self.ahead("mark", "_"):
            return self.based(token.text)
        if token.text.isdecimal() and self.tokens[self.at : self.at + 1] and "." not in token.text:
            return value
        if (
            "." in token.text
            and (tail := self.peek())
            and tail.kind == "command"
            and tail.text in ("overline", "bar", "dot")
        ):
            return self.repeating(token.text)
        return value

    def based(self, digits: str) -> Form:
        """What follows digits and stands for their base: `_5`, `_{5}`, `_{\\text{five}}`."""
        self.need("mark", "_")
        braces = self.take("mark", "{")
        inner = self.take("num") or self.take("word") or self.take("said")
        if braces:
            self.need("mark", "}")
        text = inner.text.lower() if inner else ""
        base = int(text) if text.isdecimal() and len(text) < 3 else BASES.get(text, 0)
        if not 2 <= base <= 36:
            raise Unreadable("a subscript that is no base")
        return BaseNumeral(digits, base)

    def repeating(self, start: str) -> Form:
        r"""`0.1\overline{6}`: the digits under the line repeat."""
        self.at += 1
        braces = self.take("mark", "{")
        period = self.take("num")
        if braces:
            self.need("mark", "}")
        if period is None or not period.text.isdecimal() or len(period.text) > 60:
            raise Unreadable("what repeats is no digits")
        whole, _, part = start.partition(".")
        value = Fraction(int((whole or "0") + part), 10 ** len(part)) + Fraction(
            int(period.text), 10 ** len(part) * (10 ** len(period.text) - 1)
        )
        return Num(value, "repeating")

    def word(self, token: Token) -> Form:
        word = token.text
        if word in ("sqrt", "cbrt"):
            return self.root(Num(Fraction(2 if word == "sqrt" else 3)))
        if word in ("binom", "frac"):
            return self.unread(word)
        if word in NAMED and (word not in ("arg", "mod", "det") or self.ahead("mark", "(")):
            return self.function(NAMED[word])
        if word == "pi":
            return PI
        if word in ("infinity", "infty", "inf", "Infinity", "oo"):
            return INFINITY
        if word == "e" and not (self.style.letters and "e" in self.style.letters):
            return EULER
        if word == "i" and not (self.style.letters and "i" in self.style.letters):
            return IMAGINARY
        if not self.letters_of(word):
            raise Unreadable(f"{word[:40]!a} is not understood there")
        # An exponent or a subscript belongs to the last letter of a run.
        self.tokens[self.at - 1 : self.at] = [Token("word", letter) for letter in word]
        return self.symbol(word[0], last=len(word) == 1)

    def product_of(self, factors: Iterable[Expr]) -> Expr:
        found = tuple(factors)
        return found[0] if len(found) == 1 else Mul(found)

    def symbol(self, name: str, *, last: bool = True) -> Expr:
        """A symbol with its subscript and primes; f(x) is one, too."""
        if name == "e" and not (self.style.letters and "e" in self.style.letters):
            return EULER
        if name == "i" and not (self.style.letters and "i" in self.style.letters):
            return IMAGINARY
        if not last:
            return Sym(name)
        if self.ahead("mark", "_"):
            name += "_" + self.subscript()
        while self.take("mark", "'"):
            name += "'"
        return Sym(name)

    def subscript(self) -> str:
        self.need("mark", "_")
        if not self.take("mark", "{"):
            token = self.peek()
            if token is None or token.kind not in ("num", "word", "command", "said"):
                raise Unreadable("a subscript is missing")
            self.at += 1
            return token.text
        found: list[str] = []
        while (token := self.peek()) and token.text != "}":
            if token.text == "{" or len(found) > 20:
                raise Unreadable("a subscript that is not understood")
            found.append(token.text)
            self.at += 1
        self.need("mark", "}")
        return "".join(found)

    def command(self, token: Token) -> Form:
        name = token.text
        if name == "frac":
            above, below = self.argument(), self.argument()
            return divided(above, below)
        if name == "binom":
            return Fn("binomial", (self.argument(), self.argument()))
        if name == "sqrt":
            degree: Expr = Num(Fraction(2))
            if self.take("mark", "["):
                degree = expression(self.sum())
                self.need("mark", "]")
            return self.root(degree)
        if name in NAMED:
            return self.function(NAMED[name])
        if name == "pi":
            return PI
        if name == "infty":
            return INFINITY
        if name in ("overline", "bar", "vec", "hat", "overrightarrow", "overset", "mathbb", "dot"):
            return self.decorated(name)
        if name in ("langle", "lfloor", "lceil"):
            return self.fenced(name)
        if name == "norm":
            return self.unread("a norm")
        if name == "emptyset":
            return SetOf(())
        if name in GREEK:
            return self.symbol(name)
        if name == "circ":
            raise Unreadable("a degree sign without a number")
        self.at -= 1
        raise Unreadable(f"\\{name[:40]} is not understood there", notation=True)

    def decorated(self, name: str) -> Form:
        if name == "mathbb":
            self.take("mark", "{")
            token = self.take("word") or self.take("said")
            self.take("mark", "}")
            if token is None:
                raise Unreadable("\\mathbb of nothing")
            return Sym(token.text)
        self.need("mark", "{")
        found: list[str] = []
        while (token := self.peek()) and token.text != "}":
            if (
                token.kind not in ("word", "num", "said", "mark")
                or len(found) > 10
                or token.text in ("{", "+", "-", "*", "/", "^")
            ):
                raise Unreadable(f"\\{name} of what is no name")
            found.append(token.text)
            self.at += 1
        self.need("mark", "}")
        return Sym(f"{name}({''.join(found)})")

    def fenced(self, name: str) -> Form:
        close = {"langle": "rangle", "lfloor": "rfloor", "lceil": "rceil"}[name]
        items = [self.related()]
        while self.take("mark", ",", ";"):
            items.append(self.related())
        self.need("command", close)
        if name == "langle":
            return Bracketed("<", tuple(items), ">")
        if len(items) > 1:
            raise Unreadable("the floor of several values")
        return Fn("floor" if name == "lfloor" else "ceil", (expression(items[0]),))

    def argument(self) -> Expr:
        r"""An argument of a LaTeX command: a group, or a single sign (`\frac12`)."""
        if self.take("mark", "{"):
            inner = expression(self.sum())
            self.need("mark", "}")
            return inner
        token = self.peek()
        if token and token.kind == "num":
            if not token.text.isdecimal():
                raise Unreadable("a decimal point where one digit is taken")
            first, rest = token.text[0], token.text[1:]
            if rest:
                self.tokens[self.at] = Token("num", rest)
            else:
                self.at += 1
            return Num(Fraction(int(first)))
        if token and token.kind == "word":
            first, rest = token.text[0], token.text[1:]
            if rest:
                self.tokens[self.at] = Token("word", rest)
            else:
                self.at += 1
            return self.symbol(first)
        if token and token.kind == "command":
            return expression(self.atom())
        if token and token.text == "(":
            return expression(self.atom())
        raise Unreadable("an argument is missing")

    def root(self, degree: Expr) -> Expr:
        if self.ahead("mark", "(") or self.ahead("mark", "{"):
            inner = expression(self.atom())
        elif self.ahead("num"):
            token = self.tokens[self.at]
            # \sqrt23 shows as the root of 2 times 3; plain sqrt23 and √23 take all digits, and so do models.
            self.at += 1
            inner = expression(self.numeral(token))
        else:
            inner = self.argument()
        return Pow(inner, HALF if degree == Num(Fraction(2)) else divided(ONE, degree), radical=True)

    def function(self, name: str) -> Form:
        base: Expr | None = None
        exponent: Expr | None = None
        while True:
            if name in ("log", "lim", "max", "min") and self.take("mark", "_"):
                base = self.argument_of_function()
            elif self.ahead("mark", "^") and not self.degree_sign():
                self.at += 1
                exponent = self.exponent()
            else:
                break
        self.inside_function += 1
        try:
            arguments = self.arguments_of_function(name)
        finally:
            self.inside_function -= 1
        if exponent is not None and isinstance(exponent, Num) and exponent.value == -1 and name in INVERSES:
            name, exponent = INVERSES[name], None
        value: Expr
        if name == "exp":
            value = Pow(EULER, arguments[0])
        elif name == "lg":
            value = divided(Fn("ln", arguments), Fn("ln", (Num(Fraction(10)),)))
        elif name == "log" and base is not None:
            value = divided(Fn("ln", arguments), Fn("ln", (base,))) if base != EULER else Fn("ln", arguments)
        else:
            value = Fn(name, arguments)
        return value if exponent is None else Pow(value, exponent)

    def argument_of_function(self) -> Expr:
        """The base of a logarithm."""
        if self.take("mark", "{"):
            inner = expression(self.sum())
            self.need("mark", "}")
            return inner
        token = self.take("num")
        if token:
            return expression(number(token.text))
        return self.argument()

    def arguments_of_function(self, name: str) -> tuple[Expr, ...]:
        if self.ahead("mark", "("):
            start = self.at
            self.at += 1
            items = [expression(self.sum())]
            while self.take("mark", ","):
                items.append(expression(self.sum()))
            self.need("mark", ")")
            if len(items) == 1 and self.ahead("mark", "^") and not self.degree_sign():
                self.at = start  # sin (x)^2
                return (expression(self.power()),)
            if name in ("max", "min", "gcd", "lcm"):
                return tuple(items)
            if len(items) > 1:
                raise Unreadable(f"{name} of several values")
            return tuple(items)
        if self.ahead("mark", "{"):
            return (expression(self.atom()),)
        # sin 2x: what stands behind it up to a sign, another function or the end.
        factors = [expression(self.signed_power())]
        while (
            self.starts_factor()
            and not self.number_here()
            and not self.function_here()
            and not self.ahead("mark", "(", "[", "|")
        ):
            factors.append(expression(self.power()))
        if (
            self.ahead("mark", "/")
            and isinstance(factors[-1], (Num, Const))
            and len(factors) <= 2
            and not self.unit_follows(1)
        ):
            after = self.peek(1)
            if after and after.kind == "num":  # sin pi/6
                self.at += 1
                factors.append(Pow(expression(self.power()), Num(Fraction(-1))))
        return (self.product_of(factors),)

    def signed_power(self) -> Form:
        if self.take("mark", "-"):
            return negated(expression(self.power()))
        return self.power()

    def function_here(self) -> bool:
        token = self.peek()
        return token is not None and token.kind in ("command", "word") and (token.text in NAMED)

    def mark(self, token: Token) -> Form:
        match token.text:
            case "(" | "[":
                return self.bracketed(token.text)
            case "{":
                inner = self.deeper(self.listed)
                self.need("mark", "}")
                return inner
            case "\\{":
                return self.set_of()
            case "|":
                self.bars += 1
                inner = expression(self.sum())
                self.bars -= 1
                self.need("mark", "|")
                return Fn("abs", (inner,))
            case "<":
                items = [self.union()]
                while self.take("mark", ","):
                    items.append(self.union())
                self.need("mark", ">")
                return Bracketed("<", tuple(items), ">")
            case "]":
                return self.bracketed("]")
        self.at -= 1
        raise Unreadable(f"{token.text!a} is not understood there")

    def bracketed(self, opening: str) -> Form:
        if opening in "([" and self.take("mark", ")" if opening == "(" else "]"):
            return Bracketed(opening, (), ")" if opening == "(" else "]")
        bars, self.bars = self.bars, 0
        inner = self.deeper(self.listed)
        self.bars = bars
        closing = self.take("mark", ")", "]") or (self.take("mark", "[") if opening == "]" else None)
        if closing is None:
            raise Unreadable(f"{opening} is not closed")
        items = inner.items if isinstance(inner, Listed) else (inner,)
        if isinstance(inner, Matrix):
            return inner
        if len(items) == 1 and opening == "(" and closing.text == ")":
            if isinstance(inner, Num) and self.ahead("mark", "_") and self.tokens[self.at - 2].kind == "num":
                return self.based(self.tokens[self.at - 2].text)
            return (
                inner
                if isinstance(inner, (*EXPRESSIONS, Bracketed, SetOf, Relation, Words, Quantity, Matrix, BaseNumeral))
                else Bracketed("(", items, ")")
            )
        if (
            len(items) == 1
            and opening == "["
            and closing.text == "]"
            and isinstance(inner, EXPRESSIONS)
            and (self.starts_factor() or self.ahead("mark", "^", "*", "/", "+", "-"))
        ):
            return inner
        return Bracketed(opening, items, closing.text)

    def set_of(self) -> Form:
        if self.take("mark", "\\}"):
            return SetOf(())
        bars, self.bars = self.bars, 1  # a bar separates
        inner = self.deeper(self.listed)
        self.bars = bars
        if self.take("mark", "|", ":"):
            member = (
                inner.sides[0]
                if isinstance(inner, Relation) and inner.orders == ("in",) and inner.sides[1] == Sym("R")
                else inner
            )
            condition = self.deeper(self.listed)
            self.need("mark", "\\}")
            if isinstance(condition, Relation) and condition.orders == ("in",) and condition.sides[-1] in INTEGER_SETS:
                return Listed((member, condition), ",")
            if not isinstance(member, Sym) or symbols(condition) != {member.name}:
                raise Unreadable("a set by a condition that is not on its members alone")
            return condition
        self.need("mark", "\\}")
        items = inner.items if isinstance(inner, Listed) else (inner,)
        return SetOf(items)

    def matrix(self) -> Form:
        token = self.take("begin")
        assert token
        if token.text not in MATRICES:
            raise Unreadable(f"the environment {token.text[:20]!a} is not read")
        rows: list[tuple[Form, ...]] = []
        row: list[Form] = []
        while True:
            if self.take("end", token.text):
                if row:
                    rows.append(tuple(row))
                break
            if self.take("row"):
                rows.append(tuple(row))
                row = []
                continue
            if self.ahead("command", "hline"):
                self.at += 1
                continue
            row.append(self.deeper(self.related))
            if not self.take("mark", "&") and not self.ahead("row") and not self.ahead("end", token.text):
                raise Unreadable("an entry of a matrix is not understood")
        if not rows or len({len(each) for each in rows}) != 1 or not rows[0]:
            raise Unreadable("the rows of a matrix have different lengths")
        if token.text == "vmatrix":
            raise Unreadable("a determinant is not worked out")
        return Matrix(tuple(rows))


BASES = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
         "twelve": 12, "sixteen": 16, "hex": 16, "bin": 2, "oct": 8, "dec": 10}  # fmt: skip
INFINITIES: dict[str, Expr] = {
    "infinity": INFINITY, "positive infinity": INFINITY, "plus infinity": INFINITY,
    "negative infinity": negated(INFINITY), "minus infinity": negated(INFINITY),
}  # fmt: skip
INTEGER_SETS = (Sym("Z"), Sym("N"))
HARMLESS = frozenset(("only",))


def lines_of(found: list[Token]) -> list[Token]:
    """A line that begins with a relation goes on with the one before; other lines are items of a list."""
    kept = []
    for at, token in enumerate(found):
        if token.kind != "row":
            kept.append(token)
        elif at + 1 < len(found) and found[at + 1].text not in ORDERS:
            kept.append(Token("mark", ","))
    return kept


def matches(found: list[Token]) -> bool:
    """Whether the first brace closes with the last one."""
    depth = 0
    for at, token in enumerate(found):
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "mark" else 0
        if depth == 0:
            return at == len(found) - 1
    return False


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
