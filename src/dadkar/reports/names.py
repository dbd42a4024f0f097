"""The names of what a board tells apart, in the reader's language: one query a board."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dadkar.cases.models import Case, Topic
from dadkar.people.models import County, Organisation
from dadkar.reports.models import By
from dadkar.reports.periods import month_words
from dadkar.reports.reading import rows


def names_of(by: str, values: Iterable[str]) -> dict[str, str]:
    """Each value's name; what has none is said to be unknown."""
    wanted = [value for value in values if value]
    if by == By.CHANNEL:
        found = {value: str(Case.Channel(value).label) for value in wanted}
    elif by == By.MONTH:
        found = {value: month_words(int(value)) for value in wanted}
    elif by == By.COUNTY:
        found = {row.pk: str(row) for row in rows(County).filter(pk__in=wanted)}
    else:
        model = Topic if by == By.TOPIC else Organisation
        found = {str(row.pk): str(row) for row in rows(model).filter(pk__in=wanted)}
    return {value: found.get(value, _("not known")) for value in [*wanted, ""]}
