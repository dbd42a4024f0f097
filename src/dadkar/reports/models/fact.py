"""What one promise, letter or case adds to the counts, as it stood when it was last looked at."""

from django.db import models

from dadkar.people.models import Organisation


class Kind(models.TextChoices):
    PROMISE = "promise"
    LETTER = "letter"  # a referral that was sent
    CASE = "case"
    PAIR = "pair"  # a case at one body: what a case adds where bodies are told apart


class Fact(models.Model):
    """One row a promise, letter, case, and pair of a case and a body.

    `month` is a Solar-Hijri year and month (140407): in which a promise falls due, a letter was sent, a case
    was filed, or a case first went to the body. `marks` are `Mark`s; the spans are working days, lawful
    waits taken out, and None where the end has not come. `told_workplace` is what the body was told.
    """

    kind = models.CharField(max_length=7, choices=Kind)
    source = models.BigIntegerField()
    case = models.BigIntegerField(db_index=True)
    house = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    desk = models.BigIntegerField()
    body = models.BigIntegerField(null=True)
    topic = models.BigIntegerField(null=True)
    county = models.CharField(max_length=50, blank=True)
    workplace = models.BigIntegerField(null=True)
    told_workplace = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=8)
    month = models.IntegerField()
    due_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    marks = models.IntegerField()
    answer = models.SmallIntegerField(null=True)
    claim = models.SmallIntegerField(null=True)
    confirm = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "source"], name="fact_once")]
        indexes = [
            models.Index(fields=["workplace", "month"], name="fact_workplace"),
            models.Index(fields=["told_workplace", "month"], name="fact_told_workplace"),
            models.Index(
                fields=["house", "due_at"], name="fact_runs", condition=models.Q(due_at__isnull=False)
            ),
        ]
