"""Which suites are nothing but calls compared with literals, and that they are compared as Python compares."""

from __future__ import annotations

import ast
import collections
import decimal
import fractions
import math

import pytest

from sandboxes.base import Assertions, Calls
from sandboxes.supervisor import wire
from verifiers.code.literal import comparisons, python_equal
from verifiers.code.plan import plan_of

CHECK = """METADATA = {'a': 1}

def check(candidate):
    '''Doc.'''
    assert candidate(1, k=[2]) == (3, {4}), 'why'
    assert True
"""


def test_a_check_of_comparisons_is_read_whole():
    (found,) = comparisons("f", CHECK, ())
    assert (found.args, found.kwargs, found.expected, found.text) == ((1,), {"k": [2]}, (3, {4}), "candidate(1, k=[2])")


def test_asserts_are_read_in_order():
    found = comparisons("f", "", ["assert f(-1) == None", "assert f() == {'a': b'x'}"])
    assert [(each.args, each.expected) for each in found] == [((-1,), None), ((), {"a": b"x"})]


@pytest.mark.parametrize(
    "line",
    [
        "assert f(1)", "assert not f(1)", "assert f(1) != 2", "assert f(1) is None", "assert f(1) == g(2)", "assert 2 == f(1)",
        "assert f(1) == f(1)", "assert f(x) == 1", "assert f(1) == 2 == 2", "assert f(*[1]) == 2", "assert f(**{}) == 2",
        "assert f(1).x == 2", "assert g(1) == 2", "assert abs(f(1) - 2) < 1", "x = 1", "f(1)",
        "for i in (1,):\n    assert f(i) == 2",
        "assert f(1) == 10**5", "assert f(float('nan')) == 2", "assert (y := f(1)) == 2", "assert f(1) == 2; del f", "assert f(",
        "assert f(lambda: 1) == 2", "assert False", "import os", "assert m.f(1) == 2", "assert f(1)(2) == 3",
    ],
)  # fmt: skip
def test_anything_else_is_left_to_the_driver_with_the_whole_suite(line):
    assert comparisons("f", "", ["assert f(1) == 2", line]) is None


@pytest.mark.parametrize(
    "setup",
    [
        "import math\n" + CHECK, CHECK + "check = None\n", CHECK.replace("(candidate)", "(candidate, n=1)"),
        "@wraps\n" + CHECK[20:],
        CHECK + "def helper(): pass\n", CHECK.replace("def check", "async def check"), CHECK + "check(g)\n", "x = 1\n" + CHECK,
        CHECK.replace("    assert True\n", "    candidate = len\n"), CHECK + "    for i in []: pass\n", "check = 1",
    ],
)  # fmt: skip
def test_a_check_that_does_more_is_left_to_the_driver(setup):
    assert comparisons("f", setup, ("check(candidate)",)) is None


def test_a_call_of_check_at_the_end_changes_nothing():
    assert comparisons("f", CHECK + "\ncheck(f)\n", ()) is not None


EXACT_TENTH = decimal.Decimal("0.1000000000000000055511151231257827021181583404541015625")  # the float 0.1
VALUES = [
    None, True, False, 0, 1, -1, 2.5, 0.0, 1.0, math.inf, math.nan, "", "a", b"", b"a", bytearray(b"a"), 1j, 1 + 0j,
    [], [1], [True], [[1], (2,)], (), (1,), (1.0,), set(), {1}, {True}, frozenset({1}), {"a"}, {},
    {1: "a"}, {True: "a"}, {"a": [1]}, {(1, 2): {3}}, decimal.Decimal(1), decimal.Decimal("NaN"), decimal.Decimal("sNaN"),
    fractions.Fraction(1), fractions.Fraction(1, 2), range(2), 10**400,
    collections.Counter("a"), collections.OrderedDict(a=[1]), collections.deque([1]), collections.namedtuple("P", "x")(1),
    int, "NotImplemented", decimal.Decimal("0.1"), decimal.Decimal("2.5"), decimal.Decimal("1e400"), decimal.Decimal("-0"),
    decimal.Decimal("1e999999"), decimal.Decimal("1e-999999"), decimal.Decimal("Infinity"), EXACT_TENTH, 0.1,
    fractions.Fraction(5, 2), fractions.Fraction(0.1), fractions.Fraction(10**400), fractions.Fraction(1, 10**400), -0.0,
    1e300, int(1e300), complex(math.inf, 0), complex(2.5, 0), complex(0, -1), {decimal.Decimal(1)}, {fractions.Fraction(1)},
    {1 + 0j}, {2.5, None}, {fractions.Fraction(5, 2), None}, {decimal.Decimal("2.5"), None}, {(1, (True, frozenset({2})))},
    {(1.0, (1, frozenset({2.0})))}, {frozenset({1}): 1}, {frozenset({True}): 1.0}, {b"a": "a"}, {"b": "a"}, {0.1}, {10**400},
    {decimal.Decimal("1e400")}, {fractions.Fraction(10**400)}, {math.inf}, {decimal.Decimal("Infinity")}, {"None"}, {None},
    {collections.namedtuple("P", "x")(1)}, {(1,)}, {((1,),)}, {range(2)}, {int}, {1j}, {1.0: "a"}, {math.nan}, {-1}, {-2},
]  # fmt: skip
LITERALS = [
    None, True, False, 0, 1, 2.5, "", "a", b"a", 1j, 1 + 0j, [], [1], [[1], (2,)], (), (1,), set(), {1}, {"a"}, {}, {1: "a"},
    {"a": [1]}, {(1, 2): {3}}, 10**400, {"a": 1}, 0.1, 1e300, int(1e300), -1j, math.inf, {2.5, None}, {True},
    {(1, (True, frozenset({2})))}, {frozenset({1}): 1}, {b"a": "a"}, {0.1}, {10**400}, {math.inf}, {"None"}, {None}, {(1,)},
    {1j}, {-1}, {((1,),)}, b"", frozenset(), frozenset({1}), True, -1, "NotImplemented",
]  # fmt: skip


@pytest.mark.parametrize("expected", LITERALS, ids=repr)
def test_equality_is_that_of_python(expected):
    for value in VALUES:
        try:
            wanted = bool(expected == value)
        except ArithmeticError:
            wanted = False
        assert python_equal(expected, wire.encode(value)) is wanted, value


@pytest.mark.parametrize(
    "data",
    [["l"], ["?", "X"], ["h", 1, "object", "X", []], ["i"], ["d", 1], ["s", ["l"]], [], {}, [[]], ["f", 1], ["E", "x"]],
)
def test_data_that_is_no_value_is_equal_to_nothing_but_what_it_says(data):
    for expected in LITERALS:
        if not (expected == [] and data == ["l"]):
            assert not python_equal(expected, data), (expected, data)


def test_more_than_was_expected_is_never_built():
    assert not python_equal({1}, ["s", *([1] * 1000)])
    assert not python_equal({1: 2}, ["d", *([[1, 2]] * 1000)])


COLLIDING = [k * (2**61 - 1) for k in range(1, 60_000)]  # integers below 2**63 or not, all with the hash 0


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        pytest.param({1}, ["s", ["z", *COLLIDING]], id="a set of integers that share a hash"),
        pytest.param(set(range(59_999)), ["s", *COLLIDING], id="as many of them as were expected"),
        pytest.param(dict.fromkeys(range(59_999), 1), ["d", *([each, 1] for each in COLLIDING)], id="as keys"),
        pytest.param({1}, ["s", ["A", "<U99999999", [1], "a"]], id="an array of one long text"),
        pytest.param(
            set(range(3000)), ["s", *(["N", f"a{i}", []] for i in range(3000))], id="thousands of named tuples"
        ),
        pytest.param(1, ["Q", ["i", "0x" + "7" * 4_000_000], ["i", "0x" + "3" * 4_000_001]], id="a huge fraction"),
        pytest.param({1}, ["s", ["Q", ["i", "0x" + "7" * 4_000_000], ["i", "0x" + "3" * 4_000_001]]], id="as a member"),
        pytest.param(1, ["D", "1e999999999"], id="a huge decimal"),
        pytest.param({1}, ["s", ["D", "1e999999999"]], id="a huge decimal as a member"),
        pytest.param(1j, ["c", ["l", *[["l"]] * 300_000], 1], id="a complex number made of lists"),
        pytest.param((), ["t", *[["l"]] * 300_000], id="a long tuple"),
        pytest.param(b"a", ["y", "61" * 4_000_000], id="a long bytearray"),
        pytest.param({"a"}, ["s", ["b", "61" * 4_000_000]], id="long bytes as a member"),
    ],
)
def test_what_a_comparison_takes_does_not_grow_with_what_came(expected, data, frugal):
    with frugal(megabytes=32):  # the expected value's keys are some
        assert not python_equal(expected, data)


def test_the_plan_uses_calls_where_it_can_and_the_driver_elsewhere():
    plain = plan_of('{"style":"assert","entry_point":"f","asserts":["assert f(1) == 2"]}')
    assert isinstance(plain.job("x"), Calls)
    assert plain.job("x").awaits is False
    assert isinstance(
        plan_of('{"style":"assert","entry_point":"f","asserts":["assert f(1) > 2"]}').job("x"), Assertions
    )


def test_no_expected_value_is_in_the_job():
    plan = plan_of('{"style":"assert","entry_point":"f","asserts":["assert f(1) == 987654321"]}')
    assert "987654321" not in repr(plan.job("x"))
    assert ast.literal_eval(plan.shown(0)[1]) == 987654321
