from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeAlias
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.clock import Clock
from dadkar.kernel.flow import Flow, WrongState
from dadkar.kernel.known_calendar import calendar_as_known
from dadkar.kernel.scope import Scope, ScopedModel, ScopedQuerySet
from dadkar.kernel.sealing.fields import SealedTextField
from dadkar.kernel.together import together
from dadkar.kernel.work_calendar import WorkCalendar
from dadkar.records.models import Event

from .case_states import EDGES, OPEN, PHASES, READ_WITHIN, Channel, Phase, State, StillThere, Told, Urgency


class CaseQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def with_sign(self) -> Self:
        """Each with `leads`: whether others are followed together with it."""
        voices = Case._base_manager.filter(lead=models.OuterRef("pk"))
        return self.annotate(leads=models.Exists(voices))

    def overdue(self, on: datetime | None = None) -> Self:
        return self.filter(_late(on))

    def in_time(self, on: datetime | None = None) -> Self:
        """All that are not overdue: closed, without a date, or with one to come."""
        return self.exclude(_late(on))


def _late(on: datetime | None) -> models.Q:
    return models.Q(state__in=OPEN, due_at__lt=on or moment.now())


class Case(ScopedModel):
    """What a worker or a group raised. Its texts are sealed; what stands here in clear is listed in
    the threat model.

    `due_at` is the next moment by which somebody must act: the reading while nobody has referred it,
    then the earliest of its referrals' and commitments' deadlines.

    `lead` is the case in whose referrals this one is followed: then it is a voice of it (decision 8).
    `ended_as` is how a lead has ended for its own applicant, while it is carried on for its voices.
    """

    State: TypeAlias = State
    Phase: TypeAlias = Phase
    Urgency: TypeAlias = Urgency
    Channel: TypeAlias = Channel
    StillThere: TypeAlias = StillThere
    Told: TypeAlias = Told

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    desk = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    office_reference = models.CharField(_("the office's own reference"), max_length=60, blank=True)
    office_date = models.DateField(_("the day in the office's own register"), null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.WEB)
    language = models.CharField(max_length=2, default="fa")
    filed_at = models.DateTimeField(default=moment.now, editable=False)

    narrative = SealedTextField(name="case.narrative", purpose="content", owner="uuid", row="uuid")
    topic = models.ForeignKey("cases.Topic", models.PROTECT, null=True, blank=True, verbose_name=_("topic"))
    county = models.ForeignKey("people.County", models.PROTECT, null=True, blank=True)
    workplace = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="complaints")
    workplace_typed = SealedTextField(
        name="case.workplace", purpose="content", owner="uuid", row="uuid", null=True
    )
    is_small = models.BooleanField(_("under ten people"), default=False)
    people = models.PositiveIntegerField(_("how many people"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months owed"), null=True, blank=True)
    amount_rial = models.BigIntegerField(_("amount owed"), null=True, blank=True)
    still_there = models.CharField(max_length=3, choices=StillThere, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    told = models.CharField(max_length=5, choices=Told, default=Told.CODE)

    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency, default=Urgency.NORMAL)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    officer = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=4, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)

    lead = models.ForeignKey("self", models.PROTECT, null=True, related_name="voices", db_index=False)
    joined_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=12, choices=State, blank=True)

    objects: ClassVar = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["house", "office_reference"], name="case_office_reference"),
            models.Index(fields=["house", "workplace"], name="case_workplace"),
            models.Index(fields=["lead"], name="case_lead", condition=Q(lead__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(lead=models.F("id")), name="case_not_its_own_lead"),
            models.CheckConstraint(condition=Q(lead=None) | Q(ended_as=""), name="case_voice_ends_itself"),
        ]

    @classmethod
    def scope(cls) -> Scope:
        return Scope(CaseAudience, CaseBar, "case")

    # -- reading ---------------------------------------------------------------------------------

    @property
    def number(self) -> str:
        """What the desk calls it: year of filing and serial. Never shown to a body."""
        return f"{Jalali.from_date(timezone.localdate(self.filed_at)).year}-{self.pk}"

    @property
    def phase(self) -> Phase:
        return PHASES[State(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_voice(self) -> bool:
        """Whether it is followed in the referrals of another case."""
        return self.lead_id is not None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < moment.now()

    @property
    def is_collective(self) -> bool:
        return (self.people or 1) > 1

    @property
    def needs_care(self) -> bool:
        """No name, shift, exact date or quotation may go to a body (DESIGN §7)."""
        return self.is_small or self.sensitive

    @property
    def area(self) -> str:
        """Whose holidays count: those of the case's county, or of the house's."""
        return (self.county or self.house).area

    @property
    def calendar(self) -> WorkCalendar:
        """The working days of the house, as they are known now."""
        return calendar_as_known(area=self.area, owner=self.house.uuid)

    @property
    def clock(self) -> Clock:
        """How long it may lie unread."""
        return Clock(self.uuid, house_id=self.house_id, owner=self.house.uuid, area=self.area)

    def start_reading(self, *, by: Actor, at: datetime | None = None) -> datetime | None:
        """Let the house's own clock run: how long it may lie before somebody moves it; returns its end."""
        return self.clock.start(READ_WITHIN[Urgency(self.urgency)], by=by, at=at).due_at

    # -- verbs -----------------------------------------------------------------------------------

    @together
    def take(self, *, by: Any) -> None:
        """Somebody at the desk makes it theirs."""
        FLOW.move(self, "take", by=by, values={"officer": by})

    @together
    def assign(self, to: Any, *, by: Actor, note: str = "") -> None:
        """Give it to a colleague, or hand it over."""
        access.require_can_take(to, self)
        before = self.officer.ref if self.officer else ""
        FLOW.move(
            self,
            "assign",
            by=by,
            before_officer=before,
            values={"officer": to},
            officer=to.ref,
            body={"note": note} if note else None,
        )

    @together
    def decline(self, reason: str, *, by: Actor) -> None:
        """Not something the house can follow; the worker reads `reason`."""
        FLOW.move(self, "decline", by=by, values=self._closed(), body={"reason": reason})

    @together
    def classify(self, *, by: Actor, **values: Any) -> None:
        """Set topic, workplace, county, urgency or sensitivity; each change is told in one event."""
        access.permit(by, "classify", self)
        values = self._with_care(values)
        changed = {name: value for name, value in values.items() if getattr(self, name) != value}
        if not changed:
            return
        self.set(**changed)
        self.record("classify", by=by, **{name: _plain(value) for name, value in changed.items()})
        if "urgency" in changed and self.state in (State.RECEIVED, State.TRIAGE) and not self.is_voice:
            self.set(due_at=self._read_anew(by=by))

    @together
    def follow(self, to: State, *, by: Actor, due_at: datetime | None) -> None:
        """Stand where its referrals and commitments have brought it."""
        if to != self.state:
            FLOW.move(self, "follow", by=by, to=to, values={"due_at": due_at})
        elif due_at != self.due_at:
            self.set(due_at=due_at)

    @together
    def confirm(self, *, by: Actor, via: str, amount_rial: int | None = None) -> Event:
        """The outcome was reached in full, by the applicant's own word; its event."""
        values = self._closed() | {"outcome": "full"}
        event: Event = FLOW.move(self, "confirm", by=by, values=values, via=via, amount_rial=amount_rial)
        return event

    @together
    def close_unconfirmed(self, reason: str, *, by: Actor) -> None:
        FLOW.move(self, "close_unconfirmed", by=by, values=self._closed(), body={"reason": reason})

    @together
    def withdraw(self, reason: str, *, by: Actor, via: str = "") -> None:
        """The applicant does not want to go on; `via` says how an officer was told."""
        body = {"reason": reason} if reason else None
        FLOW.move(self, "withdraw", by=by, values=self._closed(), via=via, body=body)

    @together
    def reopen(self, reason: str, *, by: Actor) -> None:
        """Within a year of its closing. Raises NotAllowed after that."""
        access.require_may_reopen(self)
        values = {"closed_at": None, "outcome": "", "reopened": self.reopened + 1}
        FLOW.move(self, "reopen", by=by, values=values, body={"reason": reason})

    # -- one of several voices ---------------------------------------------------------------------

    @together
    def join(self, lead: "Case", reason: str, *, by: Any) -> Event:
        """Be followed in the referrals of `lead`: nobody has to read this one any more; its event."""
        self.clock.stop_if_running(by=access.CLOSING)
        values = {"lead": lead, "joined_at": moment.now(), "officer": self.officer or by, "due_at": None}
        body = {"reason": reason}
        event: Event = FLOW.move(self, "join", by=by, values=values, body=body, lead=str(lead.uuid))
        return event

    @together
    def part(self, reason: str, *, by: Actor) -> Event:
        """Be followed by itself again; its event."""
        lead = str(self.lead.uuid) if self.lead else None
        self.set(lead=None, joined_at=None)
        return self.record("part", by=by, lead=lead, body={"reason": reason})

    @together
    def end_for_applicant(self, ended_as: State, *, by: Actor, via: str = "", reason: str = "") -> None:
        """It is over for its own applicant, and goes on for its voices. Raises WrongState when it was."""
        if self.ended_as:
            raise WrongState(_("For its own applicant this has ended already."))
        self.set(ended_as=ended_as)
        body = {"reason": reason} if reason else None
        self.record("ended_for", by=by, outcome=ended_as.value, via=via, body=body)

    @together
    def come_back(self, reason: str, *, by: Actor) -> None:
        """Its own applicant goes on with it after all, while it was carried on for its voices."""
        self.set(ended_as="")
        self.record("come_back", by=by, body={"reason": reason})

    @together
    def carry_on(self, *, by: Actor) -> None:
        """Open it again for its voices; for its own applicant it stays as it ended."""
        FLOW.move(self, "carry_on", by=by, values={"ended_as": self.state, "closed_at": None})

    @together
    def rest(self, *, by: Actor) -> None:
        """No voice stands any more: close it as it ended for its own applicant."""
        outcome = "full" if self.ended_as == State.CONFIRMED else ""
        values = self._closed() | {"outcome": outcome, "ended_as": ""}
        FLOW.move(self, "rest", by=by, to=self.ended_as, values=values)

    @classmethod
    @together
    def follow_all(cls, cases: "list[Case]", to: State, *, by: Actor) -> None:
        """Let many stand where what they are followed in has brought them."""
        facts = FLOW.move_all(cases, "follow", by=by, to=to)
        pairs = zip(cases, facts, strict=True)
        Event.objects.bulk_create(
            [Event.of("case.follow", subject=c.uuid, by=by, house=c.house_id, **said) for c, said in pairs]
        )

    # -- within ----------------------------------------------------------------------------------

    def _with_care(self, values: dict[str, Any]) -> dict[str, Any]:
        """What a new topic or workplace asks for by itself.

        Care, where the topic points at one person or the workplace is known to be small; haste, where the
        topic is an immediate hazard.
        """
        topic, workplace = values.get("topic"), values.get("workplace")
        if topic and topic != self.topic:
            values = values | ({"sensitive": True} if topic.sensitive else {})
            values = values | ({"urgency": Urgency.HAZARD} if topic.is_immediate else {})
        facts = getattr(workplace, "workplace", None)
        return values | {"is_small": True} if facts and facts.is_small else values

    def _read_anew(self, *, by: Actor) -> datetime | None:
        """The term of the present urgency, from where the clock began to run: back and forth wins no time."""
        run = self.clock.replay().run
        began = run.events[0].at if run and not run.stopped else None
        if began:
            self.clock.stop(by=by, at=began)
        return self.start_reading(by=by, at=began)

    def _closed(self) -> dict[str, Any]:
        """The columns of a closed case; its own clock stands."""
        self.clock.stop_if_running(by=access.CLOSING)
        return {"closed_at": moment.now(), "due_at": None}

    def record(self, verb: str, *, by: Actor, body: dict[str, Any] | None = None, **facts: Any) -> Event:
        """Write an event of this case; `body` is sealed under the case's key."""
        return Event.objects.write(
            f"case.{verb}", subject=self.uuid, by=by, house=self.house_id, body=body, **facts
        )


def _plain(value: Any) -> Any:
    """A value as the event log keeps it: an id or a code, never a name."""
    if isinstance(value, models.Model):
        return getattr(value, "code", None) or str(getattr(value, "uuid", value.pk))
    return value.isoformat() if isinstance(value, date) else value


class CaseAudience(models.Model):
    """Who may see a case: narrow, and read as the list itself."""

    pk = models.CompositePrimaryKey("principal_id", "case_id")
    principal = models.ForeignKey("people.Principal", models.CASCADE)
    case = models.ForeignKey(Case, models.CASCADE)


class CaseBar(models.Model):
    """Who must not see a case: the recused, whom the applicant named, the body complained about."""

    pk = models.CompositePrimaryKey("principal_id", "case_id")
    principal = models.ForeignKey("people.Principal", models.CASCADE)
    case = models.ForeignKey(Case, models.CASCADE)


FLOW = Flow(
    "case",
    State,
    EDGES,
    start=State.RECEIVED,
    permit=access.permit,
    record=lambda row, verb, **facts: row.record(verb, **facts),
)
