"""The keyring's copies: seen whole, noted, and made anew with each new key."""

from pathlib import Path

import pytest

from dadkar.kernel.sealing import copies
from dadkar.kernel.sealing.keyring import Keyring, KeyringError
from dadkar.run import keys


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring.generate(tmp_path / "keyring")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that need a database, only named."""
    said: list[str] = []
    monkeypatch.setattr(keys, "run_step", lambda command, _environment: said.append(command[-1]))
    return said


def test_two_copies_that_were_seen_whole_are_noted(ring: Keyring, tmp_path: Path) -> None:
    assert copies.last(ring) is None
    keys.copy(ring.path, [tmp_path / "one", tmp_path / "two"])
    seen = copies.last(ring)
    assert seen
    assert (seen.count, seen.keys) == (2, copies.fingerprint(ring))
    beside = ring.path.with_name("keyring.copies").read_text()
    assert not any(key.secret.hex() in beside for key in ring)


def test_one_copy_alone_is_not_enough_to_be_noted(ring: Keyring, tmp_path: Path) -> None:
    ring.copy_to(tmp_path / "one")
    keys.verify(ring.path, [tmp_path / "one"])
    assert copies.last(ring) is None


def test_what_was_erased_goes_with_the_copies(ring: Keyring, tmp_path: Path) -> None:
    ring.path.with_name("keyring.tombstones").write_text("x\n")
    keys.copy(ring.path, [tmp_path / "one", tmp_path / "two"])
    assert (tmp_path / "one.tombstones").read_text() == "x\n"


def test_a_new_key_is_in_both_copies_before_anything_is_wrapped_anew(
    ring: Keyring, tmp_path: Path, steps: list[str]
) -> None:
    keys.rotate(ring.path, [tmp_path / "one", tmp_path / "two"])
    now = Keyring.load(ring.path)
    assert now.current("kek").id == 2
    assert now.verify_copy(tmp_path / "two")
    assert steps == ["retire_keks", "rewrap"]


def test_without_a_free_place_for_the_copies_there_is_no_new_key(
    ring: Keyring, tmp_path: Path, steps: list[str]
) -> None:
    (tmp_path / "two").touch()
    with pytest.raises(KeyringError, match="already a file"):
        keys.rotate(ring.path, [tmp_path / "one", tmp_path / "two"])
    assert Keyring.load(ring.path).current("kek").id == 1
    assert steps == []
