"""Outside data, checked field by field: an error names the field, what it holds and what was wanted."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from problems.source import ProblemError


class Fields(BaseModel):
    """The fields of a JSON object: no others, and no conversions ("3" is not 3)."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _has_only_known_fields(cls, data: Any) -> Any:
        unknown = [key for key in data if key not in cls.model_fields] if isinstance(data, dict) else []
        if not unknown:
            return data
        advice = f"{did_you_mean(unknown[0], cls.model_fields)}Known fields: {', '.join(cls.model_fields)}"
        raise PydanticCustomError("unknown_field", "{text}", {"text": f"unknown field {unknown[0]!r}. {advice}"})


Model = TypeVar("Model", bound=Fields)


def validated(model: type[Model], value: object, where: str, within: str = "") -> Model:
    """`value` as `model`. Raises ProblemError. `where`: the file and line; `within`: the field that holds the value."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise ProblemError(located(where, *complaint(error.errors()[0], within))) from None


def located(where: str, field: str, text: str) -> str:
    """The parts of a message that are there: "FILE, line 3, field 'level': text"."""
    place = ", ".join(part for part in (where, f"field {field!r}" if field else "") if part)
    return f"{place}: {text}" if place else text


def complaint(error: ErrorDetails, within: str) -> tuple[str, str]:
    """The field, as a path like `checks.cases[2].args`, and what is wrong with it."""
    field = within
    for part in error["loc"]:
        field += f"[{part}]" if isinstance(part, int) else f".{part}" if field else part
    if error["type"] in {"unknown_field", "value_error"}:
        return field, error["msg"].removeprefix("Value error, ")
    if error["type"] == "missing":
        return field, "is missing and has no default; add it"
    if error["type"] == "model_type":
        return field, f"should be a JSON object, but is {shown(error['input'])}"
    return field, f"{error['msg'].replace('Input should', 'should')}, but is {shown(error['input'])}{hint(error)}"


def hint(error: ErrorDetails) -> str:
    value = error["input"]
    if error["type"] == "string_type" and isinstance(value, int | float) and not isinstance(value, bool):
        return f'; write it in quotes: "{shown(value)}"'
    if error["type"] == "string_type" and value is None:
        return "; leave the field out instead"
    return ""


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """ "Did you mean 'level'? " or nothing, to be followed by the list of what is known."""
    near = difflib.get_close_matches(str(word).lower(), list(known), n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}? " if near else ""


def shown(value: object) -> str:
    """The value as it can stand in a one-line message."""
    brief = reprlib.Repr()
    brief.maxstring = brief.maxother = 80
    return brief.repr(value)
