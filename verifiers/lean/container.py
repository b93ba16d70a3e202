"""Runs a checker in a hardened Docker container, as a program of its own that passes the streams through: see `command`.

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

NOBODY = 65534


def command(inside: Sequence[str], folders: Sequence[Path], memory_mb: int, scratch_mb: int) -> list[str]:
    """What runs `main` on a command. Not `-m`: this module is loaded with its package already."""
    seen = [str(path) for path in visible(tuple(folders))]
    about = json.dumps({"folders": seen, "memory_mb": memory_mb, "scratch_mb": scratch_mb})
    program = "import sys; from verifiers.lean.container import main; sys.exit(main())"
    return [sys.executable, "-c", program, about, *inside]


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
    wanted, inside = json.loads(sys.argv[1]), sys.argv[2:]
    client: Any = docker.from_env(timeout=60)
    remove_leftovers(client)
    api = client.api
    container = api.create_container(**described(api, wanted, inside))["Id"]
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


def described(api: Any, wanted: Mapping[str, Any], inside: Sequence[str]) -> dict[str, Any]:
    """What the engine is told, hardening included."""
    scratch = f"rw,nosuid,nodev,noexec,size={wanted['scratch_mb']}m,mode=1777,uid={NOBODY},gid={NOBODY}"
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
        "command": list(inside),
        "entrypoint": [],
        "user": f"{NOBODY}:{NOBODY}",
        "working_dir": "/",
        "hostname": "sandbox",
        "environment": {},
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
