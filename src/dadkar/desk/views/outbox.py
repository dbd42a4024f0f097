"""The manager's page of what goes out: what waits, what failed and why, and what was told."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from dadkar.desk.access import StaffRequest, managed_houses, manager_desk
from dadkar.desk.notice_words import why_of
from dadkar.records import sending
from dadkar.records.gateways import gateway_for
from dadkar.records.models import Notice
from dadkar.records.models.notice import OUTSIDE

PAGE = 50
TABS = {"": _("Not gone out"), "log": _("All that was told")}


def of_manager(user: Any) -> Any:
    """What goes out for the houses that somebody manages."""
    return Notice.objects.filter(house__in=managed_houses(user)).exclude(channel=Notice.Channel.APP)


@manager_desk
def outbox(request: StaffRequest) -> HttpResponse:
    """Newest first; never a name, an address or what it is about."""
    tab = "log" if request.GET.get("tab") == "log" else ""
    found = of_manager(request.user)
    rows = (found if tab else found.troubled()).select_related("user").order_by("-pk")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        rows = rows.filter(pk__lt=int(before[:18]))
    page = list(rows[: PAGE + 1])
    url = reverse("outbox")
    context = {
        "rows": [{"notice": row, "why": why_of(row)} for row in page[:PAGE]],
        "ways": ways(found),
        "tab": tab,
        "tabs": [
            {"url": f"{url}?tab={name}" if name else url, "label": label, "current": name == tab}
            for name, label in TABS.items()
        ],
        "next_url": f"{url}?tab={tab}&before={page[PAGE - 1].pk}" if len(page) > PAGE else "",
    }
    return render(request, "desk/notices/outbox.html", context)


def ways(found: Any) -> list[dict[str, Any]]:
    """Each way out: whether it has been set up, how many wait and how many failed."""
    state = Notice.State
    waiting = Q(state__in=[state.QUEUED, state.SENDING, state.WAITING])
    counted = found.troubled().order_by().values("channel")
    sums = counted.annotate(
        waiting=Count("pk", filter=waiting), failed=Count("pk", filter=Q(state=state.FAILED))
    )
    by_channel = {row["channel"]: row for row in sums}
    nothing = {"waiting": 0, "failed": 0}
    return [
        {
            "label": Notice.Channel(channel).label,
            "there": gateway_for(channel) is not None,
            **nothing,
            **by_channel.get(channel, {}),
        }
        for channel in OUTSIDE
    ]


@manager_desk
@require_POST
def again(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Try one that waits or failed once more."""
    row = of_manager(request.user).troubled().filter(uuid=uuid).first()
    if row is None:
        raise Http404
    sending.again([row])
    messages.success(request, _("It is on its way again."))
    return redirect("outbox")


@manager_desk
@require_POST
def all_again(request: StaffRequest) -> HttpResponse:
    """Try all that failed once more."""
    sending.again(of_manager(request.user).filter(channel__in=OUTSIDE, state=Notice.State.FAILED))
    messages.success(request, _("They are on their way again."))
    return redirect("outbox")
