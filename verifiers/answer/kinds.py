"""What kind of answer a reference is: its text decides, or `type` in the problem's checks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from verifiers.answer.calendar import Date, Time, read_date, read_time
from verifiers.answer.cursor import Style
from verifiers.answer.grammar import MAX_REMEMBERED, parse
from verifiers.answer.signs import signs_in
from verifiers.answer.tokens import Unreadable, plain
from verifiers.answer.tree import (
    EXPRESSIONS,
    INFINITY,
    BaseNumeral,
    Bracketed,
    Expr,
    Form,
    Listed,
    Matrix,
    Mul,
    Num,
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
    symbols,
)
from verifiers.answer.words import vocabulary

# `type` in the checks, and the kinds of reference that it lets a text be.
TYPES: dict[str, frozenset[str]] = {
    name: frozenset(kinds.split())
    for name, kinds in {
        "integer": "value", "rational": "value", "fraction": "value", "decimal": "value", "number": "value", "mixed": "value",
        "percent": "value", "currency": "value", "quantity": "value", "complex": "value", "expression": "value",
        "polynomial": "value", "approximate": "value", "equation": "equation value", "inequality": "region",
        "interval": "region tuple", "set": "set value", "list": "set value", "tuple": "tuple", "vector": "tuple matrix",
        "matrix": "matrix",
        "base": "base", "choice": "choice", "boolean": "boolean", "text": "text", "date": "date", "time": "time",
        "ratio": "ratio", "none": "none",
    }.items()
}  # fmt: skip

WRAPPED = re.compile(
    r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathsf|mbox|boxed|fbox|operatorname|emph|bf|rm)\s*\{([^{}]*)\}"
)
SIZES = re.compile(r"\\(?:displaystyle|textstyle|left|right)(?![A-Za-z])")
SPACES = re.compile(r"\\[,;:! ]|~")
SIGNS = re.compile(r"[^\w\s'+#%.]")
POINTS = re.compile(r"\.(?!\d)")
CHOICE = re.compile(r"[\s({\[]*([A-J])[\s)}\].:]*")
YES = {
    "yes": True,
    "true": True,
    "correct": True,
    "y": True,
    "no": False,
    "false": False,
    "incorrect": False,
    "n": False,
}
NO_SOLUTION = vocabulary(
    "no solution|no solutions|no real solution|no real solutions|none|no such solution|empty set|the empty set|"
    "no answer|there is no solution|there are no solutions|there are no real solutions|there is no real solution|"
    "no integer solutions|no integer solution|no roots|no real roots|no such number|no such numbers|no such x|"
    "no such x exists|no value|no values|no such integer|no such integers|no such function|no such functions|"
    "no solution exists|no solutions exist|impossible|not possible|inconsistent|no positive integer solutions|"
    "no such numbers exist|no such integers exist",
    separator="|",
)
UNDEFINED = vocabulary(
    "undefined|not defined|is undefined|dne|d.n.e|does not exist|doesn't exist|the limit does not exist|"
    "limit does not exist|the expression is undefined|it is undefined|it does not exist|not exist",
    separator="|",
)
HAS_NONE = re.compile(
    r"(?:the |this )?(?:system|equation|inequality|problem|system of equations|given equation) "
    r"has no (?:real |integer )?(?:solutions?|roots?)"
)
NO_SUCH = re.compile(
    r"(?:there (?:is|are|exists?|exist) )?no such "
    r"(?:(?:real|rational|integer|positive|natural|complex|prime|polynomial|continuous|ordered) )*[a-z]+"
    r"(?: (?:[a-z]|exists?|can exist|can be found))*|"
    r"there (?:is|are|exists?|exist) no (?:such )?(?:(?:real|integer|positive|natural|rational|valid|such) )*"
    r"(?:solutions?|numbers?|integers?|functions?|values?|triangles?|polynomials?|pairs?|triples?|roots?|sequences?|sets?|[a-z])"
    r"(?: [a-z])?(?: (?:satisfying|that satisf|which satisf|fulfilling)(?:(?!neg|fail|not)[^0-9]){0,80})?"
    r"|no (?:(?:real|integer|positive|natural|rational|valid) )*(?:functions?|numbers?|integers?|solutions?|pairs?|values?) exists?"
)
ABOUT = re.compile(
    r"\\(?:approx|sim|simeq)(?![A-Za-z])|[≈≃∼]|^~|\b(?:approximately|approx|about|roughly)\b\.?", re.IGNORECASE
)
RATIO = re.compile(r"[^:]{1,80}(?::[^:=]{1,80}){1,5}")
EVERYTHING = re.compile(r"(?:all|any|every) (?:real )?(?:numbers?|reals?|values?|x|real x)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference that can be compared with. `form`: the tree of a mathematical one; `parts` of a ratio; `day` and `time`.

    `about`: how far an answer may be off, when the reference says that it is rounded."""

    text: str
    kind: str
    form: Form | None = None
    letters: frozenset[str] = frozenset()
    words: str = ""
    date: Date | None = None
    time: Time | None = None
    ratio: tuple[Expr, ...] = ()
    about: Fraction | None = None


@lru_cache(4096)
def reference_of(text: str, type_: str = "", prompt: str = "") -> Reference | str:
    """The reference, or one sentence on why its text cannot be compared with anything."""
    if type_ and type_ not in TYPES:
        return f"no type of answer is called {type_!a}; types: {', '.join(TYPES)}"
    wanted = TYPES.get(type_)
    found: list[Reference] = []
    why = ""
    for read in (as_choice, as_boolean, as_nothing, as_time, as_ratio, as_date, as_form, as_text):
        if wanted is not None and not KINDS[read.__name__] & wanted:
            continue
        made = read(text, prompt)
        if isinstance(made, Reference) and (
            wanted is None or made.kind in wanted or (made.kind == "region" and "tuple" in wanted)
        ):
            found.append(made)
            break
        if isinstance(made, str):
            why = why or made
    if not found:
        wanted_words = f"of type {type_!a}" if type_ else "of any type"
        return f"the reference {text[:80]!a} cannot be read as an answer {wanted_words}{': ' + why if why else ''}"
    made = found[0]
    if (
        type_ == "integer"
        and not (isinstance(made.form, Num) and made.form.value.denominator == 1)
        and not whole_power(made.form)
    ):
        return f"the reference {text[:80]!a} is not an integer, as its type says"
    return made


def whole_power(form: Form | None) -> bool:
    """2^{80} and 10! are integers, too; what is not one is only told of a number that is written out."""
    return form is not None and not isinstance(form, Num) and isinstance(form, EXPRESSIONS)


def undressed(text: str) -> str:
    r"""Without what only dresses words: dollar signs, \text{}, emphasis, a full stop."""
    return remembered(text) if len(text) <= MAX_REMEMBERED else stripped(text)


def stripped(text: str) -> str:
    text = SIZES.sub(" ", plain(text))
    for _ in range(6):
        before = text
        text = WRAPPED.sub(lambda match: f" {match[1]} ", text).strip().strip('$`"').strip()
        text = text.removeprefix("**").removesuffix("**").removeprefix("\\(").removesuffix("\\)").strip()
        if text == before:
            break
    return SPACES.sub(" ", text).strip().rstrip(".").rstrip()


remembered = lru_cache(4096)(stripped)


def as_choice(text: str, _: str) -> Reference | str:
    match = CHOICE.fullmatch(undressed(text))
    return Reference(text, "choice", words=match[1]) if match else ""


def as_boolean(text: str, _: str) -> Reference | str:
    word = undressed(text).strip(".!").lower()
    return Reference(text, "boolean", words="yes" if YES[word] else "no") if word in YES and len(word) > 1 else ""


def nothing_of(text: str) -> str:
    r"""Which way of having no value a text says: "no solution", "undefined" or "" for neither."""
    said = " ".join(undressed(text).strip(".! ").lower().split())
    if (
        said in NO_SOLUTION
        or HAS_NONE.fullmatch(said)
        or NO_SUCH.fullmatch(said)
        or said.replace(" ", "") in ("\\emptyset", "\\{\\}", "\\varnothing")
    ):
        return "no solution"
    return "undefined" if said in UNDEFINED else ""


def as_nothing(text: str, _: str) -> Reference | str:
    said = nothing_of(text)
    return Reference(text, "none", words=said) if said else ""


def as_time(text: str, prompt: str) -> Reference | str:
    if ":" not in text and not re.search(r"[ap]\.?\s*m|noon|midnight", undressed(text), re.IGNORECASE):
        return ""
    if "ratio" in prompt.lower() or (time := read_time(undressed(text))) is None:
        return ""
    return Reference(text, "time", time=time)


def ratio_of(text: str) -> tuple[Expr, ...]:
    bare = undressed(text).replace("\\colon", ":").replace("\\ratio", ":").replace(" to ", ":")
    if not RATIO.fullmatch(bare) or "\\{" in bare:
        return ()
    sides = []
    for side in bare.split(":"):
        try:
            form = parse(side, Style())
        except Unreadable:
            return ()
        if not isinstance(form, EXPRESSIONS):
            return ()
        sides.append(form)
    return tuple(sides)


def as_ratio(text: str, _: str) -> Reference | str:
    if ":" not in text and "\\colon" not in text:
        return ""
    names, equals, ratio = text.rpartition("=")
    sides = ratio_of(ratio if equals and ":" in names else text)
    return Reference(text, "ratio", ratio=sides) if sides else ""


def as_date(text: str, _: str) -> Reference | str:
    date = (
        read_date(undressed(text))
        if any(map(str.isdecimal, text)) and re.search(r"[A-Za-z]{3}|\d[/-]\d+[/-]\d", text)
        else None
    )
    return Reference(text, "date", date=date) if date else ""


def as_form(text: str, _: str) -> Reference | str:
    about = None
    bare = text
    if ABOUT.search(text):
        bare = ABOUT.split(text)[-1]
    if EVERYTHING.fullmatch(undressed(text)):
        bare = "(-\\infty,\\infty)"
    try:
        form = parse(bare, Style())
    except Unreadable as error:
        return str(error)
    if isinstance(form, Words):
        return ""
    if bare is not text and ABOUT.search(text):
        value = form.value if isinstance(form, Quantity) else form
        about = half_a_digit(bare) if isinstance(value, EXPRESSIONS) else None
    if isinstance(form, Listed) and all(map(unbounded, form.items)):
        form = Union(form.items)  # "increasing on (-\\infty, 0) and (1, \\infty)"
    kind = kind_of(form)
    while kind != "region" and isinstance(form, Relation) and form.orders == ("in",):
        form = form.sides[-1]
    return Reference(text, kind, form, symbols(form), about=about)


def half_a_digit(text: str) -> Fraction:
    """Half of the last digit's worth: 0.005 for 3.14."""
    digits = re.search(r"\.(\d+)", text)
    return Fraction(1, 2 * 10 ** len(digits[1])) if digits else Fraction(1, 2)


def as_text(text: str, _: str) -> Reference | str:
    words = words_of(text)
    if not words or len(words) > 400:
        return "it has no words"
    share = sum(map(str.isalpha, undressed(text))) / max(1, len(undressed(text)))
    return (
        Reference(text, "text", words=words)
        if share > 0.5 and "\\" not in undressed(text)
        else "it is neither mathematics nor words"
    )


KINDS = {
    "as_choice": {"choice"}, "as_boolean": {"boolean"}, "as_nothing": {"none"}, "as_time": {"time"}, "as_ratio": {"ratio"},
    "as_date": {"date"}, "as_form": {"value", "equation", "region", "set", "tuple", "matrix", "base"}, "as_text": {"text"},
}  # fmt: skip


def kind_of(form: Form) -> str:
    match form:
        case Relation(_, orders):
            if set(orders) == {"="}:
                return "equation"
            return kind_of(form.sides[-1]) if orders == ("in",) else "region"
        case Listed(items) if all(
            isinstance(item, Relation) and set(item.orders) <= {"<", ">", "<=", ">=", "!="} for item in items
        ):
            return "region"
        case Listed() | SetOf() | PlusMinus():
            return "set"
        case Bracketed(opening, items, closing):
            return "region" if opening + closing in ("[)", "(]", "][", "]]", "[[") and len(items) == 2 else "tuple"
        case Union() | Without():
            return "region"
        case Sym("R"):
            return "region"
        case Matrix():
            return "matrix"
        case BaseNumeral():
            return "base"
        case Words():
            return "text"
    return "set" if isinstance(form, EXPRESSIONS) and signs_in(form) else "value"


def unbounded(form: Form) -> bool:
    """An interval with an infinite end, which no pair of numbers has."""
    match form:
        case Bracketed(_, (low, high), _):
            return INFINITY in (low, high) or low == negated(INFINITY)
    return False


def words_of(text: str) -> str:
    """The words of a text in lower case, without articles and punctuation."""
    bare = SIGNS.sub(" ", undressed(text).lower().replace("-", " ").replace("_", " "))
    bare = POINTS.sub(" ", bare)
    return " ".join(word for word in bare.split() if word not in ("a", "an", "the"))


def is_power_of_ten(expr: Expr) -> bool:
    match expr:
        case Pow(Num(base), _):
            return base == 10
        case Mul(factors):
            return any(map(is_power_of_ten, factors))
    return False
