"""The tables that a house edits for itself: topics, and the law's own terms."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Retention, Right, Topic
from dadkar.desk.admin.base import Admin, register
from dadkar.desk.admin.organisations import body_choices
from dadkar.desk.admin.site import house
from dadkar.kernel.persian import digits
from dadkar.web.templatetags.dadkar import jdate_short


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class TopicForm(forms.ModelForm):
    """A topic; without a body that answers it is a heading."""

    law = LinesField(label=_("articles it usually rests on"), required=False, help_text=_("One per line."))
    bodies = forms.MultipleChoiceField(
        label=_("kinds of bodies that answer"),
        choices=lambda: body_choices()[1:],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    paths = forms.MultipleChoiceField(
        label=_("how it is usually settled"),
        choices=Topic.Path.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Topic
        fields = [
            "code",
            "fa",
            "en",
            "bodies",
            "days",
            "hours",
            "paths",
            "law",
            "sensitive",
            "order",
            "active",
        ]
        labels: ClassVar[dict[str, Any]] = {"order": _("place in the list")}


class OfHouse(Admin):
    """A row of one house's table."""

    section = "tables"
    house_path = "house"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.house = house(request)
        super().save_model(request, obj, form, change)

    def tell(self, request: HttpRequest, verb: str, obj: Any, **facts: Any) -> None:
        super().tell(request, verb, obj, code=obj.code, **facts)


@register(Topic)
class TopicAdmin(OfHouse):
    """What a case can be about. One that is out of use stays with the cases that have it."""

    form = TopicForm
    list_display = ["__str__", "code", "in_days", "in_hours", "sensitive", "active"]
    list_filter = ["active", "sensitive"]
    search_fields = ["fa", "en", "code"]

    @admin.display(description=_("working days for an answer"), ordering="days")
    def in_days(self, row: Topic) -> str:
        return digits(row.days) if row.days else "—"

    @admin.display(description=_("hours for an answer"), ordering="hours")
    def in_hours(self, row: Topic) -> str:
        return digits(row.hours) if row.hours else "—"


@register(Retention)
class RetentionAdmin(OfHouse):
    """How long what was told is kept after the closing; then it is erased, and only figures remain."""

    list_display = ["whose", "in_months"]
    fields = ["months"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not self.get_queryset(request).exists()

    @admin.display(description=_("organisation"))
    def whose(self, row: Retention) -> str:
        return str(row)

    @admin.display(description=_("months after closing"), ordering="months")
    def in_months(self, row: Retention) -> str:
        return digits(row.months)


@register(Right)
class RightAdmin(OfHouse):
    """The applicant's own terms, in calendar days. A new law is a new row; the old one gets its last day."""

    list_display = ["__str__", "starts", "in_days", "in_law", "from_day", "to_day"]
    fields = ["code", "fa", "en", "starts", "days", "source_fa", "source_en", "since", "until"]

    @admin.display(description=_("calendar days"), ordering="days")
    def in_days(self, row: Right) -> str:
        return digits(row.days)

    @admin.display(description=_("source"), ordering="source_fa")
    def in_law(self, row: Right) -> str:
        return row.source

    @admin.display(description=_("since"), ordering="since")
    def from_day(self, row: Right) -> str:
        return jdate_short(row.since)

    @admin.display(description=_("until"), ordering="until")
    def to_day(self, row: Right) -> str:
        return jdate_short(row.until)
