"""The checker program's two files, written where a Lean process can read them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal

from problems.folders import cache_folder, published

Role = Literal["elaborate", "replay"]
ROLES: tuple[Role, Role] = ("elaborate", "replay")
SOURCES = Path(__file__).parent / "checker"


@cache
def texts() -> dict[Role, str]:
    common = (SOURCES / "common.lean").read_text("utf-8")
    return {role: f"import Lean\n\n{common}\n{(SOURCES / f'{role}.lean').read_text('utf-8')}" for role in ROLES}


@cache
def fingerprint() -> str:
    return hashlib.sha256("\0".join(texts().values()).encode()).hexdigest()


def folder() -> Path:
    """Holds `elaborate.lean` and `replay.lean`; named by their content, made when it is not there."""
    target = cache_folder() / "lean" / f"checker-{fingerprint()[:16]}"
    if not target.is_dir():
        with published(target) as draft:
            for role, text in texts().items():
                (draft / f"{role}.lean").write_text(text, "utf-8")
    return target
