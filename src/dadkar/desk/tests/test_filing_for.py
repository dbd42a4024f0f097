"""An officer files for somebody: the questions, the receipt in the hand, and nobody else who can show it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases.models import Case, Contact, Receipt
from dadkar.kernel import moment
from dadkar.people.models import Organisation, Role
from dadkar.people.tests.cast import person
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db

STORY = "سه ماه است حقوق نداده‌اند و می‌گویند هفتهٔ بعد."


def cases() -> Any:
    return Case.objects.as_system("test")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def fill(client: Client, **values: Any) -> dict[str, Any]:
    nonce = client.get(reverse("file-for")).context["form"]["nonce"].value()
    return {"nonce": nonce, "channel": "phone", "narrative": STORY, "told": "code"} | values


def filed(client: Client, **values: Any) -> Case:
    response = client.post(reverse("file-for"), fill(client, **values))
    assert response.status_code == 302, response.context["form"].errors
    return cases().latest("id")


def code_of(client: Client) -> str:
    return client.get(reverse("file-for-receipt")).context["code"]


def test_a_call_becomes_a_case_of_the_officers_desk(cast: Any) -> None:
    client = signed_in(cast.worker)
    case = filed(client, office_reference="۱۲۳/ک", office_date="۱۴۰۳/۲/۱")
    assert (case.desk, case.house, case.channel, case.state) == (cast.branch, cast.house, "phone", "received")
    assert (case.office_reference, str(case.office_date)) == ("۱۲۳/ک", "2024-04-20")
    assert case.narrative.open() == STORY
    receipt = Receipt.objects.of(case).get()
    assert receipt.by_office
    assert Receipt.opened_by(code_of(client)) == receipt
    event = Event.objects.get(subject=case.uuid, kind="case.file")
    assert (event.actor, event.facts) == (cast.worker.ref, {"channel": "phone"})


def test_how_to_reach_them_is_sealed_apart(cast: Any) -> None:
    said = {
        "told": "call",
        "phone": "۰۹۱۷۱۲۳۴۵۶۷",
        "safe_hours": "عصر شنبه",
        "introduce_as": "دخترخاله",
        "code_word": "انار",
        "name": "گلی",
    }
    contact = Contact.objects.of(filed(signed_in(cast.worker), **said)).get()
    opened = {
        name: getattr(contact, name).open() for name in ("phone", "safe_hours", "introduce_as", "code_word")
    }
    assert opened == {
        "phone": "+989171234567",
        "safe_hours": "عصر شنبه",
        "introduce_as": "دخترخاله",
        "code_word": "انار",
    }


def test_the_two_questions_that_need_an_answer(cast: Any) -> None:
    client = signed_in(cast.worker)
    response = client.post(reverse("file-for"), fill(client, narrative="", channel="", code_word="انار"))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"narrative", "channel"}
    assert "انار" in response.content.decode()
    assert not cases().exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"narrative": "😀😀"}, "narrative"),
        ({"narrative": "\u202e\u200b\u200f"}, "narrative"),
        ({"narrative": "ب" * 600_000}, "narrative"),
        ({"phone": "12"}, "phone"),
        ({"told": "sms"}, "phone"),
        ({"told": "call", "phone": "09171234567"}, "safe_hours"),
        ({"told": "email"}, "email"),
        ({"office_date": "31 مهر 1403"}, "office_date"),
        ({"office_date": "1499/1/1"}, "office_date"),
        ({"people": "several"}, "people_count"),
        ({"amount_0": "خیلی زیاد", "amount_1": "toman"}, "amount"),
        ({"channel": "web"}, "channel"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(cast: Any, wrong: dict[str, str], field: str) -> None:
    client = signed_in(cast.worker)
    response = client.post(reverse("file-for"), fill(client, office_reference="الف-۷", **wrong))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "الف-۷" in response.content.decode()
    assert not cases().exists()


def test_a_double_click_is_one_case_and_one_code(cast: Any) -> None:
    client = signed_in(cast.worker)
    said = fill(client)
    codes = set()
    for _twice in range(2):
        client.post(reverse("file-for"), said)
        codes.add(code_of(client))
    assert (cases().count(), len(codes)) == (1, 1)


def test_a_page_that_grew_old_keeps_what_was_typed(cast: Any) -> None:
    client = signed_in(cast.worker)
    response = client.post(reverse("file-for"), fill(client, nonce="not-ours"))
    assert response.status_code == 422
    assert STORY in response.content.decode()
    again = fill(client) | {"nonce": response.context["form"]["nonce"].value()}
    assert client.post(reverse("file-for"), again).status_code == 302


def test_the_code_is_shown_to_this_officer_for_a_quarter_of_an_hour(cast: Any) -> None:
    client = signed_in(cast.worker)
    filed(client)
    page = client.get(reverse("file-for-receipt"))
    assert "no-store" in page["Cache-Control"]
    colleague = signed_in(cast.colleague)
    colleague.cookies["handover"] = client.cookies["handover"].value
    assert "code" not in colleague.get(reverse("file-for-receipt")).context
    with moment.moved_to(moment.now() + timedelta(minutes=16)):
        assert "code" not in client.get(reverse("file-for-receipt")).context


def test_once_handed_over_the_code_is_gone(cast: Any) -> None:
    client = signed_in(cast.worker)
    case = filed(client)
    response = client.post(reverse("file-for-handed"))
    assert response["Location"] == reverse("case", args=[case.uuid])
    assert "code" not in client.get(reverse("file-for-receipt")).context


def test_the_slip_is_printed_and_marked(cast: Any) -> None:
    client = signed_in(cast.worker)
    case = filed(client)
    response = client.post(reverse("file-for-slip"))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert Receipt.objects.of(case).get().printed_at


def test_a_branch_that_must_not_see_it_does_not(cast: Any) -> None:
    client = signed_in(cast.worker)
    case = filed(client, closed_to=[str(cast.branch.uuid)])
    assert case.desk == cast.house
    assert not Case.objects.visible_to(cast.worker).exists()
    assert Case.objects.visible_to(cast.manager).get() == case
    assert client.get(reverse("file-for-receipt")).context["code"]
    assert client.post(reverse("file-for-handed"))["Location"] == reverse("queue")


def test_a_workplace_is_looked_up_and_one_below_ten_is_not_named(cast: Any) -> None:
    client = signed_in(cast.worker)
    found = client.post(reverse("file-for"), fill(client, workplace_typed="قند ياسوج", look="1"))
    assert [row.pk for row in found.context["matches"]] == [cast.plant.pk]
    case = filed(client, workplace_typed="قند یاسوج", workplace=str(cast.plant.uuid))
    assert (case.workplace, case.is_small) == (cast.plant, False)
    small = filed(client, workplace_typed="نانوایی", workplace=str(cast.plant.uuid), is_small="on")
    assert (small.workplace, small.is_small) == (None, True)


def test_a_hazard_counts_in_hours(cast: Any) -> None:
    case = filed(signed_in(cast.worker), danger="on")
    assert case.urgency == Case.Urgency.HAZARD
    assert case.due_at - case.filed_at < timedelta(hours=5)


def test_only_desks_of_a_house_file(cast: Any) -> None:
    for nobody in (cast.liaison, cast.head, cast.auditor, cast.admin):
        for name in ("file-for", "file-for-receipt"):
            assert signed_in(nobody).get(reverse(name)).status_code == 403
    assert Client().get(reverse("file-for")).status_code == 302


def test_an_officer_of_another_house_files_there(cast: Any) -> None:
    case = filed(signed_in(cast.outsider))
    assert (case.house, case.desk) == (cast.other, cast.other)
    assert not Case.objects.visible_to(cast.worker).exists()


def test_the_desk_is_the_first_at_which_one_works(cast: Any) -> None:
    second = Organisation.objects.create(kind="branch", parent=cast.house, house=cast.house, fa="شعبهٔ دنا")
    assert filed(signed_in(person("dena", "سیما", second, Role.CASE_WORKER))).desk == second
