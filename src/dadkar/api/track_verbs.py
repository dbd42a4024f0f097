"""The verbs of the board's track: on a case, a petition, a session, a ruling, a payment."""

from datetime import time
from typing import Any

from django.db import transaction

from dadkar.api.drafting import found
from dadkar.api.schemas import track as takes
from dadkar.api.schemas.verbs import Reason
from dadkar.api.verb import Verb, table
from dadkar.cases import board, payments
from dadkar.cases.models import Case, Hearing, Party, Payment, Petition, Ruling
from dadkar.people.models import User


def prepare(case: Case, said: takes.PetitionIn, by: User) -> Petition:
    return board.prepare_petition(case, said.board, by=by, **_content(said))


def rewrite(petition: Petition, said: takes.PetitionRewriteIn, by: User) -> None:
    content = _content(said)
    if said.board is not None:
        content["board"] = said.board.value
    board.rewrite_petition(petition, by=by, **content)


def _content(said: Any) -> dict[str, Any]:
    """The columns that were said, as the table keeps them."""
    given = said.model_dump(include={"wants", "explanation", "claims", "papers_ready"}, exclude_none=True)
    if "claims" in given:
        given["claims"] = [
            {"what": one["what"], "months": one["months"], "amount": one.get("amount_rial")}
            for one in given["claims"]
        ]
    if "papers_ready" in given:
        given["papers_ready"] = [str(kind) for kind in given["papers_ready"]]
    return given


def hear(petition: Petition, said: takes.HearingIn, by: User) -> Hearing:
    return board.set_hearing(petition, said.on, by=by, hour=_hour(said), place=said.place)


def move(hearing: Hearing, said: takes.HearingIn, by: User) -> None:
    board.move_hearing(hearing, said.on, by=by, hour=_hour(said), place=said.place)


def _hour(said: takes.HearingIn) -> time | None:
    return time.fromisoformat(said.hour) if said.hour else None


@transaction.atomic
def rule(petition: Petition, said: takes.RulingIn, by: User) -> Ruling:
    values = said.model_dump(include={"number", "amount_rial", "summary"})
    ruling = board.record_ruling(petition, said.given_on, by=by, favour=said.favour.value, **values)
    if said.served_on:
        board.serve_ruling(ruling, said.served_on, by=by)
    return ruling


def enforce(ruling: Ruling, said: takes.EnforcementIn, by: User) -> None:
    board.ask_enforcement(ruling, said.on, by=by, next_on=said.next_on)


def pay(case: Case, said: takes.PaymentIn, by: User) -> Payment:
    ruling = found(Ruling.objects.of(case), "ruling", uuid=said.ruling) if said.ruling else None
    person = found(Party.objects.of(case), "person", uuid=said.person) if said.person else None
    return payments.record_payment(case, said.amount_rial, said.paid_on, by=by, ruling=ruling, party=person)


PETITION_VERBS = table(
    Verb("rewrite", "Write the draft anew, or tick off papers", takes.PetitionRewriteIn, rewrite),
    Verb("consent", "Write down that the applicant agrees that the name is seen", takes.ConsentIn,
         lambda row, said, by: board.consent(row, said.via, by=by)),
    Verb("take-consent-back", "Write down that they no longer agree", Reason,
         lambda row, said, by: board.take_consent_back(row, said.reason, by=by)),
    Verb("filed", "It was handed to the board; from now on its wait is a lawful one", takes.FiledIn,
         lambda row, said, by: board.file_petition(row, said.on, by=by, number=said.number)),
    Verb("look-again", "Set the day by which somebody looks at it again", takes.LookAgainIn,
         lambda row, said, by: board.look_again_on(row, said.on, said.reason, by=by)),
    Verb("hearing", "The board set a session", takes.HearingIn, hear),
    Verb("ruling", "The board ruled", takes.RulingIn, rule),
)  # fmt: skip
HEARING_VERBS = table(
    Verb("move", "The session was moved", takes.HearingIn, move),
    Verb("result", "What the session brought", takes.ResultIn,
         lambda row, said, by: board.record_result(
             row, said.outcome.value, said.text, by=by, next_on=said.next_on)),
)  # fmt: skip
RULING_VERBS = table(
    Verb("served", "It was served: the applicant's terms run from that day", takes.ServedIn,
         lambda row, said, by: board.serve_ruling(row, said.on, by=by)),
    Verb("enforcement", "Its enforcement was asked for", takes.EnforcementIn, enforce),
)  # fmt: skip
PAYMENT_VERBS = table(
    Verb("strike", "Strike out what was written down by mistake; the log keeps both", Reason,
         lambda row, said, by: payments.strike_payment(row, said.reason, by=by)),
)  # fmt: skip
