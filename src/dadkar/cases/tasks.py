"""The jobs of this room, where the worker looks for them."""

from dadkar.cases import deadlines as _deadlines  # noqa: F401
from dadkar.cases import indexing as _indexing  # noqa: F401
from dadkar.cases import ladder as _ladder  # noqa: F401
from dadkar.cases import retention as _retention  # noqa: F401
from dadkar.cases.importing import tasks as _imports  # noqa: F401
