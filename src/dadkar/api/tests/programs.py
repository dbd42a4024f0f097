"""What the tests here call the API with."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from dadkar.api.models import Scope, Token
from dadkar.kernel.actor import System

ROOT = "/api/v1"
STORY = "چهار ماه است که حقوق ما پرداخت نشده. نزدیک ۲۰۰ نفر هستیم."


class Program:
    """A program with a token, a receipt's code, or neither."""

    def __init__(self, *, token: str = "", receipt: str = "", language: str = "en") -> None:
        self.client = Client(HTTP_ACCEPT_LANGUAGE=language, enforce_csrf_checks=True)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        if receipt:
            self.headers["X-Receipt"] = receipt

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Any:
        path = path if path.startswith(("/api", "http")) else ROOT + path
        return self.client.get(path, query or None, headers=self.headers | (headers or {}))

    def post(self, path: str, *, key: str = "", headers: dict[str, str] | None = None, **said: Any) -> Any:
        sent = self.headers | ({"Idempotency-Key": key} if key else {}) | (headers or {})
        return self.client.post(ROOT + path, json.dumps(said), content_type="application/json", headers=sent)


def token_of(user: Any, *scopes: str, days: int = 30) -> str:
    """A new token of somebody's; with every scope unless some are named."""
    chosen = list(scopes) or Scope.values
    return Token.make(user, "test", chosen, by=System("test"), life=timedelta(days=days))[1]


def program_of(user: Any, *scopes: str) -> Program:
    return Program(token=token_of(user, *scopes))


def said(response: Any, status: int = 200) -> Any:
    """What was answered, once it is seen that it was this."""
    assert response.status_code == status, response.content.decode()
    assert "no-store" in response["Cache-Control"]
    if status >= 400:
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == status
    return response.json()
