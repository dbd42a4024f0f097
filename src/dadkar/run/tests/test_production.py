"""What `dadkar serve` needs; without it, it says what is missing and does not start."""

from pathlib import Path

import pytest

from dadkar.kernel.sealing.keyring import Keyring
from dadkar.run import production
from dadkar.run.environment import NEEDED, missing
from dadkar.run.process import NotStarted


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, str]:
    """An environment that lacks nothing."""
    Keyring.generate(tmp_path / "keyring")
    return {
        "DATABASE_URL": "postgresql://dadkar_app@%2Fnowhere/dadkar",
        "DADKAR_KEYRING": str(tmp_path / "keyring"),
        "DADKAR_SECRET_KEY": "s" * 50,
        "DADKAR_DATA": str(tmp_path),
    }


def test_nothing_is_missing(whole: dict[str, str]) -> None:
    assert missing(whole) == []


@pytest.mark.parametrize("name", NEEDED)
def test_each_is_needed(whole: dict[str, str], name: str) -> None:
    (unset,) = missing({key: value for key, value in whole.items() if key != name})
    (empty,) = missing({**whole, name: ""})
    assert unset == empty
    assert unset.startswith(f"{name} is not set")


def test_the_keyring_must_be_there_and_closed_to_others(whole: dict[str, str]) -> None:
    keyring = Path(whole["DADKAR_KEYRING"])
    keyring.chmod(0o644)
    (reason,) = missing(whole)
    assert "others may use it" in reason
    keyring.unlink()
    (reason,) = missing(whole)
    assert "No keyring at" in reason


def test_a_short_secret(whole: dict[str, str]) -> None:
    (reason,) = missing({**whole, "DADKAR_SECRET_KEY": "s" * 49})
    assert "has 49 characters" in reason


def test_serve_names_all_reasons_at_once() -> None:
    with pytest.raises(NotStarted) as refusal:
        production.serve("127.0.0.1", 0, 1, web=True, worker=True, given={})
    assert all(name in str(refusal.value) for name in NEEDED)


def test_setup_needs_the_owner(whole: dict[str, str]) -> None:
    with pytest.raises(NotStarted, match="DATABASE_OWNER_URL is not set"):
        production.setup(whole)
