"""Following cases of one matter together and each by itself again: nothing is lost, nobody forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from dadkar.cases import actions, board
from dadkar.cases.deadlines import stale_deadlines
from dadkar.cases.models import Case, CaseQueue, Referral
from dadkar.cases.tests.together import WHY, fresh, joined, matter, says, states
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.people.models import Principal
from dadkar.records.models import Event, Notice

pytestmark = pytest.mark.django_db
State = Case.State


@pytest.fixture
def lead(cast: Any, play: Any) -> Case:
    """A case that has gone to a body."""
    return Case.objects.as_system("test").get(pk=play.sent().case_id)


def queued(case: Case) -> bool:
    return CaseQueue._base_manager.filter(case=case).exists()


class TestJoined:
    def test_it_stands_where_its_lead_stands_and_keeps_what_is_its_own(
        self, cast: Any, play: Any, lead: Case
    ) -> None:
        case = play.filed(told="sms")
        actions.join(case, lead, WHY, by=cast.worker)
        case = fresh(case)
        assert (case.state, case.lead_id, case.officer, case.due_at) == (
            State.REFERRED, lead.pk, cast.worker, None,
        )  # fmt: skip
        assert not case.clock.replay().running
        actions.say(case, "من هم هستم", by=Applicant(case.uuid))
        kinds = {e.kind for e in Event.objects.filter(subject=case.uuid)}
        assert {"case.file", "case.join", "case.message"} <= kinds
        assert Notice.objects.filter(owner=case.uuid, kind="together").count() == 1

    def test_both_timelines_tell_it_and_the_leads_names_nobody(
        self, cast: Any, play: Any, lead: Case
    ) -> None:
        (voice,) = joined(cast, play, lead)
        [told] = Event.objects.timeline([lead.uuid])[-1:]
        assert (told.kind, told.body) == ("case.joined", {})
        [join] = [e for e in Event.objects.timeline([voice.uuid]) if e.kind == "case.join"]
        assert join.body == {"reason": WHY}

    def test_it_stands_in_no_queue_until_something_of_its_own_waits(
        self, cast: Any, play: Any, lead: Case
    ) -> None:
        (voice,) = joined(cast, play, lead)
        assert (queued(voice), queued(lead)) == (False, True)
        assert voice.pk not in CaseQueue.objects.soonest(cast.worker, limit=50)
        words = {"wants": "مزد", "claims": "چهار ماه", "explanation": "", "papers_ready": []}
        petition = board.prepare_petition(voice, "diagnosis", by=cast.worker, **words)
        board.consent(petition, "code", by=Applicant(voice.uuid))
        board.file_petition(petition, moment.today(), by=cast.worker)
        voice = fresh(voice)
        assert (queued(voice), voice.state) == (True, State.REFERRED)
        assert voice.due_at is not None
        assert list(stale_deadlines()) == []

    def test_a_claim_brings_every_voice_into_the_queue(self, cast: Any, play: Any) -> None:
        m = matter(cast, play)
        assert states(m.lead, *m.voices) == [State.CLAIMED] * 3
        assert all(queued(one) for one in m.voices)
        assert {one.due_at for one in m.voices} == {m.lead.due_at}
        assert list(stale_deadlines()) == []

    def test_whoever_joins_after_a_claim_has_ten_working_days_of_their_own(
        self, cast: Any, play: Any
    ) -> None:
        m = matter(cast, play, 1)
        with moment.moved_to(moment.now() + timedelta(days=30)):
            (late,) = joined(cast, play, m.lead)
            assert late.state == State.CLAIMED
            assert late.due_at > moment.now() + timedelta(days=9)
            for _time in range(2):
                actions.write_call(late, by=cast.worker, result="no-answer", safe=True, asked_to_confirm=True)
            assert not actions.may_close_unconfirmed(late)
        with moment.moved_to(moment.now() + timedelta(days=60)):
            assert actions.may_close_unconfirmed(fresh(late))

    def test_it_has_the_topic_of_its_lead_where_nobody_has_set_one(
        self, cast: Any, play: Any, lead: Case
    ) -> None:
        case = play.filed()
        actions.join(case, fresh(lead), WHY, by=cast.worker)
        assert fresh(case).topic == lead.topic

    def test_it_follows_its_lead_through_every_step(self, cast: Any, play: Any, topic: Any) -> None:
        lead = play.filed(topic=topic)
        lead.take(by=cast.worker)
        actions.settle(lead, by=cast.worker)
        (voice,) = joined(cast, play, lead)
        assert voice.state == State.TRIAGE
        referral = play.sent(fresh(lead))
        assert fresh(voice).state == State.REFERRED
        play.promised(referral)
        assert fresh(voice).state == State.PROMISED
        assert fresh(voice).due_at is None


class TestRefused:
    """Each with a clear sentence, and nothing has changed."""

    def refuses(self, cast: Any, case: Case, lead: Case, match: str) -> None:
        before = fresh(case).lead_id
        with pytest.raises((WrongState, NotAllowed), match=match):
            actions.join(fresh(case), fresh(lead), WHY, by=cast.worker)
        assert fresh(case).lead_id == before

    @pytest.fixture(autouse=True)
    def _in_english(self) -> None:
        translation.activate("en")

    def test_itself(self, cast: Any, lead: Case) -> None:
        self.refuses(cast, lead, lead, "with itself")
        with pytest.raises(IntegrityError), transaction.atomic():
            lead.set(lead=lead)

    def test_a_voice_leads_nothing_and_is_joined_once(self, cast: Any, play: Any, lead: Case) -> None:
        (voice,) = joined(cast, play, lead)
        self.refuses(cast, play.filed(), voice, "choose that one")
        self.refuses(cast, voice, Case.objects.as_system("t").get(pk=play.sent().case_id), "already")
        self.refuses(cast, lead, Case.objects.as_system("t").get(pk=play.sent().case_id), "Others are")

    def test_what_is_closed(self, cast: Any, play: Any, lead: Case) -> None:
        case = play.filed()
        actions.decline(case, "نه", by=cast.worker)
        self.refuses(cast, case, lead, "closed")
        actions.withdraw(fresh(lead), "", by=Applicant(lead.uuid))
        self.refuses(cast, play.filed(), lead, "closed")

    def test_what_went_to_a_body_or_has_a_draft(self, cast: Any, play: Any, lead: Case) -> None:
        sent = play.sent()
        self.refuses(cast, sent.case, lead, "gone to a body")
        case = play.filed()
        case.take(by=cast.worker)
        case.classify(by=cast.worker, topic=lead.topic)
        draft = actions.draft_referral(case, cast.labour, "خلاصه", by=cast.worker)
        self.refuses(cast, case, lead, "summary")
        actions.end_referral(draft, by=cast.worker)
        actions.join(fresh(case), fresh(lead), WHY, by=cast.worker)

    def test_a_lead_that_nobody_has_taken(self, cast: Any, play: Any) -> None:
        self.refuses(cast, play.filed(), play.filed(), "Take the other")

    def test_the_body_complained_about(self, cast: Any, play: Any, lead: Case) -> None:
        self.refuses(cast, play.filed(workplace=cast.labour), lead, "complains about")
        (voice,) = joined(cast, play, lead)
        with pytest.raises(NotAllowed, match="complains about"):
            actions.classify(fresh(voice), workplace=cast.labour, by=cast.worker)
        actions.classify(fresh(voice), workplace=cast.insurance, by=cast.worker)
        with pytest.raises(NotAllowed, match="complains about"):
            actions.draft_referral(fresh(lead), cast.insurance, "خلاصه", by=cast.worker)

    def test_whoever_does_not_see_both(self, cast: Any, play: Any, lead: Case) -> None:
        case = play.filed()
        for somebody in (cast.outsider, cast.liaison):
            with pytest.raises(NotAllowed):
                actions.join(fresh(case), fresh(lead), WHY, by=somebody)
        actions.bar(case, [Principal.objects.of_user(cast.worker)], by=cast.manager, why="خویشاوند")
        self.refuses(cast, case, lead, "open to you")

    def test_what_must_move_sooner(self, cast: Any, play: Any, lead: Case) -> None:
        """A danger to life does not wait in the letters of something that can."""
        self.refuses(cast, play.filed(urgency=Case.Urgency.HAZARD), lead, "more urgent")
        (voice,) = joined(cast, play, lead)
        with pytest.raises(NotAllowed, match="more urgent"):
            actions.classify(fresh(voice), urgency=Case.Urgency.URGENT, by=cast.worker)
        assert fresh(voice).due_at is None
        actions.classify(fresh(lead), urgency=Case.Urgency.URGENT, by=cast.worker)
        actions.classify(fresh(voice), urgency=Case.Urgency.URGENT, by=cast.worker)
        with pytest.raises(NotAllowed, match="more urgent"):
            actions.classify(fresh(lead), urgency=Case.Urgency.NORMAL, by=cast.worker)

    def test_a_voice_is_referred_nowhere_by_itself(self, cast: Any, play: Any, lead: Case) -> None:
        (voice,) = joined(cast, play, lead)
        with pytest.raises(WrongState, match="write the summary there"):
            actions.draft_referral(voice, cast.insurance, "خلاصه", by=cast.worker)

    def test_a_lead_is_not_declined_over_its_voices(self, cast: Any, play: Any) -> None:
        lead = play.filed()
        lead.take(by=cast.worker)
        joined(cast, play, lead)
        with pytest.raises(WrongState, match="by itself again first"):
            actions.decline(fresh(lead), "نه", by=cast.worker)


class TestParted:
    def test_it_is_followed_by_itself_and_its_clock_runs_again(
        self, cast: Any, play: Any, lead: Case
    ) -> None:
        voice, other = joined(cast, play, lead, 2)
        actions.part(voice, "کارگاه دیگری است", by=cast.worker)
        voice = fresh(voice)
        assert (voice.state, voice.lead_id) == (State.TRIAGE, None)
        assert voice.due_at is not None
        assert voice.clock.replay().running
        assert (queued(voice), fresh(other).lead_id) == (True, lead.pk)
        kinds = [e.kind for e in Event.objects.filter(subject__in=[voice.uuid, lead.uuid]).order_by("id")]
        assert {"case.join", "case.joined", "case.part", "case.parted"} <= set(kinds)
        assert play.sent(voice).state == Referral.State.SENT
        assert list(stale_deadlines()) == []

    def test_only_a_voice_parts(self, cast: Any, play: Any, lead: Case) -> None:
        with pytest.raises(WrongState):
            actions.part(lead, "…", by=cast.worker)
        (voice,) = joined(cast, play, lead)
        with pytest.raises(NotAllowed):
            actions.part(voice, "…", by=cast.liaison)

    def test_whoever_parts_is_no_longer_awaited(self, cast: Any, play: Any) -> None:
        m = matter(cast, play, 1)
        says(m.lead)
        assert fresh(m.commitment).state == "claimed"
        actions.part(fresh(m.voices[0]), "کارگاه دیگری است", by=cast.worker)
        assert fresh(m.commitment).state == "confirmed"
        assert states(m.lead, *m.voices) == [State.CONFIRMED, State.TRIAGE]


def test_two_hundred_voices_cost_as_many_queries_as_two(
    cast: Any, play: Any, lead: Case, django_assert_max_num_queries: Any
) -> None:
    def voices(many: int) -> None:
        rows = [play.filed() for _one in range(many)]
        Case._base_manager.filter(pk__in=[r.pk for r in rows]).update(
            lead=lead, state=State.REFERRED, due_at=None, told="sms"
        )
        CaseQueue._base_manager.filter(case__in=rows).delete()

    def answered(kind: str, **values: Any) -> Any:
        referral = Referral.objects.as_system("test").get(case=lead)
        answer = actions.draft_answer(referral, kind, "پاسخ", by=cast.liaison, **values)
        with django_assert_max_num_queries(75):
            actions.release(answer, by=cast.head)
        return answer

    voices(200)
    due = moment.today() + timedelta(days=10)
    commitment = answered("promise", step="inspect", day=due).commitment
    answered("claim", commitment=commitment)
    assert Case.objects.as_system("test").filter(lead=lead, state=State.CLAIMED).count() == 200
    assert Notice.objects.filter(kind="word").exclude(owner=None).count() == 200
    with django_assert_max_num_queries(75):
        actions.dispute(fresh(lead), fresh(commitment), "نیامد", by=Applicant(lead.uuid), via="code")
    assert Case.objects.as_system("test").filter(lead=lead, state=State.PROMISED).count() == 200
