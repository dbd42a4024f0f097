"""How promises are kept, counted for whoever looks; anew every ten minutes, for it looks at them all."""

from datetime import date
from typing import Any

from django.core.cache import caches

from dadkar.commitments.models import Commitment

COUNTED_FOR = 600  # seconds


def kept_since(day: date, user: Any, **only: Any) -> dict[str, int]:
    """The tally of what was promised from this civil date on, of all that the user may see.

    `only` narrows it by columns; it becomes part of the cache's key, so no objects in it.
    """
    key = f"kept/{day}/{sorted(user.principal_ids)}/{only}".replace(" ", "")
    rows = Commitment.objects.visible_to(user).filter(made_at__date__gte=day, **only)
    return caches["kept"].get_or_set(key, rows.tally, COUNTED_FOR) or {}
