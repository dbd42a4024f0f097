"""The auditor reads who did what and when, and whether it was touched; no content, no applicant's name."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.deputies import name_deputy
from dadkar.desk.audit_words import KINDS, says
from dadkar.kernel import moment
from dadkar.people.models import Membership, Role
from dadkar.people.tests.cast import person
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(cast: Any, client: Client) -> Client:
    client.force_login(cast.auditor)
    return client


def page(client: Client, **query: str) -> str:
    return client.get(reverse("audit"), query).content.decode()


def test_who_and_what_and_no_word_that_was_written(cast: Any, play: Any, auditor: Client) -> None:
    case = play.filed()
    actions.set_contact(case, {"name": "گلنار بهرامی"}, by=cast.worker)
    case.record("contact_opened", by=cast.worker, body={"reason": "برای دادخواستِ گلنار"})
    actions.say(case, "سلام خانم بهرامی", by=cast.worker)
    shown = page(auditor)
    assert cast.worker.full_name in shown
    assert str(says("case.contact_opened")) in shown
    assert "گلنار" not in shown
    assert "بهرامی" not in shown
    assert "حقوق ما" not in shown, "not a word of what the applicant told"


def test_one_kind_alone(cast: Any, play: Any, auditor: Client) -> None:
    case = play.filed()
    case.take(by=cast.worker)
    shown = auditor.get(reverse("audit"), {"kind": "case.take"}).context["rows"]
    assert [row["event"].kind for row in shown] == ["case.take"]


def test_another_house_is_not_there(cast: Any, play: Any, client: Client) -> None:
    play.filed()
    client.force_login(person("their-auditor", "مینا راد", cast.other, Role.AUDITOR))
    assert client.get(reverse("audit")).context["rows"] == []


def test_what_was_touched_in_the_database_is_seen(cast: Any, play: Any, auditor: Client) -> None:
    case = play.filed()
    case.take(by=cast.worker)
    event = Event.objects.get(kind="case.take")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_event DISABLE TRIGGER ALL")
        payload = event.payload.replace("triage", "closed")
        cursor.execute("UPDATE records_event SET payload = %s WHERE id = %s", [payload, event.pk])
        cursor.execute("ALTER TABLE records_event ENABLE TRIGGER ALL")
    rows = auditor.get(reverse("audit"), {"kind": "case.take"}).context["rows"]
    assert not rows[0]["event"].is_whole()
    assert 'class="late"' in page(auditor, kind="case.take")


def test_a_deputy_is_told_in_words(cast: Any, auditor: Client) -> None:
    held = Membership.objects.get(user=cast.head)
    name_deputy(held, cast.liaison, since=moment.today(), until=moment.today(), by=cast.head)
    assert str(says("deputy.named")) in page(auditor)


def test_no_kind_is_without_words() -> None:
    assert [kind for kind in KINDS if str(says(kind)) == kind] == []
