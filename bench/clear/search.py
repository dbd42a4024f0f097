"""The page of the search, over text in clear: the same rights, the same rows, the same template."""

from typing import Any

from django.db.models.expressions import RawSQL
from django.http import HttpResponse
from django.shortcuts import render

from dadkar.cases.models import Case
from dadkar.cases.search import PAGE, Found
from dadkar.desk.access import StaffRequest, house_desk
from dadkar.kernel.persian import stems

HITS = "SELECT case_id FROM bench_clear WHERE stems @@ %s::tsquery"


@house_desk
def search(request: StaffRequest) -> HttpResponse:
    """The newest cases that hold every word of `q`."""
    text = request.GET.get("q", "").strip()[:200]
    query = " & ".join("'{}'".format(stem.replace("'", "''")) for stem in dict.fromkeys(stems(text)))
    rows: Any = Case.objects.visible_to(request.user).filter(pk__in=RawSQL(HITS, [query]))
    rows = rows.select_related("topic", "county", "workplace", "officer").order_by("-pk")
    found = Found(list(rows[:PAGE]), None, None)
    return render(request, "desk/search.html", {"query": text, "found": found, "next_url": ""})
