"""What every sandbox promises, checked on each one that is shipped."""

from __future__ import annotations

import asyncio

import pytest

from sandboxes.base import Call, Calls, Ended, Finished, Program, Sandbox, SandboxUnavailable, Suite
from sandboxes.fake import FakeSandbox

JOBS = {
    "a program": Program("print(input())", "hello"),
    "calls": Calls("def double(n): return 2 * n", "double", (Call((3,)), Call((), {"n": 4}))),
    "a suite": Suite("def one(): return 1", {"test_one.py": "from solution import one\ndef test(): assert one() == 1"}),
}


@pytest.fixture(params=[FakeSandbox], ids=lambda make: make.__name__)
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    return request.param()


def test_it_is_a_sandbox(sandbox):
    assert isinstance(sandbox, Sandbox)


def test_its_fingerprint_is_the_same_for_the_same_place(sandbox):
    assert sandbox.fingerprint == type(sandbox)().fingerprint != ""


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS.keys())
def test_every_kind_of_job_ends(sandbox, job):
    finished = asyncio.run(sandbox.run(job))
    assert isinstance(finished, Finished)
    assert finished.ended is Ended.COMPLETED


def test_many_jobs_at_once_all_end(sandbox):
    async def together():
        return await asyncio.gather(*(sandbox.run(job) for job in list(JOBS.values()) * 20))

    assert all(finished.ended is Ended.COMPLETED for finished in asyncio.run(together()))


def test_closing_twice_is_harmless(sandbox):
    asyncio.run(sandbox.aclose())
    asyncio.run(sandbox.aclose())


def test_a_place_that_failed_says_so_with_an_exception_and_not_with_an_ending():
    def broken(job):
        raise SandboxUnavailable("the engine does not answer")

    with pytest.raises(SandboxUnavailable, match="does not answer"):
        asyncio.run(FakeSandbox(ends=broken).run(JOBS["a program"]))


def test_the_fake_ends_each_job_as_it_was_told():
    told = FakeSandbox(ends=lambda job: Finished(Ended.TIMEOUT, detail=type(job).__name__))
    assert [asyncio.run(told.run(job)).detail for job in JOBS.values()] == ["Program", "Calls", "Suite"]
    assert told.jobs == list(JOBS.values())


def test_the_fake_is_unavailable_once_closed():
    place = FakeSandbox()
    asyncio.run(place.aclose())
    with pytest.raises(SandboxUnavailable, match="closed"):
        asyncio.run(place.run(JOBS["a program"]))
