"""A standby for numbers: boards and exports may read it, nothing is ever written to it, nor searched in it.

Search reads an UNLOGGED index, which no standby has. What was written a second ago may not be there yet, so
whoever must see their own change reads the primary.
"""

import time
from datetime import timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections

REPLICA = "replica"
TRIED_AGAIN_AFTER = timedelta(seconds=30)
_away_until = 0.0


def for_numbers() -> str:
    """The alias of the database to read numbers from, for `.using(…)` and `connections[…]`.

    The primary when there is no DATABASE_REPLICA_URL, and for half a minute after the standby did not answer.
    """
    global _away_until
    if REPLICA not in connections.settings or time.monotonic() < _away_until:
        return DEFAULT_DB_ALIAS
    try:
        connections[REPLICA].ensure_connection()
    except Error:
        _away_until = time.monotonic() + TRIED_AGAIN_AFTER.total_seconds()
        return DEFAULT_DB_ALIAS
    return REPLICA


class Router:
    """Django's router: reads go where the query says, writes and migrations to the primary alone."""

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """The primary, also for a row that was read from the standby."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """The standby is the same database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db != REPLICA
