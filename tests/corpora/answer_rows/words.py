"""Questions whose answer is read by its form or its meaning: numerals in a base, choices, words, dates, infinity, nothing."""

from __future__ import annotations

from itertools import chain

from answer_rows.rows import Form, Question, Some, question


def questions() -> list[Question]:
    tables = (("boolean", BOOLEANS), ("text", TEXTS), ("date", DATES), ("time", TIMES), ("infinity", INFINITIES))
    more = (("undefined", UNDEFINED), ("no-solution", NO_SOLUTION))
    plain = (question(kind, *row) for kind, table in tables + more for row in table)
    return list(chain(based(), chosen(), plain))


def word(text: str, *, prompted: bool | None = None) -> Form:
    return Form(f"\\text{{{text}}}", plain=text, prompted=prompted)


def based() -> list[Question]:
    made = []
    for prompt, base, digits, work, wrong in BASED:
        value = int(digits, base)
        right: list[Some] = [
            (f"{digits}_{{{base}}}", value),
            (f"({digits})_{{{base}}}", value),
            (f"{digits}_{{\\text{{{NAMES[base]}}}}}", value),
            (f"\\text{{{digits}}}_{{{base}}}", value),
            (f"\\left({digits}\\right)_{{{base}}}", value),
        ]
        if base < 10:
            right.append((f"{digits}_{base}", value))
            right.append((f"\\mathrm{{{digits}}}_{base}", value))
        bad: list[Some] = [(f"{other}_{{{radix}}}", int(other, radix)) for other, radix in wrong]
        reference = f"{digits}_{base}" if base < 10 else f"{digits}_{{{base}}}"
        made.append(question("base-n", prompt, reference, value, right, bad, work))
    return made


NAMES = {2: "two", 3: "three", 5: "five", 7: "seven", 8: "eight", 16: "sixteen"}

BASED: list[tuple[str, int, str, str, list[tuple[str, int]]]] = [
    ("Write ninety-seven in base 5.", 5, "342", r"$97=3\cdot 25+4\cdot 5+2$.",
        [("324", 5), ("342", 6), ("343", 5), ("342", 10), ("243", 5)]),
    ("Write 45 in base 2.", 2, "101101", r"$45=32+8+4+1$.",
        [("101011", 2), ("101101", 3), ("10110", 2), ("111101", 2), ("101101", 10)]),
    ("Add $56_8$ and $47_8$ in base 8.", 8, "125", r"$6+7=13=8+5$, carry one.",
        [("103", 8), ("125", 10), ("124", 8), ("215", 8), ("125", 9)]),
    ("Convert 200 to base 7.", 7, "404", r"$200=4\cdot 49+4$.",
        [("440", 7), ("404", 8), ("403", 7), ("44", 7), ("404", 10)]),
    ("Write 500 in base 3.", 3, "200112", r"$500=2\cdot 243+14$ and $14=9+3+2$.",
        [("200121", 3), ("200112", 4), ("20112", 3), ("211002", 3)]),
]  # fmt: skip


def chosen() -> list[Question]:
    made = []
    for ask, options, letter, work in CHOSEN:
        listed = "\n".join(f"({name}) {text}" for name, text in options.items())
        text = options[letter]
        others = [name for name in options if name != letter]
        right: list[Some] = [
            letter,
            f"({letter})",
            f"\\textbf{{({letter})}}",
            word(letter),
            Form(f"\\text{{({letter})}}", plain=f"({letter})"),
            Form(f"\\mathrm{{{letter}}}", plain=f"**{letter}**"),
            Form(f"\\text{{({letter}) {text}}}", plain=f"({letter}) {text}", prompted=True),
            Form(f"\\textbf{{({letter})}}\\ \\text{{{text}}}", plain=f"{letter}. {text}", prompted=True),
            Form(f"\\text{{{letter}: {text}}}", plain=f"{letter}: {text}", prompted=True),
            Form(f"\\text{{{text}}}", plain=text, prompted=True),
        ]
        wrong: list[Some] = [
            *others[:3],
            f"\\textbf{{({others[0]})}}",
            Form(f"{letter} \\text{{ or }} {others[0]}", plain=f"{letter} or {others[0]}"),
            Form(f"\\text{{({others[1]}) {options[others[1]]}}}", plain=f"({others[1]}) {options[others[1]]}",
                prompted=True),
            Form(f"\\text{{{options[others[0]]}}}", plain=options[others[0]], prompted=True),
            Form(", ".join(options), plain=", ".join(options)),
        ]  # fmt: skip
        made.append(question("multiple-choice", f"{ask}\n{listed}", letter, letter, right, wrong, work, prompted=None))
    return made


CHOSEN: list[tuple[str, dict[str, str], str, str]] = [
    ("Which number is prime?", {"A": "91", "B": "87", "C": "97", "D": "51", "E": "57"}, "C",
        r"$91=7\cdot 13$, $87=3\cdot 29$, $51=3\cdot17$, $57=3\cdot 19$."),
    ("What is the perimeter of a square of area 49?", {"A": "14", "B": "28", "C": "49", "D": "7"}, "B",
        "The side is the root of the area."),
    ("Which shape has exactly one line of symmetry?",
        {"A": "a square", "B": "a circle", "C": "a rectangle", "D": "an isosceles triangle that is not equilateral"},
        "D", "Count the lines for each shape."),
    ("A fair die is thrown twice. What is the probability of two sixes?",
        {"A": "1/36", "B": "1/6", "C": "1/12", "D": "1/3", "E": "1/18"}, "A", "The throws are independent."),
    ("How many edges has a cube?", {"A": "6", "B": "8", "C": "10", "D": "12", "E": "24"}, "D",
        "Four on top, four at the bottom, four upright."),
]  # fmt: skip

Table = list[tuple[str, str, str, list[Some], list[Some], str]]

BOOLEANS: Table = [
    ("Is 91 prime?", r"\text{No}", "no",
     [word("No"), word("no"), Form("No."), Form(r"\textbf{No}", plain="**No**"), Form(r"\mathrm{No}", plain="NO")],
     [word("Yes"), word("yes"), Form("7"), word("Maybe"), word("Yes and no"),
      Form(r"\text{Not sure}", plain="Not sure")],
     r"Note that $7\cdot 13=91$."),
    ("Is $2^{10}$ larger than $10^3$?", r"\text{Yes}", "yes",
     [word("Yes"), word("yes"), Form("YES"), Form(r"\textbf{Yes}", plain="Yes."),
      Form(r"\mathbf{Yes}", plain="**Yes**")],
     [word("No"), word("no"), Form("1024"), word("Possibly"), word("yes or no"), word("unknown")],
     "Double one ten times."),
    ("True or false: every square is a rectangle.", r"\text{True}", "true",
     [word("True"), word("true"), Form("TRUE"), Form(r"\mathrm{True}", plain="True."),
      Form(r"\textbf{True}", plain="**True**")],
     [word("False"), word("false"), word("Unknown"), Form("1.5"), word("True or false")],
     "A rectangle is a quadrilateral with four right angles."),
    ("True or false: the sum of two odd numbers is odd.", r"\text{False}", "false",
     [word("False"), word("false"), Form("FALSE"), Form(r"\mathbf{False}", plain="False."),
      Form(r"\textbf{false}", plain="**false**")],
     [word("True"), word("true"), word("Sometimes"), word("odd"), word("true or false")],
     r"Write them as $2u+1$ and $2v+1$."),
    ("Does the series $\\sum\\frac1n$ converge?", "No", "no",
     [word("No"), word("no"), Form("NO"), Form(r"\textbf{no}", plain="No.")],
     [word("Yes"), Form("0"), word("Cannot be determined"), word("yes")],
     "Group the terms in blocks that are each at least one half."),
]  # fmt: skip

TEXTS: Table = [
    ("What day is 100 days after a Saturday?", r"\text{Monday}", "monday",
     [word("Monday"), word("monday"), Form(r"\textbf{Monday}", plain="**Monday**"),
      Form(r"\mathrm{Monday}", plain="MONDAY"), Form(r"\text{ Monday }", plain="Monday.")],
     [word("Sunday"), word("Tuesday"), word("Monday or Tuesday"), Form("2"), word("not Monday")],
     r"$100=14\cdot 7+2$."),
    ("What kind of triangle has sides 5, 12 and 13?", r"\text{right triangle}", "right",
     [word("right triangle"), word("Right triangle"), Form(r"\textbf{right triangle}", plain="**right triangle**"),
      word("Right Triangle")],
     [word("acute triangle"), word("obtuse triangle"), word("equilateral triangle"), word("not a right triangle"),
      word("triangle")],
     r"$25+144=169$."),
    ("Which of the four friends won? Ann, Ben, Carla or Dev?", "Carla", "carla",
     [word("Carla"), word("carla"), Form(r"\textbf{Carla}", plain="CARLA"), Form(r"\mathrm{Carla}", plain="**Carla**")],
     [word("Ann"), word("Dev"), word("Carl"), word("Ann or Carla"), word("Ann, Ben, Carla or Dev"), word("nobody")],
     "Ann was second; Ben and Dev came after her."),
    ("Name the curve with equation $\\frac{x^2}{9}-\\frac{y^2}{4}=1$.", r"\text{hyperbola}", "hyperbola",
     [word("hyperbola"), word("Hyperbola"), Form(r"\textbf{hyperbola}", plain="Hyperbola."), Form("HYPERBOLA")],
     [word("ellipse"), word("parabola"), word("circle"), word("hyperbola or ellipse"), word("not a hyperbola")],
     "The two squares have opposite signs."),
    ("What colour is the larger of the two boxes?", r"\text{dark green}", "dark green",
     [word("dark green"), word("Dark green"), word("Dark Green"), Form(r"\textbf{dark green}", plain="**dark green**"),
      Form(r"\text{dark}\ \text{green}", plain="DARK GREEN")],
     [word("dark red"), word("light green"), word("dark"), word("dark blue"), word("dark green or light green")],
     "Compare the volumes of the two boxes."),
    ("In which month is the 200th day of the year?", r"\text{July}", "july",
     [word("July"), word("july"), Form(r"\textbf{July}", plain="**July**"), Form(r"\mathrm{July}", plain="July.")],
     [word("June"), word("August"), word("January"), word("June or July"), Form("19")],
     "Up to the end of June there are 181 days in an ordinary year."),
    ("What is a polygon with seven sides called?", "heptagon", "heptagon",
     [word("heptagon"), word("Heptagon"), Form(r"\textbf{heptagon}", plain="**heptagon**"), Form("HEPTAGON")],
     [word("hexagon"), word("octagon"), word("hexagon or heptagon"), word("pentagon"), word("not a heptagon")],
     r"Five sides make a pentagon, six a hexagon."),
]  # fmt: skip

DATES: Table = [
    ("What is the date 45 days after January 29, 2021?", r"\text{March 15, 2021}", "2021-03-15",
     [word("March 15, 2021"), word("15 March 2021"), word("March 15th, 2021"), Form("2021-03-15"),
      word("15th of March 2021"), word("Mar 15, 2021"), Form(r"\text{March } 15, 2021")],
     [word("March 16, 2021"), word("March 15, 2022"), word("May 15, 2021"), word("March 5, 2021"), Form("2021-05-15"),
      word("15 April 2021"), word("March 2021")],
     "January has 31 days and February 2021 has 28."),
    ("On which day did the two ships meet?", r"\text{July 4}", "07-04",
     [word("July 4"), word("4 July"), word("July 4th"), word("4th of July"), word("july 4"), word("July 4.")],
     [word("July 5"), word("June 4"), word("July 14"), word("4 August"), word("July"), word("the 5th of July")],
     "The first ship left in June and needs some days."),
    ("When was the bridge opened?", r"\text{12 November 1998}", "1998-11-12",
     [word("12 November 1998"), word("November 12, 1998"), Form("1998-11-12"), word("12th November 1998"),
      word("Nov 12, 1998"), word("November 12th, 1998")],
     [word("11 December 1998"), word("12 November 1989"), word("21 November 1998"), word("13 November 1998"),
      Form("1998-11-21"), word("12 October 1998")],
     "Building took a thousand days."),
]  # fmt: skip

TIMES: Table = [
    ("School starts 50 minutes after 8:25 in the morning. When?", r"9:15\text{ AM}", "09:15",
     [Form(r"9:15\text{ AM}", plain="9:15 AM"), Form(r"9:15\text{ a.m.}", plain="9:15 a.m."), Form(r"9{:}15\text{ AM}"),
      Form(r"\text{9:15 am}", plain="9:15 am"), Form(r"9:15~\mathrm{AM}", plain="9:15AM")],
     [Form(r"9:15\text{ PM}", plain="9:15 PM"), Form(r"9:51\text{ AM}", plain="9:51 AM"),
      Form(r"8:15\text{ AM}", plain="8:15 AM"), Form(r"9:25\text{ AM}", plain="9:25 AM"), Form(r"21:15")],
     r"$25+50=75$ minutes, one hour and a quarter."),
    ("A train leaves at 4:50 in the afternoon and travels 2 hours 40 minutes. When does it arrive?", r"7:30\text{ PM}",
        "19:30",
     [Form(r"7:30\text{ PM}", plain="7:30 PM"), Form(r"7:30\text{ p.m.}", plain="7:30 p.m."),
      Form(r"\text{7:30 pm}", plain="7:30 pm"), Form("19:30"), Form(r"7:30\,\mathrm{PM}", plain="7:30PM")],
     [Form(r"7:30\text{ AM}", plain="7:30 AM"), Form(r"7:03\text{ PM}", plain="7:03 PM"),
      Form(r"6:30\text{ PM}", plain="6:30 PM"), Form("18:30"), Form(r"7:40\text{ PM}", plain="7:40 PM"),
      Form("07:30 AM")],
     "Two hours later it is ten to seven."),
    ("How long did the walk take?", r"2\text{ hours }30\text{ minutes}", "150 min",
     [Form(r"2\text{ hours }30\text{ minutes}", plain="2 hours 30 minutes"),
      Form(r"150\text{ minutes}", plain="150 minutes"), Form(r"2.5\text{ hours}", plain="2.5 hours"),
      word("2 hours and 30 minutes"), word("2 h 30 min")],
     [Form(r"2\text{ hours }3\text{ minutes}", plain="2 hours 3 minutes"),
      Form(r"130\text{ minutes}", plain="130 minutes"), Form(r"2.3\text{ hours}", plain="2.3 hours"),
      word("30 hours 2 minutes"), Form(r"3\text{ hours}", plain="3 hours"), word("150 hours")],
     "Subtract the start from the end."),
    ("A film starts at 20:45 and lasts 95 minutes. When does it end?", "22:20", "22:20",
     [Form("22:20"), Form(r"22{:}20"), Form(r"\text{22:20}", plain="22:20"), word("10:20 PM", prompted=True),
      word("10:20 p.m.", prompted=True)],
     [Form("22:02"), Form("21:20"), word("10:20 AM", prompted=True), Form("22:40"), Form("23:20")],
     "An hour later it is a quarter to ten."),
]  # fmt: skip

INFINITIES: Table = [
    ("What is the limit of $n^2$ as $n$ grows?", r"\infty", "+oo",
     [r"\infty", r"+\infty", "∞", word("infinity"), word("Infinity"), r"{\infty}", r"\mathbf{\infty}"],
     [(r"-\infty", "-oo"), ("0", "0"), (r"\pm\infty", "both"), ("1", "1"), (r"\frac{1}{\infty}", "0"), ("8", "8")],
     "The squares exceed every bound."),
    ("What is the limit of $\\ln x$ as $x$ falls to zero?", r"-\infty", "-oo",
     [r"-\infty", f"{chr(0x2212)}\\infty", r"- \infty", "-∞", word("negative infinity"), word("minus infinity")],
     [(r"\infty", "+oo"), ("0", "0"), (r"+\infty", "+oo"), ("-1", "-1"), (r"e^{-\infty}", "0"), word("infinity")],
     "The logarithm is the inverse of an exponential that tends to zero."),
]  # fmt: skip

UNDEFINED: Table = [
    ("What is the slope of a vertical line?", r"\text{undefined}", "undefined",
     [word("undefined"), word("Undefined"), Form(r"\textbf{undefined}", plain="**undefined**"), Form("UNDEFINED"),
      Form(r"\mathrm{undefined}", plain="Undefined."), word("not defined")],
     [Form("0"), Form("1"), word("defined"), word("not undefined"), Form(r"-1"), word("horizontal")],
     "The run is zero there."),
    ("Find $\\lim_{x\\to 0}\\frac{|x|}{x}$.", r"\text{DNE}", "dne",
     [word("DNE"), word("does not exist"), word("Does not exist"), word("The limit does not exist"),
      Form(r"\mathrm{DNE}", plain="**DNE**")],
     [Form("0"), Form("1"), Form("-1"), Form(r"\pm 1"), word("exists"), Form(r"\infty")],
     "From the right the quotient is one, from the left it is minus one."),
]  # fmt: skip

NO_SOLUTION: Table = [
    ("Find all real $x$ with $x+1=x$.", r"\text{no solution}", "none",
     [word("no solution"), word("No solution"), word("no solutions"), word("No Solution"),
      Form(r"\textbf{no solution}", plain="**No solution**"), word("There is no solution"),
      Form(r"\emptyset", prompted=True), word("no real solution", prompted=True)],
     [Form("0"), Form("x=0"), word("infinitely many solutions"), word("one solution"), word("all real numbers"),
      Form("1"), Form(r"\{0\}")],
     "Subtract $x$ on both sides."),
    ("Give the set of real solutions of $x^2=-4$.", r"\emptyset", "none",
     [r"\emptyset", r"\varnothing", r"\{\}", "∅", r"\{\ \}", word("the empty set"), word("empty set"),
      word("no real solutions", prompted=True)],
     [(r"\{0\}", "zero"), (r"\{\emptyset\}", "the set of it"), (r"\{-2,2\}", "two"), (r"\{2\}", "one"), ("0", "zero"),
      (r"\mathbb{R}", "all")],
     "A square of a real number is never negative."),
    ("Solve the system $x+y=1$, $x+y=2$.", r"\text{No solution}", "none",
     [word("No solution"), word("no solution"), word("No solutions"), word("no solution exists"),
      word("The system has no solution"), word("no solution.")],
     [Form("(0,1)"), word("infinitely many solutions"), Form("(1,1)"), word("a unique solution"), Form("x=1, y=0"),
      Form("0")],
     "The left-hand sides are equal and the right-hand sides are not."),
]  # fmt: skip
