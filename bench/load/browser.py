"""A browser as far as a load needs one: cookies, the form's token, redirects; behind a proxy with TLS."""

import html
import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from locust import FastHttpUser

CAST: dict[str, Any] = json.loads(Path(os.environ["BENCH_CAST"]).read_text("utf-8"))
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|press)" value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Unexpected(Exception):
    """A page is not what the visit needs next; it is counted as an error."""


class Browser:
    """One person's browser. `role` has signed in already; without one, a worker's telephone."""

    def __init__(self, user: FastHttpUser, role: str = "", address: str = "192.0.2.1") -> None:
        self.client, self.host = user.client, user.host.partition("://")[2]
        self.cookies = {CAST["cookie"]: CAST["sessions"][role]} if role else {}
        self.address = address
        self.hidden: dict[str, str] = {}

    def get(self, path: str, name: str) -> str:
        """The page at `path`, where it redirects to included."""
        return self._ask("GET", path, name, None)

    def post(self, path: str, name: str, **fields: Any) -> str:
        """Send a form that was shown, and give the page that follows it."""
        data = urlencode({**self.hidden, **fields}, doseq=True)
        return self._ask("POST", path, name, data)

    def _ask(self, method: str, path: str, name: str, data: str | None) -> str:
        response = self._send(method, path, name, data)
        if response.status_code in (301, 302, 303):
            there = response.headers["Location"]
            response = self._send("GET", there, f"{name} →", None)
        if response.status_code != 200:
            raise Unexpected("")  # locust has counted it
        page = response.text or ""
        self.hidden |= dict(HIDDEN.findall(page))
        return page

    def _send(self, method: str, path: str, name: str, data: str | None) -> Any:
        headers = {
            "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.address,
            "Referer": f"https://{self.host}/",
            **(FORM if data is not None else {}),
        }
        response = self.client.request(
            method, path, name=f"{method} {name}", data=data, headers=headers, allow_redirects=False
        )
        for line in response.headers.get_all("Set-Cookie") if response.headers else []:
            key, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[key] = value
        return response


def find(pattern: str, page: str, what: str) -> str:
    """The first group of `pattern` in the page. Raises Unexpected."""
    if found := re.search(pattern, page):
        return html.unescape(found[1])
    raise Unexpected(f"no {what} on the page")
