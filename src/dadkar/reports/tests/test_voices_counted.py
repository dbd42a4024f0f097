"""A voice is a case of its own, a promise counts once, and a kept count is what a recount says."""

from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.cases import actions
from dadkar.cases.tests.together import fresh, matter, says
from dadkar.kernel import moment
from dadkar.kernel.calendar import year_of
from dadkar.reports import boards, rollup
from dadkar.reports.tests.test_recount import differing

pytestmark = pytest.mark.django_db


def test_three_workers_are_three_cases_and_one_promise(cast: Any, play: SimpleNamespace) -> None:
    m = matter(cast, play, 2)
    sara, reza = m.voices
    year = str(year_of(moment.today()))
    rollup.refresh(cast.house)
    steps = [
        (lambda: says(m.lead), (3, 3, 1, 0, 0)),
        (lambda: says(sara), (3, 2, 1, 0, 0)),
        (lambda: says(reza, "no"), (3, 2, 0, 0, 1)),
        (lambda: says(reza, commitment=play.claimed(fresh(m.commitment))), (3, 0, 0, 1, 1)),
        (lambda: actions.reopen(fresh(sara), "نه", by=cast.worker), (3, 1, 0, 1, 1)),
    ]
    for step, expected in steps:
        step()
        rollup.refresh(cast.house)
        total = boards.board(cast.manager, "topic", year).total
        counts = total.counts
        names = ("cases", "open", "claimed", "confirmed", "disputed")
        assert tuple(counts[name] for name in names) == expected
        assert counts["sent"] == 1
        assert differing(cast.manager, "topic", year) == []
        assert differing(cast.manager, "agency", year) == []
