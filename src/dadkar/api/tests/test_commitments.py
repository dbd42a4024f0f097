"""What was promised, by token: the desk's with its case, a body's own without."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.api import paging
from dadkar.api.tests.programs import program_of, said
from dadkar.cases import actions
from dadkar.cases.tests.drama import case_of
from dadkar.kernel import moment

NAIVE = "MjAyNi0wMS0wMSAwMDAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDA"  # a moment without its zone

pytestmark = pytest.mark.django_db


def ids(page: Any) -> list[str]:
    return [row["id"] for row in page["results"]]


def test_the_desk_reads_them_with_their_case_and_the_body_without(play: SimpleNamespace, cast: Any) -> None:
    commitment = play.promised()
    row = said(program_of(cast.worker).get("/commitments"))["results"][0]
    assert (row["id"], row["case"]) == (str(commitment.uuid), str(commitment.owed_to))
    assert (row["what"], row["step"], row["state"], row["overdue"]) == (
        "بازرسی می‌کنیم.",
        "inspect",
        "open",
        False,
    )
    assert row["debtor"]["name"] == "Labour directorate"
    response = program_of(cast.liaison).get("/commitments")
    assert ids(said(response)) == [str(commitment.uuid)]
    assert str(commitment.owed_to) not in response.content.decode()
    for user in (cast.insurer, cast.outsider):
        assert ids(said(program_of(user).get("/commitments"))) == []
    for user in (cast.auditor, cast.admin):
        said(program_of(user).get("/commitments"), 403)


def test_whom_a_case_is_closed_to_its_promises_are(play: SimpleNamespace, cast: Any) -> None:
    case = case_of(play.promised())
    actions.recuse(case, "خویشاوند", by=cast.colleague)
    assert ids(said(program_of(cast.colleague).get("/commitments"))) == []


def test_filters_and_pages(play: SimpleNamespace, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    near, later, done = play.promised(days=2), play.promised(days=20), play.claimed()
    program = program_of(cast.worker)
    assert ids(said(program.get("/commitments", state="claimed"))) == [str(done.uuid)]
    assert ids(said(program.get("/commitments", case=str(near.owed_to)))) == [str(near.uuid)]
    assert ids(said(program.get("/commitments", agency=str(cast.insurance.uuid)))) == []
    day = later.due_on.isoformat()
    assert ids(said(program.get("/commitments", due_from=day, due_to=day))) == [str(later.uuid)]
    first = said(program.get("/commitments"))
    second = said(program.get(first["next"]))
    assert ids(first) + ids(second) == [str(one.uuid) for one in (near, done, later)]
    assert second["next"] is None
    with moment.moved_to(near.due_at + timedelta(minutes=1)):
        assert ids(said(program.get("/commitments", overdue="true"))) == [str(near.uuid)]
        assert str(near.uuid) not in ids(said(program.get("/commitments", overdue="false")))


def test_a_body_learns_nothing_by_asking_for_a_case(play: SimpleNamespace, cast: Any) -> None:
    commitment = play.promised()
    assert ids(said(program_of(cast.liaison).get("/commitments", case=str(commitment.owed_to)))) == []


@pytest.mark.parametrize(
    "mark",
    ["x", "AAAA", "MjAyNi0wMS0wMSB4", "é", NAIVE],
)
def test_a_mark_that_is_not_ours_is_told(cast: Any, mark: str) -> None:
    problem = said(program_of(cast.worker).get("/commitments", after=mark), 422)
    assert problem["errors"][0]["field"] == "after"
