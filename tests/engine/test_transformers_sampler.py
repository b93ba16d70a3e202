"""The transformers sampler: the same text in any company, and an error, never a hang, when its process cannot go on."""

from __future__ import annotations

import asyncio
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.parts import PartFailed, Sampler
from engine.samplers.transformers import TransformersSampler
from engine.values import Completion, Decoding, Policy, Prompt

pytest.importorskip("torch")

Work = Callable[..., Any]
WORDS = ["one", "two and two", "a rather longer prompt about nothing much", "?", "x" * 40]


def prompt(user: str, temperature: float = 1.0, max_tokens: int = 12, **fields: Any) -> Prompt:
    decoding = Decoding(
        temperature, fields.pop("top_p", 1.0), fields.pop("max_tokens", max_tokens), fields.pop("stop", ())
    )
    return Prompt(user, decoding=decoding, **fields)


def texts(completions: Sequence[Completion]) -> list[str]:
    return [completion.text for completion in completions]


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def sampler(tmp_path_factory: pytest.TempPathFactory, loop: asyncio.Runner) -> Iterator[TransformersSampler]:
    """Sixteen slots, so that the samples have to share them."""
    folder = tmp_path_factory.mktemp("sampler")
    made = TransformersSampler(
        workplace=SimpleNamespace(logs=folder, policies=folder, seed=0), batch_size=16, dtype="float32", threads=1
    )
    yield made
    loop.run(made.aclose())


@pytest.fixture(scope="module")
def policy(tiny_model: Path) -> Policy:
    return Policy("tiny", tiny_model)


def test_it_keeps_the_contract_of_samplers(sampler: TransformersSampler) -> None:
    assert isinstance(sampler, Sampler)


def test_a_sample_does_not_depend_on_its_company_or_its_turn(
    sampler: TransformersSampler, policy: Policy, loop: asyncio.Runner
) -> None:
    async def together() -> dict[tuple[int, int], str]:
        asked = [(word, seed) for word in range(len(WORDS)) for seed in range(12)]
        random.Random(1).shuffle(asked)
        got = await asyncio.gather(
            *(sampler.sample(policy, prompt(WORDS[w], max_tokens=5 + w * 9), [s]) for w, s in asked)
        )
        return {key: completions[0].text for key, completions in zip(asked, got, strict=True)}

    async def alone() -> dict[tuple[int, int], str]:
        found = {}
        for word, user in enumerate(WORDS):
            found[word, 7] = (await sampler.sample(policy, prompt(user, max_tokens=5 + word * 9), [7]))[0].text
            pair = await sampler.sample(policy, prompt(user, max_tokens=5 + word * 9), [3, 0])
            found[word, 3], found[word, 0] = pair[0].text, pair[1].text
        return found

    crowd, single = loop.run(together()), loop.run(alone())
    assert len(set(crowd.values())) > len(WORDS)
    assert {key: crowd[key] for key in single} == single


def test_greedy_text_is_what_generate_writes(
    sampler: TransformersSampler, policy: Policy, loop: asyncio.Runner
) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(policy.weights)
    tokenizer = AutoTokenizer.from_pretrained(policy.weights)
    for user in WORDS:
        turns = [{"role": "system", "content": "be brief"}, {"role": "user", "content": user}]
        text = tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True) + "It is"
        ids = tokenizer(text, return_tensors="pt", add_special_tokens=False)
        with torch.no_grad():
            out = model.generate(**ids, max_new_tokens=24, do_sample=False)
        expected = tokenizer.decode(out[0, ids["input_ids"].shape[1] :], skip_special_tokens=True)
        asked = prompt(user, temperature=0.0, max_tokens=24, system="be brief", prefix="It is")
        assert texts(loop.run(sampler.sample(policy, asked, [1]))) == [expected]


def test_raw_prompts_are_continued_as_they_are(
    sampler: TransformersSampler, policy: Policy, loop: asyncio.Runner
) -> None:
    (one,) = loop.run(sampler.sample(policy, prompt("abc", 0.0, chat=False, prefix="def"), [1]))
    (same,) = loop.run(sampler.sample(policy, prompt("abcdef", 0.0, chat=False), [1]))
    (other,) = loop.run(sampler.sample(policy, prompt("abcdef", 0.0), [1]))
    assert one.text == same.text != other.text


def test_max_tokens_bounds_the_text_and_is_said(
    sampler: TransformersSampler, policy: Policy, loop: asyncio.Runner
) -> None:
    for completion in loop.run(sampler.sample(policy, prompt("abc", max_tokens=7), range(8))):
        assert completion.tokens == 7 if completion.finish == "length" else completion.tokens <= 7
        assert completion.seconds > 0


def test_a_stop_string_is_cut_off_where_it_first_appears(
    sampler: TransformersSampler, policy: Policy, loop: asyncio.Runner
) -> None:
    (free,) = loop.run(sampler.sample(policy, prompt("abc", max_tokens=24), [3]))
    stop = free.text[5:8]
    (cut,) = loop.run(sampler.sample(policy, prompt("abc", max_tokens=24, stop=("never", stop)), [3]))
    assert cut.text == free.text[: free.text.index(stop)]
    assert cut.finish == "stop"
    assert cut.tokens < free.tokens


def test_no_seeds_give_no_completions(sampler: TransformersSampler, policy: Policy, loop: asyncio.Runner) -> None:
    assert loop.run(sampler.sample(policy, prompt("abc"), [])) == []


def test_policies_are_not_mixed(
    sampler: TransformersSampler, policy: Policy, loop: asyncio.Runner, tmp_path: Path
) -> None:
    other = Policy("other", changed(policy.weights, tmp_path, lambda weight: weight.flip(0)))

    async def interleaved() -> list[list[str]]:
        asked = [policy, other, policy, other, other, policy]
        return [texts(each) for each in await asyncio.gather(*(sampler.sample(p, prompt("abc"), [5]) for p in asked))]

    got = loop.run(interleaved())
    assert got[0] == got[2] == got[5] != got[1] == got[3] == got[4]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        pytest.param(prompt("x" * 300), "a prompt has 3", id="a prompt over the model's context"),
        pytest.param(prompt("abc", max_tokens=300), "max_tokens = 300", id="more tokens than the context holds"),
        pytest.param(prompt("", chat=False), "empty", id="an empty prompt"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_cut(
    sampler: TransformersSampler, policy: Policy, loop: asyncio.Runner, asked: Prompt, words: str
) -> None:
    with pytest.raises(PartFailed, match=words.replace("a prompt has 3", r"prompt (has|of) 3\d\d tokens")):
        loop.run(sampler.sample(policy, asked, [1]))
    assert len(loop.run(sampler.sample(policy, prompt("abc"), [1]))) == 1


def test_weights_that_give_nan_are_named(
    sampler: TransformersSampler, policy: Policy, loop: asyncio.Runner, tmp_path: Path
) -> None:
    broken = Policy("broken", changed(policy.weights, tmp_path, lambda weight: weight * float("nan")))
    with pytest.raises(PartFailed, match=r"the policy broken .* NaN or infinite"):
        loop.run(sampler.sample(broken, prompt("abc"), [1]))
    assert len(loop.run(sampler.sample(policy, prompt("abc"), [1]))) == 1


def test_missing_weights_are_named(sampler: TransformersSampler, loop: asyncio.Runner, tmp_path: Path) -> None:
    with pytest.raises(PartFailed, match="there is no folder"):
        loop.run(sampler.sample(Policy("gone", tmp_path / "nowhere"), prompt("abc"), [1]))


def test_a_killed_process_is_an_error_at_once_and_the_next_call_starts_another(
    sampler: TransformersSampler, policy: Policy, loop: asyncio.Runner
) -> None:
    async def killed() -> float:
        await sampler.sample(policy, prompt("abc"), [1])
        waiting = [asyncio.ensure_future(sampler.sample(policy, prompt(w, max_tokens=200), range(400))) for w in "abc"]
        await asyncio.sleep(0.3)
        start = time.monotonic()
        os.kill(pid_of(sampler), signal.SIGKILL)
        for outcome in await asyncio.gather(*waiting, return_exceptions=True):
            assert isinstance(outcome, PartFailed)
            assert "lower sampler.batch_size (now 16)" in str(outcome)
        return time.monotonic() - start

    assert loop.run(killed()) < 30
    assert len(loop.run(sampler.sample(policy, prompt("abc"), [1]))) == 1


def test_running_out_of_memory_says_what_to_lower(policy: Policy, workplace: SimpleNamespace) -> None:
    async def starved() -> None:
        made = TransformersSampler(workplace=workplace, batch_size=8000, dtype="float32", threads=1)
        await made.sample(policy, prompt("abc", max_tokens=2), [1])
        pid = pid_of(made)
        used = int(Path(f"/proc/{pid}/statm").read_text().split()[0]) * resource.getpagesize()
        resource.prlimit(pid, resource.RLIMIT_AS, (used + 50_000_000, used + 50_000_000))
        try:
            await made.sample(policy, prompt("abc", max_tokens=200), [1])
        finally:
            await made.aclose()

    with pytest.raises(PartFailed, match=r"out of memory: lower sampler\.batch_size \(now 8000\)"):
        asyncio.run(starved())


def test_a_cancelled_call_is_forgotten_and_the_rest_goes_on(
    sampler: TransformersSampler, policy: Policy, loop: asyncio.Runner
) -> None:
    async def cancelled() -> int:
        long = asyncio.ensure_future(sampler.sample(policy, prompt("abc", max_tokens=200), range(3000)))
        await asyncio.sleep(0.5)
        long.cancel()
        with pytest.raises(asyncio.CancelledError):
            await long
        return len(await asyncio.wait_for(sampler.sample(policy, prompt("abc"), [1]), 20))

    assert loop.run(cancelled()) == 1


def test_closing_ends_the_process_and_may_be_done_twice(policy: Policy, workplace: SimpleNamespace) -> None:
    async def closed() -> int:
        made = TransformersSampler(workplace=workplace, batch_size=8, threads=1)
        await made.sample(policy, prompt("abc"), [1])
        pid = pid_of(made)
        await made.aclose()
        await made.aclose()
        return pid

    assert not Path(f"/proc/{asyncio.run(closed())}").exists()


PARENT = """
import asyncio, sys
from pathlib import Path
from types import SimpleNamespace
from engine.samplers.transformers import TransformersSampler
from engine.values import Decoding, Policy, Prompt
async def main():
    here = Path(sys.argv[2])
    made = TransformersSampler(workplace=SimpleNamespace(logs=here, policies=here, seed=0), batch_size=8, threads=1)
    policy = Policy("tiny", Path(sys.argv[1]))
    await made.sample(policy, Prompt("abc", decoding=Decoding(max_tokens=2)), [1])
    assert not {"torch", "transformers", "trl"} & set(sys.modules), "the driver imported the training stack"
    print(made._child.pid, flush=True)
    await made.sample(policy, Prompt("abc", decoding=Decoding(max_tokens=200)), range(100000))
asyncio.run(main())
"""


def test_the_process_dies_with_a_parent_that_is_killed(policy: Policy, tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", PARENT, str(policy.weights), str(tmp_path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    end = time.monotonic() + 10
    while running(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not running(pid)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param({"batch_size": 0}, "batch_size = 0", id="no rows"),
        pytest.param({"dtype": "int8"}, "int8", id="an unknown dtype"),
        pytest.param({"threads": 0}, "threads = 0", id="no threads"),
    ],
)
def test_impossible_settings_are_refused_when_it_is_built(
    workplace: SimpleNamespace, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        TransformersSampler(workplace=workplace, **arguments)


@pytest.mark.model
def test_the_real_model_writes_the_same_text_in_any_company(smollm2: Path, workplace: SimpleNamespace) -> None:
    """Long enough to have shown, more often than not, a difference in a few attention heads in a million."""
    policy = Policy("base", smollm2)

    def sum_of(index: int) -> Prompt:
        rng = random.Random(index)
        return prompt(f"What is {rng.randint(10, 99)} + {rng.randint(10, 99)}?", 0.9, max_tokens=24)

    async def compared() -> None:
        made = TransformersSampler(workplace=workplace)
        crowd = await asyncio.gather(*(made.sample(policy, sum_of(index), [1, 2]) for index in range(60)))
        for index in range(0, 60, 12):
            assert texts(await made.sample(policy, sum_of(index), [2, 1])) == texts(crowd[index])[::-1]
        await made.aclose()

    asyncio.run(compared())


def changed(weights: Path, folder: Path, change: Work) -> Path:
    """A copy of the model with another first layer."""
    from safetensors.torch import load_file, save_file

    copy = folder / "changed"
    shutil.copytree(weights, copy)
    tensors = load_file(copy / "model.safetensors")
    name = "model.layers.0.mlp.down_proj.weight"
    tensors[name] = change(tensors[name]).contiguous()
    save_file(tensors, copy / "model.safetensors", metadata={"format": "pt"})
    assert json.loads((copy / "config.json").read_text())
    return copy


def pid_of(sampler: TransformersSampler) -> int:
    assert sampler._child is not None
    assert sampler._child.pid is not None
    return sampler._child.pid


def running(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(") ")[2][0] != "Z"
