"""A disk that is really full, the files' or the database's: a page that says so, and nothing lost.

On small disks in memory, which root may mount; without that right these are skipped, and `test_outage.py`
has what can be seen with a feigned one.
"""

import contextlib
import io
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PIL import Image

from tests.faults import Person, Stack, standing
from tests.test_outage import STORY, form_in

KEPT = """
import django, json, sys; django.setup()
from dadkar.cases.models import Receipt
print(json.dumps([Receipt.opened_by(code).case.narrative.open() for code in sys.stdin.read().split()]))
"""
COUNTED = "SELECT (SELECT count(*) FROM cases_case), (SELECT count(*) FROM records_attachment)"


@contextlib.contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """A disk of this size at `place`; skips the test where none can be mounted."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(place)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no small disk can be mounted here: {error}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("d")
    with (
        small_disk(folder / "data", "32m"),
        small_disk(folder / "server", "400m"),
        standing(folder) as one,
    ):
        with Person(one.port) as person:
            person.file(STORY, "09170000000")
        yield one


@contextlib.contextmanager
def full(disk: Path, *, but: int = 0) -> Iterator[None]:
    """While the block runs, nothing fits on the disk any more but so many bytes."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for block in (1 << 20, 1 << 12):
            with contextlib.suppress(OSError):
                while file.write(b"\1" * block) == block:
                    continue
        file.truncate(max(0, file.tell() - but))
    try:
        yield
    finally:
        ballast.unlink()


def noise(side: int) -> bytes:
    """A picture that nothing makes smaller."""
    data = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)).save(data, "PNG")
    return data.getvalue()


def counted(stack: Stack) -> Any:
    with psycopg.connect(stack.given["DATABASE_URL"]) as link:
        return link.execute(COUNTED).fetchone()


def files_of(stack: Stack) -> list[str]:
    return sorted(path.name for path in (stack.folder / "data" / "files").rglob("*") if path.is_file())


def test_the_disk_of_the_files_is_full(stack: Stack) -> None:
    served, before = stack.serving(), counted(stack)
    papers = [("files", ("a.png", noise(20))), ("files", ("b.png", noise(700)))]
    with Person(stack.port) as person:
        typed = person.form() | {"narrative": STORY, "told": "code"}
        with full(stack.folder / "data", but=200_000):
            answer = person.send("POST", "/write/", typed, papers)
            assert answer.status_code == 503
            assert "Our disk is full" in answer.text
            assert "Files have to be chosen anew" in answer.text
            assert files_of(stack) == [], "the first had fitted, and is not left behind"
            assert counted(stack) == before
            again = form_in(answer.text)
            assert again["narrative"].strip() == STORY
            code = person.file_again(again)  # words need no room there
        assert person.opens(code)
        other = person.form() | {"narrative": STORY, "told": "code"}
        assert person.send("POST", "/write/", other, papers).status_code == 303
    assert counted(stack) == (before[0] + 2, before[1] + 2)
    assert len(files_of(stack)) == 2
    assert stack.serving() == served, "something had to be started again"


def test_the_disk_of_the_database_is_full(stack: Stack) -> None:
    served, before = stack.serving(), counted(stack)
    story = f"{STORY} " * 300  # more than lies free in any page of a table
    with Person(stack.port) as person:
        typed = person.form() | {"narrative": story, "told": "code"}
        with full(stack.folder / "server"):
            answer = person.send("POST", "/write/", typed)
            assert answer.status_code == 503
            assert "Our disk is full" in answer.text
            again = form_in(answer.text)
            assert again["narrative"].strip() == story.strip()
            assert person.send("GET", "/write/").status_code == 200, "reading goes on"
        code = person.file_again(again)
        assert person.opens(code)
    assert counted(stack) == (before[0] + 1, before[1])
    assert json.loads(stack.python(KEPT, code)) == [story.strip()]
    assert stack.serving() == served


def test_the_database_finds_no_room_for_its_log_and_comes_back_with_what_was_promised(stack: Stack) -> None:
    """PostgreSQL stops then, on purpose; once there is room it recovers, and the web needs no restart."""
    served, before = stack.serving(), counted(stack)
    with Person(stack.port) as person:
        typed = person.form() | {"narrative": STORY, "told": "code"}
        with full(stack.folder / "server"):
            with pytest.raises(psycopg.OperationalError), psycopg.connect(stack.cluster.url()) as link:
                link.execute("SELECT pg_logical_emit_message(false, 'x', repeat('x', 40000000))")
            answer = person.send("POST", "/write/", typed)
            assert answer.status_code == 503
            assert form_in(answer.text)["narrative"].strip() == STORY
        stack.await_database()
        code = person.file_again(typed)
        assert person.opens(code)
    assert counted(stack) == (before[0] + 1, before[1])
    assert stack.serving() == served
