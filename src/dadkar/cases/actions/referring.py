"""Handing a case to a body, and what the house says to its answers."""

from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.cases.actions.doors import share_bars
from dadkar.cases.actions.standing import hold, queue, referrals_of, settle
from dadkar.cases.actions.telling import tell_applicant, tell_body, tell_desk, tell_staff
from dadkar.cases.care import require_care
from dadkar.cases.filing import bar_body_complained_about
from dadkar.cases.matter import lead_of, open_voices_of
from dadkar.cases.models import (
    Case,
    CaseFile,
    Referral,
    SharedFile,
)
from dadkar.cases.models.referral_states import UNSENT
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.together import together
from dadkar.people.models import User
from dadkar.records.models import Letter


@together
def classify(case: Case, *, by: Actor, **values: Any) -> None:
    """Set topic, workplace, county, urgency or sensitivity, with what follows from it for the case's parts.

    What has not gone out yet names the workplace as it is known now, or none where care is needed.
    """
    hold(case)
    case.classify(by=by, **values)
    for voice in open_voices_of(case):
        access.require_as_urgent(case, voice)
    if case.lead:
        access.require_as_urgent(case.lead, case)
        for referral in (
            referrals_of(lead_of(case)).exclude(state=Referral.State.ENDED).select_related("body")
        ):
            access.require_not_complained_about(referral.body, case)
    bar_body_complained_about(case)
    unsent = referrals_of(case).filter(state__in=UNSENT)
    for referral in unsent:
        referral.set(workplace=None if case.needs_care else case.workplace)
    queue(case)


@together
def draft_referral(case: Case, body: Any, summary: str, *, topic: Any = None, by: User) -> Referral:
    """Write a summary for one body. Never for the body complained about."""
    access.permit(by, "refer", case)
    if case.is_voice:
        raise WrongState(_("It is followed together with another case: write the summary there."))
    if case.state == Case.State.RECEIVED or not case.is_open:
        raise WrongState(_("Take the case, or open it again, before it is referred."))
    topic = topic or case.topic
    if topic is None:
        raise WrongState(_("Set the topic first: it decides the term for the answer."))
    _require_not_complained_about(body, case)
    referral = Referral.objects.create(
        house=case.house,
        case=case,
        case_uuid=case.uuid,
        body=body,
        topic=topic,
        summary=summary,
        workplace=None if case.needs_care else case.workplace,
        written_by=by,
    )
    Referral.scope().open_to(referral, access.desk_principals(case))
    share_bars(case, Referral, referral)
    referral.record("draft", by=by, body_uuid=str(body.uuid))
    return referral


def _require_not_complained_about(body: Any, case: Case) -> None:
    """Raise NotAllowed when the case, or a voice of it, complains about the body."""
    access.require_not_complained_about(body, case)
    for voice in open_voices_of(case):
        access.require_not_complained_about(body, voice)


@together
def propose(referral: Referral, *, by: Actor) -> None:
    """Lay a summary before the applicant, who is told, or a second case worker."""
    hold(referral.case)
    require_care(referral)
    referral.propose(by=by)
    if not referral.case.ended_as:
        tell_applicant(referral.case, "asked", f"{referral.uuid}/{uuid4()}")


@together
def agree(referral: Referral, *, by: Actor) -> None:
    """It may go out; its desk is told."""
    hold(referral.case)
    referral.agree(by=by)
    tell_desk(referral.case, "agreed", f"{referral.uuid}/{uuid4()}", by=by)


@together
def agree_told(referral: Referral, via: str, *, by: Actor) -> None:
    """The applicant agreed by telephone or in person."""
    hold(referral.case)
    referral.agree_told(via, by=by)
    tell_desk(referral.case, "agreed", f"{referral.uuid}/{uuid4()}", by=by)


@together
def correct(referral: Referral, text: str, *, by: Actor) -> None:
    """Something must be put otherwise; its desk is told."""
    hold(referral.case)
    referral.correct(text, by=by)
    tell_desk(referral.case, "correct", f"{referral.uuid}/{uuid4()}", by=by)


@together
def take(case: Case, *, by: User) -> None:
    """Become its officer: it stands in one's hands, in the queues too."""
    hold(case)
    case.take(by=by)
    settle(case, by=by)


@together
def assign(case: Case, to: User, *, by: Actor, note: str = "") -> None:
    """Give a case to a colleague, who is told."""
    hold(case)
    case.assign(to, by=by, note=note)
    settle(case, by=by)
    tell_staff(case, "assigned", uuid4(), [to], by=by)


@together
def send_referrals(
    referrals: list[Referral], *, by: User, content: dict[str, Any], in_reply_to: Any = None
) -> Letter:
    """Send one or several agreed referrals to one body in one numbered letter.

    `content` is what the letter says beside the summaries: subject, opening, copies, signatory.
    Raises WrongState when they go to different bodies.
    """
    bodies = {referral.body_id for referral in referrals}
    if len(bodies) != 1:
        raise WrongState(_("One letter goes to one body."))
    for referral in sorted(referrals, key=lambda one: one.case_id):
        hold(referral.case)
    first = referrals[0]
    letter = Letter.send(house=first.house, to=first.body, content=content, by=by, in_reply_to=in_reply_to)
    for referral in referrals:
        _require_not_complained_about(referral.body, referral.case)
        require_care(referral)
        referral.send(letter, by=by)
        Referral.scope().open_to(referral, access.body_principals(referral.body))
        settle(referral.case, by=by)
        tell_body(referral, "referral", referral.uuid, by=by)
    return letter


def share_file(referral: Referral, file: CaseFile, *, by: Actor) -> SharedFile:
    """Show one file to one body."""
    access.permit_referral(by, "share", referral)
    shared, new = SharedFile.objects.as_system("shared once").get_or_create(
        referral=referral, attachment=file.attachment, defaults={"by": by.ref}
    )
    if new:
        referral.record("share_file", by=by, attachment=str(file.attachment.uuid))
    return shared


@together
def end_referral(referral: Referral, reason: str = "", *, by: User) -> None:
    """The house ends one referral; the case goes on with the others.

    So a refusal is accepted, and a working group that was asked to look at it has decided: the applicant
    reads why. Raises WrongState when that is not said.
    """
    hold(referral.case)
    refused = referral.state in (Referral.State.REFUSED, Referral.State.APPEALED)
    if refused and not reason:
        raise WrongState(_("Say why the refusal stands: the applicant reads it."))
    referral.end("refusal-accepted" if refused else "discarded", reason, by=by)
    settle(referral.case, by=by)
    if refused:
        tell_applicant(referral.case, "answer", f"{referral.uuid}/{uuid4()}")


@together
def give_info(referral: Referral, text: str, *, by: Actor) -> None:
    hold(referral.case)
    referral.give_info(text, by=by)
    settle(referral.case, by=by)
    tell_body(referral, "info", uuid4(), by=by)


@together
def send_back(referral: Referral, reason: str, *, by: Actor) -> None:
    hold(referral.case)
    referral.send_back(reason, by=by)
    settle(referral.case, by=by)
    tell_body(referral, "back", uuid4(), by=by)


@together
def appeal(referral: Referral, reason: str, *, by: Actor, via: str = "") -> None:
    """The applicant asks the working group to look at a refusal."""
    hold(referral.case)
    referral.appeal(reason, by=by, via=via)
    settle(referral.case, by=by)
    tell_desk(referral.case, "appeal", uuid4(), by=by)


@together
def agree_not_competent(referral: Referral, *, by: User, redirected_to: Any = None) -> None:
    hold(referral.case)
    complained = referral.case.workplace
    if redirected_to and complained and redirected_to.same_body(complained):
        raise WrongState(access.COMPLAINED_ABOUT)
    referral.agree_not_competent(by=by, redirected_to=redirected_to)
    settle(referral.case, by=by)
