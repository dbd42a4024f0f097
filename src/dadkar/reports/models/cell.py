"""The kept counts: a board's numbers without a look at any case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.people.models import Organisation
from dadkar.reports.marks import NAMES


class By(models.TextChoices):
    """What a board tells apart. The value is how an address and the API say it."""

    AGENCY = "agency", _("Agency")
    TOPIC = "topic", _("Topic")
    COUNTY = "county", _("County")
    WORKPLACE = "workplace", _("Workplace")
    CHANNEL = "channel", _("Channel")
    MONTH = "month", _("Month")


ALL, DUE = "", "due"  # the other two keys of a cell: everything, and the day on which a promise falls due


class Kept(models.Model):
    """The key of a kept count: whose desk sees it, what is told apart, which one of them, and the month."""

    scope = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    by = models.CharField(max_length=9)
    value = models.CharField(max_length=50)
    month = models.IntegerField()

    class Meta:
        abstract = True


class Cell(Kept):
    """How many facts have each mark."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "by", "month", "value"], name="cell_once")]


for name in NAMES:
    Cell.add_to_class(name, models.IntegerField(default=0))


class Spread(Kept):
    """How many took so many working days: a histogram, so that any percentile comes from counts."""

    span = models.CharField(max_length=7)
    days = models.SmallIntegerField()
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "by", "month", "value", "span", "days"], name="spread_once"
            )
        ]


class Snapshot(models.Model):
    """As of when a house's counts are, and from which event on the next refresh looks."""

    house = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()
    events_from = models.BigIntegerField(default=0)
    recounted_at = models.DateTimeField()
