"""The worker: reads one upload from stdin, writes a line of JSON and the new file to stdout, and ends.

Run as `python -m dadkar.records.remake.worker`. The bytes it opens are hostile: it first binds itself to
limits that nothing in them can lift, it can write no file, and it knows neither Django nor a key. What it
says is checked by `client.py`.
"""

import importlib
import json
import resource
import sys

from dadkar.records.remake.errors import Broken, Refused, TimedOut, TooLarge
from dadkar.records.remake.limits import CPU_SECONDS, MAX_BYTES, MEMORY_BYTES
from dadkar.records.remake.sniff import sniff

MAKERS = {
    "image": ("images", "remake_image"),
    "pdf": ("pdfs", "remake_pdf"),
    "voice": ("voices", "remake_voice"),
}


def bind() -> None:
    """Give up memory, time, files and core dumps beyond the limits, for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def make(data: bytes) -> tuple[dict[str, object], bytes]:
    """Return (facts, new file). Raises Refused; what a decoder trips over is Broken."""
    if len(data) > MAX_BYTES:
        raise TooLarge
    kind, decoder = sniff(data)
    module, verb = MAKERS[kind]
    try:
        maker = getattr(importlib.import_module(f"dadkar.records.remake.{module}"), verb)
        facts, made = maker(data, decoder)
    except Refused:
        raise
    except MemoryError as error:
        raise TimedOut from error
    except Exception as error:
        raise Broken from error
    if len(made) > MAX_BYTES:
        raise TooLarge
    return {"kind": kind, **facts}, made


def main() -> None:
    bind()
    try:
        facts, made = make(sys.stdin.buffer.read(MAX_BYTES + 1))
    except Refused as refusal:
        facts, made = {"refused": type(refusal).__name__}, b""
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
