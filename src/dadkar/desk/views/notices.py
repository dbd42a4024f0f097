"""Everybody's own notices, and the calls that the house must make."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from dadkar.cases import actions
from dadkar.cases.models import Case, Contact
from dadkar.desk.access import StaffRequest, for_class, house_desk
from dadkar.desk.forms.notices import ByEmailForm
from dadkar.desk.notice_list import calls_for, shown
from dadkar.desk.notice_words import TO_TELL
from dadkar.desk.verbs import VerbPage
from dadkar.kernel import moment
from dadkar.kernel.sealing.fields import open_all
from dadkar.people.models import Organisation, RoleClass, User
from dadkar.records.gateways import gateway_for
from dadkar.records.models import Notice
from dadkar.web.templatetags.dadkar import telephone

PAGE = 50
CALLS = 100
desks = for_class(RoleClass.DESK, RoleClass.BODY)


@desks
def notices(request: StaffRequest) -> HttpResponse:
    """What has happened and comes near, newest first; unread ones are marked."""
    return _page(request, ByEmailForm(instance=request.user))


def _page(request: StaffRequest, form: ByEmailForm, status: int = 200) -> HttpResponse:
    rows = Notice.objects.to(request.user).order_by("-id")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        rows = rows.filter(pk__lt=int(before[:18]))
    page = list(rows[: PAGE + 1])
    more = f"{reverse('notices')}?before={page[PAGE - 1].pk}" if len(page) > PAGE else ""
    context = {
        "rows": shown(page[:PAGE], request.user),
        "next_url": more,
        "unread": Notice.objects.unread(request.user).count(),
        "last": page[0].pk if page else 0,
        "form": form,
        "no_mail": gateway_for(Notice.Channel.EMAIL) is None,
    }
    return render(request, "desk/notices/notices.html", context, status=status)


@desks
@require_POST
def read(request: StaffRequest) -> HttpResponse:
    """All that stood on the page has been seen; what came meanwhile has not."""
    last = request.POST.get("last", "")
    if last.isascii() and last.isdigit():
        seen = Notice.objects.unread(request.user).filter(pk__lte=int(last[:18]))
        seen.update(read_at=moment.now())
    return redirect("notices")


@desks
@require_POST
def by_email(request: StaffRequest) -> HttpResponse:
    """Whether one's own notices go out by e-mail, too."""
    form = ByEmailForm(request.POST, instance=cast("User", User.objects.get(pk=request.user.pk)))
    if not form.is_valid():
        return _page(request, form, status=422)
    form.save()
    messages.success(request, _("Saved."))
    return redirect("notices")


# -- calls ---------------------------------------------------------------------------------------------


@house_desk
def calls(request: StaffRequest) -> HttpResponse:
    """Whom to call: hazards first, then applicants who asked for it, with all that keeps them safe."""
    found = calls_for(request.user).select_related("organisation")
    rows = list(found.order_by(F("organisation").asc(nulls_last=True), "pk")[:CALLS])
    subjects = {row.subject for row in rows}
    cases = Case.objects.visible_to(request.user).filter(uuid__in=subjects).select_related("topic")
    by_uuid = {case.uuid: case for case in cases}
    contacts = Contact.objects.visible_to(request.user).filter(case__uuid__in=subjects).select_related("case")
    known = {one.case.uuid: one for one in contacts}
    open_all(list(known.values()), "safe_hours", "introduce_as", "code_word")
    context = {
        "rows": [
            {
                "notice": row,
                "case": by_uuid[row.subject],
                "contact": None if row.organisation else known.get(row.subject),
                "why": TO_TELL.get(row.kind, ""),
            }
            for row in rows
        ]
    }
    return render(request, "desk/notices/calls.html", context)


class CallMade(VerbPage):
    """A call to a body or to the house itself was made; one to an applicant is written in the diary."""

    heading = _("Write down a call")
    button = _("Write down that it was made")
    hint = _("It leaves the list of calls; when and by whom stays in the record.")

    def row_of(self, request: StaffRequest, uuid: UUID) -> Notice:
        rows = calls_for(request.user).select_related("organisation").exclude(organisation=None)
        row = rows.filter(uuid=uuid).first()
        if row is None:
            raise Http404
        return cast("Notice", row)

    def about(self, row: Notice) -> Case | None:
        seen = Case.objects.visible_to(self.request.user).select_related("topic", "workplace")
        return cast("Case | None", seen.filter(uuid=row.subject).first())

    def facts(self, row: Notice) -> list[tuple[Any, Any]]:
        place = cast("Organisation", row.organisation)
        phone = telephone(place.phone)
        return [(_("Whom"), place), *([(_("Telephone"), phone)] if phone else [])]

    def perform(self, row: Notice, form: Any, *, by: Any) -> Any:
        actions.made_call(row, by=by)
        return _("Written down.")

    def back_to(self, row: Notice) -> str:
        return reverse("calls")
