"""From which database boards are read: the replica, where `DATABASE_REPLICA_URL` has made one.

Everything that a board or a public page reads of this room goes through `rows(Model)`.
"""

from typing import Any

from django.conf import settings

REPLICA = "replica"


def alias() -> str:
    """The alias of the database that boards read."""
    return REPLICA if REPLICA in settings.DATABASES else "default"


def rows(model: Any) -> Any:
    """The rows of a model of this room, from where boards are read."""
    return model._default_manager.using(alias())
