"""Whoever holds the code says anew how they are told; what is not wanted any more is not used any more."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.models import Case, Contact
from dadkar.kernel.actor import Applicant, System
from dadkar.kernel.flow import NotAllowed
from dadkar.portal.tests.hands import press, text_of, with_code
from dadkar.records import sending
from dadkar.records.addresses import address_of
from dadkar.records.models import Event, Notice
from dadkar.records.tests.standin import kavenegar, provider

NUMBER = "09171234567"
FULL = "+989171234567"


@pytest.fixture
def case(play: Any, client: Client) -> Case:
    case = play.filed()
    with_code(client, case)
    return case


def now(case: Case) -> tuple[str, dict[str, str]]:
    """How the people of a case are told, and what is known of them."""
    row = Contact.objects.of(case).select_related("case").first()
    known = {name: sealed.open() for name in Contact.FIELDS if row and (sealed := getattr(row, name))}
    case.refresh_from_db()
    return case.told, known


def notices(case: Case) -> list[tuple[str, str, str]]:
    return list(Notice.objects.filter(owner=case.uuid).order_by("pk").values_list("channel", "state", "why"))


def test_from_the_code_to_a_text_message(cast: Any, client: Client, case: Case) -> None:
    response = press(client, "told", told="sms", phone="۰۹۱۷ ۱۲۳ ۴۵ ۶۷")
    assert response.status_code == 303
    assert now(case) == ("sms", {"phone": FULL})
    assert "راه خبر دادن به خودتان را عوض کردید" in text_of(client.get(reverse("follow")))
    actions.say(case, "سلام", by=cast.worker)
    assert notices(case) == [("sms", "waiting", "no-gateway")]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"told": "sms"}, ["phone"]),
        ({"told": "call", "phone": NUMBER}, ["safe_hours"]),
        ({"told": "email"}, ["email"]),
        ({"told": "email", "email": "nobody"}, ["email"]),
        ({"told": "sms", "phone": "12"}, ["phone"]),
        ({"told": "pigeon"}, ["told"]),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(
    client: Client, case: Case, typed: dict[str, str], wrong: list[str]
) -> None:
    response = press(client, "told", **typed)
    assert response.status_code == 422
    form = response.context["say"]["told"]
    assert list(form.errors) == wrong
    assert str(form.errors[wrong[0]][0]) in text_of(response)
    for name in {"phone", "email"} & set(typed):
        assert f'value="{typed[name]}"' in response.content.decode()
    assert now(case) == ("code", {})


def test_back_to_the_code_calls_off_what_waits(cast: Any, client: Client, case: Case, settings: Any) -> None:
    press(client, "told", told="sms", phone=NUMBER)
    case.refresh_from_db()
    actions.say(case, "سلام", by=cast.worker)
    assert press(client, "told", told="code").status_code == 303
    assert notices(case) == [("sms", "cancelled", "not-wanted")]
    with provider() as server:
        settings.SMS = kavenegar(server.url)
        sending.go_on()
        case.refresh_from_db()
        actions.say(case, "دوباره", by=cast.worker)
        sending.go_on()
        assert server.taken == []


def test_a_call_that_waits_is_called_off_too(cast: Any, client: Client, case: Case) -> None:
    press(client, "told", told="call", phone=NUMBER, safe_hours="شنبه‌ها ۵ تا ۷")
    case.refresh_from_db()
    actions.say(case, "سلام", by=cast.worker)
    assert Notice.objects.calls().filter(owner=case.uuid).exists()
    press(client, "told", told="email", email="x@example.com")
    assert not Notice.objects.calls().filter(owner=case.uuid).exists()


def test_a_notice_of_the_old_way_that_comes_a_moment_too_late_finds_no_address(
    cast: Any, client: Client, case: Case
) -> None:
    press(client, "told", told="sms", phone=NUMBER)
    case.refresh_from_db()
    actions.say(case, "سلام", by=cast.worker)
    late = Notice.objects.get(owner=case.uuid)
    assert address_of(late) == FULL
    press(client, "told", told="code")
    assert address_of(late) == ""


def test_what_was_given_before_holds_and_is_not_shown(client: Client, case: Case) -> None:
    given = {"name": "گلنار پاک‌نژاد", "phone": FULL, "must_not_see": "سرپرست شیفت"}
    actions.set_contact(case, given, by=System("test"))
    page = client.get(reverse("follow"))
    assert "پیش‌تر شماره‌ای داده‌اید" in text_of(page)
    for word in (FULL, NUMBER, "گلنار", "سرپرست"):
        assert word not in page.content.decode()
    assert press(client, "told", told="sms").status_code == 303
    assert now(case) == ("sms", given)


def test_it_is_forgotten_when_they_say_so_and_nothing_else_is(client: Client, case: Case) -> None:
    given = {"name": "گلنار پاک‌نژاد", "phone": FULL, "safe_hours": "عصر", "email": "x@example.com"}
    actions.set_contact(case, given, by=System("test"))
    assert press(client, "told", told="sms", forget="on").status_code == 422, "a number is needed, then"
    assert press(client, "told", told="code", forget="on").status_code == 303
    assert now(case) == ("code", {"name": "گلنار پاک‌نژاد"})
    assert "forget" not in client.get(reverse("follow")).content.decode()


def test_it_is_sealed_and_its_event_holds_nothing(client: Client, case: Case) -> None:
    press(client, "told", told="sms", phone=NUMBER, email="x@example.com")
    event = Event.objects.filter(subject=case.uuid).latest("id")
    assert event.kind == "case.told_changed"
    assert event.body == {}
    for word in ("sms", "917", "example"):
        assert word not in event.payload
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM cases_contact c")
        assert all("9171234567" not in row and "example" not in row for (row,) in cursor.fetchall())


def test_nobody_else_says_how(cast: Any, play: Any, case: Case) -> None:
    for by in (Applicant(play.filed().uuid), cast.outsider):
        with pytest.raises(NotAllowed):
            actions.tell_otherwise(case, "sms", {"phone": FULL}, by=by)
    assert now(case) == ("code", {})


def test_in_english(client: Client, case: Case) -> None:
    page = text_of(client.get(reverse("follow"), headers={"accept-language": "en"}))
    assert "I want to be told otherwise" in page
    assert "So far: I come back with my code (safest)." in page
