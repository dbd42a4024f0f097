"""What every office does every day: deadlines are told, notices are read, calls are made."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from dadkar.cases import actions, ladder
from dadkar.cases.models import Case
from dadkar.kernel import moment
from dadkar.records.models import Notice

READ_AFTER, CALLED_AFTER = timedelta(days=3), timedelta(days=2)
SWEPT_AT = time(10)


def evening(end: datetime) -> None:
    """The office day that lies before a moment."""
    local = timezone.localtime(end - timedelta(days=1))
    with moment.moved_to(datetime.combine(local.date(), SWEPT_AT, local.tzinfo)):
        ladder.sweep()
        now = moment.now()
        unread = Notice.objects.filter(channel=Notice.Channel.APP, read_at=None, at__lt=now - READ_AFTER)
        unread.update(read_at=now)
        for call in Notice.objects.calls().filter(at__lt=now - CALLED_AFTER):
            _make(call)


def _make(call: Notice) -> None:
    """Whoever has the case calls; a case that nobody has taken is called about by nobody."""
    case = Case.objects.as_system("demo").select_related("officer").get(uuid=call.subject)
    if case.officer is None:
        return
    if call.organisation:
        actions.made_call(call, by=case.officer)
    else:
        actions.write_call(case, by=case.officer, result="spoke", safe=True)
