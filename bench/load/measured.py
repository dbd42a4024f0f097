"""What was measured, written as JSON when the load ends: every answer's time, and what went wrong."""

import json
import os
import time
from typing import Any

from locust import events

times: dict[str, list[float]] = {}
errors: dict[str, int] = {}
cycles: list[float] = []
clock = {"begin": 0.0, "end": 0.0}


@events.request.add_listener
def answered(name: str, response_time: float, exception: Any, **more: Any) -> None:
    """Keep the time of one answer in milliseconds, or count the error."""
    if exception is not None:
        failed(f"{name}: {exception}")
    times.setdefault(name, []).append(response_time)


def failed(what: str) -> None:
    """Count an error: a request that broke, or a page that was not as it should be."""
    if not what:
        return  # counted already, as a request
    errors[what[:200]] = errors.get(what[:200], 0) + 1


@events.spawning_complete.add_listener
def begun(**more: Any) -> None:
    """The clock runs from when everybody is there."""
    clock["begin"] = time.time()


@events.quitting.add_listener
def write(**more: Any) -> None:
    """Everything, for `bench.loads` to read."""
    clock["end"] = time.time()
    told = {"times": times, "errors": errors, "cycles": cycles, **clock}
    with open(os.environ["BENCH_MEASURED"], "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False)
