"""What of cases is worth watching from afar: how many are open, and how many late."""

from django.db.models import Count

from dadkar.cases.models import Case, Referral, SearchEntry
from dadkar.commitments.models import Commitment
from dadkar.kernel.measures import Samples, gauge

WHY = "counted, and nothing else"


@gauge("dadkar_cases_open", "Cases that are not closed", "state")
def open_cases() -> Samples:
    rows = Case.objects.as_system(WHY).open().values_list("state").annotate(n=Count("pk")).order_by("state")
    for state, n in rows:
        yield (state,), n


@gauge("dadkar_overdue", "What a deadline has passed for", "kind")
def overdue() -> Samples:
    yield ("case",), Case.objects.as_system(WHY).overdue().count()
    yield ("referral",), Referral.objects.as_system(WHY).overdue().count()
    yield ("commitment",), Commitment.objects.as_system(WHY).overdue().count()


@gauge("dadkar_search_not_indexed", "Cases that search can't find until the index has been rebuilt")
def not_indexed() -> Samples:
    entries = SearchEntry.objects.as_system(WHY)
    yield (), max(0, Case.objects.as_system(WHY).count() - entries.count() + entries.outdated().count())
