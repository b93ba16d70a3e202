r"""What an answer says around its value: "The area is 5", "only n = 6", "x = k\pi, where k is any integer".

Tried only where the answer as it stands is not settled. Words are taken away when they are the problem's own, or name what is
asked for, or say over what a letter ranges; words that deny, hedge, scale or bound a value never are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifiers.answer.kinds import nothing_of
from verifiers.answer.spans import region_in_words
from verifiers.answer.words import HEDGES, NEGATIONS, own_words, singular, vocabulary

MAX_PHRASE = 400  # characters; what is longer is no phrase around a value
WRAPPED = re.compile(r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|operatorname|emph)\s*\{([^{}]*)\}")
SPACING = re.compile(r"\\(?:quad|qquad)(?![A-Za-z])|\\[,;:! ]|~|\s+")
LEAD = re.compile(r"(?:(?:[A-Za-z][A-Za-z'’-]+|[Aa])(?:\s*[:,]\s*|\s+))+")
VALUE = re.compile(r"[-+]?[\d$\\({\[|.]|[A-Za-z](?![A-Za-z'’])")
GENERIC = vocabulary(
    "so thus hence therefore then the a an of to in for our is are was were be equals equal value values answer answers number "
    "numbers result results solution solutions required desired requested maximum minimum max min largest smallest greatest only "
    "such possible total final there it this these they we get have obtain find gives give that exactly "
    "simply just given pair pairs ordered triple triples set two three person people option choice correct right term terms "
    "function functions identity statement letter day month year colour color name shape winner figure slope type following word "
    "measure length amount quantity probability average mean"
)
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
NAMED = re.compile(r"^\\?[A-Za-z](?:_\{?\w\}?)? (?:is|are|equals) ")  # "the largest n is 34"
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
        rf"(?:\\forall|∀|for\s+(?:all|any|every|each|some))\s*{LETTER}(?:\s*(?:\\in|∈)\s*{NAMED_SET})?",
        rf"(?:where|with|for|and)?\s*{LETTER}\s*(?:\\in|∈)\s*{NAMED_SET}",
        rf"(?:where|with|for|and)\s+{LETTER}\s+(?:(?:is|being|denotes)\s+)?(?:an?\s+|any\s+|some\s+)?{SORT}(?P<noun>{NUMBERS})",
        rf"for\s+(?:all|any|every|each|some)\s+{SORT}(?P<noun>{NUMBERS})?\s*{LETTER}\s*(?:\\in|∈)\s*{NAMED_SET}",
        rf"for\s+(?:all|any|every|each|some)?\s*{SORT}(?P<noun>{NUMBERS})?\s*(?:of\s+)?{LETTER}?",
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
    if value := right_side(flat, prompt):
        yield value
    if region := region_in_words(flat):
        yield region
    if (sentence := SENTENCE.fullmatch(flat)) and unled(f"{sentence[1]} 0", prompt) == "0":
        yield sentence[2]
    bare = unled(flat, prompt)
    for left in dict.fromkeys((bare, flat)):
        without, over = unridden(left)
        if over:
            yield f"{without}, {over}"
        if without != left:
            yield without
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
        return progressions(starts, residue["step"], "Z") if re.fullmatch(r"[a-z]", residue["left"]) else ""
    for family in FAMILIES:
        if match := family.fullmatch(flat):
            said = match.groupdict()
            sign = (said.get("sign") or said.get("after") or "").lower()
            step = said.get("step") or ("2" if said.get("parity") else "1")
            start = "1" if (said.get("parity") or "").lower() == "odd" else "0"
            # From which member on "positive" begins is for the problem to say: such a family is only itself.
            return progressions([start], step, {"": "Z", "positive": "M", "natural": "M"}.get(sign, "Q"))
    return ""


def progressions(starts: Sequence[str], step: str, domain: str) -> str:
    members = ", ".join(f"({start})+{step}k" for start in starts)
    return rf"{members}, k \in \mathbb{{{domain}}}"


NOTATION = re.compile(
    r"\\(?:int|iint|oint|sum|prod|lim|det|angle|measuredangle|Pr|overline|left\s*[|(]|operatorname|mathbb\s*\{?\s*[PE])(?![A-Za-z])|"
    r"(?:P|Pr|E|Var|Cov|[nN])\s*[(\[]|\[[A-Z]{3,}\]"
)


RELATION = re.compile(r"[<>≤≥≠≈]|\\(?:le|ge|ne|approx)q?(?![A-Za-z])")


def right_side(flat: str, prompt: str) -> str:
    """The value in `\\int_0^1 x dx = 1/2`, `P(sum = 7) = 1/6`, and the remainder in `7^{100} ≡ 1 (mod 5)`."""
    if residue := RESIDUE.fullmatch(flat):
        starts = residue["starts"]
        small = starts.isdecimal() and int(starts) < int(residue["step"])
        return starts if small and "remainder" in prompt.lower() else ""
    left, equals, value = flat.rpartition("=")
    if (
        not equals
        or not NOTATION.match(left)
        or any(sign in left for sign in "<>≤≥≠≈")
        or re.search(r"\\(?:le|ge|ne|approx)q?\b", left)
    ):
        return ""
    unclosed = any(left.count(opening) != left.count(closing) for opening, closing in ("()", "{}", "[]"))
    return "" if unclosed else value.strip()


EVERYWHERE = re.compile(r"\s*\b(?:for )?(?:all|every|any) (?:real )?[a-z](?=\s*[,;]|\s+(?:and|or)\b)")


def flattened(text: str) -> str:
    for _ in range(3):
        text = WRAPPED.sub(r" \1 ", text)
    return SPACING.sub(" ", text.replace("$", " ").replace("\\(", " ").replace("\\)", " ").replace("**", " ")).strip(
        " ."
    )


def unled(flat: str, prompt: str) -> str:
    """Without the words before the value, if they are the problem's or name what is asked for."""
    lead = LEAD.match(flat)
    if lead is None or BOUNDS.search(lead[0]):
        return flat
    at, known = 0, own_words(prompt)
    for word in re.finditer(r"[A-Za-z][A-Za-z'’-]*", lead[0]):
        low = word[0].lower()
        if (low in CHANGING and not (low in PLACES and low in known)) or low in FUNCTIONS:
            return flat
        if low not in GENERIC and singular(low) not in known:
            return flat
        at = word.end()
    rest = NAMED.sub("", flat[at:].lstrip(" :,="))
    return rest if VALUE.match(rest) else flat


SENTENCE = re.compile(
    r"((?:(?:so|thus|hence|therefore),? )?(?:the|this|that|these|it|our|my) (?:[A-Za-z'-]+ ){0,6}?(?:is|are|was|were)) "
    r"(?:an? |the )?([^.\\\d]+)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z$\\*])|(?<=;)\s+")
CONCLUSION = re.compile(r"^(?:so|thus|hence|therefore|then|consequently),?\s+", re.IGNORECASE)
OPTION = re.compile(
    r"\b(?:option|choice|answer)\s*\**\(?([A-J])\)?\**\s+is\s+(?:the\s+)?(?:correct|right)\b(?! (?:if|unless|only))|"
    r"\bcorrect (?:option|choice) is:?\s*\**\(?([A-J])\)?\**\.?$"
)
STATING = vocabulary("is are was were equals be to that get obtain find have")
LAST_WORD = re.compile(r"([A-Za-z]+)[\s:,=]*$")
BOLD = re.compile(r"\b(?:is|are|was|were)\s*:?\s*(?:\*\*|__)([^*_\n]{1,80})(?:\*\*|__)[\s.]*$")


def statement(line: str, prompt: str) -> str:
    """The value of "The number of ways is **120**.", in words of the problem's own; "" for any other sentence."""
    line = SENTENCE_END.split(line)[-1]
    if len(line) > MAX_PHRASE:
        return ""
    if option := OPTION.search(line):
        return option[1] or option[2]
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
    flat = flattened(text)
    return len(text) <= MAX_PHRASE and unridden(flat)[0] != flat


def unridden(text: str) -> tuple[str, str]:
    """Without what says over which numbers a letter ranges; and that, if they are integers."""
    for rider in RIDERS:
        match = rider.search(text)
        if match is None or not match[0].strip(" ,;:().") or not text[: match.start()].strip():
            continue
        found = match.groupdict()
        sort = f"{found.get('sort') or ''} {found.get('noun') or ''}".lower()
        positive = "positive" in sort or bool(found.get("plus"))
        rest, letter = text[: match.start()].rstrip(" ,;:("), found.get("letter") or ""
        if rest.count("(") > text.count(")", match.start()) + rest.count(")"):
            continue
        named = found.get("set") or SIGNS.get(found.get("sign") or "", "")
        if named in ("Z", "N") or any(word in sort for word in ("integer", "natural", "whole")):
            kind = (
                "P"
                if positive
                else "N"
                if named == "N" or "natural" in sort or "whole" in sort or "negative" in sort
                else "Z"
            )
            return rest, rf"{letter} \in \mathbb{{{kind}}}" if letter else ""
        if positive or "negative" in sort:
            continue
        return rest, ""
    return text, ""
