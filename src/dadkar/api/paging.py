"""Pages by key: each says where the next begins, so nothing is skipped or told twice as rows come in."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dadkar.api.problems import Problem

PAGE = 50
WRONG = _("This does not come from a `next` of ours.")


def next_address(request: HttpRequest, name: str, value: Any) -> str:
    """This request's own address, with `name` changed to where the next page begins."""
    query = request.GET.copy()
    query[name] = str(value)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def page_by(moment: str, request: HttpRequest, rows: Any, mark: str | None) -> tuple[list[Any], str | None]:
    """A page in the order (`moment`, uuid) after a mark, and where the next begins. Raises Problem 422."""
    if mark:
        rows = rows.filter(after(mark, moment))
    found = list(rows.order_by(moment, "uuid")[: PAGE + 1])
    shown, more = found[:PAGE], found[PAGE:]
    if not more:
        return shown, None
    return shown, next_address(request, "after", mark_of(getattr(shown[-1], moment), shown[-1].uuid))


def mark_of(at: datetime, uuid: UUID) -> str:
    """Where a list by moment and id has come to. It holds no serial number: those tell how many there are."""
    return urlsafe_b64encode(f"{at.isoformat()} {uuid}".encode()).decode().rstrip("=")


def after(mark: str, moment: str) -> Q:
    """What comes after a mark in the order (`moment`, uuid). Raises Problem 422."""
    try:
        at_text, uuid_text = urlsafe_b64decode(mark + "=" * (-len(mark) % 4)).decode().split(" ")
        at, uuid = datetime.fromisoformat(at_text), UUID(uuid_text)
        if at.tzinfo is None:
            raise ValueError
    except (ValueError, binascii.Error):
        raise Problem.of_field("after", WRONG) from None
    return Q(**{f"{moment}__gt": at}) | Q(**{moment: at, "uuid__gt": uuid})
