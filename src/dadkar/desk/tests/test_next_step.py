"""The case page says first what the house should do next, with the button that does it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.kernel.actor import Applicant

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(cast: Any, client: Client) -> Any:
    """The next step that the page of a case shows."""
    client.force_login(cast.worker)
    return lambda uuid: client.get(reverse("case", args=[uuid])).context["next"]


def test_from_nobody_to_a_letter(cast: Any, play: Any, topic: Any, shown: Any, client: Client) -> None:
    case = play.filed()
    assert shown(case.uuid).url == reverse("case-take", args=[case.uuid])
    client.post(shown(case.uuid).url)
    assert shown(case.uuid).url == reverse("case-classify", args=[case.uuid])
    case.refresh_from_db()
    case.classify(by=cast.worker, topic=topic)
    assert shown(case.uuid).url == reverse("case-refer", args=[case.uuid])

    referral = actions.draft_referral(case, cast.labour, "مزد دو ماه مانده است.", topic=topic, by=cast.worker)
    assert shown(case.uuid).url == reverse("summary-propose", args=[referral.uuid])
    client.post(shown(case.uuid).url)
    assert not shown(case.uuid).url  # whoever wrote it waits for somebody else's agreement
    referral.refresh_from_db()
    referral.agree(by=Applicant(case.uuid))
    assert shown(case.uuid).url.startswith(reverse("letter-new"))
    assert str(referral.uuid) in shown(case.uuid).url


def test_while_the_body_has_it_there_is_only_to_wait(play: Any, shown: Any) -> None:
    step = shown(play.sent().case.uuid)
    assert step.said
    assert not step.url


def test_a_step_that_is_said_to_be_done_asks_for_the_people_s_word(play: Any, shown: Any) -> None:
    commitment = play.claimed()
    assert shown(commitment.owed_to).url == reverse("promise-outcome", args=[commitment.uuid])


def test_a_closed_case_has_none(cast: Any, play: Any, shown: Any) -> None:
    case = play.filed()
    actions.withdraw(case, "", by=Applicant(case.uuid))
    assert shown(case.uuid) is None


def test_every_form_names_the_case_it_is_about(cast: Any, play: Any, client: Client) -> None:
    client.force_login(cast.worker)
    case = play.sent().case
    page = client.get(reverse("case-say", args=[case.uuid])).content.decode()
    assert f'href="{reverse("case", args=[case.uuid])}"' in page.partition("<h1>")[0]
