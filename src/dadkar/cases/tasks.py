"""The jobs of this room, where the worker looks for them."""

from dadkar.cases.importing import tasks as _imports  # noqa: F401
