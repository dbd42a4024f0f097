"""The desk's cases by token: a list, filtered, searched and paged; one case; nothing of anybody else's."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from dadkar.api.endpoints import cases
from dadkar.api.tests.programs import program_of, said
from dadkar.cases import actions, search
from dadkar.cases.models import Case
from dadkar.kernel import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cast: Any) -> Any:
    return program_of(cast.worker)


def ids(page: Any) -> list[str]:
    return [row["id"] for row in page["results"]]


def test_a_row_says_what_it_is(program: Any, play: SimpleNamespace, topic: Any, cast: Any) -> None:
    case = play.filed(topic=topic, office_reference="الف/۱۲")
    row = said(program.get("/cases"))["results"][0]
    assert row["id"] == str(case.uuid)
    assert (row["reference"], row["state"], row["topic"]) == ("الف/۱۲", "received", "wages.arrears")
    assert (row["phase"], row["county"], row["people"], row["overdue"]) == (
        "received",
        "boyer-ahmad",
        200,
        False,
    )
    assert row["workplace"] == {"id": str(cast.plant.uuid), "name": "Yasuj Sugar"}
    assert row["number"] == case.number


def test_pages_follow_each_other_and_come_to_an_end(
    program: Any, play: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "PAGE", 2)
    made = [str(play.filed().uuid) for _one in range(5)][::-1]
    for query in ({}, {"state": "received"}, {"overdue": False}):
        found, page = [], said(program.get("/cases", **query))
        while page["next"]:
            found += ids(page)
            play.filed() if query and "state" not in query else None  # what comes in meanwhile shifts nothing
            page = said(program.get(page["next"]))
        assert [one for one in found + ids(page) if one in made] == made, query
        assert len(found + ids(page)) == len(set(found + ids(page)))


@pytest.mark.parametrize("few", [0, 1000])
def test_filters(
    program: Any, play: SimpleNamespace, topic: Any, cast: Any, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(cases, "FEW", few)
    plain, sent = play.filed(), play.sent()
    with moment.moved_to(moment.now() - timedelta(days=30)):
        late = play.filed()
    of_sent, of_plain, of_late = (str(sent.case_uuid), str(plain.uuid), str(late.uuid))
    for query, expected in [
        ({"state": "referred"}, {of_sent}),
        ({"topic": "wages.arrears"}, {of_sent}),
        ({"topic": "no.such"}, set()),
        ({"agency": "labour"}, {of_sent}),
        ({"agency": str(cast.labour.uuid)}, {of_sent}),
        ({"agency": str(cast.insurance.uuid)}, set()),
        ({"county": "boyer-ahmad"}, {of_sent, of_plain, of_late}),
        ({"county": "elsewhere"}, set()),
        ({"overdue": "true"}, {of_late}),
        ({"overdue": "false"}, {of_sent, of_plain}),
        ({"state": "referred", "overdue": "true"}, set()),
    ]:
        assert set(ids(said(program.get("/cases", **query)))) == expected, query


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"state": "lost"}, "state"),
        ({"overdue": "perhaps"}, "overdue"),
        ({"before": "0"}, "before"),
        ({"before": "x"}, "before"),
        ({"before": "9" * 30}, "before"),
        ({"topic": "A\x00"}, "topic"),
        ({"agency": "%00"}, "agency"),
        ({"q": "x" * 201}, "q"),
    ],
)
def test_a_filter_that_can_t_be_is_told(program: Any, query: dict[str, str], field: str) -> None:
    assert [one["field"] for one in said(program.get("/cases", **query), 422)["errors"]] == [field]


def test_search_opens_the_sealed_texts_of_what_the_reader_may_see(
    program: Any, play: SimpleNamespace, cast: Any
) -> None:
    case = play.filed()
    actions.say(case, "سرکارگر ما را تهدید کرد", by=cast.worker)
    play.filed()
    assert ids(said(program.get("/cases", q="تهدید سرکارگر"))) == [str(case.uuid)]
    assert ids(said(program.get("/cases", q="تهدید سرکارگر", state="triage"))) == []
    assert ids(said(program_of(cast.outsider).get("/cases", q="تهدید سرکارگر"))) == []
    assert said(program.get("/cases", q="\x00 "))["results"]


def test_a_search_says_how_far_back_it_has_looked(
    program: Any, play: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [str(play.filed().uuid) for _one in range(5)][::-1]
    monkeypatch.setattr(search, "OPENED_A_PAGE", 2)
    page = said(program.get("/cases", q="هفتهٔ بعد"))
    assert page["searched_back_to"]
    found = ids(page)
    while page["next"]:
        page = said(program.get(page["next"]))
        found += ids(page)
    assert found == made
    assert page["searched_back_to"] is None


def test_one_case_is_opened_with_its_parts(program: Any, play: SimpleNamespace, cast: Any) -> None:
    commitment = play.claimed()
    case = Case.objects.as_system("test").get(uuid=commitment.owed_to)
    actions.say(case, "خواندیم", by=cast.worker)
    seen = said(program.get(f"/cases/{case.uuid}"))
    assert seen["narrative"].startswith("چهار ماه")
    assert seen["messages"][0]["text"] == "خواندیم"
    assert seen["referrals"][0]["summary"] == "مزد چهار ماه پرداخت نشده است."
    assert seen["referrals"][0]["body"]["name"] == "Labour directorate"
    assert (seen["commitments"][0]["state"], seen["commitments"][0]["what"]) == ("claimed", "بازرسی می‌کنیم.")
    assert {"assign", "withdraw", "confirm"} <= set(seen["verbs"])
    assert not {"take", "decline", "reopen"} & set(seen["verbs"])


def test_who_may_not_see_a_case_is_told_as_of_one_that_never_was(play: SimpleNamespace, cast: Any) -> None:
    case = play.sent().case
    actions.recuse(case, "خویشاوند", by=cast.colleague)
    for user in (cast.outsider, cast.colleague):
        program = program_of(user)
        assert ids(said(program.get("/cases"))) == []
        there = [program.get(f"/cases/{one}") for one in (case.uuid, uuid4())]
        assert said(there[0], 404) == said(there[1], 404)
        for verb in ("take", "decline", "message", "recuse", "refer"):
            sent = {"reason": "چون", "text": "سلام", "body": str(cast.insurance.uuid), "summary": "خلاصه"}
            wanted = {"take": (), "message": ("text",), "refer": ("body", "summary")}.get(verb, ("reason",))
            fields = {name: sent[name] for name in wanted}
            said(program.post(f"/cases/{case.uuid}/{verb}", **fields), 404)
    for user in (cast.liaison, cast.auditor, cast.admin):
        program = program_of(user)
        said(program.get("/cases"), 403)
        said(program.get(f"/cases/{case.uuid}"), 403)
        said(program.post(f"/cases/{case.uuid}/take"), 403)


def test_names_and_numbers_of_the_applicant_are_not_told(program: Any, cast: Any) -> None:
    filing = actions.Filing("مزد نداده‌اند", contact={"name": "گلنار پاک‌نژاد", "phone": "09171112233"})
    case, _code = actions.file_case(filing, house=cast.house, desk=cast.branch, nonce=b"n" * 16)
    assert "گلنار" not in program.get(f"/cases/{case.uuid}").content.decode()
