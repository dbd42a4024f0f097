"""The whole story at once: filed, taken, referred, promised, claimed, and closed only by the applicant."""

from typing import Any

import pytest

from dadkar.cases import actions
from dadkar.cases.models import Case, CaseQueue, Message, Referral
from dadkar.cases.tests.drama import STORY, case_of
from dadkar.commitments.models import Commitment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db


def test_a_case_closes_only_with_the_second_key(cast: Any, play: Any) -> None:
    commitment = play.claimed()
    case = case_of(commitment)
    assert (case.state, case.phase) == (Case.State.CLAIMED, Case.Phase.YOURS)

    actions.confirm(case, commitment, "full", by=Applicant(case.uuid), via="code")

    case.refresh_from_db()
    assert case.state == Case.State.CONFIRMED
    assert case.outcome == "full"
    assert not CaseQueue._base_manager.filter(case=case).exists()
    ended = Referral.objects.as_system("test").get(case=case)
    assert (ended.state, ended.ended_why) == (Referral.State.ENDED, "outcome")


def test_the_body_cannot_confirm_its_own_promise(cast: Any, play: Any) -> None:
    commitment = play.claimed()
    for somebody in (cast.head, cast.liaison, Applicant(cast.house.uuid)):
        with pytest.raises(NotAllowed):
            commitment.confirm("full", by=somebody, via="code")


def test_in_part_leaves_the_next_step_owed(cast: Any, play: Any) -> None:
    commitment = play.claimed()
    case = case_of(commitment)
    actions.confirm(
        case,
        commitment,
        "part",
        by=Applicant(case.uuid),
        via="code",
        amount_rial=50_000_000,
        remains="دو ماه",
    )
    case.refresh_from_db()
    referral = Referral.objects.as_system("test").get(case=case)
    assert (case.state, referral.state) == (Case.State.REFERRED, Referral.State.SENT)
    assert referral.due_at is not None
    assert case.due_at == referral.due_at


def test_a_dispute_opens_the_promise_again_with_its_old_date(cast: Any, play: Any) -> None:
    commitment = play.claimed()
    due = commitment.due_at
    case = case_of(commitment)
    actions.dispute(case, commitment, "کسی نیامد", by=Applicant(case.uuid), via="code")
    again = Commitment.objects.as_system("test").get(pk=commitment.pk)
    assert (again.state, again.disputes, again.due_at) == (Commitment.State.OPEN, 1, due)
    assert again.mark == {"claimed": False, "confirmed": False, "disputed": True, "late": False}
    case.refresh_from_db()
    assert case.state == Case.State.PROMISED


def test_a_confirmation_can_be_taken_back(cast: Any, play: Any) -> None:
    commitment = play.claimed()
    case = case_of(commitment)
    said = actions.confirm(case, commitment, "full", by=Applicant(case.uuid), via="code")
    case.refresh_from_db()
    actions.take_back(case, said, "زود گفتم", by=Applicant(case.uuid), via="code")
    case.refresh_from_db()
    assert case.state == Case.State.PROMISED
    assert Commitment.objects.as_system("test").get(pk=commitment.pk).state == Commitment.State.OPEN
    with pytest.raises(WrongState):
        said.take_back()


def test_every_step_is_in_the_log_and_the_log_is_whole(cast: Any, play: Any) -> None:
    commitment = play.claimed()
    case = case_of(commitment)
    referral = Referral.objects.as_system("test").get(case=case)
    events = Event.objects.timeline([case.uuid, referral.uuid, commitment.uuid])
    assert all(event.is_whole() for event in events)
    kinds = [event.kind for event in events]
    for kind in (
        "case.file",
        "case.take",
        "referral.send",
        "referral.promise",
        "commitment.promise",
        "commitment.claim",
    ):
        assert kind in kinds
    assert STORY not in "".join(event.payload for event in events)


def test_the_same_nonce_is_the_same_case(cast: Any) -> None:
    filing = actions.Filing(STORY)
    first, code = actions.file_case(filing, house=cast.house, nonce=b"n" * 16)
    second, again = actions.file_case(filing, house=cast.house, nonce=b"n" * 16)
    assert (first.pk, code) == (second.pk, again)
    assert Case.objects.as_system("test").count() == 1


def test_what_was_added_before_a_second_submit_is_kept_once(cast: Any) -> None:
    nonce = b"m" * 16
    case, _code = actions.file_case(actions.Filing(STORY), house=cast.house, nonce=nonce)
    for _press in range(2):
        actions.file_case(actions.Filing(STORY + " پنج ماه شد."), house=cast.house, nonce=nonce)
    assert [one.text.open() for one in Message.objects.of(case)] == [STORY + " پنج ماه شد."]
