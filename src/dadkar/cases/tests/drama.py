"""What the tests of cases begin with: a case at each stage of its life, made by the verbs themselves."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.cases import actions, board
from dadkar.cases.models import Case, Petition, Referral, Ruling, Topic
from dadkar.cases.reference import load_rights
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.sealing import receipts

STORY = "چهار ماه است که حقوق ما پرداخت نشده. نزدیک ۲۰۰ نفر هستیم و هر بار می‌گویند هفتهٔ بعد."

PETITION = {"wants": "پرداخت مزد معوق", "claims": [{"what": "مزد", "months": "۴", "amount": 90_000_000}],
         "explanation": "چهار ماه مزد پرداخت نشده است."}  # fmt: skip


@pytest.fixture
def topic(cast: Any) -> Topic:
    return wages(cast.house)


def wages(house: Any) -> Topic:
    """The topic of most cases here."""
    return Topic.objects.create(
        house=house,
        code="wages.arrears",
        fa="تأخیر یا پرداخت نشدن مزد",
        en="Wages unpaid or late",
        bodies=["labour"],
        days=7,
    )


@pytest.fixture
def play(cast: Any, topic: Topic) -> SimpleNamespace:
    """Verbs that bring a case to a stage: `filed()`, `sent()`, `promised()`, `claimed()`."""
    return stage(cast, topic)


def stage(cast: Any, topic: Topic) -> SimpleNamespace:
    """The verbs of `play`, done by the people of a cast."""

    def filed(**details: Any) -> Case:
        filing = actions.Filing(
            STORY, {"county": cast.county, "workplace": cast.plant, "people": 200, **details}
        )
        case, _code = actions.file_case(
            filing, house=cast.house, desk=cast.branch, nonce=receipts.new_nonce()
        )
        return case

    def sent(case: Case | None = None, body: Any = None) -> Referral:
        case = case or filed()
        if case.state == Case.State.RECEIVED:
            case.take(by=cast.worker)
            case.classify(by=cast.worker, topic=topic)
        referral = actions.draft_referral(
            case, body or cast.labour, "مزد چهار ماه پرداخت نشده است.", by=cast.worker
        )
        referral.propose(by=cast.worker)
        referral.agree(by=Applicant(case.uuid))
        actions.send_referrals([referral], by=cast.worker, content={"subject": "پیگیری مزد"})
        return Referral.objects.as_system("test").get(pk=referral.pk)

    def answered(referral: Referral, kind: str, text: str = "پاسخ", **values: Any) -> Any:
        answer = actions.draft_answer(referral, kind, text, by=cast.liaison, **values)
        actions.release(answer, by=cast.head)
        referral.refresh_from_db()
        return answer

    def promised(referral: Referral | None = None, days: int = 10) -> Commitment:
        referral = referral or sent()
        due = moment.today() + timedelta(days=days)
        return answered(referral, "promise", "بازرسی می‌کنیم.", step="inspect", day=due).commitment

    def claimed(commitment: Commitment | None = None) -> Commitment:
        commitment = commitment or promised()
        referral = Referral.objects.as_system("test").get(
            answers__commitment=commitment, answers__kind="promise"
        )
        answered(referral, "claim", "بازرسی انجام شد.", commitment=commitment)
        return Commitment.objects.as_system("test").get(pk=commitment.pk)

    return SimpleNamespace(filed=filed, sent=sent, answered=answered, promised=promised, claimed=claimed)


@pytest.fixture
def track(cast: Any, play: Any, topic: Any) -> SimpleNamespace:
    """Verbs that bring a petition to a stage: `drafted()`, `filed()`, `ruled()`."""
    load_rights(cast.house)

    def drafted(case: Case | None = None, kind: str = "diagnosis") -> Petition:
        case = case or play.filed()
        if case.state == Case.State.RECEIVED:
            case.take(by=cast.worker)
            case.classify(by=cast.worker, topic=topic)
            actions.settle(case, by=cast.worker)
        return board.prepare_petition(case, kind, by=cast.worker, **PETITION)

    def filed(petition: Petition | None = None, ago: int = 40) -> Petition:
        petition = petition or drafted()
        board.consent(petition, "visit", by=cast.worker)
        board.file_petition(petition, moment.today() - timedelta(days=ago), by=cast.worker, number="۱۲/۳")
        return petition

    def ruled(petition: Petition | None = None, ago: int = 30, favour: str = "worker") -> Ruling:
        petition = petition or filed()
        day = moment.today() - timedelta(days=ago)
        return board.record_ruling(
            petition, day, by=cast.worker, number="۴۴", favour=favour, amount_rial=80_000_000
        )

    return SimpleNamespace(drafted=drafted, filed=filed, ruled=ruled)


def case_of(commitment: Commitment) -> Case:
    """The case that a commitment is owed to."""
    return Case.objects.as_system("test").get(uuid=commitment.owed_to)
