"""Train or held-out, decided by the content of each problem alone, with near-duplicates on the same side.

Two prompts are twins when they have the same words and numbers, whatever their order, case, spacing, punctuation and
operators: `What is 12 + 34?` and `What is 34 + 12?`, or a story with its numbers swapped. So some that differ
(`12 - 34` and `34 - 12`) count as twins too, which costs a training problem at most. Not covered: paraphrases,
translations, numbers written as words, the same story with another name or number, and whatever else asks the same
with another word.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence

from problems.problem import Problem
from problems.source import ProblemSet

THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")


def split(problems: Iterable[Problem], share: float) -> ProblemSet:
    """About `share` of the problems held out, in their order. Adding or removing a problem moves no other one."""
    train: list[Problem] = []
    held: list[Problem] = []
    for problem in problems:
        (held if held_out(problem, share) else train).append(problem)
    return ProblemSet(tuple(train), tuple(held))


def held_out(problem: Problem, share: float, salt: str = "") -> bool:
    """Whether the problem falls to the held-out `share` (0 to 1); twins fall to the same side on every machine.

    What is held out at a share stays held out at a larger one. Another `salt` draws another split.
    """
    digest = hashlib.sha256(f"{salt}\0{twin_key(problem.prompt)}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def decontaminate(
    train: Sequence[Problem], held_out: Sequence[Problem]
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """The training problems without a twin among the held-out ones, and those that were dropped for having one."""
    keys = {twin_key(problem.prompt) for problem in held_out}
    kept: list[Problem] = []
    dropped: list[Problem] = []
    for problem in train:
        (dropped if twin_key(problem.prompt) in keys else kept).append(problem)
    return tuple(kept), tuple(dropped)


def twin_key(prompt: str) -> str:
    """The words and numbers of the prompt, sorted; equal for twins. A prompt with neither is its own key."""
    text = THOUSANDS.sub("", folded(prompt))
    return " ".join(sorted(TOKEN.findall(text))) or text.strip()


def folded(text: str) -> str:
    """Case and the forms of a character (full-width, ligatures, superscripts) made one: NFKC, case folding, NFKC."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
