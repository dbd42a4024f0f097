"""Numbers, money and dates as pages show them, in both languages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from dadkar.kernel.moment import moved_to
from dadkar.kernel.persian import normalise
from dadkar.web.templatetags.dadkar import register

DAY = date(2025, 11, 3)
LATE_IN_UTC = datetime(2025, 11, 2, 21, 15, tzinfo=UTC)  # already the third, 00:45, in Tehran


def drawn(template: str, value: object, lang: str = "fa") -> str:
    """What a page makes of `value`; every template knows the filters without loading them."""
    with translation.override(lang):
        return Template(template).render(Context({"v": value}))


@pytest.mark.parametrize(
    ("template", "value", "persian", "english"),
    [
        ("{{ v|digits }}", "1404/٣۷", "۱۴۰۴/۳۷", "1404/37"),
        ("{{ v|number }}", 12_500, "۱۲٬۵۰۰", "12,500"),
        ("{{ v|number }}", Decimal("0.50"), "۰٫۵۰", "0.50"),
        ("{{ v|number:1 }}", 3.14159, "۳٫۱", "3.1"),
        ("{{ v|number }}", "4 of 5", "۴ of ۵", "4 of 5"),
        ("{{ v|toman }}", 12_500_000, "۱٬۲۵۰٬۰۰۰ تومان", "1,250,000 toman"),
        ("{{ v|toman_words }}", 12_500_000, "۱ میلیون و ۲۵۰ هزار تومان", "1 million and 250 thousand toman"),
        ("{{ v|rial }}", 0, "۰ ریال", "0 rial"),
        ("{{ v|jmonth }}", DAY, "آبان ۱۴۰۴", "Aban 1404"),
        (
            "{{ v|phone }}",
            "+989171234567",
            '<bdi dir="ltr">۰۹۱۷۱۲۳۴۵۶۷</bdi>',
            '<bdi dir="ltr">09171234567</bdi>',
        ),
    ],
)
def test_values_follow_the_reader(template, value, persian, english):
    assert drawn(template, value) == persian
    assert drawn(template, value, "en") == english


@pytest.mark.parametrize("name", register.filters)
def test_nothing_makes_nothing(name):
    assert drawn(f"[{{{{ v|{name} }}}}]", None) == "[]"
    assert drawn(f"[{{{{ v|{name} }}}}]", "") == "[]"


@pytest.mark.parametrize("name", ["digits", "number"])
def test_markup_never_passes(name):
    assert drawn(f"{{{{ v|{name} }}}}", "<b>1</b>") == "&lt;b&gt;۱&lt;/b&gt;"
    assert "<b>" not in drawn(f"{{{{ v|{name} }}}}", mark_safe("<b>1</b>"))


def test_a_phone_is_escaped_and_runs_left_to_right():
    assert drawn("{{ v|phone }}", "<i>").startswith('<bdi dir="ltr">۰&lt;i')


def test_an_offices_number_is_dialled_in_latin_digits_however_it_was_typed():
    for typed in ("074-3333", "۰۷۴ - ۳۳۳۳", "(۰۷۴) -3333"):
        assert 'href="tel:074-3333"' in drawn("{{ v|telephone }}", typed)
    for more in ("۰۷۴-۳۳۲۲ داخلی ۱۲", "۰۷۴-۳۳۲۲ / ۰۷۴-۴۴۵۵", "<b>074-3333"):
        assert "tel:" not in drawn("{{ v|telephone }}", more), "two numbers in one would reach nobody"
    assert drawn("{{ v|telephone }}", "<b>") == '<bdi dir="auto">&lt;b&gt;</bdi>'
    assert drawn("{{ v|telephone }}", "074-3333").endswith('<bdi dir="ltr">۰۷۴-۳۳۳۳</bdi></a>')
    assert drawn("{{ v|telephone }}", "") == drawn("{{ v|telephone }}", None) == ""


def test_a_date_shows_one_calendar_and_hovers_both():
    html = drawn("{{ v|jdate }}", DAY)
    assert html.startswith('<time datetime="2025-11-03" title="')
    assert html.endswith(">دوشنبه ۱۲ آبان ۱۴۰۴</time>")
    assert "۳ نوامبر ۲۰۲۵" in html
    html = drawn("{{ v|jdate }}", DAY, "en")
    assert html.endswith(">3 November 2025</time>")
    assert "12 Aban 1404" in html


def test_a_date_in_a_table_is_short():
    assert drawn("{{ v|jdate_short }}", DAY).endswith(">۱۴۰۴/۰۸/۱۲</time>")
    assert drawn("{{ v|jdate_short }}", DAY, "en").endswith(">2025-11-03</time>")


def test_a_moment_belongs_to_its_day_in_tehran():
    assert drawn("{{ v|jdate_short }}", LATE_IN_UTC).endswith(">۱۴۰۴/۰۸/۱۲</time>")
    html = drawn("{{ v|jdatetime }}", LATE_IN_UTC)
    assert 'datetime="2025-11-03T00:45+0330"' in html
    assert "ساعت ۰۰:۴۵<" in html
    assert drawn("{{ v|jdatetime }}", LATE_IN_UTC, "en").endswith(">3 November 2025, 00:45</time>")


@pytest.mark.parametrize("days", range(7))
@pytest.mark.parametrize("lang", ["fa", "en"])
def test_a_week_does_not_tell_its_day(days, lang):
    saturday = date(2025, 11, 1)
    html = drawn("{{ v|week_of }}", saturday + timedelta(days), lang)
    assert html == drawn("{{ v|week_of }}", saturday, lang)
    assert ("هفتهٔ ۱۰ آبان ۱۴۰۴" if lang == "fa" else "Week of 1 November 2025") in html


@pytest.mark.parametrize(
    ("days", "left", "ago"),
    [
        (0, "امروز", "امروز"),
        (1, "۱ روز مانده", "۱ روز مانده"),
        (2, "۲ روز مانده", "۲ روز مانده"),
        (-1, "۱ روز گذشته", "دیروز"),
        (-4, "۴ روز گذشته", "۴ روز پیش"),
        (-1000, "۱٬۰۰۰ روز گذشته", "۱٬۰۰۰ روز پیش"),
    ],
)
def test_distance_counts_whole_days_of_tehran(days, left, ago):
    with moved_to(LATE_IN_UTC):
        assert drawn("{{ v|days_left }}", DAY + timedelta(days)) == left
        assert drawn("{{ v|ago }}", DAY + timedelta(days)) == ago
        assert drawn("{{ v|days_left }}", LATE_IN_UTC + timedelta(days)) == left


def test_english_knows_one_from_many():
    with moved_to(LATE_IN_UTC):
        assert drawn("{{ v|days_left }}", DAY + timedelta(1), "en") == "1 day left"
        assert drawn("{{ v|days_left }}", DAY - timedelta(3), "en") == "3 days past"


def test_the_hover_of_a_persian_page_is_persian():
    title = drawn("{{ v|jdate }}", DAY).split('title="')[1].split('"')[0]
    assert normalise(title) == "دوشنبه 12 ابان 1404 · 3 نوامبر 2025"
