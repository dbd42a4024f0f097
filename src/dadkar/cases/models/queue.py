from collections.abc import Collection
from itertools import product
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef

from .case import Case, CaseBar
from .case_states import State


class CaseQueueQuerySet(models.QuerySet["CaseQueue"]):
    def soonest(
        self, user: Any, *, limit: int, states: Collection[State] = (), before: Any = None, **only: Any
    ) -> list[int]:
        """The ids of the cases in this user's queue that must move first, of all states or of these.

        One narrow index range a principal and state, united: no row is read that is not shown. `before`: due
        before that moment; `only` narrows them by columns of the case, at the price of reading on.
        """
        principals = tuple(user.principal_ids)
        barred = CaseBar._base_manager.filter(principal_id__in=principals, case_id=OuterRef("case_id"))
        rows = self.filter(~Exists(barred), **{f"case__{name}": value for name, value in only.items()})
        rows = rows.filter(due_at__lt=before) if before else rows
        found: set[tuple[Any, int]] = set()
        ranges = [{"state": state} for state in states] or [{}]
        for principal, one in product(principals, ranges):
            mine = rows.filter(principal_id=principal, **one)
            found |= set(mine.order_by("due_at", "case_id").values_list("due_at", "case_id")[:limit])
        return [pk for _due_at, pk in sorted(found)[:limit]]


class CaseQueue(models.Model):
    """The open cases of a principal by the next moment at which somebody must act, and as they stand."""

    pk = models.CompositePrimaryKey("principal_id", "due_at", "case_id")
    principal = models.ForeignKey("people.Principal", models.CASCADE)
    due_at = models.DateTimeField()
    case = models.ForeignKey(Case, models.CASCADE)
    state = models.CharField(max_length=11)

    objects: ClassVar = CaseQueueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["principal", "state", "due_at", "case"], name="queue_by_state")]
