"""What every page keeps: no store, a neutral title, little weight, a way out, and the forgery check."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from dadkar.portal.tests.hands import cases, filed, nonce_of, text_of, with_code

pytestmark = pytest.mark.django_db

OPEN = ["start", "write", "follow", "calendar"]
FIRST_LOAD = 100 * 1024


def pages(client: Client) -> dict[str, Any]:
    """Every page a worker can see, drawn."""
    drawn = {name: client.get(reverse(name)) for name in OPEN}
    case, _code = filed(client, left_on_0="1", left_on_1="1", left_on_2="1405")
    drawn["receipt"] = client.get(reverse("receipt"))
    with_code(client, case)
    drawn["page"] = client.get(reverse("follow"))
    drawn["why"] = client.get(reverse("follow-why", args=[0]))
    return drawn


def test_no_page_is_stored_anywhere(cast: Any, client: Client) -> None:
    for name, response in pages(client).items():
        assert response.status_code == 200, name
        assert "no-store" in response["Cache-Control"], name


def test_the_title_says_nothing(cast: Any, client: Client) -> None:
    drawn = pages(client)
    calendar = drawn.pop("calendar")
    titles = {
        re.search(r"<title>(.*?)</title>", page.content.decode(), re.S)[1].strip() for page in drawn.values()
    }
    assert titles == {"پیگیری"}
    assert "<title>تقویم</title>" in calendar.content.decode()


def test_there_is_a_way_out_on_every_page(cast: Any, client: Client) -> None:
    drawn = pages(client)
    drawn.pop("calendar")
    for name, page in drawn.items():
        assert f'action="{reverse("exit")}"' in page.content.decode(), name


def test_a_first_load_is_light(cast: Any, client: Client) -> None:
    files = ["web/dadkar.css", "web/fonts/arabic.woff2", "web/fonts/latin.woff2"]
    shared = sum(len(gzip.compress(Path(finders.find(file)).read_bytes())) for file in files)
    for name, page in pages(client).items():
        assert shared + len(gzip.compress(page.content)) < FIRST_LOAD, name


def test_nothing_is_fetched_from_anybody_else(cast: Any, client: Client) -> None:
    for name, page in pages(client).items():
        sources = re.findall(r'(?:src|href|action|formaction)="([^"]*)"', page.content.decode())
        assert all(re.match(r"/|#|tel:|data:image/svg", source) for source in sources), name


def test_no_page_needs_a_script_or_carries_one_inline(cast: Any, client: Client) -> None:
    for name, page in pages(client).items():
        body = page.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|javascript:", body), name


def test_english_is_complete(cast: Any, client: Client) -> None:
    client.cookies.load({"django_language": "en"})
    for name, page in pages(client).items():
        body = re.sub(r'lang="fa".*?</button>', "", page.content.decode(), flags=re.S)
        assert not re.search("[آ-ی]{3}", text_of_html(body)), name


def text_of_html(body: str) -> str:
    return re.sub(r"<[^>]+>", " ", body)


def test_the_emergency_numbers_stand_where_something_is_filed(cast: Any, client: Client) -> None:
    cast.inspection.phone = "07433331111"
    cast.inspection.save()
    for name in ("start", "write"):
        page = text_of(client.get(reverse(name)))
        assert all(number in page for number in ("۱۱۵", "۱۲۵", "۰۷۴۳۳۳۳۱۱۱۱")), name


def test_without_a_house_there_is_a_plain_word(db: Any, client: Client) -> None:
    assert client.get(reverse("start")).status_code == 503


# -- forgery, as browsers really send it ----------------------------------------------------------------


@pytest.fixture
def browser() -> Client:
    """A client that is checked as a browser is."""
    return Client(enforce_csrf_checks=True, HTTP_HOST="testserver")


def token(response: Any) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())[1]


def test_a_form_of_ours_passes_with_the_referrer_policy_that_we_set(cast: Any, browser: Client) -> None:
    page = browser.get(reverse("write"), secure=True)
    assert page["Referrer-Policy"] == "same-origin"
    typed = {"nonce": nonce_of(browser), "narrative": "مزد نداده‌اند.", "csrfmiddlewaretoken": token(page)}
    headers = {"HTTP_ORIGIN": "https://testserver", "HTTP_REFERER": "https://testserver/write/"}
    assert browser.post(reverse("write"), typed, secure=True, **headers).status_code == 303


@pytest.mark.parametrize("origin", ["null", "https://elsewhere.example"])
def test_a_form_of_somebody_else_does_not(cast: Any, browser: Client, origin: str) -> None:
    page = browser.get(reverse("write"), secure=True)
    typed = {"nonce": nonce_of(browser), "narrative": "مزد نداده‌اند.", "csrfmiddlewaretoken": token(page)}
    response = browser.post(reverse("write"), typed, secure=True, HTTP_ORIGIN=origin)
    assert response.status_code == 403
    assert not cases().exists()


def test_a_page_that_had_grown_too_old_gives_the_text_back_and_then_files_it(
    cast: Any, browser: Client
) -> None:
    text = "چهار ماه است که حقوق ما پرداخت نشده. نزدیک ۲۰۰ نفر هستیم و هر بار می‌گویند هفتهٔ بعد."
    headers = {"HTTP_ORIGIN": "http://testserver"}
    refused = browser.post(reverse("write"), {"nonce": "x", "narrative": text}, **headers)
    assert refused.status_code == 403
    assert text in refused.content.decode()
    typed = {"narrative": text, "csrfmiddlewaretoken": token(refused)}
    back = browser.post(reverse("write"), typed, **headers)
    assert back.status_code == 422
    typed["nonce"] = back.context["form"]["nonce"].value()
    assert browser.post(reverse("write"), typed, **headers).status_code == 303


# -- the way out ----------------------------------------------------------------------------------------


def test_a_quick_exit_forgets_everything(cast: Any, client: Client) -> None:
    case, _code = filed(client)
    with_code(client, case)
    response = client.post(reverse("exit"))
    assert (response.status_code, response["Location"]) == (303, reverse("calendar"))
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "no-store" in response["Cache-Control"]
    assert {"page", "slip"} <= {name for name, cookie in response.cookies.items() if cookie["max-age"] == 0}


def test_back_after_a_quick_exit_shows_nothing(cast: Any, client: Client) -> None:
    case, _code = filed(client)
    with_code(client, case)
    client.post(reverse("exit"))
    assert client.get(reverse("follow")).templates[0].name == "portal/code.html"
    assert client.get(reverse("receipt"))["Location"] == reverse("follow")


def test_an_exit_is_never_a_link(cast: Any, client: Client) -> None:
    assert client.get(reverse("exit")).status_code == 405


def test_where_it_ends_names_neither_us_nor_a_way_back(cast: Any, client: Client) -> None:
    body = client.get(reverse("calendar")).content.decode()
    assert "دادکار" not in body
    assert not re.findall(r"<a (?!class=\"skip)", body)
    assert body.count('aria-current="date"') == 1
