"""A real standby, made by pg_basebackup from the tests' own server, read by boards while it answers."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client
from django.urls import reverse

from dadkar.cases.models import SearchEntry
from dadkar.kernel import replica
from dadkar.people.models import Organisation
from dadkar.reports import rollup
from dadkar.run import sockets
from dadkar.run.postgres import Cluster
from dadkar.run.server_user import give

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 300  # seconds
ONE, TWO = "Of the 1 promise that fell due", "Of the 2 promises that fell due"


class Standby(Cluster):
    """A copy of the server behind `DATABASES["default"]` as it is now; it follows nobody."""

    def _create(self, binaries: Path, account: dict[str, Any]) -> None:
        host = connection.settings_dict["HOST"]
        await_plain_snapshot(host)
        copy = [binaries / "pg_basebackup", "-h", host, "-U", "postgres", "-D", self.data,
                "--checkpoint=fast", "--no-sync", "--wal-method=stream"]  # fmt: skip
        subprocess.run(copy, check=True, capture_output=True)
        (self.data / "standby.signal").touch()
        for path in (self.data, *self.data.rglob("*")):
            give(path, account)


def await_plain_snapshot(host: str) -> None:
    """A standby opens once it knows of every transaction; one of over 64 savepoints hides some of its own.

    Other tests, at the same time on the same server, hold such.
    """
    hiding = """SELECT count(*) FROM pg_stat_get_backend_idset() AS held(id),
                pg_stat_get_backend_subxact(held.id) AS found WHERE found.subxact_overflowed"""
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as server:
        for _second in range(PATIENCE):
            if server.execute(hiding).fetchone() == (0,):
                return
            time.sleep(1)
    raise AssertionError("somebody holds a long transaction all the time")


@pytest.fixture
def may_be_copied() -> Iterator[None]:
    """The server lets its own user copy it, while the test runs."""
    with psycopg.connect(host=connection.settings_dict["HOST"], user="postgres", dbname="postgres",
                         autocommit=True) as server:  # fmt: skip
        (place,) = server.execute("SHOW hba_file").fetchone() or ("",)
        hba = Path(place if not place.startswith("/proc/self/") else _behind(server, place))
        before = hba.read_text()
        hba.write_text(f"{before}local replication all peer map=dadkar\n")
        server.execute("SELECT pg_reload_conf()")
        yield
        hba.write_text(before)
        server.execute("SELECT pg_reload_conf()")


def _behind(server: Any, place: str) -> str:
    """Our own name for a file that the server reaches by an open descriptor."""
    (pid,) = server.execute("SELECT pg_backend_pid()").fetchone()
    return os.path.realpath(place.replace("/proc/self/", f"/proc/{pid}/"))


@pytest.fixture
def standby(may_be_copied: None, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Any]:
    """A function that makes the standby and lets the installation know it."""
    folder = Path(tempfile.mkdtemp(prefix="dadkar-standby-"))
    server = Standby(folder, durable=False)
    monkeypatch.setattr(replica, "_away_until", 0.0)

    def make() -> Standby:
        server.start()
        facts = deepcopy(connections.settings["default"])
        facts |= {"HOST": str(sockets.where(server.socket_link))}
        monkeypatch.setitem(connections.settings, replica.REPLICA, facts)
        return server

    with django_db_blocker.unblock():  # a database that the test runner did not make
        yield make
        connections[replica.REPLICA].close()
    del connections[replica.REPLICA]
    server.stop()
    shutil.rmtree(folder)


def headline(user: Any) -> str:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("boards")).content.decode()


def test_boards_read_it_while_it_answers_and_the_primary_otherwise(
    cast: Any, play: Any, standby: Any
) -> None:
    play.claimed(play.promised(days=0))
    rollup.refresh(cast.house)
    copy = standby()
    play.claimed(play.promised(days=0))
    rollup.refresh(cast.house)

    assert ONE in headline(cast.worker), "this board comes from the standby"
    read_only = Organisation.objects.using(replica.REPLICA)
    with pytest.raises(DatabaseError):
        read_only.filter(pk=cast.house.pk).update(fa="نام دیگر")
    with pytest.raises(DatabaseError):  # an UNLOGGED table can't be read while it recovers
        SearchEntry._base_manager.using(replica.REPLICA).count()

    copy.stop()
    connections[replica.REPLICA].close()  # as the pool's check does
    assert TWO in headline(cast.worker), "and this one from the primary"
