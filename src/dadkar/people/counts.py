"""Where sign-ins are counted: one table for all processes, in the protocol of Django's caches.

Not Django's own cache in a database: that one unpickles what it reads, so whoever can write to the database
could run code here, beside the keyring. These values are JSON.
"""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone

from dadkar.kernel.sealing.keyring import keyring
from dadkar.people.models import SignInCount

NEVER = timedelta(days=3650)
ADD = """
INSERT INTO people_signincount AS held (key, value, expires) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires WHERE held.expires <= %s
"""


class SignInCounts(BaseCache):
    """A cache for `django.core.cache`; `add` is atomic between processes, so it can hold a lock."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with connection.cursor() as cursor:
            until: Any = self._until(timeout)
            cursor.execute(ADD, [self._digest(key, version), json.dumps(value), until, timezone.now()])
            return bool(cursor.rowcount)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        held = self._held(key, version).filter(expires__gt=timezone.now()).first()
        return held.value if held else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep it, and drop whatever has run out."""
        row = SignInCount(key=self._digest(key, version), value=value, expires=self._until(timeout))
        SignInCount.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["key"], update_fields=["value", "expires"]
        )
        SignInCount.objects.filter(expires__lte=timezone.now()).delete()

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._held(key, version).update(expires=self._until(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._held(key, version).delete()[0])

    def clear(self) -> None:
        SignInCount.objects.all().delete()

    def _held(self, key: str, version: int | None) -> Any:
        return SignInCount.objects.filter(key=self._digest(key, version))

    def _digest(self, key: str, version: int | None) -> bytes:
        """Names that were tried, and pseudonyms of addresses, go no further than here."""
        secret = keyring().subkey("pepper", "sign-in-counts")
        return hmac.digest(secret, self.make_and_validate_key(key, version).encode(), hashlib.sha256)

    def _until(self, timeout: Any) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return timezone.now() + (NEVER if seconds is None else timedelta(seconds=seconds))
