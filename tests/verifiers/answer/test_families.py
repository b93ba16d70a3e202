"""Values that depend on an integer are compared as sets, however they are written."""

from __future__ import annotations

import pytest

from problems.problem import Problem
from verifiers.answer import AnswerVerifier
from verifiers.verdict import Outcome

PI = r"x = k\pi, k \in \mathbb{Z}"
COSINE = r"x=\pm\frac{\pi}{3}+2k\pi,\ k\in\mathbb{Z}"


def outcome(answer: str, reference: str, prompt: str = "") -> Outcome:
    problem = Problem("answer", prompt, {"reference": reference})
    return AnswerVerifier(algebra_seconds=0).judge(problem, rf"\boxed{{{answer}}}").outcome


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        pytest.param(PI, r"x = n\pi \text{ where } n \text{ is any integer}", id="another letter, in words"),
        pytest.param(PI, r"x = -k\pi, k \in \mathbb{Z}", id="counted backwards"),
        pytest.param(PI, r"x = (k+3)\pi, k \in \mathbb{Z}", id="counted from another member"),
        pytest.param(PI, r"x = 2k\pi \text{ or } x = \pi + 2k\pi, k \in \mathbb{Z}", id="as two families"),
        pytest.param(PI, r"\{n\pi : n \in \mathbb{Z}\}", id="as a set"),
        pytest.param(
            COSINE, r"x=\frac{\pi}{3}+2\pi n \text{ or } x=\frac{5\pi}{3}+2\pi n, n\in\mathbb{Z}", id="other starts"
        ),
        pytest.param(r"x=2+5t, y=-1-3t, t\in\mathbb{Z}", r"(x,y)=(5k-3, 2-3k), k \in \mathbb{Z}", id="pairs"),
        pytest.param(r"m=2n+1 \text{ for integer } n", r"\text{All odd integers } m", id="odd numbers"),
        pytest.param(r"n \equiv 1 \pmod 3", r"n = 3k-2, k \in \mathbb{Z}", id="residues"),
        pytest.param(r"\text{multiples of } 3", r"3 \mid n", id="multiples"),
    ],
)
def test_the_same_members_are_accepted(reference, answer):
    assert outcome(answer, reference) is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        pytest.param(PI, r"x = 2k\pi, k \in \mathbb{Z}", id="every other member"),
        pytest.param(PI, r"x = \frac{k\pi}{2}, k \in \mathbb{Z}", id="more members"),
        pytest.param(PI, r"x = k\pi, k \in \mathbb{N}", id="half of them"),
        pytest.param(PI, r"x = k\pi + 1, k \in \mathbb{Z}", id="shifted"),
        pytest.param(PI, r"x^2 = k\pi, k \in \mathbb{Z}", id="of a square"),
        pytest.param(PI, r"y = k\pi, k \in \mathbb{Z}", id="of another letter"),
        pytest.param(COSINE, r"x=\frac{\pi}{3}+2\pi n, n\in\mathbb{Z}", id="one of two families"),
        pytest.param(r"n \equiv 1 \pmod 3", r"n \equiv 2 \pmod 3", id="another residue"),
        pytest.param(r"n \equiv 1 \pmod 3", r"x \equiv 1 \pmod 3", id="residues of another letter"),
        pytest.param(r"\text{multiples of } 3", r"\text{multiples of } 6", id="some multiples"),
        pytest.param(r"\text{all odd integers}", r"\text{all positive odd integers}", id="the positive ones"),
    ],
)
def test_other_members_are_not(reference, answer):
    assert outcome(answer, reference) is not Outcome.ACCEPTED
