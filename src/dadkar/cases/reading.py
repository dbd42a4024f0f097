"""Rows as a reader may see them: what pages and programs look up by an address, or show in a list."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from dadkar.cases.models import Answer, Case, Referral
from dadkar.kernel.prepared import AnyOf, Prepared, Slot
from dadkar.kernel.written import Written
from dadkar.people.models import RoleClass

IN_A_LIST = ("topic", "county", "workplace", "officer")
OF_A_REFERRAL = ("body", "topic", "workplace", "letter", "house", "case")
WITH_ITS_CASE = (*OF_A_REFERRAL, "body__county", "case__house__county", "case__county", "case__officer")
OF_A_CASE = ("case__house", "case__desk", "case__county", "case__topic", "case__workplace__workplace")


def case_seen_by(user: Any, uuid: UUID) -> Case | None:
    """The case with all that its desk shows of it, if the user may see it."""
    return _CASE.one(principals=list(user.principal_ids), uuid=uuid)


_CASE = Prepared[Case](
    lambda: (
        Case.objects.visible_to_asker()
        .select_related("topic", "county", "workplace", "officer", "house", "desk")
        .filter(uuid=Slot("uuid"))
    )
)


def listed(user: Any, ids: list[int]) -> list[Case]:
    """Those of the cases that the user may see, in the order of the ids, with all that a list shows."""
    if not ids:
        return []
    seen = {case.pk: case for case in _LISTED.all(principals=list(user.principal_ids), ids=ids)}
    return [seen[pk] for pk in ids if pk in seen]


_LISTED = Prepared[Case](
    lambda: (
        Case.objects.visible_to_asker()
        .select_related(*IN_A_LIST)
        .with_sign()
        .filter(AnyOf("pk", Slot("ids")))
    )
)


def of_one(name: str, rows: Any) -> dict[str, Any]:
    """The condition that a case has this county or topic; one that nobody knows is of no case."""
    pks = list(rows.values_list("pk", flat=True))
    return {name: Written(pks[0])} if len(pks) == 1 else {f"{name}__in": pks}


def part_seen_by(user: Any, model: Any, uuid: UUID, *more: str) -> Any:
    """A part of a case, with its case, if the user may see that; `more` are relations that are needed."""
    found = model.objects.visible_to(user).select_related(*OF_A_CASE, *more)
    return found.filter(uuid=uuid).first()


def referral_seen_by(user: Any, uuid: UUID) -> Referral | None:
    """The referral, if the user may see it."""
    return _REFERRAL.one(principals=list(user.principal_ids), uuid=uuid)


_REFERRAL = Prepared[Referral](
    lambda: Referral.objects.visible_to_asker().select_related(*WITH_ITS_CASE).filter(uuid=Slot("uuid"))
)


def sent_to_bodies_of(user: Any, uuid: UUID) -> Referral | None:
    """The referral, if it was sent to one of the user's bodies and the user may see it."""
    bodies = [one.pk for one in user.organisations(RoleClass.BODY)]
    return _SENT.one(principals=list(user.principal_ids), bodies=bodies, uuid=uuid)


_SENT = Prepared[Referral](
    lambda: (
        Referral.objects.visible_to_asker()
        .select_related(*WITH_ITS_CASE)
        .filter(AnyOf("body", Slot("bodies")), letter__isnull=False, uuid=Slot("uuid"))
    )
)


def answer_of_bodies_of(user: Any, uuid: UUID) -> Answer | None:
    """What was written at one of the user's bodies itself, not what the house wrote down from a letter."""
    found = _ANSWER.one(principals=list(user.principal_ids), uuid=uuid)
    return found if found and found.referral.body in user.organisations(RoleClass.BODY) else None


def answers_of_bodies_of(user: Any) -> Any:
    """All of these, as rows."""
    rows = Answer.objects.visible_to(user).filter(AT_A_BODY, referral__in=bodys_referrals(user))
    return rows.select_related("commitment", "referral__body", "referral__case")


AT_A_BODY = Q(letter=None)
_ANSWER = Prepared[Answer](
    lambda: (
        Answer.objects.visible_to_asker()
        .select_related("commitment__debtor__county", *(f"referral__{one}" for one in WITH_ITS_CASE))
        .filter(AT_A_BODY, uuid=Slot("uuid"))
    )
)


def ready_for_letter(user: Any) -> Any:
    """The referrals of the user's desk that are agreed to and wait for their letter, body by body."""
    rows = Referral.objects.visible_to(user).filter(
        state=Written(Referral.State.AGREED),
        house__in=user.houses(RoleClass.DESK),
    )
    return rows.select_related("body", "topic", "workplace", "house", "case__house", "case__county").order_by(
        "body__sort_key", "body_id", "workplace_id", "id"
    )


def bodys_referrals(user: Any) -> Any:
    """The referrals that were sent to the user's bodies and that the user may see."""
    rows = Referral.objects.visible_to(user).filter(body__in=user.organisations(RoleClass.BODY))
    return rows.filter(letter__isnull=False)
