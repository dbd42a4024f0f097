"""The log's lines: facts for the operator, and nothing that anybody wrote."""

import io
import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DataError, connection
from django.test import Client

from dadkar.monitoring.logs import JSONFormatter, PlainFormatter
from dadkar.portal.tests.hands import filed, press
from dadkar.portal.views import write

NO_DATE = "روزی که در هیچ تقویمی نیست"  # PostgreSQL writes it into its own log
PLANTED = {
    "narrative": "گلپونهٔ سرکارگر چهار ماه مزد نداد",
    "phone": "09178889911",
    "address": "203.0.113.77",
    "name": "سپهرداد آذرنوش",
}


@pytest.fixture(params=[JSONFormatter, PlainFormatter])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Everything that is logged, as it would stand in the log."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(request.param())
    root = logging.getLogger()
    root.addHandler(handler)
    level, root.level = root.level, logging.INFO
    yield said
    root.removeHandler(handler)
    root.level = level


@pytest.mark.django_db
def test_nothing_that_was_told_is_logged(
    cast: SimpleNamespace, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Client(REMOTE_ADDR=PLANTED["address"], raise_request_exception=False)
    told = {
        "narrative": PLANTED["narrative"],
        "told": "sms",
        "phone": PLANTED["phone"],
        "name": PLANTED["name"],
    }
    _case, code = filed(browser, **told)
    browser.post("/receipt/", {"last": code[-4:]})
    press(browser, "write", text=PLANTED["narrative"])
    browser.get(f"/{PLANTED['name']}/", {"q": PLANTED["narrative"]})
    browser.get("/", HTTP_HOST=f"{PLANTED['phone']}.example")

    def quotes(*args: Any) -> Any:
        with connection.cursor() as cursor:  # PostgreSQL's error says what it was given
            cursor.execute("SELECT %s::text::date", [NO_DATE])

    monkeypatch.setattr(write, "file", quotes)
    typed = {"nonce": browser.get("/write/").context["form"]["nonce"].value(), **told}
    assert browser.post("/write/", typed).status_code == 500
    text = log.getvalue()
    assert "InvalidDatetimeFormat" in text
    assert "quotes" in text  # where it was raised
    leaks = [kind for kind, word in (PLANTED | {"code": code}).items() if word in text or word[:18] in text]
    assert leaks == []
    assert NO_DATE not in text


@pytest.mark.django_db
def test_a_line_of_a_request(cast: SimpleNamespace, client: Client) -> None:
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(JSONFormatter())
    logging.getLogger("dadkar.request").addHandler(handler)
    client.force_login(cast.worker)
    response = client.get("/desk/queue/")
    logging.getLogger("dadkar.request").removeHandler(handler)
    line = json.loads(said.getvalue().splitlines()[-1])
    assert line["view"] == "queue"
    assert line["status"] == response.status_code == 200
    assert line["user"] == str(cast.worker.uuid)
    assert line["request_id"] == response["X-Request-ID"]
    assert set(line) == {
        "at", "level", "logger", "message", "request_id", "view", "method", "status", "ms", "user",
    }  # fmt: skip


@pytest.mark.django_db
def test_probes_fill_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client.get("/healthz")
    assert caplog.records == []


def test_an_errors_cause_keeps_its_code() -> None:
    from psycopg.errors import UniqueViolation

    try:
        try:
            raise UniqueViolation("Key (phone)=(09178889911) already exists.")
        except UniqueViolation as inner:
            raise DataError("x") from inner
    except DataError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), (type(error), error, None))
    line = JSONFormatter().format(record)
    assert '"sqlstate": "23505"' in line
    assert "09178889911" not in line
