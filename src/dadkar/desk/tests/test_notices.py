"""The pages of notices, of calls and of what goes out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from dadkar.cases import actions
from dadkar.cases.models import Case
from dadkar.kernel.actor import Applicant
from dadkar.records import sending
from dadkar.records.models import Notice


def as_user(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    """What the page says, without its tags."""
    return " ".join(strip_tags(response.content.decode()).split())


def wrote(play: Any, text: str = "سلام") -> Case:
    case = play.filed()
    actions.say(case, text, by=Applicant(case.uuid))
    return case


def test_a_notice_stands_on_its_page_and_is_counted_until_it_is_read(cast: Any, play: Any) -> None:
    case = wrote(play)
    client = as_user(cast.worker)
    page = client.get(reverse("notices"))
    assert reverse("case", args=[case.uuid]) in page.content.decode()
    assert "متقاضی پیام نوشته است" in text_of(page)
    assert page.context["unread"] == 1
    sections = {row["url"]: row["count"] for row in page.context["sections"]}
    assert sections[reverse("notices")] == 1
    later = wrote(play)
    client.post(reverse("notices-read"), {"last": page.context["last"]})
    page = client.get(reverse("notices"))
    assert page.context["unread"] == 1, "what came meanwhile has not been seen"
    assert reverse("case", args=[later.uuid]) in page.content.decode()


def test_a_body_finds_its_referral(cast: Any, play: Any) -> None:
    referral = play.sent()
    page = as_user(cast.liaison).get(reverse("notices"))
    assert reverse("body-referral", args=[referral.uuid]) in page.content.decode()
    assert str(referral.case_uuid) not in page.content.decode()


def test_what_somebody_may_no_longer_see_drops_out(cast: Any, play: Any) -> None:
    case = wrote(play)
    client = as_user(cast.colleague)
    assert len(client.get(reverse("notices")).context["rows"]) == 1
    actions.recuse(case, "خویشاوند", by=cast.colleague)
    page = client.get(reverse("notices"))
    assert page.context["rows"] == []
    assert page.context["unread"] == 0


def test_mail_needs_an_address_and_keeps_what_was_typed(cast: Any) -> None:
    client = as_user(cast.worker)
    url = reverse("notices-by-email")
    page = client.post(url, {"told_by_email": "on", "email": ""})
    assert page.status_code == 422
    assert "نشانی‌ای را که باید به آن برود بنویسید" in text_of(page)
    page = client.post(url, {"told_by_email": "on", "email": "نه‌نشانی"})
    assert page.status_code == 422
    assert "نه‌نشانی" in page.content.decode()
    assert client.post(url, {"told_by_email": "on", "email": "m@example.com"}).status_code == 302
    cast.worker.refresh_from_db()
    assert (cast.worker.told_by_email, cast.worker.email) == (True, "m@example.com")


def a_call(cast: Any, play: Any) -> Case:
    case = play.filed(told="call")
    said = {"phone": "+989171234567", "safe_hours": "شنبه‌ها", "introduce_as": "کتابخانه", "code_word": "انار"}
    actions.set_contact(case, said, by=cast.worker)
    actions.say(case, "سلام", by=cast.worker)
    return case


def test_a_call_shows_how_it_is_safe_and_not_the_number(cast: Any, play: Any) -> None:
    case = a_call(cast, play)
    client = as_user(cast.worker)
    text = text_of(client.get(reverse("calls")))
    assert all(word in text for word in ("شنبه‌ها", "کتابخانه", "انار"))
    assert "1234567" not in text
    assert "۱۲۳۴۵۶۷" not in text
    done = {"result": "spoke", "safe": "on", "note": ""}
    assert client.post(reverse("case-call", args=[case.uuid]), done).status_code == 302
    assert client.get(reverse("calls")).context["rows"] == []


def test_a_call_about_a_case_that_one_may_not_see_is_not_there(cast: Any, play: Any) -> None:
    case = a_call(cast, play)
    actions.recuse(case, "خویشاوند", by=cast.colleague)
    assert as_user(cast.colleague).get(reverse("calls")).context["rows"] == []
    assert as_user(cast.outsider).get(reverse("calls")).context["rows"] == []


def test_a_call_to_an_office_is_ticked_off_once(cast: Any, play: Any) -> None:
    case = play.filed()
    fields = {"about": "case", "subject": case.uuid, "kind": "hazard-today", "house": cast.house}
    [call] = sending.queue([Notice(key="x", channel="call", organisation=cast.labour, **fields)])
    client, url = as_user(cast.worker), reverse("call-made", args=[call.uuid])
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 404
    assert not Notice.objects.calls().exists()


def failed(cast: Any, play: Any) -> Notice:
    case = play.filed(told="sms")
    actions.say(case, "سلام", by=cast.worker)
    notice = Notice.objects.get(owner=case.uuid)
    notice.settle(Notice.State.FAILED, "kavenegar-418")
    return notice


def test_the_desk_says_that_without_a_gateway_notices_wait(cast: Any, play: Any) -> None:
    actions.say(play.filed(told="sms"), "سلام", by=cast.worker)
    page = as_user(cast.manager).get(reverse("outbox"))
    text = text_of(page)
    assert "درگاهی تنظیم نشده است: خبرهایش منتظر می‌مانند." in text
    assert [one.state for one in (row["notice"] for row in page.context["rows"])] == ["waiting"]


def test_what_failed_is_told_in_words_and_tried_again(cast: Any, play: Any) -> None:
    notice = failed(cast, play)
    client = as_user(cast.manager)
    assert "اعتبار حساب نزد سرویس‌دهنده تمام شده است" in text_of(client.get(reverse("outbox")))
    client.post(reverse("outbox-again", args=[notice.uuid]))
    notice.refresh_from_db()
    assert notice.state == Notice.State.QUEUED
    notice.settle(Notice.State.FAILED, "no-line")
    client.post(reverse("outbox-all-again"))
    notice.refresh_from_db()
    assert notice.state == Notice.State.QUEUED


def test_the_log_names_no_applicant_and_no_matter(cast: Any, play: Any) -> None:
    notice = failed(cast, play)
    content = as_user(cast.manager).get(reverse("outbox") + "?tab=log").content.decode()
    assert "یک متقاضی" in content
    assert str(notice.owner) not in content


def test_only_the_manager_of_the_house_has_an_outbox(cast: Any, play: Any) -> None:
    notice = failed(cast, play)
    assert as_user(cast.worker).get(reverse("outbox")).status_code == 403
    assert reverse("outbox") not in as_user(cast.worker).get(reverse("queue")).content.decode()
    assert as_user(cast.outsider).post(reverse("outbox-again", args=[notice.uuid])).status_code == 403


@pytest.mark.parametrize("days", [5, 40])
def test_what_is_long_past_its_date_stands_before_the_group(cast: Any, play: Any, days: int) -> None:
    from datetime import timedelta

    from dadkar.cases import ladder

    referral = play.sent()
    client = as_user(cast.worker)
    now = referral.due_at.replace(minute=0) + timedelta(days=days)
    while not ladder.calendars([cast.labour.pk])[cast.labour.pk].is_open(now):
        now += timedelta(hours=1)
    ladder.sweep(now)
    rows = client.get(reverse("queue") + "?tab=group").context["rows"]
    assert [row.pk for row in rows] == ([referral.case_id] if days == 40 else [])
    play.answered(referral, "refuse", "مادهٔ ۱۰")
    assert client.get(reverse("queue") + "?tab=group").context["rows"] == []
