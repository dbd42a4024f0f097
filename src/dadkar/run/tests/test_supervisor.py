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
