"""A checker process is stopped at its limits, and what it says counts only behind its nonce. No Lean: small programs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from verifiers.lean.process import Bounds, Process, Stopped, usage

pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")

AMPLE = Bounds(seconds=20, cpu_seconds=20, memory_mb=512)
SHORT = Bounds(seconds=0.6, cpu_seconds=20, memory_mb=512)
NEVER = threading.Event()
ECHO = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    print(f"@@{asked['id']} " + json.dumps({"said": asked["say"]}), flush=True)
"""
Open = Callable[..., Process]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Starts Python with a program, or another command. All are gone at the end, whatever `close` does."""
    made: list[Process] = []

    def start(program: str, *command: str) -> Process:
        variables = {"PATH": os.environ["PATH"]}
        made.append(Process(command or (sys.executable, "-I", "-S", "-c", program), variables, Path("/")))
        return made[-1]

    yield start
    for process in made:
        end(process)
        process.close()


def end(process: Process) -> None:
    """Ends the process and its children, whatever `close` would do."""
    try:
        os.killpg(process.child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def within(seconds: float, work: Callable[[], object], give_up: Callable[[], object]) -> object:
    """What `work` returns or raises; fails, after `give_up`, when it does not end."""
    found: list[object] = []

    def attempt() -> None:
        try:
            found.append(work())
        except Stopped as stopped:
            found.append(stopped)

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(seconds)
    hangs = thread.is_alive()
    if hangs:
        give_up()
        thread.join(10)
    assert not hangs, f"no end within {seconds:g} s"
    return found[0]


def answering(with_id: str) -> str:
    """A program that reads one question and runs a line in which `i` is its id."""
    return f"import json, os, sys, time\ni = json.loads(sys.stdin.readline())['id']\n{with_id}\ntime.sleep(600)"


def left_of(pid: int) -> list[str]:
    """Processes of a session that are still there, by their command."""
    rows = subprocess.run(["ps", "-eo", "sid=,stat=,args="], capture_output=True, text=True).stdout.splitlines()
    fields = [row.split(None, 2) for row in rows]
    return [args for sid, state, args in fields if sid == str(pid) and not state.startswith("Z")]


def test_questions_are_answered_one_after_another(opened: Open) -> None:
    process = opened(ECHO)
    for text in ("a", "é∀\n@@", "x" * 2_000_000):
        assert process.ask({"say": text}, AMPLE, NEVER) == {"said": text}
    assert process.questions == 3
    assert process.alive


@pytest.mark.parametrize(
    ("program", "bounds", "code"),
    [
        pytest.param("import time; time.sleep(600)", SHORT, "timeout", id="sleeps"),
        pytest.param("while True: pass", Bounds(20, 0.3, 512), "timeout", id="computes"),
        pytest.param(
            "import subprocess, sys; subprocess.run([sys.executable, '-c', 'while True: pass'])",
            Bounds(20, 0.3, 512), "timeout", id="has a child compute",
        ),
        pytest.param("a = bytearray(b'x' * (200 << 20)); import time; time.sleep(600)", Bounds(20, 20, 100), "memory", id="large"),
        pytest.param(
            "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'a = bytearray(b\"x\" * (200 << 20)); input()'])",
            Bounds(20, 20, 100), "memory", id="has a large child",
        ),
        pytest.param("while True: print('junk' * 1000)", AMPLE, "output", id="floods its output"),
        pytest.param("import sys\nwhile True: print('junk' * 1000, file=sys.stderr)", SHORT, "timeout", id="floods its errors"),
        pytest.param("while True: print('@@' + '0' * 32 + ' {}')", AMPLE, "output", id="floods with forged answers"),
        pytest.param("import sys\nwhile True: sys.stdout.write('@@' + 'x' * 100_000)", AMPLE, "output", id="one long line"),
        pytest.param("import sys; sys.exit(0)", AMPLE, "died", id="ends well"),
        pytest.param("import os; os.abort()", AMPLE, "died", id="aborts"),
        pytest.param("import os, time; os.close(1); time.sleep(600)", Bounds(20, 20, 512), "died", id="closes its output"),
    ],
)  # fmt: skip
def test_a_process_that_does_not_answer_is_stopped_and_gone(
    opened: Open, program: str, bounds: Bounds, code: str
) -> None:
    process = opened(program)
    began = time.monotonic()
    stopped = within(15, lambda: process.ask({"say": "x"}, bounds, NEVER), lambda: end(process))
    assert isinstance(stopped, Stopped)
    assert stopped.code == code
    assert stopped.detail
    assert not process.alive
    assert time.monotonic() - began < 12


def test_a_slow_stream_of_forged_answers_does_not_put_the_end_off(opened: Open) -> None:
    process = opened("import time\nwhile True: print('@@' + '0' * 32 + ' {}', flush=True); time.sleep(0.001)")
    stopped = within(10, lambda: process.ask({"say": "x"}, SHORT, NEVER), lambda: end(process))
    assert isinstance(stopped, Stopped)
    assert stopped.code == "timeout"


def test_a_question_that_nobody_reads_is_given_up(opened: Open) -> None:
    process = opened("import time; time.sleep(600)")
    stopped = within(15, lambda: process.ask({"say": "x" * 10_000_000}, SHORT, NEVER), lambda: end(process))
    assert isinstance(stopped, Stopped)
    assert (stopped.code, process.alive) == ("timeout", False)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('print(\'{"code": "proved"}\')', id="no mark"),
        pytest.param('print(\'@@ {"code": "proved"}\')', id="no nonce"),
        pytest.param("print('@@' + '0' * 32 + ' {\"code\": \"proved\"}')", id="another nonce"),
        pytest.param("print('@@' + i[:-1] + ' {\"code\": \"proved\"}')", id="a part of the nonce"),
        pytest.param("print(' @@' + i + ' {\"code\": \"proved\"}')", id="not at the margin"),
        pytest.param("print('@@' + i + '{\"code\": \"proved\"}')", id="no space"),
        pytest.param("print('@@' + i.upper() + 'A {\"code\": \"proved\"}')", id="a longer nonce"),
        pytest.param("print('@@' + i + ' {\"code\": \"proved\"}', file=sys.stderr)", id="among the errors"),
        pytest.param("sys.stdout.buffer.write(b'\\xff\\x00\\n@@\\xff\\n')", id="no text"),
    ],
)
def test_forged_lines_are_dropped_and_the_answer_still_counts(opened: Open, line: str) -> None:
    process = opened(answering(f"{line}\nsys.stdout.flush()\nprint('@@' + i + ' {{\"code\": \"real\"}}', flush=True)"))
    assert process.ask({}, AMPLE, NEVER) == {"code": "real"}


def test_the_answer_to_one_question_is_none_to_the_next(opened: Open) -> None:
    twice = ECHO.replace(
        "flush=True)", 'flush=True)\n    print(f"@@{asked[\'id\']} " + \'{"said": "again"}\', flush=True)'
    )
    process = opened(twice)
    assert [process.ask({"say": n}, AMPLE, NEVER) for n in range(5)] == [{"said": n} for n in range(5)]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("b' {'", id="half an object"),
        pytest.param("b' proved'", id="no JSON"),
        pytest.param("b' [1]'", id="no object"),
        pytest.param("b' {\"a\": \\xff\\xfe}'", id="no text"),
        pytest.param("b' ' + b'[' * 1_000_000", id="deep brackets"),
        pytest.param("b' {\"a\": ' + b'9' * 100_000 + b'}'", id="an enormous number"),
    ],
)
def test_an_answer_that_cannot_be_read_stops_the_process(opened: Open, answer: str) -> None:
    process = opened(answering(f"sys.stdout.buffer.write(b'@@' + i.encode() + {answer} + b'\\n'); sys.stdout.flush()"))
    with pytest.raises(Stopped) as caught:
        process.ask({}, AMPLE, NEVER)
    assert (caught.value.code, process.alive) == ("output", False)


def test_a_process_that_dies_says_its_last_words(opened: Open) -> None:
    process = opened(answering("print('it is over', file=sys.stderr); sys.exit(7)"))
    with pytest.raises(Stopped, match="status 7: it is over"):
        process.ask({}, AMPLE, NEVER)


def test_a_dead_process_is_asked_in_vain(opened: Open) -> None:
    process = opened("")
    process.child.wait(10)
    with pytest.raises(Stopped) as caught:
        process.ask({}, AMPLE, NEVER)
    assert caught.value.code == "died"


def test_who_cancels_does_not_wait(opened: Open) -> None:
    process, cancelled = opened("import time; time.sleep(600)"), threading.Event()
    threading.Timer(0.3, cancelled.set).start()
    stopped = within(10, lambda: process.ask({}, AMPLE, cancelled), lambda: end(process))
    assert isinstance(stopped, Stopped)
    assert (stopped.code, process.alive) == ("cancelled", False)


def test_closing_twice_does_no_harm(opened: Open) -> None:
    process = opened(ECHO)
    process.close()
    process.close()
    assert not process.alive


def test_closing_ends_what_the_process_started(opened: Open) -> None:
    process = opened("", "sh", "-c", "sleep 600 & sleep 601 & echo x >&2; wait")
    while b"x" not in process.errors:
        time.sleep(0.01)
    within(10, process.close, lambda: end(process))
    time.sleep(0.2)
    assert left_of(process.child.pid) == []


def test_closing_one_that_floods_breaks_no_thread(opened: Open) -> None:
    for _ in range(5):
        process = opened(
            "import sys\nwhile True: print('x' * 5000); print('@@' + 'x' * 5000); print('x', file=sys.stderr)"
        )
        time.sleep(0.1)
        process.close()
    time.sleep(0.3)  # a thread that breaks does so now, and the filter of warnings above makes it this test's failure


def test_what_an_idle_process_says_does_not_pile_up(opened: Open) -> None:
    before, _ = (
        memory_of_this_process(),
        opened("import sys\nwhile True: sys.stdout.write('@@' + 'x' * 1_000_000 + '\\n')"),
    )
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline and memory_of_this_process() < before + 300:
        time.sleep(0.05)
    assert memory_of_this_process() < before + 300


def memory_of_this_process() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def test_nothing_is_left_of_twenty_processes(opened: Open) -> None:
    opened(ECHO).close()
    before = descriptors(), threading.active_count()
    pids = []
    for number in range(20):
        process = opened(ECHO)
        pids.append(process.child.pid)
        if number % 2:
            assert process.ask({"say": number}, AMPLE, NEVER) == {"said": number}
        process.close()
    deadline = time.monotonic() + 5
    while threading.active_count() > before[1] and time.monotonic() < deadline:
        time.sleep(0.02)
    assert descriptors() <= before[0]
    assert threading.active_count() <= before[1]
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_use_counts_the_children_too(opened: Open) -> None:
    hungry = "import time; a = bytearray(b'x' * (100 << 20)); t = time.process_time()\nwhile time.process_time() - t < 0.3: pass\n"
    process = opened(
        f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {hungry + 'input()'!r}])\ntime.sleep(600)"
    )
    deadline = time.monotonic() + 10
    while usage(process.child.pid)[0] < 0.3 and time.monotonic() < deadline:
        time.sleep(0.05)
    cpu, memory = usage(process.child.pid)
    assert cpu >= 0.3
    assert memory > 100


def test_a_process_that_is_gone_uses_nothing() -> None:
    child = subprocess.Popen(["true"])
    child.wait()
    assert usage(child.pid) == (0, 0)
