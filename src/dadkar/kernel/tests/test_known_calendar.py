"""The calendar from its tables: what was known when, areas, the cache, and the first fill."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import transaction

from dadkar.kernel import known_calendar as module
from dadkar.kernel.actor import System
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.known_calendar import area_and_above, calendar_as_known, fill_holidays
from dadkar.kernel.models import Holiday, WorkingTime
from dadkar.kernel.work_calendar import DayOff

pytestmark = pytest.mark.django_db

BY = System("test")
DAY = date(2025, 11, 3)
THEN = datetime(2025, 11, 1, tzinfo=UTC)


def test_an_area_and_what_lies_around_it():
    assert area_and_above("") == {""}
    assert area_and_above("kb/dena") == {"", "kb", "kb/dena"}


def test_a_notice_holds_since_it_was_known_and_within_its_area():
    row = Holiday.declare(DAY, name_fa="گرد و خاک", area="kb", known_since=THEN, by=BY)
    row.withdraw(known_since=THEN + timedelta(hours=5), by=BY)
    assert calendar_as_known(at=THEN - timedelta(hours=1), area="kb").is_working(DAY)
    assert str(calendar_as_known(at=THEN, area="kb/dena").why_not(DAY)) == "گرد و خاک"
    assert calendar_as_known(at=THEN, area="fars").is_working(DAY)
    assert calendar_as_known(at=THEN).is_working(DAY)
    assert calendar_as_known(area="kb").is_working(DAY)


def test_an_office_s_hours_are_its_own():
    owner = uuid4()
    WorkingTime.set(owner, house_id=1, since=DAY, rest=[0, 4], known_since=THEN, by=BY)
    assert not calendar_as_known(owner=owner).is_working(DAY)
    assert calendar_as_known(owner=uuid4()).is_working(DAY)
    with pytest.raises(ValueError, match="opens before"):
        WorkingTime.set(owner, house_id=1, since=DAY, opens=datetime(2025, 1, 1, 20).time(), by=BY)


def test_the_cache_is_read_once_and_again_after_news(django_assert_num_queries):
    Holiday.declare(DAY, name_fa="تعطیل", by=BY)
    with django_assert_num_queries(3):
        assert not calendar_as_known().is_working(DAY)
    with django_assert_num_queries(1):
        assert not calendar_as_known(area="kb").is_working(DAY)
    Holiday.declare(DAY + timedelta(days=1), name_fa="تعطیل", by=BY)
    assert not calendar_as_known().is_working(DAY + timedelta(days=1))


def test_the_cache_forgets_what_was_rolled_back():
    with transaction.atomic():
        Holiday.declare(DAY, name_fa="تعطیل", by=BY)
        assert not calendar_as_known().is_working(DAY)
        transaction.set_rollback(True)
    Holiday.declare(DAY + timedelta(days=1), name_fa="تعطیل", by=BY)  # as many rows as before
    assert calendar_as_known().is_working(DAY)
    assert not calendar_as_known().is_working(DAY + timedelta(days=1))


def test_the_first_fill_is_idempotent_and_knows_nowruz():
    added = fill_holidays([1403, 1404], known_since=THEN, by=BY)
    assert added == Holiday.objects.count() > 40
    assert fill_holidays([1404, 1403], by=BY) == 0
    calendar = calendar_as_known()
    nowruz = [Jalali(1404, 1, day).to_date() for day in (1, 2, 3, 4)]
    assert [calendar.is_working(day) for day in nowruz] == [False] * 4
    assert calendar.why_not(nowruz[2]).name_fa == "عید نوروز"
    assert calendar.why_not(nowruz[2]).name_en == "Nowruz Holiday"
    assert not calendar.is_working(Jalali(1403, 12, 30).to_date())
    assert calendar_as_known(at=THEN - timedelta(days=1)).is_working(nowruz[3])


def test_a_newer_library_moves_an_eid_and_leaves_what_was_entered_by_hand(monkeypatch):
    eid, moved, dust = date(2025, 6, 7), date(2025, 6, 8), date(2025, 7, 23)
    Holiday.declare(dust, name_fa="گرد و خاک", source="استانداری", known_since=THEN, by=BY)
    monkeypatch.setattr(module, "_listed", lambda first, last: [DayOff(eid, "عید قربان", "Eid al-Adha")])
    assert fill_holidays([1404], known_since=THEN, by=BY) == 1
    monkeypatch.setattr(module, "_listed", lambda first, last: [DayOff(moved, "عید قربان", "Eid al-Adha")])
    assert fill_holidays([1404], by=BY) == 2
    assert fill_holidays([1404], by=BY) == 0
    calendar = calendar_as_known()
    assert [calendar.is_working(day) for day in (eid, moved, dust)] == [True, False, False]
    assert not calendar_as_known(at=THEN).is_working(eid)


def test_the_command_fills_years(capsys):
    call_command("fill_holidays", "--from", "1404", "--to", "1404")
    assert "1404-1404" in capsys.readouterr().out
    assert Holiday.objects.filter(day=Jalali(1404, 1, 1).to_date()).exists()
