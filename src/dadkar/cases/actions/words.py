"""Words between the applicant and the desk, the files, the contact and the code."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.cases import access, search
from dadkar.cases.actions.telling import tell_applicant, tell_desk, tell_otherwise
from dadkar.cases.filing import keep_files
from dadkar.cases.models import (
    Call,
    Case,
    CaseFile,
    Contact,
    Message,
    Receipt,
)
from dadkar.kernel.actor import Actor, Applicant
from dadkar.kernel.flow import NotAllowed
from dadkar.kernel.sealing import receipts
from dadkar.kernel.together import together
from dadkar.people.models import User
from dadkar.records.models import Notice


@together
def add_files(case: Case, uploads: list[Any], *, by: Actor) -> list[CaseFile]:
    """Keep several files, or none: one that can't be kept stops them all. Raises `Refused`."""
    if not (access.holds_code(by, case.uuid) or access.works_on(by, case)):
        raise NotAllowed(_("This case isn't open to you."))
    kept = keep_files(case, uploads, by=by)
    case.record("files", by=by, count=len(uploads))
    return kept


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
def reach_by(case: Case, told: str, given: Mapping[str, str], *, by: Actor) -> None:
    """The desk writes how the applicant can be reached, and wants to be; what is not given stays."""
    if given:
        set_contact(case, dict(given), by=by)
    if told != case.told:
        tell_otherwise(case, told, {}, by=by)


@together
def recover_code(case: Case, reason: str, *, by: User) -> str:
    """A new code for somebody who lost theirs, in person at the house; the old one is dead. Returns it."""
    access.permit(by, "recover_code", case)
    issued = receipts.issue(receipts.new_nonce())
    Receipt.objects.of(case).get().replace(issued, by_office=True)
    tell_applicant(case, "code", case.record("code_recovered", by=by, body={"reason": reason}).uid)
    return issued.code


@together
def renew_code(case: Case, *, by: Applicant, nonce: bytes | None = None) -> str:
    """The holder takes a code that the office has never seen. Returns it.

    It follows from the form's `nonce`, so that a lost answer is no lost code: see `Receipt.renewed_with`.
    """
    issued = receipts.issue(nonce or receipts.new_nonce())
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
    if applicant:
        tell_desk(case, "message", message.uuid, by=by)
    else:
        tell_applicant(case, "message", message.uuid)
    return message


@together
def write_call(case: Case, *, by: User, **said: Any) -> Call:
    """A line of the call diary. Whoever was spoken to needs no other call for what waited to be said."""
    access.permit(by, "call", case)
    call = Call.objects.create(case=case, by=by.ref, **said)
    case.record("call", by=by, result=said["result"], safe=said["safe"])
    if call.result == Call.Result.SPOKE:
        for task in Notice.objects.calls().filter(owner=case.uuid):
            task.settle(Notice.State.SENT)
    return call
