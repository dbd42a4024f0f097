"""Addresses of notices, calls and the outbox."""

from django.urls import path

from dadkar.desk.access import house_desk
from dadkar.desk.views import notices, outbox

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices-read"),
    path("notices/by-email/", notices.by_email, name="notices-by-email"),
    path("calls/", notices.calls, name="calls"),
    path("calls/<uuid:uuid>/made/", house_desk(notices.CallMade.as_view()), name="call-made"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/again/", outbox.all_again, name="outbox-all-again"),
    path("outbox/<uuid:uuid>/again/", outbox.again, name="outbox-again"),
]
