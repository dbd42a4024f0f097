from django.db import models

from dadkar.kernel import moment
from dadkar.kernel.scope import PartModel

from .case import Case


class ImportBatch(models.Model):
    """A list that was brought in. The same file twice makes no second copy: its hash is the key."""

    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    file_hash = models.BinaryField()
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=moment.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["house", "file_hash"], name="import_once")]


class ImportedRow(PartModel):
    """Which case a row became; (batch, row) is the idempotency key of an import."""

    part_of = "case"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="imported")
    row = models.PositiveIntegerField()
    case = models.OneToOneField(Case, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="import_row_once")]
