"""What extraction gives: the committed answer, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from verifiers.answer.marks import Mark
from verifiers.answer.reading import Reading


@dataclass(frozen=True, slots=True)
class Committed:
    """The answer as written (`attempt[start:end]`), the rule that found it, and what it says.

    `doubt` is a sentence when something around it is not understood: then it may not be accepted, and is rejected only if the
    reference is not among the numbers that the attempt gives.
    """

    text: str
    start: int
    end: int
    rule: str
    reading: Reading
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an attempt commits to no answer, or to more than one; `certain` as for `Unread`."""

    code: str
    reason: str
    start: int
    end: int
    certain: bool = True
    together: tuple[str, ...] = ()  # the members of one answer, each in a box of its own, if that is what they are


def quoted(mark: Mark) -> str:
    return ascii(mark.text if len(mark.text) <= 60 else mark.text[:57] + "...")
