"""A verb is a page: GET shows its form, POST does it, and whatever goes wrong keeps what was typed."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views import View

from dadkar.cases.models import Case
from dadkar.desk.access import StaffRequest
from dadkar.kernel.flow import FlowError
from dadkar.kernel.models.press import FIELD, Press

ALREADY = _("This was done already. Pressing the button again has changed nothing.")


class VerbPage(View):
    """One verb on one row.

    A subclass says how to find the row (`row_of`), which form asks for what the verb needs, and calls the
    verb in `perform`, which returns the sentence that is shown when it is done. A verb that needs nothing
    has no form: its button stands on the row's page and posts here.
    """

    request: StaffRequest
    form_class: type[forms.Form] = forms.Form
    heading: Any = ""
    button: Any = ""
    hint: Any = ""
    danger = False
    template_name: ClassVar[str] = "desk/verb.html"

    def row_of(self, request: StaffRequest, uuid: UUID) -> Any:
        """The row, seen through its scope; Http404 when it isn't this user's to see."""
        raise NotImplementedError

    def perform(self, row: Any, form: forms.Form, *, by: Any) -> Any:
        """Do it. FlowError becomes an error on the form."""
        raise NotImplementedError

    def back_to(self, row: Any) -> str:
        """Where to go when it is done: the row's page."""
        raise NotImplementedError

    def up(self, row: Any) -> Any:
        """What `back_to` is called, named above the form; "" where the case above it is enough."""
        return ""

    def about(self, row: Any) -> Case | None:
        """The case it is done to, named above the form so that nobody acts on the wrong one."""
        return row if isinstance(row, Case) else getattr(row, "case", None)

    def facts(self, row: Any) -> list[tuple[Any, Any]]:
        """What must be known of the row before it is done: terms and values, above the form."""
        return []

    def form(self, row: Any, *args: Any) -> forms.Form:
        """The verb's form; override to give it choices that depend on the row."""
        return self.form_class(*args)

    def get(self, request: StaffRequest, uuid: UUID) -> HttpResponse:
        row = self.row_of(request, uuid)
        return self.page(request, row, self.form(row))

    def post(self, request: StaffRequest, uuid: UUID) -> HttpResponse:
        nonce = request.POST.get(FIELD)
        if Press.objects.knows(nonce):
            return self.again(request, uuid)
        row = self.row_of(request, uuid)
        form = self.form(row, request.POST, request.FILES)
        if form.is_valid():
            try:
                said = self.once(row, form, nonce, by=request.user)
            except FlowError as error:
                form.add_error(None, str(error.message))
            else:
                messages.success(request, said)
                return redirect(self.back_to(row))
        return self.page(request, row, form, status=422)

    @transaction.atomic
    def once(self, row: Any, form: forms.Form, nonce: str | None, *, by: Any) -> Any:
        """Perform it, unless this very form is being performed by another press."""
        return self.perform(row, form, by=by) if Press.objects.is_new(nonce) else ALREADY

    def again(self, request: StaffRequest, uuid: UUID) -> HttpResponse:
        """After a double click or a broken line: where the first press would have led."""
        messages.info(request, ALREADY)
        try:
            return redirect(self.back_to(self.row_of(request, uuid)))
        except Http404:  # what was done took the row out of sight
            return redirect("desk")

    def page(
        self, request: StaffRequest, row: Any, form: forms.Form, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {
            "row": row,
            "about": self.about(row),
            "facts": self.facts(row),
            "form": form,
            "verb": self,
            "back": self.back_to(row),
            "up": self.up(row),
            **more,
        }
        return render(request, self.template_name, context, status=status)
