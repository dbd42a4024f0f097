"""A body's referrals by what they ask of it now. A lawful wait is a group of its own, never a delay."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dadkar.cases.models import Answer, Referral
from dadkar.cases.models.referral_states import WITH_THE_BODY
from dadkar.commitments.kept import kept_since
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali, year_bounds
from dadkar.people.models import Role, RoleClass

SOON = timedelta(days=7)
MOST = 999


class Group(TextChoices):
    """What is to be done, most pressing first."""

    LATE = "late", _("Past the date")
    WEEK = "week", _("Today and the next seven days")
    ANSWER = "answer", _("To answer later")
    STEP = "step", _("Promised steps that are not yet due")
    CLAIMED = "claimed", _("Claimed; waiting for the people’s word")
    WAITING = "waiting", _("Waiting for others")
    ENDED = "ended", pgettext_lazy("referrals", "Ended")


SHORT = {
    Group.LATE: Group.LATE.label,
    Group.WEEK: _("Seven days"),
    Group.ANSWER: pgettext_lazy("referrals", "To answer"),
    Group.STEP: _("Promised steps"),
    Group.CLAIMED: _("People’s word"),
    Group.WAITING: _("Lawful waits"),
    Group.ENDED: Group.ENDED.label,
}


def conditions() -> dict[Group, Q]:
    """Which referrals stand in which group; together they are all, and none stands in two."""
    now = moment.now()
    week_ends = timezone.localtime(now).replace(hour=23, minute=59, second=59) + SOON
    later = Q(state__in=WITH_THE_BODY, next_at__gte=week_ends)
    free = Q(state__in=WITH_THE_BODY, next_at=None)
    return {
        Group.LATE: Q(state__in=WITH_THE_BODY, next_at__lt=now),
        Group.WEEK: Q(state__in=WITH_THE_BODY, next_at__gte=now, next_at__lt=week_ends),
        Group.ANSWER: later & Q(state=Referral.State.SENT),
        Group.STEP: later & ~Q(state=Referral.State.SENT),
        Group.CLAIMED: free & Q(is_claimed=True),
        Group.WAITING: free & Q(is_claimed=False),
        Group.ENDED: Q(state=Referral.State.ENDED),
    }


def counts(rows: Any) -> dict[str, int]:
    """How many of the rows stand in each group, counted up to one more than `MOST`."""
    return {
        group.value: rows.filter(condition).order_by()[: MOST + 1].count()
        for group, condition in conditions().items()
    }


def shown(count: int) -> int | str:
    """A count as it is shown: beyond `MOST` nobody counts."""
    return count if count <= MOST else f"{MOST}+"


def in_order(rows: Any, group: Group) -> Any:
    """The rows of one group: by deadline; the ended and the waiting newest first."""
    found = rows.filter(conditions()[group])
    if group in (Group.ENDED, Group.WAITING, Group.CLAIMED):
        return found.order_by("-sent_at", "-id")
    return found.order_by("next_at", "id")


def whole(groups: dict[Group, Any]) -> list[tuple[Group, list[Referral]]]:
    """The referrals of each group with all that a list shows of them. `groups`: rows in order, sliced.

    First their ids, a narrow query a group, then one wide query for all: to plan the wide one takes
    PostgreSQL ten times as long as to answer it.
    """
    ids = {group: list(rows.values_list("pk", flat=True)) for group, rows in groups.items()}
    found = Referral.objects.as_system("in sight").filter(pk__in=set().union(*ids.values()))
    wide = found.select_related("topic", "workplace", "letter", "body", "case")
    rows = {row.pk: row for row in with_steps(list(wide))}
    return [(group, [rows[pk] for pk in those]) for group, those in ids.items()]


def with_steps(rows: list[Referral]) -> list[Referral]:
    """The rows with their promised steps as `steps`, in one query."""
    made = Answer.objects.as_system("steps of referrals in sight").filter(
        referral__in=rows, kind=Answer.Kind.PROMISE, commitment__isnull=False
    )
    steps: dict[int, list[Commitment]] = {}
    for answer in made.select_related("commitment__debtor", "commitment__house__county").order_by("id"):
        if answer.commitment:
            steps.setdefault(answer.referral_id, []).append(answer.commitment)
    for row in rows:
        row.steps = steps.get(row.pk, [])  # type: ignore[attr-defined]
    return rows


def kept_this_year(user: Any) -> dict[str, int]:
    """The steps that the user's bodies promised in this Solar-Hijri year: how they stand."""
    first, _last = year_bounds(Jalali.from_date(moment.today()).year)
    bodies = [body.pk for body in user.organisations(RoleClass.BODY)]
    return kept_since(first, user, debtor__in=sorted(bodies))


def unsent(user: Any) -> Any:
    """The drafts of the user's bodies that can still be sent, with all that their pages show."""
    rows = Answer.objects.visible_to(user).filter(
        state__in=[Answer.State.DRAFT, Answer.State.RETURNED],
        referral__body__in=user.organisations(RoleClass.BODY),
        referral__state__in=WITH_THE_BODY,
    )
    parts = ("topic", "letter", "body", "workplace", "case", "house")
    return rows.select_related("author", "other_body", "commitment", *(f"referral__{part}" for part in parts))


def drafts_for(user: Any) -> int:
    """How many drafts wait for this user: a manager's for release, a liaison's for another writing."""
    manages = any(m.role == Role.AGENCY_MANAGER for m in user.current_memberships)
    state = Answer.State.DRAFT if manages else Answer.State.RETURNED
    return unsent(user).filter(state=state).count()
