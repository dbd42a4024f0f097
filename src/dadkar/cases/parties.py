"""The verbs of a collective case's table of people, and of who speaks for them. Amounts in rial."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.utils.translation import gettext_lazy as _

from dadkar.cases import access
from dadkar.cases.models import Case, Party, Payment, Representative
from dadkar.kernel import moment
from dadkar.kernel.actor import Actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.sealing.fields import open_all
from dadkar.kernel.together import together
from dadkar.records.models import Attachment

MOST_PEOPLE = 2000


@dataclass(frozen=True)
class Person:
    """What is told of one of the people; `paid` is what came so far, in rial like `amount`."""

    name: str = ""
    months: int | None = None
    amount: int | None = None
    insured_months: int | None = None
    paid: int | None = None


@together
def add_people(
    case: Case, people: list[Person], *, by: Actor, nonce: UUID | None = None, paid_on: date | None = None
) -> int:
    """Add some to the table and return how many were new; the same `nonce` adds them once.

    Raises WrongState beyond MOST_PEOPLE in one case.
    """
    access.permit(by, "parties", case)
    source = uuid5(case.uuid, str(nonce or uuid4()))
    rows = [_party(case, one, uuid5(source, str(place)), by) for place, one in enumerate(people)]
    held = set(Party.objects.of(case).values_list("uuid", flat=True))
    fresh = [(row, one) for row, one in zip(rows, people, strict=True) if row.uuid not in held]
    if len(held) + len(fresh) > MOST_PEOPLE:
        raise WrongState(_("A table holds at most %(most)s people.") % {"most": MOST_PEOPLE})
    Party.objects.bulk_create([row for row, _one in fresh])
    Payment.objects.bulk_create(
        [
            Payment(case=case, party=row, amount_rial=one.paid, paid_on=paid_on or moment.today(), by=by.ref)
            for row, one in fresh
            if one.paid
        ]
    )
    if fresh:
        case.record("parties", by=by, added=len(fresh))
    return len(fresh)


def _party(case: Case, one: Person, uuid: UUID, by: Actor) -> Party:
    return Party(
        case=case, uuid=uuid, by=by.ref, name=one.name or None, months=one.months, amount_rial=one.amount,
        insured_months=one.insured_months,
    )  # fmt: skip


@together
def change_person(party: Party, *, by: Actor, **values: Any) -> None:
    """Correct a row; a name that is not given stays as it is."""
    access.permit(by, "parties", party.case)
    if not values.get("name"):
        values.pop("name", None)
    for name, value in values.items():
        setattr(party, name, value)
    party.save(update_fields=list(values))
    party.case.record("parties", by=by, changed=str(party.uuid), fields=sorted(values))


@together
def remove_person(party: Party, reason: str, *, by: Actor) -> None:
    """Take somebody out; what was paid to them stays with the case."""
    access.permit(by, "parties", party.case)
    party.case.record("parties", by=by, removed=str(party.uuid), body={"reason": reason})
    party.delete()


@together
def open_names(case: Case, reason: str, *, by: Actor) -> list[Party]:
    """The people with their names, read for a reason: an event that the applicant sees."""
    access.permit(by, "parties", case)
    rows = list(Party.objects.of(case).with_paid())
    case.record("contact_opened", by=by, people=len(rows), body={"reason": reason})
    open_all(rows, "name")
    return rows


@together
def record_representative(
    case: Case, name: str, *, by: Actor, phone: str = "", authority: Any = None, signed_list: Any = None
) -> Representative:
    """Who speaks for the people, with the scans. Raises `Refused` for a file that can't be kept."""
    access.permit(by, "representative", case)
    kept = {
        field: Attachment.keep(upload, house=case.house, key_owner=case.uuid, by=by) if upload else None
        for field, upload in {"authority": authority, "signed_list": signed_list}.items()
    }
    row = Representative.objects.create(case=case, name=name, phone=phone or None, by=by.ref, **kept)
    case.record(
        "representative", by=by, representative=str(row.uuid), papers=[k for k, v in kept.items() if v]
    )
    return row


@together
def end_representative(row: Representative, reason: str, *, by: Actor) -> None:
    """Somebody no longer speaks for the people; the scans stay sealed with the case until it is erased."""
    access.permit(by, "representative", row.case)
    row.case.record("representative", by=by, ended=str(row.uuid), body={"reason": reason})
    row.delete()


@together
def open_scan(row: Representative, reason: str, *, by: Actor) -> None:
    """The letter of authority or the signed list is read: an event that the applicant sees."""
    access.permit(by, "representative", row.case)
    row.case.record("contact_opened", by=by, representative=str(row.uuid), body={"reason": reason})
