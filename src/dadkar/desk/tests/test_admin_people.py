"""The administrator gives accounts, roles and places; each change is an event."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.desk.tests.office import errors, event, shown
from dadkar.kernel import moment
from dadkar.people.models import Membership, Organisation, Role, Session, User, Workplace
from dadkar.records.models import Event

# -- people ------------------------------------------------------------------------------------------


def test_a_new_account_gets_a_one_time_password_shown_once(admin: Client, cast: Any) -> None:
    typed = {"username": "new.one", "full_name": "پروانه نیکو", "position": "کارشناس", "is_active": "on"}
    response = admin.post(reverse("admin:people_user_add"), typed)
    assert response.status_code == 200
    password = re.search(r'class="password">([^<]+)<', response.content.decode())[1]
    user = User.objects.get(username="new.one")
    assert user.check_password(password)
    assert user.one_time_until > moment.now()
    assert "no-store" in response["Cache-Control"]
    assert event("people.user.added").subject == user.uuid
    told = event("people.user.one-time-password")
    assert told.actor == cast.admin.ref
    assert password not in told.payload
    again = admin.get(reverse("admin:people_user_changelist")).content.decode()
    assert password not in again


def test_a_forgotten_password_is_replaced(admin: Client, cast: Any) -> None:
    Client().force_login(cast.worker)
    chosen = {"action": "renew_password", "_selected_action": cast.worker.pk}
    response = admin.post(reverse("admin:people_user_changelist"), chosen)
    password = re.search(r'class="password">([^<]+)<', response.content.decode())[1]
    assert User.objects.get(pk=cast.worker.pk).check_password(password)
    assert not Session.objects.of(cast.worker).exists()


def test_whoever_is_deactivated_is_out_at_once(admin: Client, cast: Any) -> None:
    theirs = Client()
    theirs.force_login(cast.worker)
    page = reverse("admin:people_user_change", args=[cast.worker.pk])
    assert admin.post(page, {"full_name": cast.worker.full_name, "position": ""}).status_code == 302
    assert not User.objects.get(pk=cast.worker.pk).is_active
    assert theirs.get("/desk/").status_code == 302
    assert event("people.user.changed").facts["fields"] == ["is_active"]


def test_nobody_deactivates_themselves(admin: Client, cast: Any) -> None:
    page = reverse("admin:people_user_change", args=[cast.admin.pk])
    admin.post(page, {"full_name": cast.admin.full_name, "position": ""})
    assert User.objects.get(pk=cast.admin.pk).is_active


def appoint(admin: Client, user: User, place: Organisation, role: Role, **more: Any) -> Any:
    typed = {"user": user.pk, "organisation": place.pk, "role": role, "since": shown(moment.today()), **more}
    return admin.post(reverse("admin:people_membership_add"), typed)


def test_a_role_is_given_from_a_jalali_day(admin: Client, cast: Any) -> None:
    assert appoint(admin, cast.colleague, cast.house, Role.HOUSE_MANAGER).status_code == 302
    row = Membership.objects.get(user=cast.colleague, role=Role.HOUSE_MANAGER)
    assert (row.since, row.until) == (moment.today(), None)
    told = event("people.membership.added")
    assert (told.subject, told.facts["role"]) == (cast.colleague.uuid, "house-manager")


def test_nobody_gives_a_role_to_themselves(admin: Client, cast: Any) -> None:
    response = appoint(admin, cast.admin, cast.branch, Role.CASE_WORKER)
    assert "user" in errors(response)
    assert cast.admin.memberships.count() == 1


@pytest.mark.parametrize(
    ("place", "role"), [("labour", Role.CASE_WORKER), ("branch", Role.LIAISON), ("labour", Role.SYSTEM_ADMIN)]
)
def test_a_role_fits_its_place(admin: Client, cast: Any, place: str, role: Role) -> None:
    assert "role" in errors(appoint(admin, cast.colleague, getattr(cast, place), role))


def test_a_role_is_ended_and_not_rewritten(admin: Client, cast: Any) -> None:
    row = cast.worker.memberships.get()
    today = moment.today()
    typed = {"until": shown(today), "role": Role.HOUSE_MANAGER, "since": shown(today)}
    assert admin.post(reverse("admin:people_membership_change", args=[row.pk]), typed).status_code == 302
    after = Membership.objects.get(pk=row.pk)
    assert (after.until, after.role, after.since) == (today, row.role, row.since)
    assert event("people.membership.changed").facts["until"] == today.isoformat()


# -- organisations -----------------------------------------------------------------------------------


def test_an_office_is_added_below_its_agency_in_the_house(admin: Client, cast: Any) -> None:
    typed = {
        "kind": "office", "parent": cast.labour.pk, "body": "labour", "fa": "ادارهٔ کار دنا", "en": "",
        "county": cast.county.pk, "phone": "", "address": "", "since": shown(moment.today()),
    }  # fmt: skip
    assert admin.post(reverse("admin:people_organisation_add"), typed).status_code == 302
    row = Organisation.objects.get(fa="ادارهٔ کار دنا")
    assert (row.house_id, row.parent_id) == (cast.house.pk, cast.labour.pk)
    assert row in Organisation.objects.below(cast.labour)
    assert event("people.organisation.added").subject == row.uuid


def test_a_house_is_not_founded_here(admin: Client, cast: Any) -> None:
    typed = {"kind": "house", "fa": "خانهٔ دیگر", "since": shown(moment.today())}
    assert "kind" in errors(admin.post(reverse("admin:people_organisation_add"), typed))


def test_a_move_has_its_day_and_its_event(admin: Client, cast: Any) -> None:
    page = reverse("admin:people_organisation_move", args=[cast.inspection.pk])
    assert admin.get(page).status_code == 200
    typed = {"to": cast.insurance.pk, "on": shown(moment.today())}
    assert admin.post(page, typed).status_code == 302
    assert Organisation.objects.get(pk=cast.inspection.pk).parent == cast.insurance
    facts = event("people.organisation.moved").facts
    assert (facts["before"], facts["to"]) == (str(cast.labour.uuid), str(cast.insurance.uuid))


def test_a_move_that_can_not_be_says_why(admin: Client, cast: Any) -> None:
    page = reverse("admin:people_organisation_move", args=[cast.labour.pk])
    response = admin.post(page, {"to": cast.inspection.pk, "on": shown(moment.today())})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert not Event.objects.filter(kind="people.organisation.moved").exists()


def test_a_workplace_keeps_what_is_known_of_it(admin: Client, cast: Any) -> None:
    page = reverse("admin:people_organisation_change", args=[cast.plant.pk])
    typed = {
        "fa": cast.plant.fa, "en": "", "county": "", "phone": "", "address": "", "body": "",
        "workplace-TOTAL_FORMS": 1, "workplace-INITIAL_FORMS": 1,
        "workplace-0-organisation": cast.plant.pk, "workplace-0-headcount": 8,
        "workplace-0-legal_name": "شرکت قند", "workplace-0-kind_of_work": "قند",
    }  # fmt: skip
    assert admin.post(page, typed).status_code == 302
    assert Workplace.objects.get(pk=cast.plant.pk).is_small
    assert "headcount" in event("people.organisation.changed").facts["fields"]
