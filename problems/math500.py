"""MATH, competition problems with worked solutions (Hendrycks et al. 2021, arXiv 2103.03874), and the 500 of MATH-500."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from problems.boxed import last_boxed
from problems.checks import Text
from problems.fields import Fields, located, shown, validated
from problems.hub import Located, from_hub
from problems.humaneval import check_limits
from problems.jsonl import rows
from problems.lean_problem import check_share
from problems.problem import Problem, once_each
from problems.source import ProblemError, ProblemSet
from problems.split import decontaminate, split

HUB_NAME, HUB_CONFIG, HUB_SPLITS = "HuggingFaceH4/MATH-500", "default", ("test",)
FILES, TRAIN = ("math500.jsonl", "test.jsonl"), "train.jsonl"
LEVEL = re.compile(r"Level ([1-5?])")


@dataclass(frozen=True)
class Math500:
    r"""The 500 problems of MATH-500, for kind "answer": all held out, since this is a benchmark.

    `path` is a .jsonl file, or a folder with math500.jsonl or test.jsonl, and perhaps train.jsonl, to train on; without
    it the rows come from the Hub (needs the `train` extra; the `datasets` package keeps a copy). A row has `problem`
    and either `answer` or a `solution` whose last \boxed{} holds it. `level` is 3 or "Level 3"; without one, or with
    "Level ?", it is 0. So all of MATH is read too, in the forms it is shared in; other fields are not looked at.

    With a `held_out_share` below 1 the rest of the benchmark is to train on, drawn by content. Training problems with a
    twin among those held out are left out; then `limit` and `held_out_limit` keep the first ones of each side.
    """

    path: Path | None = None
    held_out_share: float = 1.0
    limit: int | None = None
    held_out_limit: int | None = None

    def __post_init__(self) -> None:
        check_share(self.held_out_share)
        check_limits(limit=self.limit, held_out_limit=self.held_out_limit)

    def problems(self) -> ProblemSet:
        read = hub_rows() if self.path is None else from_disk(Path(self.path))
        train, test = (once_each(problem_from(row, where) for where, row in part) for part in read)
        both = split(test, self.held_out_share)
        kept, _ = decontaminate(once_each(train + both.train), both.held_out)
        return ProblemSet(kept[: self.limit], both.held_out[: self.held_out_limit])


def hub_rows() -> tuple[Located, Located]:
    return iter(()), from_hub(HUB_NAME, HUB_CONFIG, HUB_SPLITS)


def from_disk(path: Path) -> tuple[Located, Located]:
    """The rows to train on, perhaps none, and those of the benchmark. Raises ProblemError when the folder has no file."""
    if not path.is_dir():
        return iter(()), located_rows([path])
    there = [path / name for name in FILES if (path / name).is_file()]
    if not there:
        raise ProblemError(
            f"{path}: {' or '.join(FILES)} not found. Name the .jsonl file itself, or a folder that holds it, such as "
            "prm800k/math_splits of github.com/openai/prm800k; without path, MATH-500 comes from the Hub"
        )
    train = path / TRAIN
    return located_rows([train] if train.is_file() else []), located_rows(there[:1])


def located_rows(files: Iterable[Path]) -> Located:
    """The rows, each with its file and line. Raises ProblemError for an empty file."""
    for file in files:
        number = 0
        for number, row in rows(file):
            yield f"{file}, line {number}", row
        if not number:
            raise ProblemError(f"{file}: is empty; one problem a line is expected, as JSON")


class Row(Fields):
    """A problem and its answer; `level` may be a number or a text."""

    problem: Text
    answer: Text | None = None
    solution: str = ""
    level: Any = None


def problem_from(row: object, where: str) -> Problem:
    fields = validated(Row, known(row, Row.model_fields), where)
    checks = {"reference": reference(fields.answer, fields.solution, where)}
    return Problem("answer", fields.problem.strip(), checks, level=level(fields.level, where), source="math500")


def known(row: object, names: Iterable[str]) -> object:
    """The row without the fields of other names and those that are null: the Hub fills up rows with null."""
    if not isinstance(row, dict):
        return row
    return {name: row[name] for name in names if row.get(name) is not None}


def reference(answer: str | None, solution: str, where: str) -> str:
    r"""The answer, or what is in the solution's last \boxed{}. Raises ProblemError when there is neither."""
    found = last_boxed(solution) if answer is None else answer.strip()
    if found is None and solution.strip():
        wrong = f"has no \\boxed{{}} with an answer in it: {shown(solution.strip())}"
        raise ProblemError(located(where, "solution", f"{wrong}; add the field 'answer', or mend the solution"))
    if found is None:
        raise ProblemError(f"{where}: has no answer; give 'answer', or a 'solution' that ends with \\boxed{{18}}")
    return found


def level(value: object, where: str) -> int:
    """1 to 5, or 0 for none and for "Level ?". Raises ProblemError for anything else."""
    if value is None:
        return 0
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5:
        return value
    if isinstance(value, str) and (match := LEVEL.fullmatch(value)):
        return 0 if match[1] == "?" else int(match[1])
    wrong = f"should be 1 to 5, or 'Level 1' to 'Level 5', but is {shown(value)}"
    raise ProblemError(located(where, "level", f"{wrong}; leave it out if it is not known"))
