"""Error pages say what happened, what was kept and what to do, in both languages; typed text comes back."""

import re

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils.translation import override

from dadkar.web import views

TEXT = "چهار ماه است که حقوق ما پرداخت نشده. " * 4


@pytest.mark.django_db
@pytest.mark.parametrize("status", views.PAGES)
@pytest.mark.parametrize(("language", "kept"), [("fa", "چه چیزی ماند"), ("en", "What was kept")])
def test_a_page_for_each_problem(client: Client, status: int, language: str, kept: str) -> None:
    client.cookies["django_language"] = language
    response = client.get(f"/style/{status}/")
    assert response.status_code == status
    html = response.content.decode()
    assert kept in html
    assert html.count("<h1>") == 1
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_page_that_does_not_exist_and_one_that_is_hidden_look_the_same(rf: RequestFactory) -> None:
    request = rf.get("/x/")
    with override("en"):
        one = views.not_found(request, Http404("no such case"))
        other = views.not_found(request, Http404("case 7 is not yours"))
    token = rb'name="csrfmiddlewaretoken" value="\w+"'
    assert re.sub(token, b"", one.content) == re.sub(token, b"", other.content)
    assert b"case 7" not in other.content


@pytest.mark.django_db
def test_the_reason_of_a_refusal_stays_inside(rf: RequestFactory) -> None:
    response = views.forbidden(rf.get("/x/"), PermissionDenied("the applicant is Zahra"))
    assert response.status_code == 403
    assert b"Zahra" not in response.content


@pytest.mark.django_db
def test_a_body_above_the_limit_is_called_too_large_and_not_unreadable(rf: RequestFactory) -> None:
    assert views.bad_request(rf.post("/x/"), RequestDataTooBig()).status_code == 413
    assert views.bad_request(rf.post("/x/"), ValueError()).status_code == 400


def test_the_outage_pages_need_no_database_no_session_and_no_language(rf: RequestFactory) -> None:
    with override(None):
        pages = views.server_error(rf.get("/")), views.unavailable(rf.get("/"))
    assert [page.status_code for page in pages] == [500, 503]
    for page in pages:
        html = page.content.decode()
        assert '<html lang="fa" dir="rtl">' in html
        assert '<section lang="en" dir="ltr">' in html
    assert pages[1]["Retry-After"] == "120"


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True, HTTP_HOST="testserver")


@pytest.mark.django_db
def test_a_form_that_came_too_late_gives_its_text_back_ready_to_send(strict: Client) -> None:
    typed = {"language": "en", "story": TEXT, "county": "7", "password": "hidden-1", "tracking_code": "4071"}
    response = strict.post("/i18n/setlang/", typed, HTTP_ORIGIN="http://testserver")
    html = response.content.decode()
    assert response.status_code == 403
    assert TEXT.strip() in html
    assert '<input type="hidden" name="county" value="7">' in html
    assert 'action="/i18n/setlang/"' in html
    assert "hidden-1" not in html
    assert "4071" not in html
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_another_site_s_form_gets_nothing_back_to_send(strict: Client, origin: str) -> None:
    response = strict.post("/i18n/setlang/", {"language": "en", "story": TEXT}, HTTP_ORIGIN=origin)
    assert response.status_code == 403
    assert TEXT.strip() not in response.content.decode()
    assert b"csrfmiddlewaretoken" not in response.content.partition(b"<main")[2].partition(b"</main>")[0]


@pytest.mark.django_db
def test_what_is_given_back_is_escaped(strict: Client) -> None:
    evil = "<script>alert(1)</script>" * 4
    response = strict.post("/i18n/setlang/", {"story": evil}, HTTP_ORIGIN="http://testserver")
    assert b"<script>alert" not in response.content
