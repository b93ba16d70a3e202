"""START HERE. The rounds: attempt and judge problems, learn from what was accepted, measure, make harder, repeat.

Every step is done once and recorded in the ledger when it is done. Killed at any moment and run again, the loop goes
through the same steps in the same order, finds the recorded ones, and does the rest with the same result.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from engine import curriculum, evaluate, history, lessons
from engine.attempts import Attempts, NamedVerifier, together
from engine.clock import Clock
from engine.entry import Entry
from engine.ledger import Ledger
from engine.parts import Learner, Sampler
from engine.progress import Quiet, Watch
from engine.recipe import Recipe
from engine.values import Admissions, Evaluation, Example, Judged, Lesson, Planned, Policy, Purpose, seed_for
from problems.problem import Problem
from problems.source import Hardener, ProblemSet
from sandboxes.base import Sandbox


@dataclass(frozen=True)
class Parts:
    """What the recipe chose. `verifiers` maps a kind of problem to its judge; `base` finds or fetches the first policy."""

    problems: ProblemSet
    base: Callable[[], Awaitable[Policy]]
    sampler: Sampler
    verifiers: Mapping[str, NamedVerifier]
    learner: Learner
    hardener: Hardener
    real_data: Sequence[Example] = ()
    entry: Entry = field(default_factory=Entry)  # which of the problems the run takes
    sandbox: Sandbox | None = None  # where the verifiers run what a model wrote

    async def aclose(self) -> None:
        for part in (self.sampler, *self.verifiers.values(), self.sandbox):
            if part is not None:
                await part.aclose()


@dataclass(frozen=True)
class Loop:
    recipe: Recipe
    parts: Parts
    ledger: Ledger
    watch: Watch = field(default_factory=Quiet)
    clock: Clock = field(default_factory=Clock)
    pause: float = 1.0  # seconds before a broken judge is asked again

    async def run(self) -> Policy:
        """The policy after the last round. Raises PartFailed when a part cannot go on; what is done stays done."""
        with self.watch.stage("getting the model ready"):
            policy = await self.ledger.once("policy/0", self.parts.base)
        pool = await self.ledger.once("pool", self.offered)
        with self.timed(0):
            await self.evaluate(0, policy, pool)
        for number in range(1, self.recipe.rounds + 1):
            with self.timed(number):
                policy, pool = await self.round(number, policy, pool)
        return policy

    async def round(self, number: int, policy: Policy, pool: ProblemSet) -> tuple[Policy, ProblemSet]:
        """Practise, learn, measure, make harder: the next policy, and the pool it will practise on."""
        lesson = await self.ledger.once(f"round/{number}/lesson", lambda: self.practise(number, policy, pool))
        learned = await self.ledger.once(f"round/{number}/policy", lambda: self.learn(number, policy, lesson))
        await self.evaluate(number, learned, pool)
        decided = await self.ledger.once(f"round/{number}/harder", lambda: self.make_harder(number, pool))
        self.watch.admitted(decided)
        return learned, curriculum.grown(pool, decided.decisions)

    async def practise(self, number: int, policy: Policy, pool: ProblemSet) -> Lesson:
        """Attempts at this round's problems, each judged as soon as it is there; then what is to be learned."""
        recipe, judges = self.recipe, self.attempts.fingerprints
        seed, tried = seed_for(recipe.seed, "practice", number), history.times_tried(self.ledger, number)
        chosen = curriculum.choose(pool.train, recipe.problems_per_round, tried, seed)
        await self.attempt(f"round {number}: practising", policy, self.planned(number, policy, chosen))
        await self.judge_again(number - 1, errored_too=True)
        outcome = "rejected" if recipe.lesson.take == "rejected" else "accepted"
        judged = history.practised(self.ledger, number, judges, outcome)
        return lessons.select(number, judged, recipe.lesson, self.parts.real_data, recipe.seed)

    def planned(self, number: int, policy: Policy, chosen: Iterable[Problem]) -> list[tuple[Problem, Planned]]:
        def plan(problem: Problem, index: int) -> Planned:
            seed = seed_for(self.recipe.seed, number, problem.id, index)
            prompt = self.recipe.prompt_for(problem)
            return Planned(number, Purpose.PRACTICE, problem.id, policy.id, prompt, index, seed)

        samples = range(self.recipe.samples_per_problem)
        return [(problem, plan(problem, index)) for problem in chosen for index in samples]

    async def attempt(self, what: str, policy: Policy, plans: Sequence[tuple[Problem, Planned]]) -> list[Judged]:
        """All the attempts, sampled and judged concurrently: the sampler batches across problems, verdicts overlap with it."""
        with self.watch.stage(what, len(plans)) as advance:

            async def one(problem: Problem, planned: Planned) -> Judged:
                judged = await self.attempts.make(policy, problem, planned)
                advance()
                return judged

            return await together(one(problem, planned) for problem, planned in plans)

    async def judge_again(self, through: int, *, errored_too: bool) -> None:
        """Judges practice attempts whose judge has changed, or was broken: decisions rest on today's verdicts only."""
        stale = history.unjudged(self.ledger, through, self.attempts.fingerprints, errored_too=errored_too)
        await together(self.attempts.judge(problem, attempt.text) for problem, attempt in stale)

    async def learn(self, number: int, policy: Policy, lesson: Lesson) -> Policy:
        with self.clock.during("learning"), self.watch.stage(f"round {number}: learning from {len(lesson.examples)}"):
            learned = await self.parts.learner.learn(policy, lesson)
        return Policy(learned.id, learned.weights, number, learned.metrics)

    async def evaluate(self, number: int, policy: Policy, pool: ProblemSet) -> None:
        async def measure() -> Evaluation:
            plans = list(evaluate.plans(self.recipe, number, policy, pool.held_out))
            judged = await self.attempt(f"round {number}: evaluating", policy, plans)
            return Evaluation(number, policy.id, evaluate.scores(self.recipe, judged))

        key = f"round/{number}/evaluation"
        self.watch.evaluated(await self.ledger.once(key, measure, settled=lambda found: found.settled))

    async def make_harder(self, number: int, pool: ProblemSet) -> Admissions:
        await self.judge_again(number, errored_too=False)
        rates = history.solve_rates(self.ledger, number, self.attempts.fingerprints)
        return Admissions(number, curriculum.admissions(pool, rates, self.recipe.harder, self.parts.hardener))

    async def offered(self) -> ProblemSet:
        return await self.parts.entry.admitted(self.parts.problems, self.attempts, self.watch)

    @property
    def attempts(self) -> Attempts:
        recipe, parts = self.recipe, self.parts
        waits = (recipe.judge_retries, self.pause, recipe.judge_seconds)
        return Attempts(self.ledger, parts.sampler, parts.verifiers, self.clock, *waits)

    @contextmanager
    def timed(self, number: int) -> Iterator[None]:
        """Adds to the ledger what the round spends its time on, also when it is stopped in the middle."""
        try:
            with self.clock.round():
                yield
        finally:
            for activity, seconds in self.clock.take().items():
                self.ledger.add_seconds(number, activity, seconds)
