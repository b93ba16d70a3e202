"""Where real data is found, and short ways to write files of problems."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def data_folder() -> Path:
    folder = os.environ.get("VERILOOP_DATA")
    if not folder:
        pytest.skip("VERILOOP_DATA is not set: it names the folder that holds gsm8k/ and the labelled corpora")
    return Path(folder)


@pytest.fixture
def write_rows(tmp_path: Path) -> Callable[..., Path]:
    """Writes the rows, one JSON object a line, to a new file and returns its path."""

    def write(rows: list[Any], name: str = "problems.jsonl") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return path

    return write
