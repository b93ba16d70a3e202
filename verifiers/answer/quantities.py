"""Values with what is written behind or before them: units, money, percent, nouns.

A unit that only the reference has is taken as meant. Two units of one dimension are converted exactly. What only the answer has
must be plain: a unit or a noun of the problem's, or, where there is no problem text, any that does not change the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from verifiers.answer.equality import Settled
from verifiers.answer.measures import Unit, alternatives, angle_power, same_kind
from verifiers.answer.nouns import changes_the_value, not_a_unit
from verifiers.answer.tree import EXPRESSIONS, PI, Add, Expr, Form, Mul, Num, Pow, Quantity, parts
from verifiers.answer.words import FILLERS, singular, vocabulary, words

Outcome = tuple[bool | None, str, str]  # equal, rule, reason
Same = Callable[[Expr, Expr], Settled]
CURRENCIES = {"$": "dollars", "€": "euros", "£": "£", "¥": "¥", "₹": "rupees", "¢": "cents"}
MONEY_WORDS = {
    "$": ("dollar", "$", "usd", "buck", "cost", "price", "pay", "earn", "money", "sell", "spend", "profit"), "€": ("euro", "€"),
    "£": ("£", "pence"), "¥": ("yen", "¥", "yuan"), "₹": ("rupee", "₹"), "¢": ("cent ", "cents", "¢", "penn"),
}  # fmt: skip
DEGREES = ("°", "degrees", "degree", "deg")
COUNTED = re.compile(r"\bhow many((?:\s+[a-z'-]+){1,4})")
ABOUT_ANGLES = ("degree", "angle", "°", "circ", "triang", "rotat", "turn")
HUNDRED = Num(Fraction(100))


def same_quantity(expected: Form, given: Form, prompt: str, same: Same) -> Outcome:
    wanted, found = quantity(expected), quantity(given)
    if wanted.percent or found.percent:
        return with_percent(wanted, found, prompt, same)
    mine, theirs = unit_text(wanted), unit_text(found)
    if not theirs and not mine:
        return outcome(same(wanted.value, found.value))
    if not theirs:
        return bare(wanted, found, mine, same)
    if not mine:
        return foreign(wanted, found, theirs, prompt, same)
    return both(wanted, found, mine, theirs, same)


def quantity(form: Form) -> Quantity:
    if isinstance(form, Quantity):
        return form
    assert isinstance(form, EXPRESSIONS)
    return Quantity(form, "")


def unit_text(of: Quantity) -> str:
    """The unit, with a currency sign as a word: dollars per hour for $5 per hour."""
    money = CURRENCIES.get(of.money, of.money)
    if money and of.unit.lower() in ("dollars", "dollar", "usd", "us dollars", "bucks", "cad") and of.money == "$":
        return "dollars"
    return EXTENT.sub("", f"{money} {of.unit}".strip())


def outcome(settled: Settled, reason: str = "") -> Outcome:
    if settled.equal is None:
        return None, settled.rule, reason or "neither equality nor inequality could be proved"
    return settled.equal, settled.rule, reason


def with_percent(wanted: Quantity, found: Quantity, prompt: str, same: Same) -> Outcome:
    equal = same(wanted.value, found.value)
    if wanted.percent and found.percent:
        return outcome(equal)
    if unit_text(wanted) or unit_text(found):
        return None, "percent", "only one of them is a percentage"
    if wanted.percent:
        hundredth = same(wanted.value, Mul((HUNDRED, found.value)))
        if equal.equal or hundredth.equal:
            return True, "percent", ""
        return (False if equal.equal is False and hundredth.equal is False else None), "percent", ""
    hundredth = same(Mul((HUNDRED, wanted.value)), found.value)
    if hundredth.equal:
        return True, "percent", ""
    if equal.equal:
        if "percent" in prompt.lower() or "%" in prompt:
            return True, "percent", ""
        return None, "percent", "only the answer is a percentage"
    return (False if equal.equal is False and hundredth.equal is False else None), "percent", ""


def bare(wanted: Quantity, found: Quantity, mine: str, same: Same) -> Outcome:
    """The answer leaves out the reference's unit; an angle without one is in radians when it is written with pi."""
    equal = same(wanted.value, found.value)
    if equal.equal is not True and mine == "°" and has_pi(found.value):
        return outcome(same(Mul((wanted.value, PI, Num(Fraction(1, 180)))), found.value))
    return outcome(equal)


def has_pi(form: Form) -> bool:
    return form == PI or any(map(has_pi, parts(form)))


def foreign(wanted: Quantity, found: Quantity, theirs: str, prompt: str, same: Same) -> Outcome:
    """Only the answer has a unit, or a noun."""
    equal = outcome(same(wanted.value, found.value))
    lower = prompt.lower()
    if theirs.lower() in DEGREES:
        if has_pi(wanted.value):
            return outcome(same(wanted.value, Mul((found.value, PI, Num(Fraction(1, 180))))))
        if not prompt or any(word in lower for word in ABOUT_ANGLES):
            return equal
        return doubtful(equal, "the problem does not speak of degrees")
    if found.money and (doubt := other_money(found.money, lower)):
        return doubtful(equal, doubt)
    asked, spoken = asked_unit(prompt), spoken_units(prompt)
    for unit in alternatives(theirs):
        for units in (asked, spoken):
            kin = [other for other in units if same_kind(unit, other)]
            if any((unit.scale, unit.offset) == (other.scale, other.offset) for other in kin):
                if units is asked or len({other.scale for other in kin}) == 1:
                    return equal
            elif kin and units is asked:
                return converted(wanted.value, kin[0], found.value, unit, same)
    if len(theirs) == 1 and not alternatives(theirs):
        return doubtful(equal, f"{theirs!a} may be a symbol")
    said = words(theirs.replace("^2", "").replace("^3", ""))
    if (drawn := DRAWN.fullmatch(theirs.lower())) and all(word in lower for word in DIMENSIONS.get(drawn[1] or "", ())):
        return equal
    if set(said) & COUNTS and set(said) <= COUNTS | SUCH:
        return equal
    if any(map(changes_the_value, said)):
        return None, "unit", f"{theirs[:40]!a} may change the value"
    counted = {singular(word) for match in COUNTED.finditer(lower) for word in match[1].split()}
    if counted and said and singular(said[0]) not in counted and singular(said[-1]) not in counted:
        return doubtful(equal, f"the problem asks for another thing than {theirs[:40]!a}")
    if prompt and not found.money and (doubt := not_a_unit(said, prompt)):
        return doubtful(equal, doubt)
    if alternatives(theirs) or found.money or len(said) <= 3:
        return equal
    return doubtful(equal, f"{theirs[:40]!a} is not understood as a unit")


DRAWN = re.compile(r"(?:(sq|cu)[a-z.]*)?\s*units?(?:\s*\^?\s*\{?[23]\}?)?")
DIMENSIONS = {"sq": ("area",), "cu": ("volume",)}
# What a count may be called, whatever the problem calls it.
COUNTS = vocabulary(
    "way ways arrangement arrangements permutation permutations combination combinations possibility possibilities outcome "
    "outcomes choice choices solution solutions number numbers integer integers value values element elements distinct different "
    "possible total ordered unordered triple triples subset subsets sequence sequences function functions divisor divisors term "
    "terms point points people"
)
EACH = vocabulary("each apiece")
MAX_ASKED = 4000  # characters at the end of a problem in which the unit is looked for
MAX_LEADS = 4  # how many phrases are looked at for the unit that is asked for
SUCH = vocabulary("such of") | frozenset("abcdefghijklmnopqrstuvwxyz")
EXTENT = re.compile(r" (?:long|tall|wide|high|deep|old|in total|altogether)$")


def doubtful(equal: Outcome, why: str) -> Outcome:
    """Never accepted; rejected when not even the values are equal."""
    return (None if equal[0] is not False else False), "unit", why


def other_money(money: str, prompt: str) -> str:
    """Why a currency sign may not be the problem's; "" if it is, or if there is no problem text and it is a dollar."""
    mine = any(word in prompt for word in MONEY_WORDS.get(money, ()))
    if any(word in prompt for other, names in MONEY_WORDS.items() for word in names if other != money):
        return "the problem speaks of another currency or of cents"
    return "" if mine or (money == "$" and not prompt) else f"the problem does not speak of {money}"


# Words that are also symbols of units.
NO_UNITS = vocabulary(
    "in a as at am is it i to on of so or and the by per k m s h c t d b g l are for we he she was pm which that"
)


@lru_cache(256)
def spoken_units(prompt: str) -> tuple[Unit, ...]:
    """The units that a problem speaks of."""
    return tuple(
        unit for word in dict.fromkeys(words(prompt[:4000])) if word not in NO_UNITS for unit in alternatives(word)
    )


@lru_cache(256)
def asked_unit(prompt: str) -> tuple[Unit, ...]:
    """The units that a question asks its answer in: "in how many minutes", "in centimeters"."""
    found: list[Unit] = []
    text = prompt[-MAX_ASKED:].lower()
    for lead in ("how many ", "in ", "answer in ", "number of "):
        at = text.rfind(lead)
        for _ in range(MAX_LEADS):
            following = words(text[at + len(lead) : at + len(lead) + 60])[:3] if at >= 0 else []
            units = next((units for length in (3, 2, 1) if (units := alternatives(" ".join(following[:length])))), ())
            found += units
            if units or at <= 0:
                break
            at = text.rfind(lead, 0, at)
    return tuple(found)


def both(wanted: Quantity, found: Quantity, mine: str, theirs: str, same: Same) -> Outcome:
    equal = same(wanted.value, found.value)
    if len(EACH & set(words(mine))) != len(EACH & set(words(theirs))):
        return doubtful(outcome(equal), f"{theirs[:40]!a} may be for one of several")
    if plain_name(mine) == plain_name(theirs):
        return outcome(equal)
    left, right = alternatives(mine), alternatives(theirs)
    if left and right:
        kinds = [(a, b) for a in left for b in right if same_kind(a, b)]
        if kinds:
            outcomes = [converted(wanted.value, a, found.value, b, same) for a, b in kinds]
            if len({each[0] for each in outcomes}) == 1 or (outcomes[0][0] is True and plain_pair(kinds[0])):
                return outcomes[0]
            return None, "unit", f"{mine[:40]!a} and {theirs[:40]!a} have several readings"
        turns = [(a, b, n) for a in left for b in right if (n := angle_power(b, a))]
        if turns:
            a, b, power = turns[0]
            scale = Num(b.scale / a.scale)
            return outcome(
                same(
                    wanted.value, Mul((found.value, scale, Pow(Mul((PI, Num(Fraction(1, 180)))), Num(Fraction(power)))))
                )
            )
        if any(dict(unit.dimension).keys() & {"unit"} for unit in (*left, *right)):
            return (None if equal.equal is not False else False), "unit", "units of a drawing"
        return False, "unit", f"{theirs[:40]} is another unit than {mine[:40]}"
    known_left, known_right = {singular(word) for word in words(mine)}, {singular(word) for word in words(theirs)}
    if known_left - FILLERS == known_right - FILLERS:
        return outcome(equal)
    if equal.equal is False and not (left or right):
        return False, "unit", ""
    return None, "unit", f"{theirs[:40]!a} is not known to be the same as {mine[:40]!a}"


def plain_pair(pair: tuple[Unit, Unit]) -> bool:
    return pair[0].scale == pair[1].scale


def plain_name(unit: str) -> str:
    return " ".join(
        singular(word) if word.isalpha() and len(word) > 2 else word
        for word in unit.replace("{", "").replace("}", "").split()
    )


def converted(expected: Expr, to: Unit, given: Expr, of: Unit, same: Same) -> Outcome:
    scaled: Expr = given if of.scale == to.scale else Mul((given, Num(of.scale / to.scale)))
    if of.offset != to.offset:
        scaled = Add((scaled, Num((of.offset - to.offset) / to.scale)))
    return outcome(same(expected, scaled))
