"""What a program might send that no page would: days of no calendar, signs of no script."""

from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.api.tests.programs import program_of, said
from dadkar.cases.models import Referral

pytestmark = pytest.mark.django_db
DAYS = ["0001-01-01", "0622-03-21", "1900-01-01", "9999-12-31", "2999-01-01"]


def released(cast: Any, referral: Any, **answer: Any) -> int:
    """How the API answers when such an answer is drafted and, if it can be, released."""
    draft = program_of(cast.liaison).post(f"/referrals/{referral}/answers", text="پاسخ", **answer)
    if draft.status_code != 201:
        return draft.status_code
    return program_of(cast.head).post(f"/answers/{draft.json()['id']}/release").status_code


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("kind", ["promise", "before_board"])
def test_no_clock_is_stopped_by_a_day_of_no_calendar(
    cast: Any, play: SimpleNamespace, kind: str, day: str
) -> None:
    """Neither by a hearing that is over nor by one that nobody here will see."""
    referral = play.sent()
    assert released(cast, referral.uuid, kind=kind, step="inspect", day=day) == 409
    referral.refresh_from_db()
    assert referral.state == Referral.State.SENT


@pytest.mark.parametrize("day", DAYS)
def test_nor_is_a_promise_put_off_to_one(cast: Any, play: SimpleNamespace, day: str) -> None:
    commitment = play.promised()
    referral = said(program_of(cast.liaison).get("/referrals"))["results"][0]["id"]
    asked = {"kind": "extension", "day": day, "commitment": str(commitment.uuid)}
    assert released(cast, referral, **asked) == 409


@pytest.mark.parametrize("day", DAYS)
def test_filters_by_such_days_answer(cast: Any, play: SimpleNamespace, day: str) -> None:
    play.promised()
    program = program_of(cast.worker)
    said(program.get("/commitments", due_from=day))
    said(program.get("/commitments", due_to=day))


@pytest.mark.parametrize("period", ["0001", "9999", "9999-q4", "9999-12", "1404-q0", "٩٩٩٩", "-1", "1" * 300])
def test_boards_of_such_times_answer_or_say_so(cast: Any, period: str) -> None:
    answer = program_of(cast.worker).get("/boards", period=period)
    assert answer.status_code in (200, 422), answer.content


@pytest.mark.parametrize(
    "text",
    [
        "\u202e\u202d",
        "\x00",
        "\u200c" * 50,
        "a\x00b",
        "\ud800",
        "﷽" * 20,
        "👍",
        "\ufeff",
        "=cmd|' /C calc'!A0",
    ],
)
def test_odd_signs_in_a_text_break_nothing(cast: Any, play: SimpleNamespace, text: str) -> None:
    referral = play.sent()
    program = program_of(cast.worker)
    for path, name in (
        (f"/cases/{referral.case_uuid}/message", "text"),
        (f"/referrals/{referral.uuid}/send-back", "reason"),
        (f"/cases/{referral.case_uuid}/withdraw", "reason"),
    ):
        answer = program.post(path, **{name: text})
        assert answer.status_code in (200, 409, 422), answer.content
    for query in ("q", "agency"):
        assert program.get("/cases", **{query: text.encode("utf-8", "replace").decode()}).status_code in (
            200,
            422,
        )


@pytest.mark.parametrize(
    "q", ["1404-" + "9" * 190, "9" * 90 + "-1", "۱۴۰۵-۰", "1-" + "9" * 19, "*", "%", "_", "\\"]
)
def test_odd_searches_answer(cast: Any, play: SimpleNamespace, q: str) -> None:
    play.filed()
    assert said(program_of(cast.worker).get("/cases", q=q))["results"] == []
