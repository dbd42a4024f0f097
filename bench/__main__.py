"""`make bench`: builds what is missing, puts each size under load, prints a table and writes its JSON.

SIZES=10k,100k,1m chooses the sizes; ONLY=lifecycle,queue… what is measured; BENCH_DATA the folder. Each load
stops by itself, everything listens on this machine alone, and the databases stay for the next run.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from urllib.parse import quote

from bench import loads, peers, results
from bench.results import Row, row
from bench.stage import Stage

PORT, CLEAR_PORT, HELPDESK_PORT = 8931, 8932, 8933
SEED = 1000  # stories that the real verbs live before they are copied
SAMPLE = 500  # cases that are checked in each new database
FLOOR = 10_000
PEOPLE = 300
AT_ONCE = 6  # life cycles that go on at the same time
LIFE = ("lifecycle", "lifecycle_pages")
UNITS = {"k": 1_000, "m": 1_000_000}

QUEUE = [
    "/desk/queue/?after=50",
    "/desk/queue/?tab=late",
    "/desk/queue/?tab=new",
    "/desk/queue/?tab=claimed",
    "/desk/queue/?tab=mine",
]
BOARD = [
    "/desk/boards/",
    "/desk/boards/?by=topic",
    "/desk/queue/",
]  # the last is the desk's home, with its tally
BODY = ["/desk/referrals/", "/desk/drafts/"]  # a liaison's own queue
READERS = {"": "manager", "_old": "old"}  # who sees all, and who sees three cases in a hundred, all old


def main() -> None:
    stage = Stage(Path(os.environ.get("BENCH_DATA", ".cache/bench")))
    sizes, rows = wanted_sizes(), []
    assert stage.tools
    with stage.cluster:
        for size in sizes:
            print(f"{size:,} cases", flush=True)
            database = ready_database(stage, size)
            rows += measure(stage, database, size)
            print(*results.table(rows), sep="\n", flush=True)
    results.beside_floors(rows)
    results.write(rows)
    print(*results.table(rows), sep="\n")


def wanted_sizes() -> list[int]:
    """The sizes that were asked for, smallest first, with the empty database and the floor of the pages."""
    asked = os.environ.get("SIZES", "10k").lower().replace(" ", "").split(",")
    sizes = {int(text.rstrip("km")) * UNITS.get(text[-1], 1) for text in asked if text}
    return sorted({0, *sizes, *({FLOOR} if max(sizes) > FLOOR else ())})


def ready_database(stage: Stage, size: int) -> str:
    """The database of this size, made and checked when there is none."""
    name, seed = f"bench_{size}", "bench_seed" if size else "bench_0"
    for part, cases in ((seed, SEED if size else 0), (name, size)):
        if stage.exists(part):
            stage.setup(part)  # it may be of yesterday's tables
            continue
        began, new = time.monotonic(), f"{part}_new"
        stage.drop(new)
        if part == seed:
            stage.setup(new)
            stage.run(new, "seed", str(cases), mode="demo")
        else:
            stage.copy(seed, new)
            stage.run(new, "copies", str(cases), owner=True)
            print(stage.run(new, "checks", str(SAMPLE)).replace("\n", "; ").join(["  checked: ", ""]))
        stage.rename(new, part)
        print(f"  {part} made in {time.monotonic() - began:.0f} s", flush=True)
    return name


def measure(stage: Stage, database: str, size: int) -> Iterator[Row]:
    """Everything that was asked for, at one size."""
    asked = [part for part in os.environ.get("ONLY", "").split(",") if part] or list(MEASURES)
    with stage.served(database, PORT) as address:
        cast = stage.run(database, "cast")
        for name in LIFE:
            loads.run(stage, name, address, cast, users=2, seconds=5)  # what is read for the first time
        for name in asked if size else [name for name in asked if name in LIFE]:
            yield from MEASURES[name](stage, database, address, cast, size)


def lifecycle(stage: Stage, database: str, address: str, cast: str, size: int) -> Iterator[Row]:
    """Over the API: a request a step."""
    yield from _lives(stage, "lifecycle", address, cast, size)


def lifecycle_pages(stage: Stage, database: str, address: str, cast: str, size: int) -> Iterator[Row]:
    """Through the pages: every form is opened and every redirect followed."""
    yield from _lives(stage, "lifecycle_pages", address, cast, size)


def _lives(stage: Stage, name: str, address: str, cast: str, size: int) -> Iterator[Row]:
    serial = int(time.time()) % 1_000_000 * 100
    found = loads.run(stage, name, address, cast, users=AT_ONCE, seconds=60, serial=serial)
    _complain(found)
    yield row(name, size, len(found.cycles) / found.seconds, "1/s")
    yield row(f"{name}_requests", size, found.requests / found.seconds, "1/s")


def burst(stage: Stage, database: str, address: str, cast: str, size: int) -> Iterator[Row]:
    alone = loads.run(stage, "burst", address, cast, users=1, seconds=10)
    found = loads.run(stage, "burst", address, cast, users=PEOPLE, seconds=30)
    _complain(found)
    yield row("burst_p95", size, found.p95(), "ms").beside(alone.p95())
    yield row("burst_errors", size, sum(found.errors.values()), "errors").beside(sum(alone.errors.values()))


def filing(stage: Stage, database: str, address: str, cast: str, size: int) -> Iterator[Row]:
    """The answer to the sent form, by turns with the peer's, one at a time."""
    ours, theirs = [], []
    with peers.helpdesk(stage, HELPDESK_PORT) as peer:
        for _turn in range(3):
            for to, name, kept in ((address, "dadkar", ours), (peer, "helpdesk", theirs)):
                found = loads.run(stage, "filing", to, cast, users=1, seconds=6, peer=name)
                _complain(found)
                kept += found.times["POST filing"]
    yield row("filing", size, mean(ours), "ms").beside(mean(theirs))


def queue(stage: Stage, database: str, address: str, cast: str, size: int) -> Iterator[Row]:
    for suffix, role in READERS.items():
        yield row(f"queue{suffix}_p95", size, _pages(stage, address, cast, role, QUEUE), "ms")


def board(stage: Stage, database: str, address: str, cast: str, size: int) -> Iterator[Row]:
    for suffix, role in READERS.items():
        yield row(f"board{suffix}_p95", size, _pages(stage, address, cast, role, BOARD), "ms")


def body(stage: Stage, database: str, address: str, cast: str, size: int) -> Iterator[Row]:
    yield row("body_p95", size, _pages(stage, address, cast, "liaison", BODY), "ms")


def search(stage: Stage, database: str, address: str, cast: str, size: int) -> Iterator[Row]:
    asked = [f"/desk/search/?q={quote(text)}" for text in json.loads(cast)["queries"]]
    sealed = _pages(stage, address, cast, "manager", asked)
    with peers.clear_search(stage, database, CLEAR_PORT) as peer:
        clear = _pages(stage, peer, cast, "manager", asked)
    yield row("search_p95", size, sealed, "ms").beside(clear)


def _pages(stage: Stage, address: str, cast: str, role: str, addresses: list[str]) -> float:
    """The 95th percentile of reading these pages by turns, in milliseconds."""
    found = loads.run(
        stage, "pages", address, cast, users=1, seconds=15, role=role, addresses=json.dumps(addresses)
    )
    _complain(found)
    return found.p95()


def _complain(found: loads.Measured) -> None:
    for what, number in found.errors.items():
        print(f"  {number} × {what}", file=sys.stderr, flush=True)


Measure = Callable[[Stage, str, str, str, int], Iterator[Row]]
MEASURES: dict[str, Measure] = {
    "lifecycle": lifecycle,
    "lifecycle_pages": lifecycle_pages,
    "burst": burst,
    "filing": filing,
    "queue": queue,
    "board": board,
    "body": body,
    "search": search,
}

if __name__ == "__main__":
    main()
