from django.db import models

from dadkar.kernel import moment


class Told(models.Model):
    """A rung of the ladder that was told, once for each version of a deadline: the constraint sees to it.

    `subject` is the uuid of what is due; a kind without numbered versions gives its date as the version.
    """

    subject = models.UUIDField(editable=False)
    version = models.BigIntegerField()
    rung = models.SmallIntegerField()
    at = models.DateTimeField(default=moment.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "version", "rung"], name="told_once")]
