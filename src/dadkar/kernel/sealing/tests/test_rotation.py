"""A key encryption key is replaced without losing an owner's key, even under load or when it is cut short."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, connections

from dadkar.kernel.models import SealedKey
from dadkar.kernel.sealing import keys, tombstones
from dadkar.kernel.sealing.keyfile import KeyringError, UnknownKey
from dadkar.kernel.sealing.keyring import keyring
from dadkar.kernel.sealing.tests.opened import secrets

pytestmark = pytest.mark.usefixtures("ring")


@pytest.mark.django_db
def test_rotation_rewraps_only_the_keys_and_the_old_kek_then_goes():
    owners = [uuid4() for _ in range(25)]
    keys.create_many(owners, ["content"])
    before = secrets(owners)
    keyring().add("kek")
    with pytest.raises(keys.KekInUse, match="25 keys"):
        keys.retire_kek(1)
    counts = []
    while count := keys.rewrap(batch=10):
        counts.append(count)
    assert counts == [10, 10, 5]
    assert secrets(owners) == before
    keys.retire_kek(1)
    with pytest.raises(KeyringError, match="35 days"):
        keys.destroy_kek(1)
    keyring().destroy("kek", 1, now=datetime.now(UTC) + timedelta(days=36))
    assert secrets(owners) == before


@pytest.mark.django_db
def test_a_backup_under_a_destroyed_kek_is_final():
    owner = uuid4()
    keys.create(owner, ["content"])
    backup = SealedKey.objects.values().get()
    keyring().add("kek")
    keys.rewrap()
    keys.retire_kek(1)
    keyring().destroy("kek", 1, now=datetime.now(UTC) + timedelta(days=36))
    SealedKey.objects.update(**backup)
    with pytest.raises(UnknownKey):
        keys.open_keys([owner], "content")
    with pytest.raises(keys.KekInUse):
        keys.destroy_kek(1)


@pytest.mark.django_db(transaction=True)
def test_a_rotation_that_is_killed_midway_loses_no_key(monkeypatch):
    owners = [uuid4() for _ in range(30)]
    keys.create_many(owners, ["content"])
    before = secrets(owners)
    keyring().add("kek")
    assert keys.rewrap(batch=10) == 10
    wrap, done = keys._wrap, []

    def wrap_then_die(*args):
        done.append(args)
        if len(done) == 5:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return wrap(*args)

    monkeypatch.setattr(keys, "_wrap", wrap_then_die)
    with pytest.raises(OperationalError):
        keys.rewrap(batch=10)
    monkeypatch.undo()
    connection.close()
    assert SealedKey.objects.filter(kek_id=2).count() == 10
    assert secrets(owners) == before
    while keys.rewrap(batch=10):
        pass
    assert secrets(owners) == before


@pytest.mark.django_db(transaction=True)
def test_rotation_under_load_loses_no_key_and_no_erasure():
    owners = [uuid4() for _ in range(120)]
    keys.create_many(owners, ["content"])
    before = secrets(owners)
    keyring().add("kek")
    failures, made = [], []

    def run(work):
        try:
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    def rotate():
        while SealedKey.objects.filter(kek_id=1, wrapped__isnull=False).exists():
            keys.rewrap(batch=7)

    def file_cases():
        for _ in range(30):
            owner = uuid4()
            made.append((owner, keys.create(owner, ["content"])["content"].secret))

    def erase():
        for owner in owners[::4]:
            keys.erase(owner, "content")

    threads = [threading.Thread(target=run, args=[work]) for work in (rotate, rotate, file_cases, erase)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    after = secrets(owners)
    for number, owner in enumerate(owners):
        assert after[owner, "content"] == (before[owner, "content"] if number % 4 else None)
    assert secrets([owner for owner, _ in made]) == {(owner, "content"): secret for owner, secret in made}
    assert not SealedKey.objects.filter(kek_id=1, wrapped__isnull=False).exists()
    assert len(list(tombstones.read())) == 30
