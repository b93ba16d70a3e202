"""The values that rounds pass along. All are frozen; a change is a new value."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from problems.problem import Problem, canonical_json
from verifiers.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Policy:
    """A model that can be sampled. `id` names what it was made from (base weights, lessons, learner), not its bytes.

    `weights` is a folder in the Hugging Face layout; `round` is 0 for the base policy.
    """

    id: str
    weights: Path
    round: int = 0
    metrics: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a continuation is drawn. `temperature` 0 is greedy; `max_tokens` counts new tokens; `stop` strings are cut off."""

    temperature: float = 1.0
    top_p: float = 1.0
    max_tokens: int = 256
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model is shown. With `chat` the policy's chat template is applied, else `user` is continued as raw text.

    `prefix` holds the first words of the assistant's turn: given to the model, and part of the attempt that is judged.
    """

    user: str
    system: str = ""
    prefix: str = ""
    chat: bool = True
    decoding: Decoding = field(default_factory=Decoding)

    @property
    def id(self) -> str:
        return digest(asdict(self))


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model wrote after the prompt (prefix not included). `tokens` counts what was generated, end token included.

    `finish` is "stop" (end token or a stop string) or "length" (`max_tokens` reached).
    """

    text: str
    tokens: int
    finish: str = "stop"
    seconds: float = 0.0

    def __post_init__(self) -> None:
        # A lone surrogate cannot be stored or sent as UTF-8; servers can be made to return one.
        object.__setattr__(self, "text", self.text.encode("utf-8", "replace").decode())


class Purpose(StrEnum):
    """What an attempt is for. Only practice is learned from; the other two measure held-out problems."""

    PRACTICE = "practice"
    GREEDY = "greedy"
    SAMPLED = "sampled"


@dataclass(frozen=True, slots=True)
class Planned:
    """An attempt before it is sampled. Its id is its content, so the same plan is the same attempt in a resumed run."""

    round: int
    purpose: Purpose
    problem_id: str
    policy_id: str
    prompt: Prompt
    index: int
    seed: int

    @property
    def id(self) -> str:
        return digest(
            [self.round, self.purpose, self.problem_id, self.policy_id, self.prompt.id, self.index, self.seed]
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sample of a policy at a problem. `text` is the whole assistant turn, prefix included: what is judged."""

    planned: Planned
    completion: Completion

    @property
    def id(self) -> str:
        return self.planned.id

    @property
    def text(self) -> str:
        return self.planned.prompt.prefix + self.completion.text

    @property
    def sha256(self) -> str:
        return text_sha256(self.text)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and what it is about. The three names before it are what the ledger's verdict cache is keyed by."""

    problem_id: str
    attempt_sha256: str
    fingerprint: str
    verifier: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """An attempt at a problem with its verdict."""

    problem: Problem
    attempt: Attempt
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Example:
    """One text to learn from. `attempt_id` is None for real data; loss is on `completion` alone.

    `ended` says whether the end token follows the completion: not when the sample was cut off by `max_tokens`.
    """

    prompt: Prompt
    completion: str
    problem_id: str = ""
    attempt_id: str | None = None
    ended: bool = True


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a policy is trained on in one round, in order. Equal examples, equal id.

    `left_out` counts what was accepted and not taken: {"repeated": 3, "over the limit per problem": 2, ...}.
    """

    round: int
    examples: tuple[Example, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return digest([[e.prompt.id, e.completion, e.problem_id, e.attempt_id, e.ended] for e in self.examples])


@dataclass(frozen=True, slots=True)
class Score:
    """One held-out figure with its 95 % interval, over `problems`.

    A problem with an `abstained` or `errored` attempt counts as not solved by that attempt; `high` is what it would be if
    the errored ones turned out solved.
    `measure` is "greedy" (accuracy) or "pass@k"; `family` and `level` are "" and None for the whole.
    """

    measure: str
    family: str
    level: int | None
    problems: int
    abstained: int
    errored: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one policy on the held-out problems."""

    round: int
    policy_id: str
    scores: tuple[Score, ...]

    @property
    def settled(self) -> bool:
        """Whether every attempt could be judged; else the judge is asked again when the run goes on."""
        return not any(score.errored for score in self.scores)

    def score(self, measure: str, family: str = "", level: int | None = None) -> Score | None:
        return next((s for s in self.scores if (s.measure, s.family, s.level) == (measure, family, level)), None)


@dataclass(frozen=True, slots=True)
class Admission:
    """What was decided about the next level of one family after a round, and why. `solve_rate` is None if nothing was decided."""

    family: str
    level: int
    solve_rate: float | None
    decided: int
    proposed: int
    admitted: tuple[Problem, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Admissions:
    """The decisions after one round, a family each."""

    round: int
    decisions: tuple[Admission, ...]


def text_sha256(text: str) -> str:
    """The name of an attempt's text in verdicts: SHA-256 of its UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest(value: Any) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of plain data."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def seed_for(*parts: object) -> int:
    """A 63-bit seed drawn from the words that name what is seeded: the same words, the same seed, in any order of work."""
    return int(digest([str(part) for part in parts])[:16], 16) >> 1


def pass_at_k(samples: int, correct: int, k: int) -> float:
    """The unbiased estimate of the chance that one of k samples is correct (Chen et al. 2021, arXiv 2107.03374, eq. 1)."""
    if not 0 <= correct <= samples or not 1 <= k <= samples:
        raise ValueError(
            f"pass@{k} of {correct} correct among {samples} samples: needs 0 <= correct <= samples and 1 <= k <= samples"
        )
    return 1.0 - math.comb(samples - correct, k) / math.comb(samples, k)
