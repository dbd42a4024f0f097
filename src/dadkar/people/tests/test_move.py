"""An organisation moves in the tree, and the past still knows where it stood."""

from datetime import date, timedelta
from typing import Any

import pytest

from dadkar.kernel import moment
from dadkar.kernel.flow import WrongState
from dadkar.people.models import Closure, Organisation

FOUNDED = date(2025, 3, 21)
MOVED = date(2026, 3, 21)


@pytest.fixture
def tree(cast: Any) -> Any:
    """labour → inspection → team, and beside it insurance."""
    Closure.objects.update(since=FOUNDED)
    cast.team = Organisation.objects.create(
        kind="office", parent=cast.inspection, house=cast.house, fa="گروه بازرسی", since=FOUNDED
    )
    return cast


def names(organisation: Organisation) -> list[str]:
    return [one.fa for one in Organisation.objects.get(pk=organisation.pk).ancestors()]


def test_all_that_stands_below_comes_along(tree: Any) -> None:
    tree.inspection.move(tree.insurance, MOVED, by=tree.admin)
    assert names(tree.team) == [tree.insurance.fa, tree.inspection.fa, tree.team.fa]
    assert tree.team in Organisation.objects.below(tree.insurance)
    assert not Organisation.objects.below(tree.labour).filter(pk=tree.team.pk).exists()
    assert Organisation.objects.get(pk=tree.inspection.pk).parent == tree.insurance
    depth = Closure.objects.get(ancestor=tree.insurance, descendant=tree.team, until=None).depth
    assert depth == 2


def test_the_old_places_end_the_day_before(tree: Any) -> None:
    tree.inspection.move(tree.insurance, MOVED, by=tree.admin)
    old = Closure.objects.get(ancestor=tree.labour, descendant=tree.team)
    assert (old.since, old.until) == (FOUNDED, MOVED - timedelta(days=1))
    new = Closure.objects.get(ancestor=tree.insurance, descendant=tree.team)
    assert (new.since, new.until) == (MOVED, None)


def test_what_ties_the_subtree_together_stays(tree: Any) -> None:
    tree.inspection.move(tree.insurance, MOVED, by=tree.admin)
    within = Closure.objects.get(ancestor=tree.inspection, descendant=tree.team)
    assert (within.since, within.until) == (FOUNDED, None)
    assert tree.insurance.same_body(tree.team)
    assert not tree.labour.same_body(tree.team)


def test_to_the_top_and_back_on_one_day_leaves_no_empty_rows(tree: Any) -> None:
    tree.inspection.move(None, MOVED, by=tree.admin)
    assert names(tree.team) == [tree.inspection.fa, tree.team.fa]
    tree.inspection.move(tree.insurance, MOVED, by=tree.admin)
    tree.inspection.move(tree.labour, MOVED, by=tree.admin)
    rows = Closure.objects.filter(descendant=tree.inspection, depth=1).order_by("since")
    assert [(row.ancestor_id, row.since, row.until) for row in rows] == [
        (tree.labour.pk, FOUNDED, MOVED - timedelta(days=1)),
        (tree.labour.pk, MOVED, None),
    ]


@pytest.mark.parametrize("where", ["inspection", "team"])
def test_not_below_itself(tree: Any, where: str) -> None:
    with pytest.raises(WrongState):
        tree.inspection.move(getattr(tree, where), MOVED, by=tree.admin)


def test_not_into_another_house(tree: Any) -> None:
    with pytest.raises(WrongState):
        tree.inspection.move(tree.other, MOVED, by=tree.admin)


def test_not_before_it_happens_nor_before_it_stood_there(tree: Any) -> None:
    for day in (moment.today() + timedelta(days=1), FOUNDED - timedelta(days=1)):
        with pytest.raises(WrongState):
            tree.inspection.move(tree.insurance, day, by=tree.admin)
    assert names(tree.team)[0] == tree.labour.fa


def test_somebody_must_move_it(tree: Any) -> None:
    with pytest.raises(TypeError):
        tree.inspection.move(tree.insurance, MOVED, by=None)
