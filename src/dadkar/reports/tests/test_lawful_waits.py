"""Lawful waits are never a body's delay: neither in what is overdue, nor in any working day."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from dadkar.cases import actions
from dadkar.cases.models import Referral
from dadkar.cases.tests.drama import case_of
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali
from dadkar.reports import rollup
from dadkar.reports.marks import Mark
from dadkar.reports.models import Fact


def at(day: int, hour: int = 9) -> Any:
    """The `day`-th of Mehr 1404, a month that begins on a Tuesday; in the morning unless said otherwise."""
    when = Jalali(1404, 7, 1).to_date() + timedelta(days=day - 1)
    zone = timezone.get_default_timezone()
    return moment.moved_to(timezone.datetime(when.year, when.month, when.day, hour, tzinfo=zone))


def facts(cast: Any, kind: str) -> list[Fact]:
    rollup.refresh(cast.house)
    return list(Fact.objects.filter(kind=kind).order_by("source"))


@pytest.fixture
def sent(play: SimpleNamespace) -> Referral:
    with at(5):  # a Saturday
        return play.sent()


def test_waiting_for_papers_is_taken_out_of_the_first_answer(cast: Any, play: Any, sent: Any) -> None:
    with at(7):  # Monday
        play.answered(sent, "ask_info", "کد کارگاه؟")
    with at(13):  # Sunday, before the office closes: that day counts again
        actions.give_info(sent, "۱۲۳", by=cast.worker)
    with at(14):
        play.promised(sent)
        (letter,) = facts(cast, "letter")
    # counted: 6 (Sunday), 13 and 14; in the pause: 7, 8, 9, 10, 12; no working day: Friday the 11th
    assert letter.answer == 3


def test_without_a_pause_every_working_day_counts(cast: Any, play: Any, sent: Any) -> None:
    with at(14):
        play.promised(sent)
        (letter,) = facts(cast, "letter")
    assert letter.answer == 8


def test_before_the_board_is_neither_overdue_nor_counted_to_the_claim(
    cast: Any, play: Any, sent: Any
) -> None:
    with at(6):
        promise = play.promised(sent, days=6)  # by the 12th
    with at(7):
        play.answered(sent, "before_board", "نوبت", day=moment.today() + timedelta(days=10))
    with at(20):  # long past the date
        (kept,) = facts(cast, "promise")
        assert (kept.marks & 8, bool(kept.marks & 16)) == (0, True), "waiting, not overdue"
        promise.refresh_from_db()
        assert promise.is_overdue, "by its date alone it would be"
        sent.refresh_from_db()
        play.answered(sent, "promise", "پرداخت", step="pay", day=moment.today() + timedelta(days=3))
    with at(22):
        play.answered(sent, "claim", "شد", commitment=promise)
        kept = next(one for one in facts(cast, "promise") if one.source == promise.pk)
    # from the 6th to the 22nd: of its working days the board had the 7th to the 19th
    assert kept.claim == 3


def test_a_refused_claim_does_not_end_the_wait(cast: Any, play: Any, sent: Any) -> None:
    with at(6):
        promise = play.promised(sent, days=6)
    with at(7):
        claimed = play.claimed(promise)
        actions.dispute(case_of(claimed), claimed, "نه", by=cast.worker, via="phone")
    with at(14):
        sent.refresh_from_db()
        play.answered(sent, "claim", "شد", commitment=promise)
        (kept,) = facts(cast, "promise")
    assert kept.claim == 7


def test_a_redirect_counts_only_between_two_bodies(cast: Any, play: Any) -> None:
    for other in (cast.inspection, cast.insurance):
        referral = play.sent()
        play.answered(referral, "not_competent", "نه", other_body=other)
        actions.agree_not_competent(referral, by=cast.worker, redirected_to=other)
    assert [bool(one.marks & Mark.REDIRECTED) for one in facts(cast, "letter")] == [False, True]
