"""Every picture of the guide shows a page that is there, with the words that its chapter speaks of.

`make pictures` takes them anew (DADKAR_PICTURES=1), in both languages. Otherwise no pixel is compared, only
words, and only the Persian: `tools.guide` sees that the English pages are the same and their words msgids.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image
from tools import guide

from dadkar.kernel import moment
from tests.browser.eyes import Window
from tests.browser.guide_stage import Clock, Stage, set_up
from tests.world import holders_cookies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAKES = os.environ.get("DADKAR_PICTURES") == "1"
LANGUAGES = ["fa", "en"] if TAKES else ["fa"]
SIZES = {"": (900, 900), "wide": (1280, 900), "phone": (360, 740)}  # CSS pixels: readable on A4, and in lists
MARGIN, TALLEST = 12, 820
COLOURS = 48


class Eyes:
    """Everybody's window on the stage, by daylight."""

    def __init__(self, browser: Any, site: str, cast: SimpleNamespace, stage: Stage) -> None:
        self.browser, self.site, self.cast, self.stage = browser, site, cast, stage
        self.windows: dict[tuple[str, str], Window] = {}

    def window(self, who: str, language: str) -> Window:
        """The window of "worker", "worker wide", "holder phone"; a holder has come in with the code."""
        if (who, language) not in self.windows:
            name, _, size = who.partition(" ")
            made = Window(self.browser, self.site, language, user=getattr(self.cast, name, None))
            if name == "holder":
                for key, morsel in holders_cookies(self.stage.code).items():
                    made.keep(key, morsel.value)
            width, height = SIZES[size]
            made.page.set_viewport_size({"width": width, "height": height})
            self.windows[who, language] = made
        return self.windows[who, language]

    def look(self, one: guide.Picture) -> tuple[Window, str]:
        """Open the picture's page; the window, and what stands within the crop."""
        name, _, query = one.page.partition("?")
        holder = one.who.startswith("holder")
        row = {} if holder or not one.row else self.stage.rows[one.row]
        address = reverse(name, kwargs=row) + (f"?{query}" if query else "")
        window = self.window(one.who, one.language).go(address)
        return window, " ".join(window.page.locator(one.crop).first.inner_text().split())

    def close(self) -> None:
        for window in self.windows.values():
            window.close()


@pytest.fixture
def eyes(
    monkeypatch: pytest.MonkeyPatch, cast: SimpleNamespace, live_server: Any, chromium: Any
) -> Iterator[Eyes]:
    clock = Clock()
    monkeypatch.setattr(moment, "_moved", clock)  # the server's threads read it too
    made = Eyes(chromium, live_server.url, cast, set_up(cast, clock))
    yield made
    made.close()


def take(window: Window, one: guide.Picture) -> None:
    """Keep the crop, with few colours."""
    window.page.wait_for_load_state("networkidle")  # what comes after the page moves what is below it
    box = window.page.locator(one.crop).first.bounding_box()
    assert box
    size = window.page.viewport_size
    assert size
    above = 0 if one.crop == "main" else MARGIN  # else the bar looks in
    left, top = max(0, box["x"] - MARGIN), max(0, box["y"] - above)
    clip = {
        "x": left,
        "y": top,
        "width": min(box["width"] + 2 * MARGIN, size["width"] - left),
        "height": min(box["height"] + 2 * MARGIN, TALLEST),
    }
    shot = Image.open(BytesIO(window.page.screenshot(clip=clip, full_page=True))).convert("RGB")
    one.file.parent.mkdir(parents=True, exist_ok=True)
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(one.file, optimize=True)


def test_every_picture_shows_what_its_chapter_says(eyes: Eyes) -> None:
    missing = []
    for one in [picture for language in LANGUAGES for picture in guide.pictures(language)]:
        window, text = eyes.look(one)
        gone = [words for words in one.shows if words not in text]
        missing += [f"{one.language} {one.name}: no “{words}” on {one.page}: {text[:300]}" for words in gone]
        if TAKES:
            take(window, one)
        elif not one.file.exists():
            missing.append(f"{one.language} {one.name}: no picture; make pictures")
    problems = [problem for window in eyes.windows.values() for problem in window.problems]
    assert not missing + problems, "\n".join(missing + problems)
