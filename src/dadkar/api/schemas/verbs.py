"""What each verb takes, beside the row that its address names."""

from datetime import date
from uuid import UUID

from pydantic import Field

from dadkar.api.schemas.choices import (
    AnswerKind,
    CallResult,
    CaseUrgency,
    PromisedStep,
    ReachedOutcome,
    ToldVia,
)
from dadkar.api.schemas.texts import Code, MaybeText, Rial, Said, Text


class Nothing(Said):
    """Nothing more is needed: send {}."""


class Reason(Said):
    reason: Text = Field(description="why; kept with the step and read by those it concerns")


class Words(Said):
    text: Text


class AssignIn(Said):
    to: UUID = Field(description="the colleague's id")
    note: MaybeText = ""


class ClassifyIn(Said):
    """What is left out stays as it is; null takes a topic, county or workplace away."""

    topic: Code | None = None
    county: Code | None = None
    workplace: UUID | None = None
    urgency: CaseUrgency | None = None
    sensitive: bool | None = None


class JoinIn(Reason):
    lead: UUID = Field(description="the id of the case in whose referrals it is to be followed")


class ReferIn(Said):
    """A summary for one body. It waits to be agreed to before it goes anywhere."""

    body: UUID = Field(description="the body's id")
    summary: Text = Field(description="only this goes to the body: no name, shift or exact date")


class TheirWord(Said):
    """What the applicant said, by telephone or in person: their word, not yours."""

    commitment: UUID
    via: ToldVia = Field(description="phone or visit")
    remains: MaybeText = ""


class ConfirmedIn(TheirWord):
    outcome: ReachedOutcome = Field(description="what reached them: full, part, or none yet")
    amount_rial: Rial | None = None


class DisputedIn(TheirWord):
    pass


class ToldIn(Said):
    """How the applicant said so: their word, not yours."""

    via: ToldVia = Field(description="phone or visit")


class SettledIn(ToldIn):
    """What is owed has come, as the applicant said by telephone or in person."""

    amount_rial: Rial | None = None


class TakenBackIn(ToldIn):
    """A confirmation that the applicant takes back, within ten working days of it."""

    commitment: UUID
    reason: Text


class AppealIn(ToldIn):
    """The applicant asks the working group to look at a refusal."""

    reason: MaybeText = ""


class ExtensionIn(Said):
    commitment: UUID = Field(description="whose asked later date this answers")


class RefusedExtensionIn(ExtensionIn):
    reason: Text


class EndIn(Said):
    reason: MaybeText = Field("", description="needed when a refusal is accepted; the applicant reads it")


class RedirectIn(Said):
    to: UUID | None = Field(None, description="the competent body's id")


class CallIn(Said):
    """A line of the call diary."""

    result: CallResult
    safe: bool = Field(False, description="at the safe hours, introduced as agreed")
    asked_to_confirm: bool = Field(False, description="asked whether it was done")
    note: MaybeText = ""


class ShareIn(Said):
    file: UUID = Field(description="the id of a file of the case; only this one is shown to the body")


class AnswerRewriteIn(Said):
    """What the body says instead; its kind stays. It waits for the manager's release again."""

    text: Text = Field(description="what will be done, or why; those concerned read it word for word")
    step: PromisedStep | None = Field(None, description="a promise's step")
    day: date | None = Field(None, description="by which day, or the hearing's date")
    other_body: UUID | None = Field(None, description="who is competent")
    commitment: UUID | None = Field(None, description="the promise that a claim or an extension is about")


class AnswerIn(AnswerRewriteIn):
    """What the body wants to say. Nothing has happened until its manager releases it."""

    kind: AnswerKind
