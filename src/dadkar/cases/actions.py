"""The verbs that span a case, its referrals and its commitments.

Each runs in one transaction and ends with `settle`, which puts the case where its parts have brought it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.cases import access, search
from dadkar.cases.filing import Filing, add_file, bar_body_complained_about, file_case  # noqa: F401
from dadkar.cases.models import (
    Answer, Call, Case, CaseFile, CaseQueue, Contact, Message, Receipt, Referral, SharedFile,
)  # fmt: skip
from dadkar.commitments.models import Commitment, Confirmation, Outcome
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor, Applicant
from dadkar.kernel.known_calendar import calendar_as_known
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.kernel.sealing import receipts
from dadkar.kernel.together import together
from dadkar.people.models import Principal, User
from dadkar.records.models import Attachment, Letter

CONFIRM_WITHIN = 10
SAFE_ATTEMPTS = 2
COMPLAINED_ABOUT = _("The body complained about can't be the one that is competent.")
DECIDE_WITHIN = 3


# -- filing ---------------------------------------------------------------------------------------


@together
def add_files(case: Case, uploads: list[Any], *, by: Actor) -> None:
    """Keep several files, or none: one that can't be kept stops them all. Raises `Refused`."""
    if not (access.holds_code(by, case.uuid) or access.works_on(by, case)):
        raise NotAllowed(_("This case isn't open to you."))
    for upload in uploads:
        add_file(case, upload, by=by)
    case.record("files", by=by, count=len(uploads))


@together
def set_contact(case: Case, values: dict[str, str], *, by: Actor) -> Contact:
    """Write how the applicant can be reached; what is not given stays."""
    access.permit(by, "contact", case)
    contact = Contact.objects.of(case).first() or Contact(case=case, by=by.ref)
    for name, value in values.items():
        setattr(contact, name, value)
    contact.save()
    case.record("contact_changed", by=by, fields=sorted(values))
    return contact


@together
def recover_code(case: Case, reason: str, *, by: User) -> str:
    """A new code for somebody who lost theirs, in person at the house; the old one is dead. Returns it."""
    access.permit(by, "recover_code", case)
    issued = receipts.issue(receipts.new_nonce())
    Receipt.objects.of(case).get().replace(issued, by_office=True)
    case.record("code_recovered", by=by, body={"reason": reason})
    return issued.code


@together
def renew_code(case: Case, *, by: Applicant) -> str:
    """The holder takes a code that the office has never seen. Returns it."""
    issued = receipts.issue(receipts.new_nonce())
    Receipt.objects.of(case).get().replace(issued, by_office=False)
    case.record("code_renewed", by=by)
    return issued.code


@together
def say(case: Case, text: str, *, by: Actor) -> Message:
    """A message between the applicant and the desk."""
    applicant = isinstance(by, Applicant)
    if not (access.holds_code(by, case.uuid) or access.works_on(by, case)):
        raise NotAllowed(_("This case isn't open to you."))
    side = Message.Side.APPLICANT if applicant else Message.Side.DESK
    message = Message.objects.create(case=case, side=side, text=text, by=by.ref)
    case.record("message", by=by, side=side.value)
    search.reindex(case)
    return message


# -- doors ----------------------------------------------------------------------------------------


@together
def bar(case: Case, principals: list[int], *, by: Actor, why: str) -> None:
    """These must not see the case, nor any part of it."""
    Case.scope().bar_from(case, principals)
    for referral in Referral.objects.as_system("bars reach every part").filter(case=case):
        Referral.scope().bar_from(referral, principals)
    for commitment in commitments_of(case):
        Commitment.scope().bar_from(commitment, principals)
    case.record("bar", by=by, principals=principals, body={"why": why})


@together
def recuse(case: Case, reason: str, *, by: User) -> None:
    """Step away: from now on the recused does not see the case; it waits for somebody else."""
    access.permit(by, "recuse", case)
    case.record("recuse", by=by, body={"reason": reason})
    if case.officer_id == by.pk:
        case.set(officer=None)
    bar(case, [Principal.objects.of_user(by)], by=by, why=reason)


def _share_bars(case: Case, model: Any, row: Any) -> None:
    """A new part of a case is closed to whom the case is closed to."""
    barred = Case.scope().bar._base_manager.filter(case=case).values_list("principal_id", flat=True)
    model.scope().bar_from(row, barred)


# -- referring ------------------------------------------------------------------------------------


@together
def draft_referral(case: Case, body: Any, summary: str, *, topic: Any = None, by: User) -> Referral:
    """Write a summary for one body. Never for the body complained about."""
    access.permit(by, "refer", case)
    topic = topic or case.topic
    if topic is None:
        raise WrongState(_("Set the topic first: it decides the term for the answer."))
    if case.workplace_id and body.same_body(case.workplace):
        raise NotAllowed(_("A case is never sent to the body it complains about."))
    referral = Referral.objects.create(
        house=case.house, case=case, case_uuid=case.uuid, body=body, topic=topic, summary=summary,
        workplace=None if case.needs_care else case.workplace, written_by=by,
    )  # fmt: skip
    Referral.scope().open_to(referral, access.desk_principals(case))
    _share_bars(case, Referral, referral)
    referral.record("draft", by=by, body_uuid=str(body.uuid))
    return referral


@together
def send_referrals(referrals: list[Referral], *, by: User, content: dict[str, Any], in_reply_to: Any = None) -> Letter:
    """Send one or several agreed referrals to one body in one numbered letter.

    `content` is what the letter says beside the summaries: subject, opening, copies, signatory.
    Raises WrongState when they go to different bodies.
    """
    bodies = {referral.body_id for referral in referrals}
    if len(bodies) != 1:
        raise WrongState(_("One letter goes to one body."))
    first = referrals[0]
    letter = Letter.send(house=first.house, to=first.body, content=content, by=by, in_reply_to=in_reply_to)
    for referral in referrals:
        referral.send(letter, by=by)
        Referral.scope().open_to(referral, access.body_principals(referral.body))
        settle(referral.case, by=by)
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


# -- the body's answers ---------------------------------------------------------------------------


@together
def draft_answer(
    referral: Referral, kind: str, text: str, *, by: User, files: Sequence[Any] = (), **values: Any
) -> Answer:
    """What the body wants to say, and its evidence; nothing has happened until it is released."""
    answer = Answer(referral=referral, kind=kind, text=text, author=by, **values)
    access.permit_answer(by, "draft", answer)
    _require_own_promise(answer)
    answer.save()
    for upload in files:
        add_evidence(answer, upload, by=by)
    referral.record("answer_draft", by=by, answer=str(answer.uuid), kind=kind)
    return answer


@together
def redraft_answer(answer: Answer, *, by: User, files: Sequence[Any] = (), **values: Any) -> None:
    """Write a returned answer anew; evidence is added to what was there."""
    answer.redraft(by=by, **values)
    _require_own_promise(answer)
    for upload in files:
        add_evidence(answer, upload, by=by)


def add_evidence(answer: Answer, upload: Any, *, by: User) -> SharedFile:
    """Keep a body's file with its answer; the house sees it when the answer is released."""
    referral = answer.referral
    kept = Attachment.keep(upload, house=referral.house, key_owner=referral.case_uuid, by=by)
    return SharedFile.objects.create(referral=referral, attachment=kept, from_body=True, answer=answer, by=by.ref)


def _require_own_promise(answer: Answer) -> None:
    """A claim or an extension is about a promise that was made in this referral."""
    if answer.commitment_id and not promises_of(answer.referral).filter(pk=answer.commitment_id).exists():
        raise NotAllowed(_("That promise belongs to another referral."))


def promises_of(referral: Referral) -> Any:
    """The commitments that a body's answers to this referral have made, oldest first."""
    made = Commitment.objects.as_system("of one referral")
    return made.filter(answers__referral=referral, answers__kind=Answer.Kind.PROMISE).order_by("id")


@together
def release(answer: Answer, *, by: User) -> None:
    """Send a drafted answer: from here on it has its effect."""
    referral = answer.referral
    EFFECTS[Answer.Kind(answer.kind)](answer, referral, by)
    answer.release_as(by=by)
    settle(referral.case, by=by)


def receive_letter(referral: Referral, *, number: str, dated: date, by: User, **fields: Any) -> Letter:
    """Keep the letter in which a body answered, in reply to the referral's own."""
    access.permit_referral(by, "receive_letter", referral)
    return Letter.receive(
        house=referral.house, sender=referral.body, number=number, dated=dated, by=by,
        in_reply_to=referral.letter, content={}, **fields,
    )  # fmt: skip


@together
def record_letter_answer(
    referral: Referral, kind: str, text: str, *, by: User, letter: Letter, **values: Any
) -> Answer:
    """An answer that came by letter, without the body ever signing in; the letter is its release.

    It counts as given on the letter's registry date.
    """
    if letter.direction != Letter.Direction.IN or letter.correspondent_id != referral.body_id:
        raise WrongState(_("That letter did not come from this body."))
    answer = Answer(referral=referral, kind=kind, text=text, author=by, letter=letter, **values)
    _require_own_promise(answer)
    answer.save()
    referral.record("answer_by_letter", by=by, answer=str(answer.uuid), kind=kind, letter=letter.number,
                    registry_date=letter.registry_date.isoformat() if letter.registry_date else None)  # fmt: skip
    release(answer, by=by)
    return answer


def _promise(answer: Answer, referral: Referral, by: Actor) -> None:
    answer.commitment = Commitment.promise(
        house=referral.house, debtor=referral.body, owed_to=referral.case_uuid, step=answer.step,
        what=answer.text.open(), due_on=answer.day, by=by, at=answer.given_at,
    )  # fmt: skip
    scope = Commitment.scope()
    scope.open_to(answer.commitment, access.desk_principals(referral.case) + access.body_principals(referral.body))
    _share_bars(referral.case, Commitment, answer.commitment)
    referral.answer("promise", by=by, at=answer.given_at)


def _plain_answer(answer: Answer, referral: Referral, by: Actor) -> None:
    referral.answer(answer.kind, by=by, at=answer.given_at)


def _before_board(answer: Answer, referral: Referral, by: Actor) -> None:
    referral.answer("before_board", by=by, hearing_on=answer.day, at=answer.given_at)


def _not_competent(answer: Answer, referral: Referral, by: Actor) -> None:
    other = answer.other_body
    if other is None:
        raise WrongState(_("Say which body is competent."))
    if referral.workplace and other.same_body(referral.workplace):
        raise WrongState(COMPLAINED_ABOUT)  # a workplace the body wasn't told of must not be found out so
    referral.answer("not_competent", by=by, other_body=str(other.uuid), at=answer.given_at)


def _ask_info(answer: Answer, referral: Referral, by: Actor) -> None:
    referral.ask_info(answer.text.open(), by=by, at=answer.given_at)


def _claim(answer: Answer, referral: Referral, by: Actor) -> None:
    answer.commitment.claim(answer.text.open(), by=by)


def _extension(answer: Answer, referral: Referral, by: Actor) -> None:
    answer.commitment.ask_extension(answer.day, answer.text.open(), by=by)


EFFECTS = {
    Answer.Kind.PROMISE: _promise,
    Answer.Kind.NEED_PETITION: _plain_answer,
    Answer.Kind.BEFORE_BOARD: _before_board,
    Answer.Kind.NOT_COMPETENT: _not_competent,
    Answer.Kind.REFUSE: _plain_answer,
    Answer.Kind.ASK_INFO: _ask_info,
    Answer.Kind.CLAIM: _claim,
    Answer.Kind.EXTENSION: _extension,
}


# -- the applicant's key --------------------------------------------------------------------------


@together
def confirm(
    case: Case, commitment: Commitment, outcome: str, *, by: Actor, via: str, amount_rial: int | None = None,
    remains: str = "",
) -> Confirmation:  # fmt: skip
    """It was done. In full, the case is settled; otherwise the body owes the next step."""
    confirmation = commitment.confirm(outcome, by=by, via=via, amount_rial=amount_rial, remains=remains)
    if outcome == Outcome.FULL:
        _end_referrals(case, "outcome", by=by)
        case.confirm(by=by, via=via)
    else:
        _owe_next_step(case, commitment, remains, by=by)
    settle(case, by=by)
    return confirmation


@together
def dispute(case: Case, commitment: Commitment, remains: str, *, by: Actor, via: str) -> Confirmation:
    """It was not done: the commitment is open again, and the dispute is counted."""
    confirmation = commitment.dispute(remains, by=by, via=via)
    settle(case, by=by)
    return confirmation


@together
def take_back(case: Case, confirmation: Confirmation, reason: str, *, by: Actor) -> None:
    """Take a confirmation back; a case it had closed is open again."""
    commitment = confirmation.commitment
    commitment.take_back(confirmation, reason, by=by)
    if not case.is_open:
        case.reopen(reason, by=by)
    ended = _referrals(case).filter(answers__commitment=commitment, state=Referral.State.ENDED)
    for referral in ended.distinct():
        referral.reopen(reason, by=access.CLOSING)
        referral.answer("promise", by=access.CLOSING)
    settle(case, by=by)


def may_close_unconfirmed(case: Case) -> bool:
    """After a claim: ten working days without an answer, and two recorded safe attempts to ask."""
    claims = [c.claimed_at for c in commitments_of(case) if c.state == Commitment.State.CLAIMED]
    if not claims:
        return False
    calendar = calendar_of(case)
    over = calendar.add_working_days(calendar.day_of(max(claims)), CONFIRM_WITHIN)
    attempts = Call.objects.of(case).filter(safe=True, asked_to_confirm=True, at__gte=max(claims))
    return moment.today() > over and attempts.count() >= SAFE_ATTEMPTS


@together
def close_unconfirmed(case: Case, reason: str, *, by: User) -> None:
    """Close without the applicant's word; counted apart everywhere. Raises WrongState too early."""
    if not may_close_unconfirmed(case):
        raise WrongState(
            _("It can be closed as unconfirmed ten working days after the claim, with two safe attempts in the diary.")
        )
    for commitment in commitments_of(case):
        if commitment.state == Commitment.State.CLAIMED:
            commitment.leave_unconfirmed(reason, by=by)
    case.close_unconfirmed(reason, by=by)
    _end_referrals(case, "unconfirmed", by=by)
    settle(case, by=by)


@together
def withdraw(case: Case, reason: str, *, by: Actor) -> None:
    """The applicant does not want to go on; what was promised is given up."""
    case.withdraw(reason, by=by)
    for commitment in commitments_of(case):
        if commitment.state in (Commitment.State.OPEN, Commitment.State.CLAIMED):
            commitment.withdraw(reason, by=by)
    _end_referrals(case, "withdrawn", by=by)
    settle(case, by=by)


@together
def decline(case: Case, reason: str, *, by: User) -> None:
    case.decline(reason, by=by)
    _end_referrals(case, "declined", by=by)
    settle(case, by=by)


@together
def reopen(case: Case, reason: str, *, by: Actor) -> None:
    case.reopen(reason, by=by)
    settle(case, by=by)


@together
def end_referral(referral: Referral, why: str, *, by: User) -> None:
    """The house ends one referral; the case goes on with the others."""
    referral.end(why, by=by)
    settle(referral.case, by=by)


@together
def give_info(referral: Referral, text: str, *, by: Actor) -> None:
    referral.give_info(text, by=by)
    settle(referral.case, by=by)


@together
def send_back(referral: Referral, reason: str, *, by: Actor) -> None:
    referral.send_back(reason, by=by)
    settle(referral.case, by=by)


@together
def appeal(referral: Referral, reason: str, *, by: Actor) -> None:
    """The applicant asks the working group to look at a refusal."""
    referral.appeal(reason, by=by)
    settle(referral.case, by=by)


@together
def agree_not_competent(referral: Referral, *, by: User, redirected_to: Any = None) -> None:
    complained = referral.case.workplace
    if redirected_to and complained and redirected_to.same_body(complained):
        raise WrongState(COMPLAINED_ABOUT)
    referral.agree_not_competent(by=by, redirected_to=redirected_to)
    settle(referral.case, by=by)


@together
def grant_extension(case: Case, commitment: Commitment, extension: Any, *, by: Actor) -> None:
    commitment.extend(extension, by=by)
    settle(case, by=by)


# -- where it stands ------------------------------------------------------------------------------


def commitments_of(case: Case) -> list[Commitment]:
    """What is owed to the people of a case."""
    return list(Commitment.objects.as_system("of one case").filter(owed_to=case.uuid).order_by("id"))


def _referrals(case: Case) -> Any:
    return Referral.objects.as_system("of one case").filter(case=case).order_by("id")


def _end_referrals(case: Case, why: str, *, by: Actor) -> None:
    for referral in _referrals(case).exclude(state=Referral.State.ENDED):
        referral.end(why, by=access.CLOSING)


def _owe_next_step(case: Case, commitment: Commitment, remains: str, *, by: Actor) -> None:
    """The step is done and the outcome is not: unless another promise runs, the body must answer again."""
    for referral in _referrals(case).filter(answers__commitment=commitment, state=Referral.State.PROMISED).distinct():
        running = Commitment.objects.as_system("of one referral").running()
        if not running.filter(answers__referral=referral).exists():
            referral.next_step(remains, by=access.CLOSING)


@together
def settle(case: Case, *, by: Actor) -> None:
    """Put the case where its referrals and commitments have brought it, and in its place in the queues."""
    case.refresh_from_db()
    if case.state != Case.State.RECEIVED and case.is_open:
        state, due_at = standing(case)
        case.follow(state, by=access.CLOSING, due_at=_own_clock(case, state, by) or due_at)
    queue(case)


def _own_clock(case: Case, state: str, by: Actor) -> datetime | None:
    """The house's own clock runs exactly while nobody else has to move."""
    if state != Case.State.TRIAGE:
        case.clock.stop_if_running(by=by)
        return None
    reading = case.clock.replay()
    return reading.due_at if reading.running else case.start_reading(by=by)


def standing(case: Case) -> tuple[str, datetime | None]:
    """The state that follows from the parts, and the next moment by which somebody must act."""
    commitments = commitments_of(case)
    waits = _waits(case, commitments)
    due_at = min(waits) if waits else None
    if any(c.state == Commitment.State.CLAIMED for c in commitments):
        return Case.State.CLAIMED, due_at
    if any(c.state == Commitment.State.OPEN for c in commitments):
        return Case.State.PROMISED, due_at
    if waits:
        return Case.State.REFERRED, due_at
    return Case.State.TRIAGE, None


def _waits(case: Case, commitments: list[Commitment]) -> list[datetime]:
    calendar = calendar_of(case)
    waits = []
    for commitment in commitments:
        if commitment.state == Commitment.State.OPEN:
            waits.append(commitment.due_at)
        elif commitment.state == Commitment.State.CLAIMED:
            waits.append(_after(calendar, commitment.claimed_at, CONFIRM_WITHIN))
    for referral in _referrals(case).with_the_body():
        if referral.state == Referral.State.SENT:
            waits.append(referral.due_at)
        elif referral.state == Referral.State.BOARD and referral.hearing_on:
            waits.append(calendar.closes_at(referral.hearing_on))
        elif referral.state != Referral.State.PROMISED:
            waits.append(_after(calendar, referral.answered_at or referral.sent_at, DECIDE_WITHIN))
    return waits


def calendar_of(case: Case) -> Any:
    """The working-day calendar of the house, in the county of the case."""
    area = case.county.area if case.county else case.house.area
    return calendar_as_known(area=area, owner=case.house.uuid)


def _after(calendar: Any, since: datetime, days: int) -> datetime:
    """The close of office `days` working days after a moment."""
    day: date = calendar.add_working_days(calendar.day_of(since), days)
    return calendar.closes_at(day)


def queue(case: Case) -> None:
    """Write the case's place in the queues of its desks; a closed case has none."""
    CaseQueue._base_manager.filter(case=case).delete()
    if case.is_open and case.due_at:
        CaseQueue._base_manager.bulk_create(
            [CaseQueue(principal_id=one, due_at=case.due_at, case=case) for one in access.desk_principals(case)]
        )
