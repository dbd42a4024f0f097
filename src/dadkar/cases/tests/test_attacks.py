"""What might be tried so that a promise is forgotten, a summary is changed, or a name gets out."""

from datetime import timedelta
from typing import Any

import pytest

from dadkar.cases import actions
from dadkar.cases.models import Call, Case, CaseQueue, Referral
from dadkar.cases.search import search
from dadkar.cases.tests.drama import case_of
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.people.models import Membership, Organisation, Role, User, Workplace

pytestmark = pytest.mark.django_db

SUMMARY = "مزد چهار ماه پرداخت نشده است."


def is_queued(case: Case) -> bool:
    return CaseQueue._base_manager.filter(case=case).exists()


def taken(cast: Any, play: Any, topic: Any, **details: Any) -> Case:
    case = play.filed(**details)
    case.take(by=cast.worker)
    case.classify(by=cast.worker, topic=topic)
    return case


def drafted(cast: Any, case: Case, body: Any = None) -> Referral:
    return actions.draft_referral(case, body or cast.labour, SUMMARY, by=cast.worker)


# -- a summary is what was agreed to ----------------------------------------------------------------------


@pytest.mark.parametrize("steps", [["propose"], ["propose", "agree"], ["propose", "agree", "send"]])
def test_a_summary_is_not_rewritten_behind_its_reader(cast: Any, play: Any, topic: Any, steps: list) -> None:
    case = taken(cast, play, topic)
    referral = drafted(cast, case)
    for step in steps:
        if step == "send":
            actions.send_referrals([referral], by=cast.worker, content={"subject": "پیگیری"})
        else:
            getattr(referral, step)(by=cast.worker if step == "propose" else Applicant(case.uuid))
    with pytest.raises(WrongState):
        referral.rewrite("نام او مریم است.", by=cast.worker)
    assert Referral.objects.as_system("test").get(pk=referral.pk).summary.open() == SUMMARY


def test_who_rewrote_a_summary_is_not_the_second_who_agrees(cast: Any, play: Any, topic: Any) -> None:
    referral = drafted(cast, taken(cast, play, topic))
    referral.rewrite("دیگر شد.", by=cast.colleague)
    referral.propose(by=cast.worker)
    with moment.moved_to(moment.now() + timedelta(days=9)), pytest.raises(NotAllowed):
        referral.agree(by=cast.colleague)


# -- nothing is sent for a case that nobody follows ---------------------------------------------------------


def test_a_case_that_nobody_took_is_not_referred(cast: Any, play: Any, topic: Any) -> None:
    case = play.filed(topic=topic)
    with pytest.raises(WrongState):
        drafted(cast, case)


def test_a_closed_case_is_not_referred(cast: Any, play: Any, topic: Any) -> None:
    case = taken(cast, play, topic)
    actions.withdraw(case, "", by=Applicant(case.uuid))
    with pytest.raises(WrongState):
        drafted(cast, case)


# -- a promise is not forgotten -----------------------------------------------------------------------------


def second_promise(cast: Any, play: Any, case: Case) -> Commitment:
    """A promise of another body in the same case."""
    referral = play.sent(case, body=cast.insurance)
    Membership.objects.create(
        user=cast.insurer, organisation=cast.insurance, role=Role.AGENCY_MANAGER, since="2020-01-01"
    )
    chief = User.objects.get(pk=cast.insurer.pk)
    answer = actions.draft_answer(
        referral, "promise", "ثبت می‌کنیم.", by=chief, step="other", day=moment.today() + timedelta(days=90)
    )
    actions.release(answer, by=chief)
    made = Commitment.objects.as_system("test").get(pk=answer.commitment_id)
    made.referral = Referral.objects.as_system("test").get(pk=referral.pk)
    return made


def close_unconfirmed(cast: Any, case: Case) -> None:
    for _time in range(2):
        Call.objects.create(
            case=case, by=cast.worker.ref, result="no-answer", safe=True, asked_to_confirm=True
        )
    actions.close_unconfirmed(case, "پاسخی نیامد", by=cast.worker)


def test_a_case_with_an_open_promise_is_not_closed_unconfirmed(
    cast: Any, play: Any, monkeypatch: Any
) -> None:
    commitment = play.claimed()
    case = case_of(commitment)
    second_promise(cast, play, case)
    later = moment.now() + timedelta(days=30)
    monkeypatch.setattr(moment, "now", lambda: later)
    with pytest.raises(WrongState):
        close_unconfirmed(cast, case)


@pytest.mark.parametrize("said", ["dispute", "part"])
def test_a_word_after_closing_opens_the_case_again(cast: Any, play: Any, monkeypatch: Any, said: str) -> None:
    commitment = play.claimed()
    case = case_of(commitment)
    later = moment.now() + timedelta(days=30)
    monkeypatch.setattr(moment, "now", lambda: later)
    close_unconfirmed(cast, case)
    case.refresh_from_db()
    assert case.state == Case.State.UNCONFIRMED
    commitment.refresh_from_db()
    by = Applicant(case.uuid)
    if said == "dispute":
        actions.dispute(case, commitment, "کسی نیامد", by=by, via="code")
    else:
        actions.confirm(case, commitment, "part", by=by, via="code", remains="دو ماه")
    case.refresh_from_db()
    assert case.is_open
    assert is_queued(case)
    assert Referral.objects.as_system("test").get(case=case).is_with_the_body


def test_one_promise_that_was_kept_does_not_bury_another(cast: Any, play: Any) -> None:
    commitment = play.claimed()
    case = case_of(commitment)
    other = second_promise(cast, play, case)
    by = Applicant(case.uuid)
    actions.confirm(case, commitment, "full", by=by, via="code")
    case.refresh_from_db()
    assert (case.state, case.due_at) == (Case.State.PROMISED, other.due_at)
    assert is_queued(case)
    assert other.referral.is_with_the_body

    chief = User.objects.get(pk=cast.insurer.pk)
    claim = actions.draft_answer(other.referral, "claim", "ثبت شد.", by=chief, commitment=other)
    actions.release(claim, by=chief)
    actions.confirm(case, other, "full", by=by, via="code")
    case.refresh_from_db()
    assert case.state == Case.State.CONFIRMED


def test_another_urgency_leaves_a_date_and_a_place_in_the_queue(cast: Any, play: Any, topic: Any) -> None:
    case = taken(cast, play, topic)
    actions.withdraw(case, "", by=Applicant(case.uuid))
    actions.reopen(case, "نشد", by=Applicant(case.uuid))
    case.refresh_from_db()
    before = case.due_at
    case.classify(by=cast.worker, urgency=Case.Urgency.URGENT)
    actions.settle(case, by=cast.worker)
    case.refresh_from_db()
    assert before
    assert case.due_at == case.clock.replay().due_at
    assert is_queued(case)


def test_an_open_case_without_a_date_still_stands_in_the_queue(cast: Any, play: Any) -> None:
    case = play.filed()
    case.set(due_at=None)
    actions.queue(case)
    assert is_queued(case)


# -- the body complained about, and what it must not learn --------------------------------------------------


def test_a_summary_written_before_the_workplace_was_known_is_not_sent_to_it(
    cast: Any, play: Any, topic: Any
) -> None:
    depot = Organisation.objects.create(
        kind="workplace", parent=cast.labour, house=cast.house, county=cast.county, fa="انبار اداره"
    )
    case = taken(cast, play, topic, workplace=None)
    referral = drafted(cast, case)
    referral.propose(by=cast.worker)
    referral.agree(by=Applicant(case.uuid))
    actions.classify(case, by=cast.worker, workplace=depot)
    referral.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.send_referrals([referral], by=cast.worker, content={})
    assert not Referral.objects.visible_to(cast.liaison).exists()


def test_care_that_is_learned_later_takes_the_workplace_out(cast: Any, play: Any, topic: Any) -> None:
    case = taken(cast, play, topic)
    referral = drafted(cast, case)
    actions.classify(case, by=cast.worker, sensitive=True)
    referral.refresh_from_db()
    assert referral.workplace is None


def test_a_workplace_that_is_corrected_is_corrected_in_what_was_not_sent(
    cast: Any, play: Any, topic: Any
) -> None:
    case = taken(cast, play, topic)
    waiting = drafted(cast, case)
    sent = play.sent(case, body=cast.insurance)
    mill = Organisation.objects.create(kind="workplace", house=cast.house, county=cast.county, fa="آسیاب")
    actions.classify(case, by=cast.worker, workplace=mill)
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.workplace, sent.workplace) == (mill, cast.plant)


@pytest.mark.parametrize("learned", ["workplace", "topic"])
def test_a_small_workplace_or_a_sensitive_topic_set_by_the_desk_asks_for_care(
    cast: Any, play: Any, topic: Any, learned: str
) -> None:
    case = taken(cast, play, topic, workplace=None)
    bakery = Organisation.objects.create(kind="workplace", house=cast.house, county=cast.county, fa="نانوایی")
    Workplace.objects.create(organisation=bakery, headcount=4)
    hard = type(topic).objects.create(
        house=cast.house, code="equality.harassment", fa="آزار", bodies=["labour"], sensitive=True
    )
    actions.classify(
        case, by=cast.worker, **{"workplace": {"workplace": bakery}, "topic": {"topic": hard}}[learned]
    )
    assert case.needs_care
    assert drafted(cast, case).workplace is None


def test_an_urgency_counts_from_the_filing_and_back_and_forth_wins_no_time(cast: Any, play: Any) -> None:
    case = play.filed()
    first = case.due_at
    case.classify(by=cast.worker, urgency=Case.Urgency.HAZARD)
    assert case.due_at - case.filed_at < timedelta(hours=4, minutes=1)
    case.classify(by=cast.worker, urgency=Case.Urgency.NORMAL)
    assert case.due_at == first


def test_a_number_of_raised_digits_is_no_number(cast: Any, play: Any) -> None:
    play.filed()
    assert search(cast.worker, "۱۴۰۵-²").cases == []
