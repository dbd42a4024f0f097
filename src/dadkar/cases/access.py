"""Who may see (audience) and do what: this room's only permission file."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.actor import Actor, Applicant, System
from dadkar.kernel.fields.date import shown_day
from dadkar.kernel.flow import NotAllowed
from dadkar.kernel.together import seen
from dadkar.people.models import Principal, Role, RoleClass, User

CLOSING, VOICES = System("closing"), System("voices")
COMPLAINED_ABOUT = _("The body complained about can't be the one that is competent.")
REOPEN_WITHIN = timedelta(days=365)
ASKED_FIRST, ASKED_FOR = ("web", "api"), 3
"""Who files so comes back with a code; for so many working days nobody agrees in their place."""

APPLICANTS_VERBS = {"withdraw", "confirm", "reopen", "petition_consent", "contact"}
HOLDERS_VERBS = {"agree", "correct", "give_info", "appeal"}
BODYS_ANSWERS = {"promise", "need_petition", "before_board", "not_competent", "refuse", "ask_info"}


def desk_principals(case: Any) -> list[int]:
    """The desks that follow a case: the branch that received it and the house above it."""
    return Principal.objects.of_class(RoleClass.DESK, case.house_id, case.desk_id)


def body_principals(body: Any) -> list[int]:
    """The agency desk of one body."""
    return Principal.objects.of_class(RoleClass.BODY, body.pk)


def works_on(by: Actor, case: Any) -> bool:
    """Whether `by` sees the case from a desk of the house."""
    if isinstance(by, User):
        return by.has_class(RoleClass.DESK) and sees(by, case)
    return isinstance(by, System)


def sees(user: User, row: Any) -> bool:
    """Whether a case or a referral is open to the user."""
    return seen((user.pk, row._meta.label, row.pk), lambda: type(row).scope().is_open(row, user))


def holds_code(by: Actor, case_uuid: Any) -> bool:
    return isinstance(by, Applicant) and by.subject == case_uuid


def permit(by: Actor, verb: str, case: Any) -> None:
    """Raise NotAllowed unless `by` may do `verb` to the case."""
    if verb in APPLICANTS_VERBS and holds_code(by, case.uuid):
        return
    if not works_on(by, case):
        raise NotAllowed(_("This case isn't open to you."))


def require_not_complained_about(body: Any, case: Any) -> None:
    """Raise NotAllowed when the case complains about the body, a unit of it, or what it is a unit of."""
    if case.workplace and body.same_body(case.workplace):
        raise NotAllowed(_("A case is never sent to the body it complains about."))


def require_as_urgent(lead: Any, case: Any) -> None:
    """Raise NotAllowed when a case that is followed in another's letters would have to move sooner."""
    if case.urgency > lead.urgency:
        raise NotAllowed(_("This case is more urgent than the other one. Set the urgency of that one first."))


def require_somebody_left(case: Any) -> None:
    """Raise NotAllowed when no colleague of the case's desks can see it any more: it would be forgotten."""
    desks = {case.house_id, case.desk_id}
    colleagues = User.objects.filter(is_active=True, memberships__organisation__in=desks).distinct()
    if not any(works_on(colleague, case) for colleague in colleagues):
        raise NotAllowed(
            _("Then nobody could see this case any more. Let somebody else of the house have it first.")
        )


def require_can_take(colleague: User, case: Any) -> None:
    """Raise NotAllowed unless the colleague sees the case from a desk: a recused one does not."""
    if not works_on(colleague, case):
        raise NotAllowed(_("That colleague can't see this case, so it can't be given to them."))


def may_reopen(case: Any) -> bool:
    """Whether it is over for its applicant, and not for longer than the set time."""
    if case.closed_at is None:
        return bool(case.ended_as)
    return moment.now() - case.closed_at <= REOPEN_WITHIN


def require_may_reopen(case: Any) -> None:
    """Raise NotAllowed when the case was closed longer ago than the set time."""
    if case.closed_at and not may_reopen(case):
        raise NotAllowed(_("It was closed more than a year ago; please file it anew."))


def answers_for(by: Actor, referral: Any) -> bool:
    """Whether `by` works at the body that must answer, and sees the referral."""
    return (
        isinstance(by, User)
        and any(body.pk == referral.body_id for body in by.organisations(RoleClass.BODY))
        and sees(by, referral)
    )


def manages_body(by: Actor, referral: Any) -> bool:
    return isinstance(by, User) and Role.AGENCY_MANAGER in by.roles_in(referral.body_id)


def permit_referral(by: Actor, verb: str, referral: Any) -> None:
    """Raise NotAllowed unless `by` may do `verb` to the referral.

    A summary is agreed to by the applicant or, where there is none to ask, by a case worker who did not
    write it.
    """
    if verb in BODYS_ANSWERS and answers_for(by, referral):
        return
    if verb in HOLDERS_VERBS and holds_code(by, referral.case_uuid):
        return
    if not works_on(by, referral.case):
        raise NotAllowed(_("This referral isn't open to you."))
    if verb == "agree" and isinstance(by, User) and by.pk == referral.written_by_id:
        raise NotAllowed(_("Whoever wrote the summary can't be the one who agrees to it: ask a colleague."))
    if verb == "agree" and isinstance(by, User):
        require_asked(referral)


def asked_until(referral: Any) -> date | None:
    """The last day on which only the applicant can agree to a summary; None when there is none to ask.

    Whoever wrote on the site comes back with the code, and is asked first. A hazard waits for nobody.
    """
    case = referral.case
    if case.channel not in ASKED_FIRST or case.urgency == case.Urgency.HAZARD or referral.proposed_at is None:
        return None
    calendar = seen(("calendar", case.pk), lambda: case.calendar)
    last = calendar.add_working_days(calendar.day_of(referral.proposed_at), ASKED_FOR)
    return last if moment.today() <= last else None


def require_asked(referral: Any) -> None:
    """Raise NotAllowed while the applicant is still to be asked first."""
    if last := asked_until(referral):
        raise NotAllowed(
            _(
                "The applicant is asked first, until %(day)s. After that a colleague can agree, or at once "
                "when the applicant says so by telephone or in person."
            )
            % {"day": shown_day(last)}
        )


def permit_deputy(by: Actor, membership: Any) -> None:
    """Whoever holds a role at a body names their own deputy; its manager names everybody's there.

    A manager's deputy does not: who stands in for a week could otherwise stay for good.
    """
    own = isinstance(by, User) and membership.user_id == by.pk
    manages = isinstance(by, User) and any(
        held.role == Role.AGENCY_MANAGER and held.deputy_for_id is None
        for held in by.current_memberships
        if held.organisation_id == membership.organisation_id
    )
    if membership.role_class != RoleClass.BODY or not (own or manages):
        raise NotAllowed(_("You can name a deputy for yourself, or as the manager for your body."))


def permit_answer(by: Actor, verb: str, answer: Any) -> None:
    """Drafts are written by whoever answers for the body, and released by its manager."""
    referral = answer.referral
    if verb in {"draft", "redraft", "drop"} and answers_for(by, referral):
        return
    if verb in {"release", "return"} and manages_body(by, referral) and answers_for(by, referral):
        return
    if verb == "release" and answer.letter_id and works_on(by, referral.case):
        return  # it came by letter, already released by whoever signed it
    raise NotAllowed(_("Only the body's manager releases its answers."))
