"""The shells: language and direction, the way out, no navigation for workers, the desk's own parts."""

import re

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client, RequestFactory
from django.utils.translation import override

from dadkar.web.templatetags.components import code, keepbar
from dadkar.web.templatetags.entrance import browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("en", "ltr")])
def test_a_page_says_its_language_and_direction(client: Client, language: str, direction: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    html = client.get("/style/worker/").content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in html


def test_the_language_switch_posts_and_comes_back_to_the_page(client: Client) -> None:
    html = client.get("/style/worker/").content.decode()
    assert '<button class="plain" name="language" value="en" lang="en" dir="ltr">English</button>' in html
    response = client.post("/i18n/setlang/", {"language": "en", "next": "/style/worker/"})
    assert response["Location"] == "/style/worker/"
    assert "Quick exit" in client.get("/style/worker/").content.decode()


def test_a_worker_s_page_has_a_neutral_title_and_no_navigation_and_no_script(client: Client) -> None:
    html = client.get("/style/worker/").content.decode()
    title = re.search("<title>(.*?)</title>", html).group(1)
    assert title == "پیگیری"
    assert "<nav" not in html
    assert "<script" not in html


def test_the_quick_exit_is_a_form_that_works_without_a_script(client: Client) -> None:
    html = client.get("/style/worker/").content.decode()
    form = re.search(r'<form method="post" action="([^"]+)">(?:(?!</form>).)*خروج سریع', html, re.S)
    assert form
    assert form.group(1) != "/i18n/setlang/"


def test_scripts_come_only_with_the_desk_and_htmx_keeps_to_the_policy(client: Client) -> None:
    html = client.get("/style/desk/").content.decode()
    assert html.count("<script") == 2
    assert '{"includeIndicatorStyles":false,"allowEval":false}' in html
    assert 'aria-current="page"' in html


@pytest.mark.parametrize("shell", ["worker", "coming-back", "desk", "paper"])
def test_every_shell_has_one_main_a_skip_link_to_it_and_one_first_heading(client: Client, shell: str) -> None:
    html = client.get(f"/style/{shell}/").content.decode()
    assert html.count("<main") == 1
    assert 'href="#main"' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1


@pytest.mark.parametrize("mode", ["serve"])
def test_the_style_guide_exists_in_demo_and_test_alone(mode: str, settings: object) -> None:
    import importlib

    from dadkar.web import urls

    settings.MODE = mode
    try:
        assert [str(entry.pattern) for entry in importlib.reload(urls).urlpatterns] == ["i18n/"]
    finally:
        settings.MODE = "test"
        assert len(importlib.reload(urls).urlpatterns) == 3


def test_a_keep_bar_says_its_counts_and_leaves_out_what_is_nothing() -> None:
    with override("en"):
        html = keepbar(confirmed=3, claimed=1)
    assert 'aria-label="confirmed: 3, only claimed: 1"' in html
    assert html.count("<rect") == 2
    widths = [float(width) for width in re.findall(r' width="([\d.]+)%"', html)]
    assert widths == [74.6, 24.6]


def test_an_empty_keep_bar_still_has_words() -> None:
    with override("fa"):
        assert 'aria-label="هنوز چیزی نیست"' in keepbar()


def test_a_code_is_grouped_left_to_right_in_the_reader_s_digits() -> None:
    with override("fa"):
        html = code("40718263559012347788")
    assert re.findall("<span>(.*?)</span>", html) == ["۴۰۷۱", "۸۲۶۳", "۵۵۹۰", "۱۲۳۴", "۷۷۸۸"]
    assert '<bdi class="code" dir="ltr">' in html


def test_components_escape_what_they_are_given(rf: RequestFactory) -> None:
    source = (
        "{% chip bad %}{% deadline bad 'late' %}{% note %}{{ bad }}{% endnote %}{% phase bad %}"
        "{% empty bad %}{% endempty %}{% disclosure bad %}{% enddisclosure %}{% confirm bad %}"
        "{% endconfirm %}{% timeline entries %}{% tabs items bad %}{% crumbs pairs %}{% pager bad bad %}"
        "{% progress 1 2 bad %}"
    )
    context = {"bad": "<i>", "entries": [{"when": "<i>", "text": "<i>"}], "pairs": [("<i>", "#")]}
    context["items"] = [{"url": "#", "label": "<i>"}]
    html = engines["django"].from_string(source).render(context, rf.get("/"))
    assert "<i>" not in html
    assert html.count("&lt;i&gt;") >= 14


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Windows"),
        (
            "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("curl/8", "unknown browser"),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent: str, words: str) -> None:
    with override("en"):
        assert browser(agent) == words
