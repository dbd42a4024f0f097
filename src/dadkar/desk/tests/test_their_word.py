"""What somebody without a code says by telephone or in person is written down as theirs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.models import Case, Referral
from dadkar.cases.tests.drama import case_of
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.records.models import Event, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Any, client: Client) -> Client:
    client.force_login(cast.worker)
    return client


def event(kind: str) -> Event:
    return Event.objects.filter(kind=kind).latest("id")


def kinds(user: Any) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


class TestAConfirmationTakenBack:
    @pytest.fixture
    def confirmed(self, cast: Any, play: Any) -> Commitment:
        """A promise confirmed by telephone, which closed its case."""
        commitment = play.claimed()
        actions.confirm(case_of(commitment), commitment, "full", by=cast.worker, via="phone")
        return commitment

    def test_it_opens_promise_and_case_and_both_sides_are_told(
        self, cast: Any, desk: Client, confirmed: Commitment
    ) -> None:
        address = reverse("promise-take-back", args=[confirmed.uuid])
        assert address in desk.get(reverse("case", args=[confirmed.owed_to])).content.decode()
        assert desk.post(address, {"reason": "چک برگشت خورد"}).status_code == 422, "how did they say so?"
        assert desk.post(address, {"reason": "چک برگشت خورد", "via": "visit"}).status_code == 302
        confirmed.refresh_from_db()
        assert (confirmed.state, case_of(confirmed).is_open) == (Commitment.State.OPEN, True)
        assert event("commitment.take_back").facts["via"] == "visit"
        assert kinds(cast.liaison)[-1] == "word"

    def test_after_its_days_it_is_offered_no_more(self, desk: Client, confirmed: Commitment) -> None:
        address = reverse("promise-take-back", args=[confirmed.uuid])
        with moment.moved_to(moment.now() + timedelta(days=30)):
            assert address not in desk.get(reverse("case", args=[confirmed.owed_to])).content.decode()
            assert desk.post(address, {"reason": "نشد", "via": "phone"}).status_code == 422
        confirmed.refresh_from_db()
        assert confirmed.state == Commitment.State.CONFIRMED


def test_a_refusal_is_not_accepted_by_telephone(play: Any, desk: Client) -> None:
    referral = play.sent()
    play.answered(referral, "refuse", "مادهٔ ۱۰")
    address = reverse("summary-appeal", args=[referral.uuid])
    assert address in desk.get(reverse("case", args=[referral.case_uuid])).content.decode()
    assert desk.post(address, {"via": "phone"}).status_code == 302
    assert Referral.objects.as_system("test").get(pk=referral.pk).state == Referral.State.APPEALED
    assert event("referral.appeal").facts["via"] == "phone"
    before_the_group = desk.get(reverse("queue") + "?tab=group").context["rows"]
    assert [row.pk for row in before_the_group] == [referral.case_id]


def test_giving_up_is_written_with_how_it_was_said_and_the_body_is_told(
    cast: Any, play: Any, desk: Client
) -> None:
    referral = play.sent()
    desk.post(reverse("case-withdraw", args=[referral.case_uuid]), {"reason": "نمی‌خواهد", "via": "visit"})
    assert event("case.withdraw").facts["via"] == "visit"
    assert kinds(cast.liaison) == ["referral", "ended"]


def test_the_desk_is_told_when_the_holder_of_a_code_gives_up_or_comes_again(cast: Any, play: Any) -> None:
    case = Case.objects.as_system("test").get(pk=play.sent().case_id)
    actions.withdraw(case, "", by=Applicant(case.uuid))
    actions.reopen(case, "باز هم نداده‌اند", by=Applicant(case.uuid))
    assert kinds(cast.worker) == ["withdrawn", "reopened"]


@pytest.mark.parametrize("page", ["summary-agree", "summary-agree-told", "summary-correct"])
def test_whoever_agrees_reads_body_and_summary(
    cast: Any, topic: Any, play: Any, desk: Client, page: str
) -> None:
    case = play.filed()
    case.take(by=cast.worker)
    summary = "مزد سه ماه مانده است."
    referral = actions.draft_referral(case, cast.labour, summary, topic=topic, by=cast.worker)
    referral.propose(by=cast.worker)
    shown = desk.get(reverse(page, args=[referral.uuid])).text
    assert summary in shown
    assert str(cast.labour) in shown.partition('<main id="main">')[2]
