"""A letter as programs send it, and what is told of one that was sent."""

from datetime import date
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dadkar.api.schemas.choices import ReferralState
from dadkar.api.schemas.texts import Line, MaybeNumber, MaybeText, Number, PastDay, Said
from dadkar.api.schemas.verbs import AnswerIn
from dadkar.records.models import Letter


class LetterIn(Said):
    """Referrals to one body. Every text may be left out: the letter then has the house's usual words."""

    referrals: list[UUID] = Field(min_length=1, max_length=200)
    to_title: Line = Field("", description="how the addressee is addressed")
    subject: Line = ""
    opening: MaybeText = Field("", description="the summaries follow it by themselves")
    closing: MaybeText = ""
    enclosures: list[Line] = Field([], max_length=50)
    copies: list[Line] = Field([], max_length=50)
    signatory_name: Line = Field("", description="the house's manager unless another is named")
    signatory_title: Line = ""


class LetterOut(Schema):
    """A letter that was sent."""

    id: UUID
    number: str
    dated: date

    @classmethod
    def of(cls, letter: Letter) -> "LetterOut":
        return cls(id=letter.uuid, number=letter.number, dated=letter.dated)


class CameIn(Said):
    """A letter that came: the sender's own number and dates. It is kept once, by number and date."""

    number: Number
    dated: PastDay
    registry_number: MaybeNumber = ""
    registry_date: PastDay | None = Field(None, description="from this day the answer counts as given")


class LetterAnswerIn(AnswerIn):
    """What a body answered in a letter, without ever signing in."""

    letter: CameIn


class LetterAnswerOut(Schema):
    """It counts: where the referral stands now, the answer, and the letter that it came in."""

    id: UUID
    state: ReferralState
    answer: UUID
    letter: UUID
