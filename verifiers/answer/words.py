"""The English words that change what an answer commits to: hedges, negations, corrections, scales and units."""

from __future__ import annotations

import re
from functools import lru_cache


def vocabulary(text: str, separator: str | None = None) -> frozenset[str]:
    return frozenset(text.split(separator))


WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
HEDGES = vocabulary(
    "maybe perhaps possibly probably either might could guess guessing approximately roughly around unsure uncertain"
)
# Said before any number, these leave it uncommitted; the other hedges may be about something else ("around the track").
SURE_HEDGES = vocabulary("maybe perhaps possibly probably might guess guessing unsure uncertain")
NEGATIONS = vocabulary(
    "not never isn't isnt wasn't doesn't cannot can't won't couldn't wouldn't don't neither nor doubt unlikely except"
)
PLACEHOLDERS = vocabulary(
    "answer|your answer|your answer here|the answer|final answer|your final answer|result|the result|final result|number|"
    "value|solution|insert answer here|placeholder|todo|tbd|n/a|na|x.xx|blank|unknown",
    separator="|",
)

# A number followed by one of these is another number, or no number at all: they are never read as a unit.
NEVER_A_UNIT = (
    vocabulary(
        "hundred hundreds thousand thousands million millions billion billions trillion trillions lakh lakhs crore crores ten "
        "tens hundredth hundredths thousandth thousandths tenth tenths half halves third thirds quarter quarters fifth fifths "
        "dozen dozens gross score scores pair pairs couple couples trio double triple twice k m mn mm bn b t c e i pi tau "
        "percent percentage percents percentile pct points bps times plus minus over divided multiplied squared cubed power "
        "factorial choose mod modulo base root more less fewer greater smaller than from to through until between by about "
        "least most or and but if unless without only just nearly almost exactly zero one two three four five six seven eight "
        "nine eleven twelve hex hexadecimal binary octal infinity negative positive remainder cent cents penny pennies nickel "
        "nickels dime dimes degree degrees radian radians grand grands doubles triples quadruples halves squares cubes off wrong "
        "mistake error opposite sum difference product"
    )
    | HEDGES
    | NEGATIONS
)

SUPPOSED = vocabulary(
    "if whether suppose supposing assume assuming imagine unless says say said claims claim claimed key hint"
)
# Words that make a sentence of a number and its neighbours: "18 is too small" names no unit.
VERBS = vocabulary("is are was were has have too wrong false")

# Words that may stand between a number and its unit without naming one.
FILLERS = vocabulary("a an the of in per each every for on all total altogether his her their its")

DOLLARS = vocabulary("dollar dollars usd buck bucks")

# A measure is believed only where the problem speaks of it and of no other: "90 minutes" is not "90 hours".
MEASURES = vocabulary(
    "second minute hour day week fortnight month year decade century millimeter centimeter meter kilometer millimetre "
    "centimetre metre kilometre inch inche inches foot feet yard mile acre hectare gram kilogram milligram pound ounce ton "
    "tonne liter litre milliliter millilitre gallon quart pint cup mph kph kmh km cm mg kg g lb lbs oz ml l ft yd mi hr hrs "
    "h min mins sec secs s celsius fahrenheit kelvin watt kilowatt volt amp joule calorie kilocalorie euro yen rupee peso "
    "square cubic"
)

# Text with one of these may name a number without a digit, so it is not certainly another answer.
SPELT_NUMBERS = re.compile(
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundred|thousand|million|billion|trillion|dozen|score|half|third|quarter|once|twice|thrice|none|nil|nothing|"
    r"nobody|no|single|pair|couple|both|unity|googol|infinity|pi|e|i)\b|^[ivxlcdm]+$",
    re.IGNORECASE,
)


IRREGULAR_PLURALS = vocabulary("people children men women feet teeth geese mice fish sheep deer")

# What an earlier answer must be called before a later one may replace it; anything milder leaves both standing.
CORRECTED = re.compile(
    r"^\W*(?:is|was) (?:wrong|incorrect|not right|not correct|an? (?:mistake|error|slip))\b(?! (?:if|only|when|unless|according))|"
    r"\b(?:scratch that|correction:|correct(?:ed)? (?:final )?answer (?:is|should)|i was wrong|"
    r"i made an? (?:[a-z]+ )?(?:mistake|error|slip)|i (?:misread|forgot|miscounted|miscalculated|mis-?added|overlooked|missed)|"
    r"(?:that|this|it|which|answer|result|value)(?:'s| is| was) "
    r"(?:wrong|incorrect|not right|not correct|an? (?:mistake|error|slip)))\b(?! (?:if|only|when|unless|according))"
)
# A retraction is certain only as the next thing that is said: later on it may be about something else.
RETRACTED = re.compile(
    r"[\s.,;!:)$*—–-]*(?:(?:wait|hmm+|oops|no|actually|sorry|but|hold on)\b[\s,.!…—-]*)*"
    r"(?:scratch that|disregard (?:that|this|it)|i retract|i was wrong\s*(?:[.!]|$)|i made an? (?:mistake|error|slip)\s*(?:[.!]|$)|"
    r"(?:(?:that|this|it)(?:'s| is| was| must be)|is|was) (?:all )?"
    r"(?:(?:wrong|incorrect|false|not right|not correct|an? (?:mistake|error|slip|guess))|(?:just|only) a guess)\s*(?:[.!,]|$)|"
    r"(?:that|this|it) (?:isn't|can't be|cannot be) (?:right|correct)\s*(?:[.!,]|$)|just (?:kidding|guessing)\b)"
)
DISCLAIMER = re.compile(
    r"\b(?:(?:i|we) (?:can(?:not|'t)|could(?: not|n't)|do(?: not|n't) (?:know|have|think)|am not|give up|have no|guess|am guess|"
    r"will guess|failed|am unable)|i'm (?:not|guess|un)|i'll guess|not sure|unsure|no idea|a guess|guessing|wild guess|"
    r"(?:can(?:not|'t)|unable to|not possible to|impossible to) "
    r"(?:solve|answer|determine|say|tell|be (?:solved|answered|determined)))"
)

# The only words that may follow an answer, besides the problem's own.
AFTERWARDS = vocabulary(
    "is are was the a an answer final result solution correct right hope it this that which i we have our my in as so therefore "
    "thus hence because since of to for by and from total altogether all required desired requested be will he she they him her "
    "his their them its done solved qed thank thanks you with at on after before has had there remaining left equals gives"
)


def words(text: str) -> list[str]:
    """The words of a text, lower case, apostrophes kept and straightened."""
    return WORD.findall(text.lower().replace("’", "'"))


def singular(word: str) -> str:
    """A crude stem, the same for "box" and "boxes", "berry" and "berries"."""
    for ending, stem in (
        ("ies", "y"),
        ("sses", "ss"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("ss", "ss"),
        ("s", ""),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + stem
    return word


@lru_cache(512)
def own_words(prompt: str) -> frozenset[str]:
    """The problem's own words, as far as they do not change a value."""
    return frozenset(singular(word) for word in words(prompt) if len(word) > 1 and not changes(word))


def changes(word: str) -> bool:
    return word in NEVER_A_UNIT or word in VERBS or bool(SPELT_NUMBERS.fullmatch(word)) or word in SUPPOSED
