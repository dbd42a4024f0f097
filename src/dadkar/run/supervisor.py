"""Starts the web and the worker, watches them, and leaves nothing running."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import FrameType
from typing import NoReturn, Self

from dadkar.run.process import die_with_parent

STOP_SECONDS = 10
LOOK_SECONDS = 0.25
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds before a child that has ended is started again
SOUND_AFTER = 60.0  # seconds of life after which the next wait is a short one again
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
        self._began: dict[str, float] = {}
        self._waits: dict[str, float] = {}

    def __enter__(self) -> Self:
        try:
            for name in self.commands:
                self._start(name)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def _start(self, name: str) -> None:
        self._began[name] = time.monotonic()
        self.children[name] = subprocess.Popen(
            self.commands[name],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def keep(self) -> NoReturn:
        """Stay until a signal interrupts. A child that ends by itself, or is killed, is started again.

        The others go on meanwhile. One that ends soon after its start waits twice as long each time: a
        database that is away for an hour must not end the web, nor make the worker try ten times a second.
        """
        again: dict[str, float] = {}  # when, by name
        while True:
            now = time.monotonic()
            for name, child in self.children.items():
                if name in again:
                    if now >= again[name]:
                        del again[name]
                        self._start(name)
                elif child.poll() is not None:
                    self._end_group(child)
                    wait = self._next_wait(name, now)
                    again[name] = now + wait
                    how = f"by signal {-child.returncode}" if child.returncode < 0 else "by itself"
                    print(f"{name} has ended {how}; it is started again in {wait:g} s.", file=sys.stderr)
            time.sleep(LOOK_SECONDS)

    def _next_wait(self, name: str, now: float) -> float:
        lived = now - self._began[name]
        before = self._waits.get(name)
        wait = FIRST_WAIT if before is None or lived >= SOUND_AFTER else min(2 * before, LONGEST_WAIT)
        self._waits[name] = wait
        return wait

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
            self._end_group(child)
            child.wait()

    def _end_group(self, child: subprocess.Popen[bytes]) -> None:
        """Whatever a child has started and left behind, such as the processes of a killed web server."""
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
