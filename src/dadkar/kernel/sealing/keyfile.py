"""Root keys, and how the keyring's file is written: new, or whole in place of the old one."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KINDS = ("kek", "pepper", "search", "pin", "log")
ROTATED = ("kek", "pepper")
KEY_BYTES = 32


class KeyringError(Exception):
    """The keyring can't be used as asked; the message says why and what to do."""


class KeyringMissing(KeyringError):
    """There is no file at the keyring's place."""


class KeyringUnreadable(KeyringError):
    """There is a file, but it can't be read or is not a keyring."""


class KeyringExposed(KeyringError):
    """Others on this machine may read or write the file."""


class UnknownKey(KeyringError):
    """The keyring holds no key of that kind and number."""


@dataclass(frozen=True)
class Key:
    """One root key. `repr` shows its name, never its bytes."""

    kind: str
    id: int
    created: datetime
    secret: bytes = field(repr=False)
    retired: datetime | None = None

    @property
    def name(self) -> str:
        return f"{self.kind}[{self.id}]" if self.kind in ROTATED else self.kind

    @property
    def fingerprint(self) -> str:
        """Tells the key from others, and nothing of it."""
        return derive(self.secret, "fingerprint", 16).hex()

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "id": self.id,
            "created": self.created.isoformat(),
            "secret": self.secret.hex(),
            "retired": self.retired and self.retired.isoformat(),
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Key:
        key = cls(
            kind=row["kind"],
            id=int(row["id"]),
            created=datetime.fromisoformat(row["created"]),
            secret=bytes.fromhex(row["secret"]),
            retired=datetime.fromisoformat(row["retired"]) if row["retired"] else None,
        )
        if key.kind not in KINDS or len(key.secret) != KEY_BYTES or not 0 < key.id < 2**32:
            raise ValueError("not a key")
        return key


def fresh(kind: str, number: int = 1) -> Key:
    """A new random key."""
    return Key(kind, number, datetime.now(UTC), os.urandom(KEY_BYTES))


@lru_cache(maxsize=4096)
def derive(secret: bytes, label: str, size: int = KEY_BYTES) -> bytes:
    """A subkey of `size` bytes for the one use that `label` names: HKDF-SHA256, RFC 5869, no salt."""
    return HKDF(hashes.SHA256(), size, salt=None, info=f"dadkar/1/{label}".encode()).derive(secret)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not be there yet, readable by its owner alone, and wait for the disk."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyringError(f"There is already a file at {path}; it is left as it is.") from None
    except OSError as error:
        raise KeyringError(f"{path} can't be written: {error.strerror}") from None
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
    sync_folder(path.parent)


def replace_whole(path: Path, content: bytes) -> None:
    """Put `content` in place of the file whole, or not at all."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.unlink(missing_ok=True)
    write_new(beside, content)
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk (a rename is not, until then)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
