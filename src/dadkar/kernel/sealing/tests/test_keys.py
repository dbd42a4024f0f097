"""Owners' keys: wrapped, rotated, erased, and never lost on the way."""

import threading
from uuid import uuid4

import pytest
from django.db import connections, transaction

from dadkar.kernel.models import SealedKey
from dadkar.kernel.sealing import keycache, keys, tombstones
from dadkar.kernel.sealing.errors import Erased, MissingKey, Tampered
from dadkar.kernel.sealing.keyring import Keyring
from dadkar.kernel.sealing.tests.opened import secrets

pytestmark = pytest.mark.usefixtures("ring")


@pytest.mark.django_db
def test_keys_are_random_wrapped_and_stay_the_same():
    owner = uuid4()
    made = keys.create(owner)
    assert set(made) == {"content", "contact"}
    assert made["content"].secret != made["contact"].secret
    assert keys.create(owner) == made
    rows = list(SealedKey.objects.all())
    assert len(rows) == 2
    for row in rows:
        assert made[row.purpose].secret not in bytes(row.wrapped)
        assert len(row.wrapped) == 78
    assert made["content"].secret.hex() not in repr(made)


@pytest.mark.django_db
def test_a_dump_without_the_keyring_opens_nothing(settings, tmp_path):
    owner = uuid4()
    keys.create(owner)
    settings.KEYRING = tmp_path / "another"
    Keyring.generate(settings.KEYRING)
    with pytest.raises(Tampered):
        keys.open_keys([owner], "content")


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["owner", "purpose", "version"])
def test_a_wrap_moved_to_another_owner_purpose_or_version_is_refused(column):
    owner = uuid4()
    keys.create(owner, ["content"])
    changed = {"owner": uuid4(), "purpose": "contact", "version": 2}[column]
    SealedKey.objects.update(**{column: changed})
    row = SealedKey.objects.get()
    with pytest.raises(Tampered):
        keys.open_keys([row.owner], row.purpose)


@pytest.mark.django_db
def test_many_keys_take_one_query(django_assert_num_queries):
    owners = [uuid4() for _ in range(200)]
    with django_assert_num_queries(1):
        made = keys.create_many(owners, ["content", "contact"])
    with django_assert_num_queries(1):
        assert keys.open_keys(owners, "content", "contact") == made
    assert keys.open_keys([uuid4()], "content") == {}
    assert len(keys.create_many([*owners[:3], uuid4()], ["content"])) == 4


@pytest.mark.django_db
def test_the_cache_lasts_for_a_request_only(django_assert_num_queries):
    owner = uuid4()
    with keys.key_cache():
        keys.create(owner)
        with django_assert_num_queries(0):
            keys.open_keys([owner], "content", "contact")
    with django_assert_num_queries(2):
        keys.open_keys([owner], "content")
        keys.open_keys([owner], "content")

    def view(request):
        keys.open_keys([owner], "content")
        with django_assert_num_queries(0):
            keys.open_keys([owner], "content")
        return "answer"

    with django_assert_num_queries(2):
        assert [keycache.middleware(view)(None) for _ in range(2)] == ["answer"] * 2


@pytest.mark.django_db
def test_the_cache_stays_small(django_assert_num_queries):
    owners = [uuid4() for _ in range(10)]
    with keys.key_cache(size=4):
        keys.create_many(owners, ["content"])
        with django_assert_num_queries(0):
            keys.open_keys(owners[6:], "content")
        with django_assert_num_queries(1):
            keys.open_keys(owners[:6], "content")


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["made", "read"])
def test_a_key_of_a_rolled_back_transaction_is_forgotten(how):
    owner = uuid4()
    with keys.key_cache():
        with transaction.atomic():
            key = keys.create(owner, ["content"])["content"]
            if how == "read":
                keycache.current().forget((owner, "content"))
                keys.open_keys([owner], "content")
            transaction.set_rollback(True)
        assert keys.open_keys([owner], "content") == {}
        assert keys.for_writing(owner, "content") != key


@pytest.mark.django_db(transaction=True)
def test_an_erased_key_stays_erased_after_a_restore():
    owner, other = uuid4(), uuid4()
    keys.create_many([owner, other], ["content", "contact"])
    backup = list(SealedKey.objects.values())
    assert keys.erase(owner, "content", "contact") == 2
    assert keys.erase(owner, "content") == 0
    with pytest.raises(Erased):
        keys.create(owner)

    SealedKey.objects.all().delete()
    SealedKey.objects.bulk_create(SealedKey(**row) for row in backup)
    assert keys.open_keys([owner], "content")[owner, "content"].secret is not None  # the danger
    assert sorted(tombstones.replay()) == sorted([(owner, "content"), (owner, "contact")])
    with pytest.raises(Erased):
        keys.for_writing(owner, "content")
    assert not SealedKey.objects.filter(owner=owner, wrapped__isnull=False).exists()
    assert keys.for_writing(other, "content").secret
    assert tombstones.replay() == []


@pytest.mark.django_db(transaction=True)
def test_a_renewed_key_survives_the_replay_of_the_old_tombstone():
    owner = uuid4()
    keys.create(owner, ["contact"])
    keys.erase(owner, "contact")
    new = keys.renew(owner, "contact")
    assert (new.version, keys.renew(owner, "contact")) == (2, new)
    assert tombstones.replay() == []
    keys.erase(owner, "contact")
    SealedKey.objects.update(version=1)
    tombstones.replay()
    assert keys.renew(owner, "contact").version == 3
    with pytest.raises(MissingKey):
        keys.renew(uuid4(), "contact")


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_is_rolled_back_leaves_no_tombstone():
    owner = uuid4()
    keys.create(owner, ["content"])
    with transaction.atomic():
        keys.erase(owner, "content")
        transaction.set_rollback(True)
    assert list(tombstones.read()) == []
    assert secrets([owner])


@pytest.mark.django_db(transaction=True)
def test_a_tombstone_that_was_cut_short_is_seen_and_repaired(caplog):
    owners = [uuid4() for _ in range(3)]
    keys.create_many(owners, ["content"])
    keys.erase(owners[0], "content")
    keys.erase(owners[1], "content")
    whole = tombstones.path().read_bytes()
    tombstones.path().write_bytes(whole[:-10])  # power failed
    keys.erase(owners[2], "content")
    assert [grave.owner for grave in tombstones.read()] == [owners[0], owners[2]]
    assert "damaged" in caplog.text
    assert tombstones.repair() == 1
    assert {grave.owner for grave in tombstones.read()} == set(owners)
    assert tombstones.repair() == 0
    assert tombstones.path().stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_two_who_make_a_key_at_once_get_the_same():
    owner, found = uuid4(), []
    barrier = threading.Barrier(4)

    def make():
        barrier.wait()
        found.append(keys.create(owner, ["content"])["content"].secret)
        connections.close_all()

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


@pytest.mark.django_db
def test_an_emptied_wrap_is_tampering_and_not_an_erasure():
    owner = uuid4()
    keys.create(owner, ["content"])
    SealedKey.objects.update(wrapped=b"")
    with pytest.raises(Tampered):
        keys.open_keys([owner], "content")
