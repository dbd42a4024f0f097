"""A holiday declared late moves every running deadline, and a kept one never differs from its clock."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dadkar.cases import deadlines
from dadkar.cases.models import Case, CaseQueue, Referral
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.actor import System
from dadkar.kernel.known_calendar import calendar_as_known
from dadkar.kernel.models import Holiday, WorkingTime
from dadkar.people.models import Principal

BY = System("test")


def fresh(row: Any) -> Any:
    return type(row).objects.as_system("test").get(pk=row.pk)


def declare(day: date) -> None:
    Holiday.declare(day, name_fa="تعطیل ناگهانی", by=BY)


def next_working_day() -> date:
    return calendar_as_known().add_working_days(moment.today(), 1)


def test_a_declared_holiday_moves_a_referral_and_its_case(play: Any) -> None:
    referral = play.sent()
    before = referral.due_at
    declare(next_working_day())
    assert deadlines.refresh_deadlines(by=BY) == 2
    after = fresh(referral)
    assert after.due_at > before
    case = Case.objects.as_system("test").get(uuid=referral.case_uuid)
    assert case.due_at == after.due_at
    assert set(CaseQueue.objects.filter(case=case).values_list("due_at", flat=True)) == {after.due_at}


def test_an_unread_case_moves(play: Any) -> None:
    case = play.filed()
    declare(next_working_day())
    assert deadlines.refresh_deadlines(by=BY) == 1
    assert fresh(case).due_at > case.due_at
    assert list(deadlines.stale_deadlines()) == []


def test_a_promise_whose_day_becomes_a_holiday_moves_to_the_next(play: Any) -> None:
    commitment = play.promised()
    declare(commitment.due_on)
    assert deadlines.refresh_deadlines(by=BY) == 2, "the commitment and its case"
    after = fresh(commitment)
    assert (after.due_on, after.version) > (commitment.due_on, commitment.version)


def test_office_hours_move_what_is_counted_by_them(cast: Any, play: Any) -> None:
    referral = play.sent()
    rest = {next_working_day().weekday(), 4}
    WorkingTime.set(cast.labour.uuid, house_id=cast.house.pk, since=moment.today(), rest=rest, by=BY)
    deadlines.refresh_deadlines(by=BY)
    assert fresh(referral).due_at > referral.due_at


def test_a_holiday_far_away_moves_nothing(play: Any) -> None:
    play.promised()
    play.filed()
    declare(moment.today() + timedelta(days=400))
    assert deadlines.refresh_deadlines(by=BY) == 0


def test_what_is_closed_or_answered_is_left_alone(cast: Any, play: Any) -> None:
    referral = play.sent()
    play.answered(referral, "refuse", "دلیل قانونی")
    declare(next_working_day())
    deadlines.refresh_deadlines(by=BY)
    assert fresh(referral).due_at is None


def test_more_rows_than_a_batch(play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "BATCH", 2)
    cases = [play.filed() for _one in range(5)]
    declare(next_working_day())
    assert deadlines.refresh_deadlines(by=BY) == 5
    assert all(fresh(case).due_at > case.due_at for case in cases)


def test_the_check_finds_what_was_tampered_with_and_repairs_it(play: Any) -> None:
    commitment, referral = play.promised(), play.sent()
    out = StringIO()
    call_command("check_deadlines", stdout=out)
    assert "equals" in out.getvalue()
    wrong = moment.now() + timedelta(days=900)
    for row in (commitment, referral):
        type(row)._base_manager.filter(pk=row.pk).update(due_at=wrong)
    with pytest.raises(CommandError, match="differ"):
        call_command("check_deadlines", stdout=StringIO())
    call_command("check_deadlines", "--repair", stdout=StringIO())
    assert fresh(commitment).due_at == commitment.due_at
    assert fresh(referral).due_at == referral.due_at


def test_the_nightly_check_says_so_in_the_log_and_repairs(
    play: Any, caplog: pytest.LogCaptureFixture
) -> None:
    referral = play.sent()
    deadlines.check(timestamp=0)
    assert not caplog.records
    Referral._base_manager.filter(pk=referral.pk).update(due_at=None)
    deadlines.check(timestamp=0)
    assert str(referral.uuid) in caplog.text or "differ" in caplog.text
    assert fresh(referral).due_at == referral.due_at


def test_a_commitments_own_deadline_is_what_the_walk_sees(play: Any) -> None:
    commitment = play.claimed()
    declare(commitment.due_on)
    deadlines.refresh_deadlines(by=BY)
    assert Commitment.objects.as_system("test").get(pk=commitment.pk).due_on > commitment.due_on


def test_a_bodys_list_follows_the_dates_and_the_check_repairs_it(
    play: Any, caplog: pytest.LogCaptureFixture
) -> None:
    referral, commitment = play.sent(), play.promised()
    promised = Referral.objects.as_system("test").get(answers__commitment=commitment)
    referral.refresh_from_db()
    assert (referral.next_at, promised.next_at) == (referral.due_at, commitment.due_at)
    assert not deadlines.misplaced().exists()
    Referral.objects.as_system("test").update(next_at=None, is_claimed=True)
    deadlines.check(timestamp=0)
    assert "2 referrals stood in the wrong place" in caplog.text
    promised.refresh_from_db()
    assert (promised.next_at, promised.is_claimed) == (commitment.due_at, False)


def test_a_holiday_moves_a_promise_in_its_bodys_list(play: Any) -> None:
    commitment = play.promised()
    declare(commitment.due_on)
    deadlines.refresh_deadlines(by=BY)
    commitment.refresh_from_db()
    promised = Referral.objects.as_system("test").get(answers__commitment=commitment)
    assert promised.next_at == commitment.due_at
    assert not deadlines.misplaced().exists()


def test_the_check_brings_back_what_stands_in_no_queue_or_in_a_wrong_place(
    cast: Any, play: Any, caplog: pytest.LogCaptureFixture
) -> None:
    lost, late, closed, half, astray = (play.filed() for _one in range(5))
    assert list(deadlines.stale_deadlines()) == []
    right = set(CaseQueue.objects.exclude(case=closed).values_list("case", "principal", "due_at"))
    CaseQueue.objects.filter(case=lost).delete()
    CaseQueue.objects.filter(case=late).update(due_at=moment.now())
    Case._base_manager.filter(pk=closed.pk).update(state=Case.State.DECLINED, closed_at=moment.now())
    one = CaseQueue.objects.filter(case=half).first()
    assert one is not None
    CaseQueue.objects.filter(case=half, principal=one.principal_id).delete()
    elsewhere = Principal.objects.of_user(cast.liaison)
    CaseQueue.objects.create(case=astray, principal_id=elsewhere, due_at=astray.due_at, state=astray.state)
    assert [stale.row for stale in deadlines.stale_deadlines()] == [lost, late, closed, half, astray]
    deadlines.check(timestamp=0)
    assert f"5 deadlines or places in queues are wrong. The first: case {lost.uuid}" in caplog.text
    assert list(deadlines.stale_deadlines()) == []
    assert set(CaseQueue.objects.values_list("case", "principal", "due_at")) == right
