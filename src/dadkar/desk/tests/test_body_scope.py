"""What a body does not see, and who can not answer in its name."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.desk.tests.body import PROMISE, drafts_of, jalali, picture
from dadkar.desk.views.body_answers import ANSWERING
from dadkar.kernel.flow import NotAllowed
from dadkar.people.models import Principal

BODY_PAGES = ["body-referral", *(f"body-{name}" for name in ANSWERING), "body-letter"]


def test_the_promise_of_another_referral_can_not_be_claimed(cast: Any, play: Any, client: Client) -> None:
    mine, other = play.sent(), play.sent()
    play.promised(mine)
    foreign = play.promised(other)
    client.force_login(cast.liaison)
    for name in ("claim", "extension"):
        typed = {"commitment": foreign.pk, "text": "شد.", "day": jalali(40)}
        assert client.post(reverse(f"body-{name}", args=[mine.uuid]), typed).status_code == 422
    with pytest.raises(NotAllowed):
        actions.draft_answer(mine, "claim", "شد.", by=cast.liaison, commitment=foreign)


def test_a_file_of_another_referral_is_not_found(cast: Any, play: Any, client: Client) -> None:
    mine, other = play.sent(), play.sent()
    draft = actions.draft_answer(other, "refuse", "ماده", by=cast.liaison, files=[picture()])
    (file,) = draft.evidence.as_system("test")
    client.force_login(cast.liaison)
    assert client.get(reverse("body-file", args=[mine.uuid, file.attachment.uuid])).status_code == 404


@pytest.mark.parametrize("name", BODY_PAGES)
def test_another_bodys_referral_does_not_exist(cast: Any, play: Any, client: Client, name: str) -> None:
    referral = play.sent()
    play.promised(referral)
    client.force_login(cast.insurer)
    assert client.get(reverse(name, args=[referral.uuid])).status_code == 404
    client.force_login(cast.liaison)
    assert client.get(reverse(name, args=[referral.uuid])).status_code == 200


@pytest.mark.parametrize("who", ["worker", "manager", "auditor", "admin"])
def test_the_house_can_not_answer_for_a_body(cast: Any, play: Any, client: Client, who: str) -> None:
    referral = play.sent()
    client.force_login(getattr(cast, who))
    page = client.post(reverse("body-promise", args=[referral.uuid]), PROMISE | {"day": jalali(12)})
    assert page.status_code == 403
    assert not drafts_of(referral)


def test_a_draft_of_another_body_does_not_exist(cast: Any, play: Any, client: Client) -> None:
    draft = actions.draft_answer(play.sent(), "refuse", "ماده", by=cast.liaison)
    client.force_login(cast.insurer)
    for verb in ("release", "return", "redraft", "drop"):
        assert client.post(reverse(f"draft-{verb}", args=[draft.uuid]), {"reason": "x"}).status_code == 404


def test_a_barred_liaison_does_not_see_it(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    actions.bar(referral.case, [Principal.objects.of_user(cast.liaison)], by=cast.worker, why="خویشاوند")
    client.force_login(cast.liaison)
    assert client.get(reverse("body-referral", args=[referral.uuid])).status_code == 404
    assert client.get(reverse("body-promise", args=[referral.uuid])).status_code == 404
    assert str(referral.uuid) not in client.get(reverse("body-referrals")).text


def test_a_summary_that_has_not_been_sent_is_not_seen(
    cast: Any, play: Any, topic: Any, client: Client
) -> None:
    case = play.filed()
    case.take(by=cast.worker)
    referral = actions.draft_referral(case, cast.labour, "پیش‌نویس", topic=topic, by=cast.worker)
    client.force_login(cast.liaison)
    assert client.get(reverse("body-referral", args=[referral.uuid])).status_code == 404


def test_the_applicants_words_do_not_reach_the_body(cast: Any, play: Any, client: Client) -> None:
    from dadkar.cases.tests.drama import case_of
    from dadkar.kernel.actor import Applicant

    referral = play.sent()
    commitment = play.claimed(play.promised(referral))
    case = case_of(commitment)
    actions.dispute(case, commitment, "من که در سردخانه‌ام چیزی نگرفتم.", by=Applicant(case.uuid), via="code")
    client.force_login(cast.liaison)
    text = client.get(reverse("body-referral", args=[referral.uuid])).text
    assert "سردخانه" not in text
    assert "تأیید نشد" in text or "Not confirmed" in text
