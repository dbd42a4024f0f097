"""The guide, for everybody who signs in."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dadkar.desk.views.guide import chapters

pytestmark = pytest.mark.django_db


def signed_in(user: Any, language: str = "fa") -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def test_every_page_of_the_desk_leads_to_it(cast: Any) -> None:
    for user, page in ((cast.worker, "queue"), (cast.liaison, "body-referrals"), (cast.auditor, "audit")):
        assert f'href="{reverse("guide")}"' in signed_in(user).get(reverse(page)).content.decode()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_contents_lead_to_every_chapter_and_each_to_the_next(cast: Any, language: str) -> None:
    client = signed_in(cast.liaison, language)
    contents = client.get(reverse("guide")).content.decode()
    headings = chapters(language)
    for name, following in zip(headings, [*list(headings)[1:], None], strict=True):
        assert f'href="{reverse("guide-chapter", args=[name])}"' in contents
        html = client.get(reverse("guide-chapter", args=[name])).content.decode()
        assert f'<html lang="{language}"' in html
        assert f"<h1>{headings[name]}</h1>" in html
        assert following is None or f'href="{reverse("guide-chapter", args=[following])}"' in html


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_whole_guide_is_one_page_to_print(cast: Any, language: str) -> None:
    html = signed_in(cast.worker, language).get(reverse("guide-whole")).content.decode()
    assert all(f"<h1>{heading}</h1>" in html for heading in chapters(language).values())
    assert f"desk/guide/{language}/queue" in html


def test_a_chapter_that_is_not_there_is_not_found(cast: Any) -> None:
    client = signed_in(cast.worker)
    assert client.get(reverse("guide-chapter", args=["contents"])).status_code == 404
    assert client.get(reverse("guide-chapter", args=["nothing"])).status_code == 404
