"""Filing, one at a time: Dadkar's form or django-helpdesk's. What counts is the answer to the sent form."""

import os
import random

from locust import FastHttpUser, task

from bench.load import measured
from bench.load.browser import CAST, Browser, Unexpected, find


class Filer(FastHttpUser):
    """Somebody who files one case after another."""

    @task
    def file(self) -> None:
        browser, text = Browser(self), random.choice(CAST["narratives"])
        try:
            (helpdesk if os.environ["BENCH_PEER"] == "helpdesk" else dadkar)(browser, text)
        except Unexpected as wrong:
            measured.failed(str(wrong))


def dadkar(browser: Browser, text: str) -> None:
    page = browser.get("/write/", "form")
    nonce = find(r'name="nonce" value="([^"]+)"', page, "nonce")
    browser.post("/write/", "filing", nonce=nonce, narrative=text, county="boyer-ahmad", told="code")


def helpdesk(browser: Browser, text: str) -> None:
    page = browser.get("/tickets/submit/", "form")
    queue = find(r'<option value="(\d+)"[^>]*>\s*Problems', page, "queue")
    said = {"title": text[:80], "body": text, "priority": "3", "submitter_email": "a@example.org"}
    browser.post("/tickets/submit/", "filing", queue=queue, **said)
