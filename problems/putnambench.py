"""PutnamBench, problems of the Putnam competition stated in Lean 4 with Mathlib (Tsoukalas et al. 2024, arXiv 2407.11214)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from problems.checks import Text
from problems.fields import Fields, validated
from problems.humaneval import check_limits
from problems.lean_problem import benchmark, check_share, lean_problem
from problems.lean_text import Theorem, finished, last_theorem
from problems.minif2f import located_rows
from problems.problem import Problem
from problems.source import ProblemError, ProblemSet

# An answer to be found: `abbrev NAME_solution : T := sorry`, and the value in the comment lines that follow.
OPEN_ANSWER = re.compile(
    r"^(?P<definition>(?:noncomputable\s+)?(?:abbrev|def)\s+\S*_solution\b(?:(?!:=).)*:=)\s*sorry[ \t]*$"
    r"(?P<comment>(?:\n[ \t]*--[^\n]*)*)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class PutnamBench:
    """The theorems, for kind "lean": all held out, since this is a benchmark; they need Mathlib.

    `path` is a folder of .lean files, such as lean4/src of the authors' repository, one such file, or a .jsonl file
    with `name` and `lean4_statement`. Where the competition asks for an answer, its value, from the comment below
    the definition that the authors leave open, goes into the header: what is asked for is the proof. A theorem whose
    answer is in no comment is left out (see `left_out`). With a `held_out_share` below 1 the rest is to train on,
    drawn by content. `limit` and `held_out_limit` keep the first ones of each side.
    """

    path: Path
    informal: bool = True
    held_out_share: float = 1.0
    limit: int | None = None
    held_out_limit: int | None = None

    def __post_init__(self) -> None:
        check_share(self.held_out_share)
        check_limits(limit=self.limit, held_out_limit=self.held_out_limit)

    def problems(self) -> ProblemSet:
        read = tuple(self._read())
        both = benchmark((problem for _, problem in read if isinstance(problem, Problem)), self.held_out_share)
        if not both.train and not both.held_out:
            raise ProblemError(f"{self.path}: no theorem can be used; of the first: {read[0][1]}")
        return ProblemSet(both.train[: self.limit], both.held_out[: self.held_out_limit])

    def left_out(self) -> Mapping[str, str]:
        """Why a theorem is not among the problems, by where it is."""
        return {where: why for where, why in self._read() if isinstance(why, str)}

    def _read(self) -> Iterator[tuple[str, Problem | str]]:
        for where, text, words in texts(Path(self.path)):
            theorem = last_theorem(answered(text), where)
            if theorem.header and not finished(theorem.header, where):
                yield where, "its answer, or something else before the theorem, is left open and no comment tells it"
            else:
                said = words or comment_of(text, theorem)
                informal = said if self.informal else ""
                yield where, lean_problem(theorem.header, theorem.statement, where, "putnambench", informal)


class Row(Fields):
    name: Text
    lean4_statement: Text
    informal_statement: str | None = None
    informal_solution: str | None = None
    tags: list[str] | str | None = None
    split: str | None = None
    coq_statement: str | None = None
    isabelle_statement: str | None = None


def texts(path: Path) -> Iterator[tuple[str, str, str]]:
    """Where each theorem is, its file's text, and the problem in words where a row has them."""
    if path.suffix in (".jsonl", ".gz"):
        for where, row in located_rows(path):
            fields = validated(Row, row, where)
            yield where, fields.lean4_statement, fields.informal_statement or ""
        return
    files = sorted(path.glob("*.lean")) if path.is_dir() else [path]
    if not files:
        raise ProblemError(f"{path}: holds no .lean file; lean4/src of github.com/trishullab/PutnamBench is expected")
    for file in files:
        yield str(file), read_text(file), ""


def read_text(file: Path) -> str:
    """Raises ProblemError for a file that is not there or not UTF-8."""
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise ProblemError(f"{file}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ProblemError(f"{file}: is not UTF-8 ({error}); convert it") from error


def answered(text: str) -> str:
    """The text with each open answer's value from its comment; as it is where there is no comment."""
    return OPEN_ANSWER.sub(lambda found: filled(found) or found[0], text)


def filled(found: re.Match[str]) -> str:
    lines = [line.strip().removeprefix("--").rstrip() for line in found["comment"].splitlines()]
    value = "\n".join(line.removeprefix(" ") for line in lines if line.strip())
    # The value is a term of its own: indented, it cannot be taken for the next command.
    return f"{found['definition']}\n  {value.replace(chr(10), chr(10) + '  ')}" if value else ""


def comment_of(text: str, theorem: Theorem) -> str:
    """The theorem's comment, `/-- ... -/`, or nothing."""
    ahead = text[: text.rindex(theorem.statement)].rstrip()
    start = ahead.rfind("/--")
    return ahead[start:] if start >= 0 and ahead.endswith("-/") else ""
