"""Every check of `dadkar doctor` finds what it is for, and nothing in a sound installation."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import translation

from dadkar.cases.models import SearchEntry
from dadkar.kernel.actor import System
from dadkar.kernel.calendar import year_of
from dadkar.kernel.checkup import checks
from dadkar.kernel.known_calendar import fill_holidays
from dadkar.kernel.moment import today
from dadkar.kernel.sealing import copies, keys
from dadkar.kernel.sealing.keyring import Keyring
from dadkar.monitoring import checkup as installation
from dadkar.monitoring.tests.test_health import heard
from dadkar.records import checkup as ways_out
from dadkar.run import checkup, doctor
from dadkar.run.backup.manifest import Manifest

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    with translation.override("en"):
        return [str(one.what) for one in doctor.findings()]


@pytest.fixture
def sound(
    cast: SimpleNamespace, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> SimpleNamespace:
    """An installation with nothing wrong, but that keys and files share this machine's one volume."""
    data, backups = tmp_path / "data", tmp_path / "backups"
    data.mkdir(mode=0o700)
    ring = Keyring.generate(tmp_path / "keys" / "keyring")
    copies.note(ring, 2)
    settings.DATA, settings.KEYRING, settings.SECOND_FACTOR_REQUIRED = data, ring.path, True
    settings.ALLOWED_HOSTS = ["house.example"]
    monkeypatch.setattr(ways_out, "gateway_for", lambda _channel: object())
    monkeypatch.setenv("DADKAR_BACKUPS", str(backups))
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    backed_up(backups, datetime.now(UTC))
    fill_holidays(range(year_of(today()), year_of(today()) + 2), by=System("test"))
    heard(1)
    monkeypatch.setattr(checkup.roles, "too_powerful", lambda *_args: [])  # tests run as the owner
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=50 << 30, total=100 << 30))
    monkeypatch.delitem(checks, "dadkar.monitoring.checkup.doors")
    return SimpleNamespace(data=data, backups=backups, ring=ring, settings=settings, patch=monkeypatch)


def backed_up(place: Path, at: datetime) -> None:
    shutil.rmtree(place, ignore_errors=True)
    folder = place / "dadkar-1"
    folder.mkdir(parents=True)
    Manifest(at, "1", "18", {}, "", {}, {}, 0).write(folder)


def test_a_sound_installation(sound: SimpleNamespace) -> None:
    assert found() == []


def job(status: str, minutes_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)"
            " VALUES ('default', 'people.forget', '{}', %s, now() - %s * interval '1 minute')",
            [status, minutes_ago],
        )


def lose_index(play: Any) -> None:
    play.filed()
    SearchEntry.objects.as_system("test").all().delete()


def old_wraps(sound: SimpleNamespace) -> None:
    keys.create(uuid4())
    ring = Keyring.load(sound.ring.path)
    ring.add("kek")
    age(sound, days=3)


def age(sound: SimpleNamespace, days: int) -> None:
    """Let the keys be older; the copies are of these."""
    from dataclasses import replace

    ring = Keyring.load(sound.ring.path)
    with ring._change():
        ring._keys = {
            name: replace(key, created=datetime.now(UTC) - timedelta(days=days))
            for name, key in ring._keys.items()
        }
    copies.note(ring, 2)


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def seen_long_ago(sound: SimpleNamespace) -> None:
    copies._place(sound.ring).write_text(
        f'{{"at": "2020-01-01T00:00:00+00:00", "count": 2, "keys": "{copies.fingerprint(sound.ring)}"}}'
    )


WRONG: dict[str, tuple[Callable[[SimpleNamespace], Any], str]] = {
    "tables": (lambda s: sql("DELETE FROM django_migrations WHERE app = 'records'"), "not as this version"),
    "clock": (lambda s: s.patch.setattr(installation, "MOST_SKEW", timedelta(-1)), "clocks of the database"),
    "zone": (lambda s: setattr(s.settings, "TIME_ZONE", "UTC"), "The time zone is UTC"),
    "old zones": (
        lambda s: s.patch.setattr(installation, "SUMMER", datetime(2021, 7, 1, tzinfo=UTC)),
        "from before 2022",
    ),
    "disk": (
        lambda s: s.patch.setattr(
            shutil, "disk_usage", lambda _place: SimpleNamespace(free=5 << 30, total=99 << 30)
        ),
        "has 5.0 GB left",
    ),
    "hosts": (lambda s: setattr(s.settings, "ALLOWED_HOSTS", ["*"]), "DADKAR_HOSTS is *"),
    "second factor": (lambda s: setattr(s.settings, "SECOND_FACTOR_REQUIRED", False), "A password alone"),
    "worker": (lambda s: sql("DELETE FROM procrastinate_workers"), "No worker has been heard"),
    "late job": (lambda s: job("todo", 11), "1 job has waited"),
    "failed jobs": (lambda s: [job("failed", 1), job("failed", 1)], "2 jobs were given up"),
    "holidays": (lambda s: sql("TRUNCATE kernel_holiday"), "No holiday is known"),
    "no sms": (
        lambda s: s.patch.setattr(ways_out, "gateway_for", lambda channel: channel != "sms" or None),
        "no gateway for text messages",
    ),
    "no mail": (
        lambda s: s.patch.setattr(ways_out, "gateway_for", lambda channel: channel != "email" or None),
        "no mail server",
    ),
    "no keyring": (lambda s: s.ring.path.unlink(), "keyring can’t be used"),
    "no copies": (lambda s: copies._place(s.ring).unlink(), "No two copies"),
    "one copy": (lambda s: copies.note(s.ring, 1), "No two copies"),
    "a new key": (lambda s: s.ring.add("pepper"), "they lack a key"),
    "copies unseen": (seen_long_ago, "last looked at on 2020-01-01"),
    "old kek": (lambda s: age(s, days=40), "is 40 days old"),
    "old wraps": (old_wraps, "still wrapped by an older one"),
    "role": (
        lambda s: s.patch.setattr(checkup.roles, "too_powerful", lambda *_args: ["records_event"]),
        "could change what was recorded",
    ),
    "owner": (lambda s: s.patch.setenv("DATABASE_OWNER_URL", "postgresql://owner@/x"), "is set here"),
    "backup unknown": (lambda s: s.patch.delenv("DADKAR_BACKUPS"), "DADKAR_BACKUPS is not set"),
    "no backup": (lambda s: shutil.rmtree(s.backups), "made: never"),
    "old backup": (
        lambda s: backed_up(s.backups, datetime(2020, 1, 1, tzinfo=UTC)), "made: 2020-01-01",
    ),
    "damaged backup": (
        lambda s: (s.backups / "dadkar-1" / "manifest.json").write_text("{"), "A backup is damaged",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_found(sound: SimpleNamespace, what: str) -> None:
    break_it, words = WRONG[what]
    break_it(sound)
    assert {words in one for one in found()} == {True}, found()


def test_a_lost_index_is_found(sound: SimpleNamespace, play: Any) -> None:
    lose_index(play)
    assert any("1 case can’t be found by search" in one for one in found())


def test_open_doors_are_found(tmp_path: Path, settings: Any) -> None:
    settings.DATA, settings.KEYRING = tmp_path, tmp_path / "keyring"
    settings.KEYRING.touch()
    tmp_path.chmod(0o755)
    with translation.override("en"):
        may_look, same_volume = (str(one.what) for one in installation.doors())
    assert "may look into" in may_look
    assert "volume of the sealed files" in same_volume


@pytest.mark.django_db(transaction=True)
def test_without_a_database_there_is_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    (only,) = found()
    assert "database does not answer" in only


@pytest.mark.parametrize(("lang", "language"), [("fa_IR.UTF-8", "fa"), ("en_US.UTF-8", "en"), ("C", "en")])
def test_it_speaks_the_readers_language(monkeypatch: pytest.MonkeyPatch, lang: str, language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", lang)
    assert doctor.language() == language


def test_what_is_missing_is_said_before_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DADKAR_KEYRING")
    with pytest.raises(doctor.NotStarted, match="DADKAR_KEYRING is not set"):
        doctor.doctor()
    assert os.environ["DADKAR_MODE"] == "test"


def test_a_standby_that_is_away_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    handler = SimpleNamespace(settings={"default": {}, "replica": {}})
    monkeypatch.setattr(installation, "connections", handler)
    with translation.override("en"):
        (only,) = installation.standby()
    assert "does not answer: boards read the primary" in str(only.what)
