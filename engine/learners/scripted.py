"""A learner that writes its lesson down instead of learning it: the quick fake, with a real policy folder."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass

from engine.parts import Workplace
from engine.values import Lesson, Policy, digest
from problems.folders import published


@dataclass(frozen=True)
class ScriptedLearner:
    """Publishes a folder with `lesson.json`; its content depends on the parent policy and the lesson alone.

    `seconds` is how long it takes, half before and half after the first file is there.
    """

    workplace: Workplace
    seconds: float = 0.0

    async def learn(self, policy: Policy, lesson: Lesson) -> Policy:
        if not lesson.examples:
            return policy
        name = digest(["scripted", policy.id, lesson.id])
        folder = self.workplace.policies / f"round-{policy.round + 1}-{name[:12]}"
        if not folder.exists():
            with published(folder) as draft:
                await asyncio.sleep(self.seconds / 2)
                texts = [[example.problem_id, example.completion] for example in lesson.examples]
                (draft / "lesson.json").write_text(json.dumps({"parent": policy.id, "examples": texts}), "utf-8")
                await asyncio.sleep(self.seconds / 2)
        return Policy(name, folder, policy.round + 1, {"examples": float(len(lesson.examples))})
