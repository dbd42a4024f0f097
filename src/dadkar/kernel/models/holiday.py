"""The holidays, and since when each was known."""

import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.actor import Actor, require_actor
from dadkar.kernel.moment import now
from dadkar.kernel.work_calendar import DayOff, HolidayNotice


class Holiday(models.Model):
    """A notice that a day is a holiday, or with `withdrawn` that it is none after all. Append-only.

    `area` is '' for the whole country, or the path of a province or county, such as "kb" and "kb/dena":
    a notice holds for its area and all below. The latest notice for a day and an area holds.
    """

    append_only = True

    day = models.DateField()
    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    area = models.CharField(max_length=64, blank=True)
    withdrawn = models.BooleanField(default=False)
    known_since = models.DateTimeField()
    source = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("notice of a holiday")
        verbose_name_plural = _("notices of holidays")
        indexes = [models.Index(fields=["day", "area", "id"])]

    def __str__(self) -> str:
        return self.name_fa

    @classmethod
    def declare(
        cls,
        day: datetime.date,
        *,
        name_fa: str,
        name_en: str = "",
        area: str = "",
        source: str = "",
        known_since: datetime.datetime | None = None,
        by: Actor,
    ) -> Self:
        """Add a holiday, known since now or an earlier moment; running terms end later, never sooner."""
        return cls.objects.create(
            day=day,
            name_fa=name_fa,
            name_en=name_en,
            area=area,
            source=source,
            known_since=known_since or now(),
            by=require_actor(by).ref,
        )

    def withdraw(
        self, *, source: str = "", known_since: datetime.datetime | None = None, by: Actor
    ) -> "Holiday":
        """Take the holiday back by a new notice; ends that were told already do not come nearer."""
        return Holiday.objects.create(
            day=self.day,
            name_fa=self.name_fa,
            name_en=self.name_en,
            area=self.area,
            withdrawn=True,
            source=source,
            known_since=known_since or now(),
            by=require_actor(by).ref,
        )

    def as_notice(self) -> HolidayNotice:
        """The row for the pure calendar."""
        off = DayOff(self.day, self.name_fa, self.name_en)
        return HolidayNotice(self.known_since, off, self.area, self.withdrawn)
