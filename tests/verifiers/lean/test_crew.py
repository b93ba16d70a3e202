"""Which checker process a check gets, and when one is ended. The processes are fakes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from verifiers.lean.crew import BadImports, CannotStart, Crew
from verifiers.lean.process import Stopped
from verifiers.lean.program import Role

NEVER = threading.Event()


class FakeProcess:
    """Greets, and counts what it is asked."""

    def __init__(self, role: str, hello: dict[str, Any] | Stopped, wait: float = 0.0) -> None:
        self.role, self.hello, self.wait = role, hello, wait
        self.questions, self.alive, self.header, self.users = 0, True, "", 0

    def ask(self, question: dict[str, Any], bounds: object, cancelled: threading.Event) -> dict[str, Any]:
        self.questions += 1
        if self.questions == 1:
            self.header = question["imports"]
            time.sleep(self.wait)
            if isinstance(self.hello, Stopped):
                self.close()
                raise self.hello
            return self.hello
        return {}

    def close(self) -> None:
        self.alive = False


@dataclass
class World:
    """Every process that was started, in order."""

    hello: dict[str, Any] | Stopped = field(default_factory=dict)
    wait: float = 0.0
    broken: str = ""
    started: list[FakeProcess] = field(default_factory=list)
    helpers: Executor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def open(self, role: str) -> FakeProcess:
        if self.broken:
            raise OSError(self.broken)
        self.started.append(FakeProcess(role, self.hello, self.wait))
        return self.started[-1]

    def crew(self, recycle_after: int = 3, most: int = 100, spares: int = 1) -> Crew:
        opened: Any = self.open  # fakes, where Process is asked for
        return Crew(opened, self.helpers, recycle_after, most, spares)

    def living(self, role: str = "", header: str | None = None) -> list[FakeProcess]:
        """Once all that was ordered is there."""
        self.settle()
        return [
            each for each in self.started
            if each.alive and role in ("", each.role) and header in (None, each.header)
        ]  # fmt: skip

    def settle(self) -> None:
        for _ in range(3):  # an order may bring another
            self.helpers.submit(int).result(10)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.helpers.shutdown()


def use(crew: Crew, header: str = "h", role: Any = "elaborate", *, doubt: bool = False) -> Any:
    """One check: a process is taken, asked and given back."""
    process: Any = crew.take(header, role, NEVER)
    process.ask({}, None, NEVER)
    crew.give_back(header, role, process, doubt=doubt)
    return process


def test_a_process_is_used_again(world: World) -> None:
    crew = world.crew()
    assert use(crew) is use(crew)


def test_a_process_is_used_for_its_header_and_role_alone(world: World) -> None:
    crew = world.crew()
    used = [use(crew, header, role) for header in ("a", "b") for role in ("elaborate", "replay")]
    assert len(set(map(id, used))) == 4
    assert [(each.header, each.role) for each in used] == [
        ("a", "elaborate"), ("a", "replay"), ("b", "elaborate"), ("b", "replay"),
    ]  # fmt: skip


def test_a_process_in_use_is_nobody_elses(world: World) -> None:
    crew = world.crew()
    assert crew.take("h", "elaborate", NEVER) is not crew.take("h", "elaborate", NEVER)


def test_the_first_replaying_process_is_started_beside_the_first_elaborating_one(world: World) -> None:
    crew = world.crew()
    use(crew)
    assert sorted(each.role for each in world.living()) == ["elaborate", "replay"]
    use(crew, role="replay")
    assert len(world.started) == 2


def test_a_process_is_replaced_after_as_many_checks_as_were_said(world: World) -> None:
    crew = world.crew(recycle_after=3)
    used = [use(crew, role="replay") for _ in range(7)]
    assert [id(each) for each in used] == [id(used[at]) for at in (0, 0, 0, 3, 3, 3, 6)]
    assert [each.alive for each in used] == [False] * 6 + [True]


def test_a_process_in_doubt_is_closed(world: World) -> None:
    crew = world.crew()
    doubted = use(crew, doubt=True)
    assert not doubted.alive
    assert use(crew) is not doubted


def test_a_process_that_died_while_it_waited_is_not_handed_out(world: World) -> None:
    crew = world.crew()
    dead = use(crew)
    dead.alive = False
    assert use(crew).alive


def test_after_a_loss_a_spare_stands_by(world: World) -> None:
    crew = world.crew(spares=2)
    lost = crew.take("h", "elaborate", NEVER)
    assert len(world.living("elaborate")) == 1
    lost.close()
    crew.lose("h", "elaborate")
    spares = world.living("elaborate")
    assert spares
    assert crew.take("h", "elaborate", NEVER) in spares
    assert 2 <= len(world.living("elaborate")) <= 3  # the next is ready already


def test_without_spares_none_is_started_ahead_after_a_loss(world: World) -> None:
    crew = world.crew(spares=0)
    crew.take("h", "elaborate", NEVER).close()
    crew.lose("h", "elaborate")
    assert world.living("elaborate") == []


def test_the_loss_of_a_replaying_process_orders_none(world: World) -> None:
    crew = world.crew()
    crew.take("h", "replay", NEVER).close()
    crew.lose("h", "replay")
    assert world.living() == []
    assert crew.take("h", "replay", NEVER).alive


def test_processes_of_the_headers_unused_for_longest_are_closed(world: World) -> None:
    crew = world.crew(most=2)
    for header in ("a", "b", "a", "c"):
        use(crew, header, "replay")
        time.sleep(0.002)
    assert {each.header for each in world.living()} == {"a", "c"}


def test_a_stream_of_headers_whose_attempts_all_fail_leaves_few_processes(world: World) -> None:
    crew = world.crew(most=4)
    for number in range(30):  # nothing comes to be replayed
        use(crew, f"header {number}", "elaborate")
        time.sleep(0.001)
    assert len(world.living()) <= 6


def test_a_stream_of_headers_whose_attempts_all_kill_their_process_leaves_few_processes(world: World) -> None:
    crew = world.crew(most=4)
    for number in range(30):
        header = f"header {number}"
        crew.take(header, "elaborate", NEVER).close()
        crew.lose(header, "elaborate")
        time.sleep(0.001)
    assert len(world.living()) <= 6


def test_closing_ends_idle_processes_and_those_started_ahead(world: World) -> None:
    world.wait = 0.05
    crew = world.crew(spares=1)
    use(crew)
    crew.lose("h", "elaborate")
    crew.close()
    assert world.living() == []


def test_a_process_given_back_after_closing_is_ended(world: World) -> None:
    crew = world.crew()
    process = crew.take("h", "elaborate", NEVER)
    crew.close()
    crew.give_back("h", "elaborate", process)
    assert world.living() == []


def test_nothing_is_started_ahead_after_closing(world: World) -> None:
    crew = world.crew()
    crew.close()
    crew.lose("h", "elaborate")
    assert world.started == []


@pytest.mark.parametrize(
    ("broken", "hello", "said"),
    [
        pytest.param("no lean here", {}, "no lean here", id="the program cannot be run"),
        pytest.param("", Stopped("died", "status 1: bad flag"), "did not start .died.: status 1: bad flag", id="it dies"),
        pytest.param("", Stopped("timeout", "no end after 600 s"), "did not start .timeout.", id="it never greets"),
        pytest.param("", {"unloadable": "unknown module Mathlib"}, "cannot be loaded: unknown module", id="no such import"),
    ],
)  # fmt: skip
def test_a_process_that_cannot_be_had_says_why(broken: str, hello: Any, said: str) -> None:
    world = World(hello, broken=broken)
    with pytest.raises(CannotStart, match=said):
        world.crew().take("h", "elaborate", NEVER)
    assert world.living() == []


def test_imports_that_lean_cannot_read_are_no_fault_of_the_toolchain() -> None:
    world = World({"errors": True})
    with pytest.raises(BadImports, match="import import"):
        world.crew().take("import import", "elaborate", NEVER)
    assert world.living() == []


def test_a_fresh_process_was_asked_nothing_else(world: World) -> None:
    crew = world.crew()
    used = use(crew)
    fresh = crew.take("h", "elaborate", NEVER, fresh=True)
    assert fresh is not used
    assert fresh.questions == 1
    assert crew.take("h", "elaborate", NEVER) is used


def test_one_that_was_started_ahead_in_vain_is_tried_again(world: World) -> None:
    crew = world.crew()
    world.broken = "out of processes"
    with pytest.raises(CannotStart):
        crew.take("h", "elaborate", NEVER)
    world.broken = ""
    assert crew.take("h", "elaborate", NEVER).alive
    try:
        replaying = crew.take("h", "replay", NEVER)
    except CannotStart:  # the one that was ordered while nothing could be started
        replaying = crew.take("h", "replay", NEVER)
    assert replaying.alive


def test_who_cancels_while_a_process_starts_is_told_so() -> None:
    world = World(Stopped("cancelled", "nobody waits"))
    with pytest.raises(Stopped) as caught:
        world.crew().take("h", "replay", NEVER)
    assert caught.value.code == "cancelled"


def test_a_replay_goes_on_with_the_process_that_comes_back_before_another_has_started(world: World) -> None:
    crew = world.crew()
    world.wait = 0.5
    busy = crew.take("h", "replay", NEVER)
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(crew.take, "h", "replay", NEVER)
        time.sleep(0.05)
        assert not second.done()
        crew.give_back("h", "replay", busy)
        assert second.result(10) is busy
    assert len(world.living("replay")) == 2  # the other one stays for the next time


def test_a_replay_goes_on_with_the_process_that_has_started_when_the_other_stays_busy(world: World) -> None:
    crew = world.crew()
    busy = crew.take("h", "replay", NEVER)
    assert crew.take("h", "replay", NEVER) is not busy
    assert len(world.living("replay")) == 2


def test_a_replay_that_waits_for_a_fresh_process_gets_one(world: World) -> None:
    crew = world.crew()
    use(crew, role="replay")
    busy = crew.take("h", "replay", NEVER)
    world.wait = 0.2
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(crew.take, "h", "replay", NEVER, fresh=True)
        time.sleep(0.05)
        crew.give_back("h", "replay", busy)
        fresh: Any = second.result(10)
    assert fresh is not busy
    assert fresh.questions == 1


def test_who_cancels_while_all_are_busy_is_told_so(world: World) -> None:
    crew = world.crew()
    crew.take("h", "replay", NEVER)
    world.wait = 1.5
    cancelled = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(crew.take, "h", "replay", cancelled)
        cancelled.set()
        with pytest.raises(Stopped, match="nobody waits"):
            second.result(10)


def test_a_replay_that_waits_hears_that_no_process_can_be_started(world: World) -> None:
    crew = world.crew()
    crew.take("h", "replay", NEVER)
    world.broken = "out of memory"
    with pytest.raises(CannotStart, match="out of memory"):
        crew.take("h", "replay", NEVER)


ROLES: tuple[Role, Role] = ("elaborate", "replay")


def test_eight_threads_never_share_a_process(world: World) -> None:
    crew = world.crew(recycle_after=20, most=6)
    world.wait = 0.001
    shared: list[FakeProcess] = []

    def work(number: int) -> None:
        for turn in range(60):
            header, role = f"h{(number + turn) % 3}", ROLES[turn % 2]
            process: Any = crew.take(header, role, NEVER)
            process.users += 1
            if process.users != 1 or not process.alive or process.header != header or process.role != role:
                shared.append(process)
            process.ask({}, None, NEVER)
            process.users -= 1
            if turn % 17 == 0:
                process.close()
                crew.lose(header, role)
            else:
                crew.give_back(header, role, process, doubt=turn % 13 == 0)

    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(work, number) for number in range(8)]:
            future.result(60)
    assert shared == []
    crew.close()
    assert world.living() == []


def test_closing_while_others_work_leaves_nothing(world: World) -> None:
    crew = world.crew()
    world.wait = 0.002
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            try:
                use(crew, role="replay")
                use(crew, doubt=True)
            except (CannotStart, CancelledError, Stopped):
                return

    with ThreadPoolExecutor(4) as pool:
        working = [pool.submit(work) for _ in range(4)]
        time.sleep(0.1)
        crew.close()
        time.sleep(0.05)
        stop.set()
        for future in working:
            future.result(10)
    assert world.living() == []
