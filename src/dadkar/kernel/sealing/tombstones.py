"""What was erased, in a file beside the keyring: a restored backup must not bring it back.

One line a key: owner, purpose, version, moment. A line counts when it is whole, so a write that was cut
short is seen; `repair` writes it again from the database. Keep the file with the keyring's copies.
"""

from __future__ import annotations

import fcntl
import logging
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import connection

from dadkar.kernel.models.sealed_key import SealedKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

logger = logging.getLogger(__name__)
BATCH = 1000


@dataclass(frozen=True)
class Tombstone:
    """An erased key: the versions up to `version` of the owner's key for `purpose`."""

    owner: UUID
    purpose: str
    version: int
    at: datetime

    def line(self) -> str:
        return f"{self.owner} {self.purpose} {self.version} {self.at.isoformat()} .\n"

    @classmethod
    def parse(cls, line: str) -> Tombstone:
        owner, purpose, version, at, end = line.split()
        if end != ".":
            raise ValueError("cut short")
        return cls(UUID(owner), purpose, int(version), datetime.fromisoformat(at))


def path() -> Path:
    """The file, beside the keyring."""
    ring = Path(settings.KEYRING)
    return ring.with_name(ring.name + ".tombstones")


def append(graves: Iterable[Tombstone]) -> None:
    """Add lines and wait until they are on the disk."""
    lines = "".join(grave.line() for grave in graves).encode()
    if not lines:
        return
    with open(os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0, os.SEEK_END)
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # the line before was cut short
                lines = b"\n" + lines
        file.write(lines)
        os.fsync(file.fileno())


def read() -> Iterator[Tombstone]:
    """All tombstones; a damaged line is passed over with a warning."""
    if not path().exists():
        return
    with path().open(encoding="ascii", errors="replace") as file:
        for number, line in enumerate(file, 1):
            try:
                yield Tombstone.parse(line)
            except ValueError:
                if line.strip():
                    logger.warning("Line %s of %s is damaged; run the repair.", number, path())


def replay() -> list[tuple[UUID, str]]:
    """After a restore: erase again what was erased since the backup; return what that was.

    The caller deletes the search rows of these owners.
    """
    last: dict[tuple[UUID, str], Tombstone] = {}
    for grave in sorted(read(), key=lambda grave: grave.version):
        last[grave.owner, grave.purpose] = grave
    graves = list(last.values())
    again: list[tuple[UUID, str]] = []
    for start in range(0, len(graves), BATCH):
        part = graves[start : start + BATCH]
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE kernel_sealedkey AS k
                SET wrapped = NULL, erased_at = grave.at, version = grave.version
                FROM unnest(%s::uuid[], %s::text[], %s::int[], %s::timestamptz[])
                     AS grave (owner, purpose, version, at)
                WHERE k.owner = grave.owner AND k.purpose = grave.purpose
                  AND (k.version < grave.version OR k.version = grave.version AND k.wrapped IS NOT NULL)
                RETURNING k.owner, k.purpose
                """,
                [
                    [grave.owner for grave in part],
                    [grave.purpose for grave in part],
                    [grave.version for grave in part],
                    [grave.at for grave in part],
                ],
            )
            again += cursor.fetchall()
    return again


def repair() -> int:
    """Write the tombstones that the database knows and the file lacks; return how many."""
    written = {(grave.owner, grave.purpose, grave.version) for grave in read()}
    rows = SealedKey.objects.filter(wrapped=None).values_list("owner", "purpose", "version", "erased_at")
    lacking = [
        Tombstone(owner, purpose, version, at)
        for owner, purpose, version, at in rows.iterator()
        if at and (owner, purpose, version) not in written
    ]
    append(lacking)
    return len(lacking)
