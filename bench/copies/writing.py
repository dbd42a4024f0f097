"""Writes the copies: their order, their numbers, and COPY from a process a core."""

import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from bench.copies.story import Model
from bench.copies.template import Template

BLOCK = 20  # stories of one or two weeks, whose copies take turns
FLUSH = 1 << 20  # bytes of one table

Plan = list[tuple[int, int]]  # (which template, serial of the copy)


def plan(templates: int, copies: int) -> Plan:
    """Which template each copy has: oldest first, neighbours from different ones."""
    each, more = divmod(copies, templates)
    turns = ((one, turn) for first in range(0, templates, BLOCK)
             for turn in range(each + 1)
             for one in range(first, min(first + BLOCK, templates))
             if turn < each + (one < more))  # fmt: skip
    return [(one, serial) for serial, (one, _turn) in enumerate(turns)]


def write(url: str, templates: Sequence[Template], order: Plan, first: Counter[Any]) -> Iterator[int]:
    """Write every copy, a share a core; yields how many are written.

    `first` is the next number of each kind, and is moved on.
    """
    cores = os.cpu_count() or 1
    fork = multiprocessing.get_context("fork")
    done = fork.Array("q", cores)
    cut = [len(order) * n // cores for n in range(cores + 1)]
    running = []
    for core in range(cores):
        share = order[cut[core] : cut[core + 1]]
        job = (url, templates, share, Counter(first), done, core)
        running.append(fork.Process(target=_write, args=job, daemon=True))
        for one, _serial in share:
            first.update(templates[one].counts)
    for process in running:
        process.start()
    while any(process.is_alive() for process in running):
        running[0].join(1)
        yield sum(done)
    if any(process.exitcode for process in running):
        raise RuntimeError("the copying broke off; its reason stands above")


def _write(
    url: str, templates: Sequence[Template], share: Plan, numbers: Counter[Any], done: Any, core: int
) -> None:
    def take(kind: Any) -> int:
        numbers[kind] += 1
        return numbers[kind] - 1

    with psycopg.connect(url) as connection:
        connection.execute("SET synchronous_commit = off")
        tables = Tables(connection)
        for one, serial in share:
            template = templates[one]
            copy = template.begin(serial, take)
            for model, pieces in template.lines:
                tables.add(model, b"\t".join([piece(copy) for piece in pieces]))
            done[core] += 1
        tables.flush_all()


class Tables:
    """The lines that wait for their COPY, table by table."""

    def __init__(self, connection: psycopg.Connection, *, commit: bool = True) -> None:
        self.connection, self.commit = connection, commit
        self.lines: dict[Model, list[bytes]] = {}
        self.sizes: Counter[Model] = Counter()

    def add(self, model: Model, line: bytes) -> None:
        self.lines.setdefault(model, []).append(line)
        self.sizes[model] += len(line)
        if self.sizes[model] > FLUSH:
            self.flush(model)

    def flush(self, model: Model) -> None:
        columns = ", ".join(f'"{column.column}"' for column in model._meta.local_concrete_fields)
        with self.connection.cursor().copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
            copy.write(b"\n".join([*self.lines.pop(model), b""]))
        self.sizes[model] = 0
        if self.commit:
            self.connection.commit()

    def flush_all(self) -> None:
        for model in list(self.lines):
            self.flush(model)
