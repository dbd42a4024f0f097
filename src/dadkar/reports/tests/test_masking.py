"""Masked twice: an attack by linear programming finds no masked number narrower than 0–4."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dadkar.reports import masking
from dadkar.reports.masking import FLOOR, Cube
from dadkar.reports.tests.attack import Published, narrow

COLUMNS = ["confirmed", "only_said", "not_done"]
AGENCIES, TOPICS, COUNTIES = "abcde", "tuvwxyz", "klmn"


def units(dice: random.Random, many: int) -> list[tuple[str, str, str, str]]:
    """Promises, each with its agency, topic, county and column; a few of each take most of them."""
    weights = [dice.choice([1, 3, 10, 40]) for _n in range(8)]
    return [
        tuple(
            dice.choices(kinds, weights[: len(kinds)])[0] for kinds in (AGENCIES, TOPICS, COUNTIES, COLUMNS)
        )
        for _n in range(many)
    ]  # type: ignore[return-value]


def release(
    published: Published, name: int, many: list, *, second: bool = True, sensitive: str = "u"
) -> None:
    """Publish one month as `releasing` does, or with the first masking alone."""
    totals = {column: sum(unit[3] == column for unit in many) for column in COLUMNS}
    wholly = {c for c in COLUMNS if {unit[1] for unit in many if unit[3] == c} <= {sensitive}}
    hidden = masking.mask_totals(totals, wholly)
    for column, n in totals.items():
        published.cells[name, "", "", column] = None if column in hidden else n
    for cube, place, values in (("agency", 0, AGENCIES), ("topic", 1, TOPICS), ("county", 2, COUNTIES)):
        counts = {(v, c): sum(u[place] == v and u[3] == c for u in many) for v in values for c in COLUMNS}
        kinds = {key: {u[1] for u in many if (u[place], u[3]) == key} for key in counts}
        cells = {key for key, found in kinds.items() if found == {sensitive}}
        there = [v for v in values if any(counts[v, c] for c in COLUMNS)]
        drawn = Cube(there, counts, cells)
        masked = masking.mask(drawn, COLUMNS) if second else {k for k, n in counts.items() if n < FLOOR}
        for value in there:
            for column in COLUMNS:
                shown = None if (value, column) in masked else counts[value, column]
                published.cells[name, cube, value, column] = shown


@pytest.mark.parametrize("seed", range(12))
def test_the_attack_narrows_nothing(seed: int) -> None:
    dice, published = random.Random(seed), Published()
    for month in range(3):
        release(published, month, units(dice, dice.choice([3, 8, 20, 60, 200, 900])))
    published.tie()
    assert any(shown is None for shown in published.cells.values())
    assert narrow(published) == {}


def test_the_attack_is_no_paper_tiger() -> None:
    """With the first masking alone it does find what was hidden."""
    dice, published = random.Random(1), Published()
    release(published, 1, units(dice, 200), second=False)
    published.tie()
    assert narrow(published)


COLUMN = st.lists(st.integers(0, 30), min_size=1, max_size=9)


@given(COLUMN, st.sets(st.integers(0, 8)))
def test_a_column_is_whole_or_leaves_room(counts: list[int], sensitive: set[int]) -> None:
    """The invariant from which soundness follows, and that nothing small is ever shown."""
    order = [str(n) for n in range(len(counts))]
    cube = Cube(order, {(str(n), "c"): count for n, count in enumerate(counts)},
                {(str(n), "c") for n in sensitive})  # fmt: skip
    masked = {value for value, _column in masking.mask(cube, ["c"])}
    held = sum(counts[int(value)] for value in masked)
    assert all(count >= FLOOR for n, count in enumerate(counts) if str(n) not in masked)
    assert not (sensitive & set(range(len(counts)))) - {int(value) for value in masked}
    assert not masked or len(masked) == len(counts) or (len(masked) > 1 and held >= FLOOR)


@given(COLUMN, COLUMN)
def test_which_cells_are_masked_second_depends_on_the_small_ones_alone(
    first: list[int], grown: list[int]
) -> None:
    """Large cells may be as large as they like: the choice among them tells nothing."""
    order = [str(n) for n in range(len(first))]
    other = [n if n < FLOOR else n + grown[i % len(grown)] for i, n in enumerate(first)]
    masks = [
        masking.mask(Cube(order, {(str(n), "c"): count for n, count in enumerate(counts)}), ["c"])
        for counts in (first, other)
    ]
    assert masks[0] == masks[1]


def test_late_changes_leave_doubt() -> None:
    assert masking.shows_late(5, 10)
    assert not masking.shows_late(4, 100)
    assert not masking.shows_late(7, 10)
    assert not masking.shows_late(5, 0)
