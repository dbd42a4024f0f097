"""What the worker's page offers, by program: what waits for a word, and each word."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.api.endpoints.holder import HOLDER_VERBS
from dadkar.api.tests.programs import Program, said
from dadkar.api.tests.test_receipt import code_for
from dadkar.cases import actions, board
from dadkar.cases.models import Case, Contact, Petition, Referral
from dadkar.cases.tests.drama import case_of
from dadkar.commitments.models import Commitment, Extension
from dadkar.kernel import moment

pytestmark = pytest.mark.django_db


def holder_of(case: Case) -> Program:
    return Program(receipt=code_for(case))


def now(row: Any) -> Any:
    return type(row).objects.as_system("test").get(pk=row.pk)


def the_ask(holder: Program) -> dict[str, Any]:
    [ask] = said(holder.get("/receipt"))["asks"]
    assert set(ask["verbs"]) <= set(HOLDER_VERBS)
    return ask


@pytest.fixture
def proposed(cast: Any, play: SimpleNamespace, topic: Any) -> Referral:
    case = play.filed()
    case.take(by=cast.worker)
    referral = actions.draft_referral(case, cast.labour, "چهار ماه مزد.", topic=topic, by=cast.worker)
    actions.propose(referral, by=cast.worker)
    return referral


def test_a_summary_is_read_put_right_and_agreed_to(proposed: Referral, cast: Any) -> None:
    holder = holder_of(proposed.case)
    ask = the_ask(holder)
    assert (ask["about"], ask["text"], ask["verbs"]) == ("summary", "چهار ماه مزد.", ["agree", "correct"])
    said(holder.post("/receipt/correct", referral=ask["id"], text="نام کارخانه نباشد"))
    assert said(holder.get("/receipt"))["asks"] == []
    actions.propose(now(proposed), by=cast.worker)
    said(holder.post("/receipt/agree", referral=ask["id"]))
    assert now(proposed).state == Referral.State.AGREED
    said(holder.post("/receipt/agree", referral=ask["id"]), 409)


def test_what_an_office_asks_is_answered(play: SimpleNamespace) -> None:
    referral = play.sent()
    play.answered(referral, "ask_info", "کدام ماه‌ها؟")
    holder = holder_of(referral.case)
    ask = the_ask(holder)
    assert (ask["about"], ask["text"]) == ("info", "کدام ماه‌ها؟")
    said(holder.post("/receipt/give-info", referral=ask["id"], text="مهر تا دی"))
    assert now(referral).state == Referral.State.SENT


def test_a_refusal_goes_to_the_working_group(play: SimpleNamespace) -> None:
    referral = play.sent()
    play.answered(referral, "refuse", "مادهٔ ۱۰")
    holder = holder_of(referral.case)
    said(holder.post("/receipt/appeal", referral=the_ask(holder)["id"]))
    assert now(referral).state == Referral.State.APPEALED


@pytest.mark.parametrize(("verb", "granted"), [("grant-extension", True), ("refuse-extension", False)])
def test_more_time_is_given_or_not(play: SimpleNamespace, verb: str, granted: bool) -> None:
    referral = play.sent()
    promise = play.promised(referral)
    later = moment.today() + timedelta(30)
    play.answered(referral, "extension", "دیر شد", commitment=promise, day=later)
    holder = holder_of(referral.case)
    ask = the_ask(holder)
    assert (ask["about"], ask["until"], ask["id"]) == ("extension", later.isoformat(), str(promise.uuid))
    said(holder.post(f"/receipt/{verb}", commitment=ask["id"]))
    assert Extension.objects.of(promise).get().granted is granted
    said(holder.post(f"/receipt/{verb}", commitment=ask["id"]), 422)


def test_consent_is_given_and_taken_back(play: SimpleNamespace, cast: Any) -> None:
    case = play.filed()
    case.take(by=cast.worker)
    board.prepare_petition(
        case, "diagnosis", by=cast.worker, wants="مزد", explanation="", claims=[], papers_ready=[]
    )
    holder = holder_of(case)
    ask = the_ask(holder)
    assert (ask["about"], ask["text"], ask["verbs"]) == ("petition", "مزد", ["consent"])
    said(holder.post("/receipt/consent", petition=ask["id"]))
    assert Petition.objects.of(case).get().consent_via == "code"
    assert the_ask(holder)["verbs"] == ["take-consent-back"]
    said(holder.post("/receipt/take-consent-back", petition=ask["id"], reason="می‌ترسم"))
    assert not Petition.objects.of(case).get().is_consented


def test_they_go_no_further_and_then_do_again(play: SimpleNamespace) -> None:
    case = play.filed()
    holder = holder_of(case)
    assert said(holder.post("/receipt/withdraw"))["phase"] == "closed"
    said(holder.post("/receipt/object"), 422)
    said(holder.post("/receipt/object", reason="باز هم نداده‌اند"))
    assert now(case).is_open


def test_a_fresh_confirmation_is_taken_back(play: SimpleNamespace) -> None:
    commitment = play.claimed()
    holder = holder_of(case_of(commitment))
    said(holder.post("/receipt/confirm"))
    said(holder.post("/receipt/object", reason="چک برگشت خورد"))
    assert now(commitment).state == Commitment.State.OPEN


def test_they_say_how_they_are_told(play: SimpleNamespace) -> None:
    case = play.filed()
    holder = holder_of(case)
    problem = said(holder.post("/receipt/tell", told="call", phone="۰۹۱۷۱۲۳۴۵۶۷"), 422)
    assert [one["field"] for one in problem["errors"]] == ["safe_hours"]
    said(holder.post("/receipt/tell", told="sms", phone="12"), 422)
    said(holder.post("/receipt/tell", told="sms", phone="۰۹۱۷۱۲۳۴۵۶۷"))
    contact = Contact.objects.of(case).select_related("case").get()
    assert (now(case).told, contact.phone.open()) == ("sms", "+989171234567")
    said(holder.post("/receipt/tell", told="code", forget=True))
    assert (now(case).told, Contact.objects.of(case).get().phone) == ("code", None)


def test_the_rows_of_another_case_are_none_of_theirs(play: SimpleNamespace, proposed: Referral) -> None:
    stranger = holder_of(play.filed())
    for verb in ("agree", "appeal"):
        said(stranger.post(f"/receipt/{verb}", referral=str(proposed.uuid)), 422)
    assert now(proposed).state == Referral.State.PROPOSED
