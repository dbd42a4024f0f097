from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.clock import add_calendar_term


class Right(models.Model):
    """A term that the law itself sets for the applicant, in calendar days, with its source."""

    class Starts(models.TextChoices):
        LEFT_WORK = "left-work", _("the day the work ended")
        FIRST_RULING = "first-ruling", _("service of the diagnosis board's ruling")
        FINAL_RULING = "final-ruling", _("service of the dispute board's ruling")

    house = models.ForeignKey("people.Organisation", models.CASCADE, related_name="+")
    code = models.SlugField(_("code"))
    fa = models.CharField(_("name in Persian"), max_length=160)
    en = models.CharField(_("name in English"), max_length=160)
    starts = models.CharField(_("starts on"), max_length=16, choices=Starts)
    days = models.PositiveSmallIntegerField(_("calendar days"))
    source_fa = models.CharField(_("source in Persian"), max_length=160, db_column="source")
    source_en = models.CharField(_("source in English"), max_length=160, blank=True, db_default="")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("right with a term")
        verbose_name_plural = _("rights with a term")
        ordering = ["days"]
        constraints = [models.UniqueConstraint(fields=["house", "code", "since"], name="right_once")]

    def __str__(self) -> str:
        return self.fa if get_language() == "fa" else self.en

    @property
    def source(self) -> str:
        """The law and its article, in the reader's language where it is known in that."""
        return self.source_fa if get_language() == "fa" else self.source_en or self.source_fa

    @classmethod
    def running_out(cls, house: Any, starts: str, day: date, *, calendar: Any) -> list["RunningRight"]:
        """The rights that begin with `day`, each with the last day on which it can be used."""
        rows = cls.objects.filter(house=house, starts=starts)
        valid = rows.exclude(since__gt=day).exclude(until__lt=day)
        return [RunningRight(row, add_calendar_term(day, row.days, calendar)) for row in valid]


@dataclass(frozen=True)
class RunningRight:
    """A right and its last day."""

    right: Right
    last_day: date

    @property
    def days_left(self) -> int:
        return (self.last_day - moment.today()).days

    @property
    def is_over(self) -> bool:
        return self.days_left < 0
