"""The working-day calendar: holidays and office hours. Rows are added, never changed: clocks replay them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from dadkar.cases import deadlines
from dadkar.desk.admin.base import AppendOnly, register
from dadkar.desk.admin.site import actor, house, houses
from dadkar.desk.admin.widgets import HourInput
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.fields import JalaliDateField, PersianCharField
from dadkar.kernel.models import Holiday, WorkingTime
from dadkar.kernel.work_calendar import DEFAULT_HOURS
from dadkar.people.models import County, Organisation
from dadkar.web.templatetags.dadkar import jdate, jdate_short, jdatetime

SATURDAY = date(2026, 3, 21)
WEEK = [SATURDAY + timedelta(days=n) for n in range(7)]  # Iran's week, by its days in some year


def areas() -> list[tuple[str, Any]]:
    """Where a holiday can hold: the country, a province, a county."""
    counties = list(County.objects.all())
    provinces = sorted({county.province for county in counties})
    return [
        ("", _("the whole country")),
        *((one, _("the province %(code)s") % {"code": one}) for one in provinces),
        *((county.area, str(county)) for county in counties),
    ]


class HolidayForm(forms.ModelForm):
    """A holiday to declare."""

    day = JalaliDateField(label=_("day"))
    name_fa = PersianCharField(label=_("name in Persian"), max_bytes=200)
    name_en = forms.CharField(label=_("name in English"), max_length=200, required=False)
    area = forms.ChoiceField(label=_("where"), choices=areas, required=False)
    source = PersianCharField(
        label=_("source"),
        required=False,
        max_bytes=200,
        help_text=_("Who declared it: a decree, its number."),
    )

    class Meta:
        model = Holiday
        fields = ["day", "name_fa", "name_en", "area", "source"]


@register(Holiday)
class HolidayAdmin(AppendOnly):
    """Notices of holidays. A declared one moves the running deadlines; a withdrawn one brings none nearer."""

    section = "calendar"
    form = HolidayForm
    list_display = ["on", "name", "where", "holds", "known", "told_by"]
    ordering = ["-day", "-id"]
    search_fields = ["name_fa", "name_en", "source"]
    actions = ["withdraw"]

    @admin.display(description=_("day"), ordering="day")
    def on(self, row: Holiday) -> str:
        return jdate(row.day)

    @admin.display(description=_("name"))
    def name(self, row: Holiday) -> str:
        return row.name_fa if get_language() == "fa" or not row.name_en else row.name_en

    @admin.display(description=_("where"))
    def where(self, row: Holiday) -> str:
        if not row.area:
            return gettext("the whole country")
        county = County.objects.filter(code=row.area.rpartition("/")[2]).first()
        return str(county) if county else gettext("the province %(code)s") % {"code": row.area}

    @admin.display(description=_("declared"), boolean=True)
    def holds(self, row: Holiday) -> bool:
        return not row.withdrawn

    @admin.display(description=_("known since"), ordering="known_since")
    def known(self, row: Holiday) -> str:
        return jdatetime(row.known_since)

    @admin.display(description=_("source"))
    def told_by(self, row: Holiday) -> str:
        return row.source

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        made = Holiday.declare(**form.cleaned_data, by=actor(request))
        obj.pk = made.pk
        deadlines.refresh.defer()

    @admin.action(description=_("Withdraw: it is no holiday after all"))
    def withdraw(self, request: HttpRequest, rows: QuerySet) -> None:
        """Add a notice that takes each back; those withdrawn already are left as they are."""
        chosen = [row for row in rows if self._latest(row) == row and not row.withdrawn]
        with transaction.atomic():
            for row in chosen:
                self.tell(request, "withdrawn", row.withdraw(by=actor(request)), day=row.day.isoformat())
            if chosen:
                deadlines.refresh.defer()
        said = _("Withdrawn. Dates that were told already do not come nearer.")
        self.message_user(request, said if chosen else _("Nothing of these holds now."), messages.INFO)

    @staticmethod
    def _latest(row: Holiday) -> Holiday | None:
        return Holiday.objects.filter(day=row.day, area=row.area).order_by("known_since", "id").last()

    def tell(self, request: HttpRequest, verb: str, obj: Any, **facts: Any) -> None:
        super().tell(request, verb, obj, **({"day": obj.day.isoformat(), "area": obj.area} | facts))


def weekdays() -> Iterator[tuple[int, str]]:
    """The days of the week from Saturday on, as `date.weekday()` numbers them, in the reader's language."""
    return ((day.weekday(), Jalali.from_date(day).weekday_name()) for day in WEEK)


class WorkingTimeForm(forms.ModelForm):
    """Hours and rest days of one office, from–to."""

    organisation = forms.ModelChoiceField(
        label=_("organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose")
    )
    since = JalaliDateField(label=_("since"))
    until = JalaliDateField(label=_("until"), required=False)
    rest = forms.TypedMultipleChoiceField(
        label=_("rest days"),
        coerce=int,
        choices=weekdays,
        initial=sorted(DEFAULT_HOURS.rest),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    opens = forms.TimeField(label=_("opens"), initial=DEFAULT_HOURS.opens, widget=HourInput)
    closes = forms.TimeField(label=_("closes"), initial=DEFAULT_HOURS.closes, widget=HourInput)

    class Meta:
        model = WorkingTime
        fields = ["since", "until", "rest", "opens", "closes"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(cleaned.get("rest", ())) > 6:
            self.add_error("rest", _("An office works on one day of the week at least."))
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must not lie before the first."))
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and not opens < closes:
            raise ValidationError(_("An office opens before it closes."))
        return cleaned


@register(WorkingTime)
class WorkingTimeAdmin(AppendOnly):
    """Office hours that an organisation sets for itself; of several that cover a day, the newest holds."""

    section = "calendar"
    form = WorkingTimeForm
    fields = ["organisation", "since", "until", "rest", "opens", "closes"]
    list_display = ["office", "from_day", "to_day", "resting", "hours", "known"]
    ordering = ["-id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(house_id__in=houses(request))

    @admin.display(description=_("organisation"))
    def office(self, row: WorkingTime) -> str:
        return str(Organisation.objects.filter(uuid=row.owner).first() or "")

    @admin.display(description=_("since"), ordering="since")
    def from_day(self, row: WorkingTime) -> str:
        return jdate_short(row.since)

    @admin.display(description=_("until"))
    def to_day(self, row: WorkingTime) -> str:
        return jdate_short(row.until)

    @admin.display(description=_("rest days"))
    def resting(self, row: WorkingTime) -> str:
        return " · ".join(name for day, name in weekdays() if day in row.rest)

    @admin.display(description=_("hours"))
    def hours(self, row: WorkingTime) -> str:
        return str(row)

    @admin.display(description=_("known since"), ordering="known_since")
    def known(self, row: WorkingTime) -> str:
        return jdatetime(row.known_since)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        places = Organisation.objects.filter(house__in=houses(request), until=None).exclude(kind="workplace")
        if "organisation" in form.base_fields:
            form.base_fields["organisation"].queryset = places.order_by("kind", "sort_key")
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        typed = dict(form.cleaned_data)
        office = typed.pop("organisation")
        made = WorkingTime.set(office.uuid, house_id=house(request).pk, by=actor(request), **typed)
        obj.pk, obj.owner = made.pk, office.uuid
        deadlines.refresh.defer()

    def subject(self, request: HttpRequest, obj: Any) -> Any:
        return obj.owner
