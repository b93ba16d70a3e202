"""A recipe that cannot be used is refused before any work, in a sentence that names the file, the table and the key."""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli_w

from engine.assemble import Resolved, assemble, resolve
from engine.recipe import RecipeError, check_recipe, differences, read_recipe
from engine.runs import RunFolder
from problems.errors import VeriloopError
from sandboxes.fake import FakeSandbox

GOOD = """
rounds = 1
[model]
weights = "none"
[sampler]
use = "scripted"
script = "script.json"
[[problems]]
use = "arithmetic"
train = 20
held_out = 5
[verifiers.answer]
use = "answer"
[learner]
use = "scripted"
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes GOOD with one piece of text replaced, with keys added at the top or tables at the end, and its script beside it."""

    def written(old: str = "", new: str = "", top: str = "") -> Path:
        assert old in GOOD
        path = tmp_path / "mine.toml"
        good = GOOD.replace(old, new, 1)
        path.write_text(good + top if top.startswith("[") else top + good)
        (tmp_path / "script.json").write_text('{"*": ["4"]}')
        return path

    return written


def prepared(path: Path, *overrides: str) -> Resolved:
    resolved = resolve(read_recipe(path, overrides), str(path), path.parent)
    assemble(resolved, RunFolder(path.parent / "run"))
    return resolved


def complaint(path: Path, *overrides: str) -> str:
    with pytest.raises(VeriloopError) as refusal:
        prepared(path, *overrides)
    assert refusal.value.status == 2
    return str(refusal.value)


def test_the_good_recipe_is_good(write):
    assert prepared(write()).recipe.rounds == 1


WRONG = {
    "an unknown key at the top": (
        {"top": "round = 3"},
        "mine.toml: there is no key 'round'. Did you mean 'rounds'? Known: evaluation,",
    ),
    "an unknown table": ({"top": "[learnr]\nuse = 'x'"}, "there is no key 'learnr'. Did you mean 'learner'?"),
    "an unknown key of a table": (
        {"top": "[sampling]\nmax_token = 8"},
        "mine.toml, [sampling]: there is no key 'max_token'. Did you mean 'max_tokens'?",
    ),
    "an unknown key of the model": ({"old": "weights =", "new": "weigths ="}, "[model]: there is no key 'weigths'"),
    "an unknown part": (
        {"old": 'use = "answer"', "new": 'use = "anwser"'},
        "mine.toml, [verifiers.answer]: no verifier is called 'anwser'. Did you mean 'answer'? Installed: answer",
    ),
    "an unknown sampler": (
        {"old": 'use = "scripted"', "new": 'use = "scriptd"'},
        "[sampler]: no sampler is called 'scriptd'. Did you mean 'scripted'?",
    ),
    "an unknown source": (
        {"old": '"arithmetic"', "new": '"arithmetics"'},
        "[[problems]] 0: no problem is called 'arithmetics'. Did you mean",
    ),
    "a part that resembles nothing": (
        {"old": 'use = "answer"', "new": 'use = "zzz"'},
        "no verifier is called 'zzz'. Installed: ",
    ),
    "an unknown argument of a part": (
        {"old": "held_out = 5", "new": "heldout = 5"},
        "mine.toml, [[problems]] 0: 'arithmetic' has no argument 'heldout'. Did you mean 'held_out'? Known: ",
    ),
    "an unknown key where a part's keys meet the engine's": (
        {"top": "[harder]\ntreshold = 0.5"},
        "[harder]: 'next_level' has no argument 'treshold'. Did you mean 'threshold'? Known: admit",
    ),
    "what only the engine can hand in": (
        {"old": 'script = "script.json"', "new": 'script = "script.json"\nwrite = "x"'},
        "'scripted' has no argument 'write'",
    ),
    "a word for a number": ({"top": 'seed = "three"'}, 'mine.toml, seed = "three": Input should be a valid integer.'),
    "a number for a word": (
        {"old": 'weights = "none"', "new": "weights = 3"},
        "mine.toml, model.weights = 3: Input should be a valid string.",
    ),
    "a fraction of a round": (
        {"old": "rounds = 1", "new": "rounds = 1.5"},
        "rounds = 1.5: Input should be a valid integer",
    ),
    "a truth value for a number": ({"top": "seed = true"}, "seed = true: Input should be a valid integer."),
    "a word for a list": ({"top": "[sampling]\nstop = 'x'"}, 'sampling.stop = "x": Input should be a valid'),
    "an empty stop string": (
        {"top": "[sampling]\nstop = ['a', '']"},
        'sampling.stop.1 = "": String should have at least 1 character.',
    ),
    "a table for a word": (
        {"old": '[model]\nweights = "none"', "new": "[model.weights]\nuse = 'x'"},
        'model.weights = {"use": "x"}: Input should be a valid string.',
    ),
    "a word for a table": (
        {"old": '[model]\nweights = "none"', "new": ""} | {"top": 'model = "none"'},
        'mine.toml, model = "none": ',
    ),
    "a word for a part": (
        {"old": '[learner]\nuse = "scripted"', "new": ""} | {"top": 'learner = "scripted"'},
        'mine.toml, learner = "scripted": ',
    ),
    "one table of problems for a list": ({"old": "[[problems]]", "new": "[problems]"}, "mine.toml, problems = {"),
    "a word for the verifiers": (
        {"old": '[verifiers.answer]\nuse = "answer"', "new": ""} | {"top": 'verifiers = "answer"'},
        'verifiers = "answer": ',
    ),
    "a word for one verifier": (
        {"old": "[verifiers.answer]\nuse", "new": "[verifiers]\nanswer"},
        'verifiers.answer = "answer": ',
    ),
    "a wrong type for an argument": (
        {"old": "train = 20", "new": 'train = "20"'},
        '[[problems]] 0, train = "20": Input should be a valid integer.',
    ),
    "a part without a name": (
        {"old": '[learner]\nuse = "scripted"', "new": "[learner]\nseconds = 1.0"},
        "mine.toml: learner.use is missing; it has no default.",
    ),
    "a source without a name": ({"old": 'use = "arithmetic"\n', "new": ""}, "mine.toml: problems.0.use is missing"),
    "a part that needs an argument": (
        {"old": 'use = "arithmetic"\ntrain = 20\nheld_out = 5', "new": 'use = "jsonl"'},
        "[[problems]] 0: path is missing; it has no default.",
    ),
    "no model": ({"old": '[model]\nweights = "none"', "new": ""}, "mine.toml: model is missing; it has no default."),
    "no problems": (
        {"old": '[[problems]]\nuse = "arithmetic"\ntrain = 20\nheld_out = 5', "new": ""} | {"top": "problems = []"},
        "mine.toml, problems = []: ",
    ),
    "a kind without a verifier": (
        {"old": "[verifiers.answer]", "new": "[verifiers.code]"},
        "problems of kind 'answer' (from arithmetic/",
    ),
    "not a number": (
        {"top": "[sampling]\ntemperature = nan"},
        "mine.toml, sampling.temperature: nan is not a finite number.",
    ),
    "infinity": ({"top": "judge_seconds = inf"}, "mine.toml, judge_seconds: inf is not a finite number."),
    "infinity in a part": (
        {"old": 'script = "script.json"', "new": 'script = "script.json"\nseconds = -inf'},
        "mine.toml, sampler.seconds: -inf is not a finite number.",
    ),
    "not a number in a list of a part": (
        {"old": "train = 20", "new": "levels = [1, nan]"},
        "problems.0.levels: nan is not a finite number.",
    ),
    "a date": (
        {"old": 'weights = "none"', "new": "weights = 2026-01-01"},
        "mine.toml, model.weights: 2026-01-01 is a date or time, which no key takes; put text in quotes.",
    ),
    "a time": ({"top": "seed = 07:32:00"}, "mine.toml, seed: 07:32:00 is a date or time"),
    "a date in a part": (
        {"old": 'script = "script.json"', "new": "script = 2026-01-01T00:00:00Z"},
        "sampler.script: 2026-01-01 00:00:00+00:00 is a date or time",
    ),
    "a number of more than 64 bits": (
        {"top": f"seed = {2**63}"},
        "mine.toml, seed: this whole number has more than 64 bits.",
    ),
    "a number without end": ({"top": f"seed = {'9' * 5000}"}, "mine.toml: cannot be read as TOML: "),
    "a hexadecimal number without end": (
        {"top": f"seed = 0x{'f' * 5000}"},
        "mine.toml, seed: this whole number has more than 64 bits.",
    ),
    "brackets without end": ({"top": f"seed = {'[' * 5000}"}, "mine.toml: cannot be read as TOML: "),
    "a template without the problem": (
        {"top": "[prompt]\ntemplate = 'Solve it.'"},
        "template must contain {prompt}, where the problem goes",
    ),
    "pass@k with too few samples": (
        {"top": "[evaluation]\nsamples = 2\npass_at = [1, 8]"},
        "pass@8 needs at least 8 samples; samples = 2",
    ),
    "pass@0": (
        {"top": "[evaluation]\npass_at = [0]"},
        "evaluation.pass_at.0 = 0: Input should be greater than or equal to 1.",
    ),
    "no rounds below zero": (
        {"old": "rounds = 1", "new": "rounds = -1"},
        "rounds = -1: Input should be greater than or equal to 0.",
    ),
    "a share of real data without data": (
        {"top": "[lesson]\nreal_share = 0.5"},
        "real_data and real_share belong together: give both or neither",
    ),
    "real data without a share": (
        {"top": "[lesson]\nreal_data = 'x.jsonl'"},
        "real_data and real_share belong together",
    ),
    "nothing but real data": (
        {"top": "[lesson]\nreal_data = 'x.jsonl'\nreal_share = 1.0"},
        "lesson.real_share = 1.0: Input should be less than 1.",
    ),
    "an unknown control": (
        {"top": "[lesson]\ntake = 'rejcted'"},
        "lesson.take = \"rejcted\": Input should be 'accepted', 'rejected' or 'shuffled'.",
    ),
    "a script that is not there": ({"old": "script.json", "new": "nowhere.json"}, "[sampler]: "),
    "a script that is no JSON": ({"old": "script.json", "new": "mine.toml"}, "cannot be read as a script"),
    "a key twice": ({"top": "seed = 1\nseed = 2"}, "mine.toml: cannot be read as TOML: "),
    "a key that went into the table above it": (
        {"top": "[sampling]\nseed = 3"},
        "[sampling]: there is no key 'seed'. It is a key of the whole recipe: put it above the first table.",
    ),
    "no TOML": ({"top": "rounds: 3"}, "mine.toml: cannot be read as TOML: "),
}


@pytest.mark.parametrize(("change", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named(write, change, said):
    found = complaint(write(**change))
    assert said in found
    assert "Value error" not in found
    assert "\n" not in found or "pydantic" not in found


def test_template_errors_name_the_table(write):
    assert "mine.toml, prompt" in complaint(write(top="[prompt]\ntemplate = 'Solve it.'"))


def test_a_file_that_is_not_there_is_said_with_what_to_do(tmp_path):
    with pytest.raises(RecipeError, match=r"no such file\. `veriloop recipes` lists"):
        read_recipe(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda path: path.mkdir(), id="a folder"),
        pytest.param(lambda path: path.write_bytes(b"\xff\xfe\x00r"), id="not UTF-8"),
        pytest.param(lambda path: path.write_bytes(b"\0\0\0"), id="zeros"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(tmp_path, make):
    path = tmp_path / "mine.toml"
    make(path)
    with pytest.raises(RecipeError, match=r"mine\.toml: cannot be read as TOML"):
        read_recipe(path)


@pytest.mark.parametrize(
    ("override", "place", "value"),
    [
        pytest.param("rounds=7", "rounds", 7, id="a number"),
        pytest.param(" rounds = 7", "rounds", 7, id="spaces around it"),
        pytest.param("model.weights=some/folder", "model.weights", "some/folder", id="a bare word"),
        pytest.param('model.weights="a=b"', "model.weights", "a=b", id="an equals sign in the value"),
        pytest.param("prompt.template=Q: {prompt}", "prompt.template", "Q: {prompt}", id="bare text with spaces"),
        pytest.param("prompt.chat=false", "prompt.chat", False, id="a truth value"),
        pytest.param("problems.0.levels=[1, 2]", "problems.0.levels", [1, 2], id="a list in a list of tables"),
        pytest.param("sampling.stop=['a', 'b']", "sampling.stop", ["a", "b"], id="a list of words"),
        pytest.param("judge_seconds=1e1", "judge_seconds", 10.0, id="an exponent"),
    ],
)
def test_a_key_can_be_set_from_the_command_line(write, override, place, value):
    found = json.loads(json.dumps(prepared(write(), override).recipe.to_json()))
    for step in place.split("."):
        found = found[int(step)] if isinstance(found, list) else found[step]
    assert found == value


@pytest.mark.parametrize(
    ("override", "said"),
    [
        pytest.param("rounds", "--set 'rounds': expected KEY=VALUE", id="no value"),
        pytest.param("=3", "--set '=3': expected KEY=VALUE", id="no key"),
        pytest.param("rouns=3", "there is no key 'rouns'. Did you mean 'rounds'?", id="an unknown key"),
        pytest.param("sampling.temp=3", "[sampling]: there is no key 'temp'", id="an unknown key of a table"),
        pytest.param("learner.lr=1e-5", "'scripted' has no argument 'lr'", id="an unknown argument"),
        pytest.param("problems.3.use=x", "'3' is not one of 0 to 0", id="a place past the end of a list"),
        pytest.param("problems.first.use=x", "'first' is not one of 0 to 0", id="a word for a place in a list"),
        pytest.param("problems.-1.use=x", "'-1' is not one of 0 to 0", id="a place before a list"),
        pytest.param("rounds.more=3", "rounds is 1, which has no keys", id="a key inside a number"),
        pytest.param(
            "model.weights.more.still=3", "'more' is inside 'none', which has no keys", id="deep inside a word"
        ),
        pytest.param("rounds=three", 'rounds = "three": Input should be a valid integer', id="a wrong type"),
        pytest.param("rounds=", 'rounds = "": Input should be a valid integer', id="nothing"),
        pytest.param("seed=nan", "seed: nan is not a finite number", id="not a number"),
        pytest.param(f"seed={'9' * 5000}", "Input should be a valid integer", id="a number without end"),
    ],
)
def test_an_override_that_cannot_be_is_refused(write, override, said):
    assert said in complaint(write(), override)


def test_paths_are_taken_from_beside_the_recipe_and_written_out_whole(write, tmp_path):
    assert prepared(write()).recipe.sampler.arguments["script"] == str(tmp_path / "script.json")


def test_a_shipped_default_is_written_out(write):
    data = prepared(write()).recipe.to_json()
    assert data["sampling"] == {"temperature": 1.0, "top_p": 1.0, "max_tokens": 256, "stop": []}
    assert data["learner"] == {"use": "scripted", "seconds": 0.0}
    assert data["harder"]["use"] == "next_level"


def test_a_resolved_recipe_resolves_to_itself_from_anywhere(write, tmp_path):
    first = prepared(write()).recipe
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    again = resolve(check_recipe(first.to_json(), "recipe.toml"), "recipe.toml", elsewhere).recipe
    assert again == first
    assert again.to_json() == first.to_json()


def test_a_resolved_recipe_written_as_toml_reads_back_equal(write, tmp_path):
    first = prepared(
        write(top="[sampling]\nstop = ['\\n', '\"', 'é🙂']\n[prompt]\ntemplate = '''a\n{prompt}'''")
    ).recipe
    path = tmp_path / "written.toml"
    path.write_text(tomli_w.dumps(first.to_json()), "utf-8")
    assert read_recipe(path) == first
    assert tomllib.loads(path.read_text("utf-8")) == first.to_json()


def test_two_sources_of_one_kind_share_a_pool_in_which_no_problem_is_twice(write, tmp_path):
    rows = [
        {"kind": "answer", "prompt": f"Name {n}.", "checks": {"reference": str(n)}, "source": source, "level": level}
        for n in range(9)
        for source, level in (("mine", 0), ("yours", 1))
    ]
    for name in ("mine", "yours"):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows if r["source"] == name))
    one = "[[problems]]\nuse = 'jsonl'\nheld_out_share = 0.0\npath = "
    path = write('[[problems]]\nuse = "arithmetic"\ntrain = 20\nheld_out = 5', f"{one}'mine.jsonl'\n{one}'yours.jsonl'")
    resolved = prepared(path)
    pool = assemble(resolved, RunFolder(tmp_path / "run")).problems
    assert [p.source for p in pool.train] == ["mine"] * 9


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param({"rounds": 1}, {"rounds": 2}, [], id="more rounds"),
        pytest.param({"rounds": 2}, {"rounds": 1}, ["rounds: 2 -> 1"], id="fewer rounds"),
        pytest.param({"a": {"b": 1}}, {"a": {"b": 1.0}}, [], id="equal numbers"),
        pytest.param({"a": {"b": 1}}, {"a": {}}, ["a.b: 1 -> not set"], id="a key less"),
        pytest.param(
            {"a": []}, {"a": [{"b": 1}]}, ["a: [] -> not set", "a.0.b: not set -> 1"], id="the first of a list"
        ),
    ],
)
def test_differences_are_a_line_a_key(old, new, lines):
    assert differences({"rounds": 1} | old, {"rounds": 1} | new) == lines


def test_the_recipes_sandbox_is_handed_to_the_verifiers_that_ask_for_one(scripted_runs, tmp_path):
    recipe = read_recipe(scripted_runs.write_recipe(tmp_path), ("sandbox.use=fake",))
    resolved = resolve(recipe, "test")
    parts = assemble(resolved, RunFolder(tmp_path / "run"))
    assert isinstance(parts.sandbox, FakeSandbox)
    assert resolved.recipe.to_json()["sandbox"]["use"] == "fake"
    asyncio.run(parts.aclose())
    assert parts.sandbox.closed
