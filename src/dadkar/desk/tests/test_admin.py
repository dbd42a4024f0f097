"""The administrator's pages: who comes in, what is there, and that every change is an event."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.testing import InMemoryConnector

from dadkar.cases import deadlines
from dadkar.cases.models import Right, Topic
from dadkar.desk.admin import site
from dadkar.kernel import moment
from dadkar.kernel.actor import System
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.models import Holiday, WorkingTime
from dadkar.people.models import County, Membership, Organisation, Role, Session, User, Workplace
from dadkar.records.models import Event

ALLOWED = {User, Membership, Organisation, County, Topic, Right, Holiday, WorkingTime}


@pytest.fixture
def admin(cast: Any, client: Client) -> Client:
    client.force_login(cast.admin)
    return client


@pytest.fixture
def jobs() -> Any:
    """Jobs deferred in the test, in memory."""
    connector = InMemoryConnector()
    with app.replace_connector(connector):
        yield connector


def shown(day: Any) -> str:
    return Jalali.from_date(day).short("fa")


def event(kind: str) -> Event:
    return Event.objects.filter(kind=kind).latest("id")


def errors(response: Any) -> Any:
    return response.context["adminform"].form.errors if response.context else None


# -- who comes in ------------------------------------------------------------------------------------


def test_only_an_administrator_comes_in(cast: Any, client: Client) -> None:
    for user in (cast.worker, cast.manager, cast.liaison, cast.head, cast.auditor, cast.outsider):
        client.force_login(user)
        assert client.get(reverse("admin:index")).status_code == 403
    client.force_login(cast.admin)
    assert client.get(reverse("admin:index")).status_code == 200


def test_djangos_own_flags_open_nothing(cast: Any, client: Client) -> None:
    User.objects.filter(pk=cast.worker.pk).update(is_staff=True, is_superuser=True)
    client.force_login(User.objects.get(pk=cast.worker.pk))
    assert client.get(reverse("admin:people_user_changelist")).status_code == 403


def test_there_is_one_sign_in(client: Client, db: Any) -> None:
    response = client.get(reverse("admin:people_user_changelist"))
    assert response["Location"].startswith(reverse("account_login"))
    assert "people/user" in response["Location"]


def test_what_ended_yesterday_opens_nothing_today(cast: Any, admin: Client) -> None:
    cast.admin.memberships.update(until=moment.today() - timedelta(days=1))
    assert admin.get(reverse("admin:index")).status_code == 403


# -- what is there -----------------------------------------------------------------------------------


def test_no_case_and_nothing_of_a_case_is_registered() -> None:
    assert set(site._registry) == ALLOWED
    hidden = {
        model
        for label in ("cases", "records", "commitments")
        for model in apps.get_app_config(label).get_models()
    }
    assert not (
        set(site._registry) | {inline.model for one in site._registry.values() for inline in one.inlines}
    ) & (hidden - {Topic, Right})


def test_no_page_of_the_admin_shows_anything_of_a_case(admin: Client, play: Any, cast: Any) -> None:
    case = play.sent().case
    pages = [reverse("admin:index")]
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages.append(reverse(f"{name}_changelist"))
        pages += [reverse(f"{name}_change", args=[row.pk]) for row in model.objects.all()[:3]]
        pages += [reverse(f"{name}_history", args=[row.pk]) for row in model.objects.all()[:1]]
    for page in pages:
        response = admin.get(page)
        assert response.status_code == 200, page
        text = response.content.decode()
        assert str(case.uuid) not in text
        assert case.number not in text
    assert len(pages) > 2 * len(ALLOWED)


def test_the_desk_stays_shut_to_the_administrator(admin: Client, play: Any) -> None:
    case = play.filed()
    assert admin.get(reverse("queue")).status_code == 403
    assert admin.get(reverse("case", args=[case.uuid])).status_code == 403


def test_nothing_is_deleted(admin: Client, cast: Any) -> None:
    for model in site._registry:
        row = model.objects.first()
        if row:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_delete"
            assert admin.post(reverse(name, args=[row.pk]), {"post": "yes"}).status_code == 403
            assert model.objects.filter(pk=row.pk).exists()


def test_another_house_is_not_there(admin: Client, cast: Any) -> None:
    for name, pk in (
        ("organisation", cast.other.pk),
        ("user", cast.outsider.pk),
        ("membership", cast.outsider.memberships.get().pk),
    ):
        assert admin.get(reverse(f"admin:people_{name}_change", args=[pk])).status_code == 302
    listed = admin.get(reverse("admin:people_organisation_changelist")).content.decode()
    assert cast.other.fa not in listed
    assert cast.labour.fa in listed


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


# -- calendar ----------------------------------------------------------------------------------------


def declare(admin: Client, day: Any, **more: Any) -> Any:
    typed = {"day": shown(day), "name_fa": "تعطیل ناگهانی", "name_en": "", "area": "", "source": "", **more}
    return admin.post(reverse("admin:kernel_holiday_add"), typed)


def test_a_declared_holiday_moves_the_deadlines(admin: Client, play: Any, jobs: Any) -> None:
    referral = play.sent()
    day = moment.today() + timedelta(days=2)
    for ahead in range(3):  # one of three days is no rest day
        assert declare(admin, day + timedelta(days=ahead), area="IR-17").status_code == 302
    row = Holiday.objects.get(day=day)
    assert (row.area, row.withdrawn, row.name_fa) == ("IR-17", False, "تعطیل ناگهانی")
    assert event("people.holiday.added").facts["area"] == "IR-17"
    assert {job["task_name"] for job in jobs.jobs.values()} == {"deadlines.refresh"}
    before = referral.due_at
    deadlines.refresh()
    referral.refresh_from_db()
    assert referral.due_at > before


def test_a_holiday_is_withdrawn_by_another_notice(admin: Client, jobs: Any) -> None:
    day = moment.today() + timedelta(days=9)
    row = Holiday.declare(day, name_fa="تعطیل", by=System("test"))
    chosen = {"action": "withdraw", "_selected_action": row.pk}
    for _twice in range(2):
        admin.post(reverse("admin:kernel_holiday_changelist"), chosen)
    notices = Holiday.objects.filter(day=day).order_by("id").values_list("withdrawn", flat=True)
    assert list(notices) == [False, True]
    assert len(jobs.jobs) == 1
    assert event("people.holiday.withdrawn").facts["day"] == day.isoformat()


def test_a_notice_is_never_changed(admin: Client) -> None:
    row = Holiday.declare(moment.today(), name_fa="تعطیل", by=System("test"))
    page = reverse("admin:kernel_holiday_change", args=[row.pk])
    assert admin.get(page).status_code == 200
    assert admin.post(page, {"name_fa": "چیز دیگر"}).status_code == 403


def test_an_impossible_day_is_said(admin: Client, jobs: Any) -> None:
    typed = {"day": "1404/07/31", "name_fa": "تعطیل"}
    assert "day" in errors(admin.post(reverse("admin:kernel_holiday_add"), typed))
    assert not Holiday.objects.exists()
    assert not jobs.jobs


def test_the_job_commits_with_the_holiday_or_not_at_all(cast: Any) -> None:
    try:
        with transaction.atomic():
            deadlines.refresh.defer()
            assert ProcrastinateJob.objects.filter(task_name="deadlines.refresh").exists()
            raise RuntimeError
    except RuntimeError:
        pass
    assert not ProcrastinateJob.objects.exists()


def test_office_hours_are_set_for_an_organisation(admin: Client, cast: Any, jobs: Any) -> None:
    typed = {
        "organisation": cast.labour.pk, "since": shown(moment.today()), "until": "", "rest": ["3", "4"],
        "opens": "08:00", "closes": "14:00",
    }  # fmt: skip
    assert admin.post(reverse("admin:kernel_workingtime_add"), typed).status_code == 302
    row = WorkingTime.objects.get()
    assert (row.owner, row.house_id, row.rest) == (cast.labour.uuid, cast.house.pk, [3, 4])
    assert event("people.workingtime.added").subject == cast.labour.uuid
    assert len(jobs.jobs) == 1


def test_an_office_that_never_works_is_refused(admin: Client, cast: Any, jobs: Any) -> None:
    typed = {
        "organisation": cast.labour.pk, "since": shown(moment.today()), "rest": list("0123456"),
        "opens": "14:00", "closes": "08:00",
    }  # fmt: skip
    assert errors(admin.post(reverse("admin:kernel_workingtime_add"), typed))
    assert not WorkingTime.objects.exists()


# -- tables ------------------------------------------------------------------------------------------


def test_a_topic_is_edited(admin: Client, cast: Any, topic: Topic) -> None:
    page = reverse("admin:cases_topic_change", args=[topic.pk])
    typed = {
        "fa": topic.fa, "en": topic.en, "bodies": ["labour", "social-security"], "days": 5, "hours": "",
        "paths": ["board"], "law": "LL 37\n LL 13 \n", "order": 0, "active": "on",
    }  # fmt: skip
    assert admin.post(page, typed).status_code == 302
    topic.refresh_from_db()
    assert (topic.law, topic.bodies, topic.days) == (["LL 37", "LL 13"], ["labour", "social-security"], 5)
    assert event("people.topic.changed").facts["fields"] == ["bodies", "days", "law", "paths"]


def test_a_right_is_added_for_the_house(admin: Client, cast: Any) -> None:
    typed = {"code": "claim", "fa": "حق", "en": "Right", "starts": "left-work", "days": 30, "source": "ماده"}
    assert admin.post(reverse("admin:cases_right_add"), typed).status_code == 302
    assert Right.objects.get().house == cast.house


# -- the record --------------------------------------------------------------------------------------


def test_djangos_own_log_stays_empty_and_the_history_shows_the_events(admin: Client, cast: Any) -> None:
    page = reverse("admin:people_organisation_change", args=[cast.labour.pk])
    typed = {"fa": "نام تازهٔ اداره", "en": "", "county": "", "phone": "1", "address": "", "body": "labour"}
    assert admin.post(page, typed).status_code == 302
    assert not LogEntry.objects.exists()
    told = event("people.organisation.changed")
    assert "نام تازهٔ اداره" not in told.payload, "which fields, not what is in them"
    shown_history = admin.get(reverse("admin:people_organisation_history", args=[cast.labour.pk]))
    assert cast.admin.full_name in shown_history.content.decode()
