"""What the holder of a receipt's code says by program, and what waits for their word."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dadkar.api.schemas.choices import CasePhase, WayTold
from dadkar.api.schemas.texts import Email, Line, MaybeText, Phone, Said, Text
from dadkar.cases.following import Following
from dadkar.cases.models import Answer, Referral
from dadkar.kernel.sealing.fields import clear


class Stands(Schema):
    """It is written down: where the matter stands now."""

    phase: CasePhase


class OfReferral(Said):
    referral: UUID = Field(description="the `id` of what asks")


class ReferralText(OfReferral):
    text: Text


class ReferralReason(OfReferral):
    reason: MaybeText = ""


class OfCommitment(Said):
    commitment: UUID = Field(description="the `id` of what asks")


class CommitmentReason(OfCommitment):
    reason: MaybeText = Field("", description="the office reads it word for word")


class OfPetition(Said):
    petition: UUID = Field(description="the `id` of what asks")


class PetitionReason(OfPetition):
    reason: MaybeText = ""


class Reason(Said):
    reason: Text


class MaybeReason(Said):
    reason: MaybeText = ""


class TellIn(Said):
    """How to be told that there is news. What is left out stays as it was given before."""

    told: WayTold
    phone: Phone = ""
    safe_hours: Line = Field("", description="when a call is safe; needed for calls")
    email: Email = ""
    forget: bool = Field(False, description="delete the number, hours and address that were given before")


class AskOut(Schema):
    """Something that waits for the holder's word: answer it by POST …/receipt/<verb>."""

    about: str = Field(description="summary, petition, extension, info or refusal")
    id: UUID
    body: str = Field(description="who asks, or for whom it is")
    text: str | None = Field(description="what is asked, or what would be sent; null once it is erased")
    until: date | None
    verbs: list[str]


def asks_of(following: Following) -> list[AskOut]:
    """What waits for the holder, beside the promises that are said to be done."""
    state, kind = Referral.State, Answer.Kind
    return [
        *(_of(row, "summary", row.body, clear(row.summary), "agree", "correct")
          for row in following.referrals_at(state.PROPOSED)),
        *(_of(row, "petition", row.get_board_display(), clear(row.wants),
              "take-consent-back" if row.is_consented else "consent")
          for row in following.petitions),
        *(_of(row.commitment, "extension", row.commitment.debtor, clear(row.reason),
              "grant-extension", "refuse-extension", until=row.until)
          for row in following.extensions),
        *(_of(row, "info", row.body, following.said_by_body(row, kind.ASK_INFO), "give-info")
          for row in following.referrals_at(state.INFO)),
        *(_of(row, "refusal", row.body, following.said_by_body(row, kind.REFUSE), "appeal")
          for row in following.referrals_at(state.REFUSED)),
    ]  # fmt: skip


def _of(row: Any, about: str, body: Any, text: str | None, *verbs: str, until: date | None = None) -> AskOut:
    return AskOut(about=about, id=row.uuid, body=str(body), text=text, until=until, verbs=list(verbs))
