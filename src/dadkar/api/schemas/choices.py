"""The choices of the rooms below, each described where it is used: several are called `State`."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from dadkar.api.models import Delivery
from dadkar.cases.importing.headings import Column, MoneyUnit
from dadkar.cases.models import Answer, Call, Case, Hearing, ImportBatch, Referral, Ruling
from dadkar.cases.models.board import Board, PaperKind
from dadkar.commitments.models import Commitment, Confirmation, Outcome, Step


def _described(choices: Any) -> WithJsonSchema:
    kind = "integer" if isinstance(choices.values[0], int) else "string"
    return WithJsonSchema({"type": kind, "enum": list(choices.values)})


CaseState = Annotated[Case.State, _described(Case.State)]
CasePhase = Annotated[Case.Phase, _described(Case.Phase)]
CaseUrgency = Annotated[Case.Urgency, _described(Case.Urgency)]
ReferralState = Annotated[Referral.State, _described(Referral.State)]
AnswerState = Annotated[Answer.State, _described(Answer.State)]
AnswerKind = Annotated[Answer.Kind, _described(Answer.Kind)]
CommitmentState = Annotated[Commitment.State, _described(Commitment.State)]
PromisedStep = Annotated[Step, _described(Step)]
ReachedOutcome = Annotated[Outcome, _described(Outcome)]
ToldVia = Annotated[Confirmation.Via, _described(Confirmation.Via)]
WayTold = Annotated[Case.Told, _described(Case.Told)]
CallResult = Annotated[Call.Result, _described(Call.Result)]
DeliveryState = Annotated[Delivery.State, _described(Delivery.State)]
PetitionBoard = Annotated[Board, _described(Board)]
PaperReady = Annotated[PaperKind, _described(PaperKind)]
HearingOutcome = Annotated[Hearing.Outcome, _described(Hearing.Outcome)]
RulingFavour = Annotated[Ruling.Favour, _described(Ruling.Favour)]
ListState = Annotated[ImportBatch.State, _described(ImportBatch.State)]
ListColumn = Annotated[Column, _described(Column)]
ListUnit = Annotated[MoneyUnit, _described(MoneyUnit)]
