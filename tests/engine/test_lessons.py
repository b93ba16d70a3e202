"""What is learned from: unique, bounded, accumulated, and in controls exactly what should not teach."""

from __future__ import annotations

import json
from collections import Counter

from engine.lessons import read_real, select
from engine.recipe import LessonTable, check_recipe
from engine.values import Attempt, Completion, Example, Judged, Planned, Prompt, Purpose
from problems.problem import Problem
from verifiers.verdict import Verdict


def judged(problem: str, text: str, index: int = 0, finish: str = "stop", reference: str = "1") -> Judged:
    prompt = Prompt(problem)
    planned = Planned(1, Purpose.PRACTICE, problem, "policy", prompt, index, index)
    about = Problem("answer", problem, {"reference": reference})
    return Judged(about, Attempt(planned, Completion(text, 1, finish)), Verdict.accept("equal", "equal"))


def texts(judgements: list[Judged], real: tuple[Example, ...] = (), seed: int = 0, **table: object) -> list[str]:
    lesson = select(1, judgements, LessonTable(**table), real, seed)  # type: ignore[arg-type]
    return [example.completion for example in lesson.examples]


def test_a_text_is_taken_once_per_problem():
    assert texts([judged("a", "1", 0), judged("a", "1", 1), judged("b", "1", 0)]) == ["1", "1"]


def test_at_most_k_per_problem_are_taken_the_oldest_first():
    assert texts([judged("a", str(n), n) for n in range(5)], max_per_problem=2) == ["0", "1"]


def test_what_was_left_out_is_counted():
    lesson = select(1, [judged("a", t, n) for n, t in enumerate("aabc")], LessonTable(max_per_problem=2), (), 0)
    assert lesson.left_out == {"repeated": 1, "over the limit per problem": 1}


def test_a_lesson_only_grows_when_more_was_accepted():
    first = [judged("a", str(n), n) for n in range(3)]
    later = [*first, judged("b", "9"), judged("a", "7", 9)]
    assert texts(later, max_per_problem=2)[:2] == texts(first, max_per_problem=2)


def test_a_completion_that_was_cut_off_is_not_taught_to_end():
    lesson = select(1, [judged("a", "1", finish="length")], LessonTable(), (), 0)
    assert [example.ended for example in lesson.examples] == [False]


def shuffled(judgements: list[Judged]) -> tuple[Example, ...]:
    return select(1, judgements, LessonTable(take="shuffled"), (), 3).examples


def test_shuffled_gives_every_problem_another_problems_text_and_loses_none():
    examples = shuffled([judged(str(n), f"answer {n}", n, reference=str(n)) for n in range(20)])
    assert Counter(e.completion for e in examples) == Counter(f"answer {n}" for n in range(20))
    assert all(e.completion != f"answer {e.prompt.user}" for e in examples)


def test_shuffled_never_gives_a_problem_a_text_that_may_be_right_for_it():
    right = [judged(f"{n}", f"it is {n % 3}", n, reference=str(n % 3)) for n in range(30)]
    right += [judged(f"{n}", f"{n % 3}", n, reference=str(n % 3)) for n in range(30)]
    examples = shuffled(right)
    assert len(examples) > 50
    assert all(e.completion[-1] != str(int(e.prompt.user) % 3) for e in examples)


def test_shuffled_leaves_out_what_has_no_other_answer_to_be_given():
    assert shuffled([judged("a", "1"), judged("b", "one")]) == ()


def test_a_shuffled_example_names_the_attempt_that_wrote_its_completion():
    right = [judged(str(n), f"answer {n}", n, reference=str(n)) for n in range(5)]
    wrote = {each.attempt.id: each.attempt.completion.text for each in right}
    assert all(wrote[str(e.attempt_id)] == e.completion for e in shuffled(right))


def test_real_data_makes_up_its_share_and_a_bigger_lesson_keeps_the_smaller_ones():
    real = tuple(Example(Prompt(f"r{n}"), f"real {n}") for n in range(100))
    small = texts([judged(str(n), str(n)) for n in range(30)], real, real_data="x", real_share=0.25)
    big = texts([judged(str(n), str(n)) for n in range(60)], real, real_data="x", real_share=0.25)
    assert (len(small), len(big)) == (40, 80)
    assert set(small) <= set(big)


def test_scarce_real_data_is_taken_whole():
    real = tuple(Example(Prompt(f"r{n}"), f"real {n}") for n in range(3))
    assert len(texts([judged(str(n), str(n)) for n in range(30)], real, real_data="x", real_share=0.5)) == 33


def test_nothing_accepted_gives_an_empty_lesson():
    assert texts([]) == []


def test_real_data_whose_prompt_is_held_out_or_nearly_is_left_out_and_said(tmp_path):
    path = tmp_path / "real.jsonl"
    rows = [{"prompt": p, "completion": "46"} for p in ("What is 34 + 12?", "What is 12 + 35?")]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    said: list[str] = []
    part = {"use": "x"}
    parts = {"sampler": part, "problems": [part], "verifiers": {"answer": part}, "learner": part}
    recipe = check_recipe({"model": {"weights": "none"}, **parts}, "test")
    held_out = [Problem("answer", "What is 12 + 34?", {"reference": "46"})]
    examples = read_real(path, recipe, held_out, said.append)
    assert [example.prompt.user for example in examples] == ["What is 12 + 35?"]
    assert "1 rows are left out" in said[0]
