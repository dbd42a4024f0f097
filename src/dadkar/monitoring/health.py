"""Whether this process can serve: each check is a word and yes or no, so a probe learns nothing else."""

from collections.abc import Callable
from functools import cache

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from dadkar.kernel.sealing.keyring import KeyringError, keyring
from dadkar.monitoring import jobs


def database() -> bool:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def migrations() -> bool:
    """Whether the tables are as this program needs them."""
    try:
        return _migrated()
    except (Error, _Waiting):
        return False


class _Waiting(Exception):
    """Migrations wait: not to be remembered, unlike that none do."""


@cache
def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Waiting
    return True


def keys() -> bool:
    """Whether the keyring can be read."""
    try:
        return bool(list(keyring()))
    except KeyringError:
        return False


def worker() -> bool:
    """Whether a worker has been heard within a minute. Pages work without one; notices wait."""
    try:
        return jobs.worker_lives()
    except Error:
        return False


NEEDED: dict[str, Callable[[], bool]] = {"database": database, "migrations": migrations, "keyring": keys}
TOLD: dict[str, Callable[[], bool]] = {"worker": worker}


def readiness() -> tuple[bool, dict[str, bool]]:
    """(whether requests may come, each check by its name)."""
    found = {name: check() for name, check in {**NEEDED, **TOLD}.items()}
    return all(found[name] for name in NEEDED), found
