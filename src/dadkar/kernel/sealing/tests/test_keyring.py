"""The keyring says clearly why it can't be used, and its copies are whole."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from dadkar.kernel.sealing.keyring import (
    Keyring,
    KeyringError,
    KeyringExposed,
    KeyringMissing,
    KeyringUnreadable,
    UnknownKey,
    keyring,
)


@pytest.fixture
def ring(tmp_path):
    return Keyring.generate(tmp_path / "with space" / "keyring.json")


def test_a_new_keyring_has_every_kind_and_is_its_owners_alone(ring):
    assert [key.name for key in Keyring.load(ring.path)] == ["kek[1]", "pepper[1]", "search", "pin", "log"]
    assert ring.path.stat().st_mode & 0o777 == 0o600


def test_every_key_is_different_and_not_shown(ring):
    secrets = {key.secret for key in ring}
    assert len(secrets) == 5
    shown = repr(ring) + str(ring) + "".join(repr(key) for key in ring)
    assert not any(secret.hex() in shown or repr(secret) in shown for secret in secrets)


def test_an_existing_file_is_never_overwritten(ring):
    before = ring.path.read_bytes()
    with pytest.raises(KeyringError, match="already"):
        Keyring.generate(ring.path)
    with pytest.raises(KeyringError, match="already"):
        ring.copy_to(ring.path)
    assert ring.path.read_bytes() == before


def test_a_missing_keyring_says_where_and_what_to_do(tmp_path, settings):
    settings.KEYRING = tmp_path / "nothing"
    with pytest.raises(KeyringMissing, match=r"nothing.*dadkar keys make"):
        keyring()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_keyring_that_others_may_use_is_refused(ring, mode):
    ring.path.chmod(mode)
    with pytest.raises(KeyringExposed, match="chmod 600"):
        Keyring.load(ring.path)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"\xff\x00", b"[]", b'{"format": "dadkar-keyring/2", "keys": []}',
     b'{"format": "dadkar-keyring/1", "keys": [{"kind": "kek"}]}'],
)  # fmt: skip
def test_a_damaged_keyring_is_refused(ring, content):
    ring.path.write_bytes(content)
    with pytest.raises(KeyringUnreadable, match="damaged"):
        Keyring.load(ring.path)


def test_a_keyring_without_a_kind_or_with_a_short_key_is_refused(ring):
    document = json.loads(ring.path.read_text())
    ring.path.write_text(json.dumps(document | {"keys": document["keys"][1:]}))
    with pytest.raises(KeyringUnreadable, match="lacks kek"):
        Keyring.load(ring.path)
    document["keys"][0]["secret"] = "00" * 31
    ring.path.write_text(json.dumps(document))
    with pytest.raises(KeyringUnreadable):
        Keyring.load(ring.path)


def test_a_folder_in_its_place_is_unreadable(tmp_path):
    with pytest.raises(KeyringUnreadable, match="can't be read"):
        Keyring.load(tmp_path)


def test_a_new_kek_is_used_and_the_old_one_still_there(ring):
    old, new = ring.get("kek", 1), ring.add("kek")
    again = Keyring.load(ring.path)
    assert new.id == 2
    assert again.current("kek") == new
    assert again.get("kek", 1) == old
    assert [key.id for key in again.all("kek")] == [2, 1]


def test_two_processes_adding_keys_lose_none(ring):
    other = Keyring.load(ring.path)
    assert [ring.add("kek").id, other.add("kek").id, ring.add("pepper").id] == [2, 3, 2]
    assert {key.name for key in Keyring.load(ring.path)} >= {"kek[1]", "kek[2]", "kek[3]", "pepper[2]"}


def test_only_rotated_kinds_can_be_added(ring):
    with pytest.raises(KeyringError, match="only one search"):
        ring.add("search")


def test_the_last_key_of_a_kind_is_not_retired(ring):
    with pytest.raises(KeyringError, match="only kek in use"):
        ring.retire("kek", 1)


def test_a_retired_key_is_destroyed_only_after_the_life_of_the_backups(ring):
    ring.add("kek")
    with pytest.raises(KeyringError, match="in use"):
        ring.destroy("kek", 1)
    ring.retire("kek", 1)
    now = datetime.now(UTC)
    with pytest.raises(KeyringError, match="35 days"):
        ring.destroy("kek", 1, now=now + timedelta(days=34))
    ring.destroy("kek", 1, now=now + timedelta(days=36))
    with pytest.raises(UnknownKey):
        Keyring.load(ring.path).get("kek", 1)


def test_a_copy_is_verified_key_by_key(ring, tmp_path):
    copy = tmp_path / "copy"
    ring.copy_to(copy)
    assert ring.verify_copy(copy) == ["kek[1]", "pepper[1]", "search", "pin", "log"]
    copy.chmod(0o644)  # as on a memory stick
    ring.verify_copy(copy)
    ring.add("kek")
    with pytest.raises(KeyringError, match=r"kek\[2\]"):
        ring.verify_copy(copy)


def test_a_copy_with_one_wrong_key_or_a_destroyed_one_is_not_whole(ring, tmp_path):
    other = Keyring.generate(tmp_path / "other")
    document = json.loads(ring.path.read_text())
    document["keys"][3]["secret"] = other.current("pin").secret.hex()
    copy = tmp_path / "copy"
    copy.write_text(json.dumps(document))
    with pytest.raises(KeyringError, match="not a whole copy: pin"):
        ring.verify_copy(copy)
    copy.unlink()
    ring.add("kek")
    ring.copy_to(copy)
    ring.retire("kek", 1)
    ring.destroy("kek", 1, now=datetime.now(UTC) + timedelta(days=40))
    with pytest.raises(KeyringError, match=r"still holds kek\[1\]"):
        ring.verify_copy(copy)


def test_the_process_takes_up_a_changed_file(ring, settings):
    settings.KEYRING = ring.path
    assert keyring() is keyring()
    Keyring.load(ring.path).add("kek")
    assert keyring().current("kek").id == 2


def test_a_write_cut_short_leaves_the_old_keyring(ring, monkeypatch):
    def power_cut(handle):
        raise OSError("power cut")

    monkeypatch.setattr(os, "fsync", power_cut)
    with pytest.raises(OSError, match="power cut"):
        ring.add("kek")
    assert [key.id for key in Keyring.load(ring.path).all("kek")] == [1]


def test_subkeys_differ_by_label_and_by_root(ring):
    labels = {ring.subkey(kind, label) for kind in ("pepper", "search") for label in ("a", "b")}
    assert len(labels) == 4
    assert ring.subkey("pepper", "a") == ring.subkey("pepper", "a", 1)


def test_the_log_key_signs(ring):
    signed = ring.signing_key().sign(b"checkpoint")
    assert Keyring.load(ring.path).signing_key().verify_key.verify(signed) == b"checkpoint"
