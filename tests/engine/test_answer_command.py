"""veriloop answer: one verdict, explained."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([r"So $\boxed{3\sqrt2}$.", r"\sqrt{18}"], 0, "settled_by: algebraic number"),
        ([r"\boxed{5} or \boxed{6}", "5"], 1, "several_answers"),
        ([r"\boxed{\sum_k k}", "5"], 3, "abstained"),
        ([r"\boxed{3.15}", "3.14", "--abs", "0.01"], 0, "within the tolerance"),
        (["It is 5 km.\nAnswer: 5 km", "5000", "--prompt", "How many meters is that?"], 0, "parsed: 5 km"),
        (["5", "5", "--type", "colour"], 3, "no type of answer is called 'colour'"),
        (["5", "5", "--abs", "-1"], 2, "tolerance"),
    ],
)  # fmt: skip
def test_a_verdict_is_explained(veriloop, arguments, status, said):
    done = veriloop("answer", *arguments)
    assert done.returncode == status, done.stderr
    assert said in done.stdout + done.stderr


def test_json_is_for_programs(veriloop):
    found = json.loads(veriloop("answer", r"\boxed{1/2}", "0.5", "--json").stdout)
    assert found["outcome"] == "accepted"
    assert found["evidence"]["found_by"] == "box"
