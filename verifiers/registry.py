"""Parts found by name through entry points, and built from a recipe's arguments; errors come before any work starts."""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import importlib.util
import inspect
import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from problems.errors import VeriloopError
from problems.problem import Problem, canonical_json
from verifiers.base import Trust, Verifier
from verifiers.verdict import Verdict

GROUPS = ("verifiers", "sandboxes", "samplers", "learners", "problems", "hardeners")
# Which extra brings a module that a part may need; any other missing module is named as it is.
EXTRAS = {
    "torch": "train", "transformers": "train", "trl": "train", "peft": "train", "accelerate": "train", "datasets": "train",
    "gguf": "train", "vllm": "vllm", "ray": "ray", "reasoning_gym": "gym", "fastapi": "serve", "lean_interact": "lean",
}  # fmt: skip


class PartError(VeriloopError):
    """A part that cannot be found or built: names the file, table and key, the value, and the nearest known name."""

    status = 2


def names(group: str) -> list[str]:
    """The installed parts of a group ("verifiers", "samplers", ...), sorted."""
    return sorted(entry.name for entry in entry_points(group=f"veriloop.{group}"))


def find(group: str, name: str, where: str) -> EntryPoint:
    """The entry point called `name`. `where` ("recipe.toml, [learner]") begins the message of PartError."""
    found = [entry for entry in entry_points(group=f"veriloop.{group}") if entry.name == name]
    if not found:
        singular = group[:-2] if group.endswith("xes") else group.rstrip("s")
        known = names(group)
        raise PartError(
            f"{where}: no {singular} is called {name!r}.{nearest(name, known)} Installed: {', '.join(known) or 'none'}."
        )
    if len({entry.value for entry in found}) > 1:
        both = ", ".join(f"{entry.value} ({distribution(entry)})" for entry in found)
        raise PartError(f"{where}: {name!r} is ambiguous: {both}. Uninstall one of them.")
    return found[0]


def load(group: str, name: str, where: str) -> Callable[..., Any]:
    """The class behind a name. A module that is not installed is named with the command that brings it.

    Modules that a part's own processes import, and this one does not, are named in its class attribute `needs`.
    """
    entry = find(group, name, where)
    try:
        part: Callable[..., Any] = entry.load()
    except ImportError as error:
        raise PartError(f"{where}: {name!r} cannot be loaded: {error}.{advice(error.name)}") from error
    except SyntaxError as error:
        raise PartError(
            f"{where}: {name!r} cannot be loaded: {error.filename}, line {error.lineno}: {error.msg}."
        ) from error
    except AttributeError as error:
        raise PartError(f"{where}: {name!r} points to {entry.value}, which is not there: {error}.") from error
    for module in getattr(part, "needs", ()):
        if importlib.util.find_spec(module) is None:
            raise PartError(f"{where}: {name!r} needs the module {module!r}, which is not installed.{advice(module)}")
    return part


def advice(module: str | None) -> str:
    extra = EXTRAS.get((module or "").split(".")[0])
    return f" Install it: pip install 'veriloop[{extra}]'" if extra else ""


@dataclass(frozen=True)
class Chosen:
    """A part that was found and whose arguments were checked; `arguments` is complete (defaults filled in) plain data."""

    group: str
    name: str
    where: str
    part: Callable[..., Any]
    values: Mapping[str, Any]
    arguments: Mapping[str, Any]

    def build(self, **given: Any) -> Any:
        """The part, made from its arguments and from those `given` objects that its constructor asks for."""
        wanted = inspect.signature(self.part).parameters
        handed_in = {key: value for key, value in given.items() if key in wanted}
        try:
            return self.part(**self.values, **handed_in)
        except (ValueError, TypeError, OSError) as error:
            raise PartError(f"{self.where}: {error}") from error


def choose(
    group: str,
    name: str,
    arguments: Mapping[str, Any],
    where: str,
    *,
    given: frozenset[str] = frozenset(),
    also: frozenset[str] = frozenset(),
    base: Path | None = None,
) -> Chosen:
    """Finds a part and checks its arguments against its constructor: unknown keys, wrong types, missing ones.

    Parameters named in `given` are handed in by the engine and cannot be set; keys in `also`, which the table has besides
    the arguments, are named in an error. Relative paths are looked up in `base`, then in the current folder, and stored
    absolute. Raises PartError.
    """
    part = load(group, name, where)
    model = arguments_model(part, given)
    if unknown := [key for key in arguments if key not in model.model_fields]:
        known = sorted(model.model_fields.keys() | also)
        raise PartError(
            f"{where}: {name!r} has no argument {unknown[0]!r}.{nearest(unknown[0], known)} Known: {', '.join(known) or 'none'}."
        )
    try:
        checked = model.model_validate_json(json.dumps(arguments, default=str), strict=True)
    except ValidationError as error:
        raise PartError(explain(error, where)) from error
    values = {key: absolute(getattr(checked, key), base) for key in model.model_fields}
    plain = model.model_construct(**values).model_dump(mode="json")
    return Chosen(group, name, where, part, values, plain)


def arguments_model(part: Callable[..., Any], given: frozenset[str]) -> type[BaseModel]:
    """A pydantic model of a constructor's keyword arguments."""
    hints = typing.get_type_hints(part.__init__ if isinstance(part, type) else part)  # type: ignore[misc]  # a class's own __init__
    fields: dict[str, Any] = {}
    for parameter in inspect.signature(part).parameters.values():
        if parameter.name in given or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        hint = hints.get(parameter.name, Any)
        if not settable(hint):
            continue
        fields[parameter.name] = (hint, default_of(part, parameter))
    config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, allow_inf_nan=False)
    return create_model("Arguments", __config__=config, **fields)


def default_of(part: Callable[..., Any], parameter: inspect.Parameter) -> Any:
    """As pydantic wants it. A dataclass hides `field(default_factory=...)` behind a marker in its signature."""
    fields = {field.name: field for field in dataclasses.fields(part)} if dataclasses.is_dataclass(part) else {}
    field = fields.get(parameter.name)
    if field is not None and field.default_factory is not dataclasses.MISSING:
        return Field(default_factory=field.default_factory)
    return ... if parameter.default is parameter.empty else parameter.default


def settable(hint: Any) -> bool:
    """Whether a recipe can say it: callables and open objects can only be handed in by code."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return all(settable(inner) for inner in typing.get_args(hint))
    return origin is not Callable and hint is not Callable and origin is not type(Callable)


def absolute(value: Any, base: Path | None) -> Any:
    if not isinstance(value, Path):
        return value
    value = value.expanduser()
    beside = (base or Path()) / value
    return (beside if beside.exists() or not value.exists() else value).absolute()


def explain(error: ValidationError, where: str) -> str:
    """The first complaint of pydantic as one sentence with the place, the key and the value."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"]) or "the value"
    if first["type"] == "missing":
        return f"{where}: {key} is missing; it has no default."
    shown = json.dumps(first["input"], default=str)
    return f"{where}, {key} = {shown if len(shown) <= 100 else shown[:100] + '...'}: {first['msg'].removeprefix('Value error, ')}."


def nearest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""


def distribution(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else "unknown distribution"


@dataclass(frozen=True)
class Named:
    """A plugin with what it left out: the least trust, and a fingerprint of distribution, version, code and arguments."""

    verifier: Any
    trust: Trust
    fingerprint: str

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        verdict: Verdict = await self.verifier.verify(problem, attempt)
        return verdict


def build_verifier(chosen: Chosen, **given: Any) -> Verifier:
    """The verifier, with trust and fingerprint supplied where the plugin has none. Raises PartError."""
    made = chosen.build(**given)
    if not inspect.iscoroutinefunction(getattr(made, "verify", None)):
        raise PartError(
            f"{chosen.where}: {chosen.name!r} is not a verifier: it needs "
            "`async def verify(self, problem: Problem, attempt: str) -> Verdict`."
        )
    trust, fingerprint = getattr(made, "trust", None), getattr(made, "fingerprint", None)
    if trust is not None and fingerprint is not None:
        return typing.cast(Verifier, made)
    places = {name: place.fingerprint for name, place in given.items() if hasattr(place, "fingerprint")}
    return Named(made, trust or Trust.PROXY, fingerprint or plugin_fingerprint(chosen, places))


def plugin_fingerprint(chosen: Chosen, places: Mapping[str, str] = types.MappingProxyType({})) -> str:
    """Also covers the source file, so that editing a checker of one's own judges again without a new version number.

    `places` are the fingerprints of what it was given to judge with (its sandbox), by parameter.
    """
    entry = find(chosen.group, chosen.name, chosen.where)
    source = Path(inspect.getfile(chosen.part))
    named = [distribution(entry), entry.value, chosen.arguments, hashlib.sha256(source.read_bytes()).hexdigest()]
    named += [dict(places)] if places else []
    return f"{chosen.name}-{hashlib.sha256(canonical_json(named).encode()).hexdigest()[:32]}"
