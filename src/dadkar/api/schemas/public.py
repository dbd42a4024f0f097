"""What the holder of a code, or somebody who files, sends and is told."""

from datetime import date
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dadkar.api.schemas.choices import CasePhase, CommitmentState, ReachedOutcome
from dadkar.api.schemas.holder import AskOut
from dadkar.api.schemas.out import FileOut, MessageOut, Moment
from dadkar.api.schemas.texts import Code, Line, MaybeText, Narrative, Reference, Rial, Said, Text
from dadkar.commitments.models import Outcome


class FilingIn(Said):
    """What happened. Only `narrative` is needed."""

    narrative: Narrative = Field(description="what happened, since when, what is wanted")
    topic: Code | None = Field(None, description="a topic's code, such as wages.arrears")
    county: Code | None = Field(None, description="a county's code, such as boyer-ahmad")
    workplace: Line = Field("", description="the name of the workplace or the employer, as people call it")
    people: int | None = Field(None, ge=1, le=1_000_000, description="how many it touches")
    reference: Reference = Field("", description="your own reference; found again by search")


class FiledOut(Schema):
    """Keep `receipt`: it is the only way back, and whoever holds it holds the key."""

    receipt: str = Field(description="20 digits", pattern=r"^\d{20}$")
    phase: CasePhase
    read_by: Moment | None = Field(description="by when somebody reads it")


class PromiseOut(Schema):
    """What a body promised."""

    id: UUID
    debtor: str
    what: str | None
    state: CommitmentState
    due_on: date
    overdue: bool


class ReceiptOut(Schema):
    """Where it stands, as the people it belongs to see it."""

    phase: CasePhase
    phase_text: str = Field(description="the phase in words, in the language of Accept-Language")
    closed_as: str | None = Field(
        description="confirmed, unconfirmed, withdrawn or declined, once it is closed"
    )
    filed_at: Moment
    due_at: Moment | None = Field(description="the next moment by which somebody must act")
    waiting_for_you: list[UUID] = Field(description="promises said to be done that wait for your word")
    promises: list[PromiseOut]
    asks: list[AskOut] = Field(description="what else waits for your word, and by which verbs it is answered")
    messages: list[MessageOut]
    files: list[FileOut]


class MessageIn(Said):
    text: Text


class MessageDone(Schema):
    """It has reached the desk."""

    id: UUID
    at: Moment


class ConfirmIn(Said):
    """It was done. What reached you, only you can say; in full also when nobody has said that it is done."""

    outcome: ReachedOutcome = Field(Outcome.FULL, description="what reached you: full, part, or none yet")
    remains: MaybeText = Field("", description="what remains; needed unless the outcome is full")
    amount_rial: Rial | None = Field(None, description="how much money came")
    commitment: UUID | None = Field(None, description="which promise; needed when several wait for your word")


class DisputeIn(Said):
    """The promised step was not done; the promise is open again."""

    remains: Text = Field(description="what was not done")
    commitment: UUID | None = Field(None, description="which promise; needed when several wait for your word")


class WordDone(Schema):
    """Your word, written down: where it stands now."""

    phase: CasePhase
    commitment: UUID | None = Field(description="null when no promise was said to be done")
    state: CommitmentState | None
