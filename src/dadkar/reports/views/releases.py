"""Releases from the inside: the house prepares and publishes them, bodies look at their own row and reply."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dadkar.kernel.calendar import Jalali
from dadkar.kernel.fields import PersianTextField
from dadkar.kernel.flow import FlowError
from dadkar.people.doors import StaffRequest
from dadkar.people.models import Organisation, Role, RoleClass
from dadkar.reports import releasing, words
from dadkar.reports.access import agency_of, body_boards, house_boards
from dadkar.reports.models import Release, ReleasedCell
from dadkar.reports.periods import month_words


class ReplyForm(forms.Form):
    """What a body says to its row."""

    text = PersianTextField(
        label=gettext_lazy("Your body’s reply"),
        max_length=1000,
        help_text=gettext_lazy(
            "It is published beside your row as you write it, and can’t be changed. No names of people."
        ),
    )


@house_boards
def releases(request: StaffRequest) -> HttpResponse:
    """What the house has let out, what lies before the bodies, and what can be made next."""
    houses = request.user.houses(RoleClass.DESK)
    house = Organisation.objects.get(pk=min(houses))
    managed = [one for one in houses if Role.HOUSE_MANAGER in request.user.roles_in(one)]
    month = releasing.next_month(house)
    made = Release.objects.filter(house__in=houses)
    context = {
        "releases": made.select_related("publication").prefetch_related("replies__body"),
        "next": month_words(month) if month else "",
        "manages": house.pk in managed,
    }
    return render(request, "reports/releases.html", context)


@house_boards
@require_POST
def prepare(request: StaffRequest) -> HttpResponse:
    """Freeze the next month."""
    house = request.user.organisations(RoleClass.DESK)[0].house
    try:
        release = releasing.prepare(house, by=request.user)
        said = _("Frozen. The bodies can look at their numbers and reply until %(day)s.")
        messages.success(request, said % {"day": Jalali.from_date(release.preview_until).medium()})
    except FlowError as error:
        messages.error(request, str(error.message))
    return redirect("releases")


@house_boards
@require_POST
def publish(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Show a release to the public."""
    houses = request.user.houses(RoleClass.DESK)
    release = get_object_or_404(Release, uuid=uuid, house__in=houses)
    try:
        release.publish(by=request.user)
        messages.success(request, _("Published."))
    except FlowError as error:
        messages.error(request, str(error.message))
    return redirect("releases")


@body_boards
def own(request: StaffRequest) -> HttpResponse:
    """A body's own row in each release, before anybody else sees it."""
    rows = [_own_row(release, body) for body in _bodies(request) for release in _releases(body)]
    return render(request, "reports/own.html", {"rows": rows, "columns": list(words.RELEASED.values())})


@body_boards
def reply(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Say something to one's own row."""
    bodies = _bodies(request)
    release = get_object_or_404(Release, uuid=uuid, house__in=[body.house_id for body in bodies])
    body = next(one for one in bodies if one.house_id == release.house_id)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            release.reply(body, form.cleaned_data["text"], by=request.user)
        except FlowError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Your reply will be published beside your row."))
            return redirect("body-releases")
    context = _own_row(release, body) | {"form": form, "columns": list(words.RELEASED.values())}
    return render(request, "reports/reply.html", context, status=422 if form.errors else 200)


def _bodies(request: StaffRequest) -> list[Organisation]:
    """The heads of the bodies that the user works at: a unit's numbers are within its head's row."""
    heads = {agency_of(body).pk: agency_of(body) for body in request.user.organisations(RoleClass.BODY)}
    return list(heads.values())


def _releases(body: Organisation) -> Any:
    return Release.objects.filter(house=body.house_id).select_related("publication")[:24]


def _own_row(release: Release, body: Organisation) -> dict[str, Any]:
    cells = ReleasedCell.objects.filter(release=release, cube="agency", value=str(body.pk))
    own = {cell.column: cell for cell in cells}
    return {
        "release": release,
        "body": body,
        "month": month_words(release.month),
        "cells": [own.get(column) for column in words.RELEASED],
        "reply": release.replies.filter(body=body).first(),
    }
