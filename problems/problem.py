"""A problem, named by its content: the same problem has the same id on every machine and in every run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to solve. `kind` names the verifier; `checks` is for that verifier alone and never reaches the model.

    `level` is the difficulty within its `source` (0 when the source has no levels), `parent` the id of the problem it was
    derived from, `source` the family it belongs to ("arithmetic/addition", "gsm8k"): reports group by source and level.
    Raises ValueError when a field cannot be written as JSON.
    """

    kind: str
    prompt: str
    checks: Mapping[str, Any]
    level: int = 0
    parent: str | None = None
    source: str = ""
    id: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.kind:
            raise ValueError("a problem needs a kind: the name of the verifier that judges it")
        object.__setattr__(self, "checks", frozen(self.checks))
        object.__setattr__(self, "id", content_id(self.kind, self.prompt, self.checks))

    def __hash__(self) -> int:
        return hash(self.id)

    def __reduce__(self) -> tuple[type[Problem], tuple[Any, ...]]:
        """Read-only mappings do not pickle; a problem sent to another process is built anew from plain data."""
        return Problem, (self.kind, self.prompt, plain(self.checks), self.level, self.parent, self.source)


def content_id(kind: str, prompt: str, checks: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON (sorted keys, ASCII, no spaces) of kind, prompt and checks."""
    return hashlib.sha256(canonical_json([kind, prompt, checks]).encode()).hexdigest()


def once_each(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By id: the same content from two sources, or at two levels, is one problem, as it came first."""
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.id, problem)
    return tuple(first.values())


def canonical_json(value: Any) -> str:
    """The one JSON text of a value: equal values, equal texts. Raises ValueError for what JSON cannot say."""
    try:
        return json.dumps(plain(value), sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"cannot be written as JSON: {error}") from error


def plain(value: Any) -> Any:
    """The value with mappings as dicts and tuples as lists, as `json` wants them."""
    if isinstance(value, Mapping):
        if wrong := [key for key in value if not isinstance(key, str)]:
            raise ValueError(f"the key {wrong[0]!r} is not a string")
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def frozen(value: Any) -> Any:
    """The value with read-only mappings and tuples, so that a shared problem cannot be changed by one of its readers."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(inner) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(inner) for inner in value)
    return value
