"""What all tests share: where the data is, and which components must be there."""

from __future__ import annotations

import contextlib
import os
import time
import tracemalloc
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

# Components that must be here: a test with one of these markers fails where it would be skipped.
REQUIRED = {name for name in os.environ.get("VERILOOP_REQUIRE", "").split(",") if name}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    missing = REQUIRED & {marker.name for marker in item.iter_markers()}
    if report.skipped and missing and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"VERILOOP_REQUIRE names {', '.join(sorted(missing))}, and this test was skipped: {report.longrepr}"
        )
    return report


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data and labelled corpora, from VERILOOP_DATA."""
    folder = os.environ.get("VERILOOP_DATA")
    if not folder:
        pytest.skip("VERILOOP_DATA is not set: it names the folder of data sets and labelled corpora")
    path = Path(folder).resolve()
    assert path.is_dir(), f"VERILOOP_DATA={folder} is not a folder"
    return path


@pytest.fixture(scope="session")
def slowness() -> float:
    """How many times slower than a quick one this machine is; 1 or more."""

    def seconds() -> float:
        began = time.thread_time()
        for _ in range(1_000_000):
            pass
        return time.thread_time() - began

    return max(1.0, min(seconds() for _ in range(5)) / 0.02)


@pytest.fixture
def frugal(slowness: float) -> Callable[..., AbstractContextManager[None]]:
    """``with frugal():`` is for work that must not grow out of proportion, not for how fast it is.

    What is inside takes less than 5 s of this thread's processor time (more on a slow machine), where the thing
    that the test is afraid of takes far longer, and allocates less than ``megabytes`` at any time if that is given.
    """

    @contextlib.contextmanager
    def measured(megabytes: int | None = None) -> Iterator[None]:
        if megabytes is not None:
            tracemalloc.start()
        began = time.thread_time()
        try:
            yield
            assert time.thread_time() - began < 5 * slowness
            assert megabytes is None or tracemalloc.get_traced_memory()[1] < megabytes << 20
        finally:
            tracemalloc.stop()

    return measured
