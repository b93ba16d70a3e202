"""From a recipe to the parts of a run: everything is found and checked here, before the first token is sampled."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.attempts import NamedVerifier
from engine.children import Child
from engine.entry import Entry
from engine.lessons import read_real
from engine.loop import Parts
from engine.parts import Workplace
from engine.recipe import Harder, Part, ProblemsPart, Recipe, RecipeError, check_recipe
from engine.values import Policy, digest
from problems.problem import Problem, once_each
from problems.source import ProblemSet, ProblemSource
from problems.split import decontaminate
from sandboxes.base import Sandbox
from verifiers.registry import Chosen, PartError, absolute, build_verifier, choose, names

# What the engine hands to a part's constructor; a recipe cannot set these.
GIVEN = {
    "verifiers": frozenset({"sandbox"}),
    "samplers": frozenset({"workplace"}),
    "learners": frozenset({"workplace", "progress"}),
    "hardeners": frozenset({"sources"}),
}


@dataclass(frozen=True)
class Resolved:
    """A recipe whose parts exist and accept their arguments. `recipe` has every default written out."""

    recipe: Recipe
    sampler: Chosen
    problems: tuple[Chosen, ...]
    verifiers: Mapping[str, Chosen]
    learner: Chosen
    hardener: Chosen
    sandbox: Chosen | None = None

    def sources(self) -> tuple[ProblemSource, ...]:
        return tuple(chosen.build() for chosen in self.problems)


def resolve(recipe: Recipe, where: str, base: Path | None = None) -> Resolved:
    """Finds the parts and checks their arguments. Relative paths are taken from `base`. Raises PartError or RecipeError."""

    def chosen(group: str, part: Part, table: str, also: frozenset[str] = frozenset()) -> Chosen:
        given = GIVEN.get(group, frozenset())
        return choose(group, part.use, part.arguments, f"{where}, {table}", given=given, also=also, base=base)

    sampler = chosen("samplers", recipe.sampler, "[sampler]")
    also = frozenset(ProblemsPart.model_fields) - {"use"}
    problems = tuple(
        chosen("problems", part, f"[[problems]] {index}", also) for index, part in enumerate(recipe.problems)
    )
    verifiers = {kind: chosen("verifiers", part, f"[verifiers.{kind}]") for kind, part in recipe.verifiers.items()}
    named = recipe.sandbox or (Part(use="auto") if any(map(runs_code, verifiers.values())) else None)
    sandbox = chosen("sandboxes", named, "[sandbox]") if named else None
    learner = chosen("learners", recipe.learner, "[learner]")
    hardener = chosen("hardeners", recipe.harder, "[harder]", frozenset(Harder.model_fields) - {"use"})
    data = recipe.to_json() | {
        "sampler": complete(sampler),
        "problems": [
            {"insist": part.insist} | complete(each) for part, each in zip(recipe.problems, problems, strict=True)
        ],
        "verifiers": {kind: complete(each) for kind, each in verifiers.items()},
        "learner": complete(learner),
        "harder": recipe.harder.model_dump(include=set(Harder.model_fields)) | complete(hardener),
        "model": {"weights": located(recipe.model.weights, base)},
    }
    if sandbox is not None:
        data["sandbox"] = complete(sandbox)
    if recipe.lesson.real_data is not None:
        data["lesson"]["real_data"] = str(absolute(recipe.lesson.real_data, base))
    return Resolved(check_recipe(data, where), sampler, problems, verifiers, learner, hardener, sandbox)


def runs_code(verifier: Chosen) -> bool:
    """Whether a verifier cannot be made without a sandbox."""
    wanted = inspect.signature(verifier.part).parameters.get("sandbox")
    return wanted is not None and wanted.default is wanted.empty


def complete(chosen: Chosen) -> dict[str, Any]:
    return {"use": chosen.name} | {key: value for key, value in chosen.arguments.items() if value is not None}


def located(weights: str, base: Path | None) -> str:
    """A weights folder as an absolute path; an alias or a Hub id as it is."""
    folder = absolute(Path(weights), base)
    return str(folder) if folder.is_dir() else weights


def assemble(
    resolved: Resolved,
    workplace: Workplace,
    say: Callable[[str], None] = lambda _: None,
    progress: Callable[[int, int], None] | None = None,
) -> Parts:
    """The parts of a run. Raises RecipeError, PartError or ProblemError; nothing is sampled or fetched but problems."""
    recipe, sources = resolved.recipe, resolved.sources()
    sandbox = resolved.sandbox.build() if resolved.sandbox else None
    if sandbox is not None:
        announce(resolved.sandbox.name if resolved.sandbox else "", sandbox, say)
    verifiers = built(resolved.verifiers, sandbox)
    check_available(verifiers)
    warn(verifiers, say)
    insisted = tuple(source for part, source in zip(recipe.problems, sources, strict=True) if part.insist)
    problems = pooled(sources)
    check_kinds(problems, verifiers)
    return Parts(
        problems=problems,
        base=lambda: base_policy(recipe.model.weights, workplace, say),
        sampler=resolved.sampler.build(workplace=workplace),
        verifiers=verifiers,
        learner=resolved.learner.build(workplace=workplace, progress=progress),
        hardener=resolved.hardener.build(sources=sources),
        real_data=read_real(recipe.lesson.real_data, recipe, problems.held_out, say),
        entry=Entry(sources, insisted),
        sandbox=sandbox,
    )


def pooled(sources: Iterable[ProblemSource]) -> ProblemSet:
    """All sources as one: no problem twice, and none to train on that is, nearly, a held-out one of another source."""
    sets = [source.problems() for source in sources]
    held_out = once_each(problem for each in sets for problem in each.held_out)
    train, _ = decontaminate(once_each(problem for each in sets for problem in each.train), held_out)
    if not train:
        raise RecipeError(
            "[[problems]]: there is no problem left to train on that is not held out, or nearly the same as one"
        )
    return ProblemSet(tuple(train), held_out)


def check_kinds(problems: ProblemSet, verifiers: Mapping[str, NamedVerifier]) -> None:
    kinds = {problem.kind: problem for problem in (*problems.held_out, *problems.train)}
    for kind, problem in sorted(kinds.items()):
        if kind not in verifiers:
            raise RecipeError(
                f"problems of kind {kind!r} (from {problem.source or 'a file'}) have no verifier: add [verifiers.{kind}] with "
                f"`use`. Installed: {', '.join(names('verifiers'))}."
            )


async def base_policy(weights: str, workplace: Workplace, say: Callable[[str], None]) -> Policy:
    """The policy of round 0, named by the content of its weights."""
    if weights == "none":
        return Policy(digest(["base", "none"]), workplace.policies / "none")
    child = Child(
        "engine.fetch_worker", "the preparation of the model", workplace.logs / "model.log", "free some memory"
    )
    await child.start()
    try:
        found = await child.ask({"weights": weights}, note=lambda note: say(note["say"]))
    finally:
        await child.aclose()
    return Policy(digest(["base", found["fingerprint"]]), Path(found["folder"]))


def built(chosen: Mapping[str, Chosen], sandbox: Sandbox | None = None) -> dict[str, NamedVerifier]:
    """The judge of each kind; those whose constructor asks for a `sandbox` are handed the given one."""
    given = {} if sandbox is None else {"sandbox": sandbox}
    return {kind: NamedVerifier(each.name, build_verifier(each, **given)) for kind, each in chosen.items()}


def shipped_verifiers(only: str | None = None, problems: Iterable[Problem] = ()) -> dict[str, Chosen]:
    """The judges used when no recipe names them: for each kind the verifier of that name, or `only` for every kind."""
    kinds = dict.fromkeys(problem.kind for problem in problems)
    given = GIVEN["verifiers"]
    return {
        kind: choose("verifiers", only or kind, {}, f"problems of kind {kind!r}", given=given)
        for kind in kinds
        if only or kind in names("verifiers")
    }


def named_sandbox(name: str, where: str, say: Callable[[str], None] = lambda _: None) -> Sandbox:
    """The sandbox of that name, with its defaults. Raises PartError."""
    sandbox: Sandbox = choose("sandboxes", name, {}, where).build()
    announce(name, sandbox, say)
    return sandbox


def announce(name: str, sandbox: Sandbox, say: Callable[[str], None]) -> None:
    """Says which sandbox it is, and what it cannot promise here."""
    missing = getattr(sandbox, "missing", {})
    name = getattr(sandbox, "name", name)
    cannot = f"; it cannot promise here: {', '.join(missing)} (see docs/sandboxes.md)" if missing else ""
    say(f"Candidates run in the sandbox {name!r}{cannot}.")


def check_available(verifiers: Mapping[str, NamedVerifier]) -> None:
    """Raises PartError for a verifier that says it cannot judge here: a run would only find out after sampling."""
    for kind, named in verifiers.items():
        if why := getattr(named.verifier, "unavailable", ""):
            raise PartError(f"[verifiers.{kind}]: {why}")


def warn(verifiers: Mapping[str, NamedVerifier], say: Callable[[str], None]) -> None:
    """Says what a verifier wants known before it is relied on."""
    for text in dict.fromkeys(text for named in verifiers.values() for text in getattr(named.verifier, "warnings", ())):
        say(f"Warning: {text}")


def with_weights(recipe: Recipe, weights: str) -> Recipe:
    """The recipe that only measures these weights on its held-out problems."""
    frozen = {"rounds": 0, "model": recipe.model.model_copy(update={"weights": weights}), "learner": Part(use="frozen")}
    return recipe.model_copy(update=frozen)
