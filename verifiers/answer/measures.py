r"""Units of measure as they stand behind a number: `kg`, `\text{ cm}^2`, `miles per hour`, `^\circ\text{F}`. Exact factors.

A name is looked up, never guessed: a text with one unknown word in it is no unit. Percent and count nouns (`apples`, `dozen`) are
not units here. Whether a letter is a unit at all, and not a variable (`5m`) or a million, is for the caller to know.

Sources of the factors: the SI brochure (9th edition), NIST SP 811 appendix B; calories are thermochemical (4.184 J).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

MAX_TEXT = 200  # characters
MAX_NAMES = 6  # unit names in one unit; each may have several readings
MAX_POWER = 12
MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Unit:
    """A value in the unit is `value * scale + offset` in base units.

    Base units: metre, kilogram, second, kelvin, ampere, mole, candela, bit; `degree` and `radian` are dimensions of their own, as
    are `month` (a year is 12 months and no number of days), `unit` (of a drawing) and each currency (`money:USD`, in dollars).
    `dimension` holds (base dimension, exponent), sorted. Only degrees Celsius and Fahrenheit have an `offset`; such a unit means
    a temperature, not a difference, and is part of no other unit. `name` is for display.
    """

    scale: Fraction
    offset: Fraction
    dimension: tuple[tuple[str, int], ...]
    name: str


Readings = tuple[Unit, ...]
Factor = tuple[Readings, int]  # one name with its readings, and its exponent


def read_unit(text: str) -> Unit | None:
    """The most usual reading of the whole text as a unit; None if it is none or longer than 200 characters. Never raises."""
    return next(iter(alternatives(text)), None)


def alternatives(text: str) -> Readings:
    r"""Every reading of the whole text as a unit, the most usual first; () where `read_unit` gives None. Never raises.

    `pounds` is a mass, money or a force; `J/kg K` divides by the kelvin or does not; `MB` is 10^6 or 2^20 bytes.
    """
    if len(text) > MAX_TEXT:
        return ()
    try:
        found = tokens(text)
        return distinct([*product(factors(found, under=True)), *product(factors(found, under=False))])
    except NotAUnitError:
        return ()


def same_kind(a: Unit, b: Unit) -> bool:
    """Whether the two have one dimension, so that a value in one can be converted to the other exactly."""
    return a.dimension == b.dimension


def convert(value: Fraction, a: Unit, b: Unit) -> Fraction:
    """The value in `a`, given in `b`. Raises ValueError when they are not of one kind."""
    if not same_kind(a, b):
        raise ValueError(f"{a.name} cannot be converted to {b.name}: the one is {a.dimension}, the other {b.dimension}")
    return (value * a.scale + a.offset - b.offset) / b.scale


def angle_power(a: Unit, b: Unit) -> int | None:
    """The n for which `value * a.scale * (pi/180)**n / b.scale` is the value in `b`: 1 from degrees to radians, -1 back.

    0 for two units of one kind, None for units that differ in more than degrees against radians.
    """
    before, after = dict(a.dimension), dict(b.dimension)
    power = before.pop("degree", 0) - after.pop("degree", 0)
    return power if before.pop("radian", 0) + power == after.pop("radian", 0) and before == after else None


class NotAUnitError(Exception):
    """The text is not a unit; raised and caught in this file only."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # "word", "power", "times", "over", "(" or ")"
    text: str
    gap: str = ""  # what stands before it: "", " " or "-"


WRAPPERS = (
    "text|textrm|textit|textbf|textup|textnormal|mathrm|mathit|mathbf|mathsf|mbox|hbox|operatorname|unit|rm|bf|it"
)
LOOKS = str.maketrans(
    {"º": "°", "˚": "°", "−": "-", "‐": "-", "‑": "-", "–": "-", "⁻": "-", "⋅": "·", "•": "·", "∙": "·"}
)
SUPERSCRIPT = re.compile(r"-?[¹²³⁴-⁹]")
POWER_IN_TEXT = re.compile(r"\$(\^[^$]{1,12})\$")  # \text{cm$^2$}
CIRCLE = r"(?:\\circ(?![a-z])|\\degree(?![A-Za-z])|°|o(?=[CF]?(?![A-Za-z])))"
DEGREE = re.compile(rf"\^\s*(?:\{{\s*{CIRCLE}\s*\}}|{CIRCLE})|\\(?:degree|textdegree)(?![A-Za-z])")
# What a one-letter command gives stands inside the group that follows or precedes it: \mu\text{m}, \text{k}\Omega.
MU = re.compile(rf"\\mu(?![A-Za-z])\s*((?:\\(?:{WRAPPERS})\s*\{{)?)\s*")
OHM = re.compile(rf"(?:\\(?:{WRAPPERS})\s*\{{\s*([kKMGmμ])\s*\}}\s*)?\\Omega(?![A-Za-z])\s*")
MONEY_COMMANDS = (("\\$", "$"), ("\\pounds", "£"), ("\\textsterling", "£"), ("\\euro", "€"), ("\\texteuro", "€"))
BAR = re.compile(r"\s*\{")
TOKEN = re.compile(
    rf"""(?P<space>(?:\s|~|\\[,;:!\ ]|\\q?quad(?![A-Za-z]))+)
    |(?P<bare>\\(?:rm|bf|it|displaystyle)(?![A-Za-z])(?!\s*\{{))
    |(?P<frac>\\[dtc]?frac\s*\{{)
    |(?P<open>(?:\\(?:{WRAPPERS})\s*)?\{{)
    |(?P<close>\}})
    |(?P<power>(?:\^|\*\*)\s*(?:\{{\s*-?\s*[0-9]\s*\}}|-?[0-9](?![0-9]))|(?<=[A-Za-z])(?:-[1-4]|[23])(?![0-9.]))
    |(?P<times>\\cdot(?![A-Za-z])|\\times(?![A-Za-z])|[·×*])
    |(?P<over>/)
    |(?P<left>(?:\\left)?\()
    |(?P<right>(?:\\right)?\))
    |(?P<hyphen>-)
    |(?P<dot>\.)
    |(?P<word>[$€£¥¢₹₩₽°]|[A-Za-zμΩ]+)""",
    re.VERBOSE,
)


def tokens(text: str) -> list[Token]:
    """Wrappers and braces leave no token, a fraction becomes a division of two groups. Raises NotAUnitError."""
    text = plain(text)
    found: list[Token] = []
    braces: list[str] = []
    gap, at = "", 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise NotAUnitError
        at = match.end()
        kind, part = str(match.lastgroup), match[0]
        after_word = bool(found) and found[-1].kind == "word" and not gap
        if kind == "space" or (kind == "dot" and after_word):
            gap = gap or " "
        elif kind == "hyphen" and after_word:
            gap = "-"
        elif kind == "frac":
            braces.append("above")
            found += [Token("(", part, " "), Token("(", part)]
            gap = ""
        elif kind == "open":
            braces.append("group")
        elif kind == "close":
            match braces.pop() if braces else "":
                case "above" if bar := BAR.match(text, at):
                    braces.append("below")
                    found += [Token(")", part), Token("over", "/"), Token("(", part)]
                    at = bar.end()
                case "below":
                    found += [Token(")", part), Token(")", part)]
                case "group":
                    pass
                case _:
                    raise NotAUnitError
        elif kind == "word" or (kind in ("power", "times", "over", "left", "right") and gap != "-"):
            found.append(Token({"left": "(", "right": ")"}.get(kind, kind), part, gap))
            gap = ""
        elif kind != "bare":
            raise NotAUnitError
    if braces or gap == "-":
        raise NotAUnitError
    read = [Token("over", token.text, token.gap) if token.text.lower() == "per" else token for token in found]
    if any(a.text.lower() == "per" and b.text.lower() in ("cent", "cents") for a, b in pairwise(read)):
        raise NotAUnitError
    return read


def plain(text: str) -> str:
    text = SUPERSCRIPT.sub(lambda match: f"^{{{match[0]}}}", text.translate(LOOKS))
    text = unicodedata.normalize("NFKC", text)
    text = DEGREE.sub("°", POWER_IN_TEXT.sub(r"\1", text))
    text = OHM.sub(lambda match: f"{match[1] or ''}Ω ", MU.sub(r"\1μ", text))
    for command, sign in MONEY_COMMANDS:
        text = text.replace(command, sign)
    return text


def factors(found: list[Token], *, under: bool) -> list[Factor]:
    """`under`: whether all that follows a division is divided by, as in `J/kg K`. Raises NotAUnitError."""
    reader = Reader(found, under)
    read = reader.quotient(depth=0)
    if reader.at < len(found) or not 0 < len(read) <= MAX_NAMES or any(abs(power) > MAX_POWER for _, power in read):
        raise NotAUnitError
    return read


class Reader:
    """Recursive descent over the tokens of one unit; raises NotAUnitError where they are none."""

    def __init__(self, found: list[Token], under: bool) -> None:
        self.found, self.under, self.at = found, under, 0

    def quotient(self, depth: int) -> list[Factor]:
        sign = 1
        if self.peek().text.lower() == "per":
            self.at, sign = self.at + 1, -1
        read = raised(self.factor(depth), sign)
        while (token := self.peek()).kind not in ("end", ")"):
            divided = token.kind == "over" or self.means_per()
            sign = -1 if divided or (sign < 0 and self.under) else 1
            if divided or token.kind == "times":
                self.at += 1
                read += raised(self.factor(depth), sign)
            elif token.gap:
                read += raised(beside(read, self.factor(depth), token), sign)
            else:
                raise NotAUnitError
        return read

    def factor(self, depth: int) -> list[Factor]:
        if depth > MAX_DEPTH:
            raise NotAUnitError
        token = self.peek()
        if token.kind == "word" and (power := BEFORE.get(token.text.lower())):
            self.at += 1
            return raised(self.factor(depth + 1), power)
        if token.kind == "(":
            self.at += 1
            read = self.quotient(depth + 1)
            if self.peek().kind != ")":
                raise NotAUnitError
            self.at += 1
        else:
            read = [(self.name(), 1)]
        token = self.peek()
        if token.kind == "power":
            self.at += 1
            return raised(read, int(re.sub(r"[\^*{}\s]", "", token.text)))
        if token.kind == "word" and (power := BEHIND.get(token.text.lower())):
            self.at += 1
            return raised(read, power)
        return read

    def name(self) -> Readings:
        """The longest run of words that names one unit."""
        run: list[str] = []
        while self.at + len(run) < len(self.found) and len(run) < 2 and self.peek(len(run)).kind == "word":
            run.append(self.peek(len(run)).text)
        for length in range(len(run), 0, -1):
            if readings := named(run[:length]):
                self.at += length
                return readings
        raise NotAUnitError

    def peek(self, ahead: int = 0) -> Token:
        return self.found[self.at + ahead] if self.at + ahead < len(self.found) else Token("end", "")

    def means_per(self) -> bool:
        """`dollars an hour`: an article between two names, the second of them written out."""
        follows = self.peek(1)
        return self.peek().text in ("a", "an") and follows.kind == "word" and singular(follows.text) in NAMES


def raised(read: list[Factor], power: int) -> list[Factor]:
    if not power:
        raise NotAUnitError
    return [(readings, exponent * power) for readings, exponent in read]


def beside(before: list[Factor], read: list[Factor], token: Token) -> list[Factor]:
    """Two names with nothing but a gap between them are one product (`N m`, `kilowatt-hours`), or a sentence (`ft in`, `° N`)."""
    before[-1:], read = physical(before[-1:]), physical(read)
    kinds = {unit.dimension for readings, _ in read for unit in readings}
    if token.text == "in" or any(unit.dimension in kinds for unit in before[-1][0]):
        raise NotAUnitError
    return read


def physical(read: list[Factor]) -> list[Factor]:
    kept = [(tuple(unit for unit in readings if is_physical(unit)), exponent) for readings, exponent in read]
    if not all(readings for readings, _ in kept):
        raise NotAUnitError
    return kept


def is_physical(unit: Unit) -> bool:
    return not unit.offset and all(base in PHYSICAL for base, _ in unit.dimension)


def product(read: list[Factor]) -> Readings:
    if len(read) == 1 and read[0][1] == 1:
        return read[0][0]
    units: Readings = (Unit(Fraction(1), Fraction(0), (), ""),)
    for readings, power in read:
        units = distinct(joined(unit, other, power) for unit in units for other in readings if not other.offset)
    return units


def joined(unit: Unit, other: Unit, power: int) -> Unit:
    dimension = dict(unit.dimension)
    for base, exponent in other.dimension:
        dimension[base] = dimension.get(base, 0) + exponent * power
    name = other.name if power == 1 else f"{other.name}^{power}"
    return Unit(
        unit.scale * other.scale**power,
        Fraction(0),
        tuple(sorted((base, exponent) for base, exponent in dimension.items() if exponent)),
        f"{unit.name}·{name}" if unit.name else name,
    )


def distinct(units: Iterable[Unit]) -> Readings:
    kept: dict[tuple[Fraction, Fraction, tuple[tuple[str, int], ...]], Unit] = {}
    for unit in units:
        kept.setdefault((unit.scale, unit.offset, unit.dimension), unit)
    return tuple(kept.values())


def named(words: list[str]) -> Readings:
    """The readings of one or two words as the name of one unit; () if they are none."""
    if len(words) > 1:
        return PHRASES.get(phrase(words), ())
    word = words[0]
    if word in SYMBOLS:
        return SYMBOLS[word]
    if singular(word) in NAMES:
        return NAMES[singular(word)]
    if word in NOT_UNITS:
        return ()
    for prefix, (full, exponent) in PREFIXES.items():
        unit, allowed = METRIC_SYMBOLS.get(word.removeprefix(prefix), (None, ""))
        if word.startswith(prefix) and unit and prefix in allowed.split():
            return prefixed(unit, prefix, exponent)
        if word.lower().startswith(full) and (unit := METRIC_NAMES.get(singular(word)[len(full) :])):
            return prefixed(unit, prefix, exponent)
    return ()


def prefixed(unit: Unit, prefix: str, exponent: int) -> Readings:
    name = prefix + unit.name
    decimal = Unit(unit.scale * Fraction(10) ** exponent, Fraction(0), unit.dimension, name)
    if unit.dimension != (("information", 1),) or exponent <= 0 or exponent % 3:
        return (decimal,)
    return decimal, Unit(unit.scale * 1024 ** (exponent // 3), Fraction(0), unit.dimension, name)


def phrase(words: Iterable[str]) -> str:
    return " ".join("degree" if word in ("deg", "°") else singular(word) for word in words)


def singular(word: str) -> str:
    word = word.lower()
    if word in IRREGULAR:
        return IRREGULAR[word]
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith("ss") else word


def measure(name: str, scale: str | int | Fraction, *, offset: str | int | Fraction = 0, **dimension: int) -> Unit:
    return Unit(Fraction(scale), Fraction(offset), tuple(sorted(dimension.items())), name)


def money(name: str, currency: str, scale: str | int | Fraction = 1) -> Unit:
    return measure(name, scale, **{f"money:{currency}": 1})


PHYSICAL = frozenset({"length", "mass", "time", "temperature", "current", "substance", "luminosity", "information"})
BEFORE = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
BEHIND = {"squared": 2, "cubed": 3}
IRREGULAR = {"feet": "foot", "inches": "inch", "centuries": "century", "henries": "henry"}
PREFIXES = {
    "Y": ("yotta", 24),
    "Z": ("zetta", 21),
    "E": ("exa", 18),
    "P": ("peta", 15),
    "T": ("tera", 12),
    "G": ("giga", 9),
    "M": ("mega", 6),
    "k": ("kilo", 3),
    "K": ("kilo", 3),  # not SI, but nothing else begins so: KB, Km
    "h": ("hecto", 2),
    "da": ("deca", 1),
    "dk": ("deka", 1),  # the spelling of the word only
    "d": ("deci", -1),
    "c": ("centi", -2),
    "m": ("milli", -3),
    "μ": ("micro", -6),
    "u": ("micro", -6),
    "n": ("nano", -9),
    "p": ("pico", -12),
    "f": ("femto", -15),
    "a": ("atto", -18),
    "z": ("zepto", -21),
    "y": ("yocto", -24),
}
SMALL = "m μ u n p f"
METRIC = f"T G M k K h da d c {SMALL}"
LARGE_AND_SMALL = f"E P T G M k K {SMALL}"
DATA = "E P T G M k K"
NOT_UNITS = frozenset(("pH", "TV", "PC", "MS", "MT", "PS", "EV"))  # said far more often than picohenry and teravolt

SECOND, MINUTE, HOUR = measure("s", 1, time=1), measure("min", 60, time=1), measure("h", 3600, time=1)
METRE, GRAM, LITRE = measure("m", 1, length=1), measure("g", "0.001", mass=1), measure("L", "0.001", length=3)
FOOT, INCH, MILE = (
    measure("ft", "0.3048", length=1),
    measure("in", "0.0254", length=1),
    measure("mi", "1609.344", length=1),
)
POUND, OUNCE = measure("lb", "0.45359237", mass=1), measure("oz", "0.028349523125", mass=1)
POUND_FORCE = measure("lbf", POUND.scale * Fraction("9.80665"), length=1, mass=1, time=-2)
TONNE, TON = measure("t", 1000, mass=1), measure("ton", 2000 * POUND.scale, mass=1)
LONG_TON = measure("long ton", 2240 * POUND.scale, mass=1)
GALLON = measure("gal", Fraction("3.785411784") / 1000, length=3)
IMPERIAL_GALLON = measure("imp gal", Fraction("4.54609") / 1000, length=3)
FLUID_OUNCE = measure("fl oz", GALLON.scale / 128, length=3)
IMPERIAL_FLUID_OUNCE = measure("imp fl oz", IMPERIAL_GALLON.scale / 160, length=3)
KELVIN = measure("K", 1, temperature=1)
CELSIUS = measure("°C", 1, offset="273.15", temperature=1)
FAHRENHEIT = measure("°F", Fraction(5, 9), offset=Fraction(45967, 180), temperature=1)
DEGREE_OF_ANGLE, RADIAN = measure("°", 1, degree=1), measure("rad", 1, radian=1)
JOULE = measure("J", 1, length=2, mass=1, time=-2)
CALORIE = measure("cal", "4.184", length=2, mass=1, time=-2)
KILOCALORIE = measure("kcal", 4184, length=2, mass=1, time=-2)
PASCAL = measure("Pa", 1, length=-1, mass=1, time=-2)
VOLT = measure("V", 1, length=2, mass=1, time=-3, current=-1)
COULOMB, FARAD = measure("C", 1, current=1, time=1), measure("F", 1, length=-2, mass=-1, time=4, current=2)
BIT, BYTE = measure("bit", 1, information=1), measure("B", 8, information=1)
MONTH = measure("month", 1, month=1)
KNOT = measure("kn", Fraction(1852, 3600), length=1, time=-1)
DOLLAR, EURO, STERLING = money("$", "USD"), money("€", "EUR"), money("£", "GBP")
YEN, YUAN, RUPEE = money("¥", "JPY"), money("CN¥", "CNY"), money("₹", "INR")
CENTS = (money("¢", "USD", Fraction(1, 100)), money("euro cent", "EUR", Fraction(1, 100)))

# (unit, its names, its symbols, the prefixes of its symbols); its names take every prefix.
PREFIXABLE: tuple[tuple[Unit, str, str, str], ...] = (
    (METRE, "meter metre", "m", METRIC),
    (GRAM, "gram gramme", "g", METRIC),
    (LITRE, "liter litre", "L l", METRIC),
    (SECOND, "second", "s", SMALL),
    (TONNE, "tonne", "t", ""),
    (KELVIN, "kelvin", "K", SMALL),
    (measure("A", 1, current=1), "ampere amp", "A", LARGE_AND_SMALL),
    (measure("mol", 1, substance=1), "mole", "mol", LARGE_AND_SMALL),
    (measure("cd", 1, luminosity=1), "candela", "cd", LARGE_AND_SMALL),
    (measure("lm", 1, luminosity=1), "lumen", "lm", LARGE_AND_SMALL),
    (measure("lx", 1, luminosity=1, length=-2), "lux", "lx", LARGE_AND_SMALL),
    (measure("N", 1, length=1, mass=1, time=-2), "newton", "N", LARGE_AND_SMALL),
    (JOULE, "joule", "J", LARGE_AND_SMALL),
    (PASCAL, "pascal", "Pa", f"h {LARGE_AND_SMALL}"),
    (measure("bar", 100_000, length=-1, mass=1, time=-2), "bar", "bar", LARGE_AND_SMALL),
    (measure("W", 1, length=2, mass=1, time=-3), "watt", "W", LARGE_AND_SMALL),
    (measure("Wh", 3600, length=2, mass=1, time=-2), "", "Wh", LARGE_AND_SMALL),
    (CALORIE, "calorie", "cal", "k"),
    (measure("eV", Fraction("1.602176634") / 10**19, length=2, mass=1, time=-2), "electronvolt", "eV", LARGE_AND_SMALL),
    (VOLT, "volt", "V", LARGE_AND_SMALL),
    (COULOMB, "coulomb", "C", LARGE_AND_SMALL),
    (measure("Ah", 3600, current=1, time=1), "", "Ah", LARGE_AND_SMALL),
    (FARAD, "farad", "F", LARGE_AND_SMALL),
    (measure("Ω", 1, length=2, mass=1, time=-3, current=-2), "ohm", "Ω", LARGE_AND_SMALL),
    (measure("S", 1, length=-2, mass=-1, time=3, current=2), "siemens", "S", LARGE_AND_SMALL),
    (measure("T", 1, mass=1, time=-2, current=-1), "tesla", "T", LARGE_AND_SMALL),
    (measure("Wb", 1, length=2, mass=1, time=-2, current=-1), "weber", "Wb", LARGE_AND_SMALL),
    (measure("H", 1, length=2, mass=1, time=-2, current=-2), "henry", "H", LARGE_AND_SMALL),
    (measure("Hz", 1, time=-1), "hertz", "Hz", LARGE_AND_SMALL),
    (RADIAN, "radian", "rad", SMALL),
    (BYTE, "byte", "B", DATA),
    (BIT, "bit", "b", DATA),
    (measure("bit/s", 1, information=1, time=-1), "", "bps", DATA),
)
# (readings, names in any case, symbols as they are written)
OTHERS: tuple[tuple[Readings, str, str], ...] = (
    ((FOOT,), "foot ft", ""),
    ((INCH,), "inch", "in"),
    ((measure("yd", "0.9144", length=1),), "yard yd", ""),
    ((MILE,), "mile", "mi"),
    ((measure("nmi", 1852, length=1),), "nmi", ""),
    ((measure("μm", Fraction(1, 10**6), length=1),), "micron", ""),
    ((measure("Å", Fraction(1, 10**10), length=1),), "angstrom", ""),
    ((measure("ly", 9_460_730_472_580_800, length=1),), "lightyear", "ly"),
    ((measure("AU", 149_597_870_700, length=1),), "", "AU au"),
    ((measure("furlong", "201.168", length=1),), "furlong", ""),
    ((measure("fathom", "1.8288", length=1),), "fathom", ""),
    ((measure("km", 1000, length=1),), "km", ""),
    ((measure("cm", Fraction(1, 100), length=1),), "cm", ""),
    ((measure("acre", "4046.8564224", length=2),), "acre", ""),
    ((measure("ha", 10_000, length=2),), "hectare", "ha"),
    ((measure("ft^2", FOOT.scale**2, length=2),), "sqft", ""),
    ((measure("cm^3", Fraction(1, 10**6), length=3),), "", "cc"),
    ((GALLON, IMPERIAL_GALLON), "gallon gal", ""),
    (
        (measure("qt", GALLON.scale / 4, length=3), measure("imp qt", IMPERIAL_GALLON.scale / 4, length=3)),
        "quart",
        "qt",
    ),
    ((measure("pt", GALLON.scale / 8, length=3), measure("imp pt", IMPERIAL_GALLON.scale / 8, length=3)), "pint", ""),
    ((measure("cup", GALLON.scale / 16, length=3),), "cup", ""),
    ((measure("tbsp", GALLON.scale / 256, length=3),), "tablespoon tbsp", ""),
    ((measure("tsp", GALLON.scale / 768, length=3),), "teaspoon tsp", ""),
    ((measure("kg", 1, mass=1),), "kilo kg", ""),
    ((GRAM,), "gm", ""),
    ((POUND, STERLING, POUND_FORCE), "pound", ""),
    ((POUND, POUND_FORCE), "lb", ""),
    ((POUND_FORCE,), "lbf", ""),
    ((OUNCE, FLUID_OUNCE, IMPERIAL_FLUID_OUNCE), "ounce oz", ""),
    ((TON, TONNE, LONG_TON), "ton", ""),
    ((SECOND,), "sec", ""),
    ((MINUTE,), "minute min", ""),
    ((HOUR,), "hour hr", "h"),
    ((measure("day", 86_400, time=1),), "day", "d"),
    ((measure("week", 604_800, time=1),), "week wk", ""),
    ((measure("fortnight", 1_209_600, time=1),), "fortnight", ""),
    ((MONTH,), "month", ""),
    ((measure("year", 12, month=1),), "year yr", ""),
    ((measure("decade", 120, month=1),), "decade", ""),
    ((measure("century", 1200, month=1),), "century", ""),
    ((measure("km/h", Fraction(1000, 3600), length=1, time=-1),), "kph kmph kmh", ""),
    ((measure("mph", MILE.scale / 3600, length=1, time=-1),), "mph", ""),
    (
        (
            measure("mpg", MILE.scale / GALLON.scale, length=-2),
            measure("imp mpg", MILE.scale / IMPERIAL_GALLON.scale, length=-2),
        ),
        "mpg",
        "",
    ),
    ((KNOT,), "knot", "kn"),
    ((CELSIUS,), "celsius centigrade", ""),
    ((FAHRENHEIT,), "fahrenheit", ""),
    ((COULOMB, CELSIUS), "", "C"),
    ((FARAD, FAHRENHEIT), "", "F"),
    ((measure("kWh", 3_600_000, length=2, mass=1, time=-2),), "kwh", ""),
    ((DEGREE_OF_ANGLE, CELSIUS, FAHRENHEIT), "degree deg °", ""),
    ((measure("arcmin", Fraction(1, 60), degree=1),), "arcminute arcmin", ""),
    ((measure("arcsec", Fraction(1, 3600), degree=1),), "arcsecond arcsec", ""),
    ((measure("rev", 360, degree=1),), "revolution rev", ""),
    ((measure("rpm", 6, degree=1, time=-1),), "rpm", ""),
    ((CALORIE, KILOCALORIE), "calorie", "cal"),
    ((KILOCALORIE,), "", "Cal"),
    ((measure("Btu", "1055.05585262", length=2, mass=1, time=-2),), "btu", ""),
    ((measure("hp", 550 * FOOT.scale * POUND_FORCE.scale, length=2, mass=1, time=-3),), "horsepower hp", ""),
    ((measure("atm", 101_325, length=-1, mass=1, time=-2),), "atm atmosphere", ""),
    ((measure("Torr", Fraction(101_325, 760), length=-1, mass=1, time=-2),), "torr", ""),
    ((measure("mmHg", "133.322387415", length=-1, mass=1, time=-2),), "", "mmHg"),
    ((measure("psi", POUND_FORCE.scale / INCH.scale**2, length=-1, mass=1, time=-2),), "psi", ""),
    *(
        ((measure(f"{letter}iB", 8 * 1024**power, information=1),), "", f"{letter}iB")
        for power, letter in enumerate("KMGT", 1)
    ),
    ((measure("unit", 1, unit=1),), "unit", ""),
    ((DOLLAR,), "dollar buck usd $", ""),
    (CENTS, "cent ¢", ""),
    ((EURO,), "euro eur €", ""),
    ((STERLING,), "gbp £", ""),
    ((money("p", "GBP", Fraction(1, 100)),), "pence", ""),
    ((YEN, YUAN), "", "¥"),
    ((YEN,), "yen jpy", ""),
    ((YUAN,), "yuan rmb cny", ""),
    ((RUPEE,), "rupee inr ₹", "Rs"),
    ((money("₩", "KRW"),), "krw ₩", ""),
    ((money("₽", "RUB"),), "ruble rouble rub ₽", ""),
    ((money("C$", "CAD"),), "", "CAD"),
    ((money("A$", "AUD"),), "", "AUD"),
    ((money("CHF", "CHF"),), "", "CHF"),
)
TWO_WORDS: tuple[tuple[Readings, str], ...] = (
    ((CELSIUS,), "degree celsius, degree centigrade, degree c"),
    ((FAHRENHEIT,), "degree fahrenheit, degree f"),
    ((KELVIN,), "degree kelvin, degree k"),
    ((FLUID_OUNCE, IMPERIAL_FLUID_OUNCE), "fluid ounce, fl oz"),
    ((GALLON,), "us gallon"),
    ((IMPERIAL_GALLON,), "imperial gallon"),
    ((measure("nmi", 1852, length=1),), "nautical mile"),
    ((measure("ly", 9_460_730_472_580_800, length=1),), "light year"),
    ((measure("AU", 149_597_870_700, length=1),), "astronomical unit"),
    ((TONNE,), "metric ton"),
    ((TON,), "short ton"),
    ((LONG_TON,), "long ton"),
    ((measure("oz t", "0.0311034768", mass=1),), "troy ounce"),
    ((POUND_FORCE,), "pound force"),
    ((measure("ft·lbf", FOOT.scale * POUND_FORCE.scale, length=2, mass=1, time=-2),), "foot pound, ft lb"),
    ((STERLING,), "pound sterling"),
    ((DOLLAR,), "us dollar, us $, american dollar"),
    ((money("C$", "CAD"),), "canadian dollar"),
    ((money("A$", "AUD"),), "australian dollar"),
    ((money("euro cent", "EUR", Fraction(1, 100)),), "euro cent"),
)
METRIC_NAMES = {singular(name): unit for unit, names, _, _ in PREFIXABLE for name in names.split()}
METRIC_SYMBOLS = {symbol: (unit, allowed) for unit, _, symbols, allowed in PREFIXABLE for symbol in symbols.split()}
NAMES: dict[str, Readings] = {name: (unit,) for name, unit in METRIC_NAMES.items()} | {
    singular(name): readings for readings, names, _ in OTHERS for name in names.split()
}
SYMBOLS: dict[str, Readings] = {symbol: (unit,) for symbol, (unit, _) in METRIC_SYMBOLS.items() if symbol != "b"} | {
    symbol: readings for readings, _, symbols in OTHERS for symbol in symbols.split()
}
PHRASES = {phrase(name.split()): readings for readings, names in TWO_WORDS for name in names.split(",")}
