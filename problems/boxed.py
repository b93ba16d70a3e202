r"""The answer that a written solution puts into its last \boxed{}, as the MATH data set does (arXiv 2103.03874)."""

from __future__ import annotations

import re

BOXED = re.compile(r"\\boxed(?![A-Za-z])\s*")
FBOX = re.compile(r"\\fbox(?![A-Za-z])\s*")
MARK = re.compile(r"\\.|[{}]", re.DOTALL)
BARE = re.compile(r"-?\d+(?:[.,]\d+)*|[A-Za-z]")


def last_boxed(solution: str) -> str | None:
    r"""What is in the last \boxed{}, or the last \fbox{} where there is no \boxed; None for none, a blank or an open one.

    MATH also writes \boxed 9: a number or a letter without braces.
    """
    boxes = [match.end() for match in BOXED.finditer(solution)] or [match.end() for match in FBOX.finditer(solution)]
    if not boxes:
        return None
    return (in_braces(solution[boxes[-1] :]) or "").strip() or None


def in_braces(text: str) -> str | None:
    """What is between the brace that a text begins with and its partner, or the bare number or letter there."""
    if not text.startswith("{"):
        bare = BARE.match(text)
        return bare[0] if bare else None
    depth = 0
    for mark in MARK.finditer(text):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if not depth:
            return text[1 : mark.start()]
    return None
