"""The demo's folder: made from nothing, kept at the second start."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from dadkar.kernel.sealing.keyring import Keyring
from dadkar.run import environment
from dadkar.run.postgres import Cluster, ClusterBusy


@pytest.fixture(autouse=True)
def no_database_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_a_second_start_keeps_keys_secret_and_data(tmp_path: Path) -> None:
    data = tmp_path / "a demo"
    with environment.demo(data) as first, psycopg.connect(first["DATABASE_OWNER_URL"]) as link:
        link.execute("CREATE TABLE kept (id int)")
    keys = (data / "keyring").read_bytes()
    with environment.demo(data) as second, psycopg.connect(second["DATABASE_OWNER_URL"]) as link:
        assert link.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    assert second == first
    assert (data / "keyring").read_bytes() == keys
    assert len(second["DADKAR_SECRET_KEY"]) >= environment.SHORTEST_SECRET


def test_only_its_owner_can_look_in(tmp_path: Path) -> None:
    with environment.demo(tmp_path / "data") as ready:
        data = Path(ready["DADKAR_DATA"])
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "secret").stat().st_mode & 0o777 == 0o600
    assert Keyring.load(ready["DADKAR_KEYRING"])


def test_a_visitor_leaves_one_that_runs_running(tmp_path: Path) -> None:
    with environment.demo(tmp_path) as running:
        with environment.demo(tmp_path, visit=True) as visitor:
            assert visitor["DATABASE_URL"] == running["DATABASE_URL"]
        with pytest.raises(ClusterBusy), environment.demo(tmp_path):
            pass
        with psycopg.connect(running["DATABASE_URL"]) as link:
            assert link.execute("SELECT current_user").fetchone() == ("dadkar_app",)


def test_a_database_that_is_given_wins(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", cluster.url())
    with environment.demo(tmp_path) as ready:
        assert ready["DATABASE_URL"] == cluster.url()
    assert not (tmp_path / "postgres").exists()


def test_a_province_that_was_stopped_half_made_begins_anew(tmp_path: Path) -> None:
    with environment.demo(tmp_path) as first, psycopg.connect(first["DATABASE_OWNER_URL"]) as link:
        link.execute("CREATE TABLE half (id int)")
    (tmp_path / environment.PROVINCE_HALF_MADE).touch()
    with environment.demo(tmp_path, visit=True) as visitor, psycopg.connect(visitor["DATABASE_URL"]) as link:
        assert link.execute("SELECT to_regclass('half') IS NULL").fetchone() == (False,)
    with environment.demo(tmp_path) as second, psycopg.connect(second["DATABASE_URL"]) as link:
        assert link.execute("SELECT to_regclass('half') IS NULL").fetchone() == (True,)
    assert not (tmp_path / environment.PROVINCE_HALF_MADE).exists()


@pytest.mark.parametrize(("behind", "trusted"), [("1", 1), ("0", 0)])
def test_a_proxys_headers_are_believed_only_behind_one(tmp_path: Path, behind: str, trusted: int) -> None:
    """Without a proxy whoever guesses codes writes them anew with each guess, and would never be counted."""
    said = {
        "DADKAR_MODE": "serve",
        "DADKAR_DATA": str(tmp_path),
        "DADKAR_KEYRING": str(tmp_path / "keyring"),
        "DADKAR_SECRET_KEY": "s" * 50,
        "DATABASE_URL": "postgresql:///nowhere",
        "DADKAR_BEHIND_TLS_PROXY": behind,
    }
    asked = (
        "import dadkar.settings as s; print(bool(s.SECURE_PROXY_SSL_HEADER), s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    )
    found = subprocess.run(
        [sys.executable, "-c", asked], env=os.environ | said, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == [str(bool(trusted)), str(trusted)]
