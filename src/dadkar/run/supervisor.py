"""Starts the web and the worker, watches them, and leaves nothing running."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import FrameType
from typing import Self

from dadkar.run.process import die_with_parent

STOP_SECONDS = 10
LOOK_SECONDS = 0.25
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop_once() -> None:
    """Let the first Ctrl-C, SIGTERM or SIGHUP unwind everything, and no second one disturb the unwinding."""

    def stop(number: int, frame: FrameType | None) -> None:
        for one in STOPPING:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for one in STOPPING:
        signal.signal(one, stop)


def run_step(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run a program to its end. Raises subprocess.CalledProcessError when it fails."""
    subprocess.run(
        command,
        check=True,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGKILL),
    )


class Supervisor:
    """Children by their names, each in a session of its own: Ctrl-C reaches us, and we tell them.

    They are stopped with SIGTERM (the web server loses a SIGINT now and then), and by force after ten
    seconds. When we are killed, the kernel sends them their SIGTERM.
    """

    def __init__(self, commands: Mapping[str, Sequence[str]], environment: Mapping[str, str]) -> None:
        self.commands, self.environment = commands, environment
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        try:
            for name, command in self.commands.items():
                self.children[name] = subprocess.Popen(
                    command,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                    preexec_fn=die_with_parent(signal.SIGTERM),
                )
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def ended(self) -> str | None:
        """The name of a child that has ended by itself."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def wait(self) -> str:
        """Return the name of the first child that ends by itself; a signal interrupts the wait."""
        while (name := self.ended()) is None:
            time.sleep(LOOK_SECONDS)
        return name

    def stop(self) -> None:
        """Stop all children at once, and whatever they have started."""
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
