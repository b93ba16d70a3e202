"""Policies that the contracts are tried with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.values import Policy


@dataclass(frozen=True)
class Place:
    """A Workplace of a test's own."""

    path: Path
    seed: int = 0

    @property
    def policies(self) -> Path:
        return self.path / "policies"

    @property
    def logs(self) -> Path:
        return self.path / "logs"


@pytest.fixture
def workplace(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.policies.mkdir()
    place.logs.mkdir()
    return place


@pytest.fixture(scope="session")
def tiny_policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """A Llama of a few thousand random weights that reads and writes bytes: it talks nonsense, in no time."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    tokenizers = pytest.importorskip("tokenizers")
    folder = tmp_path_factory.mktemp("tiny-model")
    letters = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: number for number, letter in enumerate(["<end>", *letters])}
    words = tokenizers.Tokenizer(tokenizers.models.BPE(vocabulary, []))
    words.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = tokenizers.decoders.ByteLevel()
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=words, eos_token="<end>", pad_token="<end>")
    tokenizer.save_pretrained(folder)
    torch.manual_seed(1)
    sizes = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = transformers.LlamaConfig(
        vocab_size=len(vocabulary),
        max_position_embeddings=512,
        eos_token_id=0,
        pad_token_id=0,
        bos_token_id=None,
        **sizes,
    )
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    return Policy("tiny", folder)
