"""What goes to a body is agreed to by the applicant; in their place only where there is none to ask."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.models import Case, Referral
from dadkar.kernel import moment
from dadkar.kernel.flow import NotAllowed
from dadkar.portal.tests.hands import text_of, with_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(cast: Any, play: Any, topic: Any) -> Any:
    """Lay a summary of a new case before whoever is to agree to it."""

    def lay(**details: Any) -> Referral:
        case = play.filed(**details)
        case.take(by=cast.worker)
        referral = actions.draft_referral(case, cast.labour, "مزد سه ماه.", topic=topic, by=cast.worker)
        actions.propose(referral, by=cast.worker)
        return referral

    return lay


def later(days: int) -> Any:
    return moment.moved_to(moment.now() + timedelta(days=days))


def test_whoever_wrote_on_the_site_is_asked_first(cast: Any, proposed: Any) -> None:
    referral = proposed()
    with pytest.raises(NotAllowed, match="متقاضی"):
        actions.agree(referral, by=cast.colleague)
    with later(20):
        actions.agree(referral, by=cast.colleague)
    assert referral.state == Referral.State.AGREED


@pytest.mark.parametrize("channel", ["phone", "visit", "paper", "import"])
def test_where_there_is_none_to_ask_a_colleague_agrees_at_once(
    cast: Any, proposed: Any, channel: str
) -> None:
    actions.agree(proposed(channel=channel), by=cast.colleague)


def test_a_hazard_waits_for_nobody(cast: Any, proposed: Any) -> None:
    actions.agree(proposed(urgency=Case.Urgency.HAZARD), by=cast.colleague)


def test_a_summary_laid_anew_is_asked_about_anew(cast: Any, proposed: Any) -> None:
    referral = proposed()
    with later(20):
        actions.correct(referral, "کوتاه‌تر", by=cast.colleague)
        actions.propose(referral, by=cast.worker)
        with pytest.raises(NotAllowed):
            actions.agree(referral, by=cast.colleague)


def test_their_word_by_telephone_is_written_as_theirs(cast: Any, proposed: Any, client: Client) -> None:
    referral = proposed()
    client.force_login(cast.worker)
    page = text_of(client.get(reverse("case", args=[referral.case_uuid])))
    assert "اول از متقاضی می‌پرسیم" in page
    address = reverse("summary-agree-told", args=[referral.uuid])
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"via": "phone"}).status_code == 302
    referral.refresh_from_db()
    assert referral.state == Referral.State.AGREED
    told = text_of(with_code(Client(), referral.case).get(reverse("follow")))
    assert "موافقت کردید" in told
    assert "از زبان شما ثبت کرد" in told


def test_the_applicant_reads_that_a_colleague_agreed_in_their_place(cast: Any, proposed: Any) -> None:
    referral = proposed(channel="phone")
    actions.agree(referral, by=cast.colleague)
    told = text_of(with_code(Client(), referral.case).get(reverse("follow")))
    assert "همکار دومی در خانهٔ کارگر، به جای شما" in told
