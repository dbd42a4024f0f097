"""Boards, by token: the house's for the desk, a body's own for the body."""

from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.api.tests.programs import program_of, said
from dadkar.reports import rollup

pytestmark = pytest.mark.django_db


def test_each_gets_what_its_own_page_shows(cast: Any, play: SimpleNamespace) -> None:
    play.claimed(play.promised(days=0))
    rollup.refresh(cast.house)
    for user, by in ((cast.worker, "agency"), (cast.head, "topic")):
        data = said(program_of(user).get("/boards", by=by))
        assert (data["by"], data["total"]["value"]) == (by, None)
        assert (data["total"]["counts"]["said"], data["total"]["counts"]["confirmed"]) == (1, 0)
        assert [row["counts"]["promises"] for row in data["rows"]] == [1]
        assert data["total"]["days"]["claim"] == {"median": 0, "p90": 0}
    assert said(program_of(cast.insurer).get("/boards"))["total"]["counts"]["promises"] == 0


def test_before_the_first_count_it_says_so(cast: Any) -> None:
    assert said(program_of(cast.worker).get("/boards"))["at"] is None


@pytest.mark.parametrize(("field", "value"), [("by", "name"), ("period", "x"), ("period", "1404-13")])
def test_a_filter_that_cant_be_read_is_named(cast: Any, field: str, value: str) -> None:
    problem = said(program_of(cast.worker).get("/boards", **{field: value}), 422)
    assert problem["errors"][0]["field"] == field


def test_a_body_compares_no_bodies(cast: Any) -> None:
    problem = said(program_of(cast.head).get("/boards", by="agency"), 422)
    assert problem["errors"][0]["field"] == "by"


def test_without_a_role_whose_numbers_these_are_it_is_refused(cast: Any) -> None:
    for user in (cast.auditor, cast.admin):
        said(program_of(user).get("/boards"), 403)


def test_a_body_is_not_told_what_became_of_cases(cast: Any, play: SimpleNamespace) -> None:
    """As on its page: it never learns that there is a case, still less that it is open again."""
    play.claimed(play.promised(days=0))
    rollup.refresh(cast.house)
    told = said(program_of(cast.head).get("/boards", by="month"))
    for row in (told["total"], *told["rows"]):
        assert not {"cases", "open", "reopened"} & set(row["counts"])
    house = said(program_of(cast.worker).get("/boards"))
    assert house["total"]["counts"]["cases"] == 1
