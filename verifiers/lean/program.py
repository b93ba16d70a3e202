"""The checker program's two files, written where a Lean process can read them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal

from problems.folders import cache_folder, published

Role = Literal["elaborate", "replay"]
PARTS: dict[Role, tuple[str, ...]] = {
    "elaborate": ("common", "writing", "elaborate"),
    "replay": ("common", "reading", "kernel", "replay"),
}
SOURCES = Path(__file__).parent / "checker"


@cache
def texts() -> dict[Role, str]:
    def part(name: str) -> str:
        return (SOURCES / f"{name}.lean").read_text("utf-8")

    return {role: "\n".join(["import Lean\n", *map(part, parts)]) for role, parts in PARTS.items()}


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
