"""`veriloop suite`, and the problems that do not enter a run because their tests cannot be relied on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from engine.attempts import NamedVerifier
from engine.loop import Parts
from engine.progress import Quiet
from engine.recipe import RecipeError, read_recipe
from engine.report import Report
from engine.runs import reading
from problems.problem import Problem
from problems.source import ProblemSet
from sandboxes.local import LocalSandbox
from verifiers.base import Trust
from verifiers.code.strength import NotMeasured
from verifiers.verdict import Verdict

Command = Callable[..., CompletedProcess[str]]
Drive = Callable[..., Report]


@pytest.fixture
def local() -> None:
    try:
        LocalSandbox(workers=1)
    except (OSError, ValueError) as error:
        pytest.skip(f"the local sandbox cannot be made here: {error}")


def row(name: str, *cases: tuple[int, bool], reference: str = "") -> dict[str, object]:
    listed = [{"args": [age], "expected": value} for age, value in cases]
    problem = {"kind": "code", "prompt": name, "checks": {"style": "function", "entry_point": name, "cases": listed}}
    return {"problem": problem, "reference": reference or f"def {name}(age):\n    return age >= 18\n"}


@pytest.fixture
def problems(tmp_path: Path) -> Path:
    """Strong, weak at the boundary, too weak, with a wrong reference."""
    path = tmp_path / "problems.jsonl"
    rows = [
        row("strong", (18, True), (17, False), (17, False)),
        row("boundary", (30, True), (3, False)),
        row("always", (18, True), (40, True)),
        row("wrong", (18, True), (17, False), reference="def wrong(age):\n    return age > 18\n"),
    ]
    path.write_text("".join(json.dumps(each) + "\n" for each in rows))
    return path


@pytest.mark.usefixtures("local")
def test_a_file_of_problems_is_measured(veriloop: Command, problems: Path, tmp_path: Path) -> None:
    done = veriloop("suite", problems, "--sandbox", "local", "--json", "out.json")
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "out.json").read_text())
    assert (found["problems"], found["gold"], found["accept_trivial"]) == (
        4,
        {"accepted": 3, "refused": 1, "missing": 0},
        1,
    )
    by_name = {each["name"].split()[-1]: each for each in found["by_problem"]}
    assert by_name["strong"]["mutants"]["score"] == 1.0
    assert by_name["strong"]["redundant"] == ["strong(17)"]
    assert by_name["boundary"]["mutants"]["surviving"]
    assert [each["unfit"] is None for each in by_name.values()] == [True, True, False, False]
    assert "its own solution is rejected" in done.stdout
    assert "returns True" in done.stdout


@pytest.mark.usefixtures("local")
@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--max-unfit", "2"], 0),
        (["--max-unfit", "1"], 1),
        (["--max-surviving", "0"], 1),
        (["--max-surviving", "0", "--limit", "1"], 0),
    ],
    ids=["as many as allowed", "too many unfit", "too many surviving", "only the first"],
)
def test_bounds_set_the_exit_status(veriloop: Command, problems: Path, options: list[str], status: int) -> None:
    done = veriloop("suite", problems, "--sandbox", "local", "--mutants", "10", *options)
    assert done.returncode == status, done.stderr
    assert ("are allowed" in done.stderr) == bool(status)


MBPP = {"text": "Say whether an age is adult.", "code": "def adult(age):\n    return age >= 18"}
TESTS = ["assert adult(18) == True", "assert adult(17) == False", "assert adult(3) == False"]


def mbpp(folder: Path, *rows: dict[str, object]) -> Path:
    (folder / "mbpp.jsonl").write_text("".join(json.dumps(MBPP | each) + "\n" for each in rows))
    return folder


@pytest.mark.usefixtures("local")
def test_the_problems_of_a_recipe_are_measured_with_the_references_of_their_source(
    veriloop: Command, tmp_path: Path
) -> None:
    mbpp(tmp_path, {"task_id": 11, "test_list": TESTS}, {"task_id": 700, "text": "Another.", "test_list": TESTS[:1]})
    settings = ["--recipe", "mbpp", "--set", f"problems.0.path={tmp_path}"]
    done = veriloop("suite", *settings, "--sandbox", "local", "--json", "out.json")
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "out.json").read_text())
    assert (found["problems"], found["gold"]["accepted"], found["accept_trivial"]) == (2, 2, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "veriloop suite --recipe mbpp"),
        (["--recipe", "quickstart"], "none of kind 'code'"),
        (["nothing.jsonl"], "there is no such file"),
    ],
    ids=["neither", "no code", "no file"],
)
def test_what_is_wrong_is_said_before_anything_runs(veriloop: Command, arguments: list[str], words: str) -> None:
    done = veriloop("suite", *arguments)
    assert done.returncode == 2
    assert words in done.stderr


# ---- what enters a run


@dataclass
class Judge:
    """Accepts the references, and the program that returns True for tasks about "always". Counts what it was asked."""

    broken: bool = False
    fingerprint: str = "judge-1"
    trust: Trust = Trust.EXECUTION
    asked: Counter[str] = field(default_factory=Counter)

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        self.asked[problem.prompt] += 1
        if self.broken:
            return Verdict.errored("sandbox_unavailable", "no engine")
        trivial = "always" in problem.prompt and "return True" in attempt
        if trivial or ("age" in attempt and "refused" not in problem.prompt):
            return Verdict.accept("passed", "all passed")
        return Verdict.reject("wrong_answer", "call 0 returned None, expected True")


class Heard(Quiet):
    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


RECIPE = """
rounds = 0
judge_retries = 0
[model]
weights = "none"
[sampler]
use = "scripted"
script = "script.json"
[[problems]]
use = "mbpp"
path = "data"
shown_tests = 0
insist = {insist}
[verifiers.code]
use = "scripted"
[learner]
use = "scripted"
[evaluation]
samples = 0
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """Two tasks to train on and two held out, of which one each is unfit."""
    (tmp_path / "data").mkdir()
    texts = {601: "Is it adult?", 602: "Is it always adult?", 11: "May one vote?", 12: "May one vote if refused?"}
    rows = [{"task_id": number, "text": text, "test_list": TESTS} for number, text in texts.items()]
    mbpp(tmp_path / "data", *rows)
    prompts = [f"{text}\nThe name of the function is `adult`." for text in texts.values()]
    (tmp_path / "script.json").write_text(json.dumps({prompt: ["def adult(age): ..."] for prompt in prompts}))
    path = tmp_path / "code.toml"
    path.write_text(RECIPE.format(insist="false"))
    return path


def judged_by(judge: Judge) -> Callable[[Parts], Parts]:
    return lambda parts: replace(parts, verifiers={"code": NamedVerifier("judge", judge)})


def pool(run: Path) -> list[list[str]]:
    with reading(run) as ledger:
        found = ledger.find("pool")
        assert isinstance(found, ProblemSet)
        return [[problem.prompt.splitlines()[0] for problem in side] for side in (found.train, found.held_out)]


def test_unfit_problems_of_both_sides_are_left_out_and_named(drive: Drive, recipe: Path, tmp_path: Path) -> None:
    heard = Heard()
    drive(recipe, tmp_path / "run", change=judged_by(Judge()), watch=heard)
    assert pool(tmp_path / "run") == [["Is it adult?"], ["May one vote?"]]
    assert heard.said[0].startswith("2 of 4 problems are left out")
    with reading(tmp_path / "run") as ledger:
        reasons = sorted(json.loads(ledger.meta("left_out") or "{}").values())
    assert [reason.split(":")[0] for reason in reasons] == [
        "its own solution is rejected (wrong_answer)",
        "its tests accept a program that only",
    ]


def test_a_recipe_that_insists_takes_them_all(drive: Drive, recipe: Path, tmp_path: Path) -> None:
    recipe.write_text(RECIPE.format(insist="true"))
    judge = Judge()
    drive(recipe, tmp_path / "run", change=judged_by(judge))
    assert [len(side) for side in pool(tmp_path / "run")] == [2, 2]
    assert judge.asked["Is it adult?\nThe name of the function is `adult`."] == 0


def test_a_resumed_run_does_not_check_again(drive: Drive, recipe: Path, tmp_path: Path) -> None:
    drive(recipe, tmp_path / "run", change=judged_by(Judge()))
    judge = Judge(fingerprint="judge-2", broken=True)
    drive(recipe, tmp_path / "run", change=judged_by(judge))
    assert pool(tmp_path / "run") == [["Is it adult?"], ["May one vote?"]]
    assert not judge.asked["Is it adult?\nThe name of the function is `adult`."]


def test_a_check_that_was_stopped_goes_on_with_the_verdicts_it_had(drive: Drive, recipe: Path, tmp_path: Path) -> None:
    class Breaks(Judge):
        async def verify(self, problem: Problem, attempt: str) -> Verdict:
            self.broken = self.asked.total() >= 10
            return await super().verify(problem, attempt)

    first, second = Breaks(), Judge()
    with pytest.raises(NotMeasured):
        drive(recipe, tmp_path / "run", change=judged_by(first))
    drive(recipe, tmp_path / "run", change=judged_by(second))
    assert pool(tmp_path / "run") == [["Is it adult?"], ["May one vote?"]]
    alone = Judge()
    drive(recipe, tmp_path / "alone", change=judged_by(alone))
    assert second.asked.total() == alone.asked.total() - 10


def test_a_run_whose_training_problems_are_all_unfit_does_not_begin(drive: Drive, recipe: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "mbpp.jsonl").unlink()
    mbpp(tmp_path / "data", {"task_id": 602, "text": "Is it always adult?", "test_list": TESTS})
    with pytest.raises(RecipeError, match="insist = true"):
        drive(recipe, tmp_path / "run", change=judged_by(Judge()))


def test_insist_is_no_argument_of_the_source(recipe: Path) -> None:
    recipe.write_text(RECIPE.format(insist="true"))
    (part,) = read_recipe(recipe).problems
    assert part.insist
    assert "insist" not in part.arguments


@pytest.mark.usefixtures("local")
def test_the_real_verifier_keeps_a_weak_problem_out_of_a_run(drive: Drive, recipe: Path, tmp_path: Path) -> None:
    rows = [
        {"task_id": 601, "text": "Is it adult?", "test_list": TESTS},
        {"task_id": 602, "text": "Is it always adult?", "test_list": ["assert adult(18) == True"]},
        {"task_id": 11, "text": "May one vote?", "test_list": TESTS},
        {"task_id": 12, "text": "May one vote if refused?", "test_list": ["assert adult(18) == False"]},
    ]
    mbpp(tmp_path / "data", *rows)
    text = RECIPE.format(insist="false").replace('[verifiers.code]\nuse = "scripted"', '[verifiers.code]\nuse = "code"')
    recipe.write_text(text + '[sandbox]\nuse = "local"\nworkers = 2\n')
    drive(recipe, tmp_path / "run")
    assert pool(tmp_path / "run") == [["Is it adult?"], ["May one vote?"]]
