"""The worker is alone, bound, and not believed."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from dadkar.records.remake import client, errors, limits, worker
from dadkar.records.remake.tests.made import picture, saved

PICTURE = saved(picture(), "JPEG")


def run(code: str) -> str:
    """Run a line in the worker's place: its interpreter, environment and folder."""
    command = [*client.COMMAND[:-2], "-c", code]
    done = subprocess.run(
        command, env=client.ENVIRONMENT, cwd="/", capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def speak(monkeypatch, code: str) -> None:
    """Put another program in the worker's place."""
    monkeypatch.setattr(client, "COMMAND", [sys.executable, "-c", "import sys; " + code])


def test_the_worker_knows_neither_django_nor_the_servers_secrets(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://planted")
    seen = json.loads(
        run(
            "import json, os, sys; from dadkar.records.remake import worker, images, pdfs, voices;"
            "print(json.dumps([sorted(m for m in sys.modules if m.startswith('django')), dict(os.environ)]))"
        )
    )
    assert seen[0] == []
    assert set(seen[1]) <= {"PYTHONPATH", "LC_ALL", "LC_CTYPE"}


def test_the_worker_binds_itself_for_good():
    code = (
        "from dadkar.records.remake import worker; worker.bind(); import resource as r;"
        "print([r.getrlimit(x) for x in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_CORE)])"
    )
    memory, cpu = limits.MEMORY_BYTES, limits.CPU_SECONDS
    assert run(code) == str([(memory, memory), (cpu, cpu), (0, 0), (0, 0)])
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0, "the server itself is not bound"


def test_the_worker_cannot_fill_the_disk(tmp_path: Path):
    target = tmp_path / "planted"
    code = (
        "import os, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from dadkar.records.remake import worker; worker.bind()\n"
        f"file = os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY)\n"
        "try: os.write(file, b'x')\nexcept OSError: print('refused')"
    )
    assert run(code) == "refused"
    assert target.read_bytes() == b""


def test_memory_that_runs_out_is_a_refusal(monkeypatch):
    def greedy(*_):
        raise MemoryError

    monkeypatch.setattr("dadkar.records.remake.images.remake_image", greedy)
    with pytest.raises(errors.TimedOut):
        worker.make(PICTURE)


def test_a_decoder_that_trips_is_a_broken_file(monkeypatch):
    def clumsy(*_):
        raise RuntimeError("anything")

    monkeypatch.setattr("dadkar.records.remake.images.remake_image", clumsy)
    with pytest.raises(errors.Broken):
        worker.make(PICTURE)


def test_a_worker_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(client, "WALL_SECONDS", 0.5)
    speak(monkeypatch, "import time; time.sleep(600)")
    with pytest.raises(errors.TimedOut):
        client.remake(PICTURE, filename="a.jpg")


def test_a_worker_that_closes_its_mouth_and_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(client, "WALL_SECONDS", 0.5)
    speak(monkeypatch, "import os, time; os.close(1); time.sleep(600)")
    with pytest.raises(errors.TimedOut):
        client.remake(PICTURE, filename="a.jpg")


def test_a_worker_that_dies_is_a_refusal(monkeypatch):
    speak(monkeypatch, "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(errors.TimedOut):
        client.remake(bytes(limits.MAX_BYTES), filename="a.jpg")


def test_a_worker_that_floods_is_ended(monkeypatch):
    monkeypatch.setattr(client, "LONGEST_ANSWER", 1000)
    speak(monkeypatch, "\nwhile True: sys.stdout.write('x' * 10000)")
    with pytest.raises(errors.TimedOut):
        client.remake(PICTURE, filename="a.jpg")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"not json\n",
        b"[]\n",
        b'{"refused": "SystemExit"}\n',
        b'{"kind": "html"}\n<script>',
        b'{"kind": "image"}\n<script>',
        b'{"kind": "image", "width": "wide"}\n\xff\xd8\xff',
        b'{"kind": ["image"]}\n\xff\xd8\xff',
    ],
)
def test_an_answer_of_another_shape_is_not_believed(answer):
    with pytest.raises(errors.Broken):
        client.believed(answer)


def test_a_refusal_carries_the_name_the_person_knows(monkeypatch):
    with pytest.raises(errors.UnknownKind) as refusal:
        client.remake(b"GIF89a..........", filename="رسید.gif")
    assert refusal.value.filename == "رسید.gif"
