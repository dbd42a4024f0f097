"""What is counted for Prometheus. Labels are names of views, kinds and states: never content, never a person.

Counters are incremented where the thing happens. A gauge is a function that asks the database when it is
read; a room declares its own in a module `measures`, which is found by itself:

    @gauge("dadkar_notices_waiting", "Notices that have not gone out", "channel")
    def waiting():
        yield ("sms",), Notice.objects.as_system("count").waiting().count()
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prometheus_client import Counter, Gauge, Histogram

Samples = Iterable[tuple[tuple[str, ...], float]]

REQUEST_SECONDS = Histogram(
    "dadkar_request_seconds",
    "Time from a request's arrival to its answer's first byte",
    ["view", "method", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
OUTAGES = Counter("dadkar_outages", "Requests answered 503 because of the ground they stand on", ["kind"])
CODES_MISSED = Counter("dadkar_codes_missed", "Well-formed codes that opened nothing", ["kind"])
CODES_REFUSED = Counter("dadkar_codes_refused", "Guesses turned away with 429", ["kind"])
CODE_ALARMS = Counter("dadkar_code_alarms", "Times that the bucket of all guesses was full", ["kind"])
POOL = Gauge(
    "dadkar_pool_connections",
    "Database connections of the web's processes, and requests that wait for one",
    ["state"],
    multiprocess_mode="livesum",
)


@dataclass(frozen=True)
class GaugeOfRows:
    """A number that stands in the database. `read` yields (values of the labels, number)."""

    name: str
    text: str
    labels: tuple[str, ...]
    read: Callable[[], Samples]


gauges: dict[str, GaugeOfRows] = {}


def gauge(name: str, text: str, *labels: str) -> Callable[[Callable[[], Samples]], Callable[[], Samples]]:
    """Declare a number to be read from the database. Raises ValueError for a name that is taken."""

    def declare(read: Callable[[], Samples]) -> Callable[[], Samples]:
        if name in gauges:
            raise ValueError(f"{name} is declared twice")
        gauges[name] = GaugeOfRows(name, text, labels, read)
        return read

    return declare
