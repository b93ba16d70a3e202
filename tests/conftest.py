"""What all tests share: where the data is, and which components must be there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data and labelled corpora, from VERILOOP_DATA."""
    folder = os.environ.get("VERILOOP_DATA")
    if not folder:
        pytest.skip("VERILOOP_DATA is not set: it names the folder of data sets and labelled corpora")
    path = Path(folder).resolve()
    assert path.is_dir(), f"VERILOOP_DATA={folder} is not a folder"
    return path
