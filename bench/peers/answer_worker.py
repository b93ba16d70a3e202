"""Runs in a peer's own environment, or in ours: judges answers with the named judge, as that judge's own users call it.

    python answer_worker.py JUDGE MIB

One line on standard input is a list of attempts in JSON; each is answered by a line of its own: the outcome, and the seconds
that the judge took from the whole attempt to its verdict. The first line says which version is ready, after some warming up.
At most MIB of memory can be had. This confines nothing else: several of the peers evaluate what the attempt says.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.metadata
import json
import os
import resource
import sys
import sysconfig
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

Judge = Callable[[str, str], Any]  # reference, attempt: whether it is accepted, or our verdict
WARM = (
    (r"\frac{1}{2}", r"So $x = \frac12$ and the final answer is $\boxed{\frac{1}{2}}$."),
    ("72", r"It is \boxed{72}."),
)
WARMING = 6  # turns of them: verl's math_verify has four processes that start one by one
# Taken without their own __init__, which imports a training stack that their judges do not use.
BARE = (
    "verl", "verl.utils", "verl.utils.reward_score", "trl", "trl.rewards", "tinker_cookbook", "lighteval",
    "lighteval.metrics", "lighteval.models", "lighteval.tasks",
)  # fmt: skip
STACK = (
    "aenum", "datasets", "huggingface_hub", "inspect_ai", "langcodes", "nltk", "pandas", "pydantic", "pytablewriter", "requests",
    "rouge_score", "sacrebleu", "scipy", "sklearn", "torch", "tqdm", "transformers", "yaml",
)  # fmt: skip


class AnyName(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Hollow

    def __or__(cls, other: Any) -> Any:
        return cls

    __ror__ = __or__


class Hollow(metaclass=AnyName):
    """Stands for whatever a package of the training stack would give: judges import it, and do not use it."""

    def __init__(self, *_: Any, **__: Any) -> None:
        return

    def __getattr__(self, name: str) -> Any:
        return getattr(Hollow, name)

    def __call__(self, *_: Any, **__: Any) -> Any:
        return self


class HollowModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        return getattr(Hollow, name)


class Hollows(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes last: only for what is not installed."""

    def find_spec(self, name: str, *_: Any) -> importlib.machinery.ModuleSpec | None:
        if name.split(".")[0] not in STACK:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return HollowModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        module.__path__ = []


def bare() -> None:
    for name in BARE:
        folder = Path(sysconfig.get_paths()["purelib"]) / name.replace(".", "/")
        if folder.is_dir():
            module = sys.modules[name] = types.ModuleType(name)
            module.__path__ = [str(folder)]
            parent, _, child = name.rpartition(".")
            if parent:
                setattr(sys.modules[parent], child, module)


# Where this is imported, not in main: the processes that verl's math_verify starts import this file under another name.
if len(sys.argv) > 1 and sys.argv[1] != "veriloop":
    bare()
    sys.meta_path.append(Hollows())


# ---- the judges ---------------------------------------------------------------------------------------------------


def math_verify() -> Judge:
    """As its README has it, its time-outs (5 s for each parse and each comparison) on, as they are unless turned off."""
    package = importlib.import_module("math_verify")
    parse, verify = package.parse, package.verify
    return lambda reference, attempt: verify(parse(f"${reference}$"), parse(attempt))


def lighteval() -> Judge:
    """The metric of pass@k for MATH-500 and AIME, with its settings."""
    metrics = importlib.import_module("lighteval.metrics.dynamic_metrics")
    document, response = (
        importlib.import_module("lighteval.tasks.requests").Doc,
        importlib.import_module("lighteval.models.model_output").ModelResponse,
    )
    kinds = [metrics.ExprExtractionConfig(), metrics.LatexExtractionConfig()]
    metric = metrics.MultilingualExtractiveMatchMetric(
        gold_extraction_target=kinds, pred_extraction_target=kinds, precision=6
    )

    def judge(reference: str, attempt: str) -> bool:
        asked = document(query="", choices=[f"${reference}$"], gold_index=0)
        return bool(metric.compute(asked, response(text=[attempt])) == 1.0)

    return judge


def trl() -> Judge:
    accuracy_reward = importlib.import_module("trl.rewards.accuracy_rewards").accuracy_reward

    def judge(reference: str, attempt: str) -> bool | None:
        (reward,) = accuracy_reward([[{"role": "assistant", "content": attempt}]], [f"${reference}$"])
        return None if reward is None else reward == 1.0  # None: the reference cannot be parsed, the example is skipped

    return judge


def tinker() -> Judge:
    """What MathEnv.check_answer does with its default grader."""
    grading = importlib.import_module("tinker_cookbook.recipes.math_rl.math_grading")

    def judge(reference: str, attempt: str) -> bool:
        try:
            answer = grading.extract_boxed(attempt)
        except ValueError:
            return False
        return bool(grading.run_with_timeout_signal(grading.grade_answer, args=(answer, reference), timeout_seconds=1))

    return judge


def verl(name: str) -> Judge:
    compute_score = importlib.import_module(f"verl.utils.reward_score.{name}").compute_score

    def judge(reference: str, attempt: str) -> bool:
        found = compute_score(attempt, reference)
        if isinstance(found, dict):
            found = found["score"]
        return bool((found[0] if isinstance(found, tuple) else found) == 1.0)

    return judge


JUDGES: dict[str, tuple[str, Callable[[], Judge]]] = {
    "math-verify": ("math-verify", math_verify),
    "lighteval": ("lighteval", lighteval),
    "trl": ("trl", trl),
    "tinker": ("tinker_cookbook", tinker),
    "verl-prime_math": ("verl", lambda: verl("prime_math")),
    "verl-math_dapo": ("verl", lambda: verl("math_dapo")),
    "verl-math_reward": ("verl", lambda: verl("math_reward")),
    "verl-math_verify": ("verl", lambda: verl("math_verify")),
}


def peer(name: str) -> tuple[str, Callable[[Any], Any]]:
    package, make = JUDGES[name]
    judge = make()
    for reference, attempt in WARM * WARMING:
        judge(reference, attempt)
    for reference, attempt in WARM:
        if judge(reference, attempt) is not True:
            raise SystemExit(f"{name} does not work here: it refuses {attempt!r} for {reference!r}")

    def asked(row: Any) -> Callable[[], str]:
        reference, attempt = row["problem"]["checks"]["reference"], row["attempt"]
        words = {True: "accepted", False: "rejected", None: "abstained"}
        return lambda: words[judge(reference, attempt)]

    return importlib.metadata.version(package), asked


def ours() -> tuple[str, Callable[[Any], Any]]:
    from problems.problem import Problem
    from verifiers.answer.verifier import AnswerVerifier

    verifier = AnswerVerifier()
    for reference, attempt in WARM * WARMING:
        verifier.judge(Problem("answer", "", {"reference": reference}), attempt)

    def asked(row: Any) -> Callable[[], str]:
        problem, attempt = Problem(**row["problem"]), row["attempt"]
        return lambda: verifier.judge(problem, attempt).outcome.value

    return verifier.fingerprint[:8], asked


def main() -> None:
    # What the packages print must not be taken for answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def say(**what: Any) -> None:
        answers.write(json.dumps(what) + "\n")
        answers.flush()

    name, most = sys.argv[1], int(sys.argv[2]) * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    version, asked = ours() if name == "veriloop" else peer(name)
    say(version=version)
    for line in sys.stdin:
        for row in json.loads(line):
            check = asked(row)
            start = time.perf_counter()
            try:
                outcome, said = check(), ""
            except Exception as error:  # noqa: BLE001  whatever a judge raises is one of its figures
                outcome, said = "errored", f"{type(error).__name__}: {str(error)[:200]}"
            say(outcome=outcome, seconds=time.perf_counter() - start, error=said)


if __name__ == "__main__":
    main()
