"""Whether a committed text is the reference: read as the reference's kind wants it, then compared part by part.

Where a text has two usual readings (`1/2x`, `1,234` in brackets, `5 m`) and they lead to different decisions, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache, partial
from itertools import permutations

from flint import arb, fmpq

from verifiers.answer.balls import PRECISIONS, NoBall, ball, known
from verifiers.answer.calendar import read_date, read_time, same_date, same_time
from verifiers.answer.equality import Settled, Solver, less, same_value, unsolved
from verifiers.answer.exact import TooLarge, Undefined
from verifiers.answer.families import family_of, same_family
from verifiers.answer.grammar import Style, parse
from verifiers.answer.kinds import (
    CHOICE,
    EVERYTHING,
    YES,
    Reference,
    kind_of,
    nothing_of,
    ratio_of,
    reference_of,
    undressed,
    words_of,
)
from verifiers.answer.normal import Field, NoNormalForm, evaluated, lower, renew
from verifiers.answer.nouns import not_a_unit
from verifiers.answer.phrasing import CHANGING, cores, flattened, is_asked_for, question
from verifiers.answer.quantities import same_quantity
from verifiers.answer.regions import NoRegion, region_of, same_region
from verifiers.answer.signs import both as both_signs
from verifiers.answer.signs import count_of_signs, expanded
from verifiers.answer.spelt import ORDINAL_ENDINGS, spelt_number, spelt_ordinal
from verifiers.answer.tokens import Unreadable
from verifiers.answer.tree import (
    EXPRESSIONS,
    MINUS_ONE,
    Add,
    BaseNumeral,
    Bracketed,
    Expr,
    Fn,
    Form,
    Listed,
    Matrix,
    Mul,
    Num,
    Order,
    PlusMinus,
    Pow,
    Quantity,
    Relation,
    SetOf,
    Sym,
    Union,
    Without,
    Words,
    negated,
    parts,
    replaced,
    symbols,
)
from verifiers.answer.words import HEDGES, NEGATIONS, SPELT_NUMBERS, singular, vocabulary, words

UNKNOWN = "unknown notation"  # the rule of an answer in mathematics that is not read here
MAX_ITEMS = 100
MAX_PAIRS = 400  # of members that are no plain numbers


@dataclass(frozen=True, slots=True)
class Match:
    """`equal`: None when it is not settled. `code` is that of a verdict; `rule` says what settled it; `given` what was read."""

    equal: bool | None
    code: str
    reason: str
    rule: str
    given: Form | None = None


@dataclass(frozen=True, slots=True)
class Tolerance:
    """An answer may be `absolute` off, or `relative` times the reference, whichever is more."""

    absolute: Fraction = Fraction(0)
    relative: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Context:
    reference: Reference
    prompt: str
    tolerance: Tolerance | None
    solve: Solver


def equal(rule: str, given: Form | None = None) -> Match:
    return Match(True, "equal", "equal", rule, given)


def unequal(rule: str, given: Form | None = None, why: str = "not equal", code: str = "wrong_answer") -> Match:
    return Match(False, code, why, rule, given)


def unsure(why: str, rule: str, given: Form | None = None) -> Match:
    return Match(None, "unsupported_answer", why, rule, given)


def of(settled: Settled, given: Form | None = None) -> Match:
    if settled.equal is None:
        return unsure("neither equality nor inequality could be proved", settled.rule, given)
    return equal(settled.rule, given) if settled.equal else unequal(settled.rule, given)


def match(context: Context, text: str) -> Match:
    """As it stands, and where that settles nothing without the words around the value. Never raises."""
    found = as_it_stands(context, text)
    if found.equal is not None and found.rule != "words":
        return found
    if (by_label := under_labels(context, text)) is not None:
        return by_label
    without = [as_it_stands(context, core) for core in cores(text, context.prompt)]
    if right := next((each for each in without if each.equal), None):
        return right
    if without and context.reference.kind == "value" and all(each.equal is False for each in without):
        return without[0]
    return found


LABELLED = re.compile(r"\s*([^,;=:]{1,60}?|[^,;=:]{1,30}\([^()]{1,30}\)\s*)\s*(?:=|:|\bis\b)\s*([^,;=:]+)")


def under_labels(context: Context, text: str) -> Match | None:
    """ "Quotient: x + 2, Remainder: 7" against x + 2, 7: in this order, whatever they are called. None for anything else."""
    expected = context.reference.form
    if not isinstance(expected, Listed) or any(isinstance(item, Relation) for item in expected.items):
        return None
    parts_ = re.split(r"[,;]|\band\b", flattened(text))
    labelled = [LABELLED.fullmatch(part) for part in parts_]
    if len(parts_) != len(expected.items) or not all(labelled):
        return None
    asked = packed(context.prompt[-MAX_ASKED:])[0]
    labels = [SPACES.sub("", label[1]).lower() for label in labelled if label]
    places = [asked.find(label) if len(label) > 2 else -1 for label in labels]
    if -1 in places or places != sorted(set(places)):
        return None
    found = []
    for item, match_ in zip(expected.items, labelled, strict=True):
        assert match_
        try:
            found.append(same_item(context, item, parse(match_[2], styles(context.reference, match_[2])[0])))
        except Unreadable:
            return None
    return equal("in order") if all(each.equal for each in found) else None


def as_it_stands(context: Context, text: str) -> Match:
    reference = context.reference
    match reference.kind:
        case "choice":
            return of_choice(context, text)
        case "boolean":
            return of_boolean(reference, text, context.prompt)
        case "none":
            said = nothing_of(text)
            if said and context.prompt and QUALIFIERS & (set(words(text)) - set(words(context.prompt))):
                return unsure("may leave other solutions", "words")
            if said:
                return equal("words") if said == reference.words else unequal("words")
            return (
                unequal("words", why="is a value where the reference has none")
                if is_value(text)
                else unsure("other words", "words")
            )
        case "time":
            time = read_time(undressed(text))
            if time is None or reference.time is None:
                return unsure("is no time of day that is understood", "time")
            return tri(same_time(reference.time, time), "time")
        case "date":
            date = read_date(undressed(text))
            if date is None or reference.date is None:
                return unsure("is no date that is understood", "date")
            return tri(same_date(reference.date, date), "date")
        case "ratio":
            return of_ratio(context, text)
        case "text":
            return of_text(context, text)
    return of_form(context, text)


QUALIFIERS = vocabulary(
    "integer integers positive negative rational natural small large odd even prime whole nonnegative other more"
)


def tri(value: bool | None, rule: str) -> Match:
    if value is None:
        return unsure("it may mean something else", rule)
    return equal(rule) if value else unequal(rule)


def is_value(text: str) -> bool:
    try:
        return not isinstance(parse(text, Style()), Words)
    except Unreadable:
        return False


# ---- words


LETTER_FIRST = re.compile(r"[\s({\[]*([A-Ja-j])[)}\].:]*(?:[\s:.,)=-]+(.*))?", re.DOTALL)
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


def of_choice(context: Context, text: str) -> Match:
    letter = context.reference.words
    bare = undressed(text)
    bare = re.sub(r"^(?:option|choice|answer)\s*:?\s*", "", bare, flags=re.IGNORECASE)
    options = options_of(context.prompt)
    if whole := CHOICE.fullmatch(bare.upper() if len(bare.strip(" ().[]{}:")) == 1 else bare):
        return equal("choice") if whole[1] == letter else unequal("choice")
    if re.fullmatch(r"\(?[A-J]\)?(?:\s*(?:,|;|/|&|or|and)+\s*\(?[A-J]\)?)+", bare):
        return unequal("choice", why="names several options", code="several_answers")
    first = LETTER_FIRST.fullmatch(bare)
    if first and first[2]:
        given, rest = first[1].upper(), first[2].strip()
        said = options.get(given)
        if said is not None and option_is(context, said, rest):
            return equal("choice") if given == letter else unequal("choice")
        if said is not None and (
            others := [name for name, option in options.items() if name != given and option_is(context, option, rest)]
        ):
            return unequal("choice", why=f"names option {given} with the text of {others[0]}", code="several_answers")
        if re.match(r"(?:or|and)\b|[,;/&]", rest):
            return unequal("choice", why="names several options", code="several_answers")
        marked = bool(re.match(r"[\s({\[]*[A-J]\s*[)}\].:]", bare)) and not re.search(r"->|\b[A-J]\b", rest)
        if (
            said is None
            and marked
            and not set(words(rest)) & (DENYING | HEDGES | NEGATIONS | {"no", "wrong", "incorrect", "or"})
        ):
            return equal("choice") if given == letter else unequal("choice")
        return unsure("says more than an option", "choice")
    fits = [name for name, option in options.items() if option_is(context, option, text)]
    if len(fits) == 1:
        return equal("option") if fits[0] == letter else unequal("option")
    return unsure("names no option", "choice")


def option_is(context: Context, option: str, text: str) -> bool | None:
    """Whether a text is what an option says."""
    made = reference_of(option.strip(), "", "")
    if isinstance(made, str) or made.kind == "choice":
        return words_of(option) == words_of(text) if words_of(option) else None
    return match(replace(context, reference=made, prompt=""), text).equal


STATES = re.compile(
    r"(?:yes|no|true|false|correct|incorrect)\b\W*(?:$|[,.;:!]|because|since|it|the|this|that|there|they|he|she|we|as|"
    r"[a-z]+ (?:is|are|does|do)\b)",
    re.IGNORECASE,
)


EXISTS = re.compile(r"(?:do|does) there exist|(?:is|are) there (?:an?|any)\b")
LIMITED = re.compile(r"\b(?:no|none|not|unique|infinitely|more than|exactly|only)\b")


def of_boolean(reference: Reference, text: str, prompt: str) -> Match:
    asked = QUESTION_END.split(prompt.strip())[-1].lower()
    if nothing_of(text) == "no solution" and EXISTS.match(asked) and not LIMITED.search(asked):
        return equal("words") if reference.words == "no" else unequal("words")
    words = undressed(text).lower().replace(",", " ").replace(".", " ").replace(";", " ").split()
    said = {YES[word] for word in words if word in YES and len(word) > 1}
    expected = reference.words == "yes"
    if (
        len(said) == 1
        and STATES.match(undressed(text))
        and not RESTRICTING & set(words)
        and not (said == {True} and DENYING & set(words))
    ):
        return equal("words") if said == {expected} else unequal("words")
    if len(said) > 1:
        return unequal("words", why="says both yes and no", code="several_answers")
    return unsure("says neither yes nor no", "words")


RESTRICTING = vocabulary(
    "not maybe or but if unless perhaps only except assuming provided probably possibly when whenever where"
)
DENYING = NEGATIONS | vocabulary(
    "impossible wrong false incorrect excluded eliminated rejected distractor fails fail loses lose losing loser lies lie lying "
    "unable no"
)


def of_text(context: Context, text: str) -> Match:
    reference = context.reference
    said = words_of(text)
    said = re.sub(r"^(?:it is|it's|is|=|on|in)\s+", "", said)
    joined = said.replace(" ", ""), reference.words.replace(" ", "")
    if said == reference.words or (joined[0] == joined[1] and not any(map(str.isdigit, said))):
        return equal("words")
    if not said:
        return unequal("words", why="has no words")
    if as_a_sentence(said.split(), reference.words.split(), context.prompt):
        return equal("words")
    if reference.words in INFINITE and (said in INFINITE or undressed(text) in ("\\infty", "∞")):
        return equal("words")
    mine, theirs = set(said.split()), set(reference.words.split())
    if "or" in mine - theirs:
        return unequal("words", why="gives several answers", code="several_answers")
    if len(said.split()) <= 2 and not mine & theirs:
        return unequal("words")
    return unsure("other words, which may mean the same", "words")


INFINITE = vocabulary("infinitely many|infinite|infinity|infinitely many solutions|infinite solutions|infinitely", "|")
QUESTION_END = re.compile(r"[.?!]\s+(?=[A-Z(\\$])")
NAMES = re.compile(r"(?<![.?!:]\s)(?<!^)\b[A-Z][a-z]+\b")
PLAIN = vocabulary("is are was were it has have")


def as_a_sentence(said: Sequence[str], wanted: Sequence[str], prompt: str) -> bool:
    """ "Bob has a winning strategy" for Bob: the rest is the question's own words, and none of what it lets one choose from."""
    if len(said) <= len(wanted) or not prompt:
        return False
    if said[: len(wanted)] == wanted:
        rest = said[len(wanted) :]
    elif said[-len(wanted) :] == wanted:
        rest = said[: -len(wanted)]
    else:
        return False
    asked = words(question(prompt))
    choices = {
        asked[at] for i, word in enumerate(asked) if word == "or" for at in (i - 1, i + 1) if 0 <= at < len(asked)
    }
    names = {name.lower() for name in NAMES.findall(prompt)}
    if set(rest) & DENYING:
        return False
    own = {singular(word) for word in asked} - {singular(word) for word in choices | names}
    return all(
        (singular(word) in own or word in PLAIN) and word not in HEDGES | NEGATIONS | {"or", "and", "no"}
        for word in rest
    )


def of_ratio(context: Context, text: str) -> Match:
    name, _, ratio = text.rpartition("=")
    expected, given = context.reference.ratio, ratio_of(ratio)
    if any(map(str.isdigit, name)) or (":" in name and SPACES.sub("", name) not in SPACES.sub("", context.prompt)):
        return unsure("equates ratios", "ratio")
    if name.strip() and not is_asked_for(words(undressed(name)), context.prompt):
        return unsure("may be another ratio", "ratio")
    if not given and len(expected) == 2:
        quotient = Mul((expected[0], Pow(expected[1], MINUS_ONE)))
        inner = replace(context.reference, kind="value", form=quotient, ratio=())
        return as_it_stands(replace(context, reference=inner), text)
    if not given:
        return unsure("is no ratio", "ratio")
    if len(expected) != len(given):
        return unequal("ratio")
    if any(known(each) == 0 for each in given) and not any(known(each) == 0 for each in expected):
        return unequal("ratio")
    outcomes = [
        same_value(Mul((expected[at], given[0])), Mul((expected[0], given[at])), context.solve)
        for at in range(1, len(expected))
    ]
    return all_of([of(each) for each in outcomes], None)


# ---- mathematics


def of_form(context: Context, text: str) -> Match:
    """Every usual reading of the text is compared; they have to agree."""
    found: list[Match] = []
    rounded = context.tolerance is not None or context.reference.about is not None
    bare = bare_of(context.reference, text, rounded=rounded, prompt=context.prompt)
    for style in styles(context.reference, bare):
        try:
            form = parse(bare, style)
        except Unreadable as error:
            found.append(
                Match(
                    False if error.certain else None,
                    "unreadable_answer",
                    str(error),
                    UNKNOWN if error.notation else "reading",
                )
            )
            continue
        compared = compare(context, form)
        compared = compared if compared.given is not None else replace(compared, given=form)
        found.append(compared)
    return best(found)


def best(found: Sequence[Match]) -> Match:
    readable = [each for each in found if each.code != "unreadable_answer"]
    if not readable:
        return found[0]
    if len({each.equal for each in readable}) == 1 or len(readable) == 1:
        return readable[0]
    return unsure("it can be read in two ways, and only one of them is equal", "reading", readable[0].given)


def bare_of(reference: Reference, text: str, *, rounded: bool, prompt: str = "") -> str:
    if EVERYTHING.fullmatch(undressed(text)) and reference.kind in ("region", "tuple"):
        return "(-\\infty,\\infty)"
    name, equals, rest = text.rpartition("=")
    if equals and named_in(name, prompt):
        return rest
    if rounded and (about := re.match(r"[\s$]*(?:\\approx|≈|\\sim|~|about|approximately|approx\.?)\s*", text)):
        return text[about.end() :]
    return text


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


SLASH = re.compile(r"/\s*[\w\\({]")
GLUED = re.compile(r"\d,\d{3}(?!\d)")


def styles(reference: Reference, text: str) -> list[Style]:
    """The readings that are tried. A letter is a symbol when the reference has it, and else a unit."""
    usual = {"x", "y", "z", "n", "t"} | ({"a", "b", "c", "k", "C"} if reference.kind == "equation" else set())
    letters = reference.letters | usual if reference.letters else reference.letters
    with_symbols = reference.kind in ("equation", "region", "set", "tuple", "matrix") or bool(reference.letters)
    first = Style(letters=letters or None, units=not with_symbols)
    found = [first]
    if reference.kind == "set" and GLUED.search(text) and not GLUED.search(reference.text):
        found = [replace(first, separators=False)]
    if "/" in text and SLASH.search(text):
        tight = replace(found[0], tight=True)
        try:
            if parse(text, tight) != parse(text, found[0]):
                found.append(tight)
        except Unreadable:
            pass
    return found


def compare(context: Context, given: Form) -> Match:
    reference = context.reference
    expected = reference.form
    if expected is None:
        return unsure("is not compared", "form", given)
    given = without_domains(given)
    if family := family_of(expected):
        theirs = family_of(given)
        positive = POSITIVE.search(context.prompt) is not None
        same = same_family(family, theirs, context.solve, positive=positive) if theirs else None
        return replace(tri(same, "family"), given=given)
    if isinstance(given, Words):
        return of_words(context, given)
    match reference.kind:
        case "value":
            return compare_value(context, expected, given)
        case "set":
            return compare_set(context, expected, given)
        case "equation":
            return compare_equation(context, expected, given)
        case "region":
            return compare_region(context, expected, given)
        case "tuple":
            return compare_tuple(context, expected, given)
        case "matrix":
            return compare_matrix(context, expected, given)
        case "base":
            return compare_base(context, expected, given)
    return unsure("is not compared", "kind")


def counted_in_words(text: str, prompt: str) -> Num | None:
    """Ten for "ten" and, where the problem has teams, for "ten teams"."""
    said = text.split()
    for count in range(len(said), 0, -1):
        if (number := spelt_number(" ".join(said[:count]))) is not None:
            rest = said[count:]
            return None if rest and (not_a_unit(rest, prompt) or "per" in rest) else number
    return None


EXACTLY = re.compile(r"^(?:exactly|only|just) ")


POSITIVE = re.compile(r"\bpositive integers?\b|\bnatural numbers?\b", re.IGNORECASE)


def without_domains(given: Form) -> Form:
    """`f(x) = x^2 + C, C \\in \\mathbb{R}` without what says where letters come from."""
    if not isinstance(given, Listed):
        return given
    kept = [item for item in given.items if not says_where(item)]
    return kept[0] if len(kept) == 1 and len(given.items) == 2 else given


def says_where(form: Form) -> bool:
    match form:
        case Relation((Sym(), Sym("R")), ("in",)):
            return True
    return False


def of_words(context: Context, given: Words) -> Match:
    if isinstance(expected := context.reference.form, Quantity) and expected.unit in ORDINAL_ENDINGS:
        place = spelt_ordinal(given.text)
        return (
            equal("words", given)
            if place is not None and place == expected.value
            else unsure("other words", "words", given)
        )
    number = counted_in_words(EXACTLY.sub("", given.text), context.prompt)
    if number is not None and context.reference.kind == "value":
        return compare_value(context, context.reference.form or Num(Fraction(0)), number)
    if nothing_of(given.text):
        return unequal("words", given, "says that there is no value")
    if SPELT_NUMBERS.search(given.text):
        return unsure("may name a number", "words", given)
    return unequal("words", given, "is words where the reference is mathematics")


def compare_value(context: Context, expected: Form, given: Form) -> Match:
    given, why = value_of(context, given)
    if why is not None:
        return why
    if isinstance(given, (Listed, SetOf, PlusMinus)):
        items = items_of(given)
        if len(items) == 1:
            return compare_value(context, expected, items[0])
        if not all(isinstance(item, EXPRESSIONS) for item in items):
            return unsure("says more than one value", "form", given)
        return unequal("form", given, "gives several answers where one is wanted", "several_answers")
    if isinstance(given, BaseNumeral):
        if given.base != 10:
            return unsure(f"is written in base {given.base}", "base", given)
        given = Num(Fraction(int(given.digits))) if given.digits.isdecimal() else given
    if isinstance(given, Bracketed) and len(given.items) == 1 and given.opening + given.closing == "[]":
        given = given.items[0]
    if not isinstance(given, (*EXPRESSIONS, Quantity)):
        return unequal("form", given, "is no single value")
    if isinstance(given, PlusMinus):
        return unequal("form", given, "gives several answers where one is wanted", "several_answers")
    given = with_constants(expected, given, context.prompt)
    if is_product(expected) and is_product(given) and sorted_factors(expected) != sorted_factors(given):
        return unsure("is another product", "form", given)
    same: Callable[[Expr, Expr], Settled] = partial(close, context)
    outcome, rule, reason = same_quantity(expected, given, context.prompt, same)
    if outcome is None:
        return unsure(reason, rule, given)
    return equal(rule, given) if outcome else unequal(rule, given, reason or "not equal")


def is_product(form: Form) -> bool:
    """`3 \\times 7`: a reference that is not worked out may mean its factors."""
    return isinstance(form, Mul) and all(isinstance(each, Num) and each.value > 0 for each in form.factors)


def sorted_factors(form: Form) -> list[Fraction]:
    return sorted(each.value for each in parts(form) if isinstance(each, Num))


CONSTANT = re.compile(r"[A-HKckab](?:_\w)?")  # what arbitrary constants are called
MAX_CONSTANTS = 3
INTEGRATED = re.compile(
    r"\\int\b|integral|integrate|antiderivative|primitive|differential|general solution", re.IGNORECASE
)


def with_constants(expected: Form, given: Form, prompt: str) -> Form:
    """The answer with its constants of integration called as the reference calls its own, where that makes them equal."""
    if not INTEGRATED.search(prompt) or not isinstance(expected, EXPRESSIONS) or not isinstance(given, EXPRESSIONS):
        return given
    mine, theirs = (sorted(name for name in symbols(form) if CONSTANT.fullmatch(name)) for form in (expected, given))
    if (
        len(mine) != len(theirs)
        or not 0 < len(mine) <= MAX_CONSTANTS
        or any(in_prompt(Sym(name), prompt) for name in (*mine, *theirs))
    ):
        return given
    for order in permutations(mine):
        renamed: Expr = given
        for at, name in enumerate(theirs):
            renamed = replaced(renamed, name, Sym(f"constant {at}"))
        for at, name in enumerate(order):
            renamed = replaced(renamed, f"constant {at}", Sym(name))
        if same_value(expected, renamed).equal or (len(mine) == 1 and up_to_a_constant(expected, renamed, mine[0])):
            return expected
    return given


def up_to_a_constant(expected: Expr, given: Expr, constant: str) -> bool:
    """Whether two antiderivatives with `+ C` differ by a rational number, which C takes up."""
    without = [
        Add(tuple(term for term in each.terms if term != Sym(constant)))
        for each in (expected, given)
        if isinstance(each, Add) and Sym(constant) in each.terms
    ]
    if len(without) != 2 or any(constant in symbols(each) for each in without):
        return False
    apart = Add((without[0], Mul((MINUS_ONE, without[1]))))
    try:
        found = ball(apart, PRECISIONS[0], dict.fromkeys(symbols(apart), Fraction(37, 29)))
    except NoBall:
        return False
    guess = Fraction(float(found.real.mid())).limit_denominator(1000)
    return bool(same_value(without[0], Add((without[1], Num(guess)))).equal)


def close(context: Context, expected: Expr, given: Expr) -> Settled:
    """Equality, or nearness where the problem or the reference allows it."""
    allowed = context.tolerance
    about = context.reference.about
    if allowed is None and about is None:
        return same_value(expected, given, context.solve)
    exact = same_value(expected, given)
    if exact.equal:
        return exact
    difference = Add((given, negated(expected)))
    try:
        off = ball(difference, PRECISIONS[0])
        centre = ball(expected, PRECISIONS[0])
    except NoBall:
        return Settled(None, "tolerance")
    value, near = known(expected), known(difference)
    if value is not None and near is not None:
        limit = max(
            about or Fraction(0), allowed.absolute if allowed else 0, allowed.relative * abs(value) if allowed else 0
        )
        return Settled(abs(near) <= limit, "within the tolerance")
    bound = arb_of(about or Fraction(0))
    if allowed is not None:
        bound = bound.max(arb_of(allowed.absolute)).max(arb_of(allowed.relative) * centre.abs_lower())
    if off.abs_upper() <= bound:
        return Settled(True, "within the tolerance")
    return Settled(False if off.abs_lower() > bound else None, "within the tolerance")


def arb_of(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))


def value_of(context: Context, given: Form) -> tuple[Form, Match | None]:
    """What `x = 5`, `12 + 34 = 46`, `x \\in \\{5\\}`, `√2 ≈ 1.41` commit to; or why they commit to nothing."""
    while isinstance(given, Relation):
        sides = given.sides
        orders: tuple[Order, ...] = given.orders
        if "~" in orders:
            at = orders.index("~")
            left = sides[at]
            if is_name(left) or context.reference.about is not None or context.tolerance is not None:
                given = sides[-1]
                if context.reference.about is None and context.tolerance is None:
                    return given, unequal("form", given, "is given as an approximation only")
                continue
            given = Relation(sides[: at + 1], orders[:at]) if at else left
            continue
        if orders == ("in",):
            given = sides[1]
            continue
        if set(orders) != {"="} and WHICH.search(context.prompt):
            if (side := side_asked_for(sides, orders, context.prompt)) is not None:
                return side, None
            return given, unsure("compares where a value is wanted", "form", given)
        if set(orders) != {"="}:
            return given, unequal("form", given, "is an inequality where a value is wanted")
        return chain(context, sides)
    return given, None


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


def chain(context: Context, sides: tuple[Form, ...]) -> tuple[Form, Match | None]:
    if len(sides) == 2 and not is_name(sides[0]) and is_name(sides[1]):
        sides = (sides[1], sides[0])
    value = sides[-1]
    equals: list[Order] = ["="] * (len(sides) - 1)
    whole = Relation(sides, tuple(equals))
    if is_name(value) and all(is_name(side) for side in sides) and not symbols(context.reference.form or value):
        return value, unequal("form", whole, "names no value", "no_answer")
    for side in sides[:-1]:
        if is_name(side):
            if isinstance(side, Words) and context.prompt and not is_asked_for(side.text.split(), context.prompt):
                return value, unsure("gives the value of something else", "names", whole)
            if other_name(side, context.prompt):
                return value, unsure("gives the value of something else", "names", whole)
            continue
        if isinstance(side, Quantity) and (isinstance(value, Quantity) or side.value == value):
            continue  # 1.5 hours = 90 minutes
        if isinstance(side, Quantity) and not is_number(side.value) and len(side.unit) > 2:
            continue  # x meters = 5
        if isinstance(side, Quantity):
            return value, unsure("gives the value of something else", "form", whole)
        if isinstance(side, EXPRESSIONS) and isinstance(value, EXPRESSIONS):
            settled = same_value(side, value)
            if settled.equal is False and not (symbols(side) - symbols(value)):
                return value, unequal("form", whole, "equates different values", "several_answers")
            if symbols(side) - symbols(value):
                return value, unsure("gives the value of something else", "form", whole)
            continue
        if not isinstance(side, (Quantity, *EXPRESSIONS)):
            return value, unsure("gives the value of something else", "form", whole)
    return value, None


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


def is_number(expr: Expr) -> bool:
    return known(expr) is not None


NOT_NAMES = (
    HEDGES | NEGATIONS | CHANGING | vocabulary("square rejected refuse estimate lower upper bound log sum digits")
)
ANGLES = ("angle", "m")
FUNCTIONS = vocabulary("f g h p q F G H P Q T S N V A C E L")
SPACES = re.compile(r"[\s$]|\\[,;:! ]|\\left|\\right")


def is_name(form: Form) -> bool:
    """`x`, `x_1`, `f(x)`, `P(X=3)`, "area", `|AB|`, `m \\angle ABC`: what a value is given a name by."""
    match form:
        case Sym():
            return True
        case Words(text):
            return not set(text.split()) & NOT_NAMES
        case Mul((Pow(Sym(name), Num(exponent)), Sym())) if exponent == -1:
            return name in FUNCTIONS
        case Pow(Sym("sigma"), Num(exponent)):
            return exponent == 2  # a variance
        case Mul((Sym(name), *rest)) if rest:
            # a segment such as AB, or a function of a number or a symbol
            segment = all(
                isinstance(each, Sym) and (each.name.isupper() or each.name in ANGLES) for each in form.factors
            )
            return segment or (name.rstrip("'") in FUNCTIONS and len(rest) == 1 and isinstance(rest[0], (Sym, Num)))
        case Quantity(Sym(), unit):
            return len(unit) > 2
        case Fn("abs", (inner,)):
            return is_name(inner) and all(name.isupper() for name in symbols(inner))
        case Fn(("det" | "arg" | "Re" | "Im"), arguments):
            return bool(frozenset().union(*map(symbols, arguments)))
        case Bracketed(_, items, _):
            return bool(items) and all(isinstance(item, Sym) for item in items)
    return False


def members(form: Form) -> tuple[Form, ...]:
    return form.items if isinstance(form, (Listed, SetOf)) else (form,)


def items_of(form: Form) -> tuple[Form, ...]:
    """The members of a list or a set, plus-minus signs written out, `x = 3` as 3."""
    match form:
        case Listed(items) | SetOf(items):
            return tuple(each for item in items for each in items_of(item))
        case PlusMinus() | Add() | Mul() | Pow() | Fn():
            return tuple(each for each in expanded(form))
        case Relation(sides, orders) if set(orders) == {"="} and is_name(sides[0]):
            return items_of(sides[-1])
        case Relation((Sym() | Bracketed(), inner), ("in",)):
            return items_of(inner)
        case Bracketed() | Relation():
            return tuple(both_signs(form))
        case Union(parts_) if all(isinstance(part, SetOf) for part in parts_):
            return tuple(each for part in parts_ for each in items_of(part))
    return (form,)


def compare_set(context: Context, expected: Form, given: Form) -> Match:
    """Members in any order; a list of assignments to different names by name."""
    if context.prompt and any(
        isinstance(each, Relation) and isinstance(each.sides[0], Words) for each in members(given)
    ):
        return unsure("gives its values under labels", "names", given)
    if named := by_name(context, expected, given):
        return named
    if expected != given and any(map(several_signs, (*members(expected), *members(given)))):
        return unsure("leaves several signs open", "set", given)
    wanted, found = items_of(expected), items_of(several_letters(context, expected, given))
    if not wanted and not found:
        return equal("set", given)
    if len(found) == 1 and isinstance(found[0], Relation):
        try:
            return of_regions(context, expected, given)
        except NoRegion:
            return unsure("is a relation where values are wanted", "form", given)
    if any(isinstance(each, Relation) for each in (*wanted, *found)):
        if all(isinstance(each, Relation) for each in (*wanted, *found)):
            return as_sets(context, wanted, found, given)
        return unsure("mixes relations and values", "form", given)
    if isinstance(expected, Listed) and (doubled(wanted) or doubled(found)) and not same_counts(context, wanted, found):
        return unsure("repeats a member another number of times", "set", given)
    if (
        ORDERED.search(context.prompt)
        and len(wanted) == len(found)
        and isinstance(expected, Listed)
        and isinstance(given, Listed)
    ):
        return all_of([same_item(context, a, b) for a, b in zip(wanted, found, strict=True)], given)
    return as_sets(context, wanted, found, given)


ORDERED = re.compile(
    r"\bin (?:(?:ascending|descending|increasing|decreasing|that|this|alphabetical|the) )?order\b|"
    r"\b(?:ascending|descending|increasing|decreasing)\b|"
    r"\b(?:least|smallest|lowest) to (?:greatest|largest|highest)\b|\b(?:greatest|largest|highest) to (?:least|smallest|lowest)\b|"
    r"\brespectively\b|\bhow (?:many|much)\b.{1,80}\band how (?:many|much)\b",
    re.IGNORECASE | re.DOTALL,
)


def several_letters(context: Context, expected: Form, given: Form) -> Form:
    """`BD` as B and D, where the reference has such members."""
    items = members(expected)
    letters = [each.name for each in items if isinstance(each, Sym)]
    if isinstance(given, Listed) and given.joined == "or":
        return given
    if len(letters) == len(items) > 1 and all(name in "ABCDEFGHIJ" for name in letters) and options_of(context.prompt):
        factors = given.factors if isinstance(given, Mul) else ()
        return Listed(factors, ",") if len(factors) > 1 and all(isinstance(each, Sym) for each in factors) else given
    return given


def doubled(items: Sequence[Form]) -> bool:
    return len(set(items)) < len(items)


def by_name(context: Context, expected: Form, given: Form) -> Match | None:
    """`x = 1, y = 2` against `y = 2, x = 1`. None when neither has names; `x_1` and `x_2` are no names of their own."""
    mine, theirs = named_values(expected), named_values(given)
    if not mine and not theirs:
        return None
    if isinstance(given, Bracketed) and len(given.items) == len(mine) and in_order(list(mine), context.prompt):
        return all_of([same_item(context, a, b) for a, b in zip(mine.values(), given.items, strict=True)], given)
    if not mine and isinstance(expected, Listed) and len(expected.items) == len(theirs):
        return under_names(context, expected, theirs, given)
    if (
        isinstance(given, Listed)
        and not theirs
        and len(given.items) == len(mine)
        and not any(map(is_relation, given.items))
    ):
        ordered = all_of([same_item(context, a, b) for a, b in zip(mine.values(), given.items, strict=True)], given)
        return ordered if ordered.equal else unsure("gives values without names", "names", given)
    if mine.keys() != theirs.keys():
        return unsure("gives values to other names, or to none", "names", given)
    return all_of([same_item(context, value, theirs[name]) for name, value in mine.items()], given)


LONE_LETTER = re.compile(r"(?<![A-Za-z\\])[b-hj-zB-HJ-Z](?![A-Za-z])")


def is_relation(form: Form) -> bool:
    return isinstance(form, Relation)


def under_names(context: Context, expected: Listed, theirs: Mapping[Form, Form], given: Form) -> Match:
    """`x = 12, y = 8` against 12 and 8: in this order, unless the problem has no such names."""
    wanted = [item for item in expected.items if not isinstance(item, Relation)]
    if len(wanted) != len(theirs):
        return unsure("gives values to other names, or to none", "names", given)
    known = [in_prompt(name, context.prompt) for name in theirs]
    unasked = not LONE_LETTER.search(question(context.prompt))
    if (not any(known) and unasked) or (all(known) and in_order(list(theirs), context.prompt)):
        ordered = all_of([same_item(context, a, b) for a, b in zip(wanted, theirs.values(), strict=True)], given)
        if ordered.equal or any(in_prompt(name, context.prompt) for name in theirs):
            return ordered if ordered.equal else unsure("gives values to names", "names", given)
        return as_sets(context, wanted, tuple(theirs.values()), given)
    return unsure("gives values to other names, or to none", "names", given)


FORMULA = re.compile(r"\$([^$]*)\$|\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)


@lru_cache(512)
def formulas_of(prompt: str) -> str:
    """The formulas of a problem where it marks them, else all of it."""
    return " ; ".join("".join(filter(None, each)) for each in FORMULA.findall(prompt)) or prompt


def in_prompt(name: Form, prompt: str) -> bool:
    """Whether the problem has this letter, in its formulas where it marks them."""
    return isinstance(name, Sym) and stands_in(name.name, formulas_of(prompt[-MAX_ASKED:]))


def same_counts(context: Context, wanted: Sequence[Form], found: Sequence[Form]) -> bool:
    """Whether every member occurs as often in one list as in the other."""
    if len(wanted) != len(found) or len(wanted) > 12:
        return False
    return all(
        sum(same_item(context, item, other).equal is True for other in wanted)
        == sum(same_item(context, item, other).equal is True for other in found)
        for item in wanted
    )


def named_values(form: Form) -> dict[Form, Form]:
    """The values of different letters, if that is what a list gives."""
    match form:
        case Relation((Bracketed(_, names, _), Bracketed(_, values, _)), ("=",)) if len(names) == len(values):
            return dict(zip(names, values, strict=True)) if all(isinstance(name, Sym) for name in names) else {}
    if not isinstance(form, Listed):
        return {}
    pairs = [
        (item.sides[0], item.sides[1])
        for item in form.items
        if isinstance(item, Relation) and item.orders == ("=",) and isinstance(item.sides[0], Sym)
    ]
    letters = {name.name.partition("_")[0] for name, _ in pairs}
    return dict(pairs) if len(pairs) == len(form.items) == len(letters) else {}


def several_signs(form: Form) -> bool:
    """Whether more than one sign of one expression is left open: together or each by itself."""
    return isinstance(form, EXPRESSIONS) and count_of_signs(form) > 1


def as_sets(context: Context, wanted: Sequence[Form], found: Sequence[Form], given: Form) -> Match:
    """Each member is one of the other's; doubles count once."""
    dear = not all(isinstance(each, Num) for each in (*wanted, *found))
    if max(len(wanted), len(found)) > MAX_ITEMS or (dear and len(wanted) * len(found) > MAX_PAIRS):
        return unsure("has too many members", "set", given)
    table = [[same_item(context, a, b).equal for b in found] for a in wanted]
    rows = [max_of(row) for row in table]
    columns = [max_of([row[at] for row in table]) for at in range(len(found))]
    if all(each is True for each in (*rows, *columns)):
        return equal("set", given)
    if any(each is False for each in (*rows, *columns)):
        return unequal("set", given)
    return unsure("a member is not settled", "set", given)


def max_of(values: Sequence[bool | None]) -> bool | None:
    return True if True in values else None if None in values else False


def same_item(context: Context, expected: Form, given: Form) -> Match:
    """Two members of a list, a tuple or a matrix."""
    if isinstance(expected, EXPRESSIONS) and isinstance(given, EXPRESSIONS):
        return of(close(context, expected, given), given)
    if isinstance(expected, (*EXPRESSIONS, Quantity)):
        return compare_value(context, expected, given)
    kinds = {
        Bracketed: compare_tuple,
        Matrix: compare_matrix,
        SetOf: compare_set,
        Listed: compare_set,
        Relation: compare_equation,
    }
    for kind, function in kinds.items():
        if isinstance(expected, kind):
            return function(context, expected, given)
    if isinstance(expected, Words) and isinstance(given, Words):
        return equal("words", given) if expected == given else unequal("words", given)
    return equal("form", given) if expected == given else unsure("is not compared", "form", given)


def all_of(matches: Sequence[Match], given: Form | None) -> Match:
    if wrong := next((each for each in matches if each.equal is False), None):
        return unequal(wrong.rule, given, wrong.reason)
    if open_ := next((each for each in matches if each.equal is None), None):
        return unsure(open_.reason, open_.rule, given)
    return equal(matches[0].rule if matches else "form", given)


def unnamed(form: Form) -> Form:
    """`(x, y) = (6, 1)`, `P = (6, 1)` and `P(6, 1)` without the name."""
    match form:
        case Relation(sides, orders) if set(orders) == {"="} and (is_name(sides[0]) or isinstance(sides[0], Mul)):
            return sides[-1]
        case Relation((Sym() | Bracketed(), inner), ("in",)):
            return inner
        case SetOf((Bracketed() as inner,)):
            return inner
    return form


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


def compare_tuple(context: Context, expected: Form, given: Form) -> Match:
    if (
        isinstance(given, Relation)
        and isinstance(given.sides[0], Bracketed)
        and not in_order(given.sides[0].items, context.prompt)
    ):
        return unsure("has its names in another order", "names", given)
    given = unnamed(all_alike(given, expected, context.prompt))
    if not isinstance(expected, Bracketed):
        return unsure("is not compared", "form", given)
    if isinstance(given, Matrix) and (len(given.rows) == 1 or len(given.rows[0]) == 1):
        given = Bracketed(expected.opening, tuple(item for row in given.rows for item in row), expected.closing)
    if isinstance(given, Listed) and all(isinstance(item, Relation) and item.orders == ("=",) for item in given.items):
        names = [item.sides[0] for item in given.items if isinstance(item, Relation)]
        if all(isinstance(name, Sym) for name in names) and in_order(names, context.prompt):
            values = tuple(item.sides[1] for item in given.items if isinstance(item, Relation))
            given = Bracketed(expected.opening, values, expected.closing)
    if isinstance(given, Bracketed):
        if len(given.items) != len(expected.items):
            return unequal("length", given)
        brackets = expected.opening + expected.closing, given.opening + given.closing
        if brackets[0] != brackets[1] and not vectors(brackets, expected):
            return unequal("brackets", given, "has other brackets")
        return all_of([same_item(context, a, b) for a, b in zip(expected.items, given.items, strict=True)], given)
    if (
        isinstance(given, (Relation, Union, Without, SetOf))
        or given == Sym("R")
        or (isinstance(given, Listed) and any(isinstance(item, Relation) for item in given.items))
    ):
        try:
            return of_regions(context, expected, given)
        except NoRegion:
            pass
    if isinstance(given, Listed) and len(given.items) == len(expected.items) and given.joined == ",":
        return unsure("is a list without brackets", "brackets", given)
    return (
        unequal("form", given, "is no such tuple")
        if isinstance(given, (*EXPRESSIONS, Quantity)) and not symbols(given)
        else unsure("is no tuple", "form", given)
    )


def all_alike(given: Form, expected: Form, prompt: str) -> Form:
    """`x = y = z = 2` as (2, 2, 2)."""
    if not isinstance(given, Relation) or set(given.orders) != {"="} or not isinstance(expected, Bracketed):
        return given
    *names, value = given.sides
    if (
        len(names) != len(expected.items)
        or len(set(names)) != len(names)
        or not all(isinstance(name, Sym) for name in names)
    ):
        return given
    known = not prompt or all(in_prompt(name, prompt) for name in names)
    return (
        Bracketed(expected.opening, (value,) * len(names), expected.closing)
        if known and in_order(names, prompt)
        else given
    )


def vectors(brackets: tuple[str, str], expected: Bracketed) -> bool:
    """Whether two sorts of brackets may both hold a vector."""
    if set(brackets) <= {"()", "<>"}:
        return True
    return set(brackets) <= {"()", "<>", "[]"} and len(expected.items) != 2


def of_regions(context: Context, expected: Form, given: Form) -> Match:
    """Raises NoRegion."""
    left, right = region_of(expected), region_of(given)
    if left.name and right.name and left.name != right.name:
        return unsure(f"is about {right.name}, not {left.name}", "names", given)
    outcome = same_region(left, right, context.solve)
    return (
        unsure("an end is not settled", "interval", given)
        if outcome is None
        else equal("interval", given)
        if outcome
        else unequal("interval", given)
    )


def compare_region(context: Context, expected: Form, given: Form) -> Match:
    try:
        region_of(expected)
    except NoRegion:
        return compare_inequality(expected, given)
    try:
        return of_regions(context, expected, given)
    except NoRegion:
        pass
    if isinstance(given, (*EXPRESSIONS, Quantity)):
        return unequal("form", given, "is a value where a set of numbers is wanted")
    if isinstance(given, Relation) and set(given.orders) == {"="}:
        return unequal("form", given, "is an equation where an inequality is wanted")
    return unsure("is no set of numbers that is understood", "form", given)


def compare_inequality(expected: Form, given: Form) -> Match:
    """Inequalities in several variables, up to a positive factor."""
    if not (
        isinstance(expected, Relation) and isinstance(given, Relation) and len(expected.sides) == len(given.sides) == 2
    ):
        return unsure("is not compared", "form", given)
    if expected.orders[0] not in ORDERS or given.orders[0] not in ORDERS:
        return unsure("is not compared", "form", given)
    left, right = directed(expected), directed(given)
    if left is None or right is None or left[1] != right[1]:
        return unsure("is another sort of inequality", "form", given)
    factor = proportion(left[0], right[0])
    if factor is None:
        return unsure("is not settled", "form", given)
    return equal("positive factor", given) if factor > 0 else unequal("factor", given)


ORDERS = {"<": (1, False), "<=": (1, True), ">": (-1, False), ">=": (-1, True)}


def directed(relation: Relation) -> tuple[Expr, bool] | None:
    """What is below zero, and whether it may be zero."""
    left, right = relation.sides
    if not (isinstance(left, EXPRESSIONS) and isinstance(right, EXPRESSIONS)):
        return None
    sign, closed = ORDERS[relation.orders[0]]
    return Mul((Num(Fraction(sign)), Add((left, Mul((MINUS_ONE, right)))))), closed


def proportion(left: Expr, right: Expr) -> Fraction | None:
    """The rational k with left = k * right; 0 when there is none; None when it is not known, as it is for quotients."""
    renew()
    into = Field()
    try:
        lowered = lower(left, into), lower(right, into)
        (first, under, _), (second, below, _) = evaluated(lowered[0], into), evaluated(lowered[1], into)
    except (TooLarge, Undefined, NoNormalForm, ValueError, OverflowError):
        return None
    if not first or not second:
        return Fraction(0)
    if not (under.is_constant() and below.is_constant()):
        return None
    first, second = first / under.leading_coefficient(), second / below.leading_coefficient()
    k = first.leading_coefficient() / second.leading_coefficient()
    return Fraction(int(k.p), int(k.q)) if first == second * k else Fraction(0)


def compare_equation(context: Context, expected: Form, given: Form) -> Match:
    if not isinstance(expected, Relation):
        return unsure("is not compared", "form", given)
    sides = expected.sides
    if count_of_signs(expected) == 1 and isinstance(given, Relation) and not is_name(given.sides[0]):
        return compare_sides(expected, given)
    if len(sides) == 2 and is_name(sides[0]) and not overlap(sides[0], sides[1]):
        return compare_assignment(context, sides[0], sides[1], given)
    if len(sides) == 2 and is_name(sides[1]) and not overlap(sides[0], sides[1]):
        return compare_assignment(context, sides[1], sides[0], given)
    return compare_sides(expected, given)


def overlap(name: Form, value: Form) -> bool:
    """Whether what looks like a name also stands in the value: `x = x^2` is an equation; `f(x) = x^2` names it."""
    if isinstance(name, Sym):
        return name.name in symbols(value)
    head = name.factors[0] if isinstance(name, Mul) else None
    head = head.base if isinstance(head, Pow) else head
    return not (isinstance(head, Sym) and head.name not in symbols(value)) if head is not None else False


def compare_assignment(context: Context, name: Form, value: Form, given: Form) -> Match:
    """The reference is `x = value` or `f(x) = value`: so may the answer be, or the value alone."""
    inner = replace(context, reference=replace(context.reference, form=value, kind=kind_of(value)))
    if isinstance(given, Relation) and set(given.orders) == {"="} and len(given.sides) >= 2:
        left, right = given.sides[0], given.sides[-1]
        if isinstance(left, Mul) and isinstance(name, Sym) and is_function(left) and left.factors[0] == name:
            left = name  # y(x) for y
        if len(given.sides) == 2 and is_name(right) and not is_name(left):
            left, right = right, left
        if (
            left == name
            and isinstance(name, Mul)
            and is_function(name)
            and isinstance(value, EXPRESSIONS)
            and isinstance(right, EXPRESSIONS)
        ):
            right = with_its_constant(value, right, name.factors[1], context.prompt)
        if left == name or (isinstance(name, Sym) and isinstance(left, Sym) and left.name.lower() == name.name.lower()):
            return replace(compare(inner, right), given=given)
        if isinstance(value, EXPRESSIONS) and symbols(value):
            if isinstance(name, Mul) and isinstance(left, Mul) and is_function(name) and is_function(left):
                return of_function(inner, name, value, left, right, given)
            if is_name(left) and not overlap(left, right) and is_function(name) != is_function(left):
                return replace(compare(inner, right), given=given)
        if (
            isinstance(name, Sym)
            and isinstance(left, EXPRESSIONS)
            and isinstance(right, EXPRESSIONS)
            and name.name in symbols(Add((left, right)))
        ):
            sides = compare_sides(Relation((name, value), ("=",)), given)
            if sides.equal and not symbols(value) and not CURVE.search(context.prompt):
                return unsure("is an equation that was not solved", "form", given)
            return sides
        return unsure("gives a value to another name", "names", given)
    if isinstance(given, Relation):
        return unequal("form", given, "is an inequality where an equation is wanted")
    return replace(compare(inner, given), given=given)


CURVE = re.compile(r"\b(?:lines?|locus|asymptotes?|axis|planes?|curve)\b|by an equation", re.IGNORECASE)


def is_function(form: Form) -> bool:
    """`f(x)`, `f^{-1}(x)`."""
    if not isinstance(form, Mul) or len(form.factors) != 2 or not isinstance(form.factors[1], Sym):
        return False
    head = form.factors[0]
    return isinstance(head, Sym) or (isinstance(head, Pow) and is_name(form))


def of_function(context: Context, name: Mul, value: Expr, left: Mul, right: Form, given: Form) -> Match:
    """`f(t) = 2t` for `f(x) = 2x`: the bound variable may have another name."""
    assert isinstance(name, Mul)
    if name.factors[0] != left.factors[0]:
        return unsure("is another function", "names", given)
    mine, theirs = name.factors[1], left.factors[1]
    if not (isinstance(mine, Sym) and isinstance(theirs, Sym) and isinstance(right, EXPRESSIONS)):
        return unsure("is another function", "names", given)
    if theirs.name != mine.name and mine.name in symbols(right):
        return unequal("names", given)
    right = with_its_constant(value, replaced(right, theirs.name, mine), mine, context.prompt)
    return of(same_value(value, right, context.solve), given)


def with_its_constant(value: Expr, right: Expr, bound: Form, prompt: str) -> Expr:
    """`x + a` as `x + c`, where neither letter is the problem's: an arbitrary constant may have any name."""
    if not prompt:
        return right
    mine, theirs = (
        {name for name in symbols(side) if Sym(name) != bound and not in_prompt(Sym(name), prompt)}
        for side in (value, right)
    )
    if len(mine) == len(theirs) == 1 and not symbols(right) & mine and not symbols(value) & theirs:
        return replaced(right, theirs.pop(), Sym(mine.pop()))
    return right


def compare_sides(expected: Relation, given: Form) -> Match:
    """Equations up to a factor that is a number."""
    if not isinstance(given, Relation):
        return (
            unequal("form", given, "is no equation")
            if isinstance(given, (*EXPRESSIONS, Quantity))
            else unsure("is no equation", "form", given)
        )
    if given.orders != ("=",):
        return (
            unequal("form", given, "is no equation")
            if set(given.orders) & set(ORDERS)
            else unsure("is not compared", "form", given)
        )
    if len(expected.sides) != 2:
        return unsure("is not compared", "form", given)
    if 1 in (count_of_signs(expected), count_of_signs(given)):
        wanted, found = both_signs(expected), both_signs(given)
        table = [
            [compare_sides(mine, theirs).equal for theirs in found] for mine in wanted if isinstance(mine, Relation)
        ]
        each = [max_of(row) for row in table] + [max_of([row[at] for row in table]) for at in range(len(found))]
        return tri(False if False in each else None if None in each else True, "equations up to factors")
    zero = []
    for relation in (expected, given):
        left, right = relation.sides
        if not (isinstance(left, EXPRESSIONS) and isinstance(right, EXPRESSIONS)):
            return unsure("is not compared", "form", given)
        zero.append(Add((left, Mul((MINUS_ONE, right)))))
    factor = proportion(zero[0], zero[1])
    if factor is None:
        return unsure("the sides are not settled", "normal form", given)
    if factor:
        return equal("equation up to a factor", given)
    return unequal("equation up to a factor", given)


def compare_matrix(context: Context, expected: Form, given: Form) -> Match:
    given = unnamed(given)
    if not isinstance(expected, Matrix):
        return unsure("is not compared", "form", given)
    if isinstance(given, Bracketed) and given.items and all(isinstance(item, Bracketed) for item in given.items):
        given = Matrix(tuple(item.items for item in given.items if isinstance(item, Bracketed)))
    vector = isinstance(given, Bracketed) and given.opening + given.closing in ("()", "[]", "<>")
    if vector and isinstance(given, Bracketed) and (len(expected.rows) == 1 or len(expected.rows[0]) == 1):
        column = len(expected.rows[0]) == 1
        given = Matrix(tuple((item,) for item in given.items) if column else (given.items,))
    if not isinstance(given, Matrix):
        return (
            unequal("form", given, "is no matrix")
            if isinstance(given, (*EXPRESSIONS, Quantity))
            else unsure("is no matrix", "form", given)
        )
    if (len(expected.rows), len(expected.rows[0])) != (len(given.rows), len(given.rows[0])):
        return unequal("size", given, "has another size")
    pairs = [
        (a, b)
        for mine, theirs in zip(expected.rows, given.rows, strict=True)
        for a, b in zip(mine, theirs, strict=True)
    ]
    return all_of([same_item(context, a, b) for a, b in pairs], given)


def compare_base(context: Context, expected: Form, given: Form) -> Match:
    if not isinstance(expected, BaseNumeral):
        return unsure("is not compared", "form", given)
    if isinstance(given, Relation) and set(given.orders) == {"="}:
        given = given.sides[-1]
    if isinstance(given, BaseNumeral):
        same = given.digits.lstrip("0").lower() == expected.digits.lstrip("0").lower()
        if given.base == expected.base:
            return equal("digits", given) if same else unequal("digits", given)
        return unequal("base", given, f"is written in base {given.base}")
    if isinstance(given, Quantity) and re.fullmatch(r"base \w+", given.unit):
        return unsure("names its base in words", "base", given)
    if isinstance(given, Num) and given.written == "integer":
        same = str(given.value) == expected.digits.lstrip("0")
        if same and "base" in context.prompt.lower():
            return equal("digits", given)
        return unsure("does not say its base", "base", given) if same else unequal("digits", given)
    return unsure("is no numeral", "form", given)


def agreement(one: str, other: str, prompt: str = "") -> bool | None:
    """Whether two answers of one attempt are the same."""
    if one.strip() == other.strip():
        return True
    results: list[bool | None] = []
    for first, second in ((one, other), (other, one)):
        made = reference_of(first)
        if isinstance(made, str):
            results.append(None)
            continue
        results.append(match(Context(made, prompt, None, unsolved), second).equal)
        if results[-1]:
            return True
    return False if results == [False, False] else None
