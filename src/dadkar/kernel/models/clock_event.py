"""The append-only log of clocks."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from dadkar.kernel.terms import Kind, Unit


class ClockEvent(models.Model):
    """One thing that happened to a clock; it is written by `kernel.clock.Clock` and never changed.

    `clock` is whose clock it is, a uuid that means nothing here. `at` is when it happened, `recorded_at`
    when it became known. `owner` and `area` choose the calendar. `reason` is read by all who see the
    date: no names in it.
    """

    append_only = True

    uid = models.UUIDField(default=uuid4, unique=True)
    clock = models.UUIDField()
    house_id = models.BigIntegerField()
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    amount = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=12, choices=Unit, blank=True)
    date = models.DateField(null=True)
    reason_code = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=64)
    owner = models.UUIDField(null=True)
    area = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "seq"], name="clockevent_one_after_the_other"),
            models.CheckConstraint(
                condition=~Q(kind__in=[Kind.PAUSED, Kind.EXTENDED]) | ~Q(reason=""),
                name="clockevent_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.STARTED, amount__gt=0, date=None)
                | Q(kind=Kind.SET, amount=None, date__isnull=False)
                | Q(kind=Kind.EXTENDED, amount__gt=0, date=None)
                | Q(kind=Kind.EXTENDED, amount=None, date__isnull=False)
                | Q(kind__in=[Kind.PAUSED, Kind.RESUMED, Kind.STOPPED], amount=None, date=None),
                name="clockevent_term_or_date",
            ),
        ]
