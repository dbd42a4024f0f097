"""A collective's table and speakers, the way to the applicant, and bars: written by token, no name told."""

from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.api.people_verbs import PERSON_VERBS, REPRESENTATIVE_VERBS
from dadkar.api.tests.programs import program_of, said
from dadkar.cases.models import Case, Contact, Party, Representative
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db
NAMES = ("گلنار", "حسن بهرامی", "+989171234567")


@pytest.fixture
def desk(cast: Any, play: SimpleNamespace) -> SimpleNamespace:
    program, case = program_of(cast.worker), play.filed()

    def on(path: str, status: int = 200, **sent: Any) -> Any:
        return said(program.post(path, **sent), status)

    return SimpleNamespace(cast=cast, program=program, case=case, on=on, path=f"/cases/{case.uuid}")


def fresh(case: Case) -> Case:
    return Case.objects.as_system("test").get(pk=case.pk)


def test_people_are_added_whole_or_not_at_all_and_told_without_a_name(desk: Any) -> None:
    people = [
        {"name": "گلنار", "months": 4, "amount_rial": 90_000_000, "paid_rial": 10_000_000},
        {"months": 3},
    ]
    problem = desk.on(f"{desk.path}/add-people", 422, people=[*people, {}])
    assert problem["errors"][0]["field"] == "people.2"
    assert not Party.objects.of(desk.case).exists()
    desk.on(f"{desk.path}/add-people", 422, people=[])
    desk.on(f"{desk.path}/add-people", people=people)
    response = desk.program.get(f"{desk.path}/people")
    first, second = said(response)["results"]
    assert (first["months"], first["amount_rial"], first["paid_rial"]) == (4, 90_000_000, 10_000_000)
    assert (second["months"], second["amount_rial"], second["paid_rial"]) == (3, None, 0)
    assert not any(name in response.content.decode() for name in NAMES)
    assert not Event.objects.filter(subject=desk.case.uuid, kind="case.contact_opened").exists()


def test_a_row_is_corrected_and_taken_out(desk: Any) -> None:
    desk.on(f"{desk.path}/add-people", people=[{"name": "گلنار", "months": 4, "amount_rial": 5}])
    person = Party.objects.of(desk.case).select_related("case").get()
    desk.on(f"/people/{person.uuid}/change", months=6)
    desk.on(f"/people/{person.uuid}/change", amount_rial=None)
    person = Party.objects.of(desk.case).select_related("case").get()
    assert person.name is not None
    assert (person.months, person.amount_rial, person.name.open()) == (6, None, "گلنار")
    paid = desk.on(f"{desk.path}/payment", amount_rial=5, paid_on="2020-01-01", person=str(person.uuid))[
        "made"
    ]
    desk.on(f"/people/{person.uuid}/remove", reason="دو بار نوشته شده")
    assert said(desk.program.get(f"{desk.path}/people"))["results"] == []
    (payment,) = said(desk.program.get(f"{desk.path}/payments"))["results"]
    assert (payment["id"], payment["person"]) == (paid, None)


def test_who_speaks_for_them_is_written_down_and_ended(desk: Any) -> None:
    made = desk.on(f"{desk.path}/representative", name="حسن بهرامی", phone="09171234567")["made"]
    response = desk.program.get(f"{desk.path}/people")
    (speaker,) = said(response)["representatives"]
    assert (speaker["id"], speaker["authority"], speaker["signed_list"]) == (made, False, False)
    assert not any(name in response.content.decode() for name in NAMES)
    desk.on(f"/representatives/{made}/end", reason="دیگر نمی‌خواهد")
    assert not Representative.objects.of(desk.case).exists()


def test_the_way_to_the_applicant_is_written_and_needs_what_it_needs(desk: Any) -> None:
    assert desk.on(f"{desk.path}/contact", 422, told="sms")["errors"][0]["field"] == "phone"
    assert (
        desk.on(f"{desk.path}/contact", 422, told="sms", phone="07133330000")["errors"][0]["field"] == "phone"
    )
    desk.on(f"{desk.path}/contact", told="sms", phone="09171234567", name="گلنار")
    desk.on(f"{desk.path}/contact", told="sms", code_word="انار")  # the number was given before
    contact = Contact.objects.of(desk.case).select_related("case").get()
    assert (contact.phone.open(), contact.code_word.open(), fresh(desk.case).told) == (
        "+989171234567", "انار", "sms",
    )  # fmt: skip


def test_a_case_is_closed_to_a_colleague_and_to_a_body(desk: Any) -> None:
    cast, path = desk.cast, f"{desk.path}/bar"
    assert desk.on(path, 422, reason="خویشاوند")["errors"][0]["field"] == "colleagues"
    assert (
        desk.on(path, 422, colleagues=[str(cast.outsider.uuid)], reason="نه")["errors"][0]["field"]
        == "colleagues"
    )
    desk.on(path, colleagues=[str(cast.colleague.uuid)], desks=[str(cast.labour.uuid)], reason="خویشاوند")
    said(program_of(cast.colleague).get(desk.path), 404)
    said(desk.program.get(desk.path))
    myself = desk.on(path, 422, colleagues=[str(cast.worker.uuid)], reason="خودم")
    assert myself["errors"][0]["field"] == "colleagues"


def test_others_reach_no_row(desk: Any) -> None:
    desk.on(f"{desk.path}/add-people", people=[{"months": 1}])
    person = Party.objects.of(desk.case).get().uuid
    said(program_of(desk.cast.outsider).post(f"/people/{person}/remove", reason="x"), 404)
    said(program_of(desk.cast.liaison).get(f"{desk.path}/people"), 403)


def test_the_tables_have_no_verb_that_is_not_tried_here() -> None:
    assert {*PERSON_VERBS, *REPRESENTATIVE_VERBS} == {"change", "remove", "end"}
