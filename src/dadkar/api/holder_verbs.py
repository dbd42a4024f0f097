"""Every verb that the holder of a receipt's code can do by program: what the worker's page offers.

What waits for which of them stands in `asks` of `GET receipt`; whether it may be done, the verb itself says.
A new code and an address for news are made on the page alone, which shows them once.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dadkar.api.drafting import UNKNOWN
from dadkar.api.problems import Problem
from dadkar.api.schemas import holder as takes
from dadkar.api.verb import Verb
from dadkar.cases import actions, board
from dadkar.cases.following import Following
from dadkar.cases.forms import missing_for_way
from dadkar.cases.models import Contact, Petition, Referral
from dadkar.kernel.actor import Applicant


def one_of(rows: Any, field: str, uuid: UUID) -> Any:
    """The row of this id among what the holder sees, or Problem 422."""
    row = next((row for row in rows if row.uuid == uuid), None)
    if row is None:
        raise Problem.of_field(field, UNKNOWN)
    return row


def referral_of(f: Following, said: takes.OfReferral) -> Referral:
    return one_of(f.referrals, "referral", said.referral)


def petition_of(f: Following, said: takes.OfPetition) -> Petition:
    return one_of(f.petitions, "petition", said.petition)


def extension_of(f: Following, said: takes.OfCommitment) -> Any:
    """The later date that was asked for and waits, or Problem 422."""
    row = next((row for row in f.extensions if row.commitment.uuid == said.commitment), None)
    if row is None:
        raise Problem.of_field("commitment", UNKNOWN)
    return row


def grant(f: Following, said: takes.OfCommitment, by: Applicant) -> None:
    asked = extension_of(f, said)
    actions.grant_extension(f.case, asked.commitment, asked, by=by)


def refuse(f: Following, said: takes.CommitmentReason, by: Applicant) -> None:
    asked = extension_of(f, said)
    asked.commitment.refuse_extension(asked, said.reason, by=by)


def tell(f: Following, said: takes.TellIn, by: Applicant) -> None:
    for name in missing_for_way(said.model_dump(), [] if said.forget else f.reachable_by):
        raise Problem.of_field(name, _("To be told so, this is needed."))
    given = {name: getattr(said, name) for name in Contact.WAYS if getattr(said, name)}
    actions.tell_otherwise(f.case, said.told, given, forget=said.forget, by=by)


HOLDER_VERBS = {
    verb.name: verb
    for verb in (
        Verb("agree", "Agree to a summary; then it can go to the office", takes.OfReferral,
             lambda f, said, by: actions.agree(referral_of(f, said), by=by)),
        Verb("correct", "Say what must be put otherwise in a summary", takes.ReferralText,
             lambda f, said, by: actions.correct(referral_of(f, said), said.text, by=by)),
        Verb("give-info", "Answer what an office asks; it reads it word for word", takes.ReferralText,
             lambda f, said, by: actions.give_info(referral_of(f, said), said.text, by=by)),
        Verb("appeal", "Let the working group look at a refusal", takes.ReferralReason,
             lambda f, said, by: actions.appeal(referral_of(f, said), said.reason, by=by)),
        Verb("grant-extension", "Agree to the later date", takes.OfCommitment, grant),
        Verb("refuse-extension", "Do not agree to the later date", takes.CommitmentReason, refuse),
        Verb("consent", "Agree that board and employer see the name", takes.OfPetition,
             lambda f, said, by: board.consent(petition_of(f, said), Petition.ConsentVia.CODE, by=by)),
        Verb("take-consent-back", "Agree no longer, while it has not been filed", takes.PetitionReason,
             lambda f, said, by: board.take_consent_back(petition_of(f, said), said.reason, by=by)),
        Verb("withdraw", "Go no further with it", takes.MaybeReason,
             lambda f, said, by: actions.withdraw(f.case, said.reason, by=by)),
        Verb("object", "It is not settled after all: open it again", takes.Reason,
             lambda f, said, by: actions.object_to_end(
                 f.case, f.fresh_confirmation, said.reason, by=by, via=f.via)),
        Verb("tell", "Be told otherwise that there is news", takes.TellIn, tell),
    )
}  # fmt: skip
