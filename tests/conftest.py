"""What all tests share: where the data is, and which components must be there."""

from __future__ import annotations

import os
from collections.abc import Generator
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
