"""Sending what is queued: at most once, with patience, and never the same sentence twice in a row.

A notice is claimed with a commit of its own before its gateway is called, so two workers never have the same
one, and one whose worker was killed in between is known by its state. What became of each stands in its row.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dadkar.kernel import moment
from dadkar.kernel.sealing.errors import SealingError
from dadkar.records.addresses import address_of
from dadkar.records.gateways import Gateway, NotTaken, Refused, Uncertain, gateway_for
from dadkar.records.models import Notice
from dadkar.records.models.notice import OUTSIDE

logger = logging.getLogger(__name__)

State = Notice.State
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
AT_ONCE = 500  # of one run
TRIES = 12  # a little more than a day of them
MORNING, EVENING = time(8), time(20)
UNCERTAIN = "uncertain"


def by_day(at: datetime) -> datetime:
    """The moment itself, or the next morning: nobody's telephone rings at night."""
    local = timezone.localtime(at)
    if MORNING <= local.time() < EVENING:
        return at
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return datetime.combine(day, MORNING, local.tzinfo)


def queue(notices: Iterable[Notice]) -> list[Notice]:
    """Write notices down, and let them go out with the commit of this transaction.

    Without a gateway they wait. To the people of a matter nothing goes at night. Returns those that are new
    and go out or must be called.
    """
    from dadkar.records.tasks import send_many

    made = list(notices)
    for one in made:
        if one.channel == Notice.Channel.APP:
            one.state, one.done_at = State.SENT, one.at
        elif one.channel in OUTSIDE and gateway_for(one.channel) is None:
            one.state, one.why = State.WAITING, "no-gateway"
        if one.owner:
            one.next_try = by_day(one.next_try)
    put = Notice.objects.put(made)
    now = [one.pk for one in put if one.channel in OUTSIDE and one.state == State.QUEUED]
    if now:
        send_many.defer(notices=now)
    return put


@transaction.atomic
def again(notices: Iterable[Notice]) -> None:
    """Let these, which failed or wait, go on their way once more."""
    from dadkar.records.tasks import send_many

    rows = list(notices)
    for one in rows:
        one.try_again()
    if rows:
        send_many.defer(notices=[one.pk for one in rows])


def send(pk: int) -> None:
    """Send one notice, if it is due and nobody else is sending it."""
    notice = Notice.objects.claim(pk)
    if notice is None:
        return
    if notice.is_overtaken:
        notice.settle(State.CANCELLED, "overtaken")
    elif notice.owner and (morning := by_day(notice.next_try)) > notice.next_try:  # claimed just now
        notice.settle(State.QUEUED, notice.why, next_try=morning)
    else:
        _send(notice)
    logger.info("Notice %s by %s: %s %s", notice.uuid, notice.channel, notice.state, notice.why)


def _send(notice: Notice) -> None:
    gateway = gateway_for(notice.channel)
    if gateway is None:
        notice.settle(State.WAITING, "no-gateway")
        return
    try:
        address = address_of(notice)
    except SealingError:
        notice.settle(State.CANCELLED, "erased")
        return
    if not address:
        notice.settle(State.CANCELLED, "no-address")
        return
    try:
        _hand_over(notice, gateway, address)
    except Refused as error:
        notice.settle(State.FAILED, error.why)
    except Uncertain:
        _later(notice, UNCERTAIN) if gateway.can_be_asked else notice.settle(State.FAILED, UNCERTAIN)
    except NotTaken as error:
        _later(notice, UNCERTAIN if notice.why == UNCERTAIN else error.why)
    else:
        notice.settle(State.SENT)


def _hand_over(notice: Notice, gateway: Gateway, address: str) -> None:
    """Hand the sentence over, unless an earlier try whose answer was lost has brought it there.

    While whoever could say so does not say, nothing is sent on a guess: it is asked again later.
    """
    if notice.why == UNCERTAIN and gateway.can_be_asked:
        taken = gateway.was_taken(notice.pk)
        if taken is None:
            raise NotTaken(UNCERTAIN)
        if taken:
            return
    with translation.override(notice.language):
        gateway.send(address, _("There is news for you."), reference=notice.pk)


def _later(notice: Notice, why: str) -> None:
    """Try again after a pause that doubles; after many tries a person decides."""
    if notice.attempts >= TRIES:
        notice.settle(State.FAILED, why)
        return
    pause = min(FIRST_PAUSE * 2 ** (notice.attempts - 1), LONGEST_PAUSE)
    at = moment.now() + pause
    notice.settle(State.QUEUED, why, next_try=by_day(at) if notice.owner else at)


def go_on() -> None:
    """Let what can move move: what waited for a gateway, what stalled, what is due."""
    there = [channel for channel in OUTSIDE if gateway_for(channel)]
    Notice.objects.filter(state=State.WAITING, channel__in=there).update(state=State.QUEUED, why="")
    for notice in Notice.objects.stalled():
        gateway = gateway_for(notice.channel)
        if gateway is None or gateway.can_be_asked:
            notice.settle(State.QUEUED, UNCERTAIN)
        else:
            notice.settle(State.FAILED, UNCERTAIN)
    for pk in list(Notice.objects.due().order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        send(pk)
