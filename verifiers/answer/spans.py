"""Sets of real numbers in words: "all real numbers greater than 3", "any x except 2"."""

from __future__ import annotations

import re

NUMBER = r"(-?(?:\d+(?:\.\d+)?(?:/\d+)?|\\[a-z]*frac\{[^{}]+\}\{[^{}]+\}|\\sqrt\{?\d+\}?|\\pi))"
REALS = (
    r"(?:(?:the set of )?(?:all|any|every) )?(?:real )?(?:numbers?|values?(?: of [a-z])?|x|reals?)(?: x)?"
    r"(?: (?:that|which) are| with x)? "
)
NAMED = rf"(?:[a-z] ?= ?)?{NUMBER}"
# What is said of the numbers, and the interval that it means; "between 2 and 3" alone leaves the ends open to both readings.
SAID = (
    (rf"(?:strictly )?(?:greater|larger|bigger|more) than {NUMBER}", "({},\\infty)"),
    (rf"(?:strictly )?(?:less|smaller) than {NUMBER}", "(-\\infty,{})"),
    (rf"(?:(?:greater|larger) than or equal to|at least|no less than) {NUMBER}", "[{},\\infty)"),
    (rf"(?:(?:less|smaller) than or equal to|at most|no (?:greater|more) than) {NUMBER}", "(-\\infty,{}]"),
    (rf"strictly between {NUMBER} and {NUMBER}", "({},{})"),
    (rf"between {NUMBER} and {NUMBER},? (?:both )?inclusive", "[{},{}]"),
    (rf"except (?:for )?{NAMED}", "\\mathbb{{R}} \\setminus \\{{{}\\}}"),
    (rf"except (?:for )?{NAMED},? (?:and|or) {NAMED}", "\\mathbb{{R}} \\setminus \\{{{}, {}\\}}"),
)
SETS = tuple((re.compile(REALS + said, re.IGNORECASE), interval) for said, interval in SAID)


def region_in_words(flat: str) -> str:
    """The interval in LaTeX; "" for what says no such thing."""
    for said, interval in SETS:
        if match := said.fullmatch(flat):
            return interval.format(*match.groups())
    return ""
