from .cell import By, Cell, Snapshot, Spread
from .fact import Fact
from .release import Counted, Publication, Release, ReleasedCell, Reply

__all__ = [
    "By",
    "Cell",
    "Counted",
    "Fact",
    "Publication",
    "Release",
    "ReleasedCell",
    "Reply",
    "Snapshot",
    "Spread",
]
