"""Where I am signed in: one's own sessions, each to be ended."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dadkar.people.models import Session
from dadkar.people.sessions import digest


@require_http_methods(["GET", "POST"])
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """List them; a POST ends the one named `end`, or all but this one."""
    here = digest(request.session.session_key or "")
    rows = Session.objects.of(request.user)
    if request.method == "POST":
        others = rows.exclude(pk=here)
        chosen = request.POST.get("end")
        (others.filter(pk=chosen) if chosen else others).delete()
        messages.success(request, _("Signed out there."))
        return redirect("usersessions_list")
    return render(request, "people/sessions.html", {"sessions": rows, "here": here})
