"""Every verb of the desk that programs can do: one table, verb → what it takes → the verb of `cases`.

The verbs of the board's track and of the people of a collective are in `track_verbs` and `people_verbs`.

No rule stands here. What a verb needs is looked up as the desk's forms offer it; whether it may be done, the
verb itself says.
"""

from typing import Any

from dadkar.api import people_verbs, track_verbs
from dadkar.api.drafting import found, values_of
from dadkar.api.schemas import people, track
from dadkar.api.schemas import verbs as takes
from dadkar.api.verb import Verb, require_told, table
from dadkar.cases import actions
from dadkar.cases.matter import lead_of
from dadkar.cases.models import Answer, Case, CaseFile, Referral, Topic
from dadkar.commitments.models import Commitment, Extension
from dadkar.people.models import County, Organisation, User

# -- cases ---------------------------------------------------------------------------------------------


def take(case: Case, said: Any, by: User) -> None:
    actions.take(case, by=by)


def assign(case: Case, said: takes.AssignIn, by: User) -> None:
    to = found(User.objects.filter(is_active=True), "to", uuid=said.to)
    actions.assign(case, to, by=by, note=said.note)


def classify(case: Case, said: takes.ClassifyIn, by: User) -> None:
    chosen = said.model_dump(include=said.model_fields_set)
    topics = Topic.objects.filter(house=case.house, active=True).exclude(bodies=[])
    places = Organisation.objects.workplaces().filter(house=case.house)
    looked_up = {"topic": (topics, "code"), "county": (County.objects, "code"), "workplace": (places, "uuid")}
    for name, (rows, key) in looked_up.items():
        if chosen.get(name) is not None:
            chosen[name] = found(rows, name, **{key: chosen[name]})
    for name in ("urgency", "sensitive"):
        if name in chosen and chosen[name] is None:
            del chosen[name]
    actions.classify(case, by=by, **chosen)


def refer(case: Case, said: takes.ReferIn, by: User) -> Referral:
    body = found(Organisation.objects.bodies().filter(house=case.house), "body", uuid=said.body)
    return actions.draft_referral(case, body, said.summary, by=by)


def join(case: Case, said: takes.JoinIn, by: User) -> None:
    actions.join(case, found(Case.objects.visible_to(by), "lead", uuid=said.lead), said.reason, by=by)


def commitment_of(case: Case, uuid: Any) -> Commitment:
    """A promise to the people of this case, or Problem 422."""
    rows = Commitment.objects.as_system("of a case in sight").select_related("house", "debtor")
    return found(rows.filter(owed_to=case.uuid), "commitment", uuid=uuid)


def promised_to(case: Case, uuid: Any) -> Commitment:
    """A promise to these people or to those that they are followed together with, or Problem 422."""
    return commitment_of(lead_of(case), uuid)


def confirm(case: Case, said: takes.ConfirmedIn, by: User) -> Any:
    require_told(said.via)
    commitment = promised_to(case, said.commitment)
    return actions.confirm(
        case,
        commitment,
        said.outcome,
        by=by,
        via=said.via,
        amount_rial=said.amount_rial,
        remains=said.remains,
    )


def settled(case: Case, said: takes.SettledIn, by: User) -> None:
    require_told(said.via)
    actions.settled(case, by=by, via=said.via, amount_rial=said.amount_rial)


def dispute(case: Case, said: takes.DisputedIn, by: User) -> Any:
    require_told(said.via)
    return actions.dispute(case, promised_to(case, said.commitment), said.remains, by=by, via=said.via)


def take_back(case: Case, said: takes.TakenBackIn, by: User) -> None:
    require_told(said.via)
    actions.take_back_last(case, promised_to(case, said.commitment), said.reason, by=by, via=said.via)


def _asked(commitment: Commitment) -> Extension:
    return found(Extension.objects.of(commitment), "commitment", granted=None)


def grant_extension(case: Case, said: takes.ExtensionIn, by: User) -> None:
    commitment = commitment_of(case, said.commitment)
    actions.grant_extension(case, commitment, _asked(commitment), by=by)


def refuse_extension(case: Case, said: takes.RefusedExtensionIn, by: User) -> None:
    commitment = commitment_of(case, said.commitment)
    commitment.refuse_extension(_asked(commitment), said.reason, by=by)


def call(case: Case, said: takes.CallIn, by: User) -> Any:
    return actions.write_call(case, by=by, **said.model_dump() | {"note": said.note or None})


CASE_VERBS = table(
    Verb("take", "Make it yours", takes.Nothing, take, "take"),
    Verb("assign", "Give it to a colleague", takes.AssignIn, assign, "assign"),
    Verb("recuse", "Step away: from now on you do not see it", takes.Reason,
         lambda case, said, by: actions.recuse(case, said.reason, by=by)),
    Verb("classify", "Set topic, workplace, county, urgency, sensitivity", takes.ClassifyIn, classify),
    Verb("decline", "Decline; the applicant reads why", takes.Reason,
         lambda case, said, by: actions.decline(case, said.reason, by=by), "decline"),
    Verb("message", "Write to the applicant", takes.Words,
         lambda case, said, by: actions.say(case, said.text, by=by)),
    Verb("call", "Write in the call diary", takes.CallIn, call),
    Verb("payment", "Write down money that came", track.PaymentIn, track_verbs.pay),
    Verb("petition", "Draft a petition to a board; nothing is sent, no name stands in it", track.PetitionIn,
         track_verbs.prepare),
    Verb("add-people", "Add people of a collective to its table", people.PeopleIn, people_verbs.add),
    Verb("representative", "Write down who speaks for the people", people.RepresentativeIn,
         people_verbs.represent),
    Verb("contact", "Write down how the applicant can be reached, and wants to be", people.ContactIn,
         people_verbs.reach),
    Verb("bar", "Close it to somebody", people.BarIn, people_verbs.bar),
    Verb("join", "Follow it together with another case", takes.JoinIn, join, "join"),
    Verb("part", "Follow it by itself again", takes.Reason,
         lambda case, said, by: actions.part(case, said.reason, by=by)),
    Verb("refer", "Write a summary for a body", takes.ReferIn, refer),
    Verb("confirm", "Write down that the applicant confirmed", takes.ConfirmedIn, confirm),
    Verb("dispute", "Write down that the applicant disputed", takes.DisputedIn, dispute),
    Verb("take-back", "Write down that they take a confirmation back", takes.TakenBackIn, take_back),
    Verb("settled", "Write down that it came, unclaimed", takes.SettledIn, settled, "confirm"),
    Verb("grant-extension", "Grant a body the later date", takes.ExtensionIn, grant_extension),
    Verb("refuse-extension", "Refuse a body the later date", takes.RefusedExtensionIn, refuse_extension),
    Verb("withdraw", "The applicant gives it up", takes.Reason,
         lambda case, said, by: actions.withdraw(case, said.reason, by=by), "withdraw"),
    Verb("close-unconfirmed", "Close it without the applicant's word", takes.Reason,
         lambda case, said, by: actions.close_unconfirmed(case, said.reason, by=by), "close_unconfirmed"),
    Verb("reopen", "Open it again", takes.Reason,
         lambda case, said, by: actions.reopen(case, said.reason, by=by), "reopen"),
)  # fmt: skip


# -- referrals, at the house's desk --------------------------------------------------------------------


def agree_told(referral: Referral, said: takes.ToldIn, by: User) -> None:
    require_told(said.via)
    actions.agree_told(referral, said.via, by=by)


def appeal(referral: Referral, said: takes.AppealIn, by: User) -> None:
    require_told(said.via)
    actions.appeal(referral, said.reason, by=by, via=said.via)


def agree_not_competent(referral: Referral, said: takes.RedirectIn, by: User) -> None:
    bodies = Organisation.objects.bodies().filter(house=referral.house)
    to = found(bodies, "to", uuid=said.to) if said.to else None
    actions.agree_not_competent(referral, redirected_to=to, by=by)


def share(referral: Referral, said: takes.ShareIn, by: User) -> None:
    files = CaseFile.objects.of(referral.case).select_related("attachment")
    actions.share_file(referral, found(files, "file", attachment__uuid=said.file), by=by)


REFERRAL_VERBS = table(
    Verb("rewrite", "Write the summary anew", takes.Words,
         lambda row, said, by: row.rewrite(said.text, by=by), "rewrite"),
    Verb("propose", "Lay the summary before the applicant or a colleague", takes.Nothing,
         lambda row, said, by: actions.propose(row, by=by), "propose"),
    Verb("agree", "Agree to a colleague's summary", takes.Nothing,
         lambda row, said, by: actions.agree(row, by=by), "agree"),
    Verb("agree-told", "Write down that the applicant agreed", takes.ToldIn, agree_told, "agree_told"),
    Verb("correct", "Ask for a correction of the summary", takes.Words,
         lambda row, said, by: actions.correct(row, said.text, by=by), "correct"),
    Verb("share-file", "Show the body one file of the case", takes.ShareIn, share),
    Verb("give-info", "Answer what the body asked", takes.Words,
         lambda row, said, by: actions.give_info(row, said.text, by=by), "give_info"),
    Verb("send-back", "The body must answer again", takes.Reason,
         lambda row, said, by: actions.send_back(row, said.reason, by=by), "send_back"),
    Verb("appeal", "Write down that the applicant does not accept a refusal", takes.AppealIn, appeal,
         "appeal"),
    Verb("agree-not-competent", "Agree that another body is competent", takes.RedirectIn,
         agree_not_competent, "agree_not_competent"),
    Verb("end", "End this referral; the case goes on", takes.EndIn,
         lambda row, said, by: actions.end_referral(row, said.reason, by=by), "end"),
)  # fmt: skip


# -- answers, at a body's desk -------------------------------------------------------------------------


def rewrite(answer: Answer, said: takes.AnswerRewriteIn, by: User) -> None:
    values = values_of(answer.referral, answer.kind, said)
    actions.redraft_answer(answer, by=by, text=said.text, **values)


ANSWER_VERBS = table(
    Verb("release", "Send the answer: from here on it has its effect", takes.Nothing,
         lambda row, said, by: actions.release(row, by=by), "release"),
    Verb("return", "Give the draft back to its writer", takes.Reason,
         lambda row, said, by: row.return_to_author(said.reason, by=by), "return"),
    Verb("rewrite", "Write a returned draft anew", takes.AnswerRewriteIn, rewrite, "redraft"),
    Verb("drop", "Set the draft aside", takes.Nothing,
         lambda row, said, by: row.drop(by=by), "drop"),
)  # fmt: skip
