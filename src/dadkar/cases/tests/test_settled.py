"""“What I am owed has come”: the applicant's own key, turned before any body has claimed anything."""

from datetime import timedelta
from typing import Any

import pytest

from dadkar.cases import actions
from dadkar.cases.models import Case, Referral
from dadkar.cases.tests.drama import case_of
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.records.models import Event, Notice

pytestmark = pytest.mark.django_db


def referrals_of(case: Case) -> list[Referral]:
    return list(Referral.objects.as_system("test").filter(case=case).order_by("id"))


def test_a_case_before_the_board_is_closed_by_the_applicants_word(cast: Any, play: Any) -> None:
    referral = play.sent()
    play.answered(referral, "before_board", day=moment.today() + timedelta(days=20))
    case = Case.objects.as_system("test").get(pk=referral.case_id)
    actions.settled(case, by=Applicant(case.uuid), via="code", amount_rial=120_000_000)
    case.refresh_from_db()
    assert (case.state, case.outcome) == (Case.State.CONFIRMED, "full")
    assert [one.state for one in referrals_of(case)] == [Referral.State.ENDED]
    event = Event.objects.get(subject=case.uuid, kind="case.confirm")
    assert (event.facts["via"], event.facts["amount_rial"]) == ("code", 120_000_000)


def test_a_running_promise_is_kept_for_those_it_was_made_to(cast: Any, play: Any) -> None:
    commitment = play.promised()
    case = case_of(commitment)
    actions.settled(case, by=Applicant(case.uuid), via="code")
    kept = Commitment.objects.as_system("test").get(pk=commitment.pk)
    assert (kept.state, kept.outcome, kept.claimed_at) == (Commitment.State.CONFIRMED, "full", None)


def test_nobody_else_can_say_it(cast: Any, play: Any) -> None:
    commitment = play.promised()
    case = case_of(commitment)
    for somebody in (cast.liaison, cast.head, Applicant(cast.house.uuid)):
        with pytest.raises(NotAllowed):
            actions.settled(case, by=somebody, via="code")
    assert case_of(commitment).is_open


def test_a_closed_case_is_not_closed_again(cast: Any, play: Any) -> None:
    case = play.filed()
    actions.decline(case, "جای دیگر", by=cast.worker)
    with pytest.raises(WrongState):
        actions.settled(case, by=Applicant(case.uuid), via="code")


def test_the_body_and_the_desk_are_told_that_there_is_news(cast: Any, play: Any) -> None:
    case = case_of(play.promised())
    Notice.objects.all().delete()
    actions.settled(case, by=Applicant(case.uuid), via="code")
    told = {(one.user, one.about) for one in Notice.objects.filter(kind="word")}
    assert told == {(cast.liaison, "promise"), (cast.head, "promise"), (cast.worker, "case")}


class TestTakenBack:
    """A confirmation that is taken back opens what was ended with it, and only that."""

    def two_bodies(self, cast: Any, play: Any) -> tuple[Case, Commitment, Referral]:
        first = play.sent()
        case = Case.objects.as_system("test").get(pk=first.case_id)
        second = play.sent(case, cast.insurance)
        commitment = play.claimed(play.promised(first))
        return case, commitment, second

    def test_the_other_body_must_answer_again(self, cast: Any, play: Any) -> None:
        case, commitment, second = self.two_bodies(cast, play)
        me = Applicant(case.uuid)
        confirmation = actions.confirm(case, commitment, "full", by=me, via="code")
        second.refresh_from_db()
        assert second.state == Referral.State.ENDED
        case.refresh_from_db()
        actions.take_back(case, confirmation, "برگشت خورد", by=me, via="code")
        second.refresh_from_db()
        assert second.state == Referral.State.SENT
        assert second.due_at is not None

    def test_a_hearing_to_come_still_stands(self, cast: Any, play: Any) -> None:
        case, commitment, second = self.two_bodies(cast, play)
        day = moment.today() + timedelta(days=30)
        letter = actions.receive_letter(second, number="۱۲", dated=moment.today(), by=cast.worker)
        actions.record_letter_answer(
            second, "before_board", "در نوبت است", by=cast.worker, letter=letter, day=day
        )
        me = Applicant(case.uuid)
        confirmation = actions.confirm(case, commitment, "full", by=me, via="code")
        case.refresh_from_db()
        actions.take_back(case, confirmation, "برگشت خورد", by=me, via="code")
        second.refresh_from_db()
        assert (second.state, second.hearing_on) == (Referral.State.BOARD, day)


class TestFarDays:
    """A body can't push a matter out of sight; what stands in a letter is kept as it was written."""

    def test_a_promise_for_next_year_is_refused(self, play: Any) -> None:
        referral = play.sent()
        with pytest.raises(WrongState, match="۹۰"):
            play.answered(referral, "promise", step="inspect", day=moment.today() + timedelta(days=91))
        assert not Commitment.objects.as_system("test").exists()

    def test_a_hearing_after_half_a_year_is_refused(self, play: Any) -> None:
        referral = play.sent()
        with pytest.raises(WrongState, match="۱۸۰"):
            play.answered(referral, "before_board", day=moment.today() + timedelta(days=181))

    def test_the_last_allowed_day_is_allowed(self, play: Any) -> None:
        referral = play.sent()
        play.answered(referral, "promise", step="inspect", day=moment.today() + timedelta(days=90))
        assert referral.state == Referral.State.PROMISED

    def test_a_letter_is_kept_as_it_was_written(self, cast: Any, play: Any) -> None:
        referral = play.sent()
        letter = actions.receive_letter(referral, number="۷", dated=moment.today(), by=cast.worker)
        far = moment.today() + timedelta(days=300)
        actions.record_letter_answer(
            referral, "promise", "بازرسی", by=cast.worker, letter=letter, step="inspect", day=far
        )
        assert Commitment.objects.as_system("test").get().due_on >= far
