"""The boards' pages and files: what they show, what they refuse, and what they cost."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from dadkar.cases import actions
from dadkar.cases.tests.drama import case_of
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.calendar import Jalali
from dadkar.reports import rollup, tables
from dadkar.reports.boards import board
from dadkar.reports.models import By


@pytest.fixture
def counted(cast: Any, play: Any) -> Any:
    claimed = play.claimed(play.promised(days=0))
    actions.confirm(case_of(claimed), claimed, "full", by=Applicant(claimed.owed_to), via="code")
    play.claimed(play.promised(days=0))
    rollup.refresh(cast.house)
    return cast


def get(user: Any, name: str, **query: str) -> Any:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(name), query)


def test_the_gap_is_the_headline(counted: Any) -> None:
    text = get(counted.worker, "boards").content.decode()
    assert "Of the 2 promises that fell due" in text
    assert "bodies call 2 done" in text
    assert "have confirmed <b>1</b>" in text
    assert "counted anew every five minutes" in text


def test_a_headline_says_none_in_words(cast: Any, play: Any) -> None:
    promise = play.promised(days=0)
    with moment.moved_to(moment.now() + timedelta(days=1)):
        rollup.refresh(cast.house)
        text = get(cast.worker, "boards").content.decode()
        assert "it is not called done." in text
        play.claimed(promise)
        rollup.refresh(cast.house)
        text = get(cast.worker, "boards").content.decode()
    assert "bodies call 1 done; whoever it was made to has <b>not</b> confirmed it yet." in text


@pytest.mark.parametrize("by", [*By])
def test_every_board_opens(counted: Any, by: str) -> None:
    assert get(counted.worker, "boards", by=by).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"by": "name"}, {"period": "1404-13"}, {"period": "پارسال"}, {"by": "due"}]
)
def test_a_filter_that_cant_be_read_is_said_so(counted: Any, wrong: dict[str, str]) -> None:
    response = get(counted.worker, "boards", **wrong)
    assert response.status_code == 400
    assert "This is the board without that filter." in response.content.decode()


def test_a_body_sees_no_board_of_others(counted: Any) -> None:
    assert get(counted.liaison, "boards").status_code == 403
    assert get(counted.worker, "own-board").status_code == 403
    assert "Of the 2 promises" in get(counted.liaison, "own-board").content.decode()
    assert "No promise falls due" in get(counted.insurer, "own-board").content.decode()
    assert get(counted.liaison, "own-board", by="channel").status_code == 400


def test_the_sheet_has_real_numbers_from_right_to_left(counted: Any) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="fa")
    client.force_login(counted.worker, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("boards"), {"form": "xlsx"})
    assert response["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet.sheet_view.rightToLeft
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1:4] for row in rows if row[0] == str(counted.labour)] == [(2, 2, 1)]


def test_the_csv_is_utf_8_with_its_mark(counted: Any) -> None:
    body = get(counted.worker, "boards", form="csv").content
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert ["Labour directorate", "2", "2", "1"] in [row[:4] for row in rows]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_name_never_becomes_a_formula(evil: str) -> None:
    table = tables.Table([], ["name"], [[evil, -1]])
    (_head, row) = csv.reader(io.StringIO(tables.as_csv(table).decode("utf-8-sig"), newline=""))
    assert row == [f"'{evil}", "-1"]
    sheet = load_workbook(io.BytesIO(tables.as_xlsx(table))).active
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == -1


def test_a_file_is_named_and_dated_in_its_readers_calendar() -> None:
    at = datetime(2025, 9, 28, 7, 5, tzinfo=UTC)
    assert tables.moment_words(at) == "۱۴۰۴/۰۷/۰۶ ۱۰:۳۵"
    with override("en"):
        assert tables.moment_words(at) == "2025-09-28 10:35"
    table = tables.Table(["قول‌ها: پاییز ۱۴۰۵"], ["name"], [])
    assert load_workbook(io.BytesIO(tables.as_xlsx(table))).active.title == "قول‌ها  پاییز ۱۴۰۵"


def test_a_board_costs_the_same_whatever_there_is(cast: Any, play: Any) -> None:
    rollup.refresh(cast.house)
    costs = []
    for many in (1, 4):
        for body in (cast.labour, cast.insurance)[: 1 + many // 4]:
            for _n in range(many):
                play.sent(body=body)
        with moment.moved_to(moment.now() + timedelta(minutes=1)):
            rollup.refresh(cast.house)
        for by in By:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                get(cast.worker, "boards", by=by)
            costs.append((by, len(asked)))
    half = len(costs) // 2
    assert costs[:half] == costs[half:]
    assert max(cost for _by, cost in costs) <= 40


def test_a_refresh_costs_the_same_however_many_have_changed(cast: Any, play: Any) -> None:
    rollup.refresh(cast.house)
    costs = []
    for many in (1, 5):
        for _n in range(many):
            play.promised()
        with CaptureQueriesContext(connection) as asked:
            rollup.refresh(cast.house)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_nothing_counted_yet_is_said_so(cast: Any) -> None:
    assert board(cast.worker).at is None
    assert "Nothing has been counted yet" in get(cast.worker, "boards").content.decode()


def test_what_has_not_come_yet_is_no_zero(cast: Any, play: Any) -> None:
    due = moment.today() + timedelta(days=40)
    play.promised(days=40)
    rollup.refresh(cast.house)
    text = get(cast.worker, "boards", period=f"{Jalali.from_date(due).year}").content.decode()
    assert "1 promise falls due" in text
    assert "Of the 0" not in text
    assert "No open promise falls due in the next ten days." in text
