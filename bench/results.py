"""The rows of a run: a table on the terminal, and `bench/results.json`."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

PLACE = Path(__file__).with_name("results.json")


@dataclass
class Row:
    """One figure. `peer` is in the same unit; `load` is the machine's load average."""

    name: str
    size: int
    value: float
    unit: str
    peer: float | None = None
    ratio: float | None = None
    load: float = 0.0

    def beside(self, peer: float | None) -> "Row":
        """The row with its peer or floor; without one, or beside nought, no ratio."""
        self.peer = peer
        self.ratio = self.value / peer if peer else None
        return self


def row(name: str, size: int, value: float, unit: str) -> Row:
    return Row(name, size, value, unit, load=os.getloadavg()[0])


def beside_floors(rows: list[Row]) -> None:
    """Give each figure that has no peer yet its floor: the empty database, or else the smallest one."""
    for one in rows:
        if one.peer is None:
            same = [other for other in rows if other.name == one.name]
            one.beside(min(same, key=lambda other: other.size).value)


def write(rows: Iterable[Row]) -> None:
    told = [{key: _short(value) for key, value in asdict(one).items()} for one in rows]
    PLACE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def table(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of the table."""
    yield f"{'name':<25}{'size':>10}{'value':>12} {'unit':<8}{'peer':>12}{'ratio':>9}{'load':>7}"
    for one in rows:
        peer, ratio = (f"{part:.2f}" if part is not None else "–" for part in (one.peer, one.ratio))
        start = f"{one.name:<25}{one.size:>10,}{one.value:>12.2f} {one.unit:<8}"
        yield f"{start}{peer:>12}{ratio:>9}{one.load:>7.1f}"


def _short(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value
