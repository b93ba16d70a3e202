"""What is a number, exactly, and what is not."""

from fractions import Fraction

import pytest

from verifiers.answer.parse import parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("56", "56"),
        ("+56", "56"),
        ("- 208", "-208"),
        ("−208", "-208"),
        ("1,234,567", "1234567"),
        ("2{,}500{,}000", "2500000"),
        ("1 234 567", "1234567"),
        (r"1\,234", "1234"),
        ("1\u202f234", "1234"),
        ("0.50", "1/2"),
        (".5", "1/2"),
        ("5.", "5"),
        ("1,234.5", "2469/2"),
        ("25/4", "25/4"),
        ("-7/11", "-7/11"),
        (r"\frac{25}{4}", "25/4"),
        (r"\dfrac{25}{4}", "25/4"),
        (r"\tfrac12", "1/2"),
        (r"\frac{7}{-11}", "-7/11"),
        ("½", "1/2"),
        ("5½", "11/2"),
        ("1 1/2", "3/2"),
        (r"1\frac{1}{2}", "3/2"),
        (r"-1\frac12", "-3/2"),
        ("3.2e5", "320000"),
        (r"3.2\times10^{5}", "320000"),
        ("3.2 x 10^5", "320000"),
        ("10^{-2}", "1/100"),
        (r"\left(\frac{5}{9}\right)", "5/9"),
        (r"\text{56}", "56"),
        ("$56$", "56"),
        ("**56**", "56"),
        ("３６", "36"),
    ],
)
def test_a_number_is_read_exactly(text, value):
    number = parse_number(text)
    assert number is not None
    assert number.value == Fraction(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "--5",
        "1,23",
        "1,2,3",
        "0,123",
        "1.234.567",
        "1 2",
        "1 234/5",
        "5 3/2",
        "1/2/3",
        "1/0",
        "7*8",
        "2^3",
        "2**3",
        r"\sqrt{4}",
        "5!",
        "5k",
        "0x10",
        "1e999999999",
        "10^{10^{10}}",
        "9" * 1500,
        r"\pm 5",
        r"1\text{1/2}",
        "٣",
        "²",
        "5...",
        "(5",
        "\x00",
    ],
)
def test_anything_else_is_not_a_number(text):
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("64%", "64%"),
        (r"64\text{ percent}", "64%"),
        (r"\$7.25", "$29/4"),
        ("7.25 dollars", "$29/4"),
        ("-$5", "$-5"),
        ("18 eggs", "18 eggs"),
    ],
)
def test_what_stands_around_a_number_is_kept(text, shown):
    assert str(parse_number(text)) == shown
