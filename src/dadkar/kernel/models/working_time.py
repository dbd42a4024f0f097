"""The office hours and rest days that an organisation sets for itself."""

import datetime
from collections.abc import Iterable
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.actor import Actor, require_actor
from dadkar.kernel.moment import now
from dadkar.kernel.persian import digits
from dadkar.kernel.work_calendar import DEFAULT_HOURS, Hours, HoursNotice


class WorkingTime(models.Model):
    """Hours of `owner` from `since` to `until` (both within; none: open-ended). Append-only.

    Of several rows that cover a day, the one known last holds; without any, Friday rest and 7:30–14:30.
    `rest` holds weekdays as `date.weekday()` numbers them: Thursday 3, Friday 4.
    """

    append_only = True

    owner = models.UUIDField()
    house_id = models.BigIntegerField()
    rest = ArrayField(models.SmallIntegerField())
    opens = models.TimeField()
    closes = models.TimeField()
    since = models.DateField()
    until = models.DateField(null=True)
    known_since = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("office hours")
        verbose_name_plural = _("office hours")
        indexes = [models.Index(fields=["house_id", "owner", "id"])]
        constraints = [
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="workingtime_opens_first"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="workingtime_since_first"
            ),
        ]

    def __str__(self) -> str:
        opens, closes = (digits(f"{hour:%H:%M}") for hour in (self.opens, self.closes))
        return gettext("%(opens)s to %(closes)s") % {"opens": opens, "closes": closes}

    @classmethod
    def set(
        cls,
        owner: UUID,
        *,
        house_id: int,
        since: datetime.date,
        until: datetime.date | None = None,
        rest: Iterable[int] = DEFAULT_HOURS.rest,
        opens: datetime.time = DEFAULT_HOURS.opens,
        closes: datetime.time = DEFAULT_HOURS.closes,
        known_since: datetime.datetime | None = None,
        by: Actor,
    ) -> Self:
        """Set the hours of an office. Raises ValueError for hours that leave no time to work."""
        hours = Hours(frozenset(rest), opens, closes, since, until)
        return cls.objects.create(
            owner=owner,
            house_id=house_id,
            rest=sorted(hours.rest),
            opens=opens,
            closes=closes,
            since=since,
            until=until,
            known_since=known_since or now(),
            by=require_actor(by).ref,
        )

    def as_notice(self) -> HoursNotice:
        """The row for the pure calendar."""
        hours = Hours(frozenset(self.rest), self.opens, self.closes, self.since, self.until)
        return HoursNotice(self.known_since, hours)
