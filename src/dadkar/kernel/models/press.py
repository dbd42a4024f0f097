"""Buttons that were pressed: a double click, or a line that broke before the answer, does nothing twice."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models

from dadkar.kernel import moment

FIELD = "press"  # of the form; `{% press %}` writes it
NEW = "INSERT INTO kernel_press (nonce, at) VALUES (%s, %s) ON CONFLICT DO NOTHING"
KEPT_FOR = timedelta(days=2)


class PressQuerySet(models.QuerySet["Press"]):
    def is_new(self, nonce: Any) -> bool:
        """Whether the form with this nonce has not been pressed before; ask in the verb's transaction.

        Of two at once the second waits for the first, and counts when that one fails. A form without a
        nonce, or with one that is no uuid, is always new: it is not guarded, and nothing is lost.
        """
        uuid = nonce_of(nonce)
        if uuid is None:
            return True
        with connection.cursor() as cursor:
            cursor.execute(NEW, [digest_of(uuid), moment.now()])
            return cursor.rowcount == 1

    def knows(self, nonce: Any, *, within: timedelta = KEPT_FOR) -> bool:
        """Whether the form with this nonce was pressed, not longer ago than this, and did what it does."""
        uuid = nonce_of(nonce)
        return uuid is not None and self.filter(nonce=digest_of(uuid), at__gte=moment.now() - within).exists()

    def forget_old(self) -> int:
        """Delete those that no browser sends again; how many they were."""
        return self.filter(at__lt=moment.now() - KEPT_FOR).delete()[0]


class Press(models.Model):
    """One press of one form, by a digest of the random nonce that the page gave it.

    A renewed code follows from its form's nonce, so the nonce itself stands nowhere.
    """

    nonce = models.UUIDField(primary_key=True)
    at = models.DateTimeField(default=moment.now, db_index=True)

    objects = PressQuerySet.as_manager()


def nonce_of(sent: Any) -> UUID | None:
    """What a form sent as its nonce, or None when that can't be one."""
    try:
        return UUID(str(sent))
    except ValueError:
        return None


def digest_of(nonce: UUID) -> UUID:
    """What is kept of a nonce. It is random (122 bits), so a plain hash is enough."""
    return UUID(bytes=hashlib.sha256(b"dadkar/press/1" + nonce.bytes).digest()[:16])
