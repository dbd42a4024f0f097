"""The tree of organisations, workplaces and counties."""

from copy import copy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dadkar.desk.admin.base import Admin, register
from dadkar.desk.admin.site import actor, house, houses
from dadkar.kernel import moment
from dadkar.kernel.fields import JalaliDateField
from dadkar.kernel.flow import WrongState
from dadkar.people.models import County, Organisation, Workplace
from dadkar.people.reference import bodies
from dadkar.web.templatetags.dadkar import jdate_short


def body_choices() -> list[tuple[str, str]]:
    """The kinds of bodies, in the reader's language."""
    name = "fa" if get_language() == "fa" else "en"
    return [("", "—"), *((code, kind[name]) for code, kind in bodies().items())]


class OrganisationForm(forms.ModelForm):
    """A node of the tree; a new one's place is chosen here, later it is moved."""

    body = forms.ChoiceField(label=_("kind of body"), choices=body_choices, required=False)

    class Meta:
        model = Organisation
        fields = ["kind", "parent", "body", "fa", "en", "county", "phone", "address", "since", "until"]


class WorkplaceInline(admin.StackedInline):
    """What is known of a workplace."""

    model = Workplace
    fk_name = "organisation"
    can_delete = False
    raw_id_fields = ["principal_employer"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_view_permission = has_change_permission = has_add_permission


class MoveForm(forms.Form):
    """Where an organisation moves, and since which day."""

    to = forms.ModelChoiceField(
        label=_("stands below"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("at the top"),
    )
    on = JalaliDateField(label=_("since"), initial=moment.today, not_after=moment.today)


@register(Organisation)
class OrganisationAdmin(Admin):
    """The tree: houses, branches, agencies, offices, workplaces."""

    section = "organisations"
    house_path = "house"
    form = OrganisationForm
    list_display = ["__str__", "kind", "parent", "county", "from_day", "to_day"]
    list_filter = ["kind", "county"]
    list_select_related = ["parent", "county"]
    ordering = ["kind", "sort_key"]
    search_fields = ["name_key"]

    @admin.display(description=_("since"), ordering="since")
    def from_day(self, row: Organisation) -> str:
        return jdate_short(row.since)

    @admin.display(description=_("until"), ordering="until")
    def to_day(self, row: Organisation) -> str:
        return jdate_short(row.until)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """By name, however it is spelled."""
        return queryset.named_like(search_term), False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["kind", "parent", "from_day"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is for good comes first, and is read."""
        fields = OrganisationForm.Meta.fields
        return [{"since": "from_day"}.get(name, name) for name in fields] if obj else fields

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [WorkplaceInline] if obj and obj.kind == Organisation.Kind.WORKPLACE else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = self._places(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Any kind but a house: that is founded by a command, with its tables and its first administrator."""
        if db_field.name == "kind":
            kwargs["choices"] = [
                one for one in Organisation.Kind.choices if one[0] != Organisation.Kind.HOUSE
            ]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.house = obj.parent.house if obj.parent else house(request)
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[Any]:
        move = path("<int:pk>/move/", self.admin_site.admin_view(self.move), name="people_organisation_move")
        return [move, *super().get_urls()]

    def move(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let it stand elsewhere, with all that stands below it."""
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404
        if row.kind == Organisation.Kind.HOUSE:
            raise PermissionDenied
        form = MoveForm(request.POST or None, initial={"to": row.parent_id})
        to: Any = form.fields["to"]
        to.queryset = self._places(request).exclude(pk=row.pk)
        if form.is_valid() and self._move(request, row, form):
            return redirect("admin:people_organisation_change", row.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Move in the tree"),
            "subtitle": str(row),
            "form": form,
            "opts": self.opts,
            "original": row,
        }
        return TemplateResponse(request, "admin/people/organisation/move.html", context)

    def _move(self, request: HttpRequest, row: Organisation, form: MoveForm) -> bool:
        to, on, before = form.cleaned_data["to"], form.cleaned_data["on"], row.parent
        try:
            with transaction.atomic():
                row.move(to, on, by=actor(request))
                self.tell(
                    request,
                    "moved",
                    row,
                    before=str(before.uuid) if before else None,
                    to=str(to.uuid) if to else None,
                    on=on.isoformat(),
                )
        except WrongState as error:
            form.add_error(None, error.message)
            return False
        self.message_user(request, _("Moved, with all that stands below it."), messages.SUCCESS)
        return True

    def _places(self, request: HttpRequest) -> QuerySet:
        rows = Organisation.objects.filter(house__in=houses(request), until=None)
        return rows.exclude(kind=Organisation.Kind.WORKPLACE).order_by("kind", "sort_key")


class CountyForm(forms.ModelForm):
    """A county; its constraints are looked at with its province, which is for good once it is written."""

    class Meta:
        model = County
        fields = ["code", "province", "fa", "en", "map_column", "map_row"]

    def clean(self) -> None:
        super().clean()
        said, county = self.cleaned_data, copy(self.instance)
        if said.get("map_column") and said.get("map_row"):
            for name, value in said.items():
                setattr(county, name, value)
            county.validate_constraints()


@register(County)
class CountyAdmin(Admin):
    """Counties: their names, the area by which the calendar knows them, and their place on the map."""

    section = "organisations"
    form = CountyForm
    list_display = ["fa", "en", "province", "code", "map_column", "map_row"]
    search_fields = ["fa", "en", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code", "province"] if obj else []
