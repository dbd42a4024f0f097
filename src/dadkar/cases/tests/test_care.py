"""From a small workplace or a sensitive matter no name, shift, exact date or quotation goes to a body."""

from typing import Any

import pytest

from dadkar.cases import actions
from dadkar.cases.models import Case, Referral
from dadkar.kernel.actor import Applicant
from dadkar.kernel.flow import NotAllowed
from dadkar.kernel.sealing import receipts

pytestmark = pytest.mark.django_db

STORY = "سرکارگر شب‌ها می‌آید و می‌گوید اگر حرف بزنی دیگر جایی در این کارگاه نداری."
PLAIN = "به گفتهٔ متقاضی در این کارگاه کارگران را تهدید می‌کنند. خواسته: بازرسی بی‌اعلام قبلی."


@pytest.fixture
def written(cast: Any, topic: Any) -> Any:
    """A summary of a case, not yet laid before anybody."""

    def write(summary: str, **details: Any) -> Referral:
        filing = actions.Filing(
            STORY, {"county": cast.county, "sensitive": True, **details},
            {"name": "گلنار بهرامی", "phone": "+989171234567"},
        )  # fmt: skip
        case, _code = actions.file_case(
            filing, house=cast.house, desk=cast.branch, nonce=receipts.new_nonce()
        )
        case.take(by=cast.worker)
        return actions.draft_referral(case, cast.labour, summary, topic=topic, by=cast.worker)

    return write


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("خانم گلنار بهرامی تهدید شده است.", "نام یا شماره"),
        ("شمارهٔ او ۰۹۱۷۱۲۳۴۵۶۷ است.", "نام یا شماره"),
        ("کارگر شیفت شب تهدید شده است.", "شیفت شب"),
        ("در ۱۲ آبان او را تهدید کرده‌اند.", "12 ابان"),
        ("در ۱۴۰۵/۰۸/۱۲ او را تهدید کرده‌اند.", "1405/08/12"),
        ("گفته‌اند: اگر حرف بزنی ديگر جايی در اين کارگاه نداری.", "اگر حرف بزنی"),
    ],
)
def test_what_points_at_somebody_is_named_and_stays_here(
    cast: Any, written: Any, summary: str, found: str
) -> None:
    referral = written(summary)
    with pytest.raises(NotAllowed, match=found):
        actions.propose(referral, by=cast.worker)
    assert Referral.objects.as_system("test").get(pk=referral.pk).state == Referral.State.DRAFT


def test_a_careful_summary_goes_its_way(cast: Any, written: Any) -> None:
    actions.propose(written(PLAIN), by=cast.worker)


def test_words_of_a_month_or_a_name_alone_are_no_fault(cast: Any, written: Any) -> None:
    actions.propose(written("از ماه آبان حق نوبت‌کاری نداده‌اند؛ کارفرما: آقای بهرامی."), by=cast.worker)


def test_other_matters_may_say_more(cast: Any, written: Any) -> None:
    actions.propose(written("از ۱۲ آبان مزد نداده‌اند.", sensitive=False), by=cast.worker)


def test_care_that_is_learned_later_holds_at_the_sending(cast: Any, written: Any) -> None:
    referral = written("از ۱۲ آبان مزد نداده‌اند.", sensitive=False)
    actions.propose(referral, by=cast.worker)
    actions.agree(referral, by=Applicant(referral.case_uuid))
    case = Case.objects.as_system("test").get(pk=referral.case_id)
    actions.classify(case, by=cast.worker, sensitive=True)
    referral = Referral.objects.as_system("test").get(pk=referral.pk)
    with pytest.raises(NotAllowed):
        actions.send_referrals([referral], by=cast.worker, content={"subject": "پیگیری"})
