from datetime import datetime
from typing import Any, ClassVar, Self, TypeAlias
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.commitments.models import Commitment, Step
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import Flow
from dadkar.kernel.scope import PartModel, PartQuerySet
from dadkar.kernel.sealing.fields import SealedTextField
from dadkar.kernel.together import together
from dadkar.records.models import Attachment, Letter

from .referral import Referral


class Kind(models.TextChoices):
    """What a body can say. None of these ends a referral."""

    PROMISE = "promise", _("We will do this step, by this date")
    NEED_PETITION = "need_petition", _("The applicant's own petition to the board is needed")
    BEFORE_BOARD = "before_board", _("It is before the board")
    NOT_COMPETENT = "not_competent", _("Another body is competent")
    REFUSE = "refuse", _("We refuse, on a legal ground")
    ASK_INFO = "ask_info", _("We need information first")
    CLAIM = "claim", _("The promised step is done")
    EXTENSION = "extension", _("We ask for a later date")


class State(models.TextChoices):
    DRAFT = "draft", _("waiting for the manager's release")
    RELEASED = "released", _("sent")
    RETURNED = "returned", _("returned by the manager")
    DROPPED = "dropped", _("set aside")


EDGES = {
    State.DRAFT: {"release": State.RELEASED, "return": State.RETURNED, "drop": State.DROPPED},
    State.RETURNED: {"redraft": State.DRAFT, "drop": State.DROPPED},
    State.RELEASED: {},
    State.DROPPED: {},
}


class Answer(PartModel):
    """One thing a body says to a referral: drafted by its liaison, released by its manager.

    Released, it takes effect (`cases.actions.release`). One that came by letter is recorded by the house,
    with that letter.
    """

    Kind: TypeAlias = Kind
    State: TypeAlias = State
    part_of = "referral"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=14, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    text = SealedTextField(name="answer.text", purpose="content", owner="referral.case_uuid", row="uuid")
    step = models.CharField(_("step"), max_length=8, choices=Step, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    other_body = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, related_name="answers")
    author = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=moment.now)
    released_by = models.CharField(max_length=60, blank=True)
    released_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["drafted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], condition=models.Q(kind="promise"), name="one_promise_a_commitment"
            )
        ]
        indexes = [
            models.Index(
                fields=["referral"], condition=models.Q(state__in=["draft", "returned"]), name="answer_unsent"
            )
        ]

    @together
    def release_as(self, *, by: Actor) -> None:
        """Mark it sent. Call `actions.release`, which also lets it take effect."""
        values = {"released_by": by.ref, "released_at": moment.now(), "commitment": self.commitment}
        FLOW.move(self, "release", by=by, values=values, kind=self.kind)

    @together
    def return_to_author(self, why: str, *, by: Actor) -> None:
        """The manager wants it otherwise."""
        FLOW.move(self, "return", by=by, body={"reason": why})

    @together
    def drop(self, *, by: Actor) -> None:
        """Set a draft aside that is not to be sent."""
        FLOW.move(self, "drop", by=by)

    @property
    def given_at(self) -> datetime | None:
        """When it counts as given: None for now, or the registry date of the letter that brought it."""
        if self.letter is None:
            return None
        return self.referral.registered_at(self.letter.registry_date or self.letter.dated)

    @together
    def redraft(self, *, by: Actor, **values: Any) -> None:
        FLOW.move(self, "redraft", by=by)
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))


class SharedFileQuerySet(PartQuerySet):
    def sent(self) -> Self:
        """Without what belongs to an answer that its body has not released."""
        return self.exclude(answer__state__in=[State.DRAFT, State.RETURNED, State.DROPPED])


class SharedFile(PartModel):
    """One file shown to one body, after the applicant, or the house, chose it by itself.

    Or the other way: evidence that a body gives with an `answer`, and which goes out with that answer.
    """

    part_of = "referral"

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="files")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    from_body = models.BooleanField(_("evidence from the body"), default=False)
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="evidence")
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=moment.now)

    objects: ClassVar = SharedFileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "attachment"], name="shared_once")]


def _record(row: Answer, verb: str, **facts: Any) -> Any:
    return row.referral.record(f"answer_{verb}", answer=str(row.uuid), **facts)


FLOW = Flow("answer", State, EDGES, start=State.DRAFT, permit=access.permit_answer, record=_record)
