"""What people type into a form: read in any script, refused in one sentence, never lost."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from dadkar.kernel import fields

THE_DAY = date(2025, 11, 3)  # ۱۲ آبان ۱۴۰۴


def fault(field: forms.Field, value: object) -> str:
    """The one sentence that refuses `value`."""
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(value)
    assert len(refused.value.messages) == 1
    return refused.value.messages[0]


class Form(forms.Form):
    name = fields.PersianCharField(label="نام")
    story = fields.PersianTextField(label="شرح", max_bytes=20)
    since = fields.JalaliDateField(label="از")
    until = fields.JalaliSelectDateField(label="تا")
    amount = fields.MoneyField(label="مبلغ")
    phone = fields.PhoneField(label="تلفن")


def test_text_is_cleaned():
    assert fields.PersianCharField().clean("  علي \n كريمي\u202e ") == "علی کریمی"
    assert fields.PersianTextField().clean("یک\r\n\r\nدو ") == "یک\n\nدو"


@pytest.mark.parametrize("text", ["😡😡", "\u202e\u200f", "\u200c", "؟؟!", "1️⃣"])
def test_text_without_words_is_refused(text):
    assert "کلمه‌ای نیست" in fault(fields.PersianTextField(), text)


def test_an_optional_text_may_be_blank_but_not_only_signs():
    field = fields.PersianCharField(required=False)
    assert field.clean(" ") == ""
    assert field.clean("\u200c") == ""
    assert "کلمه‌ای نیست" in fault(field, "👍🏽")


def test_an_empty_text_is_asked_for():
    assert fault(fields.PersianTextField(), " \n") == str(forms.Field.default_error_messages["required"])


def test_a_text_too_long_says_by_how_much():
    field = fields.PersianTextField(max_bytes=20)
    assert field.clean("ا" * 10) == "ا" * 10
    assert "۵ حرف بلندتر" in fault(field, "ا" * 15)
    assert "۱ حرف بلندتر" in fault(field, "ab" * 9 + "ا👍🏽"[:2])


def test_a_megabyte_is_refused_and_shown_again():
    form = Form({"story": "الف " * 250_000})
    assert "پاک نشده" in form.errors["story"][0]
    assert "الف " * 250_000 in str(form["story"])


@pytest.mark.parametrize(
    "text", ["۱۴۰۴/۸/۱۲", "1404-08-12", "١٤٠٤/٨/١٢", "۱۲ آبان ۱۴۰۴", "2025-11-03", "۱۴۰۴۰۸۱۲"]
)
def test_a_date_is_read_in_three_scripts_and_two_calendars(text):
    assert fields.JalaliDateField().clean(text) == THE_DAY


def test_an_impossible_date_is_explained():
    said = fault(fields.JalaliDateField(), "۳۱ مهر ۱۴۰۴")
    assert "مهر" in said
    assert "۳۰ روز" in said
    assert fault(fields.JalaliSelectDateField(), ["31", "7", "1404"]) == said


def test_a_date_has_bounds():
    field = fields.JalaliDateField(not_before=date(2025, 1, 1), not_after=lambda: THE_DAY)
    assert field.clean("۱۴۰۴/۸/۱۲") == THE_DAY
    assert "۱۴۰۴/۰۸/۱۲" in fault(field, "۱۴۰۴/۸/۱۳")
    assert "۱۴۰۳/۱۰/۱۲" in fault(field, "۱۴۰۳/۱/۱")


def test_a_stored_date_is_shown_in_the_readers_calendar():
    assert fields.JalaliDateField().prepare_value(THE_DAY) == "۱۴۰۴/۰۸/۱۲"
    with translation.override("en"):
        shown = fields.JalaliDateField().prepare_value(THE_DAY)
        assert shown == "2025-11-03"
        assert fields.JalaliDateField().clean(shown) == THE_DAY


@pytest.mark.parametrize("typed", ["۱۲", "١٢", " 12 "])
def test_a_count_is_read_in_every_script_and_shown_in_the_readers(typed):
    field = fields.CountField(min_value=2)
    assert field.clean(typed) == 12
    assert field.prepare_value(12) == "۱۲"
    assert field.prepare_value("دوازده") == "دوازده"
    with translation.override("en"):
        assert field.prepare_value(12) == "12"
    for wrong in ("دوازده", "۱", "1.5"):
        fault(field, wrong)


def test_a_date_can_be_chosen_in_both_calendars():
    field = fields.JalaliSelectDateField()
    assert field.clean(["12", "8", "1404"]) == THE_DAY
    assert field.clean(["3", "11", "2025"]) == THE_DAY
    assert "روز، ماه و سال" in fault(field, ["", "8", "1404"])
    assert fields.JalaliSelectDateField(required=False).clean(["", "", ""]) is None


def test_the_lists_hold_the_readers_months_and_the_stored_day():
    class Since(forms.Form):
        day = fields.JalaliSelectDateField(widget=fields.JalaliSelect(back=200))

    html = str(Since(initial={"day": THE_DAY})["day"])
    assert '<option value="8" selected>آبان</option>' in html
    assert '<option value="1404" selected>۱۴۰۴</option>' in html
    with translation.override("en"):
        html = str(Since(initial={"day": THE_DAY})["day"])
        assert '<option value="11" selected>November</option>' in html
        assert '<option value="2025" selected>2025</option>' in html


@pytest.mark.parametrize(
    ("typed", "rials"),
    [
        (["۱۲ میلیون و ۵۰۰ هزار", "toman"], 125_000_000),
        (["12,500,000", "rial"], 12_500_000),
        (["۵۰۰ هزار تومان", "rial"], 5_000_000),
        (["۱۰۰۰", "no such unit"], 10_000),
    ],
)
def test_money_becomes_rials(typed, rials):
    assert fields.MoneyField().clean(typed) == rials


def test_money_that_cannot_be_read_is_refused():
    assert "نتوانستیم" in fault(fields.MoneyField(), ["دو سه میلیون", "toman"])
    assert "صفرها" in fault(fields.MoneyField(), ["9" * 20, "toman"])
    assert fields.MoneyField(required=False).clean(["  ", "toman"]) is None
    assert fields.MoneyField(required=False).clean(["", "rial"]) is None


@pytest.mark.parametrize(("rials", "shown"), [(125, ["۱۲۵", "rial"]), (12_500_000, ["۱٬۲۵۰٬۰۰۰", "toman"])])
def test_a_stored_amount_is_shown_as_it_can_be_read_again(rials, shown):
    field = fields.MoneyField()
    assert field.widget.decompress(rials) == shown
    assert field.clean(shown) == rials
    assert not field.has_changed(rials, shown)


@pytest.mark.parametrize(
    "typed",
    [
        *("09171234567", "۰۹۱۷ ۱۲۳ ۴۵۶۷", "٠٩١٧١٢٣٤٥٦٧", "+98 917 123 4567", "00989171234567"),
        *("989171234567", "9171234567", "+98 0917-123-4567", "(0917) 123.4567", "\u202a09171234567\u202c"),
    ],
)
def test_a_mobile_number_is_read_however_it_is_written(typed):
    assert fields.PhoneField(mobile=True).clean(typed) == "+989171234567"


def test_a_landline_needs_its_area_code_and_takes_no_message():
    assert fields.PhoneField().clean("۰۷۴-۳۳۲۲۱۱۲۲") == "+987433221122"
    assert "کد شهر" in fault(fields.PhoneField(), "۳۳۲۲۱۱۲۲")
    assert "۰۹" in fault(fields.PhoneField(mobile=True), "۰۷۴۳۳۲۲۱۱۲۲")


@pytest.mark.parametrize(
    "typed", ["0917123456", "091712345678", "+1 202 555 0100", "شماره ندارم", "+9171234567"]
)
def test_another_number_is_refused(typed):
    assert "۱۱ رقم" in fault(fields.PhoneField(), typed)


def test_a_stored_number_is_shown_as_people_dial_it():
    assert fields.PhoneField().prepare_value("+989171234567") == "۰۹۱۷۱۲۳۴۵۶۷"
    assert fields.PhoneField().prepare_value("what was typed") == "what was typed"


def test_a_refused_form_still_holds_all_that_was_typed():
    form = Form(
        {
            "name": "😡",
            "story": "خیلی بلندتر از بیست بایت",
            "since": "۳۱ مهر ۱۴۰۴",
            "until_0": "31",
            "until_1": "7",
            "until_2": "1404",
            "amount_0": "دو سه میلیون",
            "amount_1": "rial",
            "phone": "۳۳۲۲",
        }
    )
    assert len(form.errors) == 6
    html = str(form)
    for typed in ("😡", "خیلی بلندتر از بیست بایت", "۳۱ مهر ۱۴۰۴", "دو سه میلیون", "۳۳۲۲"):
        assert typed in html
    assert '<option value="31" selected>۳۱</option>' in html
    assert '<option value="rial" selected>ریال</option>' in html


def test_every_box_has_a_name_for_those_who_cannot_see_it():
    html = str(Form()["until"]) + str(Form()["amount"])
    assert html.count("aria-label=") == html.count("<select") + html.count("<input") == 5
    assert "required" not in html
    assert str(Form()["phone"]).count('inputmode="tel"') == 1


def test_a_browser_others_may_use_remembers_nothing():
    form = Form()
    for name in ("name", "story", "since", "amount", "phone"):
        assert 'autocomplete="off"' in str(form[name])
