"""Which values are proved equal, which are proved different, and that neither is ever claimed of the other."""

from __future__ import annotations

import pytest

from verifiers.answer.cursor import Style
from verifiers.answer.equality import same_value
from verifiers.answer.grammar import parse

EQUAL = [
    (r"\sqrt{18}", r"3\sqrt2"), (r"\frac{\sqrt3}{3}", r"\frac1{\sqrt3}"), (r"\ln 10", r"\ln2+\ln5"),
    (r"\cos 40^\circ", r"\sin 50^\circ"),
    ("x^2-x-12", "(x-4)(x+3)"), (r"\frac{1}{n(n+1)}", r"\frac1n-\frac1{n+1}"), (r"\sqrt{3+2\sqrt2}", r"1+\sqrt2"),
    (r"\log_2 8", "3"),
    (r"e^{i\pi/3}", r"\frac12+\frac{\sqrt3}{2}i"), (r"\sqrt{x^2+1}\sqrt{x^2+1}", "x^2+1"), (r"\sin 2x", r"2\sin x\cos x"),
    (r"\sin^2 x+\cos^2 x", "1"), (r"2^{n+1}", r"2\cdot 2^n"), ("4^n", "2^{2n}"), (r"e^{x}e^{y}", "e^{x+y}"),
    (r"\sqrt[3]{-8}", "-2"),
    (r"\sqrt{-4}", "2i"), (r"\tan 15^\circ", r"2-\sqrt3"), (r"\sin 10^\circ \sin 50^\circ\sin 70^\circ", r"\frac18"),
    (r"\sqrt[3]{2+\sqrt5}+\sqrt[3]{2-\sqrt5}", "1"), (r"\frac{1+\sqrt5}{2}", r"\frac{2}{\sqrt5-1}"),
    (r"\frac{x^2-1}{x-1}", "x+1"),
    (r"5\pi/6", r"\pi-\frac\pi6"), (r"\sqrt{8x}", r"2\sqrt{2x}"), (r"\sqrt2+\sqrt3", r"\sqrt{5+2\sqrt6}"),
    (r"\cos 72^\circ", r"\frac{\sqrt5-1}{4}"),
    ("2^{80}", "4^{40}"), ("8^{8^{8^8}}", "8^{8^{8^8}}"), (r"\arctan 3", r"\frac{\pi}{2}-\arctan\frac13"),
    (r"\binom{n+1}{2}", r"\frac{n(n+1)}{2}"),
    ("i^2", "-1"), (r"\frac{1}{i}", "-i"), (r"\log_4 8", r"\frac32"), (r"\ln\sqrt{e}", r"\frac12"),
    (r"\tan x", r"\frac{\sin x}{\cos x}"),
    (r"\cosh x", r"\frac{e^x+e^{-x}}{2}"), ("(a+b)^3", "a^3+3a^2b+3ab^2+b^3"), (r"\frac{a}{b}\div\frac{c}{d}", r"\frac{ad}{bc}"),
    (r"\cos(x+y)", r"\cos x\cos y-\sin x\sin y"), (r"\cos^2 x", r"\frac{1+\cos 2x}{2}"),
]  # fmt: skip
DIFFERENT = [
    (r"\sqrt{18}", "4.24"), (r"\sqrt{x^2}", "x"), (r"\ln 10", r"\ln2\cdot\ln5"), ("2^{80}", "2^{80}+1"),
    (r"\sqrt2+\sqrt3", r"\sqrt5"),
    (r"\pi", r"\frac{355}{113}"), (r"\pi", "3.14159265358979323846264338327950288"), ("e", "2.718281828459045"),
    (r"\cos 40^\circ", r"\sin 40^\circ"),
    ("x^2-x-12", "x^2+x-12"), (r"\frac{1}{n(n+1)}", r"\frac{1}{n(n-1)}"), ("10^{-14}", "0"),
    (r"e^{\pi\sqrt{163}}", "262537412640768744"),
    ("x^{100}", "x^{101}"), (r"|x|", "x"), (r"\sqrt{x+1}", r"\sqrt{x}+1"), ("2-5i", "2+5i"), (r"\sqrt[3]{2}", r"\sqrt{2}"),
    (r"\ln(x^2)", r"\ln x"), ("(a+b)^2", "a^2+b^2"), (r"\sin(x^2)", r"\sin^2 x"), (r"\frac{1}{3}", "0.3333333333333333333333"),
    (r"\sqrt{2}", r"\frac{665857}{470832}"), ("9**9**9", "9**9**8"), ("1000!", "1000!+1"), (r"\infty", r"-\infty"),
    (r"\infty", "5"),
]  # fmt: skip


def value(text):
    return parse(text, Style())


@pytest.mark.parametrize(("left", "right"), EQUAL, ids=str)
def test_equal_values_are_proved_equal_both_ways_round(left, right):
    assert same_value(value(left), value(right)).equal is True
    assert same_value(value(right), value(left)).equal is True


@pytest.mark.parametrize(("left", "right"), DIFFERENT, ids=str)
def test_different_values_are_not_equal_both_ways_round(left, right):
    assert same_value(value(left), value(right)).equal is False
    assert same_value(value(right), value(left)).equal is False


@pytest.mark.parametrize(
    ("left", "right"),
    [(r"\frac10", r"\frac10+1"), ("0^0", "1"), (r"\log 2", r"\ln 2"), (r"\ln(-1)", "5"), (r"\frac{x-x}{0}", "1"),
    ("7^{7^{7^{7^7}}}", "5"),
     (r"\sin(10^{100000})", "0"), ("200000!!", "5"), ("(a+b+c)^{250}", "(a+b+c)^{250}+10^{-400}")],
)  # fmt: skip
def test_what_cannot_be_settled_is_not_called_equal(left, right, frugal):
    with frugal():
        assert same_value(value(left), value(right)).equal is not True
