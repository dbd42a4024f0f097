"""The server's side: hand an upload to a worker, and believe only what can be checked."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Thread, Timer
from typing import IO, Any

import dadkar
from dadkar.records.remake.errors import BY_NAME, Broken, Refused, TimedOut, TooLarge
from dadkar.records.remake.limits import AT_ONCE, MAX_BYTES, WALL_SECONDS

MIME = {"image": "image/jpeg", "pdf": "application/pdf", "voice": "audio/ogg"}
OPENINGS = {"image": b"\xff\xd8\xff", "pdf": b"%PDF-", "voice": b"OggS"}
LONGEST_ANSWER = MAX_BYTES + 1024  # the new file and its line of facts

COMMAND = [sys.executable, "-P", "-s", "-m", "dadkar.records.remake.worker"]
ENVIRONMENT = {"PYTHONPATH": str(Path(dadkar.__path__[0]).parent), "LC_ALL": "C.UTF-8"}

_turn = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Remade:
    """A file made anew. Sizes in pixels, duration in seconds; None where the kind has no such thing."""

    kind: str
    mime: str
    data: bytes
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    duration: float | None = None


def remake(data: bytes | IO[bytes], *, filename: str) -> Remade:
    """Make an upload anew in a process of its own (SEALING §6) and return the new file.

    `filename` is what the person called it; it is used in the sentence of a refusal and for nothing else.
    Raises a Refused (TooLarge, UnknownKind, TooManyPixels, TooManyPages, TooLong, Encrypted, Broken,
    TimedOut), whose `sentence()` says it to the person.
    """
    original = data if isinstance(data, bytes) else data.read(MAX_BYTES + 1)
    try:
        if len(original) > MAX_BYTES:
            raise TooLarge
        return believed(ask_worker(original))
    except Refused as refusal:
        refusal.filename = filename
        raise


def ask_worker(original: bytes) -> bytes:
    """Return the worker's whole answer. Raises TimedOut when it ran out of time or memory, or died."""
    with (
        _turn,
        subprocess.Popen(  # noqa: S603 - a fixed command with our own interpreter
            COMMAND,
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as worker,
    ):
        bell = Timer(WALL_SECONDS, worker.kill)
        feeder = Thread(target=feed, args=(worker.stdin, original), daemon=True)
        bell.start()
        feeder.start()
        try:
            answer = worker.stdout.read(LONGEST_ANSWER + 1)  # type: ignore[union-attr]
            if len(answer) <= LONGEST_ANSWER:
                worker.wait()
        finally:
            worker.kill()  # nothing to do when it has ended by itself
            bell.cancel()
            feeder.join()
    if worker.returncode != 0:
        raise TimedOut
    return answer


def feed(pipe: IO[bytes], original: bytes) -> None:
    """Write the upload to the worker, which may have died meanwhile."""
    try:
        with pipe:
            pipe.write(original)
    except BrokenPipeError:
        pass


def believed(answer: bytes) -> Remade:
    """Turn the worker's answer into a Remade, trusting nothing but shapes that are known."""
    line, _, made = answer.partition(b"\n")
    try:
        facts: dict[str, Any] = json.loads(line)
        if refused := facts.get("refused"):
            raise BY_NAME[refused]
        kind = str(facts["kind"])
        if len(made) > MAX_BYTES or not made.startswith(OPENINGS[kind]):
            raise Broken
        duration = facts.get("duration")
        return Remade(
            kind=kind,
            mime=MIME[kind],
            data=made,
            **{name: int(facts[name]) for name in ("width", "height", "pages") if name in facts},
            duration=None if duration is None else float(duration),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Broken from error
