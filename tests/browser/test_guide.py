"""Every picture of the guide shows a page that is there, with the words that its chapter speaks of.

`make pictures` takes them anew (DADKAR_PICTURES=1). A picture keeps the words that stood in it, and is stale
when its page has others. No pixel is compared: they differ by what draws them.
"""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from tools import guide

from dadkar.kernel import moment
from tests.browser.eyes import Window
from tests.browser.guide_stage import Clock, Stage, set_up
from tests.world import holders_cookies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAKES = os.environ.get("DADKAR_PICTURES") == "1"
SIZES = {"": (900, 900), "wide": (1280, 900), "phone": (360, 740)}  # CSS pixels: readable on A4, and in lists
MARGIN, TALLEST = 12, 820
COLOURS = 48
NUMBER = re.compile(r"\d+")  # receipts are drawn by lot, and a case's number is of its turn


class Eyes:
    """Everybody's window on the stage, by daylight, in one language."""

    def __init__(self, browser: Any, site: str, cast: SimpleNamespace, stage: Stage, language: str) -> None:
        self.browser, self.site, self.cast, self.stage, self.language = browser, site, cast, stage, language
        self.windows: dict[str, Window] = {}

    def window(self, who: str) -> Window:
        """The window of "worker", "worker wide", "holder phone"; a holder has come in with the code."""
        if who not in self.windows:
            name, _, size = who.partition(" ")
            made = Window(self.browser, self.site, self.language, user=getattr(self.cast, name, None))
            if name == "holder":
                for key, morsel in holders_cookies(self.stage.code).items():
                    made.keep(key, morsel.value)
            width, height = SIZES[size]
            made.page.set_viewport_size({"width": width, "height": height})
            self.windows[who] = made
        return self.windows[who]

    def look(self, one: guide.Picture) -> tuple[Window, str]:
        """Open the picture's page; the window, and what stands within the crop."""
        name, _, query = one.page.partition("?")
        holder = one.who.startswith("holder")
        row = {} if holder or not one.row else self.stage.rows[one.row]
        address = reverse(name, kwargs=row) + (f"?{query}" if query else "")
        window = self.window(one.who).go(address)
        window.page.locator("[hx-trigger=load]").first.wait_for(state="detached")  # comes after the page
        return window, " ".join(window.page.locator(one.crop).first.inner_text().split())

    def close(self) -> None:
        for window in self.windows.values():
            window.close()


@pytest.fixture(params=guide.SOURCES)
def eyes(
    monkeypatch: pytest.MonkeyPatch,
    cast: SimpleNamespace,
    live_server: Any,
    chromium: Any,
    request: pytest.FixtureRequest,
) -> Iterator[Eyes]:
    clock = Clock()
    monkeypatch.setattr(moment, "_moved", clock)  # the server's threads read it too
    made = Eyes(chromium, live_server.url, cast, set_up(cast, clock), request.param)
    yield made
    made.close()


def take(window: Window, one: guide.Picture, text: str) -> None:
    """Keep the crop, with few colours, and the words in it."""
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
    kept = PngInfo()
    kept.add_itxt(guide.WORDS, text, zip=True)
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(one.file, optimize=True, pnginfo=kept)


def test_every_picture_shows_what_its_chapter_says(eyes: Eyes) -> None:
    wrong = []
    for one in guide.pictures(eyes.language):
        window, text = eyes.look(one)
        wrong += [
            f"{one.name}: no “{words}” on {one.page}: {text}" for words in one.shows if words not in text
        ]
        text = NUMBER.sub("0", text)
        if TAKES:
            take(window, one, text)
        elif one.words != text:
            wrong.append(f"{one.name}: the page now says “{text}”, its picture “{one.words}”: make pictures")
    wrong += [problem for window in eyes.windows.values() for problem in window.problems]
    assert not wrong, "\n".join(wrong)
