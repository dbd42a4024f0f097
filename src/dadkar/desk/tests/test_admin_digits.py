"""Numbers and hours on the administrator's pages: in the reader's digits, and taken in either."""

from typing import Any

from django.test import Client
from django.urls import reverse

from dadkar.cases.models import Retention
from dadkar.kernel.models import WorkingTime
from dadkar.kernel.moment import today


def test_a_number_is_shown_and_taken_in_persian_digits(cast: Any, admin: Client) -> None:
    kept = Retention.objects.create(house=cast.house, months=36)
    change = reverse("admin:cases_retention_change", args=[kept.pk])
    assert 'value="۳۶"' in admin.get(change).content.decode()
    assert admin.post(change, {"months": "۲۴"}).status_code == 302
    kept.refresh_from_db()
    assert kept.months == 24


def test_office_hours_are_said_from_the_earlier_to_the_later(cast: Any, admin: Client) -> None:
    typed = {
        "organisation": cast.labour.pk, "since": today().isoformat(), "rest": ["4"],
        "opens": "۰۸:۰۰", "closes": "14:30",
    }  # fmt: skip
    assert admin.post(reverse("admin:kernel_workingtime_add"), typed).status_code == 302
    assert WorkingTime.objects.get().opens.hour == 8
    text = admin.get(reverse("admin:kernel_workingtime_changelist")).content.decode()
    assert "۰۸:۰۰ تا ۱۴:۳۰" in text
