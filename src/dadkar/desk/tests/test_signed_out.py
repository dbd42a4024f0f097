"""A session that runs out while somebody writes: nothing typed is lost, and nothing is done unasked."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.people.models import Session
from dadkar.records.models import Event

LONG = "با کارگران صحبت کردم و این را نوشتم. " * 400
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def page(cast: Any, play: Any, client: Client) -> str:
    """The address of a form that was open when its session ran out."""
    case = play.filed()
    case.take(by=cast.worker)
    client.force_login(cast.worker)
    Session.objects.end(cast.worker)
    return reverse("case-say", args=[case.uuid])


def test_what_was_typed_comes_back(page: str, client: Client) -> None:
    before = Event.objects.count()
    response = client.post(page, {"text": LONG, "kind": "kurz"}, **ORIGIN)
    text = html.unescape(response.content.decode())
    assert response.status_code == 403
    assert LONG in text
    assert f'action="{page}"' in text
    assert '<input type="hidden" name="kind" value="kurz">' in text
    assert "no-store" in response["Cache-Control"]
    assert Event.objects.count() == before


def test_after_signing_in_it_is_sent_again(page: str, cast: Any, client: Client) -> None:
    client.post(page, {"text": LONG}, **ORIGIN)
    client.force_login(cast.worker)
    assert client.post(page, {"text": LONG}, **ORIGIN).status_code == 302
    assert Event.objects.filter(kind="case.message").exists()


def test_a_token_that_grew_old_by_signing_in_loses_nothing_either(page: str, cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.worker)
    response = client.post(page, {"text": LONG, "csrfmiddlewaretoken": "x" * 64}, **ORIGIN)
    assert response.status_code == 403
    assert LONG in html.unescape(response.content.decode())


def test_passwords_and_codes_are_not_echoed(page: str, client: Client) -> None:
    secrets = {"password": "پنهان-یک", "tracking_code": "پنهان-دو", "new_token": "پنهان-سه"}
    response = client.post(page, {"text": LONG, **secrets}, **ORIGIN)
    assert LONG in html.unescape(response.content.decode())
    assert "پنهان" not in response.content.decode()


def test_another_sites_form_gets_nothing_back(page: str, client: Client) -> None:
    response = client.post(page, {"text": LONG}, HTTP_ORIGIN="https://elsewhere.example")
    assert (response.status_code, response["Location"]) == (302, reverse("account_login"))


def test_an_empty_form_leads_to_the_sign_in(page: str, client: Client) -> None:
    assert client.post(page, {}, **ORIGIN)["Location"] == reverse("account_login")


def test_a_page_leads_to_the_sign_in_and_back(client: Client, db: Any) -> None:
    response = client.get(reverse("queue"))
    assert response["Location"] == f"{reverse('account_login')}?next={reverse('queue')}"
