"""What every sampler promises, checked on each one that is shipped."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from engine.parts import Sampler
from engine.samplers.scripted import ScriptedSampler
from engine.values import Completion, Decoding, Policy, Prompt

T = TypeVar("T")
SEEDS = [3, 1, 2**62, 4, 0, 77]
PROMPT = Prompt("Say something", chat=False, decoding=Decoding(max_tokens=12))
OTHERS = [replace(PROMPT, user=f"Another {'longer ' * n}prompt") for n in range(5)]


def scripted(request: pytest.FixtureRequest) -> tuple[Sampler, Policy]:
    def write(policy: Policy, prompt: Prompt, seed: int) -> str:
        rng = random.Random(f"{policy.id} {prompt.user} {seed}")
        return " ".join(rng.choice(["a", "be", "sea", "d"]) for _ in range(rng.randrange(3, 30)))

    return ScriptedSampler(write=write, seconds=0.001), Policy("scripted", Path("none"))


def transformers(request: pytest.FixtureRequest) -> tuple[Sampler, Policy]:
    policy = request.getfixturevalue("tiny_policy")
    from engine.samplers.transformers import TransformersSampler

    workplace = request.getfixturevalue("workplace")
    return TransformersSampler(workplace, batch_size=4, dtype="float32", device="cpu", threads=1), policy


@pytest.fixture(params=[scripted, transformers], ids=lambda make: make.__name__)
def shipped(request: pytest.FixtureRequest) -> tuple[Sampler, Policy]:
    return request.param(request)


def run(sampler: Sampler, work: Callable[[], Awaitable[T]]) -> T:
    """The work, in a loop of its own; the sampler is closed in the same loop."""

    async def and_close() -> T:
        try:
            return await work()
        finally:
            await sampler.aclose()

    return asyncio.run(and_close())


def texts(completions: list[Completion]) -> list[str]:
    return [completion.text for completion in completions]


def test_it_is_a_sampler(shipped):
    assert isinstance(shipped[0], Sampler)


def test_there_is_one_completion_for_each_seed_in_order(shipped):
    sampler, policy = shipped

    async def work():
        whole = await sampler.sample(policy, PROMPT, SEEDS)
        reverse = await sampler.sample(policy, PROMPT, SEEDS[::-1])
        twice = await sampler.sample(policy, PROMPT, [5, 5])
        return whole, reverse, twice, await sampler.sample(policy, PROMPT, [])

    whole, reverse, twice, none = run(sampler, work)
    assert len(whole) == len(SEEDS)
    assert texts(reverse) == texts(whole)[::-1]
    assert texts(twice)[0] == texts(twice)[1]
    assert list(none) == []


def test_other_seeds_give_other_texts(shipped):
    sampler, policy = shipped
    assert len(set(texts(run(sampler, lambda: sampler.sample(policy, PROMPT, SEEDS))))) > 1


def test_a_seed_gives_the_same_text_alone_and_in_a_crowd(shipped):
    sampler, policy = shipped

    async def work():
        alone = [(await sampler.sample(policy, PROMPT, [seed]))[0] for seed in SEEDS]
        crowd = await asyncio.gather(
            *(sampler.sample(policy, other, [seed]) for other in OTHERS for seed in (8, 9)),
            *(sampler.sample(policy, PROMPT, [seed]) for seed in reversed(SEEDS)),
            *(sampler.sample(policy, other, SEEDS) for other in OTHERS),
        )
        return alone, [completions[0] for completions in crowd[10 : 10 + len(SEEDS)]]

    alone, crowded = run(sampler, work)
    assert texts(crowded) == texts(alone)[::-1]


def test_a_prefix_is_not_part_of_the_completion(shipped):
    sampler, policy = shipped
    prompt = replace(PROMPT, prefix="Well: an answer")
    for completion in run(sampler, lambda: sampler.sample(policy, prompt, SEEDS)):
        assert not completion.text.startswith(prompt.prefix)


@pytest.mark.parametrize("limit", [1, 5])
def test_no_more_tokens_are_written_than_asked_for(shipped, limit):
    sampler, policy = shipped
    prompt = replace(PROMPT, decoding=Decoding(max_tokens=limit))
    for completion in run(sampler, lambda: sampler.sample(policy, prompt, SEEDS)):
        assert 1 <= completion.tokens <= limit
        assert completion.finish == "length" or completion.tokens <= limit


def test_what_was_cut_off_says_so(shipped):
    sampler, policy = shipped
    prompt = replace(PROMPT, decoding=Decoding(max_tokens=1))
    assert "length" in {completion.finish for completion in run(sampler, lambda: sampler.sample(policy, prompt, SEEDS))}


def test_a_text_ends_before_a_stop_string(shipped):
    sampler, policy = shipped
    longer = replace(PROMPT, decoding=Decoding(max_tokens=40))

    async def work():
        free = await sampler.sample(policy, longer, SEEDS)
        # A stop string that is sure to come up: a letter from the middle of a text that was written.
        stop = next(letter for c in free for letter in c.text[2:] if letter.isascii())
        bound = replace(longer, decoding=replace(longer.decoding, stop=(stop, "never to be seen")))
        return stop, free, await sampler.sample(policy, bound, SEEDS)

    stop, free, stopped = run(sampler, work)
    for before, after in zip(free, stopped, strict=True):
        assert after.text == before.text.partition(stop)[0]
        if stop in before.text:
            assert after.finish == "stop"


def test_without_temperature_the_seed_does_not_matter(shipped):
    sampler, policy = shipped
    if isinstance(sampler, ScriptedSampler):
        pytest.skip("a script in code decides for itself; that of a file is tried in its own tests")
    greedy = replace(PROMPT, decoding=Decoding(temperature=0.0, max_tokens=12))
    assert len(set(texts(run(sampler, lambda: sampler.sample(policy, greedy, SEEDS))))) == 1


def test_closing_twice_is_harmless_and_a_later_sample_starts_it_again(shipped):
    sampler, policy = shipped

    async def work():
        await sampler.aclose()
        before = await sampler.sample(policy, PROMPT, SEEDS[:2])
        await sampler.aclose()
        await sampler.aclose()
        return before, await sampler.sample(policy, PROMPT, SEEDS[:2])

    before, after = run(sampler, work)
    assert texts(before) == texts(after)


def test_a_caller_that_goes_away_does_not_disturb_the_others(shipped):
    sampler, policy = shipped

    async def work():
        wanted = await sampler.sample(policy, PROMPT, SEEDS[:1])
        leaving = [asyncio.create_task(sampler.sample(policy, other, SEEDS)) for other in OTHERS]
        staying = asyncio.create_task(sampler.sample(policy, PROMPT, SEEDS[:1]))
        await asyncio.sleep(0)
        for task in leaving:
            task.cancel()
        return wanted, await staying

    wanted, got = run(sampler, work)
    assert texts(got) == texts(wanted)
