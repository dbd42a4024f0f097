from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.scope import PartModel
from dadkar.kernel.sealing.fields import SealedJSONField, SealedTextField
from dadkar.people.models import RoleClass
from dadkar.records.models import Event

from .case import Case


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: Any) -> Self:
        """The lists of the desks at which the user works, and of the houses above these."""
        mine = [desk.pk for desk in user.organisations(RoleClass.DESK)]
        return self.filter(Q(desk__in=mine) | Q(house__in=mine))


class ImportBatch(models.Model):
    """A list that is brought in: first a sealed draft, then, page by page, cases.

    Sealed under keys of its own: `preview` opens all that was in the file, `slips` the seed of the codes.
    Both are erased some days after, `slips` as soon as the slips were printed. `matching` holds letters of
    columns, a row number and a unit, nothing of the content.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("not yet brought in")
        CHECKING = "checking", _("being read")
        RUNNING = "running", _("being brought in")
        DONE = "done", _("brought in")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    desk = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    file_hash = models.BinaryField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=moment.now)
    moved_at = models.DateTimeField(default=moment.now)
    finished_at = models.DateTimeField(null=True)
    matching = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    kept_until = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)

    name = SealedTextField(name="import_batch.name", purpose="preview")
    layout = SealedJSONField(name="import_batch.layout", purpose="preview")
    preview = SealedJSONField(name="import_batch.preview", purpose="preview", null=True)
    left_out = SealedJSONField(name="import_batch.left_out", purpose="preview", null=True)
    seed = SealedTextField(name="import_batch.seed", purpose="slips", null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["house", "file_hash"], name="import_once")]
        indexes = [models.Index(fields=["desk", "-at"], name="import_list")]

    def record(self, verb: str, *, by: Actor, **facts: Any) -> Event:
        """Write an event of this list; facts are counts and numbers."""
        return Event.objects.write(f"import.{verb}", subject=self.uuid, by=by, house=self.house_id, **facts)


class ImportPage(models.Model):
    """Some rows of a list as they were read, sealed until they have become cases."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    rows = SealedJSONField(name="import_page.rows", purpose="preview", owner="batch.uuid", row="uuid")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_page_once")]


class ImportedRow(PartModel):
    """Which case a row became.

    (batch, row) is the idempotency key of an import; `digest`, keyed, knows the row again in a later,
    longer edition of the same list.
    """

    part_of = "case"

    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="imported")
    row = models.PositiveIntegerField()
    digest = models.BinaryField()
    case = models.OneToOneField(Case, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "row"], name="import_row_once"),
            models.UniqueConstraint(fields=["house", "digest"], name="import_digest_once"),
        ]
