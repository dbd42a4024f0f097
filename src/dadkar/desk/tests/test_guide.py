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


def test_the_contents_lead_to_every_chapter_and_each_to_the_next(cast: Any) -> None:
    client = signed_in(cast.liaison)
    contents = client.get(reverse("guide")).content.decode()
    names = list(chapters())
    for name, following in zip(names, [*names[1:], None], strict=True):
        assert f'href="{reverse("guide-chapter", args=[name])}"' in contents
        response = client.get(reverse("guide-chapter", args=[name]))
        html = response.content.decode()
        assert f"<h1>{chapters()[name].replace('&', '&amp;')}</h1>" in html
        assert following is None or f'href="{reverse("guide-chapter", args=[following])}"' in html


def test_the_whole_guide_is_one_page_to_print(cast: Any) -> None:
    html = signed_in(cast.worker).get(reverse("guide-whole")).content.decode()
    assert all(f"<h1>{title}</h1>" in html for title in chapters().values())


def test_english_readers_are_told_what_each_chapter_covers(cast: Any) -> None:
    html = signed_in(cast.worker, "en").get(reverse("guide")).content.decode()
    assert '<article class="guide" lang="en" dir="ltr">' in html
    for name in chapters():
        assert f'href="{reverse("guide-chapter", args=[name])}"' in html


def test_a_chapter_that_is_not_there_is_not_found(cast: Any) -> None:
    client = signed_in(cast.worker)
    assert client.get(reverse("guide-chapter", args=["contents"])).status_code == 404
    assert client.get(reverse("guide-chapter", args=["nothing"])).status_code == 404
