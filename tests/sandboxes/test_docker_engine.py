"""What the engine is really told, and what happens when it, a container, or the process that started one is gone."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlparse

import docker
import pytest

from sandboxes.base import Ended, Limits, Program, SandboxUnavailable
from sandboxes.docker import OWNER, DockerSandbox, NoEngine

pytestmark = pytest.mark.docker
ROOT = Path(__file__).parents[2]
JOB = Program("print('done')")


@pytest.fixture(scope="module")
def engine():
    try:
        asyncio.run(DockerSandbox(workers=1).aclose())
    except NoEngine as error:
        pytest.skip(str(error))
    client = docker.from_env(timeout=30)
    yield client
    client.close()


def ours(engine, pid=None):
    """Containers that this process, or another, has started."""
    pid = pid or os.getpid()
    found = engine.containers.list(all=True, filters={"label": OWNER}, ignore_removed=True)
    return [each for each in found if each.labels[OWNER].split(":")[1] == str(pid)]


@pytest.fixture
def mine(engine):
    """Containers that were started in this test."""
    before = {each.id for each in ours(engine)}
    return lambda: [each for each in ours(engine) if each.id not in before]


def wait_until(true, seconds=15.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)


@contextlib.asynccontextmanager
async def sandbox(**more):
    made = DockerSandbox(**{"workers": 1, "patience": 20, **more})
    try:
        yield made
    finally:
        await made.aclose()


def test_the_containers_settings_are_as_promised(engine, mine):
    async def settings():
        async with sandbox(memory_mb=1777, cpus=0.5, disk_mb=64) as place:
            await place.run(Program("print('done')", limits=Limits(memory_mb=497)))
            (container,) = mine()
            return container.attrs

    attrs = asyncio.run(settings())
    host, config = attrs["HostConfig"], attrs["Config"]
    assert host["ReadonlyRootfs"] is True
    assert host["Privileged"] is False
    assert host["CapDrop"] == ["ALL"]
    assert {each.removeprefix("CAP_") for each in host["CapAdd"]} == {"SETUID", "SETGID"}
    assert host["NetworkMode"] == "none"
    assert host["IpcMode"] == "none"
    assert host["PidMode"] == host["UTSMode"] == ""
    assert 0 < host["PidsLimit"] <= 512
    assert host["Memory"] == host["MemorySwap"] == 1777 << 20
    assert host["NanoCpus"] == 500_000_000
    assert "no-new-privileges" in " ".join(host["SecurityOpt"])
    assert not host["Binds"]
    assert not host["Devices"]
    assert not attrs["Mounts"]
    assert host["AutoRemove"] is True
    assert host["LogConfig"]["Type"] == "none"
    assert set(host["Tmpfs"]) == {"/box", "/dev/shm", "/dbox", "/dev/mqueue"}
    assert all("noexec" in each and "nosuid" in each and "nodev" in each for each in host["Tmpfs"].values())
    assert "size=64m" in host["Tmpfs"]["/box"]
    assert config["User"] in ("0:0", "0")
    assert config["Image"].startswith("sha256:")
    assert set(config["Env"]) <= set(engine.images.get(config["Image"]).attrs["Config"]["Env"])


def test_no_container_is_left_when_the_sandbox_is_closed(mine):
    async def several():
        async with sandbox(workers=3) as place:
            await asyncio.gather(*(place.run(Program("import time\ntime.sleep(0.3)")) for _ in range(6)))
            assert len(mine()) == 3

    asyncio.run(several())
    wait_until(lambda: not mine())


def test_a_container_that_is_killed_in_the_middle_of_a_job_costs_no_job(mine):
    async def killed():
        async with sandbox() as place:
            await place.run(JOB)
            (before,) = mine()
            job = asyncio.create_task(place.run(Program("import time\ntime.sleep(1)\nprint('done')")))
            await asyncio.sleep(0.3)
            await asyncio.to_thread(before.kill)
            found = [await job, await place.run(JOB)]
            assert before.id not in [each.id for each in mine()]
            return found

    assert [(each.ended, each.results[0].stdout) for each in asyncio.run(killed())] == [(Ended.COMPLETED, "done\n")] * 2


def test_a_container_that_is_killed_each_time_leaves_the_sandbox_unavailable(mine):
    async def always_killed():
        async with sandbox(patience=2) as place:
            stop = threading.Event()

            def kill():
                while not stop.is_set():
                    for each in mine():
                        with contextlib.suppress(docker.errors.APIError):
                            each.kill()

            killer = threading.Thread(target=kill)
            killer.start()
            try:
                await place.run(Program("import time\ntime.sleep(5)", limits=Limits(seconds=9)))
            finally:
                stop.set()
                killer.join()

    with pytest.raises(SandboxUnavailable):
        asyncio.run(always_killed())


OTHER = """
import asyncio, sys, time
sys.path.insert(0, sys.argv[1])
from sandboxes.base import Program
from sandboxes.docker import DockerSandbox
async def main():
    sandbox = DockerSandbox(workers=1)
    await sandbox.run(Program("print(1)"))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await sandbox.aclose()
asyncio.run(main())
"""


@contextlib.contextmanager
def other_process():
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_containers_of_a_process_that_is_gone_are_removed_and_those_of_one_that_lives_are_not(engine):
    with other_process() as living, other_process() as killed:
        (left,) = ours(engine, killed.pid)
        left.pause()  # so that its supervisor does not notice that nobody is there
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert [each.id for each in ours(engine, killed.pid)] == [left.id]

        async def start():
            async with sandbox() as place:
                await place.run(JOB)

        asyncio.run(start())
        wait_until(lambda: not ours(engine, killed.pid))
        assert len(ours(engine, living.pid)) == 1
        living.communicate("")
    wait_until(lambda: not ours(engine, living.pid))  # the engine removes it in its own time


def test_a_container_whose_process_is_killed_ends_by_itself(engine):
    with other_process() as killed:
        assert len(ours(engine, killed.pid)) == 1
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        wait_until(lambda: not ours(engine, killed.pid))


# ---- an engine that stops and comes back ----------------------------------------------------------------------------


class Engine:
    """Stands in front of the real engine; can be stopped, which cuts all connections, and started again."""

    def __init__(self, path: Path):
        self.path = path
        self.url = f"unix://{path}"
        self.real = urlparse(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")).path
        self.open: list[socket.socket] = []
        self.listening: socket.socket | None = None

    def start(self):
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(self.path))
        self.listening.listen(64)
        threading.Thread(target=self.accept, args=(self.listening,), daemon=True).start()

    def stop(self):
        self.path.unlink()
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        for each in self.open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self.open.clear()

    def accept(self, listening):
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(self.real)
            self.open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self.forward, args=(one, other), daemon=True).start()

    def forward(self, one, other):
        with contextlib.suppress(OSError):
            while part := one.recv(1 << 16):
                other.sendall(part)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_WR)


@pytest.fixture
def stand_in(engine, tmp_path, monkeypatch):
    if not os.environ.get("DOCKER_HOST", "unix://").startswith("unix://"):
        pytest.skip("the engine is not on this machine")
    stand_in = Engine(tmp_path / "docker.sock")
    stand_in.start()
    monkeypatch.setenv("DOCKER_HOST", stand_in.url)
    yield stand_in
    with contextlib.suppress(OSError):
        stand_in.stop()


def test_jobs_wait_for_an_engine_that_stops_and_comes_back_and_then_go_on(mine, stand_in):
    async def interrupted():
        async with sandbox(workers=2, patience=30) as place:
            await place.run(JOB)
            slow = Program("import time\ntime.sleep(1)\nprint('done')")
            jobs = [asyncio.create_task(place.run(each)) for each in (slow, slow, JOB, JOB)]
            await asyncio.sleep(0.4)
            stand_in.stop()
            await asyncio.sleep(1)
            assert not any(each.done() for each in jobs)
            stand_in.start()
            return await asyncio.gather(*jobs)

    assert [each.results[0].stdout for each in asyncio.run(interrupted())] == ["done\n"] * 4
    wait_until(lambda: not mine())


def test_without_patience_a_job_says_that_the_engine_is_gone(stand_in):
    async def impatient():
        async with sandbox(patience=0) as place:
            stand_in.stop()
            await place.run(JOB)

    with pytest.raises(SandboxUnavailable, match="no container could be started"):
        asyncio.run(impatient())


def test_an_engine_that_never_comes_back_makes_jobs_wait_no_longer_than_there_is_patience(stand_in):
    async def patient():
        async with sandbox(patience=2) as place:
            stand_in.stop()
            begun = time.monotonic()
            try:
                await place.run(JOB)
            finally:
                assert 0.5 < time.monotonic() - begun < 5

    with pytest.raises(SandboxUnavailable):
        asyncio.run(patient())


def test_without_an_engine_there_is_no_sandbox_and_one_reads_what_to_do(monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent.sock")
    with pytest.raises(OSError, match=r"systemctl start docker.*'local'") as caught:
        DockerSandbox()
    assert isinstance(caught.value, NoEngine)


def test_without_its_image_there_is_no_sandbox_and_one_reads_how_to_build_it(engine):
    with pytest.raises(NoEngine, match="no image 'veriloop/nothing:1': pull it, or veriloop sandbox build --tag"):
        DockerSandbox(image="veriloop/nothing:1")


@pytest.mark.parametrize(
    "wrong",
    [{"workers": -1}, {"memory_mb": 100}, {"disk_mb": 0}, {"cpus": 0}, {"recycle_after": 0}, {"patience": -1}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_setting_that_makes_no_sense_is_refused_at_once(wrong):
    with pytest.raises(ValueError, match="should be"):
        DockerSandbox(**wrong)


def test_a_promise_that_is_not_kept_is_refused_at_once(engine):
    with pytest.raises(ValueError, match="cannot promise 'own-kernel'"):
        DockerSandbox(require=("own-kernel",))
    with pytest.raises(ValueError, match="Did you mean 'own-users'"):
        DockerSandbox(require=("own-user",))
