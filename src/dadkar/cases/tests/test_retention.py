"""What was told is erased when its time is over: first the way to reach the people, then the words."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from dadkar.cases import actions
from dadkar.cases.models import Case, Contact, Receipt, Referral, Retention, SearchEntry
from dadkar.cases.retention import erase_what_is_over
from dadkar.cases.search import search
from dadkar.kernel import moment
from dadkar.kernel.actor import Applicant
from dadkar.kernel.sealing import receipts
from dadkar.kernel.sealing.errors import Erased
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=366)


@pytest.fixture
def closed(cast: Any, play: Any) -> tuple[Case, str]:
    """A closed case with a number, and the code that opens it."""
    filing = actions.Filing("حقوق کوره‌پزخانه نرسیده", {"county": cast.county}, {"phone": "+989171234567"})
    case, code = actions.file_case(filing, house=cast.house, desk=cast.branch, nonce=receipts.new_nonce())
    actions.withdraw(case, "", by=Applicant(case.uuid))
    return Case.objects.as_system("test").get(pk=case.pk), code


def again(case: Case) -> Case:
    return Case.objects.as_system("test").get(pk=case.pk)


def after(years: int) -> dict[str, int]:
    with moment.moved_to(moment.now() + years * YEAR):
        return erase_what_is_over()


def test_while_it_can_be_opened_again_nothing_is_erased(closed: Any) -> None:
    assert after(0) == {"contact": 0, "content": 0}
    assert again(closed[0]).narrative.open()


def test_after_that_year_the_number_goes_and_the_words_stay(closed: Any) -> None:
    case, code = closed
    assert after(1) == {"contact": 1, "content": 0}
    with pytest.raises(Erased):
        Contact.objects.of(case).get().phone.open()
    assert again(case).narrative.open()
    assert Receipt.opened_by(code)
    assert after(1) == {"contact": 0, "content": 0}, "once"


def test_after_the_houses_period_the_words_go_and_the_figures_stay(cast: Any, closed: Any) -> None:
    case, code = closed
    assert search(cast.worker, "کوره‌پزخانه").cases
    assert after(3) == {"contact": 1, "content": 1}
    with pytest.raises(Erased):
        again(case).narrative.open()
    assert Receipt.opened_by(code) is None, "its code opens nothing, like one that never was"
    assert not SearchEntry.objects.as_system("test").filter(case=case).exists()
    assert not search(cast.worker, "کوره‌پزخانه").cases
    assert again(case).county == cast.county
    told = Event.objects.filter(subject=case.uuid, kind="case.erase").order_by("pk")
    assert [event.facts["purpose"] for event in told] == ["contact", "content"]
    assert all(event.is_whole() for event in Event.objects.filter(subject=case.uuid))


def test_a_house_sets_its_own_period(cast: Any, closed: Any) -> None:
    Retention.objects.create(house=cast.house, months=60)
    assert after(3)["content"] == 0
    assert after(6)["content"] == 1


def test_no_period_is_shorter_than_the_year_of_opening_again(cast: Any) -> None:
    with pytest.raises(ValidationError):
        Retention(house=cast.house, months=6).full_clean()
    with pytest.raises(IntegrityError):
        Retention.objects.create(house=cast.house, months=6)


def test_an_open_case_is_never_too_old(play: Any) -> None:
    case = play.filed()
    assert after(9) == {"contact": 0, "content": 0}
    assert again(case).narrative.open()


def test_what_went_out_in_a_letter_loses_its_summary(play: Any) -> None:
    referral = play.sent()
    actions.withdraw(referral.case, "", by=Applicant(referral.case_uuid))
    after(3)
    with pytest.raises(Erased):
        Referral.objects.as_system("test").get(pk=referral.pk).summary.open()
