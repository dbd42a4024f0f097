"""The guide, beside the work: chapters that `make guide` made from `docs/guide-fa`."""

from functools import cache
from importlib.resources import files

import yaml
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dadkar.desk.access import StaffRequest


@cache
def chapters() -> dict[str, str]:
    """The headings of the chapters by their names, in the order of reading."""
    return dict(yaml.safe_load(files("dadkar.desk").joinpath("data/guide.yaml").read_text("utf-8")))


@login_required
def contents(request: StaffRequest) -> HttpResponse:
    """The table of contents; in English, what each chapter covers."""
    language = "fa" if (get_language() or "fa").startswith("fa") else "en"
    context = {"title": _("Guide"), "language": language, "parts": [f"desk/guide/{language}/contents.html"]}
    return render(request, "desk/guide/page.html", context)


@login_required
def whole(request: StaffRequest) -> HttpResponse:
    """All chapters on one page, to print."""
    parts = [f"desk/guide/fa/{name}.html" for name in ["contents", *chapters()]]
    context = {"title": _("The whole guide, to print"), "language": "fa", "parts": parts, "inside": True}
    return render(request, "desk/guide/page.html", context)


@login_required
def chapter(request: StaffRequest, name: str) -> HttpResponse:
    """One chapter, and which lies before and after it."""
    names = list(chapters())
    if name not in names:
        raise Http404
    place = names.index(name)
    before, after = names[:place][-1:], names[place + 1 :][:1]
    context = {
        "title": chapters()[name],
        "language": "fa",
        "parts": [f"desk/guide/fa/{name}.html"],
        "inside": True,
        "around": [(one, chapters()[one]) for one in [*before, *after]],
    }
    return render(request, "desk/guide/page.html", context)
