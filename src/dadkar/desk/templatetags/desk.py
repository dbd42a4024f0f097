"""Tags of the desk's pages: {% due moment %}, a deadline as days left or past."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from dadkar.kernel import moment
from dadkar.web.templatetags.components import deadline
from dadkar.web.templatetags.dadkar import days_left

register = template.Library()

SOON_DAYS = 2


@register.simple_tag
def due(at: datetime | None, waits: bool = False) -> SafeString | str:
    """A deadline: past, near or far; a lawful wait is none of these."""
    if at is None:
        return "—"
    left = (timezone.localdate(at) - moment.today()).days
    if waits:
        kind = "wait"
    elif at < moment.now():
        kind = "late"
    else:
        kind = "soon" if left <= SOON_DAYS else "ok"
    return deadline(days_left(at), kind)
