"""What bubblewrap does, for machines without it: new namespaces around a read-only tree of chosen folders.

Run as `python -m sandboxes.nest JSON PROGRAM ARGUMENT...`; see `plan`.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from sandboxes.supervisor import confine, filters
from sandboxes.supervisor.confine import (
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
)

DEVICES = ("null", "zero", "full", "random", "urandom")
MNT_DETACH = 2
SPACES = confine.CLONE_NEWNS | confine.CLONE_NEWPID | confine.CLONE_NEWNET | confine.CLONE_NEWIPC | confine.CLONE_NEWUTS


def plan(
    folders: Sequence[str], links: Mapping[str, str], sizes: Mapping[str, int], modes: Mapping[str, int], *, root: bool
) -> str:
    """The first argument: what is bound read-only, which links there are, and the folders in memory with their bytes."""
    return json.dumps(
        {"folders": list(folders), "links": dict(links), "sizes": dict(sizes), "modes": dict(modes), "root": root}
    )


def main() -> None:
    wanted, command = json.loads(sys.argv[1]), sys.argv[2:]
    uid, gid = os.getuid(), os.getgid()
    confine.prctl(confine.PR_SET_PDEATHSIG, signal.SIGKILL)
    confine.call("unshare", SPACES | (0 if wanted["root"] else confine.CLONE_NEWUSER))
    if not wanted["root"]:
        confine.map_to_itself(uid, gid)
    pid = os.fork()
    if pid:
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os._exit(status if status >= 0 else 128 - status)
    confine.prctl(confine.PR_SET_PDEATHSIG, signal.SIGKILL)
    os.setsid()
    build(wanted)
    confine.prctl(confine.PR_SET_NO_NEW_PRIVS, 1)
    if wanted["root"]:
        confine.keep_capabilities(confine.CAP_CHOWN, confine.CAP_SETGID, confine.CAP_SETUID)
    else:
        confine.keep_capabilities()
    os.execve(command[0], command, {})


def build(wanted: Mapping[str, Any]) -> None:
    """Makes the tree on a file system in memory, and makes it the root."""
    os.umask(0o022)
    top = "/tmp"  # noqa: S108  # any folder that is there: it is covered, and only in this namespace
    confine.mount(b"none", b"/", None, MS_REC | MS_PRIVATE)
    # Found before anything is covered: the interpreter may be in a folder below this one.
    sources = {path: f"/proc/self/fd/{os.open(path, os.O_PATH)}" for path in wanted["folders"]}
    confine.mount(b"tmpfs", top.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, b"mode=0755")
    os.chdir(top)
    for path, source in sources.items():
        bind(source, top + path)
    for path, target in wanted["links"].items():
        os.makedirs(os.path.dirname(top + path), mode=0o755, exist_ok=True)
        os.symlink(target, top + path)
    for path in ("/proc", "/dev", "/old"):
        os.makedirs(top + path, mode=0o755, exist_ok=True)
    confine.mount(b"proc", (top + "/proc").encode(), b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    for name in DEVICES:
        bind(f"/dev/{name}", f"{top}/dev/{name}", writable=True)
    for name, fd in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        os.symlink(f"/proc/self/fd/{fd}", f"{top}/dev/{name}")
    os.symlink("/proc/self/fd", top + "/dev/fd")
    for path, size in wanted["sizes"].items():
        os.makedirs(top + path, mode=0o755, exist_ok=True)
        options = f"size={size},nr_inodes=16384,mode={wanted['modes'][path]:o}"
        confine.mount(b"tmpfs", (top + path).encode(), b"tmpfs", MS_NOSUID | MS_NODEV, options.encode())
    confine.call("syscall", filters.pivot_root_number(), (top + "/.").encode(), (top + "/old").encode())
    os.chdir("/")
    confine.call("umount2", b"/old", MNT_DETACH)
    os.rmdir("/old")
    confine.mount(b"none", b"/", None, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_BIND)
    confine.call("sethostname", b"sandbox", ctypes.c_size_t(7))


def bind(source: str, target: str, *, writable: bool = False) -> None:
    """Makes a folder or file of the machine visible, read-only unless it is a device."""
    if os.path.isdir(source):
        os.makedirs(target, mode=0o755, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), mode=0o755, exist_ok=True)
        with open(target, "xb"):
            pass
    confine.mount(source.encode(), target.encode(), None, MS_BIND | MS_REC)
    if writable:
        return
    # What the mount already forbids must be said again, or the kernel refuses the change (mount_namespaces(7)).
    locked = os.statvfs(target).f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC | 0x400 | 0x800 | 0x1000)
    times = {0x400: 0x400, 0x800: 0x800, 0x1000: 0x200000}  # ST_NOATIME, ST_NODIRATIME, ST_RELATIME to MS_*
    flags = sum(times.get(bit, bit) for bit in (2, 4, 8, 0x400, 0x800, 0x1000) if locked & bit)
    confine.mount(
        b"none", target.encode(), None, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | (flags & ~2 & ~4)
    )


if __name__ == "__main__":
    main()
