"""Why this day: the page of a case's clock leads back to its case, also before it has a topic."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases.models import Referral
from dadkar.people.models import Membership, Role

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


def test_a_bodys_days_are_told_to_both_sides(cast: Any, play: Any, client: Client) -> None:
    promise = play.promised(play.sent())
    made_for = Referral.objects.as_system("test").select_related("case").get(answers__commitment=promise)
    other = play.sent()
    of_both = [("referral-why", other.uuid), ("referral-promise-why", made_for.uuid, promise.uuid)]
    for user in (cast.liaison, cast.worker):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        for (name, *args), case in zip(of_both, (other.case, made_for.case), strict=True):
            page = client.get(reverse(name, args=args), headers={"Accept-Language": "en"}).text
            assert str(cast.labour) in page
            for told in (case.number, str(case.uuid)):
                assert (told in page) is (user == cast.worker), "a body knows of no case"
        crossed = reverse("referral-promise-why", args=[other.uuid, promise.uuid])
        assert client.get(crossed).status_code == 404


def test_a_bodys_days_tell_nothing_of_the_case_to_another_houses_desk(
    cast: Any, play: Any, client: Client
) -> None:
    referral = play.sent()
    Membership.objects.create(user=cast.outsider, organisation=cast.labour, role=Role.LIAISON)
    client.force_login(cast.outsider, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("referral-why", args=[referral.uuid]))
    assert page.status_code == 200
    assert referral.case.number not in page.text
    assert str(referral.case.uuid) not in page.text
