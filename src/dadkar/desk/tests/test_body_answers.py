"""What a body answers: drafted by its liaison, released by its manager, and by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.models import Answer, Referral, SharedFile
from dadkar.commitments.models import Commitment
from dadkar.desk.tests.body import PROMISE, drafts_of, fresh, jalali, picture
from dadkar.kernel import moment
from dadkar.web.templatetags.dadkar import jdate


def test_a_liaisons_promise_counts_when_the_manager_releases_it(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    client.force_login(cast.liaison)
    page = client.post(
        reverse("body-promise", args=[referral.uuid]), PROMISE | {"day": jalali(12), "then": "draft"}
    )
    assert page.status_code == 302
    assert fresh(referral).state == Referral.State.SENT
    (draft,) = drafts_of(referral)
    client.force_login(cast.head)
    assert PROMISE["text"] in client.get(reverse("draft-release", args=[draft.uuid])).text
    client.post(reverse("draft-release", args=[draft.uuid]))
    assert fresh(referral).state == Referral.State.PROMISED
    (step,) = actions.promises_of(referral)
    assert (step.due_on, step.what.open()) == (moment.today() + timedelta(days=12), PROMISE["text"])


def test_a_manager_drafts_and_releases_in_one_go(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    client.force_login(cast.head)
    client.post(
        reverse("body-promise", args=[referral.uuid]), PROMISE | {"day": jalali(12), "then": "release"}
    )
    assert fresh(referral).state == Referral.State.PROMISED


@pytest.mark.parametrize("where", ["press", "draft"])
def test_a_liaison_can_not_release(cast: Any, play: Any, client: Client, where: str) -> None:
    referral = play.sent()
    client.force_login(cast.liaison)
    if where == "press":
        data = PROMISE | {"day": jalali(12), "then": "release"}
        page = client.post(reverse("body-promise", args=[referral.uuid]), data)
        assert PROMISE["text"] in page.text
        assert not drafts_of(referral)
    else:
        draft = actions.draft_answer(referral, "refuse", "مادهٔ ۷", by=cast.liaison)
        page = client.post(reverse("draft-release", args=[draft.uuid]))
    assert page.status_code == 422
    assert fresh(referral).state == Referral.State.SENT


def test_a_returned_draft_is_written_anew(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    draft = actions.draft_answer(referral, "refuse", "مادهٔ ۷\nتوضیح", by=cast.liaison)
    client.force_login(cast.head)
    client.post(reverse("draft-return", args=[draft.uuid]), {"reason": "مادهٔ قانون را درست بنویسید."})
    client.force_login(cast.liaison)
    assert "مادهٔ قانون را درست بنویسید." in client.get(reverse("draft-release", args=[draft.uuid])).text
    form = client.get(reverse("draft-redraft", args=[draft.uuid])).context["form"]
    assert (form["ground"].value(), form["text"].value()) == ("مادهٔ ۷", "توضیح")
    client.post(reverse("draft-redraft", args=[draft.uuid]), {"ground": "مادهٔ ۱۰", "text": ""})
    (again,) = drafts_of(referral)
    assert (again.state, again.text.open()) == (Answer.State.DRAFT, "مادهٔ ۱۰")


def test_a_draft_set_aside_is_no_longer_in_the_list(cast: Any, play: Any, client: Client) -> None:
    draft = actions.draft_answer(play.sent(), "need_petition", "هیئت تشخیص", by=cast.liaison)
    client.force_login(cast.liaison)
    url = reverse("draft-release", args=[draft.uuid])
    assert url in client.get(reverse("body-drafts")).text
    client.post(reverse("draft-drop", args=[draft.uuid]))
    assert url not in client.get(reverse("body-drafts")).text


@pytest.mark.parametrize("page", ["draft-return", "draft-redraft", "draft-drop"])
def test_the_way_back_from_a_draft_leads_to_the_drafts(
    cast: Any, play: Any, client: Client, page: str
) -> None:
    draft = actions.draft_answer(play.sent(), "refuse", "مادهٔ ۷", by=cast.liaison)
    if page == "draft-redraft":
        draft.return_to_author("دوباره بنویسید.", by=cast.head)
    client.force_login(cast.liaison if page == "draft-redraft" else cast.head)
    shown = client.get(reverse(page, args=[draft.uuid])).text
    crumbs = shown.partition('<ol class="crumbs">')[2].partition("</ol>")[0]
    assert reverse("body-drafts") in crumbs
    assert str(draft.uuid) not in crumbs


ANSWERS = {
    "petition": ({"text": "دادخواست مطالبهٔ مزد"}, Referral.State.PETITION),
    "board": ({"text": "هیئت تشخیص، ۱۴۰۵/۳۱۸", "day": "+20"}, Referral.State.BOARD),
    "refuse": ({"ground": "مادهٔ ۱۸۸ قانون کار"}, Referral.State.REFUSED),
    "ask-info": ({"text": "کدام ماه‌ها؟"}, Referral.State.INFO),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_each_answer_brings_the_referral_to_its_state(
    cast: Any, play: Any, client: Client, name: str
) -> None:
    referral = play.sent()
    typed, state = ANSWERS[name]
    typed = typed | ({"day": jalali(20)} if "day" in typed else {})
    client.force_login(cast.head)
    assert (
        client.post(reverse(f"body-{name}", args=[referral.uuid]), typed | {"then": "release"}).status_code
        == 302
    )
    assert fresh(referral).state == state


def test_a_refusal_needs_its_ground_and_keeps_what_was_typed(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    client.force_login(cast.liaison)
    page = client.post(reverse("body-refuse", args=[referral.uuid]), {"ground": "", "text": "چون نمی‌شود."})
    assert page.status_code == 422
    assert "چون نمی‌شود." in page.text
    assert not drafts_of(referral)


def test_an_impossible_date_is_named_and_nothing_is_lost(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    client.force_login(cast.liaison)
    page = client.post(reverse("body-promise", args=[referral.uuid]), PROMISE | {"day": "۱۴۰۵/۷/۳۱"})
    assert page.status_code == 422
    assert PROMISE["text"] in page.text
    assert "۱۴۰۵/۷/۳۱" in page.text


def test_another_body_is_named_competent(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    client.force_login(cast.head)
    typed = {"other_body": cast.insurance.pk, "text": "با تأمین اجتماعی است.", "then": "release"}
    client.post(reverse("body-not-competent", args=[referral.uuid]), typed)
    assert fresh(referral).state == Referral.State.NOT_COMPETENT


def test_its_own_body_and_a_workplace_can_not_be_named(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    client.force_login(cast.head)
    for wrong in (cast.labour, cast.plant):
        typed = {"other_body": wrong.pk, "text": "از ما نیست.", "then": "release"}
        assert client.post(reverse("body-not-competent", args=[referral.uuid]), typed).status_code == 422
    assert fresh(referral).state == Referral.State.SENT


def test_a_claim_comes_with_evidence_that_only_its_release_shows(
    cast: Any, play: Any, client: Client
) -> None:
    referral = play.sent()
    commitment = play.promised(referral)
    client.force_login(cast.liaison)
    typed = {"commitment": commitment.pk, "text": "بازرسی شد.", "files": [picture()]}
    assert client.post(reverse("body-claim", args=[referral.uuid]), typed).status_code == 302
    (evidence,) = SharedFile.objects.of(referral)
    assert evidence.from_body
    assert not SharedFile.objects.of(referral).sent().exists()
    page = client.get(reverse("body-file", args=[referral.uuid, evidence.attachment.uuid]))
    assert page["Content-Disposition"].startswith("attachment")
    assert page["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in page["Content-Security-Policy"]
    assert b"".join(page.streaming_content).startswith(b"\xff\xd8")
    actions.release(drafts_of(referral)[-1], by=cast.head)
    assert SharedFile.objects.of(referral).sent().exists()
    assert Commitment.objects.as_system("test").get(pk=commitment.pk).state == Commitment.State.CLAIMED


def test_the_house_opens_a_bodys_evidence_when_it_is_released(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    draft = actions.draft_answer(referral, "refuse", "مادهٔ ۱۰", by=cast.liaison, files=[picture()])
    (evidence,) = draft.evidence.as_system("test")
    link = reverse("summary-file", args=[referral.uuid, evidence.attachment.uuid])
    client.force_login(cast.worker)
    assert client.get(link).status_code == 404
    actions.release(draft, by=cast.head)
    assert link in client.get(reverse("case", args=[referral.case_uuid])).text
    assert b"".join(client.get(link).streaming_content).startswith(b"\xff\xd8")
    for somebody in (cast.outsider, cast.liaison):
        client.force_login(somebody)
        assert client.get(link).status_code in (403, 404)
    actions.recuse(referral.case, "خویشاوند", by=cast.colleague)
    client.force_login(cast.colleague)
    assert client.get(link).status_code == 404


def test_a_file_that_is_none_is_refused_with_a_sentence(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    commitment = play.promised(referral)
    client.force_login(cast.liaison)
    wrong = SimpleUploadedFile("scan.jpg", b"<html><script>alert(1)</script>", "image/jpeg")
    page = client.post(
        reverse("body-claim", args=[referral.uuid]),
        {"commitment": commitment.pk, "text": "شد.", "files": [wrong]},
    )
    assert page.status_code == 422
    assert "scan.jpg" in page.text
    assert "شد." in page.text
    assert not Answer.objects.of(referral).filter(kind="claim").exists()


def test_an_extension_is_asked_for_and_the_old_date_holds(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    commitment = play.promised(referral)
    client.force_login(cast.head)
    typed = {"commitment": commitment.pk, "day": jalali(30), "text": "بازرس در مرخصی است.", "then": "release"}
    assert client.post(reverse("body-extension", args=[referral.uuid]), typed).status_code == 302
    again = Commitment.objects.as_system("test").get(pk=commitment.pk)
    assert again.due_on == commitment.due_on
    assert again.extensions.as_system("test").get().until == moment.today() + timedelta(days=30)


def test_whoever_answers_it_reads_both_dates_and_the_reason(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    commitment = play.promised(referral)
    client.force_login(cast.head)
    typed = {"commitment": commitment.pk, "day": jalali(30), "text": "بازرس در مرخصی است.", "then": "release"}
    client.post(reverse("body-extension", args=[referral.uuid]), typed)
    client.force_login(cast.worker)
    for name in ("promise-grant", "promise-refuse-extension"):
        page = client.get(reverse(name, args=[commitment.uuid])).text
        assert jdate(commitment.due_on) in page
        assert jdate(moment.today() + timedelta(days=30)) in page
        assert "بازرس در مرخصی است." in page


def test_the_sections_say_how_many_drafts_wait_for_the_manager(cast: Any, play: Any, client: Client) -> None:
    actions.draft_answer(play.sent(), "refuse", "ماده", by=cast.liaison)
    url = reverse("body-drafts")
    for user, count in ((cast.head, 1), (cast.liaison, 0), (cast.insurer, 0)):
        client.force_login(user)
        sections = client.get(url).context["sections"]
        assert next(section["count"] for section in sections if section["url"] == url) == count
