"""The people of a collective case: numbers for the desk, names only for a reason."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dadkar.cases import parties, people_list
from dadkar.cases.models import Case, Party, Payment, Representative
from dadkar.desk.access import StaffRequest, case_of, house_desk
from dadkar.desk.forms import parties as forms
from dadkar.desk.forms.case import ReasonForm
from dadkar.desk.verbs import VerbPage
from dadkar.desk.views.board import part_of
from dadkar.kernel.flow import FlowError
from dadkar.kernel.persian import number
from dadkar.kernel.sealing.fields import open_all
from dadkar.people.models import User
from dadkar.records import downloads
from dadkar.records.papers import table_xlsx
from dadkar.records.remake.errors import Refused
from dadkar.web.templatetags.dadkar import jdate, rial

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCANS = {
    "authority": ("authority", gettext_lazy("Letter of authority")),
    "signed-list": ("signed_list", gettext_lazy("List signed by each")),
}


# -- the table ----------------------------------------------------------------------------------------


def section(case: Case) -> dict[str, Any]:
    """What the case's page shows of its people: totals, and what was paid since."""
    sums = Party.objects.of(case).totals()
    paid = Payment.objects.of(case).total()
    owed = sums["owed"] or case.amount_rial or 0
    return {"sums": sums, "owed": owed, "paid": paid, "speaks": Representative.objects.of(case).exists()}


@house_desk
def people(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The table without names."""
    row = case_of(request.user, uuid)
    return _table(request, row, list(Party.objects.of(row).with_paid()), ReasonForm())


@house_desk
@require_POST
@never_cache
def open_names(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The table with names, or the same as a workbook; the applicant sees who, when and why."""
    row = case_of(request.user, uuid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _table(request, row, list(Party.objects.of(row).with_paid()), form, status=422)
    rows = parties.open_names(row, form.cleaned_data["reason"], by=request.user)
    if request.POST.get("then") == "xlsx":
        return _workbook(row, rows, named=True)
    return _table(request, row, rows, form, named=True)


@house_desk
def export(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The table as a workbook, without names."""
    row = case_of(request.user, uuid)
    return _workbook(row, list(Party.objects.of(row).with_paid()), named=False)


def _table(
    request: StaffRequest, row: Case, rows: list[Party], form: Any, *, named: bool = False, status: int = 200
) -> HttpResponse:
    speakers = list(Representative.objects.of(row).select_related("case"))
    if named:
        open_all(speakers, "name", "phone")
    payments = Payment.objects.of(row).select_related("ruling", "party").order_by("-paid_on", "-id")
    numbered: dict[int | None, int] = {one.pk: place for place, one in enumerate(rows, 1)}
    paid: list[Any] = list(payments)
    for payment in paid:
        payment.person = numbered.get(payment.party_id)
    context = section(row) | {
        "case": row, "rows": rows, "named": named, "form": form, "speakers": speakers, "payments": paid,
    }  # fmt: skip
    return render(request, "desk/parties/table.html", context, status=status)


def _workbook(row: Case, rows: list[Party], *, named: bool) -> HttpResponseBase:
    titles = [
        _("Months owed"),
        _("Amount owed (rial)"),
        _("Insured months"),
        _("Paid since (rial)"),
        _("Remains (rial)"),
    ]
    body: list[list[Any]] = [_cells(one) for one in rows]
    if named:
        titles, body = [_("Name"), *titles], [
            [one.name.display() if one.name else "", *cells] for one, cells in zip(rows, body, strict=True)
        ]  # fmt: skip
    numbered = [[place, *cells] for place, cells in enumerate(body, 1)]
    made = table_xlsx(_("People"), [_("No."), *titles], numbered, lang=(get_language() or "fa")[:2])
    return downloads.download([made], name=f"people-{row.uuid.hex[:8]}.xlsx", mime=XLSX)


def _cells(one: Any) -> list[int | None]:
    remains = max(one.amount_rial - one.paid, 0) if one.amount_rial else None
    return [one.months, one.amount_rial, one.insured_months, one.paid, remains]


# -- many at once -------------------------------------------------------------------------------------


@house_desk
@never_cache
def add_many(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """A pasted or uploaded list: looked at first, then added whole or not at all."""
    row = case_of(request.user, uuid)
    if request.method != "POST":
        return render(request, "desk/parties/many.html", {"case": row, "form": forms.PeopleListForm()})
    typed = request.POST.copy()
    form = forms.PeopleListForm(typed, request.FILES)
    read = None
    if form.is_valid():
        read = people_list.read(form.cleaned_data["rows"], form.cleaned_data["unit"])
        if not read.people:
            form.add_error("rows", _("Nobody was found in this list."))
        elif _is_final(request, form, read):
            try:
                return _added(request, row, form, read)
            except FlowError as error:
                form.add_error(None, str(error.message))
        typed["rows"] = form.cleaned_data.get("rows", "")
    status = 422 if form.errors or (read and read.faults) else 200
    return render(request, "desk/parties/many.html", {"case": row, "form": form, "read": read}, status=status)


def _is_final(request: StaffRequest, form: Any, read: people_list.PeopleList) -> bool:
    """Whether the list was seen as it was read, and is now to be added."""
    return request.POST.get("then") == "add" and not form.cleaned_data["file"] and not read.faults


def _added(request: StaffRequest, row: Case, form: Any, read: people_list.PeopleList) -> HttpResponse:
    said = form.cleaned_data
    parties.add_people(row, read.people, by=request.user, nonce=said["nonce"], paid_on=said["paid_on"])
    count = len(read.people)
    done = ngettext("%(n)s person is in the table now.", "%(n)s people were added.", count)
    messages.success(request, done % {"n": number(count)})
    return redirect("case-people", row.uuid)


# -- verbs --------------------------------------------------------------------------------------------


class TableVerb(VerbPage):
    """A verb that leads back to the table of a case."""

    def back_to(self, row: Any) -> str:
        return reverse("case-people", args=[getattr(row, "case", row).uuid])

    def up(self, row: Any) -> Any:
        return gettext_lazy("The table of people")


class PeopleVerb(TableVerb):
    """A verb on the table of a case."""

    def row_of(self, request: StaffRequest, uuid: UUID) -> Case:
        return case_of(request.user, uuid)


class AddPerson(PeopleVerb):
    heading = gettext_lazy("Add a person")
    button = gettext_lazy("Add")
    form_class = forms.AddPersonForm

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        said = form.cleaned_data
        nonce, amount = said.pop("nonce"), said.pop("amount_rial")
        parties.add_people(row, [parties.Person(**said, amount=amount)], by=by, nonce=nonce)
        return _("Added.")


class PersonVerb(TableVerb):
    def row_of(self, request: StaffRequest, uuid: UUID) -> Party:
        return part_of(request.user, Party, uuid)

    def facts(self, row: Party) -> list[tuple[Any, Any]]:
        place = [*Party.objects.of(row.case).values_list("pk", flat=True)].index(row.pk) + 1
        return [(gettext_lazy("Person"), number(place))]


class ChangePerson(PersonVerb):
    heading = gettext_lazy("Correct a row")
    button = gettext_lazy("Save")

    def form(self, row: Party, *args: Any) -> Any:
        known = ("months", "amount_rial", "insured_months")
        return forms.ChangePersonForm(*args, initial={name: getattr(row, name) for name in known})

    def perform(self, row: Party, form: Any, *, by: Any) -> Any:
        parties.change_person(row, by=by, **form.cleaned_data)
        return _("Saved.")


class RemovePerson(PersonVerb):
    heading = gettext_lazy("Take a person out of the table")
    hint = gettext_lazy("What was paid to them stays with the case.")
    button = gettext_lazy("Take out")
    form_class = ReasonForm
    danger = True

    def facts(self, row: Party) -> list[tuple[Any, Any]]:
        months = number(row.months) if row.months else ""
        owed = (gettext_lazy("Months owed"), months), (gettext_lazy("Amount owed"), rial(row.amount_rial))
        return [*super().facts(row), *(one for one in owed if one[1])]

    def perform(self, row: Party, form: Any, *, by: Any) -> Any:
        parties.remove_person(row, form.cleaned_data["reason"], by=by)
        return _("Taken out.")


class AddRepresentative(PeopleVerb):
    heading = gettext_lazy("Who speaks for them")
    hint = gettext_lazy("A representative’s name goes to no office without their own consent.")
    button = gettext_lazy("Save")
    form_class = forms.RepresentativeForm

    def perform(self, row: Case, form: Any, *, by: Any) -> Any:
        try:
            parties.record_representative(row, by=by, **form.cleaned_data)
        except Refused as refused:
            raise FlowError(refused.sentence()) from refused
        return _("Saved.")


class EndRepresentative(TableVerb):
    heading = gettext_lazy("They no longer speak for the people")
    hint = gettext_lazy("Their name leaves the page; what was written down stays sealed with the case.")
    button = gettext_lazy("Write down")
    form_class = ReasonForm
    danger = True

    def row_of(self, request: StaffRequest, uuid: UUID) -> Representative:
        return part_of(request.user, Representative, uuid, "authority", "signed_list")

    def facts(self, row: Representative) -> list[tuple[Any, Any]]:
        return [(gettext_lazy("Since"), jdate(row.at))]

    def perform(self, row: Representative, form: Any, *, by: Any) -> Any:
        parties.end_representative(row, form.cleaned_data["reason"], by=by)
        return _("Written down.")


class OpenScan(EndRepresentative):
    """A scan shows names: it is opened for a reason, as a name is."""

    heading = gettext_lazy("Open the scan")
    hint = gettext_lazy(
        "Names and signatures stand on it. Say why you need it: the applicant sees who opened it."
    )
    button = gettext_lazy("Download the scan")
    danger = False
    scan = ""

    def facts(self, row: Representative) -> list[tuple[Any, Any]]:
        return [(gettext_lazy("Which paper"), SCANS[self.scan][1]), *super().facts(row)]

    def post(self, request: StaffRequest, uuid: UUID) -> Any:
        row = self.row_of(request, uuid)
        form = self.form(row, request.POST)
        if not form.is_valid():
            return self.page(request, row, form, status=422)
        kept, user = getattr(row, SCANS[self.scan][0]), cast("User", request.user)
        if kept is None:
            raise Http404
        parties.open_scan(row, form.cleaned_data["reason"], by=user)
        return downloads.attachment(request, kept)
