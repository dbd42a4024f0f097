"""What Prometheus reads: the counters of all processes of the web, and the numbers of the database.

It listens on loopback, in a process of its own; the web's address never shows it.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from django.db import Error, connections
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from dadkar.kernel.measures import gauges

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class RowsCollector(Collector):
    """The numbers that rooms have declared. While the database is away, only that it is."""

    def collect(self) -> Iterable[Metric]:
        families, up = [], 1.0
        try:
            for one in gauges.values():
                family = GaugeMetricFamily(one.name, one.text, labels=one.labels)
                for labels, value in one.read():
                    family.add_metric(labels, value)
                families.append(family)
        except Error:
            families, up = [], 0.0
        finally:
            connections.close_all()
        yield GaugeMetricFamily("dadkar_database_up", "Whether the database answers", value=up)
        yield from families


class ProcessesCollector(Collector):
    """The counters of the web's processes; gauges of those that have ended are dropped first."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._inner = MultiProcessCollector(None, folder)  # type: ignore[no-untyped-call]

    def collect(self) -> Iterable[Metric]:
        for pid in {path.stem.rpartition("_")[2] for path in Path(self.folder).glob("gauge_live*.db")}:
            if not Path(f"/proc/{pid}").exists():
                mark_process_dead(pid, self.folder)  # type: ignore[no-untyped-call]
        return self._inner.collect()  # type: ignore[no-untyped-call]


def registry() -> CollectorRegistry:
    """All that there is to read."""
    made = CollectorRegistry()
    made.register(RowsCollector())
    if folder := os.environ.get(FOLDER):
        made.register(ProcessesCollector(folder))
    return made
