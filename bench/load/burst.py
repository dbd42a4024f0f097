"""A burst: hundreds of people at once, filing or coming back with a code, again and again without a pause.

Every answer counts. `BENCH_PEOPLE` of them come at the same moment.
"""

import itertools
import random
import re

from locust import FastHttpUser, task

from bench.load import measured
from bench.load.browser import CAST, Browser, Unexpected, find

number = itertools.count(1)


class Worker(FastHttpUser):
    """Somebody with a telephone."""

    @task
    def visit(self) -> None:
        n = next(number)
        browser = Browser(self, address=f"198.19.{n // 250 % 250}.{n % 250}")
        try:
            (file if n % 2 or not CAST["codes"] else come_back)(browser)
        except Unexpected as wrong:
            measured.failed(str(wrong))


def file(browser: Browser) -> None:
    """The first page, the form, the receipt."""
    browser.get("/", "start")
    page = browser.get("/write/", "write")
    nonce = find(r'name="nonce" value="([^"]+)"', page, "nonce")
    narrative = random.choice(CAST["narratives"])
    page = browser.post("/write/", "write", nonce=nonce, narrative=narrative, told="code")
    if len(re.sub(r"\D", "", find(r'<bdi class="code"[^>]*>(.*?)</bdi>', page, "code"))) != 20:
        raise Unexpected("the receipt has no code")


def come_back(browser: Browser) -> None:
    """The code, and the page that it opens."""
    browser.get("/follow/", "follow")
    page = browser.post("/follow/", "code", code=random.choice(CAST["codes"]))
    find(r'name="key" value="(renew)"', page, "page of the case")
