"""One's own tokens and webhooks on the page: made, shown once, listed, ended; nobody else's."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.api.models import Scope, Token, Webhook
from dadkar.api.tests.programs import Program, said, token_of

pytestmark = pytest.mark.django_db
TYPED = {"name": "گزارش هفتگی", "scopes": ["cases:read", "webhooks"], "life": "30"}


@pytest.fixture
def client(cast: Any) -> Client:
    cast.worker.set_unusable_password()  # nothing to be asked again
    cast.worker.save()
    client = Client()
    client.force_login(cast.worker)
    return client


def secret_on(response: Any) -> str:
    return response.content.decode().partition('<code class="secret" dir="ltr">')[2].partition("<")[0]


def test_a_token_is_shown_this_once_and_works(client: Client) -> None:
    page = reverse("tokens")
    made = client.post(page, TYPED | {"press": "8e03978e-40d5-43dd-bc93-6894a57f9324"})
    assert "no-store" in made["Cache-Control"]
    secret = secret_on(made)
    said(Program(token=secret).get("/cases"))
    again = client.get(page)
    assert "گزارش هفتگی" in again.content.decode()
    assert secret not in again.content.decode()
    repeated = client.post(page, TYPED | {"press": "8e03978e-40d5-43dd-bc93-6894a57f9324"})
    assert repeated.status_code == 302
    assert Token.objects.count() == 1
    client.post(reverse("token-end", args=[Token.objects.get().uuid]))
    said(Program(token=secret).get("/cases"), 401)


def test_only_what_is_of_use_can_be_chosen_and_what_was_typed_stays(client: Client, cast: Any) -> None:
    page = reverse("tokens")
    assert "referrals:write" not in client.get(page).content.decode()
    refused = client.post(page, TYPED | {"scopes": ["referrals:write"]})
    assert refused.status_code == 422
    assert "گزارش هفتگی" in refused.content.decode()
    assert client.post(page, TYPED | {"scopes": []}).status_code == 422
    assert client.post(page, TYPED | {"life": "4000"}).status_code == 422
    assert not Token.objects.exists()
    client.force_login(cast.auditor)
    assert '<button class="button">' not in client.get(page).content.decode()


def test_others_tokens_are_not_there(client: Client, cast: Any) -> None:
    token_of(cast.colleague)
    row = Token.objects.get()
    assert row.prefix not in client.get(reverse("tokens")).content.decode()
    assert client.post(reverse("token-end", args=[row.uuid])).status_code == 404
    row.refresh_from_db()
    assert row.is_alive


def test_making_one_asks_for_the_password_again(cast: Any) -> None:
    cast.worker.set_password("a password of one's own 42")
    cast.worker.save()
    client = Client()
    client.force_login(cast.worker)
    response = client.post(reverse("tokens"), TYPED)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert not Token.objects.exists()


def test_a_webhook_is_made_shown_once_and_ended(client: Client, cast: Any) -> None:
    page = reverse("webhooks")
    assert '<form method="post" novalidate>' not in client.get(page).content.decode()  # a token first
    token_of(cast.worker, Scope.WEBHOOKS, Scope.CASES_READ)
    token = Token.objects.get()
    typed = {"token": str(token.uuid), "url": "https://hooks.example.org/", "nouns": ["case", "referral"]}
    assert client.post(page, typed | {"url": "https://10.0.0.1/"}).status_code == 422
    secret = secret_on(client.post(page, typed))
    assert secret.startswith("whsec_")
    hook = Webhook.objects.get()
    assert {"case.file", "referral.send"} <= set(hook.kinds)
    assert not any(kind.startswith("commitment") for kind in hook.kinds)
    assert "hooks.example.org" in client.get(reverse("webhook-log", args=[hook.uuid])).content.decode()
    stranger = Client()
    stranger.force_login(cast.colleague)
    assert stranger.get(reverse("webhook-log", args=[hook.uuid])).status_code == 404
    assert stranger.post(reverse("webhook-end", args=[hook.uuid])).status_code == 404
    client.post(reverse("webhook-end", args=[hook.uuid]))
    assert not Webhook.objects.live().exists()


def test_another_persons_token_can_t_be_chosen(client: Client, cast: Any) -> None:
    token_of(cast.worker)
    token_of(cast.colleague)
    theirs = Token.objects.get(user=cast.colleague)
    typed = {"token": str(theirs.uuid), "url": "https://hooks.example.org/", "nouns": ["case"]}
    assert client.post(reverse("webhooks"), typed).status_code == 422
    assert not Webhook.objects.exists()
