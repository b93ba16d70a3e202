r"""Times of day and dates as answers: `9:15\text{ a.m.}`, `21:15`, `March 5th, 2021`, `3/5/2021`. The whole text, or nothing.

What was left out (the half of the day, the year) is not made up: a comparison that rests on it cannot be told, except that an
answer may leave out what its reference states. No time zones, no two-digit years, no "quarter past nine".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

MAX_TEXT = 100  # characters
HOUR, HALF_DAY, DAY = 3600, 43_200, 86_400  # seconds
FIRST_YEAR = (
    1753  # the first in which Britain and its colonies kept the Gregorian calendar throughout; weekdays hold from here
)

Half = Literal["am", "pm", ""]


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day: `seconds` since midnight as written, 0 to 86399, and the half of the day where it was stated, else "".

    Noon states "pm" and midnight "am". `readings` is every number of seconds that may be meant: 9:15 alone is morning or
    evening, 21:15 and 0:15 can only be one.
    """

    seconds: int
    half: Half

    @property
    def readings(self) -> tuple[int, ...]:
        if self.half or not HOUR <= self.seconds < HALF_DAY + HOUR:
            return (self.seconds,)
        return self.seconds, (self.seconds + HALF_DAY) % DAY


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `year` is None where it was not stated."""

    year: int | None
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Date:
    """The days that may be meant, and the weekday that was stated: 0 for Monday to 6 for Sunday, None for none.

    Two readings only for a numeric date such as 3/5/2021, the one with the month first before the other; a stated weekday that
    fits one of them alone settles it.
    """

    readings: tuple[Day, ...]
    weekday: int | None = None


def read_time(text: str) -> Time | None:
    """The time of day that the whole text is; None if it is none or longer than 100 characters. Never raises."""
    if (found := plain(text)) is None or (match := TIME.fullmatch(found)) is None:
        return None
    if match["word"]:
        return MIDNIGHT if match["word"].endswith("midnight") else NOON
    if match["minute"] is None and not (match["half"] or match["clock"]):
        return None
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    half = half_of_day(match["half"] or "")
    if (
        hour > 24
        or (hour == 24 and (minute or second))
        or (half == "am" and hour > 12)
        or (half == "pm" and hour in (0, 24))
    ):
        return None
    if hour == 12 and match["half"] == "in the evening":
        return None
    if hour == 12 and half == "am":
        hour = 0
    elif hour < 12 and half == "pm":
        hour += 12
    return Time(hour % 24 * HOUR + minute * 60 + second, half)


def half_of_day(words: str) -> Half:
    if not words:
        return ""
    return "am" if words.startswith("a") or words.endswith("morning") else "pm"


def same_time(reference: Time, given: Time) -> bool | None:
    """Whether the given time is the reference; None where that cannot be told.

    9:15 answers 9:15 AM, as a missing half of the day is a missing unit; 9:15 PM may or may not be a reference of 9:15.
    """
    if not set(reference.readings) & set(given.readings):
        return False
    return True if len(reference.readings) <= len(given.readings) else None


def clock_durations(text: str) -> tuple[int, ...]:
    """The durations in seconds that the whole text may be, written as a clock: () if it is none. Never raises.

    `1:30:00` is hours, minutes and seconds; `1:30` is hours and minutes, or minutes and seconds (two durations, in this order).
    """
    if (found := plain(text)) is None or (match := CLOCK.fullmatch(found)) is None:
        return ()
    first, second, third = int(match[1]), int(match[2]), match[3]
    if third is not None:
        return (first * HOUR + second * 60 + int(third),)
    return first * HOUR + second * 60, first * 60 + second


def read_date(text: str) -> Date | None:
    """The date that the whole text is; None if it is none or longer than 100 characters. Never raises."""
    if (found := plain(text)) is None:
        return None
    weekday = None
    if (match := WEEKDAY.match(found)) is not None:
        weekday, found = WEEKDAYS.index(match[1][:3]), found[match.end() :]
    readings = tuple(dict.fromkeys(days(found)))
    if not readings:
        return None
    fitting = tuple(day for day in readings if weekday is not None and weekday_of(day, day.year) == weekday)
    return Date(fitting or readings, weekday)


def same_date(reference: Date, given: Date) -> bool | None:
    """Whether the given date is the reference; None where that cannot be told.

    A missing year or weekday in the given one is accepted; a year that only the given one states cannot be told, and a weekday
    that is wrong for its date is False. A numeric date with two readings is settled only by one with the same two.
    """
    if reference.readings == given.readings:
        verdicts = {verdict(reference, day, given, day) for day in given.readings}
    else:
        verdicts = {verdict(reference, a, given, b) for a in reference.readings for b in given.readings}
    return verdicts.pop() if len(verdicts) == 1 else None


def verdict(reference: Date, expected: Day, given: Date, day: Day) -> bool | None:
    """`same_date` for one reading of each."""
    if (expected.month, expected.day) != (day.month, day.day):
        return False
    if expected.year and day.year and expected.year != day.year:
        return False
    if given.weekday is not None:
        if reference.weekday is not None and reference.weekday != given.weekday:
            return False
        actual = weekday_of(day, day.year or expected.year)
        if actual is not None and actual != given.weekday:
            return False
        if actual is None and reference.weekday is None:
            return None
    return None if day.year and not expected.year else True


def weekday_of(day: Day, year: int | None) -> int | None:
    """0 for Monday; None without a year, or in one before the Gregorian calendar was general."""
    return dt.date(year, day.month, day.day).weekday() if year and year >= FIRST_YEAR else None


def days(text: str) -> Iterator[Day]:
    """The valid readings of a plain text without its weekday, a numeric one with the month first before the other."""
    if match := WRITTEN.fullmatch(text):
        month = str(MONTHS.index((match["month"] or match["month_last"])[:3]) + 1)
        found = [(match["year"] or match["year_last"], month, match["day"] or match["day_first"])]
    elif match := YEAR_FIRST.fullmatch(text):
        found = [(match["year"], match["month"], match["day"])]
    elif match := NUMERIC.fullmatch(text):
        found = [(match["year"], match["a"], match["b"]), (match["year"], match["b"], match["a"])]
    else:
        return
    for year, month, day in found:
        try:
            # 2000 has a 29th of February.
            dt.date(int(year or 2000), int(month), int(day))
        except ValueError:
            continue
        yield Day(int(year) if year else None, int(month), int(day))


def plain(text: str) -> str | None:
    """In lower case, without wrappers, braces and spacing commands; None if too long or with braces that do not match."""
    if len(text) > MAX_TEXT:
        return None
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return None
    if depth:
        return None
    text = DRESSING.sub("", SPACING.sub(" ", COLON.sub(":", text.replace("\u2019", "'"))))
    return " ".join(text.lower().split())


COLON = re.compile(r"\\colon(?![A-Za-z])|[：∶]")
SPACING = re.compile(r"\\[,;: ]|\\q?quad(?![A-Za-z])|~")
DRESSING = re.compile(r"\\(?:text|textrm|textit|textbf|textup|textnormal|mathrm|mathit|mathbf|mbox)\s*(?=\{)|\\!|[{}]")
TIME = re.compile(
    r"(?P<word>(?:12(?::00)? )?(?:noon|midnight)|midday)|"
    r"(?P<hour>[0-9]{1,2})(?: ?: ?(?P<minute>[0-5][0-9])(?: ?: ?(?P<second>[0-5][0-9]))?)?(?P<clock> ?o'clock)?"
    r"(?: ?(?P<half>[ap]\.? ?m\.?|in the (?:morning|afternoon|evening)))?"
)
CLOCK = re.compile(r"([0-9]{1,4}) ?: ?([0-5][0-9])(?: ?: ?([0-5][0-9]))?")
NOON, MIDNIGHT = Time(HALF_DAY, "pm"), Time(0, "am")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = re.compile(
    r"(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\.?,? "
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)"
)
ORDINAL = r"(?: ?\^? ?(?:st|nd|rd|th))?"
WRITTEN = re.compile(
    rf"(?P<month>{MONTH}) ?(?:the )?(?P<day>[0-9]{{1,2}}){ORDINAL}(?:(?: ?, ?| )(?P<year>[0-9]{{4}}))?|"
    rf"(?:the )?(?P<day_first>[0-9]{{1,2}}){ORDINAL} ?(?:of )?(?P<month_last>{MONTH})(?:(?: ?, ?| )(?P<year_last>[0-9]{{4}}))?"
)
YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})")
NUMERIC = re.compile(r"(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<year>[0-9]{4})")
