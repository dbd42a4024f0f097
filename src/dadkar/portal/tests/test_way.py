"""How news reach the applicant can be changed with the code, and stopped at once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.models import Contact
from dadkar.portal.tests.hands import applicant, cases, press, text_of, with_code
from dadkar.records.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(play: Any, client: Client) -> Any:
    """A case of somebody who asked for text messages, its page open in the client."""
    found = play.filed(told="sms")
    actions.set_contact(found, {"phone": "+989171234567"}, by=applicant(found))
    with_code(client, found)
    return found


def told(case: Any) -> str:
    return cases().get(pk=case.pk).told


def test_whoever_holds_the_telephone_now_gets_nothing_more(cast: Any, case: Any, client: Client) -> None:
    actions.say(case, "سلام", by=cast.worker)
    assert press(client, "way", told="code").status_code == 303
    assert told(case) == "code"
    waited = Notice.objects.get(owner=case.uuid)
    assert (waited.state, waited.why) == ("cancelled", "changed")
    assert "شیوهٔ خبر دادن را عوض کردید" in text_of(client.get(reverse("follow")))


def test_a_new_number_in_persian_digits_takes_the_place_of_the_old(case: Any, client: Client) -> None:
    press(client, "way", told="call", phone="۰۹۱۸ ۷۶۵ ۴۳۲۱", safe_hours="شنبه ۵ تا ۷")
    contact = Contact.objects.of(case).get()
    assert (contact.phone.open(), contact.safe_hours.open()) == ("+989187654321", "شنبه ۵ تا ۷")
    assert told(case) == "call"


def test_what_was_given_before_need_not_be_typed_again(case: Any, client: Client) -> None:
    press(client, "way", told="code")
    assert press(client, "way", told="sms").status_code == 303
    assert told(case) == "sms"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"told": "email"}, "email"),
        ({"told": "call"}, "safe_hours"),
        ({"told": "sms", "phone": "۱۲۳"}, "phone"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_changes(
    case: Any, client: Client, typed: dict[str, str], field: str
) -> None:
    response = press(client, "way", **typed)
    assert response.status_code == 422
    assert response.context["say"]["way"].errors[field]
    assert told(case) == "sms"
