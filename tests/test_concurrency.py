"""Two at once, with real commits: one case, one winner, and whoever comes second is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions
from dadkar.cases.deadlines import stale_deadlines
from dadkar.cases.models import Case, Receipt, Referral
from dadkar.cases.tests import together
from dadkar.commitments.models import Confirmation
from dadkar.desk.views import body_drafts, triage
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.flow import FlowError
from dadkar.portal.tests.hands import applicant, cases, fill, text_of
from dadkar.records.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30  # seconds after which a meeting that never comes about breaks the test instead of the run


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of them in threads of their own, with connections of their own; what each gave or raised."""
    start = Barrier(len(acts), timeout=PATIENCE)

    def do(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def meet_in(monkeypatch: pytest.MonkeyPatch, page: type) -> None:
    """Let two requests meet after both have read the row and before either has done anything."""
    barrier, perform = Barrier(2, timeout=PATIENCE), page.perform  # type: ignore[attr-defined]

    def waiting(self: Any, *args: Any, **kwargs: Any) -> Any:
        barrier.wait()
        return perform(self, *args, **kwargs)

    monkeypatch.setattr(page, "perform", waiting)


@pytest.fixture
def signed_in(cast: SimpleNamespace) -> Callable[[Any], Client]:
    """A browser in which somebody is signed in."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def test_a_double_press_on_the_filing_form_is_one_case_with_one_code(cast: SimpleNamespace) -> None:
    form = fill(Client(), narrative="چهار ماه است که حقوق ما پرداخت نشده.")
    browsers = [Client(), Client()]
    answers = at_once(*(lambda one=one: one.post(reverse("write"), form) for one in browsers))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert cases().count() == Receipt.objects.as_system("test").count() == 1
    codes = {one.get(reverse("receipt")).context["code"] for one in browsers}
    assert len(codes) == 1


def test_an_office_that_presses_twice_files_once(cast: SimpleNamespace, signed_in: Any) -> None:
    client = signed_in(cast.worker)
    nonce = client.get(reverse("file-for")).context["form"]["nonce"].value()
    form = {"nonce": nonce, "channel": "visit", "narrative": "مزد ما را نمی‌دهند.", "told": "code"}
    answers = at_once(*(lambda: signed_in(cast.worker).post(reverse("file-for"), form) for _ in range(2)))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert cases().count() == 1


def test_two_officers_take_one_case_and_the_second_is_told(
    cast: SimpleNamespace, play: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = play.filed()
    meet_in(monkeypatch, triage.Take)
    take = reverse("case-take", args=[case.uuid])
    people = [cast.worker, cast.colleague]
    browsers = [signed_in(one) for one in people]
    answers = at_once(*(lambda one=one: one.post(take) for one in browsers))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    first, second = sorted(range(2), key=lambda place: answers[place].status_code)
    assert cases().get().officer == people[first]
    assert str(Case.State.TRIAGE.label) in text_of(answers[second])


def test_a_draft_that_two_release_goes_out_once(
    cast: SimpleNamespace, play: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = actions.draft_answer(play.sent(), "refuse", "مادهٔ ۱۰", by=cast.liaison)
    meet_in(monkeypatch, body_drafts.Release)
    release = reverse("draft-release", args=[draft.uuid])
    browsers = [signed_in(cast.head), signed_in(cast.head)]
    answers = at_once(*(lambda one=one: one.post(release) for one in browsers))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert Referral.objects.as_system("test").get().state == Referral.State.REFUSED


def test_yes_and_no_at_once_are_one_answer(cast: SimpleNamespace, play: Any) -> None:
    commitment = play.claimed()
    case = Case.objects.as_system("test").get(uuid=commitment.owed_to)
    by: Applicant = applicant(case)
    said = at_once(
        lambda: actions.confirm(fresh(case), again(commitment), "full", by=by, via="code"),
        lambda: actions.dispute(fresh(case), again(commitment), "نیامد", by=by, via="code"),
    )
    assert sum(isinstance(one, Exception) for one in said) == 1
    assert Confirmation.objects.as_system("test").filter(commitment=commitment).count() == 1


def fresh(case: Case) -> Case:
    return Case.objects.as_system("test").get(pk=case.pk)


def again(row: Any) -> Any:
    return type(row).objects.as_system("test").get(pk=row.pk)


def test_letters_sent_at_once_are_numbered_without_a_gap(cast: SimpleNamespace, play: Any) -> None:
    def ready() -> Referral:
        case = play.filed()
        case.take(by=cast.worker)
        case.classify(by=cast.worker, topic=topic)
        referral = actions.draft_referral(case, cast.labour, "خلاصه", by=cast.worker)
        referral.propose(by=cast.worker)
        referral.agree(by=Applicant(case.uuid))
        return referral

    topic = play.sent().topic
    waiting = [ready() for _ in range(3)]
    sent = at_once(
        *(lambda one=one: actions.send_referrals([one], by=cast.worker, content={}) for one in waiting)
    )
    assert [one for one in sent if isinstance(one, Exception)] == []
    serials = sorted(
        int(number.partition("/")[2]) for number in Letter.objects.values_list("number", flat=True)
    )
    assert serials == [1, 2, 3, 4]


def test_two_bodies_that_answer_at_once_leave_one_true_deadline(cast: SimpleNamespace, play: Any) -> None:
    """Each reads what the other wrote: the case's date follows from both, whoever comes second."""
    first = play.sent()
    case = cases().get(pk=first.case_id)
    second = play.sent(case, cast.insurance)
    soon, later = moment.today() + timedelta(days=4), moment.today() + timedelta(days=40)
    letters = [
        actions.receive_letter(one, number=f"{n}", dated=moment.today(), by=cast.worker)
        for n, one in enumerate((first, second))
    ]

    def promise(referral: Any, letter: Any, day: Any) -> Any:
        fresh = Referral.objects.as_system("test").get(pk=referral.pk)
        return actions.record_letter_answer(
            fresh, "promise", "بازرسی", by=cast.worker, letter=letter, step="inspect", day=day
        )

    answers = at_once(lambda: promise(first, letters[0], later), lambda: promise(second, letters[1], soon))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert list(stale_deadlines()) == []
    case.refresh_from_db()
    assert case.due_at == min(one.due_at for one in actions.commitments_of(case))


def test_closing_and_answering_at_once_never_wait_for_each_other(cast: SimpleNamespace, play: Any) -> None:
    """One holds the case and wants its referral, the other the referral and wants its case."""
    for _round in range(3):
        commitment = play.promised()
        case = cases().get(uuid=commitment.owed_to)
        draft = actions.draft_answer(
            Referral.objects.as_system("test").get(answers__commitment=commitment), "claim", "شد",
            by=cast.liaison, commitment=commitment,
        )  # fmt: skip
        answers = at_once(
            lambda case=case: actions.withdraw(case, "", by=Applicant(case.uuid)),
            lambda draft=draft: actions.release(draft, by=cast.head),
        )
        refused = [answer for answer in answers if isinstance(answer, Exception)]
        assert all(isinstance(one, FlowError) for one in refused), refused


def test_the_last_words_of_a_matter_at_once_turn_the_key_once(
    cast: SimpleNamespace, play: SimpleNamespace
) -> None:
    m = together.matter(cast, play, 2)
    people = [m.lead, *m.voices]
    answers = at_once(*(lambda one=one: together.says(one) for one in people))
    assert not any(isinstance(answer, Exception) for answer in answers), answers
    assert together.states(*people) == [Case.State.CONFIRMED] * 3
    assert together.fresh(m.commitment).state == "confirmed"
    assert Confirmation.objects.as_system("test").filter(kept=True).count() == 1
    assert list(stale_deadlines()) == []


def test_two_noes_at_once_are_one_dispute(cast: SimpleNamespace, play: SimpleNamespace) -> None:
    m = together.matter(cast, play, 2)
    answers = at_once(*(lambda one=one: together.says(one, "no") for one in m.voices))
    assert [isinstance(answer, FlowError) for answer in answers].count(True) == 1
    assert together.fresh(m.commitment).disputes == 1


def test_two_that_join_each_other_at_once_are_one_lead_and_one_voice(
    cast: SimpleNamespace, play: SimpleNamespace, topic: Any
) -> None:
    both = [play.filed(topic=topic), play.filed(topic=topic)]
    for one in both:
        one.take(by=cast.worker)
        actions.settle(one, by=cast.worker)

    def join(case: Case, lead: Case) -> None:
        actions.join(together.fresh(case), together.fresh(lead), together.WHY, by=cast.worker)

    at_once(lambda: join(*both), lambda: join(*reversed(both)))
    assert sorted(together.fresh(one).is_voice for one in both) == [False, True]
