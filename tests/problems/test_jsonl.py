"""Strict JSON lines: what is read, and how each kind of broken line is named."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from problems.load import rows
from problems.source import ProblemError


def written(folder: Path, content: bytes) -> Path:
    path = folder / "rows.jsonl"
    path.write_bytes(content)
    return path


def test_each_line_comes_with_its_number_and_blank_lines_are_skipped(tmp_path):
    path = written(tmp_path, b'{"a": 1}\n\n   \r\n[2]\r\n')
    assert list(rows(path)) == [(1, {"a": 1}), (4, [2])]


def test_a_last_line_without_a_line_break_is_read(tmp_path):
    assert list(rows(written(tmp_path, b"1\n2"))) == [(1, 1), (2, 2)]


def test_a_line_separator_inside_a_string_does_not_end_the_line(tmp_path):
    path = written(tmp_path, '{"prompt": "one\u2028two\u0085three"}\n'.encode())
    assert list(rows(path)) == [(1, {"prompt": "one\u2028two\u0085three"})]


def test_a_gzip_file_is_read(tmp_path):
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(b'"one"\n"two"\n'))
    assert list(rows(path)) == [(1, "one"), (2, "two")]


def test_rows_are_read_one_at_a_time(tmp_path):
    assert next(rows(written(tmp_path, b"1\nnot JSON\n"))) == (1, 1)


def test_an_escaped_pair_of_surrogates_is_one_character(tmp_path):
    assert list(rows(written(tmp_path, rb'"\ud83d\ude00"'))) == [(1, "\U0001f600")]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        pytest.param(b'{"prompt": "What is', "was it cut off", id="the last line is cut off"),
        pytest.param(b"{'a': 1}\n", "is not JSON: Expecting property name", id="single quotes"),
        pytest.param(b'{"a": 1} {"b": 2}\n', "Extra data in column 10", id="two objects in one line"),
        pytest.param(b'{"a": "\xff"}\n', "byte 0xff in column 8 is not UTF-8", id="bytes that are not UTF-8"),
        pytest.param(b'\xff\xfe{\x00"\x00', "is not UTF-8", id="UTF-16"),
        pytest.param(b'\xef\xbb\xbf{"a": 1}\n', "byte order mark", id="a byte order mark"),
        pytest.param(b'{"a": NaN}\n', "NaN is not JSON", id="NaN"),
        pytest.param(b'{"a": -Infinity}\n', "-Infinity is not JSON", id="an infinity"),
        pytest.param(b'{"a": 1e999}\n', "1e999 is too large", id="a number that would overflow"),
        pytest.param(b"1" * 5000 + b"\n", "4300 digits", id="an integer of 5000 digits"),
        pytest.param(b'{"a": 1, "a": 2}\n', "the key 'a' occurs twice", id="a key twice"),
        pytest.param(b'{"b": {"a": 1, "a": 2}}\n', "the key 'a' occurs twice", id="a key twice further inside"),
        pytest.param(rb'{"a": "\ud800"}' + b"\n", r"lone surrogate \\ud800", id="a lone surrogate"),
        pytest.param(rb'{"\uDC00": 1}' + b"\n", r"lone surrogate \\udc00", id="a lone surrogate in a key"),
        pytest.param(b'"tab\there"\n', "Invalid control character", id="a raw control character"),
        pytest.param(b"[" * 200 + b"]" * 200 + b"\n", "nested deeper than 100", id="nested 200 deep"),
        pytest.param(b"[" * 100_000 + b"\n", "nested deeper than 100", id="nested 100000 deep"),
    ],
)
def test_a_broken_line_is_named_with_its_file_and_number(tmp_path, line, complaint):
    path = written(tmp_path, b'"first"\n' + line)
    with pytest.raises(ProblemError, match=complaint) as caught:
        list(rows(path))
    assert str(caught.value).startswith(f"{path}, line 2: ")


def test_the_byte_order_mark_of_a_file_is_an_error_in_line_1(tmp_path):
    with pytest.raises(ProblemError, match="line 1: begins with a byte order mark"):
        list(rows(written(tmp_path, b"\xef\xbb\xbf1\n")))


def test_many_objects_side_by_side_are_not_nested(tmp_path):
    path = written(tmp_path, b"[" + b"[]," * 500 + b"[]]\n")
    assert len(next(rows(path))[1]) == 501


def test_a_missing_file_is_named_with_the_current_folder(tmp_path):
    with pytest.raises(ProblemError, match=r"nowhere\.jsonl: there is no such file \(the current folder is "):
        list(rows(tmp_path / "nowhere.jsonl"))


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(ProblemError, match="cannot be read: Is a directory"):
        list(rows(tmp_path))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"not gzip at all", id="not gzip"),
        pytest.param(gzip.compress(b'"one"\n' * 1000)[:-12], id="cut off"),
        pytest.param(gzip.compress(b'"one"\n')[:10] + b"\xff" * 20, id="corrupt"),
    ],
)
def test_a_broken_gzip_file_is_an_error(tmp_path, content):
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(ProblemError, match="is not a whole gzip file"):
        list(rows(path))
