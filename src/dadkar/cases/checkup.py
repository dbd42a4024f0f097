"""What can be wrong with the work itself: search that finds too little, a year without holidays."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dadkar.cases.measures import not_indexed
from dadkar.kernel import moment
from dadkar.kernel.calendar import year_bounds, year_of
from dadkar.kernel.checkup import Finding, check
from dadkar.kernel.models import Holiday


@check
def search_index() -> Iterator[Finding]:
    """After a crash the index is empty, and search finds nothing."""
    ((_labels, missing),) = not_indexed()
    if count := int(missing):
        yield Finding(
            ngettext(
                "%(count)s case can’t be found by search: a crash has emptied the index.",
                "%(count)s cases can’t be found by search: a crash has emptied the index.",
                count,
            ) % {"count": count},
            _("The worker fills it within minutes; at once: `dadkar manage rebuild_search`."),
        )  # fmt: skip


@check
def holidays() -> Iterator[Finding]:
    """A deadline over the new year is counted without its holidays."""
    for year in (year_of(moment.today()), year_of(moment.today()) + 1):
        first, last = year_bounds(year)
        if not Holiday.objects.filter(day__range=(first, last)).exists():
            yield Finding(
                _("No holiday is known for the year %(year)s: deadlines would fall on Nowruz.")
                % {"year": year},
                _("Run `dadkar manage fill_holidays`, and look them through in the administration."),
            )
