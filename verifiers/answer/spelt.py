"""Numbers in English words."""

from __future__ import annotations

from fractions import Fraction

from verifiers.answer.tree import Num

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
VALUES = {word: value for value, word in enumerate(ONES)} | {word: 10 * at for at, word in enumerate(TENS, 2)}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}


def spelt_number(text: str) -> Num | None:
    """The whole number that words say, "twenty-one" or "one hundred and five"; None when they say anything else."""
    words = text.lower().replace("-", " ").split()
    total = part = 0
    last = 10**12
    previous = ""
    if not words or len(words) > 12:
        return None
    for word in words:
        if word == "and" and previous in SCALES:
            previous = word
            continue
        if word in VALUES:
            tens = previous in TENS and 0 < VALUES[word] < 10
            if not (tens or previous in ("", "and") or previous in SCALES):
                return None
            part += VALUES[word]
        elif word == "hundred" and 0 < part < 10:
            part *= 100
        elif word in SCALES and 0 < part < 1000 and SCALES[word] < last and word != "hundred":
            total, part, last = total + part * SCALES[word], 0, SCALES[word]
        else:
            return None
        previous = word
    return None if previous == "and" else Num(Fraction(total + part))


ORDINAL_ENDINGS = ("st", "nd", "rd", "th")
ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth")  # fmt: skip


def spelt_ordinal(text: str) -> Num | None:
    """The place that a word says, "fourth" or "twenty-first"; None when it says anything else."""
    words = text.lower().removeprefix("the ").replace("-", " ").split()
    if not words or len(words) > 2:
        return None
    last = words[-1]
    unit = ORDINALS.index(last) if last in ORDINALS else None
    stem = last.removesuffix("ieth") + "y" if last.endswith("ieth") else last.removesuffix("th")
    if unit is None and stem in VALUES:
        unit = VALUES[stem]
    if unit is None or (len(words) == 2 and (words[0] not in TENS or not 0 < unit < 10)):
        return None
    return Num(Fraction(unit + (VALUES[words[0]] if len(words) == 2 else 0)))
