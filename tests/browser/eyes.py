"""A browser's window, and what is looked at on every page that it shows."""

import gzip
import os
from itertools import product
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Request, Response
from tools.rooms import ROOT

SHOTS = ROOT / ".cache" / "shots" if os.environ.get("DADKAR_SHOTS") == "1" else None
AXE = {"resultTypes": ["violations"], "preload": False}  # preloading, it would put styles of its own in
NARROW = (320, 360)  # CSS pixels: the smallest phone, and the usual cheap one
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDEST = """[...document.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width && (box.left < -1 || box.right > document.documentElement.clientWidth + 1);
}).slice(0, 6).map(e => e.tagName.toLowerCase() + "." + e.className).join(" ")"""
FIRST_LOAD = 100_000  # bytes as they are sent
TEXT = ("text/css", "text/javascript", "image/svg+xml")  # WhiteNoise sends these compressed


class Window:
    """One person's browser. `problems` collects what is wrong with the pages that it has shown."""

    def __init__(
        self, browser: Browser, site: str, language: str, *, user: Any = None, scripts: bool = True
    ) -> None:
        self.site, self.language, self.scripts = site, language, scripts
        self.problems: list[str] = []
        self.context = browser.new_context(
            base_url=site,
            java_script_enabled=scripts,
            viewport={"width": 360, "height": 760},
            locale={"fa": "fa-IR", "en": "en-GB"}[language],  # a quick exit forgets the cookie
            reduced_motion="reduce",  # a picture is of the end of a change, not of its middle
        )
        self.keep("django_language", language)
        if user is not None:
            client = Client()
            client.force_login(user)
            self.keep(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
        self.page: Page = self.context.new_page()
        self.context.on("request", self._asked)
        self.context.on("console", lambda message: self._said(message.type, message.text))
        self.context.on("weberror", lambda error: self._said("error", str(error.error)))

    def keep(self, name: str, value: str) -> None:
        """A cookie of this site."""
        self.context.add_cookies([{"name": name, "value": value, "url": self.site}])

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and not request.url.startswith(self.site):
            self.problems.append(f"{self.page.url}: asked {request.url}")

    def _said(self, kind: str, text: str) -> None:
        # Chromium logs each answer of 4xx as an error; those are the site's own sentences.
        if kind in ("error", "warning") and "status of 4" not in text:
            self.problems.append(f"{self.page.url}: {kind}: {text}")

    # -- acting ------------------------------------------------------------------------------------

    def go(self, path: str) -> "Window":
        response = self.page.goto(path)
        assert response
        if not response.ok:
            self.problems.append(f"{path}: {response.status}")
        return self

    def fill(self, **typed: str) -> "Window":
        """Type into the fields of that name; a choice is chosen by its value."""
        for name, value in typed.items():
            field = self.page.locator(f'main [name="{name}"]').first
            self.open_folds(field)
            kind = field.evaluate("e => e.type")
            if kind in ("radio", "checkbox"):
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif kind.startswith("select"):
                field.select_option(value)
            else:
                field.fill(value)
        return self

    def press(self, selector: str) -> "Window":
        """Press the button, opening the fold that it stands in as a finger would."""
        button = self.page.locator(selector).first
        self.open_folds(button)
        button.click()
        self.page.wait_for_load_state()
        return self

    def open_folds(self, inside: Any) -> None:
        fold = inside.locator("xpath=ancestor::details[not(@open)]")
        while fold.count():
            fold.first.locator("summary").first.click()

    def submit(self) -> "Window":
        """The first button of the page's own form."""
        return self.press("main form .buttons button")

    def follow(self, name: str) -> "Window":
        """The first link to an address that ends so."""
        link = self.page.locator(f'main a[href$="{name}"]').first
        self.open_folds(link)
        link.click()
        self.page.wait_for_load_state()
        return self

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def cookie(self, name: str) -> dict[str, Any] | None:
        return next((one for one in self.context.cookies() if one["name"] == name), None)

    # -- looking -----------------------------------------------------------------------------------

    def look(self, name: str = "") -> "Window":
        """Every rule of WCAG that axe knows, nothing wider than a phone, and a picture if wanted."""
        where = f"{name or self.path} ({self.language})"
        page = self.page
        if page.locator(f'html[lang="{self.language}"]').count() != 1:
            self.problems.append(f"{where}: not in this language")
        if self.scripts:
            page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(e => e.open = true)")
            self.problems += [
                f"{where}: axe: {one['id']}: {[node['target'] for node in one['nodes']][:4]}"
                for one in Axe().run(page, options=AXE).response["violations"]
            ]
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 760})
            if (over := page.evaluate(WIDE)) > 0:
                self.problems.append(f"{where}: {over} px wider than {width}: {page.evaluate(WIDEST)}")
        self._shoot(name or self.path)
        return self

    def _shoot(self, name: str) -> None:
        """The whole page as it is on a phone and on a desk, by day and by night."""
        if SHOTS is None:
            return
        stem = name.strip("/").replace("/", "-") or "start"
        for width, light in product((360, 1280), ("light", "dark")):
            self.page.set_viewport_size({"width": width, "height": 760})
            self.page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
            self.page.screenshot(path=SHOTS / self.language / f"{stem}-{width}-{light}.png", full_page=True)
        self.page.emulate_media(color_scheme="light")

    def close(self) -> None:
        self.context.close()


class Glass(Window):
    """Looks at what somebody without scripts has on the screen: the same page, with the same cookies."""

    def see(self, other: Window, name: str = "") -> None:
        self.context.clear_cookies()
        self.context.add_cookies(other.context.cookies())  # type: ignore[arg-type]
        self.go(other.path).look(name)


def first_load(browser: Browser, site: str, path: str, language: str) -> int:
    """The bytes of a page and all that it fetches, as production sends them, into an empty browser."""
    got: list[Response] = []
    window = Window(browser, site, language, scripts=False)
    window.page.on("response", lambda response: got.append(response))
    window.go(path)
    window.page.wait_for_load_state("networkidle")
    sent = sum(_sent(one) for one in got)
    window.close()
    return sent


def _sent(response: Response) -> int:
    body = response.body()
    kind = response.headers.get("content-type", "").partition(";")[0]
    return len(gzip.compress(body)) if kind in TEXT else len(body)
