"""Lays the ground before any test is read; the workers of pytest-xdist inherit it with the environment."""

import gc
import os
from collections.abc import Iterator

import django
import psycopg
import pytest
from django.db import connection
from django.utils import translation
from hypothesis import settings
from tools import ground

if "PYTEST_XDIST_WORKER" not in os.environ:
    ground.lay()
django.setup()  # before the rooms' own conftests import their models

settings.register_profile("dadkar", deadline=None)  # a busy machine is no failure
settings.load_profile("dadkar")

pytest_plugins = ["dadkar.people.tests.cast", "dadkar.cases.tests.drama", "dadkar.web.tests.browser"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, in a browser and across rooms, so that no process is left alone with one.

    Before all of them the one whose server waits until nobody holds a long transaction.
    """

    def place(item: pytest.Item) -> tuple[bool, bool, bool]:
        in_browser = item.get_closest_marker("browser") is not None
        return "test_standby" not in item.nodeid, not in_browser, not item.nodeid.startswith("tests/")

    items.sort(key=place)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The tests' database, which can be dropped though somebody has left a connection to it behind.

    Playwright's loop has connections of its own; Django closes only those of the thread that it sees.
    """
    yield
    held = connection.settings_dict
    ends = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(host=held["HOST"], user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(ends, [held["NAME"]])


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Whatever language a test has spoken, the next one begins with the installation's own."""
    yield
    translation.deactivate()


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the collector of garbage need not look through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
