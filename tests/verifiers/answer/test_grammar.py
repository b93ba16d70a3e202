"""What is read from a text, exactly, and what is not read."""

from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest

from verifiers.answer.cursor import Style
from verifiers.answer.exact import rational_value
from verifiers.answer.grammar import parse
from verifiers.answer.show import shown
from verifiers.answer.tokens import MAX_TEXT, Unreadable
from verifiers.answer.tree import EXPRESSIONS, Bracketed, Listed, Matrix, Quantity, Relation, SetOf, Union, Words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("56", "56"), ("+56", "56"), ("- 208", "-208"), ("−208", "-208"), ("1,234,567", "1234567"), ("2{,}500{,}000", "2500000"),
        ("1 234 567", "1234567"), (r"1\,234", "1234"), (r"1,\!234", "1234"), ("1\u202f234", "1234"), ("0.50", "1/2"),
        (".5", "1/2"),
        ("5.", "5"), ("1,234.5", "2469/2"), ("25/4", "25/4"), ("-7/11", "-7/11"), (r"\frac{25}{4}", "25/4"),
        (r"\dfrac{25}{4}", "25/4"),
        (r"\tfrac12", "1/2"), (r"\frac{7}{-11}", "-7/11"), ("½", "1/2"), ("5½", "11/2"), ("1 1/2", "3/2"),
        (r"1\frac{1}{2}", "3/2"),
        (r"-1\frac12", "-3/2"), ("3.2e5", "320000"), (r"3.2\times10^{5}", "320000"), ("3.2 x 10^5", "320000"),
        ("10^{-2}", "1/100"),
        (r"\left(\frac{5}{9}\right)", "5/9"), (r"\text{56}", "56"), ("$56$", "56"), ("**56**", "56"), ("３６", "36"),
        ("{5 \\over 9}", "5/9"),
        (r"0.\overline{3}", "1/3"), (r"0.1\overline{6}", "1/6"), ("-2^2", "-4"), ("(-2)^2", "4"), ("2^3^2", "512"),
        ("2^10", "1024"),
        ("3!", "6"), ("-3!", "-6"), ("5!!", "15"), (r"\frac{6!}{3!2!}", "60"), (r"\binom{5}{2}", "10"), (r"{5 \choose 2}", "10"),
        ("|-3|", "3"), (r"\lfloor 2.5 \rfloor", "2"), (r"\lceil -2.5 \rceil", "-2"), ("6÷2", "3"), ("2·3", "6"),
        ("7/2*3", "21/2"), ("3 + -2", "1"), ("3-(-2)", "5"),
        (r"\sqrt{49}", "7"), (r"\sqrt[3]{-8}", "-2"), ("√16", "4"), (r"\frac{1}{2}\cdot 3", "3/2"), ("2³", "8"),
        (r"\gcd(12, 18)", "6"),
    ],
)  # fmt: skip
def test_a_number_has_its_value(text, value):
    form = parse(text, Style())
    assert isinstance(form, EXPRESSIONS)
    assert rational_value(form) == Fraction(value)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("2xy", "2*x*y"), (r"\sin 2x", "sin(2*x)"), (r"\sin^2 x", "(sin(x))^(2)"), (r"\sin^{-1} x", "arcsin(x)"),
        ("sin(x)^2", "sin((x)^(2))"),
        (r"\log_2 8", "ln(8)*(ln(2))^(-1)"), (r"e^{i\pi}", "(e)^(i*pi)"), ("x_1", "x_1"), (r"x_{12}", "x_12"), ("f'(x)", "f'*x"),
        (r"\mathrm{e}^3", "(e)^(3)"), (r"a\pm b", "(a ± b)"), ("1/2x", "1*(2)^(-1)*x"), (r"\frac12x", "1*(2)^(-1)*x"),
        (r"\sqrt{2}x", "(2)^(1/2)*x"), (r"\theta", "theta"), (r"\vec{AB}",
        "vec(AB)"),
    ],
)  # fmt: skip
def test_an_expression_has_its_tree(text, tree):
    assert shown(parse(text, Style())) == tree


@pytest.mark.parametrize(
    ("text", "kind", "tree"),
    [
        ("[2, 5)", Bracketed, "[2, 5)"), (r"\left(6,1\right)", Bracketed, "(6, 1)"), (r"\langle 1,2\rangle", Bracketed, "<1, 2>"),
        (r"\{1,2\}", SetOf, "{1, 2}"), (r"\emptyset", SetOf, "{}"), (r"(0,1)\cup[2,3]", Union, "(0, 1) ∪ [2, 3]"),
        ("1, 2", Listed, "1, 2"), (r"3 \text{ and } 8", Listed, "3 and 8"), ("x=3 or x=8", Listed, "x = 3 or x = 8"),
        ("2 ≤ x < 5", Relation, "2 <= x < 5"), (r"x \in \mathbb{R}", Relation, "x in R"), (r"x\ne0", Relation, "x != 0"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", Matrix, "[1, 2; 3, 4]"),
        (r"\left[\begin{matrix}1\\2\end{matrix}\right]", Matrix, "[1; 2]"),
        (r"9\text{ kg}", Quantity, "9 kg"), ("9 kg", Quantity, "9 kg"), (r"\$7.25", Quantity, "$29/4"),
        (r"64\%", Quantity, "64%"),
        (r"60^\circ", Quantity, "60 °"), ("10 apples", Quantity, "10 apples"), (r"12\text{ cm}^2", Quantity, "12 cm^2"),
        ("no solution", Words, "no solution"), (r"\text{dark green}", Words, "dark green"),
    ],
)  # fmt: skip
def test_a_form_is_what_it_looks_like(text, kind, tree):
    form = parse(text, Style())
    assert isinstance(form, kind)
    assert shown(form) == tree


@pytest.mark.parametrize(
    "text",
    [
        "", "2О", "1\\text{1/2}", "5 6", "8+", "(1", "1)", r"\frac{1}", r"\sum_{k=1}^n k", r"\int x", "x^", "{", "}", "\\",
        "0.333...",
        r"\begin{vmatrix}1&2\\3&4\end{vmatrix}", r"\begin{pmatrix}1&2\\3\end{pmatrix}", "~5", r"A^T", r"1\phantom{2}3", "\u200b5",
        "__import__('os')", r"\def\x{5}\x", "\ud800", r"\newcommand{\a}{5}",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_not_read(text):
    with pytest.raises(Unreadable):
        parse(text, Style())


@pytest.mark.parametrize(
    "text",
    ["(" * 3000, "{" * 3000, "-" * 3000 + "1", "2^" * 1500 + "2", r"\sqrt" * 600 + "2",
    r"\frac" * 700, "|" * 3999, "[(" * 1900, "1+" * 1999, "!" * 3000,
     "5" + "!" * 3000, "1," * 1999, "x" * 3999, "x_" * 1999, r"\{" * 1900, "a<" * 1900, "9" * (MAX_TEXT + 1), "1e999999",
     "1e-999999"],
    ids=range(19),
)  # fmt: skip
def test_nothing_is_too_deep_or_too_long_to_be_refused(text, frugal):
    with frugal(), contextlib.suppress(Unreadable):
        parse(text, Style())
