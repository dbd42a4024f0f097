"""Which house answers here, and which of its desks receives a case."""

from typing import Any

from dadkar.kernel.prepared import Prepared
from dadkar.people.models import Organisation


def the_house() -> Organisation | None:
    """The house whose installation this is: one today, so it is the only one. None before it is founded."""
    return _HOUSES.one()


_HOUSES = Prepared[Organisation](
    lambda: (
        Organisation.objects.filter(kind=Organisation.Kind.HOUSE, until=None)
        .select_related("county")
        .order_by("pk")[:1]
    )
)


def branches_of(house: Organisation) -> Any:
    """The house's branches, in their order."""
    branches = Organisation.objects.filter(house=house, kind=Organisation.Kind.BRANCH, until=None)
    return branches.select_related("county").order_by("sort_key")


def desk_of(house: Organisation, county: Any, closed_to: list[Organisation]) -> Organisation:
    """The desk that receives a case: the county's branch unless it must not see it, else the house."""
    branches = [branch for branch in branches_of(house) if branch not in closed_to] if county else []
    return next((branch for branch in branches if branch.county_id == county.pk), house)
