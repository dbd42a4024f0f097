"""An answer that came by letter: it counts from the day on which the body registered it."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from dadkar.cases import actions
from dadkar.cases.models import Answer, Referral
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.flow import WrongState
from dadkar.records.models import Letter


def shown(day: Any) -> str:
    return Jalali.from_date(day).short("fa")


def fresh(referral: Referral) -> Referral:
    return Referral.objects.as_system("test").select_related("case", "body", "letter").get(pk=referral.pk)


@pytest.fixture
def long_ago(play: Any) -> Referral:
    """A referral that was sent forty days ago and is past its date."""
    with moment.moved_to(moment.now() - timedelta(days=40)):
        referral = play.sent()
    assert fresh(referral).is_overdue
    return referral


def post(client: Client, referral: Referral, name: str, **typed: Any) -> Any:
    day = timezone.localdate(referral.sent_at) + timedelta(days=3)
    data = {"number": "۱۱/۴۵۶", "dated": shown(day), "text": "اقدام می‌شود."} | typed
    return client.post(reverse("letter-answer-kind", args=[referral.uuid, name]), data)


def test_it_counts_from_its_registry_date(cast: Any, long_ago: Referral, client: Client) -> None:
    registered = timezone.localdate(long_ago.sent_at) + timedelta(days=4)
    client.force_login(cast.worker)
    page = post(client, long_ago, "petition", registry_number="۷۷", registry_date=shown(registered))
    assert page.status_code == 302
    referral = fresh(long_ago)
    assert timezone.localdate(referral.answered_at) == registered
    assert not referral.clock.replay().overdue(moment.now())
    (answer,) = Answer.objects.of(referral)
    assert (answer.letter.number, answer.letter.registry_number) == ("11/456", "77")
    assert answer.letter.in_reply_to == referral.letter


def test_without_a_registry_date_the_letters_own_date_counts(
    cast: Any, long_ago: Referral, client: Client
) -> None:
    client.force_login(cast.worker)
    post(client, long_ago, "petition")
    day = timezone.localdate(long_ago.sent_at) + timedelta(days=3)
    assert timezone.localdate(fresh(long_ago).answered_at) == day


def test_a_promise_whose_day_has_passed_is_kept_as_it_was_made(
    cast: Any, long_ago: Referral, client: Client
) -> None:
    client.force_login(cast.worker)
    due = moment.today() - timedelta(days=5)
    assert post(client, long_ago, "promise", step="inspect", day=shown(due)).status_code == 302
    (step,) = actions.promises_of(long_ago)
    assert step.due_on == due
    assert step.is_overdue


def test_a_claim_and_a_question_by_letter(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    step = play.promised(referral)
    client.force_login(cast.worker)
    today = shown(moment.today())
    assert post(client, referral, "claim", commitment=step.pk, dated=today).status_code == 302
    other = play.sent()
    assert post(client, other, "ask-info", dated=today).status_code == 302
    assert other.clock.replay().paused


def test_one_letter_answers_two_matters_and_is_kept_once(cast: Any, play: Any, client: Client) -> None:
    first, second = play.sent(), play.sent()
    client.force_login(cast.worker)
    for referral in (first, second):
        assert post(client, referral, "petition", dated=shown(moment.today())).status_code == 302
    letter = Letter.objects.get(direction=Letter.Direction.IN)
    page = client.get(reverse("letter", args=[letter.uuid]))
    assert page.text.count("اقدام می‌شود.") == 2


def test_its_scan_is_kept_and_downloaded(cast: Any, play: Any, client: Client) -> None:
    kept = BytesIO()
    Image.new("RGB", (8, 8), "white").save(kept, "PNG")
    referral = play.sent()
    client.force_login(cast.worker)
    scan = SimpleUploadedFile("scan.png", kept.getvalue(), "image/png")
    assert post(client, referral, "petition", dated=shown(moment.today()), scan=scan).status_code == 302
    letter = Letter.objects.get(direction=Letter.Direction.IN)
    page = client.get(reverse("letter-scan", args=[letter.uuid]))
    assert b"".join(page.streaming_content)
    assert "attachment" in page["Content-Disposition"]


def test_a_scan_that_is_none_keeps_the_text(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    client.force_login(cast.worker)
    scan = SimpleUploadedFile("scan.pdf", b"<svg onload=alert(1)>", "application/pdf")
    page = post(client, referral, "petition", dated=shown(moment.today()), scan=scan)
    assert page.status_code == 422
    assert "اقدام می‌شود." in page.text
    assert fresh(referral).state == Referral.State.SENT
    assert not Letter.objects.filter(direction=Letter.Direction.IN).exists()


@pytest.mark.parametrize("days", [-1, 60])
def test_a_date_before_our_letter_or_in_the_future_is_refused(
    cast: Any, long_ago: Referral, client: Client, days: int
) -> None:
    client.force_login(cast.worker)
    day = timezone.localdate(long_ago.sent_at) + timedelta(days=days)
    assert post(client, long_ago, "petition", dated=shown(day)).status_code == 422
    assert fresh(long_ago).state == Referral.State.SENT


def test_the_letter_of_another_body_is_no_answer(cast: Any, play: Any) -> None:
    referral = play.sent()
    letter = Letter.receive(
        house=cast.house, sender=cast.insurance, number="1", dated=moment.today(), by=cast.worker, content={}
    )
    with pytest.raises(WrongState):
        actions.record_letter_answer(referral, "need_petition", "متن", by=cast.worker, letter=letter)


def test_only_the_house_that_follows_it_records(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    for user, status in ((cast.outsider, 404), (cast.liaison, 403), (cast.auditor, 403)):
        client.force_login(user)
        assert post(client, referral, "petition", dated=shown(moment.today())).status_code == status
        assert client.get(reverse("letter-answer", args=[referral.uuid])).status_code == status
    assert fresh(referral).state == Referral.State.SENT


def test_it_offers_what_the_state_allows(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    client.force_login(cast.worker)
    claim = reverse("letter-answer-kind", args=[referral.uuid, "claim"])
    assert claim not in client.get(reverse("letter-answer", args=[referral.uuid])).text
    assert client.get(claim).status_code == 404
    play.promised(referral)
    assert claim in client.get(reverse("letter-answer", args=[referral.uuid])).text
    assert client.get(claim).status_code == 200
