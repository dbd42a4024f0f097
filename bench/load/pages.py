"""One page after another, as a desk works, each address in turn. `BENCH_ROLE` says who reads."""

import json
import os

from locust import FastHttpUser, task

from bench.load import measured
from bench.load.browser import Browser, Unexpected

ADDRESSES: list[str] = json.loads(os.environ["BENCH_ADDRESSES"])


class Reader(FastHttpUser):
    """Somebody at a desk."""

    turn = 0

    @task
    def read(self) -> None:
        browser = Browser(self, os.environ["BENCH_ROLE"])
        try:
            browser.get(ADDRESSES[self.turn % len(ADDRESSES)], "page")
        except Unexpected as wrong:
            measured.failed(str(wrong))
        self.turn += 1
