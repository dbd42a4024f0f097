"""A button of the desk pressed twice does what it does once, and says so."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.models import Message

pytestmark = pytest.mark.django_db
ALREADY = "پیش‌تر انجام شده"


def test_a_message_of_the_desk_is_written_once(client: Any, cast: Any, play: Any) -> None:
    case = play.filed()
    client.force_login(cast.worker)
    said = {"text": "فردا به ما زنگ بزنید.", "press": str(uuid4())}
    for _time in range(2):
        answer = client.post(reverse("case-say", args=[case.uuid]), said, follow=True)
    assert Message.objects.of(case).count() == 1
    assert ALREADY in answer.content.decode()


def test_a_form_that_was_refused_is_not_used_up(client: Any, cast: Any, play: Any) -> None:
    case = play.filed()
    client.force_login(cast.worker)
    path, nonce = reverse("case-say", args=[case.uuid]), str(uuid4())
    assert client.post(path, {"text": "", "press": nonce}).status_code == 422
    client.post(path, {"text": "سلام", "press": nonce})
    assert Message.objects.of(case).count() == 1


def test_a_released_draft_that_is_out_of_sight_is_no_page_not_found(
    client: Any, cast: Any, play: Any
) -> None:
    draft = actions.draft_answer(play.sent(), "refuse", "مادهٔ ۱۰", by=cast.liaison)
    client.force_login(cast.head)
    path, form = reverse("draft-release", args=[draft.uuid]), {"press": str(uuid4())}
    client.post(path, form)
    again = client.post(path, form, follow=True)
    assert again.status_code == 200
    assert ALREADY in again.content.decode()


def test_every_verb_page_carries_a_nonce(client: Any, cast: Any, play: Any) -> None:
    case = play.filed()
    client.force_login(cast.worker)
    page = client.get(reverse("case-say", args=[case.uuid])).content.decode()
    assert page.count('name="press"') == 1
