"""The control: a learner that learns nothing. What still changes from round to round is noise."""

from __future__ import annotations

from dataclasses import dataclass

from engine.values import Lesson, Policy


@dataclass(frozen=True)
class FrozenLearner:
    """Returns the policy it was given."""

    async def learn(self, policy: Policy, lesson: Lesson) -> Policy:  # noqa: ARG002 - learns nothing
        return policy
