"""The command lines of what we start. Every one runs under the Python that runs us."""

import os
import sys
from pathlib import Path

THREADS = 2 * (os.cpu_count() or 1)  # of one web process; settings.py gives it as many connections


def web(host: str, port: int, processes: int = 1) -> list[str]:
    """The web server. It writes no access log: that would hold the addresses of workers."""
    return [
        *(sys.executable, "-m", "granian", "dadkar.wsgi:application", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(processes)),
        *("--blocking-threads", str(THREADS), "--no-access-log", "--log-level", "warning"),
        *("--workers-kill-timeout", "8", "--no-ws", "--respawn-failed-workers"),
    ]


def worker() -> list[str]:
    """Runs the jobs. One that is done is forgotten: what it did stands in the events."""
    return [
        *(sys.executable, "-m", "dadkar", "manage", "procrastinate", "worker"),
        *("--delete-jobs", "successful", "--shutdown-graceful-timeout", "8"),
    ]


def metrics(port: int) -> list[str]:
    """Answers Prometheus, on loopback alone."""
    return [sys.executable, "-m", "dadkar", "manage", "metrics", str(port)]


def prepare(*verbs: str) -> list[str]:
    """The steps that need Django, in a process of their own with the environment of their own."""
    return [sys.executable, "-m", "dadkar.run.prepare", *verbs]


def whole(backup: Path) -> list[str]:
    """The part of a restore that needs Django."""
    return [sys.executable, "-m", "dadkar.run.backup.whole", str(backup)]
