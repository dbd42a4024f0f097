"""“These look like the same matter”: beside the case, at triage, and when somebody files for another."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.models import Case
from dadkar.cases.tests.test_alike import AGAIN, BOILER
from dadkar.kernel.sealing import receipts

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(cast: Any) -> Case:
    filing = actions.Filing(BOILER, {"county": cast.county, "workplace": cast.plant})
    return actions.file_case(filing, house=cast.house, desk=cast.branch, nonce=receipts.new_nonce())[0]


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_on_the_case_and_at_triage(cast: Any, first: Case) -> None:
    filing = actions.Filing(AGAIN, {"county": cast.county})
    case, _code = actions.file_case(filing, house=cast.house, desk=cast.branch, nonce=receipts.new_nonce())
    client, path = signed_in(cast.worker), reverse("case-alike", args=[case.uuid])
    for page in ("case", "case-classify"):
        assert f'hx-get="{path}"' in client.get(reverse(page, args=[case.uuid])).content.decode(), page
    link = f'href="{reverse("case", args=[first.uuid])}"'
    assert link in client.get(path).content.decode()
    fragment = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert link in fragment
    assert "<html" not in fragment
    actions.recuse(first, "خویشاوند", by=cast.worker)
    assert link not in signed_in(cast.worker).get(path).content.decode()
    assert link in signed_in(cast.colleague).get(path).content.decode()


def test_before_it_is_saved_and_with_the_receipt(cast: Any, first: Case) -> None:
    client = signed_in(cast.worker)
    link = f'href="{reverse("case", args=[first.uuid])}"'
    nonce = client.get(reverse("file-for")).context["form"]["nonce"].value()
    said = {"nonce": nonce, "channel": "phone", "narrative": AGAIN, "told": "code"}
    looked = client.post(reverse("file-for"), said | {"look": "1"}).content.decode()
    assert link in looked
    assert "دیگ بخار" in looked, "what was typed is kept"
    assert Case.objects.as_system("test").count() == 1
    client.post(reverse("file-for"), said)
    assert link in client.get(reverse("file-for-receipt")).content.decode()


def test_nothing_is_said_where_nothing_is_alike(cast: Any, first: Case) -> None:
    client, path = signed_in(cast.worker), reverse("case-alike", args=[first.uuid])
    assert "None of the cases" in client.get(path, headers={"Accept-Language": "en"}).content.decode()
    assert client.get(path, headers={"HX-Request": "true"}).content.decode().strip() == ""
