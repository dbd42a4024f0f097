"""Every page that somebody can open, in both languages: axe, the smallest phone, nothing blocked."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.eyes import Window
from tests.routes import Route, routes
from tests.test_access_matrix import ALIASES, DOORS, ROWS, address, entry, row_of
from tests.world import World, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

READERS = ["anonymous", "worker", "head", "auditor", "admin"]
LEAST = 100  # pages in all; fewer, and the walk has lost its way
not_pages: set[str] = set()  # what answers with a file or a redirect: found out once, for both languages


def reader_of(key: str) -> str | None:
    """The first of the readers who is let in and sees our row."""
    door, kind, _more = entry(key)
    seeing = ROWS[kind].get("ours", [])
    return next((role for role in READERS if role in DOORS[door] and role in seeing), None)


def pages(world: World) -> Iterator[tuple[str, Route, str]]:
    """(reader, route, address) of everything that answers with a page."""
    found_out = bool(not_pages)
    for route in routes():
        role = reader_of(route.key)
        if role is None or route.key in not_pages:
            continue
        _door, kind, more = entry(route.key)
        has_row = kind in world.ours or kind in ALIASES
        path = address(route, (row_of(world.ours, kind) if has_row else {}) | more)
        if found_out or _is_page(world.browser(role).get(path)):
            yield role, route, path
        else:
            not_pages.add(route.key)


def _is_page(response: Any) -> bool:
    return response.status_code == 200 and not response.streaming and b"</html>" in response.content


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_can_be_read_by_everybody(language: str, live_server: Any, chromium: Any) -> None:
    world = build()
    people = {"worker": world.cast.worker, "head": world.cast.head, "auditor": world.cast.auditor,
              "admin": world.cast.admin}  # fmt: skip
    windows = {role: Window(chromium, live_server.url, language, user=people.get(role)) for role in READERS}
    seen = 0
    for role, route, path in list(pages(world)):
        windows[role].go(path).look(route.key.replace(":", "-"))
        seen += 1
    problems = [problem for window in windows.values() for problem in window.problems]
    for window in windows.values():
        window.close()
    assert seen >= LEAST
    assert not problems, "\n".join(problems)
