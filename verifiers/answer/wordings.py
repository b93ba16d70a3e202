"""Answers in words: options, yes and no, phrases; and ratios."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from verifiers.answer.balls import known
from verifiers.answer.equality import same_value
from verifiers.answer.kinds import CHOICE, YES, Reference, nothing_of, ratio_of, reference_of, undressed, words_of
from verifiers.answer.matching import Context, Match, all_of, equal, of, unequal, unsure
from verifiers.answer.phrasing import is_asked_for, question
from verifiers.answer.question import SPACES, options_of
from verifiers.answer.tree import MINUS_ONE, Mul, Pow
from verifiers.answer.words import HEDGES, NEGATIONS, singular, vocabulary, words

QUALIFIERS = vocabulary(
    "integer integers positive negative rational natural small large odd even prime whole nonnegative other more"
)
LETTER_FIRST = re.compile(r"[\s({\[]*([A-Ja-j])[)}\].:]*(?:[\s:.,)=-]+(.*))?", re.DOTALL)


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
    return context.match(replace(context, reference=made, prompt=""), text).equal


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
        return context.match(replace(context, reference=inner), text)
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
