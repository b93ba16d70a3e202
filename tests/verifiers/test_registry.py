"""Parts are found by the name that their distribution gave them, and checked before they are built."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from verifiers.base import Trust, Verifier
from verifiers.registry import Chosen, PartError, build_verifier, choose, find, names

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a distribution with one module and its entry points on the path, as pip would."""

    def installed(distribution: str, entry_points: str, source: str = "", module: str | None = None) -> Path:
        site = tmp_path / distribution
        info = site / f"{distribution}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(dedent(entry_points))
        (site / f"{module or distribution}.py").write_text(dedent(source))
        monkeypatch.syspath_prepend(site)
        return site / f"{module or distribution}.py"

    return installed


JUDGE = """
    from dataclasses import dataclass, field
    from verifiers.verdict import Verdict

    @dataclass(frozen=True)
    class Judge:
        words: list[str] = field(default_factory=lambda: ["yes"])
        depth: dict[str, int] = field(default_factory=dict)

        async def verify(self, problem, attempt):
            return Verdict.accept("in", "is in") if attempt in self.words else Verdict.reject("out", "is not in")
"""


def test_what_is_installed_is_named(install):
    install("judge_a", "[veriloop.verifiers]\nmine = judge_a:Judge\n", JUDGE)
    assert "mine" in names("verifiers")
    assert "answer" in names("verifiers")


def test_a_name_in_two_distributions_is_ambiguous(install):
    install("judge_b", "[veriloop.verifiers]\nmine = judge_b:Judge\n", JUDGE)
    install("judge_c", "[veriloop.verifiers]\nmine = judge_c:Judge\n", JUDGE)
    with pytest.raises(PartError, match=r"x.toml, \[verifiers.a\]: 'mine' is ambiguous") as refusal:
        find("verifiers", "mine", "x.toml, [verifiers.a]")
    for distribution in ("judge_b:Judge (judge_b 1.0)", "judge_c:Judge (judge_c 1.0)", "Uninstall one"):
        assert distribution in str(refusal.value)


def test_the_same_distribution_seen_twice_is_not_ambiguous(install, tmp_path, monkeypatch):
    install("judge_d", "[veriloop.verifiers]\nmine = judge_d:Judge\n", JUDGE)
    copy = tmp_path / "copy" / "judge_d-1.0.dist-info"
    copy.mkdir(parents=True)
    for file in (tmp_path / "judge_d" / "judge_d-1.0.dist-info").iterdir():
        (copy / file.name).write_text(file.read_text())
    monkeypatch.syspath_prepend(tmp_path / "copy")
    assert find("verifiers", "mine", "").value == "judge_d:Judge"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        pytest.param(
            'raise ModuleNotFoundError("No module named \'torch\'", name="torch")',
            "No module named 'torch'. Install it: pip install 'veriloop[train]'",
            id="an extra that is not installed",
        ),
        pytest.param(
            'raise ModuleNotFoundError("No module named \'vllm.engine\'", name="vllm.engine")',
            "Install it: pip install 'veriloop[vllm]'",
            id="a module inside an extra",
        ),
        pytest.param("import no_such_module_anywhere", "No module named 'no_such_module_anywhere'.", id="another module"),
        pytest.param("class Other: ...", "points to broken:Judge, which is not there", id="a class that is not there"),
        pytest.param("class Judge", "broken.py, line 1: ", id="a module that is no Python"),
    ],
)  # fmt: skip
def test_a_part_that_cannot_be_loaded_says_what_is_missing(install, monkeypatch, source, said):
    install("broken", "[veriloop.learners]\nmine = broken:Judge\n", source)
    monkeypatch.delitem(sys.modules, "broken", raising=False)
    with pytest.raises(PartError) as refusal:
        choose("learners", "mine", {}, "x.toml, [learner]")
    assert str(refusal.value).startswith("x.toml, [learner]: 'mine'")
    assert said in str(refusal.value)


def test_a_default_that_is_made_anew_each_time_is_written_out(install):
    install("judge_e", "[veriloop.verifiers]\nmine = judge_e:Judge\n", JUDGE)
    chosen = choose("verifiers", "mine", {}, "x.toml, [verifiers.a]")
    assert chosen.arguments == {"words": ["yes"], "depth": {}}
    assert chosen.build().words == ["yes"]
    assert chosen.build().depth is not choose("verifiers", "mine", {}, "").build().depth


def test_the_shipped_fake_sandbox_can_be_chosen_by_name():
    place = choose("sandboxes", "fake", {}, "--sandbox").build()
    assert place.jobs == []


def test_a_plugin_without_trust_and_fingerprint_gets_the_least_and_one(install):
    source = install("judge_f", "[veriloop.verifiers]\nmine = judge_f:Judge\n", JUDGE)

    def made(**arguments) -> Verifier:
        return build_verifier(choose("verifiers", "mine", arguments, "x.toml, [verifiers.a]"))

    judge = made()
    assert isinstance(judge, Verifier)
    assert judge.trust is Trust.PROXY
    assert judge.fingerprint == made(words=["yes"]).fingerprint
    assert judge.fingerprint != made(words=["no"]).fingerprint
    source.write_text(source.read_text() + "\n# edited\n")
    assert judge.fingerprint != made().fingerprint


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("def judge(self, problem, attempt): ...", id="another method"),
        pytest.param("def verify(self, problem, attempt): ...", id="a method that is not async"),
        pytest.param("verify = None", id="no method"),
    ],
)
def test_what_is_no_verifier_is_refused_with_what_is_needed(install, monkeypatch, body):
    monkeypatch.delitem(sys.modules, "nojudge", raising=False)
    install("nojudge", "[veriloop.verifiers]\nmine = nojudge:Judge\n", f"class Judge:\n    {body}\n")
    with pytest.raises(PartError, match=r"'mine' is not a verifier: it needs `async def verify\("):
        build_verifier(choose("verifiers", "mine", {}, "x.toml, [verifiers.a]"))


@pytest.mark.parametrize("error", ["ValueError", "TypeError", "FileNotFoundError"])
def test_a_part_that_refuses_its_arguments_is_named_with_its_place(install, monkeypatch, error):
    monkeypatch.delitem(sys.modules, "strict", raising=False)
    install(
        "strict",
        "[veriloop.samplers]\nmine = strict:Sampler\n",
        f"class Sampler:\n    def __init__(self, size: int = 0):\n        raise {error}(f'size = {{size}}: too small')\n",
    )
    with pytest.raises(PartError, match=r"x.toml, \[sampler\]: size = 0: too small"):
        choose("samplers", "mine", {"size": 0}, "x.toml, [sampler]").build()


def test_what_is_handed_in_is_no_argument():
    class Coder:
        def __init__(self, sandbox: object, depth: int = 1) -> None:
            self.sandbox, self.depth = sandbox, depth

    chosen = Chosen("verifiers", "mine", "", Coder, {"depth": 2}, {"depth": 2})
    made = chosen.build(sandbox="a place", workplace="not asked for")
    assert (made.sandbox, made.depth) == ("a place", 2)
