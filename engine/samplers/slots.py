"""Runs a decoder-only model over a fixed number of slots, so that a sequence's numbers do not depend on its neighbours.

Every decoding step has one shape: `rows` slots, each with its own position in a cache of fixed length. Matrix products
choose their order of additions by shape, so a step that shrank with the batch would change the last bits of a logit, now
and then a token, and with it everything a resumed run does. Smaller steps are used only where a trial shows equal bits.
"""

from __future__ import annotations

import sys
from typing import Any

import torch
from transformers import AttentionInterface, DynamicCache
from transformers.cache_utils import Cache, CacheLayerMixin

STEP = 16  # prompts are padded to a multiple of this many tokens
SMALLEST = 8  # rows of the smallest step
TRIAL_LENGTH = 64


class Slots:
    """`rows` sequences at once, each of at most `length` tokens; decoder-only models with attention in every layer."""

    def __init__(self, model: Any, rows: int, prefill_tokens: int) -> None:
        self.model, self.rows, self.prefill_tokens = model, rows, prefill_tokens
        self.device, self.dtype = model.device, model.dtype
        self.kv = torch.empty(0)
        self.sizes = [rows]  # steps that are known to give the same bits
        # Models that cannot use scaled_dot_product_attention (attention sinks, say) keep the attention they come with.
        if model.config._attn_implementation == "sdpa":  # noqa: SLF001 - transformers has no other name for it
            model.set_attn_implementation(ATTENTION)

    @property
    def length(self) -> int:
        return self.kv.shape[-2] if self.kv.ndim == 6 else 0

    def prefill(self, prompts: list[tuple[int, ...]]) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """For each prompt the keys and values (layers, 2, heads, tokens, width) and the logits that follow it.

        Prompts have the same padded length and number at most `group(length)`; missing ones are filled with a dummy.
        """
        width = padded(len(prompts[0]))
        rows = [*prompts, *[(0,)] * (self.group(width) - len(prompts))]
        tokens = torch.tensor([[0] * (width - len(ids)) + list(ids) for ids in rows], device=self.device)
        skipped = torch.tensor([width - len(ids) for ids in rows], device=self.device)
        place = torch.arange(width, device=self.device)
        seen = (place[None, :] <= place[:, None]) & (place[None, None, :] >= skipped[:, None, None])
        # A padding token sees itself: attention over nothing gives NaN in some kernels.
        seen |= torch.eye(width, dtype=torch.bool, device=self.device)
        cache = DynamicCache()
        out = self.model(
            input_ids=tokens,
            attention_mask=self.mask(seen[:, None]),
            position_ids=(place[None, :] - skipped[:, None]).clamp(min=0),
            past_key_values=cache,
            use_cache=True,
            logits_to_keep=1,
        )
        kv = torch.stack([torch.stack([layer.keys, layer.values]) for layer in cache.layers])
        return [(kv[:, :, row, :, width - len(ids) :].clone(), out.logits[row, -1]) for row, ids in enumerate(prompts)]

    def group(self, width: int) -> int:
        """How many prompts of this padded length are read in one pass: a fixed number, for a fixed shape."""
        return max(1, self.prefill_tokens // width)

    def open(self, length: int, like: torch.Tensor) -> None:
        """Makes room for sequences of `length` tokens; what was in the slots is lost."""
        layers, two, heads, _, width = like.shape
        if self.length != length:
            self.kv = torch.empty(0)  # given back before the new room is asked for
            self.kv = torch.zeros(layers, two, self.rows, heads, length, width, dtype=like.dtype, device=self.device)

    def place(self, rows: list[int], kv: torch.Tensor) -> None:
        self.kv[:, :, rows, :, : kv.shape[3]] = kv[:, :, None]

    def move(self, source: int, target: int) -> None:
        self.kv[:, :, target] = self.kv[:, :, source]

    def step(self, tokens: list[int], positions: list[int]) -> torch.Tensor:
        """The logits (rows, vocabulary) after one more token in each of the first slots; `positions` is where it goes."""
        used = len(tokens)
        size = min(size for size in self.sizes if size >= used)
        return self.forward([*tokens, *[0] * (size - used)], [*positions, *[0] * (size - used)])[:used]

    def forward(self, tokens: list[int], positions: list[int]) -> torch.Tensor:
        at = torch.tensor(positions, device=self.device)
        seen = torch.arange(self.length, device=self.device)[None, :] <= at[:, None]
        out = self.model(
            input_ids=torch.tensor(tokens, device=self.device)[:, None],
            attention_mask=self.mask(seen[:, None, None]),
            position_ids=at[:, None],
            past_key_values=SlotCache(self.kv[:, :, : len(tokens)], at),
            use_cache=True,
            logits_to_keep=1,
        )
        logits: torch.Tensor = out.logits[:, -1]
        return logits

    def mask(self, seen: torch.Tensor) -> torch.Tensor:
        # Always a full mask: given a plain one, transformers drops it when no row is padded, which picks another kernel.
        nothing = torch.zeros((), dtype=self.dtype, device=self.device)
        return torch.where(seen, nothing, torch.finfo(self.dtype).min)

    def try_smaller_steps(self) -> list[int]:
        """The sizes whose rows came out bit for bit as in the full step, in any order of rows; the full one is always there."""
        vocabulary = self.model.config.get_text_config().vocab_size
        drawn = torch.Generator().manual_seed(0)
        tokens = torch.randint(vocabulary, (self.rows,), generator=drawn).tolist()
        positions = torch.randint(TRIAL_LENGTH // 2, TRIAL_LENGTH, (self.rows,), generator=drawn).tolist()
        (like, _), *_ = self.prefill([tuple(tokens[:1])])
        self.open(TRIAL_LENGTH, like)
        self.kv.copy_(torch.randn(self.kv.shape, generator=drawn))
        whole = self.forward(tokens, positions)
        self.kv = self.kv.flip(2)
        if not torch.equal(self.forward(tokens[::-1], positions[::-1]).flip(0), whole):
            print("warning: a row's logits depend on its place in the batch on this device", file=sys.stderr)  # noqa: T201 - the log
        self.kv = self.kv.flip(2)
        equal = [
            n for n in doubling(SMALLEST, self.rows) if torch.equal(self.forward(tokens[:n], positions[:n]), whole[:n])
        ]
        self.kv = torch.empty(0)
        return [*equal, self.rows]


class SlotLayer(CacheLayerMixin):  # type: ignore[misc]  # transformers is untyped here
    """One layer's slots: writes each row's key and value at that row's own position."""

    def __init__(self, kv: torch.Tensor, at: torch.Tensor) -> None:
        super().__init__()
        self.keys, self.values, self.at, self.is_initialized = kv[0], kv[1], at, True

    def lazy_initialization(self, *_: Any) -> None:
        return None

    def update(self, keys: torch.Tensor, values: torch.Tensor, *_: Any, **__: Any) -> tuple[torch.Tensor, torch.Tensor]:
        rows = torch.arange(len(self.at), device=self.at.device)
        self.keys[rows, :, self.at] = keys[:, :, 0]
        self.values[rows, :, self.at] = values[:, :, 0]
        return self.keys, self.values

    def get_mask_sizes(self, _: int) -> tuple[int, int]:
        return self.keys.shape[2], 0

    def get_seq_length(self) -> int:
        return int(self.keys.shape[2])

    def get_max_length(self) -> int:
        return int(self.keys.shape[2])


class SlotCache(Cache):  # type: ignore[misc]  # transformers is untyped here
    def __init__(self, kv: torch.Tensor, at: torch.Tensor) -> None:
        super().__init__(layers=[SlotLayer(layer, at) for layer in kv])


def attention(
    _: Any, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor, **settings: Any
) -> tuple[torch.Tensor, None]:
    """Query heads that share a key head go in as further positions of one query: no key is copied per head.

    Plain matrix products with a float32 softmax, as the eager attention of transformers. Two reasons not to use torch's
    fused kernel on a CPU. Repeating keys for it takes 10 to 34 times as long (30 layers, 64 slots of 64, 256 and 512 tokens:
    48, 222 and 976 ms against 5, 11 and 29). Without repeating, two of some 400,000 heads differed between steps of 8 and of
    64 rows with two threads: enough to change 3 of 52 texts of 24 tokens.
    """
    rows, heads, length, width = query.shape
    grouped = query.reshape(rows, key.shape[1], -1, width)
    shared = heads // key.shape[1]
    mask = mask.expand(-1, -1, length, -1).repeat(1, 1, shared, 1)
    scaling = settings.get("scaling") or width**-0.5
    if query.device.type == "cpu":
        scores = torch.matmul(grouped * scaling, key.transpose(2, 3)) + mask
        out = torch.matmul(torch.softmax(scores, dim=-1, dtype=torch.float32).to(value.dtype), value)
    else:
        out = torch.nn.functional.scaled_dot_product_attention(grouped, key, value, attn_mask=mask, scale=scaling)
    return out.reshape(rows, heads, length, -1).transpose(1, 2).contiguous(), None


ATTENTION = "veriloop_slots"
AttentionInterface.register(ATTENTION, attention)


def padded(tokens: int) -> int:
    return -(-tokens // STEP) * STEP


def room(tokens: int) -> int:
    """The length of cache for a sequence: few different ones, so that most requests share a batch."""
    if tokens <= 64:
        return 64
    grain = max(32, (1 << (tokens - 1).bit_length()) // 8)
    return -(-tokens // grain) * grain


def doubling(smallest: int, below: int) -> list[int]:
    sizes = []
    while smallest < below:
        sizes.append(smallest)
        smallest *= 2
    return sizes


def unsupported(config: Any) -> str | None:
    """Why a model of this configuration cannot be run here, as a sentence."""
    if getattr(config, "is_encoder_decoder", False):
        return "it is an encoder-decoder model"
    layers = set(getattr(config.get_text_config(), "layer_types", None) or [])
    if others := layers - {"full_attention", "sliding_attention"}:
        return f"it has layers of type {', '.join(sorted(others))}"
    return None


def context(config: Any) -> int:
    """The longest sequence, in tokens. A sliding window is a limit: inside it, and only there, it equals full attention."""
    text = config.get_text_config()
    limits = [getattr(text, "max_position_embeddings", None), getattr(text, "sliding_window", None)]
    return min([int(limit) for limit in limits if limit], default=1 << 30)
