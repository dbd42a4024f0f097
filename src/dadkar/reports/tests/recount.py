"""A plain recount: every row that a user may see, one by one, in Python, with nothing kept."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from dadkar.cases.models import Case, Referral
from dadkar.commitments.models import Commitment, Confirmation
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.clock import Clock
from dadkar.kernel.known_calendar import calendar_as_known
from dadkar.reports.tally import Tally

LAWFUL = ("info", "petition", "board")


def month(day: Any) -> int:
    day = day if not hasattr(day, "hour") else timezone.localtime(day).date()
    return Jalali.from_date(day).year * 100 + Jalali.from_date(day).month


def value_of(by: str, case: Case, referral: Referral | None, body_desk: bool) -> Any:
    if by == "agency":
        return referral and referral.body_id
    if by == "topic":
        return referral.topic_id if referral else case.topic_id
    if by == "workplace":
        return referral.workplace_id if body_desk and referral else case.workplace_id
    return {"county": case.county_id, "channel": case.channel}.get(by, "")


def recount(user: Any, by: str, months: Iterable[int], *, body_desk: bool = False) -> dict[str, Tally]:
    """The tallies by value, of what `user` may see; the totals for `by=""`."""
    found: dict[str, Tally] = {}

    def tally(case: Case, referral: Referral | None, at: Any) -> Tally | None:
        if month(at) not in set(months):
            return None
        value = month(at) if by == "month" else value_of(by, case, referral, body_desk)
        return found.setdefault("" if value is None else str(value), Tally())

    referrals = list(Referral.objects.visible_to(user).exclude(sent_at=None).order_by("pk"))
    seen = set()
    for referral in referrals:
        case = Case.objects.as_system("test").get(pk=referral.case_id)
        first = (case.pk, referral.body_id) not in seen
        seen.add((case.pk, referral.body_id))
        if (here := tally(case, referral, referral.sent_at)) is not None:
            _letter(here, referral)
            if first and (by == "agency" or body_desk):
                _case(here, case)
    for promise in Commitment.objects.visible_to(user).exclude(state="withdrawn"):
        case = Case.objects.as_system("test").get(uuid=promise.owed_to)
        referral = Referral.objects.as_system("test").get(
            answers__commitment=promise, answers__kind="promise"
        )
        if (here := tally(case, referral, promise.due_on)) is not None:
            _promise(here, promise, referral)
    if not body_desk and by != "agency":
        for case in Case.objects.visible_to(user):
            if (here := tally(case, None, case.filed_at)) is not None:
                _case(here, case)
    return found


def _case(here: Tally, case: Case) -> None:
    here.counts["cases"] += 1
    here.counts["open"] += case.is_open
    here.counts["reopened"] += case.reopened > 0


def _letter(here: Tally, referral: Referral) -> None:
    here.counts["sent"] += 1
    here.counts["late"] += referral.is_overdue
    here.counts["unanswered"] += referral.state == "sent" and not referral.is_overdue
    here.counts["lawful"] += referral.state in LAWFUL
    here.counts["redirected"] += referral.state == "ended" and referral.ended_why == "redirected"
    if (days := days_to_answer(referral)) is not None:
        here.spans["answer"][days] += 1


def _promise(here: Tally, promise: Commitment, referral: Referral) -> None:
    if promise.state == "open" and referral.state in LAWFUL:
        here.counts["waiting"] += 1
    else:
        here.counts["overdue"] += promise.is_overdue
        here.counts["in_time"] += promise.state == "open" and not promise.is_overdue
    for state in ("confirmed", "claimed", "unconfirmed"):
        here.counts[state] += promise.state == state
    here.counts["disputed"] += promise.disputes > 0
    if promise.state == "confirmed":
        last = Confirmation.objects.of(promise).filter(kept=True, taken_back_at=None).last()
        here.counts["office"] += last.via == "office-code"
        here.counts["told"] += last.via in ("phone", "visit")
        house = Clock(promise.uuid, house_id=0, owner=promise.house.uuid, area=promise.house.area)
        here.spans["confirm"][_days(house, promise.claimed_at, promise.ended_at)] += 1
    if promise.state != "open" and promise.claimed_at:
        here.spans["claim"][_days(referral.clock, promise.made_at, promise.claimed_at)] += 1


def days_to_answer(referral: Referral) -> int | None:
    """Working days of the first run of the clock, by the days that its own replay counts."""
    events = list(referral.clock._events())
    answered = referral.answers.as_system("test").filter(state="released").exclude(kind="ask_info").first()
    if answered is None:
        return None
    stops = [n for n, one in enumerate(events) if one.kind == "stopped"]
    run = referral.clock._replay(events[: stops[0] + 1]).run
    day, last, days = run.first_day, run.calendar.day_of(run.stopped.at), 0
    while day <= last:
        days += run.calendar.is_working(day) and not any(pause.takes(day) for pause in run.pauses)
        day += timedelta(days=1)
    return days


def _days(clock: Clock, start: Any, end: Any) -> int:
    calendar = calendar_as_known(at=end, owner=clock.owner, area=clock.area)
    return max(calendar.working_days_between(calendar.day_of(start), calendar.day_of(end)), 0)
