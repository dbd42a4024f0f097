"""A program as far as a load needs one: a token or a receipt's code, JSON, and what was answered."""

import json
from typing import Any

from locust import FastHttpUser

from bench.load.browser import Unexpected

ROOT = "/api/v1"


class Program:
    """Asks the API. `token` acts as somebody, `receipt` as the holder of a code; with neither as anybody."""

    def __init__(self, user: FastHttpUser, *, token: str = "", receipt: str = "", address: str = "") -> None:
        self.client = user.client
        self.headers = {"Content-Type": "application/json", "X-Forwarded-Proto": "https"}
        self.headers |= {"Authorization": f"Bearer {token}"} if token else {}
        self.headers |= {"X-Receipt": receipt} if receipt else {}
        self.headers |= {"X-Forwarded-For": address} if address else {}

    def get(self, path: str, name: str) -> Any:
        return self._ask("GET", path, name, None)

    def post(self, path: str, name: str, **said: Any) -> Any:
        return self._ask("POST", path, name, json.dumps(said).encode())

    def _ask(self, method: str, path: str, name: str, data: bytes | None) -> Any:
        response = self.client.request(
            method, ROOT + path, name=f"{method} {name}", data=data, headers=self.headers
        )
        if response.status_code not in (200, 201):
            raise Unexpected("")  # locust has counted it
        return response.json()
