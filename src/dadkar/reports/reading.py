"""From which database boards are read: the standby while it answers, where DATABASE_REPLICA_URL names one.

Everything that a board or a public page reads of this room goes through `rows(Model)`.
"""

from typing import Any

from dadkar.kernel.replica import for_numbers


def rows(model: Any) -> Any:
    """The rows of a model of this room, from where boards are read."""
    return model._default_manager.using(for_numbers())
