"""What every learner promises, checked on each one that is shipped."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.learners.frozen import FrozenLearner
from engine.learners.scripted import ScriptedLearner
from engine.parts import Learner, Workplace
from engine.values import Example, Lesson, Policy, Prompt

PROMPT = Prompt("What is 1 + 1?", chat=False)
LESSON = Lesson(1, (Example(PROMPT, "It is 2", "p1", "a1"), Example(PROMPT, "2", "p1", "a2", ended=False)))
Make = Callable[[Workplace], Learner]


def frozen(request: pytest.FixtureRequest) -> tuple[Make, Policy]:
    return lambda _: FrozenLearner(), Policy("base", Path("none"))


def scripted(request: pytest.FixtureRequest) -> tuple[Make, Policy]:
    return ScriptedLearner, Policy("base", Path("none"))


def rejection(request: pytest.FixtureRequest) -> tuple[Make, Policy]:
    pytest.importorskip("trl")
    if importlib.util.find_spec("engine.learners.rejection") is None:
        pytest.skip("the rejection learner is not there")
    from engine.learners.rejection import RejectionLearner

    return lambda place: RejectionLearner(workplace=place), request.getfixturevalue("tiny_policy")


SHIPPED = [frozen, scripted, rejection]
LEARNING = [scripted, rejection]  # the control learns nothing, so it makes no folders


@pytest.fixture(params=SHIPPED, ids=lambda make: make.__name__)
def shipped(request: pytest.FixtureRequest) -> tuple[Make, Policy]:
    return request.param(request)


@pytest.fixture(params=LEARNING, ids=lambda make: make.__name__)
def learning(request: pytest.FixtureRequest) -> tuple[Make, Policy]:
    return request.param(request)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_a_learner(shipped, workplace):
    assert isinstance(shipped[0](workplace), Learner)


def test_an_empty_lesson_gives_the_policy_back(shipped, workplace):
    make, policy = shipped
    assert asyncio.run(make(workplace).learn(policy, Lesson(1, ()))) == policy
    assert list(workplace.policies.iterdir()) == []


def test_the_same_policy_and_lesson_give_the_same_policy_in_another_place(shipped, workplace, tmp_path):
    make, policy = shipped
    elsewhere = replace(workplace, path=tmp_path / "elsewhere")
    elsewhere.policies.mkdir(parents=True)
    elsewhere.logs.mkdir()
    here, there = (asyncio.run(make(place).learn(policy, LESSON)) for place in (workplace, elsewhere))
    assert here.id == there.id
    if here.weights.exists():
        # policy.json says, besides what was learned from, how long it took.
        told, also = (
            {name: text for name, text in files(p.weights).items() if name != "policy.json"} for p in (here, there)
        )
        assert told == also


def test_learning_again_gives_what_was_learned_before(shipped, workplace):
    make, policy = shipped
    first = asyncio.run(make(workplace).learn(policy, LESSON))
    assert asyncio.run(make(workplace).learn(policy, LESSON)) == first


def test_the_new_policy_has_a_folder_of_its_own_and_no_draft_beside_it(learning, workplace):
    make, policy = learning
    learned = asyncio.run(make(workplace).learn(policy, LESSON))
    assert learned.weights.parent == workplace.policies
    assert files(learned.weights)
    assert list(workplace.policies.iterdir()) == [learned.weights]
    assert learned.round == policy.round + 1


def test_another_lesson_makes_another_policy(learning, workplace):
    make, policy = learning
    first, second = LESSON.examples
    lessons = {
        "the lesson": LESSON,
        "another order": replace(LESSON, examples=(second, first)),
        "fewer examples": replace(LESSON, examples=(first,)),
        "another completion": replace(LESSON, examples=(replace(first, completion="It is 3"), second)),
    }
    learner = make(workplace)
    ids = {name: asyncio.run(learner.learn(policy, lesson)).id for name, lesson in lessons.items()}
    assert len(set(ids.values())) == len(lessons), ids


def test_the_policy_that_was_given_is_not_changed(learning, workplace):
    make, policy = learning
    before = files(policy.weights) if policy.weights.exists() else {}
    learned = asyncio.run(make(workplace).learn(policy, LESSON))
    assert learned.id != policy.id
    assert (files(policy.weights) if policy.weights.exists() else {}) == before


def test_learning_that_is_cancelled_leaves_no_folder(learning, workplace):
    make, policy = learning

    async def stopped() -> None:
        task = asyncio.create_task(make(workplace).learn(policy, LESSON))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    if make is ScriptedLearner:
        make = lambda place: ScriptedLearner(place, seconds=10)  # noqa: E731
    asyncio.run(stopped())
    assert [path for path in workplace.policies.iterdir() if not path.name.startswith(".")] == []
