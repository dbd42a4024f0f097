"""The receipt: shown for a quarter of an hour to the browser that filed, and to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases.models import Receipt
from dadkar.kernel import moment
from dadkar.kernel.persian import to_persian_digits
from dadkar.kernel.sealing.receipts import is_valid
from dadkar.portal.tests.hands import filed, fill, text_of

pytestmark = pytest.mark.django_db


def kept_at(case: Any) -> Any:
    return Receipt.objects.of(case).get().kept_at


def test_it_shows_the_code_in_groups_and_as_a_picture_of_digits(cast: Any, client: Client) -> None:
    case, code = filed(client)
    response = client.get(reverse("receipt"))
    assert is_valid(code)
    page = response.content.decode()
    assert all(f"<span>{to_persian_digits(code[n : n + 4])}</span>" in page for n in range(0, 20, 4))
    assert 'src="data:image/svg+xml' in page
    assert code not in page, "the digits stand in groups and in the QR, and in no address"
    assert Receipt.opened_by(code).case == case


def test_it_says_by_when_it_is_read_and_whom_to_call(cast: Any, client: Client) -> None:
    filed(client)
    page = text_of(client.get(reverse("receipt")))
    assert "تا سه روز کاری" in page
    assert to_persian_digits(cast.house.phone) in page


@pytest.mark.parametrize("write", [str, to_persian_digits, lambda digits: f" {digits[:2]} {digits[2:]} "])
def test_the_last_four_digits_prove_that_it_was_kept(cast: Any, client: Client, write: Any) -> None:
    case, code = filed(client)
    response = client.post(reverse("receipt"), {"last": write(code[-4:])})
    assert (response.status_code, response["Location"]) == (303, reverse("follow"))
    assert kept_at(case)
    assert client.get(reverse("follow")).context["f"].case == case
    assert client.get(reverse("receipt")).status_code == 303, "whoever has the code needs it shown no more"


def test_other_digits_prove_nothing(cast: Any, client: Client) -> None:
    case, code = filed(client)
    wrong = f"{(int(code[-4:]) + 1) % 10_000:04}"
    response = client.post(reverse("receipt"), {"last": wrong})
    assert response.status_code == 422
    assert kept_at(case) is None


def test_the_picture_has_a_name_that_says_nothing(cast: Any, client: Client) -> None:
    filed(client)
    response = client.get(reverse("receipt-picture"))
    assert response["Content-Disposition"] == 'attachment; filename="image.png"'
    assert response.content.startswith(b"\x89PNG")
    assert "no-store" in response["Cache-Control"]


def test_after_a_quarter_of_an_hour_it_is_shown_no_more(cast: Any, client: Client) -> None:
    typed = fill(client, narrative="حقوق ما را نداده‌اند.")
    client.post(reverse("write"), typed)
    with moment.moved_to(moment.now() + timedelta(minutes=14)):
        assert client.post(reverse("write"), typed).status_code == 303
        assert client.get(reverse("receipt")).status_code == 200
    with moment.moved_to(moment.now() + timedelta(minutes=16)):
        assert client.get(reverse("receipt"))["Location"] == reverse("follow")
        assert client.get(reverse("receipt-picture"))["Location"] == reverse("follow")
        late = client.post(reverse("write"), typed)
        assert "پیش از این ثبت شده است" in text_of(late)
        assert not late.cookies.get("slip")


def test_a_second_submit_gives_no_second_quarter_of_an_hour(cast: Any, client: Client) -> None:
    typed = fill(client, narrative="حقوق ما را نداده‌اند.")
    client.post(reverse("write"), typed)
    with moment.moved_to(moment.now() + timedelta(minutes=14)):
        client.post(reverse("write"), typed)
    with moment.moved_to(moment.now() + timedelta(minutes=16)):
        assert client.get(reverse("receipt")).status_code == 303


def test_only_the_browser_that_filed_sees_it(cast: Any, client: Client) -> None:
    filed(client)
    assert Client().get(reverse("receipt"))["Location"] == reverse("follow")


def test_the_printed_slip_alone_says_that_a_confirmation_can_be_taken_back(cast: Any, client: Client) -> None:
    filed(client)
    page = client.get(reverse("receipt")).content.decode()
    sentence = "تا ده روز کاری می‌توانید با همین کد پسش بگیرید"
    assert '<p class="print-only">' in page
    assert sentence in page
    client.post(reverse("receipt"), {"last": client.get(reverse("receipt")).context["code"][-4:]})
    assert sentence not in client.get(reverse("follow")).content.decode()
