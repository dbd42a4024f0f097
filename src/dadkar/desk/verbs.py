"""A verb is a page: GET shows its form, POST does it, and whatever goes wrong keeps what was typed."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from dadkar.desk.access import StaffRequest
from dadkar.kernel.flow import FlowError


class VerbPage(View):
    """One verb on one row.

    A subclass says how to find the row (`row_of`), which form asks for what the verb needs, and calls the
    verb in `perform`, which returns the sentence that is shown when it is done. A verb that needs nothing
    has no form: its button stands on the row's page and posts here.
    """

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

    def form(self, row: Any, *args: Any) -> forms.Form:
        """The verb's form; override to give it choices that depend on the row."""
        return self.form_class(*args)

    def get(self, request: StaffRequest, uuid: UUID) -> HttpResponse:
        row = self.row_of(request, uuid)
        return self.page(request, row, self.form(row))

    def post(self, request: StaffRequest, uuid: UUID) -> HttpResponse:
        row = self.row_of(request, uuid)
        form = self.form(row, request.POST, request.FILES)
        if form.is_valid():
            try:
                said = self.perform(row, form, by=request.user)
            except FlowError as error:
                form.add_error(None, str(error.message))
            else:
                messages.success(request, said)
                return redirect(self.back_to(row))
        return self.page(request, row, form, status=422)

    def page(
        self, request: StaffRequest, row: Any, form: forms.Form, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {"row": row, "form": form, "verb": self, "back": self.back_to(row), **more}
        return render(request, self.template_name, context, status=status)
