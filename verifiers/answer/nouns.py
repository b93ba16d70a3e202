"""Which words after a number are its unit. Only what the problem counts or measures is one; any other word is a doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifiers.answer.words import (
    FILLERS,
    IRREGULAR_PLURALS,
    MEASURES,
    NEVER_A_UNIT,
    VERBS,
    singular,
    vocabulary,
    words,
)

ASKED = re.compile(r"\bhow (?:many|much)((?:\s+[a-z'-]+){1,4})")
AFTER_THE_NOUN = vocabulary(
    "did does do is are was were will would has have had can could should must may might of in on at per does that which who "
    "he she they it you we i there to for from with the a an his her their each every if when"
)


def unit_words(prompt: str) -> set[str]:
    """The singulars of nouns that the problem counts (`48 clips`), asks for (`how many clips`) or measures in."""
    text = prompt.lower().replace("’", "'")
    found = {word for word in words(text) if len(word) > 2 and singular(word) in MEASURES}
    for match in ASKED.finditer(text):
        for word in match[1].split():
            if word in AFTER_THE_NOUN:
                break
            found.add(word)
    for match in re.finditer(r"\d((?:\s+[a-z'-]+){1,3})", text):
        for at, word in enumerate(match[1].split()):
            if word in AFTER_THE_NOUN or word in NEVER_A_UNIT:
                break
            plural = word.endswith("s") or word in IRREGULAR_PLURALS
            if plural or (at == 0 and singular(word) in MEASURES):
                found.update(match[1].split()[: at + 1])
                break
    return {singular(word) for word in found if not changes_the_value(word)}


def changes_the_value(word: str) -> bool:
    """`72 doubled`, `3 eighths`, `5 grand`: with these a number is another number."""
    parts = set(word.lower().split("-"))
    return bool(parts & (NEVER_A_UNIT | VERBS)) or bool(re.search(r"(?:ths|nths|ed|th)$", word.lower()))


def not_a_unit(said: Sequence[str], prompt: str) -> str:
    """Why the words after a number may not be its unit; "" if they are."""
    if odd := next((word for word in said if changes_the_value(word)), None):
        return f"{odd!a} may change the value"
    known = unit_words(prompt)
    named = [word for word in said if word not in FILLERS]
    if foreign := next((word for word in named if singular(word) not in known), None):
        return f"{foreign!a} is not what the problem counts or measures"
    if said and (said[-1] in ("in", "of") or singular(said[-1]) in ("square", "cubic")):
        return f"{said[-1]!a} names no unit"
    measures = MEASURES & {singular(word) for word in words(prompt)}
    if len(measures) > 1 and measures & {singular(word) for word in named}:
        return f"the problem speaks of several units: {', '.join(sorted(measures))}"
    return ""
