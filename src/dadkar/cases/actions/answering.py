"""What a body says to a referral: drafted, released, and then with its effect."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.cases.actions.doors import share_bars
from dadkar.cases.actions.standing import hold, settle
from dadkar.cases.actions.telling import tell_applicant, tell_body, tell_desk, tell_matter
from dadkar.cases.models import (
    Answer,
    Referral,
    SharedFile,
)
from dadkar.cases.models.referral import FLOW as REFERRAL_FLOW
from dadkar.commitments.models import Commitment
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.kernel.persian import digits
from dadkar.kernel.together import together
from dadkar.people.models import Role, User
from dadkar.records.models import Attachment, Letter

STEP_WITHIN, HEARING_WITHIN = timedelta(days=90), timedelta(days=180)
TOO_FAR = _(
    "A step is promised for the next %(days)s days. If the whole takes longer, promise its first step now."
)
TOO_LATE = _(
    "A hearing lies in the next %(days)s days. Until the board has set a nearer one, promise a step instead."
)
FOR_APPLICANTS: dict[str, str] = {
    Answer.Kind.CLAIM: "word",
    Answer.Kind.EXTENSION: "asked",
    Answer.Kind.ASK_INFO: "asked",
}
ABOUT_A_STEP = (Answer.Kind.CLAIM, Answer.Kind.EXTENSION)


def may_answer(referral: Referral, kind: str, *, by: User, steps: Sequence[Commitment] | None = None) -> bool:
    """Whether the referral's state, or a promise that is open, leaves room for this kind of answer.

    `steps`: the promises made in this referral, when they are at hand.
    """
    if kind not in ABOUT_A_STEP:
        return REFERRAL_FLOW.allows(referral, kind, by)
    steps = promises_of(referral) if steps is None else steps
    return any(step.state == Commitment.State.OPEN for step in steps) and access.answers_for(by, referral)


@together
def draft_answer(
    referral: Referral, kind: str, text: str, *, by: User, files: Sequence[Any] = (), **values: Any
) -> Answer:
    """What the body wants to say, and its evidence; nothing has happened until it is released."""
    answer = Answer(referral=referral, kind=kind, text=text, author=by, **values)
    access.permit_answer(by, "draft", answer)
    _require_own_promise(answer)
    answer.save()
    _keep_evidence(answer, files, by)
    referral.record("answer_draft", by=by, answer=str(answer.uuid), kind=kind)
    tell_body(referral, "draft", answer.uuid, Role.AGENCY_MANAGER, by=by)
    return answer


@together
def redraft_answer(answer: Answer, *, by: User, files: Sequence[Any] = (), **values: Any) -> None:
    """Write a returned answer anew; evidence is added to what was there."""
    answer.redraft(by=by, **values)
    _require_own_promise(answer)
    _keep_evidence(answer, files, by)


@together
def add_evidence(answer: Answer, uploads: Sequence[Any], *, by: User) -> list[SharedFile]:
    """Keep a body's files with an answer that has not gone; the house sees them when it is released."""
    access.permit_answer(by, "draft", answer)
    if answer.state not in (Answer.State.DRAFT, Answer.State.RETURNED):
        raise WrongState(_("This answer has gone; what it says, and its files, stay as they are."))
    return _keep_evidence(answer, uploads, by)


def _keep_evidence(answer: Answer, uploads: Sequence[Any], by: User) -> list[SharedFile]:
    referral = answer.referral
    kept = Attachment.keep_all(uploads, house=referral.house, key_owner=referral.case_uuid, by=by)
    given = {"referral": referral, "from_body": True, "answer": answer, "by": by.ref}
    return [SharedFile.objects.create(attachment=one, **given) for one in kept]


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
    hold(referral.case)
    EFFECTS[Answer.Kind(answer.kind)](answer, referral, by)
    answer.release_as(by=by)
    settle(referral.case, by=by)
    tell_desk(referral.case, "answer", answer.uuid, by=by)
    kind = FOR_APPLICANTS.get(answer.kind, "answer")
    if kind != "asked":
        tell_matter(referral.case, kind, answer.uuid)
    elif not referral.case.ended_as:
        tell_applicant(referral.case, kind, answer.uuid)


def receive_letter(referral: Referral, *, number: str, dated: date, by: User, **fields: Any) -> Letter:
    """Keep the letter in which a body answered, in reply to the referral's own."""
    access.permit_referral(by, "receive_letter", referral)
    return Letter.receive(
        house=referral.house,
        sender=referral.body,
        number=number,
        dated=dated,
        by=by,
        in_reply_to=referral.letter,
        content={},
        **fields,
    )


@together
def keep_letter(
    referral: Referral, *, number: str, dated: date, by: User, registry_number: str = "",
    registry_date: date | None = None, scan: Any = None,
) -> Letter:  # fmt: skip
    """One letter may answer several referrals; it is kept once, by its sender, number and date.

    Raises WrongState when it was registered before ours was sent, or has its scan already, and `Refused`
    for a scan that can't be kept.
    """
    if referral.sent_at and (registry_date or dated) < timezone.localdate(referral.sent_at):
        raise WrongState(_("This lies before our own letter was sent."))
    known = Letter.objects.filter(
        house=referral.house, direction=Letter.Direction.IN, correspondent=referral.body, number=number,
        dated=dated,
    ).first()  # fmt: skip
    uuid = known.uuid if known else uuid4()
    kept = Attachment.keep(scan, house=referral.house, key_owner=uuid, by=by) if scan else None
    if known:
        if kept:
            known.add_scan(kept)
        return known
    return receive_letter(
        referral, number=number, dated=dated, by=by, uuid=uuid, registry_number=registry_number,
        registry_date=registry_date, scan=kept,
    )  # fmt: skip


@together
def add_scan(letter: Letter, upload: Any, *, by: User) -> Attachment:
    """The picture of a letter that was recorded without one; whoever recorded an answer of it may add it."""
    scan = Attachment.keep(upload, house=letter.house, key_owner=letter.uuid, by=by)
    letter.add_scan(scan)
    return scan


def may_record(referral: Referral, kind: str, *, by: User, steps: Sequence[Commitment]) -> bool:
    """Whether the house can write down that the body answered so, in a letter; `steps`: its promises."""
    if kind in ABOUT_A_STEP:
        return any(step.state == Commitment.State.OPEN for step in steps)
    return REFERRAL_FLOW.allows(referral, kind, by)


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
    referral.record(
        "answer_by_letter",
        by=by,
        answer=str(answer.uuid),
        kind=kind,
        letter=letter.number,
        registry_date=letter.registry_date.isoformat() if letter.registry_date else None,
    )
    release(answer, by=by)
    return answer


def _promise(answer: Answer, referral: Referral, by: Actor) -> None:
    _require_near(answer, STEP_WITHIN, TOO_FAR)
    commitment = answer.commitment = Commitment.promise(
        house=referral.house,
        debtor=referral.body,
        owed_to=referral.case_uuid,
        step=answer.step,
        what=answer.text.open(),
        due_on=_day(answer),
        by=by,
        at=answer.given_at,
    )
    scope = Commitment.scope()
    scope.open_to(commitment, access.desk_principals(referral.case) + access.body_principals(referral.body))
    share_bars(referral.case, Commitment, commitment)
    referral.answer("promise", by=by, at=answer.given_at)


def _plain_answer(answer: Answer, referral: Referral, by: Actor) -> None:
    referral.answer(answer.kind, by=by, at=answer.given_at)


def _before_board(answer: Answer, referral: Referral, by: Actor) -> None:
    _require_near(answer, HEARING_WITHIN, TOO_LATE)
    _require_to_come(answer)
    referral.answer("before_board", by=by, hearing_on=answer.day, at=answer.given_at)


def _not_competent(answer: Answer, referral: Referral, by: Actor) -> None:
    other = answer.other_body
    if other is None:
        raise WrongState(_("Say which body is competent."))
    if referral.workplace and other.same_body(referral.workplace):
        raise WrongState(
            access.COMPLAINED_ABOUT
        )  # a workplace the body wasn't told of must not be found out so
    referral.answer("not_competent", by=by, other_body=str(other.uuid), at=answer.given_at)


def _ask_info(answer: Answer, referral: Referral, by: Actor) -> None:
    referral.ask_info(answer.text.open(), by=by, at=answer.given_at)


def _claim(answer: Answer, referral: Referral, by: Actor) -> None:
    _promised(answer).claim(answer.text.open(), by=by)


def _extension(answer: Answer, referral: Referral, by: Actor) -> None:
    _require_near(answer, STEP_WITHIN, TOO_FAR)
    _promised(answer).ask_extension(_day(answer), answer.text.open(), by=by)


def _require_near(answer: Answer, within: timedelta, sentence: Any) -> None:
    """A body can't push a matter out of sight with a far day. What it wrote in a letter is kept as it is."""
    if answer.letter is None and answer.day and answer.day > moment.today() + within:
        raise WrongState(sentence % {"days": digits(within.days)})


def _require_to_come(answer: Answer) -> None:
    """A hearing that is over is no lawful wait. What a body wrote in a letter is kept as it is."""
    if answer.letter is None and answer.day and answer.day < moment.today():
        raise WrongState(_("The hearing's day is over. Say when the next one is, or answer otherwise."))


def _promised(answer: Answer) -> Commitment:
    if answer.commitment is None:
        raise WrongState(_("Say which promise this is about."))
    return answer.commitment


def _day(answer: Answer) -> date:
    if answer.day is None:
        raise WrongState(_("Say by which day."))
    return answer.day


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
