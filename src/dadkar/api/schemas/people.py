"""The people of a collective, who speaks for them, how the applicant is reached, and who must not see it.

Names and numbers can be written by program, and are never told to one.
"""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dadkar.api.schemas.choices import WayTold
from dadkar.api.schemas.out import Moment
from dadkar.api.schemas.texts import Email, Line, MaybeTitle, PaidRial, PastDay, Phone, Said, Text, Title
from dadkar.cases.models import Party, Representative
from dadkar.cases.parties import MOST_PEOPLE

Months = Annotated[int, Field(ge=0, le=600)]


class PersonIn(Said):
    """One of the people; what is not known is left out."""

    name: MaybeTitle = Field("", description="sealed; it is opened on the site alone, with a reason")
    months: Months | None = None
    amount_rial: PaidRial | None = None
    insured_months: Months | None = None
    paid_rial: PaidRial | None = Field(None, description="what came since")


class PeopleIn(Said):
    """People to add to the table: all of them, or none."""

    people: list[PersonIn] = Field(min_length=1, max_length=MOST_PEOPLE)
    paid_on: PastDay | None = Field(None, description="the day of what was paid; today unless said otherwise")


class PersonChangeIn(Said):
    """What is left out stays as it is; null takes a number away."""

    name: MaybeTitle = ""
    months: Months | None = None
    amount_rial: PaidRial | None = None
    insured_months: Months | None = None


class RepresentativeIn(Said):
    """Who speaks for the people. The scans of their papers are sent on the site."""

    name: Title
    phone: Phone = ""


class ContactIn(Said):
    """How the applicant can be reached, and wants to be. What is left out stays as it was given before."""

    told: WayTold
    name: Line = ""
    phone: Phone = ""
    email: Email = ""
    safe_hours: Line = Field("", description="when a call is safe; needed for calls")
    introduce_as: Line = ""
    code_word: Line = ""


class BarIn(Said):
    """Who must not see the case, nor any part of it, whatever their role: one at least."""

    colleagues: list[UUID] = Field(default=[], max_length=50)
    desks: list[UUID] = Field(default=[], max_length=50, description="ids of branches and bodies")
    reason: Text


class PersonOut(Schema):
    """One of the people, without a name."""

    id: UUID
    months: int | None
    amount_rial: int | None
    insured_months: int | None
    paid_rial: int

    @classmethod
    def of(cls, row: Party) -> "PersonOut":
        plain = {name: getattr(row, name) for name in ("months", "amount_rial", "insured_months")}
        return cls(id=row.uuid, paid_rial=row.paid, **plain)  # type: ignore[attr-defined]


class RepresentativeOut(Schema):
    """Somebody who speaks for the people, without a name."""

    id: UUID
    at: Moment
    authority: bool = Field(description="whether their letter of authority is kept")
    signed_list: bool = Field(description="whether the list that each signed is kept")

    @classmethod
    def of(cls, row: Representative) -> "RepresentativeOut":
        return cls(
            id=row.uuid,
            at=row.at,
            authority=row.authority_id is not None,
            signed_list=row.signed_list_id is not None,
        )


class PeopleOut(Schema):
    results: list[PersonOut]
    representatives: list[RepresentativeOut]
