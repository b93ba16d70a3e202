r"""The parser's layer of sums, products, powers and functions: what `2x^2 + \sin x` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verifiers.answer.cursor import GREEK, NAMED, PLAIN_FUNCTIONS, Cursor, expression, number, rational
from verifiers.answer.tokens import Unreadable
from verifiers.answer.tree import (
    EULER,
    EXPRESSIONS,
    HALF,
    ONE,
    PI,
    Add,
    Const,
    Expr,
    Fn,
    Form,
    Mul,
    Num,
    PlusMinus,
    Pow,
    Sym,
    divided,
    negated,
)

MAX_SIGNS = 20
MAX_FACTORIALS = 6
INVERSES = {
    "sin": "arcsin", "cos": "arccos", "tan": "arctan", "cot": "arccot", "sec": "arcsec", "csc": "arccsc",
    "sinh": "arcsinh", "cosh": "arccosh", "tanh": "arctanh",
}  # fmt: skip


@dataclass
class Expressions(Cursor):
    """Sums down to what stands behind a value."""

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

    def unit_follows(self, ahead: int) -> bool:
        """Whether `/` begins a unit, as in `5 m/s` and `60 /\text{hour}`."""
        token = self.peek(ahead)
        return token is not None and (token.kind == "said" or (token.kind == "word" and not self.is_symbolic(token)))

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
