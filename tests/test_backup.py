"""A night's backup, and the way back from it in another place: another cluster, another folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from dadkar.kernel.sealing.keyring import Keyring
from dadkar.run import production
from dadkar.run.backup import make, restore
from dadkar.run.backup.manifest import DUMP, FILES, Manifest, backups_in, read_list
from dadkar.run.postgres import Cluster
from dadkar.run.process import NotStarted
from tests.test_start import without_database

# Files two cases, one with a picture; erases the third's keys only when it is asked to.
FILL = """
import django; django.setup()
from dadkar.cases import actions
from dadkar.cases.tests import drama
from dadkar.kernel.sealing import receipts
from dadkar.people.tests.cast import gather
from tests.world import picture
cast = gather()
for n in range(3):
    filing = actions.Filing(f"چهار ماه مزد نداد، گلپونه {n}", {}, {}, [picture("a.png")] if n == 0 else [])
    case, code = actions.file_case(filing, house=cast.house, desk=cast.branch, nonce=receipts.new_nonce())
    print(case.uuid, code)
"""
ERASE = """
import django; django.setup()
import sys; from uuid import UUID
from dadkar.kernel.sealing import keys
keys.erase(UUID(sys.argv[1]), "content", "contact")
"""
LOOK = """
import django; django.setup()
import sys
from dadkar.cases import search
from dadkar.cases.models import Receipt, SearchEntry
from dadkar.people.models import User
from dadkar.records.models import Attachment
for code in sys.argv[1:]:
    held = Receipt.opened_by(code)
    print(held.case.narrative.open() if held else "-")
print(sum(len(b"".join(file.read())) > 0 for file in Attachment.objects.all()))
print(len(search.search(User.objects.get(username="case-worker"), "گلپونه").cases))
"""


def place(folder: Path, server: Cluster, name: str, keyring: Path) -> dict[str, str]:
    """The environment of an installation."""
    (folder / name).mkdir()
    return {
        **without_database(),
        "DATABASE_ADMIN_URL": server.url(),
        "DATABASE_OWNER_URL": server.url(name, f"{name}_owner"),
        "DATABASE_URL": server.url(name, f"{name}_app"),
        "DADKAR_DATA": str(folder / name),
        "DADKAR_KEYRING": str(keyring),
        "DADKAR_SECRET_KEY": "not known to anybody, and long enough for the checks",
    }


def python(code: str, there: dict[str, str], *arguments: str) -> list[str]:
    environment = production.environment.production(there) | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """An installation with three cases, backed up; one case is erased afterwards."""
    folder = tmp_path_factory.mktemp("backup")
    keyring = folder / "keys" / "keyring"
    Keyring.generate(keyring)
    with Cluster(folder / "server", durable=False) as server:
        given = place(folder, server, "here", keyring)
        production.setup(given)
        cases = [line.split() for line in python(FILL, given)]
        backup = make.backup(folder / "backups", 35, given)
        python(ERASE, given, cases[2][0])
        yield SimpleNamespace(
            folder=folder, given=given, cases=cases, codes=[code for _uuid, code in cases], backup=backup,
            keyring=keyring,
        )  # fmt: skip


@pytest.fixture
def elsewhere(house: SimpleNamespace, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Another machine: nothing but an empty server, and a copy of the keyring with its tombstones."""
    keyring = tmp_path / "keys" / "keyring"
    keyring.parent.mkdir()
    for name in ("keyring", "keyring.tombstones"):
        shutil.copy(house.keyring.with_name(name), keyring.with_name(name))
    with Cluster(tmp_path / "server", durable=False) as server:
        yield place(tmp_path, server, "there", keyring)


def test_it_comes_back_whole_in_another_place(
    house: SimpleNamespace, elsewhere: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    restore.restore(house.backup, elsewhere)
    assert "1 erased again, 3 cases to be searched, 0 faults" in capfd.readouterr().out
    *stories, files, found = python(LOOK, elsewhere, *house.codes)
    assert stories == ["چهار ماه مزد نداد، گلپونه 0", "چهار ماه مزد نداد، گلپونه 1", "-"]  # erased since
    assert files == "1"
    assert found == "2"
    with (
        psycopg.connect(elsewhere["DATABASE_URL"]) as link,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        link.execute("DELETE FROM records_event")
    with pytest.raises(NotStarted, match="never put over a living database"):
        restore.restore(house.backup, elsewhere)


def test_an_erasure_is_known_from_the_next_backup_when_its_list_was_lost(
    house: SimpleNamespace, elsewhere: dict[str, str]
) -> None:
    Path(elsewhere["DADKAR_KEYRING"] + ".tombstones").unlink()
    beside = house.backup.parent / "later"
    make.backup(beside, 0, house.given)
    later = backups_in(beside)[0]
    moved = house.backup.with_name(later.name + "x")
    shutil.move(later, moved)
    try:
        restore.restore(house.backup, elsewhere)
        assert python(LOOK, elsewhere, *house.codes)[2] == "-"
    finally:
        shutil.rmtree(moved)


def test_what_it_holds_and_what_it_never_holds(house: SimpleNamespace) -> None:
    manifest = Manifest.read(house.backup)
    assert manifest.tables["cases_case"] == 3
    assert manifest.tables["records_event"] == 3
    assert "cases_searchentry" not in manifest.tables  # unlogged: rebuilt, never backed up
    assert manifest.files == 1
    assert set(manifest.keys) == {"kek[1]", "pepper[1]", "search", "pin", "log"}
    secrets = [key.secret for key in Keyring.load(house.keyring)]
    held = b"".join(path.read_bytes() for path in house.backup.rglob("*") if path.is_file())
    assert not any(secret in held or secret.hex().encode() in held for secret in secrets)
    assert "گلپونه".encode() not in held
    assert house.backup.stat().st_mode & 0o777 == 0o700


def test_a_file_that_is_held_already_is_linked(house: SimpleNamespace) -> None:
    again = make.backup(house.backup.parent, 0, house.given)
    (name,) = read_list(again / "files.sha256")
    assert (again / FILES / name).samefile(house.backup / FILES / name)
    assert list(Manifest.read(again).damage(again)) == []
    shutil.rmtree(again)


def damaged(house: SimpleNamespace, tmp_path: Path) -> Path:
    return Path(shutil.copytree(house.backup, tmp_path / "damaged"))


@pytest.mark.parametrize("which", ["dump", "file", "missing"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    house: SimpleNamespace, elsewhere: dict[str, str], tmp_path: Path, which: str
) -> None:
    copy = damaged(house, tmp_path)
    path = copy / DUMP if which == "dump" else next((copy / FILES).rglob("*-*"))
    if which == "missing":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    with pytest.raises(NotStarted, match="is missing" if which == "missing" else "not as it was written"):
        restore.restore(copy, elsewhere)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(elsewhere["DATABASE_URL"])  # not even the roles were made


def test_another_keyring_is_refused_with_the_names_of_the_keys(
    house: SimpleNamespace, elsewhere: dict[str, str], tmp_path: Path
) -> None:
    Keyring.generate(tmp_path / "other")
    with pytest.raises(NotStarted, match=r"kek\[1\]"):
        restore.restore(house.backup, elsewhere | {"DADKAR_KEYRING": str(tmp_path / "other")})


def test_rows_that_did_not_come_back_are_found(house: SimpleNamespace) -> None:
    manifest = Manifest.read(house.backup)
    manifest.tables["cases_case"] += 1
    manifest.leaves = "0" * 64
    found = list(restore.differences(house.given["DATABASE_OWNER_URL"], manifest))
    assert any("cases_case: 3 rows instead of 4" in fault for fault in found)
    assert any("leaves" in fault for fault in found)


def test_a_full_disk_leaves_no_half_backup(
    house: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device", "there")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(NotStarted, match="No space left on device"):
        make.backup(tmp_path / "full", 35, house.given)
    assert list((tmp_path / "full").iterdir()) == []


def test_old_ones_go_and_the_newest_stays(house: SimpleNamespace, tmp_path: Path) -> None:
    from datetime import timedelta

    for name, days in (("dadkar-1", 40), ("dadkar-2", 36), ("dadkar-3", 1)):
        copy = shutil.copytree(house.backup, tmp_path / name)
        manifest = Manifest.read(copy)
        manifest.made_at -= timedelta(days=days)
        manifest.write(copy)
    make._forget_old(tmp_path, 35, Manifest.read(house.backup).made_at)
    assert [folder.name for folder in backups_in(tmp_path)] == ["dadkar-3"]


def test_a_folder_without_a_backup(tmp_path: Path) -> None:
    with pytest.raises(NotStarted, match="no backup in"):
        restore.check(tmp_path)
