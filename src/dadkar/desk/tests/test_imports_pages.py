"""The pages of a list: send, match, look, bring in, print; for its own desk and nobody else."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dadkar.cases.importing import tasks
from dadkar.cases.models import Case, ImportBatch
from dadkar.cases.tests.lists import book, row
from dadkar.desk.tests.test_filing_for import signed_in
from dadkar.people.models import Organisation, Role
from dadkar.people.tests.cast import person

pytestmark = pytest.mark.django_db


def send(client: Client, data: bytes, name: str = "لیست.xlsx") -> Any:
    return client.post(reverse("imports"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def choices(response: Any) -> dict[str, Any]:
    """The matching form as it stands on the page."""
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields}


def sent(client: Client, data: bytes) -> ImportBatch:
    """A list with its columns matched as suggested."""
    page = send(client, data)
    batch = ImportBatch.objects.latest("pk")
    client.post(reverse("import-columns", args=[batch.uuid]), choices(page))
    return ImportBatch.objects.get(pk=batch.pk)


def url(name: str, batch: ImportBatch, *more: Any) -> str:
    return reverse(name, args=[batch.uuid, *more])


def cases() -> Any:
    return Case.objects.as_system("test")


@pytest.fixture
def client(cast: Any) -> Client:
    return signed_in(cast.worker)


def test_from_the_file_to_the_slips(client: Client, cast: Any, topic: Any) -> None:
    batch = sent(client, book(row(), row(B="۲")))
    page = client.get(url("import", batch))
    assert page.context["found"]["good"] == 2
    assert "چهار ماه حقوق نگرفته‌ایم" in page.content.decode()
    client.post(url("import-approve", batch), {"seen": page.context["seen"]})
    assert cases().count() == 2
    done = client.get(url("import", batch))
    assert [row.case.office_reference for row in done.context["imported"]] == ["۱۴۰۲/۷۷", "۲"]
    slips = client.post(url("import-slips", batch, 0))
    assert slips["Content-Type"] == "application/pdf"
    assert b"".join(slips.streaming_content).startswith(b"%PDF")
    client.post(url("import-forget-slips", batch))
    assert client.get(url("import", batch)).context["parts"] == []
    assert client.post(url("import-slips", batch, 0)).status_code == 302


def test_the_same_file_again_leads_to_the_same_list(client: Client) -> None:
    data = book(row())
    batch = sent(client, data)
    assert send(client, data).redirect_chain[0][0] == url("import", batch)
    assert ImportBatch.objects.count() == 1


def test_columns_matched_by_hand(client: Client) -> None:
    page = send(client, book(["گفت", "۹۹"], headings=["ستون یک", "ستون دو"]))
    batch = ImportBatch.objects.get()
    said = choices(page)
    missing = client.post(url("import-columns", batch), said)
    assert missing.status_code == 422
    twice = said | {"column-A": "narrative", "column-B": "narrative"}
    assert client.post(url("import-columns", batch), twice).status_code == 422
    right = said | {"column-A": "narrative", "column-B": "reference"}
    assert client.post(url("import-columns", batch), right).status_code == 302
    assert client.get(url("import", batch)).context["found"]["good"] == 1


def test_the_headings_may_stand_elsewhere(client: Client) -> None:
    page = send(client, book(["x", "y"], ["شرح", "تلفن"], ["ندادند", "09171234567"], headings=["شرح", "نام"]))
    batch = ImportBatch.objects.get()
    anew = client.post(url("import-columns", batch), choices(page) | {"heading": "3", "anew": "1"})
    assert choices(anew)["column-B"] == "phone"
    client.post(url("import-columns", batch), choices(anew))
    assert client.get(url("import", batch)).context["found"]["good"] == 1


def test_bad_rows_are_named_given_back_and_left_out_only_on_purpose(client: Client) -> None:
    batch = sent(client, book(row(), row(K="31 مهر 1402")))
    page = client.get(url("import", batch))
    assert [cell for cell, _why in page.context["found"]["faults"]] == ["K3"]
    assert "K3" in page.content.decode()
    workbook = client.get(url("import-left-out", batch))
    assert b"".join(workbook.streaming_content).startswith(b"PK")
    client.post(url("import-approve", batch), {"seen": page.context["seen"]})
    assert not cases().exists()
    client.post(url("import-approve", batch), {"seen": page.context["seen"], "leave_out": "1"})
    assert cases().count() == 1
    assert client.get(url("import", batch)).context["left_out"] == 1


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "empty.csv"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old.xls"), (b"%PDF-1", "a.pdf")],
)
def test_a_file_that_is_no_list_gets_a_sentence(client: Client, data: bytes, name: str) -> None:
    response = send(client, data, name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not ImportBatch.objects.exists()


def test_without_a_file(client: Client) -> None:
    assert client.post(reverse("imports")).status_code == 422


def test_a_long_list_shows_how_far_it_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    batch = sent(client, book(row(), row(B="۲")))
    page = client.get(url("import", batch)).content.decode()
    assert "<progress" in page
    assert 'http-equiv="refresh"' in page
    assert "HX-Refresh" not in client.get(url("import-progress", batch)).headers
    tasks.go_on(batch.pk)
    assert client.get(url("import-progress", batch))["HX-Refresh"] == "true"


def test_forgotten_lists_are_gone(client: Client) -> None:
    batch = sent(client, book(row()))
    client.post(url("import-discard", batch))
    assert not ImportBatch.objects.exists()
    assert client.get(url("import", batch)).status_code == 404


PAGES = [("import", "get"), ("import-columns", "get"), ("import-left-out", "get"), ("import-progress", "get"),
         ("import-approve", "post"), ("import-discard", "post"), ("import-go-on", "post"),
         ("import-forget-slips", "post")]  # fmt: skip


@pytest.mark.parametrize(("name", "method"), PAGES)
def test_a_list_does_not_exist_for_another_desk(client: Client, cast: Any, name: str, method: str) -> None:
    batch = sent(client, book(row(), row(C="")))
    dena = Organisation.objects.create(kind="branch", parent=cast.house, house=cast.house, fa="شعبهٔ دنا")
    for stranger in (cast.outsider, person("dena", "سیما", dena, Role.CASE_WORKER)):
        assert getattr(signed_in(stranger), method)(url(name, batch)).status_code == 404
    for nobody in (cast.liaison, cast.auditor, cast.admin):
        assert getattr(signed_in(nobody), method)(url(name, batch)).status_code == 403
    assert ImportBatch.objects.filter(pk=batch.pk, state="draft").exists()
    assert signed_in(cast.manager).get(url("import", batch)).status_code == 200


def test_slips_do_not_exist_for_another_desk(client: Client, cast: Any) -> None:
    batch = sent(client, book(row()))
    client.post(url("import-approve", batch))
    assert signed_in(cast.outsider).post(url("import-slips", batch, 0)).status_code == 404
    assert signed_in(cast.liaison).post(url("import-slips", batch, 0)).status_code == 403


def test_the_file_of_another_desk_is_not_shown(client: Client, cast: Any) -> None:
    data = book(row())
    sent(client, data)
    dena = Organisation.objects.create(kind="branch", parent=cast.house, house=cast.house, fa="شعبهٔ دنا")
    response = send(signed_in(person("dena", "سیما", dena, Role.CASE_WORKER)), data)
    assert response.status_code == 422


def test_the_list_of_lists_is_the_desks_own(client: Client, cast: Any) -> None:
    sent(client, book(row()))
    assert len(client.get(reverse("imports")).context["batches"]) == 1
    assert signed_in(cast.outsider).get(reverse("imports")).context["batches"] == []
    assert signed_in(cast.liaison).get(reverse("imports")).status_code == 403
