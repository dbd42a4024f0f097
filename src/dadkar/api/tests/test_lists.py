"""Lists by token: sent, matched, looked at, approved; and which row became which case."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dadkar.api.tests.programs import ROOT, program_of, said
from dadkar.cases.models import Case, ImportBatch

pytestmark = pytest.mark.django_db
GOOD = "شرح,شهرستان,شماره\nچهار ماه مزد نداده‌اند,بویراحمد,۱۲\nبیمه رد نشده,بویراحمد,۱۳\n"
BAD = GOOD + ",بویراحمد,۱۴\n"


@pytest.fixture
def desk(cast: Any, topic: Any) -> SimpleNamespace:
    program = program_of(cast.worker)

    def send(text: str, status: int = 201, **more: Any) -> Any:
        files = [SimpleUploadedFile("list.csv", text.encode(), "text/csv")]
        headers = program.headers | more.get("headers", {})
        return said(program.client.post(f"{ROOT}/lists/files", {"files": files}, headers=headers), status)

    def on(row: Any, verb: str, status: int = 200, **sent: Any) -> Any:
        return said(program.post(f"/lists/{row['id']}/{verb}", **sent), status)

    return SimpleNamespace(cast=cast, program=program, send=send, on=on)


def columns(row: Any) -> dict[str, str]:
    return {one["letter"]: one["column"] for one in row["columns"] if one["column"]}


def test_a_list_comes_in_as_on_the_page(desk: Any) -> None:
    row = desk.send(GOOD)
    assert columns(row) == {"A": "narrative", "B": "county", "C": "reference"}
    assert (row["state"], row["preview"]) == ("draft", None)
    desk.on(row, "approve", 409, seen=row["seen"])  # nobody has said yet which column is what
    row = desk.on(row, "match", heading=1, columns=columns(row))
    assert (row["preview"]["good"], row["preview"]["bad"]) == (2, 0)
    row = desk.on(row, "approve", seen=row["seen"])
    assert (row["state"], row["done"]) == ("done", 2)
    told = said(desk.program.get(f"/lists/{row['id']}/cases"))
    assert [one["row"] for one in told["results"]] == [2, 3]
    assert told["next"] is None
    case = Case.objects.as_system("test").get(uuid=told["results"][0]["case"])
    assert (case.narrative.open(), case.office_reference) == ("چهار ماه مزد نداده‌اند", "۱۲")
    desk.on(row, "discard", 409)


def test_rows_that_cannot_be_read_stay_out_only_on_purpose(desk: Any) -> None:
    row = desk.send(BAD)
    row = desk.on(row, "match", heading=1, columns=columns(row))
    assert (row["preview"]["good"], row["preview"]["bad"]) == (2, 1)
    assert row["preview"]["faults"][0]["cell"] == "A4"
    desk.on(row, "approve", 409, seen=row["seen"])
    desk.on(row, "approve", 409, seen="another", leave_out=True)
    assert desk.on(row, "approve", seen=row["seen"], leave_out=True)["done"] == 2


def test_the_same_file_is_the_same_list(desk: Any) -> None:
    first = desk.send(GOOD)
    assert desk.send(GOOD)["id"] == first["id"]
    assert ImportBatch.objects.count() == 1
    assert [one["id"] for one in said(desk.program.get("/lists"))["results"]] == [first["id"]]
    desk.on(first, "discard")
    assert said(desk.program.get("/lists"))["results"] == []
    said(desk.program.get(f"/lists/{first['id']}"), 404)


def test_what_is_no_list_and_what_is_no_column_is_said(desk: Any) -> None:
    assert desk.send("", 422)["code"] == "file-refused"
    row = desk.send(GOOD)
    problem = desk.on(row, "match", 422, heading=1, columns={"A": "narrative", "Z": "topic"})
    assert problem["errors"][0]["field"] == "columns.Z"
    desk.on(row, "match", 422, heading=1, columns={"A": "religion"})
    desk.on(row, "match", 409, heading=1, columns={"B": "county"})
    desk.on(row, "match", 409, heading=1, columns={"A": "narrative", "B": "narrative"})


def test_a_column_that_is_never_taken_is_dropped_and_named(desk: Any) -> None:
    row = desk.send("شرح,مذهب\nمزد نداده‌اند,چیزی\n")
    assert row["never_taken"] == ["مذهب"]
    assert "چیزی" not in json.dumps(row, ensure_ascii=False)


def test_sent_again_with_its_key_it_is_answered_the_same(desk: Any) -> None:
    headers = {"Idempotency-Key": "list-of-today"}
    assert desk.send(GOOD, headers=headers) == desk.send(GOOD, headers=headers)


def test_others_see_no_list(desk: Any) -> None:
    row = desk.send(GOOD)
    other = program_of(desk.cast.outsider)
    said(other.get(f"/lists/{row['id']}"), 404)
    said(other.post(f"/lists/{row['id']}/discard"), 404)
    assert said(other.get("/lists"))["results"] == []
    said(program_of(desk.cast.liaison).get("/lists"), 403)
