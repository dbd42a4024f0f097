"""Where sessions are kept: Django's table of them, with hashed keys, whose they are, and no address.

Whoever reads the database can't sign in with what stands there. Only the synchronous half is used, and an
asynchronous look-up finds nothing.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from dadkar.web.templatetags.entrance import BROWSERS, SYSTEMS

BROWSER = "browser"
BEGUN = "begun"


def digest(key: str) -> str:
    """What stands in the database for a cookie's key. The key is random, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


class SessionStore(DatabaseStore):
    """Django's store with `people.Session`, in which keys stand as digests."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        from dadkar.people.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        row = self.model.objects.filter(
            pk=digest(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        """Whether a session with the cookie's key exists."""
        return super().exists(digest(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row for this state of the session."""
        row: Any = super().create_model_instance(data)
        row.session_key = digest(row.session_key)
        row.user_id = data.get(SESSION_KEY)
        row.browser = data.get(BROWSER, "")
        if BEGUN in data:
            row.begun_at = datetime.fromisoformat(data[BEGUN])
        return row

    async def acreate_model_instance(self, data: dict[str, Any]) -> Any:
        """Never: it would store the key itself."""
        raise NotImplementedError

    def delete(self, session_key: str | None = None) -> None:
        """End the session with the cookie's key, or this one."""
        key = session_key or self.session_key
        if key:
            super().delete(digest(key))


def brief(user_agent: str) -> str:
    """So much of what a browser says of itself that its owner knows it again: “Firefox/ Windows”."""
    signs = (*BROWSERS, *SYSTEMS, "Linux")
    return " ".join(sign for sign in signs if sign in user_agent)


def note_browser(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """At each sign-in: what will tell its owner the session apart from the others."""
    request.session[BROWSER] = brief(request.headers.get("User-Agent", ""))
    request.session[BEGUN] = timezone.now().isoformat()
