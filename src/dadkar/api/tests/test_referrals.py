"""A body's referrals by token: what was written for it, drafts of answers, their release."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.api import paging
from dadkar.api.tests.programs import Program, program_of, said
from dadkar.cases import actions
from dadkar.cases.models import Answer, Referral
from dadkar.kernel import moment
from dadkar.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def liaison(cast: Any) -> Program:
    return program_of(cast.liaison)


@pytest.fixture
def head(cast: Any) -> Program:
    return program_of(cast.head)


def ids(page: Any) -> list[str]:
    return [row["id"] for row in page["results"]]


def in_days(number: int) -> str:
    return (moment.today() + timedelta(days=number)).isoformat()


def test_what_is_not_overdue_is_all_the_rest(liaison: Program, play: SimpleNamespace) -> None:
    with moment.moved_to(moment.now() - timedelta(days=60)):
        late = play.sent()
    near, promised = play.sent(), play.sent()
    play.promised(promised)  # it has no date of its own any more
    assert ids(said(liaison.get("/referrals", overdue="true"))) == [str(late.uuid)]
    rest = {str(near.uuid), str(promised.uuid)}
    assert set(ids(said(liaison.get("/referrals", overdue="false")))) == rest


def test_a_body_reads_what_was_sent_to_it_and_never_the_case(
    liaison: Program, play: SimpleNamespace, cast: Any
) -> None:
    referral = play.sent()
    play.filed()
    page = liaison.get("/referrals")
    assert ids(said(page)) == [str(referral.uuid)]
    one = liaison.get(f"/referrals/{referral.uuid}")
    assert said(one)["summary"] == "مزد چهار ماه پرداخت نشده است."
    assert "promise" in said(one)["answerable"]
    case = referral.case
    for hidden in (str(case.uuid), case.number, case.narrative.open()[:20], case.filed_at.isoformat()):
        assert hidden not in page.content.decode() + one.content.decode()
    for user in (cast.insurer,):
        assert ids(said(program_of(user).get("/referrals"))) == []
        said(program_of(user).get(f"/referrals/{referral.uuid}"), 404)
    said(program_of(cast.worker).get("/referrals"), 403)


def test_a_draft_of_the_house_is_not_there(liaison: Program, play: SimpleNamespace, cast: Any) -> None:
    case = play.sent().case
    draft = actions.draft_referral(case, cast.labour, "دومی", by=cast.worker)
    said(liaison.get(f"/referrals/{draft.uuid}"), 404)
    assert len(ids(said(liaison.get("/referrals")))) == 1


def test_pages_and_filters(liaison: Program, play: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    made = [str(play.sent().uuid) for _one in range(3)]
    first = said(liaison.get("/referrals"))
    assert ids(first) + ids(said(liaison.get(first["next"]))) == made
    assert ids(said(liaison.get("/referrals", state="ended"))) == []
    assert ids(said(liaison.get("/referrals", overdue="true"))) == []
    with moment.moved_to(moment.now() + timedelta(days=60)):
        assert len(ids(said(program_of_later(liaison).get("/referrals", overdue="true")))) == 2


def program_of_later(program: Program) -> Program:
    """The same program once its first token is over."""
    return program_of(User.objects.get(username="liaison"))


def test_an_answer_is_drafted_and_released_by_the_manager(
    liaison: Program, head: Program, play: SimpleNamespace
) -> None:
    referral = play.sent()
    path = f"/referrals/{referral.uuid}/answers"
    draft = said(liaison.post(path, kind="promise", text="بازرسی", step="inspect", day=in_days(9)), 201)
    assert draft["state"] == "draft"
    said(liaison.post(f"/answers/{draft['id']}/release"), 403)
    assert said(head.post(f"/answers/{draft['id']}/release"))["state"] == "released"
    referral.refresh_from_db()
    assert referral.state == Referral.State.PROMISED
    promise = said(liaison.get(f"/referrals/{referral.uuid}"))["commitments"][0]["id"]
    claim = said(liaison.post(path, kind="claim", text="انجام شد", commitment=promise), 201)
    assert said(head.post(f"/answers/{claim['id']}/return", reason="گزارش؟"))["state"] == "returned"
    assert said(liaison.post(f"/answers/{claim['id']}/drop"))["state"] == "dropped"
    said(head.post(f"/answers/{claim['id']}/release"), 409)


NEEDED = [
    ("promise", {}, "step"),
    ("promise", {"step": "inspect"}, "day"),
    ("before_board", {}, "day"),
    ("not_competent", {}, "other_body"),
    ("not_competent", {"other_body": "00000000-0000-4000-8000-000000000000"}, "other_body"),
    ("promise", {"step": "dance", "day": "2030-01-01"}, "step"),
    ("promise", {"step": "inspect", "day": "31 Mehr"}, "day"),
    ("refuse", {"text": ""}, "text"),
]


@pytest.mark.parametrize(("kind", "sent", "field"), NEEDED)
def test_what_an_answer_lacks_is_told(
    liaison: Program, play: SimpleNamespace, kind: str, sent: dict[str, str], field: str
) -> None:
    referral = play.sent()
    response = liaison.post(f"/referrals/{referral.uuid}/answers", **{"kind": kind, "text": "متن", **sent})
    assert [one["field"] for one in said(response, 422)["errors"]] == [field]
    assert not Answer.objects.of(referral).exists()


def test_what_leads_nowhere_is_refused(liaison: Program, play: SimpleNamespace) -> None:
    referral = play.sent()
    path = f"/referrals/{referral.uuid}/answers"
    said(liaison.post(path, kind="claim", text="انجام شد", commitment=str(referral.uuid)), 409)
    other = play.promised()
    play.answered(referral, "promise", "بازرسی", step="inspect", day=moment.today() + timedelta(9))
    said(liaison.post(path, kind="claim", text="انجام شد", commitment=str(other.uuid)), 422)


def test_another_bodys_draft_does_not_exist(play: SimpleNamespace, cast: Any) -> None:
    referral = play.sent()
    draft = actions.draft_answer(referral, "refuse", "مادهٔ ۱۰", by=cast.liaison)
    said(program_of(cast.insurer).post(f"/answers/{draft.uuid}/drop"), 404)
    said(program_of(cast.worker).post(f"/answers/{draft.uuid}/drop"), 403)
    said(program_of(cast.insurer).post(f"/referrals/{referral.uuid}/answers", kind="refuse", text="نه"), 404)


def test_an_answer_from_its_first_draft_to_its_release(
    liaison: Program, head: Program, play: SimpleNamespace, cast: Any
) -> None:
    """A liaison writes, a manager reads what waits and gives it back, it is written anew, and it goes."""
    referral = play.sent()
    first = {"kind": "promise", "text": "می‌رویم.", "step": "inspect", "day": in_days(60)}
    draft = said(liaison.post(f"/referrals/{referral.uuid}/answers", **first), 201)
    waiting = said(head.get("/answers", state="draft"))["results"]
    assert [(one["id"], one["referral"]) for one in waiting] == [(draft["id"], str(referral.uuid))]
    said(head.post(f"/answers/{draft['id']}/return", reason="روز نزدیک‌تری بنویسید"))
    assert said(head.get("/answers", state="draft"))["results"] == []
    assert ids(said(liaison.get("/answers", state="returned"))) == [draft["id"]]
    rewritten = {"text": "بازرسی می‌کنیم.", "step": "inspect"}
    said(liaison.post(f"/answers/{draft['id']}/rewrite", **rewritten), 422)
    said(liaison.post(f"/answers/{draft['id']}/rewrite", **rewritten, day=in_days(10)))
    said(head.post(f"/answers/{draft['id']}/release"))
    [promise] = said(liaison.get(f"/referrals/{referral.uuid}"))["commitments"]
    assert (promise["what"], promise["due_on"]) == ("بازرسی می‌کنیم.", in_days(10))
    said(liaison.post(f"/answers/{draft['id']}/rewrite", **rewritten, day=in_days(9)), 409)


def test_the_answers_of_others_and_those_that_came_by_letter_are_not_listed(
    liaison: Program, play: SimpleNamespace, cast: Any
) -> None:
    answer = actions.draft_answer(play.sent(), "refuse", "مادهٔ ۱۰", by=cast.liaison)
    assert ids(said(program_of(cast.insurer).get("/answers"))) == []
    said(program_of(cast.worker).get("/answers"), 403)
    page = said(liaison.get("/answers"))
    assert ids(page) == [str(answer.uuid)]
    assert page["next"] is None


def test_a_list_of_answers_goes_on_where_it_ended(
    liaison: Program, play: SimpleNamespace, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    referral = play.sent()
    made = [
        str(actions.draft_answer(referral, "refuse", f"مادهٔ {number}", by=cast.liaison).uuid)
        for number in range(3)
    ]
    first = said(liaison.get("/answers"))
    assert ids(first) + ids(said(liaison.get(first["next"]))) == made
