"""A recipe: what a run does, read from TOML, checked wholly, with every default filled in."""

from __future__ import annotations

import datetime as dt
import json
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from engine.values import Decoding, Prompt
from problems.errors import VeriloopError
from problems.problem import Problem
from verifiers.registry import explain, nearest


class RecipeError(VeriloopError):
    """A recipe that cannot be used: names the file, the table and the key, the value, and what would be right."""

    status = 2


Count = Annotated[int, Field(ge=1, le=1_000_000)]
MOST_ATTEMPTS = 1_000_000  # of a round: their plans are in memory at once
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Part(BaseModel):
    """`use` names a part; every other key is an argument of its constructor."""

    model_config = ConfigDict(extra="allow", frozen=True)
    use: str

    @property
    def arguments(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class Model(Table):
    """`weights`: a folder, a Hub id, the alias "smollm2-135m", or "none" for samplers that need no weights."""

    weights: str


class PromptTable(Table):
    """How a problem is shown. `{prompt}` in `template` and `prefix` stands for the problem's prompt."""

    template: str = "{prompt}"
    system: str = ""
    prefix: str = ""
    chat: bool = True

    @model_validator(mode="after")
    def names_the_problem(self) -> Self:
        if "{prompt}" not in self.template:
            raise ValueError("template must contain {prompt}, where the problem goes")
        return self


class Sampling(Table):
    """How practice attempts are drawn; evaluation changes only the temperature."""

    temperature: Annotated[float, Field(ge=0.0, le=100.0)] = 1.0
    top_p: Annotated[float, Field(gt=0.0, le=1.0)] = 1.0
    max_tokens: Count = 256
    stop: tuple[Annotated[str, Field(min_length=1)], ...] = ()


class LessonTable(Table):
    """What is learned from. `take` other than "accepted" is a control: the same training on what should not teach.

    "rejected" takes rejected attempts; "shuffled" gives every problem another problem's accepted completion.
    `real_data` is JSONL of {"prompt", "completion"}; it makes up `real_share` of a lesson, as far as there is enough.
    """

    take: Literal["accepted", "rejected", "shuffled"] = "accepted"
    max_per_problem: Count = 4
    real_data: Path | None = None
    real_share: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.0

    @model_validator(mode="after")
    def share_needs_data(self) -> Self:
        if (self.real_data is None) != (self.real_share == 0.0):
            raise ValueError("real_data and real_share belong together: give both or neither")
        return self


class ProblemsPart(Part):
    """`insist`: take problems also when their own solution is refused, or their tests accept a trivial program."""

    insist: bool = False


class Harder(Part):
    """When a family's next level is admitted: its newest level's solve rate over at least `min_decided` verdicts."""

    use: str = "next_level"
    threshold: Share = 0.6
    min_decided: Count = 32
    admit: Count = 512


class EvaluationTable(Table):
    """Held-out problems per family and level: `problems` greedily, `sampled_problems` with `samples` each for pass@k."""

    problems: Count = 200
    samples: Annotated[int, Field(ge=0)] = 4
    sampled_problems: Count = 50
    pass_at: tuple[Count, ...] = (1, 4)

    @model_validator(mode="after")
    def enough_samples(self) -> Self:
        if self.samples and max(self.pass_at, default=1) > self.samples:
            raise ValueError(
                f"pass@{max(self.pass_at)} needs at least {max(self.pass_at)} samples; samples = {self.samples}"
            )
        return self


class Recipe(Table):
    """The whole of a run. Two runs with equal resolved recipes do the same work."""

    rounds: Annotated[int, Field(ge=0)] = 3
    seed: int = 0
    problems_per_round: Count = 128
    samples_per_problem: Count = 8
    judge_retries: Annotated[int, Field(ge=0)] = 2
    judge_seconds: Annotated[float, Field(gt=0)] = 600.0
    model: Model
    prompt: PromptTable = PromptTable()
    sampling: Sampling = Sampling()
    sampler: Part
    problems: Annotated[tuple[ProblemsPart, ...], Field(min_length=1)]
    verifiers: Mapping[str, Part]
    sandbox: Part | None = None
    learner: Part
    lesson: LessonTable = LessonTable()
    harder: Harder = Harder()
    evaluation: EvaluationTable = EvaluationTable()

    @model_validator(mode="after")
    def fits_in_memory(self) -> Self:
        attempts = self.problems_per_round * self.samples_per_problem
        if attempts > MOST_ATTEMPTS:
            raise ValueError(
                f"problems_per_round x samples_per_problem = {attempts} attempts a round; at most {MOST_ATTEMPTS} are possible. "
                "Take more rounds instead"
            )
        return self

    def prompt_for(self, problem: Problem, temperature: float | None = None) -> Prompt:
        """What the model is shown: the problem's prompt in the recipe's words, never its checks."""
        return self.show(problem.prompt, temperature)

    def show(self, text: str, temperature: float | None = None) -> Prompt:
        words, drawn = self.prompt, self.sampling
        heat = drawn.temperature if temperature is None else temperature
        decoding = Decoding(heat, drawn.top_p, drawn.max_tokens, drawn.stop)
        user, prefix = (each.replace("{prompt}", text) for each in (words.template, words.prefix))
        return Prompt(user, words.system, prefix, words.chat, decoding)

    def to_json(self) -> dict[str, Any]:
        """Plain data, without keys that are None (TOML has no null)."""
        data: dict[str, Any] = json.loads(self.model_dump_json(exclude_none=True))
        return data


def read_recipe(path: Path, overrides: Sequence[str] = ()) -> Recipe:
    """The recipe in a TOML file, with `KEY=VALUE` overrides ("learner.lr=1e-5", "problems.0.levels=[1, 2]")."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise RecipeError(f"{path}: no such file. `veriloop recipes` lists the shipped ones.") from error
    except (OSError, ValueError, RecursionError) as error:  # ValueError: not TOML, not UTF-8, or a number without end
        raise RecipeError(f"{path}: cannot be read as TOML: {error}") from error
    for override in overrides:
        apply(data, override)
    return check_recipe(data, str(path))


def check_recipe(data: Mapping[str, Any], where: str) -> Recipe:
    """Plain data to a recipe. Raises RecipeError naming `where`, the table and the key."""
    for place, table, known in tables(data):
        for key in table:
            if key not in known:
                misplaced = place and key in Recipe.model_fields
                advice = " It is a key of the whole recipe: put it above the first table." if misplaced else ""
                raise RecipeError(
                    f"{where}{place}: there is no key {key!r}.{advice or nearest(key, sorted(known))} "
                    f"Known: {', '.join(sorted(known))}."
                )
    for key, value in flat(data).items():
        if wrong := unwritable(value):
            raise RecipeError(f"{where}, {key}: {wrong}.")
    try:
        return Recipe.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        raise RecipeError(explain(error, where)) from error


def unwritable(value: Any) -> str | None:
    """What is wrong with a value that TOML can say and no key of a recipe can hold."""
    if isinstance(value, Mapping | list):
        inner = value.values() if isinstance(value, Mapping) else value
        return next((wrong for each in inner if (wrong := unwritable(each))), None)
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is not a finite number"
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return "this whole number has more than 64 bits"
    if isinstance(value, dt.date | dt.time):
        return f"{value} is a date or time, which no key takes; put text in quotes"
    return None


def tables(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], set[str]]]:
    """Each table whose keys are all known beforehand, with its place and those keys."""
    yield "", data, set(Recipe.model_fields)
    for name, field in Recipe.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Table) and isinstance(data.get(name), Mapping):
            yield f", [{name}]", data[name], set(kind.model_fields)


def apply(data: dict[str, Any], override: str) -> None:
    """Sets one key by its dotted path. The value is TOML; a bare word is a string."""
    key, equals, text = override.partition("=")
    if not equals or not key.strip():
        raise RecipeError(f"--set {override!r}: expected KEY=VALUE, for example --set learner.lr=1e-5")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        value = text
    *path, last = key.strip().split(".")
    table: Any = data
    for step in path:
        table = table.setdefault(step, {}) if isinstance(table, dict) else item(table, step, override)
    if isinstance(table, dict):
        table[last] = value
    elif isinstance(table, list) and item(table, last, override) is not None:
        table[int(last)] = value
    else:
        raise RecipeError(f"--set {override!r}: {'.'.join(path)} is {table!r}, which has no keys")


def item(table: Any, step: str, override: str) -> Any:
    if isinstance(table, list) and step.isdigit() and int(step) < len(table):
        return table[int(step)]
    if isinstance(table, list):
        raise RecipeError(f"--set {override!r}: {step!r} is not one of 0 to {len(table) - 1}")
    raise RecipeError(f"--set {override!r}: {step!r} is inside {table!r}, which has no keys")


def flat(data: Any, place: str = "") -> dict[str, Any]:
    """Dotted keys to values: {"learner.lr": 1e-05, "problems.0.use": "arithmetic"}."""
    if isinstance(data, Mapping):
        parts = [flat(value, f"{place}.{key}" if place else str(key)) for key, value in data.items()]
    elif isinstance(data, list) and data and isinstance(data[0], Mapping):
        parts = [flat(value, f"{place}.{index}") for index, value in enumerate(data)]
    else:
        return {place: data}
    return {key: value for part in parts for key, value in part.items()}


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What would change for a run that was started with `old`, a line a key; more rounds are no change."""
    before, after = flat(old), flat(new)
    if after.get("rounds", 0) > before.get("rounds", 0):
        after["rounds"] = before["rounds"]
    return [
        f"{key}: {before.get(key, 'not set')} -> {after.get(key, 'not set')}"
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]
