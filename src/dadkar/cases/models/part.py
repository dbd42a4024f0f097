from typing import Any, Self
from uuid import UUID, uuid4, uuid5

from django.db import models

from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
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

    @classmethod
    def write_once(cls, case: Case, nonce: UUID | None, *, by: Actor, **values: Any) -> tuple[Self, bool]:
        """The row that this nonce of a form made in the case, and whether it is new.

        So a second submit of one form makes no second row. Without a nonce the row is always new.
        """
        uuid = uuid5(case.uuid, str(nonce)) if nonce else uuid4()
        known: Any = cls.objects.of(case).filter(uuid=uuid).first()
        row: Any = known or cls.objects.create(case=case, uuid=uuid, by=by.ref, **values)
        return row, known is None
