"""Columns found under their many names, and cells read as people type them."""

from datetime import date
from typing import Any

import pytest

from dadkar.cases.importing.headings import Column, Matching, MoneyUnit, is_never_taken, recognised, suggest
from dadkar.cases.models import Contact, Topic
from dadkar.cases.tests.lists import book, brought_in, cases, faults_of, matched, row, taken
from dadkar.kernel.flow import WrongState
from dadkar.people.models import Organisation, Workplace

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("شرح", "narrative"), ("شرح مشكل", "narrative"), ("شرح  مختصر مشکل:", "narrative"),
        ("موضوع", "topic"), ("نام کارگاه", "workplace"), ("نام شركت / كارفرما", "workplace"),
        ("شهرستان", "county"), ("تعداد کارگران", "people"), ("تعداد ماه‌های معوق", "months"),
        ("ماه", "months"), ("مبلغ (ریال)", "amount"), ("میزان طلب", "amount"), ("واحد", "unit"),
        ("تاريخ ثبت", "date"), ("شمارهٔ پرونده", "reference"), ("شماره نامه", "reference"),
        ("نام", "name"), ("نام و نام خانوادگی", "name"), ("نام خانوادگی", "surname"),
        ("شماره تلفن همراه", "phone"), ("تلفن", "phone"), ("Phone number", "phone"),
        ("Narrative", "narrative"),
        ("ردیف", None), ("کد ملی", None), ("", None),
    ],
)  # fmt: skip
def test_headings_in_many_spellings(heading: str, column: str | None) -> None:
    assert recognised(heading)[0] == column


def test_a_list_that_says_it_all_under_subject() -> None:
    assert suggest({"A": "ردیف", "B": "موضوع"}, 1).columns == {"B": Column.NARRATIVE}


@pytest.mark.parametrize("heading", ["مذهب", "قومیت", "عضویت بسیج", "دین / مذهب", "Religion"])
def test_belief_origin_and_membership_are_never_taken_in(cast: Any, heading: str) -> None:
    assert is_never_taken(heading)
    batch = taken(cast, book(["چه شد", "راز"], headings=["شرح", heading]))
    assert batch.layout.open()["dropped"] == [heading]
    assert "راز" not in str([page.rows.open() for page in batch.pages.select_related("batch")])


def test_a_row_becomes_a_case_with_all_that_it_says(cast: Any, topic: Topic) -> None:
    batch = brought_in(cast, book(row()))
    case = cases().get()
    assert case.narrative.open() == "چهار ماه حقوق نگرفته‌ایم"
    assert (case.topic, case.workplace, case.county) == (topic, cast.plant, cast.county)
    assert (case.people, case.months, case.amount_rial) == (200, 4, 120_000_000)
    assert (case.office_reference, case.office_date) == ("۱۴۰۲/۷۷", date(2023, 8, 3))
    assert (case.channel, case.desk, case.told) == ("import", cast.branch, "code")
    contact = Contact.objects.of(case).get()
    assert (contact.name.open(), contact.phone.open()) == ("گلی کریمی", "+989171234567")
    assert batch.done == 1


def test_only_the_narrative_is_needed(cast: Any) -> None:
    brought_in(cast, book(["اضافه‌کاری ما را نمی‌دهند"], headings=["شرح"]))
    case = cases().get()
    assert (case.topic, case.workplace, case.people, case.amount_rial, case.office_reference) == (
        None, None, None, None, "",
    )  # fmt: skip
    assert not Contact.objects.of(case).exists()


@pytest.mark.parametrize(
    ("letter", "value", "field", "read"),
    [
        ("G", "حدود ۲۰۰ نفر", "people", 200), ("G", 1.0, "people", 1), ("G", "دویست", "people", 200),
        ("H", "۳ ماه", "months", 3), ("H", "ندارد", "months", None), ("H", "—", "months", None),
        ("I", 1200.0, "amount_rial", 12_000), ("I", "۱٬۲۰۰٬۰۰۰", "amount_rial", 12_000_000),
        ("I", "۵۰۰ ریال", "amount_rial", 500), ("I", "یک و نیم میلیون", "amount_rial", 15_000_000),
        ("K", "12/5/1402", "office_date", date(2023, 8, 3)),
        ("K", "١٤٠٢/٥/١٢", "office_date", date(2023, 8, 3)),
        ("K", 14020512, "office_date", date(2023, 8, 3)),
        ("K", date(2023, 8, 3), "office_date", date(2023, 8, 3)),
        ("K", 45141, "office_date", date(2023, 8, 3)),
        ("K", "۱۲ مرداد ۱۴۰۲", "office_date", date(2023, 8, 3)),
        ("B", 77.0, "office_reference", "77"), ("F", "شهرستان بوير احمد", "county_id", None),
        ("F", "شهرستان بويراحمد", "county_id", "boyer-ahmad"),
    ],
)  # fmt: skip
def test_cells_as_people_type_them(cast: Any, letter: str, value: Any, field: str, read: Any) -> None:
    without_place = {"E": ""} if letter == "F" else {}
    brought_in(cast, book(row(**{letter: value}, **without_place)))
    assert getattr(cases().get(), field) == read


@pytest.mark.parametrize(
    ("letter", "value"),
    [
        ("C", ""), ("C", "😀"), ("C", "\u200b\u200f"), ("G", "زیاد"), ("G", 0), ("G", -4), ("G", 2.5),
        ("H", 9000), ("I", "خیلی"), ("I", "=2*3"), ("I", "#REF!"), ("K", "1402/13/1"), ("K", "31 مهر 1402"),
        ("K", "1499/1/1"), ("K", "بهار"), ("M", "0917"), ("M", "ندارم چون دزدیدند"),
        ("B", "ک" * 61), ("L", "🙂"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_its_reason(cast: Any, letter: str, value: Any) -> None:
    batch = matched(cast, book(row(), row(**{letter: value})))
    (cell, why), *more = batch.preview.open()["faults"]
    assert (cell, more) == (f"{letter}3", [])
    assert len(why) > 10
    assert batch.preview.open()["bad"] == 1


def test_every_bad_cell_of_a_row_is_named(cast: Any) -> None:
    assert faults_of(matched(cast, book(row(C="", G="x", M="1")))) == ["C2", "G2", "M2"]


def test_headings_below_a_title_and_empty_rows(cast: Any) -> None:
    data = book(row(), [None] * 13, row(B="۷۸"), title="لیست مراجعان سال ۱۴۰۲")
    batch = matched(cast, data)
    found = batch.preview.open()
    assert (batch.matching["heading"], found["good"], found["bad"]) == (2, 2, 0)


def test_a_serial_number_alone_is_an_empty_row(cast: Any) -> None:
    found = matched(cast, book(row(), [2] + [None] * 12)).preview.open()
    assert (found["good"], found["nothing"], found["bad"]) == (1, 1, 0)


def test_columns_in_another_order_and_missing_ones(cast: Any) -> None:
    brought_in(
        cast,
        book(["۰۹۱۷۱۲۳۴۵۶۷", "گلی", "کریمی", "نداده‌اند"], headings=["موبایل", "نام", "نام خانوادگی", "شرح"]),
    )
    contact = Contact.objects.of(cases().get()).get()
    assert (contact.name.open(), contact.phone.open()) == ("گلی کریمی", "+989171234567")


def test_a_cell_merged_downwards_holds_for_each_row(cast: Any) -> None:
    brought_in(cast, book(row(), row(E=None, B="۲"), row(E=None, B="۳"), merge="E2:E4"))
    assert {case.workplace for case in cases()} == {cast.plant}


def test_a_story_merged_over_rows_is_asked_for_in_each(cast: Any) -> None:
    assert faults_of(matched(cast, book(row(), row(C=None), merge="C2:C3"))) == ["C2", "C3"]


def test_a_cell_merged_over_two_columns_belongs_to_neither(cast: Any) -> None:
    assert faults_of(matched(cast, book(row(), row(), merge="E3:F3"))) == ["E3"]


def test_amounts_need_a_unit_from_somewhere(cast: Any) -> None:
    data = book(["ندادند", 12], headings=["شرح", "مبلغ"])
    with pytest.raises(WrongState):
        matched(cast, data)
    brought_in(cast, data, unit=MoneyUnit.MILLION_TOMAN)
    assert cases().get().amount_rial == 120_000_000


@pytest.mark.parametrize(
    ("heading", "rials"),
    [
        ("مبلغ (ریال)", 12),
        ("مبلغ به تومان", 120),
        ("مبلغ - هزار تومان", 120_000),
        ("مبلغ (میلیون ریال)", 12_000_000),
    ],
)
def test_the_heading_may_say_the_unit(cast: Any, heading: str, rials: int) -> None:
    brought_in(cast, book(["ندادند", 12], headings=["شرح", heading]))
    assert cases().get().amount_rial == rials


def test_words_that_name_nothing_here_are_kept_with_the_story(cast: Any, topic: Topic) -> None:
    batch = matched(cast, book(row(D="فوتبال", F="ناکجا", E="شرکت بی‌نام")))
    assert batch.preview.open()["remarks"] == {"topic": 1, "county": 1, "workplace": 1}
    from dadkar.cases.importing import running

    list(running.bring_in(running.approve(batch, by=cast.worker)))
    case = cases().get()
    assert (case.topic, case.county, case.workplace) == (None, None, None)
    assert case.narrative.open() == "چهار ماه حقوق نگرفته‌ایم\n\nموضوع: فوتبال\nشهرستان: ناکجا"
    assert case.workplace_typed.open() == "شرکت بی‌نام"


def test_a_column_can_be_added_to_the_story(cast: Any) -> None:
    batch = taken(cast, book(["ندادند", "تماس گرفته شد"], headings=["شرح", "اقدامات"]))
    matching = Matching.from_json(batch.matching)
    brought_in(cast, book(["ندادند", "تماس گرفته شد"], headings=["شرح", "اقدامات"]),
               columns=matching.columns | {"B": Column.NOTE})  # fmt: skip
    assert cases().get().narrative.open() == "ندادند\n\nاقدامات: تماس گرفته شد"


@pytest.mark.parametrize(
    "said", ["تأخیر یا پرداخت نشدن مزد", "wages.arrears", "حقوق معوق", "معوقات مزدي کارگران"]
)
def test_topics_by_name_and_keyword(cast: Any, topic: Topic, said: str) -> None:
    brought_in(cast, book(row(D=said)))
    assert cases().get().topic == topic


def test_a_name_that_two_workplaces_share_is_kept_as_typed(cast: Any) -> None:
    Organisation.objects.create(kind="workplace", house=cast.house, fa="قند یاسوج ۲")
    brought_in(cast, book(row(E="قند ياسوج")))
    case = cases().get()
    assert (case.workplace, case.workplace_typed.open()) == (None, "قند یاسوج")


def test_a_small_workplace_asks_for_care(cast: Any) -> None:
    Workplace.objects.filter(organisation=cast.plant).update(headcount=6)
    brought_in(cast, book(row()))
    assert cases().get().needs_care
