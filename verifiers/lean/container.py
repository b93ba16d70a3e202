"""Runs a checker in a hardened Docker container: `python -m verifiers.lean.container SETTINGS COMMAND...`, streams passed through.

The container sees the folders of this machine that bubblewrap would show, read-only; the engine must be this machine's. Besides
what namespaces give, Docker's own filter of system calls and a memory limit that no process can outrun.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docker
from docker.types import LogConfig

from sandboxes.docker import BROKEN, OWNER, Streams, owner, remove, remove_leftovers
from sandboxes.images import DEFAULT_IMAGE
from sandboxes.local import visible

NOBODY = "65534:65534"


def settings(environment: Mapping[str, str], folders: Sequence[Path], memory_mb: int, scratch_mb: int) -> str:
    """The first argument."""
    about = {"environment": dict(environment), "folders": [str(path) for path in visible(tuple(folders))]}
    return json.dumps({**about, "memory_mb": memory_mb, "scratch_mb": scratch_mb})


def failure() -> str:
    """Why no container can be had, "" when one can."""
    try:
        client = docker.from_env(timeout=10)
        client.images.get(DEFAULT_IMAGE)
        client.close()
    except BROKEN as error:
        return f"no Docker Engine with the image {DEFAULT_IMAGE} (veriloop sandbox build): {error}"
    return ""


def main() -> int:
    """The command's exit status; what it was killed for is said on standard error."""
    wanted, command = json.loads(sys.argv[1]), sys.argv[2:]
    client: Any = docker.from_env(timeout=60)
    remove_leftovers(client)
    api = client.api
    container = api.create_container(**described(api, wanted, command))["Id"]
    # Whoever ends this process ends the container.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        attached = api.attach_socket(container, {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
        sock: socket.socket = getattr(attached, "_sock", attached)
        api.start(container)
        threading.Thread(target=pass_in, args=(sock, api, container), daemon=True).start()
        pass_out(sock)
        status = int(api.wait(container)["StatusCode"])
        if api.inspect_container(container)["State"]["OOMKilled"]:
            sys.stderr.write("out of memory\n")
            return 1
        return status
    finally:
        remove(api, container)


def described(api: Any, wanted: Mapping[str, Any], command: Sequence[str]) -> dict[str, Any]:
    """What the engine is told, hardening included."""
    scratch = f"rw,nosuid,nodev,noexec,size={wanted['scratch_mb']}m,mode=1777"
    host = api.create_host_config(
        network_mode="none",
        read_only=True,
        cap_drop=["ALL"],
        security_opt=["no-new-privileges"],
        pids_limit=256,
        mem_limit=wanted["memory_mb"] << 20,
        memswap_limit=wanted["memory_mb"] << 20,
        ipc_mode="none",
        binds=[f"{path}:{path}:ro" for path in wanted["folders"]],
        tmpfs=dict.fromkeys(("/box", "/tmp"), scratch),  # noqa: S108  # in a container, not on this machine
        log_config=LogConfig(type="none"),
    )
    return {
        "image": DEFAULT_IMAGE,
        "command": list(command),
        "entrypoint": [],
        "user": NOBODY,
        "working_dir": "/",
        "hostname": "sandbox",
        "environment": dict(wanted["environment"]),
        "labels": {OWNER: owner()},
        "stdin_open": True,
        "host_config": host,
    }


def pass_in(sock: socket.socket, api: Any, container: str) -> None:
    """Until whoever asks goes away; the container goes with them."""
    while data := os.read(0, 1 << 16):
        sock.sendall(data)
    remove(api, container)


def pass_out(sock: socket.socket) -> None:
    streams = Streams()
    told = 0
    while data := sock.recv(1 << 16):
        written = streams.unwrap(data)
        while written:
            written = written[os.write(1, written) :]
        if said := streams.stderr()[told:]:
            told += len(said)
            sys.stderr.write(said)
            sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
