"""Making a backup: whole, or not at all."""

import contextlib
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import psycopg

from dadkar.kernel.sealing.keyfile import sync_folder
from dadkar.kernel.sealing.keyring import Keyring
from dadkar.run import environment
from dadkar.run.backup import server
from dadkar.run.backup.manifest import (
    DUMP,
    FILES,
    GRAVES,
    LIST,
    Manifest,
    backups_in,
    read_list,
    sha256,
)
from dadkar.run.process import NotStarted
from dadkar.run.progress import step

UNFINISHED = ".part"
ABANDONED_AFTER = timedelta(days=1)


def backup(place: Path, keep_days: int, given: Mapping[str, str] = os.environ) -> Path:
    """Make a backup in a folder of its own below `place`, and return it. Raises NotStarted.

    What is older than `keep_days` is deleted then, and only then; 0 keeps all. Files that the backup before
    holds already are linked to it, so a night costs what is new.
    """
    reasons = environment.missing(given)
    if reasons:
        raise NotStarted("\n".join(reasons))
    now = datetime.now(UTC)
    folder = place / f"dadkar-{now:%Y%m%dT%H%M%SZ}"
    fresh = folder.with_name(folder.name + UNFINISHED)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh.mkdir(mode=0o700)
        _fill(fresh, given, now, backups_in(place))
        _sync(fresh)
        fresh.rename(folder)
        sync_folder(place)
    except OSError as error:
        raise NotStarted(f"The backup was not made: {error.strerror}: {error.filename or fresh}") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _forget_old(place, keep_days, now)
    return folder


def _fill(fresh: Path, given: Mapping[str, str], now: datetime, before: list[Path]) -> None:
    ring = Keyring.load(given["DADKAR_KEYRING"])
    url = given["DATABASE_URL"]
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with step("database"):  # one snapshot for the dump and for what it is compared with
            snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
            assert snapshot
            server.run(
                "pg_dump", url, "--format=custom", "--no-unlogged-table-data", f"--snapshot={snapshot[0]}",
                "--file", fresh / DUMP,
            )  # fmt: skip
        with step("its rows, counted"):
            tables, leaves = server.counts(connection), server.leaves(connection)
            keks = {row[0] for row in connection.execute(
                "SELECT DISTINCT kek_id FROM kernel_sealedkey WHERE wrapped IS NOT NULL"
            )}  # fmt: skip
        number = str(connection.info.server_version // 10000)
    with step("files"):  # after the dump: whatever it names is there
        files = _copy_files(Path(given["DADKAR_DATA"]) / "files", fresh, before[-1] if before else None)
    _copy_graves(Path(given["DADKAR_KEYRING"]), fresh)
    needed = {key.name: key.fingerprint for key in ring if key.kind != "kek" or key.id in keks}
    Manifest(
        made_at=now,
        version=version("dadkar"),
        server=number,
        tables=tables,
        leaves=leaves,
        keys=needed,
        digests={name: sha256(fresh / name) for name in (DUMP, LIST, GRAVES)},
        files=files,
    ).write(fresh)


def _copy_files(source: Path, fresh: Path, before: Path | None) -> int:
    """Copy the sealed files and list their digests; a sealed file never changes, so one is copied once."""
    known = read_list(before / LIST) if before else {}
    lines = []
    (fresh / FILES).mkdir(mode=0o700)
    for path in sorted(source.glob("??/*")):
        if path.suffix:  # one that is being written; no row names it yet
            continue
        name = str(path.relative_to(source))
        copy = fresh / FILES / name
        copy.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            linked = before is not None and _link(before / FILES / name, path, copy)
            if not linked:
                shutil.copyfile(path, copy)
        except FileNotFoundError:
            continue  # erased meanwhile
        digest = known[name] if linked and name in known else sha256(copy)
        lines.append(f"{digest}  {name}\n")
    (fresh / LIST).write_text("".join(lines))
    return len(lines)


def _link(earlier: Path, path: Path, copy: Path) -> bool:
    with contextlib.suppress(OSError):  # not there, or on a file system without links
        if earlier.stat().st_size == path.stat().st_size:
            copy.hardlink_to(earlier)
            return True
    return False


def _copy_graves(keyring: Path, fresh: Path) -> None:
    """What was erased up to now: uuids and dates, which open nothing."""
    graves = keyring.with_name(keyring.name + ".tombstones")
    (fresh / GRAVES).write_bytes(graves.read_bytes() if graves.exists() else b"")


def _sync(folder: Path) -> None:
    """Wait until everything is on the disk, before its name says that it is."""
    for path in folder.rglob("*"):
        if path.is_dir() or path.stat().st_nlink == 1:  # what is linked was synced the first time
            sync_folder(path)
    sync_folder(folder)


def _forget_old(place: Path, keep_days: int, now: datetime) -> None:
    if keep_days:
        for folder in backups_in(place)[:-1]:
            if now - Manifest.read(folder).made_at > timedelta(days=keep_days):
                shutil.rmtree(folder)
    for folder in place.glob(f"dadkar-*{UNFINISHED}"):
        if now.timestamp() - folder.stat().st_mtime > ABANDONED_AFTER.total_seconds():
            shutil.rmtree(folder)
