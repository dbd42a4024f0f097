"""Encrypted cookies: what a page needs to remember of a code holder, unreadable outside this server."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from dadkar.kernel import moment
from dadkar.kernel.sealing.envelope import BARE, Place, open_envelope, read_header, seal
from dadkar.kernel.sealing.errors import SealingError
from dadkar.kernel.sealing.keyfile import UnknownKey
from dadkar.kernel.sealing.keyring import keyring

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

LIFE = timedelta(minutes=30)
NOWHERE = UUID(int=0)
EXPIRY_BYTES = 8


class BadCookie(ValueError):
    """A cookie that is not ours, is for another purpose, or has run out: treat it as none."""


def _key(purpose: str, pepper_id: int) -> bytes:
    return keyring().subkey("pepper", f"cookie/{purpose}", pepper_id)


def seal_cookie(
    purpose: str, value: UUID | bytes, *, life: timedelta = LIFE, now: datetime | None = None
) -> str:
    """A cookie's text that holds `value` for `purpose`, until `life` has passed."""
    pepper = keyring().current("pepper").id
    until = int(((now or moment.now()) + life).timestamp())
    inside = until.to_bytes(EXPIRY_BYTES, "big") + (value.bytes if isinstance(value, UUID) else value)
    place = Place("cookie", NOWHERE, purpose)
    sealed = seal(_key(purpose, pepper), pepper, place, inside, algorithm=BARE)
    return urlsafe_b64encode(sealed).decode()


def open_cookie(purpose: str, text: str, *, now: datetime | None = None) -> bytes:
    """What `seal_cookie` was given, as bytes. Raises BadCookie."""
    try:
        sealed = urlsafe_b64decode(text.encode("ascii"))
        if urlsafe_b64encode(sealed).decode() != text:  # the last letter has bits that decode to nothing
            raise BadCookie
        key = _key(purpose, read_header(sealed).key_id)
        inside = open_envelope(key, Place("cookie", NOWHERE, purpose), sealed)
    except (SealingError, UnknownKey, UnicodeError, binascii.Error):
        raise BadCookie from None
    if (now or moment.now()).timestamp() >= int.from_bytes(inside[:EXPIRY_BYTES], "big"):
        raise BadCookie
    return inside[EXPIRY_BYTES:]


def set_cookie(
    response: HttpResponseBase, purpose: str, value: UUID | bytes, *, life: timedelta = LIFE
) -> None:
    """Set the cookie named `purpose`: HttpOnly, SameSite=Strict, Secure as the session's is."""
    response.set_cookie(
        purpose,
        seal_cookie(purpose, value, life=life),
        max_age=life,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def read_cookie(request: HttpRequest, purpose: str) -> bytes | None:
    """What the request's cookie named `purpose` holds; None when it has none that counts."""
    try:
        return open_cookie(purpose, request.COOKIES[purpose])
    except (KeyError, BadCookie):
        return None


def read_subject(request: HttpRequest, purpose: str) -> UUID | None:
    """The uuid in the request's cookie named `purpose`, or None."""
    held = read_cookie(request, purpose)
    return UUID(bytes=held) if held and len(held) == len(NOWHERE.bytes) else None


def drop_cookie(response: HttpResponseBase, purpose: str) -> None:
    """Take the cookie away, at a quick exit or when its holder is done."""
    response.delete_cookie(purpose, samesite="Strict")
