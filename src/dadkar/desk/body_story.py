"""What a body may see of what happened: by the day, and never a word that was not written for it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Referral
from dadkar.desk.story import BAD, SENTENCES
from dadkar.people.models import RoleClass, User
from dadkar.records.models import Event

SAID_TO_BODY = {
    "referral.give_info",
    "referral.send_back",
    "commitment.refuse_extension",
    "referral.ask_info",
    "referral.answer_return",
    "commitment.promise",
    "commitment.claim",
    "commitment.ask_extension",
}
SHOWN = SAID_TO_BODY | {
    "referral.send",
    "referral.share_file",
    "referral.answer_by_letter",
    "referral.promise",
    "referral.need_petition",
    "referral.before_board",
    "referral.not_competent",
    "referral.refuse",
    "referral.agree_not_competent",
    "referral.next_step",
    "referral.appeal",
    "referral.reopen",
    "referral.end",
    "commitment.confirm",
    "commitment.acknowledge",
    "commitment.dispute",
    "commitment.take_back",
    "commitment.leave_unconfirmed",
    "commitment.reopen",
    "commitment.withdraw",
    "commitment.extend",
}
THE_SAME = {"referral.promise"}  # told by its commitment's event
OUTCOMES = {
    "full": _("What is owed has come, in full."),
    "part": _("What is owed has come in part."),
    "none": _("What is owed has not come yet."),
}


def body_story(referral: Referral, steps: list[Any], reader: User) -> list[dict[str, Any]]:
    """Entries for the timeline component, newest first."""
    events = Event.objects.timeline([referral.uuid, *(step.uuid for step in steps)])
    events = [event for event in events if event.kind in SHOWN - THE_SAME]
    names = _colleagues(events, reader)
    return [
        {
            "when": event.at,
            "text": SENTENCES.get(event.kind, event.kind),
            "said": _said(event),
            "by": names.get(event.actor, _side(event.actor)),
            "bad": event.kind in BAD,
        }
        for event in reversed(events)
    ]


def _said(event: Event) -> Any:
    if event.kind == "commitment.confirm":
        return OUTCOMES.get(event.facts.get("outcome", ""), "")
    return next(iter(event.body.values()), "") if event.kind in SAID_TO_BODY else ""


def _side(actor: str) -> Any:
    """Nobody of the house or of the people is named to a body."""
    return {"user": _("the house"), "applicant": _("the people concerned")}.get(actor.partition(":")[0], "")


def _colleagues(events: list[Event], reader: User) -> dict[str, str]:
    uuids = {event.actor.partition(":")[2] for event in events if event.actor.startswith("user:")}
    bodies = reader.organisations(RoleClass.BODY)
    found = User.objects.filter(uuid__in=uuids, memberships__organisation__in=bodies).distinct()
    return {user.ref: user.full_name for user in found}
