"""Masking of a release's counts, twice, so that no published number tells what a masked one is.

Sound by construction (`docs/decisions/0005-figures-that-leave.md`). A release is a few cubes (by agency,
topic, county) over the same columns. All that ties one number to another is then, column by column:

    the shown rows of a cube + its masked rows = the column's total, the same in every cube.

No other sum is published: a row's own total only where no cell of it is masked, and the total of the
columns only where no column's total is. So it is enough that in each column of each cube either nothing is
masked, or at least two cells are and hold at least `FLOOR` together: then each of them may be anything from
0 to that sum, whatever an attacker adds and subtracts. Cells that are masked for that (the second masking)
are taken in an order that is fixed before the numbers are known, so that the choice tells nothing either.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

FLOOR = 5  # counts under it are never shown

Key = tuple[str, str]  # (value, column)


@dataclass
class Cube:
    """True counts by (value, column). `order`: its values, the first to be masked first."""

    order: Sequence[str]
    counts: Mapping[Key, int]
    sensitive: Set[Key] = field(default_factory=frozenset)  # cells that are wholly of sensitive topics

    def column(self, column: str) -> dict[str, int]:
        """The counts of one column, by value, in the order of masking."""
        return {value: self.counts.get((value, column), 0) for value in self.order}


def mask(cube: Cube, columns: Sequence[str]) -> set[Key]:
    """The cells of a cube that must not be shown."""
    return {(value, column) for column in columns for value in _mask_column(cube, column)}


def _mask_column(cube: Cube, column: str) -> set[str]:
    counts = cube.column(column)
    masked = {value for value, n in counts.items() if n < FLOOR or (value, column) in cube.sensitive}
    for value in cube.order:  # the second masking
        if not masked or (len(masked) > 1 and sum(counts[one] for one in masked) >= FLOOR):
            break
        masked.add(value)
    return masked


def mask_totals(totals: Mapping[str, int], wholly_sensitive: Set[str]) -> set[str]:
    """The columns whose totals must not be shown; no sum over them is shown either, if there is one."""
    return {column for column, n in totals.items() if n < FLOOR or column in wholly_sensitive}


def shows_late(late: int, stock: int) -> bool:
    """Whether a number of late changes may be shown.

    `stock` is how many could change at most, as worked out from shown numbers alone. Less than that must be
    shown, by `FLOOR`: else the number would bound a masked one before it, or the next one after it.
    """
    return late >= FLOOR and stock - late >= FLOOR
