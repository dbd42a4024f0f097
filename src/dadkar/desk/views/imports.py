"""Lists that are brought in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dadkar.cases.models import ImportBatch
from dadkar.desk.access import house_desk


@house_desk
def lists(request: HttpRequest) -> HttpResponse:
    """The lists of this desk, newest first."""
    batches = ImportBatch.objects.visible_to(request.user).order_by("-at")[:50]
    return render(request, "desk/imports/lists.html", {"batches": batches})
