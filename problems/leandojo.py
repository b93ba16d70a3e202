"""The theorems of a Lean repository, as LeanDojo traces them (Yang et al. 2023, arXiv 2306.15626). It needs no LeanDojo."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import Field

from problems.checks import Text
from problems.fields import Fields, shown, validated
from problems.humaneval import check_limits
from problems.jsonl import parsed, rows
from problems.lean_problem import benchmark, check_share, lean_problem, without_twins
from problems.lean_text import NAME, attempt, before, last_theorem, split_proof
from problems.problem import Problem, once_each
from problems.source import ProblemError, ProblemSet
from problems.split import decontaminate

Position = Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=2, max_length=2)]
PACKAGE = re.compile(r"^(?:\.lake/packages|lake-packages)/[^/]+/(?:src/lean/)?|^src/lean/")
DECLARED = re.compile(rf"^(?:theorem|lemma)\s+({NAME}(?:\.{NAME})*)")


@dataclass(frozen=True)
class LeanDojo:
    """Theorems of one repository, for kind "lean".

    `path` is a folder with train.json, to train on, and test.json, held out, as in LeanDojo Benchmark 4 (`random` or
    `novel_premises`); or one such file, of which `held_out_share` is held out, drawn by content. Training theorems that
    state the same as a held-out one are left out.

    With `repository`, a folder that holds the traced files at the traced commit, the header of a problem is its file up
    to the theorem, so that the statement means what it means there, and what comes later cannot be used; a prompt shows
    the last `lines` of it. The authors' proof is the reference. Without it statements come from `corpus`
    (corpus.jsonl, looked for in `path` and above it), and the header is the file's imports and the namespace: what the
    file itself opens, declares as variables or proves before is missing, so some statements cannot be elaborated.
    """

    path: Path
    corpus: Path | None = None
    repository: Path | None = None
    lines: int = 60
    held_out_share: float = 0.2
    limit: int | None = None
    held_out_limit: int | None = None

    def __post_init__(self) -> None:
        check_share(self.held_out_share)
        check_limits(lines=self.lines, limit=self.limit, held_out_limit=self.held_out_limit)

    def problems(self) -> ProblemSet:
        train, test = ([problem for problem, _ in part] for part in self._solved())
        if not Path(self.path).is_dir():
            both = benchmark(train, self.held_out_share)
        else:
            held = once_each(test)
            kept, _ = decontaminate(without_twins(once_each(train), held), held)
            both = ProblemSet(kept, held)
        return ProblemSet(both.train[: self.limit], both.held_out[: self.held_out_limit])

    def references(self) -> Mapping[str, str]:
        """The authors' proof of every theorem, by the problem's id; none without the repository, where proofs are."""
        return {problem.id: proof for part in self._solved() for problem, proof in part if proof}

    def _solved(self) -> tuple[list[tuple[Problem, str]], list[tuple[Problem, str]]]:
        """The theorems of train.json and of test.json, each with its proof, or those of the one file and none."""
        path = Path(self.path)
        context = Corpus(self._corpus_file()) if self.repository is None else Sources(Path(self.repository))
        if not path.is_dir():
            return list(self._read(path, context)), []
        return list(self._read(path / "train.json", context)), list(self._read(path / "test.json", context))

    def _read(self, file: Path, context: Corpus | Sources) -> Iterator[tuple[Problem, str]]:
        for where, theorem in theorems(file):
            header, statement, proof = context.stated(theorem, where)
            problem = lean_problem(header, statement, where, "lean_dojo", lines=self.lines)
            yield problem, attempt(statement, proof) if proof else ""

    def _corpus_file(self) -> Path:
        path = Path(self.path)
        near = [folder / "corpus.jsonl" for folder in (path, path.parent, path.parent.parent)]
        there = [Path(self.corpus)] if self.corpus else [file for file in near if file.is_file()]
        if not there:
            raise ProblemError(
                f"{path}: no corpus.jsonl is in it or above it. Name it as corpus, or the folder of the traced files as repository"
            )
        return there[0]


class Traced(Fields):
    """A theorem and where it is: lines and columns from 1, columns in characters."""

    url: str = ""
    commit: str = ""
    file_path: Text
    full_name: Text
    start: Position
    end: Position
    traced_tactics: list[dict[str, Any]] = Field(default_factory=list)
    theorem_statement: str | None = None


class Premise(Fields):
    full_name: Any
    code: str
    start: Position
    end: Position
    kind: str = ""


class TracedFile(Fields):
    path: Text
    imports: list[str]
    premises: list[Premise]


def theorems(file: Path) -> Iterator[tuple[str, Traced]]:
    """The theorems, each with its file and entry. Raises ProblemError when there is no file, or none in it."""
    try:
        found = parsed(file.read_bytes(), str(file))
    except OSError as error:
        raise ProblemError(f"{file}: cannot be read: {error.strerror or error}") from error
    if not isinstance(found, list) or not found:
        raise ProblemError(f"{file}: a JSON list of traced theorems is expected, but it holds {shown(found)}")
    for number, row in enumerate(found, start=1):
        where = f"{file}, entry {number}"
        yield where, validated(Traced, row, where)


@dataclass(frozen=True)
class Sources:
    """The traced files themselves."""

    folder: Path

    def stated(self, theorem: Traced, where: str) -> tuple[str, str, str]:
        """Header, statement and proof. Raises ProblemError when another text is where the theorem should be."""
        text = self.text(theorem.file_path, where)
        start, end = offset(text, theorem.start), offset(text, theorem.end)
        statement, proof = split_proof(text[start:end], where)
        if not DECLARED.match(statement):  # LeanDojo counts the attributes of a `lemma` in
            inner = last_theorem(text[start:end], where)
            statement, proof = inner.statement, inner.proof
        name = DECLARED.match(statement)
        if name is None or not f".{theorem.full_name}".endswith(f".{name[1].removeprefix('_root_.')}"):
            place = f"line {theorem.start[0]}, column {theorem.start[1]} of {self.folder / theorem.file_path}"
            raise ProblemError(
                f"{where}: {theorem.full_name} should begin in {place}, but there is {shown(text[start:end])}; "
                f"check out the traced commit {theorem.commit}".rstrip()
            )
        return before(text[:start]), statement, proof

    def text(self, path: str, where: str) -> str:
        """Raises ProblemError for a file that is not there."""
        try:
            return (self.folder / path).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ProblemError(f"{where}: {self.folder / path} cannot be read: {error}") from error


def offset(text: str, position: list[int]) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: position[0] - 1]) + position[1] - 1


@dataclass(frozen=True)
class Corpus:
    """What LeanDojo wrote down of the files: imports, and statements without proofs and comments."""

    file: Path

    def stated(self, theorem: Traced, where: str) -> tuple[str, str, str]:
        """Header and statement; never a proof. Raises ProblemError when the corpus does not have the theorem."""
        traced = self.files.get(theorem.file_path)
        codes = [] if traced is None else [each.code for each in traced.premises if holds(each, theorem)]
        if traced is None or not codes:
            wrong = f"{theorem.full_name} of {theorem.file_path} is not in it; both must be of the same trace"
            raise ProblemError(f"{where}: {self.file} is its corpus, but {wrong}")
        statement = last_theorem(codes[0], where).statement
        imports = [f"import {name}" for name in sorted(map(module, traced.imports)) if name != "Init"]
        name = DECLARED.match(statement)
        space = theorem.full_name.removesuffix(f".{name[1]}") if name and name[1] != theorem.full_name else ""
        inside = [f"namespace {space}"] if space and space != theorem.full_name else []
        return "\n\n".join(part for part in ("\n".join(imports), *inside) if part), statement, ""

    @cached_property
    def files(self) -> dict[str, TracedFile]:
        read = (validated(TracedFile, row, f"{self.file}, line {number}") for number, row in rows(self.file))
        return {each.path: each for each in read}


def holds(premise: Premise, theorem: Traced) -> bool:
    """Attributes and modifiers belong to the premise, so it may begin earlier."""
    return premise.full_name == theorem.full_name and premise.start <= theorem.start <= premise.end


def module(path: str) -> str:
    """`Mathlib.Logic.Basic` for `.lake/packages/mathlib/Mathlib/Logic/Basic.lean`."""
    return ".".join(PurePosixPath(PACKAGE.sub("", path)).with_suffix("").parts)
