"""Dadkar as a whole: the demo from nothing to Ctrl-C, and production's setup on an empty database."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from dadkar.kernel.sealing.keyring import Keyring
from dadkar.run import production, programs, roles
from dadkar.run.postgres import Cluster
from dadkar.run.supervisor import run_step


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all: what browsers fetch is gathered once."""
    folder = tmp_path_factory.mktemp("a demo")
    (folder / "province-is-made").touch()  # a year of a province takes too long for a test
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running_in(data: Path) -> list[str]:
    """The command lines of the living processes that were started with this DATA."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"DATA={data}\0".encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_starts_and_leaves_nothing_running(data: Path, how: signal.Signals) -> None:
    demo = subprocess.Popen(
        [sys.executable, "-m", "dadkar", "demo"],
        env={**without_database(), "DATA": str(data), "PORT": str(free_port())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert demo.stdout
    with demo.stdout:
        said = []
        for line in demo.stdout:
            said.append(line)
            if line.startswith("Ctrl-C"):
                assert len(running_in(data)) >= 3  # itself, web, worker
                demo.send_signal(how)
    assert demo.wait(60) == 0, "".join(said)
    assert running_in(data) == []
    assert not (data / "postgres" / "data" / "postmaster.pid").exists()


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "dadkar", "--data", str(tmp_path / "new"), "demo", "--port", str(port)],
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is taken. Choose another: PORT={port + 1}\n"
    assert not (tmp_path / "new").exists()


def test_setup_from_an_empty_server(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Keyring.generate(tmp_path / "keyring")
    with Cluster(tmp_path / "server", durable=False) as cluster:
        owner, application = cluster.url("house", "owner"), cluster.url("house", "app")
        given = {
            **without_database(),
            "DATABASE_ADMIN_URL": cluster.url(),
            "DATABASE_OWNER_URL": owner,
            "DATABASE_URL": application,
            "DADKAR_DATA": str(data),
            "DADKAR_KEYRING": str(tmp_path / "keyring"),
            "DADKAR_SECRET_KEY": "not known to anybody, and long enough for the checks",
        }
        production.setup(given)
        ready = production.environment.production(given)
        run_step(programs.prepare("verify"), ready)
        with psycopg.connect(application) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute("DELETE FROM records_event")

        with pytest.raises(subprocess.CalledProcessError):
            run_step(programs.prepare("verify"), {**ready, "DATABASE_URL": owner})  # it could rewrite events
        with psycopg.connect(owner) as link:
            link.execute("DELETE FROM django_migrations WHERE app = 'records'")
        with pytest.raises(subprocess.CalledProcessError):
            run_step(programs.prepare("verify"), ready)
    assert "dadkar serve" in capsys.readouterr().out


def test_setup_says_when_the_application_has_no_role(tmp_path: Path) -> None:
    with Cluster(tmp_path / "server", durable=False) as cluster:
        roles.make_roles(cluster.url(), cluster.url("house", "owner"), cluster.url("house", "app"))
        with pytest.raises(production.NotStarted, match="no database role nobody"):
            production.require_role(cluster.url("house", "owner"), "nobody")


def without_database() -> dict[str, str]:
    """This environment without the tests' own database and settings."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DATABASE_", "DADKAR_", "DJANGO_"))
    }
