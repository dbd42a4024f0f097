"""The administrator's pages: who comes in, what is there, and that every change is an event."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.test import Client, RequestFactory
from django.urls import reverse

from dadkar.cases.models import Retention, Right, Topic
from dadkar.desk.admin import site
from dadkar.desk.tests.office import event
from dadkar.kernel import moment
from dadkar.kernel.models import Holiday, WorkingTime
from dadkar.people.models import County, Membership, Organisation, User

ALLOWED = {User, Membership, Organisation, County, Topic, Right, Retention, Holiday, WorkingTime}


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
    ) & (hidden - {Topic, Right, Retention})


def test_no_page_of_the_admin_shows_anything_of_a_case(admin: Client, play: Any, cast: Any) -> None:
    case = play.sent().case
    pages = [reverse("admin:index")]
    asks = RequestFactory().get("/admin/")
    asks.user = cast.admin
    for model, shown in site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        rows = shown.get_queryset(asks).order_by("pk")[:3]
        pages.append(reverse(f"{name}_changelist"))
        pages += [reverse(f"{name}_change", args=[row.pk]) for row in rows]
        pages += [reverse(f"{name}_history", args=[row.pk]) for row in rows[:1]]
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
    typed = {"code": "claim", "fa": "حق", "en": "Right", "starts": "left-work", "days": 30,
             "source_fa": "ماده", "source_en": "article"}  # fmt: skip
    assert admin.post(reverse("admin:cases_right_add"), typed).status_code == 302
    assert Right.objects.get().house == cast.house


def test_the_period_of_keeping_is_set_once_and_outlives_opening_again(admin: Client, cast: Any) -> None:
    add = reverse("admin:cases_retention_add")
    assert admin.post(add, {"months": 6}).status_code == 200
    assert admin.post(add, {"months": 24}).status_code == 302
    assert Retention.objects.get().house == cast.house
    assert event("people.retention.added")
    assert admin.get(add).status_code == 403
    change = reverse("admin:cases_retention_change", args=[cast.house.pk])
    assert admin.post(change, {"months": 60}).status_code == 302
    assert Retention.objects.get().months == 60


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


def test_a_countys_place_on_the_map_is_whole_and_its_own(cast: Any, admin: Client) -> None:
    County.objects.create(code="dena", province="IR-17", fa="دنا", en="Dena", map_column=1, map_row=1)
    page = reverse("admin:people_county_change", args=[cast.county.pk])
    said = {"fa": "بویراحمد", "en": "Boyer-Ahmad", "map_column": "1", "map_row": ""}
    assert "هر کدام از ۱ تا ۳۰" in admin.post(page, said).content.decode()
    assert "همین جا را روی نقشه دارد" in admin.post(page, said | {"map_row": "1"}).content.decode()
    for _again in range(2):
        assert admin.post(page, said | {"map_row": "2"}).status_code == 302
    cast.county.refresh_from_db()
    assert cast.county.place == (1, 2)
