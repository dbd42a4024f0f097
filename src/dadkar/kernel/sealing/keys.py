"""The keys of owners: make, open, erase, wrap anew. An owner is a uuid; what it is, is not known here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from dadkar.kernel import moment
from dadkar.kernel.models.sealed_key import SealedKey
from dadkar.kernel.sealing import keycache, tombstones
from dadkar.kernel.sealing.envelope import BARE, Place, open_envelope, read_header, seal
from dadkar.kernel.sealing.errors import Erased, MissingKey, SealingError
from dadkar.kernel.sealing.keycache import Name, OwnerKey, key_cache
from dadkar.kernel.sealing.keyfile import KEY_BYTES, KeyringError
from dadkar.kernel.sealing.keyring import Keyring, keyring

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = [
    "KekInUse", "OwnerKey", "create", "create_many", "destroy_kek", "erase", "for_writing", "inspect",
    "key_cache",
    "open_keys", "renew", "retire_kek", "rewrap",
]  # fmt: skip


WHOLE, ERASED, UNOPENABLE = "whole", "erased", "unopenable"


class KekInUse(KeyringError):
    """Keys are still wrapped with this KEK."""


def _place(owner: UUID, purpose: str, version: int) -> Place:
    return Place("sealed_key", owner, purpose, version)


def _wrap(owner: UUID, purpose: str, version: int, secret: bytes) -> tuple[int, bytes]:
    kek = keyring().current("kek")
    return kek.id, seal(kek.secret, kek.id, _place(owner, purpose, version), secret, algorithm=BARE)


def _unwrap(ring: Keyring, owner: UUID, purpose: str, version: int, wrapped: bytes) -> bytes:
    kek = ring.get("kek", read_header(wrapped).key_id)
    return open_envelope(kek.secret, _place(owner, purpose, version), wrapped)


def create(owner: UUID, purposes: Collection[str] = ("content", "contact")) -> dict[str, OwnerKey]:
    """Make the owner's keys, or take those that are there. Raises Erased when one was erased."""
    keys = create_many([owner], purposes)
    return {purpose: keys[owner, purpose] for purpose in purposes}


def create_many(owners: Iterable[UUID], purposes: Collection[str]) -> dict[Name, OwnerKey]:
    """`create` for many owners, in one statement when none has a key yet."""
    names = [(owner, purpose) for owner in dict.fromkeys(owners) for purpose in purposes]
    if not names:
        return {}
    fresh = {name: OwnerKey(1, os.urandom(KEY_BYTES)) for name in names}
    new = _insert(fresh)
    keys = {name: fresh[name] for name in names if name in new}
    keycache.current().keep(keys)
    taken = [name for name in names if name not in keys]
    if taken:
        for name in taken:
            keycache.current().forget(name)
        keys |= open_keys({owner for owner, _ in taken}, *purposes)
    for owner, purpose in names:
        if keys[owner, purpose].secret is None:
            raise Erased(f"{purpose} of {owner}")
    return {name: keys[name] for name in names}


def _insert(fresh: dict[Name, OwnerKey]) -> set[Name]:
    """Insert new keys; return the names that had none before. Another process may be doing the same."""
    rows = [(*name, *_wrap(*name, key.version, key.secret or b"")) for name, key in fresh.items()]
    owners, purposes, keks, wraps = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO kernel_sealedkey (owner, purpose, version, kek_id, wrapped)
            SELECT owner, purpose, 1, kek_id, wrapped
            FROM unnest(%s::uuid[], %s::text[], %s::int[], %s::bytea[])
                 AS new (owner, purpose, kek_id, wrapped)
            ORDER BY owner, purpose
            ON CONFLICT (owner, purpose) DO NOTHING
            RETURNING owner, purpose
            """,
            [owners, purposes, keks, wraps],
        )
        return set(cursor.fetchall())


def open_keys(owners: Iterable[UUID], *purposes: str) -> dict[Name, OwnerKey]:
    """The keys of many owners, in one query or none. An owner without a key is not in the answer; an
    erased key has no secret. Raises Tampered when a wrap was changed, UnknownKey when its KEK is gone.
    """
    cache = keycache.current()
    names = [(owner, purpose) for owner in set(owners) for purpose in purposes]
    known = {name: key for name in names if (key := cache.get(name))}
    wanted = {owner for owner, purpose in names if (owner, purpose) not in known}
    if not wanted:
        return known
    ring = keyring()
    found = {
        (owner, purpose): OwnerKey(
            version, None if wrapped is None else _unwrap(ring, owner, purpose, version, wrapped)
        )
        for owner, purpose, version, wrapped in _wrapped(wanted, purposes)
    }
    cache.keep(found)
    return known | found


def _wrapped(owners: Iterable[UUID], purposes: Iterable[str]) -> list[tuple[UUID, str, int, bytes | None]]:
    """The rows of these keys, by one statement whatever their number; nearly every request asks for some."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT owner, purpose, version, wrapped FROM kernel_sealedkey"
            " WHERE owner = ANY(%s) AND purpose = ANY(%s)",
            [[*owners], [*purposes]],
        )
        return list(cursor.fetchall())


def for_writing(owner: UUID, purpose: str) -> OwnerKey:
    """The key to seal with, made when there is none. Raises Erased."""
    key = open_keys([owner], purpose).get((owner, purpose))
    if key is None:
        return create(owner, [purpose])[purpose]
    if key.secret is None:
        raise Erased(f"{purpose} of {owner}")
    return key


def renew(owner: UUID, purpose: str) -> OwnerKey:
    """A new key after an erasure, as when a new number is given. What the old one sealed stays erased."""
    with transaction.atomic():
        row = SealedKey.objects.select_for_update().filter(owner=owner, purpose=purpose).first()
        if row is None:
            raise MissingKey(f"{purpose} of {owner}")
        if row.wrapped is None:
            secret = os.urandom(KEY_BYTES)
            row.version, row.erased_at = row.version + 1, None
            row.kek_id, row.wrapped = _wrap(owner, purpose, row.version, secret)
            row.save()
        keycache.current().forget((owner, purpose))
        return for_writing(owner, purpose)


def erase(owner: UUID, *purposes: str) -> int:
    """Destroy the owner's keys for these purposes; return how many there were.

    On commit the tombstones are written, which a restore replays. The caller deletes the search rows.
    """
    with transaction.atomic():
        rows = list(
            SealedKey.objects.select_for_update().filter(
                owner=owner, purpose__in=purposes, wrapped__isnull=False
            )
        )
        at = moment.now()
        SealedKey.objects.filter(pk__in=[row.pk for row in rows]).update(wrapped=None, erased_at=at)
        for row in rows:
            keycache.current().forget((owner, row.purpose))
        graves = [tombstones.Tombstone(owner, row.purpose, row.version, at) for row in rows]
        transaction.on_commit(lambda: tombstones.append(graves))
    return len(rows)


def inspect() -> Iterator[tuple[UUID, str, str]]:
    """(owner, purpose, WHOLE, ERASED or UNOPENABLE) of every key: unwrapped, and forgotten at once."""
    rows = SealedKey.objects.order_by("pk").values_list("owner", "purpose", "version", "wrapped")
    for owner, purpose, version, wrapped in rows.iterator(2000):
        if wrapped is None:
            yield owner, purpose, ERASED
            continue
        try:
            _unwrap(keyring(), owner, purpose, version, bytes(wrapped))
        except (SealingError, KeyringError):
            yield owner, purpose, UNOPENABLE
        else:
            yield owner, purpose, WHOLE


def rewrap(batch: int = 500) -> int:
    """Wrap up to `batch` keys anew with the current KEK; return how many. Several may run at once, and
    one that is killed leaves each key wrapped by the one KEK or the other. Until it returns 0, call again.
    """
    ring = keyring()
    current = ring.current("kek").id
    with transaction.atomic():
        rows = list(
            SealedKey.objects.select_for_update(skip_locked=True)
            .filter(wrapped__isnull=False)
            .exclude(kek_id=current)
            .order_by("pk")[:batch]
        )
        for row in rows:
            secret = _unwrap(ring, row.owner, row.purpose, row.version, bytes(row.wrapped or b""))
            row.kek_id, row.wrapped = _wrap(row.owner, row.purpose, row.version, secret)
        SealedKey.objects.bulk_update(rows, ["kek_id", "wrapped"])
    return len(rows)


def _refuse_while_used(number: int) -> None:
    used = SealedKey.objects.filter(kek_id=number, wrapped__isnull=False).count()
    if used:
        raise KekInUse(f"{used} keys are still wrapped with kek[{number}]; run the rewrapping first.")


def retire_kek(number: int) -> None:
    """Retire a KEK. Raises KekInUse while a key is wrapped with it."""
    _refuse_while_used(number)
    keyring().retire("kek", number)


def destroy_kek(number: int) -> None:
    """Destroy a KEK that was retired before the oldest backup. Raises KekInUse, KeyringError."""
    _refuse_while_used(number)
    keyring().destroy("kek", number)
