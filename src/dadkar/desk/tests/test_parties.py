"""The table of people: numbers for all of the desk, names only for a reason, many added at once."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from dadkar.cases import parties, payments
from dadkar.cases.models import Case, Party, Payment, Representative
from dadkar.kernel import moment
from dadkar.records.models import Event
from dadkar.records.papers import table_xlsx

pytestmark = pytest.mark.django_db

FA = {"HTTP_ACCEPT_LANGUAGE": "fa"}
NAMES = ["حسن بهرامی", "مریم کیانی"]


def events(case: Case, kind: str) -> list[Event]:
    return [event for event in Event.objects.timeline([case.uuid]) if event.kind == kind]


@pytest.fixture
def desk(cast: Any, play: Any, client: Client) -> SimpleNamespace:
    """A case worker at work on a collective case with two people in its table."""
    case = play.filed()
    people = [
        parties.Person(NAMES[0], 4, 300_000_000, 1, 60_000_000),
        parties.Person(NAMES[1], 3, 200_000_000, 3),
    ]
    parties.add_people(case, people, by=cast.worker)
    client.force_login(cast.worker)

    def page(url: str, row: Any = case, **data: Any) -> Any:
        address = reverse(url, args=[row.uuid])
        return client.post(address, data, **FA) if data else client.get(address, **FA)

    return SimpleNamespace(case=case, page=page, client=client, rows=list(Party.objects.of(case)))


def sheet_of(page: Any) -> list[tuple[Any, ...]]:
    return list(
        openpyxl.load_workbook(BytesIO(b"".join(page.streaming_content))).active.iter_rows(values_only=True)
    )


# -- names --------------------------------------------------------------------------------------------


def test_the_table_shows_numbers_and_no_name(desk: Any) -> None:
    html = desk.page("case-people").content.decode()
    assert not any(name in html for name in NAMES)
    for said in ("۳۰۰٬۰۰۰٬۰۰۰", "۵۰۰٬۰۰۰٬۰۰۰", "۶۰٬۰۰۰٬۰۰۰"):
        assert said in html
    assert not events(desk.case, "case.contact_opened")
    sheet = sheet_of(desk.page("case-people-export"))
    assert [row[1:] for row in sheet[1:]] == [
        (4, 300_000_000, 1, 60_000_000, 240_000_000),
        (3, 200_000_000, 3, 0, 200_000_000),
    ]


def test_names_are_opened_for_a_reason_that_is_kept(desk: Any) -> None:
    refused = desk.page("case-people-names", reason=" ")
    assert refused.status_code == 422
    assert NAMES[0] not in refused.content.decode()
    page = desk.page("case-people-names", reason="برای امضای فهرست")
    assert all(name in page.content.decode() for name in NAMES)
    assert "no-store" in page["Cache-Control"]
    (event,) = events(desk.case, "case.contact_opened")
    assert event.body == {"reason": "برای امضای فهرست"}
    assert desk.client.get(reverse("case-people-names", args=[desk.case.uuid])).status_code == 405


def test_a_workbook_with_names_is_a_reading_too(desk: Any) -> None:
    sheet = sheet_of(desk.page("case-people-names", reason="برای هیئت", then="xlsx"))
    assert [row[1] for row in sheet[1:]] == NAMES
    assert len(events(desk.case, "case.contact_opened")) == 1


def test_correcting_an_amount_opens_no_name_and_keeps_it(desk: Any) -> None:
    first = desk.rows[0]
    assert NAMES[0] not in desk.page("person-change", first).content.decode()
    typed = {"name": "", "months": "۵", "amount_rial_0": "۴۰ میلیون", "amount_rial_1": "toman"}
    assert desk.page("person-change", first, **typed).status_code == 302
    row = Party.objects.of(desk.case).get(pk=first.pk)
    assert (row.name.open(), row.months, row.amount_rial) == (NAMES[0], 5, 400_000_000)


def test_no_name_in_the_log(desk: Any) -> None:
    desk.page("person-change", desk.rows[0], name="نام تازه", months="۵")
    payload = "".join(event.payload for event in Event.objects.timeline([desk.case.uuid]))
    assert "تازه" not in payload
    assert NAMES[0] not in payload


# -- one by one ---------------------------------------------------------------------------------------


def test_a_person_is_added_once(desk: Any) -> None:
    typed = {"nonce": str(uuid4()), "name": "سوم", "paid_0": "۵", "paid_1": "rial"}
    for _twice in range(2):
        assert desk.page("case-people-add", **typed).status_code == 302
    assert Party.objects.of(desk.case).count() == 3
    assert Payment.objects.of(desk.case).total() == 60_000_005


@pytest.mark.parametrize(
    "wrong",
    [
        {"months": "-1"},
        {"months": "۹۹۹"},
        {"amount_rial_0": "-5", "amount_rial_1": "rial"},
        {"name": "🙂"},
        {"name": ""},
    ],
)
def test_what_is_no_number_and_an_empty_row_are_refused(desk: Any, wrong: dict[str, str]) -> None:
    assert desk.page("case-people-add", nonce=str(uuid4()), **wrong).status_code == 422
    assert Party.objects.of(desk.case).count() == 2


def test_who_is_taken_out_leaves_what_was_paid(desk: Any) -> None:
    assert desk.page("person-remove", desk.rows[0], reason="دو بار نوشته شد").status_code == 302
    assert Party.objects.of(desk.case).count() == 1
    assert Payment.objects.of(desk.case).total() == 60_000_000


def test_money_for_one_person_is_theirs(cast: Any, desk: Any) -> None:
    day = moment.today() - timedelta(days=1)
    second = desk.rows[1]
    payments.record_payment(desk.case, 90_000_000, day, by=cast.worker, party=second)
    paid = {row.pk: row.paid for row in Party.objects.of(desk.case).with_paid()}
    assert paid == {desk.rows[0].pk: 60_000_000, second.pk: 90_000_000}


# -- many at once -------------------------------------------------------------------------------------

LIST = "نام\tماه معوق\tطلب (تومان)\nحسن رضایی\t۴\t۱۲٬۵۰۰٬۰۰۰\nزهرا نوری\t۲\t۸ میلیون\nجمع\t۶\t۲۰٬۵۰۰٬۰۰۰"


def test_a_pasted_list_is_shown_first_and_added_once(desk: Any) -> None:
    typed = {"nonce": str(uuid4()), "rows": LIST, "unit": "rial"}
    look = desk.page("case-people-many", then="look", **typed)
    assert "زهرا نوری" in look.content.decode()
    assert "۱۲۵٬۰۰۰٬۰۰۰" in look.content.decode()
    assert Party.objects.of(desk.case).count() == 2
    for _twice in range(2):
        assert desk.page("case-people-many", then="add", **typed).status_code == 302
    assert Party.objects.of(desk.case).count() == 4
    assert Party.objects.of(desk.case).totals()["owed"] == 500_000_000 + 205_000_000


def test_one_bad_cell_is_named_and_nothing_is_added(desk: Any) -> None:
    bad = LIST.replace("۸ میلیون", "-۸").replace("۴", "چند")
    page = desk.page("case-people-many", rows=bad, unit="toman", then="add")
    html = page.content.decode()
    assert page.status_code == 422
    assert "ردیف ۲" in html
    assert "ردیف ۳" in html
    assert "زهرا نوری" in html
    assert Party.objects.of(desk.case).count() == 2


def test_a_workbook_is_looked_at_before_it_is_added(desk: Any) -> None:
    data = table_xlsx("x", ["ردیف", "نام", "مبلغ طلب", "ماه بیمه"], [[1, "سارا کریمی", 70_000_000, 2]])
    upload = SimpleUploadedFile("people.xlsx", data)
    page = desk.page("case-people-many", file=upload, unit="rial", then="add")
    assert page.status_code == 200
    assert "سارا کریمی" in page.content.decode()
    assert Party.objects.of(desk.case).count() == 2
    rows = page.context["form"]["rows"].value()
    desk.page("case-people-many", rows=rows, unit="rial", then="add")
    added = Party.objects.of(desk.case).order_by("-id").first()
    assert (added.name.open(), added.amount_rial, added.insured_months) == ("سارا کریمی", 70_000_000, 2)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04broken", "نام\nجمع".encode()])
def test_what_is_no_list_of_people_is_refused(desk: Any, data: bytes) -> None:
    page = desk.page("case-people-many", file=SimpleUploadedFile("list.xlsx", data), unit="rial", then="add")
    assert page.status_code == 422
    assert Party.objects.of(desk.case).count() == 2


# -- who speaks for them ------------------------------------------------------------------------------


def picture() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    return SimpleUploadedFile("authority.png", data.getvalue())


def test_a_representatives_scan_is_opened_for_a_reason(desk: Any) -> None:
    assert desk.page("case-representative", name="داود امینی", authority=picture()).status_code == 302
    row = Representative.objects.of(desk.case).get()
    assert "امینی" not in desk.page("case-people").content.decode()
    assert desk.page("representative-authority", row).status_code == 200
    assert desk.page("representative-authority", row, reason=" ").status_code == 422
    scan = desk.page("representative-authority", row, reason="برای هیئت")
    assert scan["Content-Disposition"].startswith("attachment")
    assert desk.page("representative-signed-list", row, reason="برای هیئت").status_code == 404
    assert len(events(desk.case, "case.contact_opened")) == 1


def test_a_scan_that_is_no_picture_is_refused_and_nothing_kept(desk: Any) -> None:
    fake = SimpleUploadedFile("authority.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    page = desk.page("case-representative", name="داود امینی", authority=fake)
    assert page.status_code == 422
    assert "داود امینی" in page.content.decode()
    assert not Representative.objects.of(desk.case).exists()


def test_a_representative_who_stops_is_told(desk: Any) -> None:
    desk.page("case-representative", name="داود امینی")
    row = Representative.objects.of(desk.case).get()
    assert desk.page("representative-end", row, reason="استعفا داد").status_code == 302
    assert not Representative.objects.of(desk.case).exists()
    assert len(events(desk.case, "case.representative")) == 2


# -- doors --------------------------------------------------------------------------------------------


def test_another_houses_people_do_not_exist(cast: Any, desk: Any) -> None:
    desk.page("case-representative", name="داود امینی", authority=picture())
    row = Representative.objects.of(desk.case).get()
    desk.client.force_login(cast.outsider)
    pages = [
        "case-people",
        "case-people-add",
        "case-people-many",
        "case-people-export",
        "case-representative",
    ]
    found = [desk.page(name).status_code for name in pages]
    found += [desk.page(name, desk.rows[0]).status_code for name in ("person-change", "person-remove")]
    found += [desk.page(name, row).status_code for name in ("representative-authority", "representative-end")]
    found.append(desk.page("case-people-names", reason="کنجکاوی").status_code)
    assert set(found) == {404}
    assert not events(desk.case, "case.contact_opened")


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_opens(desk: Any, language: str) -> None:
    desk.client.cookies["django_language"] = language
    for name in ("case", "case-people", "case-people-add", "case-people-many", "case-representative"):
        assert desk.client.get(reverse(name, args=[desk.case.uuid])).status_code == 200, name
