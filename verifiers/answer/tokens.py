r"""An answer's text as tokens: LaTeX as models write it, Markdown and plain text, with every character accounted for.

What only dresses an answer (dollar signs around it, `\left`, `\displaystyle`, spacing, emphasis) makes no token. A character that
is not known makes the text unreadable: a letter that looks like a digit is none.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from verifiers.answer.words import vocabulary

MAX_TEXT = 4000  # characters of an answer
MAX_TOKENS = 2000

# One character that stands for another, or for a command.
CHARACTERS = {
    "\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\ufe63": "-", "\u00d7": "*", "\u22c5": "*",
    "\u00b7": "*", "\u2217": "*", "\u2219": "*", "\u2022": "*", "\u00f7": "/", "\u2215": "/", "\u2044": "/", "\u221a": "\\sqrt ",
    "\u221b": "\\sqrt[3] ", "\u221c": "\\sqrt[4] ", "\u03c0": "\\pi ", "\u221e": "\\infty ", "\u222a": "\\cup ",
    "\u2229": "\\cap ", "\u2208": "\\in ", "\u2264": "\\le ", "\u2265": "\\ge ", "\u2260": "\\ne ", "\u2248": "\\approx ",
    "\u2245": "\\approx ", "\u2205": "\\emptyset ", "\u2216": "\\setminus ", "\u00b1": "\\pm ", "\u2213": "\\mp ",
    "\u00b0": "^\\circ ", "\u00ba": "^\\circ ", "\u2218": "^\\circ ", "\u211d": "\\mathbb{R}", "\u2124": "\\mathbb{Z}",
    "\u2115": "\\mathbb{N}",
    "\u211a": "\\mathbb{Q}", "\u2019": "'", "\u2018": "'", "\u2032": "'", "\u201c": '"', "\u201d": '"', "\u2026": "\\ldots ",
    "\u22ef": "\\ldots ", "\u2192": "\\to ", "\u21d2": "\\implies ", "\u27e8": "\\langle ", "\u27e9": "\\rangle ",
    "\u230a": "\\lfloor ", "\u230b": "\\rfloor ", "\u2308": "\\lceil ", "\u2309": "\\rceil ", "\u2016": "\\| ",
    "\u2228": " or ", "\u2227": " and ", "\u2223": "|", "\u2a7d": "\\le ", "\u2a7e": "\\ge ", "\u223c": "\\sim ",
    "\u212f": "e", "\u2148": "i",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2002": " ", "\u2003": " ", "\u2005": " ", "\u2006": " ", "\u2007": " ",
    "\u2008": " ", "\u200a": " ", "\u3000": " ", "\t": " ", "\n": " ", "\r": " ",
}  # fmt: skip
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "ρ": "rho", "σ": "sigma", "τ": "tau",
    "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta",
    "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
CHARACTERS |= {letter: f"\\{name} " for letter, name in GREEK.items()}
CHARACTERS |= {
    chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if not chr(code - 0xFEE0).isalpha()
}  # full width
TABLE = str.maketrans(CHARACTERS)
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ⁽⁾", "0123456789+-n()", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
RAISED = re.compile(f"[{''.join(SUPERSCRIPTS)}]+")
LOWERED = re.compile(f"[{''.join(SUBSCRIPTS)}]+")

GROUPED = "\ue000"  # a separator that can only be one: 1{,}234
WRAPPERS = vocabulary(
    "text textbf textit textrm textsf texttt textnormal textup mathrm mathbf mathit mathsf mathtt mathcal mbox hbox "
    "boxed fbox operatorname operatorname* emph underline bm boldsymbol pmb bold ensuremath"
)
UPRIGHT = vocabulary("text textbf textit textrm textsf texttt textnormal textup mbox hbox emph mathrm")
SILENT = vocabulary(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm middle displaystyle textstyle "
    "scriptstyle limits nolimits rm bf it tt cal mathstrut nonumber normalsize large Large small hfill strut cdotp"
)
SPACING = vocabulary("quad qquad enspace enskip thinspace medspace thickspace negthinspace space hspace vspace kern")
SPACE_MARKS = frozenset(",;:!> ")
SYNONYMS = {
    "dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "nicefrac": "frac", "sfrac": "frac", "dbinom": "binom", "tbinom": "binom",
    "leq": "le", "leqslant": "le", "geq": "ge", "geqslant": "ge", "neq": "ne", "lt": "<", "gt": ">", "times": "*", "cdot": "*",
    "div": "/", "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "lparen": "(", "rparen": ")", "vert": "|",
    "lvert": "|", "rvert": "|", "mid": "|", "bigcup": "cup", "union": "cup", "degree": "circ", "degrees": "circ",
    "varnothing": "emptyset", "arctg": "arctan",
    "tg": "tan", "ctg": "cot", "varphi": "phi", "varepsilon": "epsilon", "vartheta": "theta", "land": "and", "wedge": "and",
    "lor": "or", "vee": "or", "infin": "infty", "lang": "langle", "rang": "rangle", "ast": "*", "colon": ":",
    "dots": "ldots", "cdots": "ldots",
    "backslash": "setminus", "simeq": "approx", "cong": "approx", "thickapprox": "approx", "longrightarrow": "to",
    "rightarrow": "to", "Rightarrow": "implies", "slash": "/",
    "prime": "'", "lg": "lg", "pounds": "£", "euro": "€",
}  # fmt: skip
SPACED_GROUP = re.compile(r",\\!\s*(?=[0-9]{3}(?![0-9]))|,\\!")
NUMBER = re.compile(
    rf"""(?:[1-9][0-9]{{0,2}}(?:[{GROUPED}][0-9]{{3}})+(?![0-9])
    |(?P<commas>[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+(?![0-9]|,[0-9]))
    |(?P<spaces>[1-9][0-9]{{0,2}}(?:[ ][0-9]{{3}})+(?![0-9]|[ ]*/|[ ][0-9]))
    |[0-9]+)(?:\.[0-9]*)?|\.[0-9]+""",
    re.VERBOSE,
)
ONLY_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
ROW_SPACE = re.compile(r"\[-?[0-9.]{1,5}(?:pt|em|ex|mm|cm|in)\]")
EXPONENT = re.compile(r"[eE][-+]?[0-9]{1,6}(?![0-9A-Za-z.])")
LETTERS = re.compile(r"[A-Za-z]+(?:'[a-z]{1,2}(?![A-Za-z]))?")
ORDINAL = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z])")
COMMAND = re.compile(r"\\(?:([A-Za-z]+\*?)|(.))", re.DOTALL)
MARKS = "+-*/^_=<>()[]{}|,;:!%$&'\"?.~#`@"


class Unreadable(Exception):
    """The text is not in the language of answers: says why. `certain`: what it is cannot be an answer at all; `notation`: it is
    mathematics that this language has no word for, such as a sum or an integral."""

    def __init__(self, reason: str, *, certain: bool = False, notation: bool = False) -> None:
        super().__init__(reason)
        self.certain, self.notation = certain, notation


class Token(NamedTuple):
    r"""`kind`: "num", "word" (letters), "said" (letters in \text), "command", "mark" or "row" (of a matrix).

    `spaced`: white space stands before it."""

    kind: str
    text: str
    spaced: bool = False


def tokens(text: str, *, separators: bool = True) -> list[Token]:
    """Raises Unreadable. With `separators`, `1,234` is one number; without, two."""
    if len(text) > MAX_TEXT:
        raise Unreadable(f"the answer has {len(text)} characters; {MAX_TEXT} are read", certain=True)
    return Lexer(plain(text), separators).run()


def plain(text: str) -> str:
    """Characters for characters and commands: each has one spelling."""
    text = text.translate(TABLE)
    if not text.isascii():
        text = RAISED.sub(lambda run: "^{" + "".join(SUPERSCRIPTS[each] for each in run[0]) + "}", text)
        text = LOWERED.sub(lambda run: "_{" + "".join(SUBSCRIPTS[each] for each in run[0]) + "}", text)
    return SPACED_GROUP.sub(GROUPED, text.replace("{,}", GROUPED)).replace("{.}", ".")


class Lexer:
    def __init__(self, text: str, separators: bool) -> None:
        self.text, self.at, self.separators = text, 0, separators
        self.found: list[Token] = []
        self.spaced = False
        self.wrappers: list[tuple[int, str]] = []  # depth of braces at which each wrapper closes
        self.depth = 0

    def run(self) -> list[Token]:
        while self.at < len(self.text):
            if len(self.found) > MAX_TOKENS:
                raise Unreadable(f"the answer has more than {MAX_TOKENS} signs", certain=True)
            self.step(self.text[self.at])
        return self.found

    def step(self, char: str) -> None:
        if char == " ":
            self.at += 1
            self.spaced = True
        elif char == "\\":
            self.command()
        elif char in "0123456789" or (char == "." and self.text[self.at + 1 : self.at + 2].isdecimal()):
            self.number()
        elif char.isascii() and char.isalpha():
            match = LETTERS.match(self.text, self.at)
            assert match
            self.at = match.end()
            upright = any(name in UPRIGHT for _, name in self.wrappers)
            constant = match[0] in ("e", "i", "pi") and self.wrappers and self.wrappers[-1][1] == "mathrm"
            self.add("said" if upright and not constant else "word", match[0])
        elif char == "~":
            self.at += 1
            if not self.found or self.text[self.at : self.at + 1].isdecimal():
                raise Unreadable("a tilde says that the value is rounded")
            self.spaced = True
        elif char in MARKS or char in "€£¥₹¢":
            self.mark(char)
        else:
            self.other(char)

    def other(self, char: str) -> None:
        if (
            (parts := unicodedata.normalize("NFKC", char).split("\u2044"))
            and len(parts) == 2
            and all(map(str.isdecimal, parts))
        ):
            if self.found and self.found[-1].kind == "num":
                self.add("mark", "mixed")
            self.add("command", "frac")
            for part in parts:
                self.add("mark", "{")
                self.add("num", part)
                self.add("mark", "}")
            self.at += 1
            return
        name = unicodedata.name(char, f"U+{ord(char):04X}")
        category = unicodedata.category(char)
        if category in ("Cf", "Cc"):
            raise Unreadable(f"the answer holds an invisible character ({name})", certain=True)
        if category.startswith(("N", "L")) and (
            category.startswith("N")
            or "CYRILLIC" in name
            or "GREEK" in name
            or "FULLWIDTH" in name
            or "MATHEMATICAL" in name
        ):
            raise Unreadable(f"the answer holds {name}, which only looks like what it stands for", certain=True)
        if category.startswith("L"):  # é, ß, 中: a word
            end = self.at + 1
            while end < len(self.text) and (self.text[end].isalpha() or self.text[end] == "'"):
                end += 1
            word = self.text[self.at : end]
            self.at = end
            self.add("said", word)
            return
        if char in "✓✔✅∎□■◻◼★🎉😊":
            self.at += 1
            self.spaced = True
            return
        raise Unreadable(f"the sign {char!a} is not understood")

    def number(self) -> None:
        match = NUMBER.match(self.text, self.at)
        if (
            match
            and (match["commas"] or match["spaces"])
            and (not self.separators or (match["commas"] and self.in_tight_list()))
        ):
            match = ONLY_DIGITS.match(self.text, self.at)
        assert match
        if self.found and self.found[-1].kind == "num" and not self.spaced:
            raise Unreadable("digits touch digits in another style")
        written = match[0]
        self.at = match.end()
        if written.endswith(".") and self.text[self.at : self.at + 1] in (".", "\\"):
            following = self.text[self.at :]
            if following.startswith((".", "\\ldots")):
                raise Unreadable("a number that goes on (...) has no exact value")
        if exponent := EXPONENT.match(self.text, self.at):
            written += exponent[0]
            self.at = exponent.end()
        self.add("num", written.replace(GROUPED, "").replace(",", "").replace(" ", ""))
        if ending := ORDINAL.match(self.text, self.at):
            self.at = ending.end()
            self.add("said", ending[0])

    def in_tight_list(self) -> bool:
        """Whether a comma without a space separates here: in brackets, unless other commas in them have spaces."""
        opening = max(self.text.rfind(bracket, 0, self.at) for bracket in "([{<")
        closing = max(self.text.rfind(bracket, 0, self.at) for bracket in ")]}>")
        if opening <= closing or (self.text[opening] == "{" and self.text[opening - 1 : opening] != "\\"):
            return False
        ends = [at for bracket in ")]}>" if (at := self.text.find(bracket, self.at)) >= 0]
        return ", " not in self.text[opening : min(ends, default=len(self.text))]

    def mark(self, char: str) -> None:
        self.at += 1
        if char == "{":
            self.depth += 1
        elif char == "}":
            self.depth -= 1
            if self.wrappers and self.wrappers[-1][0] == self.depth:
                self.wrappers.pop()
                self.spaced = True
                return
        elif char == "$":
            follows = self.text[self.at : self.at + 1]
            if follows == "$":
                self.at += 1
            elif (
                follows.isdecimal()
                and not (self.found and self.found[-1].kind == "num" and not self.spaced)
                and self.text.count("$") % 2
            ):
                self.add("mark", "\\$")  # $5 in plain text
                return
            self.spaced = True
            return
        elif char == '"' and self.text.count('"') % 2:
            raise Unreadable("a quotation mark, or inches")
        elif char == "`" or char == '"':
            self.spaced = True
            return
        elif char == "*" and self.text.startswith("*", self.at):
            self.at += 1
            self.add("mark", "**")
            return
        elif char in "<>" and self.text.startswith("=", self.at):
            self.at += 1
            self.add("command", "le" if char == "<" else "ge")
            return
        elif (
            char == "!"
            and self.text.startswith("=", self.at)
            and self.text[self.at - 2 : self.at - 1] in tuple("0123456789)}")
        ):
            self.add("mark", "!")  # 5!=120
            return
        elif char in "!=" and self.text.startswith("=", self.at):
            self.at += 1
            self.add("command", "ne") if char == "!" else self.add("mark", "=")
            return
        elif char == "-" and self.text.startswith(">", self.at):
            self.at += 1
            self.add("command", "to")
            return
        elif char == "." and self.text.startswith("..", self.at):
            self.at += 2
            self.add("command", "ldots")
            return
        self.add("mark", char)

    def command(self) -> None:
        match = COMMAND.match(self.text, self.at)
        if not match:
            raise Unreadable("the answer ends in a backslash")
        self.at = match.end()
        name = match[1]
        if name is None:
            self.escaped(match[2])
        elif name in SILENT:
            if name in ("left", "right", "middle") and self.text[self.at : self.at + 1] == ".":
                self.at += 1
        elif name in WRAPPERS:
            while self.text[self.at : self.at + 1] == " ":
                self.at += 1
            if self.text[self.at : self.at + 1] == "{":
                self.at += 1
                self.wrapped_digits()
                self.wrappers.append((self.depth, name))
                self.depth += 1
                self.spaced = True
        elif name in ("color", "textcolor"):
            end = self.text.find("}", self.at, self.at + 30)
            if end < 0 or self.text[self.at : self.at + 1] != "{":
                raise Unreadable(f"\\{name} names no colour")
            self.at = end + 1
        elif name in SPACING:
            if self.text[self.at : self.at + 1] == "{" and name in ("hspace", "vspace"):
                end = self.text.find("}", self.at)
                self.at = end + 1 if 0 <= end < self.at + 20 else self.at
            self.spaced = True
        elif name in ("begin", "end"):
            end = self.text.find("}", self.at, self.at + 30)
            if end < 0 or self.text[self.at : self.at + 1] != "{":
                raise Unreadable(f"\\{name} names no environment")
            environment = self.text[self.at + 1 : end].rstrip("*")
            self.at = end + 1
            if name == "begin" and environment == "array" and self.text[self.at : self.at + 1] == "{":
                close = self.text.find("}", self.at, self.at + 40)
                self.at = close + 1 if close > 0 else self.at
            self.add(name, environment)
        else:
            name = SYNONYMS.get(name, name)
            if name in ("and", "or"):
                self.add("word", name)
            elif len(name) == 1 and not name.isalpha():
                self.add("mark", {"{": "\\{", "}": "\\}"}.get(name, name))
            else:
                self.add("command", name)

    def wrapped_digits(self) -> None:
        r"""`1\text{1/2}` is shown as 11/2: a wrapper may not stand between digits."""
        if (
            self.found
            and self.found[-1].kind == "num"
            and not self.spaced
            and self.text[self.at : self.at + 1].isdecimal()
        ):
            raise Unreadable("digits touch digits in another style")

    def escaped(self, char: str) -> None:
        if char in SPACE_MARKS:
            before, after = self.text[self.at - 3 : self.at - 2], self.text[self.at : self.at + 3]
            if (
                char in ",!:;"
                and before.isdecimal()
                and len(after) == 3
                and after.isdecimal()
                and self.found
                and self.found[-1].kind == "num"
            ):
                self.grouped(after)
                return
            self.spaced = self.spaced or char != "!"
        elif char == "\\":
            self.add("row", "\\\\")
            if space := ROW_SPACE.match(self.text, self.at):
                self.at = space.end()
        elif char in "{}$%":
            self.add("mark", {"$": "\\$", "%": "%"}.get(char, "\\" + char))
        elif char == "|":
            self.add("command", "norm")
        elif char in "()[]":
            self.spaced = True  # the ends of a formula
        elif char in "#&_":
            self.add("mark", char)
        else:
            raise Unreadable(f"the command \\{char} is not understood")

    def grouped(self, group: str) -> None:
        r"""`1\,234`: a group of three digits behind a number of at most three, or behind other groups."""
        last = self.found[-1].text
        following = self.text[self.at + 3 : self.at + 4]
        if "." in last or "e" in last.lower() or last.startswith("0") or following.isdecimal():
            self.spaced = True
            return
        self.at += 3
        self.found[-1] = Token("num", last + group, self.found[-1].spaced)
        if following == "." and self.text[self.at + 1 : self.at + 2].isdecimal():
            fraction = ONLY_DIGITS.match(self.text, self.at)
            assert fraction
            self.at = fraction.end()
            self.found[-1] = Token("num", last + group + fraction[0], self.found[-1].spaced)

    def add(self, kind: str, text: str) -> None:
        self.found.append(Token(kind, text, self.spaced))
        self.spaced = False
