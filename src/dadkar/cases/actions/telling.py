"""Who is told when something happened: the applicant as they asked, colleagues and bodies at their desks.

A notice says only that there is news. It is written in the transaction of what it tells.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.cases.matter import lead_of, standing_in
from dadkar.cases.models import Case, Contact, Referral
from dadkar.kernel.actor import Actor, Applicant
from dadkar.kernel.flow import NotAllowed
from dadkar.kernel.together import together
from dadkar.people.models import Membership, Principal, Role, User
from dadkar.records import sending
from dadkar.records.models import Feed, Notice

Channel = Notice.Channel
BODY = [Role.LIAISON, Role.AGENCY_MANAGER]
ABOUT = {"case": "case", "referral": "referral", "commitment": "promise"}


def tell_applicant(case: Case, kind: str, reference: Any) -> None:
    """There is news for the people of a case. Whoever comes back with the code is told nothing.

    `reference` names what happened, so that it is told once.
    """
    Feed.objects.news(case.uuid)
    if case.told != Case.Told.CODE:
        sending.queue([_for_applicant(case, kind, f"{kind}/{reference}")])


def tell_matter(case: Case, kind: str, reference: Any, *, but: Case | None = None) -> None:
    """There is news for everybody for whom the matter of a case still goes on, except `but`."""
    people = [one for one in standing_in(lead_of(case)) if one != but]
    Feed.objects.news(*(one.uuid for one in people))
    told = [one for one in people if one.told != Case.Told.CODE]
    sending.queue(
        _for_applicant(one, kind, f"{kind}/{reference}" + (f"/{one.uuid}" if one.is_voice else ""))
        for one in told
    )


def _for_applicant(case: Case, kind: str, key: str) -> Notice:
    return Notice(
        key=key,
        house_id=case.house_id,
        owner=case.uuid,
        channel=case.told,
        kind=kind,
        about="case",
        subject=case.uuid,
        language=case.language,
    )


def tell_staff(row: Any, kind: str, reference: Any, users: Iterable[User], *, by: Actor) -> None:
    """There is news about a case, referral or commitment for those of these users who may see it."""
    others = [user for user in users if user != by]
    seen = type(row).scope().seen_by([row], Principal.objects.of_users(others))[row.pk] if others else set()
    sending.queue(
        one for user in others if user in seen for one in for_user(user, row, kind, f"{kind}/{reference}")
    )


def for_user(user: User, row: Any, kind: str, key: str) -> list[Notice]:
    """The notices for one user: here, and by e-mail where they asked for it."""
    channels = [Channel.APP] + ([Channel.EMAIL] if user.told_by_email and user.email else [])
    return [
        Notice(
            key=f"{key}/{user.pk}/{channel}",
            house_id=row.house_id,
            user=user,
            channel=channel,
            kind=kind,
            about=ABOUT[type(row)._meta.model_name],
            subject=row.uuid,
        )
        for channel in channels
    ]


def desk_of(case: Case) -> list[User]:
    """Whoever has taken the case or, while nobody has, the case workers of its desk."""
    return [case.officer] if case.officer else people_at(case.desk_id, Role.CASE_WORKER)


def people_at(organisation: int, *roles: Role) -> list[User]:
    """Who holds one of these roles there today, deputies too."""
    held = Membership.at(organisation, *roles)
    return list({one.user_id: one.user for one in held}.values())


def tell_desk(case: Case, kind: str, reference: Any, *, by: Actor) -> None:
    """There is news for the desk of a case."""
    tell_staff(case, kind, reference, desk_of(case), by=by)


def tell_body(referral: Referral, kind: str, reference: Any, *roles: Role, by: Actor) -> None:
    """There is news for the body of a referral."""
    tell_staff(referral, kind, reference, people_at(referral.body_id, *(roles or BODY)), by=by)


def tell_debtor(commitment: Any, kind: str, reference: Any, *, by: Actor) -> None:
    """There is news for the body that has promised something."""
    tell_staff(commitment, kind, reference, people_at(commitment.debtor_id, *BODY), by=by)


def hush(rows: Iterable[Any]) -> None:
    """Call off what was told to those who may no longer see a case or a part of it."""
    for row in rows:
        told = Notice.objects.filter(subject=row.uuid).exclude(user=None).select_related("user")
        users = {one.user for one in told if one.user}
        seeing = (
            type(row).scope().seen_by([row], Principal.objects.of_users(users))[row.pk] if users else set()
        )
        told.filter(user__in=users - seeing).call_off("barred")


@together
def made_call(notice: Notice, *, by: User) -> None:
    """A call to an office about a case was made."""
    case = Case.objects.visible_to(by).filter(uuid=notice.subject).first()
    if case is None or notice.organisation is None:
        raise NotAllowed(_("This case isn't open to you."))
    notice.settle(Notice.State.SENT)
    case.record("office_called", by=by, organisation=str(notice.organisation.uuid), why=notice.kind)


@together
def make_feed(case: Case, *, by: Applicant) -> str:
    """A new address that says only that there is news; an older one is dead. Returns its token."""
    _require_holder(case, by)
    case.record("feed_made", by=by)
    return Feed.objects.make(case.uuid)


@together
def end_feed(case: Case, *, by: Applicant) -> None:
    """The address answers from now on as one that never was."""
    _require_holder(case, by)
    Feed.objects.filter(owner=case.uuid).delete()
    case.record("feed_ended", by=by)


@together
def tell_otherwise(
    case: Case, told: str, given: Mapping[str, str], *, by: Actor, forget: bool = False
) -> None:
    """The applicant is told like this from now on, and what waits to go another way is called off.

    `given`: number, hours or address, where they are new; with `forget` those given before are deleted.
    """
    access.permit(by, "contact", case)
    contact = Contact.objects.of(case).first() or Contact(case=case, by=by.ref)
    values = (dict.fromkeys(Contact.WAYS) if forget else {}) | dict(given)
    for name, value in values.items():
        setattr(contact, name, value)
    if values:
        contact.save()
    case.set(told=told)
    Notice.objects.filter(owner=case.uuid).exclude(channel=told).call_off("not-wanted")
    case.record("told_changed", by=by)


def _require_holder(case: Case, by: Actor) -> None:
    if not access.holds_code(by, case.uuid):
        raise NotAllowed(_("This case isn't open to you."))
