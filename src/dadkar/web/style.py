"""The live style guide: every component and shell, with invented words. Demo and test modes only."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dadkar.web import views

SHELLS = ("worker", "coming-back", "desk", "paper")


class Example(forms.Form):
    """One field of each kind."""

    what = forms.CharField(
        label=_("What happened?"),
        help_text=_(
            "The only question that needs an answer. Say it simply: what, since when, what you want."
        ),
        widget=forms.Textarea,
    )
    county = forms.ChoiceField(label=_("Which county?"), choices=[("", _("Choose")), ("b", _("Boyer-Ahmad"))])
    people = forms.ChoiceField(
        label=_("How many does it touch?"),
        choices=[("1", _("Only me")), ("n", _("Several people")), ("?", _("I do not know"))],
        widget=forms.RadioSelect,
    )
    telling = forms.MultipleChoiceField(
        label=_("How shall we tell you?"),
        help_text=_("If others hold your phone too, choose the first."),
        choices=[("code", _("I come back with my code (safer)")), ("sms", _("A text message"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    phone = forms.CharField(
        label=_("Telephone"), required=False, widget=forms.TextInput(attrs={"class": "short"})
    )
    photo = forms.FileField(label=_("Photo or paper"), required=False)
    agreed = forms.BooleanField(
        label=_("I have read what will be sent"), help_text=_("You can correct it first.")
    )


def words() -> dict[str, Any]:
    """What the examples show."""
    return {
        "entries": [
            {
                "when": _("Tuesday 3 November"),
                "text": _("The office says that two months were paid"),
                "now": True,
            },
            {"when": _("Sunday 12 October"), "text": _("They promised to pay two months by 6 November")},
            {"when": _("Saturday 4 October"), "text": _("The date passed without an answer"), "bad": True},
            {
                "when": _("Monday 29 September"),
                "text": _("Sent to the labour office; answer due by 8 October"),
                "url": "#why",
                "link": _("Why this day?"),
            },
            {
                "when": _("Sunday 28 September"),
                "text": _("It reached us"),
                "by": _("a colleague at the house"),
            },
        ],
        "boards": [
            (_("Cooperatives, Labour and Social Welfare"), 82, 31, 11, 17, 9),
            (_("Social Security"), 43, 30, 15, 10, 14),
            (_("Municipality of Dehdasht"), 5, 5, 13, 4, 31),
        ],
        "queue": [
            (
                {"late": True},
                _("Unpaid wages, sugar factory"),
                _("200 people · Boyer-Ahmad"),
                _("Labour office"),
                _("4 days past"),
                "late",
            ),
            (
                {"claimed": True},
                _("Safety equipment, dam site"),
                _("35 people · Dena"),
                _("Waiting for the worker"),
                _("until 13 November"),
                "ok",
            ),
            (
                {"claimed": True, "disputed": True},
                _("Insurance record, five months"),
                _("5 people · Gachsaran"),
                _("Not confirmed; Social Security"),
                _("today"),
                "soon",
            ),
            (
                {},
                _("Job classification scheme"),
                _("120 people · Gachsaran"),
                _("Board of assessment"),
                _("hearing on 24 November"),
                "wait",
            ),
            (
                {"claimed": True, "confirmed": True},
                _("Settlement pay, bakery"),
                _("3 people · Basht"),
                _("Closed"),
                _("kept"),
                "done",
            ),
        ],
        "sections": [
            {"url": "#", "label": _("Today"), "count": 20, "current": True},
            {"url": "#", "label": _("Cases"), "count": 312},
            {"url": "#", "label": _("Letters"), "count": None},
            {"url": "#", "label": _("Board"), "count": None},
        ],
        "filters": [
            {"url": "#", "label": _("All"), "count": 312, "current": True},
            {"url": "#", "label": _("Past its date"), "count": 14},
            {"url": "#", "label": _("Awaiting confirmation"), "count": 78},
        ],
        "trail": [(_("Cases"), "#"), (_("Boyer-Ahmad"), "#")],
        "organisation": _("Workers’ house"),
        "search_url": "#",
    }


def guide(request: HttpRequest) -> HttpResponse:
    """Every component on one page; a form with errors in it too."""
    wrong = Example({"what": "", "people": "x", "phone": "۰۹۱۷"}, prefix="wrong", auto_id="wrong_%s")
    return render(request, "web/style/guide.html", {"form": Example(), "wrong": wrong, **words()})


def example(request: HttpRequest, name: str) -> HttpResponse:
    """One shell or error page as it will look."""
    if name in SHELLS:
        messages.success(request, _("Filed. Keep this code.")) if name == "desk" else None
        return render(request, f"web/style/{name}.html", {"form": Example(), **words()})
    if name in map(str, views.PAGES):
        return views.problem(request, int(name))
    if name == "csrf":
        return views.csrf_failure(request)
    if name in ("500", "503"):
        return views.server_error(request) if name == "500" else views.unavailable(request)
    raise Http404
