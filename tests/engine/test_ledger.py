"""The ledger does a thing once, keeps what it was given, and says so when it cannot."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.ledger import Ledger, LedgerError
from engine.runs import reading
from engine.values import Judgement, Policy
from verifiers.verdict import Outcome, Verdict


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


class Counted:
    """Something to do, which counts how often it was done and yields while it is done."""

    def __init__(self, value: object) -> None:
        self.value, self.times = value, 0

    async def __call__(self) -> object:
        self.times += 1
        await asyncio.sleep(0.001)
        if isinstance(self.value, BaseException):
            raise self.value
        return self.value


POLICY = Policy("base", Path("/weights"))


def judgement(verdict: Verdict) -> Judgement:
    return Judgement("p", "a", "f", "scripted", verdict)


def test_what_is_recorded_is_not_done_again(ledger):
    first, second = Counted(POLICY), Counted(Policy("another", Path("/weights")))
    assert asyncio.run(ledger.once("policy/0", first)) == POLICY
    assert asyncio.run(ledger.once("policy/0", second)) == POLICY
    assert (first.times, second.times) == (1, 0)


def test_callers_of_one_key_at_the_same_time_do_it_once(ledger):
    counted = Counted(POLICY)

    async def all_at_once() -> list[object]:
        return await asyncio.gather(*(ledger.once("policy/0", counted) for _ in range(50)))

    assert asyncio.run(all_at_once()) == [POLICY] * 50
    assert counted.times == 1


def test_other_keys_do_not_wait_for_each_other(ledger):
    async def both() -> None:
        here = asyncio.Event()

        async def first() -> Policy:
            await here.wait()
            return POLICY

        async def second() -> Policy:
            here.set()
            return POLICY

        await asyncio.wait_for(asyncio.gather(ledger.once("a", first), ledger.once("b", second)), 5)

    asyncio.run(both())


def test_nothing_is_recorded_when_it_fails_and_the_next_caller_does_it(ledger):
    with pytest.raises(ZeroDivisionError):
        asyncio.run(ledger.once("policy/0", Counted(ZeroDivisionError())))
    assert ledger.find("policy/0") is None
    assert asyncio.run(ledger.once("policy/0", Counted(POLICY))) == POLICY


def test_a_caller_that_waits_does_it_when_the_one_before_was_cancelled(ledger):
    async def work() -> tuple[object, int]:
        counted = Counted(POLICY)
        first = asyncio.create_task(ledger.once("policy/0", counted))
        await asyncio.sleep(0)
        second = asyncio.create_task(ledger.once("policy/0", counted))
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert ledger.find("policy/0") is None
        return await second, counted.times

    assert asyncio.run(work()) == (POLICY, 2)


def test_a_value_that_is_not_settled_is_done_again_and_replaced(ledger):
    def settled(said: Judgement) -> bool:
        return said.verdict.outcome is not Outcome.ERRORED

    broken, well = judgement(Verdict.errored("down", "no answer")), judgement(Verdict.accept("equal", "4 is 4"))
    assert asyncio.run(ledger.once("verdict", Counted(broken), settled=settled)) == broken
    assert asyncio.run(ledger.once("verdict", Counted(well), settled=settled)) == well
    again = Counted(broken)
    assert asyncio.run(ledger.once("verdict", again, settled=settled)) == well
    assert again.times == 0
    assert ledger.db.execute("SELECT count(*) FROM verdicts").fetchone()[0] == 1


def test_a_value_that_cannot_be_written_whole_is_not_there_in_part(ledger):
    unwritable = Policy("base", Path("/weights"), metrics={"loss": float("nan")})
    with pytest.raises(ValueError, match="JSON"):
        asyncio.run(ledger.once("policy/0", Counted(unwritable)))
    assert ledger.find("policy/0") is None
    assert ledger.db.execute("SELECT count(*) FROM steps").fetchone()[0] == 0


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE shopping (item TEXT)")
    db.close()


def newer(path: Path) -> None:
    Ledger(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def text(path: Path) -> None:
    path.write_text("Dear diary,\n" * 1000)


def header_overwritten(path: Path) -> None:
    Ledger(path).close()
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("read_only", [False, True], ids=["to write", "to read"])
@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        pytest.param(foreign, "no veriloop schema", id="another program's database"),
        pytest.param(newer, "schema version 99; this veriloop reads version 1", id="a newer veriloop's ledger"),
        pytest.param(text, "cannot be read as a ledger", id="a text file"),
        pytest.param(header_overwritten, "cannot be read as a ledger", id="a file whose first bytes are gone"),
        pytest.param(folder, "cannot be opened", id="a folder"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_and_left_as_it_is(tmp_path, make, complaint, read_only):
    path = tmp_path / "ledger.sqlite"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError, match=complaint) as refusal:
        Ledger(path, read_only=read_only)
    assert str(path) in str(refusal.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_ledger_that_is_not_there_is_not_made_by_reading(tmp_path):
    with pytest.raises(LedgerError, match="there is no ledger"):
        Ledger(tmp_path / "ledger.sqlite", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_cannot_be_made_where_there_is_no_folder(tmp_path):
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger(tmp_path / "nowhere" / "ledger.sqlite")


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
def test_a_ledger_that_was_cut_off_is_reported_with_its_place(tmp_path, veriloop, drive, scripted_runs, keep):
    run = tmp_path / "run"
    drive(scripted_runs.write_recipe(tmp_path, rounds=1), run)
    path = run / "ledger.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * keep)])
    for command in (["show", run], ["resume", run], ["export", run]):
        shown = veriloop(*command)
        assert "Traceback" not in shown.stderr
        assert shown.returncode == 0 or (shown.returncode == 1 and str(path) in shown.stderr)


def test_others_read_while_one_writes(tmp_path, ledger):
    async def write_and_read() -> list[int]:
        seen = []
        for round_number in range(30):
            await ledger.once(f"policy/{round_number}", Counted(Policy(f"p{round_number}", Path("/w"), round_number)))
            other = Ledger(ledger.path, read_only=True)
            with ledger.transaction():
                ledger.db.execute("INSERT OR REPLACE INTO meta VALUES ('half', 'written')")
                seen.append(len(other.policies()))  # in the middle of a transaction of the writer
                assert other.meta("half") in (None, "written")
            other.close()
        return seen

    assert asyncio.run(write_and_read()) == list(range(1, 31))


def test_who_reads_cannot_write(tmp_path, ledger):
    other = Ledger(ledger.path, read_only=True)
    with pytest.raises(LedgerError, match="cannot be written"):
        other.set_meta("recipe", "{}")
    other.close()


FILLER = """
import asyncio, resource, sys
from pathlib import Path
from engine.ledger import Ledger, LedgerError
from engine.values import *

path, limit = Path(sys.argv[1]), int(sys.argv[2])
ledger = Ledger(path)
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

async def fill():
    for number in range(100_000):
        plan = Planned(1, Purpose.PRACTICE, "p", "q", Prompt("?"), number, number)
        async def do():
            return Attempt(plan, Completion("x" * 3000, 1))
        try:
            await ledger.once(f"attempt/{number}", do)
        except LedgerError as error:
            print(f"LedgerError {error}", flush=True)
            return
        print(number, flush=True)

asyncio.run(fill())
"""


def test_a_full_disk_is_said_and_loses_nothing_that_was_recorded(tmp_path):
    path = tmp_path / "ledger.sqlite"
    done = subprocess.run([sys.executable, "-c", FILLER, path, "400000"], capture_output=True, text=True, timeout=60)
    *recorded, last = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert last.startswith("LedgerError")
    assert "cannot be written" in last
    assert "Free disk space" in last
    assert len(recorded) > 10
    again = Ledger(path)
    assert [again.find(f"attempt/{number}") is not None for number in recorded] == [True] * len(recorded)
    assert again.find(f"attempt/{len(recorded)}") is None
    assert asyncio.run(again.once(f"attempt/{len(recorded)}", Counted(again.find("attempt/0")))) is not None
    again.close()


def test_a_power_cut_between_table_and_table_leaves_a_file_that_is_made_anew(tmp_path):
    path = tmp_path / "ledger.sqlite"
    path.touch()
    Ledger(path).close()
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0] > 10
    db.close()


def test_a_run_folder_that_is_moved_keeps_its_policies_and_is_finished(tmp_path, drive, scripted_runs):
    recipe = scripted_runs.write_recipe(tmp_path, rounds=1)
    drive(recipe, tmp_path / "run")
    (tmp_path / "run").rename(tmp_path / "moved")
    with reading(tmp_path / "moved") as ledger:
        learned = ledger.policies()[-1]
    assert learned.weights.parent == tmp_path.resolve() / "moved" / "policies"
    assert json.loads((learned.weights / "lesson.json").read_text())["examples"]
    assert drive(recipe, tmp_path / "moved").finished
    before = scripted_runs.content(tmp_path / "moved")
    assert len(before["policies"]) == 2
    assert len(list((tmp_path / "moved" / "policies").iterdir())) == 1
