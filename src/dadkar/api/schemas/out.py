"""What is told of rows: ids are uuids, moments ISO 8601 in UTC, amounts whole rials."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, Field

from dadkar.api.schemas.choices import (
    CasePhase,
    CaseState,
    CaseUrgency,
    CommitmentState,
    PromisedStep,
    ReferralState,
)
from dadkar.cases.models import Case, Referral
from dadkar.commitments.models import Commitment
from dadkar.kernel.sealing.fields import clear
from dadkar.records.models import Attachment

Moment = Annotated[datetime, AfterValidator(lambda at: at.astimezone(UTC))]


class Named(Schema):
    """An organisation or a person, by id and by name in the language of Accept-Language."""

    id: UUID
    name: str

    @classmethod
    def of(cls, row: Any) -> "Named":
        return cls(id=row.uuid, name=str(row))

    @classmethod
    def maybe(cls, row: Any) -> "Named | None":
        return cls.of(row) if row is not None else None


class CaseRow(Schema):
    """A case in a list."""

    id: UUID
    number: str = Field(description="what the desk calls it: year and serial")
    reference: str = Field(description="the reference that was given at filing; empty without one")
    state: CaseState
    phase: CasePhase
    topic: str | None = Field(description="the topic's code")
    county: str | None = Field(description="the county's code")
    workplace: Named | None
    people: int | None
    urgency: CaseUrgency
    sensitive: bool
    filed_at: Moment
    due_at: Moment | None = Field(description="the next moment by which somebody must act")
    overdue: bool
    closed_at: Moment | None

    @classmethod
    def values(cls, case: Case) -> dict[str, Any]:
        return {
            "id": case.uuid,
            "number": case.number,
            "reference": case.office_reference,
            "state": case.state,
            "phase": case.phase,
            "topic": case.topic.code if case.topic else None,
            "county": case.county_id,
            "workplace": Named.maybe(case.workplace),
            "people": case.people,
            "urgency": case.urgency,
            "sensitive": case.sensitive,
            "filed_at": case.filed_at,
            "due_at": case.due_at,
            "overdue": case.is_overdue,
            "closed_at": case.closed_at,
        }

    @classmethod
    def of(cls, case: Case) -> "CaseRow":
        return cls(**cls.values(case))


class CasePage(Schema):
    """Newest first. A search opens a bounded number of cases: then `searched_back_to` says how far it got."""

    results: list[CaseRow]
    next: str | None = Field(description="the address of what follows; null at the end")
    searched_back_to: Moment | None = Field(
        default=None,
        description="with `q`: older cases than this have not been looked at yet; go on with `next`",
    )
    only_common_words: bool = Field(
        default=False,
        description="with `q`: all its words are very common, so only the newest 2,000 were looked at",
    )


class MessageOut(Schema):
    """A line between the applicant and the desk."""

    id: UUID
    side: str = Field(description="applicant or desk")
    text: str | None = Field(description="null once it has been erased")
    at: Moment


class FileOut(Schema):
    """A file; its content stands at …/files/{id} of the row that it belongs to."""

    id: UUID
    kind: str = Field(description="image, pdf or voice")
    mime: str
    size: int = Field(description="bytes")
    name: str | None = Field(description="as its sender called it; null once it has been erased")
    at: Moment

    @classmethod
    def of(cls, row: Attachment) -> "FileOut":
        plain = {name: getattr(row, name) for name in ("kind", "mime", "size", "at")}
        return cls(id=row.uuid, name=clear(row.name), **plain)


class CommitmentOut(Schema):
    """What somebody promised: claimed by who owes it, confirmed only by whom it is owed to."""

    id: UUID
    debtor: Named
    step: PromisedStep
    what: str | None = Field(description="null once it has been erased")
    state: CommitmentState
    due_on: date
    due_at: Moment
    overdue: bool
    made_at: Moment
    claimed_at: Moment | None
    ended_at: Moment | None
    outcome: str = Field(description="full, part or none, once confirmed; otherwise empty")
    disputes: int

    @classmethod
    def values(cls, row: Commitment) -> dict[str, Any]:
        plain = (
            "step",
            "state",
            "due_on",
            "due_at",
            "made_at",
            "claimed_at",
            "ended_at",
            "outcome",
            "disputes",
        )
        return {
            "id": row.uuid,
            "debtor": Named.of(row.debtor),
            "what": clear(row.what),
            "overdue": row.is_overdue,
            **{name: getattr(row, name) for name in plain},
        }

    @classmethod
    def of(cls, row: Commitment) -> "CommitmentOut":
        return cls(**cls.values(row))


class CommitmentRow(CommitmentOut):
    """A commitment in a list; `case` only for those who may see it."""

    case: UUID | None


class CommitmentPage(Schema):
    """The next due first."""

    results: list[CommitmentRow]
    next: str | None = Field(description="the address of what follows; null at the end")


class ReferralOut(Schema):
    """A case handed to a body, as the house's desk sees it."""

    id: UUID
    body: Named
    state: ReferralState
    summary: str | None = Field(description="null once it has been erased")
    letter: str | None = Field(description="the number of the letter in which it went")
    written_at: Moment
    sent_at: Moment | None
    due_at: Moment | None
    hearing_on: date | None

    @classmethod
    def of(cls, row: Referral) -> "ReferralOut":
        return cls(
            id=row.uuid,
            body=Named.of(row.body),
            state=Referral.State(row.state),
            summary=clear(row.summary),
            letter=row.letter.number if row.letter else None,
            written_at=row.written_at,
            sent_at=row.sent_at,
            due_at=row.due_at,
            hearing_on=row.hearing_on,
        )


class CaseOut(CaseRow):
    """A case with its parts; without the applicant's name and number, which are opened on the site alone."""

    lead: UUID | None = Field(
        description="the case in whose referrals it is followed, if the token's user may see that one"
    )
    ended_as: str = Field(
        description="how it ended for its own applicant, while it is carried on for its voices; else empty"
    )
    narrative: str | None = Field(description="null once it has been erased")
    workplace_typed: str | None
    months: int | None
    amount_rial: int | None
    officer: Named | None
    messages: list[MessageOut]
    files: list[FileOut]
    referrals: list[ReferralOut]
    commitments: list[CommitmentOut]
    verbs: list[str] = Field(description="what can be done now by POST …/cases/{id}/<verb>")


class Done(Schema):
    """What a verb has done: where the row stands now, and the row that it made, if any."""

    id: UUID
    state: str
    made: UUID | None = None


class PartDone(Schema):
    """What a verb on a part of a case has done: where the case stands now, and the row that was made."""

    id: UUID
    case: UUID
    state: CaseState = Field(description="the case's")
    made: UUID | None = None
