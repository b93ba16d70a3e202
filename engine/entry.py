"""Which problems enter a run: one whose judge refuses its own solution does not, nor one whose tests accept a trivial program.

The verdicts go through the ledger, and so does the pool that is left: a run that is resumed decides nothing anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.attempts import Attempts
from engine.progress import Watch
from engine.recipe import RecipeError
from problems.problem import Problem
from problems.source import ProblemSet, ProblemSource, Solved
from verifiers.code.strength import unfit_problems
from verifiers.verdict import Verdict

SAID = 5  # problems that are named when some are left out


@dataclass(frozen=True)
class Recorded:
    """The run's own judge, as it judges attempts: from the ledger what is there, and asked again when it breaks."""

    attempts: Attempts

    async def verify(self, problem: Problem, attempt: str) -> Verdict:
        return await self.attempts.judge(problem, attempt)


@dataclass(frozen=True)
class Entry:
    """`sources` may have references; the problems of those `insisted` on enter as they are."""

    sources: Sequence[ProblemSource] = ()
    insisted: Sequence[ProblemSource] = ()

    async def admitted(self, pool: ProblemSet, attempts: Attempts, watch: Watch) -> ProblemSet:
        """The pool without unfit problems, on either side. Why they are left out is in the ledger's meta "left_out".

        Raises RecipeError when none is left to train on, NotMeasured when the judge stays broken.
        """
        references = self.references()
        problems = self.checked(pool, references)
        if not problems:
            return pool
        with watch.stage("checking the problems' own solutions and tests", len(problems)) as advance:
            judge = Recorded(attempts)
            unfit = await unfit_problems(problems, references, judge, progress=lambda *_: advance())
        attempts.ledger.set_meta("left_out", json.dumps(unfit))
        tell(problems, unfit, watch)
        train, held_out = (tuple(p for p in side if p.id not in unfit) for side in (pool.train, pool.held_out))
        if pool.train and not train:
            raise RecipeError(
                f"[[problems]]: all {len(pool.train)} problems to train on are refused their own solution, or have tests that "
                "accept a trivial program. `veriloop suite` says more of code; insist = true takes them as they are"
            )
        return ProblemSet(train, held_out)

    def checked(self, pool: ProblemSet, references: Mapping[str, str]) -> list[Problem]:
        """Code problems, whose tests may be weak, and theorems that have a proof."""
        every = [
            problem
            for problem in (*pool.train, *pool.held_out)
            if problem.kind == "code" or (problem.kind == "lean" and problem.id in references)
        ]
        if not every:
            return []
        sets = [source.problems() for source in self.insisted]
        insisted = {problem.id for each in sets for problem in (*each.train, *each.held_out)}
        return [problem for problem in every if problem.id not in insisted]

    def references(self) -> dict[str, str]:
        solved = [source.references() for source in self.sources if isinstance(source, Solved)]
        return {problem_id: text for each in solved for problem_id, text in each.items()}


def tell(problems: Sequence[Problem], unfit: Mapping[str, str], watch: Watch) -> None:
    if not unfit:
        return
    left_out = [problem for problem in problems if problem.id in unfit]
    families = Counter(problem.source or "a file" for problem in left_out)
    counts = ", ".join(f"{count} of {family}" for family, count in sorted(families.items()))
    watch.say(
        f"{len(left_out)} of {len(problems)} problems are left out, since their checks cannot be relied on ({counts}):"
    )
    for problem in left_out[:SAID]:
        watch.say(f"  {problem.id[:8]}: {unfit[problem.id]}")
    if len(left_out) > SAID:
        watch.say(
            f"  and {len(left_out) - SAID} more; `veriloop suite` shows all. insist = true would take them as they are"
        )
