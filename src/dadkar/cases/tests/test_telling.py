"""Who is told when something happens: applicants as they asked, colleagues and bodies at their desks."""

from datetime import timedelta
from typing import Any

import pytest

from dadkar.cases import actions
from dadkar.cases.models import Case, Referral
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant, System
from dadkar.kernel.flow import NotAllowed
from dadkar.kernel.sealing import keys
from dadkar.records import sending
from dadkar.records.models import Feed, Notice
from dadkar.records.tests.standin import kavenegar, provider

NUMBER = "+989171234567"
BY = System("test")


def case_told(play: Any, told: str = "sms") -> Case:
    case = play.filed(told=told)
    actions.set_contact(case, {"phone": NUMBER, "email": "x@example.com"}, by=BY)
    return case


def kinds(**of: Any) -> list[str]:
    return list(Notice.objects.filter(**of).order_by("pk").values_list("kind", flat=True))


def test_whoever_comes_back_with_the_code_is_told_nothing(cast: Any, play: Any) -> None:
    commitment = play.claimed()
    case = Case.objects.as_system("test").get(uuid=commitment.owed_to)
    actions.say(case, "سلام", by=cast.worker)
    assert kinds(owner=case.uuid) == []


def test_whoever_asked_is_told_of_what_concerns_them(cast: Any, play: Any, topic: Any) -> None:
    case = case_told(play)
    case.take(by=cast.worker)
    case.classify(by=cast.worker, topic=topic)
    actions.say(case, "سلام", by=cast.worker)
    actions.say(case, "سلام", by=Applicant(case.uuid))
    case.refresh_from_db()
    referral = play.sent(case)
    commitment = play.promised(referral)
    play.answered(referral, "extension", "دیر شد", commitment=commitment, day=moment.today() + timedelta(30))
    play.answered(referral, "claim", "انجام شد", commitment=commitment)
    assert kinds(owner=case.uuid) == ["message", "answer", "asked", "word"]


def test_a_summary_to_agree_to_and_a_closing_are_told(cast: Any, play: Any) -> None:
    case = case_told(play)
    case.take(by=cast.worker)
    topic = play.sent().topic
    case.classify(by=cast.worker, topic=topic)
    referral = actions.draft_referral(case, cast.labour, "خلاصه", by=cast.worker)
    actions.propose(referral, by=cast.worker)
    actions.correct(referral, "نه", by=Applicant(case.uuid))
    actions.decline(case, "جای دیگر", by=cast.worker)
    assert kinds(owner=case.uuid) == ["asked", "closed"]
    assert kinds(user=cast.worker, kind="correct") == ["correct"]


def test_the_number_is_read_at_the_moment_of_sending(cast: Any, play: Any, settings: Any) -> None:
    case = case_told(play)
    with provider() as there:
        settings.SMS = kavenegar(there.url)
        actions.say(case, "سلام", by=cast.worker)
        actions.set_contact(case, {"phone": "+989187654321"}, by=BY)
        notice = Notice.objects.get(owner=case.uuid)
        with moment.moved_to(notice.next_try):
            sending.send(notice.pk)
        assert [one["receptor"] for one in there.taken] == ["09187654321"]


def test_nothing_goes_out_once_the_contacts_key_is_erased(cast: Any, play: Any, settings: Any) -> None:
    case = case_told(play)
    with provider() as there:
        settings.SMS = kavenegar(there.url)
        actions.say(case, "سلام", by=cast.worker)
        keys.erase(case.uuid, "contact")
        notice = Notice.objects.get(owner=case.uuid)
        with moment.moved_to(notice.next_try):
            sending.send(notice.pk)
        assert there.taken == []
    notice.refresh_from_db()
    assert (notice.state, notice.why) == ("cancelled", "erased")


def test_whoever_changed_their_mind_is_told_no_more(cast: Any, play: Any, settings: Any) -> None:
    case = case_told(play)
    with provider() as there:
        settings.SMS = kavenegar(there.url)
        actions.say(case, "سلام", by=cast.worker)
        case.set(told=Case.Told.CODE)
        notice = Notice.objects.get(owner=case.uuid)
        with moment.moved_to(notice.next_try):
            sending.send(notice.pk)
        assert there.taken == []


def test_a_verb_that_fails_tells_nobody(cast: Any, play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_told(play)

    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("dadkar.cases.actions.words.tell_applicant", broken)
    before = Notice.objects.count()
    with pytest.raises(RuntimeError):
        actions.say(case, "سلام", by=cast.worker)
    assert Notice.objects.count() == before


def test_a_call_is_a_task_until_somebody_has_spoken(cast: Any, play: Any) -> None:
    case = case_told(play, "call")
    actions.say(case, "سلام", by=cast.worker)
    for result, left in (("no-answer", 1), ("other", 1), ("spoke", 0)):
        actions.write_call(case, by=cast.worker, result=result, safe=True)
        assert Notice.objects.calls().filter(owner=case.uuid).count() == left


def test_a_body_and_its_manager_are_told_and_nobody_else(cast: Any, play: Any) -> None:
    referral = play.sent()
    actions.draft_answer(referral, "refuse", "مادهٔ ۱۰", by=cast.liaison)
    assert kinds(user=cast.liaison) == ["referral"]
    assert kinds(user=cast.head) == ["referral", "draft"]
    assert kinds(user=cast.insurer) == kinds(user=cast.outsider) == kinds(user=cast.auditor) == []


def test_the_officer_is_told_of_an_answer_and_of_an_applicants_word(cast: Any, play: Any) -> None:
    commitment = play.claimed()
    case = Case.objects.as_system("test").get(uuid=commitment.owed_to)
    actions.dispute(case, commitment, "نیامد", by=Applicant(case.uuid), via="code")
    actions.say(case, "سلام", by=Applicant(case.uuid))
    assert kinds(user=cast.worker) == ["answer", "answer", "word", "message"]
    assert "word" in kinds(user=cast.liaison)


def test_a_recused_colleague_is_told_nothing_of_it(cast: Any, play: Any) -> None:
    case = play.filed()
    actions.recuse(case, "خویشاوند", by=cast.colleague)
    actions.say(case, "سلام", by=Applicant(case.uuid))
    assert kinds(user=cast.colleague) == []
    assert kinds(user=cast.worker) == ["message"]


def test_who_asked_for_mail_gets_it_beside_the_desk(cast: Any, play: Any) -> None:
    cast.worker.email, cast.worker.told_by_email = "m@example.com", True
    cast.worker.save()
    case = play.filed()
    actions.say(case, "سلام", by=Applicant(case.uuid))
    channels = Notice.objects.filter(user=cast.worker).values_list("channel", "state")
    assert sorted(channels) == [("app", "sent"), ("email", "waiting")]


def test_a_feed_has_news_for_whoever_asked_whatever_they_are_told(cast: Any, play: Any) -> None:
    case = play.filed()
    actions.make_feed(case, by=Applicant(case.uuid))
    assert Feed.objects.get(owner=case.uuid).news_on is None
    actions.say(case, "سلام", by=cast.worker)
    assert Feed.objects.get(owner=case.uuid).news_on == moment.today()
    with pytest.raises(NotAllowed):
        actions.make_feed(case, by=Applicant(play.filed().uuid))


def test_a_notice_holds_no_word_of_the_matter(cast: Any, play: Any, caplog: Any, settings: Any) -> None:
    """Texts, jobs, rows and logs are searched for what was told."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    planted = ["گلنار پاک‌نژاد", NUMBER, "9171234567", "x@example.com", "داستان سنجاقک", str(cast.plant)]
    with provider() as there, caplog.at_level("DEBUG"):
        settings.SMS = kavenegar(there.url)
        case = case_told(play)
        actions.set_contact(case, {"name": planted[0]}, by=BY)
        actions.say(case, planted[4], by=cast.worker)
        referral: Referral = play.sent(case)
        play.promised(referral)
        for notice in Notice.objects.exclude(channel="app"):
            with moment.moved_to(notice.next_try):
                sending.send(notice.pk)
        assert there.taken, "nothing was sent, so nothing was searched"
        outside = [one["message"] for one in there.taken]
    assert set(outside) == {"خبری برای شما هست."}
    jobs = list(ProcrastinateJob.objects.filter(task_name="notices.send").values_list("args", flat=True))
    assert all(list(one) == ["notices"] and all(map(str.isdigit, map(str, one["notices"]))) for one in jobs)
    rows = repr(list(Notice.objects.values()))
    log = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("dadkar"))
    assert "Notice" in log
    planted += [str(referral.topic), "wages"]
    for where in (rows, log, repr(jobs), *outside):
        assert [one for one in planted if one in where] == []
