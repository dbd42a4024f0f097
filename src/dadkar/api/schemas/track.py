"""The board's track: petition, session, ruling, service, enforcement, and the money that came."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dadkar.api.schemas.choices import HearingOutcome, PaperReady, PetitionBoard, RulingFavour
from dadkar.api.schemas.texts import (
    Day,
    DayToCome,
    Hour,
    Line,
    MaybeNumber,
    MaybeText,
    MaybeTitle,
    Number,
    OneLine,
    PaidRial,
    PastDay,
    Said,
    Text,
)
from dadkar.cases.models import Hearing, Payment, Petition, Ruling
from dadkar.kernel.sealing.fields import clear

MOST_CLAIMS = 12


class ClaimIn(Said):
    """One thing that is owed."""

    what: OneLine
    months: Line = ""
    amount_rial: PaidRial | None = None


class PetitionIn(Said):
    """A draft for the applicant to read and correct; the employer reads all of it once it is filed."""

    board: PetitionBoard
    wants: OneLine = Field(description="what is asked of the board, in one line")
    explanation: Text
    claims: list[ClaimIn] = Field(default=[], max_length=MOST_CLAIMS)
    papers_ready: list[PaperReady] = Field(default=[], max_length=MOST_CLAIMS)


class PetitionRewriteIn(Said):
    """What is left out stays as it is. Once it has been filed only `papers_ready` can be changed."""

    board: PetitionBoard | None = None
    wants: OneLine | None = None
    explanation: Text | None = None
    claims: list[ClaimIn] | None = Field(default=None, max_length=MOST_CLAIMS)
    papers_ready: list[PaperReady] | None = Field(default=None, max_length=MOST_CLAIMS)


class ConsentIn(Said):
    """The applicant was told that the employer will see the name, and agrees: their word, not yours."""

    via: Literal["phone", "visit"]
    knows: Literal[True] = Field(description="that the employer will see the name, and goes before the board")


class FiledIn(Said):
    on: PastDay
    number: MaybeNumber = Field("", description="the board's number, if it gave one")


class LookAgainIn(Said):
    on: DayToCome | None = Field(description="null when nothing more is expected of this board")
    reason: Text


class HearingIn(Said):
    on: Day
    hour: Hour | None = None
    place: MaybeTitle = ""


class ResultIn(Said):
    outcome: HearingOutcome
    text: Text = Field(description="what was said and decided")
    next_on: DayToCome = Field(description="the next session's day, or the day to ask the board again")


class RulingIn(Said):
    number: Number
    given_on: PastDay
    favour: RulingFavour
    amount_rial: PaidRial | None = None
    summary: MaybeText = ""
    served_on: PastDay | None = Field(None, description="when the applicant received it, if known")


class ServedIn(Said):
    on: PastDay = Field(description="the applicant's own terms run from this day")


class EnforcementIn(Said):
    on: PastDay
    next_on: DayToCome


class PaymentIn(Said):
    """Money that came: for the case as a whole, or for one ruling or one of the people."""

    amount_rial: PaidRial
    paid_on: Day
    ruling: UUID | None = None
    person: UUID | None = None


# -- what is told of them ----------------------------------------------------------------------------


class ClaimOut(Schema):
    what: str
    months: str
    amount_rial: int | None


class HearingOut(Schema):
    """A session of the board; `outcome` is empty until it has brought something."""

    id: UUID
    on: date
    hour: str | None
    place: str
    outcome: str
    result: str | None = Field(description="null without one, or once it has been erased")

    @classmethod
    def of(cls, row: Hearing) -> "HearingOut":
        hour = f"{row.hour:%H:%M}" if row.hour else None
        return cls(id=row.uuid, on=row.held_on, hour=hour, place=row.place, outcome=row.outcome,
                   result=clear(row.result))  # fmt: skip


class TermOut(Schema):
    """What the applicant can still do, and its last day, in calendar days."""

    right: str
    last_day: date
    over: bool


class RulingOut(Schema):
    id: UUID
    number: str
    given_on: date
    served_on: date | None
    favour: RulingFavour
    amount_rial: int | None
    summary: str | None = Field(description="null once it has been erased")
    enforcement_asked_on: date | None
    terms: list[TermOut]

    @classmethod
    def of(cls, row: Ruling, calendar: Any) -> "RulingOut":
        plain = ("number", "given_on", "served_on", "favour", "amount_rial", "enforcement_asked_on")
        terms = [
            TermOut(right=one.right.code, last_day=one.last_day, over=one.is_over)
            for one in row.rights(calendar)
        ]
        values = {name: getattr(row, name) for name in plain}
        return cls(id=row.uuid, summary=clear(row.summary), terms=terms, **values)


class PetitionOut(Schema):
    """A petition with its sessions and rulings; texts are null once they have been erased."""

    id: UUID
    board: PetitionBoard
    wants: str | None
    explanation: str | None
    claims: list[ClaimOut] | None
    papers_ready: list[str]
    consented: bool = Field(description="whether the applicant agreed that the name is seen")
    filed_on: date | None
    number: str
    next_on: date | None = Field(description="the board's next date, while something is expected of it")
    hearings: list[HearingOut]
    rulings: list[RulingOut]

    @classmethod
    def of(cls, row: Petition, hearings: list[Hearing], rulings: list[Ruling]) -> "PetitionOut":
        calendar = row.case.calendar
        claims: Any = clear(row.claims)
        told = [ClaimOut(what=one["what"], months=one["months"] or "", amount_rial=one["amount"])
                for one in claims] if claims is not None else None  # fmt: skip
        return cls(
            id=row.uuid,
            board=Petition.Board(row.board),
            wants=clear(row.wants),
            explanation=clear(row.explanation),
            claims=told,
            papers_ready=row.papers_ready,
            consented=row.is_consented,
            filed_on=row.filed_on,
            number=row.board_number,
            next_on=row.next_on,
            hearings=[HearingOut.of(one) for one in hearings],
            rulings=[RulingOut.of(one, calendar) for one in rulings],
        )


class PetitionsOut(Schema):
    results: list[PetitionOut]


class PaymentOut(Schema):
    id: UUID
    amount_rial: int
    paid_on: date
    ruling: UUID | None
    person: UUID | None

    @classmethod
    def of(cls, row: Payment) -> "PaymentOut":
        return cls(
            id=row.uuid,
            amount_rial=row.amount_rial,
            paid_on=row.paid_on,
            ruling=row.ruling.uuid if row.ruling else None,
            person=row.party.uuid if row.party else None,
        )


class PaymentsOut(Schema):
    results: list[PaymentOut]
    total_rial: int
