"""The cookie of a code holder: unreadable, for one purpose, for half an hour."""

from datetime import UTC, datetime, timedelta
from string import ascii_letters
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from dadkar.kernel import moment
from dadkar.kernel.sealing.cookies import (
    BadCookie,
    drop_cookie,
    open_cookie,
    read_cookie,
    read_subject,
    seal_cookie,
    set_cookie,
)
from dadkar.kernel.sealing.keyring import Keyring, keyring

pytestmark = pytest.mark.usefixtures("ring")
NOON = datetime(2025, 6, 1, 9, 0, tzinfo=UTC)


def test_it_opens_for_half_an_hour():
    case = uuid4()
    text = seal_cookie("claim", case, now=NOON)
    assert open_cookie("claim", text, now=NOON + timedelta(minutes=29, seconds=59)) == case.bytes
    with pytest.raises(BadCookie):
        open_cookie("claim", text, now=NOON + timedelta(minutes=30))
    with moment.moved_to(NOON + timedelta(minutes=31)), pytest.raises(BadCookie):
        open_cookie("claim", text)


def test_it_shows_nothing_and_is_never_the_same():
    case = uuid4()
    first, second = (seal_cookie("claim", case, now=NOON) for _ in range(2))
    assert first != second
    assert str(case) not in first
    assert case.hex not in first


def test_it_is_for_its_purpose_only():
    with pytest.raises(BadCookie):
        open_cookie("receipt", seal_cookie("claim", uuid4()))


def test_every_changed_letter_is_refused():
    text = seal_cookie("claim", uuid4())
    for place, letter in enumerate(text):
        if letter == "=":
            continue
        changed = text[:place] + ("A" if letter != "A" else "B") + text[place + 1 :]
        with pytest.raises(BadCookie):
            open_cookie("claim", changed)


def test_bits_of_the_last_letter_that_mean_nothing_are_refused_too():
    text = seal_cookie("claim", b"1")
    meant = text.rstrip("=")
    same = [meant[:-1] + letter + text[len(meant) :] for letter in ascii_letters if letter != meant[-1]]
    for changed in same:
        with pytest.raises(BadCookie):
            open_cookie("claim", changed)


@pytest.mark.parametrize("text", ["", "A", "é", "AAAA", "=" * 8, "A" * 4000])
def test_what_is_not_ours_is_refused(text):
    with pytest.raises(BadCookie):
        open_cookie("claim", text)


def test_it_survives_a_new_pepper_and_not_a_new_keyring(settings, tmp_path):
    case = uuid4()
    text = seal_cookie("claim", case)
    keyring().add("pepper")
    assert open_cookie("claim", text) == case.bytes
    settings.KEYRING = tmp_path / "another"
    Keyring.generate(settings.KEYRING)
    with pytest.raises(BadCookie):
        open_cookie("claim", text)


def test_its_attributes_and_its_way_round(settings):
    settings.SESSION_COOKIE_SECURE = True
    case, response = uuid4(), HttpResponse()
    set_cookie(response, "claim", case)
    cookie = response.cookies["claim"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")
    assert cookie["max-age"] == 1800
    request = RequestFactory().get("/")
    assert read_subject(request, "claim") is None
    request.COOKIES["claim"] = cookie.value
    assert read_subject(request, "claim") == case
    assert read_cookie(request, "claim") == case.bytes
    request.COOKIES["claim"] = seal_cookie("claim", b"a nonce or so")
    assert read_subject(request, "claim") is None
    drop_cookie(response, "claim")
    assert response.cookies["claim"]["max-age"] == 0
