from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from dadkar.kernel.scope import PartModel

from .case import Case


class SearchEntry(PartModel):
    """The keyed tokens of one case: UNLOGGED, left out of dumps, rebuilt from the sealed text."""

    part_of = "case"

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True)
    house_id = models.BigIntegerField()
    toks = ArrayField(models.IntegerField())
    generation = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [GinIndex(fields=["toks"], name="search_toks")]
