"""Filing by a program: only the narrative is needed, and the receipt is the way back."""

from typing import Any

import pytest
from django.db import connection

from dadkar.api.tests.programs import STORY, Program, said
from dadkar.cases.models import Case, Message
from dadkar.people.models import Organisation, Workplace

pytestmark = pytest.mark.django_db


def only_case() -> Case:
    return Case.objects.as_system("test").get()


def test_the_narrative_alone_is_enough(cast: Any) -> None:
    filed = said(Program().post("/cases", narrative=STORY), 201)
    assert len(filed["receipt"]) == 20
    assert filed["receipt"].isdecimal()
    assert filed["phase"] == "received"
    case = only_case()
    assert case.narrative.open() == STORY
    assert case.channel == Case.Channel.API
    there = said(Program(receipt=filed["receipt"]).get("/receipt"))
    assert there["phase"] == "received"
    assert there["closed_as"] is None


def test_all_that_may_be_given_is_kept_and_the_county_s_desk_receives_it(cast: Any, topic: Any) -> None:
    said(
        Program().post(
            "/cases", narrative=STORY, topic=topic.code, county="boyer-ahmad", workplace="قند یاسوج",
            people=200, reference="الف/۱۲",
        ),
        201,
    )  # fmt: skip
    case = only_case()
    assert (case.topic, case.county, case.workplace) == (topic, cast.county, cast.plant)
    assert (case.people, case.office_reference, case.desk) == (200, "الف/۱۲", cast.branch)


def test_a_small_workplace_asks_for_care_and_an_unknown_one_is_kept_as_it_was_said(cast: Any) -> None:
    Workplace.objects.filter(organisation=cast.plant).update(headcount=4)
    said(Program().post("/cases", narrative=STORY, workplace="قند یاسوج"), 201)
    assert only_case().needs_care
    Case.objects.as_system("test").all().delete()
    said(Program().post("/cases", narrative=STORY, workplace="نانوایی سر کوچه"), 201)
    assert only_case().workplace is None
    assert only_case().workplace_typed.open() == "نانوایی سر کوچه"


BAD = [
    ({}, "narrative", "لازم"),
    ({"narrative": "  "}, "narrative", ""),
    ({"narrative": "😀😀"}, "narrative", ""),
    ({"narrative": "\u202e\u200f\u200b"}, "narrative", ""),
    ({"narrative": 7}, "narrative", "متن"),
    ({"narrative": STORY, "people": 0}, "people", "1"),
    ({"narrative": STORY, "people": "چند"}, "people", "عدد"),
    ({"narrative": STORY, "topic": "no.such"}, "topic", "موضوع"),
    ({"narrative": STORY, "county": "atlantis"}, "county", "شهرستان"),
    ({"narrative": STORY, "county": "a\u0000b"}, "county", ""),
    ({"narrative": STORY, "reference": "x" * 61}, "reference", ""),
    ({"narrative": STORY, "belief": "x"}, "belief", "نیست"),
]


@pytest.mark.parametrize(("sent", "field", "word"), BAD, ids=range(len(BAD)))
def test_what_is_wrong_is_told_with_its_field_in_the_callers_language(
    cast: Any, sent: dict[str, Any], field: str, word: str
) -> None:
    problem = said(Program(language="fa").post("/cases", **sent), 422)
    assert [one["field"] for one in problem["errors"]] == [field]
    message = problem["errors"][0]["message"]
    assert word in message
    assert any("\u0600" < letter < "\u06ff" for letter in message), message
    assert not Case.objects.as_system("test").exists()


def test_a_body_that_is_no_json_or_far_too_large_is_refused(cast: Any) -> None:
    client = Program().client
    for body, kind, status in [
        (b"{narrative", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"narrative": "' + b"x" * 2_200_000 + b'"}', "application/json", 413),
        (b"narrative=x", "application/x-www-form-urlencoded", 415),
        (b"<x/>", "text/xml", 415),
        (b"null", "application/json", 422),
        (b"[1]", "application/json", 422),
        (b'{"narrative": "\\ud800"}', "application/json", 422),
    ]:
        response = client.post("/api/v1/cases", body, content_type=kind)
        assert said(response, status)["title"], body[:20]
    assert not Case.objects.as_system("test").exists()
    said(Program().post("/cases", narrative=STORY * 1000), 422)


def test_nothing_else_is_an_address_and_the_wrong_method_is_told(cast: Any) -> None:
    for path in (
        "/api/",
        "/api/v2/cases",
        "/api/v1/",
        "/api/v1/nowhere",
        "/api/v1/cases/x",
        "/api/v1/cases/",
    ):
        assert said(Program().client.get(path, follow=False), 404)["code"] == "not-found", path
    response = Program().client.delete("/api/v1/cases")
    assert said(response, 405)["code"] == "no-such-method"
    assert set(response["Allow"].replace(" ", "").split(",")) == {"GET", "POST"}


def test_before_a_house_is_founded_it_is_away(db: Any) -> None:
    assert not Organisation.objects.exists()
    assert said(Program().post("/cases", narrative=STORY), 503)["code"] == "away"


def test_no_cookie_is_read(cast: Any) -> None:
    program = Program()
    program.client.force_login(cast.worker)
    said(program.get("/cases"), 401)
    with connection.execute_wrapper(no_session):
        said(program.post("/cases", narrative=STORY), 201)
    assert not Message.objects.as_system("test").exists()


def no_session(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert "people_session" not in sql
    return execute(sql, params, many, context)
