"""The guide, beside the work: chapters that `make guide` made from `docs/guide-fa`."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.utils.translation import get_language

from dadkar.desk.access import StaffRequest


@login_required
def contents(request: StaffRequest) -> HttpResponse:
    """The table of contents; in English, what each chapter covers."""
    language = "fa" if (get_language() or "fa").startswith("fa") else "en"
    return render(request, f"desk/guide/{language}/contents.html")


@login_required
def chapter(request: StaffRequest, name: str) -> HttpResponse:
    """One chapter; it is written in Persian."""
    try:
        return render(request, f"desk/guide/fa/{name}.html")
    except TemplateDoesNotExist as missing:
        raise Http404 from missing
