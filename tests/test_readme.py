"""What the README tells a new user to type works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from engine.assemble import GIVEN
from engine.recipe import Recipe
from verifiers.registry import arguments_model, load

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [
    line.partition("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]
# The quick start's own task, small enough for a test; `make quickstart` runs it whole.
SMALL = ["rounds=1", "problems_per_round=8", "evaluation.problems=8", "evaluation.samples=0", "learner.epochs=1"]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)


def test_the_readme_has_its_two_commands_first() -> None:
    assert COMMANDS[:2] == ["make quickstart", "make test"]


@pytest.mark.parametrize("target", ["quickstart", "test", "check", "bench"])
def test_a_make_target_exists_and_sets_itself_up(target: str) -> None:
    # -B: as in a fresh clone, where nothing is up to date.
    done = run(f"make -n -B {target}", ROOT)
    assert done.returncode == 0, done.stderr
    assert "-m venv .venv" in done.stdout


@pytest.mark.model
def test_every_other_command_of_the_readme_works_after_a_quick_start(tmp_path: Path) -> None:
    settings = " ".join(f"--set {setting}" for setting in SMALL)
    first = run(f"veriloop run quickstart --quiet {settings}", tmp_path)
    assert first.returncode == 0, first.stderr
    for command in COMMANDS[2:]:
        done = run(command.replace(".venv/bin/", ""), tmp_path)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stdout.strip(), command


def test_every_file_and_folder_that_the_readme_names_is_there() -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    named = re.findall(r"^\| `([\w/.]+)` \|", README, re.MULTILINE)
    missing = [place for place in linked + named if not (ROOT / place).exists()]
    assert not missing


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.stem)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    for command in set(re.findall(r"veriloop ([a-z]+)\b", page.read_text("utf-8"))):
        assert run(f"veriloop {command} --help", ROOT).returncode == 0, command


@pytest.mark.parametrize(
    ("group", "name"),
    [("samplers", "transformers"), ("samplers", "scripted"), ("problems", "arithmetic"), ("problems", "jsonl"),
     ("problems", "gsm8k"), ("problems", "math500"), ("problems", "aime"), ("problems", "humaneval"),
     ("problems", "mbpp"), ("problems", "evalplus"), ("problems", "stdio"),
     ("problems", "lean_core"), ("problems", "minif2f"), ("problems", "proofnet"), ("problems", "putnambench"),
     ("problems", "verina"), ("problems", "lean_dojo"), ("verifiers", "lean"),
     ("sandboxes", "auto"), ("sandboxes", "docker"), ("sandboxes", "local"),
     ("verifiers", "code"), ("verifiers", "answer"), ("verifiers", "scripted"), ("learners", "rejection")],
)  # fmt: skip
def test_every_argument_of_a_part_is_on_the_recipes_page(group: str, name: str) -> None:
    page = (ROOT / "docs" / "recipes.md").read_text("utf-8")
    model = arguments_model(load(group, name, "test"), GIVEN.get(group, frozenset()))
    assert not [key for key in model.model_fields if f"`{key}`" not in page]


def test_every_key_of_a_recipe_is_on_the_recipes_page() -> None:
    page = (ROOT / "docs" / "recipes.md").read_text("utf-8")
    tables = [kind for field in Recipe.model_fields.values() if isinstance(kind := field.annotation, type)]
    keys = {key for table in (Recipe, *tables) if issubclass(table, BaseModel) for key in table.model_fields}
    assert not [key for key in sorted(keys) if not re.search(rf"\b{key}\b", page)]


def test_the_checker_on_the_page_is_the_one_that_the_tests_install() -> None:
    page = (ROOT / "docs" / "checkers.md").read_text("utf-8")
    shown = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    package = ROOT / "tests" / "packages" / "palindrome" / "veriloop_palindrome" / "__init__.py"
    assert shown[1].partition("@dataclass")[2] in package.read_text("utf-8")
