"""Tags of the desk's pages: {% due moment %}, a deadline as days left or past; {{ replay|until_stopped }}."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from dadkar.kernel import moment
from dadkar.kernel.replay import Replay
from dadkar.kernel.steps import Step
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


@register.filter
def stopped_on(replay: Replay) -> date | None:
    """The day on which the clock was stopped for good."""
    stop = replay.run and replay.run.stopped
    return timezone.localdate(stop.at) if stop else None


@register.filter
def until_stopped(replay: Replay) -> list[Step]:
    """The days of a clock; once it was stopped, none that came after."""
    last = stopped_on(replay)
    return [step for step in replay.steps if last is None or step.day <= last]
