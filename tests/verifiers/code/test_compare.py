"""Equality of values and of printed text: exact, by type, with nothing evaluated."""

from __future__ import annotations

import collections
import datetime as dt
import decimal
import fractions
import math
import pathlib
import sys

import pytest

from sandboxes.supervisor import wire
from verifiers.code.compare import Tolerance, same_output, same_value
from verifiers.code.show import shown_wire
from verifiers.code.values import BadValue, value_of

EXACT = Tolerance()
NEAR = Tolerance(abs=1e-6)
Point = collections.namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (1, 1), (1, 1.0), (2.5, 2.5), (10**400, 10**400), (0.0, -0.0), (math.nan, math.nan), (math.inf, math.inf),
        ("a", "a"), (b"a", b"a"), (1 + 2j, 1 + 2j), (None, None), (True, True), ([], []), ([1, [2]], [1, [2]]),
        ((1, 2), (1, 2)), ((1, 2), Point(1, 2)), ({1, 2}, {2, 1}), ({1}, frozenset({1})), ({"a": 1}, {"a": 1}),
        ({(1, 2): "x"}, {(1, 2): "x"}), ({"a": 2}, collections.Counter("aa")), ({"é"}, {"é"}),
    ],
)  # fmt: skip
def test_these_are_the_same(expected, got):
    assert same_value(expected, wire.encode(got), EXACT)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (1, True), (True, 1), (0, False), (None, False), (1, "1"), ("1", 1), (1, [1]), ([1], (1,)), ((1,), [1]), (1, 1.0000001),
        (math.nan, 0.0), (0.0, math.nan), (math.inf, -math.inf), (math.inf, 10**400), ("a", b"a"), (b"a", bytearray(b"a")),
        ([1, 2], [1]), ([1], [1, 2]), ([1, 2], [2, 1]), ([1, 2], {1, 2}), ({1, 2}, [1, 2]), ({1}, {True}), ({1: 2}, {True: 2}),
        ({"a": 1}, {"a": True}), ({"a": 1}, {"a": 1, "b": 2}), ({}, set()), ({}, []), (5, decimal.Decimal(5)),
        (5, fractions.Fraction(5)), (1, 1 + 0j), ("٣", "3"), (range(2), [0, 1]), (10**400, 10**400 + 1), ([], collections.deque()),
    ],
)  # fmt: skip
def test_these_are_different(expected, got):
    assert not same_value(expected, wire.encode(got), EXACT)


@pytest.mark.parametrize(
    "data",
    [
        ["l"], ["?", "object"], ["i"], ["i", 5], ["i", "zz"], ["d", 1], ["d", [1]], ["s", ["l"]], ["s", 1, 1], ["A"], ["A", "<i8"],
        ["A", "<i8", [3], 1], ["A", "<i8", ["x"], 1], ["A", "<i8", [-1], 1], {}, [], [[]],
        ["h", 1], ["c", 1], ["N"], ["N", "x", [1]],
    ],
)  # fmt: skip
@pytest.mark.parametrize("expected", [3, "x", [1], (1,), {1}, {1: 1}, 1j, b"", None], ids=repr)
def test_malformed_data_is_never_equal_and_never_raises(data, expected):
    assert not same_value(expected, data, EXACT)


def test_an_array_stands_for_the_list_of_its_items():
    assert same_value([[1, 2], [3, 4]], ["A", "<i8", [2, 2], 1, 2, 3, 4], EXACT)
    assert same_value([1.5], ["A", "<f8", [1], 1.5], EXACT)
    assert not same_value([1, 2, 3, 4], ["A", "<i8", [2, 2], 1, 2, 3, 4], EXACT)
    assert not same_value((1, 2), ["A", "<i8", [2], 1, 2], EXACT)


def test_an_array_without_items_stands_for_the_lists_that_it_is():
    assert same_value([[], [], []], ["A", "<f8", [3, 0]], EXACT)
    assert same_value([[[], []], [[], []]], ["A", "<f8", [2, 2, 0]], EXACT)
    assert same_value([[], []], ["A", "<f8", [2, 0, 5]], EXACT)
    assert same_value([], ["A", "<f8", [0, 3]], EXACT)
    assert not same_value([[]], ["A", "<f8", [1, 1]], EXACT)
    assert not same_value([1], ["A", "<f8", [1, 1], 1], EXACT)
    assert not same_value([[1]], ["A", "<f8", [1], 1], EXACT)


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ({1, 2.5}, {1.0, 2.5}, True), ({0}, {-0.0}, True), ({10**400}, {10**400}, True), ({2**70}, {float(2**70)}, True),
        ({1e300}, {int(1e300)}, True), ({math.nan}, {math.nan}, True), ({math.inf}, {math.inf}, True), ({0}, {False}, False),
        ({(1, True)}, {(1, True)}, True), ({(1, True)}, {(1, 1)}, False), ({(1, 2)}, {Point(1, 2)}, True),
        ({frozenset({1, 2})}, {frozenset({2, 1})}, True), ({frozenset({1})}, {frozenset({True})}, False),
        ({(1,)}, {frozenset({1})}, False), ({b"a"}, {b"a"}, True), ({b"a"}, {"a"}, False), ({"a"}, {b"a"}, False),
        ({None}, {None}, True), ({None}, {"None"}, False), ({1j}, {1j}, True), ({1 + 0j}, {1}, True), ({1}, {range(2)}, False),
        ({1}, {decimal.Decimal(1)}, False), ({0.1}, {0.1}, True), ({0.1}, {0.1000001}, False), ({1, 2}, {1, 3}, False),
        ({((1, (2, "x")), None)}, {((1, (2, "x")), None)}, True), ({((1, (2, "x")), None)}, {((1, (2, "y")), None)}, False),
    ],
)  # fmt: skip
def test_members_and_keys_are_compared_as_values_are(expected, got, same):
    assert same_value(expected, wire.encode(got), NEAR) is same
    assert same_value(dict.fromkeys(expected, 5), wire.encode(dict.fromkeys(got, 5)), NEAR) is same
    assert not same_value(dict.fromkeys(expected, 5), wire.encode(dict.fromkeys(got, 6)), NEAR)


COLLIDING = [k * (2**61 - 1) for k in range(1, 4)] + [["i", hex(k * (2**61 - 1))] for k in range(5, 30_000)]


def nested(tag, levels):
    data = [tag]
    for _ in range(levels):
        data = [tag, data]
    return data


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        pytest.param([], ["A", "<f8", [100_000_000, 0]], id="an array of many rows without items"),
        pytest.param([[]] * 10, ["A", "<f8", [100_000_000, 0]], id="the same where rows are expected"),
        pytest.param([0.0] * 20_000, ["A", "<f8", [20_000] + [1] * 500, *[0.0] * 20_000], id="hundreds of dimensions"),
        pytest.param([[0.0]] * 20_000, ["A", "<f8", [20_000] + [1] * 50, *[0.0] * 20_000], id="dozens of dimensions"),
        pytest.param([1], ["A", "<f8", [10**4000] * 100_000], id="a shape of huge numbers"),
        pytest.param([1], ["A", "<f8", [1], *[0] * 1_000_000], id="more items than the shape has"),
        pytest.param({1}, ["s", ["z", *COLLIDING]], id="a member of integers that share a hash"),
        pytest.param(set(range(29_998)), ["s", *COLLIDING], id="as many of them as were expected"),
        pytest.param({frozenset(range(29_998))}, ["s", ["z", *COLLIDING]], id="also inside the member"),
        pytest.param(dict.fromkeys(range(29_998)), ["d", *([each, None] for each in COLLIDING)], id="as keys"),
        pytest.param({1}, ["s", ["A", "<U99999999", [1], "a"]], id="an array of one long text"),
        pytest.param(
            set(range(3000)), ["s", *(["N", f"a{i}", []] for i in range(3000))], id="thousands of named tuples"
        ),
        pytest.param([], ["l", *[[]] * 3_000_000], id="a long list"),
        pytest.param((), ["N", "a", ["b"] * 1_000_000, *[[]] * 1_000_000], id="a long named tuple"),
        pytest.param({1}, ["s", *[[]] * 3_000_000], id="a long set"),
        pytest.param({1: 2}, ["d", *[[1, 2]] * 3_000_000], id="a long dict"),
        pytest.param({(1, 2)}, ["s", ["t", *[1] * 1_000_000]], id="a long member"),
        pytest.param({((1,),)}, ["s", nested("t", 10_000)], id="a deep member"),
        pytest.param([[1]], nested("l", 10_000), id="a deep list"),
        pytest.param(1, ["i", "0x" + "f" * 20_000_000], id="a huge integer"),
        pytest.param({1}, ["s", ["i", "0x" + "f" * 20_000_000]], id="a huge integer as a member"),
        pytest.param(b"a", ["b", *["61"] * 1_000_000], id="bytes in many parts"),
    ],
)
def test_what_a_comparison_takes_does_not_grow_with_what_came(expected, data, frugal):
    with frugal(megabytes=32):  # the keys of the largest expected sets take most of it
        assert not same_value(expected, data, NEAR)


def test_nothing_of_numpy_is_imported_to_compare():
    loaded = "numpy" in sys.modules
    same_value({1}, ["s", ["A", "<i8", [1], 1]], EXACT)
    same_value([1], ["A", "<i8", [1], 1], EXACT)
    assert ("numpy" in sys.modules) == loaded


def test_words_are_compared_no_further_than_they_are_the_same(frugal):
    text, other = "a " * 5_000_000, "b " * 5_000_000
    with frugal(megabytes=4):
        assert not same_output("a\n", other, "tokens", EXACT)
        assert not same_output("a\n", text, "tokens", EXACT)


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ([1, "é"], "[1, '\\xe9']"), ((1,), "(1,)"), ((1, 2.5), "(1, 2.5)"), ((), "()"), (set(), "set()"), ({1}, "{1}"),
        (frozenset({1}), "frozenset({1})"), ({"a": [None]}, "{'a': [None]}"), (b"a", "b'a'"), (bytearray(b"a"), "bytearray(b'a')"),
        (10**20, "100000000000000000000"), (math.nan, "nan"), (1 + 2j, "(1+2j)"), (range(1, 9, 2), "range(1, 9, 2)"),
        (decimal.Decimal("1.50"), "Decimal('1.50')"), (fractions.Fraction(1, 2), "Fraction(1, 2)"),
        (Point(1, [2]), "Point(x=1, y=[2])"),
        (collections.deque([1]), "deque([1])"), (collections.deque([1], 3), "deque([1], maxlen=3)"), (int, "<class 'int'>"),
        (collections.Counter("aa"), "Counter({'a': 2})"), (ValueError("no", 1), "ValueError('no', 1)"),
        (slice(1, None), "slice(1, None, None)"),
        (dt.date(2020, 1, 2), "datetime.date(2020, 1, 2)"), (dt.timedelta(1), "datetime.timedelta(days=1)"),
        (pathlib.PurePosixPath("a"), "PosixPath('a')"),
    ],
)  # fmt: skip
def test_values_are_shown_as_python_writes_them(data, shown):
    assert shown_wire(wire.encode(data)) == shown


def test_arrays_are_shown_as_lists_of_their_shape():
    assert shown_wire(["A", "<i8", [2, 2], 1, 2, 3, 4]) == "array([[1, 2], [3, 4]])"
    assert shown_wire(["A", "<i8", [2, 0]]) == "array([[], []])"
    assert shown_wire(["A", "<i8", [], 5]) == "array(5)"
    assert shown_wire(["?", "Thing"]) == "a Thing object"


@pytest.mark.parametrize(
    "data",
    [
        ["A", "<f8", [100_000_000, 0]], ["A", "<f8", [20_000] + [1] * 500, *[0.0] * 20_000],
        ["l", *[[]] * 3_000_000], nested("t", 10_000),
        "a" * 20_000_000, ["i", "0x" + "f" * 20_000_000], ["b", "61" * 10_000_000], ["q", nested("q", 900), 1], {"a": 1},
        ["s", *[["s"]] * 1_000_000], ["d", *[1] * 1_000_000], ["N", "n" * 9_000_000, ["f"] * 1_000_000, *[1] * 1_000_000],
        ["Q", ["i", "0x" + "7" * 4_000_000], ["i", "0x" + "3" * 4_000_001]], ["D", "1" * 9_000_000], ["x" * 9_000_000],
        ["c", ["l"] * 1_000_000, 1], ["T", "date", "x" * 9_000_000], ["E", "x" * 9_000_000], ["?", "x" * 9_000_000], ["N", 1, 2, 3],
        ["A", "<U9", ["x"], 1], ["E"], ["?"], ["q"], ["R"], ["T", "timedelta", 10**4000], ["D", "x"], ["B", []], ["i", "-"],
    ],
    ids=range(29),
)  # fmt: skip
def test_what_is_shown_is_short_and_costs_little(data, frugal):
    with frugal(megabytes=4):
        assert len(shown_wire(data)) <= 310


def test_a_tolerance_is_for_numbers_and_only_as_wide_as_stated():
    assert same_value([0.1, {"a": 2.0}], wire.encode([0.1000001, {"a": 2.0000001}]), NEAR)
    assert not same_value(0.1, wire.encode(0.10001), NEAR)
    assert not same_value(0.1, wire.encode(math.nan), NEAR)
    assert not same_value(0.1, wire.encode(math.inf), Tolerance(abs=math.inf))
    assert same_value(1000.0, wire.encode(1001.0), Tolerance(rel=1e-3))
    assert not same_value(1000.0, wire.encode("1000.0"), NEAR)


@pytest.mark.parametrize(
    ("expected", "got"),
    [("1\n2\n", "1\n2"), ("1\n", "1  \n\n"), ("a b\n", "a b\t\r\n"), ("", "\n\n"), ("1 2", "1 2")],
)
def test_white_space_at_the_ends_never_counts(expected, got):
    assert same_output(expected, got, "exact", EXACT)


@pytest.mark.parametrize(
    ("expected", "got"),
    [("1\n2\n", "1 2\n"), ("1", " 1"), ("1\n2", "1\n\n2"), ("1", "1.0"), ("12", "１２"), ("a", "A"), ("1 2", "1\u00a02"),
     ("6", "٦"),
     ("1\n2", "1"), ("1", "1\n2"), ("Yes", "yes")],
)  # fmt: skip
def test_everything_else_does(expected, got):
    assert not same_output(expected, got, "exact", EXACT)


def test_tokens_may_break_lines_anywhere_but_only_at_ascii_white_space():
    assert same_output("1 2\n3", "1\n2 3", "tokens", EXACT)
    assert not same_output("1 2", "1\u00a02", "tokens", EXACT)
    assert not same_output("1 2", "1 2 3", "tokens", EXACT)


def test_a_tolerance_compares_plain_decimal_numbers_only():
    assert same_output("0.333333", ["x", "0.3333334"][1], "exact", NEAR)
    for got in ("inf", "nan", "0x1", "1_0", "٣", "1e999999", "--1", ""):
        assert not same_output("1.0", got, "exact", Tolerance(abs=1e9))


def test_values_of_a_problem_file():
    assert value_of({"$tuple": [1, {"$set": [2]}]}) == (1, {2})
    assert value_of({"$dict": [[{"$tuple": [1]}, "a"]]}) == {(1,): "a"}
    assert value_of({"$bytes": "YQ=="}) == b"a"
    assert value_of({"$complex": [1, 2]}) == 1 + 2j
    assert math.isnan(value_of({"$float": "nan"}))
    assert value_of({"$a": 1, "b": 2}) == {"$a": 1, "b": 2}


@pytest.mark.parametrize(
    "data", [{"$tupel": []}, {"$set": [[]]}, {"$bytes": "?"}, {"$float": "x"}, {"$complex": [1]}, {"$dict": [1]}]
)
def test_a_tag_that_makes_no_sense_says_so(data):
    with pytest.raises(BadValue):
        value_of(data)
