"""An answer without what only dresses it: delimiters, wrappers, spacing, look-alikes. Nothing that has a value is removed."""

from __future__ import annotations

import re

MAX_DEPTH = 8

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ！ to ～, the digits among them
LOOKS: dict[int, int | str] = {
    **FULL_WIDTH,
    0x2212: "-",
    0x2010: "-",
    0x2011: "-",
    0x2013: "-",
    0x202F: "\u2009",
    0xA0: "\u2009",
    0x2019: "'",
}

WRAPPER = re.compile(
    r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mathsf|mbox|boxed|fbox|operatorname)\s*\{([^{}]*)\}"
)
MERELY_WORDS = re.compile(r"[A-Za-z.%\\\s]*")
# A tie stands between a number and its unit; before a number `~` says "about", and doubled it strikes out.
SPACING = re.compile(r"\\(?:[;: ]|quad|qquad|displaystyle(?![A-Za-z]))|(?<=[\w}$%])~(?=[\\A-Za-z])")
LEFT_RIGHT = re.compile(r"\\(?:left|right)\s*(?=[()])|\\!")
DELIMITERS = (
    ("$$", "$$"),
    ("$", "$"),
    (r"\(", r"\)"),
    (r"\[", r"\]"),
    ("**", "**"),
    ("__", "__"),
    ("`", "`"),
    ('"', '"'),
    ("*", "*"),
)


def tidy(text: str) -> str:
    """The text with look-alikes, spacing commands, wrappers and surrounding marks removed; nothing that has a value."""
    text = text.translate(LOOKS).strip()
    for _ in range(MAX_DEPTH):
        before = text
        text = LEFT_RIGHT.sub("", SPACING.sub(" ", text)).replace("{,}", ",").replace(r"\,", "\u2009").strip()
        text = unpunctuated(undelimited(unwrapped(text))).strip()
        if text == before:
            break
    return text


def unwrapped(text: str) -> str:
    # `1\text{1/2}` shows as 11/2: inside a larger text, only words may lose their wrapper.
    if whole := WRAPPER.fullmatch(text):
        return whole[1]
    return WRAPPER.sub(lambda match: f" {match[1]} " if MERELY_WORDS.fullmatch(match[1]) else match[0], text)


def undelimited(text: str) -> str:
    for left, right in DELIMITERS:
        if (
            len(text) > len(left + right)
            and text.startswith(left)
            and text.endswith(right)
            and not text.endswith("\\" + right)
        ):
            inner = text[len(left) : -len(right)]
            if left not in inner:
                return inner
    # `**18** dollars`: the emphasis may end before the text does, but `2**3` is a power.
    end = text.find("**", 2) if text.startswith("**") else -1
    return f"{text[2:end]} {text[end + 2 :].lstrip()}" if end > 0 and not text[end + 2 :][:1].isalnum() else text


def unpunctuated(text: str) -> str:
    # Three full stops are not the end of a sentence: 5... may go on.
    return text[:-1] if text.endswith((".", ",", ";", ":")) and not text.endswith("..") else text
