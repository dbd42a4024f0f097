"""Starts the load generator and reads what it measured."""

import json
import os
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.stage import ROOT, Stage


@dataclass
class Measured:
    """What a load has shown: times in milliseconds by request, errors by their words, life cycles."""

    times: dict[str, list[float]]
    errors: dict[str, int]
    cycles: list[float]
    seconds: float
    busy: float  # the machine's load average at the end

    def p95(self, *names: str) -> float:
        """The 95th percentile of all answers, or of those so named, in milliseconds."""
        chosen = [ms for name, many in self.times.items() if not names or name in names for ms in many]
        return percentile(chosen, 95)

    @property
    def requests(self) -> int:
        return sum(map(len, self.times.values()))


def percentile(values: Sequence[float], hundredths: int) -> float:
    """By linear interpolation; of a single value that value. Raises ValueError without any."""
    if not values:
        raise ValueError("nothing was measured")
    return statistics.quantiles([*values, *values][: max(len(values), 2)], n=100, method="inclusive")[
        hundredths - 1
    ]


def run(
    stage: Stage, name: str, address: str, cast: str, *, users: int, seconds: int, **settings: Any
) -> Measured:
    """Let `users` people act at once for so many seconds. The load stops by itself."""
    place = stage.data / "load"
    place.mkdir(exist_ok=True)
    (place / "cast.json").write_text(cast, encoding="utf-8")
    told = place / f"{name}.json"
    told.unlink(missing_ok=True)
    command = [
        *(
            stage.tools / "locust",
            "-f",
            ROOT / "bench" / "load" / f"{name}.py",
            "--headless",
            "--only-summary",
        ),
        *("--host", address, "-u", str(users), "-r", str(users), "-t", f"{seconds}s", "--stop-timeout", "30"),
        *("--loglevel", "WARNING", "--exit-code-on-error", "0"),
    ]
    environment = {
        **os.environ,
        "BENCH_CAST": str(place / "cast.json"),
        "BENCH_MEASURED": str(told),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        **{f"BENCH_{key.upper()}": str(value) for key, value in settings.items()},
    }
    said = subprocess.run(
        command, env=environment, cwd=ROOT, timeout=seconds + 180, capture_output=True, text=True
    )
    if not told.exists():
        raise RuntimeError(f"the load generator measured nothing:\n{said.stderr[-3000:]}")
    return read(told)


def read(told: Path) -> Measured:
    found = json.loads(told.read_text(encoding="utf-8"))
    seconds = found["end"] - found["begin"]
    return Measured(found["times"], found["errors"], found["cycles"], seconds, os.getloadavg()[0])
