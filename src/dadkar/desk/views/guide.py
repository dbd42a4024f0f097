"""The guide, beside the work: chapters that `make guide` made from `docs/guide-fa` and `docs/guide-en`."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dadkar.desk.access import StaffRequest


@cache
def chapters(language: str) -> dict[str, str]:
    """The headings of the chapters by their names, in the order of reading."""
    text = files("dadkar.desk").joinpath("data/guide.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text)[language])


@login_required
def contents(request: StaffRequest) -> HttpResponse:
    """The table of contents."""
    return _show(request, _("Guide"), "contents")


@login_required
def whole(request: StaffRequest) -> HttpResponse:
    """All chapters on one page, to print."""
    return _show(request, _("The whole guide, to print"), "contents", *chapters(_language()), inside=True)


@login_required
def chapter(request: StaffRequest, name: str) -> HttpResponse:
    """One chapter, and which lies before and after it."""
    headings = chapters(_language())
    names = list(headings)
    if name not in names:
        raise Http404
    place = names.index(name)
    around = [(one, headings[one]) for one in [*names[:place][-1:], *names[place + 1 :][:1]]]
    return _show(request, headings[name], name, inside=True, around=around)


def _show(request: StaffRequest, title: str, *names: str, **context: Any) -> HttpResponse:
    parts = [f"desk/guide/{_language()}/{name}.html" for name in names]
    return render(request, "desk/guide/page.html", {"title": title, "parts": parts, **context})


def _language() -> str:
    return "en" if (get_language() or "fa").startswith("en") else "fa"
