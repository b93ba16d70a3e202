"""Which problems are practised, and when a family's next level joins the pool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from engine.history import Rate
from engine.recipe import Harder
from engine.values import Admission, seed_for
from problems.problem import Problem, once_each
from problems.source import Hardener, ProblemSet
from problems.split import decontaminate


def choose(pool: Sequence[Problem], count: int, tried: Mapping[str, int], seed: int) -> list[Problem]:
    """`count` problems (all, when there are fewer), evenly over families and levels, the least tried first.

    A pure function: among equals the order is by a hash of the seed and the problem.
    """
    shelves: dict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in sorted(pool, key=lambda p: (tried.get(p.id, 0), seed_for(seed, p.id))):
        shelves[problem.source, problem.level].append(problem)
    chosen: list[Problem] = []
    # The newest levels come first, so that an uneven remainder goes to what is being learned now.
    turns = [shelf[::-1] for _, shelf in sorted(shelves.items(), key=lambda item: (-item[0][1], item[0][0]))]
    while turns and len(chosen) < count:
        chosen += [shelf.pop() for shelf in turns[: count - len(chosen)]]
        turns = [shelf for shelf in turns if shelf]
    return chosen


def admissions(pool: ProblemSet, rates: Sequence[Rate], harder: Harder, hardener: Hardener) -> tuple[Admission, ...]:
    """A decision for the newest level of each family in the pool that was practised in the round."""
    newest: dict[str, int] = {}
    for problem in pool.train:
        newest[problem.source] = max(problem.level, newest.get(problem.source, problem.level))
    return tuple(decide(pool, rate, harder, hardener) for rate in rates if newest.get(rate.family) == rate.level)


def decide(pool: ProblemSet, rate: Rate, harder: Harder, hardener: Hardener) -> Admission:
    def decision(reason: str, proposed: int = 0, admitted: tuple[Problem, ...] = ()) -> Admission:
        return Admission(rate.family, rate.level + 1, rate.value, rate.decided, proposed, admitted, reason)

    if rate.value is None or rate.decided < harder.min_decided:
        return decision(f"level {rate.level} has {rate.decided} decided attempts; {harder.min_decided} are needed")
    solved = f"level {rate.level} is solved at {rate.value:.2f}"
    if rate.value < harder.threshold:
        return decision(f"{solved}, under the threshold of {harder.threshold:.2f}")
    known = tuple(p for p in pool.train if (p.source, p.level) == (rate.family, rate.level))
    proposed = hardener.propose(rate.family, rate.level + 1, known)
    if not proposed:
        return decision(f"{solved}, and there is no harder level")
    have = {problem.id for problem in pool.train}
    new = [problem for problem in once_each(proposed) if problem.id not in have]
    kept, held_out = decontaminate(new, pool.held_out)
    admitted = tuple(kept[: harder.admit])
    left_out = {
        "known": len(proposed) - len(new),
        "held out": len(held_out),
        "over the bound": len(kept) - len(admitted),
    }
    counts = ", ".join(f"{count} {why}" for why, count in left_out.items() if count)
    return decision(solved + (f"; left out: {counts}" if counts else ""), len(proposed), admitted)


def grown(pool: ProblemSet, decisions: Sequence[Admission]) -> ProblemSet:
    """The pool with what was admitted; what two families admitted is in it once."""
    admitted = (problem for decision in decisions for problem in decision.admitted)
    return ProblemSet(once_each((*pool.train, *admitted)), pool.held_out)
