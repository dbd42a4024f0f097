"""The live style guide: every component and shell, with invented words. Demo and test modes only."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from dadkar.web import views
from dadkar.web.templatetags.dadkar import number

WORDS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
SHELLS = ("worker", "coming-back", "desk", "paper")


def words() -> dict[str, str]:
    """The guide's words in the reader's language."""
    return {key: pair[0 if get_language() == "fa" else 1] for key, pair in WORDS.items()}


class Example(forms.Form):
    """One field of each kind, named in the reader's language when it is made."""

    what = forms.CharField(widget=forms.Textarea)
    county = forms.ChoiceField()
    people_q = forms.ChoiceField(widget=forms.RadioSelect)
    telling = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    phone = forms.CharField(required=False, widget=forms.TextInput(attrs={"class": "short"}))
    photo = forms.FileField(required=False)
    agreed = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        w = words()
        for name, field in self.fields.items():
            field.label, field.help_text = w[name], w.get(f"{name}_hint", "")
        choices = {
            "county": {"": "choose", "b": "boyer_ahmad"},
            "people_q": {"1": "only_me", "n": "several", "?": "unknown"},
            "telling": {"code": "by_code", "sms": "by_sms"},
        }
        for name, options in choices.items():
            self.fields[name].choices = [(value, w[key]) for value, key in options.items()]  # type: ignore[attr-defined]


def content(w: dict[str, str]) -> dict[str, Any]:
    """What the examples show."""
    states = [{"late": 1}, {"claimed": 1}, {"claimed": 1, "disputed": 1}, {}, {"claimed": 1, "confirmed": 1}]
    kinds = ["late", "ok", "soon", "wait", "done"]
    extra: dict[int, dict[str, Any]] = {
        1: {"now": True},
        3: {"bad": True},
        4: {"url": "#why", "link": w["why"]},
        5: {"by": w["by_5"]},
    }
    lead = w["lead"].format(due=number(312), claimed=number(246), confirmed="\n")
    return {
        "w": w,
        "lead": (*lead.split("\n"), number(168)),
        "entries": [
            {"when": w[f"when_{i}"], "text": w[f"text_{i}"], **extra.get(i, {})} for i in range(1, 6)
        ],
        "boards": [
            (w["agency_1"], 82, 31, 11, 17, 9),
            (w["agency_2"], 43, 30, 15, 10, 14),
            (w["agency_3"], 5, 5, 13, 4, 31),
        ],
        "queue": [
            (state, w[f"case_{i}"], w[f"under_{i}"], w[f"with_{i}"], w[f"due_{i}"], kind)
            for i, (state, kind) in enumerate(zip(states, kinds, strict=True), 1)
        ],
        "sections": [
            {"url": "#", "label": w["today"], "count": 20, "current": True},
            {"url": "#", "label": w["cases"], "count": 312},
            {"url": "#", "label": w["letters"]},
            {"url": "#", "label": w["board"]},
        ],
        "filters": [
            {"url": "#", "label": w["all"], "count": 312, "current": True},
            {"url": "#", "label": w["late"], "count": 14},
            {"url": "#", "label": w["awaiting"], "count": 78},
        ],
        "trail": [(w["cases"], "#"), (w["boyer_ahmad"], "#")],
        "organisation": w["house"],
        "search_url": "#",
        "user": SimpleNamespace(is_authenticated=True, get_full_name=w["reader"], get_username=""),
    }


def guide(request: HttpRequest) -> HttpResponse:
    """Every component on one page; a form with errors in it too."""
    wrong = Example({"what": "", "people_q": "x", "phone": "۰۹۱۷"}, auto_id="wrong_%s")
    return render(request, "web/style/guide.html", {"form": Example(), "wrong": wrong, **content(words())})


def example(request: HttpRequest, name: str) -> HttpResponse:
    """One shell or error page as it will look."""
    if name in SHELLS:
        if name == "desk":
            messages.success(request, words()["filed"])
        return render(request, f"web/style/{name}.html", {"form": Example(), **content(words())})
    if name in map(str, views.PAGES):
        return views.problem(request, int(name))
    pages = {"csrf": views.csrf_failure, "500": views.server_error, "503": views.unavailable}
    if name not in pages:
        raise Http404
    return pages[name](request)
