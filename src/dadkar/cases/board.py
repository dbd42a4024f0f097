"""The verbs of the board's track: petition, consent, hearing, ruling, service, enforcement.

The board's wait is lawful: `Petition.next_on` and the referrals before the board carry its next date, which
is the date of the case while it waits. Amounts in rial.
"""

from datetime import date, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dadkar.cases import access, actions
from dadkar.cases.models import Board, Case, Hearing, Petition, Referral, Ruling
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import NotAllowed, WrongState
from dadkar.kernel.together import together

LOOK_AGAIN_AFTER = 10
"""Working days after which somebody asks the board again when it has set no date."""


# -- petition ---------------------------------------------------------------------------------------


@together
def prepare_petition(
    case: Case, board: str, *, by: Actor, nonce: UUID | None = None, **content: Any
) -> Petition:
    """Write a draft for a board; `content` is wants, claims, explanation and papers_ready.

    Here and below, the same `nonce` is the same row: a second submit of one form changes nothing.
    """
    access.permit(by, "petition", case)
    petition, new = Petition.write_once(case, nonce, by=by, board=Board(board).value, **content)
    if new:
        case.record("petition", by=by, petition=str(petition.uuid), board=petition.board)
    return petition


@together
def rewrite_petition(petition: Petition, *, by: Actor, **content: Any) -> None:
    """Change a draft. What was filed stays as it was, but for the papers that became ready."""
    access.permit(by, "petition", petition.case)
    if petition.is_filed and set(content) - {"papers_ready"}:
        raise WrongState(_("It has been filed: it can't be written anew. Prepare another one."))
    _set(petition, **content)
    petition.case.record("petition", by=by, petition=str(petition.uuid), board=petition.board, rewritten=True)


@together
def consent(petition: Petition, via: str, *, by: Actor) -> None:
    """The applicant knows that the employer will see the name, and agrees; nothing shows it before."""
    access.permit(by, "petition_consent", petition.case)
    _set(petition, consent_via=Petition.ConsentVia(via).value, consent_at=moment.now())
    petition.case.record("petition_consent", by=by, petition=str(petition.uuid), via=petition.consent_via)


@together
def take_consent_back(petition: Petition, reason: str, *, by: Actor) -> None:
    """The applicant no longer agrees; after filing the board has the name already."""
    access.permit(by, "petition_consent", petition.case)
    if petition.is_filed:
        raise WrongState(_("It has been filed, so the board and the employer have the name already."))
    _set(petition, consent_via="", consent_at=None)
    petition.case.record("petition_consent_back", by=by, petition=str(petition.uuid), body={"reason": reason})


def require_consent(petition: Petition) -> None:
    """Raise NotAllowed unless the applicant agreed that the name will be seen."""
    if not petition.is_consented:
        raise NotAllowed(_("First the applicant must know that the employer will see the name, and agree."))


@together
def open_for_paper(petition: Petition, *, by: Actor) -> None:
    """Somebody reads the name, to print it on the petition: an event that the applicant sees."""
    access.permit(by, "petition", petition.case)
    require_consent(petition)
    why = str(_("To print the petition to the %(board)s") % {"board": petition.get_board_display()})
    petition.case.record("contact_opened", by=by, petition=str(petition.uuid), body={"reason": why})


@together
def file_petition(petition: Petition, on: date, *, by: Actor, number: str = "") -> None:
    """It was handed to the board, which may have given it a number."""
    access.permit(by, "petition", petition.case)
    require_consent(petition)
    if petition.is_filed:
        raise WrongState(_("It has been filed already."))
    _require_past(on)
    _set(petition, filed_on=on, board_number=number)
    petition.case.record("petition_filed", by=by, petition=str(petition.uuid), on=on.isoformat())
    earlier = Petition.objects.of(petition.case).exclude(pk=petition.pk).exclude(next_on=None)
    earlier.update(next_on=None)  # the matter has moved on to this board
    _wait(petition, look_again(petition.case), by=by)


@together
def look_again_on(petition: Petition, on: date | None, reason: str, *, by: Actor) -> None:
    """Set the day by which somebody looks again; None when nothing more is expected of this board."""
    access.permit(by, "petition", petition.case)
    _require_filed(petition)
    facts = {"petition": str(petition.uuid), "on": on.isoformat() if on else None}
    petition.case.record("board_date", by=by, body={"reason": reason}, **facts)
    _wait(petition, on, by=by)


# -- hearings ---------------------------------------------------------------------------------------


@together
def set_hearing(
    petition: Petition,
    on: date,
    *,
    by: Actor,
    hour: time | None = None,
    place: str = "",
    nonce: UUID | None = None,
) -> Hearing:
    """The board set a session; its day is the matter's next date."""
    access.permit(by, "petition", petition.case)
    _require_filed(petition)
    _require_not_before(on, petition.filed_on, _("The session can't be before the petition was filed."))
    hearing, new = Hearing.write_once(
        petition.case, nonce, by=by, petition=petition, held_on=on, hour=hour, place=place
    )
    if new:
        petition.case.record("hearing", by=by, petition=str(petition.uuid), on=on.isoformat())
        _wait(petition, on, by=by)
    return hearing


@together
def move_hearing(hearing: Hearing, on: date, *, by: Actor, hour: time | None = None, place: str = "") -> None:
    """The board moved a session that has not brought anything yet."""
    access.permit(by, "petition", hearing.case)
    if hearing.outcome:
        raise WrongState(_("What this session brought is written down already; set another one."))
    _require_not_before(
        on, hearing.petition.filed_on, _("The session can't be before the petition was filed.")
    )
    before = hearing.held_on
    _set(hearing, held_on=on, hour=hour, place=place)
    hearing.case.record("hearing", by=by, petition=str(hearing.petition.uuid), on=on.isoformat(),
                        before=before.isoformat())  # fmt: skip
    _wait(hearing.petition, on, by=by)


@together
def record_result(hearing: Hearing, outcome: str, text: str, *, by: Actor, next_on: date) -> None:
    """What a session brought, and when somebody looks again: at the next session, if one is set."""
    access.permit(by, "petition", hearing.case)
    _require_past(hearing.held_on)
    _set(hearing, outcome=Hearing.Outcome(outcome).value, result=text)
    hearing.case.record("hearing_result", by=by, petition=str(hearing.petition.uuid), brought=hearing.outcome)
    if hearing.outcome == Hearing.Outcome.ADJOURNED:
        set_hearing(hearing.petition, next_on, by=by, place=hearing.place, nonce=hearing.uuid)
    _wait(hearing.petition, next_on, by=by)


# -- ruling -----------------------------------------------------------------------------------------


@together
def record_ruling(
    petition: Petition, given_on: date, *, by: Actor, nonce: UUID | None = None, **said: Any
) -> Ruling:
    """The board ruled; `said` is number, favour, amount_rial and summary.

    The applicant's own clock starts when it is served.
    """
    access.permit(by, "petition", petition.case)
    _require_filed(petition)
    _require_past(given_on)
    too_early = _("A ruling can't be given before the petition was filed.")
    _require_not_before(given_on, petition.filed_on, too_early)
    case = petition.case
    ruling, new = Ruling.write_once(case, nonce, by=by, petition=petition, given_on=given_on, **said)
    if new:
        case.record(
            "ruling", by=by, petition=str(petition.uuid), ruling=str(ruling.uuid), favour=str(ruling.favour),
            amount_rial=ruling.amount_rial,
        )  # fmt: skip
        _wait(petition, look_again(case), by=by)
    return ruling


@together
def serve_ruling(ruling: Ruling, on: date, *, by: Actor) -> None:
    """It was served on the applicant: the terms for an objection run from this day."""
    access.permit(by, "petition", ruling.case)
    _require_past(on)
    _require_not_before(on, ruling.given_on, _("A ruling can't be served before it was given."))
    _set(ruling, served_on=on)
    ruling.case.record("ruling_served", by=by, ruling=str(ruling.uuid), on=on.isoformat())
    last_days = [one.last_day for one in ruling.rights(ruling.case.calendar) if not one.is_over]
    _wait(ruling.petition, min(last_days, default=look_again(ruling.case)), by=by)


@together
def ask_enforcement(ruling: Ruling, on: date, *, by: Actor, next_on: date) -> None:
    """The enforcement of a ruling was asked for; somebody looks again by `next_on`."""
    access.permit(by, "petition", ruling.case)
    _require_past(on)
    _require_not_before(on, ruling.given_on, _("Enforcement can't be asked before the ruling was given."))
    if ruling.favour == Ruling.Favour.EMPLOYER:
        raise WrongState(_("This ruling awards the worker nothing that could be enforced."))
    _set(ruling, enforcement_asked_on=on)
    ruling.case.record("enforcement", by=by, ruling=str(ruling.uuid), on=on.isoformat())
    _wait(ruling.petition, next_on, by=by)


# -- within -----------------------------------------------------------------------------------------


def look_again(case: Case) -> date:
    """The day on which to ask again when the board has set none."""
    return case.calendar.add_working_days(moment.today(), LOOK_AGAIN_AFTER)


def _wait(petition: Petition, on: date | None, *, by: Actor) -> None:
    """The board's next date is this day, for the petition, the referrals before the board, and the case.

    A body that said that a petition was needed has what it asked for: its referral is before the board now.
    """
    actions.hold(petition.case)
    _set(petition, next_on=on)
    if on:
        _move_referrals(petition.case, on, by=by)
    actions.settle(petition.case, by=by)


def _move_referrals(case: Case, on: date, *, by: Actor) -> None:
    states = Referral.State
    waiting = actions.referrals_of(case).filter(state__in=[states.BOARD, states.PETITION])
    for referral in waiting.select_related("case", "body", "topic"):
        if referral.state == states.PETITION:
            referral.answer("before_board", by=by, hearing_on=on)
        elif referral.hearing_on != on:
            referral.set(hearing_on=on)
            referral.record("board_date", by=by, hearing_on=on.isoformat())


def _set(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _require_filed(petition: Petition) -> None:
    if not petition.is_filed:
        raise WrongState(_("Write down first that the petition was filed."))


def _require_past(day: date) -> None:
    if day > moment.today():
        raise WrongState(_("This day has not come yet."))


def _require_not_before(day: date, bound: date | None, sentence: Any) -> None:
    if bound is not None and day < bound:
        raise WrongState(sentence)
