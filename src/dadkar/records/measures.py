"""How many notices have not gone out."""

from django.db.models import Count

from dadkar.kernel.measures import Samples, gauge
from dadkar.records.models.notice import Notice


@gauge("dadkar_notices_waiting", "Notices to the outside that wait or failed", "channel", "state")
def waiting() -> Samples:
    rows = Notice.objects.all().troubled().values_list("channel", "state").annotate(n=Count("pk"))
    for channel, state, n in rows.order_by("channel", "state"):
        yield (channel, state), n
