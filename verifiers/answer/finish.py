r"""Whether an equal answer is also a finished one: not the question again, not a computation that was left standing.

An answer written as the reference is written is always finished, and so is a whole number. For the rest the parsed form counts,
not the characters (`6/4`, `x = 6/4`, `+6/4`, `06/4` and `\frac{6}{4}` are one form):
- it is the only number of the question, in the same form: the question again, rejected;
- a division or a bare power for a whole reference, a division not in lowest terms for a decimal one, a sum that is no mixed
  number, or a form whose numbers all stand in the question: not known to be finished, abstained from.
A fraction in higher terms for a fraction stays accepted where the question neither has its numbers nor asks for lowest terms.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd

from verifiers.answer.parse import Number, parse_number
from verifiers.verdict import Outcome

MAX_PROMPT = 20_000
WRITTEN = re.compile(
    r"\\[dtc]?frac\s*(?:\{\s*[-+]?\d{1,40}\s*\}|\d)\s*(?:\{\s*[-+]?\d{1,40}\s*\}|\d)|[¼½¾⅐-⅞]|"
    r"(?<!\d)(?:\d[\d,]*+(?:\.\d++)?|\.\d++)(?:[eE][-+]?\d{1,6}|\s*/\s*\d{1,40}(?!\d|\.\d))?"
)
WHOLE_OR_DECIMAL = re.compile(r"\d[\d,]*+(?:\.\d++)?|\.\d++")
REDUCE = re.compile(r"\b(?:reduc|simpl|lowest|common fraction|irreducible)", re.IGNORECASE)
SPELT_ORDER = (
    ("zero",),
    ("one",),
    ("two", "half", "halves", "twice"),
    ("three", "third", "thirds"),
    ("four", "quarter", "quarters", "fourth", "fourths"),
    ("five", "fifth", "fifths"),
    ("six", "sixth", "sixths"),
    ("seven", "seventh", "sevenths"),
    ("eight", "eighth", "eighths"),
    ("nine", "ninth", "ninths"),
    ("ten", "tenth", "tenths"),
    ("eleven",),
    ("twelve", "twelfth", "twelfths"),
)
SPELT = {name: Fraction(value) for value, names in enumerate(SPELT_ORDER) for name in names}


def unfinished(prompt: str, given: Number, reference: Number) -> tuple[Outcome, str] | None:
    """Why an answer that has the reference's value may still not be one, and whether that is certain."""
    if given.form == "integer" or (given.form == "decimal" and given.value.denominator == 1):
        return None
    if (given.form, given.terms) == (reference.form, reference.terms):
        return None
    prompt = prompt[:MAX_PROMPT]
    asked = [number for match in WRITTEN.finditer(prompt) if (number := parse_number(match[0])) is not None]
    if len(asked) == 1 and (asked[0].form, asked[0].terms) == (given.form, given.terms):
        return Outcome.REJECTED, "is the question again, not its answer"
    if given.form == "fraction":
        above, below = given.terms
        reduced = gcd(int(above), int(below)) == 1
        if reference.value.denominator == 1:
            return Outcome.ABSTAINED, "is a division that was not carried out"
        if not reduced and (reference.form != "fraction" or REDUCE.search(prompt)):
            return Outcome.ABSTAINED, "is a fraction that was not reduced"
    if given.form == "scientific" and reference.form != "scientific" and given.terms[0] in (1, 10):
        return Outcome.ABSTAINED, "is a power that was not worked out"
    if given.form == "sum" and reference.form != "mixed":
        return Outcome.ABSTAINED, "is a sum that was not worked out"
    known = {number.value for match in WHOLE_OR_DECIMAL.finditer(prompt) if (number := parse_number(match[0]))}
    known |= {SPELT[word] for word in re.findall(r"[a-z]+", prompt.lower()) if word in SPELT}
    known |= {term for number in asked for term in number.terms}
    # The exponent may hide in a word ("million"), so for powers of ten the first factor alone is enough.
    terms = given.terms[:1] if given.form == "scientific" else given.terms
    if set(terms) <= known:
        return Outcome.ABSTAINED, "is written with the numbers of the question, and may not be worked out"
    return None
