"""What the tests of the administrator's pages look at."""

from typing import Any

from dadkar.kernel.calendar import Jalali
from dadkar.records.models import Event


def shown(day: Any) -> str:
    return Jalali.from_date(day).short("fa")


def event(kind: str) -> Event:
    return Event.objects.filter(kind=kind).latest("id")


def errors(response: Any) -> Any:
    return response.context["adminform"].form.errors if response.context else None
