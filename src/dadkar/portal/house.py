"""The house whose pages these are, and the numbers that people are given."""

from dataclasses import dataclass

from django.http import HttpRequest

from dadkar.cases.desks import the_house
from dadkar.kernel.prepared import Prepared, Slot
from dadkar.people.models import Organisation

AMBULANCE, FIRE_BRIGADE = "115", "125"


def house_of(request: HttpRequest) -> Organisation | None:
    """The house whose pages a request asks for."""
    return the_house()


@dataclass(frozen=True)
class Emergency:
    """Whom to call when a life is in danger. `inspectorate` may be unknown, and then is empty."""

    inspectorate: str
    ambulance: str = AMBULANCE
    fire_brigade: str = FIRE_BRIGADE


def emergency(house: Organisation) -> Emergency:
    """The national numbers, and the labour inspectorate's own where the house has entered it."""
    known = _INSPECTORATES.one(house=house.pk)
    return Emergency(inspectorate=known.phone if known else "")


_INSPECTORATES = Prepared[Organisation](
    lambda: (
        Organisation.objects.filter(house=Slot("house"), body="labour-inspection", until=None)
        .exclude(phone="")
        .only("phone")
        .order_by("pk")[:1]
    )
)
