"""The attack: linear programming over all that was published, of all releases at once.

What the attacker knows: every count is a number of promises or letters, so 0 or more; what is shown; that the
rows of each cube make the same total, column by column; a row's or release's own total where it is shown; and
that no more promises can change later than were published before and have not changed yet. Whole numbers
are not asked for, which only makes the attacker's intervals wider than they would be, and never moves a
bound of a system like this one off a whole number.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy
from scipy.optimize import linprog

Variable = tuple[object, ...]


@dataclass
class Published:
    """Everything that was published, as (release, cube, value, column) → number, or None where masked.

    `sums`: (whole, parts) that are known to be equal. `limits`: (less, more) sums that can't be exceeded.
    """

    cells: dict[Variable, int | None] = field(default_factory=dict)
    sums: list[tuple[list[Variable], list[Variable]]] = field(default_factory=list)
    limits: list[tuple[list[Variable], list[Variable]]] = field(default_factory=list)

    def tie(self) -> None:
        """The equations of cubes: in each column of a release the rows make its total (`cube` "")."""
        by_column: dict[Variable, list[Variable]] = defaultdict(list)
        for release, cube, value, column in self.cells:
            if cube:
                by_column[release, cube, column].append((release, cube, value, column))
        for (release, _cube, column), parts in by_column.items():
            self.sums.append(([(release, "", "", column)], parts))


def intervals(published: Published) -> dict[Variable, tuple[float, float]]:
    """The least and the most that each masked number can be; infinity where nothing bounds it."""
    variables = {name: n for n, name in enumerate(published.cells)}
    equal, right = [], []
    for name, shown in published.cells.items():
        if shown is not None:
            equal.append(_line(variables, [name], []))
            right.append(shown)
    for whole, parts in published.sums:
        equal.append(_line(variables, whole, parts))
        right.append(0)
    unequal = [_line(variables, less, more) for less, more in published.limits]
    found = {}
    for name, shown in published.cells.items():
        if shown is None:
            low = _end(variables[name], 1, equal, right, unequal)
            high = _end(variables[name], -1, equal, right, unequal)
            found[name] = (low, high)
    return found


def narrow(published: Published) -> dict[Variable, tuple[float, float]]:
    """The masked numbers that the attack narrows to less than 0–4."""
    return {
        name: (low, high)
        for name, (low, high) in intervals(published).items()
        if low > 1e-6 or high < 4 - 1e-6
    }


def _line(variables: dict[Variable, int], plus: list[Variable], minus: list[Variable]) -> numpy.ndarray:
    line = numpy.zeros(len(variables))
    for name in plus:
        line[variables[name]] += 1
    for name in minus:
        line[variables[name]] -= 1
    return line


def _end(index: int, sign: int, equal: list, right: list, unequal: list) -> float:
    aim = numpy.zeros(len(equal[0]) if equal else len(unequal[0]))
    aim[index] = sign
    found = linprog(
        aim,
        A_ub=numpy.array(unequal) if unequal else None,
        b_ub=numpy.zeros(len(unequal)) if unequal else None,
        A_eq=numpy.array(equal) if equal else None,
        b_eq=numpy.array(right) if equal else None,
        bounds=(0, None),
        method="highs",
    )
    if found.status == 3:
        return float("inf")
    assert found.status == 0, found.message  # what was published is true, so it can't contradict itself
    return sign * found.fun
