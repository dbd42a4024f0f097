"""Dates of the Solar-Hijri calendar, typed or chosen; the value is a `datetime.date`."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import CallableChoiceIterator
from django.utils.dates import MONTHS
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.calendar import ImpossibleDate, Jalali, in_digits, month_name
from dadkar.kernel.fields.parts import PartsWidget
from dadkar.kernel.moment import today
from dadkar.kernel.persian import persian_reader

Bound = date | Callable[[], date] | None


class JalaliDateField(forms.Field):
    """A date in one box: whatever `Jalali.parse` reads, in three scripts; Gregorian from the year 1821 on.

    `not_before` and `not_after` bound it (both days allowed) and may be functions, such as `moment.today`.
    """

    widget: Any = forms.TextInput
    default_error_messages = {
        "too_early": _("The earliest possible date is %(bound)s."),
        "too_late": _("The latest possible date is %(bound)s."),
    }

    def __init__(self, *, not_before: Bound = None, not_after: Bound = None, **kwargs: Any) -> None:
        self.not_before, self.not_after = not_before, not_after
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day that the text names."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return Jalali.parse(str(value)).to_date() if str(value).strip() else None
        except ImpossibleDate as error:
            raise ValidationError(error.message, code="impossible") from error

    def validate(self, value: Any) -> None:
        """Refuse a day outside the bounds."""
        super().validate(value)
        if value is None:
            return
        first, last = (bound() if callable(bound) else bound for bound in (self.not_before, self.not_after))
        if first and value < first:
            self._refuse("too_early", first)
        if last and value > last:
            self._refuse("too_late", last)

    def _refuse(self, code: str, bound: date) -> None:
        raise ValidationError(self.error_messages[code], code=code, params={"bound": shown_day(bound)})

    def prepare_value(self, value: Any) -> Any:
        """A stored day as its reader would type it; what was typed, as it was typed."""
        return shown_day(value) if isinstance(value, date) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """An ordinary keyboard: many numeric ones have no stroke, and «۶ مهر ۱۴۰۴» is welcome."""
        if not isinstance(widget, forms.TextInput):
            return {}
        return {"autocomplete": "off", "class": "short", "placeholder": example()}


def _example() -> str:
    return _("e.g. %(day)s") % {"day": shown_day(today())}


example = lazy(_example, str)


class JalaliSelect(PartsWidget):
    """Day, month and year to choose from: needs no typing and no script.

    Solar-Hijri in Persian, Gregorian in English; the years from `back` before this one to `ahead` after it.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, *, back: int = 15, ahead: int = 0) -> None:
        self.back, self.ahead = back, ahead
        super().__init__(
            [
                forms.Select({"aria-label": _("Day")}, choices=CallableChoiceIterator(_days)),
                forms.Select({"aria-label": _("Month")}, choices=CallableChoiceIterator(_months)),
                forms.Select({"aria-label": _("Year")}, choices=CallableChoiceIterator(self._years)),
            ],
            attrs,
        )

    def _years(self) -> Iterator[tuple[str, Any]]:
        this = _parts(today())[0]
        yield "", _("Year")
        yield from ((str(n), in_digits(n)) for n in range(this + self.ahead, this - self.back - 1, -1))

    def decompress(self, value: date | None) -> list[str]:
        """The three choices that stand for a day."""
        return [str(part) for part in reversed(_parts(value))] if value else ["", "", ""]


class JalaliSelectDateField(JalaliDateField):
    """A date from three lists; `JalaliSelect(back=…, ahead=…)` sets the years."""

    widget = JalaliSelect
    default_error_messages = {"incomplete": _("Choose the day, the month and the year.")}

    def to_python(self, value: Sequence[str] | date | None) -> date | None:
        """The day chosen; a part left out is asked for."""
        if not isinstance(value, list | tuple):
            return super().to_python(value)
        chosen = [part for part in value if part]
        if not chosen:
            return None
        if len(chosen) < 3:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return super().to_python("/".join(reversed(chosen)))

    def prepare_value(self, value: Any) -> Any:
        """The day itself: the widget takes it apart."""
        return value


def _parts(day: date) -> tuple[int, int, int]:
    """Year, month and day in the reader's calendar."""
    if not persian_reader():
        return day.year, day.month, day.day
    jalali = Jalali.from_date(day)
    return jalali.year, jalali.month, jalali.day


def shown_day(day: date) -> str:
    """«۱۴۰۴/۰۸/۱۲» or “2025-11-03”, as the reader writes days."""
    return Jalali.from_date(day).short() if persian_reader() else day.isoformat()


def _days() -> Iterator[tuple[str, Any]]:
    yield "", _("Day")
    yield from ((str(n), in_digits(n)) for n in range(1, 32))


def _months() -> Iterator[tuple[str, Any]]:
    yield "", _("Month")
    yield from ((str(n), month_name(n) if persian_reader() else MONTHS[n]) for n in range(1, 13))
