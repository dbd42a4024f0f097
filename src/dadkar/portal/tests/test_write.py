"""Filing: one form, of which only the first question needs an answer."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases.models import Contact
from dadkar.portal.tests.hands import cases, fill

pytestmark = pytest.mark.django_db

STORY = "چهار ماه است که حقوق ما پرداخت نشده."


def test_only_the_first_question_needs_an_answer(cast: Any, client: Client) -> None:
    response = client.post(reverse("write"), fill(client, narrative=STORY))
    assert (response.status_code, response["Location"]) == (303, reverse("receipt"))
    case = cases().get()
    assert case.narrative.open() == STORY
    assert (case.state, case.told, case.desk, case.channel) == ("received", "code", cast.house, "web")
    assert not Contact.objects.of(case).exists()
