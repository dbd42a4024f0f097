"""The database goes away, or a disk is full, in the middle of a request: a calm page, and nothing lost."""

import errno
import html
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from dadkar.cases.models import Case
from dadkar.portal.tests.hands import fill
from dadkar.portal.views import write
from dadkar.records.models import Attachment
from dadkar.web import outage
from tests.world import picture

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "http://testserver"
STORY = "چهار ماه است که حقوق ما پرداخت نشده و هر بار می‌گویند هفتهٔ بعد پرداخت می‌شود."


@pytest.fixture
def browser(cast: SimpleNamespace) -> Iterator[Client]:
    """A browser whose server answers errors with pages, as in production."""
    yield Client(HTTP_ORIGIN=HERE, enforce_csrf_checks=True, raise_request_exception=False)
    connection.close()


def token(browser: Client) -> str:
    return re.findall(r'csrfmiddlewaretoken" value="(\w+)"', browser.get(reverse("write")).content.decode())[
        0
    ]


def end_connection() -> None:
    """As a server that is killed: whoever is connected finds out by trying."""
    held = connection.settings_dict
    pid = connection.connection.info.backend_pid
    with psycopg.connect(host=held["HOST"], user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def fails_once(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, first: Callable[[], None]) -> None:
    """Let `first` happen just before the function is called; only this once."""
    real = getattr(place, name)

    def broken(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(place, name, real)
        first()
        return real(*args, **kwargs)

    monkeypatch.setattr(place, name, broken)


def form_in(page: str) -> dict[str, str]:
    """The fields of the form that the page gives back."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S))
    return {name: html.unescape(value) for name, value in fields.items()}


def test_the_text_of_a_filing_comes_back_and_is_sent_again(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = fill(browser, narrative=STORY) | {"csrfmiddlewaretoken": token(browser)}
    fails_once(monkeypatch, write, "file", end_connection)
    response = browser.post(reverse("write"), typed)
    page = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "120"
    assert "no-store" in response["Cache-Control"]
    connection.close()  # as a pool does: what is broken is not given out again
    again = form_in(page)
    assert (again["narrative"].strip(), again["nonce"]) == (STORY, typed["nonce"])
    assert browser.post(reverse("write"), again).status_code == 303
    assert browser.post(reverse("write"), again).status_code == 303  # pressed twice
    assert Case.objects.as_system("test").count() == 1


def test_a_page_that_was_only_read_asks_for_patience(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.get(reverse("write"))
    end_connection()
    response = browser.get(reverse("start"))
    page = response.content.decode()
    assert response.status_code == 503
    assert "چند دقیقه در دسترس نیستیم" in page
    assert "We are away for a few minutes" in page
    assert "<form" not in page
    connection.close()
    assert browser.get(reverse("start")).status_code == 200


def test_a_full_disk_is_called_so_and_leaves_nothing_half_kept(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    typed = fill(browser, narrative=STORY, files=[picture("x.png")])
    typed |= {"csrfmiddlewaretoken": token(browser)}
    fails_once(monkeypatch, __import__("os"), "link", full)  # the last step of a sealed file
    response = browser.post(reverse("write"), typed)
    page = response.content.decode()
    assert response.status_code == 503
    assert "Our disk is full" in page
    assert "Files have to be chosen anew" in page
    assert Case.objects.as_system("test").count() == Attachment.objects.count() == 0
    assert browser.post(reverse("write"), form_in(page)).status_code == 303


def test_a_full_disk_of_the_database() -> None:
    assert outage.outage_of(psycopg.errors.DiskFull()) == outage.FULL


def test_a_form_with_a_secret_is_not_given_back(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = browser.get(reverse("account_login")).content.decode()
    typed = {"csrfmiddlewaretoken": re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page)[0]}
    end_connection()
    response = browser.post(reverse("account_login"), typed | {"login": "x", "password": "hidden-and-long"})
    assert response.status_code == 503
    assert "hidden-and-long" not in response.content.decode()
    assert "Go back" in response.content.decode()


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_another_sites_form_is_not_given_back(browser: Client, origin: str) -> None:
    browser.get(reverse("write"))
    end_connection()
    response = browser.post(reverse("write"), {"narrative": STORY}, HTTP_ORIGIN=origin)
    assert response.status_code in (403, 503)
    assert STORY not in response.content.decode()


def test_a_program_gets_a_problem_document(browser: Client) -> None:
    browser.get(reverse("write"))
    end_connection()
    response = browser.get(reverse("start"), headers={"Accept": "application/json"})
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 503


@pytest.mark.parametrize(
    "error", [psycopg.errors.DeadlockDetected(), psycopg.errors.QueryCanceled(), OSError(2, "x")]
)
def test_other_faults_are_not_an_outage(error: Exception) -> None:
    assert outage.outage_of(error) == ""
