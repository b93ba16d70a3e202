"""What a problem asks for, as far as a comparison needs it: names, their order, letters, options, the greater of two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations

from verifiers.answer.equality import less
from verifiers.answer.names import FUNCTIONS
from verifiers.answer.tree import EXPRESSIONS, Form, Mul, Num, Order, Sym

OPTIONS = re.compile(
    r"(?:(?<=^)|(?<=[\s;,$]))\\?(?:text|textbf|mathrm|textrm)?\{?\(?([A-J])\s*(?:[).:]\)?|\\\))\}?[\s~:]*\\?\s*(.{1,200}?)"
    r"(?=\\qquad|\\quad|\$?\s*(?:\\text|\\textbf|\\mathrm|\\textrm)?\{?\(?[B-J]\s*[).:]|\n|$)",
    re.DOTALL,
)


def options_of(prompt: str) -> dict[str, str]:
    """The texts of a question's options by their letters, when they come in order."""
    found: dict[str, str] = {}
    for each in OPTIONS.finditer(prompt[-4000:]):
        letter = each[1]
        if letter == "ABCDEFGHIJ"[len(found)] if len(found) < 10 else False:
            found[letter] = each[2].strip(" ,;$\\}{").removesuffix(".")
    return found if len(found) > 1 else {}


ASKED = r"(?:find|what is|what's|compute|evaluate|determine|calculate|value of|express|solve for)\b"
ASKED_FOR = re.compile(
    r"(?:find|whatis|what's|compute|evaluate|determine|calculate|valueof|express|solvefor)(?:the|exact|value|of|all|\\\(|\\\[)*$"
)


def named_in(name: str, prompt: str) -> bool:
    """Whether what stands before the sign of equality is what the problem asks for: "x+y = 18" where it says "find x+y"."""
    name = SPACES.sub("", name).lower()
    if len(name) < 2 or not any(map(str.isalpha, name)) or "=" in name or len(name) > 60:
        return False
    bare, places = packed(prompt[-MAX_ASKED:])
    at = bare.find(name)
    while at >= 0:
        end = at + len(name)
        follows = prompt[-MAX_ASKED:][places[end - 1] + 1 : places[end - 1] + 2]
        goes_on = bare[end : end + 1] in tuple("+*/^=-") or follows.isalnum()
        if not goes_on and ASKED_FOR.search(bare, max(0, at - 40), at):
            return True
        at = bare.find(name, at + 1)
    return False


MAX_ASKED = 2000  # characters at the end of a problem in which it says what it asks for


@lru_cache(256)
def packed(prompt: str) -> tuple[str, list[int]]:
    """A text in lower case without spaces and dollar signs, and where its characters stood."""
    dressed = {at for match in SPACES.finditer(prompt) for at in range(*match.span())}
    places = [at for at in range(len(prompt)) if at not in dressed]
    return "".join(prompt[at].lower()[:1] for at in places), places


WHICH = re.compile(r"\bwhich\b|\bgreater\b|\blarger\b|\bsmaller\b|\bcompare\b", re.IGNORECASE)


def side_asked_for(sides: Sequence[Form], orders: Sequence[Order], prompt: str) -> Form | None:
    """The greater side of `3^{200} > 2^{300}` where the problem asks which is greater, if that is so."""
    low, high = sides[0], sides[-1]
    if (
        len(sides) != 2
        or not isinstance(low, EXPRESSIONS)
        or not isinstance(high, EXPRESSIONS)
        or orders[0] not in ("<", ">")
    ):
        return None
    if orders[0] == ">":
        low, high = high, low
    if less(low, high) is not True:
        return None
    great, small = GREATER.search(prompt) is not None, SMALLER.search(prompt) is not None
    return high if great and not small else low if small and not great else None


GREATER = re.compile(r"\b(?:greater|larger|bigger|greatest|largest)\b", re.IGNORECASE)
SMALLER = re.compile(r"\b(?:smaller|lesser|smallest|less)\b", re.IGNORECASE)
LETTER_ASKED_FOR = re.compile(
    rf"{ASKED}(?: the value of)?\s+\$?([A-Za-z]|[A-Z]{{2}})(?:_\{{?(\w+)\}}?|\b)(?!\()", re.IGNORECASE
)


def other_name(form: Form, prompt: str) -> bool:
    """Whether the problem asks for a letter (or two, of a segment), and this is another one."""
    found = LETTER_ASKED_FOR.findall(prompt[-MAX_ASKED:])
    asked = [name for name, _ in found if name.lower() not in ("a", "i")]
    indexed = [f"{name}_{index}" for name, index in found if index]
    if isinstance(form, Sym) and stands_in(form.name, expression_asked_for(prompt)):
        return True  # x = 5 where 2x is asked for
    functions = re.findall(rf"{ASKED}(?: the value of)?\s+\$?([A-Za-z]'*\([^()$]{{1,20}}\))", prompt, re.IGNORECASE)
    match form:
        case Mul((Sym(head), (Num(argument) | Sym(argument)))) if functions and head in FUNCTIONS:
            return f"{head}({argument})" not in [SPACES.sub("", each) for each in functions]
    said, _, index = form.name.partition("_") if isinstance(form, Sym) else ("", "", "")
    if index and any(each.startswith(f"{said}_") for each in indexed) and f"{said}_{index}" not in indexed:
        return True
    if isinstance(form, Mul) and all(isinstance(each, Sym) for each in form.factors):
        said = "".join(each.name for each in form.factors if isinstance(each, Sym))
    return bool(asked) and bool(said) and said not in asked


EXPRESSION = re.compile(rf"{ASKED}(?: the value of)?\s+\$?([^$\s.,?]{{2,20}})", re.IGNORECASE)


def expression_asked_for(prompt: str) -> str:
    """The `2x` of "find 2x"; "" where no such expression is asked for."""
    asked = EXPRESSION.search(prompt[-MAX_ASKED:])
    return asked[1] if asked and re.search(r"[-+*/^]|^\d", asked[1]) else ""


def stands_in(letter: str, text: str) -> bool:
    return re.search(rf"(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z])", text) is not None


SPACES = re.compile(r"[\s$]|\\[,;:! ]|\\left|\\right")
FORMULA = re.compile(r"\$([^$]*)\$|\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)


@lru_cache(512)
def formulas_of(prompt: str) -> str:
    """The formulas of a problem where it marks them, else all of it."""
    return " ; ".join("".join(filter(None, each)) for each in FORMULA.findall(prompt)) or prompt


def in_prompt(name: Form, prompt: str) -> bool:
    """Whether the problem has this letter, in its formulas where it marks them."""
    return isinstance(name, Sym) and stands_in(name.name, formulas_of(prompt[-MAX_ASKED:]))


MAX_NAMES = 3  # whose order is looked for in a problem


def in_order(names: Sequence[Form], prompt: str) -> bool:
    """Whether names stand as the problem's tuple has them, or as the alphabet does where the problem has none."""
    said = [name.name for name in names if isinstance(name, Sym)]
    bare = SPACES.sub("", prompt)
    if f"({','.join(said)})" in bare:
        return True
    if len(said) <= MAX_NAMES:
        orders = {
            order: re.search(r"\W*(?:,|\band\b(?: then\b)?)\W*".join(map(re.escape, order)), prompt[-MAX_ASKED:])
            for order in permutations(said)
        }
        if any(orders.values()):
            return orders[tuple(said)] is not None
    return said == sorted(said) and f"({','.join(reversed(said))})" not in bare
