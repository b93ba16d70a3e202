"""What is learned from: unique, bounded, accumulated, and in controls exactly what should not teach."""

from __future__ import annotations

from collections import Counter

from engine.lessons import select
from engine.recipe import LessonTable
from engine.values import Attempt, Completion, Example, Judged, Planned, Prompt, Purpose
from problems.problem import Problem
from verifiers.verdict import Verdict


def judged(problem: str, text: str, index: int = 0, finish: str = "stop") -> Judged:
    prompt = Prompt(problem)
    planned = Planned(1, Purpose.PRACTICE, problem, "policy", prompt, index, index)
    about = Problem("answer", problem, {"reference": "1"})
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


def test_shuffled_gives_every_problem_another_problems_text_and_loses_none():
    right = [judged(str(n), f"answer {n}", n) for n in range(20)]
    lesson = select(1, right, LessonTable(take="shuffled"), (), 3)
    assert Counter(e.completion for e in lesson.examples) == Counter(f"answer {n}" for n in range(20))
    assert all(e.completion != f"answer {e.prompt.user}" for e in lesson.examples)


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
