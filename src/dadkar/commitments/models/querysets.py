"""How commitments are asked for: the overdue ones, and how they stand together."""

from datetime import datetime
from typing import Self

from django.db import models

from dadkar.kernel import moment
from dadkar.kernel.scope import ScopedQuerySet

from .choices import State


def _overdue(on: datetime | None = None) -> models.Q:
    return models.Q(state=State.OPEN, due_at__lt=on or moment.now())


class CommitmentQuerySet(ScopedQuerySet):
    def running(self) -> Self:
        return self.filter(state__in=[State.OPEN, State.CLAIMED])

    def overdue(self, on: datetime | None = None) -> Self:
        """Promised, not claimed, and past the deadline: what property, badge and sweep all mean."""
        return self.filter(_overdue(on))

    def tally(self) -> dict[str, int]:
        """How they stand, side by side: `said` is what debtors call done, `confirmed` what creditors do.

        `claimed` are those said to be done and not confirmed; given-up ones are left out.
        """
        late, said = _overdue(), [State.CLAIMED, State.UNCONFIRMED]
        return self.exclude(state=State.WITHDRAWN).aggregate(
            all=models.Count("pk"),
            confirmed=models.Count("pk", filter=models.Q(state=State.CONFIRMED)),
            claimed=models.Count("pk", filter=models.Q(state__in=said)),
            overdue=models.Count("pk", filter=late),
            in_time=models.Count("pk", filter=models.Q(state=State.OPEN) & ~late),
            said=models.Count("pk", filter=models.Q(state__in=[*said, State.CONFIRMED])),
        )
