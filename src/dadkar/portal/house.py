"""The house whose pages these are, and the numbers that people are given."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from dadkar.people.models import Organisation

AMBULANCE, FIRE_BRIGADE = "115", "125"


def house_of(request: HttpRequest) -> Organisation | None:
    """The house that answers here: an installation serves one house today, so it is the only one."""
    houses = Organisation.objects.filter(kind=Organisation.Kind.HOUSE, until=None)
    return houses.select_related("county").order_by("pk").first()


def branches_of(house: Organisation) -> Any:
    """The house's branches, in their order."""
    branches = Organisation.objects.filter(house=house, kind=Organisation.Kind.BRANCH, until=None)
    return branches.select_related("county").order_by("sort_key")


def desk_of(house: Organisation, county: Any, closed_to: list[Organisation]) -> Organisation:
    """The desk that receives a case: the county's branch unless it must not see it, else the house."""
    branches = [branch for branch in branches_of(house) if branch not in closed_to] if county else []
    return next((branch for branch in branches if branch.county_id == county.pk), house)


@dataclass(frozen=True)
class Emergency:
    """Whom to call when a life is in danger. `inspectorate` may be unknown, and then is empty."""

    inspectorate: str
    ambulance: str = AMBULANCE
    fire_brigade: str = FIRE_BRIGADE


def emergency(house: Organisation) -> Emergency:
    """The national numbers, and the labour inspectorate's own where the house has entered it."""
    inspectorates = Organisation.objects.filter(house=house, body="labour-inspection", until=None)
    known = inspectorates.exclude(phone="").order_by("pk").values_list("phone", flat=True)
    return Emergency(inspectorate=known.first() or "")
