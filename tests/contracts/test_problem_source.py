"""What every shipped source of problems promises."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from problems.aime import Aime
from problems.arithmetic import Arithmetic
from problems.checks import validate_checks
from problems.gsm8k import Gsm8k
from problems.humaneval import HumanEval
from problems.lean_core import LeanCore
from problems.leandojo import LeanDojo
from problems.load import Jsonl, problem_from_row, problem_to_row
from problems.math500 import Math500
from problems.mbpp import Mbpp
from problems.minif2f import MiniF2F
from problems.problem import content_id, plain
from problems.proofnet import ProofNet
from problems.putnambench import PutnamBench
from problems.source import Leveled, ProblemSource
from problems.split import twin_key
from problems.stdio import Stdio
from problems.verina import Verina


def arithmetic(folder: Path) -> ProblemSource:
    return Arithmetic(train=40, held_out=30)


def jsonl(folder: Path) -> ProblemSource:
    path = folder / "problems.jsonl"
    rows = [
        {"kind": "answer", "prompt": f"What is {a} + {b}?", "checks": {"reference": str(a + b)}, "source": "mine"}
        for a in range(10)
        for b in range(10)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Jsonl(path)


def jsonl_with_held_out_file(folder: Path) -> ProblemSource:
    jsonl(folder)
    held_out = folder / "held_out.jsonl"
    held_out.write_text(json.dumps({"kind": "answer", "prompt": "What is 4 + 5?", "checks": {"reference": "9"}}))
    return Jsonl(folder / "problems.jsonl", held_out_path=held_out)


def gsm8k(folder: Path) -> ProblemSource:
    for name, numbers in (("train", range(30)), ("test", range(25, 40))):
        rows = [{"question": f"Ann has {n} pens. How many?", "answer": f"She has {n}.\n#### {n}"} for n in numbers]
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Gsm8k(folder)


def math500_with_training_problems(folder: Path) -> ProblemSource:
    for name, numbers in (("train", range(30)), ("math500", range(25, 40))):
        rows = [
            {"problem": f"Double ${n}$.", "solution": f"It is $\\boxed{{{2 * n}}}$.", "level": f"Level {n % 5 + 1}"}
            for n in numbers
        ]
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Math500(folder)


def aime_of_which_half_is_held_out(folder: Path) -> ProblemSource:
    rows = [{"ID": f"2024-I-{n}", "Problem": f"Find the area {n}.", "Answer": n, "Solution": ""} for n in range(16)]
    (folder / "aime.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Aime(folder, held_out_share=0.5)


LETTERS = "abcdefghijklmnop"


def humaneval_of_which_half_is_held_out(folder: Path) -> ProblemSource:
    rows = [
        {
            "task_id": f"HumanEval/{number}",
            "prompt": f'def to_{letter}(x):\n    """Return the letter {letter}."""\n',
            "entry_point": f"to_{letter}",
            "canonical_solution": f"    return {letter!r}\n",
            "test": f"def check(candidate):\n    assert candidate(1) == {letter!r}\n",
        }
        for number, letter in enumerate(LETTERS)
    ]
    (folder / "HumanEval.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return HumanEval(folder, held_out_share=0.5)


def mbpp(folder: Path) -> ProblemSource:
    rows = [
        {
            "task_id": number,
            "text": f"Write a function that adds {number % 600}.",
            "code": f"def add_{number}(x):\n    return x + {number % 600}",
            "test_list": [f"assert add_{number}({x}) == {x + number % 600}" for x in range(3)],
        }
        for number in (*range(11, 20), *range(615, 625))
    ]
    (folder / "mbpp.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Mbpp(folder)


def stdio(folder: Path) -> ProblemSource:
    rows = [
        {"prompt": f"Print {letter * 3}.", "cases": [{"stdin": "", "stdout": f"{letter * 3}\n"}]} for letter in LETTERS
    ]
    path = folder / "pairs.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Stdio(path, held_out_share=0.5)


def lean_core(folder: Path) -> ProblemSource:
    return LeanCore(train=3, held_out=2)


def lean_core_as_bare_statements(folder: Path) -> ProblemSource:
    return LeanCore(
        families=("equations", "lists", "propositions"), levels=(2, 4), train=4, held_out=3, phrasing="statement"
    )


def lean_core_with_examples(folder: Path) -> ProblemSource:
    return LeanCore(families=("inequalities", "functions"), levels=(1, 2), train=4, held_out=3, examples=3)


WORDS = [
    "red",
    "blue",
    "green",
    "small",
    "large",
    "first",
    "last",
    "cold",
    "warm",
    "old",
    "new",
    "wide",
    "deep",
    "loud",
    "kind",
]


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def stated(word: str) -> str:
    """A theorem of its own for each word."""
    return f"theorem {word} (x : ℕ) : {word} x + {word} 1 = x"


def rows_of_deepseek(folder: Path) -> Path:
    header = "import Mathlib\n\nopen Nat\n\n"
    return write(
        folder / "rows.jsonl",
        [
            {
                "name": word,
                "split": ("valid", "test")[at % 2],
                "header": header,
                "formal_statement": f"{stated(word)} := by\n",
            }
            for at, word in enumerate(WORDS)
        ],
    )


def minif2f(folder: Path) -> ProblemSource:
    return MiniF2F(rows_of_deepseek(folder))


def minif2f_of_whole_texts(folder: Path) -> ProblemSource:
    rows = [
        {"name": word, "split": ("Valid", "Test")[at % 2], "lean": f"import Mathlib\n\n{stated(word)} := by sorry"}
        for at, word in enumerate(WORDS)
    ]
    return MiniF2F(write(folder / "rows.jsonl", list(rows)))


def proofnet(folder: Path) -> ProblemSource:
    return ProofNet(rows_of_deepseek(folder))


def putnambench_of_which_half_is_held_out(folder: Path) -> ProblemSource:
    for at, word in enumerate(WORDS):
        statement = stated(word).replace(f"theorem {word}", f"theorem putnam_19{at + 10}_a1")
        (folder / f"putnam_19{at + 10}_a1.lean").write_text(f"import Mathlib\n\n{statement} :=\nsorry\n")
    return PutnamBench(folder, held_out_share=0.5)


def verina_of_which_half_is_held_out(folder: Path) -> ProblemSource:
    rows = [
        {
            "id": f"verina_{at}",
            "imports": [],
            "task_lean": f"def {word} (x : Nat) : Nat :=\n  -- !benchmark @start code\n  x + {at}\n  -- !benchmark @end code\n\n"
            f"theorem {word}_spec_satisfied (x : Nat) : {word} x = {at} + x := by\n"
            "  -- !benchmark @start proof\n  sorry\n  -- !benchmark @end proof\n",
            "description": f"The {word} one.",
        }
        for at, word in enumerate(WORDS)
    ]
    return Verina(write(folder / "rows.jsonl", list(rows)), held_out_share=0.5)


def lean_dojo(folder: Path) -> ProblemSource:
    source = "import Mine\n\n" + "".join(f"{stated(word)} := by rfl\n" for word in WORDS)
    entries = [
        {
            "url": "https://example.org/mine", "commit": "abc", "file_path": "Mine/Deep.lean", "full_name": word,
            "start": [at, 1], "end": [at, 1 + len(f"{stated(word)} := by rfl")], "traced_tactics": [],
        }
        for at, word in enumerate(WORDS, start=3)
    ]  # fmt: skip
    (folder / "repository" / "Mine").mkdir(parents=True, exist_ok=True)
    (folder / "repository" / "Mine" / "Deep.lean").write_text(source)
    for name, some in (("train", entries[::2]), ("test", entries[1::2])):
        (folder / f"{name}.json").write_text(json.dumps(some))
    return LeanDojo(folder, repository=folder / "repository")


SOURCES = [
    arithmetic, jsonl, jsonl_with_held_out_file, gsm8k, math500_with_training_problems, aime_of_which_half_is_held_out,
    humaneval_of_which_half_is_held_out, mbpp, stdio,
    lean_core, lean_core_as_bare_statements, lean_core_with_examples, minif2f, minif2f_of_whole_texts, proofnet,
    putnambench_of_which_half_is_held_out, verina_of_which_half_is_held_out, lean_dojo,
]  # fmt: skip
LEVELED = [arithmetic, lean_core, lean_core_as_bare_statements, lean_core_with_examples]


@pytest.fixture(params=SOURCES, ids=lambda make: make.__name__)
def source(request, tmp_path) -> ProblemSource:
    make: Callable[[Path], ProblemSource] = request.param
    return make(tmp_path)


def test_it_is_a_problem_source(source):
    assert isinstance(source, ProblemSource)


def test_there_are_problems_to_train_on_and_held_out_ones(source):
    both = source.problems()
    assert both.train
    assert both.held_out


def test_the_same_arguments_give_the_same_problems_in_the_same_order(source):
    assert copy.deepcopy(source).problems() == source.problems()


def test_no_problem_occurs_twice(source):
    both = source.problems()
    ids = [problem.id for problem in both.train + both.held_out]
    assert len(ids) == len(set(ids))


def test_no_training_problem_has_a_twin_that_is_held_out(source):
    both = source.problems()
    assert not {twin_key(p.prompt) for p in both.train} & {twin_key(p.prompt) for p in both.held_out}


def test_an_id_is_that_of_the_content(source):
    for problem in source.problems().train:
        assert problem.id == content_id(problem.kind, problem.prompt, problem.checks)


def test_a_problem_sent_to_another_process_is_the_same(source):
    for problem in source.problems().held_out:
        received = pickle.loads(pickle.dumps(problem))
        assert (received, received.id) == (problem, problem.id)


def test_a_problem_written_as_a_row_is_read_back(source):
    for problem in source.problems().train:
        assert problem_from_row(json.loads(json.dumps(problem_to_row(problem))), "") == problem


def test_the_checks_follow_the_format_of_their_kind(source):
    for problem in source.problems().train + source.problems().held_out:
        validate_checks(problem.kind, plain(problem.checks))


@pytest.fixture(params=LEVELED, ids=lambda make: make.__name__)
def leveled(request, tmp_path) -> Leveled:
    return request.param(tmp_path)


def test_it_is_leveled_only_if_it_says_so(request, source):
    assert isinstance(source, Leveled) == (request.node.callspec.params["source"] in LEVELED)


def test_a_leveled_source_gives_problems_of_the_family_and_level_asked_for(leveled):
    held_out = leveled.problems().held_out
    for family, level in {(p.source, p.level) for p in held_out}:
        problems = leveled.at_level(family, level)
        assert {(p.source, p.level) for p in problems} == {(family, level)}
        assert not {twin_key(p.prompt) for p in problems} & {twin_key(p.prompt) for p in held_out}


def test_a_leveled_source_has_nothing_for_the_family_of_another(leveled):
    assert leveled.at_level("nobody/nothing", 1) == ()
