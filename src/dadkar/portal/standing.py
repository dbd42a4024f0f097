"""Where it stands and what happens next, in the worker's words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.cases.access import REOPEN_WITHIN
from dadkar.cases.models import Case, Referral
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.portal.words import day_text, sentence, unstopped

CLOSED_AS = {
    Case.State.CONFIRMED: _("Closed, with your confirmation"),
    Case.State.UNCONFIRMED: _("Closed, without your answer"),
    Case.State.WITHDRAWN: _("Closed, at your wish"),
    Case.State.DECLINED: _("Closed: we could not take it further"),
}


WITH_BODY = {
    Referral.State.SENT: _("With %(body)s, waiting for its answer"),
    Referral.State.BOARD: _("Before the board"),
    Referral.State.APPEALED: _("With the working group"),
    "": _("With %(body)s"),
}


def phase(following: Any) -> str:
    """Where it stands, in one sentence."""
    stage, phases = following.stage, Case.Phase
    if stage == phases.CLOSED:
        return str(CLOSED_AS[following.state])
    if stage == phases.PROMISED and following.current:
        return sentence(_("They have promised, by %(day)s"), day=day_text(following.current.due_on))
    if stage == phases.WITH_BODY and (referral := following.waiting):
        return sentence(WITH_BODY.get(referral.state, WITH_BODY[""]), body=referral.body)
    if stage == phases.YOURS:
        return str(_("They say it is done; we wait for your word"))
    return str(_("It has reached us"))


def next_step(following: Any) -> str:
    """What happens next, and when."""
    now, state = following.state, Case.State
    if not following.is_open:
        return _after_closing(following)
    if now in (state.RECEIVED, state.TRIAGE):
        return _at_the_house(following)
    if now == state.REFERRED and (referral := following.waiting):
        words = NEXT_FOR_A_VOICE if following.case.is_voice else NEXT_WITH_BODY
        return words[Referral.State(referral.state)](referral)
    if now == state.REFERRED:
        return str(_("A colleague at the house is working on it."))
    if now == state.PROMISED and following.current:
        return _next_of_promise(following.current)
    return str(_("Tell us how it is. If we hear nothing, we try to reach you in the way that you chose."))


def _at_the_house(following: Any) -> str:
    if not following.case.due_at:
        return str(_("A colleague at the house is working on it."))
    if following.case.is_overdue:
        return str(
            _("We should have moved it on by now, and have not. You can remind us with a message below.")
        )
    unread = following.case.state == Case.State.RECEIVED
    template = _("A colleague reads it by %(day)s at the latest.") if unread else _(
        "A colleague is working on it. The next step is due by %(day)s."
    )  # fmt: skip
    return sentence(template, day=day_text(following.case.due_at))


def _after_closing(following: Any) -> str:
    if not following.may_reopen:
        return str(_("It was closed long ago. If something is wrong again, please write it anew."))
    if following.case.closed_at is None:
        return str(_("If it is not settled after all, you can open it again."))
    last = following.case.closed_at + REOPEN_WITHIN
    return sentence(
        _("If it is not settled after all, you can open it again until %(day)s."), day=day_text(last)
    )


def of_ruling(following: Any) -> str:
    """What a ruling means for the applicant now; empty while there is none that counts."""
    ruling = following.ruling
    if ruling is None:
        return ""
    if ruling.enforcement_asked_on:
        return str(_("Enforcement of the ruling was asked for. Tell us as soon as something reaches you."))
    rights = ruling.rights(following.case.calendar)
    if running := [right.last_day for right in rights if not right.is_over]:
        template = _("If you don’t agree with it, you can object until %(day)s. The house helps you with it.")
        return sentence(template, day=day_text(min(running)))
    if rights:
        return str(_("The time to object is over. A colleague at the house tells you what comes next."))
    if ruling.served_on is None and ruling.starts:
        return str(_("When the ruling is handed to you, tell us that day: your time to object starts then."))
    return str(_("A colleague at the house tells you what can be done now."))


def _next_of_promise(commitment: Commitment) -> str:
    if commitment.is_overdue:
        return sentence(
            _("The promised day has passed. We ask %(body)s, and whoever stands above it."),
            body=commitment.debtor,
        )
    return sentence(
        _("%(body)s has promised: “%(what)s”. When it says that it is done, we ask you first."),
        body=commitment.debtor,
        what=unstopped(commitment.what.open()),
    )


def _answer_due(referral: Referral) -> str:
    if referral.is_overdue or not referral.due_at:
        return sentence(_("%(body)s should have answered by now. We follow it up."), body=referral.body)
    return sentence(
        _("%(body)s must answer by %(day)s. If it does not, we follow it up."),
        body=referral.body,
        day=day_text(referral.due_at),
    )


def _hearing(referral: Referral) -> str:
    if referral.hearing_on and referral.hearing_on >= moment.today():
        return sentence(
            _("The board hears it on %(day)s. We help you to get ready; write to us or call."),
            day=day_text(referral.hearing_on),
        )
    return str(_("It is before the board. As soon as there is a date or a ruling, it stands here."))


def _plain(template: Any) -> Any:
    return lambda referral: sentence(template, body=referral.body)


NEXT_WITH_BODY = {
    Referral.State.SENT: _answer_due,
    Referral.State.INFO: _plain(_("%(body)s asked for something. Until it has it, its time stands still.")),
    Referral.State.PROMISED: _plain(_("%(body)s has said what it will do.")),
    Referral.State.PETITION: _plain(_("Your own petition to the board is needed. The house helps you to "
                                      "write it: call or come by.")),
    Referral.State.BOARD: _hearing,
    Referral.State.NOT_COMPETENT: _plain(_("%(body)s says that another office is the right one. We decide "
                                           "in a few days.")),
    Referral.State.REFUSED: _plain(_("Whether the working group looks at it is yours to decide. If you "
                                     "are in doubt, write to us or call.")),
    Referral.State.APPEALED: _plain(_("The working group looks at the refusal of %(body)s.")),
}  # fmt: skip
NEXT_FOR_A_VOICE = NEXT_WITH_BODY | {
    Referral.State.PETITION: _plain(_("%(body)s says that a petition to the board is needed. The house looks "
                                      "into it; write to us.")),
    Referral.State.REFUSED: _plain(_("%(body)s did not accept it. The house looks into what else can be "
                                     "done.")),
}  # fmt: skip
