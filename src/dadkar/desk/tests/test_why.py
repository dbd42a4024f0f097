"""Why this day: the page of a case's clock leads back to its case, also before it has a topic."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_once_stopped_a_clock_counts_no_further(cast: Any, play: SimpleNamespace, client: Client) -> None:
    case = play.filed()
    client.force_login(cast.worker, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("case-why", args=[case.uuid])
    assert "The term ends on" in client.get(url, headers={"Accept-Language": "en"}).content.decode()
    case.clock.stop(by=cast.worker)
    page = client.get(url, headers={"Accept-Language": "en"}).content.decode()
    assert "The clock was stopped on" in page
    assert "The term ends on" not in page
    assert "Day 1" not in page


@pytest.mark.parametrize("has_topic", [False, True])
def test_the_page_leads_back_to_its_case(
    cast: Any, play: SimpleNamespace, topic: Any, client: Client, has_topic: bool
) -> None:
    case = play.filed()
    if has_topic:
        case.take(by=cast.worker)
        case.classify(by=cast.worker, topic=topic)
    client.force_login(cast.worker, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("case-why", args=[case.uuid]), headers={"Accept-Language": "en"})
    crumbs = page.content.decode().partition('<ol class="crumbs">')[2].partition("</ol>")[0]
    assert f'href="{reverse("case", args=[case.uuid])}"' in crumbs
    assert case.number in crumbs
    assert (str(case.topic) if has_topic else "No topic yet") in crumbs
