import hashlib
import secrets
from uuid import UUID

from django.db import models

from dadkar.kernel import moment

TOKEN_BYTES = 16


class FeedQuerySet(models.QuerySet["Feed"]):
    def make(self, owner: UUID) -> str:
        """A new address for the owner's feed; the old one is dead. Its token is returned, this once."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.update_or_create(owner=owner, defaults={"digest": digest_of(token), "news_on": None})
        return token

    def opened_by(self, token: str) -> "Feed | None":
        return self.filter(digest=digest_of(token)).first()

    def news(self, *owners: UUID) -> None:
        """There is news today for whoever of these has an address."""
        self.filter(owner__in=owners).update(news_on=moment.today())


class Feed(models.Model):
    """A page at an address that only its holder knows. It says “there is news”, since when, and no more."""

    owner = models.UUIDField(unique=True, editable=False)
    digest = models.BinaryField(unique=True, max_length=32, editable=False)
    news_on = models.DateField(null=True)

    objects = FeedQuerySet.as_manager()


def digest_of(token: str) -> bytes:
    """What is kept of a token of 128 random bits: too many to be guessed, so no key is needed."""
    return hashlib.sha256(b"dadkar/feed/1" + token.encode()).digest()
