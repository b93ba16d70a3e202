r"""The parser's layer of numbers, symbols, commands and brackets: what stands between the signs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verifiers.answer.cursor import GREEK, NAMED, expression, number
from verifiers.answer.expressions import Expressions
from verifiers.answer.tokens import Token, Unreadable
from verifiers.answer.tree import (
    EULER,
    EXPRESSIONS,
    IMAGINARY,
    INFINITY,
    PI,
    BaseNumeral,
    Bracketed,
    Expr,
    Fn,
    Form,
    Listed,
    Matrix,
    Num,
    Quantity,
    Relation,
    SetOf,
    Sym,
    Words,
    divided,
    symbols,
)
from verifiers.answer.words import vocabulary

CLOSING = {"(": ")", "[": "]", "{": "}", "\\{": "\\}"}
MATRICES = vocabulary("pmatrix bmatrix matrix vmatrix Bmatrix Vmatrix smallmatrix array")
BASES = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
         "twelve": 12, "sixteen": 16, "hex": 16, "bin": 2, "oct": 8, "dec": 10}  # fmt: skip
INTEGER_SETS = (Sym("Z"), Sym("N"))


@dataclass
class Atoms(Expressions):
    """Numbers, letters, commands, brackets."""

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
