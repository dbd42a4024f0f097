"""What life cycles over pages and over the API share: people who live one after another, and their words."""

import itertools
import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
from locust import FastHttpUser, task

from bench.load import measured
from bench.load.browser import CAST, Unexpected

SUMMARY = "به گفتهٔ متقاضی مزد دو ماه پرداخت نشده است."
PROMISED = "بازرس به کارگاه می‌رود و گزارش می‌دهد."
CLAIMED = "بازدید انجام شد و به کارفرما اخطار داده شد."
DAY = (date.today() + timedelta(days=30)).isoformat()  # read as Gregorian, as people also type it
serial = itertools.count(int(os.environ.get("BENCH_SERIAL", "0")) + 1)
database = psycopg.connect(CAST["database"], autocommit=True)


def one(query: str, *values: object) -> tuple:
    """A row that tells where something new stands."""
    found = database.execute(query, values).fetchone()
    if found is None:
        raise Unexpected(f"nothing found by {query}")
    return found


def address_of(number: int) -> str:
    """Another address for each worker: nobody is taken for a flood."""
    return f"198.18.{number // 250 % 250}.{number % 250}"


class People(FastHttpUser):
    """A worker, a case worker, a body's liaison and its head, who bring one case after another to its end."""

    abstract = True
    live: Callable[[Any, int], None]

    @task
    def cycle(self) -> None:
        began = time.time()
        try:
            self.live(next(serial))
        except Unexpected as wrong:
            measured.failed(str(wrong))
        else:
            measured.cycles.append(time.time() - began)
