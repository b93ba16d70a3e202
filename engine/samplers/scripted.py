"""A sampler that reads its lines from a script: the honest fake, for tests and benchmarks of everything around a model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.parts import PartFailed
from engine.values import Completion, Policy, Prompt, seed_for

Write = Callable[[Policy, Prompt, int], str]


@dataclass
class ScriptedSampler:
    """Continues a prompt with one of the script's lines for it, chosen by the policy and the seed.

    `script` is a JSON file {user text: [completions]}; "*" stands for every other text. `seconds` is how long a request
    takes. A test may hand in `write` instead.
    """

    script: Path | None = None
    seconds: float = 0.0
    write: Write | None = None
    lines: Mapping[str, Sequence[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.script is None and self.write is None:
            raise ValueError("the scripted sampler needs `script`, a JSON file {user text: [completions]}")
        try:
            self.lines = json.loads(self.script.read_text("utf-8")) if self.script else {}
        except (OSError, ValueError) as error:
            raise ValueError(f"{self.script} cannot be read as a script: {error}") from error

    async def sample(self, policy: Policy, prompt: Prompt, seeds: Sequence[int]) -> Sequence[Completion]:
        if policy.weights.name != "none" and not policy.weights.is_dir():
            raise PartFailed(f"the weights of policy {policy.id} are gone: there is no folder {policy.weights}")
        await asyncio.sleep(self.seconds)
        return [completion(self._text(policy, prompt, seed), prompt) for seed in seeds]

    async def aclose(self) -> None:
        """Holds nothing."""

    def _text(self, policy: Policy, prompt: Prompt, seed: int) -> str:
        if self.write is not None:
            return self.write(policy, prompt, seed)
        choices = self.lines.get(prompt.user, self.lines.get("*"))
        if not choices:
            raise PartFailed(
                f"the script {self.script} has no completions for {prompt.user!r}; add them, or a line for '*'"
            )
        greedy = prompt.decoding.temperature == 0.0
        return choices[seed_for(policy.id, prompt.id, "greedy" if greedy else seed) % len(choices)]


def completion(text: str, prompt: Prompt) -> Completion:
    """The text as a sampler would return it: cut at the earliest stop string, and at `max_tokens` words."""
    ends = [at for stop in prompt.decoding.stop if (at := text.find(stop)) >= 0]
    text = text[: min(ends, default=len(text))]
    words = text.split(" ")
    limit = prompt.decoding.max_tokens
    if len(words) > limit:
        return Completion(" ".join(words[:limit]), limit, "length")
    return Completion(text, len(words), "stop")
