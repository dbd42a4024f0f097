"""The way back: into an empty database and an empty folder, compared with what was written down."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg

from dadkar.kernel.sealing.keyring import Keyring
from dadkar.run import environment, production, programs, roles
from dadkar.run.backup import server
from dadkar.run.backup.manifest import DUMP, FILES, Manifest
from dadkar.run.process import NotStarted
from dadkar.run.progress import step
from dadkar.run.supervisor import run_step

SHOWN = 20


def check(folder: Path) -> Manifest:
    """Read a backup through. Raises NotStarted with what is damaged."""
    manifest = Manifest.read(folder)
    with step("the backup's own digests"):
        refuse(f"{folder} is damaged:", list(manifest.damage(folder)))
    return manifest


def restore(folder: Path, given: Mapping[str, str] = os.environ) -> None:
    """Put a backup back, erase again what was erased since, rebuild search, and say whether all is whole.

    Raises NotStarted before anything is touched when the backup is damaged, a key is missing, or the
    database or the folder of files is not empty; and afterwards with what did not come back.
    """
    needed = {**environment.NEEDED, "DATABASE_OWNER_URL": "the address of the role that owns the tables"}
    refuse("A restore needs to know where to:", environment.unset(given, needed))
    refuse("", environment.missing(given))
    manifest = check(folder)
    lacking = manifest.lacking(Keyring.load(given["DADKAR_KEYRING"]))
    refuse("This keyring does not open this backup. Put back the copy that holds:", lacking)
    owner, application = given["DATABASE_OWNER_URL"], given["DATABASE_URL"]
    if admin := given.get("DATABASE_ADMIN_URL"):
        roles.make_roles(admin, owner, application)
    production.require_role(owner, roles.role_in(application))
    files = Path(given["DADKAR_DATA"]) / "files"
    refuse("Nothing was touched:", [*occupied(owner), *occupied_files(files)])
    arriving = files.with_name("files.restoring")
    with step("files"):
        shutil.rmtree(arriving, ignore_errors=True)
        _copy(folder / FILES, arriving)
    with step("database"):
        server.run("pg_restore", owner, "--single-transaction", "--no-owner", "--no-privileges",
                   "--no-comments", folder / DUMP)  # fmt: skip
    if files.exists():
        files.rmdir()
    arriving.rename(files)
    faults = list(differences(owner, manifest))
    ready = {**environment.production(given), "DADKAR_APPLICATION_ROLE": roles.role_in(application)}
    run_step(programs.prepare("tables"), {**ready, "DATABASE_URL": owner})
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("ANALYZE")
    try:
        run_step(programs.whole(folder), ready)
    except subprocess.CalledProcessError:
        faults.append("see the words above")
    refuse("It was restored, and is NOT whole. Do not open it to people:", faults)


def refuse(why: str, faults: list[str]) -> None:
    """Raise NotStarted with the first faults, if there are any."""
    if faults:
        more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        raise NotStarted("\n".join([why, *(f"- {fault}" for fault in [*faults[:SHOWN], *more])]).strip())


def occupied(owner: str) -> Iterator[str]:
    """Why this database is not one to restore into."""
    with psycopg.connect(owner) as connection:
        tables = connection.execute(server.LOGGED_TABLES).fetchall()
        if tables:
            yield (
                f"the database {connection.info.dbname} holds {len(tables)} tables. Give an empty one: a "
                "backup is never put over a living database."
            )


def occupied_files(files: Path) -> Iterator[str]:
    if files.exists() and any(files.iterdir()):
        yield f"{files} is not empty. Move it away, or choose another DADKAR_DATA."


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copytree(source, target)
        for path in (target, *target.iterdir()):
            path.chmod(0o700)
    except (OSError, shutil.Error) as error:
        shutil.rmtree(target, ignore_errors=True)
        raise NotStarted(f"The files could not be put back: {error}") from None


def differences(owner: str, manifest: Manifest) -> Iterator[str]:
    """Where the restored rows are not those that were backed up."""
    with psycopg.connect(owner) as connection:
        found = server.counts(connection)
        for table in sorted(found.keys() | manifest.tables.keys()):
            if found.get(table) != manifest.tables.get(table):
                yield f"{table}: {found.get(table)} rows instead of {manifest.tables.get(table)}"
        if server.leaves(connection) != manifest.leaves:
            yield "the leaves of the events are not those that were backed up"
