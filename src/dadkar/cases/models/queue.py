from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef

from .case import Case, CaseBar


class CaseQueueQuerySet(models.QuerySet["CaseQueue"]):
    def soonest(self, user: Any, *, limit: int, **only: Any) -> list[int]:
        """The ids of the cases in this user's queue that must move first; `only` narrows them.

        One narrow index range a principal, united: no row is read that is not shown.
        """
        principals = tuple(user.principal_ids)
        barred = CaseBar._base_manager.filter(principal_id__in=principals, case_id=OuterRef("case_id"))
        found: set[tuple[Any, int]] = set()
        for principal in principals:
            mine = self.filter(~Exists(barred), principal_id=principal, **only).order_by("due_at", "case_id")
            found |= set(mine.values_list("due_at", "case_id")[:limit])
        return [pk for _due_at, pk in sorted(found)[:limit]]


class CaseQueue(models.Model):
    """The open cases of a principal by the next moment at which somebody must act."""

    pk = models.CompositePrimaryKey("principal_id", "due_at", "case_id")
    principal = models.ForeignKey("people.Principal", models.CASCADE)
    due_at = models.DateTimeField()
    case = models.ForeignKey(Case, models.CASCADE)

    objects: ClassVar = CaseQueueQuerySet.as_manager()
