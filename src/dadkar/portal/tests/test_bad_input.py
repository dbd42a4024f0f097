"""What bad input gets: a clear sentence, and nothing of what was typed is lost."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from dadkar.cases.models import CaseFile
from dadkar.kernel.sealing import receipts
from dadkar.portal.tests.hands import cases, filed, fill, photo, text_of
from dadkar.records.remake.tests import made

pytestmark = pytest.mark.django_db

STORY = "چهار ماه است که حقوق ما پرداخت نشده."
MB = 1024 * 1024


def post(client: Client, **values: Any) -> Any:
    return client.post(reverse("write"), fill(client, **values))


@pytest.mark.parametrize(
    "text",
    ["", "   \n ", "😡😡😡", "\u200b\u200c\u200d\ufeff", "\u202e\u202e\u2067", "\u202e😡\u200b!!!"],
    ids=["empty", "spaces", "emoji", "zero width", "right-to-left override", "all of them"],
)
def test_a_text_without_a_word_is_asked_for_again(cast: Any, client: Client, text: str) -> None:
    response = post(client, narrative=text, months="4")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["narrative"]
    assert 'name="months" value="4"' in response.content.decode()
    assert not cases().exists()


def test_direction_controls_do_not_reach_the_desk(cast: Any, client: Client) -> None:
    case, _code = filed(client, narrative=f"\u202e{STORY}\u202c")
    assert case.narrative.open() == STORY


def test_a_megabyte_of_text_is_given_back_whole(cast: Any, client: Client) -> None:
    long = "حقوق ما را نداده‌اند. " * 24_000
    assert len(long.encode()) > MB * 0.9
    response = post(client, narrative=long)
    assert response.status_code == 422
    assert long.strip() in response.content.decode()
    assert list(response.context["form"].errors) == ["narrative"]
    assert "حرف بلندتر از اندازه است. چیزی از آن پاک نشده" in text_of(response)
    assert not cases().exists()


def test_a_sixty_megabyte_file_is_refused_in_a_sentence(cast: Any, client: Client) -> None:
    huge = SimpleUploadedFile("film.jpg", b"\xff\xd8\xff" + bytes(60 * MB), content_type="image/jpeg")
    response = post(client, narrative=STORY, files=huge)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["files"]
    page = text_of(response)
    assert "film.jpg" in page
    assert STORY in response.content.decode()
    assert not cases().exists()


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"MZ\x90\x00 a program",
    ],
    ids=["svg", "html", "program"],
)
def test_what_only_calls_itself_a_photo_is_refused(cast: Any, client: Client, content: bytes) -> None:
    response = post(
        client, narrative=STORY, files=SimpleUploadedFile("a.jpg", content, content_type="image/jpeg")
    )
    assert response.status_code == 422
    assert "a.jpg" in text_of(response)
    assert not cases().exists()
    assert not CaseFile.objects.as_system("test").exists()


def test_a_decompression_bomb_is_refused(cast: Any, client: Client) -> None:
    bomb = SimpleUploadedFile("bomb.png", made.png_header(40_000, 40_000), content_type="image/png")
    response = post(client, narrative=STORY, files=bomb)
    assert response.status_code == 422
    assert not cases().exists()


def test_the_good_files_are_named_so_that_they_can_be_chosen_again(cast: Any, client: Client) -> None:
    files = [SimpleUploadedFile("good.jpg", photo()), SimpleUploadedFile("bad.jpg", b"<svg/>")]
    response = post(client, narrative=STORY, files=files)
    assert response.context["lost_files"] == ["good.jpg", "bad.jpg"]
    assert "good.jpg" in text_of(response)


def test_a_photo_is_kept_without_its_place(cast: Any, client: Client) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (30.0, 40.0, 5.0)
    exif[0x010F] = "A telephone of Maryam"
    original = photo(exif=exif)
    assert b"Maryam" in original
    case, _code = filed(client, files=[SimpleUploadedFile("p.jpg", original)])
    kept = b"".join(CaseFile.objects.of(case).get().attachment.read())
    assert kept.startswith(b"\xff\xd8\xff")
    assert b"Maryam" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif().get_ifd(0x8825)


def test_eleven_files_are_too_many_at_once(cast: Any, client: Client) -> None:
    files = [SimpleUploadedFile(f"{n}.jpg", photo()) for n in range(11)]
    response = post(client, narrative=STORY, files=files)
    assert list(response.context["form"].errors) == ["files"]


def test_the_thirty_first_of_mehr_is_told_and_the_rest_kept(cast: Any, client: Client) -> None:
    response = post(
        client, narrative=STORY, still_there="no", left_on_0="31", left_on_1="7", left_on_2="1404"
    )
    assert response.status_code == 422
    assert "مهر" in str(response.context["form"].errors["left_on"])
    assert STORY in response.content.decode()


def test_a_day_to_come_is_no_day_on_which_somebody_left(cast: Any, client: Client) -> None:
    response = post(client, narrative=STORY, left_on_0="1", left_on_1="1", left_on_2="1499")
    assert list(response.context["form"].errors) == ["left_on"]


def test_a_double_click_files_once_and_shows_the_receipt_again(cast: Any, client: Client) -> None:
    typed = fill(client, narrative=STORY)
    client.post(reverse("write"), typed)
    first = client.get(reverse("receipt")).context["code"]
    again = client.post(reverse("write"), typed)
    assert (again.status_code, again["Location"]) == (303, reverse("receipt"))
    assert client.get(reverse("receipt")).context["code"] == first
    assert cases().count() == 1


def test_a_lost_connection_from_another_browser_window_is_the_same_case(cast: Any, client: Client) -> None:
    typed = fill(client, narrative=STORY)
    client.post(reverse("write"), typed)
    Client().post(reverse("write"), typed)
    assert cases().count() == 1


@pytest.mark.parametrize("nonce", ["", "nonsense", "a" * 5000])
def test_a_form_without_its_nonce_comes_back_with_one(cast: Any, client: Client, nonce: str) -> None:
    typed = fill(client, narrative=STORY) | {"nonce": nonce}
    response = client.post(reverse("write"), typed)
    assert response.status_code == 422
    fresh = response.context["form"]["nonce"].value()
    assert receipts.read_nonce(fresh)
    assert STORY in response.content.decode()
    assert client.post(reverse("write"), typed | {"nonce": fresh}).status_code == 303
    assert cases().count() == 1


def test_a_wrong_telephone_number_is_given_back_as_typed(cast: Any, client: Client) -> None:
    response = post(client, narrative=STORY, told="sms", phone="۱۲۳")
    assert list(response.context["form"].errors) == ["phone"]
    assert 'value="۱۲۳"' in response.content.decode()


def test_a_text_message_needs_a_mobile_number(cast: Any, client: Client) -> None:
    response = post(client, narrative=STORY, told="sms", phone="۰۷۴۳۳۳۳۳۳۳۳")
    assert response.status_code == 422
    assert "۰۹" in text_of(response)
    assert response.context["form"]["narrative"].value() == STORY
    assert (
        post(client, narrative=STORY, told="call", phone="۰۷۴۳۳۳۳۳۳۳۳", safe_hours="۵ تا ۷").status_code
        == 303
    )


def test_a_voice_is_enough(cast: Any, client: Client) -> None:
    voice = SimpleUploadedFile("v.ogg", made.recording("ogg", "libopus"), content_type="audio/ogg")
    case, _code = filed(client, narrative="", voice=voice)
    assert case.narrative.open() == "(پیام صوتی)"
    assert CaseFile.objects.of(case).get().attachment.kind in ("audio", "voice")
