"""Who must not see a case: nor any part of it, now or later."""

from collections.abc import Collection
from typing import Any

from dadkar.cases import access
from dadkar.cases.actions.standing import hold
from dadkar.cases.actions.telling import hush
from dadkar.cases.matter import commitments_of
from dadkar.cases.models import (
    Case,
    Referral,
)
from dadkar.commitments.models import Commitment
from dadkar.kernel.actor import Actor
from dadkar.kernel.together import together
from dadkar.people.models import Organisation, Principal, Role, RoleClass, User


@together
def bar(case: Case, principals: list[int], *, by: Actor, why: str) -> None:
    """These must not see the case, nor any part of it. Raises NotAllowed when nobody would be left."""
    hold(case)
    Case.scope().bar_from(case, principals)
    access.require_somebody_left(case)
    referrals = list(Referral.objects.as_system("bars reach every part").filter(case=case))
    for referral in referrals:
        Referral.scope().bar_from(referral, principals)
    commitments = commitments_of(case)
    for commitment in commitments:
        Commitment.scope().bar_from(commitment, principals)
    hush([case, *referrals, *commitments])
    case.record("bar", by=by, principals=principals, body={"why": why})


def could_be_barred(case: Case, *, by: User) -> tuple[Any, Any]:
    """Whom `by` can close a case to: colleagues of the house, and its branches and bodies.

    Whoever should not see it themselves steps away from it (`recuse`).
    """
    staff = User.objects.filter(
        memberships__organisation__house=case.house,
        memberships__role__in=[Role.CASE_WORKER, Role.HOUSE_MANAGER],
        is_active=True,
    ).exclude(pk=by.pk)
    kinds = [Organisation.Kind.BRANCH, Organisation.Kind.AGENCY, Organisation.Kind.OFFICE]
    places = Organisation.objects.filter(house=case.house, kind__in=kinds, until=None)
    own = [member.organisation_id for member in by.current_memberships]
    return staff.distinct().order_by("full_name", "pk"), places.exclude(pk__in=own).order_by("sort_key")


@together
def close_to(
    case: Case, colleagues: Collection[User], desks: Collection[Organisation], *, by: Actor, why: str
) -> None:
    """Close the case to colleagues, and to all who work at these desks."""
    principals = [Principal.objects.of_user(colleague) for colleague in colleagues]
    for role_class in (RoleClass.DESK, RoleClass.BODY):
        principals += Principal.objects.of_class(role_class, *(desk.pk for desk in desks))
    bar(case, principals, by=by, why=why)


@together
def recuse(case: Case, reason: str, *, by: User) -> None:
    """Step away: from now on the recused does not see the case; it waits for somebody else."""
    access.permit(by, "recuse", case)
    case.record("recuse", by=by, body={"reason": reason})
    if case.officer_id == by.pk:
        case.set(officer=None)
    bar(case, [Principal.objects.of_user(by)], by=by, why=reason)


def share_bars(case: Case, model: Any, row: Any) -> None:
    """A new part of a case is closed to whom the case is closed to."""
    barred = Case.scope().bar._base_manager.filter(case=case).values_list("principal_id", flat=True)
    model.scope().bar_from(row, barred)
