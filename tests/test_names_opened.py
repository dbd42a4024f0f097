"""A name is opened for a reason, which its owner reads; a number is corrected, and its owner is told."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases import actions, parties
from dadkar.cases.models import Contact
from dadkar.kernel.sealing import receipts
from dadkar.portal.tests.hands import cases, text_of, with_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Any, client: Client) -> Client:
    client.force_login(cast.worker)
    return client


def page_of(case: Any) -> str:
    """What the applicant reads with the code."""
    return text_of(with_code(Client(), case).get(reverse("follow")))


def test_the_applicant_reads_who_opened_the_name_and_why(cast: Any, play: Any, desk: Client) -> None:
    case = play.filed()
    desk.post(reverse("case-contact", args=[case.uuid]), {"reason": "برای هماهنگی روز بازرسی"})
    said = page_of(case)
    assert cast.worker.full_name in said
    assert "برای هماهنگی روز بازرسی" in said


def test_the_names_of_the_people_are_a_reading_of_their_own(cast: Any, play: Any) -> None:
    case = play.filed()
    parties.open_names(case, "برای فهرست دادخواست", by=cast.worker)
    assert "نام‌های افراد را دید. دلیل: «برای فهرست دادخواست»" in page_of(case)


def test_a_corrected_number_is_kept_as_numbers_are_and_told(play: Any, desk: Client) -> None:
    case = play.filed()
    address = reverse("case-edit-contact", args=[case.uuid])
    assert desk.post(address, {"told": "sms", "phone": "۱۲۳"}).status_code == 422
    assert desk.post(address, {"told": "sms"}).status_code == 422, "no number is known yet"
    assert desk.post(address, {"told": "sms", "phone": "۰۹۱۷۱۲۳۴۵۶۷"}).status_code == 302
    assert Contact.objects.of(case).get().phone.open() == "+989171234567"
    assert cases().get(pk=case.pk).told == "sms"
    assert "همکاران خانهٔ کارگر نام یا شمارهٔ شما را عوض کرد" in page_of(case)


class TestSomebodyMustNotSeeIt:
    def filed(self, cast: Any, words: str) -> Any:
        filing = actions.Filing("مزد نداده‌اند", {"county": cast.county}, {"must_not_see": words})
        case, _code = actions.file_case(
            filing, house=cast.house, desk=cast.branch, nonce=receipts.new_nonce()
        )
        return case

    def test_whoever_opens_the_case_reads_whom_to_keep_out(self, cast: Any, desk: Client) -> None:
        case = self.filed(cast, "پسرعموی مدیر کارخانه")
        assert "پسرعموی مدیر کارخانه" in text_of(desk.get(reverse("case", args=[case.uuid])))

    def test_a_colleague_who_is_named_in_full_never_sees_it(self, cast: Any, client: Client) -> None:
        case = self.filed(cast, "آقای رضا كريمي، در شعبه")
        client.force_login(cast.colleague)
        assert client.get(reverse("case", args=[case.uuid])).status_code == 404
        client.force_login(cast.worker)
        assert client.get(reverse("case", args=[case.uuid])).status_code == 200

    def test_a_part_of_a_name_keeps_nobody_out(self, cast: Any, client: Client) -> None:
        case = self.filed(cast, "کریمی")
        client.force_login(cast.colleague)
        assert client.get(reverse("case", args=[case.uuid])).status_code == 200

    def test_it_is_never_closed_to_all(self, cast: Any, desk: Client) -> None:
        all_of_them = "، ".join(one.full_name for one in (cast.worker, cast.colleague, cast.manager))
        case = self.filed(cast, all_of_them)
        assert desk.get(reverse("case", args=[case.uuid])).status_code == 200
