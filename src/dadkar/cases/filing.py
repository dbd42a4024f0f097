"""Writing down new cases, one or hundreds, by the same rules.

`file_cases` writes each table once for all of them: a list of 10,000 rows goes through in minutes, and one
case costs no more statements than before.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dadkar.cases import access, search
from dadkar.cases.models import Case, CaseAudience, CaseBar, CaseFile, CaseQueue, Contact, Message, Receipt
from dadkar.cases.models.case_states import READ_WITHIN
from dadkar.kernel import columns
from dadkar.kernel.actor import Actor, Applicant
from dadkar.kernel.clock import start_many
from dadkar.kernel.persian import normalise
from dadkar.kernel.sealing import keys, receipts
from dadkar.people.models import Membership, Principal, Role, RoleClass
from dadkar.records.models import Attachment, Event

_APPLICANTS_WISH = _("named by the applicant")
_NO_WORD = re.compile(r"\W+")
DESK_ROLES = [Role.CASE_WORKER, Role.HOUSE_MANAGER]


@dataclass
class Filing:
    """What somebody tells us. Only `narrative` is needed; amounts in rial.

    `details` are columns of Case, `contact` those of Contact. `facts` go into the event in clear, so they
    are codes and numbers only.
    """

    narrative: str
    details: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    files: list[Any] = field(default_factory=list)
    closed_to: list[Any] = field(default_factory=list)  # branches that must not see it
    facts: dict[str, Any] = field(default_factory=dict)


def file_case(
    filing: Filing,
    *,
    house: Any,
    by: Actor | None = None,
    nonce: bytes,
    desk: Any = None,
    by_office: bool = False,
) -> tuple[Case, str]:
    """Write down a new case and return it with its code; the same nonce returns the same case.

    `by` is the officer who files for somebody; without one, the applicant files. Of two submits of one form
    at the same moment the second waits, and is given the first one's case. Files are re-made and sealed
    first: `records.remake.errors.Refused` says what is wrong with one, and nothing is kept.
    """
    if earlier := _filed_with(nonce):
        _keep_what_was_added(earlier[0], filing.narrative, by)
        return earlier
    try:
        return file_cases([(filing, nonce)], house=house, by=by, desk=desk, by_office=by_office)[0]
    except IntegrityError:
        if earlier := _filed_with(nonce):
            return earlier
        raise


def _keep_what_was_added(case: Case, narrative: str, by: Actor | None) -> None:
    """Whoever goes back, writes more and sends the form again has said something new: a message, once."""
    said = [case.narrative.open(), *(one.text.open() for one in Message.objects.of(case))]
    if narrative not in said:
        actor = by or Applicant(case.uuid)
        side = Message.Side.DESK if by else Message.Side.APPLICANT
        Message.objects.create(case=case, side=side, text=narrative, by=actor.ref)
        case.record("message", by=actor, side=side.value)
        search.reindex(case)


def _filed_with(nonce: bytes) -> tuple[Case, str] | None:
    receipt = Receipt.filed_with(nonce)
    return (receipt.case, receipt.code_for(nonce)) if receipt else None


@transaction.atomic
def file_cases(
    filings: Sequence[tuple[Filing, bytes]],
    *,
    house: Any,
    by: Actor | None = None,
    desk: Any = None,
    by_office: bool = False,
) -> list[tuple[Case, str]]:
    """Write down new cases, each with its nonce, and return each with its code; all of them, or none.

    Raises IntegrityError for a nonce that was used before.
    """
    with keys.key_cache(size=2 * len(filings) + 16):
        cases = [_case(filing, house, desk or house) for filing, _nonce in filings]
        keys.create_many([case.uuid for case in cases], ["content", "contact"])
        actors = [by or Applicant(case.uuid) for case in cases]
        _start_reading(cases, actors)
        columns.insert(cases)
        issued = [receipts.issue(nonce) for _filing, nonce in filings]
        columns.insert(
            [Receipt.of(case, one, by_office=by_office) for case, one in zip(cases, issued, strict=True)]
        )
        said = list(zip(cases, [filing for filing, _nonce in filings], actors, strict=True))
        _write_contacts(said)
        _open_doors(cases, said)
        columns.insert([_filed(*one) for one in said])
        search.index_many([(case, filing.narrative) for case, filing, _actor in said])
        for case, filing, actor in said:
            keep_files(case, filing.files, by=actor)
    return [(case, one.code) for case, one in zip(cases, issued, strict=True)]


def _case(filing: Filing, house: Any, desk: Any) -> Case:
    return Case(house=house, desk=desk, narrative=filing.narrative, **filing.details)


def _start_reading(cases: list[Case], actors: list[Actor]) -> None:
    """Let the house's own clock run on each: how long it may lie before somebody moves it."""
    clocks = [
        (case.clock, READ_WITHIN[Case.Urgency(case.urgency)], by)
        for case, by in zip(cases, actors, strict=True)
    ]
    for case, due_at in zip(cases, start_many(clocks), strict=True):
        case.due_at = due_at


def _write_contacts(said: Iterable[tuple[Case, Filing, Actor]]) -> None:
    rows = [
        Contact(case=case, by=actor.ref, **filing.contact) for case, filing, actor in said if filing.contact
    ]
    columns.insert(rows)


def _open_doors(cases: list[Case], said: Iterable[tuple[Case, Filing, Actor]]) -> None:
    """Open the new cases to their desks and put them into their queues; bar whom they complain about."""
    desks = access.desk_principals(cases[0]) if cases else []
    pairs = [(one, case) for case in cases for one in desks]
    columns.insert([CaseAudience(principal_id=one, case=case) for one, case in pairs])
    columns.insert(
        CaseQueue(principal_id=one, due_at=case.due_at, case=case, state=case.state)
        for one, case in pairs
        if case.due_at
    )
    complained = {case.workplace for case in cases if case.workplace}
    principals = {workplace.pk: access.body_principals(workplace) for workplace in complained}
    columns.insert(
        [
            CaseBar(principal_id=one, case=case)
            for case in cases
            for one in principals.get(case.workplace_id or 0, [])
        ]
    )
    for case, filing, actor in said:
        close_to_branches(case, filing.closed_to, by=actor)
        close_to_named(case, filing.contact.get("must_not_see", ""), by=actor)


def _filed(case: Case, filing: Filing, by: Actor) -> Event:
    facts = {"channel": str(case.channel), **filing.facts}
    return Event.of("case.file", subject=case.uuid, by=by, house=case.house_id, **facts)


def close_to_branches(case: Case, branches: list[Any], *, by: Actor) -> None:
    """The branches that the applicant named must never see the new case."""
    if branches:
        principals = Principal.objects.of_class(RoleClass.DESK, *(one.pk for one in branches))
        Case.scope().bar_from(case, principals)
        case.record("bar", by=by, principals=principals, body={"why": str(_APPLICANTS_WISH)})


def close_to_named(case: Case, text: str, *, by: Actor) -> None:
    """A colleague of the case's desks whose name stands in the applicant's words never sees the case.

    Not when it would then be open to nobody: whoever opens it first reads the words.
    """
    if not text:
        return
    said = f" {_NO_WORD.sub(' ', normalise(text))} "
    held = Membership.objects.on().filter(organisation__in={case.house_id, case.desk_id}, role__in=DESK_ROLES)
    colleagues = {one.user for one in held.select_related("user") if one.user.is_active}
    named = [one for one in colleagues if f" {normalise(one.full_name)} " in said and one != by]
    if named and len(named) < len(colleagues):
        principals = [Principal.objects.of_user(one) for one in named]
        Case.scope().bar_from(case, principals)
        case.record("bar", by=by, principals=principals, body={"why": str(_APPLICANTS_WISH)})


def bar_body_complained_about(case: Case) -> None:
    """The workplace complained about, if it has a desk here at all, must never see the case."""
    if case.workplace_id:
        Case.scope().bar_from(case, access.body_principals(case.workplace))


def keep_files(case: Case, uploads: Iterable[Any], *, by: Actor) -> list[CaseFile]:
    """Keep uploads with the case, all or none. Raises `Refused` with a sentence for the sender."""
    kept = Attachment.keep_all(uploads, house=case.house, key_owner=case.uuid, by=by)
    from_applicant = isinstance(by, Applicant)
    rows = [CaseFile(case=case, attachment=one, by=by.ref, from_applicant=from_applicant) for one in kept]
    return CaseFile._base_manager.bulk_create(rows)
