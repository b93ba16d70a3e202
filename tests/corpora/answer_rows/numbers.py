"""Questions whose answer is a number in digits, with or without something that it counts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from typing import Any

from sympy import Rational

from answer_rows.rows import Form, Question, Some, question

THIN = "\u2009"
MINUS = "\u2212"


def questions() -> list[Question]:
    return list(
        chain(integers(), decimals(), fractions(), mixed(), percents(), money(), units(), scientific(), tolerated())
    )


def integers() -> Iterator[Question]:
    for prompt, n, work, noun in INTEGERS:
        right: list[Some] = [Form(str(n)), Form(f"\\text{{{n}}}", plain=f"{n}")]
        if n % 7:
            right.append(Form(f"{n}.0"))
        if n >= 1000:
            comma = f"{n:,}"
            right += [
                Form(comma),
                Form(comma.replace(",", "{,}")),
                Form(comma.replace(",", "\\,")),
                Form(comma.replace(",", THIN)),
                Form(comma.replace(",", ",\\!")),
            ]
        if n < 0:
            right += [Form(f"{MINUS}{-n}"), Form(f"- {-n}"), Form(f"-\\,{-n}")]
        else:
            right += [Form(f"+{n}"), Form(f"\\mathbf{{{n}}}", plain=f"**{n}**")]
        if noun:
            right.append(Form(f"{n}\\text{{ {noun}}}", plain=f"{n} {noun}", prompted=True))
        if "$x$" in prompt:
            right.append(Form(f"x = {n}", prompted=True))
        wrong = distinct(n, [n + 1, n - 1, -n, n * 10, int(str(abs(n))[::-1]), n + 9, n + 100])
        texts = [f"{m:,}" if m >= 1000 and m % 2 else f"{m}" for m in wrong[:5]]
        checks = {"type": "integer"} if n % 7 == 0 else None
        yield question("integer", prompt, str(n), n, right, list(zip(texts, wrong, strict=False)), work, checks=checks)


def distinct(right: Any, others: list[Any]) -> list[Any]:
    return [other for place, other in enumerate(others) if other != right and other not in others[:place]]


INTEGERS: list[tuple[str, int, str, str]] = [
    ("A shop sells 36 boxes with 48 pencils each. How many pencils is that?", 36 * 48,
     r"Each box holds 48 pencils, so we need $36\cdot 48 = 36\cdot 50-36\cdot 2=1800-72$.", "pencils"),
    ("Find the sum of all positive divisors of 360.", 1170,
     r"Since $360=2^3\cdot 3^2\cdot 5$, the divisor sum is $(1+2+4+8)(1+3+9)(1+5)=15\cdot 13\cdot 6$.", ""),
    ("Solve for $x$: $3x+50=14$.", -12, r"Subtract 50 from both sides: $3x=-36$. Then divide by $3$.", ""),
    ("How many integers between 1 and 1000 are divisible by 7?", 142,
     r"The largest multiple of 7 below 1000 is $994=7\cdot 142$, so the multiples are $7\cdot1,\ldots,994$.", ""),
    ("What is $13^4$?", 13**4, r"$13^2=169$ and $169^2=169\cdot 170-169=28730-169$.", ""),
    ("Evaluate $5-8\\cdot 27$.", -211, r"Multiplication comes first: $8\cdot 27=216$. Then $5-216$.", ""),
    ("How many seconds are there in a day and a half?", 129600,
     r"A day has $24\cdot 3600=86400$ seconds, and half of that is $43200$.", "seconds"),
    ("A theatre has 25 rows of 32 seats, of which 47 are taken. How many seats are free?", 753,
     r"There are $25\cdot 32=800$ seats in all, and $47$ of them are taken.", "seats"),
    ("Compute the determinant $\\left|\\begin{matrix}7&-3\\\\4&9\\end{matrix}\\right|$.", 75,
     r"$7\cdot 9-(-3)\cdot 4=63+12$.", ""),
    ("What is the product of the first eight prime numbers?", 9699690,
     r"$2\cdot3\cdot5\cdot7=210$, $210\cdot 11=2310$, $2310\cdot 13=30030$, $30030\cdot 17=510510$. One more factor: $19$.", ""),
    ("If $x-17=-42$, what is $x$?", -25, r"Add $17$ to both sides of the equation.", ""),
    ("In how many ways can a committee of 4 be chosen from 12 people?", 495,
     r"$\binom{12}{4}=\frac{12\cdot 11\cdot 10\cdot 9}{24}=\frac{11880}{24}$.", "ways"),
    ("What is the 40th term of the arithmetic sequence 7, 13, 19, ...?", 241,
     r"The common difference is $6$, so $a_{40}=7+39\cdot 6=7+234$.", ""),
    ("Find the remainder when $7^{100}$ is divided by $13$.", pow(7, 100, 13),
     r"By Fermat $7^{12}\equiv1\pmod{13}$ and $100=8\cdot 12+4$, so $7^{100}\equiv 7^4=2401\pmod{13}$.", ""),
    ("A tank holds 2,450 litres and loses 35 litres a day. After how many days is it empty?", 70,
     r"We divide: $2450\div 35=\frac{490}{7}$.", "days"),
]  # fmt: skip


def decimals() -> Iterator[Question]:
    for text, prompt, work in DECIMALS:
        value = Fraction(text)
        over = f"\\frac{{{value.numerator}}}{{{value.denominator}}}".replace("\\frac{-", "-\\frac{")
        right: list[Some] = [
            Form(text, value),
            Form(text + "0", value),
            Form(over, value),
            Form(f"{value.numerator}/{value.denominator}", value),
        ]
        if abs(value) < 1:
            right.append(Form(text.replace("0.", "."), value))
        if value < 0:
            right.append(Form(text.replace("-", MINUS), value))
        digits = text[:-2] + text[-1] + text[-2]
        wrong: list[Some] = [
            (shown(value * 10), value * 10),
            (shown(value / 10), value / 10),
            (shown(-value), -value),
            (shown(value + Fraction(1, 1000)), value + Fraction(1, 1000)),
        ]
        if "." not in text[-2:] and Fraction(digits) != value and Fraction(digits) * 10 != value:
            wrong.append((digits, Fraction(digits)))
        yield question("decimal", prompt, text, value, right, wrong, work)


def shown(value: Fraction) -> str:
    """The decimal, exactly; the value must have one that ends."""
    for places in range(12):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            whole = digits[: len(digits) - places] or "0"
            text = f"{whole}.{digits[len(digits) - places :]}" if places else digits
            return f"-{text}" if value < 0 else text
    raise ValueError(f"{value} has no short decimal")


DECIMALS = [
    ("0.375", "Compute $0.75\\div 2$.", r"Half of $0.7$ is $0.35$ and half of $0.05$ is $0.025$."),
    ("6.25", "Compute $2.5^2$.", r"$2.5^2=\left(\frac52\right)^2$, and $5^2=25$, $2^2=4$."),
    ("-1.84", "Evaluate $0.56-2.4$.", "Both terms in hundredths: $56-240=-184$ hundredths."),
    ("0.0625", "What is the probability of four heads in four tosses of a fair coin?",
        r"$\frac12\cdot\frac12=0.25$; square it."),
    ("12.75", "The mean of 10, 12, 13 and 16 is what?", r"The sum is $10+12+13+16=51$ and there are $4$ numbers."),
    ("3.605", "Compute $7.21\\div 2$.", "Half of $7$ is $3.5$ and half of $0.21$ is $0.105$."),
    ("-0.45", "Find $x$ if $20x+9=0$.", "We get $20x=-9$, so we divide $9$ by $20$ and keep the sign."),
    ("104.5", "A rectangle measures 9.5 by 11. What is its area?", r"$9.5\cdot 11=95+9.5$."),
]  # fmt: skip

VULGAR = {(1, 2): "½", (3, 4): "¾", (1, 3): "⅓", (2, 3): "⅔", (5, 8): "⅝", (1, 4): "¼", (5, 6): "⅚"}


def fractions() -> Iterator[Question]:
    for n, d, prompt, work in FRACTIONS:
        value, sign, m = Rational(n, d), "-" if n < 0 else "", abs(n)
        reference = f"{sign}\\frac{{{m}}}{{{d}}}"
        right: list[Some] = [
            Form(f"{sign}\\frac{{{m}}}{{{d}}}", value, plain=f"{n}/{d}"),
            Form(f"{sign}\\dfrac{{{m}}}{{{d}}}", value),
            Form(f"{sign}\\tfrac{{{m}}}{{{d}}}", value),
            Form(f"{n}/{d}", value),
            Form(f"\\left({sign}\\frac{{{m}}}{{{d}}}\\right)", value),
            Form(f"{{{n} \\over {d}}}", value),
            Form(f"{sign}\\frac{{{3 * m}}}{{{3 * d}}}", value, prompted=False),
        ]
        if m < 10 and d < 10:
            right.append(Form(f"{sign}\\frac{m}{d}", value))
        if n < 0:
            right += [Form(f"\\frac{{{n}}}{{{d}}}", value), Form(f"\\frac{{{m}}}{{-{d}}}", value), f"{MINUS}{m}/{d}"]
        if (m, d) in VULGAR:
            right.append(Form(sign + VULGAR[m, d], value))
        if is_decimal(d):
            right.append(Form(shown(Fraction(n, d)), value))
            rounded = []
        else:
            hundredths = round(Fraction(n * 100, d))
            rounded = [(shown(Fraction(hundredths, 100)), Rational(hundredths, 100))]
        wrong: list[Some] = [
            (f"{sign}\\frac{{{d}}}{{{m}}}", Rational(d, n)),
            (f"{'' if sign else '-'}\\frac{{{m}}}{{{d}}}", -value),
            (f"{sign}\\frac{{{m + 1}}}{{{d}}}", Rational((m + 1) * (-1 if n < 0 else 1), d)),
            (f"{n}/{d + 1}", Rational(n, d + 1)),
            *rounded,
        ]
        if m < 10 and d < 10:
            wrong.append((f"{n}{d}", int(f"{n}{d}")))
        yield question("fraction", prompt, reference, value, right, wrong, work)


def is_decimal(d: int) -> bool:
    return 10**6 % d == 0


FRACTIONS = [
    (5, 9, "Of 36 equally likely outcomes 20 are favourable. What is the probability of a favourable one?",
        r"There are $20$ outcomes out of $36$; divide both by $4$."),
    (3, 4, "What part of a full turn is 270 degrees?",
        r"A full turn is $360$ degrees, and $270=3\cdot 90$, $360=4\cdot 90$."),
    (-7, 11, "Find the slope of the line through $(0,7)$ and $(11,0)$.",
        r"Slope: $\frac{\Delta y}{\Delta x}$ with rise $0-7$ and run $11-0$."),
    (2, 3, "A ball is drawn from a bag with 6 red, 2 blue and 1 green ball. What is the probability of red?",
        "There are $6+2+1=9$ balls; six are red."),
    (17, 12, "What is $\\frac23+\\frac34$?",
        r"The common denominator is $12$: $\frac23=\frac{8}{12}$ and $\frac34=\frac{9}{12}$."),
    (-5, 6, "Compute $\\frac12-\\frac43$.", r"With denominator $6$: $\frac36-\frac86$."),
    (13, 53, "What fraction of the 53 weeks were rainy if 13 of them were?",
        "Thirteen of fifty-three, and $53$ is prime."),
    (1, 3, "Find the sum $\\frac14+\\frac1{16}+\\frac1{64}+\\cdots$",
        r"Geometric with ratio $r=\frac14$, so $\frac{r}{1-r}$ with $1-r=\frac34$."),
    (-9, 4, "Solve $4t+9=0$.", "Move the $9$ over and divide by $4$."),
    (22, 35, "Multiply $\\frac{11}{14}$ by $\\frac45$.",
        r"$\frac{11\cdot 4}{14\cdot 5}=\frac{44}{70}$, then cancel $2$."),
]  # fmt: skip


def mixed() -> Iterator[Question]:
    for whole, n, d, prompt, work in MIXED:
        value = whole + Rational(n, d)
        right: list[Some] = [
            Form(f"{whole}\\frac{{{n}}}{{{d}}}", value),
            Form(f"{whole}\\dfrac{{{n}}}{{{d}}}", value),
            Form(f"{whole}\\,\\tfrac{{{n}}}{{{d}}}", value),
            Form(f"\\frac{{{value.p}}}{{{value.q}}}", value),
            Form(f"{value.p}/{value.q}", value),
            Form(f"{whole} {n}/{d}", value),
            Form(f"{whole}+\\frac{{{n}}}{{{d}}}", value, prompted=False),
        ]
        if (n, d) in VULGAR:
            right.append(Form(f"{whole}{VULGAR[n, d]}", value))
        if is_decimal(d):
            right.append(Form(shown(whole + Fraction(n, d)), value))
        wrong: list[Some] = [
            (f"{whole}\\frac{{{d}}}{{{n}}}", whole + Rational(d, n)),
            (f"\\frac{{{whole * n}}}{{{d}}}", Rational(whole * n, d)),
            (f"\\frac{{{whole}{n}}}{{{d}}}", Rational(int(f"{whole}{n}"), d)),
            (f"{whole + 1}\\frac{{{n}}}{{{d}}}", value + 1),
            (f"{whole}-\\frac{{{n}}}{{{d}}}", whole - Rational(n, d)),
        ]
        yield question("mixed-number", prompt, f"{whole}\\frac{{{n}}}{{{d}}}", value, right, wrong, work)


MIXED = [
    (5, 2, 3, "How many cups of flour are needed for 4 cakes with $1\\frac{5}{12}$ cups each?",
        r"$4\cdot\frac{17}{12}=\frac{68}{12}$."),
    (2, 3, 4, "A plank of 11 feet is cut into 4 equal parts. How long is each, in feet?", r"Divide: $11=2\cdot 4+3$."),
    (7, 1, 2, "What is half of 15?", r"$15=14+1$, and half of $14$ is $7$."),
    (3, 5, 8, "Find the sum of $1\\frac14$ and $2\\frac38$.", r"Wholes: $1+2$. Parts: $\frac28+\frac38$."),
    (12, 1, 6, "How many hours is 730 minutes?", r"$730=12\cdot 60+10$, and ten minutes are a sixth of an hour."),
]  # fmt: skip


def percents() -> Iterator[Question]:
    for text, prompt, work in PERCENTS:
        value = Fraction(text)
        right: list[Some] = [
            Form(f"{text}\\%", plain=f"{text}%"),
            Form(f"{text}%"),
            Form(f"{text} \\%"),
            Form(f"{text}\\text{{ percent}}", plain=f"{text} percent"),
            Form(f"{shown(value)}.0\\%" if value.denominator == 1 else f"{text}0\\%"),
            Form(f"{text}\\,\\%"),
        ]
        if value.denominator == 2:
            right.append(Form(f"{value.numerator // 2}\\frac{{1}}{{2}}\\%"))
        if value < 0:
            right.append(Form(f"{MINUS}{text[1:]}\\%"))
        others = [value * 10, value / 10, 100 - value, value + 1, -value]
        wrong = [(f"{shown(other)}\\%", other) for other in distinct(value, others)]
        yield question("percent", prompt, f"{text}\\%", value, right, wrong, work)


PERCENTS = [
    ("64", "In a class of 25 pupils, 16 play chess. What percentage plays chess?",
        r"$\frac{16}{25}$, and $25\cdot 4=100$, so we scale $16$ by $4$."),
    ("12.5", "A price rises from 80 to 90. By what percentage does it rise?",
        r"The rise is $10$ on $80$, that is one eighth."),
    ("35", "On a bus with 60 seats, 39 are taken. What percentage of the seats is free?",
        r"$60-39=21$, and $21$ out of $60$ is $\frac{7}{20}$."),
    ("7.5", "Tax on 240 is 18. What is the tax rate?", r"$\frac{18}{240}=\frac{3}{40}$."),
    ("220", "Sales went from 50 to 160. By what percent did they grow?", r"The growth is $110$, and $110/50=2.2$."),
    ("0.4", "2 of 500 parts are faulty. What percentage is that?", r"$2$ in $500$ means $4$ in $1000$."),
]  # fmt: skip


def money() -> Iterator[Question]:
    for text, prompt, work in DOLLARS:
        value = Fraction(text)
        cents = f"{value * 100}"
        right: list[Some] = [
            Form(f"\\${text}", plain=f"${text}"),
            Form(text),
            Form(f"{text}\\text{{ dollars}}", plain=f"{text} dollars"),
            Form(f"\\text{{\\${text}}}"),
            Form(f"\\$ {text}"),
            Form(f"{text}\\text{{ USD}}", plain=f"{text} USD"),
        ]
        if value.denominator == 1:
            right.append(Form(f"\\${value}.00" if value < 1000 else f"\\${int(value):,}", plain=f"${int(value):,}.00"))
        if value < 100:
            right.append(Form(f"{cents}\\text{{ cents}}", plain=f"{cents} cents", prompted=False))
        wrong: list[Some] = [
            (f"\\${shown(value + 1)}", value + 1),
            (f"\\${shown(value * 10)}", value * 10),
            (f"{text}\\text{{ cents}}", value / 100),
            Form(f"€{text}"),
            (f"-\\${text}", -value),
            Form(f"£{text}"),
        ]
        yield question("currency", prompt, f"\\${text}", value, right, wrong, work)


DOLLARS = [
    ("7.25", "Three notebooks at 1.75 dollars and a pen at 2 dollars: what is the total?",
        r"$3\cdot 1.75=5.25$, and the pen adds $2$."),
    ("18", "Janet sells 9 eggs a day at 2 dollars each. How much does she make a day?",
        r"Nine eggs at two dollars: multiply."),
    ("1250", "Ann earns 25 dollars an hour for 50 hours. How much does she earn?", r"$25\cdot 50=\frac{2500}{2}$."),
    ("0.85", "Five erasers cost 4.25 dollars. What does one cost?",
        r"$425\div 5$ in cents: $400\div5=80$ and $25\div 5=5$."),
    ("64.50", "Six tickets cost 387 dollars. What does one cost?", r"$387\div 6$: $360\div6=60$ and $27\div 6=4.5$."),
]  # fmt: skip


def units() -> Iterator[Question]:
    for dimension, number, unit, factor, prompt, work, right, wrong in UNITS:
        value = (dimension, Rational(str(number)) * Rational(str(factor)))
        name = f"{number}\\text{{ {unit}}}"
        rights: list[Some] = [
            Form(f"{number}\\text{{ {unit}}}", value, plain=f"{number} {unit}"),
            Form(f"{number}\\,\\mathrm{{{unit}}}".replace(" ", "~"), value),
            Form(str(number), prompted=False),
            *(measured(dimension, *each) for each in right),
        ]
        wrongs: list[Some] = [measured(*each) if len(each) == 4 else measured(dimension, *each) for each in wrong]
        yield question("units", prompt, name, value, rights, wrongs, work)


def measured(dimension: str, number: str, unit: str, factor: str) -> Form:
    value = (dimension, Rational(number) * Rational(factor))
    return Form(f"{number}\\text{{ {unit}}}", value, plain=f"{number} {unit}")


UNITS: list[tuple[str, Any, str, Any, str, str, list[tuple[str, str, str]], list[tuple[str, ...]]]] = [
    ("length", "1.5", "km", "1000", "Lena runs 6 laps of 250 metres. How far does she run?",
        r"$6\cdot 250=1500$ metres.",
     [("1500", "m", "1"), ("1.5", "kilometers", "1000"), ("1500", "meters", "1"), ("150000", "cm", "1/100"),
      ("1.50", "km", "1000")],
     [("1.5", "m", "1"), ("15", "km", "1000"), ("1.5", "kg", "1"), ("150", "m", "1"),
      ("length^2", "1.5", "km^2", "1000000")]),
    ("mass", "9", "kg", "1", "Three bags weigh 3 kilograms each. What do they weigh together?",
        r"Each bag counts the same: $3\cdot 3$.",
     [("9", "kilograms", "1"), ("9000", "g", "1/1000"), ("9.0", "kg", "1"), ("9000", "grams", "1/1000")],
     [("9", "g", "1/1000"), ("90", "kg", "1"), ("6", "kg", "1"), ("length", "9", "km", "1000"),
      ("900", "g", "1/1000")]),
    ("time", "150", "minutes", "60", "A film starts at 18:00 and ends at 20:30. How long does it last?",
        "From 18:00 to 20:00 is two hours.",
     [("2.5", "hours", "3600"), ("150", "min", "60"), ("9000", "seconds", "1"), ("2.5", "h", "3600")],
     [("150", "seconds", "1"), ("2.3", "hours", "3600"), ("130", "minutes", "60"), ("150", "hours", "3600"),
      ("length", "150", "metres", "1")]),
    ("area", "24", "cm^2", "1/10000", "What is the area of a rectangle with sides 4 cm and 6 cm?",
        r"Area is length times width.",
     [("24", "square centimeters", "1/10000"), ("24", "cm²", "1/10000"), ("2400", "mm²", "1/1000000"),
      ("0.0024", "m²", "1")],
     [("length", "24", "cm", "1/100"), ("20", "cm²", "1/10000"), ("24", "m²", "1"),
      ("volume", "24", "cm³", "1/1000000"), ("240", "mm²", "1/1000000")]),
    ("speed", "20", "m/s", "1", "A train covers 600 m in 30 s. How fast is it?", r"Distance over time: $600\div 30$.",
     [("72", "km/h", "5/18"), ("20", "meters per second", "1"), ("20.0", "m/s", "1")],
     [("20", "km/h", "5/18"), ("2", "m/s", "1"), ("length", "20", "m", "1"), ("18000", "m/s", "1"),
      ("20", "s/m", "1/7")]),
    ("volume", "3", "L", "1/1000", "Six bottles hold half a litre each. How much is that together?",
        r"$6\cdot 0.5$ litres.",
     [("3", "liters", "1/1000"), ("3000", "mL", "1/1000000"), ("3", "litres", "1/1000"), ("3000", "ml", "1/1000000")],
     [("3", "mL", "1/1000000"), ("300", "mL", "1/1000000"), ("30", "L", "1/1000"), ("mass", "3", "kg", "1"),
      ("12", "L", "1/1000")]),
]  # fmt: skip


def scientific() -> Iterator[Question]:
    for mantissa, power, prompt, work in SCIENTIFIC:
        value = Rational(mantissa) * Rational(10) ** power
        as_decimal = shown(Fraction(value.p, value.q))
        right: list[Some] = [
            Form(f"{mantissa}\\times 10^{{{power}}}", value),
            Form(f"{mantissa} \\cdot 10^{{{power}}}", value),
            Form(as_decimal, value),
            Form(f"{mantissa}e{power}", value),
            Form(f"{mantissa}0\\times10^{{{power}}}", value),
            Form(f"{shown(Fraction(mantissa) * 10)}\\times 10^{{{power - 1}}}", value, prompted=False),
        ]
        if value > 999:
            right.append(Form(f"{mantissa} × 10^{{{power}}}", value))
            right.append(Form(f"{int(value):,}", value))
        wrong: list[Some] = [
            (f"{mantissa}\\times 10^{{{power + 1}}}", value * 10),
            (f"{mantissa}\\times 10^{{{-power}}}", Rational(mantissa) * Rational(10) ** -power),
            (f"{mantissa[::-1]}\\times 10^{{{power}}}", Rational(mantissa[::-1]) * Rational(10) ** power),
            (f"-{mantissa}\\times 10^{{{power}}}", -value),
            (f"{mantissa}\\times {power}^{{10}}", Rational(mantissa) * Rational(power) ** 10),
            ("0", 0),
        ]
        yield question("scientific", prompt, f"{mantissa}\\times 10^{{{power}}}", value, right, wrong, work)


SCIENTIFIC = [
    ("4.5", 6, "A factory makes 90,000 screws a day. How many does it make in 50 days?",
        r"$9\times 10^4$ times $5\times10^1$: the product of the mantissas is $45$."),
    ("3.2", -5, "Compute $0.008\\cdot 0.004$.", r"$8\cdot 4=32$, and there are six decimal places in all."),
    ("1.2", 8, "What is $(3\\times10^3)(4\\times 10^4)$?", r"$3\cdot 4=12$ and the powers add up to $7$."),
    ("6.4", -3, "Divide $3.2$ by $500$.", r"$3.2/5=0.64$, then shift by two more places."),
    ("2.7", 11, "How many bytes are 270 files of one billion bytes?", r"$270\cdot 10^9$."),
]  # fmt: skip


def tolerated() -> Iterator[Question]:
    for reference, tolerance, prompt, right, wrong in TOLERATED:
        true = Fraction(reference)
        room = Fraction(str(tolerance.get("abs", 0))) or abs(true) * Fraction(str(tolerance["rel"]))
        # Half of the room on the one side and twice of it on the other: no label may hang on how the edge is read.
        assert all(abs(Fraction(each) - true) < room * Fraction(6, 10) for each in right), reference
        assert all(abs(Fraction(each) - true) > room * Fraction(15, 10) for each in wrong), reference
        yield Question(
            "tolerance", prompt, reference, true, tuple(map(Form, right)), tuple(map(Form, wrong)),
            checks={"tolerance": tolerance},
        )  # fmt: skip
    for text, prompt, wrong in APPROXIMATE:
        forms = [f"\\approx {text}", text, f"\\approx{text}"]
        others = [(each, Rational(each)) for each in wrong]
        yield question("tolerance", prompt, f"\\approx {text}", Rational(text), forms, others)


TOLERATED: list[tuple[str, dict[str, float], str, list[str], list[str]]] = [
    ("3.1416", {"abs": 0.001}, "Give a decimal approximation of $\\pi$.", ["3.1416", "3.1415", "3.142", "3.14159"],
        ["3.14", "3.2", "-3.1416"]),
    ("9.81", {"abs": 0.02}, "What is the acceleration of free fall, in m/s²?", ["9.81", "9.80", "9.807", "9.815"],
        ["9.7", "9.85", "98.1"]),
    ("1500", {"rel": 0.01}, "About how many people fit in the hall?", ["1500", "1505", "1492"],
        ["1530", "1450", "150"]),
    ("0.7071", {"rel": 0.001}, "Give a decimal value for $\\sin 45^\\circ$.", ["0.7071", "0.70711", "0.7072"],
        ["0.71", "0.7", "0.5"]),
    ("-42.5", {"abs": 0.5}, "Estimate the minimum temperature in degrees.", ["-42.5", "-42.4", "-42.7"],
        ["42.5", "-43.5", "-41"]),
    ("2.718", {"abs": 0.001}, "What is $e$, approximately?", ["2.718", "2.7183", "2.71828"], ["2.72", "2.7", "3.718"]),
]  # fmt: skip

APPROXIMATE = [
    ("3.46", "What is $2\\sqrt3$ to two decimals?", ["3.64", "34.6", "-3.46"]),
    ("0.33", "Round one third to two decimals.", ["0.3", "0.34", "3.3"]),
    ("17.2", "What is the length of the diagonal, to one decimal?", ["17.3", "1.72", "16.2"]),
]
