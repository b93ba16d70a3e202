"""Whether an equal answer is also a finished one: not the question again, not a computation that was left standing.

Only where the reference is a plain number: an answer in the reference's own form, a numeral, a mixed number, a power, a root or a
fraction in lowest terms is finished. The question again is rejected; a sum, a product or a quotient of numbers for a number that
is written out is not known to be finished.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd

from verifiers.answer.kinds import is_power_of_ten, undressed
from verifiers.answer.tree import EXPRESSIONS, Add, Expr, Form, Mul, Num, Pow, Quantity
from verifiers.verdict import Outcome

MAX_PROMPT = 20_000
PACKED = re.compile(r"\\[dt]?frac\s*(\d)\s*(\d)")
REDUCE = re.compile(r"\b(?:reduc|simpl|lowest|common fraction|irreducible)", re.IGNORECASE)
SPELT_ORDER = (
    "zero", "one", "two half halves twice", "three third thirds", "four quarter quarters fourth fourths", "five fifth fifths",
    "six sixth sixths", "seven seventh sevenths", "eight eighth eighths", "nine ninth ninths", "ten tenth tenths", "eleven",
    "twelve twelfth twelfths",
)  # fmt: skip
SPELT = {name: str(value) for value, names in enumerate(SPELT_ORDER) for name in names.split()}
SPACES = re.compile(r"[\s$]|\\[,;:! ]|\\left|\\right|\\displaystyle")


def unfinished(prompt: str, text: str, given: Form | None, reference: Form | None) -> tuple[Outcome, str] | None:
    """Why an answer that has the reference's value may still not be one, and whether that is certain."""
    given, reference = value_of(given), value_of(reference)
    if given is None or reference is None or not numeral(reference) or same_style(given, reference):
        return None
    if restated(prompt[:MAX_PROMPT], text):
        return Outcome.REJECTED, "is the question again, not its answer"
    reference_written = reference.written if isinstance(reference, Num) else "fraction"
    bare = (
        given.factors[1]
        if isinstance(given, Mul) and len(given.factors) == 2 and given.factors[0] == Num(Fraction(-1))
        else given
    )
    known = numbers_in(text) <= numbers_in(prompt[:MAX_PROMPT])
    if pair := quotient(bare):
        if reference_written == "integer":
            return Outcome.ABSTAINED, "is a division that was not carried out"
        if gcd(*pair) != 1 and (reference_written == "decimal" or REDUCE.search(prompt)):
            return Outcome.ABSTAINED, "is a fraction that was not reduced"
        if known and reference_written == "decimal" and "decimal" in prompt.lower():
            return Outcome.ABSTAINED, "is not the decimal that was asked for"
        return None
    if known:
        return Outcome.ABSTAINED, "is written with the numbers of the question, and may not be worked out"
    if isinstance(bare, Add) and all(map(plain_number, bare.terms)) and reference_written != "mixed":
        return Outcome.ABSTAINED, "is a sum that was not worked out"
    if isinstance(bare, Mul) and all(map(plain_number, bare.factors)) and not is_power_of_ten(bare):
        return Outcome.ABSTAINED, "is a product that was not worked out"
    return None


def same_style(given: Expr, reference: Expr) -> bool:
    """Whether the answer is a whole number, or written as the reference is."""
    if isinstance(given, Num) and given.value.denominator == 1 and given.written in ("integer", "decimal"):
        return True
    return given == reference


def numbers_in(text: str) -> set[str]:
    text = PACKED.sub(r" \1 \2 ", text)
    found = set(re.findall(r"\d+(?:\.\d+)?", text))
    return found | {SPELT[word] for word in re.findall(r"[a-z]+", text.lower()) if word in SPELT}


def value_of(form: Form | None) -> Expr | None:
    form = form.value if isinstance(form, Quantity) else form
    return form if isinstance(form, EXPRESSIONS) else None


def numeral(expr: Expr) -> bool:
    """A number that is written out: digits, or one fraction of whole numbers."""
    bare = (
        expr.factors[1]
        if isinstance(expr, Mul) and len(expr.factors) == 2 and expr.factors[0] == Num(Fraction(-1))
        else expr
    )
    return isinstance(bare, Num) or quotient(bare) is not None


def plain_number(expr: Expr) -> bool:
    bare = (
        expr.factors[1]
        if isinstance(expr, Mul) and len(expr.factors) == 2 and expr.factors[0] == Num(Fraction(-1))
        else expr
    )
    return isinstance(bare, Num) or quotient(bare) is not None


def quotient(expr: Expr) -> tuple[int, int] | None:
    match expr:
        case Mul((Num(above), Pow(Num(below), Num(exponent)))) if (
            exponent == -1 and above.denominator == below.denominator == 1
        ):
            return int(above), int(below)
    return None


def restated(prompt: str, text: str) -> bool:
    """Whether the answer, which is no plain number, stands in the question as it is."""
    wanted = SPACES.sub("", undressed(text)).lower()
    return len(wanted) > 2 and wanted in SPACES.sub("", prompt).lower() and not re.fullmatch(r"[\d,]+", wanted)
