r"""Tokens to a tree, by recursive descent: the whole text is read or it is unreadable. Nothing is evaluated.

Where a text has more than one usual reading (`1/2x`, `1,234` in brackets, `5 m`), the caller says which one is tried.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from verifiers.answer.atoms import Atoms
from verifiers.answer.cursor import PLAIN_FUNCTIONS, Style, expression, number
from verifiers.answer.measures import alternatives, same_kind
from verifiers.answer.tokens import Token, Unreadable, tokens
from verifiers.answer.tree import (
    EXPRESSIONS,
    INFINITY,
    Add,
    Bracketed,
    Expr,
    Form,
    Listed,
    Mul,
    Num,
    Order,
    Quantity,
    Relation,
    SetOf,
    Sym,
    Union,
    Without,
    Words,
    negated,
)
from verifiers.answer.words import vocabulary

ORDERS: dict[str, Order] = {
    "=": "=", "<": "<", ">": ">", "le": "<=", "ge": ">=", "ne": "!=", "in": "in", "approx": "~", "sim": "~", "equiv": "=",
    "to": "=",
}  # fmt: skip
CONNECTIVES = {"and": "and", "or": "or", "xor": "or"}
MONEY = ("\\$", "$", "€", "£", "¥", "₹", "¢")
SHOWS = vocabulary("aligned align gathered equation gather split displaymath math")
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
    separable = not text.isascii() or any(sign in text for sign in ", ~")
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
class Parser(Atoms):
    """Lists, relations, quantities: the whole of an answer."""

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

    def is_joining(self, token: Token) -> bool:
        return token.text.lower() in CONNECTIVES or token.text == "U"


INFINITIES: dict[str, Expr] = {
    "infinity": INFINITY, "positive infinity": INFINITY, "plus infinity": INFINITY,
    "negative infinity": negated(INFINITY), "minus infinity": negated(INFINITY),
}  # fmt: skip
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
