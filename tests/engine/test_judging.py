"""A run's verdicts: asked once, asked again of a broken judge, and never a lesson while they are open."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from engine.attempts import NamedVerifier
from engine.loop import Parts
from engine.progress import Advance, Quiet
from engine.runs import reading
from engine.samplers.scripted import ScriptedSampler
from engine.values import Completion, Evaluation, Lesson, Policy, Prompt
from problems.problem import Problem
from verifiers.base import Trust
from verifiers.verdict import Outcome, Verdict


@dataclass
class Judge:
    """Accepts even numbers and rejects odd ones, unless `broken` says that it breaks. Counts what it was asked."""

    broken: Callable[[Problem, str], bool] = lambda problem, attempt: False
    fingerprint: str = "judge-1"
    trust: Trust = Trust.PROXY
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        self.asked[problem.prompt, attempt] += 1
        await asyncio.sleep(0)
        if self.broken(problem, attempt):
            raise ConnectionError("the judge is down")
        if int(attempt) % 2 == 0:
            return Verdict.accept("even", f"{attempt} is even")
        return Verdict.reject("odd", f"{attempt} is odd")


RECIPE = """
rounds = 1
problems_per_round = 4
samples_per_problem = 6
judge_retries = 2
[model]
weights = "none"
[sampler]
use = "scripted"
script = "script.json"
[[problems]]
use = "jsonl"
path = "problems.jsonl"
held_out_share = 0.0
[verifiers.number]
use = "scripted"
[learner]
use = "scripted"
[lesson]
max_per_problem = 100
"""
NAMES = ["ann", "bob", "cid", "dan"]


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    rows = ({"kind": "number", "prompt": f"A number, {name}?", "checks": {}} for name in NAMES)
    (tmp_path / "problems.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "script.json").write_text(json.dumps({"*": [str(n) for n in range(50)]}))
    path = tmp_path / "numbers.toml"
    path.write_text(RECIPE)
    return path


def judged_by(judge: Judge) -> Callable[[Parts], Parts]:
    return lambda parts: replace(parts, verifiers={"number": NamedVerifier("judge", judge)})


def lesson(run: Path, round_number: int = 1) -> Lesson:
    with reading(run) as ledger:
        found: Lesson = ledger.find(f"round/{round_number}/lesson")
    return found


def down_for(*names: str) -> Callable[[Problem, str], bool]:
    return lambda problem, attempt: any(name in problem.prompt for name in names)


def learned_from(run: Path) -> set[str]:
    return {example.prompt.user for example in lesson(run).examples}


def test_a_text_is_judged_once_for_each_problem(recipe, drive, tmp_path):
    judge = Judge()
    same = ScriptedSampler(write=lambda policy, prompt, seed: "4")
    drive(recipe, tmp_path / "run", change=lambda parts: replace(judged_by(judge)(parts), sampler=same))
    assert judge.asked == {(f"A number, {name}?", "4"): 1 for name in NAMES}


def test_a_broken_judge_is_asked_again_as_often_as_the_recipe_says(recipe, drive, tmp_path):
    judge = Judge(broken=down_for(*NAMES))
    one = ScriptedSampler(write=lambda policy, prompt, seed: str(seed))
    drive(recipe, tmp_path / "run", change=lambda parts: replace(judged_by(judge)(parts), sampler=one))
    assert set(judge.asked.values()) == {1 + 2}


def test_no_retries_are_none(recipe, drive, tmp_path):
    judge = Judge(broken=down_for(*NAMES))
    one = ScriptedSampler(write=lambda policy, prompt, seed: str(seed))
    change = lambda parts: replace(judged_by(judge)(parts), sampler=one)  # noqa: E731
    drive(recipe, tmp_path / "run", "judge_retries=0", change=change)
    assert set(judge.asked.values()) == {1}


def test_a_judge_that_is_down_for_a_moment_leaves_no_trace(recipe, drive, tmp_path):
    drive(recipe, tmp_path / "well", change=judged_by(Judge()))
    shaky = Judge()
    shaky.broken = lambda problem, attempt: shaky.asked[problem.prompt, attempt] == 1
    report = drive(recipe, tmp_path / "shaky", change=judged_by(shaky))
    assert report.rounds[1].outcomes["errored"] == 0
    assert lesson(tmp_path / "shaky") == lesson(tmp_path / "well")


@pytest.mark.parametrize("take", ["accepted", "rejected"])
def test_a_group_with_an_errored_verdict_teaches_nothing_and_is_counted(recipe, drive, tmp_path, take):
    one_attempt = lambda problem, attempt: "bob" in problem.prompt and attempt == bobs[0]  # noqa: E731
    bobs: list[str] = ["none"]
    drive(recipe, tmp_path / "well", f"lesson.take={take}", change=judged_by(Judge()))
    assert any("bob" in user for user in learned_from(tmp_path / "well"))
    with reading(tmp_path / "well") as ledger:
        query = "SELECT text FROM attempts a JOIN problems p ON p.id = a.problem_id WHERE p.prompt LIKE '%bob%'"
        bobs[0] = ledger.db.execute(query).fetchone()[0]
    report = drive(recipe, tmp_path / "run", f"lesson.take={take}", change=judged_by(Judge(broken=one_attempt)))
    assert learned_from(tmp_path / "run") == {user for user in learned_from(tmp_path / "well") if "bob" not in user}
    assert report.rounds[1].groups_left_out == 1
    assert report.rounds[1].outcomes["errored"] >= 1


@pytest.mark.parametrize("take", ["accepted", "rejected"])
def test_an_errored_or_abstained_attempt_is_never_an_example_of_either_kind(recipe, drive, tmp_path, take):
    @dataclass
    class Silent(Judge):
        async def verify(self, problem: Problem, attempt: str) -> Verdict:
            return Verdict.abstain("no_idea", "this is not for me")

    for name, judge in {"down": Judge(broken=down_for(*NAMES)), "silent": Silent()}.items():
        drive(recipe, tmp_path / name, f"lesson.take={take}", change=judged_by(judge))
        assert lesson(tmp_path / name).examples == ()


def test_a_rejected_lesson_holds_rejected_attempts_alone(recipe, drive, tmp_path):
    drive(recipe, tmp_path / "run", "lesson.take=rejected", change=judged_by(Judge()))
    texts = [int(example.completion) for example in lesson(tmp_path / "run").examples]
    assert texts
    assert all(number % 2 == 1 for number in texts)


class Killed(BaseException):
    """What a test stops a run with; no part of the loop catches it."""


class Deadly(Quiet):
    """Ends the run before the lesson is recorded."""

    @contextmanager
    def stage(self, what: str, total: int | None = None) -> Iterator[Advance]:
        done = 0

        def advance() -> None:
            nonlocal done
            done += 1
            if done == total:
                raise Killed

        yield advance


def test_a_judge_that_comes_back_is_asked_again_when_the_run_goes_on(recipe, drive, tmp_path):
    drive(recipe, tmp_path / "well", change=judged_by(Judge()))
    down = Judge(broken=down_for("ann", "bob"))
    with pytest.raises(Killed):
        drive(recipe, tmp_path / "run", change=judged_by(down), watch=Deadly())
    back = Judge()
    report = drive(recipe, tmp_path / "run", change=judged_by(back))
    assert {prompt for prompt, _ in back.asked} >= {"A number, ann?", "A number, bob?"}
    assert report.rounds[1].outcomes["errored"] == 0
    assert lesson(tmp_path / "run") == lesson(tmp_path / "well")


def test_what_a_broken_judge_kept_out_of_one_round_is_in_the_next_lesson(recipe, drive, tmp_path):
    well = drive(recipe, tmp_path / "well", "rounds=2", change=judged_by(Judge()))
    drive(recipe, tmp_path / "run", "rounds=1", change=judged_by(Judge(broken=down_for("ann"))))
    assert not any("ann" in user for user in learned_from(tmp_path / "run"))
    later = drive(recipe, tmp_path / "run", "rounds=2", change=judged_by(Judge()))
    users = {example.prompt.user for example in lesson(tmp_path / "run", 2).examples if "ann" in example.prompt.user}
    assert users == {"A number, ann?"}
    assert later.rounds[1].outcomes["errored"] == well.rounds[1].outcomes["errored"] == 0


def test_another_fingerprint_judges_again_and_the_next_lesson_holds_its_verdicts(recipe, drive, tmp_path):
    class Opposite(Judge):
        async def verify(self, problem: Problem, attempt: str) -> Verdict:
            verdict = await super().verify(problem, attempt)
            other = Outcome.REJECTED if verdict.outcome is Outcome.ACCEPTED else Outcome.ACCEPTED
            return replace(verdict, outcome=other)

    drive(recipe, tmp_path / "run", "rounds=1", change=judged_by(Judge()))
    again = Opposite(fingerprint="judge-2")
    drive(recipe, tmp_path / "run", "rounds=2", change=judged_by(again))
    assert all(int(example.completion) % 2 == 1 for example in lesson(tmp_path / "run", 2).examples)
    with reading(tmp_path / "run") as ledger:
        first_round = ledger.db.execute("SELECT text FROM attempts WHERE round = 1 AND purpose = 'practice'").fetchall()
    asked = {attempt for _, attempt in again.asked}
    assert {row[0] for row in first_round} <= asked


def test_the_same_fingerprint_is_not_asked_again(recipe, drive, tmp_path):
    drive(recipe, tmp_path / "run", "rounds=1", change=judged_by(Judge()))
    again = Judge()
    drive(recipe, tmp_path / "run", "rounds=1", change=judged_by(again))
    assert again.asked == {}


def test_an_attempt_is_judged_before_another_of_its_group_has_been_sampled(recipe, drive, tmp_path):
    class Held(Judge):
        """Lets the sampler go on only when it has been asked to judge."""

        def __init__(self) -> None:
            super().__init__()
            self.begun: dict[str, asyncio.Event] = {}

        def event(self, prompt: str) -> asyncio.Event:
            return self.begun.setdefault(prompt, asyncio.Event())

        async def verify(self, problem: Problem, attempt: str) -> Verdict:
            self.event(problem.prompt).set()
            return await super().verify(problem, attempt)

    judge = Held()

    class OneThenTheRest(ScriptedSampler):
        """The first sample of a prompt comes at once; the others wait until a judge has begun on that one."""

        async def sample(self, policy: Policy, prompt: Prompt, seeds: list[int]) -> list[Completion]:  # type: ignore[override]
            first = prompt.user not in seen
            seen.add(prompt.user)
            if not first:
                await asyncio.wait_for(judge.event(prompt.user).wait(), 10)
            return [Completion(str(seed % 100), 1) for seed in seeds]

    seen: set[str] = set()
    sampler = OneThenTheRest(write=lambda policy, prompt, seed: "")
    report = drive(recipe, tmp_path / "run", change=lambda parts: replace(judged_by(judge)(parts), sampler=sampler))
    assert report.rounds[1].attempts == 24


def test_a_judge_that_hangs_is_left_at_the_recipes_deadline(recipe, drive, tmp_path):
    class Hanging(Judge):
        async def verify(self, problem: Problem, attempt: str) -> Verdict:
            if "ann" in problem.prompt:
                await asyncio.sleep(60)
            return await super().verify(problem, attempt)

    change = judged_by(Hanging())
    report = drive(recipe, tmp_path / "run", "judge_seconds=0.05", "judge_retries=0", change=change)
    assert report.rounds[1].groups_left_out == 1
    with reading(tmp_path / "run") as ledger:
        codes = ledger.db.execute("SELECT DISTINCT code FROM verdicts WHERE outcome = 'errored'").fetchall()
    assert [row[0] for row in codes] == ["verifier_timeout"]


def test_half_a_character_in_a_reason_does_not_stop_the_run(recipe, drive, tmp_path):
    class Quoting(Judge):
        async def verify(self, problem: Problem, attempt: str) -> Verdict:
            return Verdict.reject("odd", "it said \ud800")

    report = drive(recipe, tmp_path / "run", change=judged_by(Quoting()))
    assert report.rounds[1].outcomes["errored"] == report.rounds[1].attempts


def test_a_judge_that_changes_before_the_decision_about_harder_levels_judges_the_round_anew(
    scripted_runs, drive, tmp_path
):
    path = scripted_runs.write_recipe(tmp_path, rounds=2, sampling=0.0, judging=0.0, learning=0.0)
    whole = drive(path, tmp_path / "whole")

    class Stops(Quiet):
        def evaluated(self, evaluation: Evaluation) -> None:
            if evaluation.round == 1:
                raise Killed

    with pytest.raises(Killed):
        drive(path, tmp_path / "run", watch=Stops())

    def renamed(parts: Parts) -> Parts:
        other = replace(parts.verifiers["answer"].verifier, seconds=1e-9)  # another fingerprint, the same verdicts
        return replace(parts, verifiers={"answer": NamedVerifier("scripted", other)})

    later = drive(path, tmp_path / "run", change=renamed)
    admitted = [[len(a.admitted) for a in each.admissions] for each in whole.rounds]
    assert admitted[1] == [40]
    assert [[len(a.admitted) for a in each.admissions] for each in later.rounds] == admitted


def test_an_evaluation_that_a_broken_judge_left_open_is_measured_when_it_is_back(scripted_runs, drive, tmp_path):
    path = scripted_runs.write_recipe(tmp_path, rounds=0, sampling=0.0, judging=0.0, learning=0.0)
    well = drive(path, tmp_path / "well").rounds[0].scores

    def down(parts: Parts) -> Parts:
        scripted = parts.verifiers["answer"].verifier

        @dataclass(frozen=True)
        class Down:
            trust: Trust = scripted.trust
            fingerprint: str = scripted.fingerprint

            async def verify(self, problem: Problem, attempt: str) -> Verdict:
                raise ConnectionError("the judge is down")

        return replace(parts, verifiers={"answer": NamedVerifier("scripted", Down())})

    open_scores = drive(path, tmp_path / "run", change=down).rounds[0].scores
    assert all(score.errored == score.problems and score.value == 0.0 for score in open_scores)
    assert all(score.high == pytest.approx(1.0) for score in open_scores)
    assert drive(path, tmp_path / "run").rounds[0].scores == well
