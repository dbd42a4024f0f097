from uuid import uuid4

from django.db import models

from dadkar.kernel import moment
from dadkar.kernel.scope import PartModel

from .case import Case


class CasePart(PartModel):
    """Something that belongs to one case and is sealed under that case's key."""

    part_of = "case"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="%(class)ss")
    by = models.CharField(max_length=60, editable=False)
    at = models.DateTimeField(default=moment.now, editable=False)

    class Meta:
        abstract = True
        ordering = ["at", "id"]
