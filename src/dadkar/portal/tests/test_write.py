"""Filing: one form, of which only the first question needs an answer."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dadkar.cases.models import Case, Contact, Right, Topic
from dadkar.kernel.calendar import Jalali
from dadkar.people.models import Organisation, Workplace
from dadkar.portal.tests.hands import cases, filed, fill, text_of

pytestmark = pytest.mark.django_db

STORY = "چهار ماه است که حقوق ما پرداخت نشده."


def test_only_the_first_question_needs_an_answer(cast: Any, client: Client) -> None:
    response = client.post(reverse("write"), fill(client, narrative=STORY))
    assert (response.status_code, response["Location"]) == (303, reverse("receipt"))
    case = cases().get()
    assert case.narrative.open() == STORY
    assert (case.state, case.told, case.desk, case.channel) == ("received", "code", cast.house, "web")
    assert not Contact.objects.of(case).exists()


def test_every_answer_is_kept_where_it_belongs(cast: Any, client: Client, topic: Topic) -> None:
    case, _code = filed(
        client, topic="wages.arrears", county="boyer-ahmad", workplace_typed="قند",
        workplace=str(cast.plant.uuid), people="several", people_count="۲۰۰", months="۴",
        amount_0="۱۲ میلیون", amount_1="toman", still_there="yes", told="call",
        phone="۰۹۱۷ ۱۲۳ ۴۵۶۷", safe_hours="شنبه‌ها ۵ تا ۷", name="مریم", must_not_see="سرکارگر",
    )  # fmt: skip
    assert (case.topic, case.county, case.workplace) == (topic, cast.county, cast.plant)
    assert (case.people, case.months, case.amount_rial) == (200, 4, 120_000_000)
    contact = Contact.objects.of(case).get()
    assert (contact.phone.open(), contact.name.open()) == ("+989171234567", "مریم")
    assert (contact.safe_hours.open(), contact.must_not_see.open()) == ("شنبه‌ها ۵ تا ۷", "سرکارگر")


def test_the_branch_of_the_county_receives_it(cast: Any, client: Client) -> None:
    case, _code = filed(client, county="boyer-ahmad")
    assert case.desk == cast.branch
    assert Case.objects.visible_to(cast.worker).filter(pk=case.pk).exists()


def test_a_branch_that_must_not_see_it_never_does(cast: Any, client: Client) -> None:
    case, _code = filed(client, county="boyer-ahmad", closed_to=[str(cast.branch.uuid)])
    assert case.desk == cast.house
    assert not Case.objects.visible_to(cast.worker).filter(pk=case.pk).exists()
    assert Case.objects.visible_to(cast.manager).filter(pk=case.pk).exists()


@pytest.mark.parametrize("said", [{"danger": "on"}, {"topic": "safety.hazard"}])
def test_danger_to_life_counts_in_hours(cast: Any, client: Client, said: dict[str, str]) -> None:
    Topic.objects.create(
        house=cast.house, code="safety.hazard", fa="خطر فوری", bodies=["labour-inspection"], hours=4
    )
    case, _code = filed(client, **said)
    assert case.urgency == Case.Urgency.HAZARD
    assert (case.due_at - case.filed_at).total_seconds() == pytest.approx(4 * 3600, abs=60)


def test_a_small_workplace_is_kept_in_sealed_words_alone(cast: Any, client: Client) -> None:
    case, _code = filed(client, workplace_typed="نانوایی", workplace=str(cast.plant.uuid), is_small="on")
    assert (case.workplace, case.is_small, case.workplace_typed.open()) == (None, True, "نانوایی")


def test_a_workplace_known_to_be_small_needs_care(cast: Any, client: Client) -> None:
    bakery = Organisation.objects.create(kind="workplace", fa="نانوایی بهار", house=cast.house)
    Workplace.objects.create(organisation=bakery, headcount=3)
    case, _code = filed(client, workplace_typed="نانوایی", workplace=str(bakery.uuid))
    assert case.needs_care


def test_a_sensitive_topic_makes_a_sensitive_case(cast: Any, client: Client) -> None:
    Topic.objects.create(
        house=cast.house, code="equality.harassment", fa="آزار", bodies=["house"], sensitive=True
    )
    case, _code = filed(client, topic="equality.harassment")
    assert case.sensitive


def test_a_look_up_shows_what_is_named_alike_and_keeps_what_was_typed(cast: Any, client: Client) -> None:
    typed = fill(client, look="1", workplace_typed="كارخانه قند", narrative=STORY, phone="هنوز ننوشته‌ام")
    response = client.post(reverse("write"), typed)
    assert response.status_code == 200
    assert str(cast.plant) in text_of(response)
    assert STORY in response.content.decode()
    assert "هنوز ننوشته‌ام" in response.content.decode()
    assert not response.context["form"].errors
    assert not cases().exists()


def test_a_look_up_that_finds_nothing_says_so(cast: Any, client: Client) -> None:
    response = client.post(reverse("write"), fill(client, look="1", workplace_typed="فولاد"))
    assert "در فهرست ما نیست" in text_of(response)


def test_a_look_up_does_not_list_the_whole_province(cast: Any, client: Client) -> None:
    for number in range(30):
        Organisation.objects.create(kind="workplace", fa=f"کارگاه {number}", house=cast.house)
    response = client.post(reverse("write"), fill(client, look="1", workplace_typed="کارگاه"))
    assert len(response.context["matches"]) == 8
    one_letter = client.post(reverse("write"), fill(client, look="1", workplace_typed="ک"))
    assert one_letter.context["matches"] == []


def test_another_house_lends_neither_topics_nor_workplaces(cast: Any, client: Client) -> None:
    Topic.objects.create(house=cast.other, code="other.one", fa="موضوع دیگران", bodies=["labour"])
    foreign = Organisation.objects.create(kind="workplace", fa="کارخانهٔ دیگران", house=cast.other)
    response = client.post(
        reverse("write"), fill(client, narrative=STORY, topic="other.one", workplace=str(foreign.uuid))
    )
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"topic", "workplace"}


def test_who_left_work_reads_which_right_runs_out_on_which_day(cast: Any, client: Client) -> None:
    Right.objects.create(
        house=cast.house,
        code="unemployment-insurance",
        starts="left-work",
        days=30,
        fa="بیمهٔ بیکاری",
        en="Insurance",
    )
    day = Jalali(1404, 6, 31)
    case, _code = filed(client, left_on_0=str(day.day), left_on_1=str(day.month), left_on_2=str(day.year))
    assert (case.left_on, case.still_there) == (day.to_date(), "no")
    page = text_of(client.get(reverse("receipt")))
    assert "بیمهٔ بیکاری" in page
    assert "۱۴۰۴" in page


def test_a_group_with_an_answer_or_a_fault_stands_open(cast: Any, client: Client) -> None:
    fresh = client.get(reverse("write")).context["form"]
    assert not any(group.open for group in fresh.groups)
    wrong = client.post(reverse("write"), fill(client, narrative=STORY, told="sms", months="4")).context[
        "form"
    ]
    assert [group.open for group in wrong.groups] == [True, False, False, True, False]


def test_to_be_called_takes_a_number_and_hours(cast: Any, client: Client) -> None:
    response = client.post(reverse("write"), fill(client, narrative=STORY, told="call"))
    assert set(response.context["form"].errors) == {"phone", "safe_hours"}
    response = client.post(reverse("write"), fill(client, narrative=STORY, told="email"))
    assert set(response.context["form"].errors) == {"email"}
