"""What the source policy refuses, with which name and line, and what it lets through."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.lean.policy import GROUPS, Sizes, constructs, refusal

# One genuine piece of Lean on a line.
GENUINE = Path(__file__).with_name("policy_genuine.txt").read_text("utf-8")
# The construct, then pieces of Lean that contain it; ⏎ stands for a line break.
HOSTILE = Path(__file__).with_name("policy_hostile.txt").read_text("utf-8")
ROWS = [row.split(" ⟹ ") for row in HOSTILE.splitlines() if row]
CASES = [(name, each.replace("⏎", "\n")) for name, row in ROWS for each in row.split(" ¦ ")]
HEADER = "import Mathlib\nopen Real"
STATEMENT = "theorem t (x : X) : goal ⊞ x"
GOVERNED = [
    "sorry",
    "native_decide",
    "axiom",
    "macro",
    "sorryAx",
    "run_cmd",
    "#eval",
    "implemented_by x",
    "import",
    "unsafe",
]


@pytest.mark.parametrize("source", [line for line in GENUINE.splitlines() if line])
def test_a_genuine_proof_passes(source):
    assert constructs(source, header=HEADER, statement="theorem t : p") == ()


def test_all_genuine_proofs_pass_in_one_file():
    assert constructs(GENUINE, header=HEADER, statement="theorem t : p") == ()


@pytest.mark.parametrize(("name", "source"), CASES)
def test_a_hostile_source_is_refused_with_the_construct_and_its_line(name, source):
    above = "" if name in {"prelude", "module", "#frobnicate"} else "theorem l : p := trivial -- sorry\n/- axiom\n-/ "
    found = constructs(above + source, header=HEADER, statement=STATEMENT)
    assert name in {each.name for each in found}
    assert all(each.line >= 1 + above.count("\n") for each in found)
    assert all(each.why.startswith(f"line {each.line}: '{each.name}' ") and each.group in GROUPS for each in found)
    if "\n" not in source:
        assert {each.line for each in found} == {1 + above.count("\n")}
    assert refusal(above + source, header=HEADER, statement=STATEMENT) == found[0]


def test_there_are_many_cases():
    assert len(CASES) > 200
    assert len([line for line in GENUINE.splitlines() if line]) > 85


def test_every_group_that_code_can_be_in_has_a_case():
    groups = {each.group for _, source in CASES for each in constructs(source, header=HEADER, statement=STATEMENT)}
    assert groups | {"size"} == set(GROUPS)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        pytest.param("x\x00", "U+0000", id="NUL"),
        pytest.param("-- a\x07", "U+0007", id="a control character in a comment"),
        pytest.param('"\u202e"', "U+202E", id="an override in a string"),
        pytest.param("a\u2028sorry_free", "U+2028", id="a line separator"),
        pytest.param("\ufefftheorem", "U+FEFF", id="a byte order mark"),
        pytest.param("-- hidden\rsorry", "U+000D", id="a carriage return alone"),
        pytest.param("so\u200brry", "U+200B", id="a space of no width"),
        pytest.param("\x85x", "U+0085", id="a next line"),
        pytest.param("\ud800", "U+D800", id="half of a pair"),
    ],
)
def test_a_character_that_is_not_seen_is_refused_by_name(source, name):
    found = refusal(source)
    assert found is not None
    assert (found.name, found.group) == (name, "text")


def test_windows_line_ends_and_tabs_pass():
    assert constructs("theorem t : p := by\r\n\tsimp\r\n") == ()


@pytest.mark.parametrize(
    "source",
    ["/- x", '"x', 'r#"x"', "«x", 's!"{x"', "/-/- -/ x -/", "|--x", '⁻¹\'"\'x', "'xy'", '"\\q"', "1_x", "0x", "2else",
     'm!"{"x"}"', '.s!"{"x"}"', 'foo!"{" sorry "}"', '→r"x"', "→r'\"'", '×r"\\" sorry ""', "//--x", 'és!"{" sorry "}"'],
)  # fmt: skip
def test_text_that_reads_in_two_ways_is_refused(source):
    assert "text" in {each.group for each in constructs(source)}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("x " * 30, "tokens"),
        ("((((x))))", "depth"),
        ("1234567", "digits"),
        ("x" * 60, "line"),
        ("x\n" * 200, "characters"),
    ],
)
def test_what_is_too_large_is_refused(source, name):
    found = refusal(source, sizes=Sizes(characters=300, tokens=20, depth=3, line=59, digits=6))
    assert found is not None
    assert (found.name, found.group) == (name, "size")


def test_a_name_or_a_group_can_be_allowed():
    source = "by\n  native_decide\n  sorry"
    assert refusal(source, frozenset({"native_decide", "sorry"})) is None
    assert refusal(source, frozenset({"native"})).name == "sorry"
    assert refusal(source, frozenset({"sorry"})).why.startswith("line 2: 'native_decide' ")


def test_what_the_header_opens_and_the_statement_names_is_no_offence():
    assert constructs("open Lean\ntheorem t : f IO = 3", header="open Lean", statement="theorem t : f IO = 3") == ()
    assert constructs("open Lean", header="import Lean") != ()


def test_every_genuine_row_of_the_corpus_passes_and_most_of_the_others_do_not(data):
    rows = [json.loads(line) for line in (data / "soundness_lean_dev.jsonl").read_text("utf-8").splitlines()]
    refused = {}
    for row in rows:
        checks = row["problem"]["checks"]
        refused[row["id"]] = refusal(row["attempt"], header=checks["header"], statement=checks["statement"])
    assert {row["id"]: refused[row["id"]] for row in rows if row["accept"] and refused[row["id"]]} == {}
    assert sum(found is not None for found in refused.values()) >= 25


TRIVIA = st.sampled_from(
    [" ", "\n", "/- x -/", "-- sorry\n", '/- /- -/ " -/', "\t", "/-- «-/", "\n-- /-\n", ' "--" ', ' "/-" ', " '\"' "]
)
PLAIN = st.text(st.sampled_from("ab\"\\{}«»'-/ \n.`#é→("), max_size=12)


@given(st.lists(TRIVIA, max_size=6), st.sampled_from(GOVERNED), st.lists(TRIVIA, max_size=6))
def test_a_governed_word_is_found_whatever_stands_around_it(before, word, after):
    word = "@[implemented_by x]" if word.startswith("implemented_by") else word
    found = constructs(f"theorem t : p := q\n{''.join(before)} {word} {''.join(after)}")
    assert found != ()


@given(st.lists(PLAIN, max_size=4), st.sampled_from(GOVERNED))
def test_a_governed_word_in_a_comment_or_string_is_not_found(texts, word):
    inside = f" {word} ".join(["", *texts, ""])
    comment = inside.replace("-/", "").replace("/-", "").replace("/", "").replace("\n", " ")
    string = inside.replace("\\", "").replace('"', "")
    assert constructs(f'x /- {comment} -/ y -- {comment}\nx = "{string}" ∧ r#"{string}"# = z') == ()


@given(PLAIN, PLAIN)
def test_any_text_before_a_governed_line_leaves_it_refused_or_is_refused_itself(before, after):
    """Unless that text is an open comment or string, which is refused, or the word became a part of a name."""
    found = constructs(f"{before}\n sorry \n{after}")
    hidden = any(f"{quote}" in before for quote in "\"«/'")
    assert found != () or hidden


PIECES = [
    "/-",
    '"',
    "«",
    "'",
    "{",
    's!"{',
    "@[",
    "(",
    "open ",
    'notation "a" ',
    "#",
    "r#",
    "-",
    "`",
    "a.",
    "0x",
    "aesop (add ",
    "Lean.Elab ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_takes_work_in_proportion(piece):
    """Work is counted in calls, which are the same on every machine; a square of the longest would not end."""

    def calls(length: int) -> int:
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            constructs(piece * (length // len(piece)))
        finally:
            sys.setprofile(None)
        return count

    assert calls(40_000) < 5 * calls(10_000) + 1000
    constructs(piece * (200_000 // len(piece)))
