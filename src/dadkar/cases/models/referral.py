from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeAlias
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_noop

from dadkar.cases import access
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.clock import Clock, Term
from dadkar.kernel.flow import Flow
from dadkar.kernel.known_calendar import calendar_as_known
from dadkar.kernel.scope import Scope, ScopedModel, ScopedQuerySet
from dadkar.kernel.sealing.fields import SealedTextField
from dadkar.kernel.together import together
from dadkar.records.models import Event, Letter

from .case import Case
from .case_states import IMMEDIATE, Urgency
from .referral_states import CLOCK_RUNS, EDGES, WITH_THE_BODY, State

INFO_ASKED = gettext_noop("The body asked for information and waits for it.")


_WITH_THE_BODY = [state.value for state in WITH_THE_BODY]


class ReferralQuerySet(ScopedQuerySet):
    def with_the_body(self) -> Self:
        """Those the body has been sent and the house has not ended."""
        return self.filter(state__in=WITH_THE_BODY)

    def overdue(self, on: datetime | None = None) -> Self:
        """Sent, unanswered, and past the term for an answer. A lawful wait is never overdue."""
        return self.filter(_late(on))

    def in_time(self, on: datetime | None = None) -> Self:
        """All that are not overdue."""
        return self.exclude(_late(on))


def _late(on: datetime | None) -> models.Q:
    return models.Q(state__in=CLOCK_RUNS, due_at__lt=on or moment.now())


class Referral(ScopedModel):
    """A case handed to a body that must answer: what the body sees, and no more than that.

    It is a root of its own, so a body holds no case's id; `week` is all it learns of the filing's date.

    `next_at`, when its body next owes something, and `is_claimed`, that a promise waits for the people's
    word, are kept by `actions.settle`: so a body's list is a range of an index.
    """

    State: TypeAlias = State

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="referrals")
    case_uuid = models.UUIDField(editable=False)
    body = models.ForeignKey("people.Organisation", models.PROTECT, related_name="referrals")
    topic = models.ForeignKey("cases.Topic", models.PROTECT)
    workplace = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    summary = SealedTextField(name="referral.summary", purpose="content", owner="case_uuid", row="uuid")
    state = models.CharField(max_length=14, choices=State, default=State.DRAFT)
    written_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=moment.now)
    proposed_at = models.DateTimeField(null=True)
    agreed_by = models.CharField(max_length=60, blank=True)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="referrals")
    sent_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    is_claimed = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    hearing_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=20, blank=True)

    objects: ClassVar = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["body", "state", "due_at"], name="referral_body"),
            models.Index(
                fields=["state", "id"],
                condition=models.Q(state__in=["draft", "proposed", "agreed"]),
                name="referral_unsent",
            ),
            models.Index(
                fields=["body", "next_at", "id"],
                condition=models.Q(state__in=_WITH_THE_BODY),
                name="referral_next",
            ),
            models.Index(
                fields=["body", "is_claimed", "-sent_at", "-id"],
                condition=models.Q(state__in=_WITH_THE_BODY, next_at=None),
                name="referral_waiting",
            ),
            models.Index(
                fields=["body", "-sent_at", "-id"], condition=models.Q(state="ended"), name="referral_ended"
            ),
        ]

    @classmethod
    def scope(cls) -> Scope:
        return Scope(ReferralAudience, ReferralBar, "referral")

    # -- reading ---------------------------------------------------------------------------------

    @property
    def clock(self) -> Clock:
        return Clock(self.uuid, house_id=self.house_id, owner=self.body.uuid, area=self.body.area)

    @property
    def is_overdue(self) -> bool:
        return self.state in CLOCK_RUNS and self.due_at is not None and self.due_at < moment.now()

    @property
    def term(self) -> Term:
        """How long the body has for its answer: its topic's term, or hours where a life may be in danger."""
        is_hazard = self.case.urgency == Urgency.HAZARD and not self.topic.is_immediate
        return IMMEDIATE if is_hazard else self.topic.term

    def registered_at(self, day: date) -> datetime:
        """When a letter that the body registered on `day` counts: as its office closed on that day.

        Not later than now, and not before what the clock already holds.
        """
        calendar = calendar_as_known(area=self.body.area, owner=self.body.uuid)
        run = self.clock.replay().run
        held = [run.events[-1].at] if run else []
        return max([min(calendar.closes_at(day), moment.now()), *held])

    @property
    def is_with_the_body(self) -> bool:
        return self.state in WITH_THE_BODY

    # -- verbs -----------------------------------------------------------------------------------

    @together
    def rewrite(self, summary: str, *, by: Any) -> None:
        """Change the summary while it has not been laid before anybody; whoever does is its writer now."""
        FLOW.move(self, "rewrite", by=by)
        self.set(summary=summary, written_by=by)

    @together
    def propose(self, *, by: Actor) -> None:
        """Lay the summary before the applicant or, where there is none to ask, a second case worker."""
        FLOW.move(self, "propose", by=by, values={"proposed_at": moment.now()})

    @together
    def agree(self, *, by: Actor) -> None:
        """The applicant, or a second case worker, agrees that this goes to the body."""
        FLOW.move(self, "agree", by=by, values={"agreed_by": by.ref})

    @together
    def agree_told(self, via: str, *, by: Actor) -> None:
        """The applicant agreed by telephone or in person (`via`), and `by` writes it down."""
        FLOW.move(self, "agree_told", by=by, values={"agreed_by": by.ref}, via=via)

    @together
    def correct(self, text: str, *, by: Actor) -> None:
        """The applicant, or a second case worker, says what must be put otherwise."""
        FLOW.move(self, "correct", by=by, values={"agreed_by": ""}, body={"text": text})

    @together
    def send(self, letter: Letter, *, by: Actor) -> None:
        """Hand it over with its letter; from now on the body's clock runs."""
        due_at = self.clock.start(self.term, by=by).due_at
        values = {"letter": letter, "sent_at": moment.now(), "due_at": due_at}
        FLOW.move(self, "send", by=by, values=values, letter=letter.number, body_uuid=str(self.body.uuid))

    @together
    def ask_info(self, reason: str, *, by: Actor, at: datetime | None = None) -> None:
        """The body asks for something; its clock pauses, and shows why."""
        FLOW.move(self, "ask_info", by=by, body={"reason": reason})
        self.clock.pause(INFO_ASKED, by=by, at=at, code="info-asked")
        self.refresh_due()

    @together
    def give_info(self, text: str, *, by: Actor) -> None:
        """Answer the body's question; its clock goes on."""
        FLOW.move(self, "give_info", by=by, body={"text": text})
        self.clock.resume(by=by)
        self.refresh_due()

    @together
    def answer(
        self, verb: str, *, by: Actor, hearing_on: Any = None, at: datetime | None = None, **facts: Any
    ) -> None:
        """Take one of the body's answers (`ANSWERS`); its clock for an answer stops.

        `at`: when it was given, for one that came by letter (`registered_at`).
        """
        values = {"answered_at": at or moment.now(), "due_at": None, "hearing_on": hearing_on}
        day = hearing_on.isoformat() if hearing_on else None
        FLOW.move(self, verb, by=by, values=values, hearing_on=day, **facts)
        self.clock.stop_if_running(by=by, at=at)

    @together
    def send_back(self, reason: str, *, by: Actor) -> None:
        """The house, or the working group, does not accept the answer; the body must answer again."""
        FLOW.move(self, "send_back", by=by, values=self._restarted(by=by), body={"reason": reason})

    @together
    def next_step(self, reason: str, *, by: Actor) -> None:
        """The promised step was done and the outcome is not reached: the body owes the next one."""
        FLOW.move(self, "next_step", by=by, values=self._restarted(by=by), body={"reason": reason})

    @together
    def appeal(self, reason: str, *, by: Actor, via: str = "") -> None:
        """The applicant asks the working group to look at a refusal; `via` says how an officer was told."""
        FLOW.move(self, "appeal", by=by, via=via, body={"reason": reason} if reason else None)

    @together
    def agree_not_competent(self, *, by: Actor, redirected_to: Any = None) -> None:
        """The house agrees that another body is competent; counted in public unless within one body."""
        counted = redirected_to is None or not self.body.same_body(redirected_to)
        FLOW.move(
            self,
            "agree_not_competent",
            by=by,
            values=self._ended("redirected" if counted else "moved-within", by=by),
            counted=counted,
            to_body=str(redirected_to.uuid) if redirected_to else None,
        )

    @together
    def end(self, why: str, reason: str = "", *, by: Actor) -> None:
        """The house ends it.

        `why`: `outcome`, `withdrawn`, `declined`, `unconfirmed`, `refusal-accepted` or `discarded`; `reason`:
        the same in words, which the applicant reads.
        """
        body = {"reason": reason} if reason else None
        FLOW.move(self, "end", by=by, values=self._ended(why, by=by), why=why, body=body)

    @together
    def reopen(self, reason: str, *, by: Actor) -> None:
        FLOW.move(self, "reopen", by=by, values=self._restarted(by=by), body={"reason": reason})

    def refresh_due(self) -> None:
        """Recompute the cached deadline from the clock's events."""
        self.set(due_at=self.clock.replay().due_at)

    # -- within ----------------------------------------------------------------------------------

    def _restarted(self, *, by: Actor) -> dict[str, Any]:
        """The columns of one whose body must answer anew; its clock begins anew."""
        self.clock.stop_if_running(by=by)
        return {"answered_at": None, "ended_why": "", "due_at": self.clock.start(self.term, by=by).due_at}

    def _ended(self, why: str, *, by: Actor) -> dict[str, Any]:
        """The columns of one that is over; its clock stands."""
        self.clock.stop_if_running(by=by)
        return {"ended_why": why, "due_at": None}

    def record(self, verb: str, *, by: Actor, body: dict[str, Any] | None = None, **facts: Any) -> Event:
        return Event.objects.write(
            f"referral.{verb}",
            subject=self.uuid,
            by=by,
            house=self.house_id,
            body=body,
            key_owner=self.case_uuid,
            **facts,
        )


class ReferralAudience(models.Model):
    """Who may see a referral."""

    pk = models.CompositePrimaryKey("principal_id", "referral_id")
    principal = models.ForeignKey("people.Principal", models.CASCADE)
    referral = models.ForeignKey(Referral, models.CASCADE)


class ReferralBar(models.Model):
    """Who must not see it, whatever else is granted."""

    pk = models.CompositePrimaryKey("principal_id", "referral_id")
    principal = models.ForeignKey("people.Principal", models.CASCADE)
    referral = models.ForeignKey(Referral, models.CASCADE)


FLOW = Flow(
    "referral",
    State,
    EDGES,
    start=State.DRAFT,
    permit=access.permit_referral,
    record=lambda row, verb, **facts: row.record(verb, **facts),
)
