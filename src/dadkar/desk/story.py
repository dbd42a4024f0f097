"""The timeline of a case in the desk's words: one sentence for each kind of event."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.people.models import User
from dadkar.records.models import Event

SENTENCES = {
    "case.file": _("Reached the house"),
    "case.message": _("A message was written"),
    "case.take": _("Taken"),
    "case.follow": _("Its state followed its referrals and promises"),
    "case.assign": _("Given to a colleague"),
    "case.classify": _("Topic, workplace or urgency set"),
    "case.decline": _("Declined"),
    "case.recuse": _("An officer stepped away from it"),
    "case.bar": _("Closed to somebody who must not see it"),
    "case.confirm": _("Settled, by the applicant’s word"),
    "case.close_unconfirmed": _("Closed without the applicant’s word"),
    "case.withdraw": _("Withdrawn by the applicant"),
    "case.reopen": _("Opened again"),
    "case.contact_opened": _("Name or number was opened"),
    "case.contact_changed": _("Name or number was changed"),
    "case.call": _("Written in the call diary"),
    "case.office_called": _("An office was called about an immediate hazard"),
    "case.feed_made": _("The applicant made an address for news"),
    "case.feed_ended": _("The applicant ended the address for news"),
    "case.told_changed": _("How the applicant is told was changed"),
    "case.code_renewed": _("A new code was made"),
    "case.code_recovered": _("A lost code was replaced, in person at the house"),
    "case.petition": _("A petition was prepared"),
    "case.petition_consent": _("The applicant agreed that the employer will see the name"),
    "case.petition_consent_back": _("The applicant no longer agrees that the name is seen"),
    "case.petition_filed": _("The petition was filed"),
    "case.hearing": _("A hearing was set"),
    "case.hearing_result": _("What the hearing brought was written down"),
    "case.board_date": _("The day to look again was set"),
    "case.ruling": _("A ruling was recorded"),
    "case.ruling_served": _("The ruling was served"),
    "case.enforcement": _("Enforcement was asked for"),
    "case.payment": _("Money came"),
    "case.join": _("Followed together with another case from here on"),
    "case.joined": _("Another case is followed together with this one"),
    "case.part": _("Followed by itself again"),
    "case.parted": _("A case that was followed together with this one is followed by itself again"),
    "case.word": _("One of several said for themselves whether it was done"),
    "case.word_back": _("One of several took their word back"),
    "case.ended_for": _("Ended for its own applicant; carried on for the others"),
    "case.come_back": _("Its own applicant goes on with it after all"),
    "case.carry_on": _("Open again for the others"),
    "case.rest": _("Closed: nobody is followed together with it any more"),
    "case.files": _("Files were added"),
    "case.erase": _("What was told was erased: its time was over"),
    "case.parties": _("The table of people was changed"),
    "release.prepare": _("A month’s figures were frozen, for the bodies to look at"),
    "release.reply": _("A body replied to its figures"),
    "release.publish": _("A month’s figures were published"),
    "import.start": _("A list is being brought in"),
    "import.done": _("A list was brought in"),
    "import.slips": _("The folded slips of a list were printed"),
    "import.slips_forgotten": _("The codes of a list can no longer be printed"),
    "case.representative": _("A representative was recorded"),
    "referral.draft": _("A summary was written"),
    "referral.rewrite": _("The summary was written anew"),
    "referral.propose": _("The summary was laid before the applicant or a colleague"),
    "referral.agree": _("The summary was agreed to"),
    "referral.agree_told": _("The applicant agreed to the summary, by telephone or in person"),
    "referral.correct": _("A correction of the summary was asked for"),
    "referral.send": _("Sent to the body, with its letter"),
    "referral.share_file": _("A file was shown to the body"),
    "referral.answer_draft": _("The body drafted an answer"),
    "referral.answer_release": _("The body sent its answer"),
    "referral.answer_return": _("The body’s manager returned a draft"),
    "referral.answer_drop": _("The body set a draft aside"),
    "referral.answer_redraft": _("The body wrote its answer anew"),
    "referral.answer_by_letter": _("An answer came by letter"),
    "referral.promise": _("The body promised a step"),
    "referral.need_petition": _("The body says the applicant’s own petition is needed"),
    "referral.before_board": _("It is before the board"),
    "referral.board_date": _("The board’s next date changed"),
    "referral.not_competent": _("The body says another one is competent"),
    "referral.refuse": _("The body refused, with a ground"),
    "referral.ask_info": _("The body asked for information; its clock stands still"),
    "referral.give_info": _("The information was given; the clock goes on"),
    "referral.agree_not_competent": _("The house agreed that another body is competent"),
    "referral.send_back": _("Sent back: the body must answer again"),
    "referral.next_step": _("The step is done and the problem is not: the next step is owed"),
    "referral.appeal": _("The applicant asked the working group to look at the refusal"),
    "referral.reopen": _("The referral was opened again"),
    "referral.end": _("The referral was ended"),
    "commitment.promise": _("A promise was written down"),
    "commitment.claim": _("The body says that it is done"),
    "commitment.confirm": _("Confirmed by those it was promised to"),
    "commitment.acknowledge": _("Kept, say those it was promised to"),
    "commitment.dispute": _("Not confirmed: the promise is open again"),
    "commitment.take_back": _("A confirmation was taken back"),
    "commitment.leave_unconfirmed": _("Left unconfirmed"),
    "commitment.reopen": _("The promise was opened again"),
    "commitment.withdraw": _("The promise was given up"),
    "commitment.ask_extension": _("A later date was asked for"),
    "commitment.extend": _("A later date was granted"),
    "commitment.refuse_extension": _("A later date was refused"),
    "commitment.escalate": _("Somebody above the body was told"),
}
BAD = {"commitment.dispute", "referral.refuse", "case.decline", "referral.not_competent"}
SILENT = {  # told already by the event beside them
    "referral.board_date",
    "case.follow",
    "referral.answer_draft",
    "referral.answer_release",
    "referral.promise",
}
WITHIN_THE_BODY = {"referral.answer_return", "referral.answer_redraft", "referral.answer_drop"}


def story(case: Any, referrals: list[Any], commitments: list[Any]) -> list[dict[str, Any]]:
    """Entries for the timeline component, newest first; actors named in one query a kind."""
    subjects = [case.uuid, *(r.uuid for r in referrals), *(c.uuid for c in commitments)]
    untold = SILENT | WITHIN_THE_BODY  # what a manager writes to a liaison is not the house's to read
    events = [event for event in Event.objects.timeline(subjects) if event.kind not in untold]
    names = names_of(events)
    bodies = {r.uuid: str(r.body) for r in referrals} | {c.uuid: str(c.debtor) for c in commitments}
    entries = [
        {
            "at": event.at,
            "kind": event.kind,
            "text": SENTENCES.get(event.kind, event.kind),
            "body": bodies.get(event.subject, ""),
            "said": next(iter(event.body.values()), "") if event.body else "",
            "by": names.get(event.actor, ""),
            "bad": event.kind in BAD,
        }
        for event in events
    ]
    return entries[::-1]


def names_of(events: list[Event]) -> dict[str, Any]:
    """Who the actors are, as the desk may know them: colleagues by name, others by what they are."""
    uuids = {event.actor.partition(":")[2] for event in events if event.actor.startswith("user:")}
    users = {f"user:{user.uuid}": user.full_name for user in User.objects.filter(uuid__in=uuids)}
    others = {event.actor for event in events} - set(users)
    words = {"applicant": _("the applicant"), "system": _("Dadkar itself")}
    kinds = {actor: actor.partition(":")[0] for actor in others}
    return users | {actor: words[kind] for actor, kind in kinds.items() if kind in words}
