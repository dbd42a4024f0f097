"""Counts of one row of a board, and percentiles from a histogram."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from dadkar.reports.marks import NAMES, SPANS, Mark


@dataclass
class Tally:
    """How many facts have each mark, and how many took how many working days."""

    counts: Counter[str] = field(default_factory=Counter)
    spans: dict[str, Counter[int]] = field(default_factory=lambda: {span: Counter() for span in SPANS})

    def __getattr__(self, name: str) -> int:
        if name in NAMES:
            return self.counts[name]
        raise AttributeError(name)

    @property
    def promises(self) -> int:
        """All that were not given up."""
        return self.fell_due + self.in_time

    @property
    def fell_due(self) -> int:
        """Those whose date has come, or that were settled before it."""
        return self.said + self.overdue + self.waiting

    @property
    def said(self) -> int:
        """What bodies call done, whether or not anybody has confirmed it."""
        return self.confirmed + self.only_said

    @property
    def only_said(self) -> int:
        return self.claimed + self.unconfirmed

    def median(self, span: str) -> int | None:
        return percentile(self.spans[span], 50)

    def p90(self, span: str) -> int | None:
        return percentile(self.spans[span], 90)

    def add(self, counts: Mapping[str, Any]) -> None:
        """Add kept counts, by the names of the marks."""
        for name in NAMES:
            self.counts[name] += counts[name] or 0

    def put_in(self, fact: Any, sign: int = 1) -> None:
        """Add one fact."""
        for name in NAMES:
            self.counts[name] += sign * bool(fact.marks & Mark[name.upper()])
        for span in SPANS:
            if (days := getattr(fact, span)) is not None:
                self.spans[span][days] += sign

    def take_out(self, fact: Any) -> None:
        """Take out one fact that was counted."""
        self.put_in(fact, -1)


def percentile(days: Mapping[int, int], share: int) -> int | None:
    """The least number of days within which `share` percent were done (nearest rank); None of nothing."""
    total = sum(days.values())
    rank, seen = ceil(total * share / 100), 0
    for day in sorted(days):
        seen += days[day]
        if total and seen >= rank:
            return day
    return None
