"""The parts of a case that have verbs of their own: petitions, sessions, rulings, payments, people."""

from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404

from dadkar.api.access import Asked
from dadkar.api.answers import staff
from dadkar.api.endpoints import router
from dadkar.api.endpoints.cases import seen
from dadkar.api.models import Scope
from dadkar.api.once import once
from dadkar.api.people_verbs import PERSON_VERBS, REPRESENTATIVE_VERBS
from dadkar.api.schemas import people, track
from dadkar.api.schemas.out import PartDone
from dadkar.api.track_verbs import HEARING_VERBS, PAYMENT_VERBS, PETITION_VERBS, RULING_VERBS
from dadkar.api.verb import Verb
from dadkar.cases.models import Case, Hearing, Party, Payment, Petition, Representative, Ruling
from dadkar.cases.reading import part_seen_by
from dadkar.kernel.sealing.fields import open_all
from dadkar.people.models import RoleClass

TRACK, PEOPLE = ["The board's track"], ["People of a collective"]


class Part(NamedTuple):
    """A noun: its address, its model and what its verbs need beside its case, its tag and its verbs."""

    address: str
    model: Any
    needs: tuple[str, ...]
    tags: list[str]
    verbs: dict[str, Verb]


PARTS = {
    "petition": Part("petitions", Petition, (), TRACK, PETITION_VERBS),
    "hearing": Part("hearings", Hearing, ("petition__case__house", "petition__case__county"), TRACK,
                    HEARING_VERBS),
    "ruling": Part("rulings", Ruling, ("petition__case__house", "petition__case__county"), TRACK,
                   RULING_VERBS),
    "payment": Part("payments", Payment, ("ruling",), TRACK, PAYMENT_VERBS),
    "person": Part("people", Party, (), PEOPLE, PERSON_VERBS),
    "representative": Part("representatives", Representative, ("authority", "signed_list"), PEOPLE,
                           REPRESENTATIVE_VERBS),
}  # fmt: skip


def _offer(noun: str, part: Part, verb: Verb) -> None:
    """One operation for one verb of a table."""

    @router.post(
        f"/{part.address}/{{uuid:id}}/{verb.name}",
        **staff(PartDone, Scope.CASES_WRITE, RoleClass.DESK, writes=True),
        url_name=f"{noun}-{verb.name}",
        tags=part.tags,
        operation_id=f"{noun}_{verb.name.replace('-', '_')}",
        summary=verb.summary,
    )
    @once
    def operation(request: Asked, id: UUID, said: verb.takes) -> PartDone:  # type: ignore[name-defined]
        row = part_seen_by(request.user, part.model, id, *part.needs)
        if row is None:
            raise Http404
        made = verb.do(row, said, request.user)
        case = Case.objects.visible_to(request.user).get(pk=row.case_id)
        return PartDone(id=id, case=case.uuid, state=Case.State(case.state), made=getattr(made, "uuid", None))


for _noun, _part in PARTS.items():
    for _verb in _part.verbs.values():
        _offer(_noun, _part, _verb)


@router.get(
    "/cases/{uuid:id}/petitions",
    **staff(track.PetitionsOut, Scope.CASES_READ, RoleClass.DESK),
    url_name="case-petitions",
    tags=TRACK,
)
def list_petitions(request: Asked, id: UUID) -> track.PetitionsOut:
    """The petitions of a case, each with its sessions, its rulings and the applicant's own last days."""
    case = seen(request, id)
    petitions = list(Petition.objects.of(case).select_related("case__house", "case__county"))
    hearings = list(Hearing.objects.of(case).select_related("case").order_by("held_on", "id"))
    rulings = list(Ruling.objects.of(case).select_related("petition", "case__house"))
    open_all(petitions, "wants", "explanation", "claims")
    open_all(hearings, "result")
    open_all(rulings, "summary")
    return track.PetitionsOut(
        results=[
            track.PetitionOut.of(
                row,
                [one for one in hearings if one.petition_id == row.pk],
                [one for one in rulings if one.petition_id == row.pk],
            )
            for row in petitions
        ]
    )


@router.get(
    "/cases/{uuid:id}/payments",
    **staff(track.PaymentsOut, Scope.CASES_READ, RoleClass.DESK),
    url_name="case-payments",
    tags=TRACK,
)
def list_payments(request: Asked, id: UUID) -> track.PaymentsOut:
    """The money that came for a case, by whoever's word."""
    rows = Payment.objects.of(seen(request, id))
    told = [track.PaymentOut.of(row) for row in rows.select_related("ruling", "party")]
    return track.PaymentsOut(results=told, total_rial=rows.total())


@router.get(
    "/cases/{uuid:id}/people",
    **staff(people.PeopleOut, Scope.CASES_READ, RoleClass.DESK),
    url_name="case-people",
    tags=PEOPLE,
)
def list_people(request: Asked, id: UUID) -> people.PeopleOut:
    """The table of a collective, and who speaks for it: numbers, and no name."""
    case = seen(request, id)
    return people.PeopleOut(
        results=[people.PersonOut.of(row) for row in Party.objects.of(case).with_paid()],
        representatives=[people.RepresentativeOut.of(row) for row in Representative.objects.of(case)],
    )
