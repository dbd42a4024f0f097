"""The year: all plots together, each act at its own moment, in order of time.

The plots are shared out to two processes that meet at the end of each day, so that letters are numbered in
the order of their dates.
"""

import heapq
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

import yaml
from django.db import connection

from dadkar.demo import desks, figures, province
from dadkar.demo.plot import Plot, Story, in_office_hours
from dadkar.kernel import moment
from dadkar.kernel.flow import FlowError
from dadkar.kernel.sealing.keys import key_cache
from dadkar.kernel.together import together
from dadkar.reports import rollup

SEED = 1405
DAY = timedelta(days=1)
YEAR = 365 * DAY
FIRST_RELEASE = 75  # days after the beginning, when there is something to release
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
    share = [Share(made, begin, range(1 + part, cases + 1, processes)) for part in range(processes)]
    if processes == 1:
        yield from ((day, YEAR.days) for day in share[0].days(begin, end))
    else:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        yield from _together(share, begin, end)
    rollup.recount(made.house)


class Share:
    """Some of the plots, by their serial numbers."""

    def __init__(self, made: province.Province, begin: datetime, serials: range) -> None:
        self.made, self.keeps_figures = made, 1 in serials
        stories = yaml.safe_load(files("dadkar.demo").joinpath("stories.yaml").read_text("utf-8"))
        self.agenda: Agenda = []
        self.sweeps = serials.start == 1  # one share sees to what the offices do every day
        for serial in serials:
            dice = random.Random(f"{SEED}/{serial}")  # noqa: S311 (a demo's dice, no secret)
            filed = begin + timedelta(hours=30) + YEAR * (dice.random() * 0.99)
            self.agenda.append((filed, serial, Story(made, stories, dice, serial).play()))
        heapq.heapify(self.agenda)

    def days(self, begin: datetime, end: datetime) -> Iterator[int]:
        """Act day by day; yields each day's number when it is over."""
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
        for day in range(1, YEAR.days + 1):
            while self.agenda and self.agenda[0][0] < min(begin + day * DAY, end):
                self.act(*heapq.heappop(self.agenda))
            if self.sweeps:
                desks.evening(min(begin + day * DAY, end))
            if self.keeps_figures and day > FIRST_RELEASE:
                figures.monthly(self.made, min(begin + day * DAY, end))
            yield day

    def act(self, at: datetime, serial: int, plot: Plot) -> None:
        """One act, then its plot's next entry; an act that the rules refuse ends the plot."""
        with suppress(FlowError), moment.moved_to(at), key_cache():
            wait = together(next)(plot, None)  # a StopIteration would take the last act back
            if wait is not None:
                heapq.heappush(self.agenda, (in_office_hours(at + wait), serial, plot))


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
