"""Lines of strict JSON, one at a time. What two readers could understand differently is an error, not a guess."""

from __future__ import annotations

import gzip
import json
import math
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from problems.fields import shown
from problems.source import ProblemError

MAX_DEPTH = 100


def rows(path: Path | str) -> Iterator[tuple[int, object]]:
    """The line number, from 1, and the value of each line of a .jsonl or .jsonl.gz file; blank lines are skipped.

    Raises ProblemError, naming file and line, for a file that cannot be read, text that is not UTF-8 or begins with a
    byte order mark, and lines that are not JSON in the strict sense: cut off, with NaN or numbers too large for a
    float, with a key twice in one object, with lone surrogates, or nested deeper than MAX_DEPTH.
    """
    for number, line in lines(Path(path)):
        if line.strip():
            yield number, parsed(line, f"{path}, line {number}")


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            yield from enumerate(file, start=1)
    except FileNotFoundError:
        raise ProblemError(f"{path}: there is no such file (the current folder is {Path.cwd()})") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ProblemError(f"{path}: is not a whole gzip file ({error}); fetch or write it again") from error
    except OSError as error:
        raise ProblemError(f"{path}: cannot be read: {error.strerror or error}") from error


def parsed(line: bytes, where: str) -> object:
    """The value of one line of JSON. Raises ProblemError, beginning with `where`."""
    try:
        text = line.decode()
        if text.startswith("\ufeff"):
            raise ProblemError(f"{where}: begins with a byte order mark; save the file as UTF-8 without one")
        value = json.loads(text, object_pairs_hook=without_repeats, parse_constant=no_constant, parse_float=finite)
    except UnicodeDecodeError as error:
        wrong = f"byte {line[error.start]:#04x} in column {error.start + 1} is not UTF-8"
        raise ProblemError(f"{where}: {wrong}; convert the file to UTF-8") from error
    except json.JSONDecodeError as error:
        cut_off = not line.endswith(b"\n")
        raise ProblemError(f"{where}: {not_json(error, cut_off)}") from error
    except (ValueError, RecursionError) as error:
        reason = too_deep() if isinstance(error, RecursionError) else str(error)
        raise ProblemError(f"{where}: {reason}") from error
    if line.count(b"[") + line.count(b"{") > MAX_DEPTH and depth(value) > MAX_DEPTH:
        raise ProblemError(f"{where}: {too_deep()}")
    if b"\\u" in line and (lone := lone_surrogate(value)):
        raise ProblemError(f"{where}: holds the lone surrogate {lone}, half a character; escape whole characters")
    return value


def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {shown(repeated)} occurs twice in one object; keep one of them")
    return value


def no_constant(word: str) -> float:
    raise ValueError(f"{word} is not JSON; write a finite number, or say it in a string")


def finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits} is too large for a floating-point number; say it in a string")
    return number


def not_json(error: json.JSONDecodeError, cut_off: bool) -> str:
    seen = shown(error.doc[max(0, error.pos - 30) : error.pos + 30])
    wrong = f"is not JSON: {error.msg} in column {error.pos + 1}, near {seen}"
    advice = "the file ends within this line: was it cut off? Remove the line, or fetch or write the file again"
    return f"{wrong}; {advice if cut_off else 'each line must be one whole JSON value'}"


def too_deep() -> str:
    return f"is nested deeper than {MAX_DEPTH} levels; flatten it"


def depth(value: object) -> int:
    """How many lists and objects are nested; without recursion, for the sake of values that are nested too deep."""
    levels, layer = 0, [value]
    while layer := [item for item in layer if isinstance(item, list | dict)]:
        levels += 1
        layer = [inner for item in layer for inner in (item.values() if isinstance(item, dict) else item)]
    return levels


def lone_surrogate(value: object) -> str:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        return f"\\u{ord(error.object[error.start]):04x}"
    return ""
