"""Small facts about processes that several modules here need."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)


class NotStarted(Exception):
    """Dadkar can't start or go on; the text says why and what to do."""


def die_with_parent(sign: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` that has the kernel send `sign` to the child when we are gone, even by kill -9.

    Linux only; elsewhere it does nothing. Popen must be called from a thread that lives as long as we do.
    """
    parent = os.getpid()

    def arrange() -> None:
        if _prctl is None:
            return
        _prctl(PR_SET_PDEATHSIG, sign)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return arrange


def program_name(pid: int) -> str | None:
    """The short name of a running process; None when there is none (or a zombie), or no /proc to ask."""
    try:
        before, _, after = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")
    except OSError:
        return None
    return None if after.startswith("Z") else before.partition("(")[2]


def on_linux() -> bool:
    """Whether /proc and prctl can be counted on."""
    return sys.platform == "linux"
