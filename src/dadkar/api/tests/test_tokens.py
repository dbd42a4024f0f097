"""A token: hashed, scoped, ending; and never more than its user."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection

from dadkar.api.models import Scope, Token
from dadkar.api.tests.programs import Program, program_of, said, token_of
from dadkar.kernel import moment
from dadkar.kernel.actor import System
from dadkar.people.models import Membership
from dadkar.records.models import Event

pytestmark = pytest.mark.django_db
BY = System("test")


def test_it_is_random_shown_once_and_stands_nowhere(cast: Any) -> None:
    secrets = {token_of(cast.worker) for _one in range(3)}
    assert len(secrets) == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM api_token t")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(payload, '') FROM records_event WHERE kind LIKE 'token.%'")
        told = cursor.fetchone()[0]
    for secret in secrets:
        assert secret.startswith("dadkar_")
        assert len(secret) >= 43
        assert secret not in stored + told
        assert secret.encode().hex() not in stored
        said(Program(token=secret).get("/cases"))


@pytest.mark.parametrize("token", ["", "x", "dadkar_x", "dadkar_" + "A" * 43, "\u00e9"])
def test_another_opens_nothing(cast: Any, token: str) -> None:
    response = Program(token=token).get("/cases")
    assert said(response, 401)["code"] == "not-known"
    assert response["WWW-Authenticate"] == "Bearer"


def test_it_ends_and_runs_out(cast: Any) -> None:
    program, row = program_of(cast.worker), Token.objects.get()
    said(program.get("/cases"))
    with moment.moved_to(moment.now() + timedelta(days=31)):
        said(program.get("/cases"), 401)
    row.end(by=BY)
    row.end(by=BY)
    said(program.get("/cases"), 401)
    assert [event.kind for event in Event.objects.filter(kind__startswith="token.").order_by("pk")] == [
        "token.made",
        "token.ended",
    ]


def test_no_longer_than_a_year(cast: Any) -> None:
    for life in (timedelta(days=400), timedelta(0), timedelta(days=-1)):
        with pytest.raises(ValueError, match="a year"):
            Token.make(cast.worker, "x", [Scope.CASES_READ], by=BY, life=life)


def test_only_for_what_it_was_made(cast: Any, play: Any) -> None:
    case = play.filed()
    reads = program_of(cast.worker, Scope.CASES_READ)
    said(reads.get("/cases"))
    assert said(reads.post(f"/cases/{case.uuid}/take"), 403)["code"] == "no-such-scope"
    assert said(reads.get("/commitments"), 403)["code"] == "no-such-scope"
    writes = program_of(cast.worker, Scope.CASES_WRITE)
    said(writes.get(f"/cases/{case.uuid}"), 403)
    said(writes.post(f"/cases/{case.uuid}/take"))


def test_only_as_long_as_its_user_may(cast: Any, settings: Any) -> None:
    program, user = program_of(cast.worker), cast.worker
    settings.SECOND_FACTOR_REQUIRED = True
    assert said(program.get("/cases"), 403)["code"] == "account-not-ready"
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    said(program.get("/cases"))
    user.give_one_time_password(by=BY)
    assert said(program.get("/cases"), 403)["code"] == "account-not-ready"
    user.one_time_until = None
    user.save()
    user.is_active = False
    user.save()
    said(program.get("/cases"), 401)
    user.is_active = True
    user.save()
    Membership.objects.get(user=user).end(moment.today() - timedelta(days=1), by=BY)
    said(program.get("/cases"), 403)


def test_when_it_was_last_used_is_known_to_within_minutes(cast: Any) -> None:
    program = program_of(cast.worker)
    program.get("/cases")
    first = Token.objects.get().used_at
    assert first
    program.get("/cases")
    assert Token.objects.get().used_at == first
    with moment.moved_to(first + timedelta(minutes=11)):
        program.get("/cases")
    assert Token.objects.get().used_at > first


# -- the command ---------------------------------------------------------------------------------------


def run(*line: str) -> str:
    out = StringIO()
    call_command("token", *line, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_the_command_makes_lists_and_ends(cast: Any) -> None:
    secret = run("create", "--user", "case-worker", "--scope", "cases:read", "--scope", "webhooks")
    said(Program(token=secret).get("/cases"))
    listed = run("list", "--user", "case-worker")
    assert "cases:read,webhooks" in listed
    assert secret not in listed
    run("end", listed.split()[0])
    said(Program(token=secret).get("/cases"), 401)
    assert "ended" in run("list", "--user", "case-worker")


@pytest.mark.parametrize(
    "line",
    [
        ("create", "--user", "nobody-here", "--scope", "cases:read"),
        ("create", "--user", "case-worker", "--scope", "everything"),
        ("create", "--user", "case-worker", "--scope", "cases:read", "--days", "4000"),
        ("end", "x"),
        ("end", "00000000-0000-4000-8000-000000000000"),
        ("list", "--user", "nobody-here"),
    ],
)
def test_the_command_says_what_is_wrong(cast: Any, line: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*line)
    assert not Token.objects.exists()
