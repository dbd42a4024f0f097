"""Probes: what they say, what they never say, and that they are stored nowhere."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from dadkar.monitoring import health, jobs


def heard(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second')",
            [seconds_ago],
        )


def test_it_lives_without_a_database(client: Client, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.block():
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_it_is_ready(client: Client) -> None:
    heard(5)
    response = client.get("/readyz")
    assert response.status_code == 200
    checks = {"database": True, "migrations": True, "keyring": True, "worker": True}
    assert response.json() == {"ready": True, "checks": checks}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("ago", [None, 61])
def test_a_missing_worker_is_told_and_turns_nobody_away(client: Client, ago: int | None) -> None:
    if ago:
        heard(ago)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"]["worker"] is False


@pytest.mark.django_db
def test_without_a_keyring_it_is_not_ready(client: Client, settings: object, tmp_path: Path) -> None:
    settings.KEYRING = tmp_path / "a-secret-place"  # type: ignore[attr-defined]
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["keyring"] is False
    assert "a-secret-place" not in json.dumps(response.json())


@pytest.mark.django_db
def test_tables_that_wait_for_a_change_are_seen_and_then_forgotten() -> None:
    health._migrated.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'records'")
        assert not health.migrations()
        cursor.execute("INSERT INTO django_migrations (app, name, applied) SELECT 'records', n, now() "
                       "FROM unnest(%s::text[]) n", [records_migrations()])  # fmt: skip
    assert health.migrations()
    health._migrated.cache_clear()


def records_migrations() -> list[str]:
    from dadkar.records import migrations

    return [path.stem for path in Path(migrations.__file__).parent.glob("0*.py")]


@pytest.mark.django_db(transaction=True)
def test_without_a_database_it_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] is False
    assert "nowhere" not in json.dumps(response.json())


@pytest.mark.django_db
def test_who_was_heard_last_counts() -> None:
    assert jobs.last_heartbeat() is None
    heard(100)
    heard(3)
    assert jobs.worker_lives()
