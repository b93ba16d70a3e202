"""Questions whose answer has parts: inequalities, intervals, sets, lists, tuples, vectors, matrices."""

from __future__ import annotations

from itertools import chain
from typing import Any

from sympy import Rational, oo, pi, sqrt

from answer_rows.rows import Bag, Form, Question, Region, Some, bag, question, region

Q = Rational


def questions() -> list[Question]:
    tables = (
        ("inequality", INEQUALITIES),
        ("interval", INTERVALS),
        ("set", SETS),
        ("list", LISTS),
        ("tuple", TUPLES),
        ("vector", VECTORS),
        ("matrix", MATRICES),
    )
    return list(chain(question(kind, *row) for kind, table in tables for row in table))


def ray(low: Any, *, closed: bool) -> Region:
    return region((low, closed, oo, False))


def below(high: Any, *, closed: bool) -> Region:
    return region((-oo, False, high, closed))


def span(low: Any, high: Any, ends: str) -> Region:
    return region((low, ends[0] == "[", high, ends[1] == "]"))


Table = list[tuple[str, str, Any, list[Some], list[Some], str]]

INEQUALITIES: Table = [
    ("Solve $3x+5\\ge -7$.", r"x\ge -4", ray(-4, closed=True),
     [r"x\ge -4", r"x \geq -4", (r"-4\le x", ray(-4, closed=True)), (r"x\in[-4,\infty)", ray(-4, closed=True)), "x≥-4",
      (r"[-4,\infty)", ray(-4, closed=True)), Form(r"x\geqslant -4"), "x >= -4"],
     [("x>-4", ray(-4, closed=False)), (r"x\le -4", below(-4, closed=True)), (r"x\ge 4", ray(4, closed=True)),
      ("x=-4", "a point"), (r"(-4,\infty)", ray(-4, closed=False)), (r"x\ge -\frac14", ray(-Q(1, 4), closed=True))],
     r"Subtract five: $3x\ge -12$."),
    ("For which real $x$ is $|x-1|<3$?", "-2<x<4", span(-2, 4, "()"),
     ["-2<x<4", "-2 < x < 4", ("4>x>-2", span(-2, 4, "()")), (r"x\in(-2,4)", span(-2, 4, "()")),
      Form("(-2,4)", span(-2, 4, "()"), prompted=True), r"-2\lt x\lt 4"],
     [(r"-2\le x\le 4", span(-2, 4, "[]")), ("-4<x<2", span(-4, 2, "()")), ("x<4", below(4, closed=False)),
      ("x>-2", ray(-2, closed=False)), ("2<x<4", span(2, 4, "()")),
      (r"x<-2\text{ or }x>4", region((-oo, False, -2, False), (4, False, oo, False)))],
     "The distance of $x$ from one is less than three."),
    ("Find all real $t$ with $t^2>9$.", r"t<-3\text{ or }t>3", region((-oo, False, -3, False), (3, False, oo, False)),
     [r"t<-3\text{ or }t>3", r"t>3 \text{ or } t<-3",
      (r"t\in(-\infty,-3)\cup(3,\infty)", region((-oo, False, -3, False), (3, False, oo, False))),
      (r"(-\infty,-3)\cup(3,\infty)", region((3, False, oo, False), (-oo, False, -3, False))), Form("t < -3 or t > 3")],
     [("t>3", ray(3, closed=False)),
      (r"t\le -3\text{ or }t\ge 3", region((-oo, False, -3, True), (3, True, oo, False))),
      ("-3<t<3", span(-3, 3, "()")), ("t<-3", below(-3, closed=False)),
      (r"(-\infty,-9)\cup(9,\infty)", region((-oo, False, -9, False), (9, False, oo, False)))],
     "The square of a number exceeds nine when its absolute value exceeds three."),
    ("Solve $10-4n<3$ for $n$.", r"n>\frac{7}{4}", ray(Q(7, 4), closed=False),
     [r"n>\frac{7}{4}", r"n>\frac74", ("n>1.75", ray(Q("1.75"), closed=False)),
      (r"\frac{7}{4}<n", ray(Q(7, 4), closed=False)), (r"\left(\frac{7}{4},\infty\right)", ray(Q(7, 4), closed=False)),
      (r"n > 1\frac{3}{4}", ray(1 + Q(3, 4), closed=False))],
     [(r"n<\frac{7}{4}", below(Q(7, 4), closed=False)), (r"n>\frac{4}{7}", ray(Q(4, 7), closed=False)),
      (r"n\ge\frac{7}{4}", ray(Q(7, 4), closed=True)), ("n>1.8", ray(Q("1.8"), closed=False)),
      (r"n>-\frac{7}{4}", ray(-Q(7, 4), closed=False))],
     r"$-4n<-7$; dividing by a negative number turns the sign around."),
    ("For which $k$ has $x^2+kx+4=0$ no real root?", "-4<k<4", span(-4, 4, "()"),
     ["-4<k<4", ("|k|<4", span(-4, 4, "()")), (r"k\in(-4,4)", span(-4, 4, "()")), r"-4 < k < 4",
      ("4>k>-4", span(-4, 4, "()"))],
     [(r"-4\le k\le 4", span(-4, 4, "[]")), ("-2<k<2", span(-2, 2, "()")), ("k<4", below(4, closed=False)),
      ("|k|>4", region((-oo, False, -4, False), (4, False, oo, False))), ("-16<k<16", span(-16, 16, "()"))],
     r"The discriminant is $k^2-16$ and has to be negative."),
]  # fmt: skip

HOLED = region((-oo, False, 0, False), (0, False, oo, False))

INTERVALS: Table = [
    ("Where is $\\sqrt{\\frac{x-2}{5-x}}$ defined?", "[2,5)", span(2, 5, "[)"),
     ["[2,5)", "[2, 5)", r"\left[2,5\right)", (r"2\le x<5", span(2, 5, "[)")), (r"x\in[2,5)", span(2, 5, "[)")),
      (r"\{x\mid 2\le x<5\}", span(2, 5, "[)")), (r"x \in \left[2, 5\right)", span(2, 5, "[)"))],
     [("(2,5]", span(2, 5, "(]")), ("[2,5]", span(2, 5, "[]")), ("(2,5)", span(2, 5, "()")),
      ("[2,6)", span(2, 6, "[)")), ("[-2,5)", span(-2, 5, "[)")), (r"\{2,5\}", bag(2, 5))],
     "The quotient has to be non-negative and the denominator must not vanish."),
    ("What is the domain of $\\frac{1}{x}$?", r"(-\infty,0)\cup(0,\infty)", HOLED,
     [r"(-\infty,0)\cup(0,\infty)", r"(0,\infty)\cup(-\infty,0)", (r"x\neq 0", HOLED),
      r"(-\infty, 0) \cup (0, +\infty)", (r"\mathbb{R}\setminus\{0\}", HOLED),
      r"\left(-\infty,0\right)\cup\left(0,\infty\right)"],
     [(r"(-\infty,\infty)", region((-oo, False, oo, False))),
      (r"(-\infty,0]\cup[0,\infty)", region((-oo, False, oo, False))), (r"(0,\infty)", ray(0, closed=False)),
      (r"\mathbb{R}", region((-oo, False, oo, False))), (r"(-\infty,0)", below(0, closed=False)),
      (r"(-\infty,1)\cup(1,\infty)", region((-oo, False, 1, False), (1, False, oo, False)))],
     "Division by zero has to be avoided."),
    ("Find the range of $f(x)=x^2-6x+2$ over the reals.", r"[-7,\infty)", ray(-7, closed=True),
     [r"[-7,\infty)", r"[-7, +\infty)", (r"y\ge -7", ray(-7, closed=True)), r"\left[-7,\infty\right)", Form("[-7, ∞)")],
     [(r"(-7,\infty)", ray(-7, closed=False)), (r"[7,\infty)", ray(7, closed=True)),
      (r"(-\infty,-7]", below(-7, closed=True)), (r"[2,\infty)", ray(2, closed=True)),
      (r"(-\infty,\infty)", region((-oo, False, oo, False)))],
     r"Complete the square: $(x-3)^2-7$."),
    ("Solve $x(x-4)\\le 0$; give the solution as an interval.", "[0,4]", span(0, 4, "[]"),
     ["[0,4]", "[0, 4]", r"\left[0,4\right]", (r"x\in[0,4]", span(0, 4, "[]")), (r"[0,\,4]", span(0, 4, "[]"))],
     [("(0,4)", span(0, 4, "()")), ("[0,4)", span(0, 4, "[)")), ("[-4,0]", span(-4, 0, "[]")), (r"\{0,4\}", bag(0, 4)),
      (r"(-\infty,0]\cup[4,\infty)", region((-oo, False, 0, True), (4, True, oo, False))), ("[0,5]", span(0, 5, "[]"))],
     "A product of two factors is negative between its zeros."),
    ("", r"(-\infty,-1]\cup[3,\infty)", region((-oo, False, -1, True), (3, True, oo, False)),
     [r"(-\infty,-1]\cup[3,\infty)", r"[3,\infty)\cup(-\infty,-1]",
      (r"x\le -1\text{ or }x\ge 3", region((-oo, False, -1, True), (3, True, oo, False))),
      r"\left(-\infty,-1\right]\cup\left[3,\infty\right)", "(-∞, -1] ∪ [3, ∞)"],
     [(r"(-\infty,-1)\cup(3,\infty)", region((-oo, False, -1, False), (3, False, oo, False))),
      ("[-1,3]", span(-1, 3, "[]")),
      (r"(-\infty,-3]\cup[1,\infty)", region((-oo, False, -3, True), (1, True, oo, False))),
      (r"[3,\infty)", ray(3, closed=True)), (r"(-\infty,-1]\cap[3,\infty)", region()),
      (r"(-\infty,-1]\cup(3,\infty)", region((-oo, False, -1, True), (3, False, oo, False)))], ""),
    ("", r"\left(-\frac{1}{2},\sqrt{3}\right]", span(-Q(1, 2), sqrt(3), "(]"),
     [r"\left(-\frac{1}{2},\sqrt{3}\right]", r"(-\frac12,\sqrt3]", r"(-0.5,\sqrt{3}]",
      (r"-\frac{1}{2}<x\le\sqrt{3}", span(-Q(1, 2), sqrt(3), "(]")), r"x\in\left(-\tfrac{1}{2},\sqrt{3}\right]"],
     [(r"\left[-\frac{1}{2},\sqrt{3}\right)", span(-Q(1, 2), sqrt(3), "[)")),
      (r"\left(\frac{1}{2},\sqrt{3}\right]", span(Q(1, 2), sqrt(3), "(]")),
      ("(-0.5,1.73]", span(-Q(1, 2), Q("1.73"), "(]")), (r"\left(-\frac{1}{2},3\right]", span(-Q(1, 2), 3, "(]")),
      (r"\left(-\frac{1}{2},\sqrt{2}\right]", span(-Q(1, 2), sqrt(2), "(]"))], ""),
]  # fmt: skip

SETS: Table = [
    ("Give the set of all integers $x$ with $x^3-3x^2-4x=0$.", r"\{-1,0,4\}", bag(-1, 0, 4),
     [r"\{-1,0,4\}", r"\{4,0,-1\}", r"\{0, -1, 4\}", r"\left\{-1,0,4\right\}", r"x\in\{-1,0,4\}",
      r"\lbrace -1, 0, 4\rbrace"],
     [(r"\{-1,4\}", bag(-1, 4)), (r"\{1,0,4\}", bag(1, 0, 4)), (r"\{-1,0,4,5\}", bag(-1, 0, 4, 5)),
      (r"\{-4,0,1\}", bag(-4, 0, 1)), (r"[-1,4]", span(-1, 4, "[]")), (r"\{-104\}", bag(-104))],
     r"Take out $x$: the other factor is $x^2-3x-4$."),
    ("List the set of primes below 12.", r"\{2,3,5,7,11\}", bag(2, 3, 5, 7, 11),
     [r"\{2,3,5,7,11\}", r"\{2, 3, 5, 7, 11\}", r"\{11,7,5,3,2\}", r"\left\{ 2,3,5,7,11 \right\}", r"\{3,5,7,11,2\}"],
     [(r"\{3,5,7,11\}", bag(3, 5, 7, 11)), (r"\{1,2,3,5,7,11\}", bag(1, 2, 3, 5, 7, 11)),
      (r"\{2,3,5,7,9,11\}", bag(2, 3, 5, 7, 9, 11)), (r"\{2,3,5,7\}", bag(2, 3, 5, 7)), (r"5", 5)],
     "Strike out the multiples of two, three and so on."),
    ("Which fractions are in the intersection of the two sets?", r"\left\{\frac{1}{2},\frac{3}{4}\right\}",
        bag(Q(1, 2), Q(3, 4)),
     [r"\left\{\frac{1}{2},\frac{3}{4}\right\}", r"\left\{\frac{3}{4},\frac{1}{2}\right\}",
      (r"\{0.5,0.75\}", bag(Q("0.5"), Q("0.75"))), r"\{\tfrac12,\tfrac34\}",
      (r"\left\{\frac12,0.75\right\}", bag(Q(1, 2), Q("0.75")))],
     [(r"\left\{\frac{1}{2},\frac{4}{3}\right\}", bag(Q(1, 2), Q(4, 3))), (r"\left\{\frac{1}{2}\right\}", bag(Q(1, 2))),
      (r"\left\{\frac{1}{4},\frac{3}{4}\right\}", bag(Q(1, 4), Q(3, 4))),
      (r"\left\{2,\frac{3}{4}\right\}", bag(2, Q(3, 4))),
      (r"\left\{-\frac{1}{2},\frac{3}{4}\right\}", bag(-Q(1, 2), Q(3, 4)))],
     "Compare the two sets element by element."),
    ("", r"\{a,b,c\}", "abc",
     [r"\{a,b,c\}", r"\{c,a,b\}", r"\{ b, a, c \}", r"\left\{a,b,c\right\}"],
     [(r"\{a,b\}", "ab"), (r"\{a,b,d\}", "abd"), (r"\{a,b,c,d\}", "abcd"), ("abc", )], ""),
    ("", r"\{-\sqrt{2},\sqrt{2}\}", bag(-sqrt(2), sqrt(2)),
     [r"\{-\sqrt{2},\sqrt{2}\}", r"\{\sqrt{2},-\sqrt{2}\}", r"\{\pm\sqrt{2}\}", r"\left\{-\sqrt2,\sqrt2\right\}"],
     [(r"\{\sqrt{2}\}", bag(sqrt(2))), (r"\{-2,2\}", bag(-2, 2)), (r"\{-1.41,1.41\}", bag(-Q("1.41"), Q("1.41"))),
      (r"\{-\sqrt{2},0,\sqrt{2}\}", bag(-sqrt(2), 0, sqrt(2)))], ""),
]  # fmt: skip

LISTS: Table = [
    ("Find all solutions of $x^2-11x+24=0$.", "3, 8", bag(3, 8),
     ["3, 8", ("8,3", bag(8, 3)), r"3 \text{ and } 8", r"x=3 \text{ or } x=8", Form("x = 3, 8", prompted=True),
      Form(r"x=8,\ x=3", prompted=True), Form(r"\{3,8\}", prompted=True), Form("3 and 8"),
      Form(r"x_1=3,\ x_2=8", prompted=True)],
     [("3", bag(3)), ("38", bag(38)), ("3,8,9", bag(3, 8, 9)), ("-3,-8", bag(-3, -8)), ("3, -8", bag(3, -8)),
      (r"x=8", bag(8)), (r"2 \text{ and } 12", bag(2, 12))],
     "We look for two numbers with sum eleven and product twenty-four."),
    ("Find all real $x$ with $x^2=25$.", r"\pm 5", bag(5, -5),
     [r"\pm 5", r"\pm5", ("5,-5", bag(5, -5)), ("-5, 5", bag(-5, 5)), r"x=\pm 5", r"5 \text{ and } -5",
      Form(r"x=5\text{ or }x=-5", prompted=True), "±5"],
     [("5", bag(5)), ("-5", bag(-5)), (r"\pm 25", bag(25, -25)), ("5, 0, -5", bag(5, 0, -5)),
      (r"\pm\sqrt{5}", bag(sqrt(5), -sqrt(5))), ("0", bag(0))],
     "Both signs are possible for the root."),
    ("Find the roots of $x^2-2x-1$.", r"1+\sqrt{2}, 1-\sqrt{2}", bag(1 + sqrt(2), 1 - sqrt(2)),
     [r"1+\sqrt{2}, 1-\sqrt{2}", r"1-\sqrt{2}, 1+\sqrt{2}", r"1\pm\sqrt{2}", Form(r"x=1\pm\sqrt{2}", prompted=True),
      r"1+\sqrt2 \text{ and } 1-\sqrt2"],
     [(r"1+\sqrt{2}", bag(1 + sqrt(2))), (r"-1\pm\sqrt{2}", bag(-1 + sqrt(2), -1 - sqrt(2))),
      (r"1\pm\sqrt{3}", bag(1 + sqrt(3), 1 - sqrt(3))), ("2.41, -0.41", bag(Q("2.41"), Q("-0.41"))),
      (r"2\pm\sqrt{2}", bag(2 + sqrt(2), 2 - sqrt(2)))],
     r"The formula gives $\frac{2\pm\sqrt{8}}{2}$."),
    ("Which divisors of 10 are there?", "1, 2, 5, 10", bag(1, 2, 5, 10),
     ["1, 2, 5, 10", "1,2,5,10", "10, 5, 2, 1", r"1,\ 2,\ 5,\ 10", r"1, 2, 5,\text{ and }10", "1, 2, 5 and 10"],
     [("1, 2, 5", bag(1, 2, 5)), ("2, 5", bag(2, 5)), ("1, 2, 4, 5, 10", bag(1, 2, 4, 5, 10)),
      ("1, 2, 5, 20", bag(1, 2, 5, 20)), ("4", bag(4))],
     "Divisors come in pairs with product ten."),
    ("At which $x$ in $[0,\\pi]$ is $\\sin x=\\frac12$?", r"\frac{\pi}{6}, \frac{5\pi}{6}", bag(pi / 6, 5 * pi / 6),
     [r"\frac{\pi}{6}, \frac{5\pi}{6}", r"\frac{5\pi}{6}, \frac{\pi}{6}", r"\frac{\pi}{6}\text{ and }\frac{5\pi}{6}",
      Form(r"x=\frac{\pi}{6},\ \frac{5\pi}{6}", prompted=True), r"\pi/6, 5\pi/6"],
     [(r"\frac{\pi}{6}", bag(pi / 6)), (r"\frac{\pi}{3}, \frac{2\pi}{3}", bag(pi / 3, 2 * pi / 3)),
      (r"\frac{\pi}{6}, \frac{7\pi}{6}", bag(pi / 6, 7 * pi / 6)),
      (r"\frac{\pi}{6}, \frac{\pi}{2}, \frac{5\pi}{6}", bag(pi / 6, pi / 2, 5 * pi / 6)),
      ("0.52, 2.62", bag(Q("0.52"), Q("2.62")))],
     "The sine is symmetric about a right angle."),
]  # fmt: skip

TUPLES: Table = [
    ("Solve $x+y=7$, $x-y=5$. Give $(x,y)$.", "(6,1)", (6, 1),
     ["(6,1)", "(6, 1)", r"\left(6,1\right)", "(x,y)=(6,1)", Form("x=6, y=1", prompted=True), r"(6,\,1)",
      Form(r"x = 6,\quad y = 1", prompted=True)],
     [("(1,6)", (1, 6)), ("(6,-1)", (6, -1)), ("61", 61), ("(6,2)", (6, 2)), ("(6)", 6), ("(6,1,0)", (6, 1, 0)),
      (r"x=1,\ y=6", (1, 6))],
     "Adding the two equations removes $y$."),
    ("Find the vertex of $y=x^2-4x+1$.", "(2,-3)", (2, -3),
     ["(2,-3)", "(2, -3)", r"\left(2,-3\right)", f"(2,{chr(0x2212)}3)", Form("(x, y) = (2, -3)", prompted=True),
      "( 2 , -3 )", "(2.0,-3.0)"],
     [("(-3,2)", (-3, 2)), ("(2,3)", (2, 3)), ("(-2,-3)", (-2, -3)), ("-3", -3), ("(2,1)", (2, 1)), ("(4,1)", (4, 1))],
     "Complete the square to find the lowest point."),
    ("Give the triple $(a,b,c)$ with $a<b<c$ that has sum 12 and product 48, all even.", "(2,4,6)", (2, 4, 6),
     ["(2,4,6)", "(2, 4, 6)", r"\left(2, 4, 6\right)", "(a,b,c)=(2,4,6)", Form("a=2, b=4, c=6", prompted=True)],
     [("(6,4,2)", (6, 4, 2)), ("(2,4)", (2, 4)), ("(2,4,8)", (2, 4, 8)), ("(2,6,4)", (2, 6, 4)), ("12", 12),
      ("(2,4,6,8)", (2, 4, 6, 8))],
     "Halve everything: sum six and product six."),
    ("Find the midpoint of $(1,2)$ and $(4,\\sqrt3)$, then double its second coordinate.",
        r"\left(\frac{5}{2},2+\sqrt{3}\right)", (Q(5, 2), 2 + sqrt(3)),
     [r"\left(\frac{5}{2},2+\sqrt{3}\right)", r"(\frac52,2+\sqrt3)", (r"(2.5,\sqrt{3}+2)", (Q("2.5"), sqrt(3) + 2)),
      r"\left(\dfrac{5}{2},\,2+\sqrt{3}\right)"],
     [(r"\left(2+\sqrt{3},\frac{5}{2}\right)", (2 + sqrt(3), Q(5, 2))),
      (r"\left(\frac{2}{5},2+\sqrt{3}\right)", (Q(2, 5), 2 + sqrt(3))), ("(2.5,3.73)", (Q("2.5"), Q("3.73"))),
      (r"\left(\frac{5}{2},2-\sqrt{3}\right)", (Q(5, 2), 2 - sqrt(3))),
      (r"\left(\frac{5}{2},1+\frac{\sqrt{3}}{2}\right)", (Q(5, 2), 1 + sqrt(3) / 2))],
     "Take the mean of each coordinate."),
    ("", r"(0,-\frac{1}{3})", (0, -Q(1, 3)),
     [r"(0,-\frac{1}{3})", r"\left(0,-\frac{1}{3}\right)", r"(0,-1/3)", r"\left(0, -\dfrac13\right)",
      r"(0,\frac{-1}{3})"],
     [(r"(-\frac{1}{3},0)", (-Q(1, 3), 0)), (r"(0,\frac{1}{3})", (0, Q(1, 3))), ("(0,-3)", (0, -3)),
      ("(0,-0.33)", (0, -Q("0.33"))), ("(0,0)", (0, 0))], ""),
]  # fmt: skip

COLUMN = r"\begin{pmatrix}2\\-1\\4\end{pmatrix}"

VECTORS: Table = [
    ("Find the cross product of the two given vectors.", COLUMN, (2, -1, 4),
     [COLUMN, r"\begin{bmatrix}2\\-1\\4\end{bmatrix}", r"\begin{pmatrix} 2 \\ -1 \\ 4 \end{pmatrix}",
      "\\begin{pmatrix}\n2 \\\\\n-1 \\\\\n4\n\\end{pmatrix}", r"\left(\begin{array}{c}2\\-1\\4\end{array}\right)"],
     [(r"\begin{pmatrix}2\\1\\4\end{pmatrix}", (2, 1, 4)), (r"\begin{pmatrix}4\\-1\\2\end{pmatrix}", (4, -1, 2)),
      (r"\begin{pmatrix}-2\\1\\-4\end{pmatrix}", (-2, 1, -4)), (r"\begin{pmatrix}2\\-1\end{pmatrix}", (2, -1)),
      ("5", 5), (r"\begin{pmatrix}2\\-1\\5\end{pmatrix}", (2, -1, 5))],
     "Compute it coordinate by coordinate with two-by-two determinants."),
    ("What is $\\langle 1,2,3\\rangle$ plus $\\langle 2,-4,0\\rangle$?", r"\langle 3,-2,3\rangle", (3, -2, 3),
     [r"\langle 3,-2,3\rangle", r"\langle 3, -2, 3 \rangle", r"\left\langle 3,-2,3\right\rangle",
      r"\left\langle 3, -2, 3 \right\rangle"],
     [(r"\langle 3,2,3\rangle", (3, 2, 3)), (r"\langle -1,6,3\rangle", (-1, 6, 3)), (r"\langle 3,-2\rangle", (3, -2)),
      (r"\langle -2,3,3\rangle", (-2, 3, 3)), ("4", 4)],
     "Add the coordinates one by one."),
    ("", r"\begin{pmatrix}\frac{1}{2}\\3\end{pmatrix}", (Q(1, 2), 3),
     [r"\begin{pmatrix}\frac{1}{2}\\3\end{pmatrix}", r"\begin{pmatrix}\frac12\\3\end{pmatrix}",
      (r"\begin{pmatrix}0.5\\3\end{pmatrix}", (Q("0.5"), 3)), (r"\begin{bmatrix}1/2\\3\end{bmatrix}", (Q(1, 2), 3)),
      r"\begin{bmatrix} \dfrac{1}{2} \\ 3 \end{bmatrix}"],
     [(r"\begin{pmatrix}3\\\frac{1}{2}\end{pmatrix}", (3, Q(1, 2))), (r"\begin{pmatrix}2\\3\end{pmatrix}", (2, 3)),
      (r"\begin{pmatrix}\frac{1}{2}\\-3\end{pmatrix}", (Q(1, 2), -3)),
      (r"\begin{pmatrix}\frac{1}{2}\\3\\0\end{pmatrix}", (Q(1, 2), 3, 0)), (r"\frac{7}{2}", Q(7, 2))], ""),
    ("Give the gradient of $x^2y$ as a vector.", r"\langle 2xy,x^2\rangle", "2xy;xx",
     [r"\langle 2xy,x^2\rangle", r"\langle 2xy, x^2 \rangle", r"\langle 2yx,x^{2}\rangle",
      r"\left\langle 2xy,\,x^2\right\rangle", r"\nabla f=\langle 2xy,x^2\rangle"],
     [(r"\langle x^2,2xy\rangle", "xx;2xy"), (r"\langle 2x,x^2\rangle", "2x;xx"), (r"\langle 2xy,2x\rangle", "2xy;2x"),
      (r"2xy+x^2", "2xy+xx"), (r"\langle 2xy,-x^2\rangle", "2xy;-xx")],
     "Differentiate by each variable with the other held fixed."),
]  # fmt: skip


def grid(*rows: tuple[Any, ...], kind: str = "pmatrix", gap: str = "") -> str:
    body = f"{gap}\\\\{gap}".join(f"{gap}&{gap}".join(str(each) for each in row) for row in rows)
    return f"\\begin{{{kind}}}{gap}{body}{gap}\\end{{{kind}}}"


def matrix(prompt: str, rows: list[tuple[int, ...]], work: str) -> tuple[str, str, Any, list[Some], list[Some], str]:
    value = tuple(rows)
    turned = tuple(zip(*rows, strict=True))
    less, more = [list(row) for row in rows], [list(row) for row in rows]
    less[0][-1] -= 1
    more[-1][0] += 2
    flat = ", ".join(str(each) for row in rows for each in row)
    right: list[Some] = [
        (grid(*rows), value),
        (grid(*rows, kind="bmatrix"), value),
        (grid(*rows, gap=" "), value),
        (grid(*rows, kind="bmatrix", gap=" "), value),
        (f"\\left[{grid(*rows, kind='matrix')}\\right]", value),
        (f"\\left(\\begin{{array}}{{{'c' * len(rows[0])}}}{grid(*rows)[15:-13]}\\end{{array}}\\right)", value),
        (f"A={grid(*rows)}", value) if not prompt else (grid(*rows, gap="\n"), value),
    ]
    wrong: list[Some] = [
        (grid(*(tuple(-each for each in row) for row in rows)), tuple(tuple(-each for each in row) for row in rows)),
        (grid(*less), tuple(map(tuple, less))),
        (grid(*more, kind="bmatrix"), tuple(map(tuple, more))),
        (grid(*reversed(rows)), tuple(reversed(rows))),
        (grid(*rows[:-1]), tuple(rows[:-1])),
        (f"({flat})", tuple(each for row in rows for each in row)),
    ]
    if turned not in (value, tuple(tuple(-each for each in row) for row in rows)):
        wrong.append((grid(*turned), turned))
    return prompt, grid(*rows), value, right, wrong, work


MATRICES: Table = [
    matrix("Which matrix turns the plane by a quarter turn clockwise?", [(0, 1), (-1, 0)],
        "Look where the two unit vectors go."),
    matrix("Find $AB$ for the given matrices.", [(7, 2), (5, -3)], "Rows times columns."),
    matrix("What is the adjugate of the given matrix?", [(4, -1, 0), (2, 6, 1), (3, 0, 5)],
        "Compute the nine cofactors first."),
    matrix("", [(1, 2, 3), (4, 5, 7)], ""),
]  # fmt: skip

assert all(isinstance(value, Bag | str) for _, _, value, *_ in SETS + LISTS)
