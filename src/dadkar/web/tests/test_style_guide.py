"""The style guide in a real browser: no axe violation, nothing wider than the screen, nothing blocked."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/style/",
    *(f"/style/{name}/" for name in ("worker", "coming-back", "desk", "paper", "404", "503")),
    "/account/login/",
)
VIEWS = [("fa", "light", 360), ("fa", "dark", 1280), ("en", "dark", 360)]


@pytest.fixture
def page(request: pytest.FixtureRequest, chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A fresh browser window in one language, theme and width (Persian on a phone unless told)."""
    language, theme, width = getattr(request, "param", VIEWS[0])
    context = chromium.new_context(
        base_url=live_server.url, color_scheme=theme, viewport={"width": width, "height": 780}
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page", VIEWS, indirect=True)
def test_every_page_is_accessible_and_fits_and_nothing_is_blocked(page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    for path in PAGES:
        page.goto(path)
        page.evaluate(
            "document.querySelectorAll('details:not(.menu)').forEach((part) => { part.open = true; })"
        )
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) == 0, path
    assert not [text for text in refused if "Content Security Policy" in text]


def test_the_user_s_menu_opens_by_keyboard_and_closes_on_escape(page: Page) -> None:
    page.goto("/style/desk/")
    menu = page.locator("details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None


def test_a_link_of_the_error_summary_leads_to_its_field(page: Page) -> None:
    page.goto("/style/")
    page.locator(".problems a").first.click()
    assert page.evaluate("document.activeElement.id") == "wrong_what"
