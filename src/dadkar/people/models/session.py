from typing import Any, Self

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone


class SessionQuerySet(models.QuerySet):
    def of(self, user: Any) -> Self:
        """The sessions in which this person is signed in now, newest first."""
        return self.filter(user=user, expire_date__gt=timezone.now()).order_by("-begun_at")

    def end(self, user: Any, *, but: str | None = None) -> int:
        """Sign a person out everywhere, or everywhere but in the session with the key `but`."""
        from dadkar.people.sessions import digest

        rows = self.filter(user=user)
        return (rows.exclude(pk=digest(but)) if but else rows).delete()[0]


class Session(AbstractBaseSession):
    """Where somebody is signed in. The key in the cookie stands nowhere here, nor does an address.

    `session_key` is the digest of the cookie's key; `browser` is no more than “Firefox/ Windows”.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    browser = models.CharField(max_length=60, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)

    objects = SessionQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        indexes = [models.Index(fields=["user", "expire_date"], name="session_user")]

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Django's way from a row to its store."""
        from dadkar.people.sessions import SessionStore

        return SessionStore
