r"""What an answer says around its value: "The area is 5", "only n = 6", "x = k\pi, where k is any integer".

Tried only where the answer as it stands is not settled. Words are taken away when they name nothing, or what the problem asks
for, or say over what a letter ranges; words that deny, hedge, scale or bound a value never are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from verifiers.answer.kinds import nothing_of
from verifiers.answer.spans import region_in_words
from verifiers.answer.words import HEDGES, NEGATIONS, own_words, singular, vocabulary

MAX_QUESTION = 1000  # characters at the end of a problem in which its question is looked for
MAX_PHRASE = 400  # characters; what is longer is no phrase around a value
WORDS = re.compile(r"[A-Za-z][A-Za-z'’-]*")
WRAPPED = re.compile(r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|operatorname|emph)\s*\{([^{}]*)\}")
SPACING = re.compile(r"\\(?:quad|qquad)(?![A-Za-z])|\\[,;:! ]|~|\s+")
LEAD = re.compile(r"(?:(?:[A-Za-z][A-Za-z'’-]+|a|A(?= [a-z]{3}))(?:\s*[:,]\s*|\s+))+")
VALUE = re.compile(r"[-+]?[\d$\\({\[|.]|[A-Za-z](?![A-Za-z'’])")
# These name nothing by themselves; any other word before a value has to be what the problem asks for.
PLAIN = vocabulary(
    "so thus hence therefore then the a an of to for our is are was were be equals equal value values answer answers number "
    "numbers result results solution solutions required desired requested only such possible total final there it this these we "
    "get have obtain find that exactly simply just pair pairs ordered triple triples set two three person people option choice "
    "correct right unique all"
)
NOUNS = vocabulary("statement function claim figure shape day month colour color letter word name")
SAME = {
    "max": "maximum",
    "largest": "maximum",
    "greatest": "maximum",
    "min": "minimum",
    "smallest": "minimum",
    "least": "minimum",
}
ASK = re.compile(
    r"\b(?:find|determine|compute|calculate|evaluate|what(?:'s| is| are| was| were)|how (?:many|much)|which|who|identify)\b",
    re.IGNORECASE,
)
ASK_END = re.compile(r"[.?!;:](?=\s|$)")
# With one of these the value is another one, a bound, or not committed to.
CHANGING = (
    HEDGES
    | NEGATIONS
    | vocabulary(
        "wrong incorrect false half twice double triple thrice third quarter root other opposite reciprocal negative inverse about "
        "nearly almost than between under over up below above most no none without excluding but or if unless remaining rest "
        "another previous next would should minus plus times squared cubed thousand million billion hundred dozen per"
    )
)
PLACES = vocabulary("next previous other remaining between")  # may be what the problem asks for
NAMED = re.compile(r"(\\?[A-Za-z](?:_\{?\w\}?)?) (?:is|are|equals) ")  # "the largest n is 34"
ANSWERED = re.compile(
    r" is (?:the|our|my) (?:(?:final|only|desired|required|correct) )?(?:solution|answer|result|solution set)$"
)
BOUNDS = re.compile(r"\bat (?:least|most)\b", re.IGNORECASE)
FUNCTIONS = vocabulary("sin cos tan cot sec csc ln log exp sqrt arcsin arccos arctan binom gcd lcm max min det")

NUMBERS = r"(?:numbers?|integers?|reals?|values?|constants?|rationals?)"
NAMED_SET = (
    r"(?:\\(?:mathbb|Bbb|mathbf)\s*\{?\s*(?P<set>[ZNQRC])\s*\}?|(?P<sign>[ℤℕℚℝℂ]))\s*"
    r"(?P<plus>\^\s*\{?\s*\+\s*\}?|_\{?\s*(?:>\s*0|\+)\s*\}?)?"
)
SORT = r"(?P<sort>(?:(?:arbitrary|fixed|real|rational|complex|positive|non-?negative|natural|whole)\s+)*)"
LETTER = r"(?P<letter>\\?[A-Za-z]+(?:_\{?\w\}?)?)"
RIDERS = tuple(
    re.compile(rf"[\s,;:(]*(?:{pattern})[\s).,]*$")
    for pattern in (
        rf"(?:\\forall|∀|for\s+(?:all|any|every|each))\s*{LETTER}(?:\s*(?:\\in|∈)\s*{NAMED_SET})?",
        rf"(?:where|with|for|and)?\s*{LETTER}\s*(?:\\in|∈)\s*{NAMED_SET}",
        rf"(?:where|with|for|and)\s+{LETTER}\s+(?:(?:is|being|denotes)\s+)?(?:an?\s+|any\s+|some\s+)?{SORT}(?P<noun>{NUMBERS})",
        rf"for\s+(?:all|any|every|each|(?P<some>some))\s+{SORT}(?P<noun>{NUMBERS})?\s*{LETTER}\s*(?:\\in|∈)\s*{NAMED_SET}",
        rf"for\s+(?:all|any|every|each|(?P<some>some))?\s*{SORT}(?P<noun>{NUMBERS})?\s*(?:of\s+)?{LETTER}?",
    )
)
SIGNS = {"ℤ": "Z", "ℕ": "N", "ℚ": "Q", "ℝ": "R", "ℂ": "C"}


def cores(text: str, prompt: str) -> Iterator[str]:
    """What is left without the words around it, the likelier reading first; nothing when there are none."""
    if len(text) > MAX_PHRASE or not any(map(str.isalpha, text)):
        return
    flat = ANSWERED.sub("", EVERYWHERE.sub("", flattened(text)))
    if family := family_in_words(flat):
        yield family
    if value := remainder(flat, prompt):
        yield value
    if region := region_in_words(flat):
        yield region
    if (sentence := SENTENCE.fullmatch(flat)) and is_plain(sentence[1], prompt):
        yield sentence[2]
    bare = unled(flat, prompt)
    for left in dict.fromkeys((bare, flat)):
        yield from filter(None, reversed(unridden(left, prompt)))
    if bare != flattened(text):
        yield bare


SIGN = r"(?P<sign>positive|non-?negative|negative|natural)?"
INTEGERS = r"(?:integers?|numbers?|naturals?|values?)"
ALL = rf"(?:(?:all|every|any|each|the|set of)\s+)*{SIGN}\s*"
PARITY = r"(?P<parity>odd|even)"
STEP = r"(?P<step>\d{1,9})"
FAMILIES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{ALL}{PARITY}\s*(?P<after>positive|natural|non-?negative)?\s*{INTEGERS}(?:\s+(?:of\s+)?[a-z])?",
        rf"{ALL}(?:integer\s+)?multiples?\s+of\s+{STEP}",
        rf"{ALL}{INTEGERS}?\s*[a-z]?\s*(?:(?:that|which|is|are)\s+)*divisible\s+by\s+{STEP}",
        rf"{STEP}\s*(?:\\mid|\||∣)\s*[a-z]",
        rf"[a-z]\s+(?:(?:must be|is)\s+)?(?:an?\s+)?{SIGN}\s*{PARITY}(?:\s+{INTEGERS})?",
        rf"(?:all|every|any|each)\s+{SIGN}\s*integers?(?:\s+(?:of\s+)?[a-z])?",
        r"[a-z]\s*\\in\s*\\mathbb\s*\{?Z\}?",
    )
)
RESIDUE = re.compile(
    r"(?P<left>[^=<>]{1,60}?)\s*(?:\\equiv|≡)\s*(?P<starts>-?\d{1,9}(?:\s*(?:,|or|and)\s*-?\d{1,9})*)\s*"
    r"[({]?\s*(?:\\pmod|\\bmod|\\mod|mod)\s*\{?\s*(?P<step>\d{1,9})\s*[})]*"
)


def family_in_words(flat: str) -> str:
    r"""`2k+1, k \in \mathbb{Z}` for "all odd integers n"; "" for what says no such thing."""
    if residue := RESIDUE.fullmatch(flat):
        starts = re.findall(r"-?\d+", residue["starts"])
        name = residue["left"].strip()
        return f"{name} = {progressions(starts, residue['step'], 'Z')}" if re.fullmatch(r"[a-z]", name) else ""
    for family in FAMILIES:
        if match := family.fullmatch(flat):
            said = match.groupdict()
            sign = (said.get("sign") or said.get("after") or "").lower()
            step = said.get("step") or ("2" if said.get("parity") else "1")
            start = "1" if (said.get("parity") or "").lower() == "odd" else "0"
            return progressions([start], step, {"": "Z", "positive": "M", "natural": "M"}.get(sign, "Q"))
    return ""


def progressions(starts: Sequence[str], step: str, domain: str) -> str:
    members = ", ".join(f"({start})+{step}k" for start in starts)
    return rf"{members}, k \in \mathbb{{{domain}}}"


def remainder(flat: str, prompt: str) -> str:
    """The remainder in `7^{100} \\equiv 1 \\pmod 5`, where the problem asks for just that."""
    residue = RESIDUE.fullmatch(flat)
    if residue is None or "remainder" not in prompt.lower() or "\\not" in residue["left"]:
        return ""
    left, bare = (re.sub(r"[\s{}$]", "", text) for text in (residue["left"], prompt))
    known = left in bare and re.search(rf"(?<!\d){residue['step']}(?!\d)", prompt)
    small = residue["starts"].isdecimal() and int(residue["starts"]) < int(residue["step"])
    return residue["starts"] if known and small else ""


EVERYWHERE = re.compile(r"\s*\b(?:for )?(?:all|every|any) (?:real )?[a-z](?=\s*[,;]|\s+(?:and|or)\b)")


def flattened(text: str) -> str:
    for _ in range(3):
        text = WRAPPED.sub(r" \1 ", text)
    text = SPACING.sub(" ", text.replace("$", " ").replace("\\(", " ").replace("\\)", " ").replace("**", " "))
    return " ".join(text.split()).strip(" .")


def unled(flat: str, prompt: str) -> str:
    """Without the words before the value, if they name nothing, or what the problem asks for."""
    lead = LEAD.match(flat)
    if lead is None or BOUNDS.search(lead[0]):
        return flat
    said = [word.lower() for word in WORDS.findall(lead[0])]
    if any((word in CHANGING and word not in PLACES) or word in FUNCTIONS for word in said):
        return flat
    if not is_asked_for(said, prompt):
        return flat
    rest = flat[lead.end() :].lstrip(" :,=")
    if named := NAMED.match(rest):
        if prompt and not re.search(rf"(?<![A-Za-z]){re.escape(named[1])}(?![A-Za-z])", asked_text(prompt)):
            return flat
        rest = rest[named.end() :]
    return rest if VALUE.match(rest) else flat


def is_plain(lead: str, prompt: str) -> bool:
    """ "The statement is", "so the series is": one noun at most, of the problem's own or for any problem."""
    named = [word for word in WORDS.findall(lead.lower()) if word not in PLAIN]
    return (
        len(named) < 2
        and all(word in NOUNS or singular(word) in own_words(prompt) for word in named)
        and not set(named) & CHANGING
    )


def is_asked_for(said: Sequence[str], prompt: str) -> bool:
    """Whether words name nothing, or what the problem asks for: they begin as its question does, and say no more."""
    named = [meant(word) for word in said if word not in PLAIN]
    asked = asked_words(prompt)
    return not named or (bool(asked) and named[0] == asked[0] and set(named) <= set(asked))


def asked_text(prompt: str) -> str:
    """What follows the last "find" or "what is"; nothing where more than one thing is asked for."""
    text = question(prompt)
    return "" if re.search(r"\band\b", text) else text


@lru_cache(512)
def question(prompt: str) -> str:
    """What follows the last "find" or "what is", to the end of its sentence."""
    prompt = prompt[-MAX_QUESTION:]
    asks = list(ASK.finditer(prompt))
    if not asks:
        return ""
    end = ASK_END.search(prompt, asks[-1].end())
    return prompt[asks[-1].end() : end.start() if end else len(prompt)]


@lru_cache(512)
def asked_words(prompt: str) -> tuple[str, ...]:
    text = re.sub(r"\$[^$]*\$|\\[A-Za-z]+", " ", asked_text(prompt)).lower()
    return tuple(meant(word) for word in WORDS.findall(text) if word not in PLAIN)


def meant(word: str) -> str:
    return SAME.get(word, singular(word))


SENTENCE = re.compile(
    r"((?:(?:so|thus|hence|therefore),? )?(?:the|this|that|these|it|our|my) (?:[A-Za-z'-]+ ){0,6}?(?:is|are|was|were)) "
    r"(?:an? |the )?([^.\\\d]+)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z$\\*])|(?<=;)\s+")
CONCLUSION = re.compile(r"^(?:so|thus|hence|therefore|then|consequently),?\s+", re.IGNORECASE)
OPTION = re.compile(
    r"(?:(?:so|thus|hence|therefore),? )?(?:(?:the )?(?:option|choice) \**\(?([A-J])\)?\** is (?:the )?(?:correct|right)"
    r"(?: one| answer| option| choice)?|(?:the )?correct (?:option|choice|answer) is:? \**\(?([A-J])\)?\**)\.?",
    re.IGNORECASE,
)
# Said before a sentence, these leave it open whether it states the answer.
SUPPOSING = re.compile(
    r"\b(?:cases?|if|assum\w+|suppos\w+|contradiction|otherwise|unless|guess\w*|claims?|says?|not|false|wrong)\b",
    re.IGNORECASE,
)
STATING = vocabulary("is are was were equals be to that get obtain find have")
LAST_WORD = re.compile(r"([A-Za-z]+)[\s:,=]*$")
BOLD = re.compile(r"\b(?:is|are|was|were)\s*:?\s*(?:\*\*|__)([^*_\n]{1,80})(?:\*\*|__)[\s.]*$")


def statement(line: str, prompt: str) -> str:
    """The value of "The number of ways is **120**.", of what the problem asks for; "" for any other sentence."""
    sentences = SENTENCE_END.split(line)
    before, line = " ".join(sentences[:-1]), sentences[-1]
    if any(statement(each, prompt) for each in sentences[:-1]):
        return ""  # two of them
    if len(line) > MAX_PHRASE or SUPPOSING.search(before) or SUPPOSING.search(line):
        return ""
    if option := OPTION.fullmatch(line.strip()):
        return (option[1] or option[2]).upper()
    flat = flattened(line)
    if nothing_of(CONCLUSION.sub("", flat)):
        return CONCLUSION.sub("", flat)
    bold = BOLD.search(line)
    if bold and unled(f"{flattened(line[: bold.start(1)])} 0", prompt) == "0":
        return bold[1]
    bare = unled(flat, prompt)
    said = LAST_WORD.search(flat[: len(flat) - len(bare)])
    return bare if said and said[1].lower() in STATING else ""


def over_numbers(text: str) -> bool:
    """Whether a text says over which numbers its letters range."""
    return len(text) <= MAX_PHRASE and any(unridden(flattened(text), ""))


def unridden(text: str, prompt: str) -> tuple[str, str]:
    """Without what says over which numbers a letter ranges, as far as that restricts nothing; and with integers for its range.

    Either is empty where it is no reading.
    """
    for rider in RIDERS:
        match = rider.search(text)
        rest = text[: match.start()].rstrip(" ,;:(") if match else ""
        if match is None or not rest or not match[0].strip(" ,;:().") or rest.count("(") > rest.count(")"):
            continue
        found = {name: value or "" for name, value in match.groupdict().items()}
        letter, named = found.get("letter", ""), found.get("set", "") or SIGNS.get(found.get("sign", ""), "")
        said = {*found.get("sort", "").split(), found.get("noun", "").removesuffix("s")}
        if found.get("some") and "constant" not in said:
            continue
        positive = "positive" in said or bool(found.get("plus"))
        if named in ("Z", "N") or said & {"integer", "natural", "whole"}:
            domain = (
                "P"
                if positive
                else "N"
                if named == "N" or said & {"natural", "whole", "nonnegative", "non-negative"}
                else "Z"
            )
            over = rf"{rest}, {letter} \in \mathbb{{{domain}}}" if letter else ""
            return rest if f"({letter})" in rest and INTEGRAL.search(prompt) else "", over
        if positive or said & {"nonnegative", "non-negative"}:
            continue
        wider = {"Q": "rational", "C": "complex"}
        kind = wider.get(named) or next((each for each in wider.values() if each in said), "")
        return (rest if not kind or kind in prompt.lower() or rf"\mathbb{{{kind[0].upper()}}}" in prompt else ""), ""
    return "", ""


INTEGRAL = re.compile(r"integer|natural|\\mathbb\s*\{?\s*[ZN]|\\Z\b")
