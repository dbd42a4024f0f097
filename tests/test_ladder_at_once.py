"""Two workers at once, with real commits: a rung is told by one of them, and a notice goes out once."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.cases import actions, ladder
from dadkar.commitments.models import Escalation, Told
from dadkar.kernel import moment
from dadkar.kernel.work_calendar import TEHRAN
from dadkar.records import sending
from dadkar.records.models import Notice
from dadkar.records.tests.standin import kavenegar, provider
from tests.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)

SATURDAY = datetime(2026, 5, 9, 10, tzinfo=TEHRAN)
WORKERS = 3


def test_sweeps_at_once_tell_each_rung_once(
    cast: SimpleNamespace, play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dadkar.commitments.climbing.BATCH", 2)
    with moment.moved_to(SATURDAY):
        promises = [play.promised(days=10) for _ in range(6)]
    for day in (7, 10, 14, 22):
        now = SATURDAY + timedelta(days=day)
        told = at_once(*([lambda now=now: ladder.sweep(now)] * WORKERS))
        assert [one for one in told if isinstance(one, Exception)] == []
        assert sum(told) == len(promises)
    assert Told.objects.count() == 4 * len(promises)
    rungs = Notice.objects.filter(kind__startswith="due-", channel="app")
    pairs = list(rungs.values_list("subject", "kind", "user"))
    assert len(pairs) == len(set(pairs)) == 6 * len(promises)
    assert Escalation.objects.as_system("test").count() == len(promises)


def test_one_notice_and_several_workers(cast: SimpleNamespace, play: Any, settings: Any) -> None:
    noon = datetime.combine(moment.today(), time(12), TEHRAN)  # at night nothing goes out to people

    def send() -> None:
        with moment.moved_to(noon):
            sending.send(notice.pk)

    with provider() as there:
        settings.SMS = kavenegar(there.url)
        case = play.filed(told="sms")
        actions.set_contact(case, {"phone": "+989171234567"}, by=cast.worker)
        actions.say(case, "سلام", by=cast.worker)
        notice = Notice.objects.get(owner=case.uuid)
        Notice.objects.filter(pk=notice.pk).update(next_try=noon)
        done = at_once(*([send] * WORKERS))
        assert done == [None] * WORKERS
        assert len(there.taken) == 1
