"""Every verb of the desk by token: the same verb as on the page, its refusals as problems."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.api.tests.programs import Program, program_of, said
from dadkar.api.verbs import CASE_VERBS
from dadkar.cases.models import Call, Case, Message, Payment, Referral
from dadkar.cases.tests.drama import case_of
from dadkar.kernel import moment
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cast: Any) -> Program:
    return program_of(cast.worker)


def do(program: Program, case: Case, verb: str, status: int = 200, **sent: Any) -> Any:
    done = said(program.post(f"/cases/{case.uuid}/{verb}", **sent), status)
    case.refresh_from_db()
    return done


def test_take_and_give_to_a_colleague(program: Program, play: SimpleNamespace, cast: Any) -> None:
    case = play.filed()
    assert do(program, case, "take")["state"] == "triage"
    assert case.officer == cast.worker
    do(program, case, "take", 409)
    do(program, case, "assign", to=str(cast.colleague.uuid), note="لطفاً")
    assert case.officer == cast.colleague
    problem = do(program, case, "assign", 422, to="00000000-0000-4000-8000-000000000000")
    assert problem["errors"][0]["field"] == "to"
    do(program, case, "assign", 403, to=str(cast.outsider.uuid))
    event = Event.objects.filter(subject=case.uuid, kind="case.take").get()
    assert event.actor == cast.worker.ref


def test_classify_changes_what_is_sent_and_nothing_else(
    program: Program, play: SimpleNamespace, topic: Any, cast: Any
) -> None:
    case = play.filed()
    do(program, case, "classify", topic=topic.code, urgency=1, sensitive=True)
    assert (case.topic, case.urgency, case.sensitive, case.workplace) == (topic, 1, True, cast.plant)
    do(program, case, "classify", workplace=None)
    assert (case.topic, case.workplace) == (topic, None)
    do(program, case, "classify", workplace=str(cast.plant.uuid), county=None, sensitive=None)
    assert (case.workplace, case.county, case.sensitive) == (cast.plant, None, True)
    for field, value in {
        "topic": "no.such",
        "county": "x",
        "workplace": str(cast.labour.uuid),
        "urgency": 9,
    }.items():
        assert do(program, case, "classify", 422, **{field: value})["errors"][0]["field"] == field


def test_decline_and_reopen_with_a_reason(program: Program, play: SimpleNamespace) -> None:
    case = play.filed()
    do(program, case, "decline", 422)
    assert do(program, case, "decline", reason="به دادگاه بروید")["state"] == "declined"
    do(program, case, "message", text="هنوز می‌خوانیم")
    assert Message.objects.of(case).get().side == "desk"
    assert do(program, case, "reopen", reason="دوباره")["state"] == "triage"


def test_who_steps_away_sees_it_no_more(program: Program, play: SimpleNamespace) -> None:
    case = play.filed()
    do(program, case, "recuse", reason="خویشاوند")
    do(program, case, "recuse", 404, reason="خویشاوند")


def test_refer_writes_a_draft_never_for_the_body_complained_about(
    program: Program, play: SimpleNamespace, topic: Any, cast: Any
) -> None:
    case = play.filed()
    do(program, case, "refer", 409, body=str(cast.labour.uuid), summary="خلاصه")
    do(program, case, "take")
    do(program, case, "classify", topic=topic.code)
    made = do(program, case, "refer", body=str(cast.labour.uuid), summary="خلاصه")["made"]
    referral = Referral.objects.as_system("test").get(uuid=made)
    assert (referral.state, referral.summary.open()) == ("draft", "خلاصه")
    do(program, case, "refer", 422, body=str(cast.plant.uuid), summary="خلاصه")


def test_a_summary_goes_from_hand_to_hand(program: Program, play: SimpleNamespace, cast: Any) -> None:
    case = play.sent().case
    made = do(program, case, "refer", body=str(cast.insurance.uuid), summary="خلاصه")["made"]
    colleague = program_of(cast.colleague)
    said(program.post(f"/referrals/{made}/rewrite", text="خلاصه‌ای دیگر"))
    assert said(program.post(f"/referrals/{made}/propose"))["state"] == "proposed"
    said(program.post(f"/referrals/{made}/agree"), 403)  # whoever wrote it does not agree to it
    assert said(colleague.post(f"/referrals/{made}/correct", text="نام را نبرید"))["state"] == "draft"
    said(program.post(f"/referrals/{made}/propose"))
    said(colleague.post(f"/referrals/{made}/agree"), 403)  # the applicant is asked first
    with moment.moved_to(moment.now() + timedelta(days=9)):
        assert said(colleague.post(f"/referrals/{made}/agree"))["state"] == "agreed"
    assert said(program.post(f"/referrals/{made}/end"))["state"] == "ended"
    said(program.post(f"/referrals/{made}/end"), 409)
    said(program_of(cast.outsider).post(f"/referrals/{made}/end"), 404)
    said(program_of(cast.liaison).post(f"/referrals/{made}/end"), 403)


def test_what_a_body_asked_or_answered_is_met(program: Program, play: SimpleNamespace, cast: Any) -> None:
    asked, refused, other = play.sent(), play.sent(), play.sent()
    play.answered(asked, "ask_info", "از کی؟")
    assert said(program.post(f"/referrals/{asked.uuid}/give-info", text="از مهر"))["state"] == "sent"
    play.answered(refused, "refuse", "مادهٔ ۱۰")
    assert said(program.post(f"/referrals/{refused.uuid}/send-back", reason="نه"))["state"] == "sent"
    play.answered(other, "not_competent", "با بیمه است", other_body=cast.insurance)
    path = f"/referrals/{other.uuid}/agree-not-competent"
    said(program.post(path, to="00000000-0000-4000-8000-000000000000"), 422)
    assert said(program.post(path, to=str(cast.insurance.uuid)))["state"] == "ended"


def test_the_applicants_word_by_telephone_is_written_as_such(program: Program, play: SimpleNamespace) -> None:
    commitment = play.claimed()
    case, which = case_of(commitment), {"commitment": str(commitment.uuid)}
    do(program, case, "dispute", 422, via="code", remains="نیامد", **which)
    assert do(program, case, "dispute", via="phone", remains="نیامد", **which)["state"] == "promised"
    referral = Referral.objects.as_system("test").get(case=case)
    play.answered(referral, "claim", "باز رفتیم", commitment=commitment)
    assert do(program, case, "confirm", via="visit", outcome="full", **which)["state"] == "confirmed"
    assert commitment.confirmations.as_system("test").filter(kept=True).get().via == "visit"
    do(program, play.filed(), "confirm", 422, via="visit", outcome="full", **which)


def test_what_came_unclaimed_is_written_as_the_applicants_word(
    program: Program, play: SimpleNamespace
) -> None:
    case = case_of(play.promised())
    do(program, case, "settled", 422, via="code")
    assert do(program, case, "settled", via="phone")["state"] == "confirmed"
    do(program, case, "settled", 409, via="phone")


def test_a_later_date_is_granted_or_refused(program: Program, play: SimpleNamespace) -> None:
    commitment = play.promised()
    case, which = case_of(commitment), {"commitment": str(commitment.uuid)}
    do(program, case, "grant-extension", 422, **which)
    referral = Referral.objects.as_system("test").get(case=case)
    later = {"commitment": commitment, "day": moment.today() + timedelta(days=30)}
    play.answered(referral, "extension", "دیر شد", **later)
    do(program, case, "refuse-extension", reason="نه", **which)
    play.answered(referral, "extension", "دیر شد", **later)
    do(program, case, "grant-extension", **which)
    commitment.refresh_from_db()
    assert commitment.due_on >= later["day"]


def test_withdrawn_and_closed_without_a_word(program: Program, play: SimpleNamespace) -> None:
    assert do(program, play.filed(), "withdraw", reason="نمی‌خواهم")["state"] == "withdrawn"
    do(program, case_of(play.claimed()), "close-unconfirmed", 409, reason="زود است")


def test_a_call_and_money_that_came_are_written_down(play: Any, cast: Any) -> None:
    case, desk = play.filed(), program_of(cast.worker)
    made = said(desk.post(f"/cases/{case.uuid}/call", result="spoke", safe=True, note="گفت می‌آید"))
    call = Call.objects.of(case).select_related("case").get()
    assert (str(call.uuid), call.safe, call.note.open()) == (made["made"], True, "گفت می‌آید")
    today = moment.today()
    said(desk.post(f"/cases/{case.uuid}/payment", amount_rial=5_000_000, paid_on=today.isoformat()))
    assert Payment.objects.of(case).get().amount_rial == 5_000_000
    tomorrow = (today + timedelta(1)).isoformat()
    said(desk.post(f"/cases/{case.uuid}/payment", amount_rial=5, paid_on=tomorrow), 409)
    said(desk.post(f"/cases/{case.uuid}/payment", amount_rial=0, paid_on=today.isoformat()), 422)


def test_the_table_has_no_verb_that_is_not_tried_here() -> None:
    """Or, for those with which cases are followed together, in `test_voices_by_program.py`."""
    tried = (
        "take assign classify decline message recuse refer confirm dispute settled grant-extension "
        "refuse-extension withdraw close-unconfirmed reopen call payment take-back join part"
    )
    elsewhere = "petition add-people representative contact bar"  # test_track, test_people
    assert {*tried.split(), *elsewhere.split()} == set(CASE_VERBS)


def test_what_they_say_later_is_written_with_how_they_said_it(
    program: Program, play: SimpleNamespace
) -> None:
    commitment, refused, proposed = play.claimed(), play.sent(), play.sent()
    case, which = case_of(commitment), {"commitment": str(commitment.uuid)}
    do(program, case, "confirm", via="visit", outcome="full", **which)
    do(program, case, "take-back", 422, via="code", reason="برگشت خورد", **which)
    assert do(program, case, "take-back", via="phone", reason="برگشت خورد", **which)["state"] == "promised"
    play.answered(refused, "refuse", "مادهٔ ۱۰")
    assert said(program.post(f"/referrals/{refused.uuid}/appeal", via="phone"))["state"] == "appealed"
    body = str(refused.body.uuid)
    made = do(program, proposed.case, "refer", body=body, summary="خلاصه")["made"]
    said(program.post(f"/referrals/{made}/propose"))
    assert said(program.post(f"/referrals/{made}/agree-told", via="visit"))["state"] == "agreed"
