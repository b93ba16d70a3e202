"""Which texts behind a number are units, what they measure, and how much of a base unit each is, exactly."""

from fractions import Fraction

import pytest

from verifiers.answer.measures import alternatives, angle_power, convert, read_unit, same_kind


@pytest.mark.parametrize(
    ("text", "scale", "dimension"),
    [
        ("kg", "1", {"mass": 1}),
        ("kilograms", "1", {"mass": 1}),
        ("Kg", "1", {"mass": 1}),
        ("KILOGRAMS", "1", {"mass": 1}),
        ("lbs", "0.45359237", {"mass": 1}),
        (r"\text{ cm}^2", "1/10000", {"length": 2}),
        (r"\text{cm$^2$}", "1/10000", {"length": 2}),
        ("cm²", "1/10000", {"length": 2}),
        ("cm**2", "1/10000", {"length": 2}),
        ("square centimetres", "1/10000", {"length": 2}),
        ("square feet", "0.09290304", {"length": 2}),
        ("sq. ft.", "0.09290304", {"length": 2}),
        ("feet squared", "0.09290304", {"length": 2}),
        ("ft^3", "0.028316846592", {"length": 3}),
        ("cubic centimetres", "1/1000000", {"length": 3}),
        (r"\mathrm{m/s^2}", "1", {"length": 1, "time": -2}),
        ("m s^{-2}", "1", {"length": 1, "time": -2}),
        ("m·s⁻²", "1", {"length": 1, "time": -2}),
        ("m/s/s", "1", {"length": 1, "time": -2}),
        (r"\,\text{kg}\cdot\text{m}/\text{s}^{2}", "1", {"length": 1, "mass": 1, "time": -2}),
        ("meters per second", "1", {"length": 1, "time": -1}),
        ("miles per hour", "0.44704", {"length": 1, "time": -1}),
        ("mph", "0.44704", {"length": 1, "time": -1}),
        ("km/h", "5/18", {"length": 1, "time": -1}),
        ("kph", "5/18", {"length": 1, "time": -1}),
        (r"\frac{\text{km}}{\text{h}}", "5/18", {"length": 1, "time": -1}),
        ("(m/s)^2", "1", {"length": 2, "time": -2}),
        ("N m", "1", {"length": 2, "mass": 1, "time": -2}),
        ("kilowatt-hours", "3600000", {"length": 2, "mass": 1, "time": -2}),
        ("kWh", "3600000", {"length": 2, "mass": 1, "time": -2}),
        ("kPa", "1000", {"length": -1, "mass": 1, "time": -2}),
        ("atm", "101325", {"length": -1, "mass": 1, "time": -2}),
        (r"\text{k}\Omega", "1000", {"current": -2, "length": 2, "mass": 1, "time": -3}),
        (r"\mu\text{m}", "1/1000000", {"length": 1}),
        ("Hz", "1", {"time": -1}),
        ("per hour", "1/3600", {"time": -1}),
        ("mmol", "1/1000", {"substance": 1}),
        ("mL", "1/1000000", {"length": 3}),
        ("gallons", "0.003785411784", {"length": 3}),
        ("acres", "4046.8564224", {"length": 2}),
        ("hectares", "10000", {"length": 2}),
        ("bits", "1", {"information": 1}),
        ("MB", "8000000", {"information": 1}),
        ("hrs.", "3600", {"time": 1}),
        ("weeks", "604800", {"time": 1}),
        ("years", "12", {"month": 1}),
        ("dollars", "1", {"money:USD": 1}),
        (r"\$", "1", {"money:USD": 1}),
        ("cents", "1/100", {"money:USD": 1}),
        ("€", "1", {"money:EUR": 1}),
        ("£", "1", {"money:GBP": 1}),
        ("dollars an hour", "1/3600", {"money:USD": 1, "time": -1}),
        ("degrees", "1", {"degree": 1}),
        (r"^\circ", "1", {"degree": 1}),
        (r"^{\circ}", "1", {"degree": 1}),
        ("rad", "1", {"radian": 1}),
        ("square units", "1", {"unit": 2}),
    ],
)
def test_a_unit_is_read_with_its_exact_scale_and_dimension(text, scale, dimension):
    unit = read_unit(text)
    assert unit is not None
    assert (unit.scale, unit.offset, unit.dimension) == (Fraction(scale), 0, tuple(sorted(dimension.items())))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param("mm", "Mm", id="millimetre and megametre"),
        pytest.param("mW", "MW", id="milliwatt and megawatt"),
        pytest.param("m", "min", id="metre and minute"),
        pytest.param("Mb", "MB", id="megabit and megabyte"),
        pytest.param("cal", "Cal", id="calorie and kilocalorie"),
        pytest.param("months", "days", id="month and day"),
    ],
)
def test_units_that_look_alike_are_different(text, other):
    a, b = read_unit(text), read_unit(other)
    assert a is not None
    assert b is not None
    assert (a.scale, a.dimension) != (b.scale, b.dimension)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("  ", id="only spaces"),
        pytest.param("apples", id="a count noun"),
        pytest.param("kg of apples", id="a unit and more words"),
        pytest.param("percent", id="percent"),
        pytest.param("per cent", id="per cent is not a division by cents"),
        pytest.param("M", id="a prefix alone"),
        pytest.param("million", id="a number word"),
        pytest.param("am", id="the morning"),
        pytest.param("squared", id="a power without a unit"),
        pytest.param("square", id="a square without a unit"),
        pytest.param("meters in", id="a preposition that is also a unit"),
        pytest.param("feet inches", id="two lengths side by side"),
        pytest.param("° N", id="a latitude"),
        pytest.param("dollars hours", id="money beside a time"),
        pytest.param("m/", id="a division by nothing"),
        pytest.param("/s", id="a division of nothing"),
        pytest.param("-m", id="a sign"),
        pytest.param("m-/s", id="a hyphen before a bar"),
        pytest.param("m^22", id="a power of two digits"),
        pytest.param("m^0", id="a power of zero"),
        pytest.param("5 m", id="a number"),
        pytest.param("in...", id="a text that goes on"),
        pytest.param("cm$", id="a delimiter that is not a currency"),
        pytest.param(r"\text{c}\text{m}", id="letters in wrappers of their own"),
        pytest.param(r"\text{cm", id="an open brace"),
        pytest.param("cm}", id="a closing brace"),
        pytest.param("(m", id="an open parenthesis"),
        pytest.param(r"\frac{m}", id="a fraction with one argument"),
        pytest.param("J/°C", id="a part with an offset"),
        pytest.param("м", id="a Cyrillic letter"),
        pytest.param("k\u200bg", id="an invisible character"),
    ],
)
def test_anything_else_is_no_unit(text):
    assert read_unit(text) is None
    assert alternatives(text) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("pounds", ["lb", "£", "lbf"]),
        ("ounces", ["oz", "fl oz", "imp fl oz"]),
        ("tons", ["ton", "t", "long ton"]),
        ("gallons", ["gal", "imp gal"]),
        ("cents", ["¢", "euro cent"]),
        ("degrees", ["°", "°C", "°F"]),
        ("C", ["C", "°C"]),
        ("foot-pounds", ["ft·lbf"]),
        ("pounds per square inch", ["lb·in^-2", "£·in^-2", "lbf·in^-2"]),
        ("J/kg K", ["J·kg^-1·K^-1", "J·kg^-1·K"]),
        ("J/(kg K)", ["J·kg^-1·K^-1"]),
        ("kg", ["kg"]),
    ],
)
def test_every_reading_of_an_ambiguous_unit_is_given(text, names):
    assert [unit.name for unit in alternatives(text)] == names


def test_a_megabyte_has_a_decimal_and_a_binary_reading():
    assert [unit.scale for unit in alternatives("MB")] == [8 * 10**6, 8 * 2**20]


@pytest.mark.parametrize(
    ("value", "a", "b", "converted"),
    [
        ("5", "km", "m", "5000"),
        ("90", "km/h", "m/s", "25"),
        ("1", "mile", "feet", "5280"),
        ("2", "hours", "minutes", "120"),
        ("250", "cents", r"\$", "5/2"),
        ("1", "acre", "square feet", "43560"),
        ("1", "gallon", "cubic inches", "231"),
        ("1", "m^3", "L", "1000"),
        ("1", "kWh", "MJ", "18/5"),
        ("100", r"^\circ\text{C}", "°F", "212"),
        ("-40", "degrees Fahrenheit", "degrees Celsius", "-40"),
        ("0", "K", "°C", "-273.15"),
        ("2", "revolutions", "degrees", "720"),
        ("18", "months", "years", "3/2"),
    ],
)
def test_a_value_converts_exactly(value, a, b, converted):
    assert convert(Fraction(value), read_unit(a), read_unit(b)) == Fraction(converted)


@pytest.mark.parametrize(
    ("a", "b"),
    [("kg", "m"), ("dollars", "euros"), ("months", "days"), ("degrees", "radians"), ("cm", "cm^2"), ("Hz", "s")],
)
def test_units_of_different_kinds_do_not_convert(a, b):
    assert not same_kind(read_unit(a), read_unit(b))
    with pytest.raises(ValueError, match="cannot be converted"):
        convert(Fraction(1), read_unit(a), read_unit(b))


@pytest.mark.parametrize(
    ("a", "b", "power"),
    [
        ("degrees", "radians", 1),
        ("radians", "degrees", -1),
        ("rpm", "rad/s", 1),
        ("degrees", "degrees", 0),
        ("kg", "g", 0),
        ("degrees", "m", None),
        ("degrees", "rad/s", None),
    ],
)
def test_degrees_and_radians_are_a_power_of_pi_apart(a, b, power):
    assert angle_power(read_unit(a), read_unit(b)) == power


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("m" * 10_000_000, id="ten million letters"),
        pytest.param("{" * 100 + "m" + "}" * 99, id="braces that do not match"),
        pytest.param("(" * 100 + "m" + ")" * 99, id="deep parentheses"),
        pytest.param("square " * 28 + "m", id="square of a square of a square"),
        pytest.param("((((m^9)^9)^9)^9)^9", id="a tower of powers"),
        pytest.param(r"\frac{" * 33, id="open fractions"),
        pytest.param("^" * 200, id="carets"),
        pytest.param(" " * 200, id="spaces"),
        pytest.param("oz/" * 66 + "oz", id="a long product of ambiguous names"),
        pytest.param("\x00", id="a null character"),
        pytest.param("\ud800", id="half of a surrogate pair"),
        pytest.param("ﷺ" * 200, id="letters that grow when normalized"),
    ],
)
def test_hostile_text_is_no_unit(text):
    assert alternatives(text) == ()
