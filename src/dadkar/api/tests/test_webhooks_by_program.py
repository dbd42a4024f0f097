"""A program makes, lists and ends the webhooks of its own token, and is told what can't be."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from dadkar.api import hooks
from dadkar.api.tests.listening import Listener, run
from dadkar.api.tests.programs import Program, program_of, said

pytestmark = pytest.mark.django_db


def test_a_program_makes_lists_and_ends_its_own(listener: Listener, play: SimpleNamespace, cast: Any) -> None:
    program = program_of(cast.worker)
    made = said(program.post("/webhooks", key="k", url=listener.url, kinds=["case.file"]), 201)
    again = said(program.post("/webhooks", key="k", url=listener.url, kinds=["case.file"]), 201)
    assert made["secret"].startswith("whsec_")
    assert again == made
    with connection.cursor() as cursor:
        cursor.execute("SELECT w::text FROM api_webhook w")
        assert made["secret"].encode().hex() not in cursor.fetchone()[0]
    listed = said(program.get("/webhooks"))
    assert [one["id"] for one in listed["results"]] == [made["id"]]
    assert "case.file" in listed["kinds"]
    assert "secret" not in listed["results"][0]
    play.filed()
    run()
    assert said(program.get(f"/webhooks/{made['id']}/deliveries"))["results"][0]["state"] == "sent"
    for stranger in (program_of(cast.worker), program_of(cast.outsider)):
        said(stranger.get(f"/webhooks/{made['id']}/deliveries"), 404)
        said(stranger.post(f"/webhooks/{made['id']}/end"), 404)
    assert said(program.post(f"/webhooks/{made['id']}/end"))["state"] == "owner"
    play.filed()
    run()
    assert len(listener.heard) == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"url": "ftp://example.org/", "kinds": ["case.file"]}, "url"),
        ({"url": "http://example.org/", "kinds": ["case.file"]}, "url"),
        ({"url": "https://10.0.0.1/", "kinds": ["case.file"]}, "url"),
        ({"url": "https://example.org/", "kinds": []}, "kinds"),
        ({"url": "https://example.org/", "kinds": ["token.made"]}, "kinds"),
        ({"url": "https://example.org/", "kinds": ["case.contact_opened"]}, "kinds"),
        ({"url": "https://example.org/" + "x" * 500, "kinds": ["case.file"]}, "url"),
    ],
)
def test_what_can_t_be_is_told(cast: Any, sent: dict[str, Any], field: str) -> None:
    problem = said(program_of(cast.worker).post("/webhooks", **sent), 422)
    assert [one["field"] for one in problem["errors"]] == [field]


def test_ten_are_enough(cast: Any) -> None:
    program = program_of(cast.worker)
    for number in range(hooks.MOST):
        said(program.post("/webhooks", url=f"https://example.org/{number}", kinds=["case.file"]), 201)
    said(program.post("/webhooks", url="https://example.org/more", kinds=["case.file"]), 422)
    assert isinstance(program, Program)
