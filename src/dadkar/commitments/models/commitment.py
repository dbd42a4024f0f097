from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeAlias
from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from dadkar.commitments import access
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.clock import Clock
from dadkar.kernel.flow import Flow, WrongState
from dadkar.kernel.scope import Scope, ScopedModel, ScopedQuerySet
from dadkar.kernel.sealing.fields import SealedTextField
from dadkar.kernel.together import together
from dadkar.records.models import Event

from .states import EDGES, Outcome, State, Step

EXTENDED = gettext_noop("An extension was asked for with a reason, and granted.")
RUNNING_ON = {"ended_at": None, "outcome": ""}  # the columns of a promise that has not ended after all


def _overdue(on: datetime | None = None) -> models.Q:
    return models.Q(state=State.OPEN, due_at__lt=on or moment.now())


class CommitmentQuerySet(ScopedQuerySet):
    def running(self) -> Self:
        return self.filter(state__in=[State.OPEN, State.CLAIMED])

    def overdue(self, on: datetime | None = None) -> Self:
        """Promised, not claimed, and past the deadline: what property, badge and sweep all mean."""
        return self.filter(_overdue(on))

    def in_time(self, on: datetime | None = None) -> Self:
        """All that are not overdue."""
        return self.exclude(_overdue(on))

    def tally(self) -> dict[str, int]:
        """How they stand, side by side: `said` is what debtors call done, `confirmed` what creditors do.

        `claimed` are those said to be done and not confirmed; given-up ones are left out.
        """
        late, said = _overdue(), [State.CLAIMED, State.UNCONFIRMED]
        return self.exclude(state=State.WITHDRAWN).aggregate(
            all=models.Count("pk"),
            confirmed=models.Count("pk", filter=models.Q(state=State.CONFIRMED)),
            claimed=models.Count("pk", filter=models.Q(state__in=said)),
            overdue=models.Count("pk", filter=late),
            in_time=models.Count("pk", filter=models.Q(state=State.OPEN) & ~late),
            said=models.Count("pk", filter=models.Q(state__in=[*said, State.CONFIRMED])),
        )


class Commitment(ScopedModel):
    """Someone owes something to someone by a date.

    `due_at` is a cache of the clock's replay; the clock has this commitment's uuid.
    """

    State: TypeAlias = State
    Step: TypeAlias = Step
    Outcome: TypeAlias = Outcome

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    debtor = models.ForeignKey("people.Organisation", models.PROTECT, related_name="debts")
    owed_to = models.UUIDField(db_index=True, editable=False)
    step = models.CharField(_("step"), max_length=8, choices=Step)
    what = SealedTextField(name="commitment.what", purpose="content", owner="owed_to", row="uuid")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    due_on = models.DateField(_("by"))
    due_at = models.DateTimeField()
    made_at = models.DateTimeField(default=moment.now)
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=4, choices=Outcome, blank=True)
    disputes = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveSmallIntegerField(default=1, help_text=_("of the due date"))

    objects: ClassVar = CommitmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["house", "due_at"],
                name="commitment_running",
                condition=models.Q(state__in=["open", "claimed"]),
            ),
            models.Index(fields=["debtor", "state", "due_at"], name="commitment_debtor"),
        ]

    @classmethod
    def scope(cls) -> Scope:
        return Scope(CommitmentAudience, CommitmentBar, "commitment")

    # -- reading ---------------------------------------------------------------------------------

    @property
    def clock(self) -> Clock:
        return Clock(self.uuid, house_id=self.house_id, owner=self.debtor.uuid, area=self.debtor.area)

    @property
    def is_overdue(self) -> bool:
        return self.state == State.OPEN and self.due_at < moment.now()

    @property
    def mark(self) -> dict[str, bool]:
        """What the mark of two halves shows."""
        return {
            "claimed": self.state in (State.CLAIMED, State.CONFIRMED, State.UNCONFIRMED),
            "confirmed": self.state == State.CONFIRMED,
            "disputed": self.state == State.OPEN and self.disputes > 0,
            "late": self.is_overdue,
        }

    # -- verbs -----------------------------------------------------------------------------------

    @classmethod
    @together
    def promise(
        cls,
        *,
        house: Any,
        debtor: Any,
        owed_to: UUID,
        step: str,
        what: str,
        due_on: date,
        by: Actor,
        at: datetime | None = None,
    ) -> "Commitment":
        """Write a promise down. `due_on` is a civil date in the debtor's calendar, today or later.

        `at`: when it was made, if not now: a letter's registry date.

        Raises WrongState for a date in the past.
        """
        if due_on < timezone.localdate(at or moment.now()):
            raise WrongState(_("A promise needs a date that has not passed."))
        row = cls(
            house=house,
            debtor=debtor,
            owed_to=owed_to,
            step=step,
            what=what,
            due_on=due_on,
            made_at=at or moment.now(),
        )
        access.permit(by, "promise", row)
        due_at = row.clock.set(due_on, by=by, at=at).due_at
        assert due_at is not None  # its clock is new, so nothing has paused it
        row.due_at = due_at
        row.save()
        row._record(
            "promise",
            by=by,
            debtor=str(debtor.uuid),
            due_on=due_on.isoformat(),
            step=step,
            body={"what": what},
        )
        return row

    @together
    def claim(self, note: str, *, by: Actor) -> Any:
        """Say that it is done; the first of the two keys."""
        FLOW.move(self, "claim", by=by, values={"claimed_at": moment.now()}, body={"note": note})
        return self.claims.create(note=note, by=by.ref)

    @together
    def confirm(
        self, outcome: str, *, by: Actor, via: str, amount_rial: int | None = None, remains: str = ""
    ) -> Any:
        """The second key: it was done; and what reached the people: in full, in part or not yet.

        `via` says how it was said (`code`, `phone`, `visit`, `office-code`); `amount_rial` what came.
        """
        FLOW.move(
            self,
            "confirm",
            by=by,
            values={"ended_at": moment.now(), "outcome": outcome},
            via=via,
            outcome=outcome,
            amount_rial=amount_rial,
            body={"remains": remains},
        )
        return self.confirmations.create(
            kept=True, outcome=outcome, via=via, amount_rial=amount_rial, remains=remains, by=by.ref
        )

    @together
    def dispute(self, remains: str, *, by: Actor, via: str) -> Any:
        """It was not done: the commitment is open again, its old deadline stands, and it is counted."""
        values = {"disputes": self.disputes + 1, **RUNNING_ON}
        FLOW.move(self, "dispute", by=by, values=values, via=via, body={"remains": remains})
        return self.confirmations.create(
            kept=False, outcome=Outcome.NONE, via=via, remains=remains, by=by.ref
        )

    @together
    def acknowledge(self, *, by: Actor, via: str) -> Any:
        """It was kept in full, though nobody claimed it: those it was made to need no claim to say so."""
        values = {"ended_at": moment.now(), "outcome": Outcome.FULL}
        FLOW.move(self, "acknowledge", by=by, values=values, via=via)
        return self.confirmations.create(kept=True, outcome=Outcome.FULL, via=via, by=by.ref)

    @together
    def take_back(self, confirmation: Any, reason: str, *, by: Actor, via: str) -> None:
        """Take a confirmation back, within ten working days of it (DESIGN §7); `via` as in `confirm`."""
        confirmation.take_back()
        FLOW.move(self, "take_back", by=by, values=RUNNING_ON, via=via, body={"reason": reason})

    @together
    def leave_unconfirmed(self, reason: str, *, by: Actor) -> None:
        """Close without the second key; the caller proves that the wait and the attempts are over."""
        values = {"ended_at": moment.now()}
        FLOW.move(self, "leave_unconfirmed", by=by, values=values, body={"reason": reason})

    @together
    def reopen(self, reason: str, *, by: Actor) -> None:
        FLOW.move(self, "reopen", by=by, values=RUNNING_ON, body={"reason": reason})

    @together
    def withdraw(self, reason: str, *, by: Actor) -> None:
        """The one it is owed to gives it up."""
        FLOW.move(self, "withdraw", by=by, values={"ended_at": moment.now()}, body={"reason": reason})

    @together
    def ask_extension(self, until: date, reason: str, *, by: Actor) -> Any:
        """Ask for a later date, with a reason; nothing changes until it is granted."""
        self._require(State.OPEN)
        access.permit(by, "claim", self)
        if until <= self.due_on:
            raise WrongState(_("The new date must be later than the present one."))
        if self.extensions.as_system("does one wait?").filter(granted=None).exists():
            raise WrongState(_("An extension has already been asked for and waits for its answer."))
        row = self.extensions.create(until=until, reason=reason, by=by.ref)
        self._record("ask_extension", by=by, until=until.isoformat(), body={"reason": reason})
        return row

    @together
    def extend(self, extension: Any, *, by: Actor) -> None:
        """Grant an asked extension: only the side it is owed to can."""
        self._require(State.OPEN)
        access.permit(by, "confirm", self)
        extension.answer(granted=True, by=by)
        self.clock.extend(EXTENDED, to=extension.until, by=by, code="extension")
        self._record("extend", by=by, before=self.due_on.isoformat(), until=extension.until.isoformat())
        self.refresh_due(version=self.version + 1)

    @together
    def refuse_extension(self, extension: Any, reason: str, *, by: Actor) -> None:
        access.permit(by, "confirm", self)
        extension.answer(granted=False, by=by)
        self._record("refuse_extension", by=by, body={"reason": reason})

    @together
    def escalate(self, to: Any, reason: str = "", *, by: Actor) -> Any:
        """Tell somebody above the debtor; the promise itself stays as it is."""
        row = self.escalations.create(to=to, by=by.ref)
        self._record("escalate", by=by, to=str(to.uuid), body={"reason": reason} if reason else None)
        return row

    def refresh_due(self, **also: Any) -> None:
        """Recompute the cached deadline from the clock's events."""
        replay = self.clock.replay()
        self.set(due_on=replay.due_on, due_at=replay.due_at, **also)

    # -- within ----------------------------------------------------------------------------------

    def _require(self, state: State) -> None:
        if self.state != state:
            raise WrongState(
                _("This can’t be done now: it stands at “%(state)s”.") % {"state": self.get_state_display()}
            )

    def _record(self, verb: str, *, by: Actor, body: dict[str, Any] | None = None, **facts: Any) -> Event:
        return Event.objects.write(
            f"commitment.{verb}",
            subject=self.uuid,
            by=by,
            house=self.house_id,
            body=body,
            key_owner=self.owed_to,
            **facts,
        )


class CommitmentAudience(models.Model):
    """Who may see a commitment."""

    pk = models.CompositePrimaryKey("principal_id", "commitment_id")
    principal = models.ForeignKey("people.Principal", models.CASCADE)
    commitment = models.ForeignKey(Commitment, models.CASCADE)


class CommitmentBar(models.Model):
    """Who must not see it, whatever else is granted."""

    pk = models.CompositePrimaryKey("principal_id", "commitment_id")
    principal = models.ForeignKey("people.Principal", models.CASCADE)
    commitment = models.ForeignKey(Commitment, models.CASCADE)


FLOW = Flow(
    "commitment",
    State,
    EDGES,
    start=State.OPEN,
    permit=access.permit,
    record=lambda row, verb, **facts: row._record(verb, **facts),
)
