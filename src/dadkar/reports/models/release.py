"""What leaves the house: frozen once a month, never changed, and shown to the public when it is published."""

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.flow import WrongState
from dadkar.kernel.known_calendar import calendar_as_known
from dadkar.kernel.together import together
from dadkar.people.models import Organisation
from dadkar.records.models import Event
from dadkar.reports import access

PREVIEW_DAYS = 5  # working days in which bodies look at their own numbers and may reply


class ReleaseQuerySet(models.QuerySet["Release"]):
    def published(self) -> Any:
        """Those that the public may see, newest first."""
        return self.filter(publication__isnull=False).order_by("-month")


class Release(models.Model):
    """The figures of one Solar-Hijri month (140407), frozen at `at`."""

    append_only = True

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    house = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    month = models.IntegerField()
    at = models.DateTimeField(default=moment.now)
    by = models.CharField(max_length=60)
    preview_until = models.DateField()

    objects: ClassVar = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["house", "month"], name="release_once")]

    @property
    def first_day(self) -> date:
        """The first day of its month."""
        return Jalali(self.month // 100, self.month % 100, 1).to_date()

    @property
    def is_published(self) -> bool:
        return hasattr(self, "publication")

    @property
    def takes_replies(self) -> bool:
        """Whether bodies may still add their word: until it is published."""
        return not self.is_published

    @classmethod
    def preview_end(cls, house: Organisation) -> date:
        """The last day of a preview that begins today, in the house's working days."""
        calendar = calendar_as_known(area=house.area, owner=house.uuid)
        return calendar.add_working_days(moment.today(), PREVIEW_DAYS)

    @together
    def publish(self, *, by: Actor) -> "Publication":
        """Show it to the public, once the bodies have had their time."""
        access.permit_release(by, self.house)
        if self.is_published:
            raise WrongState(_("It has been published already."))
        if moment.today() <= self.preview_until:
            raise WrongState(_("The bodies can still look at their numbers and reply."))
        self.record("publish", by=by)
        return Publication.objects.create(release=self, by=by.ref)

    @together
    def reply(self, body: Organisation, text: str, *, by: Any) -> "Reply":
        """A body's word beside its row: public, as it was written, and once."""
        access.permit_reply(by, body)
        if not self.takes_replies:
            raise WrongState(_("It has been published already."))
        if self.replies.filter(body=body).exists():
            raise WrongState(_("Your body has replied already; its reply can’t be changed."))
        self.record("reply", by=by, body_uuid=str(body.uuid))
        return self.replies.create(body=body, text=text, author=by)

    def record(self, verb: str, *, by: Actor, **facts: Any) -> Event:
        return Event.objects.write(
            f"release.{verb}", subject=self.uuid, by=by, house=self.house_id, month=self.month, **facts
        )


class Publication(models.Model):
    """That a release was published, when and by whom."""

    append_only = True

    release = models.OneToOneField(Release, models.PROTECT)
    at = models.DateTimeField(default=moment.now)
    by = models.CharField(max_length=60)


class ReleasedCell(models.Model):
    """One published number, or None where it is masked; `own` is the true one, for its body alone.

    `cube` is `agency`, `topic`, `county` or empty for the whole; `column` one of `releasing.COLUMNS`.
    """

    append_only = True

    release = models.ForeignKey(Release, models.PROTECT, related_name="cells")
    cube = models.CharField(max_length=9, blank=True)
    value = models.CharField(max_length=50, blank=True)
    column = models.CharField(max_length=16)
    shown = models.IntegerField(null=True)
    own = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "cube", "value", "column"], name="released_once")
        ]


class Reply(models.Model):
    """What a body says to its own row. It is written to be published, so it is not sealed."""

    append_only = True

    release = models.ForeignKey(Release, models.PROTECT, related_name="replies")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=moment.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "body"], name="reply_once")]


class Counted(models.Model):
    """In which release a promise or letter was counted, and as what: each is counted there once.

    `late` rows say that it has changed since; they are counted as late changes, in a later release.
    """

    append_only = True

    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    source = models.BigIntegerField()
    as_what = models.CharField(max_length=16)
    late = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["kind", "source"], name="counted_where")]
