"""The year: all plots together, each act at its own moment, in order of time."""

import heapq
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from importlib.resources import files

import yaml
from django.db import connection, transaction

from dadkar.demo import province
from dadkar.demo.plot import Story, in_office_hours
from dadkar.kernel import moment
from dadkar.kernel.flow import FlowError
from dadkar.kernel.sealing.keys import key_cache
from dadkar.kernel.together import together

SEED = 1405
YEAR = timedelta(days=365)
ACTS_A_COMMIT = 200


def live(cases: int) -> Iterator[tuple[int, int]]:
    """Make the province and its year, ending now; yields (cases filed so far, cases in all).

    The same seed makes the same year, counted back from today.
    """
    stories = yaml.safe_load(files("dadkar.demo").joinpath("stories.yaml").read_text("utf-8"))
    end = moment.now()
    begin = end - YEAR
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    with moment.moved_to(begin):
        made = province.make(begin)
    agenda = _filings(made, stories, begin, cases)
    done = 0
    while agenda:
        with transaction.atomic(), key_cache():
            for _act in range(ACTS_A_COMMIT):
                if not agenda:
                    break
                at, serial, plot, new = heapq.heappop(agenda)
                if at > end:
                    agenda = [entry for entry in agenda if entry[0] <= end]
                    heapq.heapify(agenda)
                    continue
                done += new
                _act_out(agenda, at, serial, plot)
        yield done, cases


def _filings(made: province.Province, stories: dict, begin, cases: int) -> list:  # type: ignore[no-untyped-def]
    dice = random.Random(SEED)  # noqa: S311 (a demo's dice, no secret)
    agenda = []
    for serial in range(1, cases + 1):
        at = begin + timedelta(hours=30) + YEAR * (dice.random() * 0.995)
        story = Story(made, stories, random.Random(f"{SEED}/{serial}"), serial)  # noqa: S311
        agenda.append((min(at, begin + YEAR), serial, story.play(), 1))
    heapq.heapify(agenda)
    return agenda


def _act_out(agenda: list, at, serial: int, plot) -> None:  # type: ignore[no-untyped-def]
    """One act, then its plot's next entry; an act that the rules refuse ends the plot."""
    with suppress(FlowError), moment.moved_to(at):
        wait = together(next)(plot, None)  # a StopIteration would take the last act back
        if wait is not None:
            heapq.heappush(agenda, (in_office_hours(at + wait), serial, plot, 0))
