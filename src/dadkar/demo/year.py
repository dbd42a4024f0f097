"""The year: all plots together, each act at its own moment, in order of time.

The plots are shared out to two processes that meet at the end of each day, so that letters are numbered in
the order of their dates.
"""

import heapq
import logging
import multiprocessing
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from dadkar.demo import desks, figures, lists, province
from dadkar.demo.acts import Plot, in_office_hours
from dadkar.demo.plot import Story
from dadkar.kernel import moment
from dadkar.kernel.flow import FlowError
from dadkar.kernel.sealing.keys import key_cache
from dadkar.kernel.together import together
from dadkar.reports import rollup

log = logging.getLogger(__name__)

SEED = 1405
DAY = timedelta(days=1)
YEAR = 365 * DAY
FIRST_RELEASE = 75  # days after the beginning, when there is something to release
ROWS, ROWS_OF_ALL = 60, 20  # of each list, and at most one in so many of the cases
Agenda = list[tuple[datetime, int, Plot]]


def live(cases: int, processes: int = 2) -> Iterator[tuple[int, int]]:
    """Make the province and its year, ending now; yields (days lived so far, days in all).

    The same seed makes the same year, counted back from today. In one process it runs in the caller's own,
    and so in the caller's transaction.
    """
    end = moment.now()
    begin = end - YEAR
    with moment.moved_to(begin):
        made = province.make(begin)
    stories = province.texts()
    share = [
        Share(made, stories, begin, range(1 + part, cases + 1, processes), sweeps=part == 0)
        for part in range(processes)
    ]
    for at, serial, plot in lists.plots(made, stories, end, min(ROWS, cases // ROWS_OF_ALL), SEED):
        share[0].add(at, serial, plot)
    if processes == 1:
        yield from ((day, YEAR.days) for day in share[0].days(begin, end))
    else:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        yield from _together(share, begin, end)
    rollup.recount(made.house)


class Share:
    """Some of the plots, by their serial numbers. `broken` counts the plots that the rules ended.

    One share, which `sweeps`, sees to what the offices do every day.
    """

    def __init__(
        self,
        made: province.Province,
        stories: dict[str, Any],
        begin: datetime,
        serials: Iterable[int],
        *,
        sweeps: bool = False,
    ) -> None:
        self.agenda: Agenda = []
        self.made, self.sweeps, self.broken = made, sweeps, 0
        for serial in serials:
            dice = random.Random(f"{SEED}/{serial}")  # noqa: S311 (a demo's dice, no secret)
            filed = begin + timedelta(hours=30) + YEAR * (dice.random() * 0.99)
            self.add(filed, serial, Story(made, stories, dice, serial).play())

    def add(self, at: datetime, turn: int, plot: Plot) -> None:
        """Let a plot go on at that moment; `turn` decides between two at the same."""
        heapq.heappush(self.agenda, (at, turn, plot))

    def days(self, begin: datetime, end: datetime) -> Iterator[int]:
        """Act day by day; yields each day's number when it is over."""
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
        for day in range(1, YEAR.days + 1):
            while self.agenda and self.agenda[0][0] < min(begin + day * DAY, end):
                self.act(*heapq.heappop(self.agenda))
            if self.sweeps:
                self.evening(day, min(begin + day * DAY, end))
            yield day

    def evening(self, day: int, at: datetime) -> None:
        """What offices do every day, and the house's manager every month."""
        desks.evening(at)
        if day > FIRST_RELEASE:
            figures.monthly(self.made, at)

    def act(self, at: datetime, turn: int, plot: Plot) -> None:
        """One act, then its plot's next entry; an act that the rules refuse ends the plot."""
        with self.by_the_rules(), moment.moved_to(at), key_cache():
            then = together(next)(plot, None)  # a StopIteration would take the last act back
            if isinstance(then, timedelta):
                self.add(in_office_hours(at + then), turn, plot)
            for number, one in enumerate(then if isinstance(then, list) else ()):
                self.add(at, turn + number, one)

    @contextmanager
    def by_the_rules(self) -> Iterator[None]:
        """What the rules refuse ends a plot, and is counted."""
        try:
            yield
        except FlowError as error:
            self.broken += 1
            log.debug("a plot ended: %s", error.message)


def _together(shares: list[Share], begin: datetime, end: datetime) -> Iterator[tuple[int, int]]:
    fork = multiprocessing.get_context("fork")
    midnight, lived = fork.Barrier(len(shares)), fork.Value("i", 0)

    def run(share: Share) -> None:
        try:
            for day in share.days(begin, end):
                midnight.wait()
                lived.value = day
        except BaseException:
            midnight.abort()
            raise

    running: list[Any] = [fork.Process(target=run, args=[share], daemon=True) for share in shares]
    for process in running:
        process.start()
    while any(process.is_alive() for process in running):
        running[0].join(0.2)
        yield lived.value, YEAR.days
    if any(process.exitcode for process in running):
        raise RuntimeError("the demo's year broke off; its reason stands above")
