"""The board's track: from the draft to the last day for an objection and the money that came."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from dadkar.cases import board, payments
from dadkar.cases.models import Case, Hearing, Payment, Petition, Referral, Right
from dadkar.cases.tests.drama import PETITION
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.kernel.models import Holiday
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db


def kinds(case: Case) -> list[str]:
    return [event.kind for event in Event.objects.timeline([case.uuid])]


def fresh(row: Any) -> Any:
    return type(row).objects.as_system("test").select_related("case__house", "case__county").get(pk=row.pk)


# -- the name ---------------------------------------------------------------------------------------


def test_nothing_with_a_name_before_consent(cast: Any, track: Any) -> None:
    petition = track.drafted()
    for verb in (
        lambda: board.open_for_paper(petition, by=cast.worker),
        lambda: board.file_petition(petition, moment.today(), by=cast.worker),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert "case.contact_opened" not in kinds(petition.case)
    board.consent(petition, "phone", by=cast.worker)
    board.open_for_paper(petition, by=cast.worker)
    assert "case.contact_opened" in kinds(petition.case)


def test_the_applicant_agrees_with_the_code_and_may_take_it_back_until_it_is_filed(
    cast: Any, track: Any
) -> None:
    petition = track.drafted()
    holder = Applicant(petition.case.uuid)
    with pytest.raises(NotAllowed):
        board.consent(petition, "code", by=Applicant(uuid4()))
    board.consent(petition, "code", by=holder)
    board.take_consent_back(petition, "می‌ترسم", by=holder)
    assert not fresh(petition).is_consented
    track.filed(petition)
    with pytest.raises(WrongState):
        board.take_consent_back(petition, "می‌ترسم", by=holder)


def test_the_database_too_refuses_a_filing_without_consent(track: Any) -> None:
    petition = track.drafted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Petition.objects.as_system("test").filter(pk=petition.pk).update(filed_on=moment.today())


# -- a lawful wait ----------------------------------------------------------------------------------


def test_a_referral_that_needed_a_petition_is_before_the_board_once_it_is_filed(
    cast: Any, play: Any, track: Any
) -> None:
    referral = play.sent()
    play.answered(referral, "need_petition")
    petition = track.filed(track.drafted(Case.objects.as_system("test").get(pk=referral.case_id)))
    referral = Referral.objects.as_system("test").get(pk=referral.pk)
    assert (referral.state, referral.hearing_on) == (Referral.State.BOARD, petition.next_on)


def test_a_new_date_of_the_board_moves_the_referral_and_the_case(cast: Any, play: Any, track: Any) -> None:
    referral = play.sent()
    first = moment.today() + timedelta(days=5)
    play.answered(referral, "before_board", day=first)
    petition = track.filed(track.drafted(Case.objects.as_system("test").get(pk=referral.case_id)))
    hearing = board.set_hearing(petition, moment.today() + timedelta(days=20), by=cast.worker)
    later = moment.today() + timedelta(days=33)
    board.move_hearing(fresh(hearing), later, by=cast.worker)
    referral = Referral.objects.as_system("test").get(pk=referral.pk)
    case = Case.objects.as_system("test").get(pk=referral.case_id)
    assert referral.hearing_on == later
    assert case.due_at == case.calendar.closes_at(later)
    assert case.state == Case.State.REFERRED
    assert not Referral.objects.as_system("test").overdue().exists()


def test_a_petition_without_any_referral_is_a_wait_too(cast: Any, track: Any) -> None:
    petition = track.filed()
    case = Case.objects.as_system("test").get(pk=petition.case_id)
    assert case.state == Case.State.REFERRED
    board.look_again_on(petition, None, "دیگر چیزی در راه نیست", by=cast.worker)
    assert Case.objects.as_system("test").get(pk=case.pk).state == Case.State.TRIAGE


def test_filing_at_the_next_board_ends_the_wait_for_the_first(cast: Any, track: Any) -> None:
    first = track.filed()
    second = track.filed(track.drafted(first.case, "dispute"))
    assert fresh(first).next_on is None
    assert fresh(second).next_on is not None


def test_what_a_session_brought_sets_the_next_date(cast: Any, track: Any) -> None:
    petition = track.filed()
    hearing = board.set_hearing(petition, moment.today() - timedelta(days=1), by=cast.worker, place="سالن ۲")
    later = moment.today() + timedelta(days=9)
    board.record_result(hearing, "ruling", "ختم رسیدگی اعلام شد.", by=cast.worker, next_on=later)
    assert fresh(petition).next_on == later
    with pytest.raises(WrongState):
        board.move_hearing(fresh(hearing), later, by=cast.worker)


def test_a_session_that_has_not_been_held_brings_nothing(cast: Any, track: Any) -> None:
    hearing = board.set_hearing(track.filed(), moment.today() + timedelta(days=3), by=cast.worker)
    with pytest.raises(WrongState):
        board.record_result(hearing, "settled", "سازش", by=cast.worker, next_on=moment.today())


# -- the applicant's own clock ----------------------------------------------------------------------


JUNE = moment.now().replace(year=2026, month=6, day=1)


@pytest.mark.parametrize(("served", "ends", "last"), [(23, 7, 7), (21, 5, 6)])  # the 5th of June is a Friday
def test_the_last_day_to_object_runs_from_service(
    cast: Any, track: Any, served: int, ends: int, last: int
) -> None:
    with moment.moved_to(JUNE):
        ruling = track.ruled(ago=20)
        board.serve_ruling(ruling, date(2026, 5, served), by=cast.worker)
        (term,) = fresh(ruling).terms(ruling.case.calendar)
    assert term.running.right.code == "objection-first"
    assert (term.ends_on, term.running.last_day) == (date(2026, 6, ends), date(2026, 6, last))
    assert bool(term.day_off) is (ends != last)
    assert fresh(ruling).petition.next_on == term.running.last_day


def test_a_last_day_on_a_holiday_moves_on_and_says_why(cast: Any, track: Any) -> None:
    ruling = track.ruled()
    served = moment.today() - timedelta(days=3)
    ends = served + timedelta(days=15)
    Holiday.objects.create(day=ends, name_fa="تعطیلی گرد و غبار", name_en="Dust", known_since=moment.now())
    board.serve_ruling(ruling, served, by=cast.worker)
    (term,) = fresh(ruling).terms(ruling.case.calendar)
    assert term.ends_on == ends
    assert term.day_off.name_fa == "تعطیلی گرد و غبار"
    assert term.running.last_day > ends


def test_a_final_ruling_opens_the_court_and_a_courts_judgment_nothing(cast: Any, track: Any) -> None:
    final = track.ruled(track.filed(track.drafted(kind="dispute")))
    board.serve_ruling(final, moment.today(), by=cast.worker)
    assert [t.running.right.starts for t in fresh(final).terms(final.case.calendar)] == [
        Right.Starts.FINAL_RULING
    ]
    judgment = track.ruled(track.filed(track.drafted(final.case, "court")))
    board.serve_ruling(judgment, moment.today(), by=cast.worker)
    assert fresh(judgment).terms(final.case.calendar) == []


@pytest.mark.parametrize("days", [-31, 1])
def test_service_comes_after_the_ruling_and_not_in_the_future(cast: Any, track: Any, days: int) -> None:
    ruling = track.ruled(ago=30)
    with pytest.raises(WrongState):
        board.serve_ruling(ruling, moment.today() + timedelta(days=days), by=cast.worker)
    assert fresh(ruling).served_on is None


def test_there_is_nothing_to_enforce_in_the_employers_ruling(cast: Any, track: Any) -> None:
    ruling = track.ruled(favour="employer")
    with pytest.raises(WrongState):
        board.ask_enforcement(ruling, moment.today(), by=cast.worker, next_on=moment.today())
    theirs = track.ruled()
    board.ask_enforcement(theirs, moment.today(), by=cast.worker, next_on=moment.today() + timedelta(days=14))
    assert fresh(theirs).enforcement_asked_on == moment.today()


# -- order and doors --------------------------------------------------------------------------------


def test_no_hearing_and_no_ruling_before_the_filing(cast: Any, track: Any) -> None:
    petition = track.drafted()
    with pytest.raises(WrongState):
        board.set_hearing(petition, moment.today(), by=cast.worker)
    with pytest.raises(WrongState):
        track.ruled(petition)
    filed = track.filed(petition, ago=5)
    for day in (date(2000, 1, 1), moment.today() - timedelta(days=6)):
        with pytest.raises(WrongState):
            board.set_hearing(filed, day, by=cast.worker)


def test_a_filed_petition_is_not_written_anew(cast: Any, track: Any) -> None:
    petition = track.filed()
    with pytest.raises(WrongState):
        board.rewrite_petition(petition, by=cast.worker, wants="چیز دیگر")
    board.rewrite_petition(petition, by=cast.worker, papers_ready=["contract"])
    assert fresh(petition).papers_ready == ["contract"]


def test_a_second_submit_of_one_form_makes_no_second_row(cast: Any, track: Any) -> None:
    petition, nonce = track.filed(), uuid4()
    day = moment.today() + timedelta(days=4)
    first = board.set_hearing(petition, day, by=cast.worker, nonce=nonce)
    again = board.set_hearing(petition, day, by=cast.worker, nonce=nonce)
    assert first.pk == again.pk
    for _twice in range(2):
        payments.record_payment(petition.case, 5, moment.today(), by=cast.worker, nonce=nonce)
    assert Payment.objects.of(petition.case).total() == 5
    assert kinds(petition.case).count("case.hearing") == kinds(petition.case).count("case.payment") == 1


def test_only_the_desk_of_the_case_keeps_its_track(cast: Any, track: Any) -> None:
    petition = track.filed()
    for somebody in (cast.outsider, cast.liaison, cast.head, cast.auditor, Applicant(petition.case.uuid)):
        with pytest.raises(NotAllowed):
            board.set_hearing(petition, moment.today(), by=somebody)
        with pytest.raises(NotAllowed):
            payments.record_payment(petition.case, 5, moment.today(), by=somebody)
        with pytest.raises(NotAllowed):
            board.prepare_petition(petition.case, "court", by=somebody, **PETITION)


# -- money ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [0, -5])
def test_what_was_paid_is_more_than_nothing(cast: Any, play: Any, amount: int) -> None:
    with pytest.raises(WrongState):
        payments.record_payment(play.filed(), amount, moment.today(), by=cast.worker)


def test_money_is_not_written_to_another_cases_ruling(cast: Any, play: Any, track: Any) -> None:
    ruling = track.ruled()
    with pytest.raises(NotAllowed):
        payments.record_payment(play.filed(), 5, moment.today(), by=cast.worker, ruling=ruling)


def test_a_payment_by_mistake_is_struck_and_told(cast: Any, track: Any) -> None:
    ruling = track.ruled()
    payment = payments.record_payment(ruling.case, 7, moment.today(), by=cast.worker, ruling=ruling)
    payments.strike_payment(payment, "دو بار نوشته شد", by=cast.colleague)
    assert Payment.objects.of(ruling.case).total() == 0
    facts = [e.facts for e in Event.objects.timeline([ruling.case.uuid]) if e.kind == "case.payment"]
    assert [fact["amount_rial"] for fact in facts] == [7, -7]


def test_the_log_tells_the_track_without_its_words(cast: Any, track: Any) -> None:
    ruling = track.ruled()
    hearing = board.set_hearing(ruling.petition, moment.today(), by=cast.worker, place="یاسوج")
    board.record_result(hearing, "not-held", "کارفرما نیامد", by=cast.worker, next_on=moment.today())
    payload = "".join(event.payload for event in Event.objects.timeline([ruling.case.uuid]))
    assert "کارفرما" not in payload
    assert PETITION["wants"] not in payload
    assert Hearing.objects.of(ruling.case).get().result.open() == "کارفرما نیامد"
