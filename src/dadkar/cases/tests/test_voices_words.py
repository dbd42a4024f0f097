"""Each of many voices answers for itself; the second key is turned when nobody is awaited any more."""

from datetime import timedelta
from typing import Any

import pytest

from dadkar.cases import actions
from dadkar.cases.following import Following, reread
from dadkar.cases.models import Case, CaseQueue, Referral, VoiceWord
from dadkar.cases.tests.together import fresh, joined, matter, says, states
from dadkar.commitments.models import Commitment, Confirmation
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.records.models import Event, Notice

pytestmark = pytest.mark.django_db
State, Promise = Case.State, Commitment.State


def read(case: Case) -> Following:
    return Following(reread(case))


def referral_of(m: Any) -> Referral:
    return Referral.objects.as_system("test").get(case=m.lead)


def test_the_whole_story_of_three_workers_of_one_plant(cast: Any, play: Any) -> None:
    m = matter(cast, play, 2)
    sara, reza = m.voices
    says(m.lead)
    says(sara)
    assert fresh(m.commitment).state == Promise.CLAIMED
    assert [read(one).state for one in (m.lead, sara, reza)] == ["confirmed", "confirmed", "claimed"]
    assert states(m.lead, sara) == [State.CLAIMED, State.CONFIRMED], "the lead carries it on"

    says(reza, "no", remains="به من چیزی نرسید")
    commitment = fresh(m.commitment)
    assert (commitment.state, commitment.disputes) == (Promise.OPEN, 1)
    assert [read(one).state for one in (m.lead, sara, reza)] == ["confirmed", "confirmed", "promised"]

    commitment = play.claimed(commitment)
    assert [read(one).claimed for one in (m.lead, sara)] == [[], []]
    assert read(reza).claimed == [commitment]
    says(reza, amount_rial=30_000_000)
    commitment = fresh(commitment)
    assert (commitment.state, commitment.outcome, commitment.disputes) == (Promise.CONFIRMED, "full", 1)
    assert states(m.lead, sara, reza) == [State.CONFIRMED] * 3
    assert (fresh(m.lead).ended_as, fresh(m.lead).outcome) == ("", "full")
    assert referral_of(m).ended_why == "outcome"
    assert Confirmation.objects.as_system("test").filter(kept=True).count() == 1
    assert VoiceWord.objects.as_system("test").count() == 4


def test_what_one_writes_stands_under_their_own_key_and_in_no_other_case(cast: Any, play: Any) -> None:
    m = matter(cast, play, 1)
    word = says(m.voices[0], "no", remains="رازِ من")
    assert word.remains.open() == "رازِ من"
    shared = Event.objects.timeline([m.lead.uuid, m.commitment.uuid, referral_of(m).uuid])
    assert "رازِ من" not in str([event.body for event in shared])
    assert "رازِ من" in str([event.body for event in Event.objects.timeline([m.voices[0].uuid])])
    disputed = Confirmation.objects.as_system("test").get(kept=False)
    assert disputed.remains.open() == ""


def test_a_dispute_is_counted_once_for_a_claim_and_all_are_told(cast: Any, play: Any) -> None:
    m = matter(cast, play, 3)
    Case._base_manager.filter(lead=m.lead).update(told="sms")
    Notice.objects.all().delete()
    says(m.voices[0], "no")
    told = set(Notice.objects.filter(kind="answer").values_list("owner", flat=True))
    assert told == {m.voices[1].uuid, m.voices[2].uuid}
    assert Notice.objects.filter(kind="word", user=cast.liaison).count() == 1
    with pytest.raises(WrongState):
        says(m.voices[1], "no")
    assert fresh(m.commitment).disputes == 1
    play.claimed(fresh(m.commitment))
    says(m.voices[1], "no")
    assert fresh(m.commitment).disputes == 2


def test_nobody_answers_for_another_and_nobody_twice(cast: Any, play: Any) -> None:
    m = matter(cast, play, 2)
    sara, reza = m.voices
    for stranger in (Applicant(reza.uuid), Applicant(m.lead.uuid), cast.liaison, cast.outsider):
        with pytest.raises(NotAllowed):
            actions.confirm(sara, m.commitment, "full", by=stranger, via="code")
    says(sara, "part", remains="نیمی ماند")
    with pytest.raises(WrongState):
        says(sara)


class TestInPart:
    def test_the_next_step_is_owed_at_once_and_the_others_are_still_asked(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        says(m.voices[0], "part", amount_rial=10, remains="بقیه")
        assert (referral_of(m).state, fresh(m.commitment).state) == (Referral.State.SENT, Promise.CLAIMED)
        assert states(m.lead, *m.voices) == [State.CLAIMED, State.REFERRED]
        says(m.lead, amount_rial=32)
        commitment = fresh(m.commitment)
        assert (commitment.state, commitment.outcome) == (Promise.CONFIRMED, "part")
        word = Confirmation.objects.as_system("test").get()
        assert (word.amount_rial, word.by) == (42, "system:voices")
        assert read(m.lead).state == State.CONFIRMED
        assert states(m.lead, *m.voices) == [State.REFERRED, State.REFERRED]

    def test_the_next_promise_asks_only_those_for_whom_it_goes_on(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        says(m.voices[0], "none", remains="هیچ")
        says(m.lead)
        second = play.claimed(play.promised(referral_of(m)))
        assert (read(m.lead).claimed, read(m.voices[0]).claimed) == ([], [second])
        says(m.voices[0])
        assert states(m.lead, *m.voices) == [State.CONFIRMED] * 2


class TestWithdrawn:
    def test_a_voice_gives_up_for_itself_alone(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        actions.withdraw(fresh(m.voices[0]), "", by=Applicant(m.voices[0].uuid))
        assert states(m.lead, *m.voices) == [State.CLAIMED, State.WITHDRAWN]
        says(m.lead)
        assert states(m.lead) == [State.CONFIRMED]

    def test_a_lead_gives_up_and_the_promise_stays_owed_to_the_others(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 2)
        actions.withdraw(fresh(m.lead), "خسته شدم", by=Applicant(m.lead.uuid))
        assert fresh(m.commitment).state == Promise.CLAIMED
        assert (read(m.lead).state, states(m.lead)) == (State.WITHDRAWN, [State.CLAIMED])
        assert read(m.lead).claimed == []
        with pytest.raises(WrongState):
            says(m.lead)
        for voice in m.voices:
            says(voice)
        assert states(m.lead, *m.voices) == [State.WITHDRAWN, State.CONFIRMED, State.CONFIRMED]
        assert fresh(m.commitment).state == Promise.CONFIRMED

    def test_the_last_one_is_declined_and_the_lead_rests(self, cast: Any, play: Any, topic: Any) -> None:
        lead = play.filed(topic=topic)
        lead.take(by=cast.worker)
        actions.settle(lead, by=cast.worker)
        (voice,) = joined(cast, play, lead)
        actions.withdraw(fresh(lead), "", by=Applicant(lead.uuid))
        assert states(lead, voice) == [State.TRIAGE] * 2
        actions.decline(fresh(voice), "جای دیگر", by=cast.worker)
        assert states(lead, voice) == [State.WITHDRAWN, State.DECLINED]
        assert not CaseQueue._base_manager.filter(case__in=[lead, voice]).exists()

    def test_all_give_up_and_the_promise_with_them(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        Notice.objects.all().delete()
        for case in (m.lead, *m.voices):
            actions.withdraw(fresh(case), "", by=Applicant(case.uuid))
        assert fresh(m.commitment).state == Promise.WITHDRAWN
        assert states(m.lead, *m.voices) == [State.WITHDRAWN] * 2
        assert referral_of(m).ended_why == "withdrawn"
        assert Notice.objects.filter(kind="ended", user=cast.liaison).exists()

    def test_a_lead_that_gave_up_comes_back(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        me = Applicant(m.lead.uuid)
        actions.withdraw(fresh(m.lead), "", by=me)
        assert read(m.lead).may_object
        actions.object_to_end(fresh(m.lead), None, "نه، ادامه می‌دهم", by=me, via="code")
        assert (read(m.lead).state, read(m.lead).claimed) == (State.CLAIMED, [m.commitment])


class TestTakenBack:
    def back(self, case: Case) -> None:
        case = fresh(case)
        word = read(case).fresh_confirmation
        assert word is not None
        actions.take_back(case, word, "زود گفتم", by=Applicant(case.uuid), via="code")

    def test_while_others_are_awaited_it_is_a_no(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        says(m.voices[0])
        Case._base_manager.filter(pk=m.lead.pk).update(told="sms")
        self.back(m.voices[0])
        assert Notice.objects.filter(kind="answer", owner=m.lead.uuid).count() == 1
        assert (fresh(m.commitment).state, fresh(m.commitment).disputes) == (Promise.OPEN, 1)
        assert states(m.lead, *m.voices) == [State.PROMISED] * 2

    def test_after_all_was_closed_the_lead_carries_it_again(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 2)
        for case in (m.lead, *m.voices):
            says(case)
        self.back(m.voices[0])
        commitment = fresh(m.commitment)
        assert (commitment.state, commitment.disputes) == (Promise.OPEN, 0)
        assert states(m.lead, *m.voices) == [State.PROMISED, State.PROMISED, State.CONFIRMED]
        assert (read(m.lead).state, fresh(m.lead).reopened) == (State.CONFIRMED, 0)
        play.claimed(commitment)
        says(m.voices[0])
        assert states(m.lead, *m.voices) == [State.CONFIRMED] * 3

    def test_the_lead_takes_its_own_word_back(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        says(m.lead)
        self.back(m.lead)
        assert (read(m.lead).state, fresh(m.commitment).state) == (State.PROMISED, Promise.OPEN)

    def test_after_ten_working_days_no_more(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        word = says(m.voices[0])
        with moment.moved_to(moment.now() + timedelta(days=30)):
            assert read(m.voices[0]).fresh_confirmation is None
            with pytest.raises(WrongState):
                actions.take_back(fresh(m.voices[0]), word, "…", by=Applicant(m.voices[0].uuid), via="code")

    def test_what_was_said_before_others_joined_can_be_taken_back_by_telephone(
        self, cast: Any, play: Any
    ) -> None:
        commitment = play.claimed()
        lead = Case.objects.as_system("test").get(uuid=commitment.owed_to)
        says(lead, "part", remains="نیمی ماند")
        (voice,) = joined(cast, play, fresh(lead))
        actions.take_back_last(fresh(lead), fresh(commitment), "گفت نه", by=cast.worker, via="phone")
        assert fresh(commitment).state == Promise.OPEN
        assert states(lead, voice) == [State.PROMISED] * 2

    def test_whoever_had_ended_for_themselves_is_asked_again(self, cast: Any, play: Any) -> None:
        commitment = play.claimed()
        lead = Case.objects.as_system("test").get(uuid=commitment.owed_to)
        says(lead, "part", remains="نیمی ماند")
        (voice,) = joined(cast, play, fresh(lead))
        Case._base_manager.filter(pk=voice.pk).update(told="sms")
        actions.settled(fresh(lead), by=Applicant(lead.uuid), via="code")
        assert fresh(lead).ended_as == State.CONFIRMED
        actions.take_back_last(fresh(lead), fresh(commitment), "گفت نه", by=cast.worker, via="phone")
        assert (fresh(lead).ended_as, fresh(commitment).state) == ("", Promise.OPEN)
        assert Notice.objects.filter(kind="answer", owner=voice.uuid).count() == 1
        play.claimed(fresh(commitment))
        assert [read(one).claimed for one in (lead, voice)] == [[commitment]] * 2

    def test_by_telephone_only_their_own(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        says(m.voices[0])
        with pytest.raises(WrongState):
            actions.take_back_last(fresh(m.lead), m.commitment, "…", by=cast.worker, via="phone")
        actions.take_back_last(fresh(m.voices[0]), m.commitment, "گفت نه", by=cast.worker, via="phone")
        assert fresh(m.commitment).state == Promise.OPEN


class TestUnconfirmed:
    def asked_twice(self, cast: Any, case: Case) -> None:
        for _time in range(2):
            actions.write_call(
                fresh(case), by=cast.worker, result="no-answer", safe=True, asked_to_confirm=True
            )

    def test_each_is_asked_and_waited_for_by_itself(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 2)
        sara, reza = m.voices
        says(sara)
        with moment.moved_to(moment.now() + timedelta(days=30)):
            self.asked_twice(cast, m.lead)
            assert not actions.may_close_unconfirmed(fresh(reza)), "their own diary counts"
            actions.close_unconfirmed(fresh(m.lead), "پاسخ نداد", by=cast.worker)
            assert (read(m.lead).state, fresh(m.commitment).state) == (State.UNCONFIRMED, Promise.CLAIMED)
            assert not actions.may_close_unconfirmed(fresh(m.lead)), "it has ended for them"
            self.asked_twice(cast, reza)
            actions.close_unconfirmed(fresh(reza), "پاسخ نداد", by=cast.worker)
        assert fresh(m.commitment).state == Promise.CONFIRMED, "by the one who said so"
        assert states(m.lead, sara, reza) == [State.UNCONFIRMED, State.CONFIRMED, State.UNCONFIRMED]

    def test_left_by_all_it_is_left_unconfirmed_and_a_late_no_opens_it(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        with moment.moved_to(moment.now() + timedelta(days=30)):
            for case in (m.lead, *m.voices):
                self.asked_twice(cast, case)
                actions.close_unconfirmed(fresh(case), "پاسخ نداد", by=cast.worker)
            assert fresh(m.commitment).state == Promise.UNCONFIRMED
            assert states(m.lead, *m.voices) == [State.UNCONFIRMED] * 2
            says(m.voices[0], "no")
            assert fresh(m.commitment).state == Promise.OPEN
            assert (read(m.lead).state, *states(m.lead, *m.voices)) == (
                State.UNCONFIRMED, State.PROMISED, State.PROMISED,
            )  # fmt: skip

    def test_a_late_yes_after_a_late_part(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        with moment.moved_to(moment.now() + timedelta(days=30)):
            for case in (m.lead, *m.voices):
                self.asked_twice(cast, case)
                actions.close_unconfirmed(fresh(case), "پاسخ نداد", by=cast.worker)
            says(m.voices[0], "part", remains="نیمی")
            commitment = fresh(m.commitment)
            assert (commitment.state, commitment.outcome) == (Promise.CONFIRMED, "part")
            assert (referral_of(m).state, *states(*m.voices)) == (Referral.State.SENT, State.REFERRED)
            second = play.claimed(play.promised(referral_of(m)))
            says(m.voices[0], commitment=second)
            assert (fresh(second).outcome, *states(*m.voices)) == ("full", State.CONFIRMED)
            assert states(m.lead) == [State.UNCONFIRMED]

    def test_a_late_yes(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        with moment.moved_to(moment.now() + timedelta(days=30)):
            for case in (m.lead, *m.voices):
                self.asked_twice(cast, case)
                actions.close_unconfirmed(fresh(case), "پاسخ نداد", by=cast.worker)
            says(m.voices[0])
            assert (fresh(m.commitment).state, *states(*m.voices)) == (Promise.CONFIRMED, State.CONFIRMED)


class TestSettled:
    def test_what_has_come_unclaimed_closes_one_alone(self, cast: Any, play: Any) -> None:
        referral = play.sent()
        lead = Case.objects.as_system("test").get(pk=referral.case_id)
        (voice,) = joined(cast, play, lead)
        commitment = play.promised(referral)
        actions.settled(fresh(voice), by=Applicant(voice.uuid), via="code")
        assert (fresh(commitment).state, *states(lead, voice)) == (
            Promise.OPEN, State.PROMISED, State.CONFIRMED,
        )  # fmt: skip
        actions.settled(fresh(lead), by=Applicant(lead.uuid), via="code")
        assert (fresh(commitment).state, *states(lead)) == (Promise.CONFIRMED, State.CONFIRMED)


def test_a_voice_opened_again_after_its_matter_has_ended_is_followed_by_itself(cast: Any, play: Any) -> None:
    m = matter(cast, play, 1)
    says(m.lead)
    says(m.voices[0])
    with moment.moved_to(moment.now() + timedelta(days=40)):
        actions.reopen(fresh(m.voices[0]), "باز هم ندادند", by=Applicant(m.voices[0].uuid))
        voice = fresh(m.voices[0])
        assert (voice.state, voice.lead_id, states(m.lead)) == (State.TRIAGE, None, [State.CONFIRMED])
        assert voice.due_at is not None


def test_a_voice_opened_again_while_it_goes_on_is_one_again(cast: Any, play: Any) -> None:
    m = matter(cast, play, 1)
    actions.withdraw(fresh(m.voices[0]), "", by=Applicant(m.voices[0].uuid))
    actions.reopen(fresh(m.voices[0]), "ادامه می‌دهم", by=Applicant(m.voices[0].uuid))
    assert (read(m.voices[0]).claimed, states(*m.voices)) == ([m.commitment], [State.CLAIMED])
