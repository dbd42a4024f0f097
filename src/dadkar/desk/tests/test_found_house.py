"""A new province begins with one command."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from dadkar.cases.models import Right, Topic
from dadkar.kernel.models import Holiday
from dadkar.people.models import Organisation, User
from dadkar.records.models import Event


def found(**more: str) -> str:
    out = StringIO()
    asked = {"fa": "خانهٔ کارگر فارس", "admin": "fars", "name": "سیمین دانا"} | more
    call_command("found_house", stdout=out, **asked)
    return out.getvalue()


@pytest.mark.django_db
def test_the_first_administrator_comes_in_and_chooses_a_password(client: Client) -> None:
    password = re.search(r"^  (\S+)$", found(), re.M)[1]
    house = Organisation.objects.get()
    assert (house.house_id, house.kind) == (house.pk, "house")
    client.post(reverse("account_login"), {"login": "fars", "password": password})
    assert client.get(reverse("admin:index"))["Location"] == reverse("account_change_password")
    own = "گذرواژه‌ای که خودم ساختم"
    client.post(
        reverse("account_change_password"), {"oldpassword": password, "password1": own, "password2": own}
    )
    assert client.get(reverse("admin:index")).status_code == 200
    assert password not in "".join(Event.objects.values_list("payload", flat=True))


@pytest.mark.django_db
def test_its_tables_are_filled() -> None:
    found()
    house = Organisation.objects.get()
    assert Topic.objects.filter(house=house).count() > 20
    assert Right.objects.filter(house=house).exists()
    assert Holiday.objects.exists()


@pytest.mark.django_db
def test_a_name_that_is_taken_is_refused_before_anything_is_made() -> None:
    User.objects.create(username="fars", full_name="دیگری")
    with pytest.raises(CommandError):
        found()
    assert not Organisation.objects.exists()
