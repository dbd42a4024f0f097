"""Wrong codes, counted without keeping an address. Both tables are UNLOGGED: no backup holds them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AttemptKey(models.Model):
    """The random key of one day, under which addresses are hashed; dropped the day after."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField()


class Attempt(models.Model):
    """The recent misses of one hashed address, or the level of the bucket that all share.

    The verbs are in `kernel.sealing.attempts`.
    """

    bucket = models.BinaryField(primary_key=True)
    day = models.DateField(db_index=True)
    misses = ArrayField(models.DateTimeField(), default=list)
    level = models.FloatField(default=0)
    at = models.DateTimeField()
