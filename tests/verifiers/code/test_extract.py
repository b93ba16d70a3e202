"""Which part of an attempt is its code."""

from __future__ import annotations

import pytest

from verifiers.code.extract import code_of


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        pytest.param("x = 1", "x = 1", id="no fence: the whole text"),
        pytest.param("Here:\n```python\nx = 1\n```\nDone.", "x = 1\n", id="one block"),
        pytest.param("```\nx = 1\n```\n```py\nx = 2\n```", "x = 2\n", id="the last of several"),
        pytest.param("```\nx = 1\n```\nBut no:\n```python\nx = 2\n", "x = 2\n", id="a last block that is never closed"),
        pytest.param("~~~\nx = '''\n```\n'''\n~~~", "x = '''\n```\n'''\n", id="the other fence, with ticks inside"),
        pytest.param("````\n```\nx = 1\n```\n````", "```\nx = 1\n```\n", id="a longer fence around a shorter one"),
        pytest.param("```python\r\nx = 1\r\n```\r\n", "x = 1\n", id="Windows line ends"),
        pytest.param("Use `x` and ```y``` inline", "Use `x` and ```y``` inline", id="ticks inside a line are no fence"),
        pytest.param("```\n```", "", id="an empty block"),
        pytest.param("    ```\nx = 1\n", "    ```\nx = 1\n", id="indented by four: no fence"),
    ],
)
def test_the_code_is_the_last_fenced_block_or_everything(attempt, code):
    assert code_of(attempt) == code


@pytest.mark.parametrize(
    "text", ["```\n" * 200_000, "`" * 1_000_000, "```" + "a" * 1_000_000, "\n" * 1_000_000], ids=len
)
def test_a_long_text_takes_time_in_proportion(text, frugal):
    with frugal():
        code_of(text)
