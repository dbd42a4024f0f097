"""`dadkar token`: make, list and end what programs show in place of somebody who signs in."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from dadkar.api.models import Scope, Token
from dadkar.api.models.token import LIFE, LONGEST_LIFE
from dadkar.kernel.actor import System
from dadkar.people.models import User

BY = System("token-command")


class Command(BaseCommand):
    help = "Tokens for programs: each acts as its user, within its scopes, and is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        one = verbs.add_parser("create", help="make one, and print it this once")
        one.add_argument("--user", required=True, metavar="USERNAME")
        one.add_argument("--scope", required=True, action="append", choices=Scope.values, help="repeatable")
        one.add_argument("--name", default="command line", help="what it is for")
        one.add_argument("--days", type=int, default=LIFE.days, help=f"at most {LONGEST_LIFE.days}")
        one = verbs.add_parser("list", help="somebody's tokens")
        one.add_argument("--user", required=True, metavar="USERNAME")
        one = verbs.add_parser("end", help="let one open nothing any more")
        one.add_argument("id", help="as `list` prints it")

    def handle(self, *args: Any, **asked: Any) -> None:
        getattr(self, asked["verb"])(asked)

    def create(self, asked: dict[str, Any]) -> None:
        if not 0 < asked["days"] <= LONGEST_LIFE.days:
            raise CommandError(f"A token lives between a day and {LONGEST_LIFE.days} days.")
        life = timedelta(days=asked["days"])
        row, secret = Token.make(_user(asked), asked["name"][:80], asked["scope"], by=BY, life=life)
        self.stderr.write(f"Keep it: it is not shown again. It is over on {row.expires_at:%Y-%m-%d}.")
        self.stdout.write(secret)

    def list(self, asked: dict[str, Any]) -> None:
        for row in Token.objects.of(_user(asked)):
            stands = "live" if row.is_alive else "ended" if row.ended_at else "over"
            until, scopes = f"{row.expires_at:%Y-%m-%d}", ",".join(row.scopes)
            self.stdout.write(f"{row.uuid}  {stands:5}  until {until}  {row.prefix}…  {scopes}  {row.name}")

    def end(self, asked: dict[str, Any]) -> None:
        try:
            row = Token.objects.filter(uuid=asked["id"]).first()
        except ValidationError as error:
            raise CommandError("There is no such token.") from error
        if row is None:
            raise CommandError("There is no such token.")
        row.end(by=BY)
        self.stdout.write("Ended.")


def _user(asked: dict[str, Any]) -> User:
    user = User.objects.filter(username=asked["user"], is_active=True).first()
    if user is None:
        raise CommandError(f"There is nobody here called {asked['user']}, or their account is closed.")
    return user
