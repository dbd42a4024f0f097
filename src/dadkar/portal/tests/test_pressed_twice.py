"""A double click, or a line that breaks before the answer comes: what was said is there, once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dadkar.cases.models import CaseFile, Message, Receipt
from dadkar.kernel import moment
from dadkar.kernel.models import Press
from dadkar.portal.tests.hands import cases, filed, photo, press, text_of, with_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(cast: Any) -> Any:
    client = Client()
    case, _code = filed(client)
    return with_code(client, case), case


def test_every_form_of_the_page_carries_a_nonce_of_its_own(opened: Any) -> None:
    client, _case = opened
    page = client.get(reverse("follow")).content.decode()
    nonces = page.count('name="press"')
    assert nonces == page.count('name="key"') > 3


def test_a_message_sent_twice_is_one_message(opened: Any) -> None:
    client, case = opened
    nonce = str(uuid4())
    for _time in range(2):
        said = press(client, "write", text="دیروز هم نیامد.", press=nonce)
        assert said.status_code == 303
    assert Message.objects.of(case).count() == 1
    assert "یک بار نوشته شد" in text_of(client.get(reverse("follow")))


def test_the_same_words_on_a_new_page_are_a_new_message(opened: Any) -> None:
    client, case = opened
    for _time in range(2):
        press(client, "write", text="هنوز خبری نیست.", press=str(uuid4()))
    assert Message.objects.of(case).count() == 2


def test_files_sent_twice_are_kept_once(opened: Any) -> None:
    client, case = opened
    nonce = str(uuid4())
    for _time in range(2):
        press(client, "files", files=[SimpleUploadedFile("p.jpg", photo())], press=nonce)
    assert CaseFile.objects.of(case).count() == 1


def test_what_was_refused_can_be_sent_again_with_the_same_form(opened: Any) -> None:
    client, case = opened
    nonce = str(uuid4())
    assert press(client, "write", text="", press=nonce).status_code == 422
    assert press(client, "write", text="حالا نوشتم.", press=nonce).status_code == 303
    assert Message.objects.of(case).count() == 1


@pytest.mark.parametrize("nonce", ["", "no-uuid", "۱۲۳", "x" * 5000])
def test_a_nonce_that_is_none_loses_nothing(opened: Any, nonce: str) -> None:
    client, case = opened
    assert press(client, "write", text="سلام", press=nonce).status_code == 303
    assert Message.objects.of(case).count() == 1


def test_a_withdrawal_pressed_twice_says_that_it_was_done(opened: Any) -> None:
    client, case = opened
    nonce = str(uuid4())
    for _time in range(2):
        assert press(client, "withdraw", reason="", press=nonce).status_code == 303
    assert cases().get(pk=case.pk).state == "withdrawn"


class TestRenewedCode:
    """The old code is dead at once; a lost answer must not take the new one with it."""

    def test_the_new_code_is_shown_again_to_the_same_form(self, opened: Any) -> None:
        client, case = opened
        nonce = str(uuid4())
        press(client, "renew", press=nonce)
        first = client.get(reverse("receipt")).context["code"]
        client.cookies.pop("slip")  # the answer never came
        assert press(client, "renew", press=nonce).url == reverse("receipt")
        assert client.get(reverse("receipt")).context["code"] == first
        assert Receipt.opened_by(first).case == case

    def test_not_after_a_quarter_of_an_hour(self, opened: Any) -> None:
        client, _case = opened
        nonce = str(uuid4())
        press(client, "renew", press=nonce)
        client.cookies.pop("slip")
        with moment.moved_to(timezone.now() + timedelta(minutes=16)):
            press(client, "renew", press=nonce)
            assert "slip" not in client.cookies

    def test_not_with_another_nonce(self, opened: Any) -> None:
        client, _case = opened
        press(client, "renew", press=str(uuid4()))
        client.cookies.pop("slip")
        press(client, "renew", press=str(uuid4()))
        assert "slip" not in client.cookies

    def test_not_once_another_code_has_taken_its_place(self, opened: Any) -> None:
        client, case = opened
        nonce = str(uuid4())
        press(client, "renew", press=nonce)
        with_code(client, case)
        press(client, "renew", press=str(uuid4()))
        client.cookies.pop("slip")
        press(client, "renew", press=nonce)
        assert "slip" not in client.cookies

    def test_not_to_whoever_reads_the_database(self, opened: Any) -> None:
        """A nonce that stood in a table would be as good as the code for a quarter of an hour."""
        client, _case = opened
        press(client, "renew", press=str(uuid4()))
        stranger = Client()
        for nonce in Press.objects.values_list("nonce", flat=True):
            press(stranger, "renew", press=str(nonce))
        assert "slip" not in stranger.cookies


def test_old_presses_are_forgotten() -> None:
    Press.objects.is_new(uuid4())
    with moment.moved_to(timezone.now() - timedelta(days=3)):
        Press.objects.is_new(uuid4())
    assert Press.objects.forget_old() == 1
    assert Press.objects.count() == 1
