"""One click for each role, in a demo and nowhere else."""

import os
import subprocess
import sys
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from dadkar.demo.sign_ins import SIGN_INS
from dadkar.people.models import Role, User
from dadkar.people.tests.cast import person

IN_SERVE_MODE = """
import django
from django.urls import NoReverseMatch, reverse
django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
for name in ("demo", "demo_sign_in"):
    try:
        reverse(name)
        print("there:", name)
    except NoReverseMatch:
        print("absent:", name)
print(not any("demo" in one for one in settings.TEMPLATES[0]["OPTIONS"]["context_processors"]))
"""


@pytest.fixture
def people(cast: Any) -> Any:
    """Somebody for each door."""
    role = {"manager": Role.HOUSE_MANAGER, "auditor": Role.AUDITOR, "admin": Role.SYSTEM_ADMIN}
    bodies = {"liaison": Role.LIAISON, "head": Role.AGENCY_MANAGER, "insurer": Role.LIAISON}
    for name in SIGN_INS:
        if name in bodies:
            if not User.objects.filter(username=name).exists():
                person(name, name, cast.labour, bodies[name])
        elif not User.objects.filter(username=name).exists():
            place = cast.house if name in role else cast.branch
            person(name, name, place, role.get(name, Role.CASE_WORKER))
    return cast


@pytest.mark.parametrize("name", SIGN_INS)
def test_one_click_leads_to_a_desk_of_ones_own(people: Any, client: Client, name: str) -> None:
    response = client.post(reverse("demo_sign_in"), {"as": name}, follow=True)
    assert response.status_code == 200
    assert response.wsgi_request.user.username == name


def test_both_pages_show_a_door_for_each(people: Any, client: Client) -> None:
    for page in (reverse("demo"), reverse("account_login")):
        text = client.get(page).content.decode()
        assert all(f'value="{name}"' in text for name in SIGN_INS), page


def test_an_empty_demo_says_so(client: Client, db: Any) -> None:
    assert client.get(reverse("demo")).status_code == 200
    assert client.get(reverse("account_login")).context["demo_sign_ins"]() == []


def test_a_get_signs_nobody_in(people: Any, client: Client) -> None:
    assert client.get(reverse("demo_sign_in"), {"as": "manager"}).status_code == 405
    assert "_auth_user_id" not in client.session


def test_another_sites_form_signs_nobody_in(people: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(
        reverse("demo_sign_in"), {"as": "manager"}, HTTP_ORIGIN="https://elsewhere.example"
    )
    assert response.status_code == 403


@pytest.mark.parametrize("name", ["", "outsider", "nobody"])
def test_only_these_doors_open(people: Any, client: Client, name: str) -> None:
    assert client.post(reverse("demo_sign_in"), {"as": name}).status_code == 404


def test_the_views_refuse_in_serve_mode_even_if_wired_up(people: Any, client: Client, settings: Any) -> None:
    settings.MODE = "serve"
    assert client.get(reverse("demo")).status_code == 404
    assert client.post(reverse("demo_sign_in"), {"as": "manager"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_in_serve_mode_the_addresses_are_absent() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_SERVE_MODE],
        env={**os.environ, "DADKAR_MODE": "serve"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split("\n")[:3] == ["absent: demo", "absent: demo_sign_in", "True"], done.stderr


def test_the_terminal_shows_them_in_a_table(people: Any, settings: Any) -> None:
    out = StringIO()
    call_command("demo_sign_ins", stdout=out)
    lines = out.getvalue().splitlines()
    assert any(line.startswith("  Case worker ") for line in lines)
    assert any(line.startswith("  System administrator ") for line in lines)
    assert all(len(line) <= 100 for line in lines)
    settings.MODE = "serve"
    silent = StringIO()
    call_command("demo_sign_ins", stdout=silent)
    assert silent.getvalue() == ""
