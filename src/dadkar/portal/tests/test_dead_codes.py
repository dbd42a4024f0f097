"""A code that was replaced opens nothing: neither itself nor a page that it had opened."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.models import Case
from dadkar.portal.tests.hands import filed, press, with_code

pytestmark = pytest.mark.django_db


def opens(client: Client) -> bool:
    return client.get(reverse("follow")).templates[0].name == "portal/follow.html"


@pytest.mark.parametrize("how", ["renewed", "recovered"])
def test_a_page_opened_with_the_old_code_is_closed(cast: Any, client: Client, how: str) -> None:
    case, _code = filed(Client())
    stolen = with_code(client, case)
    assert opens(stolen)
    if how == "renewed":
        press(with_code(Client(), case), "renew")
    else:
        actions.recover_code(case, "رسیدش گم شده", by=cast.manager)
    assert not opens(stolen)
    press(stolen, "withdraw")
    case.refresh_from_db()
    assert case.state == Case.State.RECEIVED
    assert stolen.get(reverse("follow-why", args=[0]))["Location"] == reverse("follow")
