"""Lean 4 source cut into tokens, in time proportional to its length.

Follows `Lean.Parser.tokenFn` and `whitespace` (Lean 4, src/Lean/Parser/Basic.lean). Lean's own cut depends on the tokens that
imports bring; where two readings are possible the token is an `ERROR`, which the policy refuses. It does not follow notations
that the source itself declares, nor where Lean resumes after a parse error: whoever uses it refuses both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    SPACE = "space"
    COMMENT = "comment"
    IDENT = "ident"
    NUMBER = "number"
    STRING = "string"  # or one piece of an interpolated string, up to and with `{`, or from `}`
    CHAR = "char"
    SYMBOL = "symbol"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the source; the pieces in order are the source again."""

    kind: Kind
    text: str  # as written
    line: int  # from 1
    column: int  # from 0, in code points
    parts: tuple[str, ...] = ()  # of an identifier: its components, without guillemets
    problem: str = ""  # of an ERROR: what is wrong, as the rest of a sentence

    @property
    def word(self) -> str:
        """What could be a keyword: an identifier of one component, written without guillemets."""
        return self.text if self.kind is Kind.IDENT and len(self.parts) == 1 and self.text[0] != "«" else ""


def lex(source: str) -> tuple[Token, ...]:
    """Every piece of the source, white space and comments included."""
    return Lexer(source).run()


# Letters that every version of Lean takes. Newer ones also take Latin letters with accents (À to ſ) and ⱼ: those are symbols
# here, so that what touches them is never read as a part of a longer and harmless name.
LETTER = (
    "A-Za-z_\u03b1-\u03ba\u03bc-\u03c9\u0391-\u039f\u03a1\u03a2\u03a4-\u03a9\u03ca-\u03fb\u1f00-\u1ffe\u2100-\u214f"
    "\U0001d49c-\U0001d59f"
)
SUBSCRIPT = "\u2080-\u2089\u2090-\u209c\u1d62-\u1d6a"
PART = re.compile(f"[{LETTER}][{LETTER}{SUBSCRIPT}0-9'!?]*+")
BEGINS_PART = re.compile(f"[{LETTER}«]")
SPACE = re.compile(r"(?:[ \t\n]|\r\n)++")
LINE_COMMENT = re.compile(r"--[^\n]*+")
COMMENT_EDGE = re.compile(r"/-|-/")
RAW_STRING = re.compile(r'r(#*+)"')
STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
PIECE = re.compile(r'[^"\\{]*+(?:\\.[^"\\{]*+)*+["{]', re.DOTALL)
ESCAPE = re.compile(
    r"""\\(?:["'\\nrt{]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|\r?\n[ \t\r]*+(?!\n)|(?P<wrong>.))""", re.DOTALL
)
CHAR = re.compile(r"""'(?:\\(?:["'\\nrt]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})|[^\\\n])'""")
NUMBER = re.compile(
    r"0[xX][0-9A-Fa-f_]++|0[bB][01_]++|0[oO][0-7_]++|[0-9][0-9_]*+(?:\.[0-9][0-9_]*+)?(?:[eE][+-]?[0-9][0-9_]*+)?"
)
FIELD = re.compile(r"[0-9]++")
BROKEN_NUMBER = re.compile(r"[eExXbBoO]")
SYMBOLS = re.compile(r":=|=>|->|<-|<\|>|<;>|\|>\.|\|>|<\||@\[|''|.", re.DOTALL)

NAMES = re.compile("[.`À-ÖØ-öø-ſⱼ]")  # what comes after these may be the rest of a name
PLAIN_CHARACTER = re.compile(f"'[A-Za-z0-9_ ]'(?![{LETTER}{SUBSCRIPT}0-9'!?])")

OPENERS = frozenset("([{⟨,")  # after these no token of Lean or Mathlib goes on with a quote
ARROWS = frozenset("→↪≃≼≺≅⟶↠⇒⥤⊣≌↦")  # Mathlib has `→r`, `≃g` and others: a letter after these may belong to them
ENDS = frozenset("()[]{}⟨⟩,;:=>·")  # after these none goes on with `-`, so that a comment can begin
PLAIN_AFTER = {"panic!", "assert!", "unreachable!"}  # words with a `!` before a string that is not interpolated
INTERPOLATED_AFTER = {
    "dbg_trace",
    "throwError",
    "throwErrorAt",
    "throwNamedError",
    "throwNamedErrorAt",
    "logNamedError",
}


@dataclass(slots=True)
class Hole:
    """Code within an interpolated string: how many braces are open in it, and whether the string may be a plain one."""

    braces: int
    unsure: bool


class Lexer:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.line = 1
        self.line_start = 0
        self.tokens: list[Token] = []
        self.code: list[Token] = []  # without white space and comments
        self.holes: list[Hole] = []

    def run(self) -> tuple[Token, ...]:
        while self.position < len(self.source):
            self.step()
        if self.holes:
            self.add(Kind.ERROR, self.position, problem="ends within the braces of a string")
        return tuple(self.tokens)

    def step(self) -> None:
        source, at = self.source, self.position
        first = source[at]
        if space := SPACE.match(source, at):
            self.add(Kind.SPACE, space.end())
        elif source.startswith(("--", "/-"), at):
            self.comment(at)
        elif first == '"':
            self.string(at)
        elif first == "'":
            self.quote(at)
        elif "0" <= first <= "9":
            self.number(at)
        elif first == "r" and (raw := RAW_STRING.match(source, at)):
            self.raw_string(raw)
        elif BEGINS_PART.match(first):
            self.identifier(at)
        elif first == "}" and self.holes and not self.holes[-1].braces:
            self.piece(at, self.holes.pop())
        else:
            self.symbol(at)

    def add(self, kind: Kind, end: int, parts: tuple[str, ...] = (), problem: str = "") -> None:
        text = self.source[self.position : end]
        token = Token(kind, text, self.line, self.position - self.line_start, parts, problem)
        self.tokens.append(token)
        if kind not in {Kind.SPACE, Kind.COMMENT}:
            self.code.append(token)
        self.position = end
        if breaks := text.count("\n"):
            self.line += breaks
            self.line_start = end - (len(text) - text.rindex("\n") - 1)

    def after_symbol(self, harmless: frozenset[str]) -> bool:
        """Whether a symbol ends right here, of which what follows could still be a part."""
        last = self.tokens[-1] if self.tokens else None
        return last is not None and last.kind is Kind.SYMBOL and last.text[-1] not in harmless

    def comment(self, at: int) -> None:
        if self.after_symbol(ENDS):
            self.add(Kind.ERROR, at + 2, problem="could be a comment or the rest of a symbol; put a space before it")
        elif line := LINE_COMMENT.match(self.source, at):
            self.add(Kind.COMMENT, line.end())
        else:
            self.block_comment(at)

    def block_comment(self, at: int) -> None:
        depth, position = 1, at + (3 if self.source.startswith(("/--", "/-!"), at) else 2)
        while depth and (edge := COMMENT_EDGE.search(self.source, position)):
            depth += 1 if edge.group() == "/-" else -1
            position = edge.end()
        if depth:
            self.add(Kind.ERROR, len(self.source), problem="opens a comment that is never closed")
        elif self.source.startswith("/-/", at):
            # Lean skips the character after `/-`, so that in `/-/- -/` one comment is open, and not two.
            self.add(Kind.ERROR, position, problem="opens a comment in a way that reads differently than it looks")
        else:
            self.add(Kind.COMMENT, position)

    def string(self, at: int) -> None:
        if interpolated := self.interpolated():
            self.piece(at, Hole(0, unsure=interpolated == "perhaps"))
        elif not (plain := STRING.match(self.source, at)):
            self.add(Kind.ERROR, len(self.source), problem="opens a string that is never closed")
        elif self.holes and self.holes[-1].unsure:
            self.add(Kind.ERROR, plain.end(), problem="is a string within the braces of what may be a plain string")
        else:
            self.literal(plain.end(), braces=False)

    def interpolated(self) -> str:
        """Whether the string that begins here has code in braces: "" no, "perhaps", or "yes"."""
        word = self.code[-1].word if self.code else ""
        if word in PLAIN_AFTER or not (word.endswith("!") or word in INTERPOLATED_AFTER):
            return ""
        # `m!` and others are tokens only when `Lean` is imported, and as a part of a name `s!` is none either.
        named = len(self.code) > 1 and NAMES.match(self.code[-2].text[-1])
        return "yes" if word == "s!" and not named else "perhaps"

    def piece(self, at: int, hole: Hole) -> None:
        """A piece of an interpolated string, from a quote or brace that is passed, to the next quote or brace."""
        if not (piece := PIECE.match(self.source, at + 1)):
            self.holes.clear()
            self.add(Kind.ERROR, len(self.source), problem="opens a string that is never closed")
            return
        if piece.group().endswith("{"):
            self.holes.append(Hole(0, hole.unsure))
        self.literal(piece.end(), braces=True)

    def literal(self, end: int, *, braces: bool) -> None:
        for escape in ESCAPE.finditer(self.source, self.position, end):
            if escape.group("wrong") or (escape.group() == "\\{" and not braces):
                self.add(Kind.ERROR, end, problem=f"has an escape that Lean does not know, {escape.group()!r}")
                return
        self.add(Kind.STRING, end)

    def raw_string(self, opened: re.Match[str]) -> None:
        closing = '"' + opened.group(1)
        end = self.source.find(closing, opened.end())
        if end < 0:
            self.add(Kind.ERROR, len(self.source), problem="opens a string that is never closed")
        elif self.after_symbol(ENDS):
            self.add(
                Kind.ERROR, end + len(closing), problem="could be a raw string, or a plain one after a longer symbol"
            )
        elif self.holes and self.holes[-1].unsure:
            self.add(Kind.ERROR, end + len(closing), problem="is a string within the braces of what may be a plain one")
        else:
            self.add(Kind.STRING, end + len(closing))

    def quote(self, at: int) -> None:
        """A character, or the end of a symbol such as `⁻¹'`, `]'` or `∑'`."""
        if self.source.startswith("''", at):
            self.two_quotes(at)
            return
        character = CHAR.match(self.source, at)
        glued = self.after_symbol(OPENERS)
        if character and (not glued or PLAIN_CHARACTER.match(self.source, at)):
            self.add(Kind.CHAR, character.end())
        elif character:
            self.add(Kind.ERROR, character.end(), problem="could be a character or the rest of a symbol")
        elif glued:
            self.add(Kind.SYMBOL, at + 1)
        else:
            self.add(Kind.ERROR, at + 1, problem="begins no character that Lean knows")

    def two_quotes(self, at: int) -> None:
        if self.after_symbol(OPENERS | ENDS - {"]"}):
            self.add(Kind.ERROR, at + 2, problem="could be a symbol, or the rest of one and a character")
        else:
            self.add(Kind.SYMBOL, at + 2)

    def number(self, at: int) -> None:
        last = [token.text for token in self.tokens[-2:]]
        field = len(last) == 2 and last[1] == "." and self.tokens[-2].kind not in {Kind.SPACE, Kind.COMMENT}
        found = (FIELD if field else NUMBER).match(self.source, at)
        assert found  # the character at hand is a digit
        end = found.end()
        if found.group().endswith("_") or (not field and BROKEN_NUMBER.match(self.source, end)):
            self.add(Kind.ERROR, end, problem="is a number that Lean does not know")
        else:
            self.add(Kind.NUMBER, end)

    def identifier(self, at: int) -> None:
        source, parts, end = self.source, list[str](), at
        while True:
            if source[end] == "«":
                close = source.find("»", end)
                if close < 0:
                    self.add(Kind.ERROR, len(source), problem="opens a name in guillemets that is never closed")
                    return
                parts.append(source[end + 1 : close])
                end = close + 1
            else:
                part = PART.match(source, end)
                assert part  # its first character is one that begins a part
                parts.append(part.group())
                end = part.end()
            if not (source.startswith(".", end) and BEGINS_PART.match(source, end + 1)):
                break
            end += 1
        if self.tokens and self.tokens[-1].text in ARROWS and source.startswith("'", at + 1):
            self.add(Kind.ERROR, end, problem="could be a name or the rest of a symbol; put a space before it")
        else:
            self.add(Kind.IDENT, end, tuple(parts))

    def symbol(self, at: int) -> None:
        found = SYMBOLS.match(self.source, at)
        assert found  # any character will do
        if self.holes:
            self.holes[-1].braces += {"{": 1, "}": -1}.get(found.group(), 0)
        self.add(Kind.SYMBOL, found.end())
