"""Properties of the whole: what is rendered in many ways is accepted, what is changed by one step is not, nothing breaks it."""

from __future__ import annotations

import os
import time
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from problems.problem import Problem
from verifiers.answer import AnswerVerifier
from verifiers.answer.cursor import Style, expression
from verifiers.answer.equality import same_value
from verifiers.answer.exact import TooLarge, Undefined, rational_value
from verifiers.answer.grammar import parse
from verifiers.answer.tree import Add, Expr, Fn, Mul, Num, Pow, Sym, divided, negated
from verifiers.verdict import Outcome


def verdict(attempt: str, reference: str):
    return AnswerVerifier().judge(Problem("answer", "", {"reference": reference}), attempt)


numbers = st.integers(0, 40).map(lambda value: Num(Fraction(value)))
leaves = st.one_of(numbers, st.sampled_from("xyn").map(Sym))


def grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(Add),
        several.map(Mul),
        st.tuples(inner, st.integers(2, 3)).map(lambda pair: Pow(pair[0], Num(Fraction(pair[1])))),
        st.tuples(inner, inner).map(lambda pair: divided(*pair)),
        inner.map(lambda each: Pow(each, Num(Fraction(1, 2)), radical=True)),
        inner.map(negated),
        st.tuples(st.sampled_from(["sin", "cos", "ln", "abs"]), inner).map(lambda pair: Fn(pair[0], (pair[1],))),
    )


trees = st.recursive(leaves, grown, max_leaves=7)
constants = st.recursive(numbers, grown, max_leaves=5)


def latex(expr: Expr) -> str:
    """A rendering with every bracket that could be needed."""
    match expr:
        case Num(value):
            return str(value) if value.denominator == 1 else rf"\frac{{{value.numerator}}}{{{value.denominator}}}"
        case Sym(name):
            return name
        case Add(terms):
            return r"\left(" + "+".join(map(latex, terms)) + r"\right)"
        case Mul(factors):
            return r"\cdot ".join(f"({latex(factor)})" for factor in factors)
        case Pow(base, Num(exponent)) if exponent == Fraction(1, 2):
            return rf"\sqrt{{{latex(base)}}}"
        case Pow(base, Num(exponent)) if exponent == -1:
            return rf"\frac{{1}}{{{latex(base)}}}"
        case Pow(base, exponent):
            return rf"({latex(base)})^{{{latex(exponent)}}}"
        case Fn("abs", (argument,)):
            return rf"\left|{latex(argument)}\right|"
        case Fn(name, arguments):
            return rf"\{name}({latex(arguments[0])})"
    raise AssertionError(expr)


def plain(expr: Expr) -> str:
    """The same in plain text."""
    match expr:
        case Num(value):
            return str(value) if value.denominator == 1 else f"({value.numerator}/{value.denominator})"
        case Sym(name):
            return name
        case Add(terms):
            return "(" + " + ".join(map(plain, terms)) + ")"
        case Mul(factors):
            return " * ".join(f"({plain(factor)})" for factor in factors)
        case Pow(base, Num(exponent)) if exponent == Fraction(1, 2):
            return f"sqrt({plain(base)})"
        case Pow(base, exponent):
            return f"({plain(base)})^({plain(exponent)})"
        case Fn(name, arguments):
            return f"{name}({plain(arguments[0])})"
    raise AssertionError(expr)


def reordered(expr: Expr) -> Expr:
    """The same value with sums and products turned round."""
    match expr:
        case Add(terms):
            return Add(tuple(map(reordered, reversed(terms))))
        case Mul(factors):
            return Mul(tuple(map(reordered, reversed(factors))))
        case Pow(base, exponent, radical):
            return Pow(reordered(base), exponent, radical)
        case Fn(name, arguments):
            return Fn(name, tuple(map(reordered, arguments)))
    return expr


def value(text: str) -> Expr:
    return expression(parse(text, Style()))


@settings(deadline=None, max_examples=150)
@given(trees)
def test_what_is_rendered_and_read_again_is_the_same_value(tree):
    for text in (latex(tree), plain(tree)):
        assert same_value(tree, value(text)).equal is not False, text


@settings(deadline=None, max_examples=150)
@given(trees)
def test_order_never_makes_a_difference(tree):
    assert same_value(tree, reordered(tree)).equal is not False


@settings(deadline=None, max_examples=150)
@given(trees, st.integers(1, 5))
def test_a_value_that_is_one_step_off_is_never_equal(tree, step):
    for changed in (Add((tree, Num(Fraction(step)))), Add((reordered(tree), Num(Fraction(1, step + 1))))):
        assert same_value(tree, changed).equal is not True
        assert same_value(changed, tree).equal is not True


@settings(deadline=None, max_examples=150)
@given(trees, trees)
def test_equality_is_symmetric(left, right):
    assert {same_value(left, right).equal, same_value(right, left).equal} != {True, False}


@settings(deadline=None, max_examples=150)
@given(constants, constants)
def test_what_is_proved_agrees_with_exact_arithmetic(left, right):
    try:
        exact = rational_value(left), rational_value(right)
    except (TooLarge, Undefined):
        assume(False)
        return
    assume(None not in exact)
    assert same_value(left, right).equal is (exact[0] == exact[1])


@settings(deadline=None, max_examples=100)
@given(st.lists(st.fractions(-50, 50, max_denominator=12), min_size=2, max_size=5, unique=True), st.randoms())
def test_a_set_is_its_members_in_any_order(members, rng):
    shuffled = list(members)
    rng.shuffle(shuffled)
    written = r"\{" + ", ".join(map(str, members)) + r"\}"
    assert (
        verdict(r"\boxed{\{" + ",".join(rf"{each}" for each in shuffled) + r"\}}", written).outcome is Outcome.ACCEPTED
    )
    assert verdict(r"\boxed{\{" + ",".join(map(str, members[1:])) + r"\}}", written).outcome is not Outcome.ACCEPTED


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(-99, 99), min_size=2, max_size=5))
def test_a_tuple_keeps_its_order(items):
    written = "(" + ",".join(map(str, items)) + ")"
    assert verdict(rf"\boxed{{\left({', '.join(map(str, items))}\right)}}", written).outcome is Outcome.ACCEPTED
    if items != items[::-1]:
        assert verdict(rf"\boxed{{({','.join(map(str, items[::-1]))})}}", written).outcome is not Outcome.ACCEPTED


WORDS = [
    r"\frac", r"\sqrt", r"\boxed", r"\text", r"\left", r"\right", r"\begin{pmatrix}", r"\end{pmatrix}", "\\\\",
    r"\pm", r"\cup", r"\infty", r"\{", r"\}", r"\log", r"\sin", r"\pi", r"\cdot", r"\binom", r"\overline", r"\circ",
    r"\%", r"\$", r"\in", r"\le", "{", "}", "(", ")", "[", "]", "^", "_", "+", "-", "*", "/", "=", "<", ">", "|", "!",
    ",", ";", ":", "&", "$", "%", "0", "1", "2", "10", "3.5", "x", "y", "e", "i", "and", "or", "not", "cm", "°", "√",
    "π", "½", "²", "∞", "≤", "answer", "is", "####", "<answer>", "</think>", '\u200b', "é", "１", " ", '\n',
]  # fmt: skip
REFERENCES = [
    "5", r"\frac{1}{2}", r"\sqrt{2}", "x^2+1", "x=5", "x>3", "[1,2)", "(1,2)", r"\{1,2\}", r"\pm 1",
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "342_5", "C", "yes", r"\text{Monday}", "9:15 AM", "March 5, 2021", "3:4",
    r"9\text{ kg}", r"\$5", r"50\%", r"60^\circ", r"\infty", "no solution", "2+3i",
]  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join), st.sampled_from(REFERENCES), st.booleans())
def test_no_arrangement_of_signs_breaks_it(text, reference, boxed):
    began = time.thread_time()
    found = verdict(rf"\boxed{{{text}}}" if boxed else text, reference)
    assert found.outcome is not Outcome.ERRORED
    assert time.thread_time() - began < 2


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60), st.sampled_from(REFERENCES))
def test_no_text_breaks_it(text, reference):
    assert verdict(rf"\boxed{{{text}}}", reference).outcome is not Outcome.ERRORED


def test_nothing_breaks_it_for_as_long_as_is_wished():
    """A minute where components are required, as in CI; VERILOOP_FUZZ_SECONDS says otherwise."""
    seconds = os.environ.get("VERILOOP_FUZZ_SECONDS") or ("60" if os.environ.get("VERILOOP_REQUIRE") else "2")
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        test_no_arrangement_of_signs_breaks_it()
        test_a_value_that_is_one_step_off_is_never_equal()
