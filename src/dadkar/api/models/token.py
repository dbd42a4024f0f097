import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Self, TypeAlias
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.actor import Actor, require_actor
from dadkar.kernel.prepared import Prepared, Slot
from dadkar.people.models import User
from dadkar.records.models import Event

PREFIX = "dadkar_"
SECRET_BYTES = 32
SHOWN_LETTERS = len(PREFIX) + 4
LIFE = timedelta(days=90)
LONGEST_LIFE = timedelta(days=366)
USED_EVERY = timedelta(minutes=10)


class Scope(models.TextChoices):
    """What a token may be used for; whoever it acts as must be allowed to do it, too."""

    CASES_READ = "cases:read", _("read cases")
    CASES_WRITE = "cases:write", _("do what the desk does to cases")
    COMMITMENTS_READ = "commitments:read", _("read what was promised")
    REFERRALS_READ = "referrals:read", _("read the referrals of your body")
    REFERRALS_WRITE = "referrals:write", _("draft and release your body's answers")
    BOARDS_READ = "boards:read", _("read boards")
    WEBHOOKS = "webhooks", _("be told what happens (webhooks)")


def digest(secret: str) -> bytes:
    """What stands in the database for a token. It is random (256 bits), so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).digest()


class TokenQuerySet(models.QuerySet["Token"]):
    def alive(self, at: Any = None) -> Self:
        """Neither ended nor over."""
        return self.filter(ended_at=None, expires_at__gt=at or moment.now())

    def of(self, user: Any) -> Self:
        """A person's own, those that can be used first, then the newest."""
        return self.filter(user=user).order_by(models.F("ended_at").desc(nulls_first=True), "-made_at")


PRESENTED = Prepared["Token"](
    lambda: Token.objects.alive(Slot("now")).select_related("user").filter(digest=Slot("digest"))
)


class Token(models.Model):
    """What a program shows in place of a person who signs in: it acts as its user, within its scopes.

    The token itself is shown once and stands nowhere; by `prefix`, its beginning, its owner knows it again.
    """

    Scope: TypeAlias = Scope

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.BinaryField(unique=True, editable=False)
    prefix = models.CharField(max_length=SHOWN_LETTERS, editable=False)
    scopes = ArrayField(models.CharField(max_length=24, choices=Scope))
    made_at = models.DateTimeField(default=moment.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user"], name="token_live", condition=Q(ended_at=None))]

    @classmethod
    def presented(cls, secret: str) -> "Token | None":
        """The token that a program shows, while it can be used."""
        return PRESENTED.one(now=moment.now(), digest=digest(secret))

    @classmethod
    @transaction.atomic
    def make(
        cls, user: User, name: str, scopes: list[str], *, by: Actor, life: timedelta = LIFE
    ) -> "tuple[Token, str]":
        """A new token and its secret, which is told this once. Raises ValueError for a life over a year."""
        if not timedelta() < life <= LONGEST_LIFE:
            raise ValueError("a token lives a year at most")
        secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
        row = cls.objects.create(
            user=user,
            name=name,
            digest=digest(secret),
            prefix=secret[:SHOWN_LETTERS],
            scopes=sorted({Scope(one).value for one in scopes}),
            expires_at=moment.now() + life,
        )
        row._record("made", by=by, scopes=row.scopes, expires_at=row.expires_at.isoformat())
        return row, secret

    @property
    def is_alive(self) -> bool:
        return self.ended_at is None and self.expires_at > moment.now()

    @property
    def scope_labels(self) -> list[Any]:
        return [Scope(one).label for one in self.scopes]

    @transaction.atomic
    def end(self, *, by: Actor) -> None:
        """From now on it opens nothing; ending it twice changes nothing."""
        require_actor(by)
        if type(self).objects.filter(pk=self.pk, ended_at=None).update(ended_at=moment.now()):
            self.refresh_from_db(fields=["ended_at"])
            self._record("ended", by=by)

    def note_use(self, now: datetime | None = None) -> None:
        """Remember, to within ten minutes, when it was last used."""
        now = now or moment.now()
        if self.used_at is None or now - self.used_at > USED_EVERY:
            type(self).objects.filter(pk=self.pk).update(used_at=now)

    def _record(self, verb: str, *, by: Actor, **facts: Any) -> None:
        held = self.user.current_memberships
        house = held[0].organisation.house_id if held else 0
        Event.objects.write(
            f"token.{verb}", subject=self.user.uuid, by=by, house=house, token=str(self.uuid), **facts
        )
