"""What each gateway sends, and what it makes of each answer."""

import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from dadkar.records.gateways import NotTaken, Refused, Uncertain
from dadkar.records.gateways.generic import Generic
from dadkar.records.gateways.kavenegar import Kavenegar
from dadkar.records.gateways.mail import Mail
from dadkar.records.tests.standin import KEY, Provider, provider

TO, TEXT = "+989171234567", "خبری برای شما هست."


@pytest.fixture
def there() -> Iterator[Provider]:
    with provider() as server:
        yield server


def test_kavenegar_gets_the_message_with_its_number(there: Provider) -> None:
    Kavenegar(KEY, "10004346", there.url).send(TO, TEXT, reference=7)
    assert there.taken == [{"receptor": "09171234567", "message": TEXT, "localid": "7", "sender": "10004346"}]
    assert there.asked == ["/v1/invented%2Fkey/sms/send.json"]


@pytest.mark.parametrize("status", [411, 413, 422])
def test_kavenegar_says_that_this_message_can_never_go(there: Provider, status: int) -> None:
    there.status = status
    with pytest.raises(Refused, match=f"kavenegar-{status}"):
        Kavenegar(KEY, "", there.url).send(TO, TEXT, reference=7)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 407, 409, 412, 418, 451, 500, 503])
def test_kavenegar_says_that_the_account_or_the_service_fails(there: Provider, status: int) -> None:
    there.status = status
    with pytest.raises(NotTaken, match=f"kavenegar-{status}"):
        Kavenegar(KEY, "", there.url).send(TO, TEXT, reference=7)


def test_an_answer_that_does_not_come_leaves_it_open_and_can_be_asked_for(there: Provider) -> None:
    gateway = Kavenegar(KEY, "", there.url)
    assert gateway.was_taken(7) is False
    there.hangs_up = True
    with pytest.raises(Uncertain):
        gateway.send(TO, TEXT, reference=7)
    assert gateway.was_taken(7) is True


def test_nobody_there() -> None:
    with provider() as server:
        url = server.url
    with pytest.raises(NotTaken, match="no-line") as caught:
        Kavenegar(KEY, "", url).send(TO, TEXT, reference=7)
    assert KEY not in repr(caught.value)
    assert caught.value.__cause__ is None


FIELDS = {"to": "{to}", "body": "{text}", "line": "3000{x}", "id": "{reference}"}
SENT = {"to": TO, "body": TEXT, "line": "3000{x}", "id": "7"}


@pytest.mark.parametrize(("method", "json"), [("POST", True), ("POST", False), ("get", False)])
def test_any_provider_gets_the_fields_of_its_template(there: Provider, method: str, json: bool) -> None:
    Generic(f"{there.url}/send", method, FIELDS, {"X-Api-Key": "k"}, json=json).send(TO, TEXT, reference=7)
    assert there.taken == [SENT]
    assert there.headers_seen["X-Api-Key"] == "k"


@pytest.mark.parametrize(
    ("status", "error"), [(422, Refused), (401, NotTaken), (429, NotTaken), (502, NotTaken)]
)
def test_any_providers_refusal(there: Provider, status: int, error: type[Exception]) -> None:
    there.status = status
    with pytest.raises(error, match=f"http-{status}"):
        Generic(f"{there.url}/send", "POST", FIELDS, {}, json=True).send(TO, TEXT, reference=7)


def test_mail_has_a_neutral_sender_and_subject() -> None:
    Mail("dadkar-khane@example.org").send("x@example.com", TEXT, reference=7)
    [sent] = mail.outbox
    assert (sent.subject, sent.body, sent.to) == ("خبر", TEXT, ["x@example.com"])
    assert sent.from_email.endswith("<dadkar-khane@example.org>")
    assert "adkar" not in sent.from_email.partition("<")[0]
    assert sent.extra_headers["Message-ID"] == "<7.notice@example.org>"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (smtplib.SMTPRecipientsRefused({"x@example.com": (550, b"no such user")}), Refused),
        (smtplib.SMTPRecipientsRefused({"x@example.com": (451, b"later")}), NotTaken),
        (smtplib.SMTPDataError(421, b"busy"), NotTaken),
        (smtplib.SMTPServerDisconnected("gone"), Uncertain),
        (TimeoutError(), Uncertain),
    ],
)
def test_what_a_mail_server_says(
    said: Exception, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any) -> int:
        raise said

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    with pytest.raises(error):
        Mail("x@example.org").send("x@example.com", TEXT, reference=7)


def test_a_mail_server_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", refuse)
    with pytest.raises(NotTaken, match="no-line"):
        Mail("x@example.org").send("x@example.com", TEXT, reference=7)
