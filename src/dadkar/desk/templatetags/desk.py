"""Tags of the desk's pages: {% due moment %}, a deadline as days left or past."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dadkar.kernel import moment
from dadkar.web.templatetags.components import deadline
from dadkar.web.templatetags.dadkar import number

register = template.Library()

SOON_DAYS = 2


def days_away(days: int) -> str:
    """In whole days: “4 days past”, “today”, “3 days left”."""
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(n)s day past", "%(n)s days past", -days) % {"n": number(-days)}
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": number(days)}


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
    return deadline(days_away(left), kind)
