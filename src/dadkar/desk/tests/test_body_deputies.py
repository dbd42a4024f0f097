"""Deputies: a colleague of the same body has the role from one day to another, and not longer."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.deputies import name_deputy
from dadkar.cases.models import Referral
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.people.models import Membership, Role, User
from dadkar.records.models import Event


def day(ahead: int) -> str:
    return Jalali.from_date(moment.today() + timedelta(days=ahead)).short("fa")


def again(user: User) -> User:
    """The same person in another request."""
    return User.objects.get(pk=user.pk)


def post(client: Client, cast: Any, membership: Membership, to: User, since: int = 0, until: int = 7) -> Any:
    typed = {"membership": membership.pk, "to": to.pk, "since": day(since), "until": day(until)}
    return client.post(reverse("body-deputies"), typed)


def test_a_managers_deputy_releases_meanwhile(cast: Any, play: Any, client: Client) -> None:
    referral = play.sent()
    draft = actions.draft_answer(referral, "need_petition", "هیئت", by=cast.liaison)
    client.force_login(cast.head)
    assert post(client, cast, cast.head.memberships.get(), cast.liaison).status_code == 302
    client.force_login(cast.liaison)
    client.post(reverse("draft-release", args=[draft.uuid]))
    assert Referral.objects.as_system("test").get(pk=referral.pk).state == Referral.State.PETITION
    assert Event.objects.filter(kind="deputy.named", subject=cast.liaison.uuid).exists()


def test_when_it_is_over_or_ended_the_role_is_gone(cast: Any, client: Client) -> None:
    client.force_login(cast.head)
    post(client, cast, cast.head.memberships.get(), cast.liaison)
    assert Role.AGENCY_MANAGER in again(cast.liaison).roles_in(cast.labour)
    row = Membership.objects.get(deputy_for__isnull=False)
    client.post(reverse("deputy-end", args=[row.pk]))
    assert Role.AGENCY_MANAGER not in again(cast.liaison).roles_in(cast.labour)


def test_a_time_to_come_is_no_role_yet(cast: Any, client: Client) -> None:
    client.force_login(cast.head)
    post(client, cast, cast.head.memberships.get(), cast.liaison, since=3)
    assert Role.AGENCY_MANAGER not in again(cast.liaison).roles_in(cast.labour)


def test_a_liaison_can_not_name_a_deputy_for_the_manager(cast: Any, client: Client) -> None:
    client.force_login(cast.liaison)
    assert post(client, cast, cast.head.memberships.get(), cast.liaison).status_code == 422
    with pytest.raises(NotAllowed):
        name_deputy(
            cast.head.memberships.get(),
            cast.liaison,
            since=moment.today(),
            until=moment.today(),
            by=cast.liaison,
        )


@pytest.mark.parametrize("who", ["insurer", "worker", "outsider"])
def test_a_deputy_is_of_the_same_body(cast: Any, client: Client, who: str) -> None:
    client.force_login(cast.head)
    stranger = getattr(cast, who)
    assert post(client, cast, cast.head.memberships.get(), stranger).status_code == 422
    with pytest.raises(NotAllowed):
        name_deputy(
            cast.head.memberships.get(), stranger, since=moment.today(), until=moment.today(), by=cast.head
        )


def test_a_deputy_names_no_deputy(cast: Any) -> None:
    today = moment.today()
    row = name_deputy(cast.head.memberships.get(), cast.liaison, since=today, until=today, by=cast.head)
    with pytest.raises(WrongState):
        row.name_deputy(cast.head, since=today, until=today)


def test_dates_turned_round_are_refused_and_kept_in_the_form(cast: Any, client: Client) -> None:
    client.force_login(cast.head)
    page = post(client, cast, cast.head.memberships.get(), cast.liaison, since=9, until=2)
    assert page.status_code == 422
    assert day(9) in page.text
    assert not Membership.objects.filter(deputy_for__isnull=False).exists()


def test_neither_another_body_nor_a_liaison_can_end_a_managers_deputy(cast: Any, client: Client) -> None:
    tomorrow = moment.today() + timedelta(days=1)
    row = name_deputy(cast.head.memberships.get(), cast.liaison, since=tomorrow, until=tomorrow, by=cast.head)
    client.force_login(cast.insurer)
    assert client.post(reverse("deputy-end", args=[row.pk])).status_code == 404
    client.force_login(cast.liaison)
    assert client.post(reverse("deputy-end", args=[row.pk])).status_code == 404


def test_a_managers_deputy_does_not_stay_by_naming_deputies(cast: Any) -> None:
    today = moment.today()
    week = today + timedelta(days=7)
    name_deputy(cast.head.memberships.get(), cast.liaison, since=today, until=week, by=cast.head)
    with pytest.raises(NotAllowed):
        name_deputy(
            cast.head.memberships.get(),
            cast.liaison,
            since=week + timedelta(days=1),
            until=today + timedelta(days=3650),
            by=again(cast.liaison),
        )
