"""Draws the next token of each row from its own stream of random numbers, so that no row depends on its neighbours."""

from __future__ import annotations

from collections.abc import Sequence

import torch

BLOCK = 256  # tokens whose probabilities are summed before the search goes into one block
LIKELIEST = 1024  # how many tokens are looked at before the whole vocabulary is sorted for top-p


class NotFiniteError(ValueError):
    """A row of logits holds NaN or infinity: the weights are broken."""


def draw(
    logits: torch.Tensor, temperatures: Sequence[float], top_ps: Sequence[float], uniforms: Sequence[float]
) -> list[int]:
    """One token id per row. `logits`: (rows, vocabulary); `uniforms` in [0, 1); temperature 0 takes the likeliest token.

    Inverse-transform sampling in two levels: a plain cumulative sum over the vocabulary is slow on a CPU, and on CUDA its
    order of additions is not fixed. Equal logits, which bfloat16 makes common, go to the lowest id. Raises NotFiniteError.
    """
    logits = logits.float()
    highest = logits.amax(dim=-1, keepdim=True)
    if not bool(torch.isfinite(highest).all()):
        raise NotFiniteError("NaN or infinite logits")
    greedy = first_of_the_highest(logits, highest) if 0.0 in temperatures else []
    if all(temperature == 0.0 for temperature in temperatures):
        return greedy
    heat = torch.tensor([temperature or 1.0 for temperature in temperatures], device=logits.device)
    weights = torch.exp((logits - highest) / heat[:, None])
    nucleus(weights, top_ps)
    drawn = search(weights, uniforms)
    return [greedy[row] if temperature == 0.0 else drawn[row] for row, temperature in enumerate(temperatures)]


def first_of_the_highest(logits: torch.Tensor, highest: torch.Tensor) -> list[int]:
    ids = torch.arange(logits.shape[-1], device=logits.device)
    found: list[int] = torch.where(logits == highest, ids, logits.shape[-1]).amin(dim=-1).tolist()
    return found


def nucleus(weights: torch.Tensor, top_ps: Sequence[float]) -> None:
    """Zeroes, in place, what lies outside the smallest set of likeliest tokens whose share reaches top-p (Holtzman et al.

    2020, arXiv 1904.09751). Tokens as likely as the last one taken stay in, so that ties need no order.
    """
    for row, top_p in enumerate(top_ps):
        if top_p >= 1.0:
            continue
        total = weights[row].sum(dtype=torch.float64).item()
        for count in (min(LIKELIEST, weights.shape[-1]), weights.shape[-1]):
            likeliest = weights[row].topk(count).values.double().cpu()
            reached = torch.nonzero(likeliest.cumsum(0) >= top_p * total)
            if len(reached):
                weights[row].masked_fill_(weights[row] < likeliest[reached[0, 0]].item(), 0.0)
                break


def search(weights: torch.Tensor, uniforms: Sequence[float]) -> list[int]:
    """The token at which the running sum of a row's weights passes its uniform's share of their total."""
    rows = weights.shape[0]
    blocks = torch.nn.functional.pad(weights, (0, -weights.shape[-1] % BLOCK)).view(rows, -1, BLOCK)
    bounds = blocks.sum(dim=-1).double().cpu().cumsum(dim=-1)
    targets = torch.tensor(uniforms, dtype=torch.float64)[:, None] * bounds[:, -1:]
    block = passed(bounds, targets)
    before = torch.where(block > 0, bounds.gather(1, (block - 1).clamp(min=0)), 0.0)
    inside = blocks[torch.arange(rows, device=weights.device), block[:, 0].to(weights.device)].double().cpu()
    token = passed(inside.cumsum(dim=-1), targets - before)
    found: list[int] = (block * BLOCK + token)[:, 0].tolist()
    return found


def passed(bounds: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """The first index whose bound is over the target, or, where rounding left none, the last that adds anything."""
    last = torch.searchsorted(bounds, bounds[:, -1:].contiguous())
    return torch.minimum(torch.searchsorted(bounds, targets, right=True), last)
