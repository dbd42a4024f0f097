"""An address that says only that there is news, made and ended by the holder of the code."""

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.kernel import moment
from dadkar.portal.tests.hands import text_of, with_code
from dadkar.web.tests.headers import headers_of

ATOM = "{http://www.w3.org/2005/Atom}"


def press(client: Client, key: str) -> Any:
    return client.post(reverse("follow"), {"key": key})


def made(play: Any) -> tuple[Any, Client, str]:
    case, client = play.filed(), Client()
    with_code(client, case)
    page = press(client, "feed")
    assert page.status_code == 200
    return case, client, urlsplit(page.context["address"]).path


def test_it_is_made_and_says_nothing_but_that_there_is_news(cast: Any, play: Any) -> None:
    case, _client, path = made(play)
    stranger = Client()
    assert "خبر تازه‌ای نیست." in text_of(stranger.get(path))
    actions.say(case, "راز", by=cast.worker)
    page = stranger.get(path)
    assert "خبری هست." in text_of(page)
    content = page.content.decode()
    for word in ("راز", str(case.uuid), str(cast.house), "دادکار", "Dadkar"):
        assert word not in content
    assert not page.cookies
    assert "no-store" in page["Cache-Control"]


def test_readers_of_feeds_get_one_entry_a_day(cast: Any, play: Any) -> None:
    case, _client, path = made(play)
    assert ElementTree.fromstring(Client().get(f"{path}atom/").content).findall(f"{ATOM}entry") == []
    actions.say(case, "راز", by=cast.worker)
    actions.say(case, "رازی دیگر", by=cast.worker)
    [entry] = ElementTree.fromstring(Client().get(f"{path}atom/").content).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "خبری هست."
    assert moment.today().isoformat() in (entry.findtext(f"{ATOM}updated") or "")


def told(path: str) -> tuple[Any, ...]:
    answers = [Client().get(one) for one in (path, f"{path}atom/")]
    return tuple((one.status_code, headers_of(one), seen(one.content.decode(), path)) for one in answers)


def seen(page: str, path: str) -> str:
    """The page without what is new at each request, and without the address that was asked for."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(path, "")


def test_an_ended_address_answers_as_one_that_never_was(play: Any) -> None:
    _case, client, path = made(play)
    never = reverse("news", args=["A" * 22])
    assert told(path) != told(never)
    assert press(client, "no-feed").status_code == 303
    assert told(path) == told(never)
    assert press(client, "no-feed").status_code == 409


def test_a_new_address_ends_the_old_one(play: Any) -> None:
    _case, client, path = made(play)
    newer = urlsplit(press(client, "feed").context["address"]).path
    assert Client().get(path).status_code == 404
    assert Client().get(newer).status_code == 200


def test_nobody_without_the_code_makes_one(play: Any) -> None:
    play.filed()
    assert "code" in press(Client(), "feed").context["form"].fields
