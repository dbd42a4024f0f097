"""What every page of the admin keeps: one house, Jalali dates, no deletion, and an event for each change."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from dadkar.desk.admin.site import actor, house, houses, site
from dadkar.desk.admin.widgets import NumberInput
from dadkar.kernel.fields import JalaliDateField
from dadkar.people.models import User
from dadkar.records.models import Event


class Admin(admin.ModelAdmin):
    """A page of the admin: whoever was let in by `Site.has_permission` may see and change, nobody deletes.

    `section` says where on the first page it stands; `house_path` how a row says whose it is (none: it is
    the same for all).
    """

    section: str
    house_path = ""
    noun = ""
    list_per_page = 50
    formfield_overrides = {
        models.DateField: {
            "form_class": JalaliDateField,
            "widget": forms.TextInput(attrs={"class": "short"}),
        },
        models.PositiveSmallIntegerField: {"widget": NumberInput},
    }
    admin_site: Any

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Django's field, without the buttons that open other pages in small windows."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        say_what_is_empty(field)
        return field

    def get_action_choices(self, request: HttpRequest, default_choices: Any = ()) -> Any:
        """Django's, whose first line is dashes, beginning with what to do."""
        return super().get_action_choices(request, [("", _("Choose"))])

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The rows of the administrator's own houses."""
        rows = super().get_queryset(request)
        return rows.filter(**{f"{self.house_path}__in": houses(request)}) if self.house_path else rows

    # -- the record ------------------------------------------------------------------------------

    def subject(self, request: HttpRequest, obj: Any) -> UUID:
        """Whom the event is about: the row itself, or its house where it has no name of its own."""
        return getattr(obj, "uuid", None) or house(request).uuid

    def tell(self, request: HttpRequest, verb: str, obj: Any, **facts: Any) -> None:
        """Write the event of a change: which fields, never what is in them."""
        kind = f"people.{self.noun or self.opts.model_name}.{verb}"
        subject = self.subject(request, obj)
        Event.objects.write(
            kind, subject=subject, by=actor(request), house=house(request).pk, row=str(obj.pk), **facts
        )

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """The names of the fields that were changed."""
        parts = [one for formset in formsets or () for one in formset.forms]
        return sorted({name for one in (form, *parts) for name in one.changed_data})

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.tell(request, "added", obj)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.tell(request, "changed", obj, fields=message)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What was done to a row, and by whom: its events."""
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        prefix = f"people.{self.noun or self.opts.model_name}."
        events = Event.objects.filter(subject=self.subject(request, obj), kind__startswith=prefix)
        mine = [one for one in events.order_by("-id")[:500] if one.facts.get("row") == str(obj.pk)]
        names = _names({one.actor for one in mine})
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": str(obj),
            "object": obj,
            "opts": self.opts,
            "events": [(one, names.get(one.actor, one.actor)) for one in mine],
        }
        return TemplateResponse(request, "admin/events.html", context)


class AppendOnly(Admin):
    """Rows that are added and never changed."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.list_display if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A row is read as it stands in the list; a new one is written in the form."""
        return self.list_display if obj else list(self.fields or self.form.base_fields)


def say_what_is_empty(field: Any) -> None:
    """In a list to choose from, instead of Django's dashes, what they mean."""
    word = _("Choose") if getattr(field, "required", False) else "—"
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = field.empty_label and word
    elif isinstance(field, forms.TypedChoiceField):
        choices: Any = field.choices
        field.choices = [(value, label if value else word) for value, label in choices]


def _names(actors: set[str]) -> dict[str, str]:
    uuids = [actor.removeprefix("user:") for actor in actors if actor.startswith("user:")]
    return {user.ref: user.full_name for user in User.objects.filter(uuid__in=uuids)}


def register(model: type[models.Model]) -> Any:
    """Register on our site."""
    return admin.register(model, site=site)
