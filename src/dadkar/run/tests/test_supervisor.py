import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dadkar.run.process import program_name
from dadkar.run.supervisor import Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "pathlib.Path(sys.argv[1]).touch(); time.sleep(60)",
]


def until(true: Callable[[], bool]) -> None:
    """Wait for something that is bound to happen; fail when it does not."""
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def gone(pid: int) -> bool:
    return program_name(pid) is None


def test_children_stop_with_it() -> None:
    with Supervisor({"one": SLEEP, "two": SLEEP}, os.environ) as running:
        pids = [child.pid for child in running.children.values()]
        assert running.ended() is None
    assert all(map(gone, pids))


def test_a_deaf_child_is_stopped_by_force(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("dadkar.run.supervisor.STOP_SECONDS", 0.2)
    with Supervisor({"deaf": [*DEAF, str(tmp_path / "up")]}, os.environ) as running:
        until((tmp_path / "up").exists)
    assert running.children["deaf"].returncode == -signal.SIGKILL


def test_grandchildren_are_stopped_too(tmp_path: Path) -> None:
    spawn = (
        f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {DEAF[2]!r}, sys.argv[1]]).wait()"
    )
    with Supervisor({"web": [sys.executable, "-c", spawn, str(tmp_path / "up")]}, os.environ) as running:
        until((tmp_path / "up").exists)
        group = running.children["web"].pid
    until(lambda: not members(group))


def members(group: int) -> list[int]:
    """The living processes of a process group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            found.append(int(stat.parent.name))
    return found


def test_it_names_the_child_that_ended() -> None:
    with Supervisor({"web": SLEEP, "worker": [sys.executable, "-c", ""]}, os.environ) as running:
        assert running.wait() == "worker"


def test_children_end_when_it_is_killed() -> None:
    code = (
        "import os, sys; from dadkar.run.supervisor import Supervisor\n"
        f"with Supervisor({{'one': {SLEEP!r}}}, os.environ) as running:\n"
        "    print(running.children['one'].pid, flush=True); running.wait()"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    with parent.stdout:
        pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    until(lambda: gone(pid))


def test_a_child_that_is_killed_comes_back_and_the_others_stay() -> None:
    """As `serve` keeps them: the web goes on while the worker is started again, and again."""
    code = (
        "import os, sys; from dadkar.run import supervisor; supervisor.FIRST_WAIT = 0.05\n"
        "supervisor.LOOK_SECONDS = 0.02; supervisor.stop_once()\n"
        f"with supervisor.Supervisor({{'web': {SLEEP!r}, 'worker': {SLEEP!r}}}, os.environ) as running:\n"
        "    print(*(child.pid for child in running.children.values()), flush=True)\n"
        "    start = running._start\n"
        "    def told(name):\n"
        "        start(name); print(name, running.children[name].pid, flush=True)\n"
        "    running._start = told\n"
        "    running.keep()\n"
    )
    serve = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert serve.stdout
    assert serve.stderr
    with serve.stdout, serve.stderr:
        web, worker = map(int, serve.stdout.readline().split())
        for _time in range(2):
            os.kill(worker, signal.SIGKILL)
            name, pid = serve.stdout.readline().split()
            assert name == "worker"
            worker = int(pid)
        assert not gone(web)
        serve.send_signal(signal.SIGTERM)
        said = serve.stderr.read()
    serve.wait()
    assert "worker has ended by signal 9; it is started again" in said
    assert gone(web)
    assert gone(worker)


def test_the_waits_grow_while_a_child_keeps_ending() -> None:
    running = Supervisor({}, os.environ)
    running._began["worker"] = 0.0
    assert [running._next_wait("worker", 1.0) for _time in range(9)] == [
        0.5, 1, 2, 4, 8, 16, 30, 30, 30,
    ]  # fmt: skip
    assert running._next_wait("worker", 61.0) == 0.5
