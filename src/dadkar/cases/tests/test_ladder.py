"""The sweep: who is told about which deadline, once for each version of its date."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.cases import actions, deadlines, ladder
from dadkar.cases.models import Case, Referral
from dadkar.commitments.climbing import BATCH
from dadkar.commitments.models import Commitment, Escalation, Told
from dadkar.kernel import moment
from dadkar.kernel.actor import System
from dadkar.kernel.models import Holiday, WorkingTime
from dadkar.kernel.work_calendar import TEHRAN
from dadkar.records.models import Notice

SATURDAY = date(2026, 5, 9)


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), TEHRAN)


def on(day: int, hour: int = 10) -> datetime:
    """So many days after the first Saturday."""
    return at(SATURDAY + timedelta(days=day), hour)


@pytest.fixture(autouse=True)
def first_day() -> Iterator[None]:
    with moment.moved_to(on(0)):
        yield


def swept(day: int, hour: int = 10) -> list[tuple[str, str]]:
    """A sweep at a moment: (kind, who) of what it has told, calls and e-mail apart."""
    last = Notice.objects.order_by("-pk").first()
    with moment.moved_to(on(day, hour)):
        ladder.sweep()
    new = Notice.objects.filter(pk__gt=last.pk if last else 0, channel="app", kind__contains="-")
    return sorted((one.kind, one.user.username) for one in new.select_related("user"))


@pytest.fixture
def promise(play: Any) -> Commitment:
    """Made on a Saturday for the Tuesday of the week after."""
    return play.promised(days=10)


def taken(commitment: Commitment, user: Any) -> None:
    """The case is this officer's."""
    Case.objects.as_system("test").filter(uuid=commitment.owed_to).update(officer=user)


def test_a_promise_is_told_on_four_days_to_those_whom_each_concerns(cast: Any, promise: Commitment) -> None:
    told = {day: who for day in range(40) if (who := swept(day))}
    assert told == {
        7: [("due-soon", "liaison")],
        10: [("due-today", "liaison")],
        14: [("due-manager", "case-worker"), ("due-manager", "head")],
        22: [("due-group", "case-worker"), ("due-group", "manager")],
    }


def test_ten_days_after_it_stands_before_the_working_group(cast: Any, promise: Commitment) -> None:
    swept(21)
    assert not Escalation.objects.as_system("test").exists()
    swept(22)
    swept(23)
    [row] = Escalation.objects.as_system("test")
    assert (row.commitment_id, row.to_id, row.by) == (promise.pk, cast.house.pk, "system:ladder")


def test_a_sweep_again_tells_nobody_again(promise: Commitment) -> None:
    assert swept(10)
    before = Notice.objects.count()
    assert swept(10) == swept(10, 14) == swept(11) == []
    assert Notice.objects.count() == before


def test_a_worker_that_was_away_for_weeks_tells_the_highest_rung_alone(promise: Commitment) -> None:
    assert {kind for kind, _who in swept(60)} == {"due-group"}
    assert swept(61) == []


@pytest.mark.parametrize(("day", "hour"), [(10, 6), (10, 15), (10, 23), (13, 10)])
def test_not_at_night_and_not_on_a_friday(promise: Commitment, day: int, hour: int) -> None:
    assert swept(day, hour) == []
    assert not Told.objects.exists()


def test_not_on_a_declared_holiday_nor_out_of_the_bodys_own_hours(cast: Any, promise: Commitment) -> None:
    Holiday.declare(SATURDAY + timedelta(days=7), name_fa="تعطیل", by=System("test"))
    assert swept(7) == []
    assert swept(8) == [("due-soon", "liaison")]
    hours = {"opens": time(12), "closes": time(16), "since": SATURDAY}
    WorkingTime.set(cast.labour.uuid, house_id=cast.house.pk, by=System("test"), **hours)
    assert swept(10) == []
    assert swept(10, 13) == [("due-today", "liaison")]


def test_a_later_date_is_a_new_version_with_rungs_of_its_own(
    cast: Any, play: Any, promise: Commitment
) -> None:
    assert swept(7) == [("due-soon", "liaison")]
    with moment.moved_to(on(8)):
        referral = Referral.objects.as_system("test").get(answers__commitment=promise)
        later = promise.due_on + timedelta(days=11)
        play.answered(referral, "extension", "دیر شد", commitment=promise, day=later)
        asked = promise.extensions.as_system("test").get()
        actions.grant_extension(referral.case, fresh(promise), asked, by=cast.worker)
    assert swept(10) == swept(14) == []
    assert swept(18) == [("due-soon", "liaison")]
    assert swept(21) == [("due-today", "liaison")]


def fresh(row: Any) -> Any:
    return type(row).objects.as_system("test").get(pk=row.pk)


def test_a_holiday_that_moves_the_date_is_a_new_version(promise: Commitment) -> None:
    assert swept(7) == [("due-soon", "liaison")]
    Holiday.declare(promise.due_on, name_fa="تعطیل", by=System("test"))
    with moment.moved_to(on(8)):
        deadlines.refresh_deadlines(by=System("test"))
    assert swept(10) == []
    assert {kind for kind, _who in swept(11)} == {"due-today"}


def test_what_is_claimed_confirmed_or_given_up_is_told_no_more(play: Any, promise: Commitment) -> None:
    with moment.moved_to(on(5)):
        play.claimed(promise)
    assert swept(22) == []


def test_a_referral_that_waits_for_its_answer(cast: Any, play: Any) -> None:
    referral = play.sent()
    due = (referral.due_at.astimezone(TEHRAN).date() - SATURDAY).days
    told = {day: {kind for kind, _who in who} for day in range(40) if (who := swept(day))}
    assert told[due] == {"due-today"}
    assert list(told.values()) == [{"due-soon"}, {"due-today"}, {"due-manager"}, {"due-group"}]
    assert Told.objects.filter(subject=referral.uuid).count() == 4


@pytest.mark.parametrize("kind", ["ask_info", "before_board", "need_petition"])
def test_a_lawful_wait_is_never_told_as_overdue(play: Any, kind: str) -> None:
    referral = play.sent()
    play.answered(
        referral, kind, "…", **({"day": SATURDAY + timedelta(days=60)} if kind == "before_board" else {})
    )
    assert [swept(day) for day in range(0, 50, 3)] == [[]] * 17


def test_a_promise_whose_matter_went_to_the_board_waits_lawfully(play: Any, promise: Commitment) -> None:
    referral = Referral.objects.as_system("test").get(answers__commitment=promise)
    with moment.moved_to(on(3)):
        play.answered(referral, "before_board", "نوبت هیئت", day=SATURDAY + timedelta(days=60))
    assert swept(10) == swept(22) == []


def test_a_case_that_lies_unread_is_told_to_its_desk_then_to_the_manager(cast: Any, play: Any) -> None:
    play.filed()
    told = {day: who for day in range(25) if (who := swept(day))}
    assert list(told.values()) == [
        [("due-today", "case-worker"), ("due-today", "colleague")],
        [("due-manager", "manager")],
        [("due-group", "case-worker"), ("due-group", "colleague"), ("due-group", "manager")],
    ]


def test_an_immediate_hazard_is_told_at_night_and_by_telephone(cast: Any, play: Any) -> None:
    with moment.moved_to(on(5, 22)):  # a Thursday evening
        case = play.filed(urgency=Case.Urgency.HAZARD)
    assert swept(5, 22) == []
    assert swept(5, 23) == [("hazard-soon", "case-worker"), ("hazard-soon", "colleague")]
    assert swept(6, 2) == [("hazard-today", "case-worker"), ("hazard-today", "colleague")]
    assert swept(6, 2) == []
    assert swept(6, 5) == [("hazard-manager", "manager")]
    calls = Notice.objects.calls().order_by("pk")
    assert [(one.kind, one.organisation, one.subject) for one in calls] == [
        ("hazard-soon", cast.house, case.uuid),
        ("hazard-today", cast.house, case.uuid),
        ("hazard-manager", cast.house, case.uuid),
    ]


def test_a_hazard_promised_is_called_about_at_the_body(cast: Any, play: Any, topic: Any) -> None:
    case = play.filed(urgency=Case.Urgency.HAZARD)
    promise = play.promised(play.sent(case), days=1)
    late = promise.due_at + timedelta(hours=3)
    ladder.sweep(late - timedelta(minutes=1))
    ladder.sweep(late)
    last = Notice.objects.filter(channel="call").order_by("-pk").first()
    assert last
    assert (last.kind, last.organisation) == ("hazard-manager", cast.labour)


def test_whoever_must_not_see_it_is_not_told(cast: Any, promise: Commitment) -> None:
    case = Case.objects.as_system("test").get(uuid=promise.owed_to)
    actions.recuse(case, "خویشاوند", by=cast.worker)
    assert "case-worker" not in dict(map(reversed, swept(14)))
    assert "case-worker" not in dict(map(reversed, swept(22)))


def test_a_bar_takes_back_what_was_told(cast: Any, promise: Commitment) -> None:
    swept(14)
    mine = Notice.objects.to(cast.worker).filter(kind="due-manager")
    assert mine.exists()
    case = Case.objects.as_system("test").get(uuid=promise.owed_to)
    actions.recuse(case, "خویشاوند", by=cast.worker)
    assert not Notice.objects.to(cast.worker).exists()
    assert Notice.objects.to(cast.head).filter(kind="due-manager").exists()


def test_a_body_where_nobody_signs_in_is_the_desks_to_remind(cast: Any, play: Any) -> None:
    play.sent(body=cast.inspection)
    assert swept(9) == [("due-today", "case-worker")]


def test_many_more_than_a_batch(cast: Any, play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert BATCH > 100
    monkeypatch.setattr("dadkar.commitments.climbing.BATCH", 2)
    referrals = [play.sent() for _ in range(5)]
    assert len(swept(9)) == 5
    assert Told.objects.filter(subject__in=[one.uuid for one in referrals]).count() == 5


def test_the_job_sweeps_and_says_only_how_many(play: Any, caplog: pytest.LogCaptureFixture) -> None:
    referral = play.sent()
    with moment.moved_to(on(9)), caplog.at_level("INFO", "dadkar"):
        ladder.climb_on(timestamp=0)
    assert "1 deadlines" in caplog.text
    assert str(referral.uuid) not in caplog.text


def test_queries_do_not_grow_with_what_is_due(
    play: Any, django_assert_max_num_queries: Any, cast: SimpleNamespace
) -> None:
    for _ in range(8):
        play.sent()
    with moment.moved_to(on(9)), django_assert_max_num_queries(40):
        ladder.sweep()
