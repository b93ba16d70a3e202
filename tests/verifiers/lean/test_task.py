"""A problem's checks taken apart: imports, header, statement and name."""

from __future__ import annotations

import pytest

from verifiers.lean.task import NoTask, Task, split_imports, task_of, theorem_name, without_imports


@pytest.mark.parametrize(
    ("source", "modules", "rest"),
    [
        pytest.param("", (), "", id="nothing"),
        pytest.param("def a := 1", (), "def a := 1", id="no import"),
        pytest.param("import Mathlib", ("Mathlib",), "", id="an import alone"),
        pytest.param("import A.B\nimport C\n\nopen Nat", ("A.B", "C"), "open Nat", id="two lines"),
        pytest.param("import A import B\ndef x := 1", ("A", "B"), "def x := 1", id="two on a line"),
        pytest.param("import A def x := 1", ("A",), "def x := 1", id="a command on the same line"),
        pytest.param("/- import X -/ -- import Y\nimport A\nopen Nat", ("A",), "open Nat", id="after comments"),
        pytest.param("import /- import X -/ A\nopen Nat", ("A",), "open Nat", id="a comment within"),
        pytest.param("module\npublic import A\nmeta import B\npublic meta import all C", ("A", "B", "C"), "", id="of modules"),
        pytest.param("prelude\nimport A", ("A",), "", id="after prelude"),
        pytest.param("import «a b».C\ndef x := 1", ("a b.C",), "def x := 1", id="in guillemets"),
        pytest.param("import A\r\nopen Nat", ("A",), "open Nat", id="line ends of Windows"),
        pytest.param("open Nat\nimport A", (), "open Nat\nimport A", id="too late"),
        pytest.param("important A", (), "important A", id="a word that begins alike"),
    ],
)  # fmt: skip
def test_imports_are_those_at_the_start(source, modules, rest):
    found, body = split_imports(source)
    assert found == modules
    assert body.strip() == rest
    assert [len(line) for line in body.split("\n")] == [
        len(line) for line in source.replace("\r\n", "\n").split("\n")
    ] or ("\r" in source and len(body) == len(source))


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        pytest.param("theorem t : p", ("t",), id="plain"),
        pytest.param("lemma l (a : A) : p", ("l",), id="a lemma"),
        pytest.param("theorem a.b.c : p", ("a", "b", "c"), id="dotted"),
        pytest.param("theorem «a b».«c.d» : p", ("a b", "c.d"), id="guillemets"),
        pytest.param("theorem t.{u, v} (α : Type u) : p", ("t",), id="universes"),
        pytest.param("@[simp] theorem t : p", ("t",), id="an attribute"),
        pytest.param("/-- theorem of x -/\nprotected theorem t : p", ("t",), id="documentation"),
        pytest.param("open Nat in\ntheorem t : p", ("t",), id="opened"),
        pytest.param("theorem\n  t\n  : p", ("t",), id="on the next line"),
        pytest.param("theorem théorème : p", None, id="a letter that not all versions have"),
        pytest.param("example : p", None, id="an example"),
        pytest.param("theorem : p", None, id="no name"),
        pytest.param("", None, id="nothing"),
        pytest.param("-- theorem t : p", None, id="a comment"),
    ],
)
def test_the_name_is_what_follows_theorem_or_lemma(statement, name):
    if name is None and "é" in statement:
        assert theorem_name(statement) in (None, ("th",), ("théorème",))
    else:
        assert theorem_name(statement) == name


@pytest.mark.parametrize(
    ("source", "permitted", "kept"),
    [
        pytest.param("import Mathlib\ntheorem t : p := q", ("Mathlib",), False, id="the header's"),
        pytest.param("import A\nimport B\nx", ("B", "A", "C"), False, id="some of the header's"),
        pytest.param("import Init\nx", (), False, id="what is always there"),
        pytest.param("import Lean\nx", (), True, id="another"),
        pytest.param("import Mathlib\nimport Lean\nx", ("Mathlib",), True, id="one more"),
        pytest.param("import Mathlib.Tactic\nx", ("Mathlib",), True, id="a part of a permitted one"),
        pytest.param("x\nimport Mathlib", ("Mathlib",), True, id="too late"),
    ],
)
def test_an_attempt_may_repeat_the_imports_of_its_problem(source, permitted, kept):
    left = without_imports(source, permitted)
    assert (left == source) == kept
    assert left.count("\n") == source.count("\n")
    assert kept or "import" not in left


def test_a_task_has_the_header_in_parts():
    task = task_of({"header": "import A\n\nopen Nat", "statement": "theorem «a b».c : p"})
    assert isinstance(task, Task)
    assert (task.opening, task.modules, task.body.strip()) == ("import A", ("A",), "open Nat")
    assert task.statement == "theorem «a b».c : p"
    assert task.body.index("open") == task.header.index("open")
    assert (task.parts, task.name) == (("a b", "c"), "a b.c")


def test_a_header_of_imports_alone_has_no_body():
    task = task_of({"header": "import A\n-- and nothing else\n\n", "statement": "theorem t : p"})
    assert isinstance(task, Task)
    assert (task.body, task.modules) == ("", ("A",))


@pytest.mark.parametrize(
    "checks",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"reference": "4"}, id="another kind"),
        pytest.param({"statement": 4}, id="a number"),
        pytest.param({"statement": ""}, id="an empty statement"),
        pytest.param({"statement": "example : p"}, id="no name"),
    ],
)
def test_checks_that_are_none_say_why(checks):
    said = task_of(checks)
    assert isinstance(said, NoTask)
    assert said.reason
