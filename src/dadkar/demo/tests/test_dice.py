"""The same seed makes the same year."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from dadkar.cases.models import Case
from dadkar.demo import province, year
from dadkar.kernel import moment
from dadkar.records.models import Event

END = datetime(2026, 11, 20, 6, tzinfo=UTC)


def lived(made: province.Province) -> list[Any]:
    """What became of a few cases, and which acts led there."""
    begin = END - year.YEAR
    with transaction.atomic():
        list(year.Share(made, province.texts(), begin, range(1, 7)).days(begin, END))
        cases = list(Case.objects.as_system("test").order_by("filed_at").values_list("filed_at", "state"))
        acts = list(Event.objects.filter(at__gt=begin).order_by("id").values_list("kind", "at"))
        transaction.set_rollback(True)
    return cases + acts


def test_the_dice_fall_the_same_way_each_time(db: Any) -> None:
    with moment.moved_to(END - year.YEAR):
        made = province.make(moment.now())
    first = lived(made)
    assert len(first) > 12
    assert first == lived(made)
