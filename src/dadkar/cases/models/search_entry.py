from typing import ClassVar

from django.db import models

from dadkar.kernel.scope import PartModel, PartQuerySet
from dadkar.kernel.sealing.tokens import TokenIndex, TokenQuerySet

from .case import Case


class SearchEntryQuerySet(PartQuerySet["SearchEntry"], TokenQuerySet["SearchEntry"]):  # type: ignore[override]
    """Token rows that are seen exactly when their case is."""


class SearchEntry(TokenIndex, PartModel):
    """The keyed tokens of one case: UNLOGGED, left out of dumps, rebuilt from the sealed text."""

    part_of = "case"

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True)
    house_id = models.BigIntegerField()

    objects: ClassVar = SearchEntryQuerySet.as_manager()  # type: ignore[assignment]  # of both parents

    class Meta(TokenIndex.Meta):
        pass
