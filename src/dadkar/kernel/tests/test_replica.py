"""Numbers are read from a standby while there is one; nothing else is."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import connections, router

from dadkar.kernel import replica
from dadkar.kernel.models import Holiday

pytestmark = pytest.mark.django_db


@pytest.fixture
def standby(monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Any]:
    """A function that gives the installation a standby."""
    monkeypatch.setattr(replica, "_away_until", 0.0)

    def give(**changes: Any) -> Any:
        facts = deepcopy(connections.settings["default"]) | changes
        monkeypatch.setitem(connections.settings, replica.REPLICA, facts)
        return connections[replica.REPLICA]

    with django_db_blocker.unblock():
        yield give
        connections[replica.REPLICA].close()
    del connections[replica.REPLICA]


def test_without_one_the_primary_is_read() -> None:
    assert replica.for_numbers() == "default"


def test_a_standby_is_read(standby: Any) -> None:
    standby()
    assert replica.for_numbers() == replica.REPLICA


def test_while_it_is_away_the_primary_is_read_and_it_is_not_asked_each_time(
    standby: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = standby(HOST="/nowhere")
    asked: list[int] = []
    real = connection.ensure_connection
    monkeypatch.setattr(connection, "ensure_connection", lambda: (asked.append(1), real()))
    assert [replica.for_numbers() for _time in range(3)] == ["default"] * 3
    assert len(asked) == 1
    monkeypatch.setattr(replica, "_away_until", 0.0)
    replica.for_numbers()
    assert len(asked) == 2  # tried again after a while


def test_nothing_is_written_to_it() -> None:
    from_standby = Holiday()
    from_standby._state.db = replica.REPLICA
    assert router.db_for_write(Holiday, instance=from_standby) == "default"
    assert not router.allow_migrate(replica.REPLICA, "kernel")
    assert router.allow_migrate("default", "kernel")
