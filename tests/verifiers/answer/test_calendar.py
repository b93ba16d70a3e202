"""Which texts are times of day and dates, which are the same, and what cannot be told."""

import pytest

from verifiers.answer.calendar import Day, clock_durations, read_date, read_time, same_date, same_time

MARCH_5 = Day(None, 3, 5)
MARCH_5_2021 = Day(2021, 3, 5)


@pytest.mark.parametrize(
    ("text", "hour", "minute", "second", "half"),
    [
        ("9:15 AM", 9, 15, 0, "am"),
        (r"9:15\text{ a.m.}", 9, 15, 0, "am"),
        ("9:15\u202fAM", 9, 15, 0, "am"),
        ("9{:}15 \\text{ p.m.}", 21, 15, 0, "pm"),
        ("9:15 in the evening", 21, 15, 0, "pm"),
        ("09:15", 9, 15, 0, ""),
        ("21:15", 21, 15, 0, ""),
        ("21:15 PM", 21, 15, 0, "pm"),
        ("9 pm", 21, 0, 0, "pm"),
        ("9PM", 21, 0, 0, "pm"),
        ("9 o'clock", 9, 0, 0, ""),
        ("9:15:30", 9, 15, 30, ""),
        ("12 AM", 0, 0, 0, "am"),
        ("12:30 AM", 0, 30, 0, "am"),
        ("12 PM", 12, 0, 0, "pm"),
        ("12:00 noon", 12, 0, 0, "pm"),
        ("noon", 12, 0, 0, "pm"),
        ("midday", 12, 0, 0, "pm"),
        ("midnight", 0, 0, 0, "am"),
        ("24:00", 0, 0, 0, ""),
    ],
)
def test_a_time_of_day_is_read_in_seconds(text, hour, minute, second, half):
    time = read_time(text)
    assert time is not None
    assert (time.seconds, time.half) == (hour * 3600 + minute * 60 + second, half)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("9", id="a number"),
        pytest.param("9:5", id="one digit of minutes"),
        pytest.param("9:60", id="sixty minutes"),
        pytest.param("25:00", id="twenty-five hours"),
        pytest.param("24:01", id="past the end of the day"),
        pytest.param("21:15 AM", id="an evening hour in the morning"),
        pytest.param("0:15 PM", id="the first hour in the afternoon"),
        pytest.param("12 in the evening", id="noon or midnight in the evening"),
        pytest.param("9:15 AM EST", id="a time zone"),
        pytest.param("9:15 AM or PM", id="two times"),
        pytest.param("9:15}", id="a brace that was not opened"),
        pytest.param("٩:15", id="a digit of another script"),
    ],
)
def test_anything_else_is_no_time_of_day(text):
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("reference", "given", "same"),
    [
        pytest.param("9:15 AM", "9:15 a.m.", True, id="the same time"),
        pytest.param("9:15 AM", "9:15", True, id="without its half of the day"),
        pytest.param("9:15 PM", "9:15", True, id="an evening without its half of the day"),
        pytest.param("21:15", "9:15 PM", True, id="twenty-four hours against twelve"),
        pytest.param("9:15", "09:15:00", True, id="seconds that are zero"),
        pytest.param("noon", "12:00 PM", True, id="noon"),
        pytest.param("midnight", "12 AM", True, id="midnight"),
        pytest.param("9:15 AM", "9:15 PM", False, id="the other half of the day"),
        pytest.param("9:15 AM", "21:15", False, id="the other half of the day on twenty-four hours"),
        pytest.param("9:15", "9:16 PM", False, id="another minute"),
        pytest.param("9:15", "9:15:30", False, id="half a minute later"),
        pytest.param("midnight", "noon", False, id="noon for midnight"),
        pytest.param("9:15", "9:15 PM", None, id="a half of the day that the reference does not state"),
        pytest.param("9:15", "21:15", None, id="an evening where the reference may be a morning"),
        pytest.param("12:00", "noon", None, id="noon where the reference may be midnight"),
    ],
)
def test_times_are_compared_as_far_as_they_are_stated(reference, given, same):
    assert same_time(read_time(reference), read_time(given)) is same


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:30:00", (5400,)),
        ("1:30", (5400, 90)),
        ("100:00", (360_000, 6000)),
        ("1:60", ()),
        ("1:30 AM", ()),
        ("90", ()),
    ],
)
def test_a_duration_written_as_a_clock_has_one_or_two_readings(text, seconds):
    assert clock_durations(text) == seconds


@pytest.mark.parametrize(
    ("text", "readings", "weekday"),
    [
        ("March 5, 2021", [MARCH_5_2021], None),
        ("March 5 2021", [MARCH_5_2021], None),
        ("5 March 2021", [MARCH_5_2021], None),
        (r"\text{March }5,\ 2021", [MARCH_5_2021], None),
        ("2021-03-05", [MARCH_5_2021], None),
        ("2021/3/5", [MARCH_5_2021], None),
        ("the 5th of March, 2021", [MARCH_5_2021], None),
        ("Mar. 5", [MARCH_5], None),
        ("March 5th", [MARCH_5], None),
        (r"March 5^{\text{th}}", [MARCH_5], None),
        ("3/5/2021", [MARCH_5_2021, Day(2021, 5, 3)], None),
        ("5.3.2021", [Day(2021, 5, 3), MARCH_5_2021], None),
        ("13/5/2021", [Day(2021, 5, 13)], None),
        ("3/3/2021", [Day(2021, 3, 3)], None),
        ("Friday, March 5, 2021", [MARCH_5_2021], 4),
        ("Thurs. March 5", [MARCH_5], 3),
        ("Friday, 3/5/2021", [MARCH_5_2021], 4),
        ("February 29", [Day(None, 2, 29)], None),
    ],
)
def test_a_date_is_read_with_every_day_it_may_be(text, readings, weekday):
    date = read_date(text)
    assert date is not None
    assert (list(date.readings), date.weekday) == (readings, weekday)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("Friday", id="a weekday alone"),
        pytest.param("March", id="a month alone"),
        pytest.param("March 2021", id="a month of a year"),
        pytest.param("March 32", id="a day that no month has"),
        pytest.param("February 29, 2021", id="a day that the year does not have"),
        pytest.param("3/5", id="a fraction"),
        pytest.param("3/5/21", id="a year of two digits"),
        pytest.param("3/5-2021", id="two separators"),
        pytest.param("31/31/2021", id="no month"),
        pytest.param("0000-01-01", id="the year zero"),
        pytest.param("March 5 or 6", id="two days"),
        pytest.param("March 5, 44 BC", id="another era"),
        pytest.param("not March 5", id="a denial"),
    ],
)
def test_anything_else_is_no_date(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("reference", "given", "same"),
    [
        pytest.param("March 5, 2021", "2021-03-05", True, id="the same date"),
        pytest.param("March 5, 2021", "5 March", True, id="without its year"),
        pytest.param("March 5, 2021", "Friday, March 5", True, id="with the weekday of the reference's year"),
        pytest.param("Friday, March 5", "March 5", True, id="without its weekday"),
        pytest.param("Friday, March 5", "Friday, March 5", True, id="a weekday that both state"),
        pytest.param("3/5/2021", "3/5/2021", True, id="a numeric date in the same order"),
        pytest.param("March 5, 2021", "March 6, 2021", False, id="another day"),
        pytest.param("March 5, 2021", "March 5, 2022", False, id="another year"),
        pytest.param("March 5, 2021", "Monday, March 5, 2021", False, id="a wrong weekday"),
        pytest.param("March 5", "Monday, March 5, 2021", False, id="a weekday that is wrong for its own year"),
        pytest.param("Friday, March 5", "Monday, March 5", False, id="another weekday"),
        pytest.param("March 6, 2021", "3/5/2021", False, id="neither reading of a numeric date"),
        pytest.param("March 5, 2021", "3/5/2021", None, id="one reading of a numeric date"),
        pytest.param("3/5/2021", "March 5, 2021", None, id="a reference with two readings"),
        pytest.param("3/5/2021", "5/3/2021", None, id="two numeric dates in either order"),
        pytest.param("March 5", "March 5, 2021", None, id="a year that the reference does not state"),
        pytest.param("March 5", "Friday, March 5", None, id="a weekday that cannot be checked"),
        pytest.param("March 5, 1600", "Monday, March 5, 1600", None, id="a weekday in the old calendar"),
    ],
)
def test_dates_are_compared_as_far_as_they_are_stated(reference, given, same):
    assert same_date(read_date(reference), read_date(given)) is same


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9" * 10_000_000, id="ten million digits"),
        pytest.param("{" * 50 + "noon" + "}" * 46, id="braces that do not match"),
        pytest.param("{" * 5_000_000 + "}" * 5_000_000, id="ten million braces"),
        pytest.param("9" + " " * 98 + ":", id="spaces"),
        pytest.param(r"\text" * 20, id="wrappers without braces"),
        pytest.param("\x00", id="a null character"),
        pytest.param("\ud800", id="half of a surrogate pair"),
    ],
)
def test_hostile_text_is_neither_a_time_nor_a_date(text):
    assert read_time(text) is None
    assert read_date(text) is None
    assert clock_durations(text) == ()
