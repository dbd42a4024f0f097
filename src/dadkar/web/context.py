"""What every template knows about the reader: language, direction, and what the other language is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

LANGUAGE_NAMES = {"fa": "فارسی", "en": "English"}


def shell(request: HttpRequest) -> dict[str, Any]:
    """The page shells' own variables; nothing here touches the database or names the reader."""
    lang = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    other = "en" if lang == "fa" else "fa"
    return {
        "lang": lang,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "other_language": {
            "code": other,
            "name": LANGUAGE_NAMES[other],
            "dir": "rtl" if other == "fa" else "ltr",
        },
        "demo": settings.DEMO,
    }
