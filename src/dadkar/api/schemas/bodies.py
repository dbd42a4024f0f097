"""What a body is told of a referral: what was written for it, and no more than that."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dadkar.api.schemas.choices import AnswerKind, AnswerState, ReferralState
from dadkar.api.schemas.out import CommitmentOut, FileOut, Moment, Named
from dadkar.cases.models import Answer, Referral
from dadkar.kernel.sealing.fields import clear


class BodysReferral(Schema):
    """A referral in a body's list."""

    id: UUID
    body: Named
    topic: str = Field(description="the topic's code")
    workplace: Named | None
    state: ReferralState
    summary: str | None = Field(description="null once it has been erased")
    letter: str = Field(description="the number of the letter in which it came")
    due_at: Moment | None = Field(description="by when the answer is due")
    overdue: bool
    hearing_on: date | None

    @classmethod
    def values(cls, row: Referral) -> dict[str, Any]:
        return {
            "id": row.uuid,
            "body": Named.of(row.body),
            "topic": row.topic.code,
            "workplace": Named.maybe(row.workplace),
            "state": row.state,
            "summary": clear(row.summary),
            "letter": row.letter.number if row.letter else "",
            "due_at": row.due_at,
            "overdue": row.is_overdue,
            "hearing_on": row.hearing_on,
        }


class ReferralPage(Schema):
    """The oldest letter first."""

    results: list[BodysReferral]
    next: str | None = Field(description="the address of what follows; null at the end")


class AnswerOut(Schema):
    """An answer of the body's own: a draft, or one that was sent."""

    id: UUID
    referral: UUID
    kind: AnswerKind
    state: AnswerState
    text: str | None = Field(description="null once it has been erased")
    step: str
    day: date | None
    commitment: UUID | None

    @classmethod
    def of(cls, row: Answer) -> "AnswerOut":
        return cls(
            id=row.uuid,
            referral=row.referral.uuid,
            kind=Answer.Kind(row.kind),
            state=Answer.State(row.state),
            text=clear(row.text),
            step=row.step,
            day=row.day,
            commitment=row.commitment.uuid if row.commitment else None,
        )


class AnswerPage(Schema):
    """The oldest draft first."""

    results: list[AnswerOut]
    next: str | None = Field(description="the address of what follows; null at the end")


class BodysReferralOut(BodysReferral):
    """One referral with what the body promised and answered."""

    commitments: list[CommitmentOut]
    answers: list[AnswerOut]
    files: list[FileOut] = Field(description="what was shown to the body, and its own evidence")
    answerable: list[AnswerKind] = Field(description="the kinds of answers that can be drafted now")
