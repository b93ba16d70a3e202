"""Attacks on what the Lean verifier promises: only the referee accepts, it never meets an attempt, and nobody keeps it waiting."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.judge import check
from verifiers.lean import LeanVerifier
from verifiers.lean.decisions import decision, elaborated
from verifiers.lean.policy import GROUPS
from verifiers.lean.process import Bounds, Process, Stopped
from verifiers.lean.task import Task, task_of
from verifiers.verdict import Outcome, Verdict

TWO = "theorem t : 1 + 1 = 2"
GOOD = f"{TWO} := rfl"
ACT = """partial def chain (s : String) (n : Nat) : String := if n == 0 then s else chain (s ++ s) (n - 1)
partial def flood (h : IO.FS.Handle) (s : String) : IO Unit := do
  h.putStr s
  flood h s
open Lean Elab Meta in
elab "act" : term => do
{}
  return .const ``True.intro []
theorem u : True := act
theorem t : 1 + 1 = 2 := rfl
"""
Judged = Callable[..., Verdict]


# What meta code can do, with the policy off.


class Overheard:
    """Every question, by the role of who was asked."""

    def __init__(self) -> None:
        self.questions: list[tuple[str, dict[str, Any]]] = []

    def of(self, role: str) -> str:
        return json.dumps([question for asked, question in self.questions if asked == role])


@pytest.fixture(scope="module")
def open_verifier(kept: Callable[[LeanVerifier], LeanVerifier]) -> Iterator[LeanVerifier]:
    """One of this module's own, so that all that its processes are asked can be overheard."""
    verifier = LeanVerifier(allow=tuple(GROUPS), seconds=10, memory_mb=2600)
    if verifier.unavailable:
        pytest.skip(verifier.unavailable)
    yield kept(verifier)
    asyncio.run(verifier.aclose())


@pytest.fixture(scope="module")
def overheard(open_verifier: LeanVerifier) -> Overheard:
    heard = Overheard()
    start = open_verifier.open_process

    def listening(role: Any) -> Process:
        process = start(role)
        ask = process.ask

        def said(question: Mapping[str, Any], *arguments: Any) -> dict[str, Any]:
            heard.questions.append((role, dict(question)))
            return ask(question, *arguments)

        process.ask = said  # type: ignore[method-assign]
        return process

    open_verifier.crew.open_process = listening
    return heard


def living(above: int) -> set[str]:
    """A process and those below it, by id and command."""
    found, waiting = set(), [above]
    while waiting:
        pid = waiting.pop()
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            for thread in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
        except OSError:
            continue
        found.add(f"{pid} {command}")
    return found


@pytest.mark.lean
def test_meta_code_finds_no_files_starts_no_processes_and_writes_nothing(judged_without_policy, overheard, tmp_path):
    (tmp_path / "secret").write_text("gold")
    caught = 'catch e => said := said ++ "[" ++ (← e.toMessageData.toString) ++ "]"'
    acts = "\n".join(
        f"  try\n    {act}\n    throwError \"it works: {number}\"\n  {caught}"
        for number, act in enumerate([
            'discard <| (IO.FS.readFile "/etc/passwd" : IO String)',
            f'discard <| (IO.FS.readFile "{tmp_path}/secret" : IO String)',
            f'discard <| ((System.FilePath.mk "{tmp_path}").readDir : IO _)',
            'discard <| (IO.Process.output { cmd := "/bin/ls" } : IO _)',
            'discard <| (IO.Process.spawn { cmd := "sleep", args := #["600"] } : IO _)',
            f'(IO.FS.writeFile "{tmp_path}/made" "x" : IO Unit)',
        ])
    )  # fmt: skip
    verdict = judged_without_policy(TWO, ACT.format(f'  let mut said := ""\n{acts}\n  throwError said'), "import Lean")
    said = verdict.evidence["messages"][0]["text"]
    assert verdict.code == "elaboration_error"
    assert "it works" not in said, said
    assert said.count("[") == 6
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
    assert not [each for each in living(os.getpid()) if "sleep" in each]
    assert judged_without_policy(TWO, GOOD, "import Lean").code == "proved"


@pytest.mark.lean
def test_forged_answers_on_the_standard_output_accept_nothing(judged_without_policy, overheard):
    forged = json.dumps({"code": "proved", "kind": "theorem", "root": 1, "entries": [], "messages": []})
    line = f"@@{'0' * 32} {forged}\\n@@ {forged}\\n{forged}\\n".replace('"', '\\"').replace("\\\\", "\\")
    act = f'  let h ← (IO.FS.Handle.mk "/dev/stdout" .write : IO _)\n  (h.putStr "{line}" : IO Unit)\n  (h.flush : IO Unit)'
    wrong = "theorem t : 1 + 1 = 3"
    attempt = ACT.format(act).replace("theorem t : 1 + 1 = 2", "theorem t : 1 + 1 = 2 + 0")
    assert judged_without_policy(wrong, attempt, "import Lean").outcome is Outcome.REJECTED
    assert judged_without_policy(TWO, GOOD, "import Lean").code == "proved"


@pytest.mark.lean
def test_an_attempt_that_ends_its_process_proves_nothing(judged_without_policy, overheard):
    verdict = judged_without_policy(TWO, ACT.format("  (IO.Process.exit 0 : IO Unit)"), "import Lean")
    assert (verdict.code, verdict.outcome) == ("elaboration_error", Outcome.REJECTED), verdict
    assert "ended without an answer, twice" in verdict.reason
    assert judged_without_policy(TWO, GOOD, "import Lean").code == "proved"


@pytest.mark.lean
def test_an_attempt_that_floods_is_stopped_within_its_time(judged_without_policy, overheard):
    act = '  let h ← (IO.FS.Handle.mk "/dev/stdout" .write : IO _)\n  (flood h (chain "@@xxxxxxxxxxxxxx\\n" 16) : IO Unit)'
    began = time.monotonic()
    verdict = judged_without_policy(TWO, ACT.format(act), "import Lean")
    assert verdict.outcome is Outcome.REJECTED, verdict
    assert verdict.code in ("timeout", "elaboration_error", "memory")
    assert time.monotonic() - began < 150  # two starts among it, on a machine that does other work
    assert judged_without_policy(TWO, GOOD, "import Lean").code == "proved"


@pytest.mark.lean
def test_the_referee_never_meets_an_attempt(judged_without_policy, overheard):
    marked = f'/- a word of the attempt: xyzzy -/\nmacro "xyzzy" : tactic => `(tactic| rfl)\n{TWO} := by xyzzy'
    assert judged_without_policy(TWO, marked, "import Lean").code == "proved"
    assert "xyzzy" in overheard.of("elaborate")
    assert "xyzzy" not in overheard.of("replay")
    assert {key for role, question in overheard.questions if role == "replay" for key in question} == {
        "imports", "body", "statement", "name", "allowed", "root", "entries",
    }  # fmt: skip


@pytest.mark.lean
def test_closing_leaves_no_process(open_verifier):
    process = open_verifier.crew.open("", "replay", threading.Event())
    family = {each.partition(" ")[0] for each in living(process.child.pid)}
    process.close()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in family):
        time.sleep(0.1)
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


# What a process taken over by an attempt can say, given straight to the referee.

LIMITS = Bounds(seconds=6, cpu_seconds=6, memory_mb=2600)
FALSE = "theorem t : False"


class Referee:
    """A replaying process that is started again when an export ended it."""

    def __init__(self, verifier: LeanVerifier) -> None:
        self.verifier = verifier
        self.process: Process | None = None

    def __call__(self, entries: Any, root: Any = 1, statement: str = FALSE) -> str:
        if self.process is None:
            self.process = self.verifier.crew.open("", "replay", threading.Event())
        about = {"body": "", "statement": statement, "name": ["t"], "allowed": list(self.verifier.axioms)}
        asked = {**about, "root": root, "entries": entries}
        began = time.monotonic()
        try:
            return str(self.process.ask(asked, LIMITS, threading.Event()).get("code"))
        except Stopped as stopped:
            self.process = None
            return stopped.code
        finally:
            assert time.monotonic() - began < LIMITS.seconds + 10

    def close(self) -> None:
        if self.process:
            self.process.close()


@pytest.fixture(scope="module")
def referee() -> Iterator[Referee]:
    verifier = LeanVerifier(seconds=30)
    if verifier.unavailable:
        pytest.skip(verifier.unavailable)
    made = Referee(verifier)
    yield made
    made.close()
    asyncio.run(verifier.aclose())


class Export:
    """Writes entries; names, levels and terms are given by their numbers."""

    def __init__(self) -> None:
        self.entries: list[Any] = []
        self.counts = {"name": 1, "level": 1, "term": 0}
        self.t = self.name("t")

    def put(self, kind: str, *entry: Any) -> int:
        self.entries.append(list(entry))
        self.counts[kind] += 1
        return self.counts[kind] - 1

    def name(self, dotted: str) -> int:
        number = 0
        for part in dotted.split("."):
            number = self.put("name", 0, number, part)
        return number

    def const(self, dotted: str, *levels: int) -> int:
        return self.put("term", 8, self.name(dotted), *levels)

    def sort(self, level: int = 0) -> int:
        return self.put("term", 7, level)

    def bvar(self, index: int) -> int:
        return self.put("term", 6, index)

    def app(self, function: int, *arguments: int) -> int:
        for argument in arguments:
            function = self.put("term", 9, function, argument)
        return function

    def lam(self, kind: int, body: int) -> int:
        return self.put("term", 10, 0, kind, body, 0)

    def pi(self, kind: int, body: int) -> int:
        return self.put("term", 11, 0, kind, body, 0)

    def declare(
        self, tag: int, name: int, kind: int, value: int, *more: Any, levels: tuple[int, ...] = ()
    ) -> list[Any]:
        self.entries.append([tag, name, list(levels), kind, value, *more])
        return self.entries


def honest() -> list[Any]:
    """A proof of True."""
    export = Export()
    return export.declare(16, export.t, export.const("True"), export.const("True.intro"))


@pytest.mark.lean
def test_an_honest_export_is_proved(referee):
    assert referee(honest(), statement="theorem t : True") == "proved"
    assert referee(honest()) == "statement_changed"


def claim(value: Callable[[Export], int], tag: int = 16, *more: Any) -> list[Any]:
    """`t : False`, with this as its proof."""
    export = Export()
    return export.declare(tag, export.t, export.const("False"), value(export), *more)


def lemma(tag: int, name: str, kind: Callable[[Export], int], value: Callable[[Export], int], *more: Any) -> list[Any]:
    """A declaration, and `t : False` by it."""
    export = Export()
    export.declare(tag, export.name(name), kind(export), value(export), *more)
    return export.declare(16, export.t, export.const("False"), export.const(name))


def inductive(
    name: str, sort: Callable[[Export], int], ctors: Callable[[Export], list[tuple[str, int]]], params: Any = 0
) -> list[Any]:
    """An inductive type, and `t : False` by it."""
    export = Export()
    kind, number = sort(export), export.name(name)
    made = [[export.name(each), term] for each, term in ctors(export)]
    export.entries.append([19, [], params, [[number, kind, made]]])
    return export.declare(16, export.t, export.const("False"), export.const(f"{name}.mk"))


def with_universe_of(export: Export) -> int:
    one = export.put("level", 2, 0)
    return export.sort(export.put("level", 4, one, 0))


def tower(depth: int, of: int) -> Callable[[Export], int]:
    """A term as deep as that, by an entry with this tag."""

    def build(export: Export) -> int:
        term = export.const("True.intro")
        for _ in range(depth):
            term = export.put("term", 9, term, term) if of == 9 else export.put("term", of, 0, term, term, 0)
        return term

    return build


FORGERIES = {
    "no entries": [],
    "no list": {"code": "proved"},
    "null": None,
    "a number beyond all names": [*honest()[:-1], [16, 99, [], 0, 1]],
    "a negative number": [*honest()[:-1], [16, -1, [], 0, 1]],
    "a fraction": [*honest()[:-1], [16, 1.5, [], 0, 1]],
    "a text for a number": [*honest()[:-1], [16, "1", [], "0", "1"]],
    "a number of a thousand digits": [*honest()[:-1], [16, 10**1000, [], 0, 1]],
    "a term that is its own part": claim(lambda e: e.put("term", 9, e.counts["term"], e.counts["term"])),
    "a term that comes later": claim(lambda e: e.put("term", 9, 0, 5)),
    "a name that is its own part": [[0, 1, "t"]],
    "a level that is its own part": [[2, 1], *honest()],
    "an unknown tag": [*honest(), [22, 1]],
    "a tag that is text": [["16", 1, [], 0, 1]],
    "entries that are no lists": [5, "x", {}, None, True],
    "empty entries": [[], [[]], [None]],
    "a short theorem": [*honest()[:-1], [16, 1]],
    "another claim": honest(),
    "no value": claim(lambda e: e.const("False")),
    "itself": claim(lambda e: e.const("t")),
    "a proof of something else": claim(lambda e: e.const("True.intro")),
    "a loose variable": claim(lambda e: e.bvar(0)),
    "an enormous variable": claim(lambda e: e.bvar(2**32 - 1)),
    "a variable beyond its binders": claim(lambda e: e.lam(e.const("True"), e.bvar(1))),
    "an unknown constant": claim(lambda e: e.const("Nothing.there")),
    "a constant with too many levels": claim(lambda e: e.const("True.intro", 0, 0)),
    "a level that nobody declared": claim(lambda e: e.sort(e.put("level", 5, e.name("u")))),
    "sorry": claim(lambda e: e.app(e.const("sorryAx", 0), e.const("False"), e.const("Bool.false"))),
    "compiled code": claim(lambda e: e.app(e.const("Lean.ofReduceBool"), e.const("Bool.true"), e.const("Bool.true"), e.sort())),
    "a type for a proof": claim(lambda e: e.sort()),
    "a definition with that name": claim(lambda e: e.const("False"), 17, "abbrev"),
    "an opaque constant with that name": claim(lambda e: e.const("True.intro"), 18),
    "a projection out of nothing": claim(lambda e: e.put("term", 15, e.name("False"), 0, e.const("True.intro"))),
    "a projection of a field far away": claim(lambda e: e.put("term", 15, e.name("And"), 2**32, e.const("True.intro"))),
    "a projection with a negative field": claim(lambda e: e.put("term", 15, e.name("And"), -1, e.const("True.intro"))),
    "an axiom": [*claim(lambda e: e.const("cheat")), [20, 1]],
    "an axiom before it": [[0, 0, "cheat"], [20, 1], *honest()],
    "something unsafe": [*honest(), [21, 1, "unsafe"]],
    "False again, as True": lemma(17, "False", lambda e: e.sort(), lambda e: e.const("True"), "abbrev"),
    "False.elim again": lemma(16, "False.elim", lambda e: e.const("False"), lambda e: e.const("True.intro")),
    "True.intro again": lemma(16, "True.intro", lambda e: e.const("False"), lambda e: e.const("True.intro")),
    "a lemma by itself": lemma(16, "l", lambda e: e.const("False"), lambda e: e.const("l")),
    "an opaque lemma by itself": lemma(18, "l", lambda e: e.const("False"), lambda e: e.const("l")),
    "a definition by itself": lemma(17, "l", lambda e: e.const("False"), lambda e: e.const("l"), 1),
    "a lemma that is not so": lemma(16, "l", lambda e: e.const("False"), lambda e: e.const("True.intro")),
    "a lemma with the referee's name": lemma(16, "_veriloop.check", lambda e: e.const("False"), lambda e: e.const("True.intro")),
    "a lemma with an elaborator's name": lemma(16, "t._proof_1", lambda e: e.const("False"), lambda e: e.const("True.intro")),
    "a lemma without a name": [*honest()[:-1], [16, 0, [], 0, 1], [16, 1, [], 0, 1]],
    "the theorem twice": [*honest(), *honest()[-1:]],
    "a lemma that is no proposition": lemma(16, "l", lambda e: e.const("Bool"), lambda e: e.const("Bool.true")),
    "a text for a name that is no text": [[0, 0, 5], *honest()],
    "levels twice": [*honest()[:-1], [0, 0, "u"], [16, 1, [4, 4], 0, 1]],
    "no types": [[19, [], 0, []], *honest()],
    "types that are no lists": [[19, [], 0, [1, 2]], *honest()],
    "a type that contains its own denial": inductive(
        "Bad", lambda e: e.sort(e.put("level", 2, 0)),
        lambda e: [("Bad.mk", e.pi(e.pi(e.const("Bad"), e.const("False")), e.const("Bad")))],
    ),
    "a type in its own universe": inductive(
        "Bad", lambda e: e.sort(e.put("level", 2, 0)),
        lambda e: [("Bad.mk", e.pi(e.sort(e.put("level", 2, 0)), e.const("Bad")))],
    ),
    "a type that is a proposition after computing": inductive("Bad", with_universe_of, lambda e: [("Bad.mk", e.const("Bad"))]),
    "a constructor of another type": inductive("Bad", lambda e: e.sort(), lambda e: [("Bad.mk", e.const("False"))]),
    "a type with parameters that it does not have": inductive("Bad", lambda e: e.sort(), lambda e: [("Bad.mk", e.const("Bad"))], 7),
    "a type with enormously many parameters": inductive("Bad", lambda e: e.sort(), lambda e: [("Bad.mk", e.const("Bad"))], 10**30),
    "False again, with a constructor": inductive("False", lambda e: e.sort(), lambda e: [("False.mk", e.const("False"))]),
    "equality again": inductive("Eq", lambda e: e.sort(), lambda e: [("Eq.mk", e.const("Eq"))]),
    "a numeral that is none": claim(lambda e: e.put("term", 13, "two")),
    "a numeral that is negative": claim(lambda e: e.put("term", 13, "-1")),
    "a numeral of a million digits": claim(lambda e: e.put("term", 13, "9" * 1_000_000)),
    "a name with half a character": [[0, 0, "\ud800"], *honest()],
    "a deep term": claim(tower(200_000, 9)),
    "a deep function": claim(tower(200_000, 10)),
    "a deep type": claim(tower(3_000, 11)),
    "a deep level": [*([2, number] for number in range(100_000)), *honest()],
    "brackets a hundred deep": [json.loads("[" * 100 + "]" * 100)],
    "ten megabytes of names": [*([0, 0, "x" * 20] for _ in range(350_000)), *claim(lambda e: e.const("True.intro"))],
}  # fmt: skip


@pytest.mark.lean
@pytest.mark.parametrize("entries", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_export_is_not_proved(referee, entries):
    assert referee(entries) in {
        "statement_changed", "kernel_rejected", "malformed", "missing_declaration", "forbidden_axiom", "sorry",
        "timeout", "memory", "died", "None",
    }  # fmt: skip


@pytest.mark.lean
@pytest.mark.parametrize("root", [0, -1, 2, 10**30, None, "t", [1], 1.5], ids=repr)
def test_a_root_that_is_not_the_theorem_is_not_proved(referee, root):
    assert referee(honest(), root=root, statement="theorem t : True") != "proved"


@pytest.mark.lean
def test_a_small_export_of_an_enormous_statement_keeps_nobody_waiting(referee):
    export = Export()
    both, kind = export.const("And"), export.const("True")
    for _ in range(60):
        kind = export.app(both, kind, kind)
    assert (
        referee(export.declare(16, export.t, kind, export.const("True.intro")), statement="theorem t : True")
        != "proved"
    )


@pytest.mark.lean
def test_the_word_of_compiled_code_of_the_library_is_no_proof(referee):
    statement = "theorem t : Lean.reduceBool System.Platform.isWindows = false"
    export = Export()
    one = export.put("level", 2, 0)
    said = export.app(export.const("Lean.reduceBool"), export.const("System.Platform.isWindows"))
    boolean, no = export.const("Bool"), export.const("Bool.false")
    kind = export.app(export.const("Eq", one), boolean, said, no)
    assert referee(export.declare(16, export.t, kind, export.app(export.const("rfl", one), boolean, no)), statement=statement) in {
        "forbidden_axiom", "kernel_rejected",
    }  # fmt: skip


@pytest.mark.lean
def test_the_referee_judges_rightly_after_all_that(referee):
    assert referee(honest(), statement="theorem t : True") == "proved"
    assert referee(honest()) == "statement_changed"


# What a process taken over by an attempt can say to the verifier.

SAID = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
MESSAGE = st.fixed_dictionaries(
    {}, optional={"severity": st.just("error") | SAID, "line": SAID, "column": SAID, "text": SAID}
)
ANSWER = st.fixed_dictionaries(
    {},
    optional={
        "messages": st.lists(MESSAGE | SAID, max_size=3) | SAID,
        "kind": st.sampled_from(["theorem", "axiom", "nothing", "definition"]) | SAID,
        "root": SAID, "entries": SAID, "failed": SAID, "unreadable": SAID, "axioms": SAID, "why": SAID,
        "trusted": SAID, "proved": SAID, "trusted_universes": SAID, "proved_universes": SAID, "memory_mb": st.integers(0),
    },
)  # fmt: skip


def task() -> Task:
    made = task_of({"statement": TWO})
    assert isinstance(made, Task)
    return made


@given(ANSWER, st.integers(0, 3))
def test_whatever_the_elaborating_process_says_it_only_refuses_and_that_can_be_stored(answer, offset):
    found = elaborated(answer, task(), offset)
    if isinstance(found, Verdict):
        assert found.outcome is Outcome.REJECTED
        check(found)


CODES = [
    "statement_changed",
    "sorry",
    "forbidden_axiom",
    "missing_declaration",
    "kernel_rejected",
    "malformed",
    "statement_invalid",
]


@given(ANSWER, st.sampled_from(CODES) | SAID)
def test_only_one_word_of_the_referee_accepts(answer, code):
    verdict = decision({**answer, "code": code}, task())
    assert (verdict.outcome is Outcome.ACCEPTED) == (code == "proved")
    check(verdict)
